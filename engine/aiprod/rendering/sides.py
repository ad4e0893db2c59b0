# SPDX-License-Identifier: Apache-2.0
"""One side of a segment: footage read, fitted and graded, as frames of the output or as exact floating-point pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.grade import ShotGrade
from aiprod.film.output import OutputName
from aiprod.grading.bake import apply, bake, table_key
from aiprod.grading.spaces import Colours
from aiprod.media.reading import Readers, frames_at
from aiprod.rendering.fitting import fitted
from aiprod.rendering.planes import (
    Coding,
    Table,
    alpha_of,
    black_frame,
    coding_for,
    coding_of,
    graded,
    new_frame,
    planes_of,
    table_of,
    to_rgb,
    unchanged,
)  # fmt: skip
from aiprod.rendering.segments import PictureFormat, Segment, Source
from aiprod.rendering.stills import is_still, still_frames

if TYPE_CHECKING:
    import av

TABLE_SIZE = 65
"""Points an axis of a table for renders: mean ΔE00 to the exact grade 0.07."""
DRAFT_TABLE_SIZE = 33
"""For drafts and screens: four times as fast to bake, mean ΔE00 0.24."""

_FIRST_SPAN, _MOST_SPAN, _SPAN_BYTES = 4, 48, 256 << 20
"""Footage that runs backwards: how many frames are decoded at once, and how much they may hold."""


class Side:
    """The pictures that one side of a segment shows."""

    def __init__(
        self, source: Source | None, segment: Segment, tables: Mapping[str, Path], table_size: int = TABLE_SIZE,
        readers: Readers | None = None,
    ) -> None:  # fmt: skip
        self._source, self._format = source, segment.format
        self._grade = _needed(source, segment.format.output) if source else None
        self._tables, self._size = tables, table_size
        wanted = [source.frame_at(i) for i in range(segment.frames)] if source else []
        self._footage = _footage(source, wanted, segment.format, readers or Readers()) if source else None
        self._frame: tuple[int, av.VideoFrame] | None = None
        self._light: tuple[int, Colours] | None = None

    def frame(self, index: int) -> tuple[av.VideoFrame, bool]:
        """Frame `index` of the segment, and whether it may be written into (it was made here and is shown once)."""
        if self._source is None or self._footage is None:
            return black_frame(self._format.width, self._format.height, self._format.pix_fmt), True
        wanted = self._source.frame_at(index)
        if self._frame is None or self._frame[0] != wanted:
            self._frame = wanted, self._graded(next(self._footage))
        return self._frame[1], False

    def light(self, index: int) -> Colours:
        """The exact picture: display codes of the output, float32 [h, w, 3], or 4 with alpha. Not to be written into."""
        if self._source is None or self._footage is None:
            return np.zeros((self._format.height, self._format.width, 4 if self._format.alpha else 3), np.float32)
        wanted = self._source.frame_at(index)
        if self._light is None or self._light[0] != wanted:
            self._light = wanted, self._exact(next(self._footage))
        return self._light[1]

    def _graded(self, frame: av.VideoFrame) -> av.VideoFrame:
        fmt = self._format
        own, target = coding_of(frame), coding_for(fmt)
        if self._grade is None and own == target and frame.format.name == fmt.pix_fmt:
            return frame
        assert self._source is not None
        table = _table(self._grade, self._source.space, fmt.output, target, self._tables, self._size)
        result = new_frame(fmt.width, fmt.height, fmt.pix_fmt)
        graded(planes_of(frame), table, planes_of(result), coding=own)
        cover = alpha_of(result)
        if cover is not None:
            cover[:] = 2**fmt.bits - 1
        return result

    def _exact(self, frame: av.VideoFrame) -> Colours:
        assert self._source is not None
        rgb = to_rgb(planes_of(frame), coding_of(frame))
        if self._grade is not None:
            rgb = apply(self._grade, rgb, self._source.space, self._format.output)
        return np.concatenate([rgb, np.ones_like(rgb[..., :1])], axis=-1) if self._format.alpha else rgb


def _needed(source: Source, output: OutputName) -> ShotGrade | None:
    """The grade that has to be applied; a neutral one where footage and output are different colours."""
    if source.grade is None and source.space != output:
        return ShotGrade(shot=source.name)
    return source.grade


def _footage(source: Source, wanted: Sequence[int], fmt: PictureFormat, readers: Readers) -> Iterator[av.VideoFrame]:
    """The frames at `wanted` (never descending, or never ascending: footage that runs backwards), each once, in the film's
    size."""
    distinct = [wanted[0], *(b for a, b in pairwise(wanted) if b != a)]
    path = Path(source.path)
    read = _read_backwards if distinct[0] > distinct[-1] else _read
    decoded = still_frames(path, len(distinct)) if is_still(path) else read(source, distinct, readers)
    for frame in decoded:
        yield fitted(frame, fmt.width, fmt.height, fmt.chroma)


def _read(source: Source, distinct: Sequence[int], readers: Readers) -> Iterator[av.VideoFrame]:
    rate = source.rate.fps if source.rate else None
    reader = readers.open(Path(source.path), rate, distinct[0], f"shot {source.name}")
    for index in distinct:
        frame = reader.at(index)
        if index == distinct[-1]:
            readers.back(reader)
        yield frame


def _read_backwards(source: Source, distinct: Sequence[int], _readers: Readers) -> Iterator[av.VideoFrame]:
    """Footage can only be decoded forwards: it is read by small spans, the last one first, and each is turned round.

    A span holds as many frames as fit into a fixed room, so that neither the clip's length nor the size of its pictures counts.
    """
    rate = source.rate.fps if source.rate else None
    at, span = 0, _FIRST_SPAN
    while at < len(distinct):
        wanted = distinct[at : at + span][::-1]
        held = list(frames_at(Path(source.path), wanted, rate, f"shot {source.name}"))
        at, span = at + len(held), _span_of(held[0])
        while held:
            yield held.pop()


def _span_of(frame: av.VideoFrame) -> int:
    """How many frames like this one are held at once."""
    size = sum(plane.buffer_size for plane in frame.planes)
    return min(_MOST_SPAN, max(_FIRST_SPAN, _SPAN_BYTES // max(size, 1)))


def _table(
    grade: ShotGrade | None, space: str, output: OutputName, coding: Coding, tables: Mapping[str, Path], size: int
) -> Table:  # fmt: skip
    if grade is None:
        return unchanged(coding)
    key = table_key(grade, space, output)
    return _baked(_Wanted(key, tables.get(key), coding, size, grade, space, output))


@dataclass(frozen=True)
class _Wanted:
    """A table that is needed; two are the same if their keys are."""

    key: str
    path: Path | None
    coding: Coding
    size: int
    grade: ShotGrade = field(compare=False)
    space: str = field(compare=False)
    output: OutputName = field(compare=False)


@lru_cache(maxsize=16)
def _baked(wanted: _Wanted) -> Table:
    """Kept, because neighbours often share a grade, and every segment of a film asks."""
    if wanted.path is None:
        return table_of(bake(wanted.grade, wanted.size, wanted.space, wanted.output), wanted.coding)
    if wanted.path.suffix == ".cube":
        from aiprod.grading.cube import read_cube

        return table_of(read_cube(wanted.path), wanted.coding)
    return table_of(np.load(wanted.path, allow_pickle=False), wanted.coding)
