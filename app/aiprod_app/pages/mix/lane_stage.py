# SPDX-License-Identifier: Apache-2.0
"""The tracks of sound as they are drawn: waveforms, gains, where speech presses them down, and the mix's loudness."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.mix import Bus, Ducking
from aiprod_app.background import Background
from aiprod_app.pages.mix.lane_art import Lane, LaneClip, Levels, Place, View, draw_lane, ducking_line, gain_line, level_at
from aiprod_app.pages.mix.levels import History
from aiprod_app.pages.mix.scale import gain_of, share_of
from aiprod_app.pages.mix.strip import COLOURS
from aiprod_app.theme.tokens import tokens
from aiprod_app.timeline.desk import Desk
from aiprod_app.widgets.number import decimal

RULER, LOUDNESS = 22, 84
LOWEST_LANE, HIGHEST_LANE = 36, 72
_LOUDEST, _QUIETEST, _SILENT = -6.0, -48.0, -69.9


class Stage(QWidget):
    """The lanes' pictures, and the stretch of the film that is seen.

    Signals:
        view_changed: another stretch is seen.
    """

    view_changed = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lanes: tuple[Lane, ...] = ()
        self.lane = 58
        """Height of a lane, in pixels."""
        self.frames, self.fps, self.playhead = 0, 24.0, 0
        self.first, self.per_px = 0.0, 1.0
        self.chosen, self.point = "", -1
        self._whole = True
        self._draft: LaneClip | None = None
        self._peaks: dict[Path, Levels] = {}
        self._reading: Desk[Levels] = Desk(background, self, self._read)
        self._drawing: Desk[tuple[View, QImage]] = Desk(background, self, self._drawn)
        self._art: dict[str, tuple[View, QImage]] = {}
        self._wanted: dict[str, Hashable] = {}
        self.ducking: dict[Bus, list[Place]] = {}
        self._ducked: tuple[tuple[tuple[float, float], ...], dict[Bus, Ducking]] = ((), {})
        """What those lines were made of."""
        self.history: History | None = None
        self.history_stale, self.target = False, -16.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit_height()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_lanes(self, lanes: Sequence[Lane], frames: int, fps: float) -> None:
        """Another edit."""
        self.lanes, self.fps = tuple(lanes), max(fps, 1e-3)
        known = {clip.id for lane in lanes for clip in lane.clips}
        if self.chosen not in known:
            self.chosen, self.point = "", -1
        if self._draft is not None and not self._busy:
            self._draft = None
        if frames != self.frames:
            self.frames = frames
            if self._whole:
                self.fit()
        for path in {clip.path for lane in lanes for clip in lane.clips if clip.path is not None} - self._peaks.keys():
            self._ask_peaks(path)
        self._fit_height()
        self._describe()
        self.update()

    @property
    def _busy(self) -> bool:
        """Whether something is being drawn by hand."""
        return False

    def _describe(self) -> None:
        """Say what is chosen, for who can't see it."""

    def _ask_peaks(self, path: Path) -> None:
        if not self._reading.waits(path):
            from aiprod_app.timeline.waveforms import levels_of

            self._reading.ask(path, lambda: levels_of(path))

    def forget_sounds(self) -> None:
        """Files may be others than before."""
        self._peaks = {}
        self._art = {}
        self._wanted = {}

    def _read(self, path: Hashable, found: Levels | AiprodError) -> None:
        assert isinstance(path, Path)
        self._peaks[path] = () if isinstance(found, AiprodError) else found
        if not self._peaks[path]:
            del self._peaks[path]
        self._wanted = {}
        self.update()

    def show_ducking(self, speech: Sequence[tuple[float, float]], wanted: Mapping[Bus, Ducking]) -> None:
        """Where speech presses the buses down."""
        asked = (tuple(speech), dict(wanted))
        if asked == self._ducked:
            return
        self._ducked = asked
        found = {bus: ducking_line(speech, settings) for bus, settings in wanted.items() if settings.depth_db < 0 and speech}
        if found != self.ducking:
            self.ducking = found
            self.update()

    def show_history(self, history: History | None, target: float, *, stale: bool) -> None:
        """The loudness of the finished mix; `stale`: something was changed since."""
        if (history, target, stale) != (self.history, self.target, self.history_stale):
            self.history, self.target, self.history_stale = history, target, stale
            self.update()

    def set_playhead(self, frame: int) -> None:
        """Where the playhead stands; what is seen follows it."""
        before, self.playhead = self.playhead, frame
        x = self.x_of(frame)
        if not 0 <= x < self.width() and not self._whole:
            self.first = max(0.0, frame - self.width() * self.per_px * 0.1)
            self.view_changed.emit()
            self.update()
            return
        for place in (before, frame):
            self.update(int(self.x_of(place)) - 8, 0, 16, self.height())

    def fit(self) -> None:
        """The whole film."""
        self._whole = True
        self.first, self.per_px = 0.0, max(self.frames / max(self.width() - 8, 1), 1e-3)
        self.view_changed.emit()
        self.update()

    def zoom(self, times: float, at: float | None = None) -> None:
        """Closer (above 1) or further away, about a place in pixels, else the playhead."""
        place = self.x_of(self.playhead) if at is None else at
        frame = self.frame_of(place)
        whole = self.frames / max(self.width() - 8, 1)
        self.per_px = min(max(self.per_px / times, 0.02), max(whole, 0.02))
        self._whole = self.per_px >= whole * 0.999
        self.first = 0.0 if self._whole else max(0.0, frame - place * self.per_px)
        self.view_changed.emit()
        self.update()

    def scroll_to(self, first: float) -> None:
        self.first = max(0.0, first)
        self.update()

    def x_of(self, frame: float) -> float:
        return (frame - self.first) / self.per_px

    def frame_of(self, x: float) -> float:
        return x * self.per_px + self.first

    def set_lane_height(self, height: int) -> None:
        """Lanes of another height, in pixels."""
        height = min(max(height, LOWEST_LANE), HIGHEST_LANE)
        if height != self.lane:
            self.lane = height
            self._fit_height()
            self.update()

    def _fit_height(self) -> None:
        self.setFixedHeight(RULER + self.lane * len(self.lanes) + LOUDNESS)

    def sizeHint(self) -> QSize:
        return QSize(600, RULER + self.lane * len(self.lanes) + LOUDNESS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._whole:
            self.fit()

    # -- clips and their lines -----------------------------------------------------------------------------------------

    def clip(self, name: str) -> LaneClip | None:
        """A clip as it is shown: with the draft."""
        if self._draft is not None and self._draft.id == name:
            return self._draft
        return next((clip for lane in self.lanes for clip in lane.clips if clip.id == name), None)

    def _lane_of(self, name: str) -> int:
        return next((row for row, lane in enumerate(self.lanes) if any(clip.id == name for clip in lane.clips)), -1)

    def y_of(self, row: int, gain_db: float) -> float:
        """Where a gain lies in a lane."""
        top = RULER + row * self.lane
        return top + 5 + (1 - share_of(gain_db)) * (self.lane - 10)

    def _gain_at(self, row: int, y: float) -> float:
        top = RULER + row * self.lane
        return gain_of(1 - (y - top - 5) / (self.lane - 10))

    def point_place(self, clip: LaneClip, row: int, number: int) -> QPointF:
        """Where a point of a clip's gain lies."""
        point = clip.gain[number]
        return QPointF(self.x_of(clip.start + point.time_s * self.fps), self.y_of(row, clip.gain_db + point.value))

    def _under(self, place: QPointF) -> tuple[int, LaneClip | None]:
        row = int((place.y() - RULER) // self.lane) if place.y() >= RULER else -1
        if not 0 <= row < len(self.lanes):
            return -1, None
        frame = self.frame_of(place.x())
        found = next((clip for clip in self.lanes[row].clips if clip.start <= frame < clip.end), None)
        return row, self.clip(found.id) if found is not None else None

    def _line_at(self, clip: LaneClip, row: int, x: float) -> float:
        """Where a clip's line lies above or below a place."""
        at_s = (self.frame_of(x) - clip.start) / self.fps
        line = gain_line(clip.gain, clip.gain_db, clip.length / self.fps)
        return self.y_of(row, level_at(line, at_s))

    # -- looks ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.fillRect(event.rect(), theme.colour("well"))
        font = QFont(painter.font())
        font.setPixelSize(theme.small_px)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        for row, lane in enumerate(self.lanes):
            self._paint_lane(painter, row, lane)
        self._paint_history(painter, QRectF(0, RULER + self.lane * len(self.lanes), self.width(), LOUDNESS))
        x = self.x_of(self.playhead)
        painter.setPen(QPen(theme.colour("playhead"), 1.4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("playhead"))
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 8)]))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_ruler(self, painter: QPainter) -> None:
        theme = tokens()
        painter.fillRect(0, 0, self.width(), RULER, theme.colour("panel"))
        least = 80 * self.per_px / self.fps
        step = next((step for step in (0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600) if step >= least), 1800)
        number = int(self.first / self.fps / step)
        while (x := self.x_of(number * step * self.fps)) < self.width():
            painter.setPen(QPen(theme.colour("strong_line"), 1))
            painter.drawLine(QPointF(x, RULER - 6), QPointF(x, RULER))
            painter.setPen(theme.colour("muted"))
            whole = number * step
            told = f"{int(whole // 60)}:{whole % 60:04.1f}" if step < 1 else f"{int(whole // 60)}:{int(whole % 60):02d}"
            painter.drawText(QRectF(x + 4, 2, 70, RULER - 6), Qt.AlignmentFlag.AlignVCenter, told)
            number += 1

    def _paint_lane(self, painter: QPainter, row: int, lane: Lane) -> None:
        theme, top = tokens(), RULER + row * self.lane
        colour = theme.colour(COLOURS[lane.bus])
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, top + self.lane - 1, self.width(), top + self.lane - 1)
        dim = lane.muted or (not lane.solo and any(other.solo for other in self.lanes))
        painter.setOpacity(0.4 if dim else 1.0)
        shown = [self.clip(clip.id) or clip for clip in lane.clips]
        shown = [clip for clip in shown if self.x_of(clip.end) >= 0 and self.x_of(clip.start) <= self.width()]
        for clip in shown:
            box = self._box(row, clip)
            painter.setPen(
                QPen(
                    theme.colour("accent") if clip.id == self.chosen else colour.darker(150), 1.6 if clip.id == self.chosen else 1
                )
            )
            painter.setBrush(colour.darker(125) if clip.enabled else theme.colour("raised"))
            painter.drawRoundedRect(box, 3, 3)
        self._paint_art(painter, row, lane, tuple(shown))
        self._paint_ducking(painter, row, lane)
        for clip in shown:
            self._paint_gain(painter, row, clip)
        painter.setOpacity(1.0)

    def _box(self, row: int, clip: LaneClip) -> QRectF:
        left, right = self.x_of(clip.start), self.x_of(clip.end)
        return QRectF(left + 0.5, RULER + row * self.lane + 3.5, max(right - left - 1, 1.0), self.lane - 8)

    def _paint_art(self, painter: QPainter, row: int, lane: Lane, clips: tuple[LaneClip, ...]) -> None:
        """The waveforms; until new ones are drawn, the last ones where they lie now."""
        view = View(self.first, self.per_px, self.width(), self.lane - 12, self.fps)
        ink = tokens().colour("waveform")
        key = (view, clips, ink.name())
        if self._wanted.get(lane.track) != key and clips:
            self._wanted[lane.track] = key
            peaks, colour = dict(self._peaks), (ink.red(), ink.green(), ink.blue())
            self._drawing.ask(lane.track, lambda: (view, draw_lane(clips, peaks, view, colour)))
        found = self._art.get(lane.track)
        if found is not None:
            drawn, image = found
            left, right = (self.x_of(drawn.first + place * drawn.per_px) for place in (0, drawn.width))
            painter.drawImage(QRectF(left, RULER + row * self.lane + 6, right - left, drawn.height), image)

    def _drawn(self, track: Hashable, found: tuple[View, QImage] | AiprodError) -> None:
        if not isinstance(found, AiprodError):
            self._art[str(track)] = found
            self.update()

    def _paint_ducking(self, painter: QPainter, row: int, lane: Lane) -> None:
        line = self.ducking.get(lane.bus)
        if not line:
            return
        top = RULER + row * self.lane + 4
        path = QPainterPath(QPointF(self.x_of(0), top))
        for at_s, level in line:
            x = min(self.x_of(at_s * self.fps), self.width() + 50.0)
            path.lineTo(QPointF(x, top + (share_of(0) - share_of(level)) * (self.lane - 10)))
            if x > self.width():
                break
        path.lineTo(QPointF(path.currentPosition().x(), top))
        inside = QPainterPath()
        for clip in lane.clips:
            inside.addRect(self._box(row, clip))
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        painter.setBrush(QColor(0, 0, 0, 120))
        painter.drawPath(path.intersected(inside))

    def _paint_gain(self, painter: QPainter, row: int, clip: LaneClip) -> None:
        theme, box = tokens(), self._box(row, clip)
        line = gain_line(clip.gain, clip.gain_db, clip.length / self.fps)
        places = [(min(max(self.x_of(clip.start + at * self.fps), box.left()), box.right()), level) for at, level in line]
        points = QPolygonF([QPointF(x, self.y_of(row, level)) for x, level in places])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
        painter.drawPolyline(points)
        painter.setPen(QPen(theme.colour("accent") if theme.name != "light" else QColor("#ffd58a"), 1.4))
        painter.drawPolyline(points)
        for number in range(len(clip.gain)):
            here = clip.id == self.chosen and number == self.point
            painter.setPen(QPen(QColor("#101214"), 1))
            painter.setBrush(QColor("#ffffff") if here else theme.colour("accent"))
            painter.drawEllipse(self.point_place(clip, row, number), 4.5 if here else 3.5, 4.5 if here else 3.5)
        if box.width() > 46:
            name = painter.fontMetrics().elidedText(clip.name, Qt.TextElideMode.ElideRight, int(box.width()) - 10)
            for shift, ink in ((1, QColor(0, 0, 0, 190)), (0, theme.colour("on_clip"))):
                painter.setPen(ink)
                painter.drawText(box.adjusted(6 + shift, 0, -4, -2 + shift), Qt.AlignmentFlag.AlignBottom, name)
        if self._draft is not None and clip.id == self._draft.id and self._busy:
            value = clip.gain[self.point].value if 0 <= self.point < len(clip.gain) else 0.0
            told = f"{decimal(clip.gain_db + value, 1)} dB"
            painter.drawText(box.adjusted(6, 3, -6, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, told)

    def _paint_history(self, painter: QPainter, box: QRectF) -> None:
        theme = tokens()
        painter.fillRect(box, theme.colour("well"))

        def y(level: float) -> float:
            share = (min(max(level, _QUIETEST), _LOUDEST) - _QUIETEST) / (_LOUDEST - _QUIETEST)
            return box.bottom() - 4 - share * (box.height() - 8)

        for level in (-12, -24, -36):
            painter.setPen(QPen(theme.colour("muted", 60), 1))
            painter.drawLine(QPointF(0, y(level)), QPointF(box.width(), y(level)))
        if self.history is not None:
            painter.setOpacity(0.45 if self.history_stale else 1.0)
            self._paint_readings(painter, self.history.momentary, y, theme.colour("muted", 170), fill=True)
            self._paint_readings(painter, self.history.short_term, y, theme.colour("good"), fill=False)
            painter.setOpacity(1.0)
        painter.setPen(QPen(theme.colour("accent"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, y(self.target)), QPointF(box.width(), y(self.target)))

    def _paint_readings(
        self, painter: QPainter, levels: NDArray[np.float64], y: Callable[[float], float], colour: QColor, *, fill: bool
    ) -> None:
        first = max(0, int(self.first / self.fps * 10) - 1)
        last = min(len(levels), int((self.first + self.width() * self.per_px) / self.fps * 10) + 2)
        step = max(1, (last - first) // 1200)
        places = range(first, last, step)
        points = [
            QPointF(self.x_of((at + 1) / 10 * self.fps), y(float(levels[at : at + step].max())))
            for at in places
            if levels[at] > _SILENT
        ]
        if len(points) < 2:
            return
        if fill:
            floor = y(_QUIETEST)
            points = [QPointF(points[0].x(), floor), *points, QPointF(points[-1].x(), floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            shade = QColor(colour)
            shade.setAlpha(90)
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF(points))
        else:
            painter.setPen(QPen(colour, 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
