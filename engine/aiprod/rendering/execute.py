# SPDX-License-Identifier: Apache-2.0
"""The executor: a segment → finished frames → encoded picture, and segments → one picture without encoding again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors
from aiprod.film.output import LIMITED
from aiprod.grading.spaces import Colours
from aiprod.media.video import VideoWriter
from aiprod.rendering.blending import DIPS, blended, mixed, moved, share_of, through, travels
from aiprod.rendering.lettering import Drawn
from aiprod.rendering.overlays import Overlay, lay_on_light, lay_over, overlay
from aiprod.rendering.planes import (
    alpha_of,
    band,
    coding_for,
    engine,
    even_frame,
    new_frame,
    planes_of,
    store,
)  # fmt: skip
from aiprod.rendering.segments import Caption, PictureFormat, Segment, Title
from aiprod.rendering.sides import TABLE_SIZE, Side

if TYPE_CHECKING:
    import av

Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""


@dataclass(frozen=True)
class Rendered:
    """What a render was: frames written, the encoder, and which form of the kernel ran."""

    frames: int
    codec: str
    engine: str


def render_segment(
    segment: Segment, out: Path, *, tables: Mapping[str, Path] | None = None, progress: Progress | None = None
) -> Rendered:
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
        for index, frame in enumerate(frames(segment, tables)):
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


def frames(segment: Segment, tables: Mapping[str, Path] | None = None, table_size: int = TABLE_SIZE) -> Iterator[av.VideoFrame]:
    """The finished frames of a segment in its format's pixels, tagged as what they are: for files, stills and screens alike.

    Raises EngineError for the scene-linear output, which no such frame can hold: see `float_frames`.
    """
    fmt = segment.format
    if fmt.output == "acescg":
        raise EngineError("Scene-linear light has no video frames", "it goes into float sequences alone", "Use `float_frames`.")
    made = _from_light(segment) if fmt.exact else _from_planes(segment, tables or {}, table_size)
    for index, frame in enumerate(made):
        if fmt.watermark:
            from aiprod.rendering.watermark import mark

            mark(planes_of(frame).y, fmt.watermark, index, fmt.bits)
        frame.color_primaries, frame.color_trc = fmt.colour.primaries, fmt.colour.transfer
        frame.colorspace, frame.color_range = fmt.colour.matrix, LIMITED
        yield frame


def _from_planes(segment: Segment, tables: Mapping[str, Path], table_size: int) -> Iterator[av.VideoFrame]:
    outgoing = Side(segment.outgoing, segment, tables, table_size)
    incoming = Side(segment.incoming, segment, tables, table_size) if segment.kind != "cut" else None
    for index in range(segment.frames):
        frame, own = outgoing.frame(index)
        if incoming is not None:
            frame, own = _transition(segment, index, frame, incoming.frame(index)[0]), True
        graphics = [(_in_codes(drawn, segment.format), visible) for drawn, visible in _graphics(segment, index)]
        if (graphics or segment.format.watermark) and not own:
            frame = _copied(frame)
        for laid, visible in graphics:
            lay_over(planes_of(frame), laid, visible, alpha_of(frame), 2**segment.format.bits - 1)
        yield frame


def _transition(segment: Segment, index: int, first: av.VideoFrame, second: av.VideoFrame) -> av.VideoFrame:
    fmt, kind, progress = segment.format, segment.kind, segment.progress(index)
    result = new_frame(fmt.width, fmt.height, fmt.pix_fmt)
    if travels(kind):
        moved(kind, progress, segment.direction, _all(first), _all(second), _all(result))
        return result
    if kind in DIPS:
        progress, outgoing = through(kind, progress)
        first, second = first if outgoing else second, even_frame(fmt.width, fmt.height, fmt.pix_fmt, DIPS[kind], 1.0)
    blended(_all(first), _all(second), share_of(kind, progress, fmt.width, fmt.height, segment.direction), _all(result))
    return result


def _all(frame: av.VideoFrame) -> list[Any]:
    cover = alpha_of(frame)
    return [*planes_of(frame), *([] if cover is None else [cover])]


def _copied(frame: av.VideoFrame) -> av.VideoFrame:
    result = new_frame(frame.width, frame.height, frame.format.name)
    for source, target in zip(_all(frame), _all(result), strict=True):
        target[:] = source
    return result


def _graphics(segment: Segment, index: int) -> Iterator[tuple[Drawn, float]]:
    """What is drawn over frame `index`, bottom first, and how visible it is."""
    from aiprod.rendering.titles import opacity

    fmt = segment.format
    for title in segment.titles:
        visible, drawn = opacity(title, index, float(fmt.rate.fps)), _title(_words(title), fmt.width, fmt.height)
        if drawn is not None and visible > 0:
            yield drawn, visible
    for caption in segment.captions:
        shown = _caption(caption, fmt.width, fmt.height) if caption.first <= index < caption.end else None
        if shown is not None:
            yield shown, 1.0


def _words(title: Title) -> Title:
    """A title without its times, which change nothing of how it is drawn."""
    return title.changed(first=0, length=1)


@lru_cache(maxsize=8)
def _title(title: Title, width: int, height: int) -> Drawn | None:
    from aiprod.rendering.titles import drawn_title

    return drawn_title(title, width, height)


@lru_cache(maxsize=8)
def _caption(caption: Caption, width: int, height: int) -> Drawn | None:
    from aiprod.rendering.captions import drawn_caption

    return drawn_caption(caption.lines, width, height, caption.language)


_laid: dict[tuple[int, PictureFormat], tuple[Drawn, Overlay]] = {}
_MOST_LAID = 8


def _in_codes(drawn: Drawn, fmt: PictureFormat) -> Overlay:
    """The overlay of something drawn, kept while the same thing is shown."""
    key = id(drawn), fmt
    if key not in _laid:
        while len(_laid) >= _MOST_LAID:
            _laid.pop(next(iter(_laid)), None)
        _laid[key] = drawn, overlay(drawn, fmt, coding_for(fmt))
    return _laid[key][1]


def float_frames(segment: Segment) -> Iterator[Colours]:
    """The exact frames: every pixel graded by the transforms themselves, in the output's display codes (ACEScg: scene light).

    Yields float32 [h, w, 3], or [h, w, 4] premultiplied where the format has alpha. No watermark, no dither.
    """
    outgoing = Side(segment.outgoing, segment, {})
    incoming = Side(segment.incoming, segment, {}) if segment.kind != "cut" else None
    for index in range(segment.frames):
        light = outgoing.light(index)
        if incoming is not None:
            light = _light_between(segment, index, light, incoming.light(index))
        for place, (drawn, visible) in enumerate(_graphics(segment, index)):
            light = light.copy() if place == 0 and incoming is None else light
            lay_on_light(light, drawn, segment.format.output, visible)
        yield light


def _light_between(segment: Segment, index: int, first: Colours, second: Colours) -> Colours:
    fmt, kind, progress = segment.format, segment.kind, segment.progress(index)
    if travels(kind):
        result = np.empty_like(first)
        moved(kind, progress, segment.direction, [first], [second], [result])
        return result
    if kind in DIPS:
        progress, outgoing = through(kind, progress)
        colour = np.full_like(first, DIPS[kind])
        colour[..., 3:] = 1
        first, second = first if outgoing else second, colour
    return mixed(first, second, share_of(kind, progress, fmt.width, fmt.height, segment.direction))


def _from_light(segment: Segment) -> Iterator[av.VideoFrame]:
    """Exact frames, rounded to the format's codes with the same dither as the baked ones."""
    fmt = segment.format
    matrix = coding_for(fmt).from_rgb().astype(np.float32)
    for light in float_frames(segment):
        frame = new_frame(fmt.width, fmt.height, fmt.pix_fmt)
        for top in range(0, fmt.height, 64):
            rows = light[top : top + 64, :, :3]
            codes = np.empty_like(rows)
            for channel, (red, green, blue, offset) in enumerate(matrix):
                codes[..., channel] = red * rows[..., 0] + green * rows[..., 1] + blue * rows[..., 2] + offset
            store(codes, band(planes_of(frame), top))
        cover = alpha_of(frame)
        if cover is not None:
            cover[:] = np.round(light[..., 3] * (2**fmt.bits - 1)).astype(cover.dtype)
        yield frame


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
    total, done = sum(s.frames for s in segments), 0
    with disk_errors(out), writer_for(segments[0], out) as writer:
        for frame in (frame for segment in segments for frame in frames(segment, tables)):
            writer.write_frame(frame)
            done += 1
            if progress:
                progress(done, total)
    return total
