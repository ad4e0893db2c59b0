# SPDX-License-Identifier: Apache-2.0
"""Places under the open sky: mountains, forest, desert, field, snow, park, road."""

from __future__ import annotations

import itertools
from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, linear, poly, puffs, shaded_paint, stroke
from aiprod.shooting.animatic.places.buildings import facade, fronts, skyline
from aiprod.shooting.animatic.places.sea import BIG, fence
from aiprod.shooting.animatic.places.site import SNOW, Site, Texture, ground, half_width
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import bench_row, lamp_row, poles, railing
from aiprod.shooting.animatic.places.terrain import (
    Detail,
    Foot,
    branch,
    bushes,
    fog_bank,
    grasses,
    hills,
    leaf_colour,
    meadow,
    rocks,
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


def mountains(site: Site) -> None:
    rng = site.rng("layout")
    rock = site.shared_rng("rock").choice(("#7d7f88", "#857a72", "#6f7a86"))
    leaf = "#3f5a44" if not site.snowy else "#36483f"
    sky(site)
    grass = site.earth("#74824e")
    foot = ground(
        site,
        grass,
        trail(site, "#a8946e", 1.3, 40, rng.uniform(-0.5, 0.5), meadow(site, grass, 260, "" if site.snowy else "#e8d8f0")),
    )
    if site.reverse:
        hills(site, "far valley", 700, rng.uniform(60, 90), mix(rock, "#6a7f6a", 0.5), waves=330)
        hills(site, "valley", 420, rng.uniform(36, 52), mix(rock, "#5f7a58", 0.7), waves=190)
    else:
        range_of(site, "far range", 900, rng.uniform(230, 300), rock, spacing=420, snow=0.45)
        range_of(site, "range", 480, rng.uniform(95, 140), rock, spacing=260, snow=0.62)
    range_of(site, "near ridge", 230, rng.uniform(24, 40), mix(rock, "#5a6a4a", 0.4), spacing=110, snow=0.0)
    fog_bank(site, "valley mist", 225, 14, 0.5)
    hills(site, "forest slope", 120, rng.uniform(8, 12), leaf, foot, waves=60, detail=_firs(site, leaf))
    site.place([(rng.choice((-1, 1)) * 12, 0, 48)], BIG)
    tree_line(
        site, "firs", 46, 8.0, leaf, kind="fir", gap=4 if site.reverse else 9, density=0.9 if site.reverse else 0.55, foot=foot
    )
    site.place([(5.4, 0, 9), (-5.4, 0, 8.6), (7, 0, 12)])
    tree_line(site, "near firs", 17, 7.0, leaf, kind="fir", gap=7.5, density=0.35)
    side = rng.choice((-1, 1))
    rocks(
        site,
        "boulders",
        9,
        [(side * 5.2, 2.4, 1.3), (side * 7.4, 3.2, 2.0), (-side * 6, 1.6, 0.8), (-side * 9.5, 2.8, 1.4)],
        rock,
    )
    grasses(site, "alpine grass", 4.4, "#7a8048", height=0.55, gap=2.7, flowers="" if site.snowy else "#e8c8f0")
    grasses(site, "near grass", 2.2, "#5f6a3c", height=0.7, gap=1.5, flowers="" if site.snowy else "#f4e28a")


def _firs(site: Site, leaf: str) -> Detail:
    def detail(canvas: skia.Canvas, line: list[Point], lit: Lit, rng: Random) -> None:
        dark, bright = skia.Path(), skia.Path()
        for x, y in line:
            for _ in range(3):
                px, py, h = x + rng.uniform(-2, 2), y + rng.uniform(0.0, 7.0), rng.uniform(2.6, 4.6)
                tree = [(px - h * 0.2, py), (px, py - h), (px + h * 0.2, py)]
                (dark if rng.random() < 0.6 else bright).addPath(poly(tree))
        canvas.drawPath(dark, paint(lit.colour(site.earth(leaf, 0.2), 0.25)))
        canvas.drawPath(bright, paint(lit.colour(site.earth(leaf, 0.45), 0.7)))

    return detail


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


def desert(site: Site) -> None:
    rng = site.rng("layout")
    sand = site.shared_rng("sand").choice(("#d9ab6a", "#cf9f66", "#d6b07a", "#c98f5a"))
    sky(site)
    side = rng.choice((-1, 1))
    foot = ground(site, site.earth(sand), _ripples(site, sand))
    if site.reverse:
        hills(site, "plateau", 560, rng.uniform(30, 44), mix(sand, "#b07a58", 0.4), waves=420)
    else:
        range_of(site, "mesas", 640, rng.uniform(50, 80), mix(sand, "#a0583a", 0.55), spacing=230)
    dune(site, "erg", 330, rng.uniform(24, 36), sand, foot, 150)
    dune(site, "dunes far", 150, rng.uniform(12, 18), sand, foot, 80)
    site.place([(side * 16, 0, 64)], BIG)
    dune(site, "dunes", 62, rng.uniform(4.5, 6.5), sand, foot, 36)
    if not site.reverse:
        palms(
            site, "palms", 40, [(-side * rng.uniform(9, 14), rng.uniform(6, 8)), (-side * rng.uniform(14, 18), rng.uniform(5, 7))]
        )
    dune(site, "dune near", 26, 1.9, sand, foot, 17)
    site.place([(side * 5.2, 0, 9), (-side * 5.6, 0, 9.6), (side * 7, 0, 12)])
    rocks(
        site, "stones", 10, [(-side * 5.6, 1.7, 0.8), (-side * 7.2, 0.9, 0.45), (side * 8.8, 2.4, 1.3)], mix(sand, "#7a5038", 0.6)
    )
    grasses(site, "dry grass", 3.6, "#a08850", height=0.6, gap=2.2, count=46)
    grasses(site, "near dry grass", 2.1, "#7a653c", height=0.65, gap=1.5, count=34)


def _ripples(site: Site, sand: str) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("ripples")
        for i in range(90):
            z = 1.0 + 0.24 * i + 0.004 * i * i
            x, w = rng.uniform(-1, 1) * (z + 4), rng.uniform(1.0, 3.2)
            near = lit.at(z)
            path = skia.Path()
            path.moveTo(x - w, z)
            path.quadTo(x, z + 0.22, x + w, z + rng.uniform(-0.1, 0.1))
            canvas.drawPath(path, stroke(near.colour(site.earth(sand), 0.28), 0.03 + 0.004 * z, 0.5))

    return texture


def dune(site: Site, name: str, z: float, height: float, sand: str, foot: Foot, waves: float) -> None:
    """Dunes with a sharp crest: one flank in the light, the other in its own shadow."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    crests: list[tuple[float, float, float]] = []
    x = -reach
    while x < reach + waves:
        crests.append((x, height * rng.uniform(0.5, 1.0), waves * rng.uniform(0.8, 1.3)))
        x += waves * rng.uniform(0.45, 0.8)
    crests.sort(key=lambda c: -c[1])
    away = -1 if lit.key_side >= 0 else 1

    def painter(canvas: skia.Canvas, t: float) -> None:
        bottom = foot(z)
        for x, h, w in crests:
            body = skia.Path()
            body.moveTo(x - w, 0.3)
            body.cubicTo(x - w * 0.45, -h * 0.25, x - w * 0.25, -h * 0.98, x, -h)
            body.cubicTo(x + w * 0.2, -h * 0.9, x + w * 0.4, -h * 0.2, x + w, 0.3)
            body.close()
            top = lit.colour(site.earth(sand), 0.85)
            canvas.drawPath(
                body, shaded_paint(linear((0, -h), (0, 0.2), [(0, top, 1), (0.75, mix(top, bottom, 0.6), 1), (1, bottom, 1)]))
            )
            shade = skia.Path()
            shade.moveTo(x, -h)
            shade.cubicTo(x - away * w * 0.02, -h * 0.6, x + away * w * 0.2, -h * 0.35, x + away * w * 0.1, 0.2)
            shade.lineTo(x + away * w, 0.3)
            shade.cubicTo(x + away * w * (0.4 if away > 0 else 0.45), -h * 0.2, x + away * w * 0.22, -h * 0.92, x, -h)
            dark = lit.colour(site.earth(sand), 0.18)
            canvas.drawPath(shade, shaded_paint(linear((0, -h), (0, 0), [(0, dark, 0.8), (0.7, dark, 0.35), (1, dark, 0)])))

    site.plane(name, z, painter, height * 1.1)


def palms(site: Site, name: str, z: float, spots: list[tuple[float, float]]) -> None:
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        rng = site.rng(name)
        for x, h in spots:
            lean = rng.uniform(-0.15, 0.15) * h
            trunk = skia.Path()
            trunk.moveTo(x - 0.2, 0.05)
            trunk.quadTo(x, -h * 0.5, x + lean - 0.08, -h)
            trunk.lineTo(x + lean + 0.1, -h)
            trunk.quadTo(x + 0.25, -h * 0.5, x + 0.25, 0.05)
            canvas.drawPath(trunk, paint(lit.colour("#7a5c3c", 0.5)))
            for tone, count in ((0.2, 6), (0.75, 5)):
                crown = skia.Path()
                for i in range(count):
                    reach = (i / (count - 1) * 2 - 1) * h * 0.42 * rng.uniform(0.85, 1.1)
                    sag = h * rng.uniform(0.02, 0.22) * abs(reach) / (h * 0.42)
                    sway = 0.05 * h * site.windy * sin(t * 1.4 + i)
                    crown.moveTo(x + lean, -h)
                    crown.quadTo(x + lean + reach * 0.5, -h * 1.18, x + lean + reach + sway, -h + sag)
                    crown.quadTo(x + lean + reach * 0.45, -h * 1.04, x + lean, -h)
                canvas.drawPath(crown, paint(lit.colour("#5a7a44", tone)))

    site.plane(name, z, painter, max(h for _, h in spots) * 1.3, half=26, moving=True)
    site.shadows.extend((x, z, 0.6, h) for x, h in spots)


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


def snowfield(site: Site) -> None:
    rng = site.rng("layout")
    sky(site)
    side = rng.choice((-1, 1))
    foot = ground(site, mix(SNOW, "#b8cbe6", 0.4), _drifts(site), exposure=0.85)
    if site.reverse:
        tree_line(site, "dark wood", 90, 12, "#44584e", kind="fir", density=1.2)
    else:
        range_of(site, "far range", 820, rng.uniform(110, 170), "#8a93a2", spacing=380, snow=0.35)
        range_of(site, "ice ridge", 420, rng.uniform(34, 56), "#93a0b0", spacing=200, snow=0.3)
    hills(site, "snow hills", 190, rng.uniform(9, 14), SNOW, foot, waves=120, exposure=1.0)
    tree_line(site, "far firs", 120, 7, "#44584e", kind="fir", density=0.5, gap=6 if site.reverse else 26, foot=foot)
    site.place([(side * 12, 0, 56), (-side * 18, 0, 70)], BIG)
    hills(site, "drift far", 58, 2.6, SNOW, foot, waves=44, exposure=1.0)
    site.place([(side * 5.2, 0, 9), (-side * 5.4, 0, 9.4), (side * 7.2, 0, 12)])
    tree_line(site, "firs", 24, 6.0, "#3d5046", kind="fir", gap=9, density=0.3)
    hills(site, "drift", 21, 0.9, SNOW, foot, waves=17, exposure=1.0)
    rocks(site, "ice blocks", 10.5, [(-side * 6.2, 1.8, 0.9), (side * 7.6, 2.6, 1.5), (side * 9.6, 1.5, 0.8)], "#b8cede")
    drift(site, "near drift", 3.4, 0.62, 2.2)
    drift(site, "nearest drift", 2.0, 0.62, 1.3)


def _drifts(site: Site) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("drifts")
        blue = mix(SNOW, "#7f9cc8", 0.55)
        for _ in range(70):
            z = 1.2 + 50 * rng.random() ** 1.8
            x, w = rng.uniform(-1, 1) * (z + 5), rng.uniform(0.8, 3.2) * (0.6 + z * 0.06)
            ripple = skia.Path()
            ripple.moveTo(x - w, z)
            ripple.quadTo(x - w * 0.2, z + w * 0.22, x + w, z + w * 0.03)
            ripple.quadTo(x + w * 0.1, z + w * 0.02, x - w, z)
            canvas.drawPath(ripple, paint(lit.at(z).colour(blue, 0.6), 0.5))
        for _ in range(50):
            z = 1.2 + 30 * rng.random() ** 1.6
            x, w = rng.uniform(-1, 1) * (z + 5), rng.uniform(0.2, 0.9)
            canvas.drawOval(
                skia.Rect.MakeLTRB(x - w, z - w * 0.1, x + w, z + w * 0.1), paint(lit.at(z).colour("#ffffff", 1.0), 0.6)
            )
        x, z = rng.uniform(-0.4, 0.4), 1.4
        for i in range(46):
            x += 0.06 * sin(i * 0.4)
            foot = 0.13 if i % 2 else -0.13
            canvas.drawOval(
                skia.Rect.MakeLTRB(x + foot - 0.07, z, x + foot + 0.07, z + 0.24), paint(lit.at(z).colour(SNOW, 0.15), 0.5)
            )
            z += 0.42 + 0.01 * i

    return texture


def drift(site: Site, name: str, z: float, height: float, gap: float) -> None:
    """Snow heaped at both edges."""
    lit, reach = site.lit.at(z), half_width(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for s in (-1, 1):
            path = skia.Path()
            path.moveTo(s * gap, 0.1)
            path.cubicTo(s * (gap + 0.8), -0.02, s * (gap + 0.8), -height, s * (gap + 2.2), -height * 0.9)
            path.cubicTo(s * (gap + 3.5), -height * 0.8, s * (gap + 4), -height * 1.1, s * (reach + 1), -height)
            path.lineTo(s * (reach + 1), 0.4)
            path.lineTo(s * gap, 0.4)
            bright = 0.95 if s * lit.key_side < 0 else 0.6
            canvas.drawPath(
                path,
                shaded_paint(linear((0, -height), (0, 0.2), [(0, lit.colour(SNOW, bright), 1), (1, lit.colour(SNOW, 0.4), 1)])),
            )

    site.plane(name, z, painter, height * 1.3, below=0.4)


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
