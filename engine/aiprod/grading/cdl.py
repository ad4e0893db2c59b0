# SPDX-License-Identifier: Apache-2.0
"""The ASC colour decision list."""

from __future__ import annotations

import numpy as np

from aiprod.film.grade import Cdl
from aiprod.grading.spaces import Colours

ASC_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""The weights that the ASC CDL specification (release 1.2) gives for its saturation, whatever the space."""


def apply_cdl(colours: Colours, cdl: Cdl) -> Colours:
    """out = (in · slope + offset)^power, then saturation about ASC luma. Nothing is clamped.

    Release 1.2 of the specification clamps to 0–1; ACEScct goes beyond both ends, so that this is the form without clamps,
    which leaves values below 0 without the power (OpenColorIO's and the Common LUT Format's "no clamp").
    """
    if is_identity(cdl):
        return colours
    slope, offset, power = (np.array(v, np.float32) for v in (cdl.slope, cdl.offset, cdl.power))
    moved = colours * slope + offset
    graded = moved if (power == 1).all() else np.where(moved > 0, np.maximum(moved, 0) ** power, moved)
    luma = graded @ ASC_LUMA
    return np.asarray(luma[..., None] + np.float32(cdl.saturation) * (graded - luma[..., None]), np.float32)


def is_identity(cdl: Cdl) -> bool:
    return cdl == Cdl()
