# SPDX-License-Identifier: Apache-2.0
"""A label that shortens its words to its width, and tells all of them in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from aiprod_app.theme import tokens


class ElidedLabel(QLabel):
    """One line of plain text that gives way.

    Args:
        mode: where it is shortened.
    """

    def __init__(
        self, text: str = "", parent: QWidget | None = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        line = " ".join(text.split())
        super().setText(line)
        self.setToolTip(_as_html(line) if "<" in line else line)  # else a name could be taken for HTML

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, inside.width())
        disabled = not self.isEnabled()
        painter.setPen(tokens().colour("disabled") if disabled else self.palette().color(QPalette.ColorRole.WindowText))
        painter.setFont(self.font())
        painter.drawText(inside, int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)


def _as_html(line: str) -> str:
    escaped = line.replace("&", "&amp;").replace("<", "&lt;")
    return f"<span>{escaped}</span>"
