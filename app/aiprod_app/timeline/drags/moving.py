# SPDX-License-Identifier: Apache-2.0
"""Clips to another time and another track; with Ctrl they take their time along, with Alt a copy goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

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
        self._sound = self._sounds(held.row)
        self._plan: MovePlan | None = None

    def _begin(self) -> MovePlan:
        """What is needed once it is a drag and no click."""
        stage = self.stage
        self._places = stage.places(stage.selection | {self._held.clip.id})
        self._bars = bars_of(self._places)
        plan = MovePlan(stage, self._places, sound=self._sound)
        self._points = stage.snap_points(() if self._copy else plan.whole.clips)
        self._anchors = self._edges(plan.first)
        return plan

    def _edges(self, first: int) -> list[int]:
        if len(self._places) > _MOST_ANCHORS:
            last = max(bars.ends[-1] for bars in self._bars)
            return [first, self._held.start, self._held.end, int(last)]
        return sorted({edge for place in self._places for edge in (place.start, place.end)})

    def _follow(self, pointer: Pointer) -> None:
        plan = self._plan = self._plan or self._begin()
        first = plan.first
        distance = 0 if pointer.holds(Modifiers.ShiftModifier) else max(self._distance(pointer), -first)
        distance, snapped = self.stage.caught(self._points, self._anchors, distance)
        distance = max(distance, -first)
        steps = self._steps(pointer)
        self.obstacle = self._no_track(steps)
        self.edits = ()
        if not self.obstacle and (distance or steps):
            self.edits = self._edits(plan, distance, steps, pointer.holds(Modifiers.ControlModifier))
        bars = [bar.moved(distance, steps if self._sounds(bar.row) == self._sound else 0) for bar in self._bars]
        self.ghost = Ghost(tuple(bars), snapped=snapped, tip=f"{signed(distance)}   {self.stage.timecode(first + distance)}")

    def _sounds(self, row: int) -> bool:
        assert self.stage.model is not None
        tracks = self.stage.model.timeline.tracks
        return 0 <= row < len(tracks) and tracks[row].kind == "audio"

    def _steps(self, pointer: Pointer) -> int:
        """Tracks of the document between the clip that is held and the pointer; none to tracks of another sort."""
        if pointer.lane is None or self._sounds(pointer.lane.row) != self._sound:
            return 0
        return pointer.lane.row - self._held.row

    def _no_track(self, steps: int) -> str:
        assert self.stage.model is not None
        count = len(self.stage.model.rows)
        rows = [bars.row + steps for bars in self._bars if self._sounds(bars.row) == self._sound]
        if all(0 <= row < count and self._sounds(row) == self._sound for row in rows):
            return ""
        return QCoreApplication.translate("Timeline", "There is no track for all of them there")

    def _edits(self, plan: MovePlan, distance: int, steps: int, ripple: bool) -> tuple[Edit, ...]:
        if self._copy:
            return copies(self.stage, self._places, distance, steps, self._sound, insert=ripple)
        return plan.edits(distance, steps, ripple=ripple)


class MovePlan:
    """Clips that go together. Prepared once: a drag asks again and again, and they may be thousands.

    Attributes:
        whole: the move of all of them, to be given a frame.
        first: where the earliest begins.
    """

    def __init__(self, stage: Stage, places: Sequence[Place], *, sound: bool) -> None:
        assert stage.model is not None
        self._tracks = stage.model.timeline.tracks
        self.first = min(place.start for place in places)
        self.whole = Move(clips=tuple(place.clip.id for place in places), frame=0)
        self._leading = [place for place in places if (self._tracks[place.row].kind == "audio") == sound]
        self._followers = [place for place in places if (self._tracks[place.row].kind == "audio") != sound]

    def edits(self, distance: int, steps: int, *, ripple: bool = False) -> tuple[Edit, ...]:
        """Edits that bring all of them `distance` frames later, and those of one sort `steps` tracks up in the document."""
        if not steps:
            return (self.whole.model_copy(update={"frame": self.first + distance, "ripple": ripple}),)
        lead, start, topmost = self._lead
        fields = {"frame": start + distance, "track": self._tracks[topmost + steps].id, "ripple": ripple}
        found: list[Edit] = [lead.model_copy(update=fields)]
        if self._rest is not None and distance:
            found.append(self._rest[0].model_copy(update={"frame": self._rest[1] + distance}))
        return tuple(found)

    @cached_property
    def _lead(self) -> tuple[Move, int, int]:
        """The move of those that change tracks, where they begin, and the last of their tracks in the document."""
        ids = tuple(place.clip.id for place in self._leading)
        return Move(clips=ids, frame=0), min(place.start for place in self._leading), max(place.row for place in self._leading)

    @cached_property
    def _rest(self) -> tuple[Move, int] | None:
        """The move of those that stay on their tracks and aren't linked with any that changes."""
        links = {place.clip.link for place in self._leading if place.clip.link}
        alone = [place for place in self._followers if place.clip.link not in links]
        if not alone:
            return None
        return Move(clips=tuple(place.clip.id for place in alone), frame=0), min(place.start for place in alone)
