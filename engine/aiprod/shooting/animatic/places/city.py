# SPDX-License-Identifier: Apache-2.0
"""Streets, roofs and stations."""

from __future__ import annotations

import itertools
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.buildings import Front, fronts, row, skyline, street_walls
from aiprod.shooting.animatic.places.room_floors import floor_patch, tiles
from aiprod.shooting.animatic.places.site import BIG, SNOW, Site, Texture, ground, half_width
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import bench_row, cobbles, lamp_row, paving, puddles, railing, string_lights
from aiprod.shooting.animatic.places.terrain import bushes, hills, leaf_colour, smoke, tree_line
from aiprod.shooting.animatic.stage import Lit, paint

STREET_THINGS = ("tree", "fountain", "statue", "lamp_post", "mailbox", "bench", "sign")


def village_street(site: Site) -> None:
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    sky(site)
    stone = site.shared_rng("stone").choice(("#b8a890", "#a8a098", "#c0ac8c"))
    ground(site, site.earth(stone), cobbles(site, stone, 7.0))
    hills(site, "far hills", 420, rng.uniform(45, 70), "#74867a", waves=200)
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    if site.reverse:
        hills(site, "hill", 120, 9, "#7a8a50", waves=70)
        tree_line(site, "square trees", 40, 7.5, leaf, gap=8, density=0.5)
        row(site, "far houses", 52, fronts(rng, -95, 95, "village", (5.5, 8.5), (5.5, 8)), gable=True)
        site.place([(side * 3, 0, 34)], BIG)
        row(site, "houses left", 22, fronts(rng, -48, -4.6, "village", (5.4, 7.4), (5, 7)), gable=True)
        row(site, "houses right", 19, fronts(rng, 5.2, 48, "village", (5.4, 7.8), (5, 7)), gable=True)
    else:
        row(site, "end houses", 58, fronts(rng, -100, 100, "village", (6, 9), (5.5, 8)), gable=True)
        site.place([(side * 2.2, 0, 50)], BIG)
        houses = {s: fronts(site.rng("wall", s), -4.0, 46.0, "village", (5.2, 8.2), (5.0, 7.6), 0.45) for s in (-1, 1)}
        street_walls(site, "street walls", 5.4, houses, 56.0)
        string_lights(site, "lights far", 22, 5.2, 5.2)
        string_lights(site, "lights", 12, 5.0, 5.2)
    smoke(site, "smoke", side * 7, 8.5, 40, 0.6)
    lamp_row(site, [(-4.4, 21), (4.5, 14), (-4.4, 9)])
    site.place([(side * 3.6, 0, 16)], STREET_THINGS)
    site.place([(-side * 4.2, 0, 8.4), (side * 4.4, 0, 8.8), (side * 3.4, 0, 12)])
    tubs = [(s * x, h) for s in (-1, 1) for x, h in ((4.9, 0.8), (4.3, 0.55))]
    bushes(site, "pots", 8.0, tubs, mix(leaf, "#4f8a4a", 0.5))


def city_street(site: Site) -> None:
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    sky(site)
    slab = site.shared_rng("slab").choice(("#a8a39a", "#9a9a9e", "#b0a698"))
    ground(site, site.earth(slab), paving(site, slab, 8.0, 4.3, "#55575e", rails=site.shared_rng("rails").random() < 0.6))
    skyline(site, "far towers", 420, 120, lights=0.5)
    skyline(site, "towers", 210, 58, lights=0.45)
    if site.reverse:
        tree_line(site, "square trees", 60, 9, leaf_colour(site, site.shared_rng("leaf")), gap=5, density=0.7)
        row(site, "far row", 44, fronts(rng, -80, 80, "city", (13, 20), (8, 12), 0.7))
        site.place([(side * 4, 0, 36)], BIG)
        row(site, "row left", 17.5, fronts(rng, -40, -3.4, "city", (12, 17), (7, 10), 0.85))
        row(site, "row right", 15.5, fronts(rng, 4.6, 44, "city", (12, 18), (7, 10), 0.85))
    else:
        row(site, "end row", 96, fronts(rng, -160, 160, "city", (14, 24), (9, 14), 0.4))
        site.place([(side * 2.6, 0, 64)], BIG)
        houses = {s: fronts(site.rng("wall", s), -5.0, 84.0, "city", (13, 21), (8, 13), 0.8) for s in (-1, 1)}
        street_walls(site, "street walls", 8.0, houses, 92.0)
    lamp_row(site, [(-5.0, 34), (5.0, 25), (-5.0, 17), (5.0, 10.5)], 4.6)
    smoke(site, "steam", -side * 3.4, 0.05, 19, 0.4)
    traffic_lights(site, side * 5.2, 14.5)
    site.place([(-side * 2.6, 0, 22), (side * 2.6, 0, 30)], ("tram", "car", "bus", "van", "train", "motorbike"))
    site.place([(-side * 5.4, 0, 9), (side * 5.4, 0, 9.5), (side * 3.6, 0, 13)])
    bench_row(site, [(-side * 6.3, 11.5)])


def traffic_lights(site: Site, x: float, z: float) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        iron = lit.colour("#2a2d32", 0.4)
        canvas.drawRect(rect(x - 0.06, -2.3, x + 0.06, 0.03), paint(iron))
        canvas.drawRoundRect(rect(x - 0.17, -3.25, x + 0.17, -2.25), 0.08, 0.08, paint(iron))
        state = int(t / 5.0) % 2
        for i, (on, off) in enumerate((("#ff5a48", "#5a2a26"), ("#ffc04a", "#5a4a26"), ("#5ae08a", "#264a32"))):
            bright = (i == 0 and state == 0) or (i == 2 and state == 1)
            canvas.drawCircle(x, -3.08 + 0.32 * i, 0.1, paint(on if bright else lit.colour(off, 0.6)))

    site.plane("traffic lights", z, painter, 3.5, half=0.6, x=x, moving=True)


def rooftop(site: Site) -> None:
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    sky(site)
    tile = site.shared_rng("tile").choice(("#8f8a84", "#9a7f6a", "#7f858a"))

    def below(depth: float) -> str:
        lit = site.lit.at(depth * 3)
        return mix(lit.colour("#5a6068", 0.4), lit.palette.haze, 0.5)

    ground(site, tile, None, name="town floor", z=1500, y=-18, colour_at=below)
    skyline(site, "far towers", 620, 130, lights=0.5)
    skyline(site, "towers", 260, 46, lights=0.5)
    site.place([(side * 13, -6, 75)], BIG)
    for name, z, rise in (("roofs far", 95.0, 1.0), ("roofs", 48.0, -0.5), ("roofs near", 24.0, -1.2)):
        roofscape(site, name, z, rise)
    smoke(site, "smoke", -side * 9, 1.4, 30, 0.6)
    _terrace(site, tile)
    site.place([(side * 4.4, 0, 7.6), (-side * 4.2, 0, 7.4), (side * 5.6, 0, 8)])
    string_lights(site, "string lights", 7.9, 3.3, 6.0)
    _chimney(site, side)


def roofscape(site: Site, name: str, z: float, rise: float) -> None:
    """Roofs seen from a roof: slopes, dormers with light, chimneys, aerials; tops around `rise` metres."""
    lit, reach = site.lit.at(z), half_width(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "roofs")
        x = -reach
        while x < reach:
            w, top = detail.uniform(6, 12), rise + detail.uniform(-1.2, 1.4)
            front = Front(
                x,
                x + w,
                1,
                detail.choice(("#d8cdb8", "#c9b79c", "#b9ab98", "#a3593f")),
                "stone",
                detail.choice(("#5a6470", "#7d5048", "#6a5a58", "#8a5a48")),
                "#3f5a7a",
                False,
                detail.randrange(9999),
            )
            _roof_of(canvas, site, front, top, lit, detail)
            x += w * detail.uniform(0.8, 1.0)

    site.plane(name, z, painter, rise + 6.5, below=26)


def _roof_of(canvas: skia.Canvas, site: Site, front: Front, top: float, lit: Lit, rng: Random) -> None:
    left, right, drop = front.left, front.right, 2.6
    wall = lit.colour(front.wall, 0.45 + 0.2 * lit.key_side)
    canvas.drawRect(
        rect(left, -top + drop - 0.1, right, 25),
        shaded_paint(linear((0, -top + drop), (0, 12), [(0, wall, 1), (1, mix(wall, lit.palette.haze, 0.6), 1)])),
    )
    slope = lit.colour(site.earth(front.roof, 0.92), 0.6)
    canvas.drawPath(
        poly([(left - 0.3, -top + drop), (left + 1.0, -top), (right - 1.0, -top), (right + 0.3, -top + drop)]),
        shaded_paint(
            linear(
                (0, -top),
                (0, -top + drop),
                [(0, mix(slope, lit.palette.key, 0.12), 1), (1, mix(slope, lit.palette.shadow, 0.25), 1)],
            )
        ),
    )
    for i in range(int((right - left) / 3)):
        x = left + 1.6 + i * 3
        lamp = site.dark and rng.random() < 0.45
        canvas.drawPath(
            poly(
                [
                    (x - 0.2, -top + drop - 0.5),
                    (x - 0.2, -top + 0.75),
                    (x + 0.5, -top + 0.3),
                    (x + 1.2, -top + 0.75),
                    (x + 1.2, -top + drop - 0.5),
                ]
            ),
            paint(wall),
        )
        canvas.drawRect(
            rect(x + 0.1, -top + 0.95, x + 0.9, -top + drop - 0.65),
            paint(mix(WARM, lit.palette.haze, lit.haze * 0.6) if lamp else lit.colour("#3d4c58", 0.3)),
        )
    x = rng.uniform(left + 1, right - 2)
    canvas.drawRect(rect(x, -top - 1.1, x + 0.9, -top + 0.6), paint(lit.colour("#9a6a54", 0.5)))
    for i in range(3):
        canvas.drawRect(rect(x + 0.1 + i * 0.27, -top - 1.4, x + 0.26 + i * 0.27, -top - 1.05), paint(lit.colour("#b07a5a", 0.5)))
    if rng.random() < 0.5:
        ax = rng.uniform(left + 1, right - 1)
        iron = stroke(lit.colour("#2a2d32", 0.3), 0.05)
        canvas.drawLine(ax, -top, ax, -top - 2.4, iron)
        for i in range(3):
            canvas.drawLine(ax - 0.5 + i * 0.1, -top - 2.3 + i * 0.3, ax + 0.5 - i * 0.1, -top - 2.3 + i * 0.3, iron)


def _terrace(site: Site, tile: str) -> None:
    """Our own roof: a terrace of tiles that ends at a parapet."""
    far = 8.6
    lit = site.lit
    base = tiles(site, tile, far)

    def texture(canvas: skia.Canvas) -> None:
        canvas.clipRect(rect(-40, -6, 40, far))
        canvas.drawRect(rect(-40, -6, 40, far), paint(lit.at(4).colour(site.earth(tile), 0.6)))
        base(canvas)
        puddles(site, canvas, 6.0)

    floor_patch(site, "terrace", 9.0, texture, far)

    def parapet(canvas: skia.Canvas, t: float) -> None:
        near, reach = lit.at(far), half_width(far)
        body = near.colour(site.earth(mix(tile, "#c8b8a4", 0.5), 0.2), 0.5)
        canvas.drawRect(
            rect(-reach, -0.85, reach, 0.1),
            shaded_paint(linear((0, -0.85), (0, 0), [(0, body, 1), (1, mix(body, near.palette.shadow, 0.4), 1)])),
        )
        canvas.drawRect(rect(-reach, -0.98, reach, -0.82), paint(near.colour(SNOW if site.snowy else "#cfc6b8", 0.75)))

    site.plane("parapet", far, parapet, 1.1)


def _chimney(site: Site, side: int) -> None:
    lit = site.lit.at(7)

    def painter(canvas: skia.Canvas, t: float) -> None:
        x = -side * 6.6
        canvas.drawRect(rect(x - 0.9, -2.6, x + 0.9, 0.1), paint(lit.colour("#9a5f4a", 0.4 + 0.25 * lit.key_side * -side)))
        canvas.drawRect(rect(x - 1.02, -2.75, x + 1.02, -2.5), paint(lit.colour(SNOW if site.snowy else "#b08a74", 0.6)))
        for i in range(3):
            canvas.drawRect(rect(x - 0.7 + i * 0.5, -3.2, x - 0.35 + i * 0.5, -2.7), paint(lit.colour("#b06a4a", 0.5)))

    site.plane("chimney", 7.0, painter, 3.4, half=1.2, x=-side * 6.6)


def station(site: Site) -> None:
    rng = site.rng("layout")
    side = -1 if site.reverse else 1
    sky(site)
    slab = site.shared_rng("slab").choice(("#a8a39a", "#b0a698", "#9a9a9e"))
    ground(site, site.earth("#7a756c"), _tracks(site, slab, side))
    skyline(site, "town", 300, 34)
    hills(site, "far hills", 520, 50, "#74867a", waves=220)
    if site.reverse:
        row(site, "station house", 34, fronts(rng, -70, 70, "stone", (7, 9), (10, 16), 0.8))
    else:
        tree_line(site, "line trees", 120, 8, leaf_colour(site, site.shared_rng("leaf")), density=0.8)
    site.place([(-side * 9, 0, 60)], BIG)
    site.place([(side * 6.5, 0, 24)], ("train", "tram"), scale=1.3)
    _canopy(site, side)
    lamp_row(site, [(-side * 5.2, 26), (-side * 5.2, 16)], 4.2)
    bench_row(site, [(-side * 4.6, 10.5), (-side * 4.6, 19)])
    _station_clock(site, -side * 2.6, 13)
    site.place([(-side * 4.4, 0, 8.6), (side * 3.2, 0, 9.4), (-side * 6, 0, 12)])
    railing(site, "fence", 48)


def _tracks(site: Site, slab: str, side: int) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        depths = (0.2, 4.0, 9.0, 18.0, 40.0, 90.0, 400.0)
        edge = side * 3.3
        for z0, z1 in itertools.pairwise(depths):
            near = lit.at((z0 * z1) ** 0.5)
            a, b = sorted((edge, -side * 60.0))
            canvas.drawRect(rect(a, z0, b, z1), paint(near.colour(site.earth(slab), 0.6)))
            a, b = sorted((edge, edge - side * 0.5))
            canvas.drawRect(rect(a, z0, b, z1), paint(near.colour("#e8d060", 0.75), 0.9))
            a, b = sorted((edge, edge + side * 0.5))
            canvas.drawRect(rect(a, z0, b, z1), paint(near.colour("#2a2a2e", 0.3)))
        for i in range(90):
            z = 0.4 + i * 0.75
            tone = lit.at(z).colour("#4a4038", 0.5)
            for x in (5.4, 9.6):
                canvas.drawRect(rect(side * x - 1.3, z, side * x + 1.3, z + 0.26), paint(tone, 0.8))
        for x in (4.65, 6.15, 8.85, 10.35):
            canvas.drawRect(rect(side * x - 0.05, 0.2, side * x + 0.05, 300), paint(lit.at(10).colour("#c8ccd2", 0.95)))
        for i in range(30):
            z = 1 + i * 1.5
            a, b = sorted((edge - side * 0.6, -side * 14.0))
            canvas.drawRect(rect(a, z, b, z + 0.03 + 0.002 * z), paint(lit.at(z).colour("#6a665e", 0.4), 0.5))
        puddles(site, canvas, 5.0)

    return texture


def _canopy(site: Site, side: int) -> None:
    """Iron columns and a roof over the platform."""
    for index, z in enumerate((8.5, 15.0, 23.0, 33.0)):
        lit = site.lit.at(z)

        def painter(canvas: skia.Canvas, t: float, lit: Lit = lit) -> None:
            iron, x = lit.colour("#3d5a52", 0.5), -side * 3.7
            canvas.drawRect(rect(x - 0.09, -4.3, x + 0.09, 0.05), paint(iron))
            for s in (-1, 1):
                brace = skia.Path()
                brace.moveTo(x, -3.0)
                brace.quadTo(x + s * 0.2, -4.0, x + s * 1.4, -4.2)
                canvas.drawPath(brace, stroke(iron, 0.09))
            a, b = sorted((side * 2.4, -side * 40.0))
            canvas.drawRect(rect(a, -4.62, b, -4.2), paint(lit.colour("#4a6a60", 0.3)))
            canvas.drawRect(rect(a, -4.72, b, -4.58), paint(lit.colour(SNOW if site.snowy else "#7a8a80", 0.7)))
            k = a
            while k < b:
                canvas.drawPath(poly([(k, -4.22), (k + 0.4, -4.22), (k + 0.2, -3.98)]), paint(lit.colour("#4a6a60", 0.35)))
                k += 0.4

        site.plane(f"canopy {index}", z, painter, 5.0, half=41)


def _station_clock(site: Site, x: float, z: float) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        canvas.drawRect(rect(x - 0.04, -4.3, x + 0.04, -3.6), paint(lit.colour("#2a2d32", 0.3)))
        canvas.drawCircle(x, -3.25, 0.42, paint(lit.colour("#2a2d32", 0.4)))
        canvas.drawCircle(x, -3.25, 0.35, paint(mix(WARM, "#ffffff", 0.5) if site.dark else lit.colour("#f4f0e4", 0.8)))
        for turn, length in ((0.1, 0.2), (t / 60.0, 0.3)):
            canvas.drawLine(
                x,
                -3.25,
                x + length * sin(turn * 6.283),
                -3.25 - length * (1 - 2 * sin(turn * 3.1416) ** 2),
                stroke("#20222a", 0.035),
            )

    site.plane("clock", z, painter, 4.4, half=0.6, x=x, moving=True)
    if site.dark:
        site.lamp(x, 3.25, z, WARM, 0.8)
