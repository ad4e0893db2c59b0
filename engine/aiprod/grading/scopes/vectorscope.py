# SPDX-License-Identifier: Apache-2.0
"""Vectorscope: how often each colour difference occurs, with the boxes of colour bars and the skin line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import Output
from aiprod.grading.scopes.counting import by_pair
from aiprod.grading.scopes.signal import CENTRE, CHROMA_SPAN, Signal, differences

CELLS = 512
SKIN_LINE_DEG = 123.0
"""Where instruments draw the skin line: NTSC's I axis, counter-clockwise from +Cb (SMPTE 170M puts I at 123° from U)."""
_SKIN_WITHIN_DEG, _SKIN_CHROMA = 20.0, (0.02, 0.22)
_BARS = {"R": (1, 0, 0), "Mg": (1, 0, 1), "B": (0, 0, 1), "Cy": (0, 1, 1), "G": (0, 1, 0), "Yl": (1, 1, 0)}


@dataclass(frozen=True)
class Vectorscope:
    """Counts by Cr and Cb, int32 [512, 512]; cell (r, c) is about Cr and Cb levels of 2r + 0.5 and 2c + 0.5 (10 bits)."""

    output: Output
    counts: NDArray[np.int32]

    def summary(self) -> dict[str, Any]:
        """Mean and highest chroma (1 = as far as 100 % bars' red), mean hue, and what lies about the skin line."""
        rows, columns = np.nonzero(self.counts)
        weights = self.counts[rows, columns].astype(np.float64)
        cb, cr = (2 * columns + 0.5 - CENTRE) / CHROMA_SPAN, (2 * rows + 0.5 - CENTRE) / CHROMA_SPAN
        chroma, hue = np.hypot(cb, cr), np.degrees(np.arctan2(cr, cb))
        whole = float(np.hypot(*bars(self.output, 1.0)["R"]))
        off = (hue - SKIN_LINE_DEG + 180) % 360 - 180
        skin = (np.abs(off) < _SKIN_WITHIN_DEG) & (chroma > _SKIN_CHROMA[0]) & (chroma < _SKIN_CHROMA[1])
        told = {
            "mean_chroma": round(float(np.average(chroma, weights=weights)) / whole, 4),
            "max_chroma": round(float(chroma.max()) / whole, 4),
            "mean_cb": round(float(np.average(cb, weights=weights)), 4),
            "mean_cr": round(float(np.average(cr, weights=weights)), 4),
            "near_skin_line": round(float(weights[skin].sum() / weights.sum()), 4),
        }
        if skin.any():
            told["off_skin_line_deg"] = round(float(np.average(off[skin], weights=weights[skin])), 2)
        return told


def vectorscope(signal: Signal) -> Vectorscope:
    return Vectorscope(signal.output, by_pair(signal.chroma))


def bars(output: Output, amplitude: float = 0.75) -> Mapping[str, tuple[float, float]]:
    """(Cb, Cr) of colour bars, −0.5 … 0.5: 0.75 for 75 % bars (ITU-R BT.471, 100/0/75/0), 1 for 100 % bars."""
    matrix = differences(output) * amplitude
    return {name: (float(matrix[0] @ rgb), float(matrix[1] @ rgb)) for name, rgb in _BARS.items()}
