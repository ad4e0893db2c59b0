# SPDX-License-Identifier: Apache-2.0
"""The test signals of EBU Tech 3341 (meters) and 3342 (loudness range), synthesised, with what a meter must read.

Left out are those that only exist as recordings (3341: 7 and 8; 3342: 5 and 6) and 3341's 20 to 23, which are cut from a signal
at four times the rate. Levels are peak dBFS per channel; tones for true peaks are faded in and out, since a hard edge truly
overshoots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.meter import Reading


@dataclass(frozen=True)
class Case:
    """A signal, and the reading that it must give.

    Attributes:
        name: of the case.
        sound: makes the signal.
        reads: picks the value from a reading.
        expected, below, above: the value and how far a meter may be off.
    """

    name: str
    sound: Callable[[], Samples]
    reads: Callable[[Reading], float]
    expected: float
    below: float
    above: float

    def off(self, reading: Reading) -> float:
        """How far off a reading is."""
        return self.reads(reading) - self.expected

    def holds(self, reading: Reading) -> bool:
        return -self.below - 1e-9 <= self.off(reading) <= self.above + 1e-9


def tones(parts: Sequence[tuple[float | None, float]], channels: int = 2, hertz: float = 1000.0) -> Samples:
    """A sine that changes its level (dBFS, None is silence) after so many seconds, on all channels."""
    edges = np.cumsum([0, *(round(seconds * SAMPLE_RATE) for _, seconds in parts)])
    level = np.concatenate([np.full(b - a, 0.0 if db is None else 10 ** (db / 20))
                            for (db, _), a, b in zip(parts, edges[:-1], edges[1:], strict=True)])  # fmt: skip
    wave = level * np.sin(2 * np.pi * hertz * np.arange(len(level)) / SAMPLE_RATE)
    return np.repeat(wave[:, None].astype(np.float32), channels, axis=1)


def surround() -> Samples:
    """Case 6: 5.0 at different levels, in SMPTE order with a silent LFE."""
    levels = (-28.0, -28.0, -24.0, None, -30.0, -30.0)
    return np.concatenate([tones([(level, 20.0)], channels=1) for level in levels], axis=1)


def peak_tone(fraction: float, degrees: float, level_db: float) -> Samples:
    """A sine at a fraction of the sampling rate whose samples miss its peaks."""
    n = np.arange(SAMPLE_RATE)
    fade = np.minimum(1, np.minimum(n, n[::-1]) / 4800)
    wave = fade * 10 ** (level_db / 20) * np.sin(2 * np.pi * fraction * n + np.radians(degrees))
    return np.repeat(wave[:, None].astype(np.float32), 2, axis=1)


def _integrated(reading: Reading) -> float:
    return reading.integrated_lufs


def _range(reading: Reading) -> float:
    return reading.range_lu


def _momentary(reading: Reading) -> float:
    return reading.momentary_max_lufs


def _short(reading: Reading) -> float:
    return reading.short_term_max_lufs


def _peak(reading: Reading) -> float:
    return reading.true_peak_dbtp


def _loud(name: str, parts: Sequence[tuple[float | None, float]]) -> Case:
    return Case(f"3341-{name}", lambda: tones(parts), _integrated, -23.0 if name != "2" else -33.0, 0.1, 0.1)


def _timed(number: int, reads: Callable[[Reading], float], offset_s: float, tone_s: float) -> Case:
    parts = ((None, number * offset_s + 1e-9), (-23.0, tone_s), (None, 1.0))
    kind = "10" if tone_s == 3.0 else "13"
    return Case(f"3341-{kind}-{number + 1}", lambda: tones(parts), reads, -23.0, 0.1, 0.1)


def _top(name: str, fraction: float, degrees: float, level_db: float) -> Case:
    return Case(f"3341-{name}", lambda: peak_tone(fraction, degrees, level_db), _peak, level_db, 0.4, 0.2)


def _spread(name: str, levels: Sequence[float], expected: float) -> Case:
    return Case(f"3342-{name}", lambda: tones([(level, 20.0) for level in levels]), _range, expected, 1.0, 1.0)


CASES: tuple[Case, ...] = (
    _loud("1", [(-23.0, 20)]), _loud("2", [(-33.0, 20)]), _loud("3", [(-36.0, 10), (-23.0, 60), (-36.0, 10)]),
    _loud("4", [(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)]),
    _loud("5", [(-26.0, 20), (-20.0, 20.1), (-26.0, 20)]), Case("3341-6", surround, _integrated, -23.0, 0.1, 0.1),
    Case("3341-9", lambda: tones([(-20.0, 1.34), (-30.0, 1.66)] * 5), _short, -23.0, 0.1, 0.1),
    *(_timed(number, _short, 0.15, 3.0) for number in range(20)),
    Case("3341-12", lambda: tones([(-20.0, 0.18), (-30.0, 0.22)] * 25), _momentary, -23.0, 0.1, 0.1),
    *(_timed(number, _momentary, 0.02, 0.4) for number in range(20)),
    _top("15", 1 / 4, 0, -6.0), _top("16", 1 / 4, 45, -6.0), _top("17", 1 / 6, 60, -6.0), _top("18", 1 / 8, 67.5, -6.0),
    _top("19", 1 / 4, 45, 3.0), _spread("1", (-20, -30), 10), _spread("2", (-20, -15), 5), _spread("3", (-40, -20), 20),
    _spread("4", (-50, -35, -20, -35, -50), 15),
)  # fmt: skip
