# SPDX-License-Identifier: Apache-2.0
"""False colour: the picture with its levels painted in bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import OUTPUTS, Output
from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN, TOP, Signal, histogram_of
from aiprod.grading.scopes.transfer import nits


@dataclass(frozen=True)
class Band:
    """Levels from `low` up to `high`, in per cent of the signal (SDR) or in cd/m² (HDR)."""

    name: str
    low: float
    high: float
    colour: tuple[int, int, int]


SDR_BANDS = (
    Band("purple", -8, 4.5, (108, 40, 160)),
    Band("blue", 4.5, 6.5, (30, 90, 230)),
    Band("teal", 10, 13, (20, 150, 150)),
    Band("green", 41, 48.5, (64, 168, 70)),
    Band("pink", 61, 70.5, (235, 130, 165)),
    Band("straw", 92, 93.5, (226, 205, 130)),
    Band("yellow", 93.5, 95.5, (250, 225, 40)),
    Band("orange", 95.5, 98.5, (250, 140, 20)),
    Band("red", 98.5, 110, (225, 35, 35)),
)
"""The video false colours of RED's cameras (operation guide, "False Color Modes: Video"), in per cent of the signal."""
HDR_BANDS = (
    Band("purple", -1, 0.05, (108, 40, 160)),
    Band("blue", 0.05, 0.5, (30, 90, 230)),
    Band("teal", 0.5, 4, (20, 150, 150)),
    Band("green", 18, 36, (64, 168, 70)),
    Band("pink", 40, 85, (235, 130, 165)),
    Band("straw", 180, 230, (226, 205, 130)),
    Band("yellow", 400, 600, (250, 225, 40)),
    Band("orange", 600, 980, (250, 140, 20)),
    Band("red", 980, 1e6, (225, 35, 35)),
)
"""The same colours by light: green about the 26 cd/m² of a grey card, pink about skin of Fitzpatrick's types 3 and 4, straw
about the 203 cd/m² of graphics white (levels of Report ITU-R BT.2408), red at the end of a 1000 cd/m² display."""


@dataclass(frozen=True)
class FalseColour:
    """The painted picture, uint8 [h, w, 3], full-range R′G′B′; what is in no band is grey.

    Attributes:
        shares: share of the picture in each band, in the order of `bands`.
    """

    output: Output
    painted: NDArray[np.uint8]
    shares: tuple[float, ...]
    bands: Sequence[Band]

    def summary(self) -> dict[str, Any]:
        unit = "nits" if self.output.hdr else "percent"
        return {
            band.name: {f"from_{unit}": band.low, f"to_{unit}": band.high, "share": round(share, 5)}
            for band, share in zip(self.bands, self.shares, strict=True)
        }


def false_colour(signal: Signal) -> FalseColour:
    import cv2

    table, belongs, bands = _tables(signal.output.name)
    levels = histogram_of(signal.luma)
    shares = np.bincount(belongs, weights=levels, minlength=len(bands) + 1)[:-1] / levels.sum()
    packed = np.take(table, signal.luma).view(np.uint8).reshape(*signal.size, 4)
    painted = cast("NDArray[np.uint8]", cv2.cvtColor(packed, cv2.COLOR_RGBA2RGB))
    return FalseColour(signal.output, painted, tuple(float(share) for share in shares), bands)


def bands_of(output: str) -> Sequence[Band]:
    """The bands of an output: by light where it is HDR, by the signal otherwise."""
    return HDR_BANDS if OUTPUTS[output].hdr else SDR_BANDS


@cache
def _tables(name: str) -> tuple[NDArray[np.uint32], NDArray[np.int64], Sequence[Band]]:
    """Level → colour (four bytes), and level → number of its band (the last: none)."""
    output = OUTPUTS[name]
    bands = bands_of(name)
    fraction = (np.arange(TOP + 1) - BLACK) / LUMA_SPAN
    scale = nits(fraction, output) if output.hdr else 100 * fraction
    grey = np.clip(38 + 180 * fraction, 0, 255)
    table = np.stack([grey, grey, grey, np.full_like(grey, 255)], -1).astype(np.uint8)
    belongs = np.full(TOP + 1, len(bands))
    for number, band in enumerate(bands):
        levels = (scale >= band.low) & (scale < band.high)
        table[levels, :3], belongs[levels] = band.colour, number
    return np.ascontiguousarray(table).view(np.uint32)[:, 0], belongs, bands
