# SPDX-License-Identifier: Apache-2.0
"""Places by the water: coast, open sea, harbour, river."""

from __future__ import annotations

from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, lens_path, linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.rooms import floor_patch
from aiprod.shooting.animatic.places.site import (
    AFLOAT,
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
from aiprod.shooting.animatic.places.street_things import puddles
from aiprod.shooting.animatic.places.terrain import (
    Detail,
    bushes,
    fog_bank,
    grasses,
    hills,
    leaf_colour,
    meadow,
    rocks,
    smoke,
    tree_line,
)
from aiprod.shooting.animatic.places.water import Water, shore_foam, water
from aiprod.shooting.animatic.stage import Lit, View, paint

BIG = ("lighthouse", "castle", "windmill", "clock_tower", "house", "ferris_wheel", "rocket", "satellite_dish", "statue", "tree")


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


def open_sea(site: Site) -> None:
    rng = site.rng("layout")
    sky(site)
    water(site, Water(rng.choice(("#1f5f78", "#245a70", "#2a6a70")), 0.45), nearest=1.5)
    if site.reverse or rng.random() < 0.5:
        hills(site, "far island", 600, rng.uniform(14, 30), "#6d7f86", waves=420, jagged=0.4)
    side = rng.choice((-1, 1))
    site.place([(side * 9, 0, 26), (-side * 22, 0, 60), (side * 40, 0, 120)], AFLOAT)
    site.land_to = 6.6
    reef = [(side * 46.0, 30.0, 6.0), (-side * 60.0, 34.0, 5.0)]
    if site.wanted(*BIG):
        rocks(site, "reef", 181, reef, "#6a655f")
    site.place([(side * 46, 4.4, 180), (-side * 60, 3.6, 180)], BIG, scale=1.6)
    site.place([(side * 3.2, 0, 9), (-side * 4, 0, 11)])
    for name, z in (("swell far", 46.0), ("swell", 18.0), ("swell near", 9.0)):
        _roller(site, name, z)
    _deck(site)


def _roller(site: Site, name: str, z: float) -> None:
    """One long wave that passes: its back against the light."""
    from aiprod.shooting.animatic.places.water import water_colour

    lit = site.lit.at(z)
    look = Water("#1f5f78", 0.4)
    height = (0.16 + 0.5 * site.windy) * (1 + z / 60)
    top, low = mix(water_colour(lit, look, z), lit.palette.sky_low, 0.25), water_colour(lit, look, z)
    seed = site.rng(name).uniform(0, 6)
    reach = half_width(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        count = 70
        line = []
        for i in range(count + 1):
            x = -reach + 2 * reach * i / count
            rise = 0.5 + 0.32 * sin(x * 5.5 / z + seed + t * 0.6) + 0.2 * sin(x * 13 / z - t * 0.8 + seed)
            line.append((x, -height * max(rise, 0.05)))
        shape = poly([(-reach, height * 0.5), *line, (reach, height * 0.5)])
        canvas.drawPath(
            shape, shaded_paint(linear((0, -height), (0, height * 0.5), [(0, top, 0.9), (0.6, low, 0.5), (1, low, 0)]))
        )
        crest = poly(line, close=False)
        canvas.drawPath(crest, stroke(mix(lit.palette.key, "#ffffff", 0.3), z * 0.0012, 0.35))

    site.plane(name, z, painter, height * 1.4, below=height * 0.6, moving=True)


def _deck(site: Site) -> None:
    """The boat we stand on: planks in perspective to a rail."""
    lit, rng = site.lit, site.rng("deck")
    wood = site.earth(rng.choice(("#9a7b58", "#a58460", "#8d6f52")), 0.6)
    far = 7.6

    def texture(canvas: skia.Canvas) -> None:
        canvas.drawRect(
            rect(-60, -6, 60, far),
            shaded_paint(linear((0, 1), (0, far), [(0, lit.at(2).colour(wood, 0.4), 1), (1, lit.at(far).colour(wood, 0.7), 1)])),
        )
        for i in range(-60, 61):
            x = i * 0.24
            tone = lit.colour(wood, rng.choice((0.45, 0.6, 0.78)))
            canvas.drawRect(rect(x, -6, x + 0.24, far), paint(tone, 0.4))
            canvas.drawRect(rect(x, -6, x + 0.016, far), paint(lit.palette.shadow, 0.5))
        for z in (2.4, 4.3, 6.2):
            for i in range(-60, 61):
                if rng.random() < 0.4:
                    canvas.drawRect(rect(i * 0.24, z, i * 0.24 + 0.24, z + 0.02), paint(lit.palette.shadow, 0.5))
        cast_shadows(site, canvas)
        puddles(site, canvas, 5.0)

    site.shadows.extend((x * 1.3, 7.5, 0.08, 0.95) for x in range(-8, 9))
    floor_patch(site, "deck", 8.4, texture, far)
    reach = half_width(7.5)

    def rail(canvas: skia.Canvas, t: float) -> None:
        near = lit.at(7.5)
        canvas.drawRect(rect(-reach, -0.2, reach, 0.06), paint(near.colour(wood, 0.3)))
        for i in range(-14, 15):
            canvas.drawRect(rect(i * 1.3 - 0.035, -0.98, i * 1.3 + 0.035, 0), paint(near.colour("#d8d0c0", 0.55)))
        for y, thick in ((-1.0, 0.1), (-0.68, 0.035), (-0.42, 0.035)):
            canvas.drawRect(
                rect(-reach, y, reach, y + thick),
                paint(near.colour(mix(wood, "#e8d8b8", 0.5) if thick > 0.05 else "#e8e2d4", 0.8)),
            )
        canvas.drawRect(rect(-reach, -1.0, reach, -0.975), paint(mix(near.palette.key, "#ffffff", 0.3), 0.5 * near.light.rim))
        _lifebuoy(canvas, near, site.rng("buoy").choice((-1, 1)) * 4.1)

    site.plane("rail", 7.5, rail, 1.15)


def _lifebuoy(canvas: skia.Canvas, lit: Lit, x: float) -> None:
    ring = skia.Path()
    ring.addCircle(x, -0.62, 0.28)
    canvas.drawPath(ring, stroke(lit.colour("#f0e8dc", 0.75), 0.12))
    for turn in range(4):
        canvas.drawArc(
            rect(x - 0.28, -0.9, x + 0.28, -0.34), turn * 90 + 25, 40, False, stroke(lit.colour("#d8503c", 0.7), 0.125)
        )


def river(site: Site) -> None:
    rng = site.rng("layout")
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    side = rng.choice((-1, 1))
    sky(site)
    grass = site.earth("#71844a")
    foot = ground(site, grass, meadow(site, grass, 260, "" if site.snowy else rng.choice(("#f4e28a", "#f0f0f8", "#e8a0b8"))))
    hills(site, "far hills", 380, rng.uniform(30, 55), "#6f8272", waves=170)
    hills(site, "hills", 170, rng.uniform(10, 16), "#6a7f4f", foot, waves=80)
    tree_line(site, "far trees", 70, 7.5, leaf, kind="mixed", foot=foot)
    site.land_to = 7.0
    _stream(site, 8.0, 40.0, leaf)
    site.place([(side * 3, 0, 38)], ("bridge",), scale=1.8)
    site.place([(-side * 10, 0, 46), (side * 14, 0, 60)], BIG)
    site.place([(side * 4, 0, 17), (-side * 6, 0, 24)], AFLOAT)
    site.place([(-side * 4.6, 0, 7), (side * 4.8, 0, 7.4)])
    tree_line(site, "bank trees", 30 if not site.reverse else 42, 6.5, leaf, gap=14, density=0.7)
    bushes(
        site,
        "bank bushes",
        12,
        [(side * 7.5, 1.3), (side * 9.6, 1.8), (-side * 9, 1.1), (-side * 12, 1.9)],
        mix(leaf, "#5a7a40", 0.5),
    )
    grasses(site, "reeds", 7.4, "#7f8a4a", height=1.1, gap=3.2, reach=14, count=120)
    grasses(site, "near grass", 2.4, mix("#66753f", leaf, 0.3), height=0.85, gap=1.6, flowers="" if site.snowy else "#f0d060")
    fog_bank(site, "mist", 36, 2.6, 0.35)


def smooth(at: float) -> float:
    """0 to 1 without corners."""
    at = min(max(at, 0.0), 1.0)
    return at * at * (3 - 2 * at)


def _stream(site: Site, near: float, far: float, leaf: str) -> None:
    """Water between two banks, laid over the ground."""
    from aiprod.shooting.animatic.places.water import water_colour

    lit, rng = site.lit, site.rng("stream")
    look = Water("#3f7a78", 0.05, 0.7)
    bend = rng.uniform(-0.25, 0.25)
    marks = [
        (rng.uniform(-40, 40), near + (far - near) * rng.random() ** 1.7, rng.uniform(0.3, 1.0), rng.uniform(0, 6))
        for _ in range(230)
    ]

    def edge(z0: float, amp: float, slope: float) -> list[Point]:
        return [(x, z0 + amp * sin(x * 0.16 + bend * 9) + slope * x * bend) for x in (i * 1.5 for i in range(-50, 51))]

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        canvas.save()
        area = below_horizon(canvas, view)
        if area is None:
            canvas.restore()
            return
        canvas.clipRect(area)
        shape = poly([*edge(near, 0.7, 0.2), *reversed(edge(far, 2.5, 0.5))])
        bank = poly([*edge(near - 0.5, 0.7, 0.2), *reversed(edge(far + 1.5, 2.5, 0.5))])
        matrix = ground_matrix(view)
        shape.transform(matrix)
        bank.transform(matrix)
        canvas.drawPath(bank, paint(lit.at(12).colour(site.earth("#6a5a42", 0.5), 0.35)))
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        mirrored = lit.at(30).colour(site.earth(leaf, 0.4), 0.3)
        depths = (3.0, 6.0, 9.0, 12.0, 16.0, 20.0, 26.0, 34.0, 42.0)
        tone = depth_gradient(
            view, lambda d: mix(water_colour(lit, look, d * 2.5), mirrored, 0.62 * smooth((d - 11) / 14)), 0.0, depths
        )
        canvas.drawRect(area, shaded_paint(tone))
        canvas.concat(matrix)
        bright = mix(lit.palette.sky_low, "#ffffff", 0.3)
        drawn = [((x + t * 0.5 + 40) % 80 - 40, z, s * (0.6 + 0.4 * sin(p + t)), 0.05 + 0.006 * z) for x, z, s, p in marks]
        canvas.drawPath(lens_path(drawn[::2]), paint(bright, 0.4))
        canvas.drawPath(lens_path(drawn[1::2]), paint(mix(lit.palette.shadow, lit.palette.ambient, 0.5), 0.25))
        canvas.restore()

    site.backdrop("stream", 69.0, painter, near_z=near, far_z=far, moving=True)
