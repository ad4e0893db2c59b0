# SPDX-License-Identifier: Apache-2.0
"""Acting: continuous, seeded, with feet that stay where they stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from itertools import pairwise
from math import cos, sin

import pytest

from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Age, Emotion
from aiprod.film.shots import Blocking, Gesture, SpeechInShot, Stance
from aiprod.film.speech import PhonemeTime
from aiprod.shooting.animatic import people
from aiprod.shooting.animatic.people import Pose, gait, life
from aiprod.shooting.animatic.people.arms import beat_times
from aiprod.shooting.animatic.people.expression import EXPRESSIONS
from aiprod.shooting.animatic.people.figure import measure

LOOK = CharacterLook(character="ada")


def speech(start_s: float = 0.6) -> tuple[SpeechInShot, ...]:
    symbols = ["h", "ə", "l", "ˈ", "O", "w", "ˈ", "ɜ", "l", "d"]
    phonemes = tuple(PhonemeTime(symbol=s, start_s=0.1 + 0.09 * k, end_s=0.19 + 0.09 * k) for k, s in enumerate(symbols))
    return (SpeechInShot(character="ada", start_s=start_s, phonemes=phonemes, emotion=Emotion.JOY),)


def numbers(value: object) -> list[float]:
    """Every float in a pose, in order."""
    if isinstance(value, bool | str):
        return []
    if isinstance(value, int | float):
        return [float(value)]
    if isinstance(value, tuple):
        return [n for item in value for n in numbers(item)]
    if is_dataclass(value):
        return [n for f in fields(value) if f.name != "walk_phase" for n in numbers(getattr(value, f.name))]
    return []


def acted(blocking: Blocking, t: float, duration_s: float = 4.0, seed: int = 5, look: CharacterLook = LOOK) -> Pose:
    return people.pose(blocking, look, speech(), t, duration_s, seed)


CASES = [
    *(Blocking(character="ada", gesture=g, emotion=Emotion.SADNESS, facing=0.3, gaze="left") for g in Gesture),
    *(Blocking(character="ada", stance=s, facing=-0.5) for s in Stance),
    Blocking(character="ada", stance=Stance.WALK, to_x=4.0),
    Blocking(character="ada", stance=Stance.RUN, to_x=-9.0, to_z=9.0),
    Blocking(character="ada", holds="lantern", gaze="camera", back=True, facing=0.4),
]


@pytest.mark.parametrize("blocking", CASES, ids=lambda b: f"{b.stance}-{b.gesture}-{b.to_x}")
def test_poses_are_continuous(blocking: Blocking) -> None:
    """Nothing jumps: no value moves by more than 0.05 in two thousandths of a second (lips and eyes are the fastest)."""
    before = numbers(acted(blocking, 0.0))
    for k in range(1, 1500):
        now = numbers(acted(blocking, 0.002 * k))
        assert len(now) == len(before)
        assert max(abs(a - b) for a, b in zip(before, now, strict=True)) < 0.05, k
        before = now


def test_a_pose_is_a_function_of_its_inputs() -> None:
    blocking = Blocking(character="ada", gesture=Gesture.TALK)
    assert acted(blocking, 1.234) == acted(blocking, 1.234)
    assert acted(blocking, 1.234) != acted(blocking, 1.234, seed=6)


@pytest.mark.parametrize("look", [LOOK, CharacterLook(character="ada", age=Age.CHILD, height_m=1.15)], ids=["adult", "child"])
@pytest.mark.parametrize(
    ("to_x", "to_z", "stance"), [(4.0, 4.0, "walk"), (-3.0, 6.0, "walk"), (0.0, 9.0, "walk"), (9.0, 4.0, "run")]
)
def test_feet_do_not_slide(look: CharacterLook, to_x: float, to_z: float, stance: str) -> None:
    """While a foot is down, its place on the stage stays: body position plus the foot's, turned to the stage."""
    blocking = Blocking(character="ada", x=0.0, z=4.0, to_x=to_x, to_z=to_z, stance=Stance(stance), facing=0.2)
    duration = 4.0
    stride = gait.gait_for(blocking, measure(look).leg, duration)
    assert stride is not None
    for side, offset in ((0, 0.5), (1, 0.0)):
        landed: tuple[float, float] | None = None
        contacts = 0
        for k in range(400):
            t = 0.01 * k
            pose = people.pose(blocking, look, (), t, duration, 1)
            down = ((stride.phase(t) + offset) % 1.0) < stride.contact
            x, z = people.place(blocking, t, duration)
            fx, fy, fz = pose.feet[side]
            stage = x + fx * cos(pose.yaw) + fz * sin(pose.yaw), z - (fz * cos(pose.yaw) - fx * sin(pose.yaw))
            if not down:
                landed = None
                continue
            assert fy == pytest.approx(0.0, abs=1e-9)
            if landed is None:
                landed, contacts = stage, contacts + 1
            assert stage == pytest.approx(landed, abs=0.004)
        assert contacts >= 3


def test_who_walks_without_a_goal_walks_on_the_spot() -> None:
    pose = acted(Blocking(character="ada", stance=Stance.WALK), 1.0)
    assert pose.speed > 0.8
    assert pose.walk_phase > 0.4
    assert people.place(Blocking(character="ada", stance=Stance.WALK, x=1.5), 1.0, 4.0) == (1.5, 4.0)


@pytest.mark.parametrize("seed", range(12))
def test_blinks_come_every_two_to_six_seconds(seed: int) -> None:
    times = life.blink_times(seed, 300.0)
    gaps = [b - a for a, b in pairwise(times)]
    assert times[0] < 6
    assert all(2.0 <= gap <= 6.0 for gap in gaps)
    closed = [k for k in range(3000) if life.blink(seed, 0.02 * k) > 0.95]
    assert closed, "the eyes close at some frame"


def test_two_actors_do_not_blink_together() -> None:
    a, b = (people.pose(Blocking(character=c), LOOK, (), 0.0, 4.0, 3) for c in ("ada", "bob"))
    assert a != b


def test_the_eyes_go_before_the_head() -> None:
    blocking = Blocking(character="ada", gaze="left")
    early, late = acted(blocking, 0.41), acted(blocking, 1.4)
    assert early.eyes[0] < -0.6
    assert abs(early.head_turn) < 0.15
    assert late.head_turn < -0.45
    assert abs(late.eyes[0]) < abs(early.eyes[0])


def test_gestures_beat_on_stressed_syllables() -> None:
    line = speech()[0]
    beats = beat_times(line.phonemes)
    assert [round(b, 2) for b in beats] == [round(line.phonemes[3].start_s, 2)] or len(beats) >= 1
    blocking = Blocking(character="ada", gesture=Gesture.TALK)
    at_beat = acted(blocking, line.start_s + beats[0]).hands[0][1]
    quiet = people.pose(blocking, LOOK, (), line.start_s + beats[0], 4.0, 5).hands[0][1]
    assert at_beat > quiet + 0.03


def test_only_the_speaker_moves_their_lips() -> None:
    t = 0.6 + 0.1 + 0.09 * 4 + 0.05
    assert acted(Blocking(character="ada"), t).mouth_open > 0.3
    assert people.pose(Blocking(character="bob"), LOOK, speech(), t, 4.0, 5).mouth_open == 0.0


def test_a_line_that_began_before_the_cut_goes_on() -> None:
    late = people.pose(Blocking(character="ada"), LOOK, speech(start_s=-0.3), 0.15, 4.0, 5)
    assert late.mouth_open > 0.1


def test_every_emotion_has_its_own_face() -> None:
    assert set(EXPRESSIONS) == set(Emotion)
    assert len({tuple(numbers(face)) for face in EXPRESSIONS.values()}) == len(Emotion)
    assert EXPRESSIONS[Emotion.JOY].smile > 0.5 > -0.5 > EXPRESSIONS[Emotion.SADNESS].smile


def test_a_spoken_emotion_comes_and_goes() -> None:
    blocking = Blocking(character="ada", emotion=Emotion.SADNESS)
    during, after = acted(blocking, 1.2), acted(blocking, 3.9)
    assert during.face.smile > 0.5
    assert after.face.smile < -0.6


def test_facing_and_back_turn_the_body() -> None:
    right = acted(Blocking(character="ada", facing=1.0), 0.5)
    away = acted(Blocking(character="ada", back=True), 0.5)
    assert sin(right.yaw) == pytest.approx(1.0)
    assert cos(away.yaw) == pytest.approx(-1.0)


def test_what_is_held_is_held_in_a_fitting_way() -> None:
    def held(prop: str, gesture: Gesture) -> str:
        return acted(Blocking(character="ada", holds=prop, gesture=gesture), 1.0).holding

    assert held("letter", Gesture.HOLD) == "both"
    assert held("suitcase", Gesture.NONE) == "hang"
    assert held("candle", Gesture.NONE) == "one"
    assert acted(Blocking(character="ada"), 1.0).holding == ""
