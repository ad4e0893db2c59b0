# SPDX-License-Identifier: Apache-2.0
"""What a page says when there is nothing to show yet, with a way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A heading, a sentence, and at most one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.words, self.button = QLabel(), QLabel(), QPushButton()
        self.heading.setProperty("kind", "title")
        self.words.setProperty("kind", "muted")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._go)
        self._do: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for label in (self.heading, self.words):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, heading: str, words: str, button: str = "", do: Callable[[], None] | None = None) -> None:
        """Say something; without a way on there is no button."""
        self.heading.setText(heading)
        self.words.setText(words)
        self.button.setText(button)
        self.button.setVisible(do is not None)
        self._do = do

    def _go(self) -> None:
        if self._do is not None:
            self._do()
