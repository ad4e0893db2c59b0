# SPDX-License-Identifier: Apache-2.0
"""What the user wants of single shots, on top of the studio's direction."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.screenplay import Mood
from aiprod.film.shots import ShotSize

Angle = Literal["eye_level", "low", "high", "dutch"]
"""From where the camera looks: level, up at its subject, down on it, or tilted on its axis."""
Move = Literal["static", "pan", "tilt", "zoom", "dolly_in", "dolly_out", "truck", "crane_up", "crane_down"]
"""Camera moves that may be asked for. Those that follow somebody are the studio's alone."""
MOST_FRAMES = 100_000


class ShotDirection(FilmObject):
    """The user's direction of a shot. None is the studio's."""

    size: ShotSize | None = None
    angle: Angle | None = None
    move: Move | None = None
    mood: Mood | None = None
    frames: int | None = Field(None, ge=1, le=MOST_FRAMES)
    """Its length, transitions included; never shorter than its transitions and the lines that end its scene."""
    description: str | None = Field(None, max_length=10_000)
    """What is seen, in words: what generators that take words go by."""
