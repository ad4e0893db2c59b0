# SPDX-License-Identifier: Apache-2.0
"""Bare land: mountains, desert, snow."""

from __future__ import annotations

from math import sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, linear, poly, shaded_paint, stroke
from aiprod.shooting.animatic.places.country import trail
from aiprod.shooting.animatic.places.site import BIG, SNOW, Site, Texture, ground, half_width
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.terrain import (
    Detail,
    Foot,
    fog_bank,
    grasses,
    hills,
    meadow,
    rocks,
    tree_line,
)
from aiprod.shooting.animatic.places.terrain import (
    mountains as range_of,
)
from aiprod.shooting.animatic.stage import Lit, paint


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
