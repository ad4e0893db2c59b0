# SPDX-License-Identifier: Apache-2.0
"""Rooms people work in: office, workshop, hospital."""

from __future__ import annotations

from functools import partial
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import (
    bed,
    bookcase,
    box,
    chair,
    crate,
    jars,
    pot_plant,
    stand,
    table,
)
from aiprod.shooting.animatic.places.homes import lamps_on
from aiprod.shooting.animatic.places.room_floors import tiles
from aiprod.shooting.animatic.places.room_lights import pendant
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site, slab
from aiprod.shooting.animatic.places.windows import curtains
from aiprod.shooting.animatic.stage import Lit, paint


def office(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    wall, flip = shared.choice(("#c8ccca", "#9fb0bc", "#d8c8a8", "#94aaa2", "#c0a898")), rng.choice((-1, 1))
    accent = shared.choice(("#3f6a8a", "#b8583f", "#4f7a6a", "#c89a3c"))
    look = Room(
        half=5.4,
        depth=9.0,
        height=2.9,
        wall=wall,
        floor=shared.choice(("#6f757a", "#8a7660", "#56646e")),
        ceiling="#dfe2e0",
        trim="#8a9096",
        frame="#5a6068",
    )
    openings = () if site.reverse else tuple(Opening(x - 1.35, x + 1.35, 0.8, 2.5, bars=(2, 1)) for x in (-3.4, 0.0, 3.4))
    room(
        site,
        look,
        openings,
        floor=tiles(site, look.floor, look.depth, size=1.0),
        vista="town",
        back=lambda c, lit: _office_wall(c, lit, site.rng("wall"), flip, accent, site.reverse),
    )
    if site.reverse:
        stand(
            site,
            "files",
            8.6,
            flip * 2.9,
            3.0,
            2.2,
            lambda c, lit, r: bookcase(c, lit, r, -1.5, 1.5, 2.05, "#8a8478", rows=5, full=0.96),
        )
    else:
        _blinds(site, look, openings)
    for index, (x, z) in enumerate(
        ((-3.2 - rng.uniform(-0.5, 0.5), 7.6), (3.3 + rng.uniform(-0.5, 0.5), 7.4), (-flip * 3.6, 5.6))
    ):
        stand(site, f"desk {index}", z, x, 2.0, 1.6, partial(_desk, z=z, accent=accent))
    for index, x in enumerate((-2.4, 2.4)):
        pendant(site, f"lamp {index}", x, 6.8, 2.35, "#3a3e42", ceiling=look.height, cone_size=1.5)
    stand(site, "plant", 7.8, flip * 0.2 + 4.6 * flip, 1.0, 1.6, lambda c, lit, r: pot_plant(c, lit, r, 0, 0, 1.5, "#d8d4cc"))
    site.place([(flip * 2.9, 0, 6.4), (-flip * 2.8, 0.78, 6.9), (flip * 4.2, 0, 6.0)])


def _office_wall(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, accent: str, reverse: bool) -> None:
    if not reverse:
        return
    canvas.drawRect(rect(-flip * 2.6 - 1.5, -2.3, -flip * 2.6 + 1.5, -1.05), paint(lit.colour("#f4f4f0", 0.8)))
    canvas.drawRect(rect(-flip * 2.6 - 1.5, -2.3, -flip * 2.6 + 1.5, -1.05), stroke(lit.colour("#8a9096", 0.6), 0.04))
    for _ in range(14):
        x, y, s = -flip * 2.6 + rng.uniform(-1.3, 1.2), -rng.uniform(1.25, 2.15), rng.uniform(0.12, 0.2)
        canvas.drawRect(
            rect(x, y, x + s, y + s), paint(lit.colour(rng.choice(("#f0d060", "#e89a7a", "#9ac8d8", accent, "#e8e8e0")), 0.8))
        )
    canvas.drawRect(rect(-0.6 + flip * 0.3, -2.2, 0.6 + flip * 0.3, 0), paint(lit.colour("#5a6068", 0.6)))
    canvas.drawRect(
        rect(-0.5 + flip * 0.3, -2.1, 0.5 + flip * 0.3, -0.05), paint(mix(lit.colour(accent, 0.5), lit.palette.haze, 0.2))
    )


def _blinds(site: Site, look: Room, openings: tuple[Opening, ...]) -> None:
    lit = site.lit.at(look.depth)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for index, opening in enumerate(openings):
            drop = (0.5, 0.25, 0.62)[index % 3] * (opening.head - opening.sill)
            slats = skia.Path()
            for i in range(int(drop / 0.055)):
                y = -opening.head + i * 0.055
                slats.addRect(rect(opening.left + 0.04, y, opening.right - 0.04, y + 0.032))
            canvas.drawPath(slats, paint(lit.colour("#e8e6e0", 0.75), 0.9))

    site.plane("blinds", look.depth - 0.05, painter, 2.6, half=look.half)


def _desk(canvas: skia.Canvas, lit: Lit, rng: Random, z: float, accent: str) -> None:
    chair(canvas, lit, rng.uniform(-0.2, 0.2), "#3a4048", back=1.05)
    table(canvas, lit, 1.8, 0.8, z, "#b09a78")
    canvas.drawRect(rect(-0.88, -0.7, 0.88, -0.25), paint(lit.colour("#8a8e92", 0.4)))
    for x in (-0.35, 0.3):
        canvas.drawRect(rect(x - 0.03, -0.96, x + 0.03, -0.78), paint(lit.colour("#2a2e32", 0.4)))
        canvas.drawRoundRect(rect(x - 0.3, -1.3, x + 0.3, -0.94), 0.02, 0.02, paint(lit.colour("#2a2e32", 0.5)))
        canvas.drawRect(rect(x - 0.27, -1.27, x + 0.27, -0.98), paint(mix("#9ac8e8", lit.palette.shadow, 0.35)))
    for i in range(3):
        canvas.drawRect(
            rect(0.62, -0.86 - i * 0.035, 0.85, -0.83 - i * 0.035),
            paint(lit.colour(rng.choice(("#f0ece0", accent, "#d8d0c0")), 0.8)),
        )


def workshop(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip = rng.choice((-1, 1))
    look = Room(
        half=4.9,
        depth=8.4,
        height=3.2,
        wall=shared.choice(("#8f8478", "#9a7a60", "#7f8684")),
        floor="#7d766c",
        ceiling="#5f564c",
        trim="#5a4a3c",
        frame="#4a4238",
    )
    openings = () if site.reverse else (Opening(flip * 1.6 - 1.1, flip * 1.6 + 1.1, 1.3, 2.6, bars=(4, 3)),)
    room(
        site,
        look,
        openings,
        floor=tiles(site, "#857d72", look.depth, size=1.2),
        vista="country",
        back=lambda c, lit: _tool_wall(c, lit, site.rng("tools"), flip, site.reverse),
    )
    stand(site, "bench", 7.5, -flip * 1.6, 4.2, 1.6, lambda c, lit, r: _workbench(c, lit, r, 7.5))
    stand(site, "shelves", 8.0, flip * 3.9, 1.7, 2.5, lambda c, lit, r: _store(c, lit, r))
    stand(site, "crates", 6.0, flip * 3.7, 1.6, 1.4, lambda c, lit, r: _crates(c, lit))
    stand(
        site,
        "machine",
        6.3,
        -flip * 3.9,
        1.1,
        1.8,
        lambda c, lit, r: _drill(c, lit, shared.choice(("#4f7a6a", "#5a6f8a", "#a8583f"))),
    )
    pendant(site, "lamp", -flip * 1.4, 6.7, 2.15, "#3f5a52", ceiling=look.height, on=True)
    _beams_over(site, look)
    site.place([(flip * 2.7, 0, 6.8), (-flip * 2.8, 0, 6.0), (-flip * 1.6, 0.9, 7.3)])


def _tool_wall(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, reverse: bool) -> None:
    for i in range(26):
        y = -0.2 - i * 0.12
        canvas.drawRect(rect(-4.9, y, 4.9, y + 0.012), paint(lit.palette.shadow, 0.14))
    x0 = -flip * 1.6
    canvas.drawRect(rect(x0 - 1.7, -2.4, x0 + 1.7, -1.15), paint(lit.colour("#a88a60", 0.5)))
    for i in range(13):
        x, h = x0 - 1.5 + i * 0.25, rng.uniform(0.3, 0.75)
        head = rng.choice(("hammer", "saw", "spanner", "driver"))
        iron, wood = lit.colour("#4a4e54", 0.6), lit.colour(rng.choice(("#8a5a34", "#b04a34", "#c89a4a")), 0.6)
        canvas.drawRect(rect(x - 0.022, -2.25, x + 0.022, -2.25 + h), paint(wood if head != "spanner" else iron))
        if head == "hammer":
            canvas.drawRect(rect(x - 0.1, -2.3, x + 0.1, -2.2), paint(iron))
        elif head == "saw":
            canvas.drawPath(
                poly([(x - 0.02, -2.1), (x + 0.13, -2.05), (x + 0.06, -2.25 + h + 0.2), (x - 0.02, -2.25 + h + 0.2)]),
                paint(lit.colour("#9aa0a6", 0.7)),
            )
        else:
            canvas.drawCircle(x, -2.25 + h, 0.055, stroke(iron, 0.035))
    if reverse:
        d = flip * 1.7
        canvas.drawRect(rect(d - 1.5, -2.6, d + 1.5, 0), paint(lit.colour("#5f4a38", 0.5)))
        for i in range(8):
            canvas.drawRect(
                rect(d - 1.45 + i * 0.37, -2.55, d - 1.1 + i * 0.37, 0), paint(lit.colour("#7a5c42", 0.4 + 0.1 * (i % 3)))
            )
        for y in (-2.2, -0.6):
            canvas.drawRect(rect(d - 1.45, y, d + 1.45, y + 0.14), paint(lit.colour("#4a3828", 0.5)))


def _workbench(canvas: skia.Canvas, lit: Lit, rng: Random, z: float) -> None:
    for x in (-1.9, -0.6, 0.6, 1.9):
        canvas.drawRect(rect(x - 0.06, -0.9, x + 0.06, 0.02), paint(lit.colour("#6a4a30", 0.4)))
    canvas.drawRect(rect(-1.95, -0.32, 1.95, -0.26), paint(lit.colour("#6a4a30", 0.6)))
    crate(canvas, lit, -1.2, -0.32, 0.7, 0.4)
    box(canvas, lit, 0.2, -0.66, 1.1, -0.32, "#a8402f", 0.6, 0.35)
    slab(canvas, -2.0, 2.0, 0.92, 0.8, z, (lit.colour("#b88a58", 0.9), lit.colour("#8a6238", 0.5)), 0.09)
    box(canvas, lit, 1.3, -1.2, 1.62, -0.94, "#3f5a6a", 0.6, 0.35)
    canvas.drawRect(rect(1.2, -1.1, 1.72, -1.04), paint(lit.colour("#6a7078", 0.6)))
    jars(canvas, lit, rng, -1.8, -0.9, -0.97, 0.26)
    for i in range(6):
        canvas.drawCircle(0.1 + i * 0.08, -1.0 - 0.02 * (i % 2), 0.04, paint(lit.colour("#d8b070", 0.8)))


def _store(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    for y in (0.5, 1.1, 1.7, 2.25):
        canvas.drawRect(rect(-0.8, -y, 0.8, -y + 0.05), paint(lit.colour("#5a4a3c", 0.6)))
        jars(canvas, lit, rng, -0.75, 0.75, -y, 0.4)
    for x in (-0.8, 0.76):
        canvas.drawRect(rect(x, -2.4, x + 0.05, 0), paint(lit.colour("#5a4a3c", 0.5)))


def _crates(canvas: skia.Canvas, lit: Lit) -> None:
    crate(canvas, lit, -0.3, 0.0, 0.8, 0.6)
    crate(canvas, lit, 0.45, 0.02, 0.6, 0.5, "#8a6a48")
    crate(canvas, lit, -0.2, -0.6, 0.6, 0.46, "#a8845a")


def _drill(canvas: skia.Canvas, lit: Lit, local: str) -> None:
    box(canvas, lit, -0.4, -0.75, 0.4, 0, mix(local, "#2a2a2a", 0.3), 0.6, 0.3)
    box(canvas, lit, -0.08, -1.6, 0.08, -0.75, "#6a7078")
    canvas.drawRoundRect(rect(-0.3, -1.75, 0.3, -1.35), 0.08, 0.08, paint(lit.colour(local, 0.7)))
    canvas.drawRect(rect(-0.03, -1.36, 0.03, -1.0), paint(lit.colour("#c8ccd0", 0.8)))
    canvas.drawRect(rect(-0.3, -0.82, 0.3, -0.75), paint(lit.colour("#8a9096", 0.8)))


def _beams_over(site: Site, look: Room) -> None:
    for index, z in enumerate((5.0, 6.6, 8.0)):
        lit = site.lit.at(z)

        def painter(canvas: skia.Canvas, t: float, lit: Lit = lit) -> None:
            canvas.drawRect(
                rect(-look.half, -look.height - 0.02, look.half, -look.height + 0.24),
                shaded_paint(
                    linear(
                        (0, -look.height),
                        (0, -look.height + 0.24),
                        [(0, lit.colour("#5a4230", 0.25), 1), (1, lit.colour("#6a4e38", 0.6), 1)],
                    )
                ),
            )

        site.plane(f"beam {index}", z, painter, look.height + 0.05, half=look.half, below=-look.height + 0.4)


def hospital(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip = rng.choice((-1, 1))
    tint = shared.choice(("#a8c8c0", "#b8cfd8", "#c8d4b8"))
    look = Room(
        half=4.8,
        depth=8.0,
        height=2.9,
        wall=shared.choice(("#dfe6e2", "#c8dcd4", "#e4dcc8", "#c4d0e0")),
        floor=shared.choice(("#b8c4c0", "#c4b8a0", "#9fb0b4")),
        ceiling="#eef0ee",
        trim="#9ab0aa",
        frame="#c8d0d0",
        dado=tint,
    )
    openings = () if site.reverse else (Opening(-1.3, 1.3, 0.9, 2.3, bars=(3, 1)),)
    room(
        site,
        look,
        openings,
        floor=tiles(site, look.floor, look.depth, size=0.6),
        vista="town",
        gloss=0.35,
        back=lambda c, lit: _ward_wall(c, lit, site.reverse, flip),
    )
    for index, x in enumerate((-2.9, 2.9)):
        stand(site, f"bed {index}", 6.7, x, 2.2, 1.4, lambda c, lit, r: bed(c, lit, 6.7, 2.0, "#c8d0d4", "#9ac0c8"))
        stand(site, f"screen {index}", 7.4, x * 1.52, 0.8, 1.7, lambda c, lit, r: _monitor(c, lit))
    if openings:
        curtains(site, look, openings, tint)
    for index, x in enumerate((-2.4, 2.4)):
        pendant(site, f"lamp {index}", x, 6.2, 2.6, "#e8ecec", ceiling=look.height, on=lamps_on(site), cone_size=1.6)
    _bed_curtain(site, flip * 3.9, 5.2, tint)
    site.place([(-flip * 3.6, 0, 5.6), (flip * 1.6, 0, 7.2), (-flip * 1.5, 0, 7.4)])


def _ward_wall(canvas: skia.Canvas, lit: Lit, reverse: bool, flip: int) -> None:
    if reverse:
        for s in (-1, 1):
            canvas.drawRect(rect(s * 0.62 - 0.6, -2.2, s * 0.62 + 0.6, 0), paint(lit.colour("#8fb0a8", 0.6)))
            canvas.drawRect(rect(s * 0.62 - 0.25, -1.85, s * 0.62 + 0.25, -1.2), paint(mix(lit.palette.haze, "#e8f0ee", 0.6)))
            canvas.drawRect(rect(s * 0.1 - 0.03, -1.1, s * 0.1 + 0.03, -0.8), paint(lit.colour("#d8dcdc", 0.9)))
    for x in (-2.9, 2.9):
        canvas.drawRect(rect(x - 1.0, -1.75, x + 1.0, -1.5), paint(lit.colour("#c8d4d4", 0.8)))
        for i in range(4):
            canvas.drawCircle(x - 0.7 + i * 0.46, -1.62, 0.05, paint(lit.colour("#6a8a9a", 0.6)))


def _monitor(canvas: skia.Canvas, lit: Lit) -> None:
    canvas.drawRect(rect(-0.02, -1.3, 0.02, 0), paint(lit.colour("#8a9298", 0.6)))
    canvas.drawRoundRect(rect(-0.28, -1.62, 0.28, -1.2), 0.03, 0.03, paint(lit.colour("#3a4248", 0.5)))
    canvas.drawRect(rect(-0.24, -1.58, 0.24, -1.24), paint("#12302e"))
    trace = poly([(-0.22, -1.4), (-0.1, -1.4), (-0.06, -1.5), (-0.02, -1.3), (0.03, -1.4), (0.22, -1.4)], close=False)
    canvas.drawPath(trace, stroke("#6af0b0", 0.014))
    canvas.drawRect(rect(0.4, -1.9, 0.43, 0), paint(lit.colour("#a8b0b4", 0.7)))
    canvas.drawRoundRect(rect(0.34, -1.85, 0.5, -1.5), 0.04, 0.04, paint(lit.colour("#d8e8f0", 0.8), 0.7))


def _bed_curtain(site: Site, x: float, z: float, local: str) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        sway = 0.012 * sin(t * 0.8)
        for i in range(9):
            a = x - 0.65 + i * 0.145
            canvas.drawPath(
                poly([(a, -2.5), (a + 0.145, -2.5), (a + 0.145 + sway, -0.25), (a + sway, -0.25)]),
                paint(lit.colour(local, 0.75 if i % 2 else 0.5), 0.96),
            )
        canvas.drawRect(rect(x - 3, -2.56, x + 3, -2.5), paint(lit.colour("#c8d0d0", 0.8)))

    site.plane("bed curtain", z, painter, 2.7, half=3.1, x=x, moving=True)
