# SPDX-License-Identifier: Apache-2.0
"""Places on the water: open sea, river."""

from __future__ import annotations

from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, lens_path, linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.room_floors import floor_patch
from aiprod.shooting.animatic.places.site import (
    AFLOAT,
    BIG,
    Site,
    below_horizon,
    cast_shadows,
    depth_gradient,
    ground,
    ground_matrix,
    half_width,
)
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import puddles
from aiprod.shooting.animatic.places.terrain import (
    bushes,
    fog_bank,
    grasses,
    hills,
    leaf_colour,
    meadow,
    rocks,
    tree_line,
)
from aiprod.shooting.animatic.places.water import Water, water
from aiprod.shooting.animatic.stage import Lit, View, paint


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
