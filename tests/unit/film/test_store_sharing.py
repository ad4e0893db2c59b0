# SPDX-License-Identifier: Apache-2.0
"""One film, open in several places: nobody's edits are lost, whoever dies meanwhile."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aiprod.film import changes
from aiprod.film import store as stores
from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.store import FilmBusyError, FilmStore

EDITOR = """
import sys
from pathlib import Path
from aiprod.film.changes import NameChange, apply
from aiprod.film.store import FilmStore
store, name, many = FilmStore(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(many):
    apply(store, NameChange(text=f"{name} {number}"))
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="a", brief=Brief(text="A cat.", language="en")))


def editor(root: Path, name: str, many: int) -> "subprocess.Popen[str]":
    """Another process that edits the film once it is told to."""
    command = [sys.executable, "-c", EDITOR, str(root), name, str(many)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def begin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_and_this_one_edit_at_once(store: FilmStore) -> None:
    others = [editor(store.root, name, 40) for name in ("b", "c")]
    for process in others:
        begin(process)
    for number in range(40):
        changes.apply(store, changes.NameChange(text=f"a {number}"))
    for process in others:
        assert process.wait(60) == 0
    store.refresh()
    again = FilmStore(store.root)
    assert again.film == store.film and again.film.edits == len(again.history) == 120
    names = [str(edit.patch[0]["value"]) for edit in again.history]
    for who in "abc":
        assert [name for name in names if name.startswith(who)] == [f"{who} {number}" for number in range(40)]


def test_an_editor_that_is_killed_leaves_whole_edits_and_no_lock(store: FilmStore) -> None:
    for last in (3, 11, 19):
        process = editor(store.root, f"n{last}", 100_000)
        begin(process)
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == last:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = FilmStore(store.root).film.edits
        changes.apply(store, changes.NameChange(text=f"after {last}"))
        assert store.film.edits == before + 1 == FilmStore(store.root).film.edits


def test_what_a_kill_tore_is_left_to_its_writer_until_the_next_edit(store: FilmStore) -> None:
    changes.apply(store, changes.NameChange(text="b"))
    journal = store.root / "journal.jsonl"
    whole = journal.read_bytes()
    torn = whole + whole[: len(whole) // 2]
    journal.write_bytes(torn)
    other = FilmStore(store.root)
    assert other.film.name == "b" and journal.read_bytes() == torn
    changes.apply(other, changes.NameChange(text="c"))
    assert journal.read_bytes().startswith(whole) and len(journal.read_bytes().splitlines()) == 2
    store.refresh()
    assert store.film.name == "c"


def test_reading_on_costs_only_what_came_since(store: FilmStore, monkeypatch: pytest.MonkeyPatch) -> None:
    other = FilmStore(store.root)
    changes.apply(store, changes.NameChange(text="b"))
    changes.apply(store, changes.BriefChange(seed=7))
    changes.undo(store)
    monkeypatch.setattr(FilmStore, "_read", lambda _store: pytest.fail("the whole document was read again"))
    other.refresh()
    assert other.film == store.film and other.history == store.history
    assert (other.undoable, other.redoable) == (store.undoable, store.redoable) == ("Rename the film", "Change the settings")


def test_a_document_that_was_put_back_is_read_whole(store: FilmStore) -> None:
    snapshot = (store.root / "film.json").read_bytes()
    changes.apply(store, changes.NameChange(text="b"))
    (store.root / "journal.jsonl").unlink()
    (store.root / "film.json").write_bytes(snapshot)
    store.refresh()
    assert store.film.name == "a" and store.history == ()


def test_an_edit_that_does_not_end_is_waited_for_and_then_told(store: FilmStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE_S", 0.05)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with FilmStore(store.root).held():
            inside.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert inside.wait(30)
        with pytest.raises(FilmBusyError, match=r"being edited.*Try again"):
            changes.apply(store, changes.NameChange(text="b"))
        monkeypatch.setattr(stores, "_PATIENCE_S", 30)
        threading.Timer(0.05, done.set).start()
        assert changes.apply(store, changes.NameChange(text="b")).name == "b"
    finally:
        done.set()
        holder.join()


def test_threads_share_one_open_film(store: FilmStore) -> None:
    def rename(who: str) -> None:
        for number in range(20):
            changes.apply(store, changes.NameChange(text=f"{who} {number}"))

    threads = [threading.Thread(target=rename, args=(who,)) for who in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.film.edits == 60 and FilmStore(store.root).film == store.film
