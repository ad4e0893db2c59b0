# SPDX-License-Identifier: Apache-2.0
"""How the camera of a clip moves, measured from its pictures alone: no network, nothing learnt.

Between pictures a shift and a change of size are fitted to the optical flow of what has edges, most of it the place: first by
consensus, then with weights that fall with the error, so that a large subject that moves by itself counts little. The nearer
ground, low in the picture, may shift more than the rest: a truck past a far horizon shows there. A pan and a truck look alike
to this measure, and so do a zoom and a dolly: it knows the axis and the sign.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.vocabulary import ids

Rgb = NDArray[np.uint8]
_EDGE, _GRID, _WITHIN_PX = 6.0, 4, 1.5
_CELL, _PER_CELL = 4, 3
"""Of so many grid points in both directions the few with the strongest edges count: a detailed subject is not heard alone."""
_SOFT_PX, _ROUNDS = 0.7, 8
_LOW = 0.25
"""Shifts are those of the ground so far below the middle, in picture heights."""
_STEPS = 12
_TRUSTED = 10.0
_LEAST = (0.03, 0.02, 0.02)
"""Shift in picture widths and heights, and logarithm of the size, over a clip: less is no move."""
SEEN = {
    "static": "static", "pan_left": "x+", "pan_right": "x-", "truck_left": "x+", "truck_right": "x-", "tilt_up": "y+",
    "tilt_down": "y-", "zoom_in": "size+", "zoom_out": "size-", "dolly_in": "size+", "dolly_out": "size-",
}  # fmt: skip
"""A camera's word → how the picture moves."""


def motion(frames: Sequence[Rgb]) -> NDArray[np.float64]:
    """The whole clip's shift right and down, in widths and heights, and the logarithm of its change of size."""
    import cv2

    gray = [cast("Rgb", cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)) for frame in frames]
    total = np.zeros(3)
    apart = max(1, round((len(gray) - 1) / _STEPS))
    for one, two in itertools.pairwise(gray[::apart]):
        total += _step(one, two)
    return total


def move_of(frames: Sequence[Rgb]) -> str:
    """The axis along which the picture moves most, with its sign: "x+", "size-", … or "static"."""
    told = motion(frames) / np.array(_LEAST)
    axis = int(np.argmax(np.abs(told)))
    if abs(told[axis]) < 1:
        return "static"
    return ("x", "y", "size")[axis] + ("+" if told[axis] > 0 else "-")


def camera_codes(seen: Sequence[str], chances: NDArray[np.float32]) -> NDArray[np.int16]:
    """Codes of the camera's words, from two measures that err on different clips: how each clip's picture moves by its optical
    flow, and what a network says. The flow counts as a witness that is right `_TRUSTED` times as often as wrong; of the words
    that mean the way that is likeliest then, the network's choice.

    Args:
        seen: of `move_of`.
        chances: [clips, words], of a network that tells a pan from a truck, and a zoom from a dolly.
    """
    ways = np.array([SEEN[word] for word in ids("camera")])
    weighted = np.where(ways[None] == np.array(seen)[:, None], _TRUSTED * chances, chances)
    likely = np.stack([weighted[:, ways == way].sum(1) for way in ways], 1)
    best = likely >= likely.max(1, keepdims=True) * (1 - 1e-6)
    return np.where(best, chances, -1).argmax(1).astype(np.int16)


def _step(one: Rgb, two: Rgb) -> NDArray[np.float64]:
    import cv2

    high, wide = one.shape
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(one, two, None)  # type: ignore[call-overload]
    rows, columns = _edges(one)
    start = np.stack([columns - wide / 2, rows - high / 2], -1).astype(np.float32)
    way = flow[rows, columns]
    if len(start) < 8:
        return np.zeros(3)
    found, _ = cv2.estimateAffinePartial2D(start, start + way, ransacReprojThreshold=_WITHIN_PX)
    if found is None:
        return np.zeros(3)
    fit = cast("NDArray[np.float64]", found)
    across, down, growth, ground = _settled(start, way, (fit[0, 2], fit[1, 2], np.hypot(fit[0, 0], fit[1, 0]) - 1, 0.0))
    return np.array([(across + _LOW * high * ground) / wide, down / high, np.log1p(growth)])


def _edges(gray: Rgb) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the grid points with edges, at most `_PER_CELL` of each cell."""
    import cv2

    high, wide = gray.shape
    rows, columns = np.mgrid[_GRID:high:_GRID, _GRID:wide:_GRID]
    slope = cv2.magnitude(cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1))[rows, columns]
    y, x = np.nonzero(slope > _EDGE)
    cell = (y // _CELL) * wide + x // _CELL
    order = np.lexsort((-slope[y, x], cell))
    cell = cell[order]
    begins = np.r_[0, np.flatnonzero(np.diff(cell)) + 1] if len(cell) else np.zeros(0, np.int64)
    rank = np.arange(len(cell)) - np.repeat(begins, np.diff(np.r_[begins, len(cell)]))
    kept = order[rank < _PER_CELL]
    return rows[y[kept], x[kept]], columns[y[kept], x[kept]]


def _settled(start: NDArray[np.float32], way: NDArray[np.float32], first: tuple[float, ...]) -> NDArray[np.float64]:
    """Shift right and down, growth, and further shift right for each pixel farther down, by reweighted least squares."""
    x, y = start.astype(np.float64).T
    none, one = np.zeros(len(x)), np.ones(len(x))
    design = np.concatenate([np.stack([one, none, x, y], 1), np.stack([none, one, y, none], 1)])
    target, fit = np.concatenate([way[:, 0], way[:, 1]]).astype(np.float64), np.array(first, np.float64)
    for _ in range(_ROUNDS):
        miss = (design @ fit - target).reshape(2, -1)
        weight = np.tile((1 + (miss**2).sum(0) / _SOFT_PX**2) ** -2.0, 2)[:, None]
        fit = np.linalg.solve(design.T @ (design * weight) + 1e-6 * np.eye(4), design.T @ (weight[:, 0] * target))
    return fit
