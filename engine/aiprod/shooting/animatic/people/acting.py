# SPDX-License-Identifier: Apache-2.0
"""What an actor does at a moment of a shot: `pose` turns blocking and speech into plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, pi

from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Emotion
from aiprod.film.shots import Blocking, Gesture, SpeechInShot, Stance
from aiprod.shooting.animatic.people import arms, expression, gait, gaze, life, stance
from aiprod.shooting.animatic.people.expression import Expression
from aiprod.shooting.animatic.people.figure import measure
from aiprod.shooting.animatic.people.visemes import REST, Mouth, mouth_at

Vec3 = tuple[float, float, float]
"""Metres in the actor's own frame: to their left, up, forward."""


@dataclass(frozen=True)
class Pose:
    """All that moves in one actor at one moment. Angles in radians; positions as `Vec3`, the ground between the feet at 0.

    Attributes:
        yaw: which way the body faces: 0 the camera, π/2 the right of the picture, π away.
        speed: metres a second over the stage; `walk_phase`: strides made (the fraction is the place in the cycle).
        pelvis: its middle. `lean` forward, `sway` sideways, `twist` of the shoulders. `shrug` lifts them (0–1).
        recline: 0 upright, 1 lying on the back.
        hands, feet: (right, left). `feet_pitch`: toe up. `grips`: 0 an open hand, 1 a fist. `points`: index finger out.
        head_turn, head_pitch, head_roll: relative to the body (right of the picture as the actor faces us, up, clockwise).
        eyes: where the irises are, x and y, −1 … 1.
        blink: 0 open, 1 closed.
        mouth: lips by phoneme; `mouth_open` is its opening (for animals and robots).
        speaking: 0–1, smooth.
        holds: the prop in the hands; `holding`: "both", "one", "hang" (below one hand), "across" (a guitar) or "" for nothing.
    """

    yaw: float
    stance: Stance
    gesture: Gesture
    emotion: Emotion
    face: Expression
    speed: float
    walk_phase: float
    running: bool
    pelvis: Vec3
    lean: float
    sway: float
    twist: float
    shrug: float
    recline: float
    breath: float
    hands: tuple[Vec3, Vec3]
    grips: tuple[float, float]
    points: tuple[float, float]
    feet: tuple[Vec3, Vec3]
    feet_pitch: tuple[float, float]
    head_turn: float
    head_pitch: float
    head_roll: float
    eyes: tuple[float, float]
    blink: float
    mouth: Mouth
    mouth_open: float
    speaking: float
    holds: str
    holding: str


def _yaw(blocking: Blocking, duration_s: float) -> float:
    """Which way the body faces. Who goes somewhere looks mostly where they go."""
    facing = pi - blocking.facing * pi / 2 if blocking.back else blocking.facing * pi / 2
    vx, vz = gait.velocity(blocking, duration_s)
    if vx * vx + vz * vz < gait.MOVING_MPS**2 or blocking.stance not in (Stance.WALK, Stance.RUN, Stance.STAND):
        return facing
    way = atan2(vx, -vz)
    return way + 0.2 * _turn(way, facing)


def _turn(start: float, end: float) -> float:
    """The shorter way from one direction to another."""
    return (end - start + pi) % (2 * pi) - pi


def _emotion(blocking: Blocking, speech: SpeechInShot | None, t: float) -> Expression:
    """The blocking's emotion; while a line is spoken, the line's."""
    base = expression.EXPRESSIONS[blocking.emotion]
    if speech is None or speech.emotion in (blocking.emotion, Emotion.NEUTRAL) or not speech.phonemes:
        return base
    begin, end = speech.start_s + speech.phonemes[0].start_s, speech.start_s + speech.phonemes[-1].end_s
    there = life.smooth((t - begin + 0.35) / 0.5) * (1 - life.smooth((t - end - 0.4) / 0.7))
    return expression.blend(base, expression.EXPRESSIONS[speech.emotion], there)


def _current(speech: tuple[SpeechInShot, ...], character: str, t: float) -> SpeechInShot | None:
    """The actor's line now: the last one begun, or the one about to begin."""
    own = [line for line in speech if line.character == character and line.phonemes]
    begun = [line for line in own if line.start_s + line.phonemes[0].start_s - 0.4 <= t]
    return begun[-1] if begun else None


def _mouth(speech: tuple[SpeechInShot, ...], character: str, t: float) -> Mouth:
    """All the actor's lines add up (they do not overlap), so that a change of line never jumps."""
    mouths = [mouth_at(line.phonemes, t - line.start_s) for line in speech if line.character == character]
    return max(mouths, key=lambda mouth: (mouth.open, abs(mouth.width - 0.5), mouth.round), default=REST)


def _speaking(speech: tuple[SpeechInShot, ...], character: str, t: float) -> float:
    found = 0.0
    for line in speech:
        if line.character == character and line.phonemes:
            begin, end = line.start_s + line.phonemes[0].start_s, line.start_s + line.phonemes[-1].end_s
            found = max(found, life.smooth((t - begin + 0.25) / 0.35) * (1 - life.smooth((t - end) / 0.45)))
    return found


def pose(
    blocking: Blocking, look: CharacterLook, speech: tuple[SpeechInShot, ...], t: float, duration_s: float, seed: int
) -> Pose:
    """The actor at `t` seconds into a shot of `duration_s` seconds.

    Continuous in `t`; the same inputs give the same pose. `seed` moves blinks, glances and drift.
    """
    figure, mood = measure(look), life_seed(seed, blocking.character)
    going = gait.gait_for(blocking, figure.leg, duration_s)
    line = _current(speech, blocking.character, t)
    yaw = _yaw(blocking, duration_s)
    face = _emotion(blocking, line, t)
    speaking = _speaking(speech, blocking.character, t)
    beats = arms.beats(speech, blocking.character, t)
    body = stance.body(blocking, figure, going, yaw, t, duration_s, mood)
    reach = arms.arms(blocking, figure, going, body, speaking, beats, t, mood)
    look_at = gaze.gaze(blocking, face, speaking, beats, t, duration_s, mood)
    mouth = _mouth(speech, blocking.character, t)
    return Pose(
        yaw=yaw,
        stance=blocking.stance,
        gesture=blocking.gesture,
        emotion=blocking.emotion,
        face=face,
        speed=going.speed if going else 0.0,
        walk_phase=going.phase(t) if going else 0.0,
        running=bool(going and going.running),
        pelvis=body.pelvis,
        lean=body.lean,
        sway=body.sway,
        twist=body.twist,
        shrug=reach.shrug + 0.10 * body.breath,
        recline=body.recline,
        breath=body.breath,
        hands=reach.hands,
        grips=reach.grips,
        points=reach.points,
        feet=body.feet,
        feet_pitch=body.feet_pitch,
        head_turn=look_at.turn,
        head_pitch=look_at.pitch,
        head_roll=look_at.roll,
        eyes=look_at.eyes,
        blink=max(life.blink(mood, t), look_at.closed),
        mouth=mouth,
        mouth_open=mouth.open,
        speaking=speaking,
        holds=blocking.holds,
        holding=reach.holding,
    )


def life_seed(seed: int, character: str) -> int:
    """So that two actors of a shot do not blink together."""
    from aiprod.film.hashing import seed_from

    return seed_from(seed, character, "life")
