# SPDX-License-Identifier: Apache-2.0
"""After a crash, with damaged films, and with disks that do not do what they should."""

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aiprod.film import changes, versions
from aiprod.film.changes import NameChange
from aiprod.film.store import FilmStore
from aiprod_app.messages import Message
from aiprod_app.recovery.versions_dialog import VersionsDialog
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow


def _told(qtbot: QtBot, studio: Studio, do: Callable[[], object], *words: str) -> Message:
    """What is said with these words after `do`."""
    found: list[Message] = []

    def is_it(message: Message) -> bool:
        found.append(message)
        return all(word in f"{message.text}. {message.detail}" for word in words)

    with qtbot.waitSignal(studio.messages.told, check_params_cb=is_it):
        do()
    return found[-1]


def _way(message: Message, text: str) -> Callable[[], None]:
    return next(action.do for action in message.actions if text in action.text)


def test_after_a_kill_the_film_is_back_with_its_last_change(studio: Studio, film: Path, qtbot: QtBot) -> None:
    changes.apply(FilmStore(film), NameChange(text="The last name"))
    studio.settings.change(open_film=str(film))
    told = _told(qtbot, studio, studio.opening.resume, "nothing was lost")
    assert "The last change on disk is" in told.detail and told.level == "good"
    assert studio.film.film.name == "The last name"


def test_a_line_that_a_kill_cut_short_is_told_of(studio: Studio, film: Path, qtbot: QtBot) -> None:
    changes.apply(FilmStore(film), NameChange(text="Whole"))
    with (film / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"schema": "Edit.1", "number": 2, "na')
    studio.settings.change(open_film=str(film))
    told = _told(qtbot, studio, studio.opening.resume, "nothing was lost")
    assert "was not finished" in told.detail
    assert studio.film.film.name == "Whole"


def test_an_orderly_end_leaves_nothing_to_recover(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    studio = window.studio
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    window.close()
    assert studio.settings.now.open_film == ""
    assert studio.settings.page("shell")["reopen"] == str(film)


def test_a_film_that_the_user_closed_is_not_opened_again(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    studio = window.studio
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    studio.commands.do("film.close")
    window.close()
    assert studio.settings.now.open_film == "" and studio.settings.page("shell")["reopen"] == ""


def test_a_missing_film_can_be_located_or_taken_off_the_list(studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    gone = tmp_path / "Gone.aiprod"
    studio.settings.change(recent=(str(gone),))
    told = _told(qtbot, studio, lambda: studio.open_film(gone), "is not there any more")
    assert [action.text for action in told.actions] == ["Locate…", "Remove from the list"]
    _way(told, "Remove")()
    assert studio.settings.now.recent == ()


def test_an_unplugged_disk_is_told_apart_and_tried_again(studio: Studio, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    disk = tmp_path / "disk"
    told = _told(qtbot, studio, lambda: studio.open_film(disk / film.name), "disk is not connected")
    disk.mkdir()
    shutil.move(film, disk / film.name)
    with qtbot.waitSignal(studio.film.opened):
        _way(told, "Try again")()


def test_a_disk_that_goes_away_while_the_film_is_open(opened: Studio, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    aside = tmp_path / "aside"
    qtbot.waitUntil(lambda: bool(versions.versions(film)))
    _told(qtbot, opened, lambda: film.rename(aside), "can't be read")
    opened.film.edit(NameChange(text="x"))
    aside.rename(film)
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="back"))
    assert FilmStore(film).film.name == "back"


def test_a_newer_film_is_not_touched(studio: Studio, film: Path, qtbot: QtBot) -> None:
    data = {**json.loads((film / "film.json").read_text()), "schema": "Film.999"}
    (film / "film.json").write_text(json.dumps(data))
    before = (film / "film.json").read_bytes()
    told = _told(qtbot, studio, lambda: studio.open_film(film), "newer AIPROD", "Update AIPROD")
    assert not any("Repair" in action.text for action in told.actions)
    assert (film / "film.json").read_bytes() == before


def test_a_torn_film_is_repaired_from_a_version_and_the_journal(opened: Studio, film: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(versions.versions(film)))
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="After the version"))
    opened.film.close()
    qtbot.waitUntil(lambda: len(versions.versions(film)) == 2)
    versions.versions(film)[0].path.unlink()
    (film / "film.json").write_bytes(b'{"schema"')
    told = _told(qtbot, opened, lambda: opened.open_film(film), "is damaged", "1 kept version")
    with qtbot.waitSignal(opened.film.opened):
        _way(told, "Repair")()
    assert opened.film.film.name == "After the version"


def test_a_journal_torn_in_the_middle_is_repaired(studio: Studio, film: Path, qtbot: QtBot) -> None:
    store = FilmStore(film)
    changes.apply(store, NameChange(text="one"))
    changes.apply(store, NameChange(text="two"))
    journal = film / "journal.jsonl"
    journal.write_bytes(b"not json\n" + journal.read_bytes())
    told = _told(qtbot, studio, lambda: studio.open_film(film), "is damaged")
    said = _told(qtbot, studio, _way(told, "Repair"), "put together again")
    assert "can't be undone" in said.detail
    qtbot.waitUntil(lambda: studio.film.is_open)
    assert studio.film.film.name == "two"


def test_a_film_with_missing_takes_opens_and_says_what_is_missing(studio: Studio, film: Path, qtbot: QtBot) -> None:
    shutil.rmtree(film / "takes")
    told = _told(qtbot, studio, lambda: studio.open_film(film), "can't be found or read")
    assert studio.film.is_open and [action.text for action in told.actions] == ["Make what changed"]


@pytest.fixture
def read_only(film: Path) -> Iterator[Path]:
    """A film that can't be written."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    for path in (film / "film.json", film):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    yield film
    film.chmod(0o755)


def test_a_film_that_cannot_be_written_can_be_watched_and_copied(studio: Studio, read_only: Path, qtbot: QtBot) -> None:
    told = _told(qtbot, studio, lambda: studio.open_film(read_only), "watched, not changed")
    with qtbot.waitSignal(studio.film.opened):
        _way(told, "Copy")()
    assert studio.film.root.parent == studio.films_folder


def test_a_copy_is_whole_and_can_be_written(film: Path, tmp_path: Path) -> None:
    from aiprod_app.recovery.copying import copy_film

    (film / "film.json").chmod(0o444)
    first, second = copy_film(film, tmp_path / "films"), copy_film(film, tmp_path / "films")
    assert first.name == film.name and second.name == f"{film.stem} 2.aiprod"
    changes.apply(FilmStore(second), NameChange(text="copy"))


def test_versions_are_kept_at_opening_and_every_so_many_edits(opened: Studio, film: Path, qtbot: QtBot) -> None:
    opened.settings.change(versions_every=5)
    qtbot.waitUntil(lambda: len(versions.versions(film)) == 1)
    for number in range(6):
        with qtbot.waitSignal(opened.film.changed):
            opened.film.edit(NameChange(text=f"edit {number}"))
    qtbot.waitUntil(lambda: len(versions.versions(film)) == 2)


def test_a_version_is_restored_and_that_can_be_undone(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    studio = window.studio
    name = FilmStore(film).film.name
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    qtbot.waitUntil(lambda: bool(versions.versions(film)))
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text="Worse"))
    assert studio.commands.do("film.versions")
    dialog = window.findChildren(VersionsDialog)[0]
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    with qtbot.waitSignal(studio.film.changed):
        dialog.accept()
    assert studio.film.film.name == name
    with qtbot.waitSignal(studio.film.changed):
        studio.film.undo()
    assert studio.film.film.name == "Worse"
