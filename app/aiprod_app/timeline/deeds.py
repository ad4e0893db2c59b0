# SPDX-License-Identifier: Apache-2.0
"""All that the mouse can do, and more, for keys and menus: each a method, most of them with a command of that name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Literal

from PySide6.QtCore import QCoreApplication

from aiprod.film.timeline_changes import (
    AddMarker,
    Blade,
    CloseGaps,
    Delete,
    DeleteRange,
    Edit,
    Freeze,
    Link,
    RemoveTransition,
    Roll,
    SetClip,
    SetSpan,
    Slide,
    Slip,
    Swap,
    Trim,
)
from aiprod_app.timeline.copying import copies
from aiprod_app.timeline.drags.moving import MovePlan
from aiprod_app.timeline.drags.trimming import before, behind
from aiprod_app.timeline.hands import Hands
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.snapping import points_of
from aiprod_app.timeline.stage import Stage

_FRESH_S = 1.0
"""A nudge that follows another within so long counts from where that one leads, even if the film isn't there yet."""


class Deeds:
    """What can be done with what is selected, at the playhead."""

    def __init__(self, stage: Stage, hands: Hands) -> None:
        self._stage, self._hands = stage, hands
        self._ahead: tuple[frozenset[str], int, int, float] | None = None
        stage.refused.connect(lambda reason: setattr(self, "_ahead", None))

    def _ask(self, *edits: Edit) -> None:
        if edits:
            self._hands.finish(edits)

    def _refuse(self, words: str) -> None:
        self._stage.refused.emit(words)

    # -- what it is about

    def subject(self) -> Place | None:
        """The one clip that is meant: the keyboard's, if selected; else the first of the selection; else under the playhead."""
        stage = self._stage
        if stage.model is None:
            return None
        if stage.current in stage.selection:
            return stage.model.place(stage.current)
        chosen = sorted(stage.places(stage.selection), key=lambda place: (place.row, place.start))
        return chosen[0] if chosen else self.under_playhead()

    def under_playhead(self) -> Place | None:
        """The clip that is seen at the playhead: of the topmost track of pictures that has one, else of sound."""
        stage = self._stage
        for lane in stage.geometry.lanes if stage.model is not None else ():
            assert stage.model is not None
            index = stage.model.rows[lane.row].under(stage.playhead)
            if index is not None and not stage.locked(lane.row):
                return stage.model.at(lane.row, index)
        return None

    def _for_subject(self, make: Callable[[Place], Edit | None]) -> None:
        place = self.subject()
        if place is None:
            self._refuse(QCoreApplication.translate("Timeline", "No clip is selected, and none is under the playhead"))
            return
        edit = make(place)
        if edit is not None:
            self._ask(edit)

    # -- selecting

    def select_all(self) -> None:
        if self._stage.model is not None:
            self._stage.choose(frozenset(self._stage.model.all_ids()))

    def select_none(self) -> None:
        self._stage.select(())

    def select_forward(self) -> None:
        """Every clip that begins at the playhead or behind it, on tracks that aren't locked."""
        model, playhead = self._stage.model, self._stage.playhead
        if model is not None:
            tracks = (track for track in model.timeline.tracks if not track.locked)
            self._stage.select(clip.id for track in tracks for clip in track.clips[bisect_left(track.starts, playhead) :])

    def select_clip(self) -> None:
        """The clip under the playhead."""
        place = self.under_playhead()
        if place is not None:
            self.attend(place)

    def attend(self, place: Place, *, extend: bool = False) -> None:
        """Bring a clip to the keyboard's attention and select it, or add it to the selection."""
        stage = self._stage
        stage.attend(place.clip.id)
        group = stage.with_linked((place.clip.id,))
        stage.select(stage.selection | group if extend else group)
        self.reveal(place)

    def reveal(self, place: Place) -> None:
        """Scroll so far that a clip is seen."""
        geometry, lane = self._stage.geometry, self._stage.geometry.lane(place.row)
        left, right, scroll, top = geometry.x(place.start), geometry.x(place.end), geometry.scroll, geometry.top
        if right < 20 or left > geometry.width - 20:
            scroll = round(place.start * geometry.scale - geometry.width * 0.2)
        if lane is not None and not (lane.top >= top and lane.bottom <= top + geometry.height):
            top = lane.top if lane.top < top else lane.bottom - geometry.height + 1
        self._stage.scroll_to(scroll, top)

    def go_along(self, step: Literal[1, -1], *, extend: bool = False) -> None:
        """The next clip on the track, or the one before."""
        place = self._attended()
        model = self._stage.model
        if place is None or model is None:
            return
        at = place.index + step if place.clip.id == self._stage.current else place.index
        if 0 <= at < model.rows[place.row].count:
            self.attend(model.at(place.row, at), extend=extend)

    def go_across(self, step: Literal[1, -1], *, extend: bool = False) -> None:
        """The clip on the next lane below (1) or above (−1) that lies at the same time, or nearest to it."""
        place, model, lanes = self._attended(), self._stage.model, self._stage.geometry.lanes
        if place is None or model is None:
            return
        middle = (place.start + place.end) // 2
        at = next((number for number, lane in enumerate(lanes) if lane.row == place.row), 0) + step
        while 0 <= at < len(lanes):
            row = model.rows[lanes[at].row]
            if row.count:
                index = min(max(0, bisect_right(row.track.starts, middle) - 1), row.count - 1)
                self.attend(model.at(lanes[at].row, index), extend=extend)
                return
            at += step

    def _attended(self) -> Place | None:
        """The clip that has the attention; else the one that is meant; else the first."""
        model = self._stage.model
        if model is None:
            return None
        place = model.place(self._stage.current) if self._stage.current else None
        first = next((model.at(number, 0) for number, row in enumerate(model.rows) if row.count), None)
        return place or self.subject() or first

    # -- moving

    def nudge(self, frames: int) -> None:
        """What is selected, so many frames later."""
        places = self._stage.places(self._stage.selection)
        if places:
            start = min(place.start for place in places) + self._outstanding(places) + frames
            if start < 0:
                self._refuse(QCoreApplication.translate("Timeline", "The clips can't begin before the film"))
                return
            distance = start - min(place.start for place in places)
            self._ahead = (self._stage.selection, distance, min(place.start for place in places), monotonic())
            self._ask(*MovePlan(self._stage, places, sound=False).edits(distance, 0))

    def _outstanding(self, places: Iterable[Place]) -> int:
        """How far nudges lead that were asked for and aren't done yet."""
        if self._ahead is None or self._ahead[0] != self._stage.selection or monotonic() - self._ahead[3] > _FRESH_S:
            return 0
        _, distance, start, _ = self._ahead
        return start + distance - min(place.start for place in places)

    def to_track(self, steps: Literal[1, -1]) -> None:
        """What is selected of the clip's sort, one lane up (1) or down (−1)."""
        place, stage = self.subject(), self._stage
        lanes = stage.geometry.lanes
        if place is None or stage.model is None:
            return
        tracks = stage.model.timeline.tracks
        sound = tracks[place.row].kind == "audio"
        at = next(number for number, lane in enumerate(lanes) if lane.row == place.row) - steps
        places = [found for found in stage.places(stage.selection) if (tracks[found.row].kind == "audio") == sound] or [place]
        if not 0 <= at < len(lanes) or (tracks[lanes[at].row].kind == "audio") != sound:
            self._refuse(QCoreApplication.translate("Timeline", "There is no track there"))
            return
        self._ask(*MovePlan(stage, places, sound=sound).edits(0, lanes[at].row - place.row))

    def swap(self, step: Literal[1, -1]) -> None:
        """The clip with its neighbour behind (1) or before it (−1)."""

        def edit(place: Place) -> Edit | None:
            other = behind(self._stage, place) if step > 0 else before(self._stage, place)
            if other is None:
                self._refuse(QCoreApplication.translate("Timeline", "No clip touches it there"))
                return None
            return Swap(one=place.clip.id, other=other.clip.id)

        self._for_subject(edit)

    # -- trimming

    def trim(self, edge: Literal["in", "out"], frames: int, *, ripple: bool | None = None) -> None:
        """An edge of the clip, so many frames later; it ripples while the ripple tool is in hand, or where asked."""
        rippling = self._stage.tool == "ripple" if ripple is None else ripple
        self._for_subject(
            lambda place: Trim(clip=place.clip.id, edge=edge, frames=frames, ripple=rippling, linked=self._stage.linked)
        )

    def trim_to_playhead(self, edge: Literal["in", "out"]) -> None:
        """The clip under the playhead begins or ends there; what is behind follows."""
        place, playhead = self.under_playhead(), self._stage.playhead
        if place is None or playhead == place.start:
            self._refuse(QCoreApplication.translate("Timeline", "No clip runs over the playhead"))
            return
        frames = playhead - (place.start if edge == "in" else place.end)
        self._ask(Trim(clip=place.clip.id, edge=edge, frames=frames, ripple=True, linked=self._stage.linked))

    def roll(self, frames: int) -> None:
        """The cut nearest to the playhead of the clip, so many frames later."""

        def edit(place: Place) -> Edit:
            right = behind(self._stage, place)
            nearer_end = abs(self._stage.playhead - place.end) < abs(self._stage.playhead - place.start)
            takes = right if right is not None and (nearer_end or before(self._stage, place) is None) else place
            return Roll(clip=takes.clip.id, frames=frames)

        self._for_subject(edit)

    def slip(self, frames: int) -> None:
        """What is selected shows media so many frames later."""
        chosen = tuple(sorted(self._stage.selection))
        self._for_subject(lambda place: Slip(clips=chosen or (place.clip.id,), frames=frames))

    def slide(self, frames: int) -> None:
        """The clip goes so many frames later; its neighbours give and take."""
        self._for_subject(lambda place: Slide(clip=place.clip.id, frames=frames))

    # -- cutting and deleting

    def blade(self) -> None:
        """Cut what is selected at the playhead, or, with nothing selected there, the clip under it."""
        playhead = self._stage.playhead
        chosen = [place.clip.id for place in self._stage.places(self._stage.selection) if place.start < playhead < place.end]
        under = self.under_playhead()
        self._ask(Blade(frame=playhead, clips=tuple(chosen) or ((under.clip.id,) if under is not None else None)))

    def blade_all(self) -> None:
        self._ask(Blade(frame=self._stage.playhead))

    def delete(self, *, ripple: bool = False) -> None:
        """Take away what is selected, with ripple its time too."""
        if self._stage.selection:
            self._ask(Delete(clips=tuple(sorted(self._stage.selection)), ripple=ripple))

    def delete_range(self, *, ripple: bool = False) -> None:
        """Lift, or extract, what is between in and out."""
        timeline = self._stage.timeline
        if timeline is None or timeline.span is None:
            self._refuse(QCoreApplication.translate("Timeline", "Set an in and an out point first"))
            return
        self._ask(DeleteRange(start=timeline.span[0], end=timeline.span[1], ripple=ripple))

    def close_gaps(self) -> None:
        """On the clip's track."""
        if self._stage.model is not None:
            tracks = self._stage.model.timeline.tracks
            self._for_subject(lambda place: CloseGaps(track=tracks[place.row].id))

    def duplicate(self) -> None:
        """A copy of what is selected, behind it."""
        stage = self._stage
        places = stage.places(stage.selection)
        if places and stage.model is not None:
            length = max(place.end for place in places) - min(place.start for place in places)
            place = self.subject()
            sound = place is not None and stage.model.timeline.tracks[place.row].kind == "audio"
            self._ask(*copies(stage, places, length, 0, sound))

    # -- what clips are

    def enable(self) -> None:
        """Disable what is selected, or enable it where it is disabled."""
        places = self._stage.places(self._stage.selection)
        if places:
            ids = tuple(sorted(place.clip.id for place in places))
            self._ask(SetClip(clips=ids, enabled=not all(place.clip.enabled for place in places)))

    def link(self) -> None:
        """Link what is selected, or unlink it where it is linked."""
        places = self._stage.places(self._stage.selection)
        if places:
            words = {place.clip.link for place in places}
            ids = tuple(sorted(place.clip.id for place in places))
            self._ask(Link(edit="unlink" if words != {""} and len(words) == 1 else "link", clips=ids))

    def freeze(self) -> None:
        """Hold the clip on what it shows at the playhead."""
        self._for_subject(lambda place: Freeze(clip=place.clip.id, frame=self._stage.playhead))

    def remove_transition(self) -> None:
        """At the edge of the clip that is nearest to the playhead."""
        self._for_subject(lambda place: RemoveTransition(clip=place.clip.id, edge=self._nearer(place)))

    def _nearer(self, place: Place) -> Literal["head", "tail"]:
        playhead = self._stage.playhead
        return "tail" if abs(playhead - place.end) < abs(playhead - place.start) else "head"

    # -- where to look

    def go_to_cut(self, step: Literal[1, -1]) -> None:
        """The playhead to the next edge of any clip, or the one before."""
        if self._stage.model is None:
            return
        points = points_of(self._stage.model)
        playhead = self._stage.playhead
        at = bisect_right(points, playhead) if step > 0 else bisect_left(points, playhead) - 1
        if 0 <= at < len(points):
            self._stage.seek(points[at])

    def go_to_marker(self, step: Literal[1, -1]) -> None:
        timeline, playhead = self._stage.timeline, self._stage.playhead
        frames = sorted(marker.frame for marker in timeline.markers) if timeline is not None else []
        at = bisect_right(frames, playhead) if step > 0 else bisect_left(frames, playhead) - 1
        if 0 <= at < len(frames):
            self._stage.seek(frames[at])

    def add_marker(self) -> None:
        self._ask(AddMarker(frame=self._stage.playhead))

    # -- in and out

    def mark_in(self) -> None:
        timeline, at = self._stage.timeline, self._stage.playhead
        if timeline is not None:
            end = timeline.span[1] if timeline.span is not None and timeline.span[1] > at else max(timeline.end, at + 1)
            self._ask(SetSpan(span=(at, end)))

    def mark_out(self) -> None:
        """The frame at the playhead is the last one inside."""
        timeline, at = self._stage.timeline, self._stage.playhead + 1
        if timeline is not None:
            first = timeline.span[0] if timeline.span is not None and timeline.span[0] < at else 0
            self._ask(SetSpan(span=(first, at)))

    def mark_clip(self) -> None:
        """In and out around what is selected, else around the clip under the playhead."""
        places = self._stage.places(self._stage.selection) or [place for place in (self.under_playhead(),) if place is not None]
        if places:
            self._ask(SetSpan(span=(min(place.start for place in places), max(place.end for place in places))))

    def clear_span(self) -> None:
        if self._stage.timeline is not None and self._stage.timeline.span is not None:
            self._ask(SetSpan(span=None))
