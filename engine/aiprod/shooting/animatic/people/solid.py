# SPDX-License-Identifier: Apache-2.0
"""Round solids from a stack of elliptical sections, seen from any side.

Heads, torsos, skirts, hair and hats are all such stacks. A section at height y has half width `w` (to the actor's sides),
half depth `d` (front to back) and its centre `c` forward of the axis. Turned by θ about the upright axis its silhouette is
the ellipse's support, so that every view from profile to profile and from behind is exact and continuous.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, cos, pi, sin, sqrt

from aiprod.shooting.animatic.people.shading import Point

Row = tuple[float, float, float, float]
"""(y, w, d, c): height (up), half width, half depth, centre forward."""


@dataclass(frozen=True)
class View:
    """How a solid is turned: `yaw` about the upright axis, `pitch` (up) about the picture's horizontal through `pivot`."""

    yaw: float
    pitch: float = 0.0
    pivot_y: float = 0.45

    @cached_property
    def cos(self) -> float:
        return cos(self.yaw)

    @cached_property
    def sin(self) -> float:
        return sin(self.yaw)

    def place(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        """A point of the actor's frame on the picture: (x right, y down, depth towards the camera)."""
        sx, sz = x * self.cos + z * self.sin, -x * self.sin + z * self.cos
        if not self.pitch:
            return sx, -y, sz
        dy = y - self.pivot_y
        cp, sp = cos(self.pitch), sin(self.pitch)
        return sx, -(self.pivot_y + dy * cp + sz * sp), sz * cp - dy * sp


class Solid:
    """A stack of sections, from the top down."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def scaled(self, w: float = 1.0, d: float = 1.0, lift: Callable[[float], float] | None = None, grow: float = 0.0) -> Solid:
        """The same stack wider, deeper, thicker by `grow`, its heights moved by `lift`."""
        return Solid(tuple((y if lift is None else lift(y), r * w + grow, e * d + grow, c) for y, r, e, c in self.rows))

    def at(self, y: float) -> Row:
        """The section at height `y`, interpolated; the ends continue."""
        rows = self.rows
        if y >= rows[0][0]:
            return (y, *rows[0][1:])
        for upper, lower in pairwise(rows):
            if y >= lower[0]:
                u = (upper[0] - y) / ((upper[0] - lower[0]) or 1.0)
                w, d, c = (a + (b - a) * u for a, b in zip(upper[1:], lower[1:], strict=True))
                return y, w, d, c
        return (y, *rows[-1][1:])

    def extents(self, view: View, y: float) -> tuple[float, float]:
        """Left and right edge at height `y`."""
        _, w, d, c = self.at(y)
        half = sqrt((w * view.cos) ** 2 + (d * view.sin) ** 2)
        return c * view.sin - half, c * view.sin + half

    def outline(self, view: View, top: float | None = None, bottom: float | None = None) -> list[Point]:
        """The silhouette, from the top down the right side and up the left (y down)."""
        right, left = [], []
        rows = [row for row in self.rows if (top is None or row[0] <= top) and (bottom is None or row[0] >= bottom)]
        if top is not None and (not rows or rows[0][0] < top):
            rows.insert(0, self.at(top))
        if bottom is not None and (not rows or rows[-1][0] > bottom):
            rows.append(self.at(bottom))
        for y, w, d, c in rows:
            half = sqrt((w * view.cos) ** 2 + (d * view.sin) ** 2)
            right.append((c * view.sin + half, -y))
            left.append((c * view.sin - half, -y))
        if abs(right[0][0] - left[0][0]) < 1e-9:
            left = left[1:]
        if abs(right[-1][0] - left[-1][0]) < 1e-9:
            left = left[:-1]
        return right + left[::-1]

    def surface(self, view: View, phi: float, y: float) -> tuple[float, float, float]:
        """The surface point at azimuth `phi` (0 front, + to the actor's left) and height `y`: x, y on the picture, depth."""
        _, w, d, c = self.at(y)
        return view.place(w * sin(phi), y, c + d * cos(phi))

    def middle(self, view: View, y: float) -> float:
        """The azimuth that faces the camera at height `y`."""
        _, w, d, _ = self.at(y)
        return -atan2(view.sin / max(w, 1e-6), view.cos / max(d, 1e-6))

    def band(
        self, view: View, height: Callable[[float], float], near: float, count: int = 24, spread: float = 1.0
    ) -> list[Point]:
        """The visible part of a curve around the solid, from the left edge to the right.

        Args:
            height: y by azimuth (radians, −π … π).
            near: a typical height of the curve, for finding its visible part.
            spread: more than 1 goes a little round the edges.
        """
        middle = self.middle(view, near)
        points = []
        for i in range(count + 1):
            phi = middle + (2 * i / count - 1) * pi / 2 * spread
            wrapped = (phi + pi) % (2 * pi) - pi
            x, y, _ = self.surface(view, wrapped, height(wrapped))
            points.append((x, y))
        return points
