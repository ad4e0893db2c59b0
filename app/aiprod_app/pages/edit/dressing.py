# SPDX-License-Identifier: Apache-2.0
"""Widgets that follow the language and the theme: `retranslate` is called once for each change, not for each event about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from aiprod_app.theme import tokens


class Dressed(QWidget):
    """A widget with words and icons of its own. Calls `retranslate` when it is shown first in a theme or language."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = tokens()

    def retranslate(self) -> None:
        """Every word and icon, in the language and theme in use."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = event.type()
        if kind == QEvent.Type.LanguageChange or (kind == QEvent.Type.PaletteChange and tokens() is not self._theme):
            self._theme = tokens()
            self.retranslate()
