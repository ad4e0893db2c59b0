# SPDX-License-Identifier: Apache-2.0
"""What a bus's equaliser, compressor and ducking do, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aiprod.film.mix import Compression, Ducking
from aiprod_app.theme.tokens import tokens

LOW_HZ, HIGH_HZ = 20.0, 20_000.0
FREQUENCIES = tuple(LOW_HZ * (HIGH_HZ / LOW_HZ) ** (step / 96) for step in range(97))
_MOST_DB = 18.0
_MARKS_HZ = (
    (50, "50"), (100, "100"), (200, "200"), (500, "500"), (1000, "1k"), (2000, "2k"), (5000, "5k"), (10000, "10k"),
)  # fmt: skip
_APART = 6
"""Pixels between two words on an axis."""


class Plot(QWidget):
    """A panel with a grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 70)

    def sizeHint(self) -> QSize:
        return QSize(240, 120)

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(26, 6, -6, -16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("well"))
        font = QFont(painter.font())
        font.setPixelSize(9)
        painter.setFont(font)
        self._draw(painter, self._box())

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        """Grid and curves inside the box."""

    @staticmethod
    def _level_line(painter: QPainter, box: QRectF, y: float, words: str, *, strong: bool = False) -> None:
        theme = tokens()
        painter.setPen(QPen(theme.colour("muted", 110 if strong else 50), 1))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(0, y - 6, box.left() - 4, 12), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    @staticmethod
    def _upright(painter: QPainter, box: QRectF, x: float, words: str) -> None:
        theme = tokens()
        painter.setPen(QPen(theme.colour("muted", 50), 1))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(x - 20, box.bottom() + 2, 40, 12), Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _curve(painter: QPainter, points: Sequence[QPointF]) -> None:
        painter.setPen(QPen(tokens().colour("accent"), 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(list(points)))


class EqPlot(Plot):
    """Frequency against gain."""

    curve: Sequence[float] = ()

    def show_curve(self, decibels: Sequence[float]) -> None:
        """At `FREQUENCIES`, in dB."""
        if tuple(decibels) != self.curve:
            self.curve = tuple(decibels)
            self.update()

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        for level in (-12, -6, 0, 6, 12):
            self._level_line(painter, box, self._y(box, level), f"{level:+d}" if level else "0", strong=level == 0)
        room, free = painter.fontMetrics(), box.left()
        for hertz, words in _MARKS_HZ:
            x = box.left() + log10(hertz / LOW_HZ) / log10(HIGH_HZ / LOW_HZ) * box.width()
            half = room.horizontalAdvance(words) / 2
            fits = x - half >= free
            self._upright(painter, box, x, words if fits else "")
            free = x + half + _APART if fits else free
        if self.curve:
            step = box.width() / (len(self.curve) - 1)
            self._curve(painter, [QPointF(box.left() + at * step, self._y(box, level)) for at, level in enumerate(self.curve)])

    @staticmethod
    def _y(box: QRectF, level: float) -> float:
        return box.center().y() - min(max(level / _MOST_DB, -1.0), 1.0) * box.height() / 2


class CompressorPlot(Plot):
    """What goes in against what comes out."""

    settings = Compression(ratio=1)

    def show_settings(self, settings: Compression) -> None:
        if settings != self.settings:
            self.settings = settings
            self.update()

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        for level in (-60, -40, -20, 0):
            self._level_line(painter, box, box.bottom() - (level + 60) / 60 * box.height(), f"{level}")
            self._upright(painter, box, box.left() + (level + 60) / 60 * box.width(), f"{level}")
        points = []
        for into in range(-60, 1):
            out = into - reduction_db(into, self.settings) + self.settings.makeup_db
            share = min(max((out + 60) / 60, 0.0), 1.0)
            points.append(QPointF(box.left() + (into + 60) / 60 * box.width(), box.bottom() - share * box.height()))
        self._curve(painter, points)


def reduction_db(level_db: float, settings: Compression) -> float:
    """How much a level is taken down: nothing below the knee, all of it above, a parabola inside."""
    over, half = level_db - settings.threshold_db, settings.knee_db / 2
    slope = 1 - 1 / settings.ratio
    if over <= -half:
        return 0.0
    return slope * over if over >= half else slope * (over + half) ** 2 / (2 * settings.knee_db)


class DuckingPlot(Plot):
    """How a bus gives way to a line of two seconds."""

    settings = Ducking(depth_db=0)

    def show_settings(self, settings: Ducking) -> None:
        if settings != self.settings:
            self.settings = settings
            self.update()

    def _draw(self, painter: QPainter, box: QRectF) -> None:
        wanted = self.settings
        lowest = min(-12.0, wanted.depth_db * 1.2)
        whole = wanted.ahead_s + 2.0 + wanted.release_s + 1.0

        def place(at_s: float, level: float) -> QPointF:
            return QPointF(box.left() + (at_s + 0.5) / whole * box.width(), box.top() + level / lowest * box.height())

        spoken = QRectF(place(wanted.ahead_s, 0), place(wanted.ahead_s + 2.0, lowest))
        painter.fillRect(spoken, tokens().colour("dialogue", 90))
        painter.setPen(tokens().colour("text"))
        painter.drawText(spoken.adjusted(4, 2, 0, 0), Qt.AlignmentFlag.AlignTop, self.tr("somebody speaks"))
        for level in (0.0, lowest / 2, lowest):
            self._level_line(painter, box, place(0, level).y(), f"{level:.0f}")
        points = [place(-0.5, 0)]
        for share in range(13):
            points.append(place(wanted.ahead_s * share / 12, wanted.depth_db * smooth(share / 12)))
        for share in range(13):
            points.append(place(wanted.ahead_s + 2.0 + wanted.release_s * share / 12, wanted.depth_db * (1 - smooth(share / 12))))
        self._curve(painter, [*points, place(whole - 0.5, 0)])


def smooth(share: float) -> float:
    """A step without corners, 0–1."""
    return share * share * (3 - 2 * share)
