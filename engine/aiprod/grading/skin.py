# SPDX-License-Identifier: Apache-2.0
"""Skin in a picture, and whether a grade keeps it skin.

The region is in CIELAB of the Rec.709 picture. Preferred skin on displays lies about hue 49° at a chroma of 25, whatever the
complexion (Chen, Chen, Ohta and Luo, Journal of Imaging Science and Technology 57, 2013: 50.5° and 25.4; Zeng and Luo, Color
Research and Application 38, 2013); real skins lie between about 40° and 65°. Sand and wood are in it too: whoever uses this acts
gently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.grading.differences import to_lab
from aiprod.grading.spaces import AP1_LUMA, MID_GREY, STOP, Colours, acescct_to_display

HUE_LINE_DEG = 49.0
_WITHIN_DEG = 20.0
_CHROMA = (4.0, 48.0)
_CHROMA_OF_LIGHTNESS = 0.16
"""Skin's chroma is at least this share of its lightness: in shadow both sink."""
_LIGHTNESS = (9.0, 92.0)
_SHARES = (0.005, 0.45)
"""Less of the picture is chance, more is a wall or a beach."""


@dataclass(frozen=True)
class Skin:
    """Skin found in a picture.

    Attributes:
        share: of the picture.
        stops: its median, in stops above mid grey.
        off_line_deg: how far its hue lies from the skin line; plus is towards yellow.
        where: which of the colours, bool [n].
    """

    share: float
    stops: float
    off_line_deg: float
    where: NDArray[np.bool_]


def find_skin(acescct: Colours) -> Skin | None:
    """Skin among a picture's ACEScct colours [n, 3], or None."""
    lab = to_lab(acescct_to_display(acescct))
    chroma, off = np.hypot(lab[:, 1], lab[:, 2]), _off_line(lab)
    least = np.maximum(_CHROMA[0], _CHROMA_OF_LIGHTNESS * lab[:, 0])
    where = (np.abs(off) < _WITHIN_DEG) & (chroma > least) & (chroma < _CHROMA[1])
    where &= (lab[:, 0] > _LIGHTNESS[0]) & (lab[:, 0] < _LIGHTNESS[1])
    share = float(where.mean())
    if not _SHARES[0] < share < _SHARES[1]:
        return None
    stops = (float(np.median(acescct[where] @ AP1_LUMA)) - MID_GREY) / STOP
    return Skin(share, stops, float(np.median(off[where])), where)


def off_line(acescct: Colours) -> float:
    """Median distance of colours [n, 3] from the skin line, in degrees of CIELAB hue; plus is towards yellow."""
    return float(np.median(_off_line(to_lab(acescct_to_display(acescct)))))


def _off_line(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    return (hue - HUE_LINE_DEG + 180) % 360 - 180
