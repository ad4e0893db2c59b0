# SPDX-License-Identifier: Apache-2.0
"""A fader with its scale."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from aiprod_app.pages.mix.scale import HIGHEST, LOWEST, MARKS, gain_of, share_of
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.letting_go import LettingGo

_FINE = 0.2
_CAP_HALF = 13
_TENTHS = 10
_CLOSEST = 11.0
"""Pixels between two marks of the scale."""


class Fader(QSlider):
    """A level in dB. Drag its cap, Shift is finer; a double click or Home brings 0 dB; arrows move it by half a dB.

    It is a slider of tenths of a dB, so that it can be read and set by whoever can't see it.

    Signals:
        moved: dB, while it is being moved.
        released: it is decided.
    """

    moved = Signal(float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setRange(round(LOWEST * _TENTHS), round(HIGHEST * _TENTHS))
        self.setSingleStep(5)
        self.setPageStep(30)
        self.setValue(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(52, 96)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._from: tuple[float, float] | None = None
        self._keys = LettingGo(self.released.emit, self)
        self.valueChanged.connect(self._stepped)

    def sizeHint(self) -> QSize:
        return QSize(52, 180)

    @property
    def gain_db(self) -> float:
        return self.value() / _TENTHS

    def show_gain(self, gain_db: float) -> None:
        """Show a level; nobody is told."""
        if round(gain_db * _TENTHS) != self.value():
            with QSignalBlocker(self):
                self.setValue(round(gain_db * _TENTHS))
            self.update()

    def _stepped(self, value: int) -> None:
        self.update()
        self.moved.emit(value / _TENTHS)
        if self._from is None:
            self._keys.hold()

    # -- hands ---------------------------------------------------------------------------------------------------------

    def _groove(self) -> tuple[float, float]:
        """Top and bottom of the cap's way."""
        return _CAP_HALF + 3.0, self.height() - _CAP_HALF - 3.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().y(), share_of(self.gain_db)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        top, bottom = self._groove()
        way = (self._from[0] - event.position().y()) / max(bottom - top, 1.0)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            way *= _FINE
        gain = gain_of(self._from[1] + way)
        self.setValue(round((0.0 if abs(gain) < 0.15 else gain) * _TENTHS))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and event.button() == Qt.MouseButton.LeftButton:
            self._from = None
            self.released.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._from = None
        self.setValue(0)
        self._keys.now()

    # -- looks ---------------------------------------------------------------------------------------------------------

    def place_of(self, gain_db: float) -> float:
        """Where a level stands, in pixels from the top."""
        top, bottom = self._groove()
        return bottom - share_of(gain_db) * (bottom - top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() - 17.0
        top, bottom = self._groove()
        self._paint_scale(painter, middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("well") if theme.name != "light" else theme.colour("strong_line"))
        painter.drawRoundedRect(QRectF(middle - 2, top, 4, bottom - top), 2, 2)
        self._paint_cap(painter, QRectF(middle - 12, self.place_of(self.gain_db) - _CAP_HALF, 24, 2 * _CAP_HALF))

    def _paint_scale(self, painter: QPainter, middle: float) -> None:
        theme = tokens()
        font = QFont(painter.font())
        font.setPixelSize(9)
        painter.setFont(font)
        last = -100.0
        for mark in MARKS:
            y = self.place_of(mark)
            if y - last < _CLOSEST and mark != 0:
                continue
            last = y
            painter.setPen(QPen(theme.colour("text" if mark == 0 else "muted", 200 if mark == 0 else 110), 1))
            painter.drawLine(QPointF(middle - 13, y), QPointF(middle - 6, y))
            painter.setPen(theme.colour("text" if mark == 0 else "muted"))
            words = QRectF(0, y - 6, middle - 15, 12)
            painter.drawText(
                words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{mark:+d}" if mark > 0 else f"{mark}"
            )

    def _paint_cap(self, painter: QPainter, cap: QRectF) -> None:
        theme = tokens()
        shade = QLinearGradient(cap.topLeft(), cap.bottomLeft())
        light = theme.name == "light"
        for place, tone in ((0.0, 0.62), (0.48, 0.36), (0.5, 0.95), (0.52, 0.36), (1.0, 0.24)):
            shade.setColorAt(place, QColor.fromHslF(0.6, 0.06, min(1.0, tone + (0.22 if light else 0.0))))
        painter.setPen(QPen(theme.colour("focus") if self.hasFocus() else QColor("#0b0c0e"), 2 if self.hasFocus() else 1))
        painter.setBrush(shade)
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawLine(QPointF(cap.left() + 3, cap.center().y()), QPointF(cap.right() - 3, cap.center().y()))
