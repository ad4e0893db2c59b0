# SPDX-License-Identifier: Apache-2.0
"""Large rooms: classroom, library, theatre."""

from __future__ import annotations

from functools import partial
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import bookcase, box, chair, floor_lamp, picture, stand, table
from aiprod.shooting.animatic.places.homes import lamps_on
from aiprod.shooting.animatic.places.room_floors import planks, rug
from aiprod.shooting.animatic.places.room_lights import lamp_glow, pendant
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site
from aiprod.shooting.animatic.places.street_things import cone
from aiprod.shooting.animatic.stage import Lit, paint


def classroom(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip = rng.choice((-1, 1))
    look = Room(
        half=5.2,
        depth=8.8,
        height=3.1,
        wall=shared.choice(("#e0d8b8", "#c8d8d0", "#e4ccb0")),
        floor="#a07a50",
        trim="#8a6a48",
        dado=shared.choice(("#8fa890", "#7f98a8", "#b89060")),
        frame="#e8e0d0",
    )
    openings = tuple(Opening(x - 0.95, x + 0.95, 1.05, 2.6, bars=(2, 3)) for x in (-3.6, -1.2, 1.2, 3.6)) if site.reverse else ()
    room(
        site,
        look,
        openings,
        floor=planks(site, "#a8845a", look.depth, 5.6),
        vista="garden",
        back=lambda c, lit: _board_wall(c, lit, site.rng("board"), site.reverse, flip),
    )
    for row_z in (7.6, 6.4):
        for x in (-3.6, -1.9, 1.9, 3.6) if row_z < 7 else (-3.8, -2.2, 2.2, 3.8):
            stand(site, f"desk {row_z} {x}", row_z, x, 1.3, 1.0, partial(_school_desk, z=row_z))
    for index, x in enumerate((-2.2, 2.2)):
        pendant(site, f"lamp {index}", x, 6.8, 2.4, "#e8e4d8", ceiling=look.height, cone_size=1.5)
    site.place([(flip * 4.3, 0, 7.8), (-flip * 4.2, 0, 5.8), (flip * 3.6, 0.75, 6.2)])


def _board_wall(canvas: skia.Canvas, lit: Lit, rng: Random, reverse: bool, flip: int) -> None:
    if reverse:
        return
    box(canvas, lit, -2.3, -2.45, 2.3, -1.02, "#8a6238", 0.7, 0.5)
    canvas.drawRect(
        rect(-2.2, -2.37, 2.2, -1.1),
        shaded_paint(
            linear((-2.2, -2.4), (2.2, -1.1), [(0, lit.colour("#2f4f42", 0.55), 1), (1, lit.colour("#3a5f50", 0.75), 1)])
        ),
    )
    chalk = lit.colour("#f0f0e8", 0.8)
    for i in range(4):
        x, y = -1.9, -2.1 + i * 0.22
        while x < -1.9 + rng.uniform(1.2, 2.2):
            w = rng.uniform(0.08, 0.24)
            canvas.drawLine(x, y, x + w, y + rng.uniform(-0.012, 0.012), stroke(chalk, 0.03, 0.75))
            x += w + 0.07
    canvas.drawPath(poly([(0.7, -1.3), (1.3, -2.1), (1.8, -1.3)]), stroke(chalk, 0.025, 0.8))
    canvas.drawCircle(1.3, -1.6, 0.22, stroke(chalk, 0.025, 0.6))
    map_x = flip * 3.7
    canvas.drawRect(rect(map_x - 0.8, -2.5, map_x + 0.8, -1.3), paint(lit.colour("#b8d0d8", 0.7)))
    for _ in range(7):
        x, y = map_x + rng.uniform(-0.6, 0.6), -1.9 + rng.uniform(-0.4, 0.4)
        canvas.drawOval(
            rect(x - 0.2, y - 0.12, x + 0.2, y + 0.12), paint(lit.colour(rng.choice(("#8aa860", "#d8b060", "#c88a5a")), 0.65))
        )
    for i in range(6):
        x = -flip * 3.7 - 0.9 + i * 0.32
        canvas.drawRect(
            rect(x, -2.2 + 0.1 * (i % 2), x + 0.26, -1.85 + 0.1 * (i % 2)),
            paint(lit.colour(rng.choice(("#f0e8d0", "#e8a88a", "#a8c8d8", "#f0d878")), 0.75)),
        )
    picture(canvas, lit, rng, 0, 2.78, 0.35, 0.3)


def _school_desk(canvas: skia.Canvas, lit: Lit, rng: Random, z: float) -> None:
    chair(canvas, lit, 0, "#8a5a34", back=0.82)
    table(canvas, lit, 1.15, 0.55, z, "#c09058", height=0.72)
    if rng.random() < 0.7:
        canvas.drawPath(poly([(-0.3, -0.76), (0.0, -0.76), (0.02, -0.8), (-0.26, -0.8)]), paint(lit.colour("#f4f0e4", 0.9)))


def library(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    flip, wood = rng.choice((-1, 1)), shared.choice(("#6a4428", "#7a5232", "#5a3a2a"))
    look = Room(
        half=5.0,
        depth=9.0,
        height=4.2,
        wall=shared.choice(("#8a6f54", "#6f7a68", "#a08868")),
        floor="#7a5436",
        ceiling="#8a7458",
        beams=wood,
        trim=wood,
        frame=wood,
    )
    openings = () if site.reverse else (Opening(-0.95, 0.95, 1.2, 3.6, bars=(3, 5)),)
    floor = rug(
        site, shared.choice(("#7a2f2a", "#2f4a5a", "#4a5a34")), 0, 5.2, 2.8, 4.4, planks(site, "#835c3c", look.depth, 5.4)
    )
    shelves = [lambda c, lit, s=s: _side_shelves(c, lit, site.rng("side", s), wood) for s in (-1, 1)]
    room(
        site,
        look,
        openings,
        floor=floor,
        back=lambda c, lit: _library_wall(c, lit, site.rng("books"), wood, site.reverse),
        left=shelves[0],
        right=shelves[1],
        vista="town",
    )
    for index, (x, z) in enumerate(((-3.5, 6.6), (3.5, 6.4))):
        stand(site, f"shelf end {index}", z, x, 1.5, 2.7, lambda c, lit, r: bookcase(c, lit, r, -0.75, 0.75, 2.5, wood, rows=6))
    stand(site, "reading table", 7.4, flip * 1.9, 2.0, 1.4, lambda c, lit, r: _reading_table(c, lit, r, wood, lamps_on(site)))
    stand(site, "ladder", 8.6, -flip * 2.1, 0.9, 3.4, lambda c, lit, r: _ladder(c, lit, wood))
    if lamps_on(site):
        lamp_glow(site, "table lamp", flip * 1.9, 1.2, 7.3, 1.7, "#ffd890")
    pendant(site, "lamp", -flip * 0.6, 6.6, 2.6, "#b8863c", ceiling=look.height)
    site.place([(-flip * 2.7, 0, 6.8), (flip * 2.7, 0, 5.6), (-flip * 4.0, 0, 5.4)])


def _library_wall(canvas: skia.Canvas, lit: Lit, rng: Random, wood: str, reverse: bool) -> None:
    spans = (
        ((-5.0, -3.1), (-3.05, -1.2), (1.2, 3.05), (3.1, 5.0))
        if not reverse
        else ((-5.0, -3.1), (-3.05, -0.75), (0.75, 3.05), (3.1, 5.0))
    )
    for left, right in spans:
        bookcase(canvas, lit, rng, left, right, 3.7, wood, rows=8)
    if reverse:
        canvas.drawRect(rect(-0.72, -2.7, 0.72, 0), paint(lit.colour(mix(wood, "#c8a878", 0.3), 0.6)))
        for s in (-0.34, 0.34):
            canvas.drawRect(rect(s - 0.28, -2.5, s + 0.28, -0.15), paint(lit.colour(wood, 0.6)))
        picture(canvas, lit, rng, 0, 3.3, 1.0, 0.9)


def _side_shelves(canvas: skia.Canvas, lit: Lit, rng: Random, wood: str) -> None:
    z = 0.4
    while z < 8.8:
        bookcase(canvas, lit, rng, z, min(z + 1.7, 8.9), 3.5, wood, rows=7, full=0.96)
        z += 1.8


def _reading_table(canvas: skia.Canvas, lit: Lit, rng: Random, wood: str, on: bool) -> None:
    chair(canvas, lit, -0.5, wood)
    table(canvas, lit, 1.9, 0.9, 7.4, mix(wood, "#a87a4c", 0.4))
    canvas.drawPath(poly([(-0.5, -0.8), (-0.1, -0.8), (-0.1, -0.86), (-0.46, -0.86)]), paint(lit.colour("#f4ecd8", 0.9)))
    for i in range(3):
        canvas.drawRect(
            rect(0.5, -0.85 - i * 0.055, 0.85, -0.8 - i * 0.055), paint(lit.colour(("#8a3f38", "#3f5a6a", "#b58a48")[i], 0.65))
        )
    canvas.save()
    canvas.translate(0.1, -0.78)
    canvas.scale(0.6, 0.45)
    floor_lamp(canvas, lit, "#3f7a5a", on, 1.0)
    canvas.restore()


def _ladder(canvas: skia.Canvas, lit: Lit, wood: str) -> None:
    tone = lit.colour(mix(wood, "#c8965a", 0.5), 0.75)
    for s in (-0.25, 0.25):
        canvas.drawLine(s - 0.12, 0, s + 0.12, -3.2, stroke(tone, 0.06))
    for i in range(9):
        y = -0.3 - i * 0.33
        canvas.drawLine(-0.37 + 0.24 * -y / 3.2, y, 0.13 + 0.24 * -y / 3.2, y, stroke(tone, 0.045))


def theatre(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    cloth = shared.choice(("#8a1f24", "#7a1f3a", "#5a2048", "#1f4a4a"))
    gold = "#c89a48"
    look = Room(half=7.0, depth=11.0, height=6.0, wall=mix(cloth, "#2a1a1a", 0.55), floor="#7a5234", ceiling="#2a1c1c", trim=gold)
    if site.reverse:
        room(
            site,
            look,
            (),
            floor=planks(site, "#7a5234", look.depth, 7.5),
            back=lambda c, lit: _auditorium(c, lit, site.rng("boxes"), cloth, gold),
            gloss=0.3,
        )
        for index, z in enumerate((10.2, 9.4, 8.6)):
            stand(site, f"seats {index}", z, 0, 13.0, 1.2, lambda c, lit, r: _seats(c, lit, r, cloth), shadow=False)
    else:
        room(
            site,
            look,
            (),
            floor=planks(site, "#8a603c", look.depth, 7.5),
            back=lambda c, lit: _scenic_drop(c, lit, site.rng("drop")),
            gloss=0.35,
        )
        for index, (z, gap) in enumerate(((9.6, 3.6), (7.8, 4.2))):
            _wing(site, f"wing {index}", z, gap, cloth, look.height)
    for index, (x, colour) in enumerate(((-2.6, "#ffd8a0"), (2.8, "#ffe8c8"), (0.2, rng.choice(("#ffc0a0", "#c0d0ff"))))):
        _spot(site, f"spot {index}", x, 6.6 + index * 0.4, colour)
    if not site.reverse:
        _wing(site, "curtain", 3.4, 2.9, cloth, look.height, fringe=gold)
    site.place([(-3.4, 0, 7.0), (3.4, 0, 7.2), (-2.8, 0, 5.8)])


def _scenic_drop(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    canvas.drawRect(
        rect(-7, -6, 7, 0),
        shaded_paint(
            linear(
                (0, -6),
                (0, 0),
                [(0, lit.colour("#2f4a7a", 0.6), 1), (0.6, lit.colour("#c87a6a", 0.7), 1), (1, lit.colour("#f0c080", 0.8), 1)],
            )
        ),
    )
    canvas.drawCircle(rng.uniform(-2, 2), -3.6, 0.8, paint(lit.colour("#f8e8b8", 0.95)))
    for tone, height in (("#7a5a7a", 2.4), ("#4a4468", 1.6), ("#2f3450", 0.9)):
        line = (
            [(-7.0, -height * 0.5)]
            + [(-7 + i * 1.0, -height * rng.uniform(0.45, 1.0)) for i in range(1, 14)]
            + [(7.0, -height * 0.5)]
        )
        canvas.drawPath(poly([(-7, 0), *line, (7, 0)]), paint(lit.colour(tone, 0.65)))
    for _ in range(30):
        canvas.drawCircle(rng.uniform(-6.5, 6.5), -rng.uniform(3.6, 5.8), 0.03, paint("#fff4d8", 0.8))


def _wing(site: Site, name: str, z: float, gap: float, cloth: str, height: float, fringe: str = "") -> None:
    """Curtains at both sides and a border above."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        folds = 0.32
        for side in (-1, 1):
            x = gap
            i = 0
            while x < 12:
                tone = (0.25, 0.5, 0.78, 0.5)[i % 4] - (0.2 if fringe else 0.0)
                canvas.drawRect(
                    rect(min(side * x, side * (x + folds)), -height, max(side * x, side * (x + folds)) + 0.01, 0.05),
                    paint(lit.colour(cloth, max(tone, 0.05))),
                )
                x += folds
                i += 1
        path = skia.Path()
        drop = height * (0.6 if fringe else 0.72)
        path.moveTo(-12, -height - 2)
        path.lineTo(12, -height - 2)
        path.lineTo(12, -drop)
        for i in range(12):
            path.quadTo(12 - i * 2 - 1, -drop + 0.55, 12 - i * 2 - 2, -drop)
        path.close()
        canvas.drawPath(
            path,
            shaded_paint(
                linear((0, -height), (0, -drop + 0.5), [(0, lit.colour(cloth, 0.1), 1), (1, lit.colour(cloth, 0.5), 1)])
            ),
        )
        if fringe:
            canvas.drawPath(path, stroke(lit.colour(fringe, 0.7), 0.07))

    site.plane(name, z, painter, height + 2, half=12)


def _seats(canvas: skia.Canvas, lit: Lit, rng: Random, cloth: str) -> None:
    for i in range(-11, 12):
        x = i * 0.58
        canvas.drawRoundRect(rect(x - 0.25, -1.0, x + 0.25, 0.02), 0.12, 0.12, paint(lit.colour(cloth, 0.6)))
        canvas.drawRoundRect(
            rect(x - 0.2, -0.95, x + 0.2, -0.5), 0.1, 0.1, paint(lit.colour(mix(cloth, "#ffffff", 0.1), 0.8), 0.6)
        )
        canvas.drawRect(rect(x - 0.29, -0.62, x - 0.24, 0), paint(lit.colour("#3a2418", 0.5)))


def _auditorium(canvas: skia.Canvas, lit: Lit, rng: Random, cloth: str, gold: str) -> None:
    for y in (2.2, 4.0):
        canvas.drawRect(rect(-7, -y - 1.1, 7, -y), paint(lit.colour("#1a1012", 0.3)))
        for i in range(-6, 7):
            x = i * 1.1
            canvas.drawCircle(x + rng.uniform(-0.2, 0.2), -y - 0.25, 0.14, paint(lit.colour("#3a2a28", 0.3)))
            canvas.drawPath(
                poly([(x - 0.55, -y - 1.1), (x + 0.55, -y - 1.1), (x + 0.4, -y - 0.7), (x - 0.4, -y - 0.7)]),
                paint(lit.colour(cloth, 0.5)),
            )
        canvas.drawRect(rect(-7, -y - 0.05, 7, -y + 0.62), paint(lit.colour(mix(cloth, gold, 0.25), 0.6)))
        canvas.drawRect(rect(-7, -y - 0.1, 7, -y), paint(lit.colour(gold, 0.85)))
        for i in range(-9, 10):
            canvas.drawCircle(i * 0.75, -y + 0.3, 0.07, paint(mix("#ffd890", gold, 0.2)))
            shade = radial((i * 0.75, -y + 0.3), 0.45, [(0, "#ffcf86", 0.35), (1, "#ffcf86", 0)])
            canvas.drawCircle(i * 0.75, -y + 0.3, 0.45, shaded_paint(shade, BlendMode=skia.BlendMode.kScreen))


def _spot(site: Site, name: str, x: float, z: float, colour: str) -> None:
    def painter(canvas: skia.Canvas, t: float) -> None:
        canvas.save()
        canvas.translate(x * 1.5, -6.4)
        canvas.rotate(x * 5)
        cone(canvas, 0, 0, 1.5, 6.6, colour, 0.32)
        canvas.restore()
        canvas.save()
        canvas.translate(x, 0)
        canvas.scale(1.5, 0.28)
        canvas.drawCircle(
            0,
            0,
            1,
            shaded_paint(
                radial((0, 0), 1, [(0, colour, 0.5), (0.7, colour, 0.32), (1, colour, 0)]), BlendMode=skia.BlendMode.kScreen
            ),
        )
        canvas.restore()

    site.plane(name, z, painter, 7, half=5.5, x=x, below=0.6, category="effect")
    site.lamp(x * 1.5, 5.2, z, colour, 1.2)
