# SPDX-License-Identifier: Apache-2.0
"""Light in the air: halos around lamps, and shafts of the sun through it."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random
from typing import cast

import cv2

from aiprod.film.hashing import seed_from
from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import SetDesign
from aiprod.shooting.animatic.camera import sway
from aiprod.shooting.animatic.layers import Texture, warped
from aiprod.shooting.animatic.lens import Affine, rolled
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import SPOT_PX, Rgba, blank, canvas_on, rgb_of, spot
from aiprod.shooting.animatic.stage import Lit, View
from aiprod.shooting.animatic.weather import Effect

_LAMP = {TimeOfDay.NIGHT: 0.42, TimeOfDay.DUSK: 0.32, TimeOfDay.DAWN: 0.22, TimeOfDay.AFTERNOON: 0.07}
_AIR = {Weather.FOG: 1.7, Weather.RAIN: 1.35, Weather.STORM: 1.3, Weather.SNOW: 1.4}
_REDUCTION = 8


class Halo(Effect):
    """The glow of a lamp in the picture."""

    name = "halo"

    def __init__(self, lamp: tuple[float, float, float, str, float], design: SetDesign, index: int) -> None:
        super().__init__(0)
        self._x, self._y, self._z, self._colour, radius = lamp
        air = 1.0 if design.interior else _AIR.get(design.weather, 1.0)
        self._radius = radius * air
        level = _LAMP.get(design.time_of_day, 0.05)
        self._level = min((max(level, 0.22) if design.interior else level) * air, 0.6)
        self._seed = seed_from("lamp", design.seed, index)

    def z(self, _moment: Moment) -> float:
        return self._z - 0.01

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        view = moment.view
        if moment.distance(self._z) < 0.6:
            return
        x, y = view.project(self._x, self._y, self._z)
        radius = min(self._radius * view.scale(self._z), view.width * 0.45)
        if radius < 1:
            return
        # Steps of a hundredth keep the number of different spots small.
        level = round(self._level * (1 + 0.05 * sway(self._seed, 2.5, moment.t)), 2)
        stops = ((0.0, level), (0.18, 0.45 * level), (0.5, 0.14 * level), (1.0, 0.0))
        texture = Texture(spot(rgb_of(self._colour), stops), SPOT_PX / 2, -1.0, -1.0)
        found = warped(texture, rolled(Affine(radius, 0, x, 0, radius, y), view), view.width, view.height)
        if found is not None:
            found.screen(pixels)


class Shafts(Effect):
    """God rays: soft shafts that fan out from the sun through haze and dust."""

    name = "shafts"

    def __init__(self, design: SetDesign, lit: Lit, strength: float) -> None:
        super().__init__(9.0)
        dice = Random(seed_from("shafts", design.seed))
        self._strength, self._colour = strength, mix(lit.palette.key, lit.palette.sky_low, 0.3)
        self._lit = lit
        self._rays = [(dice.uniform(0, 1), dice.uniform(0.012, 0.05), dice.uniform(0.4, 1.0), dice.random()) for _ in range(13)]

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        view = moment.view
        small = blank(max(view.width // _REDUCTION, 16), max(view.height // _REDUCTION, 9))
        if self._paint(small, view, moment.t):
            light = cv2.GaussianBlur(small, (0, 0), max(small.shape[1] / 130, 0.6))
            light[..., 3] = 0
            cv2.add(pixels, cast("Rgba", cv2.resize(light, (view.width, view.height))), dst=pixels)

    def _paint(self, small: Rgba, view: View, t: float) -> bool:
        import skia

        from aiprod.shooting.animatic.places.sky import sun_direction

        tangent_x, tangent_y = sun_direction(self._lit)
        x = (view.width / 2 + view.shift_x + tangent_x * view.focal_px) / _REDUCTION
        y = (view.horizon - tangent_y * view.focal_px) / _REDUCTION
        height, width = small.shape[:2]
        if not (-0.6 * width < x < 1.6 * width and y < 0.8 * height):
            return False
        reach, value = width * 1.15, int(self._colour[1:], 16)
        surface = canvas_on(small)
        with surface as canvas:
            for place, half, weight, phase in self._rays:
                angle = pi * (0.04 + 0.92 * place) + 0.02 * sin(0.25 * t + phase * 6)
                level = self._strength * weight * (0.75 + 0.25 * sin(0.4 * t + phase * 9))
                stops = [(round(255 * level * share) << 24) | value for share in (0.75, 0.45, 0.0)]
                shader = skia.GradientShader.MakeRadial((x, y), reach, stops, [0.0, 0.4, 1.0])
                path = skia.Path()
                path.moveTo(x, y)
                path.lineTo(x + reach * cos(angle - half), y + reach * sin(angle - half))
                path.lineTo(x + reach * cos(angle + half), y + reach * sin(angle + half))
                path.close()
                canvas.drawPath(path, skia.Paint(Shader=shader, AntiAlias=True, BlendMode=skia.BlendMode.kPlus))
        return True


def light_effects(design: SetDesign, lit: Lit, lamps: tuple[tuple[float, float, float, str, float], ...]) -> list[Effect]:
    """Halos of the lamps and, where the sun stands behind haze, its shafts."""
    made: list[Effect] = [Halo(lamp, design, index) for index, lamp in enumerate(lamps)]
    strength = _shaft_strength(design, lit)
    if strength > 0.03:
        made.append(Shafts(design, lit, strength))
    return made


def _shaft_strength(design: SetDesign, lit: Lit) -> float:
    if design.interior or lit.night or design.place == "space":
        return 0.0
    open_sky = {Weather.CLEAR: 0.6, Weather.WIND: 0.6, Weather.CLOUDY: 0.5, Weather.FOG: 0.5}.get(design.weather, 0.0)
    low_sun = {TimeOfDay.DAWN: 1.0, TimeOfDay.DUSK: 0.8, TimeOfDay.MORNING: 0.7, TimeOfDay.AFTERNOON: 0.6}.get(lit.time, 0.25)
    wooded = 1.5 if design.place in ("forest", "park") else 1.0
    return 0.22 * open_sky * low_sun * lit.backlit * wooded
