# SPDX-License-Identifier: Apache-2.0
"""Dissolves, speeds and levels as an AAF's operation groups. Definitions are registered when they are first needed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from aiprod.editing.interchange.events import Event

DISSOLVES = {
    "picture": ("0c3bea40-fc05-11d2-8a29-0050040ef7d2", "Video Dissolve"),
    "sound": ("0c3bea41-fc05-11d2-8a29-0050040ef7d2", "Mono Audio Dissolve"),
}
SPEED = ("9d2ea890-0968-11d3-8a38-0050040ef7d2", "Motion Control")
"""The AAF's Video Speed Control, by the name that Avid and the readers made after it know."""
GAIN = ("9d2ea894-0968-11d3-8a38-0050040ef7d2", "Mono Audio Gain")
_PARAMETERS = {
    "Level": UUID("e4962320-2267-11d3-8a4c-0050040ef7d2"),
    "SpeedRatio": UUID("72559a80-24d7-11d3-8a50-0050040ef7d2"),
    "Amplitude": UUID("e4962321-2267-11d3-8a4c-0050040ef7d2"),
}
_FINEST = 100_000_000
"""The largest denominator: an AAF's rationals have 32 bits."""


class Effects:
    """Makes operation groups for one file."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._known: set[str] = set()
        self._operations: dict[str, Any] = {}

    def dissolve(self, kind: str, frames: int) -> Any:
        """Its level goes from 0 to 1."""
        identity, name = DISSOLVES[kind]
        group = self._group(identity, name, kind, "Level", 2, frames)
        group["Parameters"].append(self._varying("Level", [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))]))
        return group

    def speed(self, clip: Any, speed: Fraction, frames: int) -> Any:
        """The clip played at another speed. The ratio is that of the length played to the length of the media."""
        group = self._group(*SPEED, "picture", "SpeedRatio", 1, frames, warps=True)
        ratio = 1 / speed if speed else Fraction(frames)
        group["Parameters"].append(self._constant("SpeedRatio", ratio))
        group.segments.append(clip)
        return group

    def gain(self, clip: Any, event: Event, ahead: int, frames: int) -> Any:
        """The clip at its level, with its fades. `ahead`: frames of the group in front of the event's own first."""
        group = self._group(*GAIN, "sound", "Amplitude", 1, frames)
        level = Fraction(10 ** (event.gain_db / 20)).limit_denominator(_FINEST)
        if event.fade_in or event.fade_out:
            points = [(Fraction(at, frames), value) for at, value in _ramp(event, ahead, level, frames)]
            group["Parameters"].append(self._varying("Amplitude", points))
        else:
            group["Parameters"].append(self._constant("Amplitude", level))
        group.segments.append(clip)
        return group

    def _group(self, identity: str, name: str, kind: str, parameter: str, inputs: int, frames: int, warps: bool = False) -> Any:
        # First: pyaaf2's factory keeps the name of the class last asked for.
        operation = self._operation(identity, name, kind, parameter, inputs, warps)
        group = self._file.create.OperationGroup(operation, frames)
        group.media_kind = kind
        return group

    def _operation(self, identity: str, name: str, kind: str, parameter: str, inputs: int, warps: bool) -> Any:
        if name in self._operations:
            return self._operations[name]
        self._define(parameter)
        create, dictionary = self._file.create, self._file.dictionary
        operation = create.OperationDef(UUID(identity), name, "")
        dictionary.register_def(operation)
        operation.media_kind = kind
        operation["IsTimeWarp"].value, operation["Bypass"].value, operation["NumberInputs"].value = warps, inputs - 1, inputs
        operation["OperationCategory"].value = "OperationCategory_Effect"
        operation["ParametersDefined"].extend([dictionary.lookup_parameterdef(_named(parameter))])
        self._operations[name] = operation
        return operation

    def _define(self, parameter: str) -> None:
        from aaf2 import misc

        create, dictionary = self._file.create, self._file.dictionary
        if not self._known:
            dictionary.register_def(create.InterpolationDef(misc.LinearInterp, "LinearInterp", "Linear keyframe interpolation"))
        if parameter not in self._known:
            rational = dictionary.lookup_typedef("Rational")
            dictionary.register_def(create.ParameterDef(_PARAMETERS[parameter], _named(parameter), "", rational))
        self._known.add(parameter)

    def _constant(self, parameter: str, value: Fraction) -> Any:
        from aaf2.rational import AAFRational

        exact = value.limit_denominator(_FINEST)
        return self._file.create.ConstantValue(_named(parameter), AAFRational(exact.numerator, exact.denominator))

    def _varying(self, parameter: str, points: Sequence[tuple[Fraction, Fraction]]) -> Any:
        create = self._file.create
        found = create.VaryingValue()
        found.parameterdef = self._file.dictionary.lookup_parameterdef(_named(parameter))
        found["Interpolation"].value = self._file.dictionary.lookup_interperlationdef("LinearInterp")
        for time, value in points:
            point = create.ControlPoint()
            point["EditHint"].value = "Proportional"
            point.time, point.value = time, value
            found["PointList"].append(point)
        return found


def _named(parameter: str) -> str:
    """A speed's parameter goes by Avid's name too."""
    return parameter if parameter == "SpeedRatio" else f"ParameterDef_{parameter}"


def _ramp(event: Event, ahead: int, level: Fraction, frames: int) -> list[tuple[int, Fraction]]:
    """Points of the level over the group's frames."""
    begin, end, none = ahead, ahead + event.frames, Fraction(0)
    points = [(begin, none), (begin + event.fade_in, level)] if event.fade_in else [(0, level)]
    points += [(end - event.fade_out, level), (end, none)] if event.fade_out else [(frames, level)]
    return points
