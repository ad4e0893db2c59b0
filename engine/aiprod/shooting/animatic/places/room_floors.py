# SPDX-License-Identifier: Apache-2.0
"""Floors: planks, tiles, rugs, and patches of floor outside rooms."""

from __future__ import annotations

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import rect
from aiprod.shooting.animatic.places.room_plan import BEHIND
from aiprod.shooting.animatic.places.site import (
    Once,
    Site,
    Texture,
    ground_matrix,
    mirror_lights,
    recorded,
)
from aiprod.shooting.animatic.stage import View, paint


def planks(site: Site, local: str, far: float, half: float = 14.0) -> Texture:
    """Floorboards that run away from the eye."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("planks")
        x = -half
        while x < half:
            w = rng.uniform(0.16, 0.22)
            z = BEHIND
            while z < far:
                length = rng.uniform(1.4, 2.8)
                tone = lit.at(max(z, 1)).colour(local, rng.choice((0.42, 0.55, 0.7)))
                canvas.drawRect(rect(x, z, x + w, min(z + length, far)), paint(tone, 0.5))
                canvas.drawRect(rect(x, min(z + length, far) - 0.02, x + w, min(z + length, far)), paint(lit.palette.shadow, 0.3))
                z += length
            canvas.drawRect(rect(x, BEHIND, x + 0.014, far), paint(lit.palette.shadow, 0.35))
            x += w

    return texture


def tiles(site: Site, local: str, far: float, half: float = 14.0, size: float = 0.5, other: str = "") -> Texture:
    """Square tiles, plain or chequered."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("tiles")
        count = int(half / size)
        for j in range(int((far - BEHIND) / size) + 1):
            z = BEHIND + j * size
            near = lit.at(max(z, 1))
            a, b = skia.Path(), skia.Path()
            for i in range(-count, count):
                box = rect(i * size, z, (i + 1) * size, z + size)
                if (i + j) % 2:
                    a.addRect(box)
                elif rng.random() < 0.4:
                    b.addRect(box)
            canvas.drawPath(a, paint(near.colour(other or mix(local, "#ffffff", 0.18), 0.6), 0.9 if other else 0.4))
            canvas.drawPath(b, paint(near.colour(mix(local, "#000000", 0.15), 0.6), 0.35))
            canvas.drawRect(rect(-half, z, half, z + 0.015), paint(lit.palette.shadow, 0.22))
        for i in range(-count, count):
            canvas.drawRect(rect(i * size, BEHIND, i * size + 0.012, far), paint(lit.palette.shadow, 0.22))

    return texture


def floor_patch(site: Site, name: str, z: float, texture: Texture, far: float) -> None:
    """A piece of floor in perspective over what lies behind it (a deck, a terrace, a quay)."""
    picture = Once(lambda: recorded(texture))

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        canvas.save()
        canvas.concat(ground_matrix(view))
        canvas.drawPicture(picture())
        canvas.restore()
        if site.wet:
            mirror_lights(site, canvas, view, 0.0, 0.6)

    site.backdrop(name, z, painter, near_z=1.0, far_z=far)


def rug(site: Site, local: str, x: float, z: float, w: float, d: float, under: Texture) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        under(canvas)
        for inset, colour in (
            (0.0, local),
            (0.14, mix(local, "#f0e0c0", 0.6)),
            (0.2, local),
            (0.5, mix(local, "#2a1a2a", 0.4)),
            (0.56, local),
        ):
            canvas.drawRoundRect(
                rect(x - w / 2 + inset, z - d / 2 + inset, x + w / 2 - inset, z + d / 2 - inset),
                0.05,
                0.05,
                paint(lit.at(z).colour(colour, 0.6)),
            )

    return texture
