# SPDX-License-Identifier: Apache-2.0
"""Gain and fades of sound, by hand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from aiprod.film.mix import Point
from aiprod.film.timeline_changes import SetClip
from aiprod_app.timeline.clock import signed
from aiprod_app.timeline.details import gain_at, gain_share
from aiprod_app.timeline.drags.base import Bars, Drag, Ghost, Modifiers, Pointer
from aiprod_app.timeline.geometry import BAND
from aiprod_app.timeline.hits import curve_at
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage


class GainDrag(Drag):
    """The line of a clip's gain, up and down; with Shift ten times finer. Near 0 dB it catches."""

    def __init__(self, stage: Stage, press: Pointer, held: Place) -> None:
        super().__init__(stage, press)
        self._held = held
        assert press.lane is not None
        self._height = press.lane.height - BAND - 3

    def _follow(self, pointer: Pointer) -> None:
        before = self._held.clip.gain_db
        moved = (pointer.y - self.press.y) / max(1, self._height)
        if pointer.holds(Modifiers.ShiftModifier):
            gain = round(max(-96.0, min(24.0, before - moved * 8)), 1)
        else:
            gain = gain_at(gain_share(before) + moved)
        if abs(gain) < 0.6 and self.stage.snapping and not pointer.holds(Modifiers.ShiftModifier):
            gain = 0.0
        self.edits = (SetClip(clips=(self._held.clip.id,), gain_db=gain),) if gain != before else ()
        bars = (Bars.of(self._held.row, [(self._held.start, self._held.end)]),)
        self.ghost = Ghost(bars, level=(self._held.row, gain_share(gain)), tip=decibels(gain))


class PointDrag(Drag):
    """A point of a gain curve: a new one where the curve was taken with Ctrl, or one that is there. Alt and a click remove it."""

    def __init__(self, stage: Stage, press: Pointer, held: Place, number: int = -1) -> None:
        super().__init__(stage, press)
        self._held, self._new = held, number < 0
        assert press.lane is not None and stage.model is not None
        self._height = press.lane.height - BAND - 3
        self._fps = float(stage.model.timeline.rate.fps)
        self._points = list(held.clip.gain)
        if self._new:
            moment = round((press.frame - held.start) / self._fps, 3)
            number = sum(point.time_s < moment for point in self._points)
            self._points.insert(number, Point(time_s=max(0.0, moment), value=round(curve_at(held.clip.gain, moment), 1)))
        self._number = number

    def _follow(self, pointer: Pointer) -> None:
        points, clip, at = list(self._points), self._held.clip, self._points[self._number]
        share = gain_share(clip.gain_db + at.value) + (pointer.y - self.press.y) / max(1, self._height)
        level = max(-96.0, min(24.0, gain_at(share)))
        moment = at.time_s + (pointer.frame - self.press.frame) / self._fps
        points[self._number] = at.changed(time_s=self._between(moment), value=round(level - clip.gain_db, 1))
        self.edits = (SetClip(clips=(clip.id,), gain=tuple(points)),)
        shares = [(point.time_s * self._fps, gain_share(clip.gain_db + point.value)) for point in points]
        line = [(0.0, shares[0][1]), *shares, (float(clip.length), shares[-1][1])]
        curve = (self._held.row, tuple((self._held.start + frame, share) for frame, share in line))
        self.ghost = Ghost(curve=curve, tip=decibels(level))

    def _between(self, moment: float) -> float:
        """A moment between the neighbours of the point, inside the clip."""
        step = 1 / self._fps
        low = self._points[self._number - 1].time_s + step if self._number else 0.0
        last = self._number + 1 == len(self._points)
        high = self._held.clip.length * step if last else self._points[self._number + 1].time_s - step
        return round(max(low, min(high, moment)), 3)

    def let_go(self) -> None:
        if self.begun:
            return
        points = list(self._points)
        if not self._new and self.press.holds(Modifiers.AltModifier):
            del points[self._number]
        if points != list(self._held.clip.gain):
            self.edits = (SetClip(clips=(self._held.clip.id,), gain=tuple(points)),)


def decibels(gain: float) -> str:
    return "−∞ dB" if gain <= -96 else f"{gain:+.1f} dB".replace("-", "−")


class FadeDrag(Drag):
    """The length of a fade, by its handle at the top."""

    def __init__(self, stage: Stage, press: Pointer, held: Place, side: Literal["in", "out"]) -> None:
        super().__init__(stage, press)
        self._held, self._side = held, side
        self._points = stage.snap_points()

    def _follow(self, pointer: Pointer) -> None:
        clip = self._held.clip
        before = clip.fade_in if self._side == "in" else clip.fade_out
        at = self._held.start + before if self._side == "in" else self._held.end - before
        distance, snapped = self.stage.caught(self._points, (at,), self._distance(pointer))
        other = clip.fade_out if self._side == "in" else clip.fade_in
        length = max(0, min(before + (distance if self._side == "in" else -distance), clip.length - other))
        fields = {"fade_in": length} if self._side == "in" else {"fade_out": length}
        self.edits = (SetClip(clips=(clip.id,), **fields),) if length != before else ()
        edge = self._held.start if self._side == "in" else self._held.end - length
        tip = QCoreApplication.translate("Timeline", "{frames}   fade of {length} frames")
        self.ghost = Ghost(
            (Bars.of(self._held.row, [(edge, edge + length)]),), snapped=snapped,
            tip=tip.format(frames=signed(length - before), length=length),
        )  # fmt: skip
