# SPDX-License-Identifier: Apache-2.0
"""Farmed land and what crosses it: field, road."""

from __future__ import annotations

import itertools
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, poly, stroke
from aiprod.shooting.animatic.places.buildings import facade, fronts
from aiprod.shooting.animatic.places.shore import fence
from aiprod.shooting.animatic.places.site import BIG, Site, Texture, ground
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import poles
from aiprod.shooting.animatic.places.terrain import (
    Detail,
    bushes,
    grasses,
    hills,
    leaf_colour,
    meadow,
    smoke,
    tree_line,
)
from aiprod.shooting.animatic.places.terrain import (
    mountains as range_of,
)
from aiprod.shooting.animatic.stage import Lit, paint


def trail(site: Site, local: str, width: float, far: float, bend: float, also: Texture | None = None) -> Texture:
    """A path that winds away."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        if also:
            also(canvas)
        rng = site.rng("trail")
        depths = [0.4 * 1.24**i for i in range(40) if 0.4 * 1.24**i < far]
        middle = [(bend * (sin(z * 0.11) * 2 + 0.03 * z), z) for z in depths]
        left = [(x - width * (0.5 + 0.06 * rng.uniform(-1, 1)), z) for x, z in middle]
        right = [(x + width * (0.5 + 0.06 * rng.uniform(-1, 1)), z) for x, z in middle]
        canvas.drawPath(poly([*left, *reversed(right)]), paint(lit.at(8).colour(site.earth(local), 0.62), 0.85))
        inner = [(x * 0.75 + m[0] * 0.25, z) for (x, z), m in zip(left, middle, strict=True)]
        other = [(x * 0.75 + m[0] * 0.25, z) for (x, z), m in zip(right, middle, strict=True)]
        canvas.drawPath(poly([*inner, *reversed(other)]), paint(lit.at(8).colour(site.earth(local), 0.85), 0.4))

    return texture


def field(site: Site) -> None:
    rng = site.rng("layout")
    shared = site.shared_rng("crop")
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    crop, bloom = shared.choice(
        (("#c9a648", ""), ("#86a04a", "#f0d850"), ("#7f9a4c", "#e06a5a"), ("#8a78a8", "#b79adf"), ("#93a84e", "#ffffff"))
    )
    sky(site)
    side = rng.choice((-1, 1))
    grass = site.earth(mix(crop, "#7f9a4c", 0.5))
    foot = ground(site, grass, trail(site, "#bfa578", 1.7, 60, rng.uniform(-0.7, 0.7), _rows(site, crop)))
    hills(site, "far hills", 480, rng.uniform(34, 56), "#748a72", waves=210)
    hills(site, "quilt hills", 210, rng.uniform(14, 20), "#84964e", foot, waves=110, detail=_quilt(site, crop))
    tree_line(site, "hedge far", 130, 5, leaf, density=1.1, foot=foot)
    site.place([(side * 13, 0, 60), (-side * 20, 0, 80)], BIG)
    hills(site, "rise", 62, 2.4, crop, foot, waves=40)
    if site.reverse:
        _farm(site, -side * 24, 72)
    _bales(site, [(side * 9.0, 30.0), (-side * 6.5, 22.0), (side * 13.0, 46.0), (-side * 15.0, 38.0)])
    tree_line(site, "field trees", 40, 6.5, leaf, gap=11, density=0.28)
    site.place([(side * 5.2, 0, 9), (-side * 5.4, 0, 9.4), (side * 7.2, 0, 12)])
    grasses(site, "crop", 13, crop, height=0.85, gap=2.6, reach=26, count=320, flowers="" if site.snowy else bloom)
    fence(site, "fence", 9.5, side)
    grasses(
        site, "verge", 4.2, mix(crop, "#6f8a3c", 0.5), height=0.7, gap=2.5, flowers="" if site.snowy else (bloom or "#e0604a")
    )
    grasses(
        site,
        "near grass",
        2.1,
        mix(crop, "#3f4f28", 0.6),
        height=0.8,
        gap=1.45,
        flowers="" if site.snowy else (bloom or "#f4e28a"),
    )


def _farm(site: Site, x: float, z: float) -> None:
    """A barn and a farmhouse by the track."""
    houses = fronts(site.rng("farm"), x - 9, x + 9, "village", (4.5, 6.0), (7, 10), 0.0)
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for house in houses:
            facade(canvas, site, house, lit, 0.55 + 0.15 * lit.key_side, gable=True)

    site.plane("farm", z, painter, 10, half=11, x=x)
    smoke(site, "farm smoke", x + 3, 8.5, z - 1, 0.8)


def _bales(site: Site, spots: list[tuple[float, float]]) -> None:
    """Round bales, their ends turned to us."""
    for index, (x, z) in enumerate(spots):
        lit = site.lit.at(z)

        def painter(canvas: skia.Canvas, t: float, x: float = x, lit: Lit = lit) -> None:
            straw = site.earth("#d8b45c", 0.35)
            canvas.drawRoundRect(
                skia.Rect.MakeLTRB(x - 0.2, -1.6, x + 1.7, 0.03), 0.75, 0.75, paint(lit.colour(straw, 0.3 + 0.25 * lit.key_side))
            )
            canvas.drawCircle(x, -0.8, 0.82, paint(lit.colour(straw, 0.8)))
            for r in (0.62, 0.42, 0.22):
                canvas.drawCircle(x, -0.8, r, stroke(lit.colour(straw, 0.35), 0.04, 0.7))

        site.plane(f"bale {index}", z, painter, 1.8, half=2.2, x=x)
        site.shadows.append((x + 0.6, z, 2.4, 1.4))


def _rows(site: Site, crop: str) -> Texture:
    """Rows of a crop that run away to the horizon on both sides of the track."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        for i in range(-34, 35):
            x = i * 1.3
            if abs(x) < 2.2:
                continue
            for z0, z1 in ((1, 12), (12, 40), (40, 120)):
                tone = lit.at(z0 * 1.5).colour(site.earth(crop), 0.36 if i % 2 else 0.78)
                canvas.drawRect(skia.Rect.MakeLTRB(x - 0.3, z0, x + 0.3, z1), paint(tone, 0.45))

    return texture


def _quilt(site: Site, crop: str) -> Detail:
    def detail(canvas: skia.Canvas, line: list[Point], lit: Lit, rng: Random) -> None:
        shape = poly([(line[0][0], 0.3), *line, (line[-1][0], 0.3)])
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        x = line[0][0]
        while x < line[-1][0]:
            w, lean = rng.uniform(18, 60), rng.uniform(-20, 20)
            local = rng.choice((crop, "#a8a456", "#6f8a48", "#b79a5a", "#8a7a4a"))
            top = min((y for px, y in line if x - 5 < px < x + w + 5), default=-10)
            canvas.drawPath(
                poly([(x + lean, top - 2), (x + w + lean, top - 2), (x + w, top * 0.25), (x, top * 0.3)]),
                paint(lit.colour(site.earth(local), 0.6), 0.55),
            )
            for i in range(int(w / 3)):
                hx = x + i * 3
                canvas.drawOval(
                    skia.Rect.MakeXYWH(hx, top * 0.3 - rng.uniform(0.6, 1.6), 3.4, 1.8), paint(lit.colour("#4a6238", 0.35), 0.8)
                )
            x += w
        canvas.restore()

    return detail


def road(site: Site) -> None:
    rng = site.rng("layout")
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    side = rng.choice((-1, 1))
    sky(site)
    grass = site.earth(site.shared_rng("verge").choice(("#86904e", "#a0935a", "#7a8f4a")))
    foot = ground(site, grass, _asphalt(site))
    if not site.reverse:
        range_of(site, "far range", 760, rng.uniform(80, 130), "#7a8290", spacing=330, snow=0.6)
    hills(site, "hills", 330, rng.uniform(24, 36), "#78885c", waves=160)
    hills(site, "low hills", 150, rng.uniform(6, 10), "#7f8a50", foot, waves=80)
    site.place([(side * 14, 0, 60)], BIG)
    tree_line(site, "roadside trees", 62, 7, leaf, gap=12, density=0.3)
    poles(site, side * 5.6, [9.0, 17.0, 27.0, 42.0, 66.0, 100.0])
    site.place([(-side * 5.2, 0, 10), (side * 6.6, 0, 12), (-side * 7, 0, 14)])
    bushes(site, "scrub", 15, [(side * 8, 0.9), (-side * 7.5, 0.7), (-side * 9.5, 1.2), (side * 11, 0.8)], leaf)
    grasses(site, "verge", 4.4, mix(grass, "#7f8a40", 0.4), height=0.65, gap=2.9)
    grasses(site, "near verge", 2.2, mix(grass, "#3f4728", 0.6), height=0.7, gap=1.55)


def _asphalt(site: Site) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        meadow(site, site.earth("#86904e"), 220)(canvas)
        depths = (0.2, 4.0, 10.0, 25.0, 60.0, 160.0, 700.0)
        for z0, z1 in itertools.pairwise(depths):
            near = lit.at((z0 + z1) / 2)
            canvas.drawRect(skia.Rect.MakeLTRB(-4.0, z0, 4.0, z1), paint(near.colour(site.earth("#b0a890"), 0.5)))
            canvas.drawRect(skia.Rect.MakeLTRB(-3.6, z0, 3.6, z1), paint(near.colour(site.earth("#5a5c62", 0.75), 0.5)))
            for x in (-3.3, 3.3):
                canvas.drawRect(skia.Rect.MakeLTRB(x - 0.07, z0, x + 0.07, z1), paint(near.colour("#e8e4d8", 0.7), 0.7))
        for i in range(60):
            z = 0.5 + i * 5.0
            canvas.drawRect(skia.Rect.MakeLTRB(-0.08, z, 0.08, z + 2.2), paint(lit.at(z).colour("#e8e4d8", 0.8), 0.85))

    return texture
