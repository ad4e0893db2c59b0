# SPDX-License-Identifier: Apache-2.0
"""From the model's samples to dialogue: pitch, brightness, timbre, level, edges. Nothing here moves a sound in time by an
amount that is not known exactly.

A pitch shift is a resampling: the model speaks slower (or faster) by the same factor, so the line keeps its pace, and pitch
and formants move together, as they do between a smaller and a larger person. There are no artefacts of a phase vocoder.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import SAMPLE_RATE
from aiprod.voices.kokoro import RATE

Mono = NDArray[np.float32]

SPEECH_LEVEL_DB = -24.0
"""Active speech level of a neutral line, dBFS RMS over the frames in which someone speaks (the idea of ITU-T P.56)."""
PEAK_DB = -3.0
_FRAME = SAMPLE_RATE // 50
_FADE_S = 0.01


def pitch_ratio(semitones: float) -> Fraction:
    """The frequency ratio as a fraction with small terms (error below 1 cent), so that resampling is exact."""
    return Fraction(2.0 ** (semitones / 12)).limit_denominator(100)


def to_dialogue_rate(samples: Mono, ratio: Fraction) -> Mono:
    """24 kHz to 48 kHz, and higher by `ratio`: sample n moves to exactly 2 n / ratio."""
    from scipy.signal import resample_poly

    factor = Fraction(SAMPLE_RATE, RATE) / ratio
    return np.asarray(resample_poly(samples, factor.numerator, factor.denominator), np.float32)


def sounding_span(samples: Mono, rate: int) -> tuple[int, int]:
    """First and last+1 sample that is heard: 5 ms frames above −50 dB of the loudest. (0, 0) for silence."""
    size = rate // 200
    count = samples.size // size
    if count == 0:
        return 0, 0
    level = np.sqrt(np.mean(np.square(samples[: count * size].reshape(count, size), dtype=np.float64), axis=1))
    heard = np.flatnonzero(level > max(float(level.max()) * 10 ** (-50 / 20), 1e-6))
    return (int(heard[0]) * size, int(heard[-1] + 1) * size) if heard.size else (0, 0)


def brightened(samples: Mono, gain_db: float) -> Mono:
    """A first-order high shelf at 3 kHz (bilinear transform of (s g + w) / (s + w))."""
    if gain_db == 0:
        return samples
    from scipy.signal import lfilter

    gain = 10 ** (gain_db / 20)
    w = np.tan(np.pi * 3000 / SAMPLE_RATE)
    b = np.array([gain + w, w - gain]) / (1 + w)
    a = np.array([1.0, (w - 1) / (1 + w)])
    return np.asarray(lfilter(b, a, samples), np.float32)


def robotic(samples: Mono) -> Mono:
    """A speaking machine: the voice in a short metal tube (a comb of 2.5 ms) with a faint 55 Hz ring modulation."""
    from scipy.signal import lfilter

    delay = round(0.0025 * SAMPLE_RATE)
    a = np.zeros(delay + 1)
    a[0], a[delay] = 1.0, -0.55
    tube = lfilter([1.0], a, samples)
    time = np.arange(samples.size) / SAMPLE_RATE
    ring = samples * np.sin(2 * np.pi * 55 * time)
    return np.asarray(0.35 * samples + 0.65 * tube + 0.18 * ring, np.float32)


def active_level_db(samples: Mono) -> float:
    """RMS in dBFS over the 20 ms frames within 25 dB of the loudest; −inf for silence."""
    count = max(1, samples.size // _FRAME)
    frames = np.resize(samples, count * _FRAME) if samples.size < _FRAME else samples[: count * _FRAME]
    power = np.mean(np.square(frames.reshape(count, _FRAME), dtype=np.float64), axis=1)
    if power.max() <= 0:
        return float("-inf")
    return float(10 * np.log10(np.mean(power[power > power.max() * 10**-2.5])))


def levelled(samples: Mono, offset_db: float) -> Mono:
    """At the dialogue level plus `offset_db`, turned down where a peak would pass −3 dBFS; no limiter colours the voice."""
    level = active_level_db(samples)
    if not np.isfinite(level):
        return samples
    peak = float(np.abs(samples).max())
    gain = min(10 ** ((SPEECH_LEVEL_DB + offset_db - level) / 20), 10 ** (PEAK_DB / 20) / peak)
    return np.asarray(samples * gain, np.float32)


def faded(samples: Mono) -> Mono:
    """10 ms raised-cosine edges."""
    size = min(round(_FADE_S * SAMPLE_RATE), samples.size // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(size) + 0.5) / max(size, 1))).astype(np.float32)
    out = samples.copy()
    out[:size] *= ramp
    out[out.size - size :] *= ramp[::-1]
    return out
