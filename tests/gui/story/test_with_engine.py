# SPDX-License-Identifier: Apache-2.0
"""From a brief to a storyboard that is approved, on a real engine server with a real worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.server.harness import running

from aiprod.client.finding import of_this_user
from aiprod.film.store import FilmStore
from aiprod.production.commission import Wish, read_wish
from aiprod_app.main import dress
from aiprod_app.pages.board.page import BoardPage
from aiprod_app.pages.script.page import ScriptPage
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

LONG_MS = 90_000
BRIEF = "A lighthouse keeper finds a bottle. “Who sent you?” asks the keeper."


@pytest.fixture
def studio(qapp: QApplication, home: Path, tmp_path: Path) -> Iterator[Studio]:
    """A desktop with an engine."""
    with running(tmp_path / "engine", workers=True) as engine:
        store = SettingsStore()
        store.change(first_run_done=True, language="en")
        made = Studio(store, start_engine=False, locate=of_this_user(engine.server / "engine.json"))
        dress(qapp, made.settings.now)
        made.begin()
        yield made
        made.end()
        made.deleteLater()


def test_written_drawn_approved(window: StudioWindow, studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    wish = read_wish(Wish(BRIEF, language="en", duration_s=4, size="128x72", writer="template"))
    store = wish.create(tmp_path / "Bottle.aiprod")
    qtbot.waitUntil(lambda: studio.engine.state == "ready", timeout=LONG_MS)
    with qtbot.waitSignal(studio.film.opened, timeout=LONG_MS):
        studio.open_film(store.root)
    written(window, studio, qtbot)
    heard(window, studio, qtbot)
    drawn(window, studio, qtbot)


def written(window: StudioWindow, studio: Studio, qtbot: QtBot) -> None:
    window.go_to("script")
    page = window.page
    assert isinstance(page, ScriptPage) and page.desk.state == "empty"
    page.desk.write.click()
    assert page.desk.state == "writing"
    qtbot.waitUntil(lambda: page.desk.state == "script" and len(page.editor.paragraphs) > 2, timeout=LONG_MS)
    assert FilmStore(studio.film.root).film.screenplay is not None
    qtbot.waitUntil(lambda: min(page.brief.choices[name].count() for name in ("style", "generator")) > 1, timeout=LONG_MS)


def heard(window: StudioWindow, studio: Studio, qtbot: QtBot) -> None:
    """The voices are the engine's; a sample comes as sound, or the reason why it can't be heard is told."""
    page = window.page
    assert isinstance(page, ScriptPage)
    qtbot.waitUntil(lambda: len(page.cast.voice.rows) > 5, timeout=LONG_MS)
    told: list[str] = []
    page.listening.told.connect(told.append)
    row = page.cast.voice.rows[0]
    row.play.click()
    assert page.listening.name == row.voice.id
    qtbot.waitUntil(lambda: told == ["sample"], timeout=LONG_MS)
    assert [data[:4] for data in page.listening._samples.values()] == [b"RIFF"]
    qtbot.waitUntil(lambda: page.listening.name == "", timeout=LONG_MS)
    row.button.click()
    qtbot.waitUntil(lambda: bool(studio.film.film.voices), timeout=LONG_MS)


def drawn(window: StudioWindow, studio: Studio, qtbot: QtBot) -> None:
    window.go_to("board")
    page = window.page
    assert isinstance(page, BoardPage) and page.stack.currentWidget() is page.empty
    page.empty.button.click()
    qtbot.waitUntil(lambda: bool(page.cards) and all(card.picture for card in page.cards), timeout=LONG_MS)
    qtbot.waitUntil(lambda: all(card.price is not None for card in page.cards), timeout=LONG_MS)
    assert page.cards[0].state == "drawn" and page.cards[0].cost()
    page.bar.approve.click()
    qtbot.waitUntil(lambda: all(card.state == "approved" for card in page.cards), timeout=LONG_MS)
    qtbot.waitUntil(lambda: page.bar.shoot.isEnabled(), timeout=LONG_MS)
    page.bar.shoot.click()
    assert page.notice.about != "question"
    qtbot.waitUntil(lambda: page.notice.about == "work", timeout=LONG_MS)
    page.notice.choose(0)
    qtbot.waitUntil(lambda: page.notice.about != "work", timeout=LONG_MS)
