# SPDX-License-Identifier: Apache-2.0
"""Long-term spectra of a programme, and mains hum in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples

_SIZE = 4096
_LOW_RATE = 1500
_MAINS = (50.0, 60.0)
_HARMONICS = 8
_PROMINENT_DB, _OFF_HZ = 10.0, 0.35
_PIECE_S = 4.0
_TOP_HZ = 500.0
_QUANTILE = 20


class Spectra:
    """Mean power spectrum of each channel, from a window of 4096 samples in every block."""

    def __init__(self, rate: int, names: tuple[str, ...]) -> None:
        self._rate, self._names = rate, names
        self._sum, self._count = np.zeros((_SIZE // 2 + 1, len(names))), 0

    def push(self, block: Samples) -> None:
        if len(block) < _SIZE or not block.any():
            return
        start = (len(block) - _SIZE) // 2
        window = block[start : start + _SIZE] * np.hanning(_SIZE).astype(np.float32)[:, None]
        self._sum += np.abs(np.fft.rfft(window, axis=0)) ** 2
        self._count += 1

    def share_above(self, hertz: float) -> dict[str, float]:
        """Of each channel's power, the share above a frequency; 0 for silence."""
        first = round(hertz * _SIZE / self._rate)
        total = self._sum.sum(axis=0)
        above = self._sum[first:].sum(axis=0)
        return {name: float(a / t) if t > 0 else 0.0 for name, a, t in zip(self._names, above, total, strict=True)}

    def likeness(self, one: str, other: str) -> float:
        """0 to 1: how alike two channels' spectra are in shape and level (third octaves, in dB)."""
        a, b = (self._bands(self._names.index(name)) for name in (one, other))
        return float(1 / (1 + np.mean(np.abs(a - b)) / 6))

    def _bands(self, index: int) -> NDArray[np.float64]:
        edges = np.unique(np.geomspace(2, _SIZE // 2, 24).astype(int))
        return 10 * np.log10(np.add.reduceat(self._sum[:, index], edges) / max(self._count, 1) + 1e-9)


@dataclass(frozen=True)
class Hum:
    """Mains hum: its frequency, how far its partials stand out in the middle, and their level."""

    hertz: float
    partials: tuple[int, ...]
    prominence_db: float
    level_dbfs: float


class HumSeeker:
    """Looks for a steady tone of 50 or 60 Hz and its harmonics below everything that changes.

    Of the power at each frequency, the 20th percentile over time is taken: music moves on, hum stays. Partials must stand at
    exact multiples of the mains (±0.35 Hz), which no note of the tempered scale does.
    """

    def __init__(self, rate: int) -> None:
        self._down = max(rate // _LOW_RATE, 1)
        self._rate = rate / self._down
        self._taps = _low_pass(self._down)
        self._held = np.zeros(0, np.float32)
        self._spectra: list[NDArray[np.float32]] = []
        self._low = np.zeros(0, np.float32)
        self.found: Hum | None = None

    def push(self, mono: NDArray[np.float32]) -> None:
        """Hear the next block, mono."""
        from scipy.signal import upfirdn

        line = np.concatenate((self._held, mono))
        count = max(len(line) - len(self._taps), 0) // self._down
        if count:
            low = upfirdn(self._taps, line[: count * self._down + len(self._taps)], 1, self._down)
            skip = len(self._taps) // self._down + 1
            self._low = np.concatenate((self._low, low[skip - 1 :][:count].astype(np.float32)))
            line = line[count * self._down :]
        self._held = line
        self._analyse()

    def _analyse(self) -> None:
        size = round(_PIECE_S * self._rate)
        while len(self._low) >= size:
            self._spectra.append(_power(self._low[:size])[: round(_TOP_HZ * _PIECE_S)])
            self._low = self._low[size // 2 :]

    def finish(self) -> None:
        self._bin = 1 / _PIECE_S
        if not self._spectra:
            if len(self._low) < self._rate * 1.5:
                return
            self._bin = self._rate / len(self._low)
            self._spectra.append(_power(self._low)[: round(_TOP_HZ / self._bin)])
        steady = np.percentile(np.array(self._spectra), _QUANTILE, axis=0).astype(np.float64)
        candidates = [hum for mains in _MAINS if (hum := self._seek(steady, mains)) is not None]
        self.found = max(candidates, key=lambda hum: hum.prominence_db, default=None)
        self._spectra = []

    def _seek(self, steady: NDArray[np.float64], mains: float) -> Hum | None:
        seen = {
            n: self._partial(steady, n * mains)
            for n in range(1, _HARMONICS + 1)
            if n * mains < min(self._rate * 0.4, _TOP_HZ - 15)
        }
        partials = tuple(n for n, (prominent, off, _) in seen.items() if prominent >= _PROMINENT_DB and off <= _OFF_HZ)
        if len(partials) < 2 or not ({1, 2} & set(partials)):
            return None
        level = 10 * np.log10(sum(seen[n][2] for n in partials) + 1e-14)
        return Hum(mains, partials, float(np.median([seen[n][0] for n in partials])), float(level))

    def _partial(self, steady: NDArray[np.float64], hertz: float) -> tuple[float, float, float]:
        """Prominence in dB over nearly all that is 3 to 12 Hz beside (a ticking clock is a comb), distance in Hz, power."""
        at = hertz / self._bin
        near = np.arange(int(at - 1.2 / self._bin), int(at + 1.2 / self._bin) + 2)
        top = int(near[steady[near].argmax()])
        beside = np.concatenate([
            steady[int(at - 12 / self._bin) : int(at - 3 / self._bin)], steady[int(at + 3 / self._bin) : int(at + 12 / self._bin)]
        ])  # fmt: skip
        floor = float(np.percentile(beside, 90)) + 1e-16
        a, b, c = (float(np.log(steady[top + k] + 1e-18)) for k in (-1, 0, 1))
        shift = 0.5 * (a - c) / (a - 2 * b + c) if abs(a - 2 * b + c) > 1e-12 else 0.0
        return 10 * float(np.log10((steady[top] + 1e-18) / floor)), abs((top + shift) * self._bin - hertz), float(steady[top])


def _power(low: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power at each frequency, so that a sine of amplitude 1 reads 0.5."""
    window = np.hanning(len(low)).astype(np.float32)
    power: NDArray[np.float32] = (2 * np.abs(np.fft.rfft(low * window) / window.sum()) ** 2).astype(np.float32)
    return power


@cache
def _low_pass(down: int) -> NDArray[np.float32]:
    from scipy.signal import firwin

    if down == 1:
        return np.ones(1, np.float32)
    taps: NDArray[np.float32] = firwin(16 * down + 1, 0.8 / down, window=("kaiser", 8.0)).astype(np.float32)
    return taps
