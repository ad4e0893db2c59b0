# SPDX-License-Identifier: Apache-2.0
"""No page and no dialog cuts words that are 40 % longer than in English."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.people.pseudo import Pseudo, cut, pseudo

from aiprod_app.i18n.languages import speak
from aiprod_app.screenshots.scenes import SCENES, Scene
from aiprod_app.screenshots.taking import close
from aiprod_app.window import StudioWindow


def test_the_language_that_nobody_speaks() -> None:
    assert pseudo("Show {name}") == "[Şhöw {name}~~~~]"
    assert pseudo("%n shot(s)").startswith("[%n şhöt(ş)")
    assert pseudo("…") == "…"


@pytest.fixture
def speaking(shown: StudioWindow, qapp: QApplication) -> Iterator[StudioWindow]:
    """The window in the language that nobody speaks."""
    translator = Pseudo()
    qapp.installTranslator(translator)
    yield shown
    qapp.removeTranslator(translator)
    speak("en")


def _seen(scene: Scene, window: StudioWindow, qtbot: QtBot) -> QWidget:
    seen = scene.show(window)
    qtbot.wait(50)
    QCoreApplication.sendPostedEvents()
    return seen


def test_no_words_are_cut(speaking: StudioWindow, qtbot: QtBot) -> None:
    found: list[str] = []
    for scene in SCENES:
        if scene.key == "start":
            continue
        seen = _seen(scene, speaking, qtbot)
        found += [f"{scene.key}: {wrong}" for wrong in cut(seen)]
        close(seen, speaking)
    assert found == [], "\n".join(found)


def test_no_words_are_cut_on_the_start_page(speaking: StudioWindow, qtbot: QtBot) -> None:
    scene = next(scene for scene in SCENES if scene.key == "start")
    assert cut(_seen(scene, speaking, qtbot)) == []


def test_cut_words_are_found(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel, QPushButton

    place = QDialog()
    qtbot.addWidget(place)
    for number, widget in enumerate((QLabel("words that are far too long", place), QPushButton("words that are long", place))):
        widget.setGeometry(0, 30 * number, 40, 24)
    place.show()
    assert len(cut(place)) == 2
    place.findChildren(QLabel)[0].setToolTip("words that are far too long")
    assert len(cut(place)) == 1
