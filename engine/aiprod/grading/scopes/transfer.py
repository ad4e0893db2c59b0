# SPDX-License-Identifier: Apache-2.0
"""What a level means in light: cd/m² of a grey, linear light of a channel, and the triangles of the gamuts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import OUTPUTS, Output
from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN, TOP

Values = NDArray[np.float64]
PRIMARIES: Mapping[int, tuple[tuple[float, float], ...]] = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
"""x and y of red, green and blue by H.273's code: Rec.709, Rec.2020, P3."""
WHITE_XY = (0.3127, 0.3290)
_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_HLG_A, _HLG_B, _HLG_C = 0.17883277, 0.28466892, 0.55991073


def nits(fraction: Values | float, output: Output) -> Values:
    """Light of a grey of this code (0 black, 1 white) on the display, in cd/m².

    BT.1886 with black at 0, gamma 2.6 for P3, SMPTE ST 2084 for PQ; HLG on its nominal display of 1000 cd/m² (BT.2100, γ 1.2).
    """
    code = np.clip(np.asarray(fraction, np.float64), 0, None)
    if output.transfer == 16:
        root = np.minimum(code, 1.1) ** (1 / _M2)
        return 10000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)
    if output.transfer == 18:
        return output.peak_nits * np.asarray(_hlg_scene(code) ** 1.2)
    return np.asarray(output.peak_nits * code ** (2.6 if output.transfer == 17 else 2.4))


def code_of(light: float, output: Output) -> float:
    """The code of a grey of `light` cd/m²: the inverse of `nits`."""
    if output.transfer == 16:
        power = (light / 10000) ** _M1
        return float(((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2)
    if output.transfer == 18:
        scene = (light / output.peak_nits) ** (1 / 1.2)
        return float(np.sqrt(3 * scene) if scene <= 1 / 12 else _HLG_A * np.log(12 * scene - _HLG_B) + _HLG_C)
    return float((light / output.peak_nits) ** (1 / (2.6 if output.transfer == 17 else 2.4)))


def _hlg_scene(code: Values) -> Values:
    """Scene light 0–1 of an HLG code (BT.2100's inverse OETF)."""
    low, high = code**2 / 3, (np.exp((code - _HLG_C) / _HLG_A) + _HLG_B) / 12
    return np.where(code <= 0.5, low, high)


@cache
def linear_table(name: str) -> NDArray[np.float32]:
    """Level (0–1023) → linear light of one channel, relative (HLG: of the scene, whose chromaticities are the display's)."""
    fraction = np.clip((np.arange(TOP + 1) - BLACK) / LUMA_SPAN, 0, None)
    output = OUTPUTS[name]
    light = _hlg_scene(fraction) if output.transfer == 18 else nits(fraction, output) / output.peak_nits
    return light.astype(np.float32)


def rgb_to_xyz(primaries: int) -> Values:
    """[3, 3], white D65 at Y = 1 (SMPTE RP 177)."""
    corners = np.array([[x, y, 1 - x - y] for x, y in PRIMARIES[primaries]]).T
    white = np.array([WHITE_XY[0] / WHITE_XY[1], 1, (1 - sum(WHITE_XY)) / WHITE_XY[1]])
    return np.asarray(corners * np.linalg.solve(corners, white))
