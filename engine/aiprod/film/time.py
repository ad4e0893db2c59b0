# SPDX-License-Identifier: Apache-2.0
"""Frame rates as exact rationals."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from aiprod.film.base import FilmObject


class FrameRate(FilmObject):
    """Frames per second, exact: 23.976 is 24000/1001."""

    numerator: int = Field(24, gt=0, le=240_000)
    denominator: int = Field(1, gt=0, le=1001)

    @property
    def fps(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    def frames(self, seconds: float) -> int:
        """The nearest whole number of frames."""
        return round(Fraction(seconds).limit_denominator(1_000_000) * self.fps)

    def seconds(self, frames: int) -> float:
        return float(Fraction(frames) / self.fps)
