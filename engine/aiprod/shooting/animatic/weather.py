# SPDX-License-Identifier: Apache-2.0
"""Weather between the camera and the set: rain and its splashes, snow, drifting fog, leaves in the wind, flashes.

Drops and flakes live in stage metres at several depths, so that they pass before and behind the actors and follow the
camera. Every position is a formula of the seed and the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin
from random import Random
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import SetDesign
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import Gray, Rgba, canvas_on, rgb_of, veil
from aiprod.shooting.animatic.stage import Lit, View, paint

if TYPE_CHECKING:
    import skia

Floats = NDArray[np.float64]
_WIND = {Weather.STORM: 3.2, Weather.RAIN: 0.9, Weather.SNOW: 0.5, Weather.WIND: 3.0}
"""Metres a second, to the right unless the seed says left."""
_BARE = frozenset({"coast", "open_sea", "harbour", "desert", "snowfield", "space", "rooftop", "mountains"})
"""Places where no leaves fly."""
_NOISE_SIZE = 256


class Effect:
    """Something in the air, at a depth, laid straight over the picture."""

    still = False
    category = "effect"
    name = "effect"

    def __init__(self, depth: float) -> None:
        self.depth = depth

    def z(self, moment: Moment) -> float:
        """Effects keep their distance from the camera: there is always more of them."""
        return moment.state.z + self.depth

    def sprite(self, _moment: Moment) -> None:
        return None

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        raise NotImplementedError


def wind_of(design: SetDesign) -> float:
    """The wind of a place in metres a second, signed."""
    side = 1 if Random(seed_from("wind", design.seed)).random() < 0.5 else -1
    return side * _WIND.get(design.weather, 0.25)


def _dice(seed: int, *names: object) -> np.random.Generator:
    return np.random.default_rng(seed_from("weather", seed, *names))


@dataclass(frozen=True)
class Field:
    """Particles in a box of air at one depth that repeats sideways and downwards."""

    x: Floats
    y: Floats
    width: float
    height: float

    @classmethod
    def scattered(cls, count: int, width: float, height: float, dice: np.random.Generator) -> Field:
        return cls(dice.random(count) * width, dice.random(count) * height, width, height)

    def on_picture(self, view: View, distance: float, across: Floats | float, fallen: Floats | float) -> tuple[Floats, Floats]:
        """Pixels of all particles that have drifted `across` and `fallen` metres."""
        scale = view.focal_px / distance
        centre_x, centre_y = view.x - view.shift_x / scale, view.y + view.shift_y / scale
        x = np.mod(self.x + across - centre_x, self.width) - self.width / 2
        y = np.mod(self.y - fallen - centre_y, self.height) - self.height / 2
        return view.width / 2 + x * scale, view.height / 2 - y * scale


def _field(move_view: View, distance: float, density: float, dice: np.random.Generator) -> Field:
    """A field a little larger than the picture at a distance; `density` particles for a whole picture."""
    width = move_view.width * distance / move_view.focal_px * 1.3
    height = move_view.height * distance / move_view.focal_px * 1.3
    return Field.scattered(max(1, round(density * 1.69)), width, height, dice)


class Rain(Effect):
    """A curtain of streaks, as long as a drop falls during the exposure."""

    name = "rain"
    _FALL = 7.5

    def __init__(self, depth: float, density: float, design: SetDesign, lit: Lit, view: View) -> None:
        super().__init__(depth)
        self._field = _field(view, depth, density, _dice(design.seed, "rain", depth))
        self._speed = 0.85 + 0.3 * _dice(design.seed, "speed", depth).random(len(self._field.x))
        self._slant = wind_of(design) / self._FALL
        level = 0.5 if lit.night else 0.75
        self._colour = mix(lit.palette.sky_low, "#e8f0fa", level * 0.8)
        self._alpha = 0.30 if depth > 4 else 0.22

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        import skia

        view, fallen = moment.view, self._FALL * self._speed * moment.t
        x, y = self._field.on_picture(view, self.depth, fallen * self._slant, fallen)
        scale = view.focal_px / self.depth
        length = min(0.22 * scale, view.height * 0.16)
        ends_x, ends_y = x + length * self._slant, y + length
        points = np.stack([x, y, ends_x, ends_y], axis=1).reshape(-1, 2)
        width = min(max(0.004 * scale, view.width / 1700), view.width / 420)
        brush = paint(
            self._colour, self._alpha, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=skia.Paint.kRound_Cap
        )
        surface = canvas_on(pixels)
        with surface as canvas:
            canvas.drawPoints(skia.Canvas.kLines_PointMode, [skia.Point(float(a), float(b)) for a, b in points], brush)


class Splashes(Effect):
    """Crowns where drops meet the ground around the actors."""

    name = "splashes"
    _LIFE_S = 0.32

    def __init__(self, depth: float, reach: float, count: int, design: SetDesign, lit: Lit, ground_y: float) -> None:
        super().__init__(depth)
        self._seed, self._count, self._reach, self._ground = design.seed, count, reach, ground_y
        self._colour = mix(lit.palette.sky_low, "#eef4fb", 0.4 if lit.night else 0.6)

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        import skia

        brush = paint(self._colour, 0.4, Style=skia.Paint.kStroke_Style, StrokeWidth=max(moment.view.width / 1500, 0.6))
        surface = canvas_on(pixels)
        with surface as canvas:
            for index in range(self._count):
                self._splash(canvas, moment, index, brush)

    def _splash(self, canvas: skia.Canvas, moment: Moment, index: int, brush: skia.Paint) -> None:
        import skia

        turn = moment.t / self._LIFE_S + index * 0.618
        dice = Random(seed_from(self._seed, "splash", self.depth, index, int(turn)))
        age, z = turn % 1.0, self.depth + dice.random() * self._reach
        if z - moment.state.z < 0.6:
            return
        half = z * moment.view.width / moment.view.focal_px * 0.55
        x, y = moment.view.project(moment.view.x + (dice.random() * 2 - 1) * half, self._ground, z)
        if not 0 <= y < moment.view.height + 20:
            return
        radius = moment.view.scale(z) * (0.02 + 0.07 * age)
        flat = radius * max(moment.view.y - self._ground, 0.1) / max(z - moment.state.z, 0.5)
        brush.setAlphaf(0.42 * (1 - age))
        canvas.drawOval(skia.Rect.MakeXYWH(x - radius, y - flat, 2 * radius, 2 * flat), brush)
        if age < 0.5:
            jump = moment.view.scale(z) * 0.06 * sin(pi * age / 0.5)
            canvas.drawLine(x - radius * 0.4, y, x - radius * 0.7, y - jump, brush)
            canvas.drawLine(x + radius * 0.4, y, x + radius * 0.6, y - jump * 1.2, brush)


class Snow(Effect):
    """Flakes that sink and swing."""

    name = "snow"
    _FALL = 0.95

    def __init__(self, depth: float, density: float, design: SetDesign, lit: Lit, view: View) -> None:
        super().__init__(depth)
        dice = _dice(design.seed, "snow", depth)
        self._field = _field(view, depth, density, dice)
        count = len(self._field.x)
        self._speed, self._phase = 0.7 + 0.6 * dice.random(count), dice.random(count) * 2 * pi
        self._size = dice.integers(0, 3, count)
        self._wind = wind_of(design)
        self._colour = mix("#ffffff", lit.palette.ambient, 0.35 if lit.night else 0.1)
        self._near = depth < 2.5

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        import skia

        view, t = moment.view, moment.t
        swing = 0.16 * np.sin(self._phase + t * (0.8 + self._speed))
        x, y = self._field.on_picture(view, self.depth, self._wind * t + swing, self._FALL * self._speed * t)
        scale = view.focal_px / self.depth
        surface = canvas_on(pixels)
        with surface as canvas:
            for size in range(3):
                width = min(max((0.007 + 0.005 * size) * scale, view.width / 900), view.width / 55)
                brush = paint(self._colour, 0.34 if self._near else 0.78, Style=skia.Paint.kStroke_Style, StrokeWidth=width,
                              StrokeCap=skia.Paint.kRound_Cap)  # fmt: skip
                if self._near:
                    brush.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, width * 0.22))
                chosen = self._size == size
                points = [skia.Point(float(a), float(b)) for a, b in zip(x[chosen], y[chosen], strict=True)]
                if self._near:
                    for point in points:
                        canvas.drawPoint(point, brush)
                elif points:
                    canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, brush)


class Fog(Effect):
    """A bank of fog that drifts, thickest near the ground."""

    name = "fog"

    def __init__(self, depth: float, thickness: float, design: SetDesign, lit: Lit, ground_y: float) -> None:
        super().__init__(depth)
        self._thickness, self._ground_y = thickness, ground_y
        self._noise = _clouds(seed_from("fog", design.seed, depth))
        self._drift = wind_of(design) * 0.5 + 0.25
        self._colour = rgb_of(mix(lit.palette.haze, lit.palette.sky_low, 0.35))

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        view = moment.view
        width, height = max(view.width // 8, 16), max(view.height // 8, 9)
        scale = view.focal_px / self.depth
        step = view.width / width / scale
        left = view.x - (view.shift_x + view.width / 2) / scale - self._drift * moment.t
        top = -view.y - (view.shift_y + view.height / 2) / scale
        # One tile of noise spans about one and a half pictures, and its clouds are flat.
        fine = _NOISE_SIZE / (1.5 * self.depth)
        matrix = np.array([[step * fine, 0, left * fine], [0, step * fine * 2.2, top * fine * 2.2]])
        cover = cv2.warpAffine(
            self._noise, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_WRAP
        ).astype(np.float32)
        rows = (np.arange(height, dtype=np.float32) + 0.5) * view.height / height
        above = (view.height / 2 + view.shift_y - rows) / scale + view.y - self._ground_y
        layer = np.exp(-np.clip(above, 0, None) / (1.2 + 0.22 * self.depth)) * 0.85 + 0.15
        # Rows below where the bank meets the ground show ground that lies before it.
        layer *= np.exp(np.clip(above, None, 0) / 0.35)
        small = np.clip(cover * layer[:, None] * self._thickness, 0, 245).astype(np.uint8)
        veil(pixels, cast("Gray", cv2.resize(small, (view.width, view.height), interpolation=cv2.INTER_LINEAR)), self._colour)


def _clouds(seed: int, size: int = _NOISE_SIZE) -> NDArray[np.float32]:
    """Tileable soft noise, 0–255: octaves of blurred white noise on a torus."""
    dice = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    for sigma, weight in ((28.0, 1.0), (12.0, 0.55), (5.0, 0.25)):
        noise = np.tile(dice.standard_normal((size, size), np.float32), (3, 3))
        soft = cv2.GaussianBlur(noise, (0, 0), sigma)[size : 2 * size, size : 2 * size]
        total += weight * soft / float(soft.std())
    return cast("NDArray[np.float32]", np.clip(150 + total * 62, 0, 255).astype(np.float32))


class Leaves(Effect):
    """Leaves and seeds that the wind carries past."""

    name = "leaves"

    def __init__(self, depth: float, count: int, design: SetDesign, lit: Lit, view: View) -> None:
        super().__init__(depth)
        dice = _dice(design.seed, "leaves", depth)
        self._field = _field(view, depth, count, dice)
        self._phase = dice.random(len(self._field.x)) * 2 * pi
        self._pace = 0.7 + 0.7 * dice.random(len(self._field.x))
        self._wind = wind_of(design)
        near = lit.at(depth)
        self._colours = [near.colour(local, 0.7) for local in ("#a8742e", "#8a8f3a", "#b5552d")]

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        import skia

        view, t = moment.view, moment.t
        wave = 0.35 * np.sin(self._phase + t * 2.1 * self._pace)
        x, y = self._field.on_picture(view, self.depth, self._wind * self._pace * t, 0.35 * self._pace * t + wave)
        size = 0.035 * view.focal_px / self.depth
        brushes = [paint(colour, 0.95 if self.depth > 2 else 0.7) for colour in self._colours]
        leaf = skia.Path()
        leaf.moveTo(-1, 0)
        leaf.quadTo(0, -0.7, 1, 0)
        leaf.quadTo(0, 0.5, -1, 0)
        surface = canvas_on(pixels)
        with surface as canvas:
            for index, (px, py) in enumerate(zip(x, y, strict=True)):
                canvas.save()
                canvas.translate(float(px), float(py))
                canvas.rotate(float(np.degrees(self._phase[index] + t * 3 * self._pace[index])))
                canvas.scale(size, size * float(0.3 + 0.7 * abs(np.sin(t * 4 * self._pace[index] + self._phase[index]))))
                canvas.drawPath(leaf, brushes[index % 3])
                canvas.restore()


class Flash(Effect):
    """Lightning that lights the whole scene for an instant, with the strike that the sky shows."""

    name = "flash"

    def __init__(self, design: SetDesign) -> None:
        super().__init__(0.3)
        self._seed = Random(seed_from(design.seed, design.place, "lightning")).randrange(1 << 20)
        self._strength = 0.14 if design.interior else 0.3

    def lay(self, pixels: Rgba, moment: Moment) -> None:
        from aiprod.shooting.animatic.places.sky import flash

        # The sky flickers; the scene takes the light softly, so that the whole picture never strobes.
        level = sum(flash(self._seed, max(moment.t - late, 0.0)) for late in (0.0, 0.04, 0.08)) / 3 * self._strength
        if level > 0.005:
            gain = np.array([1 + level * 0.85, 1 + level, 1 + level * 1.25, 1.0])
            lift = np.array([8, 11, 18, 0]) * level * 2
            cv2.transform(pixels, np.hstack([np.diag(gain), lift[:, None]]), dst=pixels)


def weather_effects(design: SetDesign, lit: Lit, view: View, ground_y: float) -> list[Effect]:
    """What is in the air of a scene, at its depths."""
    if design.place == "space":
        return []
    if design.interior:
        return [Flash(design)] if design.weather is Weather.STORM else []
    makers = {
        Weather.RAIN: _rain, Weather.STORM: _rain, Weather.SNOW: _snow, Weather.FOG: _fog, Weather.WIND: _wind,
    }  # fmt: skip
    made = makers[design.weather](design, lit, view, ground_y) if design.weather in makers else []
    if design.time_of_day is TimeOfDay.DAWN and design.weather in (Weather.CLEAR, Weather.CLOUDY):
        made.append(Fog(42.0, 0.5, design, lit, ground_y))
    return made


def _rain(design: SetDesign, lit: Lit, view: View, ground_y: float) -> list[Effect]:
    heavy = 1.5 if design.weather is Weather.STORM else 1.0
    made: list[Effect] = [Fog(48.0, 0.55, design, lit, ground_y)]
    made += [Rain(depth, count * heavy, design, lit, view) for depth, count in ((16.0, 300), (6.0, 150), (2.2, 36))]
    if design.place not in ("open_sea", "coast"):
        made += [Splashes(z, reach, round(26 * heavy), design, lit, ground_y) for z, reach in ((7.0, 9.0), (2.5, 4.0))]
    return [*made, Flash(design)] if design.weather is Weather.STORM else made


def _snow(design: SetDesign, lit: Lit, view: View, ground_y: float) -> list[Effect]:
    made: list[Effect] = [Fog(60.0, 0.45, design, lit, ground_y)]
    return made + [Snow(depth, count, design, lit, view) for depth, count in ((22.0, 420), (9.0, 190), (3.6, 60), (1.3, 9))]


def _fog(design: SetDesign, lit: Lit, view: View, ground_y: float) -> list[Effect]:
    return [Fog(depth, thick, design, lit, ground_y) for depth, thick in ((70.0, 0.9), (22.0, 0.62), (7.0, 0.34))]


def _wind(design: SetDesign, lit: Lit, view: View, ground_y: float) -> list[Effect]:
    if design.place in _BARE:
        return []
    return [Leaves(depth, count, design, lit, view) for depth, count in ((10.0, 20), (4.0, 8), (1.6, 2))]
