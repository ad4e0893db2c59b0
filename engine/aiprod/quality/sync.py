# SPDX-License-Identifier: Apache-2.0
"""Sound against picture: the offset against the mix that went in, and of flashes and their beeps where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.quality.sound import STEP_S, SoundMeasures
from aiprod.quality.soundtrack import Soundtrack, speech_pieces

_REACH_S = 0.5
_PIECE_S, _PIECES = 10.0, 8
_LOW = 12_000


@dataclass(frozen=True)
class Offset:
    """How late the sound is, in seconds, and how much later it is at the end than at the beginning."""

    late_s: float
    drift_s: float


def offset_of(track: Soundtrack, start_s: float, mix: Path) -> Offset:
    """How late a file's sound is against the mix that went in. `start_s` is when its first sample sounds.

    Pieces of ten seconds are compared, spread over the film, so that an hour costs little more than a minute, and drift shows.
    Raises UserError for an unreadable mix.
    """
    from aiprod.media.soundfiles import SoundFile

    sent = SoundFile(mix)
    try:
        spans = _spans(sent.length / SAMPLE_RATE)
        pieces = [sent.read(round(a * SAMPLE_RATE), round(b * SAMPLE_RATE)).mean(axis=1) for a, b in spans]
    finally:
        sent.close()
    heard = speech_pieces(track, spans, SAMPLE_RATE)
    found = [(a, offset_against(heard[span], piece)) for (a, _), span, piece in zip(spans, spans, pieces, strict=True)
             if len(heard[span]) and float(np.abs(piece).max(initial=0)) > 1e-4]  # fmt: skip
    if not found:
        return Offset(start_s, 0.0)
    late = [value for _, value in found]
    drift = float(np.median(late[-2:]) - np.median(late[:2])) if len(late) >= 4 else 0.0
    return Offset(float(np.median(late)) + start_s, drift)


def _spans(duration_s: float) -> list[tuple[float, float]]:
    if duration_s <= 2 * _PIECE_S:
        return [(0.0, duration_s)]
    count = min(_PIECES, int(duration_s // _PIECE_S))
    return [(round(float(at), 3), round(float(at) + _PIECE_S, 3)) for at in np.linspace(0, duration_s - _PIECE_S, count)]


def offset_against(heard: Samples, sent: Samples, reach_s: float = _REACH_S) -> float:
    """Seconds by which `heard` lags `sent` (48 kHz, mono or [samples, channels]): the peak of their cross-correlation."""
    from scipy.signal import correlate, decimate

    down = SAMPLE_RATE // _LOW
    first, second = (decimate(_mono(x), down).astype(np.float32) for x in (heard, sent))
    length = min(len(first), len(second))
    reach = min(int(reach_s * _LOW), length - 1)
    correlation = correlate(first[:length], second[:length], mode="full", method="fft")
    middle = correlation[length - 1 - reach : length + reach]
    return float((int(np.argmax(middle)) - reach) / _LOW)


def _mono(samples: Samples) -> Samples:
    return samples if samples.ndim == 1 else samples.mean(axis=1)


# --- flashes and beeps ------------------------------------------------------------------------------------------------

_FLASH_CODES, _FLASH_FRAMES = 40.0, 4
_BEEP_S, _BEEP_DB = 0.6, 20.0
_NEAR_S = 0.5


def flash_and_beep(mean_luma: Sequence[float], rate: Fraction, measures: SoundMeasures) -> list[tuple[float, float]]:
    """Pairs (flash, beep) in seconds on the file's clock, where a file has such a leader or sync test; else nothing.

    A flash is one to four frames much brighter than those before and after; a beep is a short sound that stands 20 dB above
    both sides. At least two pairs that agree to 40 ms are wanted: a film full of flashes and bangs is no sync test.
    """
    flashes = _flashes(np.asarray(mean_luma, np.float64), rate)
    beeps = [beep + measures.start_s for beep in _beeps(measures)]
    if not flashes or not beeps or len(flashes) > 2 * len(beeps) + 2 or len(beeps) > 2 * len(flashes) + 2:
        return []
    pairs = [(flash, min(beeps, key=lambda beep: abs(beep - flash))) for flash in flashes]
    near = [(flash, beep) for flash, beep in pairs if abs(flash - beep) <= _NEAR_S]
    middle = float(np.median([beep - flash for flash, beep in near])) if near else 0.0
    agreeing = [(flash, beep) for flash, beep in near if abs(beep - flash - middle) <= 0.04]
    return agreeing if len(agreeing) >= 2 and len(agreeing) >= 0.7 * len(flashes) else []


def _flashes(luma: NDArray[np.float64], rate: Fraction) -> list[float]:
    found, index = [], 1
    while index < len(luma) - 1:
        if luma[index] - luma[index - 1] >= _FLASH_CODES:
            end = next((e for e in range(index + 1, min(index + _FLASH_FRAMES + 1, len(luma)))
                        if luma[e] <= luma[index - 1] + 0.3 * (luma[index] - luma[index - 1])), None)  # fmt: skip
            if end is not None:
                found.append(float(index / rate))
                index = end
        index += 1
    return found


def _beeps(measures: SoundMeasures) -> list[float]:
    """When short sounds begin, to the 20 ms of the readings and then by their level to a few milliseconds."""
    level = measures.peaks.max(axis=1) if len(measures.peaks) else np.zeros(0, np.float32)
    top = float(level.max(initial=0.0))
    if top < 0.01:
        return []
    loud = level > top * 10 ** (-_BEEP_DB / 20)
    edges = np.diff(np.concatenate(([0], loud.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [
        float(a * STEP_S) + _inner(measures, int(a)) for a, b in zip(starts, ends, strict=True) if (b - a) * STEP_S <= _BEEP_S
    ]


def _inner(measures: SoundMeasures, reading: int) -> float:
    """Where in its first reading a tone of even level begins: the share of the next reading's power that is in it."""
    power = measures.power.sum(axis=1)
    if reading + 1 >= len(power) or power[reading + 1] <= 0:
        return 0.0
    return float(STEP_S * (1 - np.clip(power[reading] / power[reading + 1], 0, 1)))
