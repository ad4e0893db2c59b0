# SPDX-License-Identifier: Apache-2.0
"""Loudness over a programme's time, at any sampling rate and in any layout (ITU-R BS.1770-5, EBU Tech 3341 and 3342).

`media.meter` shows what is; this keeps what was, for graphs and for gating by speech that is only known afterwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples
from aiprod.media.filters import SectionFilter
from aiprod.media.meter import GATED, MOMENTARY_S, SHORT_TERM_S, SILENCE_LUFS, Energies, Windows, lufs, weighted_energy
from aiprod.media.peaks import STEP as PEAK_STEP
from aiprod.media.peaks import PeakReader

_SIDES = {"BL", "BR", "SL", "SR"}
CURVE_S = 0.1
"""Between two readings of a curve."""


class LoudnessCurve:
    """Momentary and short-term loudness and true peak every 100 ms.

    Attributes:
        momentary, short_term: weighted mean squares; entry n ends at 0.1·(n+4) s and 0.1·(n+30) s.
        peaks: true peak of every 100 ms and channel, linear.
        momentary_max, short_term_max: the loudest of windows every 10 ms.
    """

    def __init__(self, rate: int, names: tuple[str, ...]) -> None:
        self._rate, self._names = rate, names
        self._weights = [_weight(name, names) for name in names]
        self._filter = SectionFilter(k_weighting(rate), len(names))
        self._reader = PeakReader(len(names))
        self._left, self._steps = np.zeros(0), 0
        self._first_sample = 0
        self._windows = {"momentary": Windows(round(MOMENTARY_S * 100)), "short term": Windows(round(SHORT_TERM_S * 100))}
        self._curves: dict[str, list[Energies]] = {"momentary": [], "short term": []}
        self._loudest = {"momentary": 0.0, "short term": 0.0}
        self._fine: list[NDArray[np.float32]] = []
        self._peaks: list[NDArray[np.float32]] = []
        self.momentary, self.short_term = np.zeros(0), np.zeros(0)
        self.peaks = np.zeros((0, len(names)), np.float32)

    def push(self, block: Samples) -> None:
        """Hear the next block [samples, channels]."""
        self._keep_peaks(self._reader.push(block))
        energy = np.concatenate((self._left, weighted_energy(block, self._filter, self._weights)))
        edges = _edges(self._steps, self._rate, self._first_sample + len(energy)) - self._first_sample
        count = len(edges) - 1
        if count > 0:
            means = np.add.reduceat(energy[: edges[-1]], edges[:-1]) / np.diff(edges)
            self._take(means)
            self._steps += count
            self._first_sample += int(edges[-1])
            energy = energy[edges[-1] :]
        self._left = energy.copy()

    def _take(self, means: Energies) -> None:
        for name, windows in self._windows.items():
            complete = windows.push(means)
            if len(complete):
                self._loudest[name] = max(self._loudest[name], float(complete.max()))
                ends = np.arange(self._steps + len(means) - len(complete), self._steps + len(means)) + 1
                self._curves[name].append(complete[ends % GATED == 0])

    def _keep_peaks(self, fine: NDArray[np.float32]) -> None:
        """Readings of 48 samples → the largest of each 100 ms."""
        self._fine.append(fine)
        ready = np.concatenate(self._fine)
        size = max(round(CURVE_S * self._rate / PEAK_STEP), 1)
        count = len(ready) // size
        if count:
            self._peaks.append(ready[: count * size].reshape(count, size, -1).max(axis=1))
        self._fine = [ready[count * size :].copy()]

    def finish(self) -> None:
        """The programme has ended."""
        self._keep_peaks(self._reader.finish())
        rest = self._fine[0]
        if len(rest):
            self._peaks.append(rest.max(axis=0, keepdims=True))
        self.peaks = np.concatenate(self._peaks) if self._peaks else self.peaks
        self.momentary, self.short_term = (
            np.concatenate(self._curves[name]) if self._curves[name] else np.zeros(0) for name in ("momentary", "short term")
        )

    @property
    def momentary_max_lufs(self) -> float:
        return lufs(self._loudest["momentary"])

    @property
    def short_term_max_lufs(self) -> float:
        return lufs(self._loudest["short term"])

    @property
    def integrated_lufs(self) -> float:
        """Of the whole programme; −70 for silence or less than 400 ms."""
        return gated(self.momentary)

    def while_speaking(self, speech: list[tuple[float, float]]) -> float | None:
        """Integrated loudness of what sounds while somebody speaks; None where nobody does."""
        from aiprod.media.meter import within

        middles = (CURVE_S * (np.arange(len(self.momentary)) + 4) - MOMENTARY_S / 2).astype(np.float64)
        spoken = self.momentary[within(middles, speech)]
        return gated(spoken) if len(spoken) else None

    @property
    def range_lu(self) -> float:
        """Loudness range: 10th to 95th percentile of the short-term loudness above a gate of −20 LU (EBU Tech 3342)."""
        heard = self.short_term[levels(self.short_term) > SILENCE_LUFS]
        if len(heard) == 0:
            return 0.0
        shown = levels(heard)
        shown = shown[shown > lufs(heard.mean()) - 20]
        low, high = np.percentile(shown, (10, 95), method="nearest")
        return float(high - low)

    @property
    def true_peaks_dbtp(self) -> dict[str, float]:
        """By channel; −100 for silence."""
        highest = self.peaks.max(axis=0) if len(self.peaks) else np.zeros(len(self._names))
        return {name: float(20 * np.log10(max(value, 1e-5))) for name, value in zip(self._names, highest, strict=True)}

    @property
    def true_peak_dbtp(self) -> float:
        return max(self.true_peaks_dbtp.values())


def gated(energies: Energies) -> float:
    """Integrated loudness of momentary readings every 100 ms, gated at −70 LUFS and then at 10 LU below their mean."""
    heard = energies[levels(energies) > SILENCE_LUFS]
    if len(heard) == 0:
        return SILENCE_LUFS
    loud = heard[levels(heard) > lufs(heard.mean()) - 10]
    return lufs(loud.mean()) if len(loud) else SILENCE_LUFS


def levels(energies: Energies) -> Energies:
    """Weighted mean squares as LUFS."""
    shown: Energies = np.maximum(-0.691 + 10 * np.log10(np.maximum(energies, 1e-12)), SILENCE_LUFS)
    return shown


def _weight(name: str, names: tuple[str, ...]) -> float:
    """BS.1770-5, table 4: sides (60° to 120°) weigh 1.41, the LFE nothing, all else 1. Where there are sides and backs, only
    the sides are at the side."""
    if name.startswith("LFE"):
        return 0.0
    if len(names) == 1:
        return 2.0  # mono is played by two loudspeakers
    seven = {"BL", "SL"} <= set(names)
    return 1.41 if name in _SIDES and not (seven and name in ("BL", "BR")) else 1.0


def _edges(steps: int, rate: int, until: int) -> NDArray[np.int64]:
    """Sample numbers of the borders of the 10 ms steps from step `steps` on, as far as they are complete."""
    last = until * 100 // rate
    edges: NDArray[np.int64] = np.round(np.arange(steps, last + 1) * (rate / 100)).astype(np.int64)
    return edges[edges <= until]


def k_weighting(rate: int) -> NDArray[np.float64]:
    """BS.1770's two filters at any rate, [2, 6]: its analogue prototypes by the bilinear transform, as libebur128 does."""
    high = _section(rate, 1681.974450955533, 0.7071752369554196, 3.999843853973347)
    return np.array([high, _section(rate, 38.13547087602444, 0.5003270373238773, None)])


def _section(rate: int, frequency: float, q: float, gain_db: float | None) -> list[float]:
    """A high shelf, or without gain a high pass."""
    k = float(np.tan(np.pi * frequency / rate))
    a0 = 1 + k / q + k * k
    poles = [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    if gain_db is None:
        return [1.0, -2.0, 1.0, *poles]
    top = 10 ** (gain_db / 20)
    middle = top**0.4996667741545416
    return [(top + middle * k / q + k * k) / a0, 2 * (k * k - top) / a0, (top - middle * k / q + k * k) / a0, *poles]
