# SPDX-License-Identifier: Apache-2.0
"""What a colourist's hands move, and the numbers of a grade that it means. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Any, Literal

from aiprod.film.grade import Cdl, Curves, Triple

Hand = tuple[float, float]
"""Where a wheel's ball lies: right and up, both −1 … 1, never outside the circle."""
WheelName = Literal["offset", "power", "slope", "lights"]
DEGREES = (105.0, 225.0, 345.0)
"""Where red, green and blue lie on a wheel, counter-clockwise from the right: as on a vectorscope, a third of a turn apart."""
MID_GREY = 0.4135884
"""18 % grey in ACEScct, about which contrast turns."""
NEUTRAL: dict[str, Any] = {"exposure": 0.0, "lights": (0.0, 0.0, 0.0), "cdl": Cdl(), "curves": Curves()}
"""Of each field of a choice, what changes nothing."""


@dataclass(frozen=True)
class WheelSpec:
    """A wheel: what it moves and how far.

    Attributes:
        key: what it moves: slope, offset or power of the list, or the printer's lights.
        neutral: what changes nothing.
        reach: how far a channel is moved at the rim.
        low, high: the ends of a channel.
        step: of the fields and of a key press.
        decimals: shown.
        turned: whether more of the number is less of the light (power).
    """

    key: WheelName
    neutral: float
    reach: float
    low: float
    high: float
    step: float
    decimals: int
    turned: bool = False


WHEELS: tuple[WheelSpec, ...] = (
    WheelSpec("offset", 0.0, 0.12, -1.0, 1.0, 0.001, 3),
    WheelSpec("power", 1.0, 0.5, 0.1, 4.0, 0.005, 3, turned=True),
    WheelSpec("slope", 1.0, 0.5, 0.0, 4.0, 0.005, 3),
    WheelSpec("lights", 0.0, 16.0, -50.0, 50.0, 0.25, 2),
)


def mean(values: Triple) -> float:
    """A triple's master."""
    return sum(values) / 3


def hand_of(values: Triple, spec: WheelSpec) -> Hand:
    """Where the ball lies for three channels: towards the channels that are above their mean."""
    middle, sign = mean(values), -1 if spec.turned else 1
    parts = [sign * (value - middle) / spec.reach for value in values]
    x = 2 / 3 * sum(part * cos(radians(angle)) for part, angle in zip(parts, DEGREES, strict=True))
    y = 2 / 3 * sum(part * sin(radians(angle)) for part, angle in zip(parts, DEGREES, strict=True))
    return inside((x, y))


def inside(hand: Hand) -> Hand:
    """The hand, not further out than the rim."""
    length = hypot(*hand)
    return (hand[0] / length, hand[1] / length) if length > 1 else hand


def balanced(values: Triple, hand: Hand, spec: WheelSpec) -> Triple:
    """The channels with the ball at another place; their mean stays."""
    middle, sign = mean(values), -1 if spec.turned else 1
    moved = [middle + sign * spec.reach * (hand[0] * cos(radians(at)) + hand[1] * sin(radians(at))) for at in DEGREES]
    return held(moved, spec)


def lifted(values: Triple, amount: float, spec: WheelSpec) -> Triple:
    """All channels moved alike: up is brighter."""
    step = -amount if spec.turned else amount
    return held([value + step for value in values], spec)


def held(values: list[float], spec: WheelSpec) -> Triple:
    """Channels inside their ends, rounded to what a field shows and a little more."""
    red, green, blue = (round(min(max(value, spec.low), spec.high), spec.decimals + 2) for value in values)
    return red, green, blue


# -- what is seen of the numbers as one slider -------------------------------------------------------------------------


def warmth_of(lights: Triple) -> float:
    """Warm (above 0) or cold, in printer points: half the distance of red from blue."""
    return (lights[0] - lights[2]) / 2


def tint_of(lights: Triple) -> float:
    """Green (below 0) or magenta, in printer points: how far green lies from the mean of the others."""
    return (lights[0] + lights[2]) / 2 - lights[1]


def with_light(lights: Triple, warmth: float | None = None, tint: float | None = None) -> Triple:
    """The lights warmer or colder, greener or more magenta; their mean stays."""
    warm = warmth_of(lights) if warmth is None else warmth
    pink = tint_of(lights) if tint is None else tint
    green = mean(lights) - 2 / 3 * pink
    others = green + pink
    spec = WHEELS[3]
    return held([others + warm, green, others - warm], spec)


def contrast_of(cdl: Cdl) -> float:
    """The list's slope as a whole."""
    return mean(cdl.slope)


def with_contrast(cdl: Cdl, contrast: float) -> Cdl:
    """The list with another slope, turned about mid grey: grey stays where it was."""
    before = max(mean(cdl.slope), 1e-3)
    times = contrast / before
    slope = held([value * times for value in cdl.slope], WHEELS[2])
    offset = held([MID_GREY + (value - MID_GREY) * times for value in cdl.offset], WHEELS[0])
    return cdl.changed(slope=slope, offset=offset)


def triple_of(spec: WheelSpec, cdl: Cdl, lights: Triple) -> Triple:
    """What a wheel shows."""
    if spec.key == "lights":
        return lights
    found: Triple = getattr(cdl, spec.key)
    return found
