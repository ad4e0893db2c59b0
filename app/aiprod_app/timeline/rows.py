# SPDX-License-Identifier: Apache-2.0
"""The timeline as sorted arrays, track by track. A track that is the very same object as before keeps its arrays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiprod.film.timeline import Clip, Marker, MediaFile, ShotFootage, Sound, SpokenLine, Timeline, TitleCard, Track
from aiprod_app.timeline.colours import DISABLED, MUTED, SELECTED, STATES, Palette
from aiprod_app.timeline.sources import Sources

Frames = NDArray[np.float64]
UNKNOWN, NONE = -2, -1
"""Where a clip's waveform lies: not asked yet, nowhere."""


class Place(NamedTuple):
    """Where a clip lies."""

    row: int
    index: int  # type: ignore[assignment]
    start: int
    clip: Clip

    @property
    def end(self) -> int:
        return self.start + self.clip.length


@dataclass(frozen=True)
class Joints:
    """Transitions of a track, arrays in order: frames [starts, ends), the clip they belong to, and whether to its tail."""

    starts: Frames
    ends: Frames
    clips: NDArray[np.int64]
    tails: NDArray[np.bool_]

    @classmethod
    def none(cls) -> Joints:
        return cls(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.bool_))

    def between(self, first: float, end: float) -> range:
        low = int(np.searchsorted(self.ends, first, "right"))
        return range(low, max(low, int(np.searchsorted(self.starts, end, "left"))))


@dataclass(frozen=True)
class Sounding:
    """Of a track's clips: first frame of the media, gain (as a factor's square root), fades in frames, never quite 0."""

    source_in: Frames
    gain: NDArray[np.float32]
    fade_in: NDArray[np.float32]
    fade_out: NDArray[np.float32]


class Row:
    """A track as arrays [clips], in order.

    Attributes:
        starts, ends: frames, as floating-point numbers that pixels are compared with.
        look: tint × 8 + state of each clip, by which colours are looked up.
        sound: where each clip's peaks begin in the store of peaks, in milliseconds; see `waveforms`.
    """

    def __init__(self, track: Track, palette: Palette) -> None:
        clips = track.clips
        self.track = track
        self.count = len(clips)
        self.starts: Frames = np.array(track.starts, np.float64)
        self.ends: Frames = self.starts + np.array([clip.length for clip in clips], np.float64)
        muted = MUTED if track.muted else 0
        self._plain = np.array(
            [palette.tint_of(clip) * STATES + muted + (0 if clip.enabled else DISABLED) for clip in clips], np.uint16
        )
        self.look = self._plain.copy()
        self.sound = np.full(self.count, UNKNOWN, np.int64)
        self.sound_generation = 0
        self.lengths = self.ends - self.starts
        self._badges: dict[int, tuple[str, ...]] = {}
        self._badged_by: Sources | None = None
        self.chosen: frozenset[int] = frozenset()

    def choose(self, indices: frozenset[int]) -> bool:
        """Which clips are selected. Says whether others were before."""
        if indices == self.chosen:
            return False
        self.chosen = indices
        self.look = self._plain.copy()
        if indices:
            self.look[list(indices)] += SELECTED
        return True

    @cached_property
    def by_id(self) -> dict[str, int]:
        return {clip.id: index for index, clip in enumerate(self.track.clips)}

    @cached_property
    def link_of(self) -> dict[str, str]:
        """Linked clips, and the word that links them."""
        return {clip.id: clip.link for clip in self.track.clips if clip.link}

    @cached_property
    def by_link(self) -> dict[str, list[str]]:
        """The clips that a word links."""
        found: dict[str, list[str]] = {}
        for name, link in self.link_of.items():
            found.setdefault(link, []).append(name)
        return found

    @cached_property
    def labels(self) -> dict[int, str]:
        """What is written on clips, as far as it was needed."""
        return {}

    def label(self, index: int) -> str:
        found = self.labels.get(index)
        if found is None:
            found = self.labels[index] = label_of(self.track.clips[index])
        return found

    def badges(self, index: int, sources: Sources) -> tuple[str, ...]:
        """A clip's badges, from the right."""
        if sources is not self._badged_by:
            self._badges, self._badged_by = {}, sources
        found = self._badges.get(index)
        if found is None:
            clip = self.track.clips[index]
            found = self._badges[index] = tuple(badges_of(clip, sources.take_count(clip)))
        return found

    @cached_property
    def joints(self) -> Joints:
        """Its transitions."""
        found = []
        for index, (start, clip) in enumerate(zip(self.track.starts, self.track.clips, strict=True)):
            if clip.head is not None:
                found.append((start - clip.head.before, start + clip.head.after, index, False))
            if clip.tail is not None:
                found.append((start + clip.length - clip.tail.before, start + clip.length + clip.tail.after, index, True))
        return Joints(*(np.array(values) for values in zip(*found, strict=True))) if found else Joints.none()

    @cached_property
    def sounding(self) -> Sounding:
        """What waveforms need of its clips."""
        clips = self.track.clips
        return Sounding(
            np.array([clip.source_in for clip in clips], np.float64),
            np.array([10 ** (clip.gain_db / 40) for clip in clips], np.float32),
            np.array([max(clip.fade_in, 0.001) for clip in clips], np.float32),
            np.array([max(clip.fade_out, 0.001) for clip in clips], np.float32),
        )

    def under(self, frame: float) -> int | None:
        """The clip that lies on a frame."""
        index = bisect_right(self.track.starts, frame) - 1
        return index if index >= 0 and frame < self.ends[index] else None

    def between(self, first: float, end: float) -> range:
        """The clips that lie, at least in part, on frames [first, end)."""
        low = int(np.searchsorted(self.ends, first, "right"))
        return range(low, max(low, bisect_left(self.track.starts, end)))


class Model:
    """A timeline and its rows."""

    def __init__(self, timeline: Timeline, palette: Palette, before: Model | None = None) -> None:
        self.timeline, self.palette = timeline, palette
        kept = {id(row.track): row for row in before.rows} if before is not None and before.palette is palette else {}
        self.rows: tuple[Row, ...] = tuple(kept.get(id(track)) or Row(track, palette) for track in timeline.tracks)
        self.changed = sum(id(track) not in kept for track in timeline.tracks)

    @cached_property
    def end(self) -> int:
        return self.timeline.end

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """The film's markers in order."""
        return tuple(sorted(self.timeline.markers, key=lambda marker: marker.frame))

    @cached_property
    def _marker_frames(self) -> tuple[list[int], int]:
        return [marker.frame for marker in self.markers], max((marker.length for marker in self.markers), default=0)

    def markers_between(self, first: float, end: float) -> range:
        """Places in `markers` of all that may reach into frames [first, end)."""
        frames, longest = self._marker_frames
        low = bisect_left(frames, first - longest)
        return range(low, max(low, bisect_right(frames, end)))

    def place(self, name: str) -> Place | None:
        """Where a clip lies; None where there is none of that id."""
        for number, row in enumerate(self.rows):
            index = row.by_id.get(name)
            if index is not None:
                return self.at(number, index)
        return None

    def at(self, row: int, index: int) -> Place:
        track = self.timeline.tracks[row]
        return Place(row, index, track.starts[index], track.clips[index])

    def places(self, names: Iterable[str]) -> list[Place]:
        """Where clips lie, in any order; unknown ones are left out."""
        wanted = set(names)
        found = []
        for number, row in enumerate(self.rows):
            here = wanted & row.by_id.keys() if wanted else ()
            found += [self.at(number, row.by_id[name]) for name in here]
        return found

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the names that are clips here."""
        wanted = set(names)
        return frozenset().union(*(row.by_id.keys() & wanted for row in self.rows)) if wanted else frozenset()

    def linked(self, names: Collection[str]) -> frozenset[str]:
        """Clips and all that are linked with them."""
        wanted, links = set(names), set[str]()
        for row in self.rows if wanted else ():
            if row.by_link:
                links.update(row.link_of[name] for name in row.link_of.keys() & wanted)
        for row in self.rows if links else ():
            for link in row.by_link.keys() & links:
                wanted.update(row.by_link[link])
        return frozenset(wanted)

    def all_ids(self) -> Iterator[str]:
        for track in self.timeline.tracks:
            if not track.locked:
                yield from (clip.id for clip in track.clips)

    def choose(self, names: frozenset[str]) -> bool:
        """Mark clips as selected. Says whether anything changed."""
        changed = False
        for row in self.rows:
            if names or row.chosen:
                here = row.by_id.keys() & names if names else ()
                changed |= row.choose(frozenset(row.by_id[name] for name in here))
        return changed


def label_of(clip: Clip) -> str:
    """What is written on a clip, on one line."""
    return " ".join((clip.name or _called(clip)).split())


def _called(clip: Clip) -> str:
    shown = clip.shows
    if isinstance(shown, ShotFootage):
        return shown.shot
    if isinstance(shown, SpokenLine):
        return shown.line
    if isinstance(shown, Sound):
        return shown.stem
    if isinstance(shown, MediaFile):
        return shown.path.rsplit("/", 1)[-1]
    assert isinstance(shown, TitleCard)
    return shown.title or " · ".join(shown.lines) or shown.subtitle or clip.id


def badges_of(clip: Clip, takes: int) -> list[str]:
    """The badges of a clip, from the right."""
    found = []
    if takes > 1:
        found.append(f"={takes}")
    if clip.speed != 1:
        found.append("❄" if clip.speed == 0 else f"{round(float(clip.speed) * 100)} %".replace("-", "−"))
    if clip.link:
        found.append("link")
    return found
