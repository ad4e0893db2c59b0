# SPDX-License-Identifier: Apache-2.0
"""Thumbnails on clips: the first frame; first and last; or a strip of film, by how much room there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.timeline import Clip, MediaFile
from aiprod_app.timeline.colours import Palette, mixed, packed
from aiprod_app.timeline.geometry import Geometry
from aiprod_app.timeline.rows import Row
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.surface import Pixels, Surface
from aiprod_app.timeline.thumbnails import Thumbnails

if TYPE_CHECKING:
    from aiprod_app.timeline.painting import Canvas

_NARROWEST = 0.55
"""Of a thumbnail's width; narrower clips show none."""
_STRIP_FROM = 4
"""Thumbnails that must fit before there is a strip of them."""


class Strips:
    """Paints the thumbnails of a row into its canvas."""

    def __init__(
        self, geometry: Geometry, palette: Palette, thumbnails: Thumbnails, sources: Sources, ratio: float
    ) -> None:  # fmt: skip
        self._geometry, self._palette, self._thumbnails = geometry, palette, thumbnails
        self._sources, self._ratio = sources, ratio

    def paint(self, canvas: Canvas, row: Row, surface: Surface, film: tuple[float, float]) -> None:
        """`film`: width of a picture by its height, and frames in a second."""
        aspect, fps = film
        height = canvas.height - canvas.split - 3
        width = max(8, round(height * aspect))
        offset = (canvas.view.ctypes.data - surface.pixels.ctypes.data) // 4 % surface.shape[1]
        span = (offset, offset + canvas.view.shape[1])
        scale, scroll = self._geometry.scale * self._ratio, self._geometry.scroll * self._ratio
        first, end = (span[0] + scroll) / scale, (span[1] + scroll) / scale
        rate = Fraction(fps).limit_denominator(1001)
        frame = _Frame(canvas, span[0])
        seen = row.between(first, end)
        roomy = np.flatnonzero(row.lengths[seen.start : seen.stop] * scale >= width * _NARROWEST) + seen.start
        for index in roomy.tolist():
            left, right = float(row.starts[index]) * scale - scroll, float(row.ends[index]) * scale - scroll
            clip = row.track.clips[index]
            path = self._sources.picture(clip)
            if path is None:
                continue
            still = isinstance(clip.shows, MediaFile) and clip.shows.still
            last = min(round(right) - 1, span[1])
            for x, shown in _slots(clip, left, right, width, span, scale):
                picture = self._thumbnails.get(path, shown, rate, still, width, height)
                frame.put(picture if picture is not None else self._placeholder(width, height), x, min(last, x + width))

    def _placeholder(self, width: int, height: int) -> Pixels:
        """Where a thumbnail will be."""
        dark = mixed(self._palette.tints[1], (0, 0, 0), 0.72)
        found = np.full((height, width), packed(dark), np.uint32)
        found[:, -1] = packed(mixed(dark, (255, 255, 255), 0.12))
        return found


class _Frame:
    """The part of a lane that thumbnails are put into."""

    def __init__(self, canvas: Canvas, offset: int) -> None:
        top = canvas.split + 1
        self._offset = offset
        self._above = max(0, -(top + canvas.above))
        self._rows = canvas.rows(top, canvas.height - 2)

    def put(self, picture: Pixels, x: int, end: int) -> None:
        """A thumbnail from column x, cut off at `end`; columns of the device."""
        first = max(x, self._offset)
        if end <= first:
            return
        if not picture.size:
            return
        piece = picture[self._above : self._above + len(self._rows), first - x : end - x]
        self._rows[: len(piece), first - self._offset : first - self._offset + piece.shape[1]] = piece


def _slots(
    clip: Clip, left: float, right: float, width: int, span: tuple[int, int], scale: float
) -> Iterator[tuple[int, int]]:  # fmt: skip
    """Where thumbnails lie (device pixels), and which frame of the media each shows."""
    begin, room, last = ceil(left - 0.5) + 1, right - left, clip.length - 1
    plain = clip.speed == 1
    if room < width * 2:
        yield begin, clip.source_in
    elif room < width * _STRIP_FROM:
        yield begin, clip.source_in
        yield round(right) - 1 - width, clip.frame_at(last)
    else:
        grid = 1 << max(0, (int(width / scale) // 2).bit_length() - 1)
        number = max(0, int((span[0] - begin) // width))
        end = min(right - 1, span[1])
        while (x := begin + number * width) < end:
            at = min(last, int(number * width / scale))
            media = clip.source_in + at if plain else clip.frame_at(at)
            yield x, media // grid * grid if number else clip.source_in
            number += 1
