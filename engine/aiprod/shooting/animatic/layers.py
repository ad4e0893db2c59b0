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

from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.animatic.lens import NEAREST_M, Affine, blur_px, coarseness, plane_map, within
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import Rgba, Sprite, blank, canvas_on, defocused, softened, tight_box
from aiprod.shooting.animatic.stage import Painter, Plane

_MARGIN_M = 0.02
_MOST_PIXELS = 12_000_000
_FADE_M = 0.6
"""A plane that comes close to the lens fades out over this distance instead of popping."""
_TEXTURES_KEPT = 3


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
