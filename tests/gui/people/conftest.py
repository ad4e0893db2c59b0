# SPDX-License-Identifier: Apache-2.0
"""The sample film, open in the window: what pages and dialogs are looked at with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod_app.i18n.languages import speak
from aiprod_app.start.sample import unpack
from aiprod_app.theme import style
from aiprod_app.window import StudioWindow


@pytest.fixture
def shown(window: StudioWindow, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[StudioWindow]:
    """The window at 1280 × 800 with the sample film."""
    window.resize(1280, 800)
    root = unpack("en", tmp_path)
    with qtbot.waitSignal(window.studio.film.opened):
        window.studio.open_film(root)
    yield window
    speak("en")
    style.apply(qapp, "dark")
