# SPDX-License-Identifier: Apache-2.0
"""`aiprod app`: the desktop from its start to its end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from aiprod_app.i18n.languages import speak, system_language
from aiprod_app.preferences.applying import theme_of
from aiprod_app.settings.settings import Settings, SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.theme import style
from aiprod_app.window import StudioWindow

_SWITCH_S = 0.001
"""Threads take turns this often, so that work in the background never holds the interface up for long."""


def run(film: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Run the desktop until its window is closed. Returns the exit code.

    Args:
        film: a film folder to open.
        arguments: for Qt.
    """
    sys.setswitchinterval(_SWITCH_S)
    app = application(arguments)
    studio = Studio(SettingsStore())
    dress(app, studio.settings.now)
    window = StudioWindow(studio)
    window.restore()
    window.show()
    QTimer.singleShot(0, studio.begin)
    if film is not None:
        QTimer.singleShot(0, lambda: studio.open_film(film))
    signal.signal(signal.SIGINT, lambda *_: window.close())
    ticks = QTimer(interval=200)  # lets Python see the signal
    ticks.timeout.connect(lambda: None)
    ticks.start()
    code = app.exec()
    studio.end()
    return code


def application(arguments: Sequence[str] = ()) -> QApplication:
    """Qt's application; there is one in a process."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance() or QApplication(["aiprod", *arguments])
    assert isinstance(app, QApplication)
    app.setApplicationName("AIPROD")
    app.setDesktopFileName("aiprod")
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Language and theme as chosen, or as the system has them."""
    speak(settings.language or system_language())
    style.apply(app, theme_of(settings))

