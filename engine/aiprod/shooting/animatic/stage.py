# SPDX-License-Identifier: Apache-2.0
"""The multiplane stage: what painters are given, and what they hand back.

A place is a stack of planes. Most planes are upright cut-outs parallel to the home camera at a depth `z` metres; a painter
draws them once in metres (x right, y DOWN, y = 0 is the ground, up is negative), and the stage projects them through the
camera of each frame, so that parallax is right by construction. Grounds, seas and skies are painted in the view instead,
with the camera at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import Light, Palette, SetDesign

if TYPE_CHECKING:
    import skia

SENSOR_MM = 36.0


@dataclass(frozen=True)
class Lit:
    """The light of a scene as it arrives at one depth. Painters take every colour through it.

    Attributes:
        palette, light: the scene's.
        time, weather: the scene's.
        haze: how much air lies in front of the painted thing, 0 (near) to 1 (lost in the air).
        interior: under a lamp rather than under the sky.
    """

    palette: Palette
    light: Light
    time: TimeOfDay
    weather: Weather
    haze: float = 0.0
    interior: bool = False

    @property
    def key_side(self) -> float:
        """Where the key comes from on the picture: −1 left … 0 front or back … 1 right."""
        from math import radians, sin

        return sin(radians(self.light.azimuth_deg))

    @property
    def backlit(self) -> float:
        """0 when the key is in front of the subject, 1 when it is right behind (rim light)."""
        from math import cos, radians

        return max(0.0, -cos(radians(self.light.azimuth_deg)))

    @property
    def night(self) -> bool:
        return self.time is TimeOfDay.NIGHT

    def colour(self, local: str, exposure: float = 0.6) -> str:
        """A thing's own colour (hex) under this light and air.

        Args:
            local: the colour in white light.
            exposure: how much of the key it gets: 1 full key, 0 only ambient light.
        """
        key = mix("#ffffff", self.palette.key, 0.45)
        ambient = mix("#ffffff", self.palette.ambient, 0.7)
        level = {TimeOfDay.NIGHT: 0.34, TimeOfDay.DUSK: 0.62, TimeOfDay.DAWN: 0.75}.get(self.time, 1.0)
        if self.interior:
            level = max(level, 0.72)
        lit = _multiply(local, key, level * self.light.intensity)
        dim = _multiply(local, ambient, level * 0.45)
        return mix(mix(dim, lit, exposure), self.palette.haze, min(self.haze, 1.0))

    def at(self, z: float) -> Lit:
        """This light with the air that lies between the camera and depth `z`."""
        from dataclasses import replace
        from math import exp

        return replace(self, haze=1.0 - exp(-z * self.light.haze / (25.0 if self.interior else 160.0)))


@lru_cache(maxsize=1 << 16)
def _multiply(first: str, second: str, gain: float) -> str:
    from aiprod.film.palettes import to_hex, to_linear

    red, green, blue = (a * b * gain for a, b in zip(to_linear(first), to_linear(second), strict=True))
    return to_hex((red, green, blue))


def lit_for(design: SetDesign) -> Lit:
    return Lit(design.palette, design.light, design.time_of_day, design.weather, interior=design.interior)


def paint(colour: str, alpha: float = 1.0, **options: object) -> skia.Paint:
    """An anti-aliased Skia paint from a hex colour; `options` as skia.Paint's keywords."""
    import skia

    value = int(colour[1:], 16)
    made = skia.Paint(AntiAlias=True, **options)
    made.setColor((round(255 * min(max(alpha, 0.0), 1.0)) << 24) | value)
    return made


@dataclass(frozen=True)
class View:
    """The camera of one frame, as painters of grounds and skies see it. Pixels: x right, y down.

    Attributes:
        width, height: of the picture.
        focal_px: focal length in pixels.
        x, y, z: camera position in stage metres (y up).
        shift_x, shift_y: where the optical axis meets the picture plane, from its centre, in pixels (pan and tilt).
        roll_deg: roll.
    """

    width: int
    height: int
    focal_px: float
    x: float
    y: float
    z: float
    shift_x: float = 0.0
    shift_y: float = 0.0
    roll_deg: float = 0.0

    def project(self, x: float, y: float, z: float) -> tuple[float, float]:
        """A stage point (y up) in pixels. `z` must lie before the camera."""
        depth = max(z - self.z, 0.05)
        px = self.width / 2 + self.shift_x + self.focal_px * (x - self.x) / depth
        py = self.height / 2 + self.shift_y - self.focal_px * (y - self.y) / depth
        return px, py

    def scale(self, z: float) -> float:
        """Pixels per metre at depth `z`."""
        return self.focal_px / max(z - self.z, 0.05)

    @property
    def horizon(self) -> float:
        """The horizon's pixel row."""
        return self.height / 2 + self.shift_y


Painter = Callable[["skia.Canvas", float], None]
"""Paints a plane in metres at time t (seconds)."""
ViewPainter = Callable[["skia.Canvas", View, float], None]
"""Paints in pixels with the camera at hand at time t (seconds)."""


@dataclass(frozen=True)
class Plane:
    """An upright cut-out at depth `z`.

    Attributes:
        name: for masks and debugging ("far hills", "table").
        z: depth in stage metres.
        paint: paints it in metres, y down, ground at y = 0, at stage x = 0.
        bounds: left, top, right, bottom of what it paints, in metres (top is negative for things above ground).
        moving: it changes with time and is painted each frame; otherwise it is painted once and kept as a texture.
        category: mask class ("set", "prop", "person", "effect").
    """

    name: str
    z: float
    paint: Painter
    bounds: tuple[float, float, float, float]
    moving: bool = False
    category: str = "set"


@dataclass(frozen=True)
class Backdrop:
    """A sky, sea or floor: painted in the view, behind the planes nearer than `z`.

    Attributes:
        z: sorts it among the planes (a sky is at infinity, a floor just before the first plane that stands on it).
        near_z, far_z: depths for the depth pass: at the bottom of the picture and at the horizon.
    """

    name: str
    z: float
    paint: ViewPainter
    near_z: float = 2.0
    far_z: float = 1000.0
    moving: bool = True


@dataclass(frozen=True)
class Scenery:
    """A built place, for one SetDesign.

    Attributes:
        planes, backdrops: in any order; the stage sorts them by depth.
        ground_y: stage height of the ground where actors stand.
        practicals: lamps in the picture, as (x, y, z, colour, radius in metres); they glow and light the air at night.
    """

    planes: tuple[Plane, ...]
    backdrops: tuple[Backdrop, ...]
    ground_y: float = 0.0
    practicals: tuple[tuple[float, float, float, str, float], ...] = field(default=())
