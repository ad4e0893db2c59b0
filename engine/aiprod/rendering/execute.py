# SPDX-License-Identifier: Apache-2.0
"""The executor: a segment → encoded picture, and segments → one film: those that changed are rendered, the others found, and
all joined packet by packet without encoding again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError, Stopped
from aiprod.film.files import disk_errors
from aiprod.media.reading import Readers
from aiprod.media.video import VideoWriter
from aiprod.rendering.cache import SegmentCache
from aiprod.rendering.compositing import float_frames, frames
from aiprod.rendering.planes import engine
from aiprod.rendering.segments import Segment

__all__ = [
    "Joined", "Progress", "Rendered", "float_frames", "frames", "join", "join_or_render", "render_film", "render_segment",
    "render_take", "render_whole",
]  # fmt: skip
Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""


@dataclass(frozen=True)
class Rendered:
    """What a render was: frames written, the encoder, and which form of the kernel ran."""

    frames: int
    codec: str
    engine: str


def render_segment(
    segment: Segment, out: Path, *, tables: Mapping[str, Path] | None = None, progress: Progress | None = None,
    readers: Readers | None = None,
) -> Rendered:  # fmt: skip
    """Encode a segment to `out`, whose suffix chooses the container. The same segment gives the same bytes.

    Args:
        segment: what to make; safe to hand to another process.
        out: the file; it has this name only when it is whole.
        tables: `grading.bake.table_key(grade, space, output)` → a baked grade as `.npy` (float32 [n, n, n, 3]) or `.cube`. A
            grade without one is baked here.

    Raises:
        UserError: footage is missing, unreadable or too short, or the disk is full.
    """
    with disk_errors(out), writer_for(segment, out) as writer:
        for index, frame in enumerate(frames(segment, tables, readers=readers)):
            writer.write_frame(frame)
            if progress:
                progress(index + 1, segment.frames)
    return Rendered(segment.frames, segment.codec.name, engine())


def writer_for(segment: Segment, out: Path, timecode: str = "") -> VideoWriter:
    """A writer of a segment's format and codec."""
    fmt, codec = segment.format, segment.codec
    return VideoWriter(
        out, fmt.rate.fps, fmt.width, fmt.height, codec.encoder(), colour=fmt.colour, tag=codec.tag, timecode=timecode
    )


def render_take(folder: Path, *, segment: dict[str, Any], tables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Render a segment given as JSON data into `folder`/picture.<container>: the form in which production hands work on."""
    paths = {key: Path(path) for key, path in (tables or {}).items()}
    wanted = Segment.from_json(segment)
    made = render_segment(wanted, folder / f"picture.{wanted.codec.container}", tables=paths)
    return {"frames": made.frames, "codec": made.codec, "engine": made.engine}


@dataclass(frozen=True)
class Joined:
    """A finished picture: its frames, why it had to be encoded as a whole ("" if it was joined), and what was found.

    Attributes:
        found: frames that were rendered before and only joined.
    """

    frames: int
    encoded_again: str = ""
    found: int = 0


def join(parts: Sequence[Path], out: Path, *, timecode: str = "", stop: threading.Event | None = None) -> int:
    """Put rendered segments together, packet by packet. Returns the number of frames.

    Where an encoder's segments can't be stitched (their headers differ), raises EngineError: see `join_or_render`.
    """
    from aiprod.rendering.stitching import stitched

    if not parts:
        raise EngineError("There is nothing to join", "the timeline has no segments")
    with disk_errors(out):
        return stitched(parts, out, timecode=timecode, check=_checker(stop))


def join_or_render(
    parts: Sequence[Path], segments: Sequence[Segment], out: Path, *, tables: Mapping[str, Path] | None = None,
    timecode: str = "", stop: threading.Event | None = None, progress: Progress | None = None,
) -> Joined:  # fmt: skip
    """Join the parts; where this encoder's segments can't be stitched (most hardware encoders), encode the film as one."""
    try:
        return Joined(join(parts, out, timecode=timecode, stop=stop))
    except EngineError as error:
        total = render_whole(segments, out, tables=tables, timecode=timecode, stop=stop, progress=progress)
        return Joined(total, error.why or error.what)


def render_whole(
    segments: Sequence[Segment], out: Path, *, tables: Mapping[str, Path] | None = None, progress: Progress | None = None,
    timecode: str = "", stop: threading.Event | None = None,
) -> int:  # fmt: skip
    """Encode a film in one go, without a cache. Returns the number of frames."""
    if not segments:
        raise EngineError("There is nothing to render", "the timeline has no segments")
    total, done, check, readers = sum(s.frames for s in segments), 0, _checker(stop), Readers()
    with disk_errors(out), writer_for(segments[0], out, timecode) as writer:
        for frame in (frame for segment in segments for frame in frames(segment, tables, readers=readers)):
            check()
            writer.write_frame(frame)
            done += 1
            if progress:
                progress(done, total)
    return total


def render_film(
    segments: Sequence[Segment], out: Path, cache: SegmentCache, progress: Progress | None = None,
    stop: threading.Event | None = None, *, tables: Mapping[str, Path] | None = None, timecode: str = "",
) -> Joined:  # fmt: skip
    """Find or render every segment, and join them.

    Args:
        segments: of one format and codec, in the film's order.
        out: the film; its suffix chooses the container. It has this name only when it is whole.
        cache: where rendered segments are looked for and kept.
        progress: called with (frames done, frames in all).
        stop: once it is set, Stopped is raised within a frame; what was rendered whole stays in the cache.
        tables: baked grades, as in `execute.render_segment`.
        timecode: of the first frame ("01:00:00:00").

    Raises:
        UserError: footage is missing, unreadable or too short, or the disk is full.
    """
    if not segments:
        raise EngineError("There is nothing to render", "the timeline has no segments")
    check = _checker(stop)
    total, done, found = sum(s.frames for s in segments), 0, 0
    readers = Readers()
    with cache.holding() as place:
        parts: list[Path] = []
        for segment in segments:
            check()
            kept = _kept(segment, cache, place)
            if kept is None:
                kept = _rendered(segment, cache, place, tables, readers, _shifted(progress, done, total, check))
            else:
                found += segment.frames
            parts.append(kept)
            done += segment.frames
            if progress:
                progress(done, total)
        joined = join_or_render(parts, segments, out, tables=tables, timecode=timecode, stop=stop)
    return Joined(joined.frames, joined.encoded_again, found)


def _kept(segment: Segment, cache: SegmentCache, place: Path) -> Path | None:
    path = cache.find(segment.content_hash())
    return cache.held(path, place) if path else None


def _rendered(
    segment: Segment, cache: SegmentCache, place: Path, tables: Mapping[str, Path] | None, readers: Readers, progress: Progress
) -> Path:  # fmt: skip
    with cache.room(segment.content_hash(), f".{segment.codec.container}") as written:
        render_segment(segment, written, tables=tables, progress=progress, readers=readers)
        held = cache.held(written, place)  # before it can be cleared away
    assert held is not None
    return held


def _shifted(progress: Progress | None, before: int, total: int, check: Callable[[], None]) -> Progress:
    """Progress of a segment as progress of the film, with a look at whether to stop after every frame."""

    def told(done: int, _all: int) -> None:
        check()
        if progress:
            progress(before + done, total)

    return told


def _checker(stop: threading.Event | None) -> Callable[[], None]:
    def check() -> None:
        if stop is not None and stop.is_set():
            raise Stopped("The render was stopped", "that was asked for", "What was rendered is kept: export again.")

    return check
