# SPDX-License-Identifier: Apache-2.0
"""Films on disks that are full, gone, or not to be written."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, fill, go_round, no_larger_than, whole

from aiprod.film import changes
from aiprod.film.changes import NameChange
from aiprod.film.timeline_changes import AddMarker
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow


def _open(studio: Studio, root: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(root)


def _told_or_shown(studio: Studio, name: str) -> bool:
    return studio.film.film.name == name or bool(studio.messages.all)


def test_a_full_disk_refuses_edits_in_words_and_loses_none(
    window: StudioWindow, film: Path, small_disk: Callable[[Path, int], Path], qtbot: QtBot, ear: Ear,
    unblocked: Callable[[], None],
) -> None:  # fmt: skip
    studio, root = window.studio, small_disk(film, 200_000)
    _open(studio, root, qtbot)
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text="Before"))
    go_round(window, qtbot)
    window.go_to("edit")
    ballast = fill(root)
    ear.forget()
    unblocked()
    with qtbot.waitSignal(studio.film.saving, check_params_cb=lambda waits: not waits):
        for number in range(20):
            studio.film.edit(NameChange(text=f"Name {number} " + "x" * 300))
        studio.film.edit_timeline([AddMarker(frame=3, name="too much")])
    ear.hears("the disk is full")
    assert studio.film.film == whole(root).film
    ballast.unlink()
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text="After"))
    assert studio.film.film.name == "After" == whole(root).film.name


@pytest.mark.parametrize("spare", [0, 300, 3000])
def test_what_is_shown_is_what_the_disk_took(opened: Studio, film: Path, qtbot: QtBot, ear: Ear, spare: int) -> None:
    """Whatever the byte at which it is full: in the journal, between the journal and the snapshot, in the snapshot."""
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="Before"))
    qtbot.waitUntil(lambda: bool(list((film / "versions").glob("*"))))
    ear.forget()
    full = (film / "journal.jsonl").stat().st_size + spare
    with no_larger_than(full):
        opened.film.edit(NameChange(text="On the edge"))
        qtbot.waitUntil(lambda: _told_or_shown(opened, "On the edge"))
        assert opened.film.film.name == whole(film).film.name
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="After"))
    assert opened.film.film.name == "After" == whole(film).film.name
    with qtbot.waitSignal(opened.film.changed):
        opened.film.undo()
    assert opened.film.film.name == whole(film).film.name != "After"


def test_unplugged_edited_elsewhere_and_plugged_in_again(
    window: StudioWindow, film: Path, tmp_path: Path, qtbot: QtBot, ear: Ear, unblocked: Callable[[], None]
) -> None:
    studio, aside = window.studio, tmp_path / "aside.aiprod"
    _open(studio, film, qtbot)
    go_round(window, qtbot)
    window.go_to("edit")
    unblocked()
    film.rename(aside)
    ear.hears("can't be read", "Is its disk connected?")
    studio.film.edit(NameChange(text="Into nothing"))
    ear.hears("can't be written")
    assert not film.exists()
    changes.apply(whole(aside), NameChange(text="On another machine"))
    aside.rename(film)
    qtbot.waitUntil(lambda: studio.film.film.name == "On another machine")
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text="Here again"))
    assert whole(film).film.name == "Here again"


def test_put_back_from_an_older_copy(opened: Studio, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    """The folder is another one of the same name, with fewer edits."""
    copy = tmp_path / "copy"
    shutil.copytree(film, copy)
    for number in range(3):
        with qtbot.waitSignal(opened.film.changed):
            opened.film.edit(NameChange(text=f"Name {number}"))
    shutil.rmtree(film)
    copy.rename(film)
    qtbot.waitUntil(lambda: opened.film.film.name != "Name 2")
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="After the copy"))
    assert whole(film).film.name == "After the copy"


def test_a_read_only_disk_can_be_watched(
    window: StudioWindow, film: Path, small_disk: Callable[[Path, int], Path], qtbot: QtBot, ear: Ear
) -> None:
    studio, root = window.studio, small_disk(film, 100_000)
    subprocess.run(["mount", "-o", "remount,ro", root.parent], check=True)
    _open(studio, root, qtbot)
    told = ear.hears("can be watched, not changed")
    assert [action.text for action in told.actions] == ["Copy it to my films"]
    go_round(window, qtbot)
    studio.film.edit(NameChange(text="No"))
    ear.hears("can't be written")
    assert studio.film.film.name != "No"
    with qtbot.waitSignal(studio.film.opened):
        told.actions[0].do()
    with qtbot.waitSignal(studio.film.changed):
        studio.film.edit(NameChange(text="Yes"))
    assert whole(studio.film.root).film.name == "Yes"


def test_the_journal_torn_under_an_open_film(opened: Studio, film: Path, qtbot: QtBot, ear: Ear) -> None:
    """At its end: cut off by the next edit. In its middle: told, the film stays as it was shown, and can be repaired."""
    for name in ("one", "two", "three"):
        with qtbot.waitSignal(opened.film.changed):
            opened.film.edit(NameChange(text=name))
    journal = film / "journal.jsonl"
    with journal.open("ab") as stream:
        stream.write(b'{"schema": "Edit.1", "num')
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="four"))
    assert whole(film).film.name == "four"
    ear.forget()
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join((lines[0], lines[1][:40] + b"\n", *lines[2:])))
    ear.hears("can't be read")
    assert opened.film.film.name == "four"
    opened.film.edit(NameChange(text="five"))
    qtbot.waitUntil(lambda: len(ear.heard) >= 2)
    assert opened.film.film.name == "four"
    opened.film.close()
    opened.open_film(film)
    told = ear.hears("is damaged")
    with qtbot.waitSignal(opened.film.opened):
        next(action.do for action in told.actions if "Repair" in action.text)()
    assert opened.film.film.name == "four" == whole(film).film.name


def test_the_document_torn_or_newer_under_an_open_film(opened: Studio, film: Path, qtbot: QtBot, ear: Ear) -> None:
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="Mine"))
    document = film / "film.json"
    good = document.read_bytes()
    newer = json.dumps({**json.loads(good), "schema": "Film.999"}).encode()
    for bad, words in ((good[: len(good) // 2], "can't be read"), (newer, "newer")):
        ear.forget()
        document.write_bytes(bad)
        opened.film.edit(NameChange(text="Into the dark"))
        ear.hears(words)
        assert document.read_bytes() == bad and opened.film.film.name == "Mine"
    document.write_bytes(good)
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text="Good again"))
    assert whole(film).film.name == "Good again"
