# SPDX-License-Identifier: Apache-2.0
"""How the camera of a clip moves, measured from its pictures alone: no network, nothing learnt.

Between pictures a shift and a change of size are fitted to the optical flow of what has edges, most of it the place. A pan and
a truck look alike to this measure, and so do a zoom and a dolly: it knows the axis and the sign.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
_EDGE, _GRID, _WITHIN_PX = 12.0, 4, 1.0
_LEAST = (0.036, 0.036, 0.036)
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
    for one, two in itertools.pairwise(gray):
        total += _step(one, two)
    return total


def move_of(frames: Sequence[Rgb]) -> str:
    """The axis along which the picture moves most, with its sign: "x+", "size-", … or "static"."""
    told = motion(frames) / np.array(_LEAST)
    axis = int(np.argmax(np.abs(told)))
    if abs(told[axis]) < 1:
        return "static"
    return ("x", "y", "size")[axis] + ("+" if told[axis] > 0 else "-")


def _step(one: Rgb, two: Rgb) -> NDArray[np.float64]:
    import cv2

    high, wide = one.shape
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(one, two, None)  # type: ignore[call-overload]
    rows, columns = np.mgrid[_GRID:high:_GRID, _GRID:wide:_GRID]
    slope = cv2.magnitude(cv2.Sobel(one, cv2.CV_32F, 1, 0), cv2.Sobel(one, cv2.CV_32F, 0, 1))[rows, columns] > _EDGE
    start = (np.stack([columns, rows], -1) - np.array([wide / 2, high / 2]))[slope].astype(np.float32)
    if len(start) < 8:
        return np.zeros(3)
    end = (start + flow[rows, columns][slope]).astype(np.float32)
    found, _ = cv2.estimateAffinePartial2D(start, end, ransacReprojThreshold=_WITHIN_PX)
    if found is None:
        return np.zeros(3)
    fit = cast("NDArray[np.float64]", found)
    return np.array([fit[0, 2] / wide, fit[1, 2] / high, np.log(np.hypot(fit[0, 0], fit[1, 0]))])
