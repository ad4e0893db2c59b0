# SPDX-License-Identifier: Apache-2.0
"""What is said when the window closes while jobs run: that they go on. It asks nothing, and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from aiprod_app.theme.icons import icon

_SHOWN_MS = 3_000


class Farewell(QWidget):
    """A note in the middle of the screen; the program ends with it.

    Args:
        jobs: how many run or wait.
    """

    def __init__(self, jobs: int) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("kind", "panel")
        row, sign, words = QHBoxLayout(self), QLabel(), QLabel()
        row.setContentsMargins(24, 18, 28, 18)
        row.setSpacing(12)
        sign.setPixmap(icon("jobs", "accent").pixmap(24, 24))
        words.setText(self.tr("%n job(s) go on in the engine. Open AIPROD again to see them.", "", jobs))
        row.addWidget(sign)
        row.addWidget(words)
        self.setAccessibleName(words.text())
        QTimer.singleShot(_SHOWN_MS, self, self.close)
