# SPDX-License-Identifier: Apache-2.0
"""The film on disk: journal, undo, takes, and what happens when things go wrong."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aiprod.film.base import NewerSchemaError
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.film.takes import Recipe, TakeFile
from aiprod.film.takestore import DamagedTakeError, TakeStore


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "Été à la mer.aiprod", Film(name="a", brief=Brief(text="A cat.", language="en")))


def rename(store: FilmStore, name: str) -> None:
    store.edit(f"Rename to {name}", lambda film: film.changed(name=name))


def test_every_edit_can_be_undone_and_redone_after_reopening(store: FilmStore) -> None:
    for i in range(250):
        rename(store, f"n{i}")
    reopened = FilmStore(store.root)
    assert reopened.film.name == "n249"
    for i in reversed(range(50, 250)):
        assert reopened.undo() == f"Rename to n{i}"
    assert reopened.film.name == "n49"
    again = FilmStore(store.root)
    assert again.redo() == "Rename to n50"
    assert FilmStore(store.root).film.name == "n50"


def test_a_new_edit_ends_the_redo(store: FilmStore) -> None:
    rename(store, "b")
    store.undo()
    rename(store, "c")
    with pytest.raises(UserError, match="nothing to redo"):
        store.redo()
    assert [edit.kind for edit in store.history] == ["edit", "undo", "edit"]


def test_nothing_to_undo_is_said(store: FilmStore) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        store.undo()


def test_the_journal_is_ahead_of_the_snapshot_after_a_crash(store: FilmStore) -> None:
    snapshot = (store.root / "film.json").read_bytes()
    rename(store, "b")
    (store.root / "film.json").write_bytes(snapshot)
    assert FilmStore(store.root).film.name == "b"


def test_a_torn_last_entry_is_dropped(store: FilmStore) -> None:
    rename(store, "b")
    snapshot = (store.root / "film.json").read_bytes()
    rename(store, "c")
    (store.root / "film.json").write_bytes(snapshot)
    journal = store.root / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    reopened = FilmStore(store.root)
    assert reopened.film.name == "b"
    rename(reopened, "d")
    assert FilmStore(store.root).film.name == "d"


def test_an_edit_that_changes_nothing_leaves_no_entry(store: FilmStore) -> None:
    rename(store, "a")
    assert store.history == ()


def test_a_film_from_a_newer_version_is_left_alone(store: FilmStore) -> None:
    data = json.loads((store.root / "film.json").read_text("utf-8"))
    (store.root / "film.json").write_text(json.dumps({**data, "schema": "Film.99"}), "utf-8")
    before = (store.root / "film.json").read_bytes()
    with pytest.raises(NewerSchemaError, match="newer AIPROD"):
        FilmStore(store.root)
    assert (store.root / "film.json").read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": "Film.1"}'])
def test_a_damaged_document_is_one_clear_error(content: str, store: FilmStore) -> None:
    (store.root / "film.json").write_text(content, "utf-8")
    with pytest.raises(UserError, match=r"can't be read|not a readable Film"):
        FilmStore(store.root)


def test_a_film_never_overwrites_anything(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("keep me", "utf-8")
    with pytest.raises(UserError, match="exists already"):
        FilmStore.create(tmp_path / "taken", Film(name="a", brief=Brief(text="A cat.", language="en")))
    assert (tmp_path / "taken" / "mine.txt").read_text("utf-8") == "keep me"
    with pytest.raises(UserError, match="is not a film"):
        FilmStore(tmp_path / "taken")


def recipe(seed: int = 0) -> Recipe:
    return Recipe(department="voices", step="speech", generator="test/1", seed=seed)


def made(takes: TakeStore, seed: int = 0) -> str:
    folder = takes.begin(recipe(seed))
    (folder / "speech.wav").write_bytes(b"sound" * 100)
    return takes.finish(recipe(seed), folder, {"duration_s": 1.0}, 0.5).id


def test_a_take_is_found_by_its_recipe(store: FilmStore) -> None:
    take_id = made(store.takes)
    found = TakeStore(store.takes.root).find(recipe())
    assert found is not None
    assert found.id == take_id == recipe().content_hash()
    assert found.files[0].path == "speech.wav"
    assert store.takes.find(recipe(seed=1)) is None


@pytest.mark.parametrize("harm", ["truncated", "altered", "missing", "record", "symlink"])
def test_a_damaged_take_is_noticed_and_kept_aside(harm: str, store: FilmStore, tmp_path: Path) -> None:
    take_id = made(store.takes)
    sound = store.takes.folder(take_id) / "speech.wav"
    if harm == "truncated":
        sound.write_bytes(sound.read_bytes()[:-1])
    elif harm == "altered":
        sound.write_bytes(b"SOUND" * 100)
    elif harm == "missing":
        sound.unlink()
    elif harm == "symlink":
        (tmp_path / "elsewhere").write_bytes(sound.read_bytes())
        sound.unlink()
        sound.symlink_to(tmp_path / "elsewhere")
    else:
        (sound.parent / "take.json").write_text('{"schema": "Take.1"}', "utf-8")
    takes = TakeStore(store.takes.root)
    with pytest.raises(DamagedTakeError, match="is damaged"):
        takes.find(recipe())
    aside = takes.set_aside(take_id)
    assert aside.is_dir() and takes.find(recipe()) is None
    assert made(takes) == take_id


def test_unfinished_takes_are_cleared_and_finished_ones_kept(store: FilmStore) -> None:
    take_id = made(store.takes)
    (store.takes.begin(recipe(1)) / "half.wav").write_bytes(b"x")
    assert store.takes.clear_unfinished() == 1
    assert [take.id for take in store.takes.all()] == [take_id]


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../b", "C:\\x", "", "a\\b"])
def test_a_takes_file_stays_inside_its_folder(path: str) -> None:
    with pytest.raises(ValueError, match="inside its folder"):
        TakeFile(path=path, sha256="0" * 64, size=0)


def test_the_lock_keeps_a_second_production_out_and_dies_with_its_process(store: FilmStore) -> None:
    from filelock import Timeout

    code = "import sys,time; from pathlib import Path; from aiprod.film.store import FilmStore\n"
    code += "lock = FilmStore(Path(sys.argv[1])).lock(); lock.acquire(); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(store.root)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(Timeout):
            store.lock().acquire()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with store.lock():
        pass


def test_a_full_disk_leaves_the_old_file_and_no_debris(tmp_path: Path) -> None:
    """A file-size limit makes the kernel refuse the write, as a full disk does."""
    target = tmp_path / "film.json"
    target.write_bytes(b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from aiprod.film.errors import UserError; from aiprod.film.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write_atomically(Path(sys.argv[1]), b'x' * 5000)\n"
        "except UserError as error:\n    print(error)\n"
    )
    result = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=True)
    assert "can't be written" in result.stdout
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["film.json"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_the_system_s_refusals_become_advice(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"the disk is full.*Free some space"), disk_errors(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(UserError, match="no right to write"), disk_errors(tmp_path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_writes_replace_in_one_step(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.json", b"1")
    write_atomically(tmp_path / "a" / "b.json", b"2")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"2"
    assert len(list((tmp_path / "a").iterdir())) == 1
