# SPDX-License-Identifier: Apache-2.0
"""Processors of the mix: equaliser, compressor, ducking, true-peak limiter. All offline and sample-exact: none delays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import SAMPLE_RATE, Samples

_OVERSAMPLING = 4
Envelope = NDArray[np.float32]


def decibels(gain_db: float) -> float:
    """A level in dB as a factor."""
    return float(10 ** (gain_db / 20))


def high_pass(samples: Samples, frequency: float) -> Samples:
    """Second-order Butterworth high-pass, −3 dB at `frequency` Hz."""
    from scipy.signal import butter, sosfilt

    filtered: Samples = sosfilt(butter(2, frequency, "highpass", fs=SAMPLE_RATE, output="sos"), samples, axis=0)
    return filtered.astype(np.float32)


def peaking(samples: Samples, frequency: float, gain_db: float, q: float = 1.0) -> Samples:
    """A bell filter (R. Bristow-Johnson, Audio EQ Cookbook)."""
    from scipy.signal import lfilter

    amplitude = 10 ** (gain_db / 40)
    omega = 2 * np.pi * frequency / SAMPLE_RATE
    alpha = np.sin(omega) / (2 * q)
    forward = np.array([1 + alpha * amplitude, -2 * np.cos(omega), 1 - alpha * amplitude])
    feedback = np.array([1 + alpha / amplitude, -2 * np.cos(omega), 1 - alpha / amplitude])
    filtered: Samples = lfilter(forward / feedback[0], feedback / feedback[0], samples, axis=0)
    return filtered.astype(np.float32)


def compress(samples: Samples, threshold_db: float, ratio: float, attack_s: float = 0.008, release_s: float = 0.15) -> Samples:
    """Feed-forward compressor with a 6 dB soft knee, level detected in 1 ms blocks (Giannoulis et al., JAES 60(6), 2012)."""
    block = SAMPLE_RATE // 1000
    count = -(-len(samples) // block)
    padded = np.zeros((count * block, samples.shape[1]), np.float32)
    padded[: len(samples)] = samples
    level = 10 * np.log10(np.mean(padded.reshape(count, -1) ** 2, axis=1) + 1e-12)
    reduction = _smoothed(_knee(level - threshold_db, ratio), attack_s, release_s)
    times = (np.arange(count) + 0.5) * block
    gain = np.interp(np.arange(len(samples)), times, 10 ** (-reduction / 20)).astype(np.float32)
    compressed: Samples = samples * gain[:, None]
    return compressed


def _knee(over_db: NDArray[np.float64], ratio: float, width_db: float = 6.0) -> NDArray[np.float64]:
    """Gain reduction in dB for a level `over_db` above the threshold."""
    slope = 1 - 1 / ratio
    soft = slope * (over_db + width_db / 2) ** 2 / (2 * width_db)
    return np.where(over_db > width_db / 2, slope * over_db, np.where(over_db > -width_db / 2, soft, 0.0))


def _smoothed(reduction_db: NDArray[np.float64], attack_s: float, release_s: float) -> NDArray[np.float64]:
    """One-pole attack and release at the 1 kHz control rate."""
    attack, release = np.exp(-0.001 / attack_s), np.exp(-0.001 / release_s)
    state, out = 0.0, np.empty_like(reduction_db)
    for i, target in enumerate(reduction_db):
        pole = attack if target > state else release
        state = pole * state + (1 - pole) * target
        out[i] = state
    return out


def ducking(
    length: int, regions_s: Sequence[tuple[float, float]], depth_db: float, ahead_s: float = 0.25, release_s: float = 0.6
) -> Envelope:
    """A gain envelope [length] that dips by `depth_db` during the known dialogue regions (start, end in seconds).

    It begins to fall `ahead_s` before a region, as a mixer's hand does, and joins regions that are closer than the release.
    """
    gain_db = np.zeros(length, np.float32)
    for start, end in _joined(regions_s, ahead_s + release_s):
        points = np.array([start - ahead_s, start, end, end + release_s]) * SAMPLE_RATE
        first, last = max(int(points[0]), 0), min(int(points[3]) + 1, length)
        if first < last:
            curve = np.interp(np.arange(first, last), points, [0, depth_db, depth_db, 0])
            gain_db[first:last] = np.minimum(gain_db[first:last], curve)
    return np.power(10.0, gain_db / 20).astype(np.float32)


def _joined(regions: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(regions):
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def limit(samples: Samples, ceiling_dbtp: float, look_s: float = 0.005) -> Samples:
    """True-peak limiter: no 4× oversampled peak passes the ceiling (within 0.1 dB).

    The gain that each sample needs is held by a running minimum and smoothed by a window of the same length, so it is down
    before the peak comes and never above what the peak allows. Offline, hence without delay.
    """
    from scipy.ndimage import convolve1d, minimum_filter1d

    peak = _true_peaks(samples)
    ceiling = decibels(ceiling_dbtp)
    if peak.size == 0 or float(peak.max()) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peak, 1e-9))
    length = int(look_s * SAMPLE_RATE) | 1
    window = np.hanning(length + 2)[1:-1]
    held = minimum_filter1d(needed, 2 * length + 1, mode="nearest")
    gain = convolve1d(held, window / window.sum(), mode="nearest").astype(np.float32)
    limited: Samples = samples * gain[:, None]
    return limited


def _true_peaks(samples: Samples) -> NDArray[np.float32]:
    """Per sample, the largest oversampled magnitude near it, over all channels."""
    from scipy.signal import resample_poly

    over = np.abs(resample_poly(samples, _OVERSAMPLING, 1, axis=0)).max(axis=1)
    peaks: NDArray[np.float32] = over[: len(samples) * _OVERSAMPLING].reshape(-1, _OVERSAMPLING).max(axis=1).astype(np.float32)
    return peaks
