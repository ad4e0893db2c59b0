# SPDX-License-Identifier: Apache-2.0
"""Faults that show in one frame: borders, coding blocks, false contours, combed fields, stuck pixels.

All take the luma of a whole frame, uint8 [height, width], 8-bit limited codes.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]
_BORDER_CODE, _BORDER_MEAN, _LIT_CODE = 34, 20.5, 30
_BLOCK = 16
_EDGE_CLIP, _FLOOR = 24, 0.5
_SIDE_CODES, _SIDE_RATIO = 10.0, 2.5
_LINES, _LAG = 54, 3
_STEP, _MOST_STEPS = (2.4, 14.0), 3
_COMB_CODES, _COMB_SAME = 9, 8
_SPECK_CODES, _MOST_SPECKS = 18, 3000
_REACH = 6
_RING = [(down, right) for far in (3, 6) for down in (-far, 0, far) for right in (-far, 0, far) if down or right]


def borders(luma: Codes) -> tuple[int, int, int, int] | None:
    """Even black borders (top, bottom, left, right) in pixels, where a lit picture begins sharply behind them."""
    if float(luma[::8, ::8].mean()) < _LIT_CODE:
        return None
    lines = luma[:, :: max(1, luma.shape[1] // 240)]
    top, bottom = _edges(lines.max(axis=1), lines.mean(axis=1, dtype=np.float32))
    inside = luma[top : luma.shape[0] - bottom]
    columns = inside[:: max(1, len(inside) // 135)]
    left, right = _edges(columns.max(axis=0), columns.mean(axis=0, dtype=np.float32))
    return top, bottom, left, right


def _edges(brightest: NDArray[np.uint8], mean: NDArray[np.float32]) -> tuple[int, int]:
    """How many lines at either end are black; none where the picture does not begin sharply."""
    dark = (brightest <= _BORDER_CODE) & (mean <= _BORDER_MEAN)
    if dark.all():
        return 0, 0
    return _run(dark, mean), _run(dark[::-1], mean[::-1])


def _run(dark: NDArray[np.bool_], mean: NDArray[np.float32]) -> int:
    length = int(np.argmin(dark))
    behind = mean[length + 1 : length + 7]
    return length if length >= 2 and behind.size and float(behind.mean()) > _LIT_CODE else 0


def blockiness(luma: Codes) -> float:
    """How much stronger edges on an 8- or 16-sample grid are than edges off it, in the direction where they are least so.

    1 is none. After Z. Wang, H. R. Sheikh, A. C. Bovik, "No-reference perceptual quality assessment of JPEG compressed
    images" (ICIP 2002); large differences are clipped, so that the objects' own edges weigh no more than a block's.
    """
    across = _profile(luma[:: max(1, luma.shape[0] // 135)])
    down = _profile(luma[:, :: max(1, luma.shape[1] // 240)].T)
    return round(max(min(_folded(across, period), _folded(down, period)) for period in (8, 16)), 3)


def _profile(lines: Codes) -> NDArray[np.float32]:
    """The mean clipped difference of each sample from the one before, over all lines."""
    here, before = np.ascontiguousarray(lines[:, 1:]), np.ascontiguousarray(lines[:, :-1])
    profile: NDArray[np.float32] = np.minimum(cv2.absdiff(here, before), _EDGE_CLIP).mean(axis=0, dtype=np.float32)
    return profile


def _folded(profile: NDArray[np.float32], period: int) -> float:
    """The strongest phase of a profile against the others' median; grids begin anywhere once a picture was cropped."""
    whole = profile[: len(profile) // period * period].reshape(-1, period)
    if len(whole) < 4:
        return 1.0
    phases = np.median(whole, axis=0) + _FLOOR
    others = np.sort(phases)[:-1]
    return float(phases.max() / np.median(others))


def broken_blocks(luma: Codes) -> int:
    """Macroblocks (16 × 16, on the coding grid) that fit none of their neighbours: at least three sides are hard edges."""
    height, width = (size // _BLOCK * _BLOCK for size in luma.shape)
    if min(height, width) < 3 * _BLOCK:
        return 0
    part = np.ascontiguousarray(luma[:height, :width])
    left = _sides(part, width)
    up = _sides(np.ascontiguousarray(part.T), height).T
    sides = left[1:-1, 1:-1].astype(np.int8) + left[1:-1, 2:] + up[1:-1, 1:-1] + up[2:, 1:-1]
    return int((sides >= 3).sum())


def _sides(luma: Codes, width: int) -> NDArray[np.bool_]:
    """For each block, whether its left side is an edge that has no like in the samples beside it."""
    at = np.arange(_BLOCK, width, _BLOCK)
    samples = luma.astype(np.int16)
    edge = _strip(np.abs(samples[:, at] - samples[:, at - 1]))
    beside = np.maximum(
        _strip(np.abs(samples[:, at - 1] - samples[:, at - 3])), _strip(np.abs(samples[:, at + 2] - samples[:, at]))
    )
    hard = (edge > _SIDE_CODES) & (edge > _SIDE_RATIO * (beside + 1))
    return np.pad(hard, ((0, 0), (1, 0)))


def _strip(columns: NDArray[np.int16]) -> NDArray[np.float32]:
    """Mean of each 16 rows."""
    means: NDArray[np.float32] = columns.reshape(-1, _BLOCK, columns.shape[1]).mean(axis=1, dtype=np.float32)
    return means


def banding(luma: Codes) -> float:
    """Share of the picture in false contours: four and more plateaus in a row that climb or fall by small even steps.

    Lines across and down are read; a plateau stays within one code over at least 1/120 of the line. Grain and dither have
    none, flat cartoon colours do not climb, an 8-bit gradient's own steps of one code are too small.
    """
    rows = luma[np.linspace(2, luma.shape[0] - 3, _LINES).astype(int)]
    columns = luma[:, np.linspace(2, luma.shape[1] - 3, _LINES).astype(int)].T
    return round(max(_staircases(rows), _staircases(columns)), 4)


def _staircases(lines: Codes) -> float:
    """Share of the samples of some lines [lines, samples] that lie in staircases."""
    length = lines.shape[1]
    signal = lines.astype(np.int16)
    moving = np.ones(signal.shape, bool)
    moving[:, _LAG:] = np.abs(signal[:, _LAG:] - signal[:, :-_LAG]) > 1
    flat = ~moving.ravel()
    change = np.flatnonzero(np.diff(np.concatenate(([False], flat, [False])).astype(np.int8)))
    starts, ends = change[::2] - _LAG, change[1::2]
    whole = signal.ravel()
    long_enough = ends - starts >= max(6, length // 120)
    starts, ends = starts[long_enough], ends[long_enough]
    if len(starts) < 4:
        return 0.0
    bounds = np.stack((starts, ends), axis=1).ravel()
    bounds = np.minimum(bounds, whole.size - 1)
    high = np.maximum.reduceat(whole, bounds)[::2]
    low = np.minimum.reduceat(whole, bounds)[::2]
    level = np.add.reduceat(whole.astype(np.float32), bounds)[::2] / np.maximum(ends - starts, 1)
    return _climbing(starts, ends, level, (high - low) <= 2, length) / whole.size


def _climbing(
    starts: NDArray[np.int64], ends: NDArray[np.int64], level: NDArray[np.float32], even: NDArray[np.bool_], length: int
) -> float:
    """Samples in plateaus that are part of a staircase."""
    step = np.diff(level)
    joined = (starts[1:] - ends[:-1] <= max(4, length // 100)) & (starts[1:] // length == starts[:-1] // length)
    joined &= (np.abs(step) >= _STEP[0]) & (np.abs(step) <= _STEP[1]) & even[1:] & even[:-1]
    way = np.where(joined, np.sign(step), 0)
    same = np.concatenate(([0], np.cumsum(np.diff(way) != 0)))
    runs = np.bincount(same)
    stairs = (way != 0) & (runs[same] >= _MOST_STEPS)
    part = np.zeros(len(starts), bool)
    part[:-1] |= stairs
    part[1:] |= stairs
    return float((ends - starts)[part].sum())


def combing(luma: Codes, before: Codes) -> float:
    """How much more of what moved is combed from line to line than from column to column; 0 is none.

    A sample is combed when it is brighter or darker than both its neighbours, which are alike, and the next one or the one before
    it is so the other way round: a single bright line (a glint on water, a ruled edge) is no comb.
    """
    step = max(1, luma.shape[1] // 480)
    moved = cv2.absdiff(luma, before)
    lines, movement = (np.ascontiguousarray(plane[:, ::step], np.uint8) for plane in (luma, moved))
    down = _combed(lines[:-2], lines[1:-1], lines[2:], movement[1:-1])
    rows, movement = (np.ascontiguousarray(plane[::step].T, np.uint8) for plane in (luma, moved))
    across = _combed(rows[:-2], rows[1:-1], rows[2:], movement[1:-1])
    return round(max(0.0, down - across), 4)


def _combed(above: Codes, here: Codes, below: Codes, movement: Codes) -> float:
    """Share of the samples that moved which stand out from both neighbours; 0 where hardly anything moved."""
    over = cv2.min(cv2.subtract(here, above), cv2.subtract(here, below))
    under = cv2.min(cv2.subtract(above, here), cv2.subtract(below, here))
    alike = cv2.absdiff(above, below) < _COMB_SAME
    bright, dark = (over > _COMB_CODES) & alike, (under > _COMB_CODES) & alike
    pairs = (bright[:-1] & dark[1:]) | (dark[:-1] & bright[1:])
    combed = np.zeros_like(bright)
    combed[:-1] |= pairs
    combed[1:] |= pairs
    moving = movement > _COMB_CODES
    return float((combed & moving).sum() / max(moving.sum(), 1)) if moving.mean() > 0.01 else 0.0


def specks(luma: Codes) -> NDArray[np.int32]:
    """Samples that stand alone, unlike all their neighbours.

    Returns [n, 4 + 16]: row, column, code, code of what is around, and the codes of 16 places three and six samples away.
    """
    around = cv2.medianBlur(luma, 3)
    _, apart = cv2.threshold(cv2.absdiff(luma, around), _SPECK_CODES, 1, cv2.THRESH_BINARY)
    places = cv2.findNonZero(apart)
    if places is None or len(places) > _MOST_SPECKS:
        return np.zeros((0, 4 + len(_RING)), np.int32)
    columns, rows = places.reshape(-1, 2).T.astype(np.int64)
    beside = np.pad(apart, 2)
    wide = np.pad(luma, _REACH, "reflect")
    near = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
    company = sum(beside[rows + 2 + down, columns + 2 + right].astype(np.int32) for down, right in near)
    around5 = np.median(_at(wide, rows, columns, near).astype(np.float32), axis=1)
    alone = (company <= 2) & (np.abs(luma[rows, columns] - around5) > _SPECK_CODES)
    rows, columns = rows[alone], columns[alone]
    first = np.stack((rows, columns, luma[rows, columns], around[rows, columns]), axis=1)
    return np.concatenate((first, _at(wide, rows, columns, _RING)), axis=1).astype(np.int32)


def _at(wide: Codes, rows: NDArray[np.int64], columns: NDArray[np.int64], steps: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
    """The codes at some steps from places, [places, steps]; `wide` has a border of `_REACH` samples."""
    found = [wide[rows + _REACH + down, columns + _REACH + right] for down, right in steps]
    return np.stack(found, axis=1).astype(np.int32)
