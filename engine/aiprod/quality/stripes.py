# SPDX-License-Identifier: Apache-2.0
"""Regular patterns that could harm viewers: stripes over much of the screen.

Ofcom's guidance on flashing images and regular patterns (to which ITU-R BT.1702-3 refers) counts clearly discernible stripes
of more than five light-dark pairs in any orientation, whose lightest exceeds 50 cd/m²: over 40 % of the screen when they stand
still, over 25 % when they change direction, oscillate, flash or reverse in contrast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STILL_AREA, FLASHING_AREA = 0.40, 0.25
_BRIGHT_CD, _LEAST_CD = 50.0, 20.0
_WINDOW, _HOP = 64, 24
_PURITY, _LEAST_CYCLES = 0.6, 2.5
_PAIRS = 5.0


def striped_area(light: Floats) -> float:
    """Share of the screen covered by stripes.

    Args:
        light: luminance of the frame in cd/m², averaged to some 135 rows, [rows, columns].

    In windows, the share of the contrast that lies in one spatial frequency, its harmonics and its neighbours decides.
    """
    rows, columns = light.shape
    if min(rows, columns) < _WINDOW:
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view(light, (_WINDOW, _WINDOW))[::_HOP, ::_HOP]
    bright = np.percentile(windows, 95, axis=(2, 3))
    dark = np.percentile(windows, 5, axis=(2, 3))
    plain = windows - windows.mean(axis=(2, 3), keepdims=True)
    hann = np.hanning(_WINDOW).astype(np.float32)
    power = np.abs(np.fft.rfft2(plain * (hann[:, None] * hann))) ** 2
    purity, cycles = _purity(power)
    area = (purity > _PURITY) & (bright > _BRIGHT_CD) & (bright - dark > _LEAST_CD)
    across = max(rows, columns) / _WINDOW * np.sqrt(max(float(area.mean()), 1e-9))
    area &= (cycles * across > _PAIRS) & (cycles >= _LEAST_CYCLES)
    return round(float(area.mean()), 4)


def _purity(power: Floats) -> tuple[Floats, Floats]:
    """For each window, the share of its power in the strongest frequency with its harmonics, and the cycles per window."""
    height, width = power.shape[2:]
    down = np.fft.fftfreq(height, 1 / height)
    across = np.arange(width)
    power = power.copy()
    power[:, :, np.hypot(down[:, None], across) < 1.0] = 0
    flat = power.reshape(*power.shape[:2], -1)
    best = flat.argmax(axis=2)
    rows, columns = down[best // width], across[best % width]
    mine = np.zeros(power.shape[:2], np.float32)
    for harmonic in (1, 2, 3):
        near = (np.abs(down[:, None] - harmonic * rows[..., None, None]) <= 1.5) & (
            np.abs(across - harmonic * columns[..., None, None]) <= 1.5
        )
        mirrored = (np.abs(down[:, None] + harmonic * rows[..., None, None]) <= 1.5) & (
            np.abs(across + harmonic * columns[..., None, None]) <= 1.5
        )
        mine += np.where(near | mirrored, power, 0).sum(axis=(2, 3), dtype=np.float32)
    total = flat.sum(axis=2)
    return mine / np.maximum(total, 1e-6), np.hypot(rows, columns)
