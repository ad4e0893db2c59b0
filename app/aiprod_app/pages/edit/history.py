# SPDX-License-Identifier: Apache-2.0
"""The list of all changes: what was done, what can be done again, and the way to any of those states."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from aiprod.film.journal import Edit as Entry
from aiprod_app.film.session import told
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.theme import tokens


def steps_of(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """Names of the changes that hold, oldest first, and of those that were undone, the next to be redone first."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.kind == "edit":
            done.append(entry)
            undone.clear()
        elif entry.kind == "undo":
            undone.append(done.pop())
        else:
            done.append(undone.pop())
    return [entry.name for entry in done], [entry.name for entry in reversed(undone)]


class HistoryDialog(QDialog):
    """Signals:
    travel_asked: how many steps; below 0 they are undone.
    """

    travel_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setWindowTitle(self.tr("History of changes"))
        self.resize(420, 520)
        self._done = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.about = QLabel(wordWrap=True)
        self.about.setProperty("kind", "muted")
        self.list = QListWidget()
        self.list.setObjectName("history-list")
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Changes, the newest below"))
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        column.addWidget(self.about)
        column.addWidget(self.list, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """The history as it is now."""
        done, undone = steps_of(entries)
        self._done = len(done)
        language = language_in_use()
        self.list.clear()
        self.list.addItem(self.tr("As it was opened first"))
        self.list.addItems([told(name, language) for name in done])
        for name in undone:
            item = QListWidgetItem(told(name, language))
            item.setForeground(tokens().colour("disabled"))
            item.setToolTip(self.tr("Undone"))
            self.list.addItem(item)
        self.list.setCurrentRow(self._done)
        self.list.scrollToItem(self.list.currentItem())
        changes = self.tr("%n change(s)", "", len(done))
        self.about.setText(self.tr("{changes}. Choose one to go back to it, or forward.").format(changes=changes))

    def _go(self, item: QListWidgetItem) -> None:
        steps = self.list.row(item) - self._done
        if steps:
            self.setEnabled(False)
            self.travel_asked.emit(steps)

    def settled(self) -> None:
        """The film is where it was asked to be."""
        self.setEnabled(True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
