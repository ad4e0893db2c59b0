# SPDX-License-Identifier: Apache-2.0
"""Land: hills, mountains, woods, rocks and grass as planes that rise out of the ground and fade into the air."""

from __future__ import annotations

from collections.abc import Callable
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay
from aiprod.shooting.animatic.places.brushes import (
    Point,
    blades,
    broadleaf,
    conifer,
    linear,
    peaks,
    poly,
    puffs,
    ridge,
    rim_line,
    rock,
    shaded_paint,
    soft_under,
    stroke,
    under,
)
from aiprod.shooting.animatic.places.site import SNOW, Site, half_width
from aiprod.shooting.animatic.stage import Lit, paint

Detail = Callable[[skia.Canvas, list[Point], Lit, Random], None]
"""Paints on a band of land, given its skyline."""
Foot = Callable[[float], str]
"""The ground's colour at a depth."""


def hills(
    site: Site,
    name: str,
    z: float,
    height: float,
    local: str,
    foot: Foot | None = None,
    *,
    waves: float | None = None,
    jagged: float = 0.0,
    lift: float = 0.0,
    detail: Detail | None = None,
    exposure: float = 0.62,
) -> list[Point]:
    """A band of rolling land at `z`. `lift` raises its foot; `detail` paints trees, rows, roofs on it. Returns its skyline."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    line = ridge(rng, -reach, reach, max(z / 70, 0.25), height, waves or max(z * 0.35, 8.0), jagged)
    line = [(x, y - lift) for x, y in line]
    bottom = foot(z) if foot else lit.colour(local, 0.3)
    exposure = min(exposure + 0.22, 1.0) if site.snowy else exposure

    def painter(canvas: skia.Canvas, t: float) -> None:
        shape = soft_under(line, 0.3)
        top = lit.colour(site.earth(local), exposure)
        canvas.drawPath(
            shape,
            shaded_paint(linear((0, -height - lift), (0, 0.1), [(0, top, 1), (0.6, mix(top, bottom, 0.35), 1), (1, bottom, 1)])),
        )
        side = linear((-reach * 0.7, 0), (reach * 0.7, 0), _side_stops(lit))
        canvas.drawPath(shape, shaded_paint(side, BlendMode=skia.BlendMode.kSoftLight))
        rim_line(canvas, line, lit, z * 0.0012, 0.45)
        if detail:
            detail(canvas, line, lit, site.rng(name, "detail"))

    site.plane(name, z, painter, height * 1.2 + lift + 8)
    return line


def _side_stops(lit: Lit) -> list[tuple[float, str, float]]:
    dark, bright = (lit.palette.shadow, 0.35 * (1 - lit.haze)), (lit.palette.key, 0.35 * (1 - lit.haze))
    order = (dark, bright) if lit.key_side >= 0 else (bright, dark)
    return [(0, *order[0]), (0.5, order[0][0], 0.0), (0.5, order[1][0], 0.0), (1, *order[1])]


def mountains(
    site: Site,
    name: str,
    z: float,
    height: float,
    local: str,
    *,
    spacing: float | None = None,
    snow: float = 0.0,
    lift: float = 0.0,
) -> None:
    """Rock with one face in the light and one in the shade; snow above `snow` (share of the height, 0 none)."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    line = [(x, y - lift) for x, y in peaks(rng, -reach, reach, height, spacing or height * 2.2)]
    snowline = 0.25 if site.snowy else snow

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "facets")
        shape = under(line, 0.3)
        top, low = lit.colour(local, 0.62), mix(lit.colour(local, 0.45), lit.palette.haze, 0.35)
        canvas.drawPath(shape, shaded_paint(linear((0, -height - lift), (0, 0), [(0, top, 1), (1, low, 1)])))
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        if snowline:
            _snow_caps(canvas, line, height, lift, snowline, lit, detail)
        shade_faces(canvas, line, height, lit, detail)
        canvas.drawRect(
            skia.Rect.MakeLTRB(-reach, -height * 0.35, reach, 0.4),
            shaded_paint(linear((0, -height * 0.35), (0, 0), [(0, lit.palette.haze, 0), (1, lit.palette.haze, 0.4)])),
        )
        canvas.restore()
        rim_line(canvas, line, lit, z * 0.0013, 0.6)

    site.plane(name, z, painter, height * 1.15 + lift)


def _summits(line: list[Point], height: float) -> list[int]:
    return [
        i for i in range(3, len(line) - 3) if line[i][1] == min(y for _, y in line[i - 3 : i + 4]) and line[i][1] < -height * 0.3
    ]


def shade_faces(canvas: skia.Canvas, line: list[Point], height: float, lit: Lit, rng: Random, strength: float = 0.42) -> None:
    """From each summit a broken edge runs down; the side away from the key lies in shade."""
    away = -1 if lit.key_side >= 0 else 1
    shade = skia.Path()
    for i in _summits(line, height):
        x, y = line[i]
        spine, px, py = [(x, y)], x, y
        while py < 0:
            px += away * rng.uniform(-0.05, 0.09) * height
            py += rng.uniform(0.1, 0.2) * height
            spine.append((px, py))
        side = [p for p in (line[i::-1] if away < 0 else line[i:]) if abs(p[0] - x) < height * 1.6]
        shade.addPath(poly([*spine, (side[-1][0], 0.3), *reversed(side)]))
    tint = mix(lit.palette.shadow, lit.palette.ambient, 0.3)
    canvas.drawPath(shade, paint(mix(tint, lit.palette.haze, lit.haze), strength * (1 - 0.6 * lit.haze)))


def _snow_caps(canvas: skia.Canvas, line: list[Point], height: float, lift: float, share: float, lit: Lit, rng: Random) -> None:
    limit = -height * share - lift
    edge, x = [], line[0][0]
    while x < line[-1][0]:
        edge.append((x, limit + height * rng.uniform(-0.16, 0.12)))
        x += height * rng.uniform(0.03, 0.09)
    edge.append((line[-1][0], limit))
    canvas.drawPath(
        poly([(line[0][0], -height * 1.3 - lift), *edge, (line[-1][0], -height * 1.3 - lift)]), paint(lit.colour(SNOW, 0.85))
    )


def tree_line(
    site: Site,
    name: str,
    z: float,
    height: float,
    local: str,
    *,
    kind: str = "broad",
    density: float = 1.0,
    gap: float = 0.0,
    lift: float = 0.0,
    foot: Foot | None = None,
) -> None:
    """A row of trees across the picture; `gap` metres in the middle stay free."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    spacing = height * 0.42 / density
    spots = []
    x = -reach
    while x < reach:
        if abs(x) > gap:
            spots.append((x, height * rng.uniform(0.6, 1.05), rng.choice((0.85, 1.0, 1.12))))
        x += spacing * rng.uniform(0.6, 1.5)
    spots.sort(key=lambda s: -s[1])

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "trees")
        for x, h, _ in spots:
            canvas.save()
            canvas.translate(0, -lift)
            if kind == "fir" or (kind == "mixed" and detail.random() < 0.5):
                conifer(canvas, detail, x, h * 1.15, lit, local, site.snowy)
            else:
                broadleaf(
                    canvas, detail, x, h, lit, mix(local, detail.choice(("#8a8a3a", "#3f6a4a", "#5f7a30")), 0.25), snow=site.snowy
                )
            canvas.restore()
        if foot:
            fade = linear((0, -height * 0.3 - lift), (0, -lift), [(0, foot(z), 0), (1, foot(z), 0.85)])
            canvas.drawRect(
                skia.Rect.MakeLTRB(-reach, -height * 0.3 - lift, reach, 0.3),
                shaded_paint(fade, BlendMode=skia.BlendMode.kSrcATop),
            )

    site.plane(name, z, painter, height * 1.4 + lift)


def bushes(site: Site, name: str, z: float, spots: list[tuple[float, float]], local: str) -> None:
    """Shrubs (x, height) on one plane."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        side = lit.key_side
        for x, h in spots:
            for exposure, scale, lift in ((0.15, 1.0, 0.0), (0.5, 0.8, 0.12), (0.85, 0.5, 0.28)):
                top = mix(local, SNOW, 0.7) if site.snowy and exposure > 0.4 else local
                shape = puffs(
                    rng,
                    x + side * h * 0.25 * (1 - scale),
                    -h * (0.42 + lift * 0.6),
                    h * 1.7 * scale,
                    h * 0.75 * scale,
                    9,
                    h * 0.3 * scale,
                )
                canvas.drawPath(shape, paint(lit.colour(top, exposure)))

    height = max(h for _, h in spots) * 1.4
    site.plane(name, z, painter, height)


def rocks(site: Site, name: str, z: float, spots: list[tuple[float, float, float]], local: str) -> None:
    """Boulders (x, width, height) on one plane."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        for x, w, h in spots:
            rock(canvas, rng, x, w, h, lit, local, site.snowy)

    site.plane(name, z, painter, max(h for _, _, h in spots) * 1.3)
    site.shadows.extend((x, z, w, h) for x, w, h in spots)


def grasses(
    site: Site,
    name: str,
    z: float,
    local: str,
    *,
    height: float = 0.7,
    gap: float = 1.6,
    reach: float | None = None,
    count: int = 90,
    flowers: str = "",
) -> None:
    """Swaying blades at both edges of the picture, darker and larger as they come near."""
    lit, far = site.lit.at(z), reach or (1.0 * z + 2.5)
    side = 0.35 if z < 4 else 0.55
    dark, bright = lit.colour(site.earth(local, 0.4), side * 0.4), lit.colour(site.earth(local, 0.55), side)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        sway = (0.06 + 0.4 * site.windy) * sin(t * (1.2 + site.windy)) * 0.5 + 0.35 * max(site.windy - 0.3, 0)
        for left, right in ((-far, -gap), (gap, far)):
            canvas.drawPath(blades(rng, left, right, count, height, sway * 0.8), paint(dark))
            canvas.drawPath(blades(rng, left, right, count // 2, height * 0.85, sway), paint(bright))
            for _ in range(count // 9 if flowers else 0):
                x, h = rng.uniform(left, right), height * rng.uniform(0.6, 1.0)
                canvas.drawCircle(x + sway * h, -h, height * 0.045, paint(lit.colour(flowers, 0.8)))

    site.plane(name, z, painter, height * 1.3, half=far + 0.5, moving=True)


def branch(site: Site, name: str, z: float, local: str, side: int, *, reach: float = 1.6, y: float = 2.5) -> None:
    """Leaves hanging into a top corner, near and dark: they frame the picture and sway a little."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        swing = 0.03 + 0.12 * site.windy
        edge = side * (z * 0.62 + 0.4)
        stem = poly([(edge + side * 3, -y - 0.9), (edge - side * reach * 0.4, -y - 0.35), (edge - side * reach, -y)], close=False)
        canvas.drawPath(stem, stroke(lit.colour("#3a2c22", 0.1), 0.035))
        leaves = skia.Path()
        for _ in range(64):
            at = rng.random()
            x = edge + side * 1.6 - side * at * (reach + 1.6)
            top = -y - 0.75 + at * 0.75
            lean = swing * sin(t * 1.6 + x * 2) + rng.uniform(-0.5, 0.5)
            drop, width = rng.uniform(0.12, 0.24), rng.uniform(0.03, 0.05)
            y0 = top + rng.uniform(-0.1, 0.16)
            tip = (x + lean * drop, y0 + drop)
            leaves.moveTo(x, y0)
            leaves.quadTo(x - width, y0 + drop * 0.5, *tip)
            leaves.quadTo(x + width, y0 + drop * 0.5, x, y0)
        canvas.drawPath(leaves, paint(lit.colour(local, 0.12)))

    site.plane(name, z, painter, y + 2.5, half=z * 0.62 + 4.5, moving=True, below=-0.5)


def smoke(site: Site, name: str, x: float, y: float, z: float, size: float = 0.5) -> None:
    """A thread of smoke that rises, widens and leans with the wind."""
    lit = site.lit.at(z)
    colour = mix(lit.palette.haze, lit.colour("#d8d8d8", 0.6), 0.5)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for i in range(9):
            age = (i + (t * 0.45) % 1.0) / 9
            lean = (0.3 + 2.4 * site.windy) * age**1.5 * size * 3 + 0.25 * size * sin(t + i * 1.3)
            canvas.drawCircle(x + lean, -(y + age * size * 7), size * (0.25 + age * 1.1), paint(colour, 0.42 * (1 - age)))

    site.plane(name, z, painter, y + size * 9, half=size * 12, x=x, moving=True, category="effect")


def fog_bank(site: Site, name: str, z: float, height: float, alpha: float = 0.4) -> None:
    """Air you can see, lying on the ground at `z`."""
    lit = site.lit

    def painter(canvas: skia.Canvas, t: float) -> None:
        reach = half_width(z)
        haze = linear(
            (0, -height), (0, 0.3), [(0, lit.palette.haze, 0), (0.62, lit.palette.haze, alpha), (1, lit.palette.haze, 0)]
        )
        canvas.drawRect(skia.Rect.MakeLTRB(-reach, -height, reach, 0.3), shaded_paint(haze))

    site.plane(name, z, painter, height, category="effect")


def leaf_colour(site: Site, rng: Random) -> str:
    """Greens, warmer towards evening; some places are in autumn."""
    if site.snowy:
        return "#3d4f45"
    greens = ("#4f7a3c", "#5c8040", "#3f6f45", "#6a8a3a", "#55803a")
    autumn = ("#b5762e", "#c08a35", "#a85a30")
    pick = rng.choice(greens if rng.random() < 0.75 else autumn)
    return mix(pick, "#7a6a3a", 0.2) if site.design.time_of_day is TimeOfDay.AFTERNOON else pick


def meadow(site: Site, local: str, count: int = 220, bloom: str = "", far: float = 34.0) -> Callable[[skia.Canvas], None]:
    """The face of a grassy ground: darker and lighter flecks, tufts of blades, flowers; denser far away."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("meadow")
        for _ in range(count // 2):
            z = 1.2 + (far - 1.2) * rng.random() ** 1.3
            x, r = rng.uniform(-1.3, 1.3) * (z + 5), rng.uniform(0.3, 0.9) * (0.6 + z * 0.07)
            canvas.drawOval(
                skia.Rect.MakeLTRB(x - r, z - r * 0.4, x + r, z + r * 0.4),
                paint(lit.at(z).colour(local, rng.choice((0.35, 0.48, 0.85))), 0.28),
            )
        for _ in range(count):
            z = 1.3 + 16 * rng.random() ** 1.2
            x, h = rng.uniform(-1.2, 1.2) * (z + 4), rng.uniform(0.5, 1.2) * (0.5 + 0.12 * z)
            tuft = skia.Path()
            for lean in (-0.16, -0.05, 0.06, 0.17):
                tuft.moveTo(x + lean * 0.3 - 0.02, z)
                tuft.quadTo(x + lean * 0.5, z + h * 0.5, x + lean, z + h)
                tuft.quadTo(x + lean * 0.6 + 0.02, z + h * 0.4, x + lean * 0.3 + 0.03, z)
            canvas.drawPath(tuft, paint(lit.at(z).colour(local, rng.choice((0.2, 0.3, 0.95))), 0.55))
        for _ in range(count // 2 if bloom else 0):
            z = 2.0 + 20 * rng.random() ** 1.3
            x, r = rng.uniform(-1.2, 1.2) * (z + 4), rng.uniform(0.012, 0.022) * (1 + 0.12 * z)
            canvas.drawOval(skia.Rect.MakeLTRB(x - r, z - r * 3, x + r, z + r * 2), paint(lit.at(z).colour(bloom, 0.95), 0.85))

    return texture
