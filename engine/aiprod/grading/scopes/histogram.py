# SPDX-License-Identifier: Apache-2.0
"""Histogram of red, green, blue and luma."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import Output
from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN, TOP, WHITE, Signal, channels, histogram_of

BINS = 256
NAMES = ("red", "green", "blue", "luma")


@dataclass(frozen=True)
class Histogram:
    """Counts of red, green, blue and luma, int64 [4, 256].

    Bin b is about the code b ÷ 255 (black 0, white 1), so that 8-bit full-range pictures keep their own levels; what lies below
    or above is counted in the first or last bin and told as `outside`.

    Attributes:
        outside: share of each channel at or below black, and at or above white, float64 [4, 2].
    """

    output: Output
    counts: NDArray[np.int64]
    outside: NDArray[np.float64]

    def summary(self) -> dict[str, Any]:
        """Mean and median code (0–1) and the shares at black and at white."""
        told = {}
        for name, counts, (low, high) in zip(NAMES, self.counts, self.outside, strict=True):
            running = np.cumsum(counts)
            mean = float((counts * np.arange(BINS)).sum() / running[-1] / (BINS - 1))
            median = float(np.searchsorted(running, running[-1] / 2)) / (BINS - 1)
            told[name] = {"mean": round(mean, 4), "median": round(median, 4), "at_black": round(float(low), 5)}
            told[name] |= {"at_white": round(float(high), 5)}
        return told


def histogram(signal: Signal) -> Histogram:
    levels = np.stack([histogram_of(plane) for plane in (*channels(signal.rgb), signal.luma)])
    bins = np.clip(np.rint((np.arange(TOP + 1) - BLACK) / LUMA_SPAN * (BINS - 1)), 0, BINS - 1).astype(np.int64)
    counts = np.stack([np.bincount(bins, weights=row, minlength=BINS) for row in levels]).astype(np.int64)
    outside = np.stack([levels[:, : BLACK + 1].sum(axis=1), levels[:, WHITE:].sum(axis=1)], axis=-1)
    return Histogram(signal.output, counts, outside / levels.sum(axis=1, keepdims=True))
