# SPDX-License-Identifier: Apache-2.0
"""Hair and beards: masses laid on the head, with a hairline that goes round it. Units: heads."""

from __future__ import annotations

from math import pi
from random import Random

import skia

from aiprod.film.look import HairStyle
from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.haircuts import Cut, HairPaint, hairline, mass_of, side_of
from aiprod.shooting.animatic.people.head import shade_of
from aiprod.shooting.animatic.people.life import smooth
from aiprod.shooting.animatic.people.shading import Point, extend_smooth, faded, smooth_path, tapered
from aiprod.shooting.animatic.people.solid import Solid
from aiprod.shooting.animatic.people.tresses import braids, bun, curtain, ponytail, side_locks, trace


def _mass_outline(paint: HairPaint, cut: Cut, left_y: float, right_y: float) -> list[Point]:
    """The mass's silhouette from its left end over the crown to its right end; it thins out towards the hairline."""
    mass, skull = mass_of(paint.head, cut), paint.head.solid
    least = 0.04 if cut.edge == "smooth" else 0.45

    def side(index: int, end: float) -> list[Point]:
        points = []
        for x, y in [*side_of(mass, paint.view, 1 if index else -1), (mass.extents(paint.view, end)[index], -end)]:
            if -y >= end:
                u = least + (1 - least) * smooth((-y - end) / 0.30)
                bare = skull.extents(paint.view, min(-y, 0.97))[index]
                points.append((bare + (x - bare) * u, y) if -y < end + 0.30 else (x, y))
        return points

    return [*side(0, left_y)[::-1], *side(1, right_y)[1:]]


def _fill(paint: HairPaint, path: skia.Path, gain: float = 1.0, cy: float = -0.6, r: float = 0.55) -> None:
    paint.canvas.drawPath(path, paint.ink.ball(paint.colour, 0.0, cy, r, r, gain))


def paint_back(paint: HairPaint) -> None:
    """What hangs behind the head; painted before the body when the face looks at us, after it from behind."""
    cut = paint.cut
    if cut is None:
        return
    if cut.back < 1.0:
        curtain(paint, cut)
    style = paint.head.look.hair
    if style is HairStyle.PONYTAIL and paint.view.cos > -0.2:
        ponytail(paint)
    if style is HairStyle.BUN and paint.view.cos > -0.2:
        bun(paint)


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
    trace(paint, cut, path, outline)
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
    soft = ((0.14, 0.035), (0.115, 0.045), (0.09, 0.05), (0.065, 0.06), (0.04, 0.07))
    for width, alpha in soft if paint.px > 200 else ((0.12, 0.09), (0.05, 0.13)):
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
        mass = mass_of(paint.head, cut)
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
    if paint.px > 170:
        _top_strands(paint, cut)
    canvas.restore()


def _top_strands(paint: HairPaint, cut: Cut) -> None:
    """From the crown (or the parting) towards the hairline; curls are little arcs instead."""
    random = Random(paint.head.look.face_seed + 11)
    mass = mass_of(paint.head, cut)
    if cut.edge == "curls":
        dark = paint.ink.stroke(scaled(paint.colour, 0.55), 0.007, 0.45, 0.34)
        _curls(paint, mass, random, dark, paint.ink.stroke(mix(paint.colour, "#fff0d8", 0.22), 0.006, 0.8, 0.30))
        return
    dark = paint.ink.paint(scaled(paint.colour, 0.5), 0.45, 0.42)
    light = paint.ink.paint(mix(paint.colour, "#fff0d8", 0.22), 0.8, 0.34)
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
            paint.canvas.drawPath(tapered([(x, y) for x, y, _ in steps], 0.006), dark if i % 3 else light)


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
        side_locks(paint, -0.42, 0.10)
    elif style is HairStyle.BOB:
        side_locks(paint, 0.03, 0.095)
    elif style is HairStyle.BRAIDS:
        braids(paint)
    elif style is HairStyle.PONYTAIL and paint.view.cos <= -0.2:
        ponytail(paint)
    elif style is HairStyle.BUN and paint.view.cos <= -0.2:
        bun(paint)
