# SPDX-License-Identifier: Apache-2.0
"""Exposure and printer lights: gains of scene-linear light per channel, applied to ACEScct."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import PRINTER_POINT, Triple
from aiprod.grading.spaces import Colours

_CUT, _SLOPE, _OFFSET = 0.155251141552511, 10.5402377416545, 0.0729055341958355
_LINEAR_CUT = 0.0078125


def gains(exposure: float, lights: Triple) -> NDArray[np.float32]:
    """Gains of red, green and blue light: stops of exposure and printer points together."""
    return np.asarray(2.0**exposure * 10.0 ** (PRINTER_POINT * np.array(lights, np.float64)), np.float32)


def apply_lights(acescct: Colours, exposure: float, lights: Triple) -> Colours:
    """Expose ACEScct colours [..., 3] anew. Nothing asked for is exactly nothing done."""
    if exposure == 0 and lights == (0.0, 0.0, 0.0):
        return acescct
    return encoded(decoded(acescct) * gains(exposure, lights))


def decoded(acescct: Colours) -> Colours:
    """ACEScct to linear AP1 (S-2016-001); light below 0 is kept, light above ACEScct's 65 504 is not clipped."""
    codes = np.asarray(acescct, np.float32)
    light = np.exp2(codes * np.float32(17.52) - np.float32(9.72))
    return np.where(codes > _CUT, light, (codes - np.float32(_OFFSET)) / np.float32(_SLOPE)).astype(np.float32)


def encoded(linear: Colours) -> Colours:
    """Linear AP1 to ACEScct, the inverse of `decoded`."""
    light = np.asarray(linear, np.float32)
    codes = (np.log2(np.maximum(light, np.float32(1e-7))) + np.float32(9.72)) / np.float32(17.52)
    return np.where(light > _LINEAR_CUT, codes, light * np.float32(_SLOPE) + np.float32(_OFFSET)).astype(np.float32)
