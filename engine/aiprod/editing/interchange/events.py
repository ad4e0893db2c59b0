# SPDX-License-Identifier: Apache-2.0
"""A timeline as every exchange format sees it: tracks of events in whole frames, and the joins between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiprod.editing.assemble import is_drop, rate_of
from aiprod.film.time import FrameRate
from aiprod.film.timecode import fields, written
from aiprod.film.timewarps import speed_of

if TYPE_CHECKING:
    import opentimelineio as otio


@dataclass(frozen=True)
class Join:
    """A transition: it begins `before` frames before its cut and ends `after` frames behind it.

    `kind` is "dissolve", "wipe", "fade" (through black), "fade_in" or "fade_out".
    """

    kind: str
    before: int
    after: int

    @property
    def frames(self) -> int:
        return self.before + self.after


@dataclass(frozen=True)
class Event:
    """A clip on a track.

    Attributes:
        name: of the clip.
        path: of its media, absolute; None for a generator.
        first: first source frame seen (at the cut; frames inside a transition before it are handles).
        frames: length on the track, cut to cut.
        start: first frame on the film's clock.
        available: frames the media has.
        title: a generator's parameters.
        join_in, join_out: transitions at its ends.
        speed: source frames per frame; 1 as shot, 0 frozen, below 0 backwards: then `first` is the last in the media.
        facts: our metadata.
    """

    name: str
    path: Path | None
    first: int
    frames: int
    start: int
    available: int
    title: Mapping[str, Any] = field(default_factory=dict)
    join_in: Join | None = None
    join_out: Join | None = None
    speed: Fraction = Fraction(1)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def seen_from(self) -> int:
        """The film frame where it begins to be seen, inside a transition."""
        return self.start - (self.join_in.before if self.join_in else 0)

    @property
    def seen_until(self) -> int:
        return self.end + (self.join_out.after if self.join_out else 0)

    @property
    def source_from(self) -> int:
        """The source frame seen at `seen_from`."""
        return round(self.first - (self.join_in.before if self.join_in else 0) * self.speed)

    @property
    def source_until(self) -> int:
        return self.source_from + round((self.seen_until - self.seen_from) * self.speed)


@dataclass(frozen=True)
class Mark:
    """A marker on the film's clock."""

    name: str
    frame: int
    colour: str
    kind: str


@dataclass(frozen=True)
class Lane:
    """A track."""

    name: str
    video: bool
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Edit:
    """A whole timeline."""

    name: str
    rate: FrameRate
    width: int
    height: int
    frames: int
    start_frame: int
    """Count of frames at the timeline's start timecode."""
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    lost: tuple[str, ...]
    """What could not even be read into this form."""

    @property
    def drop(self) -> bool:
        return is_drop(self.rate)

    @property
    def nominal(self) -> int:
        """Frames that timecode counts in a second."""
        return round(self.rate.fps)

    @property
    def picture(self) -> Lane:
        return next(lane for lane in self.lanes if lane.video)

    def timecode(self, frame: int) -> str:
        """A frame of the film's clock as record timecode."""
        return timecode(self.start_frame + frame, self.nominal, self.drop)


def timecode(frame: int, nominal: int, drop: bool) -> str:
    """HH:MM:SS:FF of a frame count; with dropped numbers (SMPTE ST 12-1) the last separator is a semicolon."""
    return written(*fields(frame, nominal, drop=drop), drop=drop)


def read(timeline: otio.schema.Timeline, film_root: Path) -> Edit:
    """The timeline as an edit. Media paths are made absolute against the film's folder."""
    lost: list[str] = []
    facts = timeline.metadata["aiprod"]
    start = timeline.global_start_time
    lanes = tuple(_lane(track, film_root, lost) for track in timeline.tracks)
    marks = [*timeline.tracks.markers]
    return Edit(
        name=timeline.name,
        rate=rate_of(timeline),
        width=int(facts["width"]),
        height=int(facts["height"]),
        frames=round(timeline.duration().value),
        start_frame=round(start.value) if start is not None else 0,
        lanes=lanes,
        marks=tuple(_mark(m) for m in marks),
        lost=tuple(lost),
    )


def _mark(marker: otio.schema.Marker) -> Mark:
    kind = str(dict(marker.metadata.get("aiprod", {})).get("kind", ""))
    return Mark(marker.name, round(marker.marked_range.start_time.value), marker.color, kind)


def _lane(track: otio.schema.Track, film_root: Path, lost: list[str]) -> Lane:
    import opentimelineio as otio

    events = []
    at = 0
    children = list(track)
    for i, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            continue
        frames = round(child.duration().value)
        if isinstance(child, otio.schema.Clip):
            events.append(_event(child, at, frames, _join(children, i - 1), _join(children, i + 1), film_root, lost))
        elif not isinstance(child, otio.schema.Gap):
            lost.append(f"{type(child).__name__} {child.name!r} on track {track.name!r} is left out: only clips are carried")
        at += frames
    return Lane(track.name, track.kind == otio.schema.TrackKind.Video, tuple(events))


def _join(children: list[Any], at: int) -> Join | None:
    import opentimelineio as otio

    if not 0 <= at < len(children) or not isinstance(children[at], otio.schema.Transition):
        return None
    found = children[at]
    default = "dissolve" if found.transition_type == otio.schema.TransitionTypes.SMPTE_Dissolve else "wipe"
    kind = str(dict(found.metadata.get("aiprod", {})).get("kind", default))
    return Join(kind, round(found.in_offset.value), round(found.out_offset.value))


def _event(
    clip: otio.schema.Clip, at: int, frames: int, join_in: Join | None, join_out: Join | None, film_root: Path, lost: list[str]
) -> Event:
    import opentimelineio as otio

    media = clip.media_reference
    external = isinstance(media, otio.schema.ExternalReference)
    available = media.available_range.duration.value if media.available_range is not None else clip.source_range.duration.value
    return Event(
        name=clip.name,
        path=(film_root / unquote(media.target_url)).absolute() if external else None,
        first=round(clip.source_range.start_time.value) if clip.source_range else 0,
        frames=frames,
        start=at,
        available=round(available),
        title=dict(media.parameters) if isinstance(media, otio.schema.GeneratorReference) else {},
        join_in=join_in,
        join_out=join_out,
        speed=speed_of(clip, lambda name: lost.append(f"effect {name!r} of clip {clip.name!r} is left out")),
        facts=dict(clip.metadata.get("aiprod", {})),
    )
