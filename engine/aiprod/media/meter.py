# SPDX-License-Identifier: Apache-2.0
"""A loudness meter that runs along: ITU-R BS.1770-5 and EBU Tech 3341/3342, in blocks of any length, in bounded memory.

Gating needs every block of a programme; they are kept as histograms of 0.01 LU that hold each bin's exact energy, so that only
the gate's threshold is rounded. An hour costs the meter as much memory as a second.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.filters import SectionFilter
from aiprod.media.peaks import PeakReader

SILENCE_LUFS = -70.0
STEP = SAMPLE_RATE // 100
"""Samples between two readings: 10 ms, so that a maximum between them is off by less than 0.06 LU."""
GATED = 10
"""Gating takes every tenth reading: 100 ms apart, as BS.1770 says."""
MOMENTARY_S, SHORT_TERM_S = 0.4, 3.0
_K_WEIGHTING = np.array([
    [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
    [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
])  # fmt: skip
"""BS.1770's two filters at 48 kHz: the head, and what is too low to be loud."""
_WEIGHTS: dict[int, tuple[float, ...]] = {1: (1.0,), 2: (1.0, 1.0), 6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41)}
_LOWEST, _STEPS_PER_LU, _BINS = SILENCE_LUFS, 100, 8_000
Energies = NDArray[np.float64]


def lufs(energy: float | np.floating) -> float:
    """A weighted mean square as loudness, −70 at least."""
    return max(float(-0.691 + 10 * np.log10(max(float(energy), 1e-12))), SILENCE_LUFS)


class KWeighting:
    """The weighted energy of a sound: filtered, squared and summed over its channels, sample by sample."""

    def __init__(self, channels: int) -> None:
        if channels not in _WEIGHTS:
            raise UserError(f"{channels} channels can't be metered", "loudness is defined here for mono, stereo and 5.1",
                            "Fold the sound to one of them first.")  # fmt: skip
        self._weights = _WEIGHTS[channels]
        self._filter = SectionFilter(_K_WEIGHTING, channels)

    def energy(self, block: Samples) -> Energies:
        """Of each sample of the next block; 5.1 is in SMPTE order."""
        return weighted_energy(block, self._filter, self._weights)


def weighted_energy(block: Samples, weighting: SectionFilter, weights: Sequence[float]) -> Energies:
    """The energy of each sample of the next block: its channels through a filter, weighted (BS.1770); 0 leaves one out."""
    total = np.zeros(len(block))
    for index, weight in enumerate(weights):
        heard = weighting.channel(block[:, index], index) if weight else None
        if heard is not None:
            total += weight * heard * heard
    return total


class Histogram:
    """Loudness readings: how many fell into each bin, and their energy."""

    def __init__(self) -> None:
        self._counts = np.zeros(_BINS, np.int64)
        self._energy = np.zeros(_BINS)

    def add(self, energies: Energies) -> None:
        """Take readings in; those below the absolute gate of −70 LUFS don't count."""
        levels = -0.691 + 10 * np.log10(np.maximum(energies, 1e-12))
        loud = levels > SILENCE_LUFS
        bins = np.minimum(((levels[loud] - _LOWEST) * _STEPS_PER_LU).astype(np.int64), _BINS - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._energy, bins, energies[loud])

    def integrated(self) -> float:
        """Integrated loudness with the relative gate of −10 LU."""
        first = self._gate(10.0)
        count = int(self._counts[first:].sum())
        return lufs(self._energy[first:].sum() / count) if count else SILENCE_LUFS

    def range(self) -> float:
        """Loudness range: from the 10th to the 95th percentile above a gate of −20 LU (EBU Tech 3342)."""
        first = self._gate(20.0)
        heard = np.cumsum(self._counts[first:])
        if len(heard) == 0 or heard[-1] == 0:
            return 0.0
        low, high = (int(np.searchsorted(heard, share * (heard[-1] - 1) + 1)) for share in (0.10, 0.95))
        return (high - low) / _STEPS_PER_LU

    def _gate(self, below_lu: float) -> int:
        """The first bin above the relative gate."""
        count = int(self._counts.sum())
        if count == 0:
            return _BINS
        threshold = lufs(self._energy.sum() / count) - below_lu
        return int(np.clip((threshold - _LOWEST) * _STEPS_PER_LU, 0, _BINS - 1))


class Windows:
    """Sliding means over steps: each push returns the windows that became complete."""

    def __init__(self, length: int) -> None:
        self._length, self._last = length, np.zeros(0)

    def push(self, steps: Energies) -> Energies:
        """Mean energies of steps → mean energies of windows."""
        line = np.concatenate((self._last, steps))
        self._last = line[-(self._length - 1) :].copy()
        if len(line) < self._length:
            return np.zeros(0)
        windows: Energies = np.lib.stride_tricks.sliding_window_view(line, self._length).mean(axis=1)
        return windows


@dataclass(frozen=True)
class Reading:
    """What the meter shows. LUFS, LU and dBTP; silence reads −70 LUFS and −100 dBTP.

    Attributes:
        time_s: how much was heard.
        momentary_lufs, short_term_lufs: the last 400 ms, the last 3 s.
        momentary_max_lufs, short_term_max_lufs: the loudest of them so far.
        integrated_lufs, range_lu: of everything so far.
        dialogue_lufs: integrated over what sounds while somebody speaks; None where no speech is known of.
        true_peaks_dbtp: per channel, since the beginning.
        recent_peaks_dbtp: per channel, since the last reading.
    """

    time_s: float
    momentary_lufs: float
    short_term_lufs: float
    momentary_max_lufs: float
    short_term_max_lufs: float
    integrated_lufs: float
    range_lu: float
    dialogue_lufs: float | None
    true_peaks_dbtp: tuple[float, ...]
    recent_peaks_dbtp: tuple[float, ...]

    @property
    def true_peak_dbtp(self) -> float:
        return max(self.true_peaks_dbtp)


class Meter:
    """A live meter. One thread may push sound while another reads.

    Args:
        channels: 1, 2, or 6 in SMPTE order (L R C LFE Ls Rs); sound is float32 at 48 kHz.
        speech: when somebody speaks, as (start, end) in seconds, for the dialogue-gated measure.
    """

    def __init__(self, channels: int, speech: Sequence[tuple[float, float]] = ()) -> None:
        self._channels, self._speech_times, self._lock = channels, tuple(speech), threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Begin a new programme."""
        with self._lock:
            self._weighting, self._reader = KWeighting(self._channels), PeakReader(self._channels)
            self._gating, self._spread, self._speech = Histogram(), Histogram(), Histogram()
            self._steps = 0
            self._momentary, self._short_term = (Windows(round(s * SAMPLE_RATE) // STEP) for s in (MOMENTARY_S, SHORT_TERM_S))
            self._now = {"momentary": (0.0, 0.0), "short term": (0.0, 0.0)}
            self._begun, self._heard = np.zeros(0), 0
            self._peaks, self._recent = np.zeros(self._channels), np.zeros(self._channels)

    def push(self, block: Samples) -> None:
        """Hear the next block [samples, channels]."""
        with self._lock:
            self._heard += len(block)
            self._take_peaks(self._reader.push(block))
            energy = np.concatenate((self._begun, self._weighting.energy(block)))
            count = len(energy) // STEP
            self._begun = energy[count * STEP :].copy()  # a view would keep the whole block
            if count:
                self._take_steps(energy[: count * STEP].reshape(count, STEP).mean(axis=1))

    def finish(self) -> Reading:
        """The reading of a programme that has ended: its last samples' peaks are in it."""
        with self._lock:
            self._take_peaks(self._reader.finish())
            self._reader = PeakReader(self._channels)
        return self.reading()

    def reading(self) -> Reading:
        """What the meter shows now."""
        with self._lock:
            recent, self._recent = self._recent, np.zeros(self._channels)
            (momentary, loudest), (short, longest) = self._now["momentary"], self._now["short term"]
            return Reading(
                time_s=self._heard / SAMPLE_RATE, momentary_lufs=lufs(momentary), short_term_lufs=lufs(short),
                momentary_max_lufs=lufs(loudest), short_term_max_lufs=lufs(longest),
                integrated_lufs=self._gating.integrated(), range_lu=self._spread.range(),
                dialogue_lufs=self._speech.integrated() if self._speech_times else None,
                true_peaks_dbtp=_decibels(self._peaks), recent_peaks_dbtp=_decibels(recent),
            )  # fmt: skip

    def _take_peaks(self, peaks: NDArray[np.float32]) -> None:
        if len(peaks):
            highest = peaks.max(axis=0)
            self._peaks, self._recent = np.maximum(self._peaks, highest), np.maximum(self._recent, highest)

    def _take_steps(self, steps: Energies) -> None:
        self._steps += len(steps)
        gated, ends_s = self._note("momentary", self._momentary.push(steps))
        self._gating.add(gated)
        if self._speech_times:
            self._speech.add(gated[within(ends_s - MOMENTARY_S / 2, self._speech_times)])
        self._spread.add(self._note("short term", self._short_term.push(steps))[0])

    def _note(self, name: str, windows: Energies) -> tuple[Energies, Energies]:
        """Keep the newest and the loudest window; returns those that count for gating, and when each ends."""
        if len(windows) == 0:
            return windows, windows
        self._now[name] = (float(windows[-1]), max(self._now[name][1], float(windows.max())))
        ends = np.arange(self._steps - len(windows), self._steps) + 1
        counts = ends % GATED == 0
        return windows[counts], ends[counts] * (STEP / SAMPLE_RATE)


def within(times_s: Energies, regions: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Which moments lie in one of the regions."""
    inside = np.zeros(len(times_s), np.bool_)
    for start, end in regions:
        inside |= (times_s >= start) & (times_s < end)
    return inside


def metered(samples: Samples, speech: Sequence[tuple[float, float]] = ()) -> Reading:
    """The reading of a whole sound."""
    meter = Meter(samples.shape[1], speech)
    for start in range(0, len(samples), SAMPLE_RATE * 2):
        meter.push(samples[start : start + SAMPLE_RATE * 2])
    return meter.finish()


def _decibels(peaks: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(20 * np.log10(max(peak, 1e-5))) for peak in peaks)
