# SPDX-License-Identifier: Apache-2.0
"""Clips onto a surface: bodies, waveforms and thumbnails as pixels by numpy, a whole track at once; words and lines over them.

Every column of the screen looks up which clip lies there, so that bodies cost what the screen is wide, not what the film is long.
Clips that are narrower than a few pixels run into one bar by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod_app.timeline.colours import SELECTED, Palette, packed, rgb_of
from aiprod_app.timeline.details import Details
from aiprod_app.timeline.geometry import BAND, Geometry, Lane
from aiprod_app.timeline.lettering import Lettering
from aiprod_app.timeline.rows import UNKNOWN, Model, Row
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.strips import Strips
from aiprod_app.timeline.surface import Pixels, Surface
from aiprod_app.timeline.thumbnails import Thumbnails
from aiprod_app.timeline.waveforms import Waveforms

SPLIT = 34
"""Lanes as high as this show a strip with the name, and below it what the clip holds."""
_WIDE = 4
"""Clips from so many device pixels on have outlines."""
_STICKY = 430
"""No title is wider; where one sticks to the left edge of the window, so much is painted anew when it scrolls."""


@dataclass
class Columns:
    """What each column of device pixels shows: the clip's place in its row, and its look. One more column on either side."""

    frames: NDArray[np.float64]
    clips: NDArray[np.int64]
    inside: NDArray[np.bool_]
    look: NDArray[np.uint16]


class TrackPainter:
    """Paints tracks. It knows the film's look and where things lie, and nothing of mice."""

    def __init__(self, geometry: Geometry, palette: Palette, waveforms: Waveforms, thumbnails: Thumbnails) -> None:
        self.geometry, self.palette = geometry, palette
        self.waveforms, self.thumbnails = waveforms, thumbnails
        self.sources = Sources()
        self.lettering = Lettering()
        self.model: Model | None = None

    def paint(self, surface: Surface, left: float, right: float) -> None:
        """All lanes, between two columns (logical) of the window."""
        ratio, across = surface.ratio, surface.shape[1]
        first, end = max(0, int(left * ratio)), min(across, int(np.ceil(right * ratio)))
        if first >= end:
            return
        surface.pixels[:, first:end] = packed(rgb_of(self.palette.ground))
        if self.model is None:
            return
        frames = self._frames(first, end, ratio)
        lanes = self.geometry.visible_lanes()
        for lane in lanes:
            self._lane(surface, lane, first, frames)
        self._details(surface).paint(lanes, first / ratio, end / ratio)

    def paint_titles(self, surface: Surface, moved: int) -> None:
        """Titles that stick to the left edge, anew, after the window went `moved` logical pixels to the right."""
        if self.model is None:
            return
        found = [(lane, self._sticky(self.model.rows[lane.row], moved)) for lane in self.geometry.visible_lanes()]
        self._details(surface).paint_titles([(lane, reach) for lane, reach in found if reach > 0 and lane.height >= 15])

    def _details(self, surface: Surface) -> Details:
        assert self.model is not None
        return Details(surface, self.geometry, self.palette, self.lettering, self.model, self.sources)

    def _sticky(self, row: Row, moved: int) -> float:
        """How far from the left edge titles must be painted anew."""
        reach = 0.0
        for edge in (0.0, float(-moved)):
            index = row.under(max(0.0, self.geometry.frame(edge)))
            if index is not None and (row.ends[index] - row.starts[index]) * self.geometry.scale >= 26:
                reach = max(reach, self.geometry.x(row.ends[index]))
        return min(reach, _STICKY + abs(moved), self.geometry.width)

    def _frames(self, first: int, end: int, ratio: float) -> NDArray[np.float64]:
        """The frame in the middle of each column, with one more on either side."""
        columns = np.arange(first - 1, end + 1, dtype=np.float64)
        return ((columns + 0.5) / ratio + self.geometry.scroll) / self.geometry.scale

    # -- bodies

    def _lane(self, surface: Surface, lane: Lane, first: int, frames: NDArray[np.float64]) -> None:
        assert self.model is not None
        row = self.model.rows[lane.row]
        ratio, down = surface.ratio, surface.shape[0]
        top, bottom = round(self.geometry.y(lane) * ratio), round((self.geometry.y(lane) + lane.height) * ratio)
        view = surface.pixels[max(0, top) : max(0, min(down, bottom)), first : first + len(frames) - 2]
        if not view.size:
            return
        sound = row.track.kind == "audio"
        ground = self.palette.tables.body[1 if sound else 0]
        if bottom < down:
            surface.pixels[bottom, first : first + len(frames) - 2] = packed(rgb_of(self.palette.line))
        columns = _columns(row, frames, 1 if sound else 0)
        if columns is None:
            view[:] = ground
            return
        split = round(BAND * ratio) if lane.height >= SPLIT else bottom - top
        canvas = Canvas(view, top - max(0, top), bottom - top, split)
        self._bodies(canvas, row, columns, int(ground), self.geometry.scale * ratio)
        if lane.height >= SPLIT:
            self._contents(canvas, surface, row, lane, columns)

    def _bodies(self, canvas: Canvas, row: Row, columns: Columns, ground: int, scale: float) -> None:
        tables, look = self.palette.tables, columns.look
        band, body, rim = tables.band[look], tables.body[look], tables.edge[look]
        left, right = _edges(row, columns, scale)
        ends = np.concatenate((left, right))
        chosen = look & SELECTED
        chosen[~columns.inside] = 0
        inner = np.concatenate((left + 1, right - 1))
        inner = inner[(inner > 0) & (inner < len(look))]
        for columns_of_edge in (ends, inner[chosen[inner] > 0]):
            band[columns_of_edge], body[columns_of_edge] = rim[columns_of_edge], rim[columns_of_edge]
        canvas.fill(0, canvas.split, band[1:-1])
        canvas.fill(canvas.split, canvas.height, body[1:-1])
        canvas.fill(0, 1, rim[1:-1])
        canvas.fill(canvas.height - 1, canvas.height, rim[1:-1])
        if chosen.any():
            inside = chosen[1:-1] > 0
            for depth in (1, canvas.height - 2):
                canvas.fill(depth, depth + 1, rim[1:-1], inside)
        corners = ends[(ends > 0) & (ends < len(look) - 1)] - 1
        canvas.dot(0, corners, ground)
        canvas.dot(canvas.height - 1, corners, ground)

    # -- what clips hold

    def _contents(self, canvas: Canvas, surface: Surface, row: Row, lane: Lane, columns: Columns) -> None:
        if row.track.kind == "audio":
            self._waves(canvas, row, columns, surface.ratio)
        elif row.track.kind == "video" and canvas.height - canvas.split >= 22:
            strips = Strips(self.geometry, self.palette, self.thumbnails, self.sources, surface.ratio)
            strips.paint(canvas, row, surface, self._timeline_aspect())

    def _timeline_aspect(self) -> tuple[float, float]:
        """Width of a picture by its height, and frames in a second."""
        assert self.model is not None
        facts = self.model.timeline.facts
        width, height = facts.get("width") or 16, facts.get("height") or 9
        return float(width) / float(height), float(self.model.timeline.rate.fps)

    def _waves(self, canvas: Canvas, row: Row, columns: Columns, ratio: float) -> None:
        heights = self._heights(row, columns, ratio)
        top, bottom = canvas.split + 1, canvas.height - 2
        if bottom - top < 6:
            return
        middle, half = (top + bottom) / 2, (bottom - top) / 2
        distance = np.abs(np.arange(top, bottom) + 0.5 - middle) / half
        rows = canvas.rows(top, bottom)
        least = 0.6 / half
        mask = distance[:, None] <= np.maximum(heights, np.where(columns.inside, least, -1))[None, 1:-1]
        colour = self.palette.tables.wave[columns.look][None, 1:-1]
        offset = max(0, -(canvas.above + top))
        np.copyto(rows, np.broadcast_to(colour, rows.shape), where=mask[offset : offset + rows.shape[0]])

    def _heights(self, row: Row, columns: Columns, ratio: float) -> NDArray[np.float32]:
        """How high the waveform stands in each column, 0 to 1, with gain and fades."""
        self._ask_for(row, columns)
        assert self.model is not None
        clips, sounding, fps = columns.clips, row.sounding, float(self.model.timeline.rate.fps)
        behind = columns.frames - row.starts[clips]
        ahead = row.ends[clips] - columns.frames
        base = row.sound[clips]
        known = (base >= 0) & columns.inside
        step_ms = 1000 / (fps * self.geometry.scale * ratio)
        at_ms = np.where(known, base + (sounding.source_in[clips] + behind) * (1000 / fps), 0)
        loudness = self.waveforms.store.heights(at_ms, step_ms) * sounding.gain[clips]
        fades = np.minimum(behind / sounding.fade_in[clips], ahead / sounding.fade_out[clips])
        heights = np.minimum(loudness * np.sqrt(np.clip(fades, 0, 1)), 1)
        return np.where(known, heights, 0).astype(np.float32)

    def _ask_for(self, row: Row, columns: Columns) -> None:
        """Have the peaks read of clips that are seen."""
        if row.sound_generation != self.waveforms.generation:
            row.sound[:], row.sound_generation = UNKNOWN, self.waveforms.generation
        seen = columns.clips[columns.inside]
        if not len(seen):
            return
        low, high = int(seen[0]), int(seen[-1]) + 1
        for index in (np.flatnonzero(row.sound[low:high] == UNKNOWN) + low).tolist():
            row.sound[index] = self.waveforms.place(self.sources.sound(row.track.clips[index]))


@dataclass
class Canvas:
    """A lane's pixels, as far as they are in the window.

    Attributes:
        view: the part in the window.
        above: rows of the lane above the window, as a number that isn't positive.
        height, split: rows of the lane, and of its strip with names.
    """

    view: Pixels
    above: int
    height: int
    split: int

    def rows(self, first: int, end: int) -> Pixels:
        """Rows [first, end) of the lane, as far as they are there."""
        return self.view[max(0, first + self.above) : max(0, end + self.above)]

    def fill(self, first: int, end: int, line: NDArray[np.uint32], where: NDArray[np.bool_] | None = None) -> None:
        """The same line of pixels on rows [first, end), or a part of it."""
        if where is None:
            self.rows(first, end)[:] = line
        else:
            self.rows(first, end)[:, where] = line[where]

    def dot(self, row: int, columns: NDArray[np.int64], colour: int) -> None:
        found = self.rows(row, row + 1)
        if len(found):
            found[0, columns] = colour


def _columns(row: Row, frames: NDArray[np.float64], ground: int) -> Columns | None:
    """What each column shows, `ground` where it is nothing; None where it is nothing at all."""
    seen = row.between(frames[0], frames[-1])
    if not seen:
        return None
    first = max(0, seen.start - 1)
    clips = np.searchsorted(row.starts[first : seen.stop], frames, "right") + (first - 1)
    np.maximum(clips, 0, out=clips)
    inside = (frames < row.ends[clips]) & (frames >= row.starts[clips])
    return Columns(frames, clips, inside, np.where(inside, row.look[clips], ground))


def _edges(row: Row, columns: Columns, scale: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last columns of clips that are wide enough to have outlines."""
    clips, inside = columns.clips, columns.inside
    breaks = np.flatnonzero((clips[1:] != clips[:-1]) | (inside[1:] != inside[:-1]))
    wide = row.lengths[clips[breaks]] * scale >= _WIDE
    right = breaks[inside[breaks] & wide]
    breaks = breaks + 1
    left = breaks[inside[breaks] & (row.lengths[clips[breaks]] * scale >= _WIDE)]
    return left, right
