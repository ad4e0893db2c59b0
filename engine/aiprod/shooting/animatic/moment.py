# SPDX-License-Identifier: Apache-2.0
"""A moment of a shot: what every layer is asked to show."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.shooting.animatic.camera import CameraState
from aiprod.shooting.animatic.stage import View


@dataclass(frozen=True)
class Moment:
    """One frame of a shot.

    Attributes:
        frame: its number from 0.
        t: seconds from the shot's first frame.
        share: 0 at the first frame, 1 at the last.
        state, view: the camera.
    """

    frame: int
    t: float
    share: float
    state: CameraState
    view: View

    def distance(self, z: float) -> float:
        """From the camera to a plane at stage depth `z`, metres."""
        return z - self.state.z
