# SPDX-License-Identifier: Apache-2.0
"""Brushes: small Skia gestures that every place is painted with. Units are the canvas's (metres on planes, y down)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import cos, pi, sin, tau
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.stage import Lit, paint

Point = tuple[float, float]
Stop = tuple[float, str, float]
"""Position 0–1, hex colour, alpha 0–1."""
WARM = "#ffcf86"
"""Lamp light behind a window."""


def argb(colour: str, alpha: float = 1.0) -> int:
    return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | int(colour[1:], 16)


def linear(start: Point, end: Point, stops: Sequence[Stop]) -> skia.Shader:
    return skia.GradientShader.MakeLinear([start, end], [argb(c, a) for _, c, a in stops], [p for p, _, _ in stops])


def radial(centre: Point, radius: float, stops: Sequence[Stop]) -> skia.Shader:
    return skia.GradientShader.MakeRadial(centre, radius, [argb(c, a) for _, c, a in stops], [p for p, _, _ in stops])


def shaded_paint(shader: skia.Shader, alpha: float = 1.0, **options: object) -> skia.Paint:
    made = skia.Paint(AntiAlias=True, Shader=shader, Dither=True, **options)
    made.setAlphaf(alpha)
    return made


def blurred(colour: str, alpha: float, sigma: float) -> skia.Paint:
    return paint(colour, alpha, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, sigma))


def stroke(colour: str, width: float, alpha: float = 1.0) -> skia.Paint:
    return paint(colour, alpha, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=skia.Paint.kRound_Cap)


def rect(left: float, top: float, right: float, bottom: float) -> skia.Rect:
    return skia.Rect.MakeLTRB(left, top, right, bottom)


def poly(points: Iterable[Point], close: bool = True) -> skia.Path:
    path = skia.Path()
    for index, (x, y) in enumerate(points):
        if index:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
    if close:
        path.close()
    return path


def curve(points: Sequence[Point]) -> skia.Path:
    """A soft open line through the middles of `points`."""
    path = skia.Path()
    path.moveTo(*points[0])
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        path.quadTo(x0, y0, (x0 + x1) / 2, (y0 + y1) / 2)
    path.lineTo(*points[-1])
    return path


def ridge(rng: Random, left: float, right: float, step: float, height: float, waves: float, jagged: float = 0.0) -> list[Point]:
    """A skyline from left to right as (x, y), y from 0 (foot) to −height.

    Args:
        waves: typical distance between two tops, metres.
        jagged: 0 for rolling hills, 1 for rock.
    """
    octaves = [(tau / (waves * f), a, rng.uniform(0, tau)) for f, a in ((1.7, 0.5), (1.0, 0.36), (0.43, 0.18), (0.19, 0.09))]
    count = max(int((right - left) / step), 2)
    found = []
    for i in range(count + 1):
        x = left + (right - left) * i / count
        y = 0.5 + sum(0.62 * a * sin(w * x + p) for w, a, p in octaves)
        y += jagged * rng.uniform(-0.09, 0.09)
        found.append((x, -height * min(max(y, 0.0), 1.15)))
    return found


def peaks(rng: Random, left: float, right: float, height: float, spacing: float) -> list[Point]:
    """A rocky skyline by midpoint displacement between summits."""
    line: list[Point] = []
    x = left - rng.uniform(0, spacing)
    while x < right + spacing * 2:
        line.append((x, -height * rng.uniform(0.12, 0.34)))
        line.append((x + spacing * rng.uniform(0.38, 0.62), -height * rng.uniform(0.62, 1.0)))
        x += spacing * rng.uniform(0.8, 1.25)
    for level in range(4):
        swing = height * 0.1 * 0.55**level
        finer = [line[0]]
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            t = rng.uniform(0.4, 0.6)
            finer += [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + rng.uniform(-swing, swing)), (x1, y1)]
        line = finer
    return [(x, min(y, -0.02 * height)) for x, y in line]


def under(line: Sequence[Point], foot: float = 0.0) -> skia.Path:
    """The area between a skyline and its foot."""
    return poly([(line[0][0], foot), *line, (line[-1][0], foot)])


def soft_under(line: Sequence[Point], foot: float = 0.0) -> skia.Path:
    path = curve(line)
    path.lineTo(line[-1][0], foot)
    path.lineTo(line[0][0], foot)
    path.close()
    return path


def glow(canvas: skia.Canvas, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
    """Light added around a lamp or the sun."""
    shade = radial((x, y), radius, [(0, colour, alpha), (0.25, colour, alpha * 0.45), (0.6, colour, alpha * 0.1), (1, colour, 0)])
    canvas.drawCircle(x, y, radius, shaded_paint(shade, BlendMode=skia.BlendMode.kScreen))


def turned(lit: Lit, left: float, right: float, local: str, bright: float = 0.85, dark: float = 0.25) -> skia.Shader:
    """A gradient across a thing from its side that faces the key to the side that does not."""
    side = lit.key_side
    middle, swing = (bright + dark) / 2, (bright - dark) / 2
    a, b = lit.colour(local, middle - swing * side), lit.colour(local, middle + swing * side)
    return linear((left, 0), (right, 0), [(0, a, 1), (1, b, 1)])


def lens_path(marks: Iterable[tuple[float, float, float, float]]) -> skia.Path:
    """Many thin horizontal lenses (x, y, half length, half thickness) as one path: water, reflections, streaks."""
    path = skia.Path()
    for x, y, length, thick in marks:
        path.moveTo(x - length, y)
        path.quadTo(x - length * 0.1, y - thick * 1.6, x + length, y)
        path.quadTo(x + length * 0.1, y + thick * 1.6, x - length, y)
        path.close()
    return path


def blades(rng: Random, left: float, right: float, count: int, height: float, sway: float = 0.0, lean: float = 0.3) -> skia.Path:
    """Grass: thin curved blades rising from y = 0, bent by `sway`."""
    path = skia.Path()
    for _ in range(count):
        x, h = rng.uniform(left, right), height * rng.uniform(0.45, 1.0)
        w, bend = h * rng.uniform(0.035, 0.06), h * (rng.uniform(-lean, lean) + sway * rng.uniform(0.7, 1.2))
        path.moveTo(x - w, 0.04)
        path.quadTo(x - w * 0.6 + bend * 0.25, -h * 0.6, x + bend, -h)
        path.quadTo(x + w * 0.8 + bend * 0.3, -h * 0.5, x + w, 0.04)
        path.close()
    return path


def puffs(rng: Random, x: float, y: float, width: float, height: float, count: int, size: float) -> skia.Path:
    """Foliage or cloud: overlapping discs inside an ellipse (centre x, y)."""
    path = skia.Path()
    path.setFillType(skia.PathFillType.kWinding)
    for i in range(count):
        angle, reach = tau * (i + rng.random() * 0.7) / count, rng.uniform(0.35, 0.8)
        r = size * rng.uniform(0.65, 1.1)
        path.addCircle(x + cos(angle) * width / 2 * reach, y + sin(angle) * height / 2 * reach, r)
    path.addOval(rect(x - width * 0.34, y - height * 0.34, x + width * 0.34, y + height * 0.34))
    return path


def broadleaf(
    canvas: skia.Canvas, rng: Random, x: float, height: float, lit: Lit, leaf: str, bark: str = "#5a4634", snow: bool = False
) -> None:
    """A round tree: trunk, crown in three tones turned to the key."""
    crown_w, crown_h = height * rng.uniform(0.62, 0.8), height * rng.uniform(0.58, 0.68)
    cy, trunk = -height + crown_h / 2, height * 0.045
    path = skia.Path()
    path.moveTo(x - trunk * 1.5, 0.02)
    path.quadTo(x - trunk * 0.7, -height * 0.2, x - trunk * 0.5, cy)
    path.lineTo(x + trunk * 0.5, cy)
    path.quadTo(x + trunk * 0.7, -height * 0.2, x + trunk * 1.5, 0.02)
    canvas.drawPath(path, shaded_paint(turned(lit, x - trunk, x + trunk, bark)))
    side = lit.key_side * 0.12 * crown_w
    top = mix(leaf, "#eef3fb", 0.75) if snow else leaf
    tones = (
        (leaf, 0.12, 0.0, 0.0, 1.0),
        (leaf, 0.45, 0.5, -0.06, 0.84),
        (top, 0.8, 1.0, -0.14, 0.6),
        (top, 1.0, 1.25, -0.22, 0.32),
    )
    for local, exposure, shift, lift, scale in tones:
        shape = puffs(rng, x + side * shift, cy + lift * crown_h, crown_w * scale, crown_h * scale, 9, crown_w * 0.2 * scale)
        canvas.drawPath(shape, paint(lit.colour(local, exposure)))


def conifer(
    canvas: skia.Canvas, rng: Random, x: float, height: float, lit: Lit, leaf: str, snow: bool = False, tiers: int = 6
) -> None:
    """A fir: drooping tiers, the side away from the key in shadow."""
    width = height * rng.uniform(0.17, 0.23)
    canvas.drawRect(rect(x - height * 0.015, -height * 0.15, x + height * 0.015, 0.02), paint(lit.colour("#4a382b", 0.3)))
    whole, shade, caps = skia.Path(), skia.Path(), skia.Path()
    away = -1 if lit.key_side >= 0 else 1
    for i in range(tiers):
        top, foot = -height * (1 - i / (tiers + 0.6)), -height * (1 - (i + 1.55) / (tiers + 0.6))
        half = width * (0.28 + 0.72 * (i + 1) / tiers) * rng.uniform(0.9, 1.08)
        whole.addPath(poly(_tier(x, top, foot, half)))
        shade.addPath(
            poly(
                [(x, top), *_tier(x, top, foot, half)[1:4], (x, foot)]
                if away < 0
                else [(x, top), *_tier(x, top, foot, half)[4:], (x, foot)]
            )
        )
        caps.addPath(poly(_tier(x, top, top + (foot - top) * 0.5, half * 0.5)))
    canvas.drawPath(whole, paint(lit.colour(leaf, 0.66)))
    canvas.drawPath(shade, paint(lit.colour(leaf, 0.12), 0.75))
    if snow:
        canvas.drawPath(caps, paint(lit.colour("#eef3fb", 0.75), 0.92))


def _tier(x: float, top: float, foot: float, half: float) -> list[Point]:
    low = foot + (foot - top) * 0.06
    return [
        (x, top),
        (x - half * 0.55, top + (foot - top) * 0.6),
        (x - half, low),
        (x - half * 0.4, foot),
        (x, low),
        (x + half * 0.4, foot),
        (x + half, low),
        (x + half * 0.55, top + (foot - top) * 0.6),
    ]


def rock(
    canvas: skia.Canvas, rng: Random, x: float, width: float, height: float, lit: Lit, local: str, snow: bool = False
) -> None:
    """A boulder of flat facets, the facets that face the key lighter."""
    crest = x + width * rng.uniform(-0.15, 0.15)
    left, right = x - width / 2, x + width / 2
    outline = [
        (left, 0.03),
        (left + width * 0.08, -height * 0.5),
        (crest - width * 0.18, -height * 0.93),
        (crest + width * 0.1, -height),
        (right - width * 0.12, -height * 0.55),
        (right, 0.03),
    ]
    canvas.drawPath(poly(outline), shaded_paint(turned(lit, left, right, local, 0.8, 0.2)))
    facet = [outline[3], outline[4], outline[5], (x + width * 0.2, 0.03), (crest + width * 0.05, -height * 0.45)]
    if lit.key_side > 0:
        facet = [outline[2], outline[1], outline[0], (x - width * 0.18, 0.03), (crest - width * 0.1, -height * 0.5)]
    canvas.drawPath(poly(facet), paint(lit.colour(local, 0.1), 0.55))
    rim_line(canvas, outline[1:5], lit, max(width * 0.02, 0.012))
    if snow:
        cap = [
            outline[1],
            outline[2],
            outline[3],
            outline[4],
            (x + width * 0.1, -height * 0.62),
            (x - width * 0.1, -height * 0.7),
        ]
        canvas.drawPath(poly(cap), paint(lit.colour("#eef3fb", 0.8)))


def rim_line(canvas: skia.Canvas, line: Sequence[Point], lit: Lit, width: float, strength: float = 1.0) -> None:
    """The key catching the edges that face it: along a skyline, more from behind and on slopes towards the light."""
    alpha = strength * lit.light.rim * (0.25 + 0.75 * lit.backlit) * (1 - 0.8 * lit.haze)
    if alpha < 0.03:
        return
    facing = skia.Path()
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        slope = (y0 - y1) / max(abs(x1 - x0), 1e-6)
        if -slope * lit.key_side > -0.25 - 0.6 * lit.backlit:
            facing.moveTo(x0, y0)
            facing.lineTo(x1, y1)
    canvas.drawPath(facing, stroke(mix(lit.palette.key, "#ffffff", 0.2), width, alpha * 0.8))


def window_light(rng: Random) -> str:
    """A lamp's colour behind a window: mostly warm, a few cool."""
    return rng.choice((WARM, "#ffdfa8", "#ffb765", "#ffe6bf", "#ffc27a", "#bfe0ff"))


def wave(x: float, t: float, seed: float = 0.0) -> float:
    """A calm irregular swing in −1…1."""
    return 0.6 * sin(x * 1.3 + t * 1.1 + seed) + 0.4 * sin(x * 2.9 - t * 0.7 + seed * 2 + pi / 5)
