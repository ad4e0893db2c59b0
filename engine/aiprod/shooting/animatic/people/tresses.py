# SPDX-License-Identifier: Apache-2.0
"""Hair that hangs: curtains, locks, tails, buns and braids. Units: heads."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import skia

from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.haircuts import Cut, HairPaint, mass_of
from aiprod.shooting.animatic.people.life import drift, smooth
from aiprod.shooting.animatic.people.shading import Point, extend_scalloped, extend_smooth, smooth_path, tapered
from aiprod.shooting.animatic.people.solid import Solid


def trace(paint: HairPaint, cut: Cut, path: skia.Path, points: list[Point], closed: bool = False) -> None:
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


def curtain(paint: HairPaint, cut: Cut) -> None:
    low, mass = cut.back, mass_of(paint.head, cut)
    if cut.edge == "curls":
        rows = [(0.97 + cut.top, cut.back_w * 0.5), (0.80, cut.back_w * 0.94), (0.55, cut.back_w), (low, cut.back_w * 0.72)]
        solid = Solid(tuple((y, w, w * cut.back_d / cut.back_w, -0.08) for y, w in rows))
    else:
        hang = [(0.45 + (low - 0.45) * k, w) for k, w in ((0.15, 1.0), (0.4, 1.01), (0.75, 0.95), (0.95, 0.80), (1.0, 0.55))]
        tail = tuple((y, cut.back_w * w, cut.back_d * w, -0.06 - 0.05 * max(0.0, 0.4 - y)) for y, w in hang)
        solid = Solid(tuple(row for row in mass.rows if row[0] > 0.45) + tail)
    points = [(x + paint.sway * max(0.0, 0.4 + y) ** 1.5, y) for x, y in solid.outline(paint.view)]
    path = skia.Path()
    trace(paint, cut, path, points, closed=True)
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
        paint.ink.paint(scaled(paint.colour, 0.55), 0.5, 0.42),
        paint.ink.paint(mix(paint.colour, "#fff0d8", 0.2), 0.8, 0.26),
    )
    random = Random(paint.head.look.face_seed + 77)
    for i in range(14):
        x = (-1 + 2 * i / 13) * half * 0.95
        sway = paint.sway * max(0.0, 0.4 - low) ** 1.5
        top, bottom = random.uniform(-0.75, -0.2), random.uniform(0.6, 1.0)
        bend = random.uniform(-0.03, 0.03)
        strand = tapered(
            [(x * 0.85, top), (x * 1.02, -0.25), (x + bend, -low * 0.5 * bottom), (x * 0.92 + sway * bottom, -low * bottom)],
            0.008,
        )
        canvas.drawPath(strand, dark if i % 3 else light)
    canvas.restore()


def side_locks(paint: HairPaint, low: float, width: float) -> None:
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
    mass = mass_of(paint.head, cut)
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
    edge = paint.ink.paint(scaled(paint.colour, 0.5), 0.4, 0.6)
    paint.canvas.drawPath(tapered(inner, 0.008), edge)
    if paint.px > 80:
        for k in (0.3, 0.6):
            line = [(a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k) for a, b in zip(inner, outer, strict=True)]
            paint.canvas.drawPath(tapered(line[1:], 0.006), paint.ink.paint(scaled(paint.colour, 0.6), 0.45, 0.55))
    canvas.restore()


def ponytail(paint: HairPaint) -> None:
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


def bun(paint: HairPaint) -> None:
    x, y, _ = paint.view.place(0.0, 0.98, -0.30)
    r = 0.17
    paint.canvas.drawCircle(x, y, r, paint.ink.ball(paint.colour, x, y, r, r, 0.95))
    if paint.px > 50:
        for k in (0.45, 0.75):
            arc = skia.Path()
            arc.addArc(skia.Rect.MakeLTRB(x - r * k, y - r * k, x + r * k, y + r * k), 200, 220)
            paint.canvas.drawPath(arc, paint.ink.stroke(scaled(paint.colour, 0.55), 0.014, 0.45, 0.6))


def braids(paint: HairPaint) -> None:
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
