# SPDX-License-Identifier: Apache-2.0
"""Drags that change nothing of the film: selecting with a box, going through it, moving and zooming the window; in and out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from aiprod.film.timeline_changes import MoveMarker, SetSpan
from aiprod_app.timeline.clock import signed
from aiprod_app.timeline.drags.base import Drag, Ghost, Modifiers, Pointer
from aiprod_app.timeline.stage import Stage


class BandDrag(Drag):
    """A box: what it touches is selected. Shift and Ctrl keep what was."""

    holds_clips = False

    def __init__(self, stage: Stage, press: Pointer) -> None:
        super().__init__(stage, press)
        keeps = press.holds(Modifiers.ShiftModifier) or press.holds(Modifiers.ControlModifier)
        self._before = stage.selection
        self._kept = stage.selection if keeps else frozenset()
        self._top = press.y + stage.geometry.top
        self._last: tuple[tuple[int, range], ...] = ()

    def _follow(self, pointer: Pointer) -> None:
        geometry = self.stage.geometry
        corner = QPointF(geometry.x(self.press.frame), self._top - geometry.top)
        self.ghost = Ghost(box=(corner, pointer.point))
        touched = self._touched(QRectF(corner, pointer.point).normalized())
        if touched != self._last:
            self._last = touched
            self.stage.choose(self._kept | self.stage.with_linked(self._ids(touched)))

    def _touched(self, box: QRectF) -> tuple[tuple[int, range], ...]:
        """Rows, and which of their clips the box touches."""
        geometry, model = self.stage.geometry, self.stage.model
        found = []
        for lane in geometry.lanes if model is not None else ():
            assert model is not None
            row = model.rows[lane.row]
            if geometry.y(lane) < box.bottom() and geometry.y(lane) + lane.height > box.top() and not row.track.locked:
                found.append((lane.row, row.between(geometry.frame(box.left()), geometry.frame(box.right()))))
        return tuple(found)

    def _ids(self, touched: tuple[tuple[int, range], ...]) -> frozenset[str]:
        assert self.stage.model is not None
        tracks = self.stage.model.timeline.tracks
        return frozenset(clip.id for row, inside in touched for clip in tracks[row].clips[inside.start : inside.stop])

    def let_go(self) -> None:
        if not self.begun:
            self.stage.select(self._kept)

    def given_up(self) -> None:
        self.stage.select(self._before)


class HandDrag(Drag):
    """The window goes with the hand."""

    holds_clips = False

    def __init__(self, stage: Stage, press: Pointer) -> None:
        super().__init__(stage, press)
        self._scroll, self._top = stage.geometry.scroll, stage.geometry.top

    def _follow(self, pointer: Pointer) -> None:
        self.stage.scroll_to(round(self._scroll + self.press.x - pointer.x), round(self._top + self.press.y - pointer.y))

    def given_up(self) -> None:
        self.stage.scroll_to(self._scroll, self._top)


class ZoomDrag(Drag):
    """A stretch of the film that fills the window when let go; a click zooms in, with Alt out."""

    holds_clips = False

    def _follow(self, pointer: Pointer) -> None:
        height = self.stage.geometry.height
        left = self.stage.geometry.x(self.press.frame)
        self.ghost = Ghost(box=(QPointF(left, 0), QPointF(pointer.x, height)))
        self._end = pointer.frame

    def let_go(self) -> None:
        geometry = self.stage.geometry
        if not self.begun:
            self.stage.zoom(geometry.scale * (0.5 if self.press.holds(Modifiers.AltModifier) else 2), self.press.x)
            return
        first, end = sorted((self.press.frame, self._end))
        if (end - first) * geometry.scale >= 8:
            geometry.scale = min(64.0, geometry.width / (end - first))
            geometry.scroll = max(0, round(first * geometry.scale))
            self.stage.zoom(geometry.scale, 0)


class RangeDrag(Drag):
    """In and out, by drawing over the film. A click takes them away."""

    def __init__(self, stage: Stage, press: Pointer) -> None:
        super().__init__(stage, press)
        self._points = stage.snap_points()
        self._first = self._at(press)

    def _at(self, pointer: Pointer) -> int:
        at = self.stage.geometry.nearest(pointer.x)
        return at + self.stage.caught(self._points, (at,), 0)[0]

    def _follow(self, pointer: Pointer) -> None:
        first, end = sorted((self._first, self._at(pointer)))
        self.edits = (SetSpan(span=(first, end)),) if end > first else ()
        tip = f"{self.stage.timecode(first)} – {self.stage.timecode(end)}   ({end - first})"
        self.ghost = Ghost(span=(first, end), tip=tip)

    def let_go(self) -> None:
        timeline = self.stage.timeline
        if not self.begun and timeline is not None and timeline.span is not None:
            self.edits = (SetSpan(span=None),)


class SpanDrag(Drag):
    """The in or the out point, in the ruler."""

    def __init__(self, stage: Stage, press: Pointer, side: int) -> None:
        super().__init__(stage, press)
        self._side, self._points = side, stage.snap_points()

    def _follow(self, pointer: Pointer) -> None:
        timeline = self.stage.timeline
        if timeline is None or timeline.span is None:
            return
        at = self.stage.geometry.nearest(pointer.x)
        moved, snapped = self.stage.caught(self._points, (at,), 0)
        at += moved
        first, end = timeline.span
        first, end = (min(at, end - 1), end) if self._side == 0 else (first, max(at, first + 1))
        self.edits = (SetSpan(span=(first, end)),) if (first, end) != timeline.span else ()
        self.ghost = Ghost(span=(first, end), snapped=snapped, tip=f"{self.stage.timecode(at)}   ({end - first})")


class ScrubDrag(Drag):
    """The playhead goes with the pointer, at once."""

    holds_clips = False

    def __init__(self, stage: Stage, press: Pointer) -> None:
        super().__init__(stage, press)
        self._points = stage.snap_points(playhead=False)
        self._last: int | None = None
        self.moved(press)

    def _far(self, pointer: Pointer) -> bool:
        return True

    def _follow(self, pointer: Pointer) -> None:
        at = self.stage.geometry.nearest(pointer.x) if self.stage.geometry.scale < 12 else self.stage.geometry.over(pointer.x)
        if pointer.holds(Modifiers.ShiftModifier):
            at += self.stage.caught(self._points, (at,), 0)[0]
        if at != self._last:
            self._last = at
            self.stage.seek(at)


class MarkerDrag(Drag):
    """A marker to another frame. A click goes there."""

    def __init__(self, stage: Stage, press: Pointer, marker: str, frame: int) -> None:
        super().__init__(stage, press)
        self._marker, self._frame = marker, frame
        self._points = [point for point in stage.snap_points() if point != frame]

    def _follow(self, pointer: Pointer) -> None:
        distance = max(self._distance(pointer), -self._frame)
        distance, snapped = self.stage.caught(self._points, (self._frame,), distance)
        self.edits = (MoveMarker(marker=self._marker, frame=self._frame + distance),) if distance else ()
        there = self._frame + distance
        self.ghost = Ghost(line=(there, ()), snapped=snapped, tip=f"{signed(distance)}   {self.stage.timecode(there)}")

    def let_go(self) -> None:
        if not self.begun:
            self.stage.seek(self._frame)
