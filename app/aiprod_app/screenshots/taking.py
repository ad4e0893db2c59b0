# SPDX-License-Identifier: Apache-2.0
"""Takes pictures of scenes once nothing moves any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, QTimer
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from aiprod_app.i18n.languages import Language
from aiprod_app.screenshots.scenes import OF_THE_ENGINE, SCENES, Scene
from aiprod_app.studio import Studio
from aiprod_app.theme.tokens import ThemeName
from aiprod_app.window import StudioWindow

SIZE = QSize(1440, 900)
THEMES: tuple[ThemeName, ...] = ("dark", "light", "contrast")
LANGUAGES: tuple[Language, ...] = ("en", "fr")
_LOOK_MS = 300
_STILL = 6
"""Looks that show the same one after the other: pictures of a film take a while to come."""
_LONGEST_S = 20.0


def settle(widget: QWidget, looks: int = _STILL, longest_s: float = _LONGEST_S) -> QImage:
    """Let things happen until nothing moves any more; what there is to see then. Returns what it has when time is up."""
    end = time.monotonic() + longest_s
    before, same = QImage(), 0
    while True:
        loop = QEventLoop()
        QTimer.singleShot(_LOOK_MS, loop.quit)
        loop.exec()
        now = widget.grab().toImage()
        same = same + 1 if now == before else 0
        if same >= looks or time.monotonic() > end:
            return now
        before = now


def save(image: QImage, path: Path) -> None:
    """As WebP, small and sharp enough to read."""
    writer = QImageWriter(str(path), b"webp")
    writer.setQuality(82)
    if not writer.write(image):
        raise OSError(f"{path}: {writer.errorString()}")


def close(widget: QWidget, window: StudioWindow) -> None:
    """A dialog goes; the window stays."""
    if isinstance(widget, QDialog):
        QDialog.reject(widget)
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    elif window.drawer.isVisible():
        window.studio.commands.do("view.jobs")


class Photographer:
    """Goes through scenes, themes and languages.

    Args:
        film: the film to show, in each language.
    """

    def __init__(self, studio: Studio, window: StudioWindow, film: Callable[[Language], Path]) -> None:
        self._studio, self._window, self._film = studio, window, film
        QApplication.setCursorFlashTime(0)
        window.resize(SIZE)

    def take_all(self, folder: Path, wanted: frozenset[str], themes: tuple[ThemeName, ...] = THEMES) -> Iterator[Path]:
        """Take pictures: SCENE-THEME-LANGUAGE.webp. `wanted`: keys of scenes; empty: all."""
        folder.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            self._warm_up(language, wanted)
            for scene in (*SCENES, *OF_THE_ENGINE):
                if not wanted or scene.key in wanted:
                    for theme in themes:
                        path = folder / f"{scene.key}-{theme}-{language}.webp"
                        save(self.take(scene, theme, language), path)
                        yield path

    def _warm_up(self, language: Language, wanted: frozenset[str]) -> None:
        """Pages with pictures make these once, for which a slow machine takes its time."""
        self._studio.settings.change(language=language)
        for scene in (*SCENES, *OF_THE_ENGINE):
            if scene.film and (scene.key in wanted or not wanted):
                self._open(self._film(language))
                seen = scene.show(self._window)
                settle(seen, 8 * _STILL, 3 * _LONGEST_S)
                close(seen, self._window)

    def take(self, scene: Scene, theme: ThemeName, language: Language) -> QImage:
        """One picture."""
        self._studio.settings.change(language=language, theme=theme)
        if scene.film:
            self._open(self._film(language))
        seen = scene.show(self._window)
        focus = QApplication.focusWidget()
        if focus is not None and seen is self._window:
            focus.clearFocus()
        image = settle(seen)
        player = self._studio.player
        if seen is self._window and player.frames and not player.frame:
            player.seek(player.frames // 5)  # the first frame of a film is black
            image = settle(seen)
        close(seen, self._window)
        return image

    def _open(self, root: Path) -> None:
        film = self._studio.film
        if not (film.is_open and film.root == root):
            loop = QEventLoop()
            film.opened.connect(loop.quit)
            self._studio.open_film(root)
            QTimer.singleShot(20_000, loop.quit)
            loop.exec()
