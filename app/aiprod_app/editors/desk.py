# SPDX-License-Identifier: Apache-2.0
"""The way to the editors: the command, the button in the page bar that says whether one is connected, and the one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton, QWidget

from aiprod_app.accessibility import name
from aiprod_app.editors.model import Editors
from aiprod_app.theme.icons import icon

if TYPE_CHECKING:
    from aiprod_app.editors.window import EditorsWindow
    from aiprod_app.studio import Studio


class EditorsButton(QPushButton):
    """In the page bar: a sign, and how many editors are connected."""

    def __init__(self, editors: Editors) -> None:
        super().__init__()
        self._editors = editors
        self.setObjectName("go-editors")
        self.setProperty("kind", "page")
        editors.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many there are now."""
        count = len(self._editors.hosts)
        self.setIcon(icon("external", "good" if count else "muted"))
        self.setText(str(count) if count else "")
        name(self, self.tr("Editors: %n connected", "", count))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()


class EditorsDesk(QObject):
    """Made with the window; the window of editors is loaded when it is first asked for."""

    def __init__(self, studio: Studio, parent: QWidget) -> None:
        super().__init__(parent)
        self._studio, self._parent = studio, parent
        self.editors = Editors(studio, self)
        self.button = EditorsButton(self.editors)
        self.window: EditorsWindow | None = None
        self.button.clicked.connect(self.show)
        studio.commands.bind("view.editors", self.show, self)

    def show(self, _checked: bool = False) -> None:
        """The window, in front. It is kept: what is under way in it goes on when it is closed."""
        self.made().show()
        self.made().raise_()
        self.made().activateWindow()

    def made(self) -> EditorsWindow:
        """The window, made if need be."""
        if self.window is None:
            from aiprod_app.editors.window import EditorsWindow

            self.window = EditorsWindow(self._studio, self.editors, self._parent)
        return self.window
