# SPDX-License-Identifier: Apache-2.0
"""The harbour: quay, boats, warehouses, lamps on the water."""

from __future__ import annotations

import itertools
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, rect, rim_line, shaded_paint, stroke
from aiprod.shooting.animatic.places.buildings import fronts, row
from aiprod.shooting.animatic.places.furniture import crate
from aiprod.shooting.animatic.places.room_floors import floor_patch
from aiprod.shooting.animatic.places.shore import headland, on_skyline
from aiprod.shooting.animatic.places.site import AFLOAT, BIG, SNOW, Reflex, Site, Texture, ground
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import cobbles, lamp_row, puddles
from aiprod.shooting.animatic.places.terrain import hills, smoke
from aiprod.shooting.animatic.places.water import Water, water
from aiprod.shooting.animatic.stage import Lit, paint


def harbour(site: Site) -> None:
    rng = site.rng("layout")
    side = rng.choice((-1, 1))
    stone = site.shared_rng("stone").choice(("#a8a094", "#9a9690", "#b0a48c"))
    sky(site)
    if site.reverse:
        _waterfront(site, stone, side)
        return
    water(site, Water(rng.choice(("#2f6f7a", "#2c6470", "#3a7270")), 0.08, 0.55), nearest=6.0)
    hills(site, "far hills", 480, rng.uniform(34, 52), "#74867a", waves=220)
    cliff = headland(site, "point", 230, 14, -side, reach=0.2)
    site.place([(x, on_skyline(cliff, x), 229) for x in (-side * 70.0, -side * 112.0)], BIG, scale=1.9)
    _far_quay(site, side)
    _mole(site, side)
    boats = [(side * 8.5, 26, 1.15), (-side * 10, 34, 1.3), (side * 17, 40, 1.2), (-side * 4.6, 48, 1.0)]
    for index, (x, z, size) in enumerate(boats):
        boat(site, f"boat {index}", x, z, size)
    site.place([(-side * 6.2, 0, 18), (side * 12, 0, 32)], AFLOAT)
    site.land_to = 12.2
    _quay(site, stone)
    _edge(site, stone, side)
    lamp_row(site, [(side * 4.6, 12.4), (-side * 5.4, 12.4)])
    site.place([(-side * 5.0, 0, 8.6), (side * 4.6, 0, 8.8), (side * 6.4, 0, 10.4)])
    _clutter(site, "nets and crates", 9.4, side)


def _far_quay(site: Site, side: int) -> None:
    """Houses on the other side of the basin, their windows in the water."""
    rng = site.rng("far quay")
    houses = fronts(rng, -150, 150, "village", (6, 10), (6, 9), 0.5)
    row(site, "waterfront", 88, houses, gable=True)
    if site.dark:
        for front in houses[::2]:
            site.reflexes.append(Reflex((front.left + front.right) / 2, 87, 0.5, 4.5, 0.9, "#ffcf86", 0.5))

    def painter(canvas: skia.Canvas, t: float) -> None:
        lit = site.lit.at(86)
        canvas.drawRect(
            rect(-150, -1.1, 150, 0.3),
            shaded_paint(
                linear((0, -1.1), (0, 0.3), [(0, lit.colour(site.earth("#a8a094"), 0.6), 1), (1, lit.colour("#5a5650", 0.3), 1)])
            ),
        )

    site.plane("far wall", 86, painter, 1.4)


def _mole(site: Site, side: int) -> None:
    lit = site.lit.at(62)

    def painter(canvas: skia.Canvas, t: float) -> None:
        a, b = sorted((side * 16.0, side * 140.0))
        canvas.drawRect(
            rect(a, -1.5, b, 0.3),
            shaded_paint(
                linear(
                    (0, -1.5), (0, 0.2), [(0, lit.colour(site.earth("#a09888"), 0.65), 1), (1, lit.colour("#4a4840", 0.25), 1)]
                )
            ),
        )
        x = side * 17.5
        canvas.drawRect(rect(x - 0.6, -4.6, x + 0.6, -1.5), paint(lit.colour("#e8e0d0", 0.6)))
        canvas.drawRect(rect(x - 0.62, -3.7, x + 0.62, -2.8), paint(lit.colour("#b8403a", 0.6)))
        canvas.drawRect(rect(x - 0.4, -5.3, x + 0.4, -4.6), paint("#7af0a0" if site.dark else lit.colour("#4f8a6a", 0.6)))
        canvas.drawPath(poly([(x - 0.6, -5.3), (x, -5.9), (x + 0.6, -5.3)]), paint(lit.colour("#3a4a44", 0.5)))

    site.plane("mole", 62, painter, 6.2)
    if site.dark:
        site.lamp(side * 17.5, 4.9, 61.8, "#7af0a0", 1.6)


def boat(site: Site, name: str, x: float, z: float, size: float) -> None:
    """A fishing boat at its mooring, rocking."""
    lit = site.lit.at(z)
    rng = site.rng(name)
    hull, house = (
        rng.choice(("#a8403a", "#2f5a8a", "#3f7a5a", "#e0d8c8", "#c8863c")),
        rng.choice(("#f0e8d8", "#d8e0e0", "#e8d0a8")),
    )
    flip, phase = rng.choice((-1, 1)), rng.uniform(0, 6)

    def painter(canvas: skia.Canvas, t: float) -> None:
        canvas.translate(x, 0.08 * sin(t * 0.9 + phase))
        canvas.rotate(1.3 * sin(t * 0.7 + phase))
        canvas.scale(size * flip, size)
        body = skia.Path()
        body.moveTo(-3.0, -1.0)
        body.quadTo(0.5, -0.75, 3.3, -1.55)
        body.quadTo(2.9, -0.3, 2.3, 0.25)
        body.lineTo(-2.6, 0.25)
        body.quadTo(-2.95, -0.3, -3.0, -1.0)
        canvas.drawRect(rect(-1.6, -2.3, 0.2, -0.85), paint(lit.colour(house, 0.6 + 0.2 * lit.key_side * flip)))
        canvas.drawRect(rect(-1.75, -2.42, 0.35, -2.25), paint(lit.colour(SNOW if site.snowy else hull, 0.6)))
        for i in range(3):
            wx = -1.4 + i * 0.55
            canvas.drawRect(
                rect(wx, -2.05, wx + 0.38, -1.6),
                paint("#ffd08a" if site.dark and (i + int(phase)) % 2 else lit.colour("#3d4c58", 0.4)),
            )
        canvas.drawLine(0.9, -0.8, 0.9, -4.6, stroke(lit.colour("#6a4a34", 0.5), 0.1))
        canvas.drawLine(0.9, -4.5, 3.2, -1.55, stroke(lit.colour("#3a3a3e", 0.3), 0.03))
        canvas.drawLine(0.9, -4.5, -2.9, -1.0, stroke(lit.colour("#3a3a3e", 0.3), 0.03))
        canvas.drawLine(0.9, -2.0, -0.9, -3.2, stroke(lit.colour("#6a4a34", 0.5), 0.07))
        canvas.drawPath(
            body,
            shaded_paint(
                linear((0, -1.4), (0, 0.25), [(0, lit.colour(hull, 0.75), 1), (1, lit.colour(mix(hull, "#101820", 0.4), 0.3), 1)])
            ),
        )
        trim = skia.Path()
        trim.moveTo(-3.0, -1.0)
        trim.quadTo(0.5, -0.75, 3.3, -1.55)
        canvas.drawPath(trim, stroke(lit.colour("#f4ecdc", 0.8), 0.12))
        rim_line(canvas, [(-3.0, -1.0), (0.5, -0.9), (3.3, -1.55)], lit, 0.05)
        canvas.drawRect(rect(-2.6, 0.05, 2.35, 0.25), paint(lit.palette.shadow, 0.35))
        canvas.drawOval(rect(-3.2, 0.12, 3.0, 0.6), paint(mix(lit.palette.shadow, lit.colour(hull, 0.3), 0.4), 0.45))

    site.plane(name, z, painter, 5.2 * size, half=4.2 * size, x=x, moving=True, below=0.8 * size, category="prop")
    if site.dark and site.lit.night:
        site.lamp(x - 0.7 * size * flip, 1.8 * size, z, "#ffd08a", 1.3)


def _quay(site: Site, stone: str) -> None:
    """The quay we stand on, up to its edge."""
    far, lit = 13.2, site.lit
    base: Texture = cobbles(site, stone, 22.0, far)

    def texture(canvas: skia.Canvas) -> None:
        canvas.clipRect(rect(-60, -6, 60, far))
        depths = (-6.0, 3.0, 6.0, far)
        for z0, z1 in itertools.pairwise(depths):
            canvas.drawRect(
                rect(-60, z0, 60, z1),
                shaded_paint(
                    linear(
                        (0, max(z0, 0.5)),
                        (0, z1),
                        [(0, lit.at(2).colour(site.earth(stone), 0.45), 1), (1, lit.at(z1).colour(site.earth(stone), 0.62), 1)],
                    )
                ),
            )
        base(canvas)
        canvas.drawRect(rect(-60, far - 0.7, 60, far), paint(lit.at(far).colour(site.earth(mix(stone, "#ffffff", 0.25)), 0.8)))
        for x in range(-30, 31):
            canvas.drawRect(rect(x * 1.4, far - 0.7, x * 1.4 + 0.04, far), paint(lit.palette.shadow, 0.4))
        puddles(site, canvas, 7.0)

    floor_patch(site, "quay", 15.0, texture, far)


def _edge(site: Site, stone: str, side: int) -> None:
    """Bollards with their rope along the edge of the quay."""
    lit = site.lit.at(12.8)

    def painter(canvas: skia.Canvas, t: float) -> None:
        iron = lit.colour("#33363a", 0.5)
        xs = [side * x for x in (-9.2, -3.1, 3.4, 9.6)]
        for x in xs:
            canvas.drawPath(poly([(x - 0.24, 0.04), (x - 0.15, -0.4), (x + 0.15, -0.4), (x + 0.24, 0.04)]), paint(iron))
            canvas.drawRoundRect(
                rect(x - 0.26, -0.56, x + 0.26, -0.38), 0.08, 0.08, paint(lit.colour(SNOW if site.snowy else "#44484e", 0.7))
            )
        rope = skia.Path()
        rope.moveTo(xs[2], -0.3)
        rope.quadTo(xs[2] + side * 2.2, 0.1, xs[2] + side * 4.8, -0.62)
        canvas.drawPath(rope, stroke(lit.colour("#c8b080", 0.6), 0.06))

    site.plane("bollards", 12.8, painter, 0.9)


def _clutter(site: Site, name: str, z: float, side: int) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        for x, w, h in ((5.6, 1.0, 0.7), (6.7, 0.8, 0.6), (5.9, 0.8, 1.3)):
            crate(canvas, lit, side * x, 0.02 if h < 1 else -0.7, w, min(h, 0.6), site.earth("#9a7a50", 0.2))
        _nets(canvas, lit, rng, -side * 6.2)
        x = -side * 7.6
        canvas.drawRoundRect(
            rect(x - 0.4, -0.95, x + 0.4, 0.02),
            0.12,
            0.12,
            shaded_paint(
                linear(
                    (x - 0.4, 0),
                    (x + 0.4, 0),
                    [
                        (0, lit.colour("#7a5434", 0.3), 1),
                        (0.6, lit.colour("#9a6c44", 0.7), 1),
                        (1, lit.colour("#7a5434", 0.4), 1),
                    ],
                )
            ),
        )
        for y in (-0.75, -0.25):
            canvas.drawRect(rect(x - 0.42, y, x + 0.42, y + 0.06), paint(lit.colour("#3a3d40", 0.5)))

    site.plane(name, z, painter, 2.2, half=10)
    site.shadows += [(side * 6.0, z, 2.2, 1.0), (-side * 6.6, z, 2.4, 0.7)]


def _nets(canvas: skia.Canvas, lit: Lit, rng: Random, x: float) -> None:
    heap = skia.Path()
    heap.moveTo(x - 1.1, 0.03)
    heap.cubicTo(x - 0.9, -0.5, x - 0.4, -0.75, x, -0.7)
    heap.cubicTo(x + 0.6, -0.65, x + 0.9, -0.3, x + 1.1, 0.03)
    heap.close()
    canvas.drawPath(heap, paint(lit.colour("#3f6a62", 0.45)))
    canvas.save()
    canvas.clipPath(heap, skia.ClipOp.kIntersect, True)
    for i in range(-9, 10):
        canvas.drawLine(x + i * 0.16 - 0.5, 0.1, x + i * 0.16 + 0.5, -0.9, stroke(lit.colour("#7aa89a", 0.6), 0.018, 0.7))
        canvas.drawLine(x + i * 0.16 + 0.5, 0.1, x + i * 0.16 - 0.5, -0.9, stroke(lit.colour("#7aa89a", 0.6), 0.018, 0.7))
    canvas.restore()
    for _ in range(5):
        canvas.drawCircle(
            x + rng.uniform(-0.8, 0.8),
            -rng.uniform(0.05, 0.6),
            0.12,
            paint(lit.colour(rng.choice(("#e8863c", "#f0e0c0", "#d8503f")), 0.7)),
        )


def _waterfront(site: Site, stone: str, side: int) -> None:
    """Looking back from the water: houses of the quay, stairs, a lane."""
    rng = site.rng("front")
    ground(site, site.earth(stone), cobbles(site, stone, 12.0))
    hills(site, "hill", 260, rng.uniform(28, 40), "#7a8a5c", waves=150)
    row(site, "upper houses", 70, fronts(rng, -120, 120, "village", (9, 14), (6, 9), 0.0), gable=True)
    site.place([(side * 6, 0, 52)], BIG)
    row(site, "quay houses left", 20, fronts(rng, -42, -2.4, "village", (6.4, 9), (5, 7.5), 0.7), gable=True)
    row(site, "quay houses right", 23, fronts(rng, 1.4, 46, "village", (6.4, 9.4), (5, 7.5), 0.7), gable=True)
    smoke(site, "smoke", side * 8, 10, 30, 0.6)
    lamp_row(site, [(-4.6, 17), (4.8, 14)])
    _clutter(site, "nets and crates", 9.6, side)
    site.place([(-side * 4.6, 0, 8.6), (side * 4.6, 0, 8.2), (-side * 6, 0, 12)])
