# SPDX-License-Identifier: Apache-2.0
"""Edges and contents of clips: trim, ripple, roll, slip, slide, and the length of transitions."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from aiprod.film.timeline import Transition
from aiprod.film.timeline_changes import Edit, Roll, SetTransition, Slide, Slip, Trim
from aiprod_app.timeline.clock import signed
from aiprod_app.timeline.drags.base import Bars, Drag, Ghost, Modifiers, Pointer, bars_of
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage

Edge = Literal["in", "out"]


class TrimDrag(Drag):
    """One edge of a clip, and of those linked with it that end there too. With Alt it goes alone."""

    def __init__(self, stage: Stage, press: Pointer, held: Place, edge: Edge, *, ripple: bool = False) -> None:
        super().__init__(stage, press)
        self._held, self._edge, self._ripple = held, edge, ripple
        self._alone = press.holds(Modifiers.AltModifier) or not stage.linked
        self._partners = partners(stage, held, edge, alone=self._alone)
        self._points = stage.snap_points([place.clip.id for place in self._partners])

    def _follow(self, pointer: Pointer) -> None:
        at = self._held.start if self._edge == "in" else self._held.end
        distance, snapped = self.stage.caught(self._points, (at,), self._distance(pointer))
        self.edits = (
            (Trim(clip=self._held.clip.id, edge=self._edge, frames=distance, ripple=self._ripple, linked=not self._alone),)
            if distance else ()
        )  # fmt: skip
        shown = _clamped(self._held, self._edge, distance)
        bars = tuple(self._bar(place, shown) for place in self._partners)
        edge = self._held.end + shown if self._ripple and self._edge == "out" else at + (
            0 if self._ripple and self._edge == "in" else shown
        )  # fmt: skip
        length = self._held.clip.length + (shown if self._edge == "out" else -shown)
        tip = f"{signed(distance)}   {self.stage.timecode(at + distance)}   ({length})"
        self.ghost = Ghost(bars, edge=(edge, tuple(place.row for place in self._partners)), snapped=snapped, tip=tip)

    def _bar(self, place: Place, distance: int) -> Bars:
        if self._edge == "out":
            return Bars.of(place.row, [(place.start, place.end + distance)])
        if self._ripple:  # its beginning stays, its end comes nearer
            return Bars.of(place.row, [(place.start, place.end - distance)])
        return Bars.of(place.row, [(place.start + distance, place.end)])


class RollDrag(Drag):
    """The cut between two clips that touch."""

    def __init__(self, stage: Stage, press: Pointer, right: Place) -> None:
        super().__init__(stage, press)
        self._right = right
        self._partners = partners(stage, right, "in")
        self._points = stage.snap_points([place.clip.id for place in self._partners] + self._lefts())

    def _lefts(self) -> list[str]:
        return [left.clip.id for place in self._partners if (left := before(self.stage, place)) is not None]

    def _follow(self, pointer: Pointer) -> None:
        cut = self._right.start
        distance, snapped = self.stage.caught(self._points, (cut,), self._distance(pointer))
        self.edits = (Roll(clip=self._right.clip.id, frames=distance),) if distance else ()
        bars = []
        for place in self._partners:
            left = before(self.stage, place)
            spans = [(left.start, max(left.start + 1, place.start + distance))] if left is not None else []
            bars.append(Bars.of(place.row, [*spans, (min(place.end - 1, place.start + distance), place.end)]))
        rows = tuple(place.row for place in self._partners)
        tip = f"{signed(distance)}   {self.stage.timecode(cut + distance)}"
        self.ghost = Ghost(tuple(bars), edge=(cut + distance, rows), snapped=snapped, tip=tip)


class SlipDrag(Drag):
    """Other content in the same place: what is seen goes with the pointer, so a pull to the right shows earlier frames."""

    def __init__(self, stage: Stage, press: Pointer, held: Place) -> None:
        super().__init__(stage, press)
        self._held = held
        chosen = stage.selection if held.clip.id in stage.selection else frozenset((held.clip.id,))
        self._ids = tuple(sorted(chosen))
        assert stage.model is not None
        self._bars = bars_of(stage.places(stage.model.linked(chosen)))

    def _follow(self, pointer: Pointer) -> None:
        frames = -self._distance(pointer)
        self.edits = (Slip(clips=self._ids, frames=frames),) if frames else ()
        first = self._held.clip.source_in + (int(frames * self._held.clip.speed) if self._held.clip.available is not None else 0)
        last = first + self._held.clip.length - 1
        words = QCoreApplication.translate("Timeline", "{frames}   media {first} to {last}")
        tip = words.format(frames=signed(frames), first=max(0, first), last=max(0, last))
        self.ghost = Ghost(self._bars, tip=tip)


class SlideDrag(Drag):
    """A clip between its neighbours, which give and take."""

    def __init__(self, stage: Stage, press: Pointer, held: Place) -> None:
        super().__init__(stage, press)
        self._held = held
        self._left, self._right = before(stage, held), behind(stage, held)
        leaving = [place.clip.id for place in (held, self._left, self._right) if place is not None]
        self._points = stage.snap_points(leaving)

    def _follow(self, pointer: Pointer) -> None:
        held = self._held
        distance, snapped = self.stage.caught(self._points, (held.start, held.end), self._distance(pointer))
        self.edits = (Slide(clip=held.clip.id, frames=distance),) if distance else ()
        spans = [(held.start + distance, held.end + distance)]
        if self._left is not None:
            spans.insert(0, (self._left.start, max(self._left.start + 1, held.start + distance)))
        if self._right is not None:
            spans.append((min(self._right.end - 1, held.end + distance), self._right.end))
        tip = f"{signed(distance)}   {self.stage.timecode(held.start + distance)}"
        self.ghost = Ghost((Bars.of(held.row, spans),), snapped=snapped, tip=tip)


class JointDrag(Drag):
    """The length of a transition, by either of its ends."""

    def __init__(self, stage: Stage, press: Pointer, held: Place, tail: bool, side: Literal["left", "right"]) -> None:
        super().__init__(stage, press)
        self._held, self._tail, self._side = held, tail, side
        shown = held.clip.tail if tail else held.clip.head
        assert shown is not None
        self._shown: Transition = shown
        self._points = stage.snap_points()

    def _follow(self, pointer: Pointer) -> None:
        cut = self._held.end if self._tail else self._held.start
        at = cut - self._shown.before if self._side == "left" else cut + self._shown.after
        distance, snapped = self.stage.caught(self._points, (at,), self._distance(pointer))
        longer = -distance if self._side == "left" else distance
        both = self._shown.before > 0 and self._shown.after > 0
        length = max(1, self._shown.length + (2 * longer if both else longer))
        self.edits = (self._edit(length),) if length != self._shown.length else ()
        before_cut = length - length // 2 if both else length if self._shown.before else 0
        bars = (Bars.of(self._held.row, [(cut - before_cut, cut - before_cut + length)]),)
        tip = QCoreApplication.translate("Timeline", "{frames}   transition of {length} frames")
        self.ghost = Ghost(bars, snapped=snapped, tip=tip.format(frames=signed(length - self._shown.length), length=length))

    def _edit(self, length: int) -> Edit:
        alignment = self._shown.alignment if self._shown.alignment != "own" else "centre"
        return SetTransition(
            clip=self._held.clip.id, transition=self._shown.kind, length=length, edge="tail" if self._tail else "head",
            alignment=alignment,
        )  # fmt: skip


# -- neighbours --------------------------------------------------------------------------------------------------------


def before(stage: Stage, place: Place) -> Place | None:
    """The clip that touches another's beginning."""
    assert stage.model is not None
    return stage.model.at(place.row, place.index - 1) if place.index and not place.clip.gap else None


def behind(stage: Stage, place: Place) -> Place | None:
    """The clip that touches another's end."""
    assert stage.model is not None
    clips = stage.model.timeline.tracks[place.row].clips
    touched = place.index + 1 < len(clips) and not clips[place.index + 1].gap
    return stage.model.at(place.row, place.index + 1) if touched else None


def partners(stage: Stage, held: Place, edge: Edge, *, alone: bool = False) -> list[Place]:
    """A clip and those linked with it whose edge lies where its own does."""
    if alone or stage.model is None:
        return [held]
    at = held.start if edge == "in" else held.end
    group = stage.places(stage.model.linked((held.clip.id,)))
    found = [place for place in group if (place.start if edge == "in" else place.end) == at]
    return found or [held]


def _clamped(held: Place, edge: Edge, distance: int) -> int:
    """A distance that leaves at least one frame."""
    most = held.clip.length - 1
    return min(distance, most) if edge == "in" else max(distance, -most)
