# SPDX-License-Identifier: Apache-2.0
"""The bar that tells the user something, with ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aiprod_app.accessibility import name
from aiprod_app.messages import Action, Message, Messages
from aiprod_app.theme import icon

_SHOWN_MS = {"info": 6_000, "good": 6_000, "warning": 0, "bad": 0}
"""How long a message stays; 0: until it is closed."""
_MOST = 3


class MessageBar(QWidget):
    """The newest messages, one above the other."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.rows: list[MessageRow] = []
        messages.told.connect(self.show_message)
        messages.withdrawn.connect(self.withdraw)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Show one more; the one about the same thing goes, and the oldest when there are too many."""
        self.withdraw(message.about)
        row = MessageRow(message, self)
        self.rows.append(row)
        self._column.addWidget(row)
        row.closed.clicked.connect(lambda: self._remove(row))
        for old in self.rows[:-_MOST]:
            self._remove(old)
        if _SHOWN_MS[message.level]:
            QTimer.singleShot(_SHOWN_MS[message.level], row, lambda: self._remove(row))
        self.show()

    def withdraw(self, about: str) -> None:
        """What was said about something is true no longer."""
        for row in [row for row in self.rows if about and row.message.about == about]:
            self._remove(row)

    def _remove(self, row: MessageRow) -> None:
        if row in self.rows:
            self.rows.remove(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
            self.setVisible(bool(self.rows))


class MessageRow(QFrame):
    """One message."""

    def __init__(self, message: Message, bar: MessageBar) -> None:
        super().__init__(bar)
        self.message = message
        self.setProperty("kind", "message")
        self.setProperty("level", message.level)
        self.setAccessibleName(f"{message.text}. {message.detail}" if message.detail else message.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self._words(message), 1)
        for action in message.actions:
            row.addWidget(self._way(action, bar))
        self.closed = QToolButton()
        self.closed.setProperty("kind", "quiet")
        self.closed.setIcon(icon("close"))
        name(self.closed, self.tr("Close this message"), self.tr("Close"))
        row.addWidget(self.closed)

    def _way(self, action: Action, bar: MessageBar) -> QPushButton:
        button = QPushButton(action.text)
        button.clicked.connect(lambda _checked=False: action.do())
        button.clicked.connect(lambda: bar._remove(self))
        return button

    def _words(self, message: Message) -> QLabel:
        words = QLabel()
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setText(f"{message.text}\n{message.detail}" if message.detail else message.text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return words
