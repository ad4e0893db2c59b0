# SPDX-License-Identifier: Apache-2.0
"""The search palette: a few letters, and the command is done."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from aiprod_app.commands.fuzzy import score
from aiprod_app.commands.registry import Commands
from aiprod_app.commands.table import AREAS, BY_ID
from aiprod_app.theme import tokens

_ID = Qt.ItemDataRole.UserRole
_UNABLE = Qt.ItemDataRole.UserRole + 1
_LOST = 4.0
"""What a command loses that can't be done now: it is shown, after the others."""


class Palette(QDialog):
    """Finds commands by their words and does the chosen one."""

    _last: ClassVar[list[str]] = []
    """What was done from here, newest first; offered before anything is typed."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.commands = commands
        commands.refresh()
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Search commands"))
        self.setModal(True)
        self.field = QLineEdit(placeholderText=self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Search commands"))
        self.field.setClearButtonEnabled(True)
        self.list = self._list()
        self.nothing = QLabel(self.tr("No command fits these letters."))
        self.nothing.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        for widget in (self.field, self.list, self.nothing):
            column.addWidget(widget)
        self.field.textChanged.connect(self.show_found)
        self.field.returnPressed.connect(self.run)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self.run())
        self.show_found("")

    def _list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setColumnCount(3)
        made.setHeaderHidden(True)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setAccessibleName(self.tr("Commands"))
        made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            made.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        made.header().setStretchLastSection(False)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """In the upper third of the window, where the eye is."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            self.resize(min(620, parent.width() - 40), min(440, parent.height() - 80))
            corner = parent.mapToGlobal(parent.rect().topLeft())
            self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + parent.height() // 9)
        self.field.setFocus()

    def show_found(self, typed: str) -> None:
        """Show the commands that fit, the best one first."""
        self.list.clear()
        for name in self.found(typed):
            self.list.addTopLevelItem(self._row(name))
        self.nothing.setVisible(not self.list.topLevelItemCount())
        self.list.setVisible(bool(self.list.topLevelItemCount()))
        self._choose_row(0)

    def found(self, typed: str) -> list[str]:
        """The ids of the commands that fit."""
        scores: dict[str, float] = {}
        for name in BY_ID:
            value = score(typed, f"{self.commands.title(name)} {area_title(name)}")
            if name != "app.search" and value is not None:
                recent = 3.0 - self._last.index(name) / 10 if name in self._last else 0.0
                scores[name] = value + recent - (0.0 if self.commands.actions[name].isEnabled() else _LOST)
        order = list(BY_ID)
        return sorted(scores, key=lambda name: (-scores[name], order.index(name))) if typed.strip() else self._before_typing()

    def _before_typing(self) -> list[str]:
        able = [name for name in BY_ID if self.commands.actions[name].isEnabled() and name not in self._last]
        return [name for name in (*self._last, *able) if name != "app.search"]

    def _row(self, name: str) -> QTreeWidgetItem:
        words = [self.commands.title(name), area_title(name), self.commands.keys(name)]
        item = QTreeWidgetItem(words)
        item.setData(0, _ID, name)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(word for word in words if word))
        for column, word in enumerate(words):
            item.setToolTip(column, word)
        if not self.commands.actions[name].isEnabled():
            for column in range(3):
                item.setForeground(column, tokens().colour("muted"))
            item.setData(0, _UNABLE, True)
            item.setToolTip(0, self.tr("{command}: not possible now").format(command=words[0]))
        return item

    def run(self) -> None:
        """Do the chosen command, once the palette has gone."""
        item = self.list.currentItem()
        if item is None or item.data(0, _UNABLE):
            return
        name = str(item.data(0, _ID))
        self._last[:] = [name, *(other for other in self._last if other != name)][:8]
        self.accept()
        QTimer.singleShot(0, self.commands, lambda: self.commands.do(name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        now = self.list.currentItem()
        self._choose_row((self.list.indexOfTopLevelItem(now) if now is not None else 0) + step)

    def _choose_row(self, row: int) -> None:
        item = self.list.topLevelItem(max(0, min(self.list.topLevelItemCount() - 1, row)))
        if item is not None:
            self.list.setCurrentItem(item)


def area_title(name: str) -> str:
    """The area of a command in the language in use."""
    return QCoreApplication.translate("Commands", AREAS[BY_ID[name].area])
