# SPDX-License-Identifier: Apache-2.0
"""What lies over the clips and changes while they stay: ghosts, lines, tips, the keyboard's clip, the playhead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from aiprod_app.timeline.colours import Palette, qcolor
from aiprod_app.timeline.drags.base import Bars, Ghost
from aiprod_app.timeline.geometry import BAND, Geometry
from aiprod_app.timeline.hits import Hit, fade_handles
from aiprod_app.timeline.lettering import Lettering
from aiprod_app.timeline.painting import SPLIT
from aiprod_app.timeline.rows import Place

_MERGED_FROM = 300
_TIP_WIDTH = 360
_FILLED = 600_000
"""Boxes of more pixels are an outline only."""


class Overlay:
    """Paints over the clips, in pixels of the canvas."""

    def __init__(self, painter: QPainter, geometry: Geometry, palette: Palette, lettering: Lettering) -> None:
        self._painter, self._geometry, self._palette, self._lettering = painter, geometry, palette, lettering

    # -- ghosts

    def ghost(self, ghost: Ghost, others: Sequence[Bars], refusal: str) -> None:
        """What is being dragged, and what else would move."""
        main = self._palette.refusal if refusal else self._palette.accent
        dashed = QPen(qcolor(self._palette.text, 200), 1, Qt.PenStyle.DashLine)
        for bars in others:
            self._bars(bars, dashed, QColor(0, 0, 0, 0))
        for bars in ghost.bars:
            self._bars(bars, QPen(qcolor(main), 2), qcolor(main, 60))
        if ghost.level is not None:
            self._level(ghost.level, main)
        if ghost.curve is not None:
            self._curve(*ghost.curve)
        if ghost.edge is not None:
            self._line(*ghost.edge, main, 3)
        if ghost.line is not None:
            self._line(*ghost.line, main, 1)
        if ghost.span is not None:
            left, right = (self._geometry.x(frame) for frame in ghost.span)
            self._painter.fillRect(QRectF(left, 0, right - left, self._geometry.height), qcolor(self._palette.accent, 46))
        if ghost.box is not None:
            self._painter.setPen(QPen(qcolor(self._palette.accent), 1))
            box = QRectF(*ghost.box).normalized()
            small = box.width() * box.height() < _FILLED  # to fill a whole window see-through takes milliseconds
            self._painter.setBrush(qcolor(self._palette.accent, 36) if small else Qt.BrushStyle.NoBrush)
            self._painter.drawRect(box)
        if ghost.snapped is not None:
            self.snap_line(ghost.snapped)

    def snap_line(self, frame: int) -> None:
        x = round(self._geometry.x(frame))
        self._painter.setPen(QPen(qcolor(self._palette.snap), 1, Qt.PenStyle.DashLine))
        self._painter.drawLine(x, 0, x, self._geometry.height)

    def _bars(self, bars: Bars, pen: QPen, fill: QColor) -> None:
        lane = self._geometry.lane(bars.row)
        if lane is None:
            return
        left = bars.starts * self._geometry.scale - self._geometry.scroll
        right = bars.ends * self._geometry.scale - self._geometry.scroll
        seen = (right > -2) & (left < self._geometry.width + 2)
        left, right = np.maximum(left[seen], -4), np.minimum(right[seen], self._geometry.width + 4)
        if len(left) > _MERGED_FROM:
            left, right = _merged(left, right)
        y, height = self._geometry.y(lane), lane.height
        rects = [
            QRectF(a + 0.5, y + 0.5, max(1.0, b - a - 1), height - 1) for a, b in zip(left.tolist(), right.tolist(), strict=True)
        ]
        self._painter.setPen(pen)
        self._painter.setBrush(fill)
        self._painter.drawRects(rects)

    def _line(self, frame: int, rows: tuple[int, ...], colour: str, width: int) -> None:
        x = self._geometry.x(frame)
        lanes = [self._geometry.lane(row) for row in rows] if rows else list(self._geometry.lanes)
        for lane in lanes:
            if lane is not None:
                self._painter.fillRect(QRectF(round(x) - width // 2, self._geometry.y(lane), width, lane.height), qcolor(colour))

    def _level(self, level: tuple[int, float], colour: str) -> None:
        lane = self._geometry.lane(level[0])
        if lane is not None:
            y = self._geometry.y(lane) + BAND + 1 + level[1] * (lane.height - BAND - 3)
            self._painter.setPen(QPen(qcolor(colour), 1))
            self._painter.drawLine(QPointF(0, y), QPointF(self._geometry.width, y))

    def _curve(self, row: int, points: tuple[tuple[float, float], ...]) -> None:
        lane = self._geometry.lane(row)
        if lane is None:
            return
        top, height = self._geometry.y(lane) + BAND + 1, lane.height - BAND - 3
        line = [QPointF(self._geometry.x(frame), top + share * height) for frame, share in points]
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(qcolor(self._palette.accent), 1.6))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF(line))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # -- hints before a press

    def hint(self, found: Hit) -> None:
        """The edge or cut that a press would take, and the handles of a fade."""
        place = found.place
        lane = self._geometry.lane(place.row) if place is not None else None
        if place is None or lane is None:
            return
        if found.part in ("in", "out", "cut"):
            frame = place.end if found.part == "out" else place.start
            self._bracket(self._geometry.x(frame), self._geometry.y(lane), lane.height, found.part)
        if found.part in ("clip", "gain", "fade_in", "fade_out") and lane.height >= SPLIT:
            self._fade_handles(place, lane.row)

    def cut(self, frame: int, rows: tuple[int, ...], snapped: int | None) -> None:
        """Where the blade would cut."""
        self._line(frame, rows, self._palette.accent, 1)
        if snapped is not None:
            self.snap_line(snapped)

    def _bracket(self, x: float, y: int, height: int, part: str) -> None:
        self._painter.setPen(QPen(qcolor(self._palette.accent), 2))
        inward = {"in": (4,), "out": (-4,), "cut": (4, -4)}[part]
        for step in inward:
            at = x + (1 if step > 0 else -1)
            self._painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(at + step, y + 1),
                        QPointF(at, y + 1),
                        QPointF(at, y + height - 1),
                        QPointF(at + step, y + height - 1),
                    ]
                )
            )

    def _fade_handles(self, place: Place, row: int) -> None:
        lane = self._geometry.lane(row)
        if lane is None or place.clip.length * self._geometry.scale < 28:
            return
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(qcolor("#000000", 180), 1))
        self._painter.setBrush(qcolor(self._palette.clip_text))
        for _, x in fade_handles(self._geometry, place):
            self._painter.drawEllipse(QPointF(x, self._geometry.y(lane) + BAND + 5), 3.6, 3.6)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def focus(self, place: Place) -> None:
        """The ring around the clip that has the keyboard's attention."""
        lane = self._geometry.lane(place.row)
        if lane is None:
            return
        left, right = max(-4.0, self._geometry.x(place.start)), min(self._geometry.width + 4.0, self._geometry.x(place.end))
        if right > left:
            self._painter.setPen(QPen(qcolor(self._palette.focus), 1, Qt.PenStyle.DotLine))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            rect = QRectF(left + 3.5, self._geometry.y(lane) + 3.5, max(1.0, right - left - 7), lane.height - 7)
            self._painter.drawRect(rect)

    def playhead(self, frame: int) -> None:
        x = round(self._geometry.x(frame))
        self._painter.fillRect(x, 0, 1, self._geometry.height, qcolor(self._palette.playhead))
        if self._geometry.scale >= 8:
            self._painter.fillRect(
                QRectF(x + 1, 0, self._geometry.scale - 1, self._geometry.height), qcolor(self._palette.playhead, 26)
            )

    # -- words beside the pointer

    def tip(self, at: QPointF, words: str, refusal: str) -> None:
        """A few words beside the pointer, and in red why it can't be."""
        rows = [(text, ink) for text, ink in ((words, self._palette.text), (refusal, self._palette.refusal)) if text]
        if not rows:
            return
        painter, metrics = self._painter, self._lettering.metrics
        painter.setFont(self._lettering.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        boxes = [
            metrics.boundingRect(QRectF(0, 0, min(_TIP_WIDTH, self._geometry.width - 20), 400), flags, text) for text, _ in rows
        ]
        width, height = max(box.width() for box in boxes) + 16, sum(box.height() for box in boxes) + 10
        left = min(max(4.0, at.x() + 16), max(4.0, self._geometry.width - width - 4))
        top = at.y() - height - 12 if at.y() - height - 12 >= 2 else min(at.y() + 20, self._geometry.height - height - 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(self._palette.refusal if refusal else self._palette.dim), 1))
        painter.setBrush(qcolor(self._palette.tip, 244))
        painter.drawRoundedRect(QRectF(left, top, width, height), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        y = top + 5
        for (text, ink), box in zip(rows, boxes, strict=True):
            painter.setPen(qcolor(ink))
            painter.drawText(QRectF(left + 8, y, width - 16, box.height() + 1), flags, text)
            y += box.height()


def _merged(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Spans that almost touch as one."""
    breaks = np.flatnonzero(left[1:] - right[:-1] >= 2)
    first = np.concatenate(([0], breaks + 1))
    last = np.concatenate((breaks, [len(left) - 1]))
    return left[first], right[last]
