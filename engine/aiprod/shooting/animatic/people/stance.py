# SPDX-License-Identifier: Apache-2.0
"""The lower body: how an actor stands, walks, sits, kneels, lies or floats."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, sin, tau

from aiprod.film.shots import Blocking, Gesture, Stance
from aiprod.shooting.animatic.people import gait, life
from aiprod.shooting.animatic.people.figure import Figure
from aiprod.shooting.animatic.people.gait import Gait

Vec3 = tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """Pelvis, spine and feet, in the actor's frame (see `acting.Pose`)."""

    pelvis: Vec3
    feet: tuple[Vec3, Vec3]
    feet_pitch: tuple[float, float] = (0.0, 0.0)
    lean: float = 0.0
    sway: float = 0.0
    twist: float = 0.0
    recline: float = 0.0
    breath: float = 0.0


def body(blocking: Blocking, figure: Figure, going: Gait | None, yaw: float, t: float, duration_s: float, seed: int) -> Body:
    """The lower body at `t` seconds."""
    effort = 0.0 if going is None else (0.9 if going.running else 0.35)
    breath = life.breath(seed, t, effort)
    if going is not None:
        return _going(blocking, figure, going, yaw, t, duration_s, breath)
    makers = {Stance.SIT: _sit, Stance.KNEEL: _kneel, Stance.LIE: _lie, Stance.FLOAT: _float}
    maker = makers.get(blocking.stance, _stand)
    return maker(blocking, figure, t, seed, breath)


def _stand(blocking: Blocking, figure: Figure, t: float, seed: int, breath: float) -> Body:
    """Weight shifts from leg to leg; the feet stay."""
    shift = life.drift(seed, "weight", t, 9.0)
    x = figure.hip * 0.42 * shift
    lean = figure.stoop + {Gesture.REACH: 0.16, Gesture.WORK: 0.14, Gesture.HUG: 0.06, Gesture.LOOK_UP: -0.06}.get(
        blocking.gesture, 0.0
    )
    lean += 0.012 * life.drift(seed, "lean", t, 6.0)
    half = figure.hip * 1.12
    drop = 0.012 * figure.leg + 0.5 * x * x / figure.leg
    return Body(
        pelvis=(x, figure.leg - drop + 0.002 * breath, 0.0),
        feet=((-half, 0.0, -0.02), (half, 0.0, 0.03)),
        lean=lean,
        sway=-0.45 * x / figure.spine,
        twist=0.03 * life.drift(seed, "twist", t, 7.0),
        breath=breath,
    )


def _going(blocking: Blocking, figure: Figure, going: Gait, yaw: float, t: float, duration_s: float, breath: float) -> Body:
    """Feet move back under the body at the stage's speed, in the direction of the move."""
    phase = going.phase(t)
    vx, vz = gait.velocity(blocking, duration_s)
    turn = (atan2(vx, -vz) if vx * vx + vz * vz > gait.MOVING_MPS**2 else yaw) - yaw
    half = figure.hip * (0.45 if going.running else 0.62)
    feet, pitches = [], []
    for side, offset in ((-1.0, 0.5), (1.0, 0.0)):
        foot = going.foot(phase + offset)
        feet.append(
            (side * half * cos(turn) + foot.along * sin(turn), foot.lift, foot.along * cos(turn) - side * half * sin(turn))
        )
        pitches.append(foot.pitch)
    crouch = 0.075 if going.running else 0.035
    swing = sin(tau * (phase - 0.08))
    return Body(
        pelvis=(0.18 * figure.hip * swing, figure.leg * (1 - crouch) + gait.bob(going, phase), 0.0),
        feet=(feet[0], feet[1]),
        feet_pitch=(pitches[0], pitches[1]),
        lean=figure.stoop + (0.20 if going.running else 0.04 + 0.02 * going.speed),
        sway=0.02 * swing,
        twist=(0.22 if going.running else 0.12) * cos(tau * phase),
        breath=breath,
    )


def _sit(blocking: Blocking, figure: Figure, t: float, seed: int, breath: float) -> Body:
    """On a seat as high as the knees; the pelvis is over the origin."""
    seat = figure.leg * 0.56
    lean = figure.stoop + 0.04 + 0.015 * life.drift(seed, "lean", t, 6.0) + (0.12 if blocking.gesture is Gesture.WORK else 0.0)
    thigh = figure.leg * 0.5
    return Body(
        pelvis=(0.0, seat + 0.002 * breath, -0.30 * thigh),
        feet=((-figure.hip * 1.35, 0.0, thigh * 0.62), (figure.hip * 1.35, 0.0, thigh * 0.70)),
        lean=lean,
        sway=0.02 * life.drift(seed, "weight", t, 9.0),
        twist=0.03 * life.drift(seed, "twist", t, 7.0),
        breath=breath,
    )


def _kneel(blocking: Blocking, figure: Figure, t: float, seed: int, breath: float) -> Body:
    """One knee on the ground."""
    thigh = figure.leg * 0.5
    return Body(
        pelvis=(0.0, thigh * 1.02 + 0.002 * breath, -0.05),
        feet=((-figure.hip * 1.2, 0.03, -thigh * 0.92), (figure.hip * 1.5, 0.0, thigh * 0.72)),
        feet_pitch=(-0.9, 0.0),
        lean=figure.stoop + 0.10 + (0.12 if blocking.gesture in (Gesture.WORK, Gesture.REACH) else 0.0),
        sway=0.02 * life.drift(seed, "weight", t, 8.0),
        twist=0.04 * life.drift(seed, "twist", t, 7.0),
        breath=breath,
    )


def _lie(blocking: Blocking, figure: Figure, t: float, seed: int, breath: float) -> Body:
    """On the back; the painter lays the whole figure down."""
    return Body(
        pelvis=(0.0, figure.leg * 0.985, 0.0),
        feet=((-figure.hip * 1.1, 0.0, 0.02), (figure.hip * 1.1, figure.leg * 0.04, 0.16)),
        feet_pitch=(-0.6, -0.5),
        lean=0.0,
        recline=1.0,
        breath=breath,
    )


def _float(blocking: Blocking, figure: Figure, t: float, seed: int, breath: float) -> Body:
    """Weightless: everything hangs and drifts."""
    rise = 0.10 * figure.height + 0.035 * figure.height * life.drift(seed, "rise", t, 6.5)
    kick = life.drift(seed, "kick", t, 4.5)
    leg = figure.leg
    return Body(
        pelvis=(0.02 * life.drift(seed, "x", t, 8.0), leg + rise, 0.0),
        feet=(
            (-figure.hip * 1.7, rise + 0.10 * leg, (-0.10 + 0.10 * kick) * leg),
            (figure.hip * 1.9, rise + 0.16 * leg, (-0.05 - 0.10 * kick) * leg),
        ),
        feet_pitch=(-0.7, -0.6),
        lean=0.08 + 0.05 * life.drift(seed, "lean", t, 5.0),
        sway=0.10 * life.drift(seed, "weight", t, 7.0),
        twist=0.10 * life.drift(seed, "twist", t, 8.0),
        breath=breath,
    )
