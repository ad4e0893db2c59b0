# SPDX-License-Identifier: Apache-2.0
"""What a room is: its measures, its colours and its windows."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from aiprod.shooting.animatic.places.brushes import rect

BEHIND = -4.0
"""Where walls begin, behind the camera."""


@dataclass(frozen=True)
class Opening:
    """A window in the back wall, metres: left, right, sill and head above the floor."""

    left: float
    right: float
    sill: float = 0.95
    head: float = 2.25
    round: bool = False
    bars: tuple[int, int] = (2, 2)

    @property
    def box(self) -> skia.Rect:
        return rect(self.left, -self.head, self.right, -self.sill)


@dataclass(frozen=True)
class Room:
    """The shell of a room, metres and local colours."""

    half: float = 4.6
    depth: float = 8.0
    height: float = 2.9
    wall: str = "#d8cbb4"
    floor: str = "#9a7048"
    ceiling: str = "#e8e2d6"
    trim: str = "#f0eadc"
    dado: str = ""
    """Colour of the lower third of the walls, if another."""
    frame: str = "#f0eadc"
    beams: str = ""
    """Colour of timber beams under the ceiling, if it has any."""
