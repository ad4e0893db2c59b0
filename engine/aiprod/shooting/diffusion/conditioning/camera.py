# SPDX-License-Identifier: Apache-2.0
"""The camera's path as video models take it: moves in words, and the names of the adapters that were trained on them."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from aiprod.film.shots import ShootRequest
from aiprod.shooting.nano.asking import track_of
from aiprod.shooting.nano.conditioning import CAMERA_AXES

_LEAST = {"pan": 0.05, "tilt": 0.05, "zoom": 0.06, "truck": 0.04, "boom": 0.04, "dolly": 0.05}
"""Less than this over a clip is no move: picture widths and heights, logarithm of the focal length, distances to the subject."""
_WAYS = {
    "pan": ("left", "right"), "tilt": ("down", "up"), "zoom": ("out", "in"), "truck": ("left", "right"),
    "boom": ("down", "up"), "dolly": ("out", "in"),
}  # fmt: skip
_VERBS = {
    "pan_left": "pans left", "pan_right": "pans right", "tilt_down": "tilts down", "tilt_up": "tilts up",
    "zoom_out": "zooms out", "zoom_in": "zooms in", "truck_left": "tracks to the left", "truck_right": "tracks to the right",
    "boom_down": "cranes down", "boom_up": "cranes up", "dolly_out": "pulls back", "dolly_in": "pushes in",
}  # fmt: skip
_ADAPTERS = {
    "dolly_in": "dolly-in", "dolly_out": "dolly-out", "truck_left": "dolly-left", "truck_right": "dolly-right",
    "boom_up": "jib-up", "boom_down": "jib-down",
}  # fmt: skip
"""Moves → what the published camera adapters are called. A pan, a tilt and a zoom have none."""
STATIC = "static"
_SLOW, _FAST = 1.5, 6.0
"""Least moves in a second below which a move is slow, and above which it is fast."""
_SECOND_SHARE = 0.35
"""A second move is named when it goes at least so far as the first, each in its own least moves."""


@dataclass(frozen=True)
class Move:
    """Where the camera goes in a clip.

    Attributes:
        name: axis and way: "pan_left", "dolly_in", …
        size: how far, in least moves that can be seen.
        per_second: how fast.
    """

    name: str
    size: float
    per_second: float

    @property
    def pace(self) -> str:
        """ "slowly", "steadily" or "quickly"."""
        return "slowly" if self.per_second < _SLOW else "quickly" if self.per_second > _FAST else "steadily"

    def words(self) -> str:
        """ "pushes in slowly"."""
        return f"{_VERBS[self.name]} {self.pace}"


def moves(request: ShootRequest, first: int = 0, last: int | None = None) -> tuple[Move, ...]:
    """The moves between two frames of a shot, the greatest first; none for a locked camera."""
    end = request.shot.frames - 1 if last is None else last
    if end <= first:
        return ()
    there = track_of(request, [first, end])[-1].tolist()
    seconds = request.rate.seconds(end - first)
    found = []
    for axis, way in zip(CAMERA_AXES, there, strict=True):
        size = abs(way) / _LEAST[axis]
        if size >= 1:
            found.append(Move(f"{axis}_{_WAYS[axis][way > 0]}", round(size, 3), round(size / seconds, 3)))
    return tuple(sorted(found, key=lambda move: -move.size))


def camera_words(request: ShootRequest, first: int = 0, last: int | None = None) -> str:
    """What the camera does, as a clause: "the camera pushes in slowly while it pans left slowly"."""
    found = moves(request, first, last)
    if not found:
        return "the camera holds still"
    second = [move for move in found[1:2] if move.size >= _SECOND_SHARE * found[0].size]
    return f"the camera {found[0].words()}" + "".join(f" while it {move.words()}" for move in second)


def adapter(request: ShootRequest) -> tuple[str, float] | None:
    """The camera adapter that fits a shot and how strongly it is to be used (0.6–1); None where none was trained for its move."""
    found = moves(request)
    if not found:
        return (STATIC, 1.0)
    name = _ADAPTERS.get(found[0].name)
    return (name, round(1 - 0.4 * exp(-found[0].per_second / _SLOW), 3)) if name else None
