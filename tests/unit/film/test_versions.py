# SPDX-License-Identifier: Apache-2.0
"""Kept versions of a film's document, and a damaged document put together again."""

import json
from pathlib import Path

import pytest

from aiprod.film import changes, mending, versions
from aiprod.film.base import NewerSchemaError
from aiprod.film.brief import Brief
from aiprod.film.changes import NameChange
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "F.aiprod", Film(name="0", brief=Brief(text="A lighthouse.", language="en")))


def _rename(store: FilmStore, *names: str) -> None:
    for name in names:
        changes.apply(store, NameChange(text=name))


def test_the_last_ten_are_kept_newest_first(store: FilmStore) -> None:
    for number in range(1, 14):
        _rename(store, str(number))
        assert versions.keep(store.root, store.film) is not None
    kept = versions.versions(store.root)
    assert [version.film().name for version in kept] == [str(number) for number in range(13, 3, -1)]
    assert [version.edits for version in kept] == list(range(13, 3, -1))


def test_the_same_document_is_kept_once(store: FilmStore) -> None:
    assert versions.keep(store.root, store.film) is not None
    assert versions.keep(store.root, store.film) is None


def test_a_clock_that_goes_back_does_not_change_the_order(store: FilmStore) -> None:
    versions.keep(store.root, store.film, clock=lambda: 2_000_000_000.0)
    _rename(store, "later")
    versions.keep(store.root, store.film, clock=lambda: 1_000_000_000.0)
    assert versions.versions(store.root)[0].film().name == "later"


def test_restoring_is_an_edit_that_can_be_undone(store: FilmStore) -> None:
    first = versions.keep(store.root, store.film)
    assert first is not None
    _rename(store, "1", "2")
    assert versions.restore(store, first.path).name == "0"
    assert FilmStore(store.root).film.name == "0"
    assert changes.undo(store) and store.film.name == "2"


def test_only_the_films_own_versions_are_restored(store: FilmStore, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(store.film.to_json()))
    with pytest.raises(UserError, match="is no version"):
        versions.restore(store, other)


def test_a_whole_film_is_left_alone(store: FilmStore) -> None:
    _rename(store, "1")
    before = {path.name: path.read_bytes() for path in store.root.iterdir() if path.is_file() and path.suffix}
    done = mending.mend(store.root)
    assert done.aside == () and done.lost == 0 and done.edits == 1
    assert {path.name: path.read_bytes() for path in store.root.iterdir() if path.is_file() and path.suffix} == before


@pytest.mark.parametrize("damage", [b"", b'{"schema": "Film.4", "na', b"\x00" * 4096, b'{"schema": "Film.4"}'])
def test_a_torn_document_comes_back_whole_from_a_version_and_the_journal(store: FilmStore, damage: bytes) -> None:
    _rename(store, "1")
    versions.keep(store.root, store.film)
    _rename(store, "2", "3")
    (store.root / "film.json").write_bytes(damage)
    with pytest.raises(UserError):
        FilmStore(store.root)
    done = mending.mend(store.root)
    assert done.lost == 0 and done.undo and done.edits == 3
    again = FilmStore(store.root)
    assert again.film.name == "3" and again.undoable
    assert changes.undo(again) and again.film.name == "2"
    assert (store.root / "film.json.damaged-1").read_bytes() == damage


def test_a_missing_document_comes_back_too(store: FilmStore) -> None:
    versions.keep(store.root, store.film)
    _rename(store, "1")
    (store.root / "film.json").unlink()
    assert mending.mend(store.root).edits == 1
    assert FilmStore(store.root).film.name == "1"


def test_a_version_that_is_torn_as_well_is_passed_over(store: FilmStore) -> None:
    versions.keep(store.root, store.film)
    _rename(store, "1")
    newest = versions.keep(store.root, store.film)
    assert newest is not None
    newest.path.write_bytes(b"{")
    (store.root / "film.json").write_bytes(b"{")
    mending.mend(store.root)
    assert FilmStore(store.root).film.name == "1"


def test_a_journal_that_is_torn_in_the_middle_keeps_the_document(store: FilmStore) -> None:
    _rename(store, "1", "2", "3")
    journal = store.root / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + b'{"torn\n' + lines[2])
    with pytest.raises(UserError):
        FilmStore(store.root)
    done = mending.mend(store.root)
    assert not done.undo and done.aside == ("journal.jsonl.damaged-1",)
    again = FilmStore(store.root)
    assert again.film.name == "3" and not again.undoable
    _rename(again, "4")
    assert FilmStore(store.root).film.name == "4"


def test_edits_behind_the_snapshot_that_cannot_be_read_are_counted(store: FilmStore) -> None:
    versions.keep(store.root, store.film)
    snapshot = (store.root / "film.json").read_bytes()
    _rename(store, "1", "2")
    (store.root / "film.json").write_bytes(snapshot)
    journal = store.root / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + b"garbage\n")
    done = mending.mend(store.root)
    assert done.lost == 1 and done.edits == 1 and done.undo
    assert FilmStore(store.root).film.name == "1"


def test_without_any_version_it_is_refused_in_words(store: FilmStore) -> None:
    (store.root / "film.json").write_bytes(b"{")
    with pytest.raises(UserError, match="can't be put together again"):
        mending.mend(store.root)


def test_a_newer_document_is_no_damage(store: FilmStore) -> None:
    versions.keep(store.root, store.film)
    data = {**store.film.to_json(), "schema": "Film.999"}
    (store.root / "film.json").write_text(json.dumps(data))
    with pytest.raises(NewerSchemaError):
        mending.mend(store.root)
    assert json.loads((store.root / "film.json").read_text())["schema"] == "Film.999"


def test_edits_made_after_the_journal_was_lost_are_kept(store: FilmStore) -> None:
    _rename(store, "1", "2")
    (store.root / "journal.jsonl").unlink()
    again = FilmStore(store.root)
    assert again.film.name == "2"
    _rename(again, "3")
    _rename(again, "4")
    last = FilmStore(store.root)
    assert last.film.name == "4" and last.film.edits == 2
    assert changes.undo(last) and last.film.name == "3"


def test_a_folder_that_went_away_is_not_made_anew(store: FilmStore) -> None:
    aside = store.root.with_name("aside")
    store.root.rename(aside)
    with pytest.raises(UserError, match="can't be written"):
        _rename(store, "lost")
    with pytest.raises(UserError, match="can't be written"):
        versions.keep(store.root, store.film)
    assert not store.root.exists()
