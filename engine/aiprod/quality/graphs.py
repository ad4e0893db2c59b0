# SPDX-License-Identifier: Apache-2.0
"""Curves of a report, thinned to what a page can show: of each stretch, the lowest and the highest value."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.quality.loudness_curve import levels
from aiprod.quality.picture import PictureMeasures
from aiprod.quality.sound import SoundMeasures
from aiprod.quality.sound_checks import SoundLimits

POINTS = 600
"""Of a curve."""
_FLOOR_DB = -100.0


def graphs(picture: PictureMeasures | None, sound: SoundMeasures | None, limits: SoundLimits) -> dict[str, Any]:
    """Curves by name: each has `start_s` and `end_s` on the file's clock, and `low` and `high` of up to 600 stretches."""
    found: dict[str, Any] = {}
    if sound is not None:
        begin, curve = sound.start_s, sound.loudness
        found["momentary"] = _curve(levels(curve.momentary), begin + 0.2, 0.1)
        found["short_term"] = _curve(levels(curve.short_term), begin + 1.5, 0.1)
        found["true_peak"] = _curve(_db(curve.peaks.max(axis=1) if len(curve.peaks) else np.zeros(0)), begin, 0.1)
        found["waveform"] = [_curve(sound.peaks[:, index], begin, 0.02, 3) for index in range(sound.peaks.shape[1])][:8]
        found["channels"] = list(sound.track.names)[:8]
        found["target"] = _target(limits)
    if picture is not None:
        step = float(1 / picture.rate)
        found["luma"] = _curve(np.asarray(picture.mean_luma, np.float64), 0.0, step)
        found["flashes"] = [round(float(time), 3) for time in picture.flash_times][:POINTS]
    return found


def _target(limits: SoundLimits) -> dict[str, float | None]:
    lufs = limits.loudness_lufs
    return {
        "lufs": lufs, "low": None if lufs is None else lufs - limits.loudness_below_lu,
        "high": None if lufs is None else lufs + limits.loudness_above_lu, "true_peak": limits.true_peak_dbtp,
    }  # fmt: skip


def _curve(values: NDArray[Any], start_s: float, step_s: float, digits: int = 1) -> dict[str, Any]:
    count = len(values)
    if count == 0:
        return {"start_s": round(start_s, 3), "end_s": round(start_s, 3), "low": [], "high": []}
    edges = np.unique(np.linspace(0, count, min(count, POINTS) + 1).astype(int)[:-1])
    low, high = np.minimum.reduceat(values, edges), np.maximum.reduceat(values, edges)
    return {
        "start_s": round(start_s, 3), "end_s": round(start_s + count * step_s, 3),
        "low": [round(float(value), digits) for value in low], "high": [round(float(value), digits) for value in high],
    }  # fmt: skip


def _db(values: NDArray[Any]) -> NDArray[np.float64]:
    shown: NDArray[np.float64] = np.maximum(20 * np.log10(np.maximum(values, 1e-5)), _FLOOR_DB)
    return shown
