# SPDX-License-Identifier: Apache-2.0
"""The timeline as the user edits it: tracks of clips in whole frames.

A clip says how many frames of nothing lie in front of it (`gap`); where it starts follows. So clips of a track can't overlap, in
whatever way a document came about, and a ripple of two thousand clips changes one number. What can still be wrong (footage that
is not long enough, a transition longer than its clips) is refused by `Track` and `Timeline` with a UserError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import floor
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.mix import Bus, Point
from aiprod.film.time import ONE, FrameRate, Ratio

AS_SHOT = ONE
"""The speed of nearly every clip: one object, so that it is known without counting."""
Kind = Literal["video", "audio", "title"]
Alignment = Literal["centre", "start", "end", "own"]
"""Where a transition lies on its cut: around it, behind it, before it, or as the user laid it."""


class ShotFootage(FilmObject):
    """A shot's picture: a take that the user pinned, or its newest."""

    shot: str
    take: str = ""
    """Id of the pinned take; empty follows the shot."""


class SpokenLine(FilmObject):
    """A line's voice, as it was spoken last."""

    line: str


class Sound(FilmObject):
    """A piece of music, ambience or effect, by its cue's name."""

    stem: str
    bus: Bus


class MediaFile(FilmObject):
    """A file of the user's, relative to the film's folder."""

    path: str
    frames: int = Field(gt=0)
    """Of the file, at its own rate; a still has one."""
    rate: FrameRate
    still: bool = False


class TitleCard(FilmObject):
    """Words on nothing, or over the picture."""

    title: str = ""
    subtitle: str = ""
    lines: tuple[str, ...] = ()
    style: str = "opening"


Shown = ShotFootage | SpokenLine | Sound | MediaFile | TitleCard


class Transition(FilmObject):
    """A transition: it begins `before` frames ahead of its cut and ends `after` frames behind it."""

    kind: str
    """A key of `transitions.TRANSITIONS`, or "slide"; where its other side is empty, it fades from or to black."""
    before: int = Field(ge=0)
    after: int = Field(ge=0)
    facts: dict[str, Any] = Field(default_factory=dict)
    """What the studio noted about it."""

    @property
    def length(self) -> int:
        return self.before + self.after

    @property
    def alignment(self) -> Alignment:
        if self.before == self.length - self.length // 2 and self.after:
            return "centre"
        return "start" if not self.before else "end" if not self.after else "own"


class Clip(FilmObject):
    """Something on a track. Frames are the film's, of the media too."""

    id: str = Field(min_length=1)
    name: str = ""
    shows: Shown
    gap: int = Field(0, ge=0)
    """Frames of black or silence between the clip before and this one."""
    length: int = Field(gt=0)
    source_in: int = Field(0, ge=0)
    """The frame of the media that its first frame shows."""
    available: int | None = Field(None, gt=0)
    """Frames that the media has; None: as many as one likes (titles, stills)."""
    speed: Ratio = AS_SHOT
    """Frames of the media in a frame of the film: 1 as shot, 0 frozen, below 0 backwards."""
    link: str = ""
    """Clips with the same word are linked: what moves one moves all."""
    enabled: bool = True
    colour: str = ""
    gain_db: float = Field(0, ge=-96, le=24)
    gain: tuple[Point, ...] = ()
    """Sound: automation in dB, seconds from the clip's beginning."""
    fade_in: int = Field(0, ge=0)
    fade_out: int = Field(0, ge=0)
    """Sound: frames."""
    head: Transition | None = None
    """From the clip that it touches, else from black."""
    tail: Transition | None = None
    """To black; only where no clip follows at once."""
    facts: dict[str, Any] = Field(default_factory=dict)
    """What the studio noted about it when it was assembled."""

    def frame_at(self, index: int) -> int:
        """The frame of the media at frame `index` of the clip; beyond its ends lie its handles."""
        speed = self.speed
        return self.source_in + (index if speed is AS_SHOT else floor(index * speed))

    def source_after(self, frames: int) -> int:
        """Where its media begins once so many frames are off its beginning; endless media begins where it did."""
        return self.source_in if self.available is None else self.frame_at(frames)

    def with_(self, **fields: Any) -> Self:
        """A copy with other values that are known to be right: unlike `changed`, it doesn't look at them again."""
        return self.model_copy(update=fields)


class Track(FilmObject):
    """A track. Raises UserError where a clip's media or transitions don't fit."""

    id: str = Field(min_length=1)
    kind: Kind
    name: str
    clips: tuple[Clip, ...] = ()
    muted: bool = False
    solo: bool = False
    locked: bool = False
    sync: bool = True
    """Whether it follows when something is inserted or taken out on another track."""
    height: int = Field(60, ge=10, le=1000)
    """For the eye alone, in pixels at 96 dpi."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if "starts" not in self.__dict__:  # a frozen track that was looked at once stays as it is
            _check_track(self)
        return self

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each clip starts."""
        at, found = 0, []
        for clip in self.clips:
            at += clip.gap
            found.append(at)
            at += clip.length
        return tuple(found)

    @cached_property
    def places(self) -> dict[str, int]:
        """Clip id → its place on the track."""
        return {clip.id: at for at, clip in enumerate(self.clips)}

    @cached_property
    def links(self) -> dict[str, list[int]]:
        """Link → the places of the clips that have it."""
        found: dict[str, list[int]] = {}
        for at, clip in enumerate(self.clips):
            if clip.link:
                found.setdefault(clip.link, []).append(at)
        return found

    @cached_property
    def synced(self) -> dict[str, tuple[str, int]]:
        """Linked clips at their own speed: id → link, and where the first frame of their media would lie."""
        return {
            clip.id: (clip.link, start - clip.source_in)
            for start, clip in zip(self.starts, self.clips, strict=True)
            if clip.link and clip.available is not None and (clip.speed is AS_SHOT or clip.speed == 1)
        }

    @property
    def end(self) -> int:
        return self.starts[-1] + self.clips[-1].length if self.clips else 0

    def placed(self) -> list[tuple[int, Clip]]:
        """Its clips with their starts."""
        return list(zip(self.starts, self.clips, strict=True))

    def with_clips(self, clips: tuple[Clip, ...]) -> Track:
        """The track with other clips. Raises UserError where they don't fit."""
        first, last = shared_ends(self.clips, clips)
        copy = self.model_copy(update={"clips": clips})
        known = copy.__dict__
        known.pop("synced", None)
        known["starts"] = self._starts_of(clips, first, last)
        if [(c.id, c.link) for c in self.clips[first : len(self.clips) - last]] != [
            (c.id, c.link) for c in clips[first : len(clips) - last]
        ]:
            known.pop("places", None)
            known.pop("links", None)
        _check_track(copy, max(0, first - 1), min(len(clips), len(clips) - last + 1))
        return copy

    def _starts_of(self, clips: tuple[Clip, ...], first: int, last: int) -> tuple[int, ...]:
        """The starts of other clips, of which as many at the beginning and at the end are the track's own."""
        until = len(clips) - last
        at = self.starts[first - 1] + self.clips[first - 1].length if first else 0
        middle = []
        for clip in clips[first:until]:
            at += clip.gap
            middle.append(at)
            at += clip.length
        if not last:
            return (*self.starts[:first], *middle)
        behind = self.starts[len(self.clips) - last :]
        shift = at + clips[until].gap - behind[0]
        return (*self.starts[:first], *middle, *([start + shift for start in behind] if shift else behind))


def named(shown: Shown) -> str:
    """What a clip shows, as one word: "shot s1", "line s1-l1", "sound score", "file PATH", "title"."""
    if isinstance(shown, ShotFootage):
        return f"shot {shown.shot}"
    if isinstance(shown, SpokenLine):
        return f"line {shown.line}"
    if isinstance(shown, Sound):
        return f"sound {shown.stem}"
    return f"file {shown.path}" if isinstance(shown, MediaFile) else "title"


class Marker(FilmObject):
    """A note on the film's clock."""

    id: str = Field(min_length=1)
    frame: int = Field(ge=0)
    length: int = Field(1, ge=1)
    name: str = ""
    colour: str = "GREEN"
    """A colour of OpenTimelineIO's markers."""
    facts: dict[str, Any] = Field(default_factory=dict)


class Timeline(FilmObject):
    """The whole edit, tracks bottom to top: picture, titles, sound. Raises UserError where an id is given twice."""

    name: str = ""
    rate: FrameRate
    start: int = Field(0, ge=0)
    """Count of frames at the start timecode."""
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    span: tuple[int, int] | None = None
    """In and out points: frames [in, out)."""
    known: tuple[str, ...] = ()
    """Shots, lines and sounds that there were when the edit began; what comes later is offered, and what was deleted stays so."""
    facts: dict[str, Any] = Field(default_factory=dict)
    """Of the film: width, height, language."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _check_timeline(self)
        return self

    @property
    def end(self) -> int:
        """The length of the film in frames."""
        return max((track.end for track in self.tracks), default=0)

    def clips(self) -> Iterator[tuple[Track, int, Clip]]:
        """Every clip with its track and its start."""
        for track in self.tracks:
            for start, clip in zip(track.starts, track.clips, strict=True):
                yield track, start, clip

    def with_tracks(self, tracks: tuple[Track, ...], **fields: Any) -> Timeline:
        """The timeline with other tracks. Raises UserError where an id is given twice."""
        copy = self.model_copy(update={"tracks": tracks, **fields})
        _check_timeline(copy)
        return copy


def _check_timeline(timeline: Timeline) -> None:
    ids: set[str] = set()
    for track in timeline.tracks:
        ids.update(track.places)
    if len(ids) < sum(len(track.clips) for track in timeline.tracks):
        twice = _twice([clip.id for track in timeline.tracks for clip in track.clips])
        raise UserError("The timeline is not whole", f"the clip {twice} is in it twice")
    for names in ([track.id for track in timeline.tracks], [marker.id for marker in timeline.markers]):
        if len(set(names)) < len(names):
            raise UserError("The timeline is not whole", f"{_twice(names)} is in it twice")
    if timeline.span is not None and not 0 <= timeline.span[0] < timeline.span[1]:
        raise UserError("The out point is not behind the in point", f"{timeline.span[0]} to {timeline.span[1]}")


def _twice(names: list[str]) -> str:
    return next(name for name in names if names.count(name) > 1)


def shared_ends(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """How many things at the beginning and at the end are the very same ones."""
    shared = min(len(before), len(after))
    first = last = 0
    while first < shared and before[first] is after[first]:
        first += 1
    while last < shared - first and before[-1 - last] is after[-1 - last]:
        last += 1
    return first, last


def _check_track(track: Track, first: int = 0, until: int | None = None) -> None:
    """Media long enough for clips and their handles; transitions no longer than their clips."""
    clips = track.clips
    for at in range(first, len(clips) if until is None else until):
        clip, following = clips[at], clips[at + 1] if at + 1 < len(clips) else None
        following = following if following is not None and not following.gap else None
        if clip.head is not None or clip.tail is not None or (following is not None and following.head is not None):
            _check_transitions(clip, following, at > 0 and not clip.gap)
        elif clip.available is not None and not _enough(clip, 0, clip.length):
            raise _too_short(clip, 0, 0)
    track.starts  # noqa: B018 - looked at once, kept


def _check_transitions(clip: Clip, following: Clip | None, touched: bool) -> None:
    before, inside = (clip.head.before, clip.head.after) if clip.head else (0, 0)
    out = clip.tail
    if following is not None:
        if out is not None:
            raise UserError(f"{clip.id} can't fade to black", f"{following.id} follows at once", "Leave a gap, or dissolve.")
        out = following.head
    if (before and not touched) or (clip.tail is not None and clip.tail.after):
        raise UserError(f"The transition of {clip.id} hangs in the air", "nothing is there to blend with", "Fade instead.")
    if inside + (out.before if out else 0) > clip.length:
        raise UserError(
            f"{clip.id} is shorter than its transitions",
            f"it has {clip.length} frames, they need {inside + (out.before if out else 0)}",
            "Shorten them, or leave the clip longer.",
        )
    beyond = out.after if out else 0
    if clip.available is not None and not _enough(clip, -before, clip.length + beyond):
        raise _too_short(clip, before, beyond)


def _enough(clip: Clip, first: int, end: int) -> bool:
    """Whether the media has every frame that frames [first, end) of the clip show."""
    assert clip.available is not None
    one, other = clip.frame_at(first), clip.frame_at(end - 1)
    return min(one, other) >= 0 and max(one, other) < clip.available


def _too_short(clip: Clip, before: int, beyond: int) -> UserError:
    handles = f", with {before} before and {beyond} behind it for its transitions" if before or beyond else ""
    return UserError(
        f"There is not enough footage for {clip.id}",
        f"it would show {clip.length} frames from frame {clip.source_in}{handles}; the media has {clip.available}",
        f"{max(0, clip.frame_at(0))} frames are there before it and"
        f" {max(0, (clip.available or 0) - 1 - clip.frame_at(clip.length - 1))} behind it.",
    )
