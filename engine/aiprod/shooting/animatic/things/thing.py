# SPDX-License-Identifier: Apache-2.0
"""What the register holds for each name of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiprod.shooting.animatic.things.brushes import Brush

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in metres, y down, the ground contact at (0, 0)."""


@dataclass(frozen=True)
class Thing:
    """How one thing is drawn.

    Attributes:
        draw: draws it around the origin, in `unit`s, y down.
        unit: metres of one drawing unit.
        glint: x, y and radius of the star where a polished thing catches the light in a close view, in units.
        moving: its picture changes with time even when it stays where it is.
    """

    draw: Callable[[Brush], None]
    unit: float = 0.01
    moving: bool = False
    glint: tuple[float, float, float] | None = None

    def paint(self, brush: Brush) -> None:
        """Draw it, and its glint in a close view."""
        self.draw(brush)
        if brush.hero and self.glint:
            brush.glint(*self.glint)


CM = 0.01
DM = 0.1
METRE = 1.0
