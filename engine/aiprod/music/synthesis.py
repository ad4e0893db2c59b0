# SPDX-License-Identifier: Apache-2.0
"""Primitives of sound synthesis: coloured noise, resonators, glides, voices. Mono float32 at 48 kHz.

Sources: modal synthesis after Cook, *Real Sound Synthesis for Interactive Applications* (2002); the rest is textbook.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import SAMPLE_RATE

Mono = NDArray[np.float32]


def samples_of(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE))


def clock(count: int) -> NDArray[np.float64]:
    """Times of `count` samples, in seconds."""
    return np.arange(count) / SAMPLE_RATE


def white(rng: np.random.Generator, count: int) -> Mono:
    return rng.standard_normal(count).astype(np.float32)


def band(signal: Mono, low: float, high: float, order: int = 2) -> Mono:
    """Butterworth band-pass between two frequencies in Hz; low ≤ 0 makes it a low-pass, high ≥ 23 kHz a high-pass."""
    from scipy.signal import butter, sosfilt

    if low <= 0:
        sos = butter(order, high, "lowpass", fs=SAMPLE_RATE, output="sos")
    elif high >= 23_000:
        sos = butter(order, low, "highpass", fs=SAMPLE_RATE, output="sos")
    else:
        sos = butter(order, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos")
    filtered: Mono = sosfilt(sos, signal).astype(np.float32)
    return filtered


def normal(signal: Mono, peak: float = 1.0) -> Mono:
    """Scaled to a peak."""
    largest = float(np.abs(signal).max())
    return signal * np.float32(peak / largest) if largest > 0 else signal


def slow(rng: np.random.Generator, count: int, rate_hz: float, low: float, high: float) -> Mono:
    """A smooth random curve between two values that turns about `rate_hz` times a second."""
    knots = max(4, int(count / SAMPLE_RATE * rate_hz) + 4)
    values = rng.uniform(low, high, knots)
    position = np.linspace(0, knots - 1.001, count)
    index = position.astype(int)
    blend = 0.5 - 0.5 * np.cos(np.pi * (position - index))
    curve: Mono = (values[index] * (1 - blend) + values[index + 1] * blend).astype(np.float32)
    return curve


def decay(count: int, attack_s: float, fall_s: float) -> Mono:
    """A linear attack and an exponential fall to −60 dB in `fall_s`."""
    t = clock(count)
    attack = np.clip(t / max(attack_s, 1e-4), 0, 1)
    envelope: Mono = (attack * 10 ** (-3 * np.maximum(t - attack_s, 0) / fall_s)).astype(np.float32)
    return envelope


def swell(count: int, power: float = 1.0) -> Mono:
    """Up and down, as a sine half-wave."""
    shape: Mono = (np.sin(np.pi * (np.arange(count) + 0.5) / count) ** power).astype(np.float32)
    return shape


def tone(frequency: float | NDArray[np.float64], count: int, harmonics: Sequence[float] = (1.0,)) -> Mono:
    """A sum of harmonics of a fixed or gliding frequency; those above 18 kHz are left out."""
    track = np.broadcast_to(np.asarray(frequency, float), (count,))
    phase = 2 * np.pi * np.cumsum(track) / SAMPLE_RATE
    signal = np.zeros(count)
    for number, level in enumerate(harmonics, start=1):
        if level and number * float(track.max()) < 18_000:
            signal += level * np.sin(number * phase)
    return signal.astype(np.float32)


def glide(count: int, *points: float) -> NDArray[np.float64]:
    """A frequency that moves evenly in pitch through the given values."""
    places = np.linspace(0, 1, len(points))
    return np.exp(np.interp(np.linspace(0, 1, count), places, np.log(points)))


def struck(count: int, modes: Sequence[tuple[float, float, float]], rng: np.random.Generator) -> Mono:
    """A struck body: modes of (frequency in Hz, level, seconds to −60 dB), with a short noise of contact."""
    t = clock(count)
    signal = sum(level * np.sin(2 * np.pi * f * t) * 10 ** (-3 * t / fall) for f, level, fall in modes)
    contact = white(rng, count) * decay(count, 0.0005, 0.02) * 0.15
    body: Mono = (np.asarray(signal) + contact).astype(np.float32)
    return body


def voiced(
    pitch_hz: NDArray[np.float64], formants: Sequence[tuple[float, float, float]], rng: np.random.Generator, breath: float = 0.05
) -> Mono:
    """A throat: a pulse-like source through formants of (frequency, bandwidth, level)."""
    from scipy.signal import lfilter

    count = len(pitch_hz)
    source = tone(pitch_hz, count, [1 / n for n in range(1, 25)]) + breath * white(rng, count)
    out = np.zeros(count)
    for frequency, width, level in formants:
        radius = np.exp(-np.pi * width / SAMPLE_RATE)
        angle = 2 * np.pi * frequency / SAMPLE_RATE
        out += level * normal(lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], source).astype(np.float32))
    return normal(out.astype(np.float32))


def place(track: Mono, sound: Mono, at_s: float, gain: float = 1.0) -> None:
    """Add a sound to a track in place, as far as it fits."""
    start = round(at_s * SAMPLE_RATE)
    room = min(len(sound), len(track) - start)
    if room > 0 <= start:
        track[start : start + room] += sound[:room] * np.float32(gain)


def room(signal: Mono, seconds: float, brightness_hz: float, level: float, rng: np.random.Generator) -> Mono:
    """Reverberation: decaying noise, `seconds` to −60 dB."""
    from scipy.signal import oaconvolve

    length = samples_of(seconds)
    impulse = band(white(rng, length) * decay(length, 0.004, seconds), 0, brightness_hz, 1)
    impulse /= np.sqrt((impulse**2).sum())
    wet: Mono = oaconvolve(signal, impulse)[: len(signal)].astype(np.float32)
    return signal + np.float32(level) * wet
