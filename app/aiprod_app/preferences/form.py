# SPDX-License-Identifier: Apache-2.0
"""A page of the preferences: rows of words and controls, which bear long words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from aiprod_app.studio import Studio


class PreferencePage(QScrollArea):
    """Rows, one below the other; a row is a label above its control, so that no language is too long."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("kind", "panel")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(6)
        self.setWidget(body)
        self.build()
        self.column.addStretch(1)

    def build(self) -> None:
        """Make the rows."""

    def shown(self) -> None:
        """The page came to the front: what is asked of others is asked now."""

    def title(self, text: str) -> None:
        """The page's title."""
        label = QLabel(text)
        label.setProperty("kind", "title")
        self.column.addWidget(label)
        self.column.addSpacing(6)

    def row(self, text: str, control: QWidget, hint: str = "") -> None:
        """A control below its words, with an explanation."""
        label = QLabel(text)
        label.setBuddy(control)
        label.setProperty("kind", "heading")
        (control.focusProxy() or control).setAccessibleName(text.replace("&", ""))
        self.column.addWidget(label)
        self.column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        if hint:
            control.setAccessibleDescription(hint)
            self.words(hint)
        self.column.addSpacing(10)

    def words(self, text: str, kind: str = "muted") -> QLabel:
        """A paragraph."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.column.addWidget(label)
        return label

    def line(self) -> None:
        """A line between groups."""
        line = QFrame()
        line.setProperty("kind", "line")
        self.column.addSpacing(4)
        self.column.addWidget(line)
        self.column.addSpacing(8)
