# SPDX-License-Identifier: Apache-2.0
"""Houses and façades, drawn flat in metres (x along the wall, y down); streets lay them in perspective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, linear, poly, rect, rim_line, shaded_paint, stroke, window_light
from aiprod.shooting.animatic.places.site import SNOW, Once, Reflex, Site, half_width, recorded, surface_matrix
from aiprod.shooting.animatic.stage import Lit, View, paint

VILLAGE = ("#efe3cc", "#e6cfa6", "#d9b48a", "#e9dcd0", "#cfd2c4", "#d8a58a", "#f2ead8", "#c9b79c")
STONE = ("#d8cdb8", "#cfc2ab", "#c4b8a6", "#d9d2c6", "#b9ab98")
BRICK = ("#a3593f", "#8f4f3c", "#b06a4a", "#7d4a40")
MODERN = ("#8a98a6", "#76858f", "#9aa0a8", "#6a7680")
ROOFS = ("#9a5443", "#a8634a", "#6a5a58", "#7d4f44", "#5a6068")
SHUTTERS = ("#4f7a8a", "#6a8a5a", "#a04a3c", "#3f5a7a", "#7a5a8a", "#c08a3c")


@dataclass(frozen=True)
class Front:
    """One façade: where it stands along its wall and what it is like."""

    left: float
    right: float
    height: float
    wall: str
    style: str
    """village, stone, brick or modern"""
    roof: str
    trim: str
    shop: bool
    seed: int

    @property
    def width(self) -> float:
        return self.right - self.left


def fronts(
    rng: Random,
    left: float,
    right: float,
    style: str,
    height: tuple[float, float],
    width: tuple[float, float],
    shops: float = 0.5,
) -> list[Front]:
    """A closed row of façades from `left` to `right`."""
    found, x = [], left
    while x < right - 0.5:
        w = min(rng.uniform(*width), right - x)
        kind = rng.choice(("stone", "stone", "brick", "modern")) if style == "city" else style
        walls = {"village": VILLAGE, "stone": STONE, "brick": BRICK, "modern": MODERN}[kind]
        found.append(
            Front(
                x,
                x + w,
                rng.uniform(*height),
                rng.choice(walls),
                kind,
                rng.choice(ROOFS),
                rng.choice(SHUTTERS),
                rng.random() < shops,
                rng.randrange(1 << 30),
            )
        )
        x += w
    return found


def facade(canvas: skia.Canvas, site: Site, front: Front, lit: Lit, exposure: float, gable: bool = False) -> None:
    """Paint one façade with its foot at y = 0."""
    rng = Random(front.seed)
    left, right, h = front.left, front.right, front.height
    wall = site.earth(front.wall, 0.12)
    top, low = lit.colour(wall, min(exposure + 0.12, 1)), lit.colour(wall, max(exposure - 0.18, 0.05))
    canvas.drawRect(rect(left, -h, right, 0.2), shaded_paint(linear((0, -h), (0, 0), [(0, top, 1), (1, low, 1)])))
    storey = 3.3 if front.style != "village" else 2.8
    ground_floor = 3.6 if front.shop else storey
    if front.style == "brick":
        _courses(canvas, rng, front, lit, exposure)
    _windows(canvas, site, rng, front, lit, exposure, storey, ground_floor)
    if front.shop:
        _shop(canvas, site, rng, front, lit, exposure)
    else:
        _door(canvas, site, rng, front, lit, exposure)
    _roof(canvas, site, rng, front, lit, exposure, gable)
    canvas.drawRect(rect(left, -0.35, right, 0.2), paint(lit.colour(mix(front.wall, "#3a3a40", 0.5), exposure * 0.7)))
    canvas.drawRect(rect(right - 0.12, -h, right, 0), paint(lit.palette.shadow, 0.16))


def _courses(canvas: skia.Canvas, rng: Random, front: Front, lit: Lit, exposure: float) -> None:
    tone = lit.colour(mix(front.wall, "#e0c8b0", 0.35), exposure)
    for _ in range(int(front.width * 5)):
        x, y = rng.uniform(front.left, front.right - 0.5), -rng.uniform(0.4, front.height)
        canvas.drawRect(rect(x, y, x + rng.uniform(0.3, 0.7), y + 0.09), paint(tone, 0.35))


def _windows(
    canvas: skia.Canvas, site: Site, rng: Random, front: Front, lit: Lit, exposure: float, storey: float, base: float
) -> None:
    wide = {"village": 0.85, "stone": 1.05, "brick": 1.1, "modern": 2.3}[front.style]
    tall = {"village": 1.2, "stone": 1.95, "brick": 1.7, "modern": 2.3}[front.style]
    columns = max(int(front.width / (wide * (2.2 if front.style != "modern" else 1.18))), 1)
    pitch = front.width / columns
    frame = lit.colour(mix(front.wall, "#ffffff", 0.45), exposure)
    y = -base
    while y - storey * 0.85 > -front.height:
        for i in range(columns):
            x = front.left + pitch * (i + 0.5)
            _window(canvas, site, rng, front, lit, exposure, rect(x - wide / 2, y - 0.75 - tall, x + wide / 2, y - 0.75), frame)
        if front.style == "stone":
            canvas.drawRect(
                rect(front.left, y - 0.12, front.right, y + 0.06), paint(lit.colour(mix(front.wall, "#ffffff", 0.3), exposure))
            )
        y -= storey


def _window(
    canvas: skia.Canvas, site: Site, rng: Random, front: Front, lit: Lit, exposure: float, box: skia.Rect, frame: str
) -> None:
    glass = mix(lit.colour("#3d4c58", 0.35), lit.palette.sky_low, 0.28 * (1 - lit.haze))
    lamp = site.dark and rng.random() < (0.45 if lit.night else 0.3)
    w = box.width()
    canvas.drawRect(box.makeOutset(0.09, 0.09), paint(frame))
    if lamp:
        light = mix(window_light(rng), lit.palette.haze, lit.haze * 0.7)
        canvas.drawRect(
            box,
            shaded_paint(
                linear(
                    (0, box.top()), (0, box.bottom()), [(0, mix(light, "#ffffff", 0.15), 1), (1, mix(light, "#c07830", 0.35), 1)]
                )
            ),
        )
    else:
        canvas.drawRect(
            box,
            shaded_paint(
                linear(
                    (box.left(), box.top()),
                    (box.right(), box.bottom()),
                    [
                        (0, glass, 1),
                        (0.5, mix(glass, "#ffffff", 0.1), 1),
                        (0.52, glass, 1),
                        (1, mix(glass, lit.palette.shadow, 0.4), 1),
                    ],
                )
            ),
        )
    if rng.random() < 0.4:
        curtain = lit.colour("#e8e0d0", 0.5) if not lamp else mix(WARM, "#b06a30", 0.4)
        canvas.drawRect(rect(box.left(), box.top(), box.left() + w * 0.28, box.bottom()), paint(curtain, 0.7))
        canvas.drawRect(rect(box.right() - w * 0.28, box.top(), box.right(), box.bottom()), paint(curtain, 0.7))
    bar = 0.05
    canvas.drawRect(rect(box.centerX() - bar / 2, box.top(), box.centerX() + bar / 2, box.bottom()), paint(frame, 0.9))
    if front.style != "modern":
        middle = box.top() + box.height() * 0.45
        canvas.drawRect(rect(box.left(), middle, box.right(), middle + bar), paint(frame, 0.9))
    if front.style == "village":
        for side in (box.left() - w * 0.5 - 0.08, box.right() + 0.08):
            canvas.drawRect(
                rect(side, box.top() - 0.05, side + w * 0.5, box.bottom() + 0.05), paint(lit.colour(front.trim, exposure))
            )
        if rng.random() < 0.45 and not site.snowy:
            canvas.drawRect(
                rect(box.left() - 0.1, box.bottom() + 0.05, box.right() + 0.1, box.bottom() + 0.22),
                paint(lit.colour("#7a4a34", exposure)),
            )
            for i in range(6):
                canvas.drawCircle(
                    box.left() + w * (i + 0.5) / 6,
                    box.bottom() + 0.02,
                    0.11,
                    paint(lit.colour(rng.choice(("#d84a5a", "#e8a0b0", "#5a8a40", "#5a8a40")), exposure + 0.2)),
                )
    if front.style == "stone" and rng.random() < 0.5:
        rail = lit.colour("#2c2c34", 0.3)
        canvas.drawRect(rect(box.left() - 0.2, box.bottom() - 0.62, box.right() + 0.2, box.bottom() - 0.56), paint(rail))
        for i in range(9):
            x = box.left() - 0.18 + (w + 0.36) * i / 8
            canvas.drawRect(rect(x - 0.015, box.bottom() - 0.6, x + 0.015, box.bottom() + 0.05), paint(rail))
    canvas.drawRect(
        rect(box.left() - 0.14, box.bottom() + 0.02, box.right() + 0.14, box.bottom() + 0.12),
        paint(lit.colour(SNOW if site.snowy else mix(front.wall, "#ffffff", 0.25), exposure)),
    )


def _shop(canvas: skia.Canvas, site: Site, rng: Random, front: Front, lit: Lit, exposure: float) -> None:
    left, right = front.left + 0.3, front.right - 0.3
    paintwork = lit.colour(front.trim, exposure * 0.8)
    canvas.drawRect(rect(left, -3.4, right, 0), paint(paintwork))
    light = (
        mix(WARM, lit.palette.haze, lit.haze * 0.7) if site.dark else mix(lit.colour("#5a6a70", 0.5), lit.palette.sky_low, 0.25)
    )
    door = left + (right - left) * rng.choice((0.12, 0.5, 0.84))
    panes = [(left + 0.2, door - 0.6), (door + 0.6, right - 0.2)]
    for a, b in panes:
        if b - a > 0.5:
            canvas.drawRect(
                rect(a, -2.5, b, -0.5),
                shaded_paint(
                    linear(
                        (0, -2.5),
                        (0, -0.5),
                        [(0, mix(light, "#ffffff", 0.2), 1), (1, mix(light, "#8a5a30", 0.35 if site.dark else 0.1), 1)],
                    )
                ),
            )
            x = a + 0.15
            while x < b - 0.3:
                h = rng.uniform(0.2, 0.7)
                canvas.drawRect(
                    rect(x, -0.5 - h, x + 0.28, -0.5),
                    paint(lit.colour(rng.choice(("#8a4a3a", "#3f5a5a", "#b08a4a", "#d8d0c0")), 0.4), 0.8),
                )
                x += rng.uniform(0.35, 0.7)
    canvas.drawRect(rect(door - 0.42, -2.4, door + 0.42, 0), paint(lit.colour(mix(front.trim, "#20181a", 0.4), exposure)))
    canvas.drawRect(rect(door - 0.3, -2.2, door + 0.3, -0.9), paint(light))
    canvas.drawRect(
        rect(left, -3.35, right, -2.75),
        paint(lit.colour(mix(front.trim, "#ffffff", 0.82 if rng.random() < 0.5 else 0.12), exposure)),
    )
    x = left + (right - left) * 0.3
    while x < left + (right - left) * 0.7:
        w = rng.uniform(0.12, 0.3)
        canvas.drawRect(rect(x, -3.18, x + w, -2.93), paint(lit.colour(mix(front.trim, "#20181a", 0.3), exposure), 0.85))
        x += w + 0.1
    if rng.random() < 0.65:
        _awning(canvas, rng, left, right, lit, exposure, front.trim, site.snowy)


def _awning(
    canvas: skia.Canvas, rng: Random, left: float, right: float, lit: Lit, exposure: float, trim: str, snow: bool
) -> None:
    count = max(int((right - left) / 0.45), 3)
    pale = SNOW if snow else "#f0e6d2"
    for i in range(count):
        x0, x1 = left + (right - left) * i / count, left + (right - left) * (i + 1) / count
        local = trim if i % 2 else pale
        canvas.drawPath(
            poly([(x0, -2.95), (x1, -2.95), (x1 + 0.02, -2.3), (x0 - 0.02, -2.3)]), paint(lit.colour(local, exposure + 0.15))
        )
        canvas.drawArc(rect(x0 - 0.02, -2.42, x1 + 0.02, -2.16), 0, 180, True, paint(lit.colour(local, exposure)))
    canvas.drawRect(rect(left, -2.15, right, -1.75), paint(lit.palette.shadow, 0.22))


def _door(canvas: skia.Canvas, site: Site, rng: Random, front: Front, lit: Lit, exposure: float) -> None:
    x = front.left + front.width * rng.choice((0.25, 0.5, 0.75))
    canvas.drawRect(rect(x - 0.62, -2.45, x + 0.62, 0), paint(lit.colour(mix(front.wall, "#ffffff", 0.4), exposure)))
    canvas.drawRect(rect(x - 0.48, -2.3, x + 0.48, 0), paint(lit.colour(front.trim, exposure * 0.8)))
    fan = WARM if site.dark else mix(lit.colour("#43525c", 0.4), lit.palette.sky_low, 0.2)
    canvas.drawRect(rect(x - 0.4, -2.22, x + 0.4, -1.9), paint(fan))
    canvas.drawRect(rect(x - 0.75, -0.14, x + 0.75, 0.08), paint(lit.colour(site.earth("#a8a094"), exposure)))


def _roof(canvas: skia.Canvas, site: Site, rng: Random, front: Front, lit: Lit, exposure: float, gable: bool) -> None:
    left, right, h = front.left, front.right, front.height
    local = site.earth(front.roof, 0.92)
    if front.style == "modern":
        canvas.drawRect(
            rect(left - 0.1, -h - 0.35, right + 0.1, -h + 0.1), paint(lit.colour(mix(front.wall, "#ffffff", 0.2), exposure))
        )
        return
    rise = min(front.width * 0.5, 3.2) if gable else (2.2 if front.style == "stone" else 1.5)
    over = 0.3
    shape = (
        [(left - over, -h + 0.05), ((left + right) / 2, -h - rise), (right + over, -h + 0.05)]
        if gable
        else [
            (left - over, -h + 0.05),
            (left + rise * 0.28, -h - rise),
            (right - rise * 0.28, -h - rise),
            (right + over, -h + 0.05),
        ]
    )
    if gable:
        canvas.drawPath(poly(shape), paint(lit.colour(site.earth(front.wall, 0.12), exposure)))
        for a, b in ((shape[0], shape[1]), (shape[1], shape[2])):
            canvas.drawPath(poly([a, b, (b[0], b[1] - 0.32), (a[0], a[1] - 0.28)]), paint(lit.colour(local, exposure + 0.1)))
    else:
        canvas.drawPath(
            poly(shape),
            shaded_paint(
                linear(
                    (0, -h - rise),
                    (0, -h),
                    [(0, lit.colour(local, exposure + 0.2), 1), (1, lit.colour(local, exposure - 0.1), 1)],
                )
            ),
        )
        for i in range(1, 4):
            y = -h - rise * i / 4
            canvas.drawLine(
                left - over * (1 - i / 4), y, right + over * (1 - i / 4), y, stroke(lit.colour(local, 0.1), 0.04, 0.35)
            )
    rim_line(canvas, shape[:3], lit, 0.06, 0.7)
    if rng.random() < 0.8:
        x, top = left + front.width * rng.uniform(0.15, 0.8), -h - rise * (0.5 if gable else 0.9)
        canvas.drawRect(
            rect(x, top - 0.9, x + 0.6, top + rise * 0.4),
            paint(lit.colour("#8a5a48" if front.style != "stone" else front.wall, exposure)),
        )
        canvas.drawRect(
            rect(x - 0.06, top - 1.0, x + 0.66, top - 0.85), paint(lit.colour(SNOW if site.snowy else "#6a4a40", exposure))
        )


def row(site: Site, name: str, z: float, houses: list[Front], *, gable: bool = False, exposure: float = 0.55) -> None:
    """A row of façades that face the camera at depth `z`. Their shops are mirrored on wet ground."""
    lit = site.lit.at(z)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for front in houses:
            facade(canvas, site, front, lit, exposure, gable and front.style == "village")

    site.plane(name, z, painter, max(f.height for f in houses) + 5.0)
    if site.dark:
        for front in houses:
            if front.shop and abs(front.left) < z * 1.5:
                site.reflexes.append(Reflex((front.left + front.right) / 2, z, 0.4, 2.6, front.width * 0.55, WARM, 0.42))
                site.practicals.append(((front.left + front.right) / 2, 1.6, z - 0.1, WARM, 2.4))


def wall_exposure(lit: Lit, side: int) -> float:
    """How much key a street wall on this side (−1 left, 1 right) gets: it faces the other way."""
    return 0.45 - 0.33 * side * lit.key_side


def street_walls(site: Site, name: str, x: float, houses: dict[int, list[Front]], z: float) -> None:
    """Rows of façades along both sides of a street (at ±x), in perspective from front to back."""
    pictures: list[tuple[int, float, Once]] = []
    for side, row_of in houses.items():
        for front in sorted(row_of, key=lambda f: -f.left):
            pictures.append((side, front.left, Once(_front_picture(site, front, side))))
            if site.dark and front.shop and front.left > 4:
                site.reflexes.append(Reflex(side * x * 0.95, (front.left + front.right) / 2, 0.4, 2.6, 1.6, WARM, 0.4))

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        for side, _, picture in sorted(pictures, key=lambda p: -p[1]):
            canvas.save()
            canvas.concat(surface_matrix(view, (side * x, 0, 0), (0, 0, 1), (0, -1, 0)))
            canvas.drawPicture(picture())
            canvas.restore()

    site.backdrop(name, z, painter, near_z=4.0, far_z=z)


def _front_picture(site: Site, front: Front, side: int) -> Callable[[], skia.Picture]:
    lit = site.lit.at((front.left + front.right) / 2)
    return lambda: recorded(lambda canvas: facade(canvas, site, front, lit, wall_exposure(lit, side)))


def skyline(
    site: Site, name: str, z: float, height: float, *, base: float = 0.0, density: float = 1.0, lights: float = 0.35
) -> None:
    """A town far away: blocks, spires and, after dark, a scatter of lit windows."""
    lit, reach, rng = site.lit.at(z), half_width(z), site.rng(name)
    blocks, x = [], -reach
    while x < reach:
        w = rng.uniform(0.2, 0.55) * height / density
        blocks.append((x, w, height * rng.choice((rng.uniform(0.35, 0.7), rng.uniform(0.5, 1.0))), rng.random()))
        x += w * rng.uniform(0.75, 1.05)

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng(name, "lights")
        body = lit.colour("#6a7280", 0.5)
        for x, w, h, kind in blocks:
            tone = mix(body, lit.colour("#8a8078", 0.7), kind * 0.4)
            canvas.drawRect(
                rect(x, -h - base, x + w, 0.3),
                shaded_paint(linear((0, -h - base), (0, 0), [(0, tone, 1), (1, mix(tone, lit.palette.haze, 0.45), 1)])),
            )
            shade = x if lit.key_side > 0 else x + w * 0.62
            canvas.drawRect(rect(shade, -h - base, shade + w * 0.38, 0.3), paint(lit.palette.shadow, 0.16 * (1 - lit.haze)))
            if kind > 0.86:
                canvas.drawPath(
                    poly([(x + w * 0.2, -h - base), (x + w * 0.5, -h * 1.25 - base), (x + w * 0.8, -h - base)]), paint(tone)
                )
            elif kind > 0.7:
                canvas.drawRect(rect(x + w * 0.48, -h * 1.15 - base, x + w * 0.52, -h - base), paint(tone))
            if site.snowy:
                canvas.drawRect(rect(x, -h - base, x + w, -h - base + height * 0.02), paint(lit.colour(SNOW, 0.7)))
            _block_lights(canvas, site, detail, lit, (x, w, h + base), height, lights)

    site.plane(name, z, painter, height * 1.35 + base)


def _block_lights(
    canvas: skia.Canvas, site: Site, rng: Random, lit: Lit, block: tuple[float, float, float], height: float, lights: float
) -> None:
    x, w, h = block
    cell = height * 0.045
    lit_path, dim = skia.Path(), skia.Path()
    for i in range(1, max(int(w / cell), 2)):
        for j in range(1, int(h / cell) - 1):
            if rng.random() < 0.55:
                box = rect(x + i * cell - cell * 0.26, -h + j * cell, x + i * cell + cell * 0.22, -h + j * cell + cell * 0.5)
                (lit_path if site.dark and rng.random() < lights else dim).addRect(box)
    canvas.drawPath(dim, paint(lit.palette.shadow, 0.16 * (1 - lit.haze)))
    canvas.drawPath(lit_path, paint(mix(WARM, lit.palette.haze, lit.haze * 0.5), 0.9))
