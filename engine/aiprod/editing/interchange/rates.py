# SPDX-License-Identifier: Apache-2.0
"""Frame rates as other programs say them: "23.976" means 24000/1001."""

from __future__ import annotations

from fractions import Fraction

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

USUAL = tuple(Fraction(n) for n in (24, 25, 30, 48, 50, 60, 90, 100, 120))
_NTSC = tuple(Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120))
_NEAR = Fraction(6, 1000)
"""As far as two decimals are from the truth: 23.98."""


def exact_rate(value: Fraction | float | int) -> FrameRate:
    """The exact rate behind a number. Raises UserError for what is none."""
    try:
        found = Fraction(value)
    except (ValueError, OverflowError, TypeError) as error:
        raise _no_rate(value) from error
    if not 1 <= found <= 1000:
        raise _no_rate(value)
    near = min((*USUAL, *_NTSC), key=lambda known: abs(known - found))
    if abs(near - found) <= _NEAR:
        found = near
    found = found.limit_denominator(1001)
    return FrameRate(numerator=found.numerator, denominator=found.denominator)


def _no_rate(value: object) -> UserError:
    return UserError("The timeline can't be read", f"it counts {value} frames a second", "Export it again at the film's rate.")


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator in [low, high]; both above 0."""
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    part = low.numerator // low.denominator
    return part + 1 / simplest(1 / (high - part), 1 / (low - part))
