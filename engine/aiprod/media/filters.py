# SPDX-License-Identifier: Apache-2.0
"""Filters that work through sound in blocks and remember where they were: the same result whatever the blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples

_SILENT = 1e-12


class SectionFilter:
    """Second-order sections ([sections, 6]) on every channel, in double precision."""

    def __init__(self, sections: NDArray[np.float64], channels: int) -> None:
        self._sections = sections
        self._state = np.zeros((channels, len(sections), 2))

    def channel(self, samples: Samples, index: int) -> NDArray[np.float64] | None:
        """The next samples of one channel, filtered; None where it is silent and has been."""
        from scipy.signal import sosfilt

        state = self._state[index]
        if np.abs(state).max(initial=0.0) < _SILENT:
            state[:] = 0  # no denormal numbers
            if not samples.any():
                return None
        if len(samples) == 0:
            return np.zeros(0)
        out, self._state[index] = sosfilt(self._sections, samples.astype(np.float64), zi=state)
        filtered: NDArray[np.float64] = out
        return filtered

    def __call__(self, block: Samples) -> Samples:
        """The next block [samples, channels]."""
        if len(self._sections) == 0:
            return block
        out = np.zeros_like(block)
        for index in range(block.shape[1]):
            filtered = self.channel(block[:, index], index)
            if filtered is not None:
                out[:, index] = filtered
        return out


class Convolver:
    """Convolution with one impulse response per output channel ([taps, outputs]) of a mono or equally wide block.

    Overlap-add: the first output sample belongs to the first input sample, and what rings on comes with the next blocks.
    """

    def __init__(self, response: Samples) -> None:
        self._response = response
        self._tail = np.zeros((len(response) - 1, response.shape[1]), np.float32)

    def __call__(self, block: Samples) -> Samples:
        from scipy.signal import oaconvolve

        count = len(block)
        ringing = bool(self._tail.any())
        if not ringing and not block.any():
            return np.zeros((count, self._response.shape[1]), np.float32)
        whole = np.zeros((count + len(self._tail), self._response.shape[1]), np.float32)
        if block.any():
            whole += oaconvolve(block, self._response, axes=0)
        whole[: len(self._tail)] += self._tail
        self._tail = whole[count:] if np.abs(whole[count:]).max(initial=0.0) > 1e-9 else np.zeros_like(self._tail)
        return whole[:count]
