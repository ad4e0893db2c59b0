# SPDX-License-Identifier: Apache-2.0
"""Backdrops as layers: floors and seas whose focus changes with the row, and skies that only turn with the camera."""

from __future__ import annotations

from math import ceil
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.animatic.layers import Layer
from aiprod.shooting.animatic.lens import Affine, blur_px, coarseness, rolled
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import Rgba, Sprite, blank, blend_rows, canvas_on, softened
from aiprod.shooting.animatic.stage import Backdrop, View

INFINITY_M = 300.0
"""Backdrops whose nearest part is farther than this are sky."""
_ROLL_MARGIN = 0.06
_SOFT_ENOUGH = 1.1
"""Less blur than this is not worth its time on something painted at half size."""
_FINE_WIDTH = 1000
"""Up to this picture width, what moves is painted at full size."""
_ZOOM_STEP = 0.01
_CLOUDS_DIVISOR = 4


def backdrop_layer(backdrop: Backdrop, ground_y: float, move: CameraMove, width: int, height: int) -> Layer:
    """The layer that suits a backdrop."""
    if backdrop.near_z > INFINITY_M:
        return SkyLayer(backdrop, move, width, height)
    return FloorLayer(backdrop, ground_y, move)


def paint_backdrop(backdrop: Backdrop, view: View, t: float, divisor: int, margin: tuple[int, int]) -> Rgba:
    """Paint at 1/divisor of the size, with so many (small) pixels more on each side."""
    width, height = ceil(view.width / divisor), ceil(view.height / divisor)
    small = View(width, height, view.focal_px / divisor, view.x, view.y, view.z, view.shift_x / divisor, view.shift_y / divisor)
    pixels = blank(width + 2 * margin[0], height + 2 * margin[1])
    surface = canvas_on(pixels)
    with surface as canvas:
        canvas.translate(*margin)
        backdrop.paint(canvas, small, t)
    return pixels


def _warp(pixels: Rgba, flat: Affine, view: View) -> Rgba:
    x, y = flat(0.5, 0.5)
    matrix = np.array([[flat.a, flat.b, x - 0.5], [flat.d, flat.e, y - 0.5]])
    size = (view.width, view.height)
    return cast("Rgba", cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


class SkyLayer:
    """Something at infinity. What never changes is painted once, a little larger, and only turned with the camera."""

    category = "sky"

    def __init__(self, backdrop: Backdrop, move: CameraMove, width: int, height: int) -> None:
        self.name, self.still = backdrop.name, not backdrop.moving
        self._backdrop = backdrop
        first, *rest = [move.view(frame, width, height) for frame in range(len(move))]
        roll = _ROLL_MARGIN if move.rolls else 0.0
        self._reach_x = max((abs(v.shift_x - first.shift_x) for v in rest), default=0.0) * 2 + roll * width
        self._reach_y = max((abs(v.shift_y - first.shift_y) for v in rest), default=0.0) * 2 + roll * height
        self._turns = bool(self._reach_x or self._reach_y or any(v.focal_px != first.focal_px for v in rest))
        self._base: tuple[View, Rgba] | None = None
        self._shown: tuple[View, Rgba] | None = None

    def z(self, _moment: Moment) -> float:
        return self._backdrop.z

    def sprite(self, moment: Moment) -> Sprite:
        view, radius = moment.view, blur_px(moment.state, self._backdrop.far_z, moment.view.width)
        if self._backdrop.moving:
            fine = 1 if view.width < _FINE_WIDTH / 2 else _CLOUDS_DIVISOR
            return Sprite(0, 0, self._turned(view, view, self._painted(view, moment.t, radius, fine), fine))
        divisor = 2 if self._turns and view.width >= _FINE_WIDTH else 1
        seen = View(view.width, view.height, view.focal_px, 0, 0, 0, view.shift_x, view.shift_y, view.roll_deg)
        if self._shown is None or self._shown[0] != seen:
            if self._base is None or abs(self._base[0].focal_px / view.focal_px - 1) > _ZOOM_STEP:
                self._base = (view, self._painted(view, moment.t, radius, divisor))
            self._shown = (seen, self._turned(self._base[0], view, self._base[1], divisor))
        return Sprite(0, 0, self._shown[1])

    def _margin(self, divisor: int) -> tuple[int, int]:
        return ceil(self._reach_x / divisor), ceil(self._reach_y / divisor)

    def _painted(self, view: View, t: float, radius: float, divisor: int) -> Rgba:
        pixels = paint_backdrop(self._backdrop, view, t, divisor, self._margin(divisor))
        return softened(pixels, radius / divisor) if radius / divisor >= _SOFT_ENOUGH else pixels

    def _turned(self, base: View, view: View, pixels: Rgba, divisor: int) -> Rgba:
        """The painting made for one direction of the camera, seen in another."""
        if divisor == 1 and not self._turns:
            return pixels
        k = view.focal_px / base.focal_px
        more_x, more_y = (more * divisor for more in self._margin(divisor))
        left = view.width / 2 + view.shift_x - k * (base.width / 2 + base.shift_x + more_x)
        top = view.height / 2 + view.shift_y - k * (base.height / 2 + base.shift_y + more_y)
        return _warp(pixels, rolled(Affine(divisor * k, 0, left, 0, divisor * k, top), view), view)


class FloorLayer:
    """A floor, sea or room painted with the camera at hand; its focus follows the depth of each row."""

    category = "set"

    def __init__(self, backdrop: Backdrop, ground_y: float, move: CameraMove) -> None:
        self.name, self.still = backdrop.name, not backdrop.moving
        self._backdrop, self._ground_y = backdrop, ground_y
        self._rolls = move.rolls
        self._full = not backdrop.moving and move.locked

    def z(self, _moment: Moment) -> float:
        return self._backdrop.z

    def row_depths(self, moment: Moment) -> NDArray[np.float32]:
        """Depth of each picture row: exact for a level floor, constant for a wall."""
        view, backdrop = moment.view, self._backdrop
        far = max(backdrop.far_z - moment.state.z, 0.3)
        if backdrop.near_z >= backdrop.far_z:
            return np.full(view.height, far, np.float32)
        rows = np.arange(view.height, dtype=np.float64) + 0.5
        below = np.maximum(rows - view.horizon, 1e-6)
        depth = view.focal_px * max(view.y - self._ground_y, 0.05) / below
        return cast("NDArray[np.float32]", np.clip(np.where(rows > view.horizon, depth, far), 0.1, far).astype(np.float32))

    def sprite(self, moment: Moment) -> Sprite | None:
        view = moment.view
        radii = [blur_px(moment.state, float(depth), view.width) for depth in self._ends(moment)]
        divisor = coarseness(min(radii)) if min(radii) else 1
        if not self._full and view.width >= _FINE_WIDTH:
            divisor = max(divisor, 2)
        margin = self._margin(view, divisor)
        pixels = paint_backdrop(self._backdrop, view, moment.t, divisor, margin)
        return self._fitted(self._focused(pixels, radii, divisor, moment), view, divisor, margin)

    def _ends(self, moment: Moment) -> tuple[float, float]:
        depths = self.row_depths(moment)
        return float(depths.max()), float(depths.min())

    def _margin(self, view: View, divisor: int) -> tuple[int, int]:
        """Pixels painted beyond the borders, so that a rolled camera sees no corner."""
        if not self._rolls:
            return 0, 0
        return ceil(view.width * _ROLL_MARGIN / divisor), ceil(view.height * _ROLL_MARGIN / divisor)

    def _focused(self, pixels: Rgba, radii: list[float], divisor: int, moment: Moment) -> Rgba:
        far, near = (radius / divisor for radius in radii)
        if max(far, near) < _SOFT_ENOUGH:
            return pixels
        if abs(far - near) < 0.5 * max(far, near):
            return softened(pixels, (far + near) / 2)
        return self._graded(pixels, max(far, near), divisor, moment)

    def _graded(self, pixels: Rgba, most: float, divisor: int, moment: Moment) -> Rgba:
        """Rows blend between sharp and full blur according to their own depth."""
        depths = self.row_depths(moment)[::divisor]
        radii = np.array([blur_px(moment.state, float(depth), moment.view.width) for depth in depths])
        rows = pixels.shape[0]
        margin = (rows - len(radii)) // 2
        shares = np.pad(radii / divisor / most, (margin, rows - len(radii) - margin), mode="edge")
        return blend_rows(pixels, softened(pixels, most), np.clip(shares, 0, 1).astype(np.float32))

    def _fitted(self, pixels: Rgba, view: View, divisor: int, margin: tuple[int, int]) -> Sprite | None:
        """At the picture's size; empty rows above are left out where the camera does not roll."""
        if self._rolls:
            flat = Affine(divisor, 0, -margin[0] * divisor, 0, divisor, -margin[1] * divisor)
            return Sprite(0, 0, _warp(pixels, rolled(flat, view), view))
        if divisor == 1:
            return Sprite(0, 0, pixels)
        filled = np.flatnonzero(pixels[..., 3].any(axis=1))
        if not len(filled):
            return None
        first = max(int(filled[0]) - 1, 0)
        size = (view.width, view.height - first * divisor)
        shown = cv2.resize(pixels[first : ceil(view.height / divisor)], size, interpolation=cv2.INTER_LINEAR)
        return Sprite(0, first * divisor, cast("Rgba", shown))
