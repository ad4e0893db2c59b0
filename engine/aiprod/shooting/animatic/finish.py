# SPDX-License-Identifier: Apache-2.0
"""The last touch on every frame: bloom of the lights, vignette of the lens, grain, and gentle ends of the tone scale."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.shooting.animatic.raster import Gray, Rgba

_BLACK, _WHITE = 7, 248
"""Blacks are never pure, whites never clip."""
_BLOOM_ABOVE, _BLOOM = 34, 0.75
_BLOOM_REDUCTION = 8
_GRAIN_LEVEL = 1.1


class Finish:
    """Prepared once for a picture size.

    Args:
        width, height: of the picture.
        seed: of the shot, for the grain.
        vignette: how much the corners darken (0–1).
    """

    def __init__(self, width: int, height: int, seed: int, vignette: float = 0.15) -> None:
        self._size = (width, height)
        self._seed = seed
        self._vignette = _vignette(width, height, vignette)
        self._grain = _grain(width, height, seed)
        self._tones = _tones()
        reduced = (max(height // _BLOOM_REDUCTION, 8), max(width // _BLOOM_REDUCTION, 8), 4)
        self._threshold: Rgba = np.full(reduced, _BLOOM_ABOVE, np.uint8)

    def apply(self, pixels: Rgba, frame: int) -> Rgba:
        """Finish a frame in place and return it."""
        self._add_bloom(pixels)
        cv2.multiply(pixels, self._vignette, dst=pixels, scale=1 / 255)
        cv2.add(pixels, self._grain_at(frame), dst=pixels)
        cv2.LUT(pixels, self._tones, dst=pixels)
        return pixels

    def _add_bloom(self, pixels: Rgba) -> None:
        width, height = self._size
        small = (max(width // _BLOOM_REDUCTION, 8), max(height // _BLOOM_REDUCTION, 8))
        light = cast("Rgba", cv2.resize(pixels, small, interpolation=cv2.INTER_AREA))
        sigma = small[0] / 60
        # Only what outshines its surroundings blooms: a bright sky is no lamp.
        around = cv2.add(_wide(light, sigma * 4), self._threshold)
        bright = cast("Rgba", cv2.subtract(light, around))
        if int(bright[..., :3].max()) < 4:
            return
        glow = cv2.addWeighted(cv2.GaussianBlur(bright, (0, 0), sigma), _BLOOM, _wide(bright, sigma * 4), _BLOOM, 0)
        cv2.add(pixels, cv2.resize(glow, (width, height), interpolation=cv2.INTER_LINEAR), dst=pixels)

    def _grain_at(self, frame: int) -> Rgba:
        """The grain of a frame: a window into a larger sheet, moved by the frame's own dice."""
        width, height = self._size
        dice = seed_from("grain", self._seed, frame)
        sheet = self._grain
        top, left = dice % (sheet.shape[0] - height + 1), (dice // 4096) % (sheet.shape[1] - width + 1)
        return sheet[top : top + height, left : left + width]


def _soft(field: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return cast("NDArray[np.float32]", cv2.GaussianBlur(field, (0, 0), sigma))


def _wide(light: Rgba, sigma: float) -> Rgba:
    """A wide blur, made on a quarter of the size."""
    height, width = light.shape[:2]
    small = cv2.resize(light, (max(width // 4, 2), max(height // 4, 2)), interpolation=cv2.INTER_AREA)
    return cast("Rgba", cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), (width, height), interpolation=cv2.INTER_LINEAR))


def _vignette(width: int, height: int, amount: float) -> Rgba:
    """cos⁴-like falloff of an ordinary lens, as a multiplier in 255ths for each channel (alpha untouched)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2 * 0.7) / 0.42
    level = 1 - amount * np.clip(away, 0, 1.3) ** 1.3
    sheet = np.full((height, width, 4), 255, np.uint8)
    sheet[..., :3] = (level * 255 + 0.5).astype(np.uint8)[..., None]
    return cast("Rgba", sheet)


def _grain(width: int, height: int, seed: int) -> Rgba:
    """A sheet of film grain around `_OFFSET`, a little larger than the picture, the same in all channels."""
    dice = np.random.default_rng(seed_from("grain", seed))
    shape = (height + height // 4, width + width // 4)
    noise = dice.standard_normal(shape, np.float32)
    fine = _soft(noise, max(width / 2600, 0.35))
    fine = fine / max(float(fine.std()), 1e-6) * _GRAIN_LEVEL + _OFFSET
    sheet = np.zeros((*shape, 4), np.uint8)
    sheet[..., :3] = np.clip(fine + 0.5, 0, 255).astype(np.uint8)[..., None]
    return cast("Rgba", sheet)


_OFFSET = 8
"""What the grain sheet adds on average, and the tone table takes away."""


def _tones() -> NDArray[np.uint8]:
    """Codes to codes: takes the grain's offset off, lifts the toe, rolls the shoulder."""
    codes = (np.arange(256, dtype=np.float64) - _OFFSET).clip(0) / (255 - _OFFSET)
    shoulder = np.where(codes > 0.8, 0.8 + 0.2 * np.tanh((codes - 0.8) / 0.2) / np.tanh(1.0), codes)
    table = _BLACK + (_WHITE - _BLACK) * shoulder
    rgb = (table + 0.5).astype(np.uint8)
    return cast("NDArray[np.uint8]", np.stack([rgb, rgb, rgb, np.full(256, 255, np.uint8)], axis=1)[None])


def luminance(pixels: Rgba) -> Gray:
    return cast("Gray", cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY))
