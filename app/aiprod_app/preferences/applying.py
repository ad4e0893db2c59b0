# SPDX-License-Identifier: Apache-2.0
"""Brings the settings to the desktop whenever they change: language, theme, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from aiprod_app.commands.keymaps import keymap
from aiprod_app.i18n.languages import language_in_use, speak, system_language
from aiprod_app.settings.settings import Settings
from aiprod_app.theme import style, tokens
from aiprod_app.theme.tokens import ThemeName

if TYPE_CHECKING:
    from aiprod_app.studio import Studio


class Applying(QObject):
    """Follows the settings, and the system where it is followed."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._keys = (studio.settings.now.keymap, studio.settings.now.keys)
        studio.settings.changed.connect(self.apply)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.apply(studio.settings.now))

    def apply(self, settings: Settings) -> None:
        """Bring what is other than it is shown."""
        language = settings.language or system_language()
        if language != language_in_use():
            speak(language)
        app, theme = QApplication.instance(), theme_of(settings)
        if isinstance(app, QApplication) and theme != tokens().name:
            style.apply(app, theme)
        if (settings.keymap, settings.keys) != self._keys:
            self._keys = (settings.keymap, settings.keys)
            self._studio.background.run(lambda: keymap(settings.keymap), lambda _map: self._use_keys(), owner=self)

    def _use_keys(self) -> None:
        now = self._studio.settings.now
        self._studio.commands.use(keymap(now.keymap).with_changes(now.keys))


def theme_of(settings: Settings) -> ThemeName:
    """The theme to show: the chosen one, or the one that fits the system's."""
    if settings.theme != "system":
        return settings.theme
    light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
    return "light" if light else "dark"
