# SPDX-License-Identifier: Apache-2.0
"""Hair and beards: masses laid on the head, with a hairline that goes round it. Units: heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin
from random import Random

import skia

from aiprod.film.look import CharacterLook, FacialHair, HairStyle, Headwear, Outfit
from aiprod.film.palettes import mix, scaled
from aiprod.film.screenplay import Age, Gender
from aiprod.shooting.animatic.people.head import FaceMap, Head, shade_of
from aiprod.shooting.animatic.people.life import drift, smooth
from aiprod.shooting.animatic.people.shading import Ink, Point, extend_scalloped, extend_smooth, faded, smooth_path
from aiprod.shooting.animatic.people.solid import Row, Solid, View

Height = Callable[[float], float]


@dataclass(frozen=True)
class Cut:
    """A hair style.

    Attributes:
        top, sides: thickness of the mass over the skull.
        front: height of the hairline over the forehead; `temple` at the temples; `sideburn` before the ears; `nape` behind.
        part: −1 … 1, where the hair parts (0 none).
        swoop: how much the fringe hangs lower on one side.
        back: how far down the mass behind the head goes (a height; 1 is none), and its half width and depth.
        covers_ears: drawn over them.
        edge: "smooth", "curls" or "spikes".
    """

    top: float = 0.055
    sides: float = 0.030
    front: float = 0.800
    temple: float = 0.740
    sideburn: float = 0.420
    nape: float = 0.170
    part: float = 0.0
    swoop: float = 0.0
    back: float = 1.0
    back_w: float = 0.0
    back_d: float = 0.0
    covers_ears: bool = False
    edge: str = "smooth"


CUTS: dict[HairStyle, Cut] = {
    HairStyle.SHAVED: Cut(top=0.008, sides=0.006, front=0.815, temple=0.765, sideburn=0.46, nape=0.24),
    HairStyle.SHORT: Cut(top=0.070, sides=0.026, front=0.800, temple=0.735, sideburn=0.42, nape=0.20, swoop=0.03),
    HairStyle.SIDE_PART: Cut(top=0.095, sides=0.030, front=0.815, temple=0.735, sideburn=0.41, nape=0.19, part=0.55, swoop=0.075),
    HairStyle.CURLY: Cut(top=0.120, sides=0.085, front=0.775, temple=0.715, sideburn=0.40, nape=0.14, edge="curls"),
    HairStyle.AFRO: Cut(
        top=0.270,
        sides=0.250,
        front=0.800,
        temple=0.740,
        sideburn=0.47,
        nape=0.22,
        edge="curls",
        back=0.22,
        back_w=0.66,
        back_d=0.66,
    ),
    HairStyle.BOB: Cut(
        top=0.065,
        sides=0.060,
        front=0.690,
        temple=0.660,
        sideburn=0.30,
        nape=0.04,
        back=-0.02,
        back_w=0.470,
        back_d=0.44,
        covers_ears=True,
    ),
    HairStyle.LONG: Cut(
        top=0.060,
        sides=0.055,
        front=0.830,
        temple=0.700,
        sideburn=0.30,
        nape=0.04,
        part=0.12,
        back=-0.72,
        back_w=0.475,
        back_d=0.42,
        covers_ears=True,
    ),
    HairStyle.PONYTAIL: Cut(top=0.045, sides=0.026, front=0.820, temple=0.740, sideburn=0.45, nape=0.22, swoop=0.02),
    HairStyle.BUN: Cut(top=0.045, sides=0.026, front=0.825, temple=0.740, sideburn=0.45, nape=0.22),
    HairStyle.BRAIDS: Cut(top=0.045, sides=0.034, front=0.830, temple=0.715, sideburn=0.40, nape=0.18, part=0.02),
    HairStyle.MESSY: Cut(top=0.110, sides=0.060, front=0.765, temple=0.715, sideburn=0.40, nape=0.13, swoop=0.02, edge="spikes"),
}


_PRESSING = frozenset(
    {Headwear.CAP, Headwear.BEANIE, Headwear.BRIMMED_HAT, Headwear.SAILOR_CAP, Headwear.BAKER_HAT, Headwear.HELMET}
)


def _pressed(cut: Cut) -> Cut:
    """A style under a hat."""
    back = 1.0 if cut.edge == "curls" else cut.back
    return replace(
        cut, top=min(cut.top, 0.02), sides=min(cut.sides, 0.035 if cut.edge == "smooth" else 0.075), back=back, swoop=0.0
    )


@dataclass(frozen=True)
class HairPaint:
    """All that painting hair needs."""

    canvas: skia.Canvas
    head: Head
    view: View
    ink: Ink
    px: float
    t: float
    sway: float
    """How far loose hair swings, in heads, to the right of the picture."""

    @property
    def cut(self) -> Cut | None:
        cut, look = CUTS.get(self.head.look.hair), self.head.look
        if cut and look.outfit is Outfit.SPACESUIT and look.headwear in (Headwear.NONE, Headwear.HELMET):
            return replace(cut, top=min(cut.top, 0.14), sides=min(cut.sides, 0.12), back=max(cut.back, -0.05), back_w=min(cut.back_w, 0.5))
        return _pressed(cut) if cut and look.headwear in _PRESSING else cut

    @property
    def colour(self) -> str:
        return self.head.look.hair_colour


def _corners(cut: Cut, age: Age, male: bool) -> list[tuple[float, float]]:
    """(azimuth, height) of the hairline on one side, from the forehead to the nape."""
    recede = 0.05 if age is Age.OLD and male else 0.0
    return [
        (0.0, cut.front + recede),
        (0.55, cut.front - 0.005 + recede * 1.6),
        (0.95, cut.temple + recede),
        (1.22, cut.temple - 0.10),
        (1.36, cut.sideburn + 0.03),
        (1.50, cut.sideburn - 0.01),
        (1.60, cut.sideburn + 0.06 if cut.sideburn > 0.35 else cut.sideburn - 0.06),
        (1.85, cut.sideburn + 0.02 if cut.sideburn > 0.35 else cut.sideburn - 0.12),
        (2.10, cut.nape + 0.10),
        (2.45, cut.nape),
        (pi, cut.nape - 0.01),
    ]


def hairline(head: Head, cut: Cut) -> Height:
    """Height of the hairline by azimuth."""
    look = head.look
    corners = _corners(cut, look.age, look.gender is Gender.MALE)

    def height(phi: float) -> float:
        a = abs(phi)
        for (a0, h0), (a1, h1) in pairwise(corners):
            if a <= a1:
                u = (a - a0) / (a1 - a0)
                u = u * u * (3 - 2 * u)
                bent = h0 + (h1 - h0) * u
                break
        else:
            bent = corners[-1][1]
        front = float(max(0.0, cos(phi)) ** 1.5)
        fringe = cut.swoop * sin(2.2 * phi - 0.5) * front
        opening = 0.05 * max(0.0, 1 - abs(phi - cut.part * 0.8) / 0.35) if cut.part else 0.0
        return bent - fringe + opening

    return height


@lru_cache(maxsize=128)
def _mass(head: Head, cut: Cut) -> Solid:
    """The skull grown by the hair's thickness."""

    def grown(row: Row) -> Row:
        y, w, d, c = row
        u = max(0.0, min(1.0, (y - 0.45) / 0.55))
        grow = cut.sides + (cut.top - cut.sides) * u * u
        lift = cut.top * max(0.0, (y - 0.5) / 0.5) ** 1.3
        grow *= min(1.0, w / 0.25) ** 0.7
        return y + lift, w + grow, d + grow, c

    return Solid(tuple(grown(row) for row in head.solid.rows if row[0] > 0.01))


def _mass_outline(paint: HairPaint, cut: Cut, left_y: float, right_y: float) -> list[Point]:
    """The mass's silhouette from its left end over the crown to its right end; it thins out towards the hairline."""
    mass, skull = _mass(paint.head, cut), paint.head.solid
    least = 0.04 if cut.edge == "smooth" else 0.45

    def side(index: int, end: float) -> list[Point]:
        points = []
        for x, y in [*_side(mass, paint.view, 1 if index else -1), (mass.extents(paint.view, end)[index], -end)]:
            if -y >= end:
                u = least + (1 - least) * smooth((-y - end) / 0.30)
                bare = skull.extents(paint.view, min(-y, 0.97))[index]
                points.append((bare + (x - bare) * u, y) if -y < end + 0.30 else (x, y))
        return points

    return [*side(0, left_y)[::-1], *side(1, right_y)[1:]]


def _side(mass: Solid, view: View, side: int) -> list[Point]:
    points = []
    for y, w, d, c in mass.rows:
        half = ((w * view.cos) ** 2 + (d * view.sin) ** 2) ** 0.5
        points.append((c * view.sin + side * half, -y))
    return points


def _trace(paint: HairPaint, cut: Cut, path: skia.Path, points: list[Point], closed: bool = False) -> None:
    """Begin `path` along the silhouette: smooth, or in curls or spikes that stay where they are on the head."""
    if closed:
        points = [*points, points[0]]
    if cut.edge == "smooth":
        extend_smooth(path, points, start=True)
        return
    random = Random(paint.head.look.face_seed * 31 + 5)
    centre = (paint.view.sin * -0.03, -0.55)
    if cut.edge == "curls":
        dense = _resampled(points, 30 if cut.back < 1 else 22)
        extend_scalloped(path, dense, [random.uniform(0.35, 0.62) for _ in dense], centre, start=True)
        return
    path.moveTo(*points[0])
    dense = _resampled(points, 13)
    for (x0, y0), (x1, y1) in pairwise(dense):
        reach, lean = random.uniform(0.03, 0.085), random.uniform(0.55, 0.95)
        mx, my = x0 + (x1 - x0) * lean - centre[0], y0 + (y1 - y0) * lean - centre[1]
        size = (mx * mx + my * my) ** 0.5 or 1.0
        tip = centre[0] + mx * (1 + reach / size), centre[1] + my * (1 + reach / size)
        path.quadTo(x0 + (tip[0] - x0) * 0.3 + mx * 0.05, y0 + (tip[1] - y0) * 0.3 + my * 0.05, *tip)
        path.quadTo(x1 + (tip[0] - x1) * 0.35, y1 + (tip[1] - y1) * 0.35, x1, y1)


def _resampled(points: list[Point], count: int) -> list[Point]:
    """Points at equal distances along a polyline."""
    lengths = [0.0]
    for (x0, y0), (x1, y1) in pairwise(points):
        lengths.append(lengths[-1] + ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)
    found, i = [], 0
    for k in range(count + 1):
        goal = lengths[-1] * k / count
        while i < len(lengths) - 2 and lengths[i + 1] < goal:
            i += 1
        u = (goal - lengths[i]) / ((lengths[i + 1] - lengths[i]) or 1.0)
        x0, y0, x1, y1 = *points[i], *points[i + 1]
        found.append((x0 + (x1 - x0) * u, y0 + (y1 - y0) * u))
    return found


def _fill(paint: HairPaint, path: skia.Path, gain: float = 1.0, cy: float = -0.6, r: float = 0.55) -> None:
    paint.canvas.drawPath(path, paint.ink.ball(paint.colour, 0.0, cy, r, r, gain))


def paint_back(paint: HairPaint) -> None:
    """What hangs behind the head; painted before the body when the face looks at us, after it from behind."""
    cut = paint.cut
    if cut is None:
        return
    if cut.back < 1.0:
        _curtain(paint, cut)
    style = paint.head.look.hair
    if style is HairStyle.PONYTAIL and paint.view.cos > -0.2:
        _ponytail(paint)
    if style is HairStyle.BUN and paint.view.cos > -0.2:
        _bun(paint)


def _curtain(paint: HairPaint, cut: Cut) -> None:
    low, mass = cut.back, _mass(paint.head, cut)
    if cut.edge == "curls":
        rows = [(0.97 + cut.top, cut.back_w * 0.5), (0.80, cut.back_w * 0.94), (0.55, cut.back_w), (low, cut.back_w * 0.72)]
        solid = Solid(tuple((y, w, w * cut.back_d / cut.back_w, -0.08) for y, w in rows))
    else:
        hang = [(0.45 + (low - 0.45) * k, w) for k, w in ((0.15, 1.0), (0.4, 1.01), (0.75, 0.95), (0.95, 0.80), (1.0, 0.55))]
        tail = tuple((y, cut.back_w * w, cut.back_d * w, -0.06 - 0.05 * max(0.0, 0.4 - y)) for y, w in hang)
        solid = Solid(tuple(row for row in mass.rows if row[0] > 0.45) + tail)
    points = [(x + paint.sway * max(0.0, 0.4 + y) ** 1.5, y) for x, y in solid.outline(paint.view)]
    path = skia.Path()
    _trace(paint, cut, path, points, closed=True)
    path.close()
    if paint.view.cos > 0:
        paint.canvas.drawPath(path, paint.ink.paint(paint.colour, 0.30 if cut.edge == "smooth" else 0.46))
    else:
        paint.canvas.drawPath(path, paint.ink.across(paint.colour, (-cut.back_w, 0), (cut.back_w, 0), 0.95))
    if paint.px > 170 and cut.edge == "smooth":
        _strands(paint, path, low, cut.back_w)


def _strands(paint: HairPaint, path: skia.Path, low: float, half: float) -> None:
    canvas = paint.canvas
    canvas.save()
    canvas.clipPath(path, doAntiAlias=True)
    dark, light = (
        paint.ink.stroke(scaled(paint.colour, 0.55), 0.012, 0.5, 0.42),
        paint.ink.stroke(mix(paint.colour, "#fff0d8", 0.2), 0.010, 0.8, 0.22),
    )
    random = Random(paint.head.look.face_seed + 77)
    for i in range(14):
        x = (-1 + 2 * i / 13) * half * 0.95
        sway = paint.sway * max(0.0, 0.4 - low) ** 1.5
        top, bottom = random.uniform(-0.75, -0.2), random.uniform(0.6, 1.0)
        bend = random.uniform(-0.03, 0.03)
        strand = smooth_path(
            [(x * 0.85, top), (x * 1.02, -0.25), (x + bend, -low * 0.5 * bottom), (x * 0.92 + sway * bottom, -low * bottom)],
            closed=False,
        )
        canvas.drawPath(strand, dark if i % 3 else light)
    canvas.restore()


def paint_top(paint: HairPaint) -> None:
    """The mass on the skull, over the forehead and the temples."""
    cut = paint.cut
    if cut is None:
        return
    line = hairline(paint.head, cut)
    near = 0.62
    band = paint.head.solid.band(paint.view, line, near, 30, 0.985)
    outline = _mass_outline(paint, cut, -band[0][1], -band[-1][1])
    path = skia.Path()
    _trace(paint, cut, path, outline)
    extend_smooth(path, _fringed(paint, cut, band[::-1]))
    path.close()
    if paint.head.look.hair is HairStyle.SHAVED:
        stubble = mix(paint.colour, paint.head.look.skin, 0.35)
        fill = paint.ink.ball(stubble, 0.0, -0.6, 0.45, 0.5)
        fill.setAlphaf(0.86)
        paint.canvas.drawPath(path, fill)
        return
    _fill(paint, path)
    _sheen(paint, path, cut)
    _extras(paint)


def _fringed(paint: HairPaint, cut: Cut, band: list[Point]) -> list[Point]:
    """Locks along the hairline (over the forehead only)."""
    if paint.px < 24 or (cut.edge == "smooth" and paint.head.look.hair not in (HairStyle.SHORT, HairStyle.BOB)):
        return band
    depth = {"curls": 0.022, "spikes": 0.045}.get(cut.edge, 0.012)
    random = Random(paint.head.look.face_seed + 3)
    n = len(band) - 1
    return [
        (x, y + (depth * random.uniform(0.2, 1.0) if i % 2 else 0.0) * (1 if 2 < i < n - 2 else 0))
        for i, (x, y) in enumerate(band)
    ]


def paint_shadow(paint: HairPaint) -> None:
    """What the hair throws on the forehead; painted inside the head's outline."""
    cut = paint.cut
    if cut is None or paint.px < 30 or paint.view.cos < -0.5:
        return
    band = paint.head.solid.band(paint.view, hairline(paint.head, cut), 0.62, 24, 1.0)
    shade = paint.ink.colour(shade_of(paint.head.look.skin), 0.2)
    for width, alpha in ((0.14, 0.035), (0.115, 0.045), (0.09, 0.05), (0.065, 0.06), (0.04, 0.07)):
        stroke = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=width,
            Color=faded(shade, alpha),
            StrokeJoin=skia.Paint.kRound_Join,
        )
        paint.canvas.drawPath(smooth_path(band, closed=False), stroke)


def _sheen(paint: HairPaint, path: skia.Path, cut: Cut) -> None:
    """Light along the crown, and a few strands."""
    if paint.px < 34:
        return
    canvas, key = paint.canvas, paint.ink.light[0]
    canvas.save()
    canvas.clipPath(path, doAntiAlias=True)
    if cut.edge == "smooth":
        mass = _mass(paint.head, cut)
        base = mass.middle(paint.view, 0.8) + 0.55 * key
        light = paint.ink.colour(mix(paint.colour, "#fff2dc", 0.34), 0.95)
        for spread, thick, alpha in ((0.80, 0.045, 0.09), (0.66, 0.030, 0.11), (0.50, 0.016, 0.14)):
            upper, lower = [], []
            for k in range(9):
                u = -1 + k / 4
                y = 0.84 + cut.top * 0.6 - 0.015 * u * u
                upper.append(mass.surface(paint.view, base + u * spread, y + thick * (1 - u * u))[:2])
                lower.append(mass.surface(paint.view, base + u * spread, y - thick * (1 - u * u))[:2])
            canvas.drawPath(smooth_path([*upper, *lower[::-1]]), skia.Paint(AntiAlias=True, Color=faded(light, alpha)))
    if paint.px > 110:
        _top_strands(paint, cut)
    canvas.restore()


def _top_strands(paint: HairPaint, cut: Cut) -> None:
    """From the crown (or the parting) towards the hairline; curls are little arcs instead."""
    random = Random(paint.head.look.face_seed + 11)
    mass = _mass(paint.head, cut)
    dark = paint.ink.stroke(scaled(paint.colour, 0.55), 0.007, 0.45, 0.34)
    light = paint.ink.stroke(mix(paint.colour, "#fff0d8", 0.22), 0.006, 0.8, 0.30)
    if cut.edge == "curls":
        _curls(paint, mass, random, dark, light)
        return
    count = 30
    for i in range(count):
        azimuth = -pi + 2 * pi * (i + random.uniform(0.2, 0.8)) / count
        begin, end = random.uniform(0.10, 0.40), random.uniform(0.55, 1.05)
        steps = []
        for k in (begin, (begin + end) / 2, end):
            y = 0.99 + cut.top - (0.38 + cut.top) * k
            x, sy, depth = mass.surface(paint.view, azimuth + cut.part * 0.9 * (1 - k), y)
            steps.append((x, sy, depth))
        if min(step[2] for step in steps) > 0.0:
            paint.canvas.drawPath(smooth_path([(x, y) for x, y, _ in steps], closed=False), dark if i % 3 else light)


def _curls(paint: HairPaint, mass: Solid, random: Random, dark: skia.Paint, light: skia.Paint) -> None:
    for i in range(64):
        azimuth, y = random.uniform(-pi, pi), random.uniform(0.45, 1.02)
        r, start = random.uniform(0.03, 0.055), random.uniform(0, 360)
        x, sy, depth = mass.surface(paint.view, azimuth, y)
        if depth > 0.08:
            arc = skia.Path()
            arc.addArc(skia.Rect.MakeLTRB(x - r, sy - r, x + r, sy + r), start, 210)
            paint.canvas.drawPath(arc, dark if i % 3 else light)


def _extras(paint: HairPaint) -> None:
    style = paint.head.look.hair
    if style is HairStyle.LONG:
        _side_locks(paint, -0.42, 0.10)
    elif style is HairStyle.BOB:
        _side_locks(paint, 0.03, 0.095)
    elif style is HairStyle.BRAIDS:
        _braids(paint)
    elif style is HairStyle.PONYTAIL and paint.view.cos <= -0.2:
        _ponytail(paint)
    elif style is HairStyle.BUN and paint.view.cos <= -0.2:
        _bun(paint)


def _side_locks(paint: HairPaint, low: float, width: float) -> None:
    """Hair that falls from the parting over the temples and ears, down both sides of the face."""
    for side in (-1.0, 1.0):
        _lock(paint, side, low)


_INNER_FRINGE = ((0.84, 0.80), (0.74, 0.93), (0.64, 1.02), (0.50, 1.10), (0.34, 1.12), (0.18, 1.06), (0.04, 1.0))
_INNER = ((0.95, 0.10), (0.86, 0.42), (0.76, 0.80), (0.64, 1.02), (0.50, 1.12), (0.34, 1.14), (0.18, 1.10), (0.04, 1.06))
"""(height, azimuth) of a lock's inner edge: along the hairline to the temple, then beside the cheek."""


def _lock(paint: HairPaint, side: float, low: float) -> None:
    cut, view = paint.cut, paint.view
    if cut is None or view.cos < -0.1:
        return
    mass = _mass(paint.head, cut)
    edge_of = _INNER if cut.part else _INNER_FRINGE
    places = [(y, phi) for y, phi in edge_of if y > low] + [(low + (0.04 - low) * 0.5, 1.12), (low, 1.12)]
    inner, outer = [], []
    for index, (y, phi) in enumerate(places):
        section = max(y, 0.40)
        left, right = mass.extents(view, section)
        flare = 0.03 * min(1.0, max(0.0, 0.5 - y))
        edge_x = (right + flare if side > 0 else left - flare) + 0.004 * side
        x, sy, depth = mass.surface(view, side * phi + 0.10 * (cut.part if y > 0.8 else 0.0), section)
        x = x + (edge_x - x) * smooth((0.06 - depth) / 0.12)
        x = min(x, edge_x) if side > 0 else max(x, edge_x)
        swing = paint.sway * max(0.0, 0.4 - y) ** 1.5
        inner.append((x + swing, sy + (section - y)))
        start = (0.0, 0.55, 0.9)[index] if index < 3 else 1.0
        outer.append((x + (edge_x - x) * start + swing, -y if start else sy + (section - y)))
    width = max(abs(a[0] - b[0]) for a, b in zip(inner[3:], outer[3:], strict=True))
    if width < 0.07:
        return
    tip = ((inner[-1][0] * 0.4 + outer[-1][0] * 0.6), -low + 0.07)
    path = smooth_path([*inner[:-1], tip, *outer[::-1][1:-1]])
    canvas = paint.canvas
    canvas.saveLayerAlpha(None, round(255 * smooth((width - 0.07) / 0.06))) if width < 0.13 else canvas.save()
    left_x, right_x = min(p[0] for p in outer + inner), max(p[0] for p in outer + inner)
    paint.canvas.drawPath(path, paint.ink.across(paint.colour, (min(left_x, -0.45), 0), (max(right_x, 0.45), 0), 1.0))
    edge = paint.ink.stroke(scaled(paint.colour, 0.5), 0.012, 0.4, 0.55)
    paint.canvas.drawPath(smooth_path(inner, closed=False), edge)
    if paint.px > 80:
        for k in (0.3, 0.6):
            line = [(a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k) for a, b in zip(inner, outer, strict=True)]
            paint.canvas.drawPath(
                smooth_path(line[1:], closed=False), paint.ink.stroke(scaled(paint.colour, 0.6), 0.009, 0.45, 0.5)
            )
    canvas.restore()


def _ponytail(paint: HairPaint) -> None:
    swing = paint.sway + 0.03 * drift(paint.head.look.face_seed, "tail", paint.t, 2.6)
    spine = [(0.80, -0.43), (0.78, -0.62), (0.52, -0.72), (0.20, -0.68), (-0.12, -0.60)]
    widths = [0.07, 0.12, 0.15, 0.12, 0.03]
    left, right = [], []
    for k, ((y, z), half) in enumerate(zip(spine, widths, strict=True)):
        x, sy, _ = paint.view.place(0.0, y, z)
        x += swing * (k / 4) ** 1.5
        flat = half * (0.75 + 0.25 * abs(paint.view.cos))
        along = (0.0, 1.0) if k > 1 else (paint.view.sin, 0.3)
        left.append((x - flat * abs(along[1]) - 0.02, sy - flat * along[0] * 0.5))
        right.append((x + flat * abs(along[1]) + 0.02, sy + flat * along[0] * 0.5))
    path = smooth_path([*left, *right[::-1]])
    cx = left[2][0] / 2 + right[2][0] / 2
    paint.canvas.drawPath(path, paint.ink.across(paint.colour, (cx - 0.16, 0), (cx + 0.16, 0), 0.85))
    x, sy, _ = paint.view.place(0.0, 0.79, -0.47)
    paint.canvas.drawCircle(x, sy, 0.055, paint.ink.paint(paint.head.look.outfit_accent, 0.55))


def _bun(paint: HairPaint) -> None:
    x, y, _ = paint.view.place(0.0, 0.98, -0.30)
    r = 0.17
    paint.canvas.drawCircle(x, y, r, paint.ink.ball(paint.colour, x, y, r, r, 0.95))
    if paint.px > 50:
        for k in (0.45, 0.75):
            arc = skia.Path()
            arc.addArc(skia.Rect.MakeLTRB(x - r * k, y - r * k, x + r * k, y + r * k), 200, 220)
            paint.canvas.drawPath(arc, paint.ink.stroke(scaled(paint.colour, 0.55), 0.014, 0.45, 0.6))


def _braids(paint: HairPaint) -> None:
    for side in (-1.0, 1.0):
        near = paint.view.cos > 0 or -side * paint.view.sin > 0
        if not near and abs(paint.view.sin) > 0.6:
            continue
        for k in range(8):
            y = 0.26 - 0.095 * k
            swing = paint.sway * max(0.0, 0.4 - y) ** 1.5
            front = 0.10 + 0.05 * min(k, 3) if paint.view.cos > 0 else -0.28
            x, sy, _ = paint.view.place(side * (0.37 + 0.012 * min(k, 4)), y, front)
            r = 0.082 - 0.005 * k
            x += swing
            paint.canvas.save()
            paint.canvas.translate(x, sy)
            paint.canvas.rotate(18 if k % 2 else -18)
            paint.canvas.drawOval(
                skia.Rect.MakeLTRB(-r, -r * 0.78, r, r * 0.78), paint.ink.ball(paint.colour, 0, 0, r * 1.1, r, 0.95)
            )
            paint.canvas.restore()
            if k == 6:
                paint.canvas.drawRoundRect(
                    skia.Rect.MakeLTRB(x - 0.05, sy + 0.03, x + 0.05, sy + 0.075),
                    0.02,
                    0.02,
                    paint.ink.paint(paint.head.look.outfit_accent, 0.6),
                )


def paint_beard(paint: HairPaint, face: FaceMap, jaw_drop: float) -> None:
    """Stubble, moustache and beards; the mouth is painted after, on top."""
    kind = paint.head.look.facial_hair
    if kind is FacialHair.NONE or paint.view.cos < -0.55:
        return
    if kind is FacialHair.MOUSTACHE:
        return
    long = kind is FacialHair.LONG_BEARD
    grow = {FacialHair.STUBBLE: 0.002, FacialHair.BEARD: 0.035, FacialHair.LONG_BEARD: 0.05}[kind]
    my = paint.head.layout.mouth_y

    def line(phi: float) -> float:
        a = abs(phi)
        rise = float(max(0.0, min(1.0, a - 0.20)) ** 2.4)
        behind = smooth((a - 1.28) / 0.22)
        return ((my + 0.062) + (0.42 - my - 0.06) * rise - 0.022 * max(0.0, 1 - abs(a - 0.5) / 0.3)) * (
            1 - behind
        ) + 0.06 * behind

    band = paint.head.solid.band(paint.view, line, 0.25, 32, 0.985)
    low = 0.44 if long else 0.05 if kind is FacialHair.BEARD else 0.0
    grown = paint.head.solid.scaled(grow=grow)

    def hung(x: float, y: float) -> Point:
        down = max(0.0, 1 + y / 0.26)
        return x * (1 - 0.25 * low * down) + paint.view.sin * 0.05 * low * down, y + jaw_drop * down + low * down ** (
            1.6 if long else 1.0
        )

    ends = band[0][1], band[-1][1]
    band = [hung(*p) for p in band]

    def side(index: int) -> list[Point]:
        points = []
        for (x, y), (bare, _) in zip(
            _side(grown, paint.view, 2 * index - 1), _side(paint.head.solid, paint.view, 2 * index - 1), strict=True
        ):
            if y > ends[index]:
                points.append(hung(bare + (x - bare) * smooth((y - ends[index]) / 0.12), y))
        return points

    left, right = side(0), side(1)
    path = skia.Path()
    extend_smooth(path, band, start=True)
    extend_smooth(path, [*right, *left[::-1]])
    path.close()
    colour = mix(paint.colour, paint.head.look.skin, 0.08)
    if kind is FacialHair.STUBBLE:
        paint.canvas.drawPath(path, paint.ink.paint(mix(paint.colour, paint.head.look.skin, 0.45), 0.5, 0.28))
        return
    paint.canvas.drawPath(path, paint.ink.ball(colour, 0.0, -0.12, 0.4, 0.4, 0.95))
    if paint.px > 70:
        _beard_strands(paint, path, face, low)


def _beard_strands(paint: HairPaint, path: skia.Path, face: FaceMap, low: float) -> None:
    paint.canvas.save()
    paint.canvas.clipPath(path, doAntiAlias=True)
    random = Random(paint.head.look.face_seed + 23)
    dark, light = (
        paint.ink.stroke(scaled(paint.colour, 0.6), 0.008, 0.4, 0.4),
        paint.ink.stroke(mix(paint.colour, "#ffffff", 0.2), 0.007, 0.8, 0.35),
    )
    for i in range(22):
        u = -0.32 + 0.64 * i / 21
        x, y = face.at(u, 0.22 + 0.10 * abs(u) / 0.3 + random.uniform(-0.03, 0.03))
        paint.canvas.drawPath(
            smooth_path([(x, y), (x * 0.97, y + 0.10), (x * (0.85 - low * 0.5), y + 0.2 + low * 0.8)], closed=False),
            dark if i % 2 else light,
        )
    paint.canvas.restore()


def paint_moustache(paint: HairPaint, face: FaceMap, half: float) -> None:
    """Over the upper lip; part of every beard but stubble."""
    kind = paint.head.look.facial_hair
    if kind in (FacialHair.NONE, FacialHair.STUBBLE) or face.facing(0.0, 0.24) < 0.0:
        return
    v = paint.head.layout.mouth_y + 0.052
    top = [
        face.at(u * half * 1.18, v + dv, 0.02)
        for u, dv in ((-1.0, -0.055), (-0.55, 0.018), (0.0, 0.030), (0.55, 0.018), (1.0, -0.055))
    ]
    low = [
        face.at(u * half * 1.10, v + dv, 0.02)
        for u, dv in ((0.95, -0.060), (0.5, -0.026), (0.0, -0.008), (-0.5, -0.026), (-0.95, -0.060))
    ]
    path = skia.Path()
    extend_smooth(path, top, start=True)
    extend_smooth(path, low)
    path.close()
    paint.canvas.drawPath(path, paint.ink.paint(scaled(paint.colour, 0.92), 0.62))


def hair_of(canvas: skia.Canvas, head: Head, view: View, ink: Ink, px: float, t: float, sway: float) -> HairPaint:
    return HairPaint(canvas, head, view, ink, px, t, sway)


def look_covers_ears(look: CharacterLook) -> bool:
    cut = CUTS.get(look.hair)
    return bool(cut and cut.covers_ears)
