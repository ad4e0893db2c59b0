# SPDX-License-Identifier: Apache-2.0
"""Where an actor looks: the eyes dart first, the head follows."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.shots import Blocking, Gesture
from aiprod.shooting.animatic.people import life
from aiprod.shooting.animatic.people.expression import Expression

_EYES_AT_S, _HEAD_AT_S, _HEAD_TAKES_S = 0.30, 0.42, 0.65
_TARGETS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, 1.0), "down": (0.0, -1.0)}


@dataclass(frozen=True)
class Gaze:
    """Head (radians, relative to the body) and eyes (−1 … 1); `closed` lowers the lids (0–1)."""

    turn: float
    pitch: float
    roll: float
    eyes: tuple[float, float]
    closed: float


def _target(blocking: Blocking) -> tuple[float, float]:
    """x to the right of the picture and y up, −1 … 1, before the body's own direction is taken off."""
    if blocking.gesture is Gesture.HEAD_DOWN:
        return 0.0, -1.0
    if blocking.gesture is Gesture.LOOK_UP:
        return 0.0, 1.0
    mirrored = -1.0 if blocking.back else 1.0
    if blocking.gaze in _TARGETS:
        x, y = _TARGETS[blocking.gaze]
        return mirrored * (x - 0.7 * blocking.facing), y
    if blocking.gaze == "camera":
        return (0.0, 0.0) if blocking.back else (-blocking.facing, 0.0)
    if blocking.gaze:
        return mirrored * 0.45 * _sign(blocking.facing), 0.0
    return 0.0, 0.0


def _sign(value: float) -> float:
    """A soft sign: facing a little to one side means the partner stands there."""
    return max(-1.0, min(1.0, value / 0.25))


def gaze(blocking: Blocking, face: Expression, speaking: float, beat: float, t: float, duration_s: float, seed: int) -> Gaze:
    """Head and eyes at `t` seconds. In a short shot the actor already looks where they should."""
    x, y = _target(blocking)
    early = 10.0 if duration_s < 1.5 else 0.0
    eyes_there = life.smooth((t + early - _EYES_AT_S) / 0.09)
    head_there = life.smooth((t + early - _HEAD_AT_S) / _HEAD_TAKES_S)
    dart_x, dart_y = life.glance(seed, t)
    late_x, late_y = life.glance(seed, t - 0.18)
    turn = 0.62 * x * head_there + 0.10 * late_x + 0.035 * life.drift(seed, "turn", t, 5.5)
    down = 0.42 if blocking.gesture is Gesture.HEAD_DOWN else 0.30
    pitch = (down if y < 0 else 0.34) * y * head_there + face.head_pitch + 0.02 * life.drift(seed, "nod", t, 4.7)
    pitch += -0.055 * beat + 0.05 * late_y
    roll = face.head_roll + 0.025 * life.drift(seed, "tilt", t, 6.3) + 0.02 * speaking * life.drift(seed, "talk tilt", t, 1.9)
    eye_x = x * (eyes_there - 0.62 * head_there) + 0.8 * dart_x
    eye_y = y * (eyes_there - 0.55 * head_there) + 0.8 * dart_y
    closed = 0.45 * max(0.0, -y) * head_there if blocking.gesture is Gesture.HEAD_DOWN else 0.0
    return Gaze(turn, pitch, roll, (max(-1.0, min(1.0, eye_x)), max(-1.0, min(1.0, eye_y))), closed)
