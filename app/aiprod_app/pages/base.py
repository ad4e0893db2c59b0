# SPDX-License-Identifier: Apache-2.0
"""What every page is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtWidgets import QSplitter, QWidget

from aiprod_app.film.session import Shown
from aiprod_app.studio import Studio
from aiprod_app.widgets.steps import Steps


class Page(QWidget):
    """One page of the window.

    The window makes it ahead, step by step, or when it is first shown, and keeps it. While it is shown it follows the film; what
    changed while it was hidden comes at once when it is shown again.

    Args:
        ahead: whether it is made by `go_on` from now on, and not at once.
    """

    key: ClassVar[str]

    def __init__(self, studio: Studio, *, ahead: bool = False) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName(f"page-{self.key}")
        self._current: Shown | None = None
        self._fresh = False
        self._spoken = True
        self._steps: Steps | None = self.build()
        if not ahead:
            self.finish()

    # -- for the window ------------------------------------------------------------------------------------------------

    @property
    def is_made(self) -> bool:
        """Whether it is made."""
        return self._steps is None

    def go_on(self) -> None:
        """One more step of making it."""
        if self._steps is not None and next(self._steps, self) is self:
            self._steps = None

    def finish(self) -> None:
        """Everything that is not made yet, at once."""
        while not self.is_made:
            self.go_on()

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
            super().event(QEvent(QEvent.Type.LanguageChange))
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

    def event(self, event: QEvent) -> bool:
        """A language that comes while the page is hidden is heard, with all that is in it, when it is shown again."""
        if event.type() == QEvent.Type.LanguageChange and not (self.isVisible() and self.is_made):
            self._spoken = False
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """The language or the theme is another."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- for the page --------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Make its parts; yields where it can pause. It follows nothing before its last step."""
        yield from ()

    def panels(self) -> tuple[QWidget, ...]:
        """Its large parts, in the order in which they are painted first; those that are none are painted before."""
        return ()

    def film_shown(self, shown: Shown | None) -> None:
        """Show a film as it is now; None: there is none. Called for every change, must be quick."""

    def entered(self) -> None:
        """The page came to the front."""

    def left(self) -> None:
        """The page went to the back."""

    def splitters(self) -> Mapping[str, QSplitter]:
        """Those whose places are kept, by the name that the settings keep them under."""
        return {}

    def keep_places(self) -> None:
        """Where its splitters are now, as Qt writes it, in hexadecimal."""
        places = {name: bytes(splitter.saveState().toHex().data()).decode() for name, splitter in self.splitters().items()}
        self.studio.settings.change(layout={**self.studio.settings.now.layout, **places})

    def restore_places(self) -> None:
        """The splitters as they were left."""
        for name, splitter in self.splitters().items():
            kept = self.studio.settings.now.layout.get(name)
            if kept:
                splitter.restoreState(QByteArray.fromHex(kept.encode()))

    def retranslate(self) -> None:
        """Every word in the language in use."""
