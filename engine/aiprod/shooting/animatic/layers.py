# SPDX-License-Identifier: Apache-2.0
"""Layers: planes and backdrops as the compositor handles them.

A still plane is painted once at the resolution that the shot needs at its closest, defocused once per blur step, and
then only warped. A moving one is painted each frame inside its own box, reduced when it is out of focus. Backdrops are
painted with the camera at hand, at half size where they change all the time.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil, log2
from typing import Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.animatic.lens import NEAREST_M, Affine, blur_px, coarseness, plane_map, rolled, within
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import Rgba, Sprite, blank, blend_rows, canvas_on, defocused, softened, tight_box
from aiprod.shooting.animatic.stage import Backdrop, Painter, Plane, View

_MARGIN_M = 0.02
_MOST_PIXELS = 12_000_000
_FADE_M = 0.6
"""A plane that comes close to the lens fades out over this distance instead of popping."""
_TEXTURES_KEPT = 3
_ROLL_MARGIN = 0.06
_INFINITY_M = 300.0
"""Backdrops whose nearest part is farther than this are sky."""
_SOFT_ENOUGH = 1.1
"""Less blur than this is not worth its time on something painted at half size."""


class Layer(Protocol):
    """Something of the picture at one depth."""

    name: str
    category: str
    still: bool
    """Looks the same at every moment as long as the camera does."""

    def z(self, moment: Moment) -> float:
        """Its stage depth."""
        ...

    def sprite(self, moment: Moment) -> Sprite | None:
        """What it shows at a moment; None where nothing of it is in the picture."""
        ...


@dataclass(frozen=True)
class Reach:
    """What a shot needs of a plane: its largest scale (pixels per metre) and the part that is ever seen (metres)."""

    scale: float
    bounds: tuple[float, float, float, float]


def reach_of(move: CameraMove, width: int, height: int, z: float, bounds: tuple[float, float, float, float]) -> Reach | None:
    """Look through the whole move for what is seen of a plane; None if nothing ever is."""
    views = [move.view(frame, width, height) for frame in range(len(move))]
    seen = [view for view in views if z - view.z > NEAREST_M]
    if not seen:
        return None
    left, top, right, bottom = np.inf, np.inf, -np.inf, -np.inf
    for view in seen:
        scale = view.scale(z)
        half = 0.5 + (0.06 if view.roll_deg else 0.0)
        x, y = view.x - view.shift_x / scale, -view.y - view.shift_y / scale
        left, right = min(left, x - half * width / scale), max(right, x + half * width / scale)
        top, bottom = min(top, y - half * height / scale), max(bottom, y + half * height / scale)
    cut = (max(left, bounds[0]), max(top, bounds[1]), min(right, bounds[2]), min(bottom, bounds[3]))
    if cut[2] <= cut[0] or cut[3] <= cut[1]:
        return None
    return Reach(max(view.scale(z) for view in seen), cast("tuple[float, float, float, float]", tuple(float(v) for v in cut)))


@dataclass(frozen=True)
class Texture:
    """A plane painted once: pixels, pixels per metre, and where its corner lies in metres."""

    pixels: Rgba
    scale: float
    left: float
    top: float


def paint_texture(painter: Painter, reach: Reach, scale: float, t: float, pad_px: float = 0) -> Texture | None:
    """Paint the part of a plane that is seen, cut to what is not transparent."""
    left, top, right, bottom = reach.bounds
    pad = pad_px / scale + _MARGIN_M
    left, top, right, bottom = left - pad, top - pad, right + pad, bottom + pad
    area = (right - left) * (bottom - top) * scale * scale
    scale *= min(1.0, (_MOST_PIXELS / area) ** 0.5)
    pixels = blank(ceil((right - left) * scale), ceil((bottom - top) * scale))
    surface = canvas_on(pixels)
    with surface as canvas:
        canvas.scale(scale, scale)
        canvas.translate(-left, -top)
        painter(canvas, t)
    return _trimmed(Texture(pixels, scale, left, top), round(pad_px))


def _trimmed(texture: Texture, keep: int) -> Texture | None:
    box = tight_box(texture.pixels)
    if box is None:
        return None
    height, width = texture.pixels.shape[:2]
    left, top = max(box[0] - keep - 1, 0), max(box[1] - keep - 1, 0)
    right, bottom = min(box[2] + keep + 1, width), min(box[3] + keep + 1, height)
    pixels = np.ascontiguousarray(texture.pixels[top:bottom, left:right])
    return Texture(pixels, texture.scale, texture.left + left / texture.scale, texture.top + top / texture.scale)


def warped(texture: Texture, flat: Affine, width: int, height: int) -> Sprite | None:
    """A texture through an affine map onto the picture."""
    mapping = flat.after_scale(texture.scale, texture.left, texture.top)
    rows, columns = texture.pixels.shape[:2]
    box = within(mapping.box(0, 0, columns, rows), width, height)
    if box is None:
        return None
    # Skia's pixel centres lie at +0.5; OpenCV's at whole numbers.
    x, y = mapping(0.5, 0.5)
    matrix = np.array([[mapping.a, mapping.b, x - 0.5 - box[0]], [mapping.d, mapping.e, y - 0.5 - box[1]]])
    pixels = cv2.warpAffine(
        texture.pixels, matrix, (box[2] - box[0], box[3] - box[1]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    return Sprite(box[0], box[1], cast("Rgba", pixels))


def near_opacity(distance: float) -> float:
    return min(max((distance - NEAREST_M) / _FADE_M, 0.0), 1.0)


class StillPlane:
    """A plane that never changes: painted once per size and blur step."""

    still = True

    def __init__(self, plane: Plane, move: CameraMove, width: int, height: int, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        self.name, self.category = plane.name, plane.category
        self._plane, self._shift = plane, shift
        left, top, right, bottom = plane.bounds
        placed = (left + shift[0], top - shift[1], right + shift[0], bottom - shift[1])
        reach = reach_of(move, width, height, plane.z, placed)
        self._reach = reach and Reach(reach.scale, (
            reach.bounds[0] - shift[0], reach.bounds[1] + shift[1], reach.bounds[2] - shift[0], reach.bounds[3] + shift[1],
        ))  # fmt: skip
        self._textures: OrderedDict[tuple[int, float], Texture | None] = OrderedDict()

    def z(self, _moment: Moment) -> float:
        return self._plane.z

    def sprite(self, moment: Moment) -> Sprite | None:
        distance = moment.distance(self._plane.z)
        if self._reach is None or distance <= NEAREST_M:
            return None
        texture = self._texture(self._reach, moment, distance)
        if texture is None:
            return None
        view = moment.view
        found = warped(texture, plane_map(view, self._plane.z, *self._shift), view.width, view.height)
        return found and Sprite(found.left, found.top, found.pixels, near_opacity(distance))

    def _texture(self, reach: Reach, moment: Moment, distance: float) -> Texture | None:
        radius = blur_px(moment.state, distance, moment.view.width)
        need = moment.view.scale(self._plane.z) / coarseness(radius)
        level = max(0, int(log2(reach.scale / need)))
        key = (level, radius)
        if key not in self._textures:
            self._textures[key] = self._painted(reach, reach.scale / 2**level, radius, need * coarseness(radius))
            while len(self._textures) > _TEXTURES_KEPT:
                self._textures.popitem(last=False)
        self._textures.move_to_end(key)
        return self._textures[key]

    def _painted(self, reach: Reach, scale: float, radius: float, view_scale: float) -> Texture | None:
        blur = radius * scale / view_scale
        texture = paint_texture(self._plane.paint, reach, scale, 0.0, blur + 2 if radius else 0)
        if texture is None or not radius:
            return texture
        # A small blur opens no highlight into a disc: the quick one looks the same.
        blurred = softened if coarseness(radius) == 1 else defocused
        return Texture(blurred(texture.pixels, radius * texture.scale / view_scale), texture.scale, texture.left, texture.top)


class MovingPlane:
    """Something painted anew at each frame, in its own box."""

    still = False

    def __init__(self, plane: Plane, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        self.name, self.category = plane.name, plane.category
        self._plane, self._shift = plane, shift

    def z(self, _moment: Moment) -> float:
        return self._plane.z

    def sprite(self, moment: Moment) -> Sprite | None:
        plane = self._plane
        return painted_sprite(plane.paint, moment, plane.z, plane.bounds, self._shift)


def painted_sprite(
    painter: Painter, moment: Moment, z: float, bounds: tuple[float, float, float, float], at: tuple[float, float]
) -> Sprite | None:
    """Paint a cut-out whose origin stands at stage (x, y) = `at`, at depth `z`."""
    distance, view = moment.distance(z), moment.view
    if distance <= NEAREST_M:
        return None
    radius = blur_px(moment.state, distance, view.width)
    flat = plane_map(view, z, *at)
    box = within(flat.box(*bounds, margin=2 * radius + 2), view.width, view.height)
    if box is None:
        return None
    coarse = coarseness(radius)
    width, height = ceil((box[2] - box[0]) / coarse), ceil((box[3] - box[1]) / coarse)
    pixels = blank(width, height)
    surface = canvas_on(pixels)
    with surface as canvas:
        canvas.concat(_skia_matrix(flat, box[0], box[1], coarse))
        painter(canvas, moment.t)
    pixels = softened(pixels, radius / coarse)
    if coarse > 1:
        pixels = cast("Rgba", cv2.resize(pixels, (width * coarse, height * coarse), interpolation=cv2.INTER_LINEAR))
        pixels = np.ascontiguousarray(pixels[: box[3] - box[1], : box[2] - box[0]])
    return Sprite(box[0], box[1], pixels, near_opacity(distance))


def _skia_matrix(flat: Affine, left: float, top: float, coarse: float) -> object:
    import skia

    k = 1 / coarse
    return skia.Matrix.MakeAll(flat.a * k, flat.b * k, (flat.c - left) * k, flat.d * k, flat.e * k, (flat.f - top) * k, 0, 0, 1)


class BackdropLayer:
    """A sky, sea or floor, with a focus that changes with the row's depth."""

    category = "set"

    def __init__(self, backdrop: Backdrop, ground_y: float, move: CameraMove) -> None:
        self.name, self.still = backdrop.name, not backdrop.moving
        self._backdrop, self._ground_y = backdrop, ground_y
        self._rolls = move.rolls
        self._kept: tuple[tuple[object, ...], Rgba] | None = None
        self._full = not backdrop.moving and move.locked
        if backdrop.near_z > _INFINITY_M:
            self.category = "sky"

    def z(self, _moment: Moment) -> float:
        return self._backdrop.z

    def row_depths(self, moment: Moment) -> NDArray[np.float32]:
        """Depth of each picture row: exact for a level floor, constant for a wall or sky."""
        view, backdrop = moment.view, self._backdrop
        far = max(backdrop.far_z - moment.state.z, 0.3)
        rows = np.arange(view.height, dtype=np.float64) + 0.5
        if backdrop.near_z >= min(backdrop.far_z, _INFINITY_M):
            return np.full(view.height, far, np.float32)
        below = np.maximum(rows - view.horizon, 1e-6)
        depth = view.focal_px * max(view.y - self._ground_y, 0.05) / below
        return cast("NDArray[np.float32]", np.clip(np.where(rows > view.horizon, depth, far), 0.1, far).astype(np.float32))

    def sprite(self, moment: Moment) -> Sprite:
        view = moment.view
        radii = self._radii(moment)
        least = min(radii)
        divisor = coarseness(least) if least else 1
        if not self._full and view.width >= 1000:
            divisor = max(divisor, 2)
        if self.category == "sky" and self._backdrop.moving:
            divisor = max(divisor, 3)
        return Sprite(0, 0, self._shown(moment, radii, divisor))

    def _shown(self, moment: Moment, radii: tuple[float, float], divisor: int) -> Rgba:
        """What is at infinity looks the same until the camera turns or zooms."""
        view = moment.view
        key = (view.shift_x, view.shift_y, view.focal_px, view.roll_deg, radii)
        if self._kept is not None and self._kept[0] == key:
            return self._kept[1]
        pixels = self._focused(self._painted(view, moment.t, divisor), radii, divisor, moment)
        shown = self._fitted(pixels, view, divisor)
        if self.still and self.category == "sky":
            self._kept = (key, shown)
        return shown

    def _radii(self, moment: Moment) -> tuple[float, float]:
        """Blur at the far and the near end of what is seen of it."""
        depths = self.row_depths(moment)
        first = blur_px(moment.state, float(depths.max()), moment.view.width)
        return first, blur_px(moment.state, float(depths.min()), moment.view.width)

    def _margin(self, view: View) -> tuple[int, int]:
        """Picture pixels painted beyond the borders, so that a rolled camera sees no corner."""
        return (ceil(view.width * _ROLL_MARGIN), ceil(view.height * _ROLL_MARGIN)) if self._rolls else (0, 0)

    def _painted(self, view: View, t: float, divisor: int) -> Rgba:
        more_x, more_y = self._margin(view)
        width, height = ceil(view.width / divisor), ceil(view.height / divisor)
        small = View(width, height, view.focal_px / divisor, view.x, view.y, view.z,
                     view.shift_x / divisor, view.shift_y / divisor)  # fmt: skip
        pixels = blank(width + 2 * ceil(more_x / divisor), height + 2 * ceil(more_y / divisor))
        surface = canvas_on(pixels)
        with surface as canvas:
            canvas.translate(ceil(more_x / divisor), ceil(more_y / divisor))
            self._backdrop.paint(canvas, small, t)
        return pixels

    def _focused(self, pixels: Rgba, radii: tuple[float, float], divisor: int, moment: Moment) -> Rgba:
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

    def _fitted(self, pixels: Rgba, view: View, divisor: int) -> Rgba:
        size, flags = (view.width, view.height), cv2.INTER_LINEAR
        if not self._rolls:
            return pixels if divisor == 1 else cast("Rgba", cv2.resize(pixels, size, interpolation=flags))
        left, top = (-ceil(more / divisor) * divisor for more in self._margin(view))
        flat = rolled(Affine(divisor, 0, left, 0, divisor, top), view)
        x, y = flat(0.5, 0.5)
        matrix = np.array([[flat.a, flat.b, x - 0.5], [flat.d, flat.e, y - 0.5]])
        return cast("Rgba", cv2.warpAffine(pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))
