# SPDX-License-Identifier: Apache-2.0
"""Furniture as flat painting in metres: shelves, cabinets, tables, beds, pictures. Feet at y = 0."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, linear, poly, puffs, rect, shaded_paint, stroke, turned
from aiprod.shooting.animatic.places.site import Site, slab
from aiprod.shooting.animatic.stage import Lit, paint

BOOKS = ("#8a3f38", "#3f5a6a", "#b58a48", "#4f6a4a", "#6a4a6a", "#c8b48a", "#2f3f4f", "#a86a4a", "#d8cdb4")
Thing = Callable[[skia.Canvas, Lit], None]


def stand(
    site: Site,
    name: str,
    z: float,
    x: float,
    width: float,
    height: float,
    painter: Callable[[skia.Canvas, Lit, Random], None],
    *,
    moving: bool = False,
    shadow: bool = True,
) -> None:
    """Stand a piece of furniture on the floor at (x, z); its painter draws around x = 0."""
    lit = site.lit.at(z)

    def whole(canvas: skia.Canvas, t: float) -> None:
        canvas.save()
        canvas.translate(x, 0)
        painter(canvas, lit, site.rng(name))
        canvas.restore()

    site.plane(name, z, whole, height, half=width / 2 + 0.3, x=x, moving=moving, below=0.25, category="set")
    if shadow:
        site.shadows.append((x, z, width, height))


def box(
    canvas: skia.Canvas,
    lit: Lit,
    left: float,
    top: float,
    right: float,
    bottom: float,
    local: str,
    bright: float = 0.75,
    dark: float = 0.35,
) -> None:
    canvas.drawRect(rect(left, top, right, bottom), shaded_paint(turned(lit, left, right, local, bright, dark)))


def bookcase(
    canvas: skia.Canvas,
    lit: Lit,
    rng: Random,
    left: float,
    right: float,
    height: float,
    wood: str,
    *,
    rows: int = 5,
    full: float = 0.92,
) -> None:
    """Shelves of books, with a few gaps and a vase."""
    box(canvas, lit, left, -height, right, 0, wood, 0.6, 0.3)
    inner_l, inner_r, pitch = left + 0.06, right - 0.06, (height - 0.1) / rows
    canvas.drawRect(rect(inner_l, -height + 0.06, inner_r, -0.1), paint(lit.colour(mix(wood, "#000000", 0.5), 0.25)))
    for j in range(rows):
        floor = -0.1 - j * pitch
        books(canvas, lit, rng, inner_l + 0.02, inner_r - 0.02, floor, pitch * 0.82, full)
        canvas.drawRect(rect(inner_l, floor, inner_r, floor + 0.035), paint(lit.colour(wood, 0.7)))
    canvas.drawRect(rect(left - 0.04, -height - 0.05, right + 0.04, -height + 0.05), paint(lit.colour(wood, 0.8)))


def books(
    canvas: skia.Canvas, lit: Lit, rng: Random, left: float, right: float, floor: float, height: float, full: float = 0.92
) -> None:
    x = left
    while x < right - 0.03:
        if rng.random() > full:
            x += rng.uniform(0.1, 0.35)
            continue
        w, h, local = rng.uniform(0.025, 0.06), height * rng.uniform(0.62, 0.98), rng.choice(BOOKS)
        if x + w > right:
            break
        canvas.drawRect(rect(x, floor - h, x + w, floor), paint(lit.colour(local, rng.uniform(0.45, 0.7))))
        if rng.random() < 0.4:
            canvas.drawRect(rect(x, floor - h * 0.82, x + w, floor - h * 0.74), paint(lit.colour("#e0c88a", 0.7), 0.8))
        x += w + 0.003


def cabinet(
    canvas: skia.Canvas,
    lit: Lit,
    left: float,
    right: float,
    top: float,
    bottom: float,
    local: str,
    doors: int,
    *,
    knobs: str = "#c9a860",
    drawers: bool = False,
) -> None:
    """A run of cupboard doors."""
    box(canvas, lit, left, top, right, bottom, local)
    step = (right - left) / doors
    edge = stroke(lit.colour(mix(local, "#000000", 0.4), 0.4), 0.016, 0.8)
    for i in range(doors):
        a, b = left + i * step + 0.025, left + (i + 1) * step - 0.025
        rows = 3 if drawers and i % 2 else 1
        for j in range(rows):
            t = top + 0.03 + (bottom - top - 0.06) * j / rows
            u = top + 0.03 + (bottom - top - 0.06) * (j + 1) / rows - 0.02
            canvas.drawRect(rect(a, t, b, u), edge)
            canvas.drawRect(
                rect(a + 0.05, t + 0.05, b - 0.05, u - 0.05), paint(lit.colour(mix(local, "#ffffff", 0.12), 0.7), 0.35)
            )
            x = (a + b) / 2 if rows > 1 else (b - 0.07 if i % 2 == 0 else a + 0.07)
            canvas.drawCircle(x, (t + u) / 2, 0.022, paint(lit.colour(knobs, 0.9)))


def picture(canvas: skia.Canvas, lit: Lit, rng: Random, x: float, y: float, w: float, h: float) -> None:
    """A framed landscape or portrait, centre (x, y up)."""
    frame = rng.choice(("#6a4a30", "#2f2a28", "#b58a48", "#e8e0d0"))
    left, top = x - w / 2, -y - h / 2
    canvas.drawRect(rect(left + 0.03, top + 0.05, left + w + 0.05, top + h + 0.06), paint(lit.palette.shadow, 0.28))
    canvas.drawRect(rect(left, top, left + w, top + h), paint(lit.colour(frame, 0.7)))
    canvas.save()
    canvas.clipRect(rect(left + 0.05, top + 0.05, left + w - 0.05, top + h - 0.05))
    sky, land = rng.choice((("#d8c8a0", "#6a7a58"), ("#a8c0c8", "#4f6a7a"), ("#e0b090", "#7a4a48"), ("#efe6d2", "#a06a4a")))
    canvas.drawPaint(paint(lit.colour(sky, 0.7)))
    if rng.random() < 0.65:
        canvas.drawPath(
            poly(
                [
                    (left, top + h),
                    (left, top + h * 0.62),
                    (x - w * 0.1, top + h * 0.45),
                    (x + w * 0.2, top + h * 0.6),
                    (left + w, top + h * 0.5),
                    (left + w, top + h),
                ]
            ),
            paint(lit.colour(land, 0.6)),
        )
        canvas.drawCircle(x + w * 0.2, top + h * 0.3, h * 0.08, paint(lit.colour("#f4e0b0", 0.9)))
    else:
        canvas.drawCircle(x, top + h * 0.4, h * 0.16, paint(lit.colour("#d8a888", 0.7)))
        canvas.drawPath(
            poly(
                [(x - w * 0.3, top + h), (x - w * 0.14, top + h * 0.58), (x + w * 0.14, top + h * 0.58), (x + w * 0.3, top + h)]
            ),
            paint(lit.colour(land, 0.6)),
        )
    canvas.restore()


def table(
    canvas: skia.Canvas, lit: Lit, width: float, depth: float, z: float, wood: str, *, height: float = 0.76, cloth: str = ""
) -> None:
    """A table seen from a standing eye."""
    legs = lit.colour(wood, 0.25)
    for x in (-width / 2 + 0.06, width / 2 - 0.06):
        canvas.drawRect(rect(x - 0.035, -height, x + 0.035, 0.02), paint(legs))
    for x in (-width / 2 + 0.2, width / 2 - 0.2):
        canvas.drawRect(rect(x - 0.025, -height, x + 0.025, -0.12), paint(mix(legs, "#000000", 0.2)))
    top = cloth or wood
    slab(canvas, -width / 2, width / 2, height, depth, z, (lit.colour(top, 0.9), lit.colour(top, 0.45)), 0.3 if cloth else 0.07)


def chair(canvas: skia.Canvas, lit: Lit, x: float, wood: str, *, back: float = 0.95, facing: int = 1) -> None:
    """A chair; `facing` 1 shows its front, −1 its back."""
    tone, dark = lit.colour(wood, 0.65), lit.colour(wood, 0.3)
    for s in (-0.19, 0.19):
        canvas.drawRect(rect(x + s - 0.022, -back, x + s + 0.022, 0.02), paint(tone if facing > 0 else dark))
        canvas.drawRect(rect(x + s * 1.1 - 0.022, -0.45, x + s * 1.1 + 0.022, 0.06), paint(dark))
    for y in (-back + 0.02, -back + 0.2):
        canvas.drawRect(rect(x - 0.2, y, x + 0.2, y + 0.09), paint(tone))
    canvas.drawPath(poly([(x - 0.2, -0.47), (x + 0.2, -0.47), (x + 0.24, -0.4), (x - 0.24, -0.4)]), paint(lit.colour(wood, 0.85)))
    canvas.drawRect(rect(x - 0.24, -0.4, x + 0.24, -0.35), paint(dark))


def pot_plant(canvas: skia.Canvas, lit: Lit, rng: Random, x: float, y: float, size: float, pot: str = "#b06a4a") -> None:
    """A leafy plant in a pot, foot at y (down)."""
    h = size * 0.34
    canvas.drawPath(
        poly([(x - h * 0.55, y - h), (x + h * 0.55, y - h), (x + h * 0.38, y), (x - h * 0.38, y)]),
        shaded_paint(turned(lit, x - h * 0.5, x + h * 0.5, pot)),
    )
    for tone in (0.2, 0.5, 0.8):
        path = skia.Path()
        for _ in range(9):
            dx, up = rng.uniform(-0.42, 0.42) * size, rng.uniform(0.3, 0.68) * size
            path.moveTo(x, y - h)
            path.quadTo(x + dx * 0.2 - size * 0.05, y - h - up, x + dx, y - h - up * 0.9)
            path.quadTo(x + dx * 0.5 + size * 0.06, y - h - up * 0.5, x, y - h)
        canvas.drawPath(path, paint(lit.colour("#4f7a48", tone)))


def sofa(canvas: skia.Canvas, lit: Lit, width: float, local: str, cushions: tuple[str, ...]) -> None:
    w = width / 2
    canvas.drawRoundRect(rect(-w, -0.86, w, -0.1), 0.12, 0.12, shaded_paint(turned(lit, -w, w, local, 0.6, 0.3)))
    for i in range(2):
        a = -w + 0.2 + i * (width - 0.4) / 2
        canvas.drawRoundRect(rect(a, -0.46, a + (width - 0.4) / 2 - 0.03, -0.24), 0.07, 0.07, paint(lit.colour(local, 0.8)))
    canvas.drawRect(rect(-w + 0.05, -0.26, w - 0.05, -0.06), paint(lit.colour(local, 0.25)))
    for s in (-1, 1):
        canvas.drawRoundRect(
            rect(s * w - 0.14 - 0.1 * s, -0.64, s * w + 0.14 - 0.1 * s, -0.04),
            0.1,
            0.1,
            paint(lit.colour(local, 0.55 + 0.25 * s * lit.key_side)),
        )
    for i, colour in enumerate(cushions):
        x = -w * 0.6 + i * w * 1.2 / max(len(cushions) - 1, 1)
        canvas.save()
        canvas.translate(x, -0.62)
        canvas.rotate(-14 + 22 * i)
        canvas.drawRoundRect(rect(-0.2, -0.19, 0.2, 0.19), 0.07, 0.07, paint(lit.colour(colour, 0.75)))
        canvas.restore()
    for x in (-w + 0.15, w - 0.15):
        canvas.drawRect(rect(x - 0.03, -0.08, x + 0.03, 0.02), paint(lit.colour("#3a2a20", 0.4)))


def bed(canvas: skia.Canvas, lit: Lit, z: float, width: float, wood: str, cover: str) -> None:
    """A bed from its side: headboard left, pillow, quilt."""
    w = width / 2
    canvas.drawRoundRect(rect(-w - 0.05, -1.15, -w + 0.09, 0.02), 0.04, 0.04, paint(lit.colour(wood, 0.6)))
    canvas.drawRoundRect(rect(w - 0.06, -0.72, w + 0.06, 0.02), 0.04, 0.04, paint(lit.colour(wood, 0.6)))
    canvas.drawRect(rect(-w, -0.36, w, -0.16), paint(lit.colour(wood, 0.4)))
    shrink = z / (z + 1.3)
    back = -(1.6 - (1.6 - 0.55) * shrink)
    canvas.drawPath(poly([(-w, -0.5), (w, -0.5), (w * 0.97, back), (-w * 0.97, back)]), paint(lit.colour("#efe8dc", 0.85)))
    canvas.drawRoundRect(rect(-w + 0.1, -0.74, -w + 0.62, -0.5), 0.1, 0.1, paint(lit.colour("#f6f0e6", 0.9)))
    path = skia.Path()
    path.moveTo(-w + 0.72, back - 0.02)
    path.quadTo(-w + 0.66, -0.7, -w + 0.74, -0.2)
    path.quadTo(0, -0.14, w - 0.04, -0.2)
    path.lineTo(w * 0.97, back)
    path.close()
    canvas.drawPath(
        path,
        shaded_paint(
            linear(
                (0, back),
                (0, -0.2),
                [(0, lit.colour(cover, 0.9), 1), (0.45, lit.colour(cover, 0.7), 1), (1, lit.colour(cover, 0.35), 1)],
            )
        ),
    )
    for i in range(6):
        x = -w + 0.95 + i * (width - 1.1) / 6
        canvas.drawLine(x, back + 0.03, x - 0.05, -0.22, stroke(lit.colour(mix(cover, "#ffffff", 0.35), 0.7), 0.025, 0.6))


def floor_lamp(canvas: skia.Canvas, lit: Lit, shade: str, on: bool, height: float = 1.6) -> None:
    canvas.drawRect(rect(-0.015, -height + 0.2, 0.015, 0), paint(lit.colour("#3a302a", 0.4)))
    canvas.drawOval(rect(-0.16, -0.03, 0.16, 0.04), paint(lit.colour("#3a302a", 0.4)))
    local = mix(WARM, shade, 0.3) if on else lit.colour(shade, 0.7)
    canvas.drawPath(
        poly([(-0.14, -height - 0.08), (0.14, -height - 0.08), (0.25, -height + 0.28), (-0.25, -height + 0.28)]),
        shaded_paint(
            linear(
                (0, -height - 0.1),
                (0, -height + 0.3),
                [(0, mix(local, "#000000", 0.12), 1), (1, mix(local, "#ffffff", 0.3 if on else 0), 1)],
            )
        ),
    )


def crate(canvas: skia.Canvas, lit: Lit, x: float, y: float, w: float, h: float, wood: str = "#9a7a50") -> None:
    """A crate with its foot at y (down)."""
    box(canvas, lit, x - w / 2, y - h, x + w / 2, y, wood, 0.75, 0.35)
    edge = stroke(lit.colour(mix(wood, "#000000", 0.4), 0.4), 0.02, 0.8)
    for i in range(1, 3):
        canvas.drawLine(x - w / 2, y - h * i / 3, x + w / 2, y - h * i / 3, edge)
    canvas.drawRect(rect(x - w / 2, y - h, x + w / 2, y), edge)
    canvas.drawLine(x - w / 2, y - h, x + w / 2, y, edge)


def jars(canvas: skia.Canvas, lit: Lit, rng: Random, left: float, right: float, floor: float, height: float) -> None:
    """Jars, tins, bowls on a shelf."""
    x = left
    while x < right - 0.1:
        w, h = rng.uniform(0.09, 0.17), height * rng.uniform(0.4, 0.9)
        if x + w > right:
            break
        local = rng.choice(("#d8cdb8", "#b06a4a", "#6a8a8a", "#c89a48", "#8a9a6a", "#e8e4da", "#8a4a3a"))
        canvas.drawRoundRect(rect(x, floor - h, x + w, floor), 0.02, 0.02, shaded_paint(turned(lit, x, x + w, local)))
        if rng.random() < 0.6:
            canvas.drawRect(rect(x + 0.01, floor - h - 0.025, x + w - 0.01, floor - h + 0.01), paint(lit.colour("#8a6a48", 0.6)))
        x += w + rng.uniform(0.02, 0.09)


def shelf(canvas: skia.Canvas, lit: Lit, left: float, right: float, y: float, wood: str) -> None:
    """A wall shelf whose top is y metres up."""
    canvas.drawRect(rect(left, -y, right, -y + 0.045), paint(lit.colour(wood, 0.75)))
    canvas.drawRect(rect(left + 0.03, -y + 0.045, right, -y + 0.12), paint(lit.palette.shadow, 0.2))
    for x in (left + 0.15, right - 0.15):
        canvas.drawPath(poly([(x, -y + 0.04), (x + 0.03, -y + 0.04), (x + 0.03, -y + 0.2)]), paint(lit.colour(wood, 0.4)))


def foliage(canvas: skia.Canvas, lit: Lit, rng: Random, x: float, y: float, size: float, local: str) -> None:
    for tone, scale in ((0.2, 1.0), (0.6, 0.7)):
        canvas.drawPath(
            puffs(rng, x, -y, size * scale, size * 0.7 * scale, 8, size * 0.24 * scale), paint(lit.colour(local, tone))
        )
