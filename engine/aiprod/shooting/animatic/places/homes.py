# SPDX-License-Identifier: Apache-2.0
"""Rooms people live in: kitchen, bedroom, living room."""

from __future__ import annotations

from collections.abc import Callable
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import (
    bed,
    bookcase,
    box,
    cabinet,
    chair,
    floor_lamp,
    jars,
    picture,
    pot_plant,
    shelf,
    sofa,
    stand,
    table,
)
from aiprod.shooting.animatic.places.room_floors import planks, rug, tiles
from aiprod.shooting.animatic.places.room_lights import lamp_glow, pendant
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site, slab
from aiprod.shooting.animatic.places.windows import curtains, daylight
from aiprod.shooting.animatic.stage import Lit, paint


def lamps_on(site: Site) -> bool:
    return site.dark or daylight(site) < 0.45


def kitchen(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    wall = shared.choice(("#e6d3a8", "#cfd8c8", "#e8cdb4", "#c8d4d8", "#efe2c6"))
    units = shared.choice(("#5f7f7a", "#8aa08a", "#b8694a", "#4f6a86", "#d9cdb8", "#a08a5a"))
    flip = rng.choice((-1, 1))
    look = Room(
        half=4.4,
        depth=7.6,
        height=2.75,
        wall=wall,
        floor="#a8795a",
        trim="#f4ecdc",
        beams=shared.choice(("", "#7a5434", "#8a6442")),
    )
    floor = tiles(
        site, shared.choice(("#b98a68", "#c8b8a0", "#9aa09a")), look.depth, size=0.45, other=shared.choice(("", "#e8dcc8"))
    )
    if site.reverse:
        openings: tuple[Opening, ...] = ()
        room(
            site,
            look,
            openings,
            floor=floor,
            back=lambda c, lit: _kitchen_dresser(c, lit, site.rng("dresser"), flip, units),
            vista="garden",
        )
        picture_light = flip * 2.2
        lamp_glow(site, "wall lamp", picture_light, 1.9, 7.5, 1.4) if lamps_on(site) else None
    else:
        openings = (Opening(-0.95 - flip * 0.5, 0.95 - flip * 0.5, 1.12, 2.2),)
        room(
            site,
            look,
            openings,
            floor=floor,
            back=lambda c, lit: _kitchen_back(c, lit, site.rng("back"), flip, units, openings[0]),
            vista=shared.choice(("garden", "country", "town")),
        )
        curtains(site, look, openings, shared.choice(("#d8584a", "#e8b84a", "#f0e6d2", "#7fa0a8")))
        _worktop(site, look, units, flip)
    pendant(site, "lamp", flip * 0.3, 5.6, 1.95, shared.choice(("#c8583f", "#3f6a6a", "#e8dcc8", "#d8a23c")), ceiling=look.height)
    wood = shared.choice(("#a5774c", "#8a5f3c", "#c09060"))
    stand(site, "table", 6.2, flip * 2.3, 1.7, 1.3, lambda c, lit, r: _laid_table(c, lit, r, 6.2, wood))
    stand(
        site,
        "fridge",
        6.9,
        -flip * 3.7,
        0.9,
        2.0,
        lambda c, lit, r: _fridge(c, lit, shared.choice(("#e8e0d0", "#9ac0b8", "#d86a54"))),
    )
    site.place([(-flip * 2.5, 0, 6.6), (flip * 3.6, 0, 6.9), (flip * 2.3, 0.78, 6.1), (-flip * 3.4, 0, 5.8)])
    stand(
        site, "near chair", 2.5, -flip * 2.05, 0.6, 1.0, lambda c, lit, r: chair(c, lit, 0, mix(wood, "#2a1a10", 0.4), facing=-1)
    )


def _kitchen_back(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, units: str, window: Opening) -> None:
    tile = lit.colour("#f0ead8", 0.65)
    canvas.drawRect(rect(-4.4, -1.75, 4.4, -0.9), paint(tile, 0.85))
    grid = skia.Path()
    for i in range(60):
        grid.addRect(rect(-4.4 + i * 0.15, -1.75, -4.4 + i * 0.15 + 0.008, -0.9))
    for j in range(6):
        grid.addRect(rect(-4.4, -1.75 + j * 0.15, 4.4, -1.75 + j * 0.15 + 0.008))
    canvas.drawPath(grid, paint(lit.palette.shadow, 0.18))
    for left, right in ((-4.4, window.left - 0.5), (window.right + 0.5, 4.4)):
        if right - left > 0.9:
            if (left < -3) == (flip > 0):
                cabinet(canvas, lit, left + 0.1, right, -2.5, -1.8, units, max(int((right - left) / 0.55), 1))
            else:
                for y in (1.55, 1.95, 2.35):
                    shelf(canvas, lit, left + 0.05, right - 0.05, y, "#8a6442")
                    jars(canvas, lit, rng, left + 0.15, right - 0.15, -y, 0.32)


def _worktop(site: Site, look: Room, units: str, flip: int) -> None:
    z = look.depth - 0.62

    def painter(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
        cabinet(canvas, lit, -4.4, 4.4, -0.86, -0.08, units, 15, drawers=True)
        canvas.drawRect(rect(-4.4, -0.1, 4.4, 0.02), paint(lit.colour("#2f2a28", 0.3)))
        slab(canvas, -4.45, 4.45, 0.9, 0.6, z, (lit.colour("#c9a577", 0.95), lit.colour("#a8845a", 0.6)), 0.055)
        x = -flip * 1.8
        box(canvas, lit, x - 0.36, -0.88, x + 0.36, -0.02, "#3a3e42", 0.6, 0.3)
        canvas.drawRect(rect(x - 0.28, -0.66, x + 0.28, -0.22), paint(lit.colour("#22242a", 0.5)))
        canvas.drawRect(rect(x - 0.2, -0.58, x + 0.2, -0.3), paint(mix("#ff9a4a", lit.palette.shadow, 0.45)))
        for i in range(4):
            canvas.drawCircle(x - 0.24 + 0.16 * i, -0.77, 0.03, paint(lit.colour("#d8d4c8", 0.8)))
        canvas.drawPath(
            poly([(x - 0.16, -1.16), (x + 0.16, -1.16), (x + 0.19, -0.98), (x - 0.19, -0.98)]), paint(lit.colour("#a84a3a", 0.7))
        )
        canvas.drawLine(x + 0.16, -1.12, x + 0.4, -1.16, stroke(lit.colour("#2a2420", 0.4), 0.03))
        faucet = skia.Path()
        sx = flip * -0.3 + 0.25
        faucet.moveTo(sx, -0.98)
        faucet.lineTo(sx, -1.24)
        faucet.quadTo(sx, -1.36, sx + 0.12, -1.34)
        faucet.lineTo(sx + 0.14, -1.26)
        canvas.drawPath(faucet, stroke(lit.colour("#d0d4d8", 0.9), 0.03))
        jars(canvas, lit, rng, flip * 2.6 - 0.5, flip * 2.6 + 0.5, -0.97, 0.3)
        pot_plant(canvas, lit, rng, flip * 1.0, -0.97, 0.42)

    stand(site, "worktop", z, 0.0, 8.9, 1.6, painter)


def _kitchen_dresser(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, units: str) -> None:
    x = -flip * 2.4
    cabinet(canvas, lit, x - 1.1, x + 1.1, -0.95, 0, units, 4)
    box(canvas, lit, x - 1.0, -2.3, x + 1.0, -0.95, mix(units, "#ffffff", 0.12), 0.55, 0.4)
    for y in (1.0, 1.42, 1.84):
        shelf(canvas, lit, x - 0.95, x + 0.95, y, units)
        for i in range(6):
            plate = x - 0.78 + i * 0.31
            canvas.drawCircle(plate, -y - 0.15, 0.135, paint(lit.colour(rng.choice(("#f0e8dc", "#d8e0e0", "#e8d0b0")), 0.8)))
            canvas.drawCircle(
                plate, -y - 0.15, 0.08, stroke(lit.colour(rng.choice(("#4f6a8a", "#b85a4a", "#6a8a6a")), 0.6), 0.018)
            )
    door = flip * 1.6
    canvas.drawRect(rect(door - 0.55, -2.16, door + 0.55, 0), paint(lit.colour("#f0e6d4", 0.65)))
    canvas.drawRect(rect(door - 0.46, -2.08, door + 0.46, 0), paint(lit.colour(units, 0.55)))
    for y0, y1 in ((-1.95, -1.15), (-1.0, -0.2)):
        canvas.drawRect(rect(door - 0.33, y0, door + 0.33, y1), stroke(lit.colour(mix(units, "#000000", 0.4), 0.5), 0.03))
    canvas.drawCircle(door + 0.36, -1.02, 0.04, paint(lit.colour("#d8b060", 0.9)))
    picture(canvas, lit, rng, flip * 3.2, 1.7, 0.7, 0.55)
    picture(canvas, lit, rng, flip * 0.2, 1.75, 0.45, 0.6)


def _laid_table(canvas: skia.Canvas, lit: Lit, rng: Random, z: float, wood: str) -> None:
    chair(canvas, lit, -0.35, wood)
    chair(canvas, lit, 0.4, wood)
    table(canvas, lit, 1.7, 0.9, z, wood)
    for x in (-0.45, 0.35):
        canvas.drawOval(rect(x - 0.14, -0.84, x + 0.14, -0.79), paint(lit.colour("#f0eadc", 0.9)))
    canvas.drawPath(poly([(-0.02, -1.02), (0.1, -1.02), (0.13, -0.83), (-0.05, -0.83)]), paint(lit.colour("#5a8a9a", 0.7)))
    for _ in range(5):
        canvas.drawCircle(
            0.04 + rng.uniform(-0.12, 0.12),
            -1.08 + rng.uniform(-0.08, 0.05),
            0.05,
            paint(lit.colour(rng.choice(("#e8c84a", "#e0605a", "#f0e8e0")), 0.85)),
        )


def _fridge(canvas: skia.Canvas, lit: Lit, local: str) -> None:
    canvas.drawRoundRect(
        rect(-0.42, -1.8, 0.42, -0.03),
        0.09,
        0.09,
        shaded_paint(
            linear(
                (-0.42, 0),
                (0.42, 0),
                [(0, lit.colour(local, 0.55 - 0.25 * lit.key_side), 1), (1, lit.colour(local, 0.55 + 0.25 * lit.key_side), 1)],
            )
        ),
    )
    canvas.drawRect(rect(-0.42, -1.26, 0.42, -1.24), paint(lit.palette.shadow, 0.5))
    canvas.drawRect(rect(0.26, -1.6, 0.3, -1.35), paint(lit.colour("#d8dce0", 0.95)))
    canvas.drawRect(rect(0.26, -1.15, 0.3, -0.75), paint(lit.colour("#d8dce0", 0.95)))


def bedroom(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    wall = shared.choice(("#b8c4c8", "#d8b8a8", "#c8c4a8", "#a8a8c0", "#d8c8b0", "#8fa8a0"))
    cover = shared.choice(("#5a7a9a", "#a8584a", "#6a7a5a", "#c89a5a", "#7a5a80"))
    flip = rng.choice((-1, 1))
    look = Room(half=3.9, depth=7.0, height=2.65, wall=wall, floor="#946a44", trim="#f2ebde")
    boards = planks(site, "#9a7048", look.depth, look.half + 0.2)
    floor = rug(site, mix(cover, "#b0524a", 0.4), 0, 4.6, 3.0, 2.0, boards)
    openings = () if site.reverse else (Opening(flip * 1.3 - 0.75, flip * 1.3 + 0.75, 0.85, 2.2),)
    room(
        site,
        look,
        openings,
        floor=floor,
        back=lambda c, lit: _bedroom_wall(c, lit, site.rng("art"), flip, site.reverse),
        vista=shared.choice(("garden", "town", "country")),
    )
    if openings:
        curtains(site, look, openings, mix(cover, "#ffffff", 0.35))
        stand(
            site,
            "bed",
            6.1,
            -flip * 1.9,
            2.2,
            1.3,
            lambda c, lit, r: _turned(c, flip, lambda: bed(c, lit, 6.1, 2.1, "#7a5436", cover)),
        )
        stand(site, "night table", 6.5, -flip * 3.35, 0.55, 1.2, lambda c, lit, r: _night_table(c, lit, lamps_on(site)))
        if lamps_on(site):
            lamp_glow(site, "bed lamp", -flip * 3.35, 1.0, 6.45, 1.9)
    else:
        stand(
            site, "wardrobe", 6.5, flip * 2.4, 1.7, 2.2, lambda c, lit, r: cabinet(c, lit, -0.8, 0.8, -2.1, -0.06, "#8a6444", 2)
        )
        stand(site, "desk", 6.3, -flip * 2.0, 1.4, 1.5, lambda c, lit, r: _dressing_table(c, lit, r))
        if lamps_on(site):
            lamp_glow(site, "desk lamp", -flip * 2.4, 1.1, 6.2, 1.7)
    pendant(site, "lamp", flip * 0.4, 5.0, 2.0, mix(cover, "#f0e0c8", 0.5), ceiling=look.height, cone_size=1.1)
    stand(site, "plant", 6.7, flip * 3.3, 0.8, 1.2, lambda c, lit, r: pot_plant(c, lit, r, 0, 0, 1.1))
    stand(site, "armchair", 5.6, flip * 3.1, 1.0, 1.0, lambda c, lit, r: sofa(c, lit, 0.95, mix(cover, "#d8c8b0", 0.4), (cover,)))
    site.place([(flip * 2.6, 0, 6.4), (-flip * 2.9, 0, 5.4), (flip * 1.3, 0.9, 6.9)])


def _turned(canvas: skia.Canvas, flip: int, draw: Callable[[], None]) -> None:
    canvas.save()
    canvas.scale(flip, 1)
    draw()
    canvas.restore()


def _bedroom_wall(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, reverse: bool) -> None:
    stripes = skia.Path()
    for i in range(-14, 15):
        stripes.addRect(rect(i * 0.28, -2.57, i * 0.28 + 0.1, -0.14))
    canvas.drawPath(stripes, paint("#ffffff", 0.06))
    if reverse:
        canvas.drawRect(rect(-0.55, -2.12, 0.55, 0), paint(lit.colour("#f0e6d4", 0.6)))
        canvas.drawRect(rect(-0.45, -2.04, 0.45, 0), paint(lit.colour("#c8b090", 0.55)))
        canvas.drawCircle(0.36, -1.0, 0.035, paint(lit.colour("#d8b060", 0.9)))
        picture(canvas, lit, rng, -flip * 2.9, 1.85, 0.5, 0.65)
    else:
        picture(canvas, lit, rng, -flip * 1.9, 1.75, 0.95, 0.65)
        picture(canvas, lit, rng, -flip * 3.1, 1.8, 0.4, 0.5)
        shelf(canvas, lit, -flip * 0.45 - 0.4, -flip * 0.45 + 0.4, 1.5, "#8a6444")


def _night_table(canvas: skia.Canvas, lit: Lit, on: bool) -> None:
    cabinet(canvas, lit, -0.26, 0.26, -0.55, -0.04, "#8a6444", 1)
    floor_lamp(canvas, lit, "#e8d0a8", on, 0.95)
    canvas.drawRect(rect(-0.2, -0.61, 0.0, -0.56), paint(lit.colour("#8a3f38", 0.6)))


def _dressing_table(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    table(canvas, lit, 1.3, 0.5, 6.3, "#8a6444")
    canvas.drawOval(rect(-0.34, -1.68, 0.34, -0.84), paint(lit.colour("#b58a48", 0.7)))
    canvas.drawOval(rect(-0.29, -1.63, 0.29, -0.89), paint(mix(lit.colour("#c8d4d8", 0.8), lit.palette.sky_low, 0.2)))
    jars(canvas, lit, rng, 0.36, 0.62, -0.8, 0.2)
    chair(canvas, lit, 0.0, "#6a4a30", facing=-1)


def living_room(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("colours")
    wall = shared.choice(("#c8a888", "#8fa39a", "#d8c8a8", "#a89aa8", "#b8674a", "#5f7a80"))
    cloth = shared.choice(("#4f6a7a", "#a8583f", "#6a7a4f", "#c89a4a", "#7a4f5a"))
    flip = rng.choice((-1, 1))
    look = Room(
        half=4.8,
        depth=8.0,
        height=2.9,
        wall=wall,
        floor="#8f6540",
        trim="#f2e8d8",
        dado=shared.choice(("", mix(wall, "#f4ecdc", 0.7))),
    )
    floor = rug(site, mix(cloth, "#7a2f2a", 0.5), 0, 4.8, 3.8, 2.4, planks(site, "#946a44", look.depth, look.half + 0.2))
    openings = () if site.reverse else (Opening(flip * 1.6 - 1.0, flip * 1.6 + 1.0, 0.75, 2.35, bars=(3, 2)),)
    room(
        site,
        look,
        openings,
        floor=floor,
        back=lambda c, lit: _living_wall(c, lit, site.rng("art"), flip, site.reverse),
        vista=shared.choice(("town", "garden", "country")),
    )
    if openings:
        curtains(site, look, openings, mix(cloth, "#e8d8c0", 0.35))
        stand(site, "bookcase", 7.6, -flip * 2.9, 2.4, 2.4, lambda c, lit, r: bookcase(c, lit, r, -1.15, 1.15, 2.2, "#6f4a30"))
        stand(site, "sofa", 6.9, flip * 1.5, 2.4, 1.0, lambda c, lit, r: sofa(c, lit, 2.2, cloth, ("#e8c88a", "#d8d0c0")))
    else:
        _fireplace(site, flip * 1.2, 7.7)
        stand(
            site, "bookcase left", 7.6, -flip * 3.6, 1.7, 2.4, lambda c, lit, r: bookcase(c, lit, r, -0.85, 0.85, 2.3, "#6f4a30")
        )
        stand(site, "armchair", 6.6, -flip * 1.5, 1.1, 1.0, lambda c, lit, r: sofa(c, lit, 1.1, cloth, ("#e8c88a",)))
    x = flip * 3.6
    stand(site, "floor lamp", 6.7, x, 0.6, 1.8, lambda c, lit, r: floor_lamp(c, lit, "#e8d0a8", lamps_on(site)))
    if lamps_on(site):
        lamp_glow(site, "lamp light", x, 1.55, 6.65, 2.4)
    stand(site, "plant", 7.0, -flip * 4.2, 0.9, 1.5, lambda c, lit, r: pot_plant(c, lit, r, 0, 0, 1.35))
    site.place([(-flip * 2.9, 0, 6.6), (flip * 3.0, 0, 6.0), (-flip * 3.8, 0, 5.6)])
    stand(site, "near chair", 2.3, -flip * 2.3, 1.0, 1.0, lambda c, lit, r: sofa(c, lit, 1.0, mix(cloth, "#1a1210", 0.55), ()))


def _living_wall(canvas: skia.Canvas, lit: Lit, rng: Random, flip: int, reverse: bool) -> None:
    if reverse:
        picture(canvas, lit, rng, -flip * 1.6, 1.85, 0.8, 0.6)
        picture(canvas, lit, rng, flip * 3.4, 1.8, 0.6, 0.8)
    else:
        picture(canvas, lit, rng, -flip * 0.55, 1.75, 0.7, 0.9)
        picture(canvas, lit, rng, flip * 3.6, 1.8, 0.55, 0.7)
        picture(canvas, lit, rng, flip * 4.3, 1.75, 0.4, 0.5)


def _fireplace(site: Site, x: float, z: float) -> None:
    def painter(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
        stone = "#b8a894"
        box(canvas, lit, -1.0, -2.9, 1.0, -1.2, mix(stone, "#d8c8b0", 0.5), 0.7, 0.45)
        box(canvas, lit, -1.05, -1.2, 1.05, 0, stone)
        canvas.drawRect(rect(-0.55, -0.85, 0.55, 0), paint("#1a1210"))
        canvas.drawRect(rect(-1.2, -1.28, 1.2, -1.16), paint(lit.colour("#7a5436", 0.8)))
        picture(canvas, lit, rng, 0, 2.0, 1.1, 0.75)
        jars(canvas, lit, rng, -1.0, -0.5, -1.28, 0.26)

    stand(site, "fireplace", z, x, 2.4, 2.95, painter)
    fire(site, "hearth", x, 0.05, z - 0.05, 0.42)


def fire(site: Site, name: str, x: float, y: float, z: float, size: float) -> None:
    """Flames, and the light they throw."""

    def painter(canvas: skia.Canvas, t: float) -> None:
        for colour, scale in (("#e8582a", 1.0), ("#ff9a3c", 0.72), ("#ffe08a", 0.42)):
            path = skia.Path()
            for i in range(5):
                cx, w = x + (i - 2) * size * 0.36 * scale, size * 0.42 * scale
                h = size * (1.35 - 0.22 * abs(i - 2)) * scale * (1 + 0.2 * sin(t * 8.5 + i * 2.3) + 0.1 * sin(t * 17 + i))
                lean = size * 0.15 * sin(t * 5 + i * 1.7)
                path.moveTo(cx - w, -y)
                path.quadTo(cx - w * 0.7, -y - h * 0.5, cx + lean, -y - h)
                path.quadTo(cx + w * 0.8, -y - h * 0.5, cx + w, -y)
                path.close()
            canvas.drawPath(path, paint(colour, 0.95))

    site.plane(name, z, painter, y + size * 2.2, half=size * 1.6, x=x, moving=True, category="effect")
    lamp_glow(site, f"{name} glow", x, y + size * 0.6, z - 0.02, size * 5, "#ff9a4a", 0.42, flicker=0.16)
