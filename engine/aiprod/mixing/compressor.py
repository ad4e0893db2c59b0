# SPDX-License-Identifier: Apache-2.0
"""The compressor: feed-forward, soft knee, level detected a millisecond at a time (Giannoulis et al., JAES 60(6), 2012)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.film.mix import Compression
from aiprod.media.audio import SAMPLE_RATE, Samples

CONTROL = SAMPLE_RATE // 1000
"""Samples between two points of the gain."""
_IDLE_DB = 1e-4


class Compressor:
    """A compressor for blocks whose length is a whole number of milliseconds (but for the last). One gain for all channels.

    The gain moves in a straight line through each millisecond to what that millisecond asks for.
    """

    def __init__(self, settings: Compression) -> None:
        self._settings = settings
        self._attack, self._release = (float(np.exp(-0.001 / seconds)) for seconds in (settings.attack_s, settings.release_s))
        self._reduction_db, self._gain = 0.0, 1.0
        self._makeup = np.float32(10 ** (settings.makeup_db / 20))

    def __call__(self, block: Samples) -> Samples:
        reduction = self._smoothed(_knee(_levels_db(block) - self._settings.threshold_db, self._settings))
        if not reduction.any() and self._gain == 1.0:
            return block * self._makeup if self._settings.makeup_db else block
        gains = 10 ** (-reduction / 20)
        before = np.concatenate(([self._gain], gains[:-1]))
        steps = (np.arange(CONTROL) + 1) / CONTROL
        curve = (before[:, None] + (gains - before)[:, None] * steps).reshape(-1)[: len(block)]
        self._gain = float(gains[-1])
        compressed: Samples = block * (curve.astype(np.float32) * self._makeup)[:, None]
        return compressed

    def _smoothed(self, wanted_db: NDArray[np.float64]) -> NDArray[np.float64]:
        """One-pole attack and release."""
        if self._reduction_db == 0.0 and not wanted_db.any():
            return wanted_db
        state, out = self._reduction_db, []
        for target in wanted_db.tolist():
            pole = self._attack if target > state else self._release
            state = target + pole * (state - target)
            out.append(state)
        self._reduction_db = state if state > _IDLE_DB else 0.0
        out[-1] = self._reduction_db
        return np.array(out)


def _levels_db(block: Samples) -> NDArray[np.float64]:
    """The level of each millisecond: the power of all channels, halved, so that mono on both sides of stereo reads as itself."""
    count = -(-len(block) // CONTROL)
    power = np.zeros(count * CONTROL)
    power[: len(block)] = np.einsum("ij,ij->i", block, block) / 2
    levels: NDArray[np.float64] = 10 * np.log10(power.reshape(count, CONTROL).mean(axis=1) + 1e-12)
    return levels


def _knee(over_db: NDArray[np.float64], settings: Compression) -> NDArray[np.float64]:
    """Gain reduction in dB for a level `over_db` above the threshold."""
    slope, width = 1 - 1 / settings.ratio, settings.knee_db
    soft = slope * (over_db + width / 2) ** 2 / (2 * width)
    return np.where(over_db > width / 2, slope * over_db, np.where(over_db > -width / 2, soft, 0.0))
