# SPDX-License-Identifier: Apache-2.0
"""Words and lines on clips: names, badges, transitions, fades, gain; in and out, markers. Only where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from aiprod.film.timeline import Clip
from aiprod_app.timeline.colours import Palette, packed, qcolor, rgb_of
from aiprod_app.timeline.geometry import BAND, Geometry, Lane
from aiprod_app.timeline.lettering import BADGE_HEIGHT, Lettering
from aiprod_app.timeline.rows import Model, Row
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.surface import Pixels, Surface

NAMED = 28
"""Clips from so many pixels on have words."""
_BADGED = 84
_LONGEST_TITLE = 420
_SPLIT = 34
_PAD = 5
_MOST_LINES = 60
"""More markers than these are seen in the ruler alone."""
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
        painter.end()
        self._whole(left, right, 0, self._geometry.height)

    def paint_titles(self, reaches: Sequence[tuple[Lane, float]]) -> None:
        """The strips with names anew, from the left edge as far as each lane's titles reach."""
        painter = self._surface.painter()
        painter.setFont(self._lettering.font)
        strips = []
        for lane, reach in reaches:
            y, row = self._geometry.y(lane), self._model.rows[lane.row]
            band = BAND if lane.height >= _SPLIT else lane.height
            painter.setClipRect(QRectF(0, y + 2, reach, band - 2 - (2 if band == lane.height else 0)))
            self._bands(painter, row, reach, y, band)
            self._joints(painter, row, lane, y, 0, reach)
            self._names(painter, row, lane, y, 0, reach)
            strips.append((reach, y + 2, band - 2 - (2 if band == lane.height else 0)))
        painter.end()
        for reach, y, height in strips:
            self._whole(0, reach, y, height)

    def _bands(self, painter: QPainter, row: Row, reach: float, y: int, band: int) -> None:
        """The ground that titles stand on, without the edges of clips."""
        tables = self._palette.tables
        for index in row.between(self._geometry.frame(0), self._geometry.frame(reach)):
            left, right = self._geometry.x(row.starts[index]), self._geometry.x(row.ends[index])
            if right - left >= NAMED:
                colour = QColor.fromRgb(int(tables.band[row.look[index]]))
                painter.fillRect(round(left) + 2, y, round(right) - round(left) - 4, band, colour)

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
        self._names(painter, row, lane, y, left, right)

    def _names(self, painter: QPainter, row: Row, lane: Lane, y: int, left: float, right: float) -> None:
        """Names and badges; and the hatching of a locked track over them."""
        seen = row.between(self._geometry.frame(left), self._geometry.frame(right))
        scale, scroll = self._geometry.scale, self._geometry.scroll
        begins = row.starts[seen.start : seen.stop] * scale - scroll
        ends = row.ends[seen.start : seen.stop] * scale - scroll
        if lane.height >= 15:
            middle = y + (BAND if lane.height >= _SPLIT else lane.height) / 2
            painter.setPen(qcolor(self._palette.clip_text))
            for at in np.flatnonzero(ends - begins >= NAMED).tolist():
                self._words(painter, row, seen.start + at, (float(begins[at]), float(ends[at])), middle)
        if row.track.locked:
            painter.setBrushOrigin(-scroll, 0)
            hatching = QBrush(qcolor(self._palette.dim, 90), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(left, y, right - left, lane.height), hatching)

    # -- words

    def _words(self, painter: QPainter, row: Row, index: int, span: tuple[float, float], middle: float) -> None:
        begin, end = max(0.0, span[0]), span[1]
        if end - begin >= _BADGED:
            end = self._badges(painter, row, index, begin, end, middle)
        room = min(end - begin - 2 * _PAD, _LONGEST_TITLE)
        if room >= 12:
            text = self._lettering.fitted(row.label(index), room)
            words, rise = self._lettering.laid(text)
            painter.drawStaticText(QPointF(begin + _PAD, middle - rise), words)

    def _badges(self, painter: QPainter, row: Row, index: int, begin: float, end: float, middle: float) -> float:
        """Badges at the right end of the strip. Returns where they begin."""
        x, ink, ground = end - 4, self._palette.clip_text, "#000000"
        for text in row.badges(index, self._sources):
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
        if kind not in ("dissolve", "fade", "fade_in", "fade_out"):
            painter.drawLine(QPointF(rect.center().x(), rect.top()), QPointF(rect.center().x(), rect.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # -- the whole film

    def _whole(self, left: float, right: float, top: float, height: float) -> None:
        """Markers as fine lines, and what is outside in and out in shade."""
        ratio = self._surface.ratio
        rows = self._surface.pixels[max(0, round(top * ratio)) : max(0, round((top + height) * ratio))]
        first, end = self._geometry.frame(left), self._geometry.frame(right)
        seen = (self._model.markers[at].frame for at in self._model.markers_between(first, end))
        columns = {round(self._geometry.x(frame) * ratio) for frame in seen if first <= frame < end}
        places = np.array(sorted(x for x in columns if 0 <= x < rows.shape[1]), np.int64)
        if 0 < len(places) <= _MOST_LINES:
            rows[:, places] = _tinted(rows[:, places], packed(rgb_of(self._palette.snap)))
        span = self._model.timeline.span
        if span is None:
            return
        painter = self._surface.painter()
        shade = qcolor("#000000" if self._palette.dark else self._palette.dim, 95)
        for begin, stop in ((left, min(right, self._geometry.x(span[0]))), (max(left, self._geometry.x(span[1])), right)):
            if stop > begin:
                painter.fillRect(QRectF(begin, top, stop - begin, height).toAlignedRect(), shade)
        painter.end()


def _tinted(pixels: Pixels, colour: int) -> Pixels:
    """With a quarter of another colour in it."""
    quarter = ((colour >> 2) & 0x3F3F3F) | 0xFF000000
    return (((pixels >> 1) & 0x7F7F7F) + ((pixels >> 2) & 0x3F3F3F) + quarter).astype(np.uint32)
