# SPDX-License-Identifier: Apache-2.0
"""Going through the desktop never holds the interface up: pages are made, entered and painted in slices."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aiprod_app.pages import PAGES
from aiprod_app.pages.grade.page import GradePage
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow


@pytest.fixture
def ready(window: StudioWindow, qtbot: QtBot) -> StudioWindow:
    """The window, whose pages are all made ahead."""
    window.prepare([spec.key for spec in PAGES])
    qtbot.waitUntil(lambda: not window.preparing)
    return window


def _shown(window: StudioWindow, key: str) -> bool:
    """Whether a page is there, to its last part."""
    page = window.page
    return page is not None and page.key == key and all(panel.updatesEnabled() for panel in page.panels())


def test_walking_through_all_pages_keeps_the_interface_free(
    ready: StudioWindow, film: Path, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    studio = ready.studio
    watchdog()
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    for _ in range(2):
        for spec in PAGES:
            studio.commands.do(f"view.{spec.key}")
            qtbot.waitUntil(lambda key=spec.key: _shown(ready, key))
    qtbot.waitUntil(lambda: studio.player.frames > 0)


def test_a_page_that_is_not_made_yet_is_shown_as_soon_as_it_is(window: StudioWindow, opened: Studio, qtbot: QtBot) -> None:
    window.prepare([spec.key for spec in PAGES])
    window.bring("mix")
    assert window.wanted == "mix" and "mix" not in window.pages
    qtbot.waitUntil(lambda: _shown(window, "mix"))
    assert window.page_buttons["mix"].isChecked()


def test_a_page_can_be_wanted_at_once_while_it_is_being_made(window: StudioWindow, opened: Studio, qtbot: QtBot) -> None:
    window.prepare(["edit"])
    window.go_to("edit")
    assert window.page is not None and window.page.is_made and window.page.isVisible()
    qtbot.waitUntil(lambda: not window.preparing)
    assert window.page.key == "edit"


def test_a_film_that_is_being_prepared_is_not_called_none(ready: StudioWindow, opened: Studio, qtbot: QtBot) -> None:
    ready.go_to("grade")
    player = opened.player
    assert player.screening is None and player.awaiting
    grade = ready.page
    assert isinstance(grade, GradePage) and grade.viewer.canvas.slate is not None
    assert grade.viewer.canvas.slate.what == "The film is being prepared"
    qtbot.waitUntil(lambda: player.frames > 0)
    assert not player.awaiting
