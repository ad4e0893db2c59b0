# SPDX-License-Identifier: Apache-2.0
"""Words and lines on clips: names, badges, transitions, fades, gain; in and out, markers. Only where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from aiprod.film.timeline import Clip
from aiprod_app.timeline.colours import Palette, qcolor
from aiprod_app.timeline.geometry import BAND, Geometry, Lane
from aiprod_app.timeline.lettering import BADGE_HEIGHT, Lettering
from aiprod_app.timeline.rows import Model, Row
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.surface import Surface

NAMED = 28
"""Clips from so many pixels on have words."""
_BADGED = 64
_LONGEST_TITLE = 420
_SPLIT = 34
_PAD = 5
SILENCE_DB = -60.0
LOUDEST_DB = 24.0
_UNITY = 0.3
"""Where 0 dB lies, of a clip's height."""


def gain_share(decibels: float) -> float:
    """How far down a clip's body a gain lies, 0 to 1."""
    if decibels >= 0:
        return _UNITY * (1 - decibels / LOUDEST_DB)
    return _UNITY + (1 - _UNITY) * min(1.0, decibels / SILENCE_DB)


def gain_at(share: float) -> float:
    """The gain at a place of a clip's body, in tenths of a decibel; at the very bottom it is silence (−96 dB)."""
    if share <= _UNITY:
        return round(LOUDEST_DB * (1 - max(0.0, share) / _UNITY), 1)
    below = (share - _UNITY) / (1 - _UNITY)
    return -96.0 if below >= 0.995 else round(SILENCE_DB * below, 1)


class Details:
    """Paints what lies on the bodies of clips."""

    def __init__(
        self, surface: Surface, geometry: Geometry, palette: Palette, lettering: Lettering, model: Model, sources: Sources
    ) -> None:  # fmt: skip
        self._surface, self._geometry, self._palette = surface, geometry, palette
        self._lettering, self._model, self._sources = lettering, model, sources

    def paint(self, lanes: Sequence[Lane], left: float, right: float) -> None:
        """Everything on some lanes between two columns (logical)."""
        painter = self._surface.painter()
        painter.setFont(self._lettering.font)
        for lane in lanes:
            y = self._geometry.y(lane)
            painter.setClipRect(QRectF(left, y, right - left, lane.height))
            self._lane(painter, lane, self._model.rows[lane.row], y, left, right)
        painter.setClipRect(QRectF(left, 0, right - left, self._geometry.height))
        self._whole(painter, left, right)
        painter.end()

    def _lane(self, painter: QPainter, lane: Lane, row: Row, y: int, left: float, right: float) -> None:
        seen = row.between(self._geometry.frame(left), self._geometry.frame(right))
        if not seen:
            return
        first, scale = seen.start, self._geometry.scale
        begins = row.starts[first : seen.stop] * scale - self._geometry.scroll
        ends = row.ends[first : seen.stop] * scale - self._geometry.scroll
        roomy = np.flatnonzero(ends - begins >= NAMED)
        if row.track.kind == "audio" and lane.height >= _SPLIT:
            self._sound(painter, row, lane, y, (roomy + first).tolist())
        self._joints(painter, row, lane, y, left, right)
        if lane.height >= 15:
            band = BAND if lane.height >= _SPLIT else lane.height
            painter.setPen(qcolor(self._palette.clip_text))
            for at in roomy.tolist():
                self._words(painter, row, first + at, (float(begins[at]), float(ends[at])), y + band / 2)
        if row.track.locked:
            painter.setBrushOrigin(-self._geometry.scroll, 0)
            painter.fillRect(
                QRectF(left, y, right - left, lane.height), QBrush(qcolor(self._palette.dim, 90), Qt.BrushStyle.BDiagPattern)
            )

    # -- words

    def _words(self, painter: QPainter, row: Row, index: int, span: tuple[float, float], middle: float) -> None:
        begin, end = max(0.0, span[0]), span[1]
        clip = row.track.clips[index]
        if end - begin >= _BADGED:
            end = self._badges(painter, clip, begin, end, middle)
        room = min(end - begin - 2 * _PAD, _LONGEST_TITLE)
        if room >= 12:
            text = self._lettering.fitted(row.label(index), room)
            painter.drawText(QPointF(begin + _PAD, middle + self._lettering.baseline), text)

    def _badges(self, painter: QPainter, clip: Clip, begin: float, end: float, middle: float) -> float:
        """Badges at the right end of the strip. Returns where they begin."""
        x, ink, ground = end - 4, self._palette.clip_text, "#000000"
        for text in badges_of(clip, self._sources.take_count(clip)):
            image = self._lettering.badge(text, self._surface.ratio, ink, ground)
            width = image.width() / self._surface.ratio
            if x - width < begin + 24:
                break
            x -= width
            painter.drawImage(QPointF(x, middle - BADGE_HEIGHT / 2), image)
            x -= 3
        return x

    # -- sound

    def _sound(self, painter: QPainter, row: Row, lane: Lane, y: int, indices: Sequence[int]) -> None:
        top, height = y + BAND + 1, lane.height - BAND - 3
        if height < 10:
            return
        lines, clips = [], row.track.clips
        for index in indices:
            clip = clips[index]
            begin, end = self._geometry.x(row.starts[index]), self._geometry.x(row.ends[index])
            if clip.fade_in or clip.fade_out:
                self._fades(painter, clip, begin, end, top, height)
            if clip.gain:
                self._automation(painter, clip, begin, end, top, height)
            else:
                at = round(top + gain_share(clip.gain_db) * height) + 0.5
                lines.append(QLineF(max(begin, -2.0) + 1, at, min(end, self._geometry.width + 2.0) - 1, at))
        painter.setPen(QPen(qcolor(self._palette.clip_text, 150), 1))
        painter.drawLines(lines)

    def _fades(self, painter: QPainter, clip: Clip, begin: float, end: float, top: float, height: float) -> None:
        scale = self._geometry.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for edge, inner in ((begin, begin + clip.fade_in * scale), (end, end - clip.fade_out * scale)):
            if abs(inner - edge) >= 2:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(qcolor("#000000", 110))
                painter.drawPolygon(QPolygonF([QPointF(edge, top), QPointF(inner, top), QPointF(edge, top + height)]))
                painter.setPen(QPen(qcolor(self._palette.clip_text, 170), 1))
                painter.drawLine(QPointF(inner, top), QPointF(edge, top + height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _automation(self, painter: QPainter, clip: Clip, begin: float, end: float, top: float, height: float) -> None:
        fps = float(self._model.timeline.rate.fps)
        points = [
            QPointF(begin + point.time_s * fps * self._geometry.scale, top + gain_share(clip.gain_db + point.value) * height)
            for point in clip.gain
        ]
        line = [QPointF(begin, points[0].y()), *points, QPointF(end, points[-1].y())]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(self._palette.accent, 220), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))
        painter.setBrush(qcolor(self._palette.accent))
        for point in points:
            painter.drawEllipse(point, 2.2, 2.2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # -- transitions

    def _joints(self, painter: QPainter, row: Row, lane: Lane, y: int, left: float, right: float) -> None:
        joints, scale = row.joints, self._geometry.scale
        seen = joints.between(self._geometry.frame(left), self._geometry.frame(right))
        if not seen:
            return
        begins = joints.starts[seen.start : seen.stop] * scale - self._geometry.scroll
        ends = joints.ends[seen.start : seen.stop] * scale - self._geometry.scroll
        for at in np.flatnonzero(ends - begins >= 3).tolist():
            clip = row.track.clips[joints.clips[seen.start + at]]
            shown = clip.tail if joints.tails[seen.start + at] else clip.head
            assert shown is not None
            rising = not joints.tails[seen.start + at]
            rect = QRectF(float(begins[at]), y + 1, float(ends[at] - begins[at]), lane.height - 2)
            self._joint(painter, rect, shown.kind, rising)

    def _joint(self, painter: QPainter, rect: QRectF, kind: str, rising: bool) -> None:
        ink = self._palette.clip_text
        painter.fillRect(rect, qcolor("#ffffff", 64))
        painter.setPen(QPen(qcolor(ink, 210), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if rect.width() < 6:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = (rect.bottomLeft(), rect.topRight()) if rising else (rect.topLeft(), rect.bottomRight())
        painter.drawLine(*ends)
        if kind not in ("dissolve", "fade"):
            painter.drawLine(QPointF(rect.center().x(), rect.top()), QPointF(rect.center().x(), rect.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # -- the whole film

    def _whole(self, painter: QPainter, left: float, right: float) -> None:
        """Markers as fine lines, and what is outside in and out in shade."""
        first, end = self._geometry.frame(left) - 1, self._geometry.frame(right) + 1
        for marker in self._model.timeline.markers:
            if first <= marker.frame <= end:
                x = round(self._geometry.x(marker.frame))
                painter.fillRect(QRectF(x, 0, 1, self._geometry.height), qcolor(self._palette.snap, 70))
        span = self._model.timeline.span
        if span is None:
            return
        shade = qcolor("#000000" if self._palette.dark else self._palette.dim, 95)
        for begin, stop in ((left, min(right, self._geometry.x(span[0]))), (max(left, self._geometry.x(span[1])), right)):
            if stop > begin:
                painter.fillRect(QRectF(begin, 0, stop - begin, self._geometry.height), shade)


def badges_of(clip: Clip, takes: int) -> list[str]:
    """The badges of a clip, from the right."""
    found = []
    if takes > 1:
        found.append(f"={takes}")
    if clip.speed != 1:
        found.append("❄" if clip.speed == 0 else f"{round(float(clip.speed) * 100)} %".replace("-", "−"))
    if clip.link:
        found.append("link")
    return found
