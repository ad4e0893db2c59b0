# SPDX-License-Identifier: Apache-2.0
"""Where the shots of a video begin and end, looked for frame by frame as our own reader hands them out.

Hard cuts are PySceneDetect's (its adaptive detector). Dissolves and fades, which it does not look for, are known by what they
are: a frame that is a mixture of one before and one behind it. What moves is no such mixture: on the films of this house the
rest that a mixture leaves is 1 to 4 % of the difference in dissolves and fades, and above 20 % in everything else. Between
shots that move much a dissolve is missed.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

_SIZE, _SMALL = (128, 72), (64, 36)
_LEAST_FRAMES = 2
_REACHES_S = (0.25, 0.5)
"""How far before and behind a frame those lie of which it may be a mixture: for quick and for slow dissolves."""
_APART, _REST, _SHARE = 10.0, 0.1, (0.25, 0.75)
"""The two must differ by so many codes; what the mixture leaves, in parts of that; the share of one in it."""


class CutFinder:
    """Takes the frames of a video in order. `cuts` are those that begin a shot, `mixed` those that belong to two."""

    def __init__(self, rate: float) -> None:
        detector, self._timecode = _detector()
        # Two frames apart: a flash frame becomes a shot that is too short for a clip, rather than a cut inside one.
        self._detector = detector(min_scene_len=_LEAST_FRAMES)
        self._rate, self.frames = rate, 0
        self._reaches = sorted({max(2, round(rate * reach)) for reach in _REACHES_S})
        self._last: deque[NDArray[np.float32]] = deque(maxlen=2 * self._reaches[-1] + 1)
        self.cuts: list[int] = []
        self.mixed: list[tuple[int, int]] = []

    def add(self, frame: av.VideoFrame) -> None:
        """The next frame."""
        small = frame.reformat(*_SIZE, format="bgr24").to_ndarray()
        found = self._detector.process_frame(self._timecode(self.frames, fps=self._rate), np.ascontiguousarray(small))
        self.cuts += [cut.frame_num for cut in found]
        self._last.append(frame.reformat(*_SMALL, format="gray").to_ndarray().astype(np.float32))
        for reach in self._reaches:
            if len(self._last) > 2 * reach and _is_mixture(*(self._last[-1 - back] for back in (2 * reach, reach, 0))):
                self._mark(self.frames - 2 * reach, self.frames + 1)
        self.frames += 1

    def _mark(self, first: int, end: int) -> None:
        """[first, end) is mixed, and so is all between it and what was found so far, if they touch."""
        while self.mixed and self.mixed[-1][1] >= first:
            before = self.mixed.pop()
            first, end = min(first, before[0]), max(end, before[1])
        self.mixed.append((first, end))


def _is_mixture(before: NDArray[np.float32], here: NDArray[np.float32], behind: NDArray[np.float32]) -> bool:
    apart = before - behind
    much = float(np.abs(apart).mean())
    if much < _APART:
        return False
    share = float(((here - behind) * apart).sum() / (apart * apart).sum())
    rest = float(np.abs(here - behind - share * apart).mean())
    return _SHARE[0] < share < _SHARE[1] and rest < _REST * much


def _detector() -> tuple[Any, Any]:
    try:
        from scenedetect import FrameTimecode
        from scenedetect.detectors import AdaptiveDetector
    except ImportError as error:
        raise UserError(
            "Shots can't be found", "PySceneDetect is not installed", "Install it: pip install scenedetect-headless"
        ) from error
    return AdaptiveDetector, FrameTimecode
