# SPDX-License-Identifier: Apache-2.0
"""What every page is."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from aiprod_app.film.session import Shown
from aiprod_app.studio import Studio


class Page(QWidget):
    """One page of the window.

    The window makes it when it is first shown and keeps it. While it is shown it follows the film; what changed while it was
    hidden comes at once when it is shown again.
    """

    key: ClassVar[str]

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName(f"page-{self.key}")
        self._current: Shown | None = None
        self._fresh = False
        self._spoken = True

    # -- for the window ------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """It is shown now."""
        self.studio.film.changed.connect(self._changed)
        self.studio.film.closed.connect(self._closed)
        shown = self.studio.film.shown
        if shown is not self._current or not self._fresh:
            self._fresh = True
            self._current = shown
            self.film_shown(shown)
        if not self._spoken:
            self._spoken = True
            self.retranslate()
        self.entered()

    def leave(self) -> None:
        """It is hidden now."""
        self.studio.film.changed.disconnect(self._changed)
        self.studio.film.closed.disconnect(self._closed)
        self.left()

    def _changed(self, shown: Shown) -> None:
        self._current = shown
        self.film_shown(shown)

    def _closed(self) -> None:
        self._current = None
        self.film_shown(None)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The language or the theme is another."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            if self.isVisible():
                self.retranslate()
            else:
                self._spoken = False

    # -- for the page --------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        """Show a film as it is now; None: there is none. Called for every change, must be quick."""

    def entered(self) -> None:
        """The page came to the front."""

    def left(self) -> None:
        """The page went to the back."""

    def retranslate(self) -> None:
        """Every word in the language in use."""
