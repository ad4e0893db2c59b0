# SPDX-License-Identifier: Apache-2.0
"""Rooms like no other: the lantern room of a lighthouse, a railway carriage."""

from __future__ import annotations

from math import cos, sin, tau
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, glow, linear, poly, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import stand
from aiprod.shooting.animatic.places.homes import lamps_on
from aiprod.shooting.animatic.places.room_floors import planks
from aiprod.shooting.animatic.places.room_lights import lamp_glow, pendant
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site
from aiprod.shooting.animatic.stage import Lit, paint


def lighthouse_room(site: Site) -> None:
    shared, flip = site.shared_rng("colours"), site.rng("layout").choice((-1, 1))
    iron = shared.choice(("#3f5a5a", "#6a3f34", "#4a5568"))
    look = Room(
        half=4.4,
        depth=8.2,
        height=3.7,
        wall=shared.choice(("#d8d0bc", "#c8c8bc", "#d0c0a8")),
        floor="#7f6a52",
        ceiling="#6a6f70",
        beams=iron,
        trim=iron,
        frame=iron,
    )
    if site.reverse:
        openings: tuple[Opening, ...] = (Opening(flip * 2.4 - 0.6, flip * 2.4 + 0.6, 1.0, 2.2, round=True, bars=(2, 2)),)
    else:
        openings = tuple(Opening(x - 0.98, x + 0.98, 0.85, 3.1, bars=(2, 3)) for x in (-3.25, -1.08, 1.08, 3.25))
    room(
        site,
        look,
        openings,
        floor=planks(site, "#86705a", look.depth, 4.8),
        back=lambda c, lit: _rivets(c, lit, iron, site.reverse),
        vista="sea",
        gloss=0.3,
    )
    if site.reverse:
        stand(site, "stairs", 7.6, -flip * 2.5, 2.2, 3.6, lambda c, lit, r: _spiral_stair(c, lit, iron, look.height))
        stand(site, "cupboard", 7.7, 0.1 * flip, 1.5, 2.1, lambda c, lit, r: _log_desk(c, lit, r))
        lamp_glow(site, "oil lamp", 0.1 * flip + 0.45, 1.25, 7.5, 1.7)
    else:
        _lens(site, flip * 2.25, 6.9, iron)
        stand(site, "chart desk", 6.4, -flip * 2.9, 1.5, 1.5, lambda c, lit, r: _log_desk(c, lit, r))
        if lamps_on(site):
            lamp_glow(site, "oil lamp", -flip * 2.45, 1.25, 6.35, 1.5)
    site.placed.add("lighthouse")
    site.place([(-flip * 3.5, 0, 6.0), (flip * 3.6, 0, 5.6), (-flip * 2.9, 0.8, 6.2)])


def _rivets(canvas: skia.Canvas, lit: Lit, iron: str, reverse: bool) -> None:
    tone = lit.colour(iron, 0.6)
    for x in (-4.3, -2.16, 0.0, 2.16, 4.3):
        canvas.drawRect(rect(x - 0.09, -3.7, x + 0.09, 0), paint(tone))
        for i in range(14):
            canvas.drawCircle(x, -0.15 - i * 0.26, 0.028, paint(lit.colour(mix(iron, "#ffffff", 0.35), 0.8)))
    for y in (0.7, 3.28):
        canvas.drawRect(rect(-4.4, -y, 4.4, -y + 0.1), paint(tone))
    if reverse:
        for i in range(11):
            for j in range(-7, 8):
                x = j * 0.62 + (i % 2) * 0.31
                canvas.drawRect(rect(x, -3.6 + i * 0.32, x + 0.6, -3.3 + i * 0.32), stroke(lit.palette.shadow, 0.012, 0.22))


def _lens(site: Site, x: float, z: float, iron: str) -> None:
    """The great lens on its pedestal: rings of glass that turn, and the flame of the lamp inside."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        canvas.translate(x, 0)
        brass = lit.colour("#c89a48", 0.75)
        canvas.drawPath(
            poly([(-0.5, 0.04), (-0.3, -0.25), (-0.24, -0.9), (0.24, -0.9), (0.3, -0.25), (0.5, 0.04)]),
            shaded_paint(
                linear(
                    (-0.5, 0),
                    (0.5, 0),
                    [(0, lit.colour(iron, 0.4 - 0.2 * lit.key_side), 1), (1, lit.colour(iron, 0.4 + 0.2 * lit.key_side), 1)],
                )
            ),
        )
        canvas.drawRect(rect(-0.62, -1.0, 0.62, -0.88), paint(brass))
        body = skia.Path()
        body.moveTo(-0.55, -1.0)
        body.cubicTo(-0.92, -1.5, -0.92, -2.4, -0.42, -2.85)
        body.lineTo(0.42, -2.85)
        body.cubicTo(0.92, -2.4, 0.92, -1.5, 0.55, -1.0)
        body.close()
        canvas.drawPath(
            body,
            shaded_paint(
                radial(
                    (0, -1.95),
                    1.0,
                    [
                        (0, "#fff6d8", 1),
                        (0.28, "#ffe2a0", 0.96),
                        (0.6, mix("#9ac8c0", lit.palette.sky_low, 0.3), 0.85),
                        (1, mix("#4f7f7a", lit.palette.shadow, 0.3), 0.92),
                    ],
                )
            ),
        )
        canvas.save()
        canvas.clipPath(body, skia.ClipOp.kIntersect, True)
        for i in range(6):
            shift = ((i / 6 + t * 0.035) % 1.0) * tau
            if cos(shift) > -0.1:
                px = sin(shift) * 0.85
                canvas.drawRect(rect(px - 0.02, -2.9, px + 0.02, -1.0), paint(brass, 0.9))
                for r in (0.16, 0.32, 0.48):
                    canvas.drawOval(
                        rect(px - r * cos(shift), -1.95 - r, px + r * cos(shift), -1.95 + r), stroke("#e8fff4", 0.02, 0.6)
                    )
        for i in range(12):
            y = -1.05 - i * 0.155
            canvas.drawLine(-1, y, 1, y - 0.04, stroke("#eafff6", 0.014, 0.45))
        canvas.restore()
        canvas.drawPath(body, stroke(brass, 0.045))
        canvas.drawPath(poly([(-0.5, -2.85), (0.5, -2.85), (0.3, -3.1), (-0.3, -3.1)]), paint(brass))
        glow(canvas, 0, -1.95, 1.9, "#ffe6a8", 0.55)

    site.plane("lens", z, painter, 4.0, half=2.2, x=x, below=0.1, moving=True, category="prop")
    site.lamp(x, 1.95, z, "#ffe6a8", 2.2)
    site.shadows.append((x, z, 1.0, 1.0))


def _spiral_stair(canvas: skia.Canvas, lit: Lit, iron: str, height: float) -> None:
    canvas.drawRect(rect(-0.07, -height, 0.07, 0.02), paint(lit.colour(iron, 0.6)))
    for i in range(15):
        angle, y = i * 0.42, -i * height / 15
        reach = cos(angle) * 0.95
        tone = 0.75 if sin(angle) < 0 else 0.3
        canvas.drawPath(
            poly([(0, y), (reach, y + 0.02), (reach, y - 0.06), (0, y - 0.08)]),
            paint(lit.colour(mix(iron, "#8a9090", 0.3), tone)),
        )
        canvas.drawLine(reach, y, reach, y - 0.9, stroke(lit.colour(iron, tone), 0.022))


def _log_desk(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
    from aiprod.shooting.animatic.places.furniture import cabinet

    cabinet(canvas, lit, -0.7, 0.7, -0.8, -0.04, "#6a4a30", 3, drawers=True)
    canvas.drawPath(poly([(-0.74, -0.8), (0.74, -0.8), (0.62, -0.93), (-0.62, -0.93)]), paint(lit.colour("#9a7048", 0.85)))
    canvas.drawPath(poly([(-0.45, -0.84), (0.1, -0.84), (0.06, -0.9), (-0.38, -0.9)]), paint(lit.colour("#f0e6cc", 0.95)))
    canvas.drawRect(rect(0.38, -1.05, 0.54, -0.88), paint(lit.colour("#b8863c", 0.7)))
    canvas.drawOval(
        rect(0.38, -1.36, 0.54, -1.02), paint(mix(WARM, "#ffffff", 0.3) if lit.night else lit.colour("#dfe8e4", 0.7), 0.9)
    )
    for i in range(4):
        canvas.drawRect(
            rect(-0.62 + i * 0.05, -1.2 - 0.03 * (i % 2), -0.58 + i * 0.05, -0.93),
            paint(lit.colour(("#8a3f38", "#3f5a6a", "#b58a48", "#4f6a4a")[i], 0.65)),
        )


def train_car(site: Site) -> None:
    """A carriage seen along its aisle: benches on both sides, the country going by."""
    shared, flip = site.shared_rng("colours"), site.rng("layout").choice((-1, 1))
    cloth, wood = shared.choice(("#7a2f34", "#2f5a5f", "#4a5a8a", "#8a6a2f")), shared.choice(("#7a5232", "#8a6440", "#6a4630"))
    look = Room(
        half=5.6,
        depth=7.4,
        height=2.7,
        wall=shared.choice(("#d8cbb0", "#c8d0c4", "#d8c0a8")),
        floor="#6a5f56",
        ceiling="#e4dccb",
        trim=wood,
        frame="#b8b0a0",
        dado=wood,
    )
    openings = tuple(Opening(x - 1.15, x + 1.15, 1.05, 2.15, bars=(1, 1)) for x in (-4.2, -1.4, 1.4, 4.2))
    room(site, look, openings, floor=planks(site, "#746456", look.depth, 6.0), vista="none", gloss=0.25)
    _passing_country(site, look)
    for index, x in enumerate((-4.3, -2.75, 2.75, 4.3)):
        stand(site, f"seat {index}", 6.9 if not site.reverse else 6.7, x, 1.3, 1.3, lambda c, lit, r: _seat(c, lit, cloth))
    stand(site, "table", 6.6, flip * 0.0, 0.9, 0.9, lambda c, lit, r: _fold_table(c, lit, wood))
    _rack(site, look, wood, site.reverse)
    for index, x in enumerate((-2.8, 0.0, 2.8)):
        pendant(site, f"lamp {index}", x, 6.4, 2.42, "#b8863c", ceiling=look.height, cone_size=0.8)
    site.place([(-flip * 3.6, 0, 6.0), (flip * 3.6, 0, 6.2), (-flip * 2.8, 0, 5.6)])


def _passing_country(site: Site, look: Room) -> None:
    """Hills, trees and poles that go by, the nearer the faster."""
    outside = site.outdoors
    direction = -1 if site.reverse else 1
    for name, z, height, speed, local in (
        ("hills", 160.0, 26.0, 7.0, "#7a8c74"),
        ("rise", 60.0, 5.5, 9.0, "#86944f"),
        ("hedges", 24.0, 2.6, 11.0, "#5f7a42"),
    ):
        _passing(site, name, z, height, speed * direction, local, outside.at(z))
    lit = outside.at(13)

    def poles(canvas: skia.Canvas, t: float) -> None:
        x = (direction * t * 13.0) % 26.0 - 13.0
        for offset in (-26.0, 0.0, 26.0):
            canvas.drawRect(rect(x + offset - 0.1, -6, x + offset + 0.1, 0), paint(lit.colour("#4a3a30", 0.3)))

    site.plane("passing poles", 13.0, poles, 6, half=30, moving=True)


def _passing(site: Site, name: str, z: float, height: float, speed: float, local: str, lit: Lit) -> None:
    rng, period = site.rng("passing", name), z * 3.4
    hills = [(tau * k / period, rng.uniform(0.3, 1.0) / k, rng.uniform(0, tau)) for k in (1, 2, 3, 5, 8)]
    total = sum(a for _, a, _ in hills)
    spots = [(rng.uniform(0, period), rng.uniform(0.6, 1.3)) for _ in range(16)] if z < 100 else []
    reach = 1.5 * z

    def top(x: float) -> float:
        return -height * (0.55 + 0.45 * sum(a * sin(w * x + p) for w, a, p in hills) / total)

    def painter(canvas: skia.Canvas, t: float) -> None:
        shift = speed * t
        line = [(-reach + 2 * reach * i / 60, top(-reach + 2 * reach * i / 60 - shift)) for i in range(61)]
        canvas.drawPath(
            poly([(-reach, 2.5), *line, (reach, 2.5)]),
            shaded_paint(
                linear(
                    (0, -height),
                    (0, 1),
                    [
                        (0, lit.colour(site.earth(local), 0.65), 1),
                        (1, mix(lit.colour(site.earth(local), 0.4), lit.palette.haze, 0.3), 1),
                    ],
                )
            ),
        )
        trees = skia.Path()
        trees.setFillType(skia.PathFillType.kWinding)
        for x, size in spots:
            px = (x + shift + reach) % period - reach
            if px < reach:
                h = size * (1.2 + z * 0.05)
                y = top(px - shift)
                trees.addOval(rect(px - h * 0.5, y - h * 1.2, px + h * 0.5, y - h * 0.1))
                trees.addRect(rect(px - h * 0.06, y - h * 0.3, px + h * 0.06, y + h * 0.1))
        canvas.drawPath(trees, paint(lit.colour(site.earth("#4a6438", 0.5), 0.4)))

    site.plane(f"passing {name}", z, painter, height * 1.4 + 5, half=reach, moving=True, below=2.5)


def _seat(canvas: skia.Canvas, lit: Lit, cloth: str) -> None:
    canvas.drawRoundRect(
        rect(-0.58, -1.25, 0.58, -0.3),
        0.12,
        0.12,
        shaded_paint(
            linear(
                (-0.58, 0),
                (0.58, 0),
                [(0, lit.colour(cloth, 0.55 - 0.2 * lit.key_side), 1), (1, lit.colour(cloth, 0.55 + 0.2 * lit.key_side), 1)],
            )
        ),
    )
    canvas.drawRoundRect(rect(-0.42, -1.22, 0.42, -1.0), 0.06, 0.06, paint(lit.colour("#e8e0d0", 0.75)))
    canvas.drawRoundRect(rect(-0.62, -0.5, 0.62, -0.26), 0.08, 0.08, paint(lit.colour(cloth, 0.85)))
    canvas.drawRect(rect(-0.58, -0.28, 0.58, 0), paint(lit.colour("#4a3426", 0.4)))
    for x in (-0.29, 0.0, 0.29):
        canvas.drawCircle(x, -0.75, 0.025, paint(lit.colour(cloth, 0.15)))


def _fold_table(canvas: skia.Canvas, lit: Lit, wood: str) -> None:
    canvas.drawRect(rect(-0.03, -0.7, 0.03, 0), paint(lit.colour("#8a8e92", 0.6)))
    canvas.drawPath(poly([(-0.42, -0.72), (0.42, -0.72), (0.38, -0.8), (-0.38, -0.8)]), paint(lit.colour(wood, 0.9)))
    canvas.drawRect(rect(-0.42, -0.72, 0.42, -0.67), paint(lit.colour(wood, 0.4)))


def _rack(site: Site, look: Room, wood: str, reverse: bool) -> None:
    def painter(canvas: skia.Canvas, lit: Lit, rng: Random) -> None:
        for y in (2.32, 2.38):
            canvas.drawRect(rect(-5.5, -y, 5.5, -y + 0.025), paint(lit.colour("#c89a48", 0.8)))
        x = -5.0
        while x < 4.8:
            if rng.random() < 0.5:
                w, h, local = (
                    rng.uniform(0.4, 0.8),
                    rng.uniform(0.22, 0.32),
                    rng.choice(("#8a5a34", "#4a5a4a", "#6a3f34", "#b08a54", "#3f4f6a")),
                )
                canvas.drawRoundRect(rect(x, -2.38 - h, x + w, -2.38), 0.04, 0.04, paint(lit.colour(local, 0.6)))
                canvas.drawRect(rect(x + w * 0.2, -2.38 - h, x + w * 0.26, -2.38), paint(lit.colour("#2a1c14", 0.5)))
                canvas.drawRect(rect(x + w * 0.74, -2.38 - h, x + w * 0.8, -2.38), paint(lit.colour("#2a1c14", 0.5)))
            x += rng.uniform(0.9, 1.4)

    stand(site, "rack", look.depth - 0.3, 0, 11.0, 2.75, painter, shadow=False)
