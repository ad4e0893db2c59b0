# SPDX-License-Identifier: Apache-2.0
"""Where the shots of a video begin: PySceneDetect's adaptive detector, fed frame by frame from our own reader."""

from __future__ import annotations

from typing import Any

import av
import numpy as np

from aiprod.film.errors import UserError

_SIZE = (128, 72)
_LEAST_FRAMES = 2


class CutFinder:
    """Takes the frames of a video in order and says which of them begin a shot. What was found is in `cuts`."""

    def __init__(self, rate: float) -> None:
        detector, self._timecode = _detector()
        # Two frames apart: a flash frame becomes a shot that is too short for a clip, rather than a cut inside one.
        self._detector = detector(min_scene_len=_LEAST_FRAMES)
        self._rate, self.frames = rate, 0
        self.cuts: list[int] = []

    def add(self, frame: av.VideoFrame) -> None:
        """The next frame."""
        small = frame.reformat(*_SIZE, format="bgr24").to_ndarray()
        found = self._detector.process_frame(self._timecode(self.frames, fps=self._rate), np.ascontiguousarray(small))
        self.cuts += [cut.frame_num for cut in found]
        self.frames += 1


def _detector() -> tuple[Any, Any]:
    try:
        from scenedetect import FrameTimecode
        from scenedetect.detectors import AdaptiveDetector
    except ImportError as error:
        raise UserError(
            "Shots can't be found", "PySceneDetect is not installed", "Install it: pip install scenedetect-headless"
        ) from error
    return AdaptiveDetector, FrameTimecode
