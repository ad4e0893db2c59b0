# SPDX-License-Identifier: Apache-2.0
"""`aiprod app`: the desktop from its start to its end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from aiprod_app.garbage import Collector
from aiprod_app.i18n.languages import speak, system_language
from aiprod_app.preferences.applying import theme_of
from aiprod_app.settings.settings import Settings, SettingsStore
from aiprod_app.start.alone import Alone
from aiprod_app.studio import Studio
from aiprod_app.theme import style
from aiprod_app.window import StudioWindow

_SWITCH_S = 0.001
"""Threads take turns this often, so that work in the background never holds the interface up for long."""

_STANDS_MS = 30
"""After this the window is on the screen and answers; only then the engine and the pages are looked for."""


def run(film: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Run the desktop until its window is closed. Returns the exit code.

    Args:
        film: a film folder to open.
        arguments: for Qt.
    """
    sys.setswitchinterval(_SWITCH_S)
    app = application(arguments)
    alone = Alone()
    if not alone.take() and _handed_over(film):
        return 0
    studio = Studio(SettingsStore())
    dress(app, studio.settings.now)
    collector = Collector()
    window = shown(studio, film)
    collector.keep()
    QTimer.singleShot(_STANDS_MS, window, partial(_listen, window))
    ticks = _ended_by_signals(window)
    code = app.exec()
    ticks.stop()
    studio.end()
    collector.end()
    alone.give_back()
    return code


def shown(studio: Studio, film: Path | None = None) -> StudioWindow:
    """The window as it was left, on the screen; what it looks for begins once it stands."""
    window = StudioWindow(studio)
    window.restore()
    window.show()
    QTimer.singleShot(_STANDS_MS, window, studio.begin)
    QTimer.singleShot(_STANDS_MS, window, partial(window.begin, film))
    return window


def _handed_over(film: Path | None) -> bool:
    from aiprod_app.start.instance import hand_over

    return hand_over(film)


def _listen(window: StudioWindow) -> None:
    """Hear of later starts."""
    from aiprod_app.start.instance import FirstInstance

    instance = FirstInstance(window)
    instance.listen()
    instance.called.connect(partial(_called, window))
    window.destroyed.connect(instance.close)


def _called(window: StudioWindow, path: str) -> None:
    """Another start wants the window."""
    window.bring_to_front()
    if path:
        window.films.open_paths([Path(path)])


def _ended_by_signals(window: StudioWindow) -> QTimer:
    """Ctrl-C, and the system's wish to end, close the window in order. The timer lets Python see them."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: window.close())
    ticks = QTimer(window, interval=200)
    ticks.timeout.connect(lambda: None)
    ticks.start()
    return ticks


def application(arguments: Sequence[str] = ()) -> QApplication:
    """Qt's application; there is one in a process."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance()
    if app is None:
        app = QApplication(["aiprod", "-style", style.STYLE, *arguments])
        app.setProperty(style.DRESSED, True)
    assert isinstance(app, QApplication)
    app.setApplicationName("AIPROD")
    app.setDesktopFileName("aiprod")
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Language and theme as chosen, or as the system has them."""
    speak(settings.language or system_language())
    style.apply(app, theme_of(settings))
