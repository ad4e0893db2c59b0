# SPDX-License-Identifier: Apache-2.0
"""Timecode (SMPTE ST 12-1): frame numbers as hours, minutes, seconds and frames, with numbers dropped at 29.97 and 59.94."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

FIRST_HOUR = 1
"""A film's first frame is 01:00:00:00, as the trade has it: there is room for bars before it."""
_DROPPING = (Fraction(30000, 1001), Fraction(60000, 1001))


@dataclass(frozen=True)
class Timecode:
    """A moment."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool = False

    def __str__(self) -> str:
        mark = ";" if self.drop else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{mark}{self.frames:02}"


def nominal(rate: Fraction) -> int:
    """The frame numbers of a second: 24 at 23.976."""
    return round(rate)


def at(frame: int, rate: Fraction) -> Timecode:
    """The timecode of a film's frame, counted from 0."""
    base, drop = nominal(rate), rate in _DROPPING
    number = first_number(rate) + frame
    if drop:
        number += _dropped(number, base)
    seconds, frames = divmod(number, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return Timecode(hours % 24, minutes, seconds, frames, drop)


def first_number(rate: Fraction) -> int:
    """How many frames since midnight the first frame is: the number that image sequences begin with."""
    base = nominal(rate)
    count = FIRST_HOUR * 3600 * base
    return count - (base // 15 * (60 * FIRST_HOUR - 6 * FIRST_HOUR) if rate in _DROPPING else 0)


def first_sample(rate: Fraction, sampling: int = 48_000) -> int:
    """How many samples since midnight the first frame is: where a broadcast WAV begins."""
    return round(first_number(rate) / rate * sampling)


def binary(moment: Timecode, rate: Fraction) -> int:
    """Binary coded, as DPX (SMPTE ST 268) and OpenEXR keep it. Above 30 frames a second two frames share a number, told apart
    by the field mark (ST 12-1, 12.1)."""
    frames, second = (moment.frames, 0) if nominal(rate) <= 30 else divmod(moment.frames, 2)
    mark = 31 if nominal(rate) % 25 == 0 else 15
    packed = _coded(moment.hours) << 24 | _coded(moment.minutes) << 16 | _coded(moment.seconds) << 8 | _coded(frames)
    return packed | (1 << 6 if moment.drop else 0) | second << mark


def _coded(value: int) -> int:
    tens, units = divmod(value, 10)
    return tens << 4 | units


def _dropped(number: int, base: int) -> int:
    """How many numbers were left out before a frame: two (four at 59.94) a minute, save every tenth."""
    lost = base // 15
    tens, rest = divmod(number, base * 600 - 9 * lost)
    minutes = max(0, (rest - lost) // (base * 60 - lost)) if rest >= lost else 0
    return lost * (9 * tens + minutes)
