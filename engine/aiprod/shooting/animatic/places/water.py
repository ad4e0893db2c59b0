# SPDX-License-Identifier: Apache-2.0
"""Water in perspective: the sky's colours in it, a rolling swell, and the light's path in glints."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi, sin
from random import Random

import skia

from aiprod.film.palettes import mix, scaled
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.places.brushes import lens_path, linear, shaded_paint
from aiprod.shooting.animatic.places.site import Reflex, Site, below_horizon, depth_gradient
from aiprod.shooting.animatic.places.sky import sun_direction, sun_visible
from aiprod.shooting.animatic.stage import Lit, View, paint

WATER_DEPTHS = (1.5, 3.0, 5.0, 8.0, 14.0, 25.0, 50.0, 110.0, 260.0, 900.0)


@dataclass(frozen=True)
class Mark:
    """A stroke on the water: direction from home (x/z), depth, size, phase."""

    direction: float
    z: float
    size: float
    phase: float


@dataclass(frozen=True)
class Water:
    """How a water looks: its own colour, wave height (m), calmness (0 sea … 1 pond)."""

    local: str = "#2f6f7f"
    swell: float = 0.25
    calm: float = 0.0


def water_colour(lit: Lit, look: Water, z: float) -> str:
    """Far water mirrors the low sky, near water the high sky and its own colour."""
    palette = lit.palette
    far = mix(mix(palette.sky_low, palette.key, 0.08), palette.haze, 0.2)
    away = 1.0 - exp(-z / 60.0)
    near = mix(lit.colour(look.local, 0.5), palette.sky_top, 0.45)
    deep = mix(near, palette.shadow, 0.35 if lit.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK) else 0.12)
    close = mix(deep, near, min(z / 14.0, 1.0))
    return mix(close, far, away**0.8)


def _marks(rng: Random, count: int, nearest: float, farthest: float, spread: float = 1.9, centre: float = 0.0) -> list[Mark]:
    low, high = log(nearest), log(farthest)
    made = []
    for _ in range(count):
        z = exp(low + (high - low) * rng.random() ** 0.9)
        made.append(Mark(centre + rng.uniform(-spread, spread), z, rng.uniform(0.5, 1.0), rng.uniform(0, 2 * pi)))
    return made


def water(site: Site, look: Water, *, z: float = 1400.0, y: float = 0.0, nearest: float = 4.0, name: str = "water") -> None:
    """Lay water at height `y` from the nearest depth to the horizon."""
    lit, rng = site.lit, site.rng("water", name)
    rough = 1.0 + 1.6 * site.windy
    swell = _marks(rng, 300, nearest, 420.0)
    shine = _marks(rng, 240, nearest, 420.0)
    sun_x, _ = sun_direction(lit)
    path = _marks(rng, 420, nearest, 700.0, spread=0.32, centre=sun_x * 0.95)
    sparkle = _sparkle(lit)

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        area = below_horizon(canvas, view)
        if area is None:
            return
        canvas.save()
        canvas.clipRect(area)
        canvas.drawRect(area, shaded_paint(depth_gradient(view, lambda d: water_colour(lit, look, d), y, WATER_DEPTHS)))
        dark = mix(scaled(water_colour(lit, look, 6.0), 0.55), lit.palette.shadow, 0.3)
        bright = mix(lit.palette.sky_low, lit.palette.key, 0.25)
        canvas.drawPath(_strokes(view, swell, t, y, look, rough, 2.6), paint(dark, 0.34))
        canvas.drawPath(_strokes(view, shine, t * 1.13 + 9, y, look, rough, 2.0), paint(bright, 0.32))
        _mirrors(site, canvas, view, t, y)
        if sparkle > 0:
            canvas.drawPath(_glints(view, path, t, y, 1.0), paint(mix(lit.palette.key, "#ffffff", 0.25), 0.75 * sparkle))
            canvas.drawPath(_glints(view, path, t + 3.1, y, 0.55), paint(mix(lit.palette.key, "#ffffff", 0.7), 0.9 * sparkle))
        if site.windy > 0.6:
            canvas.drawPath(
                _strokes(view, shine[::3], t * 1.4, y, look, rough, 0.9), paint(mix("#ffffff", lit.palette.haze, 0.35), 0.6)
            )
        canvas.restore()

    site.backdrop(name, z, painter, near_z=nearest, moving=True)


def _sparkle(lit: Lit) -> float:
    open_sky = {Weather.CLEAR: 1.0, Weather.WIND: 0.8, Weather.CLOUDY: 0.3, Weather.FOG: 0.15, Weather.SNOW: 0.1}.get(
        lit.weather, 0.12
    )
    return open_sky * (1.0 if sun_visible(lit) or lit.backlit > 0 else 0.35)


def _strokes(view: View, marks: list[Mark], t: float, y: float, look: Water, rough: float, length: float) -> skia.Path:
    """Crests seen along their length: wide, thin, rising and sinking."""
    shapes = []
    height = view.y - y
    for mark in marks:
        depth = mark.z - view.z
        if depth < 0.6:
            continue
        life = sin(mark.phase + t * (0.7 + 0.5 * mark.size))
        if life < -0.5:
            continue
        x = mark.direction * mark.z + 0.35 * t * (1 - look.calm)
        px, py = view.project(x, y, mark.z - 0.2 * life)
        half = length * mark.size * (0.35 + mark.z * 0.028) * view.focal_px / depth * (0.7 + 0.3 * life)
        if not -half < px < view.width + half:
            continue
        thick = (
            (0.05 + 0.016 * mark.z)
            * (1 - 0.55 * look.calm)
            * rough
            * view.focal_px
            * height
            / (depth * depth)
            * (0.6 + 0.4 * life)
        )
        shapes.append((px, py - look.swell * 0.3 * life * view.focal_px / depth, half, max(min(thick, half * 0.16), 0.35)))
    return lens_path(shapes)


def _glints(view: View, marks: list[Mark], t: float, y: float, size: float) -> skia.Path:
    shapes = []
    unit = view.width / 1300
    for index, mark in enumerate(marks):
        depth = mark.z - view.z
        life = sin(mark.phase * 5 + t * (1.6 + mark.size * 1.7))
        if depth < 0.6 or life < 0.15:
            continue
        # The path narrows far away, where only grazing facets mirror the sun, and breaks up near the eye.
        u = mark.direction + 0.1 * sin(mark.phase + t * 0.4) / (1 + mark.z * 0.05)
        px, py = view.project(u * mark.z, y, mark.z)
        half = (0.1 + 0.014 * mark.z) * mark.size * view.focal_px / depth * life * size
        if not -half < px < view.width + half:
            continue
        thick = max(min(half * 0.14, 5 * unit), 0.55 * unit) * (0.6 + 0.4 * (index % 3 == 0))
        shapes.append((px, py, max(half, 1.2 * unit), thick))
    return lens_path(shapes)


def _mirrors(site: Site, canvas: skia.Canvas, view: View, t: float, y: float) -> None:
    """Lamps and lit windows over the water, as broken columns."""
    for reflex in site.reflexes:
        if reflex.z <= view.z + 1 or not site.dark:
            continue
        canvas.drawPath(_column(view, reflex, t, y), paint(reflex.colour, reflex.alpha))


def _column(view: View, reflex: Reflex, t: float, y: float) -> skia.Path:
    px, top = view.project(reflex.x, y, reflex.z)
    _, bottom = view.project(reflex.x, y - reflex.high * 1.3, reflex.z)
    half = max(reflex.width * view.scale(reflex.z), 1.5)
    count = max(int((bottom - top) / max(half * 0.5, 3)), 4)
    shapes = []
    for i in range(min(count, 26)):
        at = i / count
        sway = sin(i * 2.1 + t * 2.3 + reflex.x) * half * (0.2 + 0.7 * at)
        shapes.append(
            (px + sway, top + (bottom - top) * at, half * (0.7 + 0.5 * sin(i * 3.7 + t * 1.7)) * (1.1 - 0.5 * at), half * 0.16)
        )
    return lens_path(shapes)


def shore_foam(canvas: skia.Canvas, line: list[tuple[float, float]], colour: str, width: float, alpha: float) -> None:
    """A band of foam behind a shoreline given in ground metres."""
    lower = [(x, z + width * (0.6 + 0.4 * sin(x * 1.7))) for x, z in line]
    path = skia.Path()
    path.moveTo(*line[0])
    for point in line[1:]:
        path.lineTo(*point)
    for point in reversed(lower):
        path.lineTo(*point)
    path.close()
    z0, z1 = min(z for _, z in line), max(z for _, z in lower)
    canvas.drawPath(path, shaded_paint(linear((0, z0), (0, z1), [(0, colour, alpha), (1, colour, alpha * 0.15)])))
