# SPDX-License-Identifier: Apache-2.0
"""Places among trees: forest, park."""

from __future__ import annotations

from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, poly, puffs, shaded_paint, stroke
from aiprod.shooting.animatic.places.buildings import skyline
from aiprod.shooting.animatic.places.country import trail
from aiprod.shooting.animatic.places.site import BIG, Site, Texture, ground, half_width
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import bench_row, lamp_row, railing
from aiprod.shooting.animatic.places.terrain import (
    branch,
    bushes,
    fog_bank,
    grasses,
    leaf_colour,
    meadow,
    tree_line,
)
from aiprod.shooting.animatic.stage import Lit, paint


def forest(site: Site) -> None:
    rng = site.rng("layout")
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    bark = site.shared_rng("bark").choice(("#5a4838", "#6a5a4a", "#4a3f38", "#8a8478"))
    sky(site)
    moss = site.earth(mix("#5f6f3c", leaf, 0.3))
    foot = ground(site, moss, trail(site, "#8f7a56", 1.2, 34, rng.uniform(-0.6, 0.6), _litter(site, leaf)))
    tree_line(site, "far wood", 120, 22, leaf, kind="mixed", density=1.5, foot=foot)
    _trunks(site, "trunks far", 52, 26, bark, leaf, density=1.5, gap=3.0)
    fog_bank(site, "wood mist far", 46, 12, 0.5)
    _trunks(site, "trunks", 27, 19, bark, leaf, density=1.0, gap=3.6)
    _beams(site, 24)
    site.place([(rng.choice((-1, 1)) * 6, 0, 20)], BIG)
    bushes(
        site,
        "bushes",
        16,
        [(rng.choice((-1, 1)) * rng.uniform(4, 14), rng.uniform(0.9, 1.9)) for _ in range(8)],
        mix(leaf, "#3f6a3a", 0.4),
    )
    site.place([(4.8, 0, 8.6), (-5, 0, 9), (6.4, 0, 11)])
    fog_bank(site, "wood mist", 14, 4, 0.28)
    _trunks(site, "trunks near", 10.5, 14, bark, leaf, density=0.55, gap=4.2)
    ferns(site, "ferns", 6.2, mix(leaf, "#4f7a3a", 0.5), gap=3.4)
    _trunks(site, "trunk edge", 3.6, 9, mix(bark, "#1a1612", 0.45), leaf, density=0.28, gap=3.1, crown=False)
    ferns(site, "near ferns", 2.6, mix(leaf, "#2f4a2a", 0.6), gap=1.75)
    branch(site, "branch", 2.9, mix(leaf, "#1f2f1c", 0.5), rng.choice((-1, 1)))


def _litter(site: Site, leaf: str) -> Texture:
    base = meadow(site, site.earth(mix("#5f6f3c", leaf, 0.4)), 200)

    def texture(canvas: skia.Canvas) -> None:
        base(canvas)
        rng, lit = site.rng("dapples"), site.lit
        if site.wet or lit.night:
            return
        for _ in range(60):
            z = rng.uniform(2, 24)
            x, r = rng.uniform(-1, 1) * (z + 3), rng.uniform(0.08, 0.2) * (0.6 + 0.09 * z)
            canvas.drawOval(
                skia.Rect.MakeLTRB(x - r * 1.5, z - r, x + r * 1.5, z + r),
                paint(lit.at(z).colour(mix(site.earth("#a8b060"), lit.palette.key, 0.4), 1.0), 0.35),
            )

    return texture


def _trunks(
    site: Site, name: str, z: float, height: float, bark: str, leaf: str, *, density: float, gap: float, crown: bool = True
) -> None:
    """Tall trunks with a canopy that closes the top of the picture."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    spots, x = [], -reach
    while x < reach:
        if abs(x) > gap:
            spots.append((x, rng.uniform(0.016, 0.028) * height * (1.3 if z < 6 else 1.0)))
        x += rng.uniform(0.5, 1.6) * (2.0 + z * 0.075) / density

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "bark")
        for x, w in spots:
            lean = detail.uniform(-0.05, 0.05) * height
            outline = [
                (x - w * 1.7, 0.06),
                (x - w, -height * 0.06),
                (x - w * 0.75 + lean, -height),
                (x + w * 0.75 + lean, -height),
                (x + w, -height * 0.06),
                (x + w * 1.7, 0.06),
            ]
            canvas.drawPath(poly(outline), shaded_paint(_trunk_shade(lit, x, w, bark)))
            for _ in range(5 if z < 14 else 0):
                y, s = -height * detail.uniform(0.02, 0.5), detail.uniform(-0.6, 0.6) * w
                canvas.drawLine(x + s, y, x + s + w * 0.1, y - height * 0.03, stroke(lit.colour(bark, 0.02), w * 0.14, 0.6))
            if detail.random() < 0.6:
                y = -height * detail.uniform(0.25, 0.5)
                canvas.drawPath(
                    poly([(x, y), (x + detail.choice((-1, 1)) * height * 0.14, y - height * 0.1), (x, y - height * 0.025)]),
                    paint(lit.colour(bark, 0.3)),
                )
        if crown:
            _canopy(canvas, site, detail, lit, height, reach, leaf, z)

    site.plane(name, z, painter, height * 1.45, below=0.5)


def _trunk_shade(lit: Lit, x: float, w: float, bark: str) -> skia.Shader:
    bright, dark = lit.colour(bark, 0.85), lit.colour(bark, 0.15)
    a, b = (dark, bright) if lit.key_side >= 0 else (bright, dark)
    return linear((x - w, 0), (x + w, 0), [(0, a, 1), (0.45, mix(a, b, 0.3), 1), (1, b, 1)])


def _canopy(canvas: skia.Canvas, site: Site, rng: Random, lit: Lit, height: float, reach: float, leaf: str, z: float) -> None:
    base, bright = skia.Path(), skia.Path()
    x, size = -reach, height * 0.1
    while x < reach:
        drop = height * rng.uniform(0.5, 0.72) + height * 0.14 * (1 - min(abs(x) / (0.4 * z), 1))
        base.addPath(puffs(rng, x, -drop - height * 0.28, size * 4, height * 0.5, 9, size))
        bright.addPath(puffs(rng, x + lit.key_side * size, -drop - height * 0.24, size * 2, height * 0.2, 7, size * 0.45))
        x += size * rng.uniform(1.6, 2.6)
    base.addRect(skia.Rect.MakeLTRB(-reach, -height * 1.5, reach, -height * 0.95))
    canvas.drawPath(base, paint(lit.colour(site.earth(leaf, 0.25), 0.22)))
    canvas.drawPath(bright, paint(lit.colour(site.earth(leaf, 0.5), 0.75), 0.5))


def _beams(site: Site, z: float) -> None:
    """Shafts of light between the trunks, from the side of the key."""
    lit, rng = site.lit, site.rng("beams")
    if lit.night or site.wet or site.design.weather.value in ("cloudy", "snow"):
        return
    side = 1 if lit.key_side >= 0 else -1
    shafts = [(rng.uniform(-14, 10) * side, rng.uniform(0.5, 1.7), rng.uniform(0.1, 0.22)) for _ in range(7)]

    def painter(canvas: skia.Canvas, t: float) -> None:
        for x, w, alpha in shafts:
            top_x = x + side * 9
            shape = poly([(top_x, -17), (top_x + w * 1.3, -17), (x + w, 0), (x - w * 0.4, 0)])
            canvas.drawPath(
                shape,
                shaded_paint(
                    linear(
                        (0, -17),
                        (0, 0),
                        [(0, lit.palette.key, alpha), (0.7, lit.palette.key, alpha * 0.6), (1, lit.palette.key, 0)],
                    ),
                    BlendMode=skia.BlendMode.kScreen,
                    MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.18),
                ),
            )

    site.plane("beams", z, painter, 17, half=30, category="effect")


def ferns(site: Site, name: str, z: float, local: str, gap: float) -> None:
    lit, reach = site.lit.at(z), z + 4

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        sway = (0.03 + 0.1 * site.windy) * sin(t * 1.3)
        for tone, alpha in ((0.1, 1.0), (0.5, 1.0)):
            path = skia.Path()
            for side in (-1, 1):
                for _ in range(5):
                    x, h = side * rng.uniform(gap, reach), rng.uniform(0.4, 0.8)
                    for i in range(7):
                        bend = (i - 3) / 3 * h * 0.9 + sway
                        tip = (x + bend, -h * (1 - 0.16 * abs(i - 3)))
                        path.moveTo(x, 0.05)
                        path.quadTo(x + bend * 0.3 - 0.06, tip[1] * 0.9, *tip)
                        path.quadTo(x + bend * 0.35 + 0.07, tip[1] * 0.7, x + 0.04, 0.05)
            canvas.drawPath(path, paint(lit.colour(site.earth(local, 0.4), tone), alpha))

    site.plane(name, z, painter, 1.1, half=reach + 1, moving=True)


def park(site: Site) -> None:
    rng = site.rng("layout")
    leaf = leaf_colour(site, site.shared_rng("leaf"))
    side = rng.choice((-1, 1))
    sky(site)
    grass = site.earth("#6f9a48")
    foot = ground(site, grass, trail(site, "#cdb48a", 2.4, 46, rng.uniform(-0.6, 0.6), meadow(site, grass, 200)))
    skyline(site, "town behind", 260, 34)
    tree_line(site, "far trees", 110, 10, leaf, density=1.3, foot=foot)
    site.place([(side * 11, 0, 52)], BIG)
    tree_line(site, "avenue far", 52, 9, leaf, gap=7, density=0.6)
    railing(site, "railing", 36)
    lamp_row(site, [(-4.2, 24), (4.2, 15), (-4.6, 10.5)])
    tree_line(site, "avenue", 26, 8, leaf, gap=6, density=0.35)
    site.place([(side * 7, 0, 16)], ("fountain", "statue", "tree"))
    bench_row(site, [(side * 4.4, 11.5), (-side * 5.6, 16)])
    site.place([(-side * 5, 0, 9), (side * 5.6, 0, 9.6), (-side * 7, 0, 12)])
    bushes(
        site,
        "hedge",
        13,
        [(side * (7 + i * 1.5), 1.1) for i in range(5)] + [(-side * (8 + i * 1.4), 1.2) for i in range(5)],
        mix(leaf, "#3f7a3f", 0.5),
    )
    grasses(
        site,
        "flower bed",
        4.6,
        "#5f8a40",
        height=0.5,
        gap=2.7,
        flowers="" if site.snowy else rng.choice(("#e85a6a", "#f0c040", "#c880e0")),
    )
    grasses(site, "near grass", 2.2, "#4a6a34", height=0.6, gap=1.5, flowers="" if site.snowy else "#ffffff")
    branch(site, "branch", 2.9, mix(leaf, "#1f2f1c", 0.4), side)
