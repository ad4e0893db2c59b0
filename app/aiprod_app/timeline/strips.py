# SPDX-License-Identifier: Apache-2.0
"""Thumbnails on clips: the first frame; first and last; or a strip of film, by how much room there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from aiprod.film.timeline import Clip, MediaFile
from aiprod_app.timeline.colours import Palette, mixed, packed, rgb_of
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
        for index in row.between(first, end):
            left, right = row.starts[index] * scale - scroll, row.ends[index] * scale - scroll
            if right - left < width * _NARROWEST:
                continue
            clip = row.track.clips[index]
            path = self._sources.picture(clip)
            if path is None:
                continue
            still = isinstance(clip.shows, MediaFile) and clip.shows.still
            for x, frame in self._slots(clip, left, right, width, span, scale):
                picture = self._thumbnails.get(path, frame, rate, still, (width, height))
                limit = min(round(right) - 1, x + width, span[1])
                self._blit(canvas, picture, x, limit, span[0])

    def _slots(
        self, clip: Clip, left: float, right: float, width: int, span: tuple[int, int], scale: float
    ) -> Iterator[tuple[int, int]]:  # fmt: skip
        """Where thumbnails lie (device pixels), and which frame of the media each shows."""
        begin, room = ceil(left - 0.5) + 1, right - left
        last = clip.length - 1
        if room < width * 2:
            yield begin, clip.frame_at(0)
        elif room < width * _STRIP_FROM:
            yield begin, clip.frame_at(0)
            yield round(right) - 1 - width, clip.frame_at(last)
        else:
            grid = 1 << max(0, (int(width / scale) // 2).bit_length() - 1)
            number = max(0, int((span[0] - begin) // width))
            while (x := begin + number * width) < min(right - 1, span[1]):
                at = min(last, int(number * width / scale))
                yield x, clip.frame_at(at) // grid * grid if number else clip.frame_at(0)
                number += 1

    def _blit(self, canvas: Canvas, picture: Pixels | None, x: int, end: int, offset: int) -> None:
        """A thumbnail, or the place where it will be, from column x to end."""
        skipped = max(0, offset - x)
        target = canvas.view[:, max(0, x - offset) : max(0, end - offset)]
        top = canvas.split + 1
        first = max(0, top + canvas.above)
        rows = target[first : max(0, canvas.height - 2 + canvas.above)]
        if not rows.size:
            return
        if picture is None:
            rows[:] = packed(mixed(rgb_of(self._palette.tip), rgb_of(self._palette.dim), 0.2))
            rows[:, -1:] = packed(mixed(rgb_of(self._palette.tip), rgb_of(self._palette.dim), 0.4))
            return
        above = max(0, -(top + canvas.above))
        piece = picture[above : above + rows.shape[0], skipped : skipped + rows.shape[1]]
        rows[: piece.shape[0], : piece.shape[1]] = piece
