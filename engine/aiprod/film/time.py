# SPDX-License-Identifier: Apache-2.0
"""Frame rates and speeds as exact rationals."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from aiprod.film.base import FilmObject

_MOST_DIGITS = 30
ONE = Fraction(1)


def _ratio(value: Any) -> Any:
    """A ratio as JSON has it: "1/3", "0.5" or a number."""
    if isinstance(value, str) and value == "1":
        return ONE  # one object for nearly every clip there is
    if isinstance(value, Fraction | bool) or not isinstance(value, str | int | float):
        return value
    if isinstance(value, str) and len(value) > _MOST_DIGITS:
        raise ValueError("a ratio is two whole numbers, such as 1/3")
    try:
        return Fraction(value) if isinstance(value, str | int) else Fraction(value).limit_denominator(1_000_000)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise ValueError("a ratio is two whole numbers, such as 1/3") from error


Ratio = Annotated[Fraction, BeforeValidator(_ratio, json_schema_input_type=str | int | float)]
"""An exact number, in JSON as "1/3"."""


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
