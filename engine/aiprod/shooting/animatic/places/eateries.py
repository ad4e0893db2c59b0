# SPDX-License-Identifier: Apache-2.0
"""Rooms where bread and coffee are sold: bakery, café."""

from __future__ import annotations

from functools import partial
from math import cos, sin, tau
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import (
    box,
    cabinet,
    chair,
    jars,
    picture,
    shelf,
    stand,
    table,
)
from aiprod.shooting.animatic.places.homes import fire
from aiprod.shooting.animatic.places.room_floors import planks, tiles
from aiprod.shooting.animatic.places.room_lights import pendant
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site, slab
from aiprod.shooting.animatic.stage import Lit, paint


def bakery(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip = rng.choice((-1, 1))
    look = Room(
        half=4.6,
        depth=8.0,
        height=2.95,
        wall=shared.choice(("#ead2a8", "#e8c8a0", "#dcd0b4", "#d8b890")),
        floor="#b08560",
        trim="#8a5f3c",
        frame="#7a5232",
        dado=shared.choice(("", "#8a5a3c", "#5f7a70")),
        beams="#6f4a30",
    )
    floor = tiles(site, "#b88a66", look.depth, size=0.4, other=shared.choice(("#e8d8c0", "#9a5a44", "")))
    openings = (Opening(flip * 2.4 - 1.2, flip * 2.4 + 1.2, 0.8, 2.35, bars=(2, 1)),) if site.reverse else ()
    room(
        site,
        look,
        openings,
        floor=floor,
        vista="town",
        back=lambda c, lit: _bakery_wall(c, lit, site.rng("wall"), flip, site.reverse),
    )
    if site.reverse:
        stand(site, "bread rack", 7.6, -flip * 2.6, 2.6, 2.3, lambda c, lit, r: _bread_rack(c, lit, r, 1.25, 2.15))
        stand(site, "baskets", 6.8, flip * 2.5, 2.2, 1.2, lambda c, lit, r: _baskets(c, lit, r, 6.8))
        pendant(site, "lamp", flip * 1.2, 6.0, 2.0, "#c8583f", ceiling=look.height, on=True)
        site.place([(-flip * 3.4, 0, 6.2), (flip * 3.7, 0, 6.4)])
        return
    _bread_oven(site, -flip * 2.5, 7.7)
    stand(site, "bread rack", 7.7, flip * 2.5, 3.4, 2.3, lambda c, lit, r: _bread_rack(c, lit, r, 1.7, 2.15))
    stand(site, "counter", 6.1, flip * 3.3, 2.6, 1.7, lambda c, lit, r: _counter(c, lit, r, 6.1, look.dado or "#8a5a3c"))
    stand(site, "kneading table", 6.4, -flip * 0.7, 2.1, 1.2, lambda c, lit, r: _kneading(c, lit, r, 6.4))
    stand(site, "flour sacks", 5.8, -flip * 3.8, 1.6, 1.1, lambda c, lit, r: _sacks(c, lit, r))
    for index, x in enumerate((-0.4, 2.2)):
        pendant(site, f"lamp {index}", flip * x, 6.0, 2.05, "#c8583f", ceiling=look.height, on=True)
    site.placed.add("oven")
    site.place([(-flip * 2.9, 0, 6.2), (flip * 2.6, 0, 5.6), (-flip * 0.6, 0.9, 6.3)])


def _bakery_wall(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, reverse: bool) -> None:
    if reverse:
        d = -flip * 0.2
        canvas.drawRect(rect(d - 0.6, -2.3, d + 0.6, 0), paint(lit.colour("#7a5232", 0.6)))
        canvas.drawRect(rect(d - 0.44, -2.15, d + 0.44, -0.8), paint(mix(lit.palette.sky_low, lit.colour("#5a6a70", 0.4), 0.4)))
        canvas.drawRect(rect(d - 0.25, -1.75, d + 0.25, -1.45), paint(lit.colour("#f0e4cc", 0.8)))
        return
    for j in range(14):
        for i in range(-8, 8):
            x = i * 0.62 + (j % 2) * 0.3 - flip * 2.5
            if abs(x + flip * 2.5) < 2.0 and rng.random() < 0.5:
                canvas.drawRect(
                    rect(x, -2.9 + j * 0.2, x + 0.56, -2.74 + j * 0.2),
                    paint(lit.colour(rng.choice(("#a8684a", "#9a5c42", "#b87a58")), 0.55), 0.5),
                )
    canvas.drawRect(rect(flip * 2.5 - 0.9, -2.85, flip * 2.5 + 0.9, -2.4), paint(lit.colour("#2f3a36", 0.6)))
    for i in range(3):
        canvas.drawRect(
            rect(flip * 2.5 - 0.75, -2.77 + i * 0.12, flip * 2.5 - 0.75 + rng.uniform(0.6, 1.4), -2.74 + i * 0.12),
            paint(lit.colour("#e8e4d8", 0.8), 0.8),
        )


def _bread_oven(site: Site, x: float, z: float) -> None:
    """A brick oven with its arch, the embers inside, its chimney."""

    def painter(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
        shape = skia.Path()
        shape.moveTo(-1.6, 0)
        shape.lineTo(-1.6, -1.3)
        shape.quadTo(-1.5, -2.25, 0, -2.3)
        shape.quadTo(1.5, -2.25, 1.6, -1.3)
        shape.lineTo(1.6, 0)
        shape.close()
        canvas.drawRect(rect(-0.5, -2.95, 0.5, -2.1), paint(lit.colour("#9a6048", 0.5)))
        canvas.drawPath(
            shape,
            shaded_paint(
                linear(
                    (-1.6, 0),
                    (1.6, 0),
                    [
                        (0, lit.colour("#a8674a", 0.5 - 0.2 * lit.key_side), 1),
                        (1, lit.colour("#a8674a", 0.5 + 0.2 * lit.key_side), 1),
                    ],
                )
            ),
        )
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        for j in range(15):
            y = -2.3 + j * 0.155
            canvas.drawRect(rect(-1.7, y, 1.7, y + 0.015), paint(lit.palette.shadow, 0.3))
            for i in range(-6, 7):
                bx = i * 0.3 + (j % 2) * 0.15
                canvas.drawRect(rect(bx, y, bx + 0.014, y + 0.155), paint(lit.palette.shadow, 0.25))
                if rng.random() < 0.3:
                    canvas.drawRect(
                        rect(bx + 0.014, y + 0.015, bx + 0.3, y + 0.155),
                        paint(lit.colour(rng.choice(("#b87858", "#8f5540", "#c08a64")), 0.55), 0.55),
                    )
        canvas.restore()
        canvas.drawRect(rect(-1.75, -0.95, 1.75, -0.82), paint(lit.colour("#c8b090", 0.75)))
        for i in range(11):
            angle = tau * (0.5 + i / 20)
            canvas.save()
            canvas.translate(0.72 * cos(angle), -1.0 + 0.72 * sin(angle))
            canvas.rotate(i * 18 - 90)
            canvas.drawRect(rect(-0.1, -0.13, 0.1, 0.13), paint(lit.colour("#c89a78", 0.6 + 0.15 * (i % 2))))
            canvas.restore()
        mouth = skia.Path()
        mouth.moveTo(-0.6, -0.95)
        mouth.arcTo(rect(-0.6, -1.6, 0.6, -0.4), 180, 180, False)
        mouth.lineTo(0.6, -0.95)
        mouth.close()
        canvas.drawPath(
            mouth, shaded_paint(linear((0, -1.6), (0, -0.95), [(0, "#3a120a", 1), (0.5, "#b8441a", 1), (1, "#ffb04a", 1)]))
        )
        canvas.drawRect(rect(-0.45, -0.72, 0.45, -0.1), paint(lit.colour("#2a2220", 0.3)))
        for i in range(5):
            canvas.drawCircle(-0.34 + i * 0.17, -0.28, 0.1, paint(lit.colour("#8a6a48", 0.5)))

    stand(site, "bread oven", z, x, 3.5, 3.0, painter)
    fire(site, "embers", x, 0.95, z - 0.05, 0.22)


def loaf(canvas: skia.Canvas, lit: Lit, rng: Random, x: float, y: float, size: float) -> float:
    """A loaf with its foot at y (down). Returns its width."""
    crust = lit.colour(rng.choice(("#b5762e", "#c88a3c", "#a8652a", "#d89a4a")), 0.75)
    kind = rng.random()
    w, h = (size * 1.0, size * 0.55) if kind < 0.6 else (size * 1.7, size * 0.36)
    canvas.drawArc(rect(x, y - h * 1.5, x + w, y + h * 0.5), 180, 180, True, paint(crust))
    canvas.drawRect(rect(x, y - h * 0.52, x + w, y), paint(mix(crust, "#5a3010", 0.25)))
    for i in range(3):
        a = x + w * (0.25 + 0.22 * i)
        canvas.drawLine(a, y - h * 0.95, a + w * 0.1, y - h * 0.6, stroke(lit.colour("#f0d8a0", 0.8), size * 0.05))
    return w


def _bread_rack(canvas: skia.Canvas, lit: Lit, rng: Random, half: float, height: float) -> None:
    box(canvas, lit, -half, -height, half, 0, "#7a5030", 0.45, 0.3)
    canvas.drawRect(rect(-half + 0.06, -height + 0.06, half - 0.06, -0.1), paint(lit.colour("#4a2f1c", 0.4)))
    for j in range(4):
        y = -0.25 - j * (height - 0.35) / 4
        canvas.drawRect(rect(-half + 0.04, y, half - 0.04, y + 0.05), paint(lit.colour("#a87a4c", 0.8)))
        x = -half + 0.12
        while x < half - 0.5:
            x += loaf(canvas, lit, rng, x, y, rng.uniform(0.22, 0.32)) + rng.uniform(0.02, 0.1)
    for s in (-half, half - 0.06):
        canvas.drawRect(rect(s, -height - 0.05, s + 0.06, 0.02), paint(lit.colour("#8a5f3a", 0.7)))


def _counter(canvas: skia.Canvas, lit: Lit, rng: Random, z: float, local: str) -> None:
    cabinet(canvas, lit, -1.25, 1.25, -0.92, 0, local, 4)
    slab(canvas, -1.3, 1.3, 0.95, 0.6, z, (lit.colour("#d8b88a", 0.95), lit.colour("#b8946a", 0.6)), 0.06)
    canvas.drawRoundRect(rect(-1.1, -1.42, 0.3, -0.98), 0.04, 0.04, paint(mix(lit.palette.haze, "#ffffff", 0.4), 0.25))
    x = -1.05
    while x < 0.1:
        x += loaf(canvas, lit, rng, x, -1.0, 0.17) + 0.04
    canvas.drawRoundRect(rect(-1.1, -1.42, 0.3, -0.98), 0.04, 0.04, stroke(lit.colour("#e8ecec", 0.9), 0.016, 0.7))
    box(canvas, lit, 0.6, -1.28, 1.05, -0.98, "#6a5a4a")
    canvas.drawPath(poly([(0.6, -1.28), (1.05, -1.28), (0.98, -1.42), (0.67, -1.42)]), paint(lit.colour("#c8b070", 0.7)))


def _kneading(canvas: skia.Canvas, lit: Lit, rng: Random, z: float) -> None:
    table(canvas, lit, 2.0, 0.9, z, "#b88a5a", height=0.86)
    for x in (-0.6, -0.2, 0.25):
        canvas.drawArc(rect(x - 0.17, -1.08, x + 0.17, -0.74), 180, 180, True, paint(lit.colour("#f0e4cc", 0.85)))
    canvas.drawRoundRect(rect(0.5, -0.97, 0.95, -0.89), 0.04, 0.04, paint(lit.colour("#c89a64", 0.8)))


def _sacks(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    for x, s in ((-0.4, 1.0), (0.35, 0.9), (0.0, 0.75)):
        local = rng.choice(("#d8c8a4", "#cdb890", "#e0d4b8"))
        path = skia.Path()
        path.moveTo(x - 0.33 * s, 0.03)
        path.quadTo(x - 0.42 * s, -0.55 * s, x - 0.18 * s, -0.82 * s)
        path.lineTo(x + 0.2 * s, -0.85 * s)
        path.quadTo(x + 0.42 * s, -0.5 * s, x + 0.33 * s, 0.03)
        path.close()
        canvas.drawPath(
            path,
            shaded_paint(
                linear(
                    (x - 0.4, 0),
                    (x + 0.4, 0),
                    [(0, lit.colour(local, 0.5 - 0.25 * lit.key_side), 1), (1, lit.colour(local, 0.5 + 0.25 * lit.key_side), 1)],
                )
            ),
        )
        canvas.drawLine(x - 0.2 * s, -0.72 * s, x + 0.22 * s, -0.74 * s, stroke(lit.colour("#8a6a44", 0.5), 0.03))


def _baskets(canvas: skia.Canvas, lit: Lit, rng: Random, z: float) -> None:
    table(canvas, lit, 2.0, 0.8, z, "#a87a4c", cloth="#e8dcc4")
    for x in (-0.6, 0.2, 0.75):
        loaf(canvas, lit, rng, x - 0.2, -0.98, 0.3)
        canvas.drawPath(
            poly([(x - 0.28, -0.98), (x + 0.3, -0.98), (x + 0.24, -0.8), (x - 0.22, -0.8)]), paint(lit.colour("#8a6238", 0.6))
        )


def cafe(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip = rng.choice((-1, 1))
    dado = shared.choice(("#5a3f34", "#2f4f48", "#3f4a5f", "#6a2f2a"))
    look = Room(
        half=5.2,
        depth=8.6,
        height=3.1,
        wall=shared.choice(("#d8bc8c", "#c8a078", "#b8b090", "#c88a6a")),
        floor="#7a5438",
        trim="#4a3426",
        frame="#4a3426",
        dado=dado,
    )
    openings = (Opening(-3.9, -0.9, 0.9, 2.6, bars=(3, 1)), Opening(0.9, 3.9, 0.9, 2.6, bars=(3, 1))) if site.reverse else ()
    floor = (
        tiles(site, "#8a6a50", look.depth, size=0.4, other="#d8c8a8")
        if shared.random() < 0.5
        else planks(site, "#7a5438", look.depth, 5.5)
    )
    room(
        site,
        look,
        openings,
        floor=floor,
        vista="town",
        gloss=0.3,
        back=lambda c, lit: _bar_wall(c, lit, site.rng("bar"), site.reverse, dado),
    )
    if not site.reverse:
        stand(site, "bar", 7.6, 0, 7.0, 1.5, lambda c, lit, r: _bar(c, lit, r, dado))
    for index, (x, z) in enumerate(((-3.6, 6.6), (3.7, 6.4), (flip * 3.2, 5.2), (-flip * 1.2, 7.2 if site.reverse else 6.9))):
        stand(site, f"table {index}", z, x, 1.6, 1.2, partial(_cafe_table, z=z))
    for index, (x, z) in enumerate(((-3.2, 6.6), (0.4, 7.2), (3.4, 6.4))):
        pendant(
            site,
            f"lamp {index}",
            x,
            z,
            2.15,
            shared.choice(("#b8863c", "#2f4f48", "#8a3f30")),
            ceiling=look.height,
            on=True,
            cone_size=1.0,
        )
    site.place([(-flip * 4.2, 0, 6.0), (flip * 2.6, 0, 6.2), (-flip * 2.7, 0, 5.6)])
    stand(site, "near chair", 2.4, flip * 2.1, 0.6, 1.0, lambda c, lit, r: chair(c, lit, 0, "#2a1a12", facing=-1))


def _bar_wall(canvas: skia.Canvas, lit: Lit, rng: Random, reverse: bool, dado: str) -> None:
    if reverse:
        picture(canvas, lit, rng, 0, 1.9, 0.8, 1.0)
        return
    box(canvas, lit, -3.0, -2.85, 3.0, -1.0, "#4a3022", 0.5, 0.35)
    canvas.drawRect(
        rect(-1.1, -2.65, 1.1, -1.2),
        shaded_paint(
            linear(
                (-1.1, -2.65),
                (1.1, -1.2),
                [(0, lit.colour("#a8b0b0", 0.6), 1), (0.5, lit.colour("#e0d8c8", 0.8), 1), (1, lit.colour("#8a9090", 0.5), 1)],
            )
        ),
    )
    for y in (1.25, 1.75, 2.25):
        for left, right in ((-2.9, -1.2), (1.2, 2.9)):
            shelf(canvas, lit, left, right, y, "#7a5438")
            x = left + 0.06
            while x < right - 0.1:
                h, local = rng.uniform(0.24, 0.38), rng.choice(("#3f6a4a", "#8a5a2a", "#c89a3c", "#6a2f2f", "#a8c0b8", "#e0d8c0"))
                canvas.drawRoundRect(rect(x, -y - h * 0.7, x + 0.085, -y), 0.02, 0.02, paint(lit.colour(local, 0.75), 0.95))
                canvas.drawRect(rect(x + 0.028, -y - h, x + 0.057, -y - h * 0.6), paint(lit.colour(local, 0.75), 0.95))
                canvas.drawRect(rect(x + 0.012, -y - h * 0.5, x + 0.03, -y - 0.04), paint("#ffffff", 0.25))
                x += rng.uniform(0.1, 0.15)
    picture(canvas, lit, rng, -4.1, 1.9, 0.8, 1.0)
    picture(canvas, lit, rng, 4.1, 1.9, 0.9, 0.7)


def _bar(canvas: skia.Canvas, lit: Lit, rng: Random, dado: str) -> None:
    cabinet(canvas, lit, -3.3, 3.3, -1.05, 0, dado, 8)
    slab(canvas, -3.4, 3.4, 1.1, 0.5, 7.6, (lit.colour("#a8754a", 0.95), lit.colour("#7a4f30", 0.6)), 0.08)
    canvas.drawRect(rect(-3.35, -0.22, 3.35, -0.17), paint(lit.colour("#d8b060", 0.9)))
    box(canvas, lit, 1.5, -1.62, 2.3, -1.12, "#b0b4b8", 0.9, 0.4)
    canvas.drawRect(rect(1.6, -1.5, 2.2, -1.3), paint(lit.colour("#5a2f28", 0.5)))
    jars(canvas, lit, rng, -2.6, -1.5, -1.13, 0.26)
    for x in (-2.2, -0.7, 0.8):
        canvas.drawOval(rect(x - 0.2, -0.8, x + 0.2, -0.7), paint(lit.colour("#6a2f28", 0.7)))
        canvas.drawRect(rect(x - 0.02, -0.72, x + 0.02, 0), paint(lit.colour("#8a8e92", 0.6)))
        canvas.drawOval(rect(x - 0.18, -0.03, x + 0.18, 0.05), paint(lit.colour("#5a5e62", 0.5)))


def _cafe_table(canvas: skia.Canvas, lit: Lit, rng: Random, z: float) -> None:
    chair(canvas, lit, -0.55, "#5a3a28")
    chair(canvas, lit, 0.58, "#5a3a28")
    canvas.drawRect(rect(-0.03, -0.74, 0.03, 0), paint(lit.colour("#2a2422", 0.4)))
    canvas.drawOval(rect(-0.22, -0.03, 0.22, 0.05), paint(lit.colour("#2a2422", 0.4)))
    canvas.drawOval(rect(-0.48, -0.84, 0.48, -0.68), paint(lit.colour("#4a3022", 0.5)))
    canvas.drawOval(rect(-0.48, -0.86, 0.48, -0.7), paint(lit.colour("#e0d4c0", 0.8)))
    canvas.drawRect(rect(0.12, -0.86, 0.22, -0.76), paint(lit.colour("#f4f0e8", 0.95)))
    canvas.drawCircle(-0.14, -0.86, 0.05, paint(lit.colour("#c8583f", 0.8)))
