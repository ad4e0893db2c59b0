# SPDX-License-Identifier: Apache-2.0
"""A segment → its finished frames: sides, transition, graphics, watermark; by planes, or exact in floating point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.film.output import LIMITED
from aiprod.grading.spaces import Colours
from aiprod.media.reading import Readers
from aiprod.rendering.blending import DIPS, blended, mixed, moved, share_of, through, travels
from aiprod.rendering.lettering import Drawn
from aiprod.rendering.overlays import Overlay, lay_on_light, lay_over, overlay
from aiprod.rendering.planes import (
    alpha_of,
    band,
    coding_for,
    even_frame,
    new_frame,
    planes_of,
    store,
)  # fmt: skip
from aiprod.rendering.segments import Caption, PictureFormat, Segment, Title
from aiprod.rendering.sides import TABLE_SIZE, Side

if TYPE_CHECKING:
    import av


def frames(
    segment: Segment, tables: Mapping[str, Path] | None = None, table_size: int = TABLE_SIZE, readers: Readers | None = None
) -> Iterator[av.VideoFrame]:
    """The finished frames of a segment in its format's pixels, tagged as what they are: for files, stills and screens alike.

    Raises EngineError for the scene-linear output, which no such frame can hold: see `float_frames`.
    """
    fmt = segment.format
    if fmt.output == "acescg":
        raise EngineError("Scene-linear light has no video frames", "it goes into float sequences alone", "Use `float_frames`.")
    made = _from_light(segment) if fmt.exact else _from_planes(segment, tables or {}, table_size, readers or Readers())
    for index, frame in enumerate(made):
        if fmt.watermark:
            from aiprod.rendering.watermark import mark

            mark(planes_of(frame).y, fmt.watermark, index, fmt.bits)
        frame.color_primaries, frame.color_trc = fmt.colour.primaries, fmt.colour.transfer
        frame.colorspace, frame.color_range = fmt.colour.matrix, LIMITED
        yield frame


def _from_planes(segment: Segment, tables: Mapping[str, Path], table_size: int, readers: Readers) -> Iterator[av.VideoFrame]:
    outgoing = Side(segment.outgoing, segment, tables, table_size, readers)
    incoming = Side(segment.incoming, segment, tables, table_size, readers) if segment.kind != "cut" else None
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
