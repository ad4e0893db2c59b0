# SPDX-License-Identifier: Apache-2.0
"""What the recogniser looks at: three stills of a clip, and how its pixels move between nine pictures of it.

Needs OpenCV and arrays only. Clips of any size, rate and length are brought to one form.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
WIDTH, HEIGHT = 256, 144
"""Pictures that are looked at, and between which motion is measured."""
MOMENTS = 3
"""How many stills of a clip are looked at, each with the pictures before and behind it."""
GRID = 4
"""Motion is kept for one pixel in so many, in both directions."""
WAYS = 8
"""Channels of motion: right and down, in pixels of WIDTH × HEIGHT, from the picture before the still and to the one behind, each
as it is and without what the whole picture does."""
_STEP = 1 / 8
"""Between a still and the pictures around it, as a share of the clip."""
_EDGE, _WITHIN_PX, _LEAST_POINTS = 12.0, 1.5, 12


@dataclass(frozen=True)
class Views:
    """Clips as the recogniser sees them.

    Attributes:
        stills: uint8 [clips, moments, HEIGHT, WIDTH, 3].
        motion: float16 [clips, moments, WAYS, HEIGHT / GRID, WIDTH / GRID].
    """

    stills: Rgb
    motion: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.stills)

    def part(self, chosen: slice | NDArray[np.int64]) -> Views:
        return Views(self.stills[chosen], self.motion[chosen])


def around(frames: int, share: float) -> tuple[int, int, int]:
    """The indices of a still at this share of a clip of so many frames, with the pictures before and behind it."""
    last = frames - 1
    before, at, behind = (round(last * min(max(share + way * _STEP, 0.0), 1.0)) for way in (-1, 0, 1))
    return before, at, behind


def view(moments: Sequence[Sequence[Rgb]]) -> Views:
    """One clip, given as three pictures uint8 [height, width, 3] of any size for each moment."""
    stills, motion = [], []
    for three in moments:
        small = [sized(picture) for picture in three]
        gray = [cast("Rgb", cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)) for picture in small]
        stills.append(small[1])
        motion.append(np.concatenate([_motion(one, two) for one, two in itertools.pairwise(gray)]))
    return Views(np.stack(stills)[None], np.stack(motion)[None])


def views(clips: NDArray[np.uint8] | Sequence[Rgb]) -> Views:
    """Clips uint8 [clips, frames, height, width, 3], or a sequence of clips of any length each."""
    shares = [(2 * index + 1) / (2 * MOMENTS) for index in range(MOMENTS)]
    return joined([view([[clip[index] for index in around(len(clip), share)] for share in shares]) for clip in clips])


def joined(parts: Sequence[Views]) -> Views:
    """Many as one."""
    return Views(np.concatenate([part.stills for part in parts]), np.concatenate([part.motion for part in parts]))


def sized(picture: Rgb, width: int = WIDTH, height: int = HEIGHT) -> Rgb:
    """A picture in another size."""
    if picture.shape[:2] == (height, width):
        return picture
    shrinks = picture.shape[0] > height
    return cast("Rgb", cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC))


def _motion(one: Rgb, two: Rgb) -> NDArray[np.float16]:
    """[4, rows, columns]: optical flow, and what is left of it when the whole picture's shift, turn and growth are taken off."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(one, two, None)  # type: ignore[call-overload]
    rows, columns = np.mgrid[GRID // 2 : HEIGHT : GRID, GRID // 2 : WIDTH : GRID]
    way = flow[rows, columns]
    at = np.stack([columns - WIDTH / 2, rows - HEIGHT / 2], -1).astype(np.float32)
    slope = cv2.magnitude(cv2.Sobel(one, cv2.CV_32F, 1, 0), cv2.Sobel(one, cv2.CV_32F, 0, 1))[rows, columns] > _EDGE
    rest = way - _whole(at, way, slope)
    return np.concatenate([way, rest], -1).transpose(2, 0, 1).astype(np.float16)


def _whole(at: NDArray[np.float32], way: NDArray[np.float32], slope: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The way that each pixel would go if the picture moved as most of its edges do."""
    start = at[slope]
    if len(start) < _LEAST_POINTS:
        return np.zeros_like(way)
    fit, _ = cv2.estimateAffinePartial2D(start, start + way[slope], ransacReprojThreshold=_WITHIN_PX)
    if fit is None:
        return np.zeros_like(way)
    return cast("NDArray[np.float32]", (at @ fit[:, :2].T + fit[:, 2] - at).astype(np.float32))
