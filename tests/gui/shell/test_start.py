# SPDX-License-Identifier: Apache-2.0
"""The start page, new films, what is dropped on the window, and the sample."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from aiprod.film.store import FilmStore
from aiprod_app.pages import PAGES
from aiprod_app.start.films import look
from aiprod_app.start.new_film import NewFilmDialog
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow


def _drop(window: StudioWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def test_without_a_film_there_is_the_start_page_and_pages_say_why(window: StudioWindow) -> None:
    assert window.stack.currentWidget() is window.start and window.page is None
    for spec in PAGES:
        button = window.page_buttons[spec.key]
        assert button.isEnabled() is not spec.needs_film
        assert ("open a film first" in button.toolTip()) is spec.needs_film
    assert not window.studio.commands.actions["view.edit"].isEnabled()


def test_the_page_that_was_asked_for_is_shown_once_a_film_is_open(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    window.go_to("edit")
    assert window.page is None
    window.studio.open_film(film)
    qtbot.waitUntil(lambda: window.page is not None and window.page.key == "edit")
    assert window.page_buttons["edit"].isChecked() and window.page_buttons["edit"].isEnabled()
    assert window.studio.commands.do("film.close")
    assert window.stack.currentWidget() is window.start and not window.page_buttons["edit"].isChecked()


def test_films_are_told_apart_at_a_glance(film: Path, tmp_path: Path) -> None:
    found = look(film)
    assert found.state == "made" and found.poster is not None and found.seconds == 8 and found.size == "320×180"
    os.utime(film / "journal.jsonl", (time.time() + 5,) * 2)
    assert look(film).state == "changed"
    assert look(tmp_path / "Gone.aiprod").state == "missing"
    (film / "film.json").write_text('{"torn')
    assert look(film).state == "unreadable"
    (film / "film.json").write_text(json.dumps({"schema": "Film.999", "name": "New"}))
    assert look(film).state == "unreadable"


def test_recent_films_are_shown_and_can_be_forgotten(
    window: StudioWindow, film: Path, tmp_path: Path, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    dog = watchdog()
    gone = tmp_path / "Gone.aiprod"
    window.studio.settings.change(recent=(str(film), str(gone)))
    qtbot.waitUntil(lambda: len(window.start.cards) == 2)
    assert list(window.start.cards) == [str(film), str(gone)]
    card = window.start.cards[str(gone)]
    assert card.film.state == "missing" and "not there" in card.accessibleName()
    qtbot.keyClick(card, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: list(window.start.cards) == [str(film)])
    assert window.studio.settings.now.recent == (str(film),)
    assert dog.longest_ms < 16


def test_a_card_opens_its_film_by_key_and_by_mouse(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    window.studio.settings.change(recent=(str(film),))
    qtbot.waitUntil(lambda: bool(window.start.cards))
    with qtbot.waitSignal(window.studio.film.opened):
        qtbot.keyClick(window.start.cards[str(film)], Qt.Key.Key_Return)
    window.studio.commands.do("film.close")
    qtbot.waitUntil(lambda: window.start.cards[str(film)].isVisible())
    with qtbot.waitSignal(window.studio.film.opened):
        qtbot.mouseClick(window.start.cards[str(film)], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_a_moved_film_is_found_again(window: StudioWindow, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    before, after = tmp_path / "Before.aiprod", tmp_path / "After.aiprod"
    window.studio.settings.change(recent=(str(before),))
    shutil.move(film, after)
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.opening.moved(before, after)
    assert window.studio.settings.now.recent == (str(after),)


@pytest.fixture
def dialog(window: StudioWindow, tmp_path: Path, qtbot: QtBot) -> NewFilmDialog:
    made = NewFilmDialog(window.studio, tmp_path / "films", None, window)
    made.wanted.connect(window.films.create)
    made.show()
    return made


def test_a_new_film_needs_words_and_opens_on_the_script_page(window: StudioWindow, dialog: NewFilmDialog, qtbot: QtBot) -> None:
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.brief.setPlainText("Un homme seul traverse le désert. Il trouve une porte.")
    dialog.language.setCurrentIndex(dialog.language.findData("fr"))
    dialog.length.setValue(12)
    dialog.size_box.setCurrentIndex(dialog.size_box.findData("640x360"))
    assert ok.isEnabled()
    with qtbot.waitSignal(window.studio.film.opened):
        dialog.accept()
    brief = window.studio.film.film.brief
    assert (brief.language, brief.duration_s, brief.width, brief.height) == ("fr", 12, 640, 360)
    qtbot.waitUntil(lambda: window.page is not None and window.page.key == "script")


def test_a_wish_that_cannot_be_met_is_a_message(window: StudioWindow, dialog: NewFilmDialog, qtbot: QtBot) -> None:
    dialog.brief.setPlainText("?!")
    with qtbot.waitSignal(window.studio.messages.told, check_params_cb=lambda message: message.level == "bad"):
        dialog.accept()
    assert not window.studio.film.is_open


def test_a_dropped_film_is_opened(window: StudioWindow, film: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.studio.film.opened):
        _drop(window, film)


def test_a_dropped_screenplay_asks_for_a_new_film(window: StudioWindow, tmp_path: Path, qtbot: QtBot) -> None:
    script = tmp_path / "story.fountain"
    script.write_text("INT. HOUSE - NIGHT\n\nRain.\n\nANNA\nWho is there?\n")
    _drop(window, script)
    qtbot.waitUntil(lambda: bool(window.findChildren(NewFilmDialog)))
    dialog = window.findChildren(NewFilmDialog)[0]
    assert dialog.script == script and not dialog.brief.isVisible()
    with qtbot.waitSignal(window.studio.film.opened):
        dialog.accept()
    assert window.studio.film.film.brief.source == "fountain"


@pytest.mark.parametrize("name", ["holiday.mov", "folder"])
def test_what_is_no_film_is_refused_with_the_reason(window: StudioWindow, tmp_path: Path, name: str, qtbot: QtBot) -> None:
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_bytes(b"moov")
    with qtbot.waitSignal(window.studio.messages.told) as told:
        _drop(window, path)
    assert told.args is not None and told.args[0].level == "bad" and name in told.args[0].text and told.args[0].detail
    assert window.messages.isVisible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sample_opens_and_can_be_changed_at_once(window: StudioWindow, language: str, qtbot: QtBot) -> None:
    from aiprod.film.changes import NameChange

    window.studio.settings.change(language=language)
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.commands.do("film.sample")
    film = window.studio.film
    assert film.film.brief.language == language and film.standing.troubles == ()
    assert film.standing.shots is not None
    assert all(film.standing.take(shot.id) is not None for shot in film.standing.shots.shots)
    assert film.standing.stills and film.standing.lines and film.standing.sounds and film.timeline is not None
    with qtbot.waitSignal(film.changed):
        film.edit(NameChange(text="Mine"))
    root = film.root
    window.studio.commands.do("film.close")
    with qtbot.waitSignal(film.opened):
        window.studio.commands.do("film.sample")
    assert film.root == root and FilmStore(root).film.name == "Mine"
    window.studio.settings.change(language="en")


def test_words_follow_the_language_while_everything_is_open(window: StudioWindow, qtbot: QtBot) -> None:
    title = window.start._title.text()
    window.studio.settings.change(language="fr")
    qtbot.waitUntil(lambda: window.start._title.text() != title)
    window.studio.settings.change(language="en")
    qtbot.waitUntil(lambda: window.start._title.text() == title)


def test_a_studio_remembers_what_was_open(opened: Studio, film: Path) -> None:
    assert opened.settings.now.open_film == str(film) and opened.settings.now.recent[0] == str(film)
