# SPDX-License-Identifier: Apache-2.0
"""The counting that every frame of a live scope needs: one pass, compiled where numba is there, by numpy where it isn't."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int32]
Columns = NDArray[np.uint16]
Levels = NDArray[np.uint16]
_Columns = Callable[[Levels, Columns, Counts], None]
_Pairs = Callable[[Levels, Counts], None]


def by_column(levels: Levels) -> tuple[Columns, Counts]:
    """10-bit levels [h, w, n], h below 65 536 → counts by column and by level.

    Returns how often levels 4r to 4r + 3 occur in each column, uint16 [n, 256, w], and how often each level occurs at all,
    int32 [n, 1024].
    """
    counts = np.zeros((levels.shape[2], 256, levels.shape[1]), np.uint16)
    whole = np.zeros((levels.shape[2], 1024), np.int32)
    _ways()[0](np.ascontiguousarray(levels), counts, whole)
    return counts, whole


def by_pair(pairs: Levels) -> Counts:
    """10-bit pairs [h, w, 2] → how often each occurs, int32 [512, 512]: rows by the second, columns by the first, halved."""
    counts = np.zeros((512, 512), np.int32)
    _ways()[1](np.ascontiguousarray(pairs), counts)
    return counts


def _columns_by_numpy(levels: Levels, counts: Columns, whole: Counts) -> None:
    _, width, channels = levels.shape
    for channel in range(channels):
        cells = np.multiply(levels[..., channel] >> 2, width, dtype=np.int64)
        cells += np.arange(width)
        counts[channel] = np.bincount(cells.ravel(), minlength=256 * width).reshape(256, width)
        whole[channel] = np.bincount(levels[..., channel].ravel(), minlength=1024)


def _pairs_by_numpy(pairs: Levels, counts: Counts) -> None:
    cells = np.multiply(pairs[..., 1] >> 1, 512, dtype=np.int64)
    cells += pairs[..., 0] >> 1
    counts[:] = np.bincount(cells.ravel(), minlength=512 * 512).reshape(512, 512)


@cache
def _ways() -> tuple[_Columns, _Pairs]:
    try:
        import numba
    except ImportError:
        return _columns_by_numpy, _pairs_by_numpy
    kernel = numba.njit("void(uint16[:,:,::1], uint16[:,:,::1], int32[:,::1])", nogil=True, cache=True)
    pair = numba.njit("void(uint16[:,:,::1], int32[:,::1])", nogil=True, cache=True)
    return kernel(_columns), pair(_pairs)


def _columns(levels: Levels, counts: Columns, whole: Counts) -> None:
    for y in range(levels.shape[0]):
        for x in range(levels.shape[1]):
            for channel in range(levels.shape[2]):
                level = levels[y, x, channel]
                counts[channel, level >> 2, x] += 1
                whole[channel, level] += 1


def _pairs(pairs: Levels, counts: Counts) -> None:
    for y in range(pairs.shape[0]):
        for x in range(pairs.shape[1]):
            counts[pairs[y, x, 1] >> 1, pairs[y, x, 0] >> 1] += 1
