# SPDX-License-Identifier: Apache-2.0
"""Light on round things, with gradients instead of blurs.

A cylinder's or a ball's surface turns away from the key; how much light each place gets follows from its normal, so that
lit side, shadow side and rim agree with the scene's light by construction.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import acos, cos, hypot, pi, radians, sin, sqrt

import skia

from aiprod.film.palettes import to_linear
from aiprod.shooting.animatic.stage import Lit

Point = tuple[float, float]
_CODES = 1024


def _code(linear: float) -> int:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * value)


_TO_CODE = tuple(_code((i / (_CODES - 1)) ** 2) for i in range(_CODES))
"""sRGB code by the square root of linear light (finer in the dark)."""
_STOPS = tuple(k / 7 for k in range(8))
"""Evenly spaced, no more than eight: Skia then finds a pixel's stop without a search."""


def argb(red: float, green: float, blue: float, alpha: float = 1.0) -> int:
    """Linear light (clipped to 0–1) as a Skia colour."""
    codes = [_TO_CODE[int(sqrt(min(max(c, 0.0), 1.0)) * (_CODES - 1) + 0.5)] for c in (red, green, blue)]
    return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | (codes[0] << 16) | (codes[1] << 8) | codes[2]


class Ink:
    """The scene's light, ready to paint with. Local colours are hex; exposures go from 0 (ambient) to 1 (full key)."""

    def __init__(self, lit: Lit) -> None:
        azimuth, elevation = radians(lit.light.azimuth_deg), radians(max(lit.light.elevation_deg, 4.0))
        self.lit = lit
        self.light = (sin(azimuth) * cos(elevation), sin(elevation), cos(azimuth) * cos(elevation))
        self.side = lit.key_side
        self.rim = lit.light.rim * (1.0 - 0.75 * lit.haze)
        self._ends: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {}
        self._ramps: dict[tuple[str, int, int, float, float, float], list[int]] = {}
        red, green, blue = to_linear(lit.colour("#fff6ea", 1.0))
        gain = 1.0 + 0.9 * lit.backlit * (1.0 - lit.haze)
        self.rim_light = (red * gain, green * gain, blue * gain)

    def _end_points(self, local: str) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        if local not in self._ends:
            self._ends[local] = to_linear(self.lit.colour(local, 0.0)), to_linear(self.lit.colour(local, 1.0))
        return self._ends[local]

    def linear(self, local: str, exposure: float, rim: float = 0.0) -> tuple[float, float, float]:
        """A local colour under this light, in linear light; `rim` adds the key grazing the edge."""
        dim, full = self._end_points(local)
        r0, g0, b0 = self.rim_light
        red, green, blue = (a + (b - a) * exposure for a, b in zip(dim, full, strict=True))
        return red + (r0 - red) * rim, green + (g0 - green) * rim, blue + (b0 - blue) * rim

    def colour(self, local: str, exposure: float = 0.62, alpha: float = 1.0, rim: float = 0.0) -> int:
        return argb(*self.linear(local, exposure, rim), alpha)

    def paint(self, local: str, exposure: float = 0.62, alpha: float = 1.0) -> skia.Paint:
        """A flat fill."""
        return skia.Paint(AntiAlias=True, Color=self.colour(local, exposure, alpha))

    def stroke(self, local: str, width: float, exposure: float = 0.62, alpha: float = 1.0) -> skia.Paint:
        """A round-ended line."""
        return skia.Paint(
            AntiAlias=True,
            Color=self.colour(local, exposure, alpha),
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=width,
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
        )

    def exposure(self, nx: float, ny: float, nz: float) -> float:
        """How much of the key a surface with this normal gets (x right, y up, z to the camera), with soft wrap."""
        lx, ly, lz = self.light
        return 0.30 + 0.70 * max(0.0, (nx * lx + ny * ly + nz * lz + 0.42) / 1.42)

    def rim_at(self, nx: float, ny: float, nz: float) -> float:
        """How much of the key grazes an edge: strong against the light, only on the key's side otherwise."""
        edge = float((1.0 - abs(nz)) ** 1.5)
        towards = max(0.0, nx * self.side + 0.35 * ny)
        return edge * self.rim * min(1.0, 0.62 * towards + self.lit.backlit * (0.35 + 0.4 * max(0.0, ny + 0.3)))

    def across(
        self, local: str, start: Point, end: Point, gain: float = 1.0, roundness: float = 0.96, rim: float = 1.0
    ) -> skia.Paint:
        """A fill shaded as a cylinder whose section runs from `start` to `end` (y down).

        Args:
            gain: multiplies the exposure (things in the shade of others).
            roundness: 1 turns fully to the edge, less is flatter.
            rim: how much of the grazing light it takes.
        """
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = hypot(dx, dy) or 1e-6
        colours = self._ramp(local, round(48 * dx / length), round(-48 * dy / length), gain, roundness, rim)
        return skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear([skia.Point(*start), skia.Point(*end)], colours))

    def _ramp(self, local: str, ux: int, uy: int, gain: float, roundness: float, rim: float) -> list[int]:
        """The colours across a cylinder; its direction in 48ths, so that ramps can be kept from frame to frame."""
        key = (local, ux, uy, gain, roundness, rim)
        if key not in self._ramps:
            if len(self._ramps) > 4096:
                self._ramps.clear()
            colours = []
            for stop in _STOPS:
                s = (2 * stop - 1) * roundness
                normal = (s * ux / 48, s * uy / 48, sqrt(max(0.0, 1 - s * s)))
                colours.append(self.colour(local, gain * self.exposure(*normal), 1.0, rim * self.rim_at(*normal)))
            self._ramps[key] = colours
        return self._ramps[key]

    def ball(self, local: str, cx: float, cy: float, rx: float, ry: float, gain: float = 1.0) -> skia.Paint:
        """A fill shaded as an ellipsoid, along the light's direction on the picture."""
        lx, ly, _ = self.light
        length = hypot(lx, ly) or 1.0
        ux, uy = lx / length, -ly / length
        reach = 1.0 / max(hypot(ux / rx, uy / ry), 1e-6)
        return self.across(local, (cx - ux * reach, cy - uy * reach), (cx + ux * reach, cy + uy * reach), gain)


def ink_for(lit: Lit) -> Ink:
    """The ink of a light; kept from frame to frame. Air is taken in steps of 1/256, so that a slow dolly finds it again."""
    return _ink(replace(lit, haze=round(lit.haze * 256) / 256))


@lru_cache(maxsize=64)
def _ink(lit: Lit) -> Ink:
    return Ink(lit)


def radial(cx: float, cy: float, r: float, inner: int, outer: int, start: float = 0.0, end: float = 1.0) -> skia.Paint:
    """A radial gradient from `inner` to `outer` (Skia colours)."""
    shader = skia.GradientShader.MakeRadial(skia.Point(cx, cy), r, [inner, outer], [start, end])
    return skia.Paint(AntiAlias=True, Shader=shader)


def vertical(top: float, bottom: float, colours: list[int], stops: list[float] | None = None) -> skia.Paint:
    """A linear gradient down the picture."""
    shader = skia.GradientShader.MakeLinear([skia.Point(0, top), skia.Point(0, bottom)], colours, stops or [])
    return skia.Paint(AntiAlias=True, Shader=shader)


def faded(colour: int, alpha: float) -> int:
    """The same colour with another opacity."""
    return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | (colour & 0xFFFFFF)


def smooth_path(points: list[Point], closed: bool = True, tension: float = 1.0) -> skia.Path:
    """A smooth curve through points (Catmull–Rom as cubic Béziers)."""
    path = skia.Path()
    extend_smooth(path, points, closed, start=True, tension=tension)
    return path


def extend_smooth(path: skia.Path, points: list[Point], closed: bool = False, start: bool = False, tension: float = 1.0) -> None:
    """Continue `path` through points; with `start`, begin a contour at the first."""
    n = len(points)
    if start:
        path.moveTo(*points[0])
    else:
        path.lineTo(*points[0])
    k = tension / 6.0
    for i in range(n if closed else n - 1):
        p1, p2 = points[i % n], points[(i + 1) % n]
        p0 = points[(i - 1) % n] if closed or i > 0 else p1
        p3 = points[(i + 2) % n] if closed or i + 2 < n else p2
        path.cubicTo(
            p1[0] + (p2[0] - p0[0]) * k,
            p1[1] + (p2[1] - p0[1]) * k,
            p2[0] - (p3[0] - p1[0]) * k,
            p2[1] - (p3[1] - p1[1]) * k,
            *p2,
        )
    if closed:
        path.close()


def tapered(points: list[Point], half: float) -> skia.Path:
    """A line that is thin at both ends and `half` to each side in the middle, as a brush draws it."""
    n = len(points)
    left, right = [points[0]], []
    for i in range(1, n - 1):
        dx, dy = points[i + 1][0] - points[i - 1][0], points[i + 1][1] - points[i - 1][1]
        length = hypot(dx, dy) or 1e-6
        nx, ny = -dy / length * half, dx / length * half
        left.append((points[i][0] + nx, points[i][1] + ny))
        right.append((points[i][0] - nx, points[i][1] - ny))
    path = skia.Path()
    extend_smooth(path, [*left, points[-1]], start=True)
    extend_smooth(path, [points[-1], *right[::-1], points[0]])
    path.close()
    return path


def extend_scalloped(path: skia.Path, points: list[Point], bulges: list[float], centre: Point, start: bool = False) -> None:
    """Continue `path` through points by round bulges away from `centre` (curls); `bulges` as fractions of each chord."""
    if start:
        path.moveTo(*points[0])
    else:
        path.lineTo(*points[0])
    for (x0, y0), (x1, y1), bulge in zip(points, points[1:], bulges, strict=False):
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        nx, ny = y1 - y0, x0 - x1
        if nx * (mx - centre[0]) + ny * (my - centre[1]) < 0:
            nx, ny = -nx, -ny
        k = 1.15 * bulge
        path.cubicTo(
            x0 + nx * k - (x1 - x0) * 0.12,
            y0 + ny * k - (y1 - y0) * 0.12,
            x1 + nx * k + (x1 - x0) * 0.12,
            y1 + ny * k + (y1 - y0) * 0.12,
            x1,
            y1,
        )


def capsule(a: Point, ra: float, b: Point, rb: float) -> skia.Path:
    """A tapered limb: the hull of two circles."""
    path = skia.Path()
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    if length <= abs(ra - rb) + 1e-6:
        path.addCircle(*(a if ra >= rb else b), max(ra, rb))
        return path
    ux, uy = dx / length, dy / length
    tilt = acos(max(-1.0, min(1.0, (ra - rb) / length)))
    degrees = 180 / pi
    base = skia_angle(ux, uy)
    path.arcTo(_box(a, ra), base + tilt * degrees, 360 - 2 * tilt * degrees, True)
    path.arcTo(_box(b, rb), base - tilt * degrees, 2 * tilt * degrees, False)
    path.close()
    return path


def bent_limb(a: Point, ra: float, b: Point, rb: float, c: Point, rc: float) -> skia.Path:
    """A limb with its joint at `b`, as one shape."""
    path = capsule(a, ra, b, rb)
    path.addPath(capsule(b, rb, c, rc))
    return path


def bent_paint(ink: Ink, local: str, points: list[tuple[Point, float]], gain: float = 1.0) -> skia.Paint:
    """Shades a bent limb across the line from its root to its end, over all its width; `points` with their radii."""
    (x0, y0), (x1, y1) = points[0][0], points[-1][0]
    r = max(radius for _, radius in points)
    dx, dy = x1 - x0, y1 - y0
    length = hypot(dx, dy)
    u = min(1.0, length / (1.5 * r))
    nx, ny = (-dy / length, dx / length) if length > 1e-6 else (1.0, 0.0)
    if nx < 0:
        nx, ny = -nx, -ny
    nx, ny = nx * u + (1 - u), ny * u
    size = hypot(nx, ny) or 1.0
    nx, ny = nx / size, ny / size
    places = [((x - x0) * nx + (y - y0) * ny, radius) for (x, y), radius in points]
    low, high = min(p - q for p, q in places), max(p + q for p, q in places)
    return ink.across(local, (x0 + nx * low, y0 + ny * low), (x0 + nx * high, y0 + ny * high), gain, roundness=0.84)


def skia_angle(ux: float, uy: float) -> float:
    """Degrees clockwise from the right, as Skia counts on a picture with y down."""
    from math import atan2

    return atan2(uy, ux) * 180 / pi


def _box(centre: Point, r: float) -> skia.Rect:
    return skia.Rect.MakeLTRB(centre[0] - r, centre[1] - r, centre[0] + r, centre[1] + r)


def limb_paint(ink: Ink, local: str, a: Point, b: Point, r: float, gain: float = 1.0) -> skia.Paint:
    """Shades a limb from `a` to `b` across its axis; a limb seen end-on is shaded from side to side."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    u = min(1.0, length / (1.2 * r)) if r > 0 else 1.0
    nx, ny = (-dy / length, dx / length) if length > 1e-6 else (1.0, 0.0)
    if nx < 0:
        nx, ny = -nx, -ny
    nx, ny = nx * u + (1 - u), ny * u
    size = hypot(nx, ny) or 1.0
    nx, ny = nx / size, ny / size
    mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    return ink.across(local, (mx - nx * r, my - ny * r), (mx + nx * r, my + ny * r), gain)
