# SPDX-License-Identifier: Apache-2.0
"""A cave: its mouth, vaults and crystals."""

from __future__ import annotations

from math import cos, sin, tau
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import glow, linear, poly, radial, rect, ridge, shaded_paint, stroke
from aiprod.shooting.animatic.places.furniture import crate, stand
from aiprod.shooting.animatic.places.room_plan import Room
from aiprod.shooting.animatic.places.rooms import room
from aiprod.shooting.animatic.places.site import Site, Texture, half_width
from aiprod.shooting.animatic.stage import paint


def cave(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("stone")
    stone, flip = shared.choice(("#6f6a70", "#7a6a5c", "#5f6a74")), rng.choice((-1, 1))
    glowing = shared.choice(("#5fd8c8", "#8fa8ff", "#ffb86a"))
    look = Room(
        half=30.0,
        depth=26.0,
        height=14.0,
        wall=mix(stone, "#000000", 0.45),
        floor=mix(stone, "#3a3028", 0.3),
        ceiling=mix(stone, "#000000", 0.7),
        trim=mix(stone, "#000000", 0.45),
    )
    room(site, look, (), floor=_pebbles(site, stone), gloss=0.5)
    _cave_mouth(site, 25.5, rng.uniform(-2.5, 2.5), stone)
    for index, (z, gap, roof) in enumerate(((20.0, 4.6, 4.8), (14.0, 5.0, 4.4), (9.4, 4.6, 3.9))):
        _arch(site, f"arch {index}", z, gap, roof, stone, 0.45 - 0.08 * index)
    _crystals(site, "crystals", 11.5, [(flip * 4.0, 1.0), (flip * 4.8, 0.7), (-flip * 4.4, 0.55)], glowing)
    if not site.reverse:
        stand(site, "crates", 8.6, -flip * 3.8, 1.4, 1.1, lambda c, lit, r: crate(c, lit, 0, 0.0, 0.9, 0.7, "#7a5c3c"))
    _crystals(site, "near crystals", 7.4, [(-flip * 3.9, 0.6), (-flip * 4.4, 0.9)], glowing)
    site.place([(flip * 3.4, 0, 8.0), (-flip * 3.2, 0, 7.8), (flip * 4.2, 0, 6.6)])
    _arch(site, "near arch", 3.0, 2.5, 2.95, mix(stone, "#000000", 0.5), 0.05)


def _pebbles(site: Site, stone: str) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("pebbles")
        for _ in range(150):
            z = 1.2 + 22 * rng.random() ** 1.6
            x, r = rng.uniform(-1, 1) * (z * 0.8 + 3), rng.uniform(0.06, 0.4)
            canvas.drawOval(
                rect(x - r, z - r * 0.6, x + r, z + r * 0.6), paint(lit.at(z).colour(stone, rng.choice((0.1, 0.3, 0.7))), 0.5)
            )
        for _ in range(5):
            z, x, w = rng.uniform(3, 14), rng.uniform(-4, 4), rng.uniform(0.6, 1.4)
            canvas.drawOval(
                rect(x - w, z - w * 0.4, x + w, z + w * 0.4), paint(mix(lit.palette.sky_low, lit.palette.shadow, 0.3), 0.5)
            )

    return texture


def _cave_mouth(site: Site, z: float, x: float, stone: str) -> None:
    """Daylight, or the moon, at the end of the cave."""
    outside = site.outdoors

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng("mouth")
        edge = [
            (x + cos(a) * 4.2 * rng.uniform(0.85, 1.1), -1.6 - sin(a) * 4.4 * rng.uniform(0.85, 1.1))
            for a in (i * tau / 26 for i in range(26))
        ]
        hole = poly([p if p[1] < 0 else (p[0], 0.0) for p in edge])
        glow(canvas, x, -3, 13, outside.palette.sky_low, 0.5)
        canvas.drawPath(
            hole,
            shaded_paint(
                linear(
                    (0, -6),
                    (0, 0),
                    [
                        (0, outside.palette.sky_top, 1),
                        (0.7, outside.palette.sky_low, 1),
                        (1, mix(outside.palette.sky_low, outside.palette.key, 0.5), 1),
                    ],
                )
            ),
        )
        canvas.save()
        canvas.clipPath(hole, skia.ClipOp.kIntersect, True)
        line = ridge(rng, x - 6, x + 6, 0.3, 1.6, 5)
        canvas.drawPath(poly([(x - 6, 0), *line, (x + 6, 0)]), paint(outside.at(200).colour("#6f7f6a", 0.6)))
        canvas.restore()

    site.plane("mouth", z, painter, 12, half=14, x=x)
    beam_tint = mix(outside.palette.key, outside.palette.sky_low, 0.5)

    def beam(canvas: skia.Canvas, t: float) -> None:
        shape = poly([(x - 2.5, -5), (x + 2.5, -5), (x * 0.3 + 5.5, 0.6), (x * 0.3 - 5.5, 0.6)])
        canvas.drawPath(
            shape,
            shaded_paint(
                linear((0, -5), (0, 0.6), [(0, beam_tint, 0.3), (1, beam_tint, 0)]),
                BlendMode=skia.BlendMode.kScreen,
                MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.5),
            ),
        )

    site.plane("mouth light", 16.0, beam, 8, half=12, below=1.0, category="effect")


def _arch(site: Site, name: str, z: float, gap: float, roof: float, stone: str, bright: float) -> None:
    """A rib of rock with stalactites: the cave goes on through it."""
    lit, reach = site.lit.at(z), half_width(z)
    glow_side = mix(site.outdoors.palette.sky_low, site.outdoors.palette.key, 0.4)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        shape = _vault(rng, gap, roof, reach)
        tone, dark = lit.colour(stone, bright + 0.12), lit.colour(mix(stone, "#0a0c14", 0.55), max(bright - 0.2, 0.05))
        canvas.drawPath(
            shape,
            shaded_paint(
                radial(
                    (0, -roof * 0.45), gap * 2.4, [(0, tone, 1), (0.42, tone, 1), (0.75, mix(tone, dark, 0.7), 1), (1, dark, 1)]
                )
            ),
        )
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        for _ in range(44):
            angle, far = rng.uniform(0.15, 2.95), rng.uniform(1.05, 2.0)
            x, y, w = gap * far * cos(angle), -roof * 0.2 - roof * far * sin(angle) * 0.85, gap * rng.uniform(0.08, 0.26)
            facet = [
                (x - w, y),
                (x - w * 0.2, y - w * 0.7),
                (x + w, y - w * 0.2),
                (x + w * 0.5, y + w * 0.6),
                (x - w * 0.4, y + w * 0.5),
            ]
            canvas.drawPath(poly(facet), paint(lit.colour(stone, rng.choice((0.02, 0.1, bright + 0.35))), 0.3))
        rim = stroke(glow_side, gap * 0.05, 0.12)
        rim.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, gap * 0.03))
        canvas.drawPath(shape, rim)
        canvas.restore()

    site.plane(name, z, painter, roof * 4, below=1.2)


def _vault(rng: Random, gap: float, roof: float, reach: float) -> skia.Path:
    """Rock around an opening: lumpy jambs, a vault, a few stalactites of all sizes."""
    shape = skia.Path()
    shape.moveTo(-reach, 1.1)
    shape.lineTo(-gap * 1.25, 0.4)
    shape.quadTo(-gap * 1.05, 0.1, -gap * rng.uniform(0.95, 1.05), -roof * 0.18)
    count = 13
    for i in range(count):
        at = (i + 1) / (count + 1)
        x, y = -gap * cos(at * tau / 2) * 0.98, -roof * (0.3 + 0.7 * sin(at * tau / 2) ** 0.8) * rng.uniform(0.95, 1.04)
        if 0.15 < at < 0.85 and rng.random() < 0.55:
            drop, w = roof * rng.uniform(0.08, 0.3), gap * rng.uniform(0.035, 0.075)
            shape.lineTo(x - w, y)
            shape.quadTo(x - w * 0.25, y + drop * 0.35, x, y + drop)
            shape.quadTo(x + w * 0.25, y + drop * 0.35, x + w, y)
        else:
            shape.quadTo(x - gap * 0.04, y - roof * 0.04, x, y)
    shape.lineTo(gap * rng.uniform(0.95, 1.05), -roof * 0.18)
    shape.quadTo(gap * 1.05, 0.1, gap * 1.25, 0.4)
    shape.lineTo(reach, 1.1)
    shape.lineTo(reach, -roof * 4)
    shape.lineTo(-reach, -roof * 4)
    shape.close()
    return shape


def _crystals(site: Site, name: str, z: float, spots: list[tuple[float, float]], colour: str) -> None:
    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        for x, h in spots:
            for _ in range(5):
                lean, size = rng.uniform(-0.5, 0.5), h * rng.uniform(0.5, 1.0)
                w = size * 0.16
                tip = (x + lean * size, -size)
                base = x + lean * size * 0.3
                canvas.drawPath(
                    poly(
                        [
                            (base - w, 0.03),
                            (tip[0] - w * 0.7, tip[1] + size * 0.18),
                            tip,
                            (tip[0] + w * 0.7, tip[1] + size * 0.18),
                            (base + w, 0.03),
                        ]
                    ),
                    paint(mix(colour, "#1a2030", 0.35), 0.95),
                )
                canvas.drawPath(
                    poly([(base - w, 0.03), (tip[0] - w * 0.7, tip[1] + size * 0.18), tip, (base, 0.03)]),
                    paint(mix(colour, "#ffffff", 0.35), 0.85),
                )
            glow(canvas, x, -h * 0.5, h * 2.4, colour, 0.4)

    height = max(h for _, h in spots)
    site.plane(name, z, painter, height * 3.5, half=9, below=height * 2)
    for x, h in spots:
        site.lamp(x, h * 0.5, z, colour, h * 1.6)
