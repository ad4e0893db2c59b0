# SPDX-License-Identifier: Apache-2.0
"""Clips to another time and another track; with Ctrl they take their time along, with Alt a copy goes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod.film.timeline_changes import Edit, Move
from aiprod_app.timeline.clock import signed
from aiprod_app.timeline.copying import copies
from aiprod_app.timeline.drags.base import Drag, Ghost, Modifiers, Pointer, bars_of
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage

_MOST_ANCHORS = 24


class MoveDrag(Drag):
    """Moves what is selected, held at one clip."""

    def __init__(self, stage: Stage, press: Pointer, held: Place, *, copy: bool = False) -> None:
        super().__init__(stage, press)
        self._held, self._copy = held, copy
        self._places = stage.places(stage.selection | {held.clip.id})
        self._bars = bars_of(self._places)
        self._first = min(place.start for place in self._places)
        leaving = () if copy else [place.clip.id for place in self._places]
        self._points = stage.snap_points(leaving)
        self._anchors = self._edges()

    def _edges(self) -> list[int]:
        edges = sorted({edge for place in self._places for edge in (place.start, place.end)})
        return edges if len(edges) <= _MOST_ANCHORS else [edges[0], self._held.start, self._held.end, edges[-1]]

    def _follow(self, pointer: Pointer) -> None:
        distance = max(self._distance(pointer), -self._first)
        if pointer.holds(Modifiers.ShiftModifier):
            distance = 0
        distance, snapped = self.stage.caught(self._points, self._anchors, distance)
        distance = max(distance, -self._first)
        steps = self._steps(pointer)
        self.obstacle = self._no_track(steps)
        self.edits = () if self.obstacle or not (distance or steps) else self._edits(
            distance, steps, pointer.holds(Modifiers.ControlModifier)
        )  # fmt: skip
        sound = self._sounds(self._held.row)
        bars = [bar.moved(distance, steps if self._sounds(bar.row) == sound else 0) for bar in self._bars]
        there = self._first + distance
        self.ghost = Ghost(tuple(bars), snapped=snapped, tip=f"{signed(distance)}   {self.stage.timecode(there)}")

    def _sounds(self, row: int) -> bool:
        assert self.stage.model is not None
        tracks = self.stage.model.timeline.tracks
        return 0 <= row < len(tracks) and tracks[row].kind == "audio"

    def _steps(self, pointer: Pointer) -> int:
        """Tracks of the document between the clip that is held and the pointer; none to tracks of another sort."""
        if pointer.lane is None or self._sounds(pointer.lane.row) != self._sounds(self._held.row):
            return 0
        return pointer.lane.row - self._held.row

    def _no_track(self, steps: int) -> str:
        sound = self._sounds(self._held.row)
        assert self.stage.model is not None
        rows = [place.row + steps for place in self._places if self._sounds(place.row) == sound]
        if all(0 <= row < len(self.stage.model.rows) and self._sounds(row) == sound for row in rows):
            return ""
        return QCoreApplication.translate("Timeline", "There is no track for all of them there")

    def _edits(self, distance: int, steps: int, ripple: bool) -> tuple[Edit, ...]:
        if self._copy:
            return copies(self.stage, self._places, distance, steps, self._sounds(self._held.row), insert=ripple)
        return moves(self.stage, self._places, distance, steps, sound=self._sounds(self._held.row), ripple=ripple)


def moves(
    stage: Stage, places: list[Place], distance: int, steps: int, *, sound: bool = False, ripple: bool = False
) -> tuple[Edit, ...]:  # fmt: skip
    """Edits that bring clips `distance` frames later, and those of one sort `steps` tracks up in the document."""
    assert stage.model is not None
    tracks = stage.model.timeline.tracks
    if not steps:
        ids = tuple(place.clip.id for place in places)
        return (Move(clips=ids, frame=min(place.start for place in places) + distance, ripple=ripple),)
    leading = [place for place in places if (tracks[place.row].kind == "audio") == sound]
    links = {place.clip.link for place in leading if place.clip.link}
    rest = [place for place in places if place not in leading and place.clip.link not in links]
    topmost = max(place.row for place in leading)
    found: list[Edit] = [
        Move(
            clips=tuple(place.clip.id for place in leading), frame=min(place.start for place in leading) + distance,
            track=tracks[topmost + steps].id, ripple=ripple,
        )
    ]  # fmt: skip
    if rest and distance:
        found.append(Move(clips=tuple(place.clip.id for place in rest), frame=min(place.start for place in rest) + distance))
    return tuple(found)
