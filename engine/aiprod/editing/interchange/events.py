# SPDX-License-Identifier: Apache-2.0
"""A timeline as every exchange format sees it: tracks of events in whole frames, and the joins between them.

Everything counts in frames of the edit's own rate, ranges are half open, and the first frame of an edit is frame 0 whatever its
timecode is. Writers take an `Edit`, readers give one; what a format could not carry is a `Loss` with the clip's name on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.editing.interchange.report import Aspect, Loss
from aiprod.film.grade import Cdl
from aiprod.film.time import FrameRate
from aiprod.film.timecode import fields, is_drop, written

if TYPE_CHECKING:
    import opentimelineio as otio

FADES = ("fade_in", "fade_out")
"""Joins with black or silence on one side."""


@dataclass(frozen=True)
class Join:
    """A transition: it begins `before` frames before its cut and ends `after` frames behind it.

    `kind` is "dissolve", "wipe", "fade" (through black), "dip_white", "iris", "push", "fade_in" or "fade_out".
    """

    kind: str
    before: int
    after: int

    @property
    def frames(self) -> int:
        return self.before + self.after

    @classmethod
    def centred(cls, kind: str, frames: int) -> Join:
        """A transition around its cut, as the film lays them."""
        return cls(kind, frames - frames // 2, frames // 2)


@dataclass(frozen=True)
class Event:
    """A clip on a track.

    Attributes:
        name: of the clip.
        path: of its media, absolute; None for a generator.
        first: first source frame seen (at the cut; frames inside a transition before it are handles), from the media's first.
        frames: length on the track, cut to cut.
        start: first frame on the film's clock.
        available: frames the media has.
        title: a generator's parameters: title, subtitle, lines, style.
        join_in, join_out: transitions at its ends; one between two clips is the same for both.
        speed: source frames per frame; 1 as shot, 0 frozen, below 0 backwards: then `first` is the last in the media.
        facts: our metadata.
        gain_db, pan, fade_in, fade_out: of a sound; dB, −1 to 1, frames.
        enabled: whether it is seen or heard.
        media_start: the timecode of the media's first frame, as a count of frames.
        channels: of its sound; 0: not known.
        lut: path of a `.cube` that grades it.
        cdl: ASC CDL that grades it.
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
    gain_db: float = 0.0
    pan: float = 0.0
    fade_in: int = 0
    fade_out: int = 0
    enabled: bool = True
    media_start: int = 0
    channels: int = 0
    lut: str = ""
    cdl: Cdl | None = None

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
        return source_ahead(self.first, self.join_in.before if self.join_in else 0, self.speed)

    @property
    def source_until(self) -> int:
        return self.source_from + round((self.seen_until - self.seen_from) * self.speed)

    @property
    def fades_out(self) -> bool:
        """Whether it ends in black or silence of its own: no other clip takes over."""
        return self.join_out is not None and self.join_out.kind == "fade_out"

    @property
    def words(self) -> str:
        """A generator's words, a line each."""
        lines = self.title.get("lines") or []
        words = [str(self.title.get("title", "")), str(self.title.get("subtitle", "")), *map(str, lines)]
        return "\n".join(word for word in words if word)


def source_ahead(first: int, frames: int, speed: Fraction) -> int:
    """The source frame seen so many frames before source frame `first`."""
    return floor(first - frames * speed)


def source_at_cut(source: int, frames: int, speed: Fraction) -> int:
    """The reverse of `source_ahead`: the source frame at the cut, from the one so many frames before it."""
    return ceil(source + frames * speed)


@dataclass(frozen=True)
class Mark:
    """A marker on the film's clock."""

    name: str
    frame: int
    colour: str
    kind: str
    frames: int = 1
    note: str = ""


@dataclass(frozen=True)
class Lane:
    """A track."""

    name: str
    video: bool
    events: tuple[Event, ...]
    enabled: bool = True


@dataclass(frozen=True)
class Edit:
    """A whole timeline. Lanes bottom to top: picture, further pictures, sound."""

    name: str
    rate: FrameRate
    width: int
    height: int
    frames: int
    start_frame: int
    """Count of frames at the start timecode."""
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    lost: tuple[Loss, ...] = ()
    """What could not even be read into this form."""
    drop_frame: bool | None = None
    """Whether timecode drops numbers; None: as is usual at its rate."""
    kind: str = ""
    """The format that it was read from."""

    @property
    def drop(self) -> bool:
        usual = is_drop(self.rate.fps)
        return usual if self.drop_frame is None else self.drop_frame and usual

    @property
    def nominal(self) -> int:
        """Frames that timecode counts in a second."""
        return round(self.rate.fps)

    @property
    def picture(self) -> Lane:
        return next((lane for lane in self.lanes if lane.video), Lane("Picture", True, ()))

    def timecode(self, frame: int) -> str:
        """A frame of the film's clock as record timecode."""
        return timecode(self.start_frame + frame, self.nominal, self.drop)

    def with_drop(self, drop: bool) -> Edit:
        """The edit counted with dropped numbers, or without; it still begins at the timecode at which it began."""
        label = fields(self.start_frame, self.nominal, drop=self.drop)
        other = replace(self, drop_frame=drop)
        return replace(other, start_frame=count(label, self.nominal, other.drop))

    def loss(self, lane: Lane | None, event: Event | None, aspect: Aspect, why: str, *details: object) -> Loss:
        """What of an event, a track or the whole edit is not carried. `why` is a key of `report.WHY`."""
        track, clip = lane.name if lane else "", event.name if event else ""
        frame = event.start if event else 0
        return Loss(track, clip, frame, self.timecode(frame) if event else "", aspect, why, tuple(map(str, details)))

    def pan_and_grade_lost(self, lane: Lane, event: Event) -> Iterator[Loss]:
        """What most formats have no room for."""
        if event.pan:
            yield self.loss(lane, event, "pan", "pan", f"{event.pan:g}")
        if event.lut:
            yield self.loss(lane, event, "lut", "lut", Path(event.lut).name)
        if event.cdl is not None:
            yield self.loss(lane, event, "cdl", "cdl")


def timecode(frame: int, nominal: int, drop: bool) -> str:
    """HH:MM:SS:FF of a frame count; with dropped numbers (SMPTE ST 12-1) the last separator is a semicolon."""
    return written(*fields(frame, nominal, drop=drop), drop=drop)


def count(label: tuple[int, int, int, int], nominal: int, drop: bool) -> int:
    """The reverse of `fields`: the count of frames at hours, minutes, seconds, frames."""
    hours, minutes, seconds, frames = label
    whole = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    passed = hours * 60 + minutes
    return whole - nominal // 15 * (passed - passed // 10) if drop else whole


def read(timeline: otio.schema.Timeline, film_root: Path) -> Edit:
    """The film's own timeline as an edit. Media paths are made absolute against the film's folder."""
    from aiprod.editing.interchange.timelines import edit_of

    return edit_of(timeline, film_root)
