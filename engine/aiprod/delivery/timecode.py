# SPDX-License-Identifier: Apache-2.0
"""Timecode (SMPTE ST 12-1): frame numbers as hours, minutes, seconds and frames, with numbers dropped at 29.97 and 59.94."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from aiprod.film.timecode import fields, is_drop, nominal, written

__all__ = ["FIRST_HOUR", "Timecode", "at", "binary", "first_number", "first_sample", "nominal"]

FIRST_HOUR = 1
"""A film's first frame is 01:00:00:00, as the trade has it: there is room for bars before it."""


@dataclass(frozen=True)
class Timecode:
    """A moment."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool = False

    def __str__(self) -> str:
        return written(self.hours, self.minutes, self.seconds, self.frames, drop=self.drop)


def at(frame: int, rate: Fraction) -> Timecode:
    """The timecode of a film's frame, counted from 0."""
    drop = is_drop(rate)
    return Timecode(*fields(first_number(rate) + frame, nominal(rate), drop=drop), drop)


def first_number(rate: Fraction) -> int:
    """How many frames since midnight the first frame is: the number that image sequences begin with."""
    base = nominal(rate)
    count = FIRST_HOUR * 3600 * base
    return count - (base // 15 * (60 * FIRST_HOUR - 6 * FIRST_HOUR) if is_drop(rate) else 0)


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
