# SPDX-License-Identifier: Apache-2.0
"""The coast: beach, headland, dunes and the village behind."""

from __future__ import annotations

from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.site import (
    AFLOAT,
    BIG,
    Once,
    Site,
    Texture,
    below_horizon,
    cast_shadows,
    depth_gradient,
    ground,
    ground_matrix,
    half_width,
    recorded,
)
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.terrain import (
    Detail,
    grasses,
    hills,
    rocks,
    smoke,
)
from aiprod.shooting.animatic.places.water import Water, shore_foam, water
from aiprod.shooting.animatic.stage import Lit, View, paint


def coast(site: Site) -> None:
    if site.reverse:
        _coast_land(site)
        return
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    sky(site)
    sea = Water(rng.choice(("#2f7f8a", "#2c6f86", "#377a78")), 0.22)
    water(site, sea, nearest=6.5)
    hills(site, "far coast", 520, rng.uniform(26, 44), "#6d7f86", waves=260, jagged=0.5)
    head = rng.uniform(0.1, 0.2)
    cliff = headland(site, "headland", 170, rng.uniform(13, 18), side, reach=head)
    near_x = -side * 74 * 0.58
    near = headland(site, "near headland", 74, rng.uniform(6.5, 8.5), -side, reach=rng.uniform(0.36, 0.52))
    if rng.random() < 0.5:
        rocks(
            site,
            "stacks",
            120,
            [(-side * rng.uniform(8, 26), rng.uniform(6, 10), rng.uniform(7, 12)), (-side * rng.uniform(30, 36), 5, 5)],
            "#7d7064",
        )
    site.place(
        [
            (side * (head + 0.12) * 170, on_skyline(cliff, side * (head + 0.12) * 170), 169.5),
            (near_x, on_skyline(near, near_x), 73.8),
        ],
        BIG,
        scale=1.5,
    )
    site.place([(-side * 12, 0, 48), (side * 16, 0, 62)], AFLOAT)
    rocks(
        site,
        "sea rocks",
        34,
        [(side * rng.uniform(8, 11), rng.uniform(3, 5), rng.uniform(1.4, 2.6)), (side * 14.5, 2.2, 0.9), (-side * 17, 3.4, 1.5)],
        "#6a655f",
    )
    edge = rng.uniform(7.8, 9.2)
    site.land_to = edge - 1.9
    _beach(site, edge)
    site.place([(side * 5.2, 0, 8.8), (-side * 5.5, 0, 9.2), (side * 7.5, 0, 11)])
    rocks(site, "shore rocks", 7.6, [(-side * 5.4, 1.9, 0.95), (-side * 6.8, 2.6, 1.5), (side * 6.2, 1.5, 0.7)], "#7a7068")
    grasses(site, "dune grass", 3.2, "#8a8a52", height=0.85, gap=1.9)
    grasses(site, "near grass", 1.9, "#6f7446", height=0.8, gap=1.35, count=60)


def headland(site: Site, name: str, z: float, height: float, side: int, reach: float) -> list[Point]:
    """A cliff that enters from one side and breaks off into the sea. Returns its skyline."""
    lit, rng, wide = site.lit.at(z), site.rng(name), half_width(z)
    tip = side * z * reach
    count = 46
    line: list[Point] = []
    for i in range(count + 1):
        at = i / count
        x = tip + side * (wide - abs(tip)) * at
        rise = min(1.0, at * 9) ** 0.45
        line.append((x, -height * (rise * (0.72 + 0.28 * sin(at * 9 + height)) + rng.uniform(-0.02, 0.02))))
    line[0] = (tip, 0.0)

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "strata")
        shape = poly([*line, (line[-1][0], 0.3), (tip, 0.3)])
        local = site.earth("#8a7a68", 0.3)
        canvas.drawPath(
            shape, shaded_paint(linear((0, -height), (0, 0), [(0, lit.colour(local, 0.65), 1), (1, lit.colour(local, 0.25), 1)]))
        )
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        turf = [(x, y + height * (0.16 + 0.06 * sin(x * 0.9) + detail.uniform(-0.03, 0.03))) for x, y in line]
        canvas.drawPath(poly([*line, *reversed(turf)]), paint(lit.colour(site.earth("#6f7d48"), 0.62)))
        for _ in range(26):
            x = tip + side * detail.uniform(0, 0.5) * (wide - abs(tip))
            w, top = height * detail.uniform(0.1, 0.3), -height * detail.uniform(0.3, 0.75)
            canvas.drawPath(
                poly([(x, top), (x + w * 0.5, 0.2), (x - w * 0.5, 0.2)]),
                paint(lit.colour(local, detail.choice((0.08, 0.85))), 0.3),
            )
        canvas.drawRect(
            skia.Rect.MakeLTRB(-wide, -height * 0.12, wide, 0.3),
            shaded_paint(linear((0, -height * 0.12), (0, 0.1), [(0, lit.palette.haze, 0), (1, lit.palette.haze, 0.5)])),
        )
        canvas.restore()
        foam = mix("#ffffff", lit.palette.haze, 0.4)
        canvas.drawPath(
            poly([(tip - side * height * 0.4, 0.06), (tip + side * wide, -0.15), (tip + side * wide, 0.25), (tip, 0.25)]),
            paint(foam, 0.5),
        )

    site.plane(name, z, painter, height * 1.2)
    return line


def on_skyline(line: list[Point], x: float, sink: float = 0.4) -> float:
    """How high a thing at `x` stands on a skyline, metres, its foot a little in the ground."""
    return -min(line, key=lambda point: abs(point[0] - x))[1] - sink


def _shoreline(z: float, seed: float, t: float) -> list[Point]:
    tide = 0.35 * sin(t * 0.55)
    return [
        (x, z + 0.7 * sin(x * 0.21 + seed) + 0.3 * sin(x * 0.63 + seed * 2) + tide * (1 + 0.35 * sin(x * 0.4 + t * 0.3)))
        for x in (i * 0.7 for i in range(-50, 51))
    ]


def _beach(site: Site, edge: float) -> None:
    """Sand up to a shoreline where thin waves come and go, in ground perspective over the sea."""
    lit, seed = site.lit, site.rng("shore").uniform(0, 6)
    sand = site.earth("#dcc398", 0.85)
    dressing = Once(lambda: recorded(lambda canvas: _strand(canvas, site, sand, edge)))
    sheen = mix(mix(lit.palette.sky_low, lit.palette.sky_top, 0.25), lit.at(edge).colour(sand, 0.4), 0.35)
    foam = mix("#ffffff", lit.palette.sky_low, 0.25)

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        area = below_horizon(canvas, view)
        if area is None:
            return
        matrix = ground_matrix(view)
        line, still = _shoreline(edge, seed, t), _shoreline(edge, seed, 0.0)
        canvas.save()
        canvas.clipRect(area)
        wet = _ground_shape([*line, (60, edge), (60, edge - 6), (-60, edge - 6), (-60, edge)], matrix)
        canvas.drawPath(wet, paint(sheen))
        dry = _ground_shape([*[(x, z - 1.15 - 0.25 * sin(x * 0.5)) for x, z in still], (60, -5), (-60, -5)], matrix)
        canvas.drawPath(dry, shaded_paint(depth_gradient(view, lambda d: lit.at(d).colour(sand, 0.78 - 0.2 * (d < 2.5)))))
        canvas.concat(matrix)
        canvas.drawPicture(dressing())
        shore_foam(canvas, line, foam, 0.6, 0.9)
        shore_foam(canvas, [(x, z + 1.5 + 0.25 * sin(x * 0.3 + t * 0.5)) for x, z in line], foam, 0.3, 0.55)
        shore_foam(canvas, [(x, z + 3.4 + 0.5 * sin(x * 0.17 - t * 0.3)) for x, z in line], foam, 0.25, 0.32)
        canvas.restore()

    site.backdrop("beach", 32.0, painter, near_z=1.5, far_z=edge + 1, moving=True)


def _ground_shape(points: list[Point], matrix: skia.Matrix) -> skia.Path:
    shape = poly(points)
    shape.transform(matrix)
    return shape


def _strand(canvas: skia.Canvas, site: Site, sand: str, edge: float) -> None:
    """What lies on the sand: ripples, pebbles, weed along the tide line, footprints, the rocks' shadows."""
    lit, rng = site.lit, site.rng("strand")
    for _ in range(150):
        z = 1.2 + (edge - 2.6) * rng.random()
        x, w = rng.uniform(-1.2, 1.2) * (z + 5), rng.uniform(0.3, 1.3)
        tone = lit.at(z).colour(mix(sand, "#6a5238", 0.3), rng.choice((0.35, 0.4, 1.0)))
        ripple = skia.Path()
        ripple.moveTo(x - w, z)
        ripple.quadTo(x, z + 0.12, x + w, z - 0.03)
        canvas.drawPath(ripple, stroke(tone, 0.035, 0.45))
    for _ in range(90):
        x, z, r = rng.uniform(-14, 14), edge - 1.7 + rng.gauss(0, 0.22), rng.uniform(0.03, 0.11)
        canvas.drawOval(
            rect(x - r, z - r * 0.6, x + r, z + r * 0.6),
            paint(lit.at(z).colour(rng.choice(("#4a4a34", "#7a7468", "#e8e0d0", "#5f5a3c")), 0.5), 0.85),
        )
    x, z = rng.uniform(-1.5, 1.5), 1.3
    for i in range(24):
        foot = 0.12 if i % 2 else -0.12
        canvas.drawOval(
            rect(x + foot - 0.05, z, x + foot + 0.05, z + 0.2), paint(lit.at(z).colour(mix(sand, "#5a4430", 0.5), 0.3), 0.5)
        )
        x, z = x + 0.05 * sin(i * 0.35), z + 0.3
        if z > edge - 1.5:
            break
    cast_shadows(site, canvas)


def _coast_land(site: Site) -> None:
    """Looking inland: dunes, a path, a village under the hill."""
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    sky(site)
    grass = "#8c8a58"
    foot = ground(site, site.earth("#c0aa80"), _sand_texture(site))
    hills(site, "far hills", 420, rng.uniform(40, 60), "#6f7f74", waves=180)
    hills(site, "cliff land", 150, rng.uniform(13, 20), "#7a8452", foot, waves=70, detail=_cottages(site))
    site.place([(side * 17, 2.2, 47)], BIG)
    hills(site, "dune far", 48, 3.2, grass, foot, waves=26)
    hills(site, "dune", 24, 1.9, mix(grass, "#cbb389", 0.45), foot, waves=15)
    site.place([(-side * 5.5, 0, 10), (side * 6, 0, 9), (side * 8, 0, 12)])
    grasses(site, "marram", 12, "#8f8c56", height=0.9, gap=2.4, reach=22, count=170)
    fence(site, "fence", 8.2, side)
    grasses(site, "dune grass", 3.4, "#8a8a52", height=0.9, gap=1.9)
    grasses(site, "near grass", 1.9, "#6f7446", height=0.8, gap=1.35, count=60)
    if rng.random() < 0.7:
        smoke(site, "chimney smoke", side * 34, 13, 149, 2.0)


def _sand_texture(site: Site) -> Texture:
    lit, rng = site.lit, site.rng("path")
    bend = rng.uniform(-2, 2)

    def texture(canvas: skia.Canvas) -> None:
        centre = [(bend * sin(z * 0.12), z) for z in (0.5, 2, 4, 7, 11, 16, 24)]
        left = [(x - 1.1 - 0.02 * z, z) for x, z in centre]
        right = [(x + 1.1 + 0.02 * z, z) for x, z in centre]
        for _ in range(190):
            z = 1.2 + 26 * rng.random() ** 1.4
            x, r = rng.uniform(-1.2, 1.2) * (z + 5), rng.uniform(0.15, 0.6) * (0.7 + 0.05 * z)
            tone = lit.at(z).colour(site.earth(rng.choice(("#8a8450", "#a09a62", "#d8c498"))), rng.choice((0.45, 0.8)))
            canvas.drawOval(rect(x - r, z - r * 0.4, x + r, z + r * 0.4), paint(tone, 0.4))
        canvas.drawPath(poly([*left, *reversed(right)]), paint(lit.at(8).colour(site.earth("#e6d2aa"), 0.75), 0.8))

    return texture


def _cottages(site: Site) -> Detail:
    """A village scattered over a hill."""

    def detail(canvas: skia.Canvas, line: list[Point], lit: Lit, rng: Random) -> None:
        for _ in range(14):
            x, y = line[rng.randrange(len(line) // 3, 2 * len(line) // 3)]
            w, h = rng.uniform(4.5, 7), rng.uniform(2.8, 3.8)
            y += rng.uniform(0.5, 6)
            wall = rng.choice(("#f0e8d8", "#e8d4b8", "#e0d8d0"))
            canvas.drawRect(rect(x, y - h, x + w, y + 0.8), paint(lit.colour(wall, 0.6 + 0.2 * lit.key_side)))
            canvas.drawRect(
                rect(x + w * (0.6 if lit.key_side < 0 else 0), y - h, x + w * (1 if lit.key_side < 0 else 0.4), y + 0.8),
                paint(lit.palette.shadow, 0.2),
            )
            roof = lit.colour(site.earth(rng.choice(("#a8604a", "#8a5a50", "#6a6a70"))), 0.65)
            canvas.drawPath(
                poly([(x - 0.5, y - h), (x + w * 0.25, y - h * 1.7), (x + w * 0.75, y - h * 1.7), (x + w + 0.5, y - h)]),
                paint(roof),
            )
            for i in range(2):
                wx = x + w * (0.22 + 0.4 * i)
                canvas.drawRect(
                    rect(wx, y - h * 0.7, wx + w * 0.14, y - h * 0.35),
                    paint("#ffd08a" if site.dark else lit.colour("#43525c", 0.3)),
                )

    return detail


def fence(site: Site, name: str, z: float, side: int) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        wood = lit.colour(site.earth("#8a7560", 0.3), 0.5)
        x = 3.2
        while x < half_width(z):
            for s in (-1, 1):
                lean, h = rng.uniform(-0.06, 0.06), rng.uniform(0.8, 1.05)
                canvas.drawLine(s * x, 0.05, s * x + lean, -h, stroke(wood, 0.09))
            x += rng.uniform(1.1, 1.5)
        for s in (-1, 1):
            canvas.drawLine(s * 3.1, -0.62, s * half_width(z), -0.6, stroke(wood, 0.035))
            canvas.drawLine(s * 3.1, -0.32, s * half_width(z), -0.34, stroke(wood, 0.035))

    site.plane(name, z, painter, 1.3)
