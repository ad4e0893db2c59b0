# SPDX-License-Identifier: Apache-2.0
"""Space: the ground of a moon under a planet, and the cabin of a ship."""

from __future__ import annotations

from dataclasses import replace
from math import exp, sin
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay
from aiprod.shooting.animatic.places.brushes import linear, peaks, poly, radial, rect, shaded_paint, stroke, under
from aiprod.shooting.animatic.places.furniture import box, stand
from aiprod.shooting.animatic.places.room_floors import tiles
from aiprod.shooting.animatic.places.room_lights import lamp_glow
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.site import Site, Texture, ground, half_width
from aiprod.shooting.animatic.places.sky import Aperture
from aiprod.shooting.animatic.places.terrain import rocks, shade_faces
from aiprod.shooting.animatic.stage import Lit, View, paint

WORLDS = (
    ("#3f7ab8", "#e8f0f4", "#6a9a5a"),
    ("#c8784a", "#f0c8a0", "#8a4a34"),
    ("#7a6ab8", "#d8c8f0", "#4a3f7a"),
    ("#4aa89a", "#e0f4e8", "#2f6a6a"),
)
SOILS = ("#a8a4a0", "#b0826a", "#8f8ca0", "#a89a80")


def space(site: Site) -> None:
    rng, shared = site.rng("layout"), site.shared_rng("world")
    soil = shared.choice(SOILS)
    side = rng.choice((-1, 1))
    _heavens(site, side)
    lit = sunlit(site)

    def colour(z: float) -> str:
        return mix(lit.colour(soil, 0.72), lit.colour(mix(soil, "#2a2c44", 0.5), 0.4), 1 - exp(-z / 70))

    ground(site, soil, _craters(site, soil), colour_at=colour)
    for name, z, height, bright in (("far rim", 600.0, 60.0, 0.3), ("rim", 240.0, 26.0, 0.42), ("hills", 90.0, 7.0, 0.5)):
        _moon_ridge(site, name, z, height, soil, bright)
    site.place(
        [(side * 10, 0, 46), (-side * 14, 0, 60)],
        ("rocket", "satellite_dish", "spaceship", "castle", "house", "tent", "statue", "tree", "lighthouse"),
    )
    rocks(site, "far rocks", 24, [(side * 9, 2.4, 1.2), (-side * 12, 3.4, 1.9), (side * 15, 1.6, 0.8)], soil)
    site.place([(side * 5.2, 0, 9), (-side * 5.4, 0, 9.6), (side * 7.4, 0, 12)])
    rocks(site, "rocks", 8.4, [(-side * 5.4, 1.8, 0.9), (-side * 7.2, 2.8, 1.6), (side * 6.6, 1.2, 0.6)], soil)
    rocks(
        site,
        "near rocks",
        2.8,
        [(-side * 2.6, 1.3, 0.7), (side * 3.0, 1.6, 0.75), (-side * 4.2, 2.2, 1.1)],
        mix(soil, "#000000", 0.35),
    )


def sunlit(site: Site) -> Lit:
    """Hard light without air: outside it is always day and always night."""
    return replace(site.lit, time=TimeOfDay.AFTERNOON, haze=0.0)


def _heavens(site: Site, side: int, aperture: Aperture | None = None) -> None:
    """Black sky with stars, a band of dust, a planet with its limb of air, the sun."""
    stars = site.shared_rng("stars", site.design.view)
    field = [
        (
            stars.uniform(-2.4, 2.4),
            stars.uniform(-0.6, 1.4),
            stars.choice((0.5, 0.6, 0.8, 1.2, 1.7)),
            stars.uniform(0.3, 1.0),
            stars.choice(("#ffffff", "#ffe8c8", "#c8d8ff")),
        )
        for _ in range(620)
    ]
    tint = site.lit.palette

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        canvas.save()
        if aperture:
            canvas.clipRect(aperture(view))
        area = canvas.getLocalClipBounds()
        deep = mix("#04050c", tint.sky_top, 0.16)
        canvas.drawRect(
            area,
            shaded_paint(linear((0, area.top()), (0, area.bottom()), [(0, "#05060f", 1), (1, mix(deep, tint.sky_low, 0.1), 1)])),
        )
        _dust(canvas, view, site)
        for x, y, size, bright, colour in field:
            px, py = view.width / 2 + view.shift_x + x * view.focal_px, view.horizon - y * view.focal_px
            canvas.drawCircle(px, py, size * view.width / 1300, paint(colour, bright))
        _planet(canvas, view, site, side, aperture is not None)
        canvas.restore()

    site.backdrop("heavens", 2000.0, painter, near_z=1000.0)


def _dust(canvas: skia.Canvas, view: View, site: Site) -> None:
    rng = site.shared_rng("dust", site.design.view)
    tint = site.lit.palette
    colours = (mix("#4a3f8a", tint.sky_low, 0.35), mix("#8a4a6a", tint.key, 0.25), mix("#2f5a8a", tint.ambient, 0.3))
    for i in range(15):
        x = -1.5 + i * 0.21 + rng.uniform(-0.08, 0.08)
        y, r = 0.42 + 0.22 * x + rng.uniform(-0.1, 0.1), rng.uniform(0.1, 0.26)
        px, py = view.width / 2 + view.shift_x + x * view.focal_px, view.horizon - y * view.focal_px
        reach = r * view.focal_px
        shade = radial((px, py), reach, [(0, rng.choice(colours), 0.2), (0.5, rng.choice(colours), 0.08), (1, "#000000", 0)])
        canvas.drawCircle(px, py, reach, shaded_paint(shade, BlendMode=skia.BlendMode.kScreen))


def _planet(canvas: skia.Canvas, view: View, site: Site, side: int, window: bool) -> None:
    rng = site.shared_rng("planet")
    sea, cloud, land = rng.choice(WORLDS)
    x, y, r = side * rng.uniform(0.22, 0.36), rng.uniform(0.2, 0.28), rng.uniform(0.12, 0.19)
    if window:
        x, y, r = side * 0.12, -0.02, 0.13
    elif site.reverse:
        x, y, r = -x * 1.2, y + 0.06, r * 0.4
    px, py, reach = view.width / 2 + view.shift_x + x * view.focal_px, view.horizon - y * view.focal_px, r * view.focal_px
    air = mix(sea, "#ffffff", 0.45)
    canvas.drawCircle(
        px,
        py,
        reach * 1.22,
        shaded_paint(
            radial((px, py), reach * 1.22, [(0.78, air, 0.55), (0.86, air, 0.22), (1, air, 0)]), BlendMode=skia.BlendMode.kScreen
        ),
    )
    disc = skia.Path().addCircle(px, py, reach)
    canvas.save()
    canvas.clipPath(disc, skia.ClipOp.kIntersect, True)
    canvas.drawPaint(paint(sea))
    for i in range(16):
        cx, cy, w = px + rng.uniform(-1, 1) * reach, py + rng.uniform(-1, 1) * reach, reach * rng.uniform(0.1, 0.4)
        tone = land if i % 2 else cloud
        canvas.drawOval(rect(cx - w * 1.6, cy - w * 0.28, cx + w * 1.6, cy + w * 0.28), paint(tone, 0.5 if i % 2 else 0.4))
        canvas.drawOval(rect(cx - w * 0.5, cy - w * 0.5, cx + w * 1.4, cy + w * 0.2), paint(tone, 0.4))
    key = site.lit.key_side
    lx = px + reach * 0.75 * (1 if key >= 0 else -1)
    canvas.drawPaint(
        shaded_paint(
            radial(
                (lx, py - reach * 0.5),
                reach * 1.95,
                [(0, "#ffffff", 0.22), (0.35, "#000010", 0.0), (0.62, "#02030c", 0.72), (1, "#02030c", 0.95)],
            )
        )
    )
    canvas.restore()
    canvas.drawPath(disc, stroke(air, reach * 0.012, 0.5))
    if rng.random() < 0.4:
        canvas.save()
        canvas.translate(px, py)
        canvas.rotate(-18)
        canvas.clipPath(skia.Path().addRect(rect(-reach * 3, 0, reach * 3, reach * 3)), skia.ClipOp.kIntersect, True)
        for k, alpha in ((1.45, 0.5), (1.65, 0.35), (1.8, 0.25)):
            canvas.drawOval(rect(-reach * k, -reach * 0.28 * k, reach * k, reach * 0.28 * k), stroke(cloud, reach * 0.06, alpha))
        canvas.restore()


def _craters(site: Site, soil: str) -> Texture:
    lit = sunlit(site)

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("craters")
        away = 1 if lit.key_side < 0 else -1
        for _ in range(46):
            z = 2.0 + 60 * rng.random() ** 1.7
            x, r = rng.uniform(-1, 1) * (z + 5), rng.uniform(0.2, 0.8) * (0.6 + z * 0.05)
            canvas.drawOval(rect(x - r * 1.12, z - r * 0.92, x + r * 1.12, z + r * 0.92), paint(lit.colour(soil, 0.85), 0.5))
            canvas.drawOval(
                rect(x - r, z - r * 0.8, x + r, z + r * 0.8), paint(mix(lit.colour(soil, 0.12), lit.palette.shadow, 0.4), 0.75)
            )
            canvas.drawOval(
                rect(x - r * 0.8 + away * r * 0.18, z - r * 0.62, x + r * 0.8 + away * r * 0.18, z + r * 0.66),
                paint(lit.colour(soil, 0.5), 0.8),
            )
        for _ in range(120):
            z = 1.2 + 16 * rng.random() ** 1.5
            x, r = rng.uniform(-1, 1) * (z + 4), rng.uniform(0.02, 0.1)
            canvas.drawOval(rect(x - r, z - r * 0.6, x + r, z + r * 0.6), paint(lit.colour(soil, rng.choice((0.1, 0.9))), 0.5))

    return texture


def _moon_ridge(site: Site, name: str, z: float, height: float, soil: str, bright: float) -> None:
    lit, reach = sunlit(site), half_width(z)
    line = peaks(site.rng(name), -reach, reach, height, height * 3.4)

    def painter(canvas: skia.Canvas, t: float) -> None:
        top, low = mix(lit.colour(soil, bright + 0.3), "#23264a", 0.25), mix(lit.colour(soil, bright * 0.7), "#23264a", 0.3)
        shape = under(line, 0.4)
        canvas.drawPath(shape, shaded_paint(linear((0, -height), (0, 0), [(0, top, 1), (1, low, 1)])))
        canvas.save()
        canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
        shade_faces(canvas, line, height, replace(lit, haze=0.0), site.rng(name, "facets"), 0.6)
        canvas.restore()

    site.plane(name, z, painter, height * 1.2)


def spaceship_cabin(site: Site) -> None:
    shared, flip = site.shared_rng("colours"), site.rng("layout").choice((-1, 1))
    light = shared.choice(("#6ad8e8", "#ffb86a", "#8aa8ff", "#8af0b0"))
    hull = shared.choice(("#7fa0b4", "#b0a488", "#8f9cb8"))
    look = Room(
        half=4.6,
        depth=7.8,
        height=2.9,
        wall=hull,
        floor="#5a6068",
        ceiling="#6a7078",
        trim=mix(hull, "#20262c", 0.5),
        frame=mix(hull, "#20262c", 0.6),
    )
    openings = (
        (Opening(-2.9, 2.9, 1.05, 2.5, bars=(4, 1)),)
        if not site.reverse
        else (Opening(flip * 2.7 - 0.6, flip * 2.7 + 0.6, 1.1, 2.3, round=True, bars=(1, 1)),)
    )

    def aperture(view: View) -> skia.Rect:
        found = [view.project(x, y, look.depth) for o in openings for x, y in ((o.left, o.head), (o.right, o.sill))]
        return rect(
            min(x for x, _ in found) - 3, min(y for _, y in found) - 3, max(x for x, _ in found) + 3, max(y for _, y in found) + 3
        )

    _heavens(site, flip, aperture)
    from aiprod.shooting.animatic.places import rooms

    floor = tiles(site, "#606870", look.depth, size=0.9)
    rooms._shell(
        site,
        look,
        floor,
        lambda c, lit: _panels(c, lit, site.rng("left"), hull, light),
        lambda c, lit: _panels(c, lit, site.rng("right"), hull, light),
        (),
        0.5,
    )
    rooms._back_wall(
        site, look, openings, lambda c, lit: _bulkhead(c, lit, site.rng("bulkhead"), hull, light, site.reverse, flip), None
    )
    if not site.reverse:
        stand(site, "console", 7.0, 0, 6.2, 1.3, lambda c, lit, r: _console(c, lit, r, hull, light), shadow=False)
        stand(site, "seat left", 6.1, -2.6, 1.0, 1.4, lambda c, lit, r: _pilot_seat(c, lit, hull))
        stand(site, "seat right", 6.1, 2.6, 1.0, 1.4, lambda c, lit, r: _pilot_seat(c, lit, hull))
        lamp_glow(site, "console light", 0, 0.95, 6.9, 2.6, light, 0.2, flicker=0.05)
    else:
        stand(site, "bunk", 7.2, -flip * 3.6, 1.6, 1.9, lambda c, lit, r: _bunk(c, lit, hull, light))
        stand(site, "container", 6.4, flip * 3.8, 1.0, 1.1, lambda c, lit, r: _container(c, lit, hull, light))
        stand(site, "seat", 5.7, -flip * 3.1, 1.0, 1.6, lambda c, lit, r: _pilot_seat(c, lit, hull))
    _blink(site, light)
    for index, x in enumerate((-2.2, 2.2)):
        lamp_glow(site, f"strip {index}", x, 2.75, 6.2, 1.8, mix(light, "#ffffff", 0.25), 0.42)
    site.place([(-flip * 3.6, 0, 6.0), (flip * 3.6, 0, 5.6), (-flip * 3.0, 0, 6.6)])


def _panels(canvas: skia.Canvas, lit: Lit, rng: Random, hull: str, light: str) -> None:
    z = 0.4
    while z < 7.6:
        w = rng.uniform(0.7, 1.4)
        canvas.drawRect(rect(z, -2.78, z + w, -2.7), paint(light, 0.55))
        canvas.drawRoundRect(rect(z, -2.5, z + w - 0.06, -1.2), 0.08, 0.08, paint(lit.colour(hull, rng.uniform(0.4, 0.65))))
        canvas.drawRoundRect(rect(z, -1.1, z + w - 0.06, -0.25), 0.08, 0.08, paint(lit.colour(mix(hull, "#2a3038", 0.35), 0.5)))
        if rng.random() < 0.6:
            canvas.drawRect(rect(z + 0.1, -2.2, z + w - 0.2, -2.12), paint(light, 0.9))
        for i in range(int(w / 0.16)):
            canvas.drawCircle(
                z + 0.12 + i * 0.14, -1.35, 0.028, paint(rng.choice((light, "#ff7a5a", "#f0e0a0", "#3a4048")), 0.95)
            )
        z += w


def _bulkhead(canvas: skia.Canvas, lit: Lit, rng: Random, hull: str, light: str, reverse: bool, flip: int) -> None:
    accent = "#e0763c" if light != "#ffb86a" else "#3f8a9a"
    canvas.drawRect(rect(-4.6, -2.78, 4.6, -2.7), paint(lit.colour(accent, 0.8)))
    canvas.drawRect(rect(-4.6, -0.3, 4.6, -0.22), paint(lit.colour(accent, 0.7)))
    for x in (-4.2, -3.2, 3.2, 4.2):
        canvas.drawRoundRect(rect(x - 0.42, -2.7, x + 0.42, -0.3), 0.1, 0.1, paint(lit.colour(mix(hull, "#ffffff", 0.1), 0.55)))
        canvas.drawRect(rect(x - 0.3, -2.5, x + 0.3, -2.44), paint(light, 0.85))
    if reverse:
        canvas.drawRoundRect(rect(-1.0, -2.5, 1.0, 0), 0.35, 0.35, paint(lit.colour(mix(hull, "#20262c", 0.5), 0.5)))
        canvas.drawRoundRect(rect(-0.85, -2.36, 0.85, 0), 0.28, 0.28, paint(lit.colour(mix(accent, hull, 0.35), 0.7)))
        canvas.drawRect(rect(-0.012, -2.36, 0.012, 0), paint(lit.palette.shadow, 0.7))
        canvas.drawRect(rect(-0.6, -2.62, 0.6, -2.56), paint(light, 0.95))
        x = -flip * 2.6
        canvas.drawRoundRect(rect(x - 0.9, -2.1, x + 0.9, -1.05), 0.05, 0.05, paint("#0c1a24"))
        for i in range(6):
            canvas.drawRect(
                rect(x - 0.75, -1.98 + i * 0.14, x - 0.75 + rng.uniform(0.4, 1.4), -1.94 + i * 0.14), paint(light, 0.7)
            )


def _console(canvas: skia.Canvas, lit: Lit, rng: Random, hull: str, light: str) -> None:
    canvas.drawPath(
        poly([(-3.0, 0), (-3.0, -0.75), (-2.6, -1.0), (2.6, -1.0), (3.0, -0.75), (3.0, 0)]),
        shaded_paint(
            linear(
                (0, -1),
                (0, 0),
                [(0, lit.colour(mix(hull, "#20262c", 0.3), 0.7), 1), (1, lit.colour(mix(hull, "#20262c", 0.6), 0.3), 1)],
            )
        ),
    )
    for i in range(5):
        x = -2.3 + i * 1.15
        canvas.drawPath(poly([(x - 0.42, -0.94), (x + 0.42, -0.94), (x + 0.46, -0.72), (x - 0.46, -0.72)]), paint("#0c1a24"))
        for j in range(4):
            canvas.drawRect(
                rect(x - 0.36, -0.91 + j * 0.045, x - 0.36 + rng.uniform(0.1, 0.7), -0.89 + j * 0.045),
                paint(rng.choice((light, light, "#ffb06a")), 0.85),
            )
        for j in range(7):
            canvas.drawCircle(x - 0.4 + j * 0.13, -0.62, 0.025, paint(rng.choice((light, "#ff7a5a", "#f0e0a0", "#5a6068")), 0.9))


def _pilot_seat(canvas: skia.Canvas, lit: Lit, hull: str) -> None:
    canvas.drawRoundRect(rect(-0.32, -1.3, 0.32, -0.35), 0.14, 0.14, paint(lit.colour("#3a4048", 0.6)))
    canvas.drawRoundRect(rect(-0.2, -1.45, 0.2, -1.15), 0.1, 0.1, paint(lit.colour("#4a525a", 0.7)))
    box(canvas, lit, -0.38, -0.5, 0.38, -0.32, "#2f353c")
    canvas.drawRect(rect(-0.06, -0.34, 0.06, 0), paint(lit.colour("#5a6068", 0.5)))
    canvas.drawOval(rect(-0.3, -0.06, 0.3, 0.05), paint(lit.colour("#3a4048", 0.4)))


def _bunk(canvas: skia.Canvas, lit: Lit, hull: str, light: str) -> None:
    for y in (0.55, 1.5):
        box(canvas, lit, -0.8, -y, 0.8, -y + 0.14, mix(hull, "#20262c", 0.4))
        canvas.drawRoundRect(rect(-0.74, -y - 0.16, 0.74, -y), 0.07, 0.07, paint(lit.colour("#c8b8a0", 0.7)))
        canvas.drawRoundRect(rect(0.36, -y - 0.26, 0.72, -y - 0.1), 0.06, 0.06, paint(lit.colour("#f0eadc", 0.8)))
        canvas.drawRect(rect(-0.7, -y - 0.62, 0.0, -y - 0.59), paint(light, 0.8))
    for x in (-0.84, 0.8):
        canvas.drawRect(rect(x, -1.75, x + 0.05, 0), paint(lit.colour(mix(hull, "#20262c", 0.6), 0.5)))


def _container(canvas: skia.Canvas, lit: Lit, hull: str, light: str) -> None:
    for left, top, right, bottom in ((-0.5, -0.55, 0.5, 0.0), (-0.36, -1.0, 0.4, -0.55)):
        canvas.drawRoundRect(rect(left, top, right, bottom), 0.06, 0.06, paint(lit.colour(mix(hull, "#e0763c", 0.35), 0.55)))
        canvas.drawRect(rect(left + 0.08, top + 0.1, right - 0.08, top + 0.16), paint(lit.colour("#f0eadc", 0.7), 0.8))
        canvas.drawRect(rect(left + 0.1, bottom - 0.14, left + 0.24, bottom - 0.1), paint(light, 0.9))


def _blink(site: Site, light: str) -> None:
    """Small lamps on the bulkhead that go on and off."""
    rng = site.rng("blink")
    spots = [
        (
            rng.choice((-1, 1)) * rng.uniform(3.0, 4.4),
            rng.uniform(0.5, 2.3),
            rng.uniform(0, 6),
            rng.choice((light, "#ff7a5a", "#f0e0a0")),
        )
        for _ in range(18)
    ]

    def painter(canvas: skia.Canvas, t: float) -> None:
        for x, y, phase, colour in spots:
            if sin(t * 2.2 + phase) > 0:
                canvas.drawCircle(x, -y, 0.035, paint(colour))

    site.plane("blinking lamps", 7.7, painter, 2.6, half=4.6, moving=True)
