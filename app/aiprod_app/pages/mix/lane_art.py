# SPDX-License-Identifier: Apache-2.0
"""The tracks of the Mix page as data, and their waveforms as pictures. Pictures are made off the interface thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from aiprod.film.mix import Bus, Ducking, Point
from aiprod.film.timeline import Timeline
from aiprod_app.pages.mix.desk import bus_of
from aiprod_app.pages.mix.plots import smooth

if TYPE_CHECKING:
    from aiprod_app.timeline.sources import Sources

Levels = Sequence[NDArray[np.uint8]]
"""A file's peaks a millisecond apart, as square roots 0–255; each further level has the larger of two neighbours."""
Place = tuple[float, float]
"""Seconds, dB."""


@dataclass(frozen=True)
class LaneClip:
    """A clip of sound. Frames are the film's."""

    id: str
    name: str
    start: int
    length: int
    source_in: int
    path: Path | None
    gain_db: float
    gain: tuple[Point, ...]
    enabled: bool

    @property
    def end(self) -> int:
        return self.start + self.length


@dataclass(frozen=True)
class Lane:
    """A track of sound."""

    track: str
    name: str
    bus: Bus
    muted: bool
    solo: bool
    locked: bool
    clips: tuple[LaneClip, ...]


def lanes_of(timeline: Timeline, sources: Sources) -> tuple[Lane, ...]:
    """The sound tracks of an edit."""
    found = []
    for track in timeline.tracks:
        bus = bus_of(track)
        if bus is not None:
            clips = tuple(
                LaneClip(clip.id, clip.name or clip.id, start, clip.length, clip.source_in, sources.sound(clip), clip.gain_db,
                         clip.gain, clip.enabled)
                for start, clip in track.placed()
            )  # fmt: skip
            found.append(Lane(track.id, track.name, bus, track.muted, track.solo, track.locked, clips))
    return tuple(found)


def gain_line(points: Sequence[Point], base_db: float, length_s: float) -> list[Place]:
    """The gain of a clip as a line of corners, smooth stretches in small steps."""
    if not points:
        return [(0.0, base_db), (length_s, base_db)]
    ordered = sorted(points, key=lambda point: point.time_s)
    line = [(0.0, base_db + ordered[0].value)]
    for point, following in zip(ordered, [*ordered[1:], None], strict=True):
        line.append((point.time_s, base_db + point.value))
        if following is None:
            line.append((max(length_s, point.time_s), base_db + point.value))
        elif point.shape == "hold":
            line.append((following.time_s, base_db + point.value))
        elif point.shape == "smooth":
            span, rise = following.time_s - point.time_s, following.value - point.value
            line += [(point.time_s + span * step / 12, base_db + point.value + rise * smooth(step / 12)) for step in range(1, 12)]
    return line


def level_at(line: Sequence[Place], at_s: float) -> float:
    """What a line reads at a moment, in dB."""
    for (one, low), (other, high) in pairwise(line):
        if one <= at_s <= other:
            return low + (high - low) * ((at_s - one) / (other - one) if other > one else 0.0)
    return line[-1][1]


def ducking_line(regions: Sequence[tuple[float, float]], wanted: Ducking) -> list[Place]:
    """How a bus gives way to known stretches of speech, as a line of corners."""
    from aiprod.mixing.automation import joined

    line: list[Place] = [(0.0, 0.0)]
    for start, end in joined(regions, max(wanted.hold_s, wanted.ahead_s + wanted.release_s)):
        fall = max(start - wanted.ahead_s, 0.0)
        line += [(fall + (start - fall) * step / 8, wanted.depth_db * smooth(step / 8)) for step in range(9)]
        line += [(end + wanted.release_s * step / 8, wanted.depth_db * (1 - smooth(step / 8))) for step in range(9)]
    return [*line, (line[-1][0] + 1e6, 0.0)]


@dataclass(frozen=True)
class View:
    """What is seen of the film: from `first` on, `per_px` frames a pixel."""

    first: float
    per_px: float
    width: int
    height: int
    fps: float


def draw_lane(clips: Sequence[LaneClip], peaks: Mapping[Path, Levels], view: View, colour: tuple[int, int, int]) -> QImage:
    """The waveforms of a lane, as loud as its clips' gains make them, see-through where there is none."""
    pixels = np.zeros((view.height, view.width, 4), np.uint8)
    rows = np.abs(np.arange(view.height) - (view.height - 1) / 2)[:, None]
    for clip in clips:
        left = max(0, int((clip.start - view.first) / view.per_px))
        right = min(view.width, int(np.ceil((clip.end - view.first) / view.per_px)))
        levels = peaks.get(clip.path) if clip.path is not None else None
        if levels is None or right <= left:
            continue
        high = _heights(clip, levels, view, left, right) * (view.height - 4) / 2
        inside = rows <= np.maximum(high, 0.5)
        alpha = 235 if clip.enabled else 90
        pixels[:, left:right][inside] = (*(part * alpha // 255 for part in colour[::-1]), alpha)
    return QImage(pixels.data, view.width, view.height, 4 * view.width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _heights(clip: LaneClip, levels: Levels, view: View, left: int, right: int) -> NDArray[np.float64]:
    """How high the waveform is in each column, 0–1."""
    inside = np.arange(left, right) * view.per_px + view.first - clip.start
    step_ms = view.per_px / view.fps * 1000
    level = min(len(levels) - 1, max(0, int(log2(step_ms)))) if step_ms > 1 else 0
    fine = levels[level]
    at = np.clip(((np.maximum(inside, 0) + clip.source_in) / view.fps * 1000).astype(np.int64) >> level, 0, len(fine) - 2)
    found = fine[at] if step_ms <= 1 else np.maximum(fine[at], fine[at + 1])
    line = gain_line(clip.gain, clip.gain_db, clip.length / view.fps)
    decibels = np.interp(inside / view.fps, [at_s for at_s, _ in line], [level_db for _, level_db in line])
    return np.asarray(np.minimum(found / 255 * 10 ** (decibels / 40), 1.0))
