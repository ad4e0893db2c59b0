# SPDX-License-Identifier: Apache-2.0
"""Edits of the timeline as data: each is one named, undoable change of the film; `film.changes` sends them with the others.

To add one, write a class with `done` and name it in `Edit` and in `timeline_titles.TITLES`.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from aiprod.film import timeline_clips, timeline_edits, timeline_moves, timeline_tracks
from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.mix import Point
from aiprod.film.time import Ratio
from aiprod.film.timeline import Alignment, Clip, Kind, Timeline
from aiprod.film.timeline_titles import TITLES as TITLES

Id = Annotated[str, Field(min_length=1, max_length=200)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=100_000)]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def title_key(self) -> str:
        return str(getattr(self, "edit"))  # noqa: B009 - every edit has its own literal of that name

    @abstractmethod
    def done(self, timeline: Timeline) -> Timeline:
        """The timeline after the edit. Raises UserError where it can't be made."""


class Blade(_Edit):
    edit: Literal["blade"] = "blade"
    frame: int
    clips: Ids | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_edits.blade(timeline, self.frame, self.clips)


class Delete(_Edit):
    """Lift, or, with ripple, extract."""

    edit: Literal["delete"] = "delete"
    clips: Ids
    ripple: bool = False

    def title_key(self) -> str:
        return "extract" if self.ripple else "lift"

    def done(self, timeline: Timeline) -> Timeline:
        return (timeline_edits.extract if self.ripple else timeline_edits.lift)(timeline, self.clips)


class DeleteRange(_Edit):
    edit: Literal["delete_range"] = "delete_range"
    start: int
    end: int
    ripple: bool = False

    def title_key(self) -> str:
        return "extract_range" if self.ripple else "lift_range"

    def done(self, timeline: Timeline) -> Timeline:
        cut = timeline_edits.extract_range if self.ripple else timeline_edits.lift_range
        return cut(timeline, self.start, self.end)


class Trim(_Edit):
    edit: Literal["trim"] = "trim"
    clip: Id
    edge: Literal["in", "out"]
    frames: int
    ripple: bool = False
    linked: bool = True

    def title_key(self) -> str:
        return "ripple_trim" if self.ripple else "trim"

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_edits.trim(timeline, self.clip, self.edge, self.frames, ripple=self.ripple, linked=self.linked)


class Roll(_Edit):
    edit: Literal["roll"] = "roll"
    clip: Id
    frames: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_edits.roll(timeline, self.clip, self.frames)


class Slip(_Edit):
    edit: Literal["slip"] = "slip"
    clips: Ids
    frames: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_edits.slip(timeline, self.clips, self.frames)


class Slide(_Edit):
    edit: Literal["slide"] = "slide"
    clip: Id
    frames: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_edits.slide(timeline, self.clip, self.frames)


class Lay(_Edit):
    """Bring new clips in."""

    edit: Literal["insert", "overwrite"]
    track: Id
    frame: int
    clips: tuple[Clip, ...] = Field(min_length=1)

    def done(self, timeline: Timeline) -> Timeline:
        lay = timeline_moves.insert if self.edit == "insert" else timeline_moves.overwrite
        return lay(timeline, self.track, self.frame, self.clips)


class Move(_Edit):
    edit: Literal["move"] = "move"
    clips: Ids
    frame: int
    track: str = ""
    ripple: bool = False

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_moves.move(timeline, self.clips, self.frame, track=self.track, ripple=self.ripple)


class Swap(_Edit):
    edit: Literal["swap"] = "swap"
    one: Id
    other: Id

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_moves.swap(timeline, self.one, self.other)


class CloseGaps(_Edit):
    edit: Literal["close_gaps"] = "close_gaps"
    track: Id

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_moves.close_gaps(timeline, self.track)


class Link(_Edit):
    edit: Literal["link", "unlink"]
    clips: Ids

    def done(self, timeline: Timeline) -> Timeline:
        return (timeline_clips.link if self.edit == "link" else timeline_clips.unlink)(timeline, self.clips)


class SetTransition(_Edit):
    edit: Literal["transition"] = "transition"
    clip: Id
    transition: str = Field(max_length=50)
    length: int
    edge: Literal["head", "tail"] = "head"
    alignment: Alignment = "centre"

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.set_transition(
            timeline, self.clip, self.transition, self.length, edge=self.edge, alignment=self.alignment
        )


class RemoveTransition(_Edit):
    edit: Literal["remove_transition"] = "remove_transition"
    clip: Id
    edge: Literal["head", "tail"] = "head"

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.remove_transition(timeline, self.clip, self.edge)


class Speed(_Edit):
    edit: Literal["speed"] = "speed"
    clip: Id
    speed: Ratio
    ripple: bool = True

    def title_key(self) -> str:
        return "reverse" if self.speed == -1 else "speed"

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.set_speed(timeline, self.clip, self.speed, ripple=self.ripple)


class Freeze(_Edit):
    edit: Literal["freeze"] = "freeze"
    clip: Id
    frame: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.freeze(timeline, self.clip, self.frame)


class ChangeTake(_Edit):
    """Whether there is such a take is for the caller to check."""

    edit: Literal["take"] = "take"
    clip: Id
    take: str = Field(max_length=200)
    available: int | None = Field(None, gt=0)

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.change_take(timeline, self.clip, self.take, self.available)


class SetClip(_Edit):
    """Sound, colour, name, presence. What is left out stays."""

    edit: Literal["clip"] = "clip"
    clips: Ids
    gain_db: float | None = None
    gain: tuple[Point, ...] | None = None
    fade_in: int | None = None
    fade_out: int | None = None
    colour: str | None = Field(None, max_length=50)
    name: str | None = Field(None, max_length=1_000)
    enabled: bool | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.set_clip(timeline, self.clips, **_given(self, "edit", "clips"))


class SetTitle(_Edit):
    """Other words or another style of a title. What is left out stays."""

    edit: Literal["title"] = "title"
    clip: Id
    title: str | None = Field(None, max_length=1_000)
    subtitle: str | None = Field(None, max_length=1_000)
    lines: tuple[Annotated[str, Field(max_length=1_000)], ...] | None = Field(None, max_length=200)
    style: Literal["opening", "end"] | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_clips.set_title(timeline, self.clip, **_given(self, "edit", "clip"))


class AddTrack(_Edit):
    edit: Literal["add_track"] = "add_track"
    kind: Kind
    name: str = Field("", max_length=200)
    at: int | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.add_track(timeline, self.kind, self.name, self.at)


class MoveTrack(_Edit):
    edit: Literal["move_track"] = "move_track"
    track: Id
    place: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.move_track(timeline, self.track, self.place)


class RemoveTrack(_Edit):
    edit: Literal["remove_track"] = "remove_track"
    track: Id
    with_clips: bool = False

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.remove_track(timeline, self.track, with_clips=self.with_clips)


class SetTrack(_Edit):
    """Mute, solo, lock, sync, name, height. What is left out stays."""

    edit: Literal["track"] = "track"
    track: Id
    muted: bool | None = None
    solo: bool | None = None
    locked: bool | None = None
    sync: bool | None = None
    name: str | None = Field(None, max_length=200)
    height: int | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.set_track(timeline, self.track, **_given(self, "edit", "track"))


class AddMarker(_Edit):
    edit: Literal["add_marker"] = "add_marker"
    frame: int
    name: str = Field("", max_length=1_000)
    colour: str = Field("GREEN", max_length=50)
    length: int = 1

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.add_marker(timeline, self.frame, self.name, self.colour, self.length)


class MoveMarker(_Edit):
    edit: Literal["move_marker"] = "move_marker"
    marker: Id
    frame: int

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.move_marker(timeline, self.marker, self.frame)


class SetMarker(_Edit):
    """Name, colour, length of a marker. What is left out stays."""

    edit: Literal["marker"] = "marker"
    marker: Id
    name: str | None = Field(None, max_length=1_000)
    colour: str | None = Field(None, max_length=50)
    length: int | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.set_marker(timeline, self.marker, **_given(self, "edit", "marker"))


class RemoveMarker(_Edit):
    edit: Literal["remove_marker"] = "remove_marker"
    marker: Id

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.remove_marker(timeline, self.marker)


class SetSpan(_Edit):
    edit: Literal["span"] = "span"
    span: tuple[int, int] | None = None

    def done(self, timeline: Timeline) -> Timeline:
        return timeline_tracks.set_span(timeline, self.span)


Edit = Annotated[
    Blade | Delete | DeleteRange | Trim | Roll | Slip | Slide | Lay | Move | Swap | CloseGaps | Link | SetTransition
    | RemoveTransition | Speed | Freeze | ChangeTake | SetClip | SetTitle | AddTrack | MoveTrack | RemoveTrack | SetTrack
    | AddMarker | MoveMarker | SetMarker | RemoveMarker | SetSpan,
    Field(discriminator="edit"),
]  # fmt: skip
"""Any edit of the timeline; `edit` says which."""


class TimelineChange(BaseModel):
    """One or more edits of the timeline, made and undone together: all of them, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    kind: Literal["timeline"] = "timeline"
    edits: tuple[Edit, ...] = Field(min_length=1, max_length=10_000)

    def title(self, language: Language = "en") -> str:
        """The first edit names the change."""
        return TITLES[self.edits[0].title_key()][language]

    def made_to(self, film: Film) -> Film:
        timeline = film.timeline
        if timeline is None:
            raise UserError("The timeline is the studio's", "it was not taken over for editing yet", "Start editing it first.")
        for edit in self.edits:
            timeline = edit.done(timeline)
        return film.model_copy(update={"timeline": timeline})


class TimelineStartChange(BaseModel):
    """The edit is the user's from now on: the studio's timeline as it is, or another.

    Without one, the studio's is meant: whoever has the film's folder fills it in (`production.edited.start_editing`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["timeline_start"] = "timeline_start"
    timeline: Timeline | None = None

    def title(self, language: Language = "en") -> str:
        return TITLES["start"][language]

    def made_to(self, film: Film) -> Film:
        if self.timeline is None:
            raise UserError("There is no timeline to start from", "the studio's was not filled in", "Give one.")
        return film.model_copy(update={"timeline": self.timeline})


class TimelineConformChange(BaseModel):
    """An edit that was changed in another editor comes back as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["timeline_conform"] = "timeline_conform"
    timeline: Timeline
    source: str = Field("", max_length=200)
    """The file that it came from."""

    def title(self, language: Language = "en") -> str:
        return TITLES["conform"][language]

    def made_to(self, film: Film) -> Film:
        return film.model_copy(update={"timeline": self.timeline})


class TimelineResetChange(BaseModel):
    """The edit is the studio's again: assembled from the shot list."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["timeline_reset"] = "timeline_reset"

    def title(self, language: Language = "en") -> str:
        return TITLES["reset"][language]

    def made_to(self, film: Film) -> Film:
        return film.model_copy(update={"timeline": None})


def _given(edit: BaseModel, *but: str) -> dict[str, Any]:
    """The fields that say something."""
    fields = {name: getattr(edit, name) for name in type(edit).model_fields if name not in but}
    return {name: value for name, value in fields.items() if value is not None}
