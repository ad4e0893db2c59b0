# SPDX-License-Identifier: Apache-2.0
"""The tracks of sound under the hands: their gain is drawn."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from aiprod.film.mix import Point
from aiprod.film.timeline_changes import SetClip
from aiprod_app.background import Background
from aiprod_app.pages.mix.lane_art import LaneClip, gain_line, level_at
from aiprod_app.pages.mix.lane_stage import Stage
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import decimal

_NEAR = 7.0


class Canvas(Stage):
    """The lanes. A click puts the playhead there; the line of a clip is its gain: drag it, double click it to add a point, drag
    points, double click one to take it away. Keys: arrows choose clips and change the gain, P adds a point at the playhead,
    [ and ] choose points, Delete takes one away.

    Signals:
        seek_asked: a frame.
        edited: a `SetClip`, once for every drag or row of keys.
    """

    seek_asked = Signal(int)
    edited = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(background, parent)
        self._drag = ""
        self._keys = LettingGo(self._let_go, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def _busy(self) -> bool:
        return bool(self._drag) or self._keys.isActive()

    # -- hands ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        row, clip = self._under(place)
        self._keys.now()
        if clip is not None and row >= 0:
            self.chosen = clip.id
            self.point = self._point_near(clip, row, place)
            if self.point >= 0:
                self._drag = "point"
            elif abs(self._line_at(clip, row, place.x()) - place.y()) <= _NEAR:
                self._drag = "line"
        if not self._drag:
            self._drag = "seek"
            self.seek_asked.emit(self._held(self.frame_of(place.x())))
        self._describe()
        self.update()

    def _held(self, frame: float) -> int:
        return min(max(int(frame), 0), max(self.frames - 1, 0))

    def _point_near(self, clip: LaneClip, row: int, place: QPointF) -> int:
        far = [(self.point_place(clip, row, number) - place).manhattanLength() for number in range(len(clip.gain))]
        return min(range(len(far)), key=far.__getitem__) if far and min(far) <= 1.6 * _NEAR else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._drag == "seek":
            self.seek_asked.emit(self._held(self.frame_of(place.x())))
        elif self._drag:
            row, clip = self._lane_of(self.chosen), self.clip(self.chosen)
            if clip is not None:
                gain = self._gain_at(row, place.y())
                if self._drag == "line":
                    self._shift_line(clip, gain, place.x())
                else:
                    self._put_point(clip, (self.frame_of(place.x()) - clip.start) / self.fps, gain - clip.gain_db)
        else:
            self._show_cursor(place)

    def _show_cursor(self, place: QPointF) -> None:
        row, clip = self._under(place)
        if clip is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        elif self._point_near(clip, row, place) >= 0:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif abs(self._line_at(clip, row, place.x()) - place.y()) <= _NEAR:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.setCursor(Qt.CursorShape.ArrowCursor)

    def _shift_line(self, clip: LaneClip, gain_db: float, x: float) -> None:
        """Move a clip's gain as a whole, so that its line goes through the pointer."""
        at_s = (self.frame_of(x) - clip.start) / self.fps
        line = gain_line(clip.gain, 0.0, clip.length / self.fps)
        here = min(line, key=lambda corner: abs(corner[0] - at_s))[1] if clip.gain else 0.0
        self._change(clip, gain_db=round(min(max(gain_db - here, -96.0), 24.0), 1))

    def _put_point(self, clip: LaneClip, at_s: float, value: float) -> None:
        points, at = list(clip.gain), self.point
        low = points[at - 1].time_s + 0.01 if at else 0.0
        high = points[at + 1].time_s - 0.01 if at + 1 < len(points) else clip.length / self.fps
        held = round(min(max(value, -96.0 - clip.gain_db), 24.0 - clip.gain_db), 1)
        points[at] = points[at].changed(time_s=round(min(max(at_s, low), max(low, high)), 3), value=held)
        self._change(clip, gain=tuple(points))

    def _change(self, clip: LaneClip, *, gain_db: float | None = None, gain: tuple[Point, ...] | None = None) -> None:
        self._draft = LaneClip(
            clip.id, clip.name, clip.start, clip.length, clip.source_in, clip.path,
            clip.gain_db if gain_db is None else gain_db, clip.gain if gain is None else gain, clip.enabled,
        )  # fmt: skip
        self._describe()
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        drag, self._drag = self._drag, ""
        if drag in ("point", "line"):
            self._let_go()

    def _let_go(self) -> None:
        """Ask for what was drawn as one edit."""
        draft = self._draft
        before = next((clip for lane in self.lanes for clip in lane.clips if draft is not None and clip.id == draft.id), None)
        if draft is None or before is None or draft == before:
            self._draft = None
            return
        fields = {name: getattr(draft, name) for name in ("gain_db", "gain") if getattr(draft, name) != getattr(before, name)}
        self.edited.emit(SetClip(clips=(draft.id,), **fields))

    def refused(self) -> None:
        """The edit was not made: show what is."""
        self._draft = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        row, clip = self._under(place)
        self._drag = ""
        if clip is None:
            return
        self.chosen, self.point = clip.id, self._point_near(clip, row, place)
        if self.point >= 0:
            self._take_point(clip)
        else:
            self._add_point(clip, (self.frame_of(place.x()) - clip.start) / self.fps)
        self._let_go()

    def _add_point(self, clip: LaneClip, at_s: float) -> None:
        """A point on the line; the first one is joined by one at either end of what is heard."""
        line = gain_line(clip.gain, 0.0, clip.length / self.fps)
        value = level_at(line, at_s)
        added = Point(time_s=round(max(at_s, 0.0), 3), value=round(value, 1))
        points = tuple(sorted((*clip.gain, added), key=lambda point: point.time_s))
        self.point = points.index(added)
        self._change(clip, gain=points)

    def _take_point(self, clip: LaneClip) -> None:
        self._change(clip, gain=clip.gain[: self.point] + clip.gain[self.point + 1 :])
        self.point = -1

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.25 if turn > 0 else 0.8, event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            self.scroll_to(min(self.first - turn / 2 * self.per_px, max(0.0, self.frames - self.width() * self.per_px)))
            self.view_changed.emit()
        else:
            event.ignore()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of its own come before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _own(event):
            super().keyPressEvent(event)
            return
        key, clip = Qt.Key(event.key()), self.clip(self.chosen)
        step = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.5
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) or clip is None:
            self._choose(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._nudge(clip, step if key == Qt.Key.Key_Up else -step)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and clip.gain:
            self.point = (self.point + (1 if key == Qt.Key.Key_BracketRight else -1)) % len(clip.gain)
        elif key == Qt.Key.Key_P and clip.start <= self.playhead < clip.end:
            self._add_point(clip, (self.playhead - clip.start) / self.fps)
            self._keys.hold()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and 0 <= self.point < len(clip.gain):
            self._take_point(clip)
            self._let_go()
        self._describe()
        self.update()

    def _nudge(self, clip: LaneClip, step: float) -> None:
        if 0 <= self.point < len(clip.gain):
            point = clip.gain[self.point]
            self._put_point(clip, point.time_s, point.value + step)
        else:
            self._change(clip, gain_db=round(min(max(clip.gain_db + step, -96.0), 24.0), 1))
        self._keys.hold()

    def _choose(self, way: int) -> None:
        """The clip before or behind, lane by lane."""
        self._keys.now()
        names = [clip.id for lane in self.lanes for clip in lane.clips]
        if names:
            at = names.index(self.chosen) + way if self.chosen in names else 0
            self.chosen, self.point = names[at % len(names)], -1

    def _describe(self) -> None:
        clip = self.clip(self.chosen)
        if clip is None:
            self.setAccessibleDescription(self.tr("No clip is chosen"))
        elif 0 <= self.point < len(clip.gain):
            point = clip.gain[self.point]
            words = self.tr("{clip}, point {number} of {count}: {gain} dB at {time} s")
            told = words.format(clip=clip.name, number=self.point + 1, count=len(clip.gain),
                                gain=decimal(clip.gain_db + point.value, 1), time=decimal(point.time_s, 2))  # fmt: skip
            self.setAccessibleDescription(told)
        else:
            words, points = self.tr("{clip}: {gain} dB, {points}"), self.tr("%n point(s)", "", len(clip.gain))
            self.setAccessibleDescription(words.format(clip=clip.name, gain=decimal(clip.gain_db, 1), points=points))


def _own(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight,
        Qt.Key.Key_P, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
    )  # fmt: skip
