# SPDX-License-Identifier: Apache-2.0
"""Signals that the tests of sound share, and an independent meter (libebur128)."""

from pathlib import Path

import numpy as np
import pyebur128

from aiprod.media.audio import SAMPLE_RATE, Samples, write_audio


def sine(frequency: float, seconds: float, level: float = 0.1, channels: int = 2, phase: float = 0.0) -> Samples:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (level * np.sin(2 * np.pi * frequency * t + phase)).astype(np.float32)
    return np.repeat(wave[:, None], channels, axis=1)


def speechlike(seconds: float, seed: int = 0) -> Samples:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal(round(seconds * SAMPLE_RATE)).astype(np.float32)
    syllables = np.abs(np.sin(2 * np.pi * 3 * np.arange(len(noise)) / SAMPLE_RATE)).astype(np.float32)
    return (0.1 * noise * syllables)[:, None]


def noise(seconds: float, channels: int = 2, seed: int = 0, level: float = 0.1) -> Samples:
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal((round(seconds * SAMPLE_RATE), channels))).astype(np.float32)


def written(folder: Path, name: str, samples: Samples) -> str:
    write_audio(folder / name, samples)
    return str(folder / name)


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-20))


def referee(samples: Samples) -> pyebur128.R128State:
    """libebur128, having heard the sound (5.1 in SMPTE order)."""
    mode = pyebur128.MeasurementMode
    state = pyebur128.R128State(samples.shape[1], SAMPLE_RATE, mode.MODE_I | mode.MODE_LRA | mode.MODE_TRUE_PEAK | mode.MODE_S)
    flat = np.ascontiguousarray(samples, np.float64).reshape(-1)
    for start in range(0, len(samples), SAMPLE_RATE):
        part = flat[start * samples.shape[1] : (start + SAMPLE_RATE) * samples.shape[1]]
        state.add_frames(part, len(part) // samples.shape[1])
    return state


def referee_lufs(samples: Samples) -> float:
    return float(pyebur128.get_loudness_global(referee(samples)))


def referee_range(samples: Samples) -> float:
    return float(pyebur128.get_loudness_range(referee(samples)))


def referee_peak_dbtp(samples: Samples) -> float:
    state = referee(samples)
    peaks = [pyebur128.get_true_peak(state, channel) for channel in range(samples.shape[1])]
    return float(20 * np.log10(max(peaks)))
