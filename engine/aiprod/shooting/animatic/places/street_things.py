# SPDX-License-Identifier: Apache-2.0
"""What stands in streets and parks: lamps, benches, railings, poles, cobbles, rails."""

from __future__ import annotations

import itertools
from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, glow, linear, poly, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.site import SNOW, Site, Texture, half_width
from aiprod.shooting.animatic.stage import Lit, View, paint


def lamp_row(site: Site, spots: list[tuple[float, float]], height: float = 3.9) -> None:
    """Street lamps at (x, z); after dark they burn and throw a pool on the ground."""
    for index, (x, z) in enumerate(spots):
        _lamp(site, f"lamp {index}", x, z, height)
        if site.dark:
            site.lamp(x, height - 0.25, z, WARM, 1.5)


def _lamp(site: Site, name: str, x: float, z: float, height: float) -> None:
    lit, on = site.lit.at(z), site.dark

    def painter(canvas: skia.Canvas, t: float) -> None:
        iron = lit.colour("#2f3438", 0.45)
        canvas.translate(x, 0)
        canvas.drawPath(
            poly(
                [
                    (-0.16, 0.05),
                    (-0.1, -0.5),
                    (-0.045, -0.6),
                    (-0.035, -height + 0.5),
                    (0.035, -height + 0.5),
                    (0.045, -0.6),
                    (0.1, -0.5),
                    (0.16, 0.05),
                ]
            ),
            paint(iron),
        )
        head = [(-0.13, -height + 0.48), (-0.22, -height), (0.22, -height), (0.13, -height + 0.48)]
        glass = WARM if on else mix(lit.colour("#d8e0e0", 0.6), lit.palette.sky_low, 0.3)
        canvas.drawPath(poly(head), paint(mix(glass, "#ffffff", 0.3 if on else 0)))
        canvas.drawPath(poly(head), stroke(iron, 0.04))
        canvas.drawPath(poly([(-0.28, -height), (0, -height - 0.26), (0.28, -height)]), paint(iron))
        if site.snowy:
            canvas.drawPath(
                poly([(-0.28, -height - 0.02), (0, -height - 0.32), (0.28, -height - 0.02), (0, -height - 0.2)]),
                paint(lit.colour(SNOW, 0.8)),
            )
        if on:
            glow(canvas, 0, -height + 0.25, 2.6, WARM, 0.5)
            pool = radial((0, 0), 1, [(0, WARM, 0.4), (0.5, WARM, 0.14), (1, WARM, 0)])
            canvas.save()
            canvas.scale(2.6, 2.6 * min(1.6 / z, 0.3))
            canvas.drawCircle(0, 0, 1, shaded_paint(pool, BlendMode=skia.BlendMode.kScreen))
            canvas.restore()

    site.plane(name, z, painter, height + 2.6, half=3.2, x=x, below=0.8, category="prop")
    site.shadows.append((x, z, 0.2, height))


def bench_row(site: Site, spots: list[tuple[float, float]]) -> None:
    """Benches at (x, z)."""
    for index, (x, z) in enumerate(spots):
        lit = site.lit.at(z)

        def painter(canvas: skia.Canvas, t: float, x: float = x, lit: Lit = lit) -> None:
            wood, iron = lit.colour(site.earth("#8a6038", 0.5), 0.6), lit.colour("#2f3236", 0.4)
            for s in (-0.75, 0.75):
                canvas.drawRect(rect(x + s - 0.04, -0.85, x + s + 0.04, 0.03), paint(iron))
            for y in (-0.86, -0.7, -0.56):
                canvas.drawRect(rect(x - 0.95, y, x + 0.95, y + 0.1), paint(wood))
            canvas.drawPath(
                poly([(x - 0.95, -0.46), (x + 0.95, -0.46), (x + 1.0, -0.36), (x - 1.0, -0.36)]),
                paint(mix(wood, "#ffffff", 0.12)),
            )

        site.plane(f"bench {index}", z, painter, 1.0, half=1.2, x=x, category="prop")
        site.shadows.append((x, z, 1.9, 0.8))


def railing(site: Site, name: str, z: float, height: float = 1.0, local: str = "#2f3a3a") -> None:
    lit, reach = site.lit.at(z), half_width(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        tone = lit.colour(local, 0.5)
        path = skia.Path()
        x = -reach
        while x < reach:
            path.addRect(rect(x - 0.018, -height, x + 0.018, 0))
            x += 0.22
        for y in (-height, -height * 0.16):
            path.addRect(rect(-reach, y - 0.03, reach, y + 0.03))
        canvas.drawPath(path, paint(tone))

    site.plane(name, z, painter, height + 0.1)


def poles(site: Site, x: float, depths: list[float], height: float = 7.0) -> None:
    """Telegraph poles along a road; the wires sag from one to the next."""
    for index, z in enumerate(depths):
        lit = site.lit.at(z)

        def painter(canvas: skia.Canvas, t: float, lit: Lit = lit) -> None:
            wood = lit.colour("#5a4638", 0.45)
            canvas.drawPath(poly([(x - 0.12, 0.05), (x - 0.08, -height), (x + 0.08, -height), (x + 0.12, 0.05)]), paint(wood))
            for y in (height - 0.5, height - 1.1):
                canvas.drawRect(rect(x - 0.9, -y, x + 0.9, -y + 0.12), paint(wood))

        site.plane(f"pole {index}", z, painter, height + 0.2, half=1.2, x=x)
        site.shadows.append((x, z, 0.25, height))

    def wires(canvas: skia.Canvas, view: View, t: float) -> None:
        for offset in (-0.8, 0.8):
            for near, far in zip([0.6, *depths], depths, strict=False):
                if near <= view.z + 0.3:
                    near = view.z + 0.3
                if far <= near:
                    continue
                path = skia.Path()
                for i in range(9):
                    at = i / 8
                    z = near + (far - near) * at
                    y = height - 0.5 - 0.9 * 4 * at * (1 - at)
                    point = view.project(x + offset, y, z)
                    path.lineTo(*point) if i else path.moveTo(*point)
                tone = site.lit.at((near + far) / 2).colour("#2a2a2e", 0.2)
                canvas.drawPath(path, stroke(tone, max(0.02 * view.scale((near + far) / 2), 0.7)))

    site.backdrop("wires", depths[-1] + 1, wires, near_z=6.0, far_z=depths[-1])


def cobbles(site: Site, local: str, half: float, far: float = 46.0) -> Texture:
    """Setts: rows of stones, some lighter, some darker, and a gutter in the middle."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("cobbles")
        z = 0.4
        while z < far:
            deep = 0.26 + 0.012 * z
            near = lit.at(z)
            light, dark = skia.Path(), skia.Path()
            x = -half - rng.uniform(0, 0.3)
            while x < half:
                w = rng.uniform(0.24, 0.42) * (1 + z * 0.05)
                pick = rng.random()
                if pick < 0.55:
                    box = rect(x + 0.02, z + 0.02, x + w - 0.02, z + deep - 0.03)
                    (light if pick < 0.27 else dark).addRoundRect(box, 0.06, 0.06)
                x += w
            fade = max(0.0, 1 - z / far) ** 0.7
            canvas.drawPath(light, paint(near.colour(site.earth(local), 0.95), 0.34 * fade))
            canvas.drawPath(dark, paint(near.colour(site.earth(mix(local, "#20202a", 0.4)), 0.5), 0.38 * fade))
            z += deep
        puddles(site, canvas, half)

    return texture


def puddles(site: Site, canvas: skia.Canvas, half: float) -> None:
    """Standing water that mirrors the sky when it rains."""
    if not site.wet:
        return
    rng, lit = site.rng("puddles"), site.lit
    for _ in range(16):
        z = 2.2 + 22 * rng.random() ** 1.5
        x, w = rng.uniform(-half, half), rng.uniform(0.3, 1.0) * (0.7 + z * 0.06)
        path = skia.Path()
        path.setFillType(skia.PathFillType.kWinding)
        for i in range(3):
            cx, r = x + (i - 1) * w * 0.6, w * rng.uniform(0.5, 0.8)
            path.addOval(rect(cx - r, z - r * 0.42, cx + r, z + r * 0.42))
        sky = mix(lit.palette.sky_low, lit.palette.sky_top, 0.35)
        canvas.drawPath(path, paint(mix(sky, lit.palette.haze, 0.2), 0.55))


def string_lights(site: Site, name: str, z: float, y: float, half: float) -> None:
    """Bulbs on a wire across the street; lit after dark."""
    lit, rng = site.lit.at(z), site.rng(name)
    count = 15
    colours = [rng.choice((WARM, "#ffb0a0", "#ffe6bf", "#bfe0c0")) for _ in range(count)]

    def painter(canvas: skia.Canvas, t: float) -> None:
        swing = 0.05 * sin(t * 1.2) * (0.3 + site.windy)
        path = skia.Path()
        path.moveTo(-half, -y)
        path.quadTo(swing * 2, -y + half * 0.32, half, -y)
        canvas.drawPath(path, stroke(lit.colour("#22242a", 0.2), 0.02))
        for i, colour in enumerate(colours):
            at = (i + 0.5) / count
            x = -half + 2 * half * at
            drop = half * 0.32 * 2 * at * (1 - at)
            if site.dark:
                canvas.drawCircle(
                    x,
                    -y + drop + 0.1,
                    0.3,
                    shaded_paint(
                        radial((x, -y + drop + 0.1), 0.3, [(0, colour, 0.5), (1, colour, 0)]), BlendMode=skia.BlendMode.kScreen
                    ),
                )
            canvas.drawCircle(x, -y + drop + 0.1, 0.07, paint(colour if site.dark else lit.colour(colour, 0.7)))

    site.plane(name, z, painter, y + 0.3, half=half + 0.3, below=-y + half * 0.6, moving=True)


def bunting_colours() -> tuple[str, ...]:
    return ("#d8584a", "#e8b84a", "#4a8a8a", "#f0e6d2")


def paving(site: Site, local: str, half: float, kerb: float, road: str, far: float = 90.0, rails: bool = False) -> Texture:
    """A carriageway between two pavements, with kerbs, joints, a crossing and perhaps tram rails."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("paving")
        depths = (0.2, 3.0, 6.0, 10.0, 16.0, 26.0, 45.0, far, 300.0)
        for z0, z1 in itertools.pairwise(depths):
            near = lit.at((z0 * z1) ** 0.5)
            canvas.drawRect(rect(-kerb, z0, kerb, z1), paint(near.colour(site.earth(road, 0.7), 0.5)))
            for s in (-1, 1):
                canvas.drawRect(
                    rect(min(s * kerb, s * (kerb + 0.16)), z0, max(s * kerb, s * (kerb + 0.16)), z1),
                    paint(near.colour(site.earth("#c8c2b8"), 0.85)),
                )
                canvas.drawRect(
                    rect(min(s * kerb, s * (kerb - 0.3)), z0, max(s * kerb, s * (kerb - 0.3)), z1),
                    paint(near.colour("#20222a", 0.3), 0.3),
                )
        for z in range(1, 40):
            tone = lit.at(z).colour(site.earth(mix(local, "#30303a", 0.5)), 0.3)
            for s in (-1, 1):
                canvas.drawRect(
                    rect(min(s * (kerb + 0.16), s * half), z, max(s * (kerb + 0.16), s * half), z + 0.025 + 0.003 * z),
                    paint(tone, 0.5),
                )
        _crossing(site, canvas, kerb, rng.uniform(11.0, 14.0))
        if rails:
            for x in (-1.9, -0.5, 0.5, 1.9):
                canvas.drawRect(rect(x - 0.045, 0.2, x + 0.045, far), paint(lit.at(9).colour("#c0c8d0", 0.9), 0.7))
        puddles(site, canvas, half)

    return texture


def _crossing(site: Site, canvas: skia.Canvas, kerb: float, z: float) -> None:
    count = int(kerb * 2 / 0.9)
    for i in range(count):
        x = -kerb + 0.3 + i * (2 * kerb - 0.3) / count
        canvas.drawRect(rect(x, z, x + 0.45, z + 2.6), paint(site.lit.at(z).colour("#e8e6de", 0.8), 0.75))


def cone(canvas: skia.Canvas, x: float, y: float, width: float, length: float, colour: str, alpha: float) -> None:
    """The cone of light under a lamp at (x, y)."""
    shape = poly([(x - width * 0.12, y), (x + width * 0.12, y), (x + width, y + length), (x - width, y + length)])
    shade = linear((0, y), (0, y + length), [(0, colour, alpha), (0.5, colour, alpha * 0.4), (1, colour, 0)])
    canvas.drawPath(
        shape,
        shaded_paint(
            shade, BlendMode=skia.BlendMode.kScreen, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.08)
        ),
    )
