# SPDX-License-Identifier: Apache-2.0
"""Lamps in rooms and what they throw."""

from __future__ import annotations

from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import WARM, glow, poly, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.site import (
    Site,
)
from aiprod.shooting.animatic.places.street_things import cone
from aiprod.shooting.animatic.places.windows import daylight
from aiprod.shooting.animatic.stage import paint


def pendant(
    site: Site,
    name: str,
    x: float,
    z: float,
    y: float,
    local: str,
    *,
    ceiling: float = 2.9,
    cone_size: float = 1.3,
    on: bool | None = None,
) -> None:
    """A lamp on its cord, with the cone of its light when it burns."""
    lit = site.lit.at(z)
    burns = (site.dark or daylight(site) < 0.45) if on is None else on
    drop = ceiling - y

    def light(canvas: skia.Canvas, t: float) -> None:
        cone(canvas, x, -y, cone_size, y * 0.95, WARM, 0.3)
        glow(canvas, x, -y + 0.02, 1.1, WARM, 0.42)

    def lamp(canvas: skia.Canvas, t: float) -> None:
        canvas.translate(x, -ceiling)
        canvas.rotate(0.7 * sin(t * 0.8 + x))
        canvas.drawLine(0, -1.5, 0, drop - 0.25, stroke(lit.colour("#2a2420", 0.3), 0.018))
        canvas.drawPath(
            poly([(-0.07, drop - 0.25), (0.07, drop - 0.25), (0.26, drop), (-0.26, drop)]), paint(lit.colour(local, 0.75))
        )
        bulb = mix(WARM, "#ffffff", 0.55) if burns else lit.colour("#e8e4da", 0.7)
        canvas.drawOval(rect(-0.13, drop - 0.05, 0.13, drop + 0.07), paint(bulb))

    site.plane(name, z, lamp, ceiling + 1.0, half=0.45, x=x, moving=True, below=-y + 0.2, category="prop")
    if burns:
        site.plane(f"{name} light", z - 0.01, light, y + 1.2, half=cone_size + 0.4, x=x, category="effect")
        site.lamp(x, y, z, WARM, 1.6)


def lamp_glow(
    site: Site,
    name: str,
    x: float,
    y: float,
    z: float,
    radius: float,
    colour: str = WARM,
    alpha: float = 0.4,
    flicker: float = 0.0,
) -> None:
    """A pool of lamp light in the air and on the wall behind it; a fire flickers."""

    def painter(canvas: skia.Canvas, t: float) -> None:
        level = 1 + flicker * (0.6 * sin(t * 9.1) + 0.4 * sin(t * 23.7 + 1))
        shade = radial((x, -y), radius, [(0, colour, alpha * level), (0.35, colour, alpha * 0.4 * level), (1, colour, 0)])
        canvas.drawCircle(x, -y, radius, shaded_paint(shade, BlendMode=skia.BlendMode.kScreen))

    site.plane(name, z, painter, y + radius, half=radius, x=x, below=radius, moving=flicker > 0, category="effect")
    site.lamp(x, y, z, colour, radius * 0.7)
