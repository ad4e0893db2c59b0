# SPDX-License-Identifier: Apache-2.0
"""How a plane at a depth falls on the picture: its affine map, and how far out of focus it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, log2, radians, sin

from aiprod.shooting.animatic.camera import CameraState, confusion_radius_px
from aiprod.shooting.animatic.raster import Box
from aiprod.shooting.animatic.stage import View

NEAREST_M = 0.25
"""Closer planes are behind the lens."""
_BLUR_STEPS = 3
"""Blur radii are kept in steps of a third of an octave, so that textures can be reused."""
_SHARP_PX = 0.7


@dataclass(frozen=True)
class Affine:
    """x' = a x + b y + c, y' = d x + e y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def after_scale(self, scale: float, left: float, top: float) -> Affine:
        """This map, fed with texture pixels: metres = pixels / scale + (left, top)."""
        x, y = self(left, top)
        return Affine(self.a / scale, self.b / scale, x, self.d / scale, self.e / scale, y)

    def box(self, left: float, top: float, right: float, bottom: float, margin: float = 1) -> Box:
        """The pixel box around a mapped rectangle."""
        corners = [self(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return floor(min(xs) - margin), floor(min(ys) - margin), ceil(max(xs) + margin), ceil(max(ys) + margin)


def plane_map(view: View, z: float, x: float = 0.0, y: float = 0.0) -> Affine:
    """Metres of a plane at depth `z` (y down, its origin at stage x, y) to pixels, the camera's roll included."""
    scale = view.scale(z)
    ox, oy = view.project(x, y, z)
    return rolled(Affine(scale, 0, ox, 0, scale, oy), view)


def rolled(flat: Affine, view: View) -> Affine:
    """Turn a map about the middle of the picture, against the camera's own roll."""
    if not view.roll_deg:
        return flat
    co, si = cos(radians(-view.roll_deg)), sin(radians(-view.roll_deg))
    mx, my = view.width / 2, view.height / 2
    return Affine(
        co * flat.a - si * flat.d, co * flat.b - si * flat.e, co * (flat.c - mx) - si * (flat.f - my) + mx,
        si * flat.a + co * flat.d, si * flat.b + co * flat.e, si * (flat.c - mx) + co * (flat.f - my) + my,
    )  # fmt: skip


def within(box: Box, width: int, height: int) -> Box | None:
    """A box cut to the picture; None where nothing is left."""
    left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
    return (left, top, right, bottom) if right > left and bottom > top else None


def blur_px(state: CameraState, depth: float, width: int) -> float:
    """The blur radius of a plane, in steps; 0 for what looks sharp at this picture width."""
    radius = confusion_radius_px(state, depth, width)
    if radius < _SHARP_PX:
        return 0.0
    capped = min(radius, width / 24)
    return float(2 ** (round(log2(capped) * _BLUR_STEPS) / _BLUR_STEPS))


def coarseness(radius: float) -> int:
    """By how much (a power of two) a picture blurred by `radius` pixels may be reduced without a trace."""
    if radius < 3:
        return 1
    return int(2 ** min(floor(log2(radius / 1.5)), 5))
