# SPDX-License-Identifier: Apache-2.0
"""Flashes that could harm viewers (ITU-R BT.1702-3): opposing changes of luminance over a quarter of the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PEAK_CD = 200.0
STEP_CD, RED_STEP_CD = 20.0, 32.0
_DARK_CD, _AREA = 160.0, 0.25


def luminance(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Screen luminance in cd/m² of R′G′B′ 0–1 [..., 3] on a 200 cd/m² display (BT.1886 gamma 2.4, Rec.709 weights)."""
    light: NDArray[np.float32] = PEAK_CD * (rgb**2.4) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return light


def red(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light of saturated red (R/(R+G+B) ≥ 0.8) in cd/m², 0 elsewhere."""
    light = rgb**2.4
    saturated = light[..., 0] >= 0.8 * np.maximum(light.sum(axis=-1), 1e-6)
    return np.where(saturated, PEAK_CD * light[..., 0], 0).astype(np.float32)


def edges(maps: NDArray[np.float32], step_cd: float) -> list[int]:
    """Frames that complete a flash edge.

    Args:
        maps: luminance of a small picture for each frame, cd/m², [frames, height, width].
        step_cd: the change that counts.

    Each pixel remembers its last turning point. A frame is an edge when at least a quarter of the pixels changed by the
    step against it, the other way than the edge before; the darker state must be below 160 cd/m².
    """
    if len(maps) == 0:
        return []
    extreme, rising = maps[0].copy(), np.zeros(maps[0].shape, bool)
    found, last_way = [], 0
    for index, now in enumerate(maps[1:], start=1):
        up = (now - extreme >= step_cd) & (extreme < _DARK_CD)
        down = (extreme - now >= step_cd) & (now < _DARK_CD)
        way = 1 if up.mean() >= _AREA else -1 if down.mean() >= _AREA else 0
        if way and way != last_way:
            found.append(index)
        last_way = way or last_way
        rising = np.where(up, True, np.where(down, False, rising))
        further = np.where(rising, now > extreme, now < extreme)
        extreme = np.where(up | down | further, now, extreme)
    return found
