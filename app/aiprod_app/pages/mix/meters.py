# SPDX-License-Identifier: Apache-2.0
"""Level meters: a bar for each channel, its highest point for a moment, and a light that stays on when it was too loud."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aiprod_app.pages.mix.scale import FLOOR, METER_MARKS, height_of
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.number import decimal

_FALL_DB_S = 24.0
_HOLD_S = 1.5
_TICK_MS = 40
_LIGHT = 7.0


class BarMeter(QWidget):
    """Bars in dBTP.

    Args:
        names: of the channels.
        scale: whether it has a scale of its own.
    """

    def __init__(self, names: Sequence[str], *, scale: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self.ceiling = -1.0
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(self._fall)
        self._painted = ""
        self.set_channels(names)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_channels(self, names: Sequence[str]) -> None:
        """Other channels; everything is forgotten."""
        self.names = tuple(names)
        self.levels = [FLOOR] * len(self.names)
        self._held = [(FLOOR, 0.0)] * len(self.names)
        self.over = [False] * len(self.names)
        self.highest = FLOOR
        self._at = time.monotonic()
        self.setMinimumWidth(self.sizeHint().width())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = 9 if len(self.names) <= 2 else 15
        return QSize(wide * len(self.names) + (26 if self._scale else 4), 160)

    def show_levels(self, levels: Sequence[float]) -> None:
        """What was heard just now, in dBTP for each channel."""
        now = time.monotonic()
        for place, level in enumerate(levels[: len(self.names)]):
            self.levels[place] = max(level, self.levels[place])
            if level >= self._held[place][0]:
                self._held[place] = (level, now)
            self.over[place] = self.over[place] or level > self.ceiling
        self.highest = max(self.highest, *levels) if levels else self.highest
        self._describe()
        if not self._ticks.isActive():
            self._at = now
            self._ticks.start()
        self.update()

    def reset(self) -> None:
        """Put the lights out."""
        self.over = [False] * len(self.names)
        self.highest = FLOOR
        self._held = [(FLOOR, 0.0)] * len(self.names)
        self._describe()
        self.update()

    def _fall(self) -> None:
        now = time.monotonic()
        down = (now - self._at) * _FALL_DB_S
        self._at = now
        self.levels = [max(level - down, FLOOR) for level in self.levels]
        self._held = [held if now - held[1] < _HOLD_S else (max(held[0] - down, FLOOR), held[1]) for held in self._held]
        if max(self.levels, default=FLOOR) <= FLOOR and max((held for held, _ in self._held), default=FLOOR) <= FLOOR:
            self._ticks.stop()
        self.update()

    def _describe(self) -> None:
        if any(self.over):
            words = self.tr("Too loud: {level} dBTP at most; click to put the light out")
        else:
            words = self.tr("At most {level} dBTP")
        told = words.format(level=decimal(self.highest, 1))
        if told != self._painted:
            self._painted = told
            self.setAccessibleDescription(told)
            self.setToolTip(told)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.reset()

    # -- looks ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, foot = 24.0 if self._scale else 2.0, 13.0 if self._scale else 2.0
        box = QRectF(left, _LIGHT + 4, self.width() - left - 2, self.height() - _LIGHT - 4 - foot)
        if self._scale:
            self._paint_scale(painter, box)
        wide = box.width() / max(1, len(self.names))
        for place, name in enumerate(self.names):
            bar = QRectF(box.left() + place * wide + 0.5, box.top(), wide - 1.5, box.height())
            self._paint_bar(painter, bar, place)
            if self._scale:
                painter.setPen(tokens().colour("muted"))
                painter.drawText(
                    QRectF(bar.left() - 4, box.bottom() + 1, bar.width() + 8, 12), Qt.AlignmentFlag.AlignCenter, name
                )

    def _paint_bar(self, painter: QPainter, bar: QRectF, place: int) -> None:
        theme = tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#0b0c0e") if theme.name != "light" else QColor("#30343a"))
        painter.drawRect(bar)
        shade = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for level, colour in ((FLOOR, "#2f9e5b"), (-18.0, "#57c46f"), (-9.0, "#d9c04a"), (-3.0, "#ea9a3c"), (0.0, "#ef5b4c")):
            shade.setColorAt(height_of(level), QColor(colour))
        high = height_of(self.levels[place]) * bar.height()
        painter.setBrush(shade)
        painter.drawRect(QRectF(bar.left(), bar.bottom() - high, bar.width(), high))
        held = self._held[place][0]
        if held > FLOOR:
            y = bar.bottom() - height_of(held) * bar.height()
            painter.setPen(QPen(QColor("#ffffff"), 1.4))
            painter.drawLine(QPointF(bar.left(), y), QPointF(bar.right(), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bad") if self.over[place] else theme.colour("raised"))
        painter.drawRect(QRectF(bar.left(), 1, bar.width(), _LIGHT))

    def _paint_scale(self, painter: QPainter, box: QRectF) -> None:
        font = QFont(painter.font())
        font.setPixelSize(9)
        painter.setFont(font)
        for mark in METER_MARKS:
            y = box.bottom() - height_of(mark) * box.height()
            painter.setPen(tokens().colour("muted"))
            painter.drawText(QRectF(0, y - 6, 20, 12), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{mark}")
