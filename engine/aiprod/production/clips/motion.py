# SPDX-License-Identifier: Apache-2.0
"""Going on where a picture ends, without a video model: the camera's last motion is measured and comes to rest on the last frame.

The motion of the whole picture from frame to frame is a similarity (turn, scale, shift) fitted to tracked corners (Lucas and
Kanade, IJCAI 1981; pyramids by Bouguet, 2001) by RANSAC, so that what moves in front of the camera does not count. What stays
behind of the frames once they are laid over each other is their grain, and the same amount of it lives on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atan2, cos, exp, hypot, log, sin, sqrt
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.production.clips.exact import Picture

Rgb = NDArray[np.uint8]
LOOKED_AT = 13
"""How many frames before the end are looked at."""
_MEASURED_W = 640
_MOST_CORNERS, _LEAST_INLIERS, _LEAST_SHARE = 400, 20, 0.35
_RESTS_S = 0.9
"""How long a camera takes to come to rest."""
_MOST_SHIFT, _MOST_SCALE, _MOST_TURN = 0.07, 0.10, 0.06
"""How far the picture may go on: shares of its width, of its size, radians. Beyond, too much would have to be made up at its
edges."""
_STILL_PX = 0.04
"""Pixels a frame, of a picture 640 wide, below which a camera stands."""
_MOST_GRAIN, _LEAST_GRAIN = 12.0, 0.3
_GRAIN_SIZE_PX = 0.7


@dataclass(frozen=True)
class Motion:
    """The motion of a picture in one second: logarithm of its scale, turn in radians, shift in picture widths."""

    scale: float = 0.0
    turn: float = 0.0
    x: float = 0.0
    y: float = 0.0

    @property
    def stands(self) -> bool:
        return not (self.scale or self.turn or self.x or self.y)

    def rest_s(self) -> float:
        """How long it may take to come to rest."""
        speeds = ((hypot(self.x, self.y), _MOST_SHIFT), (abs(self.scale), _MOST_SCALE), (abs(self.turn), _MOST_TURN))
        return min([_RESTS_S, *(most / speed for speed, most in speeds if speed > 0)])

    def after(self, seconds: float) -> Motion:
        """How far it has gone on, slowing down."""
        rest = self.rest_s()
        way = rest * (1 - exp(-seconds / rest))
        return Motion(self.scale * way, self.turn * way, self.x * way, self.y * way)

    def matrix(self, width: int, height: int) -> NDArray[np.float64]:
        """[2, 3]: where the picture's points go, about its middle."""
        k, cx, cy = exp(self.scale), (width - 1) / 2, (height - 1) / 2
        c, s = k * cos(self.turn), k * sin(self.turn)
        return np.array([
            [c, -s, cx - c * cx + s * cy + self.x * width],
            [s, c, cy - s * cx - c * cy + self.y * width],
        ])  # fmt: skip


def measured(frames: Sequence[Rgb], rate: Fraction) -> Motion:
    """The camera's motion at the end of some frames, uint8 [h, w, 3]; none where it stands, or where it can't be told.

    The last steps count most; what lies before a cut does not count.
    """
    small = [_small(frame) for frame in frames]
    steps: list[Motion] = []
    for after, before in zip(reversed(small), list(reversed(small))[1:], strict=False):
        step = _step(before, after)
        if step is None:
            break
        steps.append(step)
    if not steps:
        return Motion()
    fps = float(rate)
    values = np.array([[step.scale, step.turn, step.x, step.y] for step in steps])
    weights = 0.75 ** np.arange(len(steps))
    middle = np.array([_weighted_median(column, weights.astype(np.float64)) for column in values.T])
    found = Motion(*(float(value) for value in middle))
    if max(hypot(found.x, found.y), abs(found.scale) / 2, abs(found.turn) / 2) * _MEASURED_W < _STILL_PX:
        return Motion()
    return Motion(found.scale * fps, found.turn * fps, found.x * fps, found.y * fps)


def _small(frame: Rgb) -> NDArray[np.uint8]:
    import cv2

    share = min(1.0, _MEASURED_W / frame.shape[1])
    size = max(16, round(frame.shape[1] * share)), max(16, round(frame.shape[0] * share))
    return cast("NDArray[np.uint8]", cv2.cvtColor(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY))


def _step(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Motion | None:
    """The motion from one frame to the next; None where they don't show the same."""
    import cv2

    corners = cv2.goodFeaturesToTrack(before, _MOST_CORNERS, 0.01, 6)
    if corners is None or len(corners) < _LEAST_INLIERS:
        return Motion() if float(np.abs(after.astype(np.int16) - before).mean()) < 1.0 else None
    points = np.asarray(corners, np.float32)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points, points.copy(), winSize=(21, 21), maxLevel=3)
    kept = np.asarray(found).ravel() == 1
    if kept.sum() < _LEAST_INLIERS:
        return None
    cv2.setRNGSeed(1)
    matrix, inliers = cv2.estimateAffinePartial2D(
        points[kept], np.asarray(there)[kept], method=cv2.RANSAC, ransacReprojThreshold=1.0
    )
    if matrix is None or inliers.sum() < max(_LEAST_INLIERS, _LEAST_SHARE * kept.sum()):
        return None
    height, width = before.shape
    cx, cy = (width - 1) / 2, (height - 1) / 2
    x, y = matrix @ np.array([cx, cy, 1.0])
    scale = hypot(matrix[0, 0], matrix[1, 0])
    return Motion(log(scale), atan2(matrix[1, 0], matrix[0, 0]), (x - cx) / width, (y - cy) / width)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def grain_of(frames: Sequence[Rgb], motion: Motion, rate: Fraction) -> float:
    """How much grain the frames have: the deviation in codes of what changes in a still part of the picture."""
    import cv2

    if len(frames) < 2:
        return 0.0
    height, width = frames[-1].shape[:2]
    step = Motion(*(value / float(rate) for value in (motion.scale, motion.turn, motion.x, motion.y)))
    before = cv2.warpAffine(frames[-2], step.matrix(width, height), (width, height), borderMode=cv2.BORDER_REFLECT_101)
    off = frames[-1].astype(np.float32) - before.astype(np.float32)
    fine = off - cv2.GaussianBlur(off, (0, 0), 3.0)
    return min(_MOST_GRAIN, float(np.median(np.abs(fine))) * 1.4826 / sqrt(2))


def going_on(last: Picture, motion: Motion, rate: Fraction, frames: int, grain: float = 0.0, seed: int = 0) -> Iterator[Picture]:
    """The frames after the last one: it goes on moving, comes to rest, and its grain lives.

    Args:
        last: float32 [h, w, 3], 0–1.
        motion: of the camera.
        rate: frames per second of what is made.
        frames: how many.
        grain: deviation in 8-bit codes.
        seed: of the grain.
    """
    import cv2

    height, width = last.shape[:2]
    base = _without_grain(last, grain)
    for number in range(1, frames + 1):
        moved = base
        if not motion.stands:
            matrix = motion.after(number / float(rate)).matrix(width, height)
            warped = cv2.warpAffine(base, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
            moved = cast("Picture", warped)
        yield _grained(moved, grain, seed_from(seed, "grain", number))


def _without_grain(picture: Picture, grain: float) -> Picture:
    """The picture with its own grain held down, so that it does not stand still under what is laid over it."""
    import cv2

    if grain < _LEAST_GRAIN:
        return picture
    limit = np.float32(2.0 * grain / 255)
    fine = picture - cast("Picture", cv2.GaussianBlur(picture, (0, 0), 1.0))
    return np.asarray(picture - np.clip(fine, -limit, limit) * np.float32(0.7), np.float32)


def _grained(picture: Picture, grain: float, seed: int) -> Picture:
    import cv2

    if grain < _LEAST_GRAIN:
        return picture
    dice = np.random.default_rng(seed)
    noise = cast("Picture", cv2.GaussianBlur(dice.standard_normal(picture.shape[:2], np.float32), (0, 0), _GRAIN_SIZE_PX))
    return np.asarray(picture + (noise * np.float32(grain / 255 / max(float(noise.std()), 1e-6)))[..., None], np.float32)
