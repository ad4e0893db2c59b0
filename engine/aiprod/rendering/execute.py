# SPDX-License-Identifier: Apache-2.0
"""The executor: a segment → encoded picture, and segments → one picture without encoding again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import disk_errors
from aiprod.film.grade import ShotGrade
from aiprod.grading.bake import bake, table_key
from aiprod.media.video import VideoWriter, read_frames
from aiprod.rendering.planes import (
    Table,
    black_frame,
    blended,
    engine,
    even,
    fitted,
    graded,
    new_frame,
    planes_of,
    swept,
    table_of,
)  # fmt: skip
from aiprod.rendering.segments import PictureFormat, Segment, Source, Title

if TYPE_CHECKING:
    import av

Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""
_TABLE_SIZE = 33


@dataclass(frozen=True)
class Rendered:
    """What a render was: frames written, the encoder, and which form of the kernel ran."""

    frames: int
    codec: str
    engine: str


def render_segment(
    segment: Segment, out: Path, *, tables: Mapping[str, Path] | None = None, progress: Progress | None = None
) -> Rendered:
    """Encode a segment to `out` (MP4). The same segment gives the same bytes.

    Args:
        segment: what to make; safe to hand to another process.
        out: the file; it has this name only when it is whole.
        tables: `grading.bake.table_key(grade)` → a baked grade as `.npy` (float32 [n, n, n, 3]) or `.cube`. A grade without
            one is baked here.

    Raises:
        UserError: footage is missing, unreadable or too short, or the disk is full.
    """
    fmt = segment.format
    with disk_errors(out), VideoWriter(out, fmt.rate.fps, fmt.width, fmt.height, segment.codec.encoder()) as writer:
        for index, frame in enumerate(frames(segment, tables)):
            writer.write_frame(frame)
            if progress:
                progress(index + 1, segment.frames)
    return Rendered(segment.frames, segment.codec.name, engine())


def render_take(folder: Path, *, segment: dict[str, Any], tables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Render a segment given as JSON data into `folder`/picture.mp4: the form in which production hands work on."""
    paths = {key: Path(path) for key, path in (tables or {}).items()}
    made = render_segment(Segment.from_json(segment), folder / "picture.mp4", tables=paths)
    return {"frames": made.frames, "codec": made.codec, "engine": made.engine}


def frames(segment: Segment, tables: Mapping[str, Path] | None = None) -> Iterator[av.VideoFrame]:
    """The finished frames of a segment, yuv420p Rec.709 limited: for files, stills and screens alike."""
    outgoing = _Picture(segment.outgoing, segment, tables or {})
    incoming = _Picture(segment.incoming, segment, tables or {}) if segment.kind != "cut" else None
    for index in range(segment.frames):
        frame, own = outgoing.at(index)
        if incoming is not None:
            frame, own = _transition(segment, index, frame, incoming.at(index)[0]), True
        yield _titled(segment, index, frame, own)


class _Picture:
    """The graded frames of one side of a segment."""

    def __init__(self, source: Source | None, segment: Segment, tables: Mapping[str, Path]) -> None:
        self._source, self._format = source, segment.format
        self._table = _table(source.grade, tables) if source and source.grade else None
        wanted = [source.frame_at(i) for i in range(segment.frames)] if source else []
        self._reader = _reader(source, wanted) if source else None
        self._last: tuple[int, av.VideoFrame] | None = None

    def at(self, index: int) -> tuple[av.VideoFrame, bool]:
        """The frame, and whether it may be written into (it was made here and is shown once)."""
        if self._source is None or self._reader is None:
            return black_frame(self._format.width, self._format.height), True
        wanted = self._source.frame_at(index)
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, self._graded(next(self._reader))
        return self._last[1], False

    def _graded(self, frame: av.VideoFrame) -> av.VideoFrame:
        frame = fitted(frame, self._format.width, self._format.height)
        if self._table is None:
            return frame
        result = new_frame(self._format.width, self._format.height)
        graded(planes_of(frame), self._table, planes_of(result))
        return result


def _reader(source: Source, wanted: Sequence[int]) -> Iterator[av.VideoFrame]:
    """Decode the frames at `wanted` (never descending), each once."""
    distinct = [wanted[0], *(b for a, b in pairwise(wanted) if b != a)]
    decoded = read_frames(Path(source.path), distinct[0], distinct[-1] - distinct[0] + 1)
    at = distinct[0] - 1
    for index in distinct:
        frame = None
        while at < index:
            frame = next(decoded, None)
            at += 1
            if frame is None:
                raise UserError(
                    f"The picture of shot {source.name} is too short", f"frame {index} of {source.available} is missing",
                    "The file may be truncated; `aiprod resume` makes it again.",
                )  # fmt: skip
        assert frame is not None
        yield frame


def _table(grade: ShotGrade, tables: Mapping[str, Path]) -> Table:
    path = tables.get(table_key(grade))
    if path is None:
        return table_of(bake(grade, _TABLE_SIZE))
    if path.suffix == ".cube":
        from aiprod.grading.cube import read_cube

        return table_of(read_cube(path))
    return table_of(np.load(path, allow_pickle=False))


def _transition(segment: Segment, index: int, first: av.VideoFrame, second: av.VideoFrame) -> av.VideoFrame:
    width, height = segment.format.width, segment.format.height
    share = segment.progress(index)
    result = new_frame(width, height)
    if segment.kind == "fade":
        first, second, share = _through_black(first, second, share, segment.format)
    weights = swept(share, width) if segment.kind == "wipe" else even(_eased(segment.kind, share), width)
    blended(planes_of(first), planes_of(second), weights, planes_of(result))
    return result


def _through_black(
    first: av.VideoFrame, second: av.VideoFrame, share: float, fmt: PictureFormat
) -> tuple[av.VideoFrame, av.VideoFrame, float]:
    black = black_frame(fmt.width, fmt.height)
    return (first, black, 2 * share) if share < 0.5 else (black, second, 2 * share - 1)


def _eased(kind: str, share: float) -> float:
    """A match cut changes fast in its middle, so that the two forms are seen as one; the others are even."""
    return share * share * (3 - 2 * share) if kind == "match_cut" else share


def _titled(segment: Segment, index: int, frame: av.VideoFrame, own: bool) -> av.VideoFrame:
    for title in segment.titles:
        frame, own = _with_title(segment, title, index, frame, own)
    return frame


def _with_title(segment: Segment, title: Title, index: int, frame: av.VideoFrame, own: bool) -> tuple[av.VideoFrame, bool]:
    from aiprod.rendering.titles import lay_over, opacity, overlay_of

    fmt = segment.format
    visible = opacity(title, index, float(fmt.rate.fps))
    overlay = overlay_of(title, fmt.width, fmt.height)
    if overlay is None or visible <= 0:
        return frame, own
    target = frame if own else _copied(frame)
    lay_over(planes_of(target), overlay, visible)
    return target, True


def _copied(frame: av.VideoFrame) -> av.VideoFrame:
    result = new_frame(frame.width, frame.height)
    for source, target in zip(planes_of(frame), planes_of(result), strict=True):
        target[:] = source
    return result


def join(parts: Sequence[Path], out: Path) -> int:
    """Put rendered segments together, packet by packet. Returns the number of frames.

    Where an encoder's segments can't be stitched (their headers differ), raises EngineError: see `join_or_render`.
    """
    from aiprod.rendering.stitching import stitched

    if not parts:
        raise EngineError("There is nothing to join", "the timeline has no segments")
    with disk_errors(out):
        return stitched(parts, out)


@dataclass(frozen=True)
class Joined:
    """A finished picture: its frames, and why it had to be encoded as a whole ("" if it was joined)."""

    frames: int
    encoded_again: str = ""


def join_or_render(
    parts: Sequence[Path], segments: Sequence[Segment], out: Path, *, tables: Mapping[str, Path] | None = None
) -> Joined:
    """Join the parts; where this encoder's segments can't be stitched (most hardware encoders), encode the film as one."""
    try:
        return Joined(join(parts, out))
    except EngineError as error:
        return Joined(render_whole(segments, out, tables=tables), error.why or error.what)


def render_whole(
    segments: Sequence[Segment], out: Path, *, tables: Mapping[str, Path] | None = None, progress: Progress | None = None
) -> int:
    """Encode a film in one go, without a cache. Returns the number of frames."""
    if not segments:
        raise EngineError("There is nothing to render", "the timeline has no segments")
    fmt, total, done = segments[0].format, sum(s.frames for s in segments), 0
    with disk_errors(out), VideoWriter(out, fmt.rate.fps, fmt.width, fmt.height, segments[0].codec.encoder()) as writer:
        for frame in (frame for segment in segments for frame in frames(segment, tables)):
            writer.write_frame(frame)
            done += 1
            if progress:
                progress(done, total)
    return total
