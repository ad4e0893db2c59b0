# SPDX-License-Identifier: Apache-2.0
"""The ASC colour decision list."""

from __future__ import annotations

import numpy as np

from aiprod.film.grade import Cdl
from aiprod.grading.spaces import Colours

ASC_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""The weights that the ASC CDL specification (release 1.2) gives for its saturation, whatever the space."""


def apply_cdl(colours: Colours, cdl: Cdl) -> Colours:
    """out = max(in · slope + offset, 0)^power, then saturation about ASC luma. Values above 1 are kept (no clamp).

    A list that changes nothing changes nothing: what lies below 0 stays there.
    """
    if is_identity(cdl):
        return colours
    slope, offset, power = (np.array(v, np.float32) for v in (cdl.slope, cdl.offset, cdl.power))
    graded = np.maximum(colours * slope + offset, 0) ** power
    luma = graded @ ASC_LUMA
    result: Colours = luma[..., None] + np.float32(cdl.saturation) * (graded - luma[..., None])
    return result.astype(np.float32)


def is_identity(cdl: Cdl) -> bool:
    return cdl == Cdl()
