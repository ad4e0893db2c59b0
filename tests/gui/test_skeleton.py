# SPDX-License-Identifier: Apache-2.0
"""The frame of the desktop: the window, the open film, commands, and the watch over the interface thread."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aiprod.film.changes import NameChange
from aiprod.film.store import FilmStore
from aiprod.film.timeline_changes import AddMarker
from aiprod_app.commands.keymaps import NAMES, keymap
from aiprod_app.commands.table import COMMANDS
from aiprod_app.pages import PAGES
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow


def test_every_page_can_be_shown(window: StudioWindow, opened: Studio) -> None:
    for spec in PAGES:
        window.go_to(spec.key)
        assert window.page is not None and window.page.key == spec.key and window.page.isVisible()


@pytest.mark.parametrize("name", NAMES)
def test_no_key_means_two_things(name: str) -> None:
    found = keymap(name)
    assert found.conflicts() == {}
    assert set(found.keys) == {command.id for command in COMMANDS}


def test_edits_are_on_disk_when_they_are_shown_and_can_be_undone(opened: Studio, qtbot: QtBot) -> None:
    film = opened.film
    with qtbot.waitSignal(film.changed):
        film.edit(NameChange(text="Another name"))
    assert film.film.name == "Another name" and FilmStore(film.root).film.name == "Another name"
    with qtbot.waitSignal(film.changed):
        film.undo()
    assert film.film.name != "Another name" and film.shown is not None and film.shown.redo


def test_the_first_edit_takes_the_timeline_over(opened: Studio, qtbot: QtBot) -> None:
    assert opened.film.film.timeline is None and opened.film.timeline is not None
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit_timeline([AddMarker(frame=5, name="here")])
    assert opened.film.film.timeline is not None
    assert [marker.name for marker in opened.film.film.timeline.markers if marker.frame == 5] == ["here"]


def test_changes_made_elsewhere_are_shown(opened: Studio, qtbot: QtBot) -> None:
    from aiprod.film import changes

    with qtbot.waitSignal(opened.film.changed) as heard:
        changes.apply(FilmStore(opened.film.root), NameChange(text="By somebody else"))
    assert heard.args is not None and heard.args[0].cause == "outside"
    assert opened.film.film.name == "By somebody else"


def test_a_folder_that_is_no_film_is_refused_in_words(studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "nothing").mkdir()
    with qtbot.waitSignal(studio.messages.told) as told:
        studio.open_film(tmp_path / "nothing")
    assert told.args is not None and "is not a film" in told.args[0].text
    assert not studio.film.is_open


def test_opening_a_film_keeps_the_interface_free(
    window: StudioWindow, film: Path, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    watchdog()
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.open_film(film)
    assert window.windowTitle().startswith(window.studio.film.film.name)


def test_the_watchdog_finds_what_blocks(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtCore import QTimer

    dog, done = Watchdog(), []

    def guilty() -> None:
        until = time.thread_time() + 0.03
        while time.thread_time() < until:
            pass
        (tmp_path / "x.txt").open("w").close()
        done.append(True)

    dog.start()
    QTimer.singleShot(0, guilty)
    qtbot.waitUntil(lambda: bool(done))
    dog.stop()
    assert any(offence.ms > 16 for offence in dog.offences)
    assert any(offence.what.startswith("open") for offence in dog.offences)
