# SPDX-License-Identifier: Apache-2.0
"""The parametric equaliser: R. Bristow-Johnson's filters (Audio EQ Cookbook), in blocks, in double precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aiprod.film.mix import EqBand
from aiprod.media.audio import SAMPLE_RATE
from aiprod.media.filters import SectionFilter

Sections = NDArray[np.float64]


def sections(bands: Sequence[EqBand]) -> Sections:
    """One second-order section per band, [bands, 6]."""
    return np.array([_section(band) for band in bands]).reshape(-1, 6)


def response_db(bands: Sequence[EqBand], frequencies_hz: Sequence[float]) -> NDArray[np.float64]:
    """What the equaliser does at some frequencies, in dB (for drawing it)."""
    from scipy.signal import freqz_sos

    if not bands:
        return np.zeros(len(frequencies_hz))
    _, response = freqz_sos(sections(bands), worN=np.asarray(frequencies_hz), fs=SAMPLE_RATE)
    decibels: NDArray[np.float64] = 20 * np.log10(np.abs(response) + 1e-12)
    return decibels


class Equaliser(SectionFilter):
    """An equaliser that remembers where it was."""

    def __init__(self, bands: Sequence[EqBand], channels: int) -> None:
        super().__init__(sections(bands), channels)


def _section(band: EqBand) -> list[float]:
    omega = 2 * np.pi * min(band.frequency_hz, 0.49 * SAMPLE_RATE) / SAMPLE_RATE
    cosine, alpha = np.cos(omega), np.sin(omega) / (2 * band.q)
    forward, feedback = _COEFFICIENTS[band.kind](10 ** (band.gain_db / 40), float(cosine), float(alpha))
    return [value / feedback[0] for value in (*forward, *feedback)]


_Pair = tuple[tuple[float, float, float], tuple[float, float, float]]


def _bell(a: float, cosine: float, alpha: float) -> _Pair:
    return (1 + alpha * a, -2 * cosine, 1 - alpha * a), (1 + alpha / a, -2 * cosine, 1 - alpha / a)


def _high_pass(_: float, cosine: float, alpha: float) -> _Pair:
    return ((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2), (1 + alpha, -2 * cosine, 1 - alpha)


def _low_pass(_: float, cosine: float, alpha: float) -> _Pair:
    return ((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2), (1 + alpha, -2 * cosine, 1 - alpha)


def _low_shelf(a: float, cosine: float, alpha: float) -> _Pair:
    slope = 2 * np.sqrt(a) * alpha
    forward = (a * (a + 1 - (a - 1) * cosine + slope), 2 * a * (a - 1 - (a + 1) * cosine), a * (a + 1 - (a - 1) * cosine - slope))
    return forward, (a + 1 + (a - 1) * cosine + slope, -2 * (a - 1 + (a + 1) * cosine), a + 1 + (a - 1) * cosine - slope)


def _high_shelf(a: float, cosine: float, alpha: float) -> _Pair:
    slope = 2 * np.sqrt(a) * alpha
    forward = (
        a * (a + 1 + (a - 1) * cosine + slope),
        -2 * a * (a - 1 + (a + 1) * cosine),
        a * (a + 1 + (a - 1) * cosine - slope),
    )
    return forward, (a + 1 - (a - 1) * cosine + slope, 2 * (a - 1 - (a + 1) * cosine), a + 1 - (a - 1) * cosine - slope)


_COEFFICIENTS = {
    "bell": _bell,
    "high_pass": _high_pass,
    "low_pass": _low_pass,
    "low_shelf": _low_shelf,
    "high_shelf": _high_shelf,
}
