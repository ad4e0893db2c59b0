# SPDX-License-Identifier: Apache-2.0
"""Waveform and parade: for each column of the picture, how often each level occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import Output
from aiprod.grading.scopes.counting import by_column
from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN, Signal
from aiprod.grading.scopes.transfer import nits

Kind = Literal["luma", "rgb", "parade"]
ROWS = 256
_PERCENTILES = (1, 50, 99)


@dataclass(frozen=True)
class Waveform:
    """Counts by channel, level and column.

    Attributes:
        kind: "luma", "rgb" (three in one place) or "parade" (three side by side).
        counts: uint16 [1 or 3, 256, columns]; row r holds the 10-bit levels 4r to 4r + 3, lowest first.
        levels: the histogram of all 10-bit levels, int32 [1 or 3, 1024].
    """

    kind: Kind
    output: Output
    counts: NDArray[np.uint16]
    levels: NDArray[np.int32]

    def summary(self) -> dict[str, Any]:
        """Lowest, highest and percentiles of each channel in per cent of white, and in cd/m² for luma."""
        names = ("luma",) if self.kind == "luma" else ("red", "green", "blue")
        return {name: _described(levels, self.output, name) for name, levels in zip(names, self.levels, strict=True)}


def waveform(signal: Signal, kind: Kind = "luma") -> Waveform:
    counts, levels = by_column(signal.luma[..., None] if kind == "luma" else signal.rgb)
    return Waveform(kind, signal.output, counts, levels)


def _described(levels: NDArray[np.int32], output: Output, name: str) -> dict[str, float]:
    running = np.cumsum(levels)
    present = np.nonzero(levels)[0]
    marks = {"min": int(present[0]), "max": int(present[-1])}
    marks |= {f"p{p}": int(np.searchsorted(running, running[-1] * p / 100)) for p in _PERCENTILES}
    told = {f"{mark}_percent": round(100 * (level - BLACK) / LUMA_SPAN, 2) for mark, level in marks.items()}
    if name == "luma":
        told |= {f"{mark}_nits": round(float(nits((level - BLACK) / LUMA_SPAN, output)), 3) for mark, level in marks.items()}
    return told
