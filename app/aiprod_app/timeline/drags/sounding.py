# SPDX-License-Identifier: Apache-2.0
"""Gain and fades of sound, by hand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from aiprod.film.timeline_changes import SetClip
from aiprod_app.timeline.clock import signed
from aiprod_app.timeline.details import gain_at, gain_share
from aiprod_app.timeline.drags.base import Bars, Drag, Ghost, Modifiers, Pointer
from aiprod_app.timeline.geometry import BAND
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
        words = "−∞ dB" if gain <= -96 else f"{gain:+.1f} dB".replace("-", "−")
        bars = (Bars.of(self._held.row, [(self._held.start, self._held.end)]),)
        self.ghost = Ghost(bars, level=(self._held.row, gain_share(gain)), tip=words)


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
