# SPDX-License-Identifier: Apache-2.0
"""The grade of a shot, and what the user decided about it.

The order of operations, all in ACEScct unless said otherwise:

1. the studio's balance (a CDL: exposure, white and contrast measured, shots of a scene matched);
2. exposure and printer lights, as gains of scene-linear light, so that black stays black;
3. the user's CDL: slope, offset, power, then its saturation;
4. curves: master, then red, green, blue, then saturation by hue;
5. the look, at its strength;
6. an imported LUT in its own working space, at its strength;
7. the ACES 2 view of the output.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.hashing import hash_json

Triple = tuple[float, float, float]
Curve = tuple[tuple[float, float], ...]
"""Points (in, out) that a monotone cubic goes through; () changes nothing."""
Share = Annotated[float, Field(ge=0, le=1)]
PRINTER_POINT = 0.025
"""One printer point in log₁₀ of exposure, about a twelfth of a stop: the step of additive film printers (D. Case, *Film
Technology in Post Production*, 2001; R. Kirk, *Standard Colour Spaces*, FilmLight, 2010)."""
_MOST_STOPS, _MOST_POINTS = 10.0, 50.0


class Cdl(FilmObject):
    """An ASC colour decision list, applied in ACEScct: out = (in·slope + offset)^power without clamps, then
    saturation."""

    slope: Triple = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    power: Triple = (1.0, 1.0, 1.0)
    saturation: float = Field(1.0, ge=0, le=4)

    @field_validator("slope")
    @classmethod
    def _no_negative_slope(cls, values: Triple) -> Triple:
        if min(values) < 0:
            raise ValueError("a slope is 0 or more (ASC CDL 1.2)")
        return values

    @field_validator("power")
    @classmethod
    def _some_power(cls, values: Triple) -> Triple:
        if min(values) <= 0:
            raise ValueError("a power is above 0 (ASC CDL 1.2)")
        return values


class Curves(FilmObject):
    """Curves over ACEScct: 0.073 is black, 0.414 mid grey, one stop is 0.057.

    `master`, `red`, `green`, `blue`: two or more points, their "in" ascending, their "out" never descending. Beyond its end
    points a curve goes on straight. `hue_saturation`: hue in degrees (0 red, 60 yellow … below 360) → factor of saturation.
    """

    master: Curve = ()
    red: Curve = ()
    green: Curve = ()
    blue: Curve = ()
    hue_saturation: Curve = ()

    @field_validator("master", "red", "green", "blue")
    @classmethod
    def _monotone(cls, curve: Curve) -> Curve:
        if curve and (len(curve) < 2 or any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(curve))):
            raise ValueError("a curve has two or more points, each to the right of the one before and not below it")
        if any(not (-0.5 <= value <= 2.0) for point in curve for value in point):
            raise ValueError("a curve's points lie in -0.5 to 2")
        return curve

    @field_validator("hue_saturation")
    @classmethod
    def _around(cls, curve: Curve) -> Curve:
        hues = [hue for hue, _ in curve]
        if any(not (0 <= hue < 360) for hue in hues) or any(b <= a for a, b in pairwise(hues)):
            raise ValueError("hues ascend from 0 to below 360 degrees")
        if any(not (0 <= factor <= 4) for _, factor in curve):
            raise ValueError("a factor of saturation is 0 to 4")
        return curve


class Lut(FilmObject):
    """A LUT that was brought in. It lies as `luts/<sha256>.cube` in the film's folder."""

    name: str = Field(max_length=200)
    """Of the file it came from, for people."""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    space: str = "acescct"
    """The colours it takes: a key of `grading.spaces.INPUTS`."""
    result: str = ""
    """The colours it gives; "" is those it takes."""
    path: str = ""
    """Where it lies on this machine. Filled in for rendering, never kept with the film, part of no hash."""


class ShotGrade(FilmObject):
    """Everything that is done to a shot's colours, in the order told above."""

    version: ClassVar[int] = 2
    shot: str
    cdl: Cdl = Cdl()
    """The studio's balance."""
    exposure: float = Field(0.0, ge=-_MOST_STOPS, le=_MOST_STOPS)
    """Stops."""
    lights: Triple = (0.0, 0.0, 0.0)
    """Printer points of red, green and blue (`PRINTER_POINT`) away from those that print the shot as it is: plus is more light
    in the picture (as on a grading desk; in a printer, more light makes a darker print)."""
    correction: Cdl = Cdl()
    """The user's."""
    curves: Curves = Curves()
    look: str = "neutral"
    """The name of a look of the library."""
    look_strength: Share = 1.0
    lut: Lut | None = None
    lut_strength: Share = 1.0
    config: str = "studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
    """The OpenColorIO built-in configuration; its name is kept with the film."""

    @field_validator("lights")
    @classmethod
    def _on_the_printer(cls, points: Triple) -> Triple:
        return _points(points)

    def essence(self) -> dict[str, Any]:
        """What decides the colours, as JSON-able data: not whose grade it is, nor where its LUT lies.

        A grade without anything that came with version 2 is told as version 1 did, so that what was made from it stays.
        """
        told = self.changed(lut=self.lut.changed(path="", name="")) if self.lut else self
        data = told.to_json()
        del data["shot"]
        since = {name: data.pop(name) for name in _SINCE_2 if getattr(self, name) != _DEFAULT[name]}
        for name in _SINCE_2:
            data.pop(name, None)
        return {**data, **since, "schema": self.schema_label() if since else "ShotGrade.1"}

    def content_hash(self) -> str:
        """SHA-256 (hex) of the shot and what decides its colours."""
        return hash_json({**self.essence(), "shot": self.shot})


_SINCE_2 = ("exposure", "lights", "correction", "curves", "lut", "lut_strength")
_DEFAULT: dict[str, Any] = {name: ShotGrade.model_fields[name].default for name in _SINCE_2}


@upgrade_from("ShotGrade", 1)
def _nothing_by_hand(fields: dict[str, Any]) -> dict[str, Any]:
    """What came with version 2 has defaults that change nothing."""
    return fields


class GradeChoice(FilmObject):
    """What the user decided about the grade of the film, a scene or a shot. What is None is left to the next wider one: a
    shot's to its scene's, a scene's to the film's, and that to the studio."""

    automatic: bool | None = None
    """False: instead of the studio's balance and look, not on top of them."""
    exposure: float | None = Field(None, ge=-_MOST_STOPS, le=_MOST_STOPS)
    lights: Triple | None = None
    cdl: Cdl | None = None
    curves: Curves | None = None
    look: str | None = Field(None, max_length=100)
    look_strength: Share | None = None
    """Of a look that is named without one: 1."""
    lut: Lut | None = None
    lut_strength: Share | None = None

    @field_validator("lights")
    @classmethod
    def _on_the_printer(cls, points: Triple | None) -> Triple | None:
        return None if points is None else _points(points)

    def over(self, wider: GradeChoice) -> GradeChoice:
        """This choice, with what it leaves open filled in from a wider one."""
        given = {name: getattr(self, name) for name in type(self).model_fields if getattr(self, name) is not None}
        if "look" in given:  # a wider look's strength was meant for that look
            given.setdefault("look_strength", 1.0)
        if "lut" in given:
            given.setdefault("lut_strength", 1.0)
        return wider.changed(**given)

    def on(self, studio: ShotGrade) -> ShotGrade:
        """The grade of a shot: the studio's, with this choice on top or instead."""
        base = studio.changed(cdl=Cdl(), look="neutral", look_strength=1.0) if self.automatic is False else studio
        names = {"exposure": "exposure", "lights": "lights", "cdl": "correction", "curves": "curves", "look": "look",
                 "look_strength": "look_strength", "lut": "lut", "lut_strength": "lut_strength"}  # fmt: skip
        given = {theirs: getattr(self, ours) for ours, theirs in names.items() if getattr(self, ours) is not None}
        if "look" in given:
            given.setdefault("look_strength", 1.0)
        return base.changed(**given)


def chosen(choices: Iterable[GradeChoice | None]) -> GradeChoice:
    """Choices from the widest to the narrowest, as one."""
    result = GradeChoice()
    for choice in choices:
        result = choice.over(result) if choice is not None else result
    return result


def _points(points: Triple) -> Triple:
    if any(abs(value) > _MOST_POINTS for value in points):
        raise ValueError(f"printer lights go to {_MOST_POINTS:g} points")
    return points
