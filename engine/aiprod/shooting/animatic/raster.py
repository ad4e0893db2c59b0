# SPDX-License-Identifier: Apache-2.0
"""Pixels: the picture under work, sprites laid over it, and the few kernels that touch every pixel.

Skia draws shapes into arrays; scaled pictures are warped with OpenCV and blended here, ten times faster than Skia does it
on a CPU. Arrays are uint8 [height, width, RGBA], premultiplied; integer arithmetic only, so every machine gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import skia

Rgba = NDArray[np.uint8]
Gray = NDArray[np.uint8]
Words = NDArray[np.uint32]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_Kernel = TypeVar("_Kernel", bound=Callable[..., object])


def _kernel(function: _Kernel) -> _Kernel:
    return cast("_Kernel", numba.njit(cache=True, nogil=True)(function))


# The loops below have no branches and stay in 32 bits (hence the casts), so that the compiler turns them into SIMD code.
_EVEN, _ODD = np.uint32(0x00FF00FF), np.uint32(0xFF00FF00)
_SEVEN, _EIGHT, _TOP = np.uint32(7), np.uint32(8), np.uint32(24)
_FULL, _HALF = np.uint32(256), np.uint32(128)


@_kernel
def _over(dst: Words, src: Words, left: int, top: int) -> None:
    """Two channels at a time in one 32-bit word: products of 8-bit numbers do not meet."""
    width = src.shape[1]
    for y in range(src.shape[0]):
        under, over = dst[top + y, left : left + width], src[y]
        for x in range(width):
            word, have = over[x], under[x]
            alpha = np.uint32(word >> _TOP)
            keep = np.uint32(_FULL - np.uint32(alpha + np.uint32(alpha >> _SEVEN)))
            low = np.uint32(np.uint32(np.uint32(np.uint32(have & _EVEN) * keep) >> _EIGHT) & _EVEN)
            high = np.uint32(np.uint32(np.uint32(np.uint32(have >> _EIGHT) & _EVEN) * keep) & _ODD)
            under[x] = np.uint32(word + np.uint32(low | high))


@_kernel
def _blend_rows(dst: Words, first: Words, second: Words, shares: NDArray[np.int64]) -> None:
    for y in range(dst.shape[0]):
        b = np.uint32(shares[y])
        a = np.uint32(_FULL - b)
        one, two, out = first[y], second[y], dst[y]
        for x in range(dst.shape[1]):
            u, v = one[x], two[x]
            low = np.uint32(np.uint32(np.uint32(u & _EVEN) * a) + np.uint32(np.uint32(v & _EVEN) * b))
            odd_u, odd_v = np.uint32(np.uint32(u >> _EIGHT) & _EVEN), np.uint32(np.uint32(v >> _EIGHT) & _EVEN)
            high = np.uint32(np.uint32(odd_u * a) + np.uint32(odd_v * b))
            out[x] = np.uint32(np.uint32(np.uint32(low >> _EIGHT) & _EVEN) | np.uint32(high & _ODD))


@_kernel
def _screen(dst: Rgba, src: Rgba, left: int, top: int) -> None:
    """On bytes: `dst` [rows, 4 × columns] is opaque, and its alpha stays 255 by itself."""
    width = src.shape[1]
    for y in range(src.shape[0]):
        under, over = dst[top + y, left : left + width], src[y]
        for x in range(width):
            have = np.uint32(under[x])
            more = np.uint32(np.uint32(np.uint32(over[x]) * np.uint32(np.uint32(255) - have)) + _HALF)
            under[x] = np.uint8(np.uint32(have + np.uint32(np.uint32(more + np.uint32(more >> _EIGHT)) >> _EIGHT)))


@_kernel
def _mark(depth: NDArray[np.float32], classes: Gray, src: Rgba, left: int, top: int, z: float, label: int) -> None:
    for y in range(src.shape[0]):
        for x in range(src.shape[1]):
            if src[y, x, 3] >= 128:
                depth[top + y, left + x] = z
                classes[top + y, left + x] = label


@_kernel
def _mark_rows(depth: NDArray[np.float32], classes: Gray, src: Rgba, top: int, rows: NDArray[np.float32], label: int) -> None:
    for y in range(src.shape[0]):
        for x in range(src.shape[1]):
            if src[y, x, 3] >= 128:
                depth[top + y, x] = rows[top + y]
                classes[top + y, x] = label


@_kernel
def _veil(dst: Words, cover: Gray, colour: int) -> None:
    """Towards one opaque colour, given as a word."""
    low_to, high_to = np.uint32(np.uint32(colour) & _EVEN), np.uint32(np.uint32(np.uint32(colour) >> _EIGHT) & _EVEN)
    for y in range(dst.shape[0]):
        row, share = dst[y], cover[y]
        for x in range(dst.shape[1]):
            a = np.uint32(share[x])
            more = np.uint32(a + np.uint32(a >> _SEVEN))
            keep = np.uint32(_FULL - more)
            have = row[x]
            low = np.uint32(np.uint32(np.uint32(have & _EVEN) * keep) + np.uint32(low_to * more))
            high = np.uint32(np.uint32(np.uint32(np.uint32(have >> _EIGHT) & _EVEN) * keep) + np.uint32(high_to * more))
            row[x] = np.uint32(np.uint32(np.uint32(low >> _EIGHT) & _EVEN) | np.uint32(high & _ODD))


@dataclass(frozen=True)
class Sprite:
    """A painted cut-out that is to be laid over the picture.

    Attributes:
        left, top: of its pixels on the picture; it lies wholly inside.
        pixels: premultiplied.
        opacity: 0–1.
    """

    left: int
    top: int
    pixels: Rgba
    opacity: float = 1.0

    def over(self, target: Rgba) -> None:
        """Blend it over an array."""
        pixels = self.pixels if self.opacity >= 1 else cast("Rgba", cv2.convertScaleAbs(self.pixels, alpha=self.opacity))
        _over(_words(target), _words(pixels), self.left, self.top)

    def screen(self, target: Rgba) -> None:
        """Add it to an array as light: 1 − (1 − a)(1 − b)."""
        _screen(_flat(target), _flat(self.pixels), self.left * 4, self.top)

    def mark(self, depth: NDArray[np.float32], classes: Gray, z: float, label: int) -> None:
        """Note its depth and class where it covers at least half a pixel."""
        _mark(depth, classes, self.pixels, self.left, self.top, z, label)

    def mark_rows(self, depth: NDArray[np.float32], classes: Gray, rows: NDArray[np.float32], label: int) -> None:
        """The same for a sprite as wide as the picture, whose depth depends on the row (a floor)."""
        _mark_rows(depth, classes, self.pixels, self.top, rows, label)


def _words(pixels: Rgba) -> Words:
    """A pixel as one little-endian word, alpha on top."""
    words: Words = pixels.view(np.uint32)[..., 0]
    return words


def _flat(pixels: Rgba) -> Gray:
    return cast("Gray", pixels.reshape(pixels.shape[0], -1))


def blend_rows(first: Rgba, second: Rgba, shares: NDArray[np.float32]) -> Rgba:
    """Row y is `first` moved towards `second` by shares[y] (0–1)."""
    result = np.empty_like(first)
    _blend_rows(_words(result), _words(first), _words(second), np.round(shares * 256).astype(np.int64))
    return result


def veil(target: Rgba, cover: Gray, colour: tuple[int, int, int]) -> None:
    """Move an opaque array's colours towards one colour by a coverage map of the same size."""
    red, green, blue = colour
    _veil(_words(target), cover, 0xFF000000 | blue << 16 | green << 8 | red)


def rgb_of(colour: str) -> tuple[int, int, int]:
    """A hex colour's codes."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blank(width: int, height: int) -> Rgba:
    return np.zeros((height, width, 4), np.uint8)


def canvas_on(pixels: Rgba) -> skia.Surface:
    """A Skia surface that draws straight into an array. Keep the surface while drawing."""
    import skia

    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    return skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])


def tight_box(pixels: Rgba) -> Box | None:
    """The smallest box around everything that is not transparent."""
    alpha = pixels[..., 3]
    rows = np.flatnonzero(alpha.max(axis=1))
    if not len(rows):
        return None
    columns = np.flatnonzero(alpha.max(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


SPOT_PX = 128


@lru_cache(maxsize=64)
def spot(colour: tuple[int, int, int], stops: tuple[tuple[float, float], ...]) -> Rgba:
    """A round spot of `SPOT_PX` pixels across, whose opacity falls through (radius 0–1, alpha 0–1) stops. Not to be changed."""
    axis = (np.arange(SPOT_PX, dtype=np.float32) + 0.5) / (SPOT_PX / 2) - 1
    radius = np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2)
    alpha = np.interp(radius, [stop[0] for stop in stops], [stop[1] for stop in stops], right=0.0)[..., None]
    return cast("Rgba", (np.concatenate([alpha * colour, alpha * 255], axis=2) + 0.5).astype(np.uint8))


def disc(radius: float) -> NDArray[np.float32]:
    """A round aperture of a radius in pixels as a kernel of sum 1, with soft edges."""
    reach = int(np.ceil(radius + 0.5))
    axis = np.arange(-reach, reach + 1, dtype=np.float32)
    distance = np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2)
    kernel = np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32)
    return cast("NDArray[np.float32]", kernel / kernel.sum())


def defocused(pixels: Rgba, radius: float) -> Rgba:
    """Blur with a round aperture. Light is squared first (about linear), so that highlights open into discs."""
    if radius < 0.4:
        return pixels
    alpha = pixels[..., 3:4].astype(np.float32) / 255
    light = np.empty(pixels.shape, np.float32)
    straight = pixels[..., :3].astype(np.float32) / (255 * np.maximum(alpha, 1 / 255))
    light[..., :3] = straight * straight * alpha
    light[..., 3:] = alpha
    soft = cv2.filter2D(light, -1, disc(radius), borderType=cv2.BORDER_REPLICATE)
    cover = np.clip(soft[..., 3:], 0, 1)
    soft[..., :3] = np.sqrt(np.clip(soft[..., :3], 0, None) / np.maximum(cover, 1e-4)) * cover
    return cast("Rgba", np.clip(soft * 255 + 0.5, 0, 255).astype(np.uint8))


def softened(pixels: Rgba, radius: float) -> Rgba:
    """A quick blur of about the look of `defocused`, for things painted anew each frame."""
    if radius < 0.4:
        return pixels
    size = max(1, round(radius)) * 2 + 1
    once = cv2.blur(pixels, (size, size), borderType=cv2.BORDER_REPLICATE)
    return cast("Rgba", cv2.GaussianBlur(once, (0, 0), max(radius * 0.35, 0.5), borderType=cv2.BORDER_REPLICATE))
