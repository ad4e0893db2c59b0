# SPDX-License-Identifier: Apache-2.0
"""Walking and running: where an actor is on the stage, and where their feet are so that they never slide.

A stride is two steps. Its length comes from the actor's height and the gait, its rate from the actual speed, so that the
stage distance covered while a foot is down equals the distance the foot moves back under the body.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin, tau

from aiprod.film.shots import Blocking, Stance

MOVING_MPS = 0.12
"""Slower than this, an actor stands and shifts their weight."""

_NEAREST_M = 1.5
"""No nearer to the camera's home goes who walks on."""


def place(blocking: Blocking, t: float, duration_s: float) -> tuple[float, float]:
    """Where the actor is on the stage, (x, z) in metres, `t` seconds into a shot of `duration_s`: at constant speed, and on
    at it where the shot goes on, but not into the camera."""
    u = max(t / duration_s, 0.0) if duration_s > 0 else 0.0
    x = blocking.x if blocking.to_x is None else blocking.x + (blocking.to_x - blocking.x) * u
    if blocking.to_z is None:
        return x, blocking.z
    return x, max(blocking.z + (blocking.to_z - blocking.z) * u, min(blocking.z, blocking.to_z, _NEAREST_M))


def velocity(blocking: Blocking, duration_s: float) -> tuple[float, float]:
    """(x, z) in metres a second on the stage."""
    start, end = place(blocking, 0.0, duration_s), place(blocking, duration_s, duration_s)
    span = max(duration_s, 1e-6)
    return (end[0] - start[0]) / span, (end[1] - start[1]) / span


@dataclass(frozen=True)
class Foot:
    """A foot in metres from the point under the pelvis: `along` the way, `lift` above ground, `pitch` in radians (toe up)."""

    along: float
    lift: float
    pitch: float
    down: bool


@dataclass(frozen=True)
class Gait:
    """A way to go at one speed.

    Attributes:
        stride: metres covered by two steps.
        contact: share of the stride during which a foot is down.
        lift: height of the swinging ankle in metres.
    """

    speed: float
    stride: float
    contact: float
    lift: float
    running: bool

    def phase(self, t: float) -> float:
        """Strides made at `t` seconds (its fraction is the place in the cycle)."""
        return self.speed * t / self.stride

    def foot(self, phase: float) -> Foot:
        """A foot at a place in its cycle; it touches down at 0."""
        p = phase % 1.0
        reach = 0.5 * self.contact * self.stride
        if p < self.contact:
            u = p / self.contact
            return Foot(reach - u * self.contact * self.stride, 0.0, _stance_pitch(u), True)
        u = (p - self.contact) / (1.0 - self.contact)
        return Foot(*_swing(u, reach, self), False)


def _stance_pitch(u: float) -> float:
    """The toe comes down after the heel, and the heel leaves the ground before the toe."""
    landing = max(0.0, 1.0 - u / 0.18)
    leaving = max(0.0, (u - 0.72) / 0.28)
    return 0.34 * landing * landing - 0.55 * leaving * leaving


def _swing(u: float, reach: float, gait: Gait) -> tuple[float, float, float]:
    """A Hermite curve from toe-off to touch-down that keeps the ground's speed at both ends."""
    slope = -(1.0 - gait.contact) * gait.stride
    h0, h1 = 2 * u**3 - 3 * u**2 + 1, u**3 - 2 * u**2 + u
    h2, h3 = -2 * u**3 + 3 * u**2, u**3 - u**2
    along = -reach * h0 + slope * h1 + reach * h2 + slope * h3
    lift = gait.lift * sin(pi * u) ** 2 * (1.25 - 0.5 * u)
    pitch = -0.55 * (1 - u) ** 2 + 0.34 * u * u
    return along, lift, pitch


def gait_for(blocking: Blocking, leg_m: float, duration_s: float) -> Gait | None:
    """The actor's gait in this shot, or None if they stay where they are.

    An actor told to walk without a goal walks on the spot, at their own pace (the camera goes with them).
    """
    vx, vz = velocity(blocking, duration_s)
    speed = hypot(vx, vz)
    told = blocking.stance in (Stance.WALK, Stance.RUN)
    if blocking.stance not in (Stance.WALK, Stance.RUN, Stance.STAND) or (speed < MOVING_MPS and not told):
        return None
    running = blocking.stance is Stance.RUN or speed > 2.6 * leg_m**0.5
    if speed < MOVING_MPS:
        speed = (3.0 if running else 1.35) * (leg_m / 0.9) ** 0.5
    if running:
        return Gait(speed, max(1.1, min(2.9, 0.75 * speed)) * leg_m / 0.9, 0.36, 0.30 * leg_m, True)
    stride = min(1.7, 0.62 + 0.62 * speed) * leg_m / 0.9
    return Gait(speed, stride, 0.6, 0.13 * leg_m, False)


def bob(gait: Gait, phase: float) -> float:
    """Height of the pelvis over its mean, in metres: highest over the standing leg, or in flight when running."""
    if gait.running:
        return 0.045 * gait.lift / 0.27 * -cos(2 * tau * (phase - 0.5 * gait.contact + 0.5))
    return -0.020 * gait.stride / 1.4 * cos(2 * tau * (phase - 0.05))
