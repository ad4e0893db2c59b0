# SPDX-License-Identifier: Apache-2.0
"""The speed of a clip in an OpenTimelineIO timeline: one reading of its time warps for whoever edits, renders or exports it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opentimelineio as otio

FINEST = 1000
"""Speeds are thousandths."""


def speed_of(clip: otio.schema.Clip, unknown: Callable[[str], None]) -> Fraction:
    """Frames of the media in a frame of the timeline: the product of the clip's time warps; 0 is a freeze, below 0 backwards.

    Args:
        clip: of a timeline.
        unknown: is told the name of each effect that is none; it may refuse by raising.
    """
    import opentimelineio as otio

    speed = Fraction(1)
    for effect in clip.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= Fraction(effect.time_scalar).limit_denominator(FINEST)
        else:
            unknown(effect.effect_name or effect.name or type(effect).__name__)
    return speed
