# SPDX-License-Identifier: Apache-2.0
"""Where frames and tracks lie on the screen. Pixels are logical; sideways scrolling goes by whole ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from aiprod.film.timeline import Track

CLOSEST = 64.0
"""Pixels of a frame at the closest zoom."""
FARTHEST = 1e-4
COLLAPSED = 20
DIVIDER = 8
"""Pixels between picture and sound."""
EDGE = 28
"""Pixels from the edge of the window in which it scrolls by itself."""
BAND = 17
"""Pixels of the strip with a clip's name."""


@dataclass(frozen=True)
class Lane:
    """A track on the screen: its place in the document, and where it lies, unscrolled."""

    row: int
    top: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height


def lanes_of(tracks: Sequence[Track], heights: Mapping[str, int], collapsed: frozenset[str]) -> tuple[Lane, ...]:
    """Lanes from top to bottom: pictures and titles, the last on top; then sound, the first on top."""
    above = [row for row, track in enumerate(tracks) if track.kind != "audio"][::-1]
    below = [row for row, track in enumerate(tracks) if track.kind == "audio"]
    found, at = [], 0
    for row in (*above, *below):
        if below and row == below[0] and above:
            at += DIVIDER
        track = tracks[row]
        height = COLLAPSED if track.id in collapsed else heights.get(track.id, track.height)
        found.append(Lane(row, at, height))
        at += height + 1
    return tuple(found)


def _pull(at: float, size: int) -> int:
    beyond = at - (size - EDGE) if at > size - EDGE else at - EDGE if at < EDGE else 0
    return round(max(-80.0, min(80.0, beyond * 0.7)))


class Geometry:
    """Frames to pixels and back.

    Attributes:
        scale: pixels of a frame.
        scroll: pixels of the film left of the window.
        top: pixels of the tracks above it.
        width, height: of the window.
        lanes: from top to bottom.
    """

    def __init__(self) -> None:
        self.scale, self.scroll, self.top = 2.0, 0, 0
        self.width, self.height = 1, 1
        self.lanes: tuple[Lane, ...] = ()
        self._tops: list[int] = []
        self._by_row: dict[int, Lane] = {}

    def set_lanes(self, lanes: tuple[Lane, ...]) -> None:
        self.lanes = lanes
        self._tops = [lane.top for lane in lanes]
        self._by_row = {lane.row: lane for lane in lanes}

    @property
    def content_height(self) -> int:
        return self.lanes[-1].bottom + 1 if self.lanes else 0

    # -- sideways

    def x(self, frame: float) -> float:
        return frame * self.scale - self.scroll

    def frame(self, x: float) -> float:
        return (x + self.scroll) / self.scale

    def nearest(self, x: float) -> int:
        """The cut between two frames that is nearest."""
        return max(0, floor(self.frame(x) + 0.5))

    def over(self, x: float) -> int:
        """The frame that lies there."""
        return max(0, floor(self.frame(x)))

    @property
    def seen(self) -> tuple[int, int]:
        """Frames [first, end) of which at least a part is in the window."""
        return max(0, floor(self.frame(0))), floor(self.frame(self.width)) + 1

    def zoomed(self, scale: float, about: float) -> None:
        """Another scale; the frame at pixel `about` stays where it is."""
        frame = self.frame(about)
        self.scale = min(CLOSEST, max(FARTHEST, scale))
        self.scroll = max(0, round(frame * self.scale - about))

    def pull(self, x: float, y: float) -> tuple[int, int]:
        """Pixels that the window scrolls by itself at a time while something is dragged near its edge or beyond."""
        across = _pull(x, self.width)
        down = _pull(y, self.height) if self.content_height > self.height else 0
        return across if across > 0 or self.scroll > 0 else 0, down

    # -- up and down

    def lane(self, row: int) -> Lane | None:
        return self._by_row.get(row)

    def lane_at(self, y: float) -> Lane | None:
        """The lane at a height of the window; None between and beyond them."""
        at = bisect_right(self._tops, y + self.top) - 1
        if at < 0 or y + self.top > self.lanes[at].bottom:
            return None
        return self.lanes[at]

    def y(self, lane: Lane) -> int:
        """The upper edge of a lane in the window."""
        return lane.top - self.top

    def visible_lanes(self) -> list[Lane]:
        return [lane for lane in self.lanes if lane.bottom > self.top and lane.top < self.top + self.height]
