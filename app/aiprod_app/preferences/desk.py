# SPDX-License-Identifier: Apache-2.0
"""What every window has: search, keyboard, preferences, the way from panel to panel; and settings that are at work at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from aiprod_app.accessibility.panels import PanelCycle
from aiprod_app.preferences.applying import Applying

if TYPE_CHECKING:
    from aiprod_app.studio import Studio


class Desk(QObject):
    """Binds the commands; the dialogs are loaded when they are first asked for."""

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._window = studio, window
        self._open: dict[str, QDialog] = {}
        self.applying, self.panels = Applying(studio, self), PanelCycle(window)
        bind = studio.commands.bind
        bind("app.search", self.search, self)
        bind("app.keyboard", self.keyboard, self)
        bind("app.preferences", self.preferences, self)
        bind("view.next_panel", partial(self.panels.move, 1), self)
        bind("view.previous_panel", partial(self.panels.move, -1), self)

    def search(self) -> None:
        """The search palette."""
        from aiprod_app.commands.palette import Palette

        self._show("search", lambda: Palette(self._studio.commands, self._window))

    def keyboard(self) -> None:
        """The keyboard page."""
        from aiprod_app.commands.keyboard import KeyboardDialog

        self._show("keyboard", lambda: KeyboardDialog(self._studio, self._window.window()))

    def preferences(self) -> None:
        """The preferences."""
        from aiprod_app.preferences.dialog import PreferencesDialog

        self._show("preferences", lambda: PreferencesDialog(self._studio, self._window))

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        """A dialog of a kind, one at a time."""
        before = self._open.get(name)
        if before is not None:
            before.raise_()
            before.activateWindow()
            return
        dialog = make()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _code: self._open.pop(name, None))
        self._open[name] = dialog
        dialog.show()
