# SPDX-License-Identifier: Apache-2.0
"""The arithmetic of timecode (SMPTE ST 12-1): counts of frames as hours, minutes, seconds and frames."""

from __future__ import annotations

from fractions import Fraction

_DROPPING = (Fraction(30000, 1001), Fraction(60000, 1001))


def is_drop(rate: Fraction) -> bool:
    """Whether timecode at this rate drops numbers: at 29.97 and 59.94."""
    return rate in _DROPPING


def nominal(rate: Fraction) -> int:
    """The frame numbers of a second: 24 at 23.976."""
    return round(rate)


def fields(frame: int, base: int, *, drop: bool) -> tuple[int, int, int, int]:
    """Hours (0 to 23), minutes, seconds and frames of a count of frames since midnight, at `base` numbers a second."""
    seconds, frames = divmod(frame + _dropped(frame, base) if drop else frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours % 24, minutes, seconds, frames


def written(hours: int, minutes: int, seconds: int, frames: int, *, drop: bool) -> str:
    """HH:MM:SS:FF; with dropped numbers the last separator is a semicolon."""
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:02}"


def _dropped(frame: int, base: int) -> int:
    """How many numbers were left out before a frame: two (four at 59.94) a minute, save every tenth."""
    lost = base // 15
    tens, rest = divmod(frame, base * 600 - 9 * lost)
    minutes = max(0, (rest - lost) // (base * 60 - lost)) if rest >= lost else 0
    return lost * (9 * tens + minutes)
