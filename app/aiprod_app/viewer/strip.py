# SPDX-License-Identifier: Apache-2.0
"""The strip under the picture: what is seen, how it is played, and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from aiprod_app.accessibility import name
from aiprod_app.theme import tokens
from aiprod_app.widgets.elided import ElidedLabel

_ZOOMS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
Tone = Literal["plain", "warning", "bad", "good"]


@dataclass(frozen=True)
class Mark:
    """A word about what is seen: "Animatic", "Rough mix". `tip` says what it means."""

    text: str
    tone: Tone = "plain"
    tip: str = ""


class _Chip(QLabel):
    """A mark, in a rounded box of its tone."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.text)
        self._tone = mark.tone
        self.setToolTip(mark.tip or mark.text)
        self.setAccessibleName(mark.text)
        self.setAccessibleDescription(mark.tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 16, metrics.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens()
        colour = theme.colour("text" if self._tone == "plain" else self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("raised"))
        painter.setPen(theme.colour("strong_line") if self._tone == "plain" else colour)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.setPen(colour)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class Strip(QWidget):
    """Signals:
    zoom_asked: 0 to fit, else a factor.
    """

    zoom_asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._marks: tuple[Mark, ...] = ()
        self._zoom = 0.0
        self._build()
        self.retranslate()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 4, 3)
        row.setSpacing(8)
        self.timecode = QLabel()
        digits = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        digits.setPixelSize(tokens().text_px)
        self.timecode.setFont(digits)
        self.seen = ElidedLabel()
        self.seen.setProperty("kind", "muted")
        self.chips = QHBoxLayout()
        self.chips.setSpacing(4)
        self.speed = QLabel()
        self.speed.setProperty("kind", "heading")
        self.zoom = QToolButton()
        self.zoom.setProperty("kind", "quiet")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.timecode)
        row.addWidget(self.seen, 1)
        row.addWidget(self.speed)
        row.addLayout(self.chips)
        row.addWidget(self.zoom)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """The words about what is seen and heard."""
        if marks == self._marks:
            return
        self._marks = marks
        while (item := self.chips.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.deleteLater()
        for mark in marks:
            self.chips.addWidget(_Chip(mark))

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def show_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self.zoom.setText(self._zoom_words(zoom))

    def _zoom_words(self, zoom: float) -> str:
        return self.tr("Fit") if not zoom else self.tr("{percent}%").format(percent=round(100 * zoom))

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.timecode.setToolTip(self.tr("Timecode of the playhead"))
        self.timecode.setAccessibleName(self.tr("Timecode of the playhead"))
        self.seen.setAccessibleName(self.tr("What is seen"))
        self.speed.setAccessibleName(self.tr("Speed"))
        name(self.zoom, self.tr("Zoom of the picture"), self.tr("Zoom of the picture (Ctrl and the wheel)"))
        self.show_zoom(self._zoom)
        self._build_menu()

    def _build_menu(self) -> None:
        menu = QMenu(self.zoom)
        group = QActionGroup(menu)
        for zoom in _ZOOMS:
            action = menu.addAction(self._zoom_words(zoom))
            action.setCheckable(True)
            action.setChecked(zoom == self._zoom)
            action.triggered.connect(lambda _checked=False, zoom=zoom: self.zoom_asked.emit(zoom))
            group.addAction(action)
        before = self.zoom.menu()
        self.zoom.setMenu(menu)
        if before is not None:
            before.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
