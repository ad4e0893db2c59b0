# SPDX-License-Identifier: Apache-2.0
"""The true-peak limiter: offline, so that it never delays, and steered a millisecond at a time.

Of every millisecond the largest true peak is known (`media.peaks`). The gain that each needs is held over the neighbours by a
running minimum, let go slowly, and smoothed by a window no longer than the hold; between milliseconds it moves in straight lines.
So it is down before the peak comes, and never above what any peak allows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples
from aiprod.media.peaks import STEP, true_peaks

_REACH = 5
"""Half the smoothing window, in milliseconds."""
_RELEASE_S = 0.06
_GUARD = 10 ** (-0.05 / 20)
"""Meters differ by a few hundredths of a dB near half the sampling rate, where each interpolates with a filter of its own."""
CONTEXT = 2 * _REACH + 2
"""How many milliseconds on each side decide a gain."""
Gains = NDArray[np.float64]


class Limiter:
    """Gains for a sound whose peaks come in pieces, in order.

    Args:
        gain: what the sound is raised by before it meets the ceiling, as a factor.
        ceiling: the highest true peak, as a factor.
    """

    def __init__(self, gain: float, ceiling: float) -> None:
        self._gain, self._ceiling = gain, ceiling * _GUARD
        self._released = 1.0
        self._pole = float(np.exp(-0.001 / _RELEASE_S))
        window = np.hanning(2 * _REACH + 3)[1:-1]
        self._window = window / window.sum()

    def gains(self, peaks: NDArray[np.float32]) -> Gains:
        """The factors at the middles of milliseconds, from −1 to count (those before and after the piece included).

        `peaks` holds the piece's milliseconds and `CONTEXT` more on each side.
        """
        from scipy.ndimage import minimum_filter1d

        needed = np.minimum(1.0, self._ceiling / np.maximum(peaks * self._gain, 1e-12))
        if self._released == 1.0 and needed.min() == 1.0:
            return np.full(len(peaks) - 2 * CONTEXT + 2, self._gain)
        held = minimum_filter1d(needed, 2 * _REACH + 3, mode="nearest")[_REACH + 1 : -(_REACH + 1)]
        smooth = np.convolve(self._let_go(held), self._window, mode="valid")
        return self._gain * smooth

    def _let_go(self, held: Gains) -> Gains:
        """Falls at once, rises exponentially. Remembers where the next piece begins."""
        state, out = self._released, []
        again = len(held) - 2 * _REACH - 2
        for index, wanted in enumerate(held.tolist()):
            state = min(wanted, 1 - self._pole * (1 - state))
            if state > 0.99999 and wanted == 1.0:
                state = 1.0
            out.append(state)
            if index == again - 1:
                self._released = state
        return np.array(out)


def applied(samples: Samples, gains: Gains) -> Samples:
    """Samples times the gains of their milliseconds (`Limiter.gains`), in straight lines from middle to middle."""
    if np.all(gains == gains[0]):
        return samples * np.float32(gains[0])
    centres = (np.arange(-1, len(gains) - 1) + 0.5) * STEP - 0.5
    curve = np.interp(np.arange(len(samples)), centres, gains).astype(np.float32)
    limited: Samples = samples * curve[:, None]
    return limited


def limit(samples: Samples, ceiling_dbtp: float) -> Samples:
    """A whole sound under a ceiling."""
    peaks = true_peaks(samples).max(axis=1, initial=0.0)
    padded = np.concatenate((np.zeros(CONTEXT, np.float32), peaks, np.zeros(CONTEXT, np.float32)))
    return applied(samples, Limiter(1.0, 10 ** (ceiling_dbtp / 20)).gains(padded))
