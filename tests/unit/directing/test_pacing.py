# SPDX-License-Identifier: Apache-2.0
"""Time: lines, pauses, and the fit."""

import pytest

from aiprod.directing.pacing import TOLERANCE, Slot, estimate_seconds, fit, pause_after, reading_seconds
from aiprod.film.screenplay import Emotion
from aiprod.film.time import FrameRate

RATE = FrameRate()


def test_longer_lines_take_longer_in_both_languages():
    for language, short, long in (
        ("en", "No.", "I have been waiting for you since the morning."),
        ("fr", "Non.", "Je vous attends depuis ce matin."),
    ):
        assert 0.4 < estimate_seconds(short, language) < 1.6
        assert 1.5 < estimate_seconds(long, language) < 4.5


def test_pauses_follow_emotion_and_tension():
    assert pause_after(Emotion.SADNESS, 0.3) > pause_after(Emotion.NEUTRAL, 0.3) > pause_after(Emotion.ANGER, 0.3)
    assert pause_after(Emotion.NEUTRAL, 0.9) < pause_after(Emotion.NEUTRAL, 0.1)
    assert reading_seconds("He runs past closed shutters.", 0.9) < reading_seconds("He runs past closed shutters.", 0.1)


def slots():
    return [Slot(f"shot-{i}", 60, 36, 120, elastic=i % 3 != 2) for i in range(12)]


@pytest.mark.parametrize("target", [520, 600, 720, 800, 1000])
def test_the_fit_lands_within_tolerance_without_touching_dialogue(target):
    found = slots()
    fit(found, target)
    assert abs(sum(s.frames for s in found) - target) <= TOLERANCE * target
    assert all(s.frames == 60 for s in found if not s.elastic)
    assert all(s.least <= s.frames <= s.most for s in found)


def test_the_fit_changes_nothing_that_is_near_enough():
    found = slots()
    fit(found, 740)
    assert [s.frames for s in found] == [60] * 12


def test_dialogue_that_grows_a_little_leaves_most_shots_alone():
    """A line that grows by a third of a second moves at most a few other shots, whatever the target."""
    worst = 0
    for target in range(560, 900, 7):
        first, second = slots(), slots()
        second[2].frames += 8
        fit(first, target)
        fit(second, target)
        worst = max(worst, sum(a.frames != b.frames for a, b in zip(first, second, strict=True) if a.id != "shot-2"))
    assert worst <= 6


def test_impossible_targets_stop_at_the_limits():
    found = slots()
    fit(found, 10_000)
    assert all(s.frames == s.most for s in found if s.elastic)
