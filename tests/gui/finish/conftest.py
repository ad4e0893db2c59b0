# SPDX-License-Identifier: Apache-2.0
"""A small finished film on the Grade and Mix pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aiprod_app.pages.grade.page import GradePage
from aiprod_app.pages.mix.page import MixPage
from aiprod_app.pages.screened import ScreenedPage
from aiprod_app.window import StudioWindow


@pytest.fixture
def on_page(window: StudioWindow, film: Path, qtbot: QtBot) -> Callable[[str], ScreenedPage]:
    """Open the film, go to a page, and wait until it plays."""

    def go(name: str) -> ScreenedPage:
        window.resize(1440, 900)
        window.go_to(name)
        window.studio.open_film(film)
        qtbot.waitUntil(lambda: isinstance(window.page, ScreenedPage))
        page = window.page
        assert isinstance(page, ScreenedPage)
        qtbot.waitUntil(lambda: page.screening is not None and page.player.screening is page.screening)
        return page

    return go


@pytest.fixture
def grade(on_page: Callable[[str], ScreenedPage]) -> GradePage:
    """The Grade page, on a shot in the middle of the film."""
    page = on_page("grade")
    assert isinstance(page, GradePage) and page.screening is not None
    part = next(part for part in page.screening.parts if part.kind == "take" and part.start > 0)
    page.player.seek((part.start + part.end) // 2)
    assert page.desk.shot == part.shot
    return page


@pytest.fixture
def mix(on_page: Callable[[str], ScreenedPage], qtbot: QtBot) -> MixPage:
    """The Mix page."""
    page = on_page("mix")
    assert isinstance(page, MixPage)
    qtbot.waitUntil(lambda: page.house is not None)
    return page
