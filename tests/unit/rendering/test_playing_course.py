# SPDX-License-Identifier: Apache-2.0
"""The way a playback takes: which frame is due where, what follows it, and what the clock says between two blocks of sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE
from aiprod.rendering.playing_course import Course, HeardClock

RATES = [FrameRate(), FrameRate(numerator=25), FrameRate(numerator=24000, denominator=1001),
         FrameRate(numerator=30000, denominator=1001), FrameRate(numerator=60000, denominator=1001)]  # fmt: skip
SPEEDS = [0.5, 1.0, 2.0, 4.0, 8.0, -0.5, -1.0, -2.0, -8.0]


@given(st.sampled_from(RATES), st.sampled_from(SPEEDS), st.integers(1, 200_000))
def test_a_frame_is_due_from_its_beginning_on(rate: FrameRate, speed: float, frame: int) -> None:
    course = Course(300_000, rate, speed)
    begin = course.samples(frame) if speed > 0 else course.samples(frame + 1)
    inside = course.samples(frame + 0.5)
    assert course.frame_at(begin) == frame and course.frame_at(inside) == frame
    assert course.late_s(frame, begin) == pytest.approx(0, abs=1e-6)
    assert course.late_s(frame, inside) == pytest.approx(float(0.5 / rate.fps) / abs(speed), rel=1e-6)
    due = course.due(inside)
    assert (
        abs(due - frame) < course.step
        and (due - course.limits[0] if speed > 0 else course.limits[1] - 1 - due) % course.step == 0
    )
    assert due <= frame if speed > 0 else due >= frame


@pytest.mark.parametrize("speed", SPEEDS)
def test_what_follows_is_what_will_be_due(speed: float) -> None:
    course = Course(100, FrameRate(), speed)
    begin = course.due(course.begin(50))
    coming = course.coming(begin, 20)
    at, seen = course.begin(50), []
    while 0 < at < course.samples(100) and len(seen) < len(coming):
        due = course.due(at)
        if not seen or seen[-1] != due:
            seen.append(due)
        at += course.wait_s(due) * speed * SAMPLE_RATE / 7
    assert seen == coming[: len(seen)] and len(seen) >= min(len(coming), 6)


def test_it_ends_or_goes_round() -> None:
    once = Course(10, FrameRate())
    assert once.coming(8, 5) == [8, 9] and not once.rounds
    loop = Course(10, FrameRate(), loop=True)
    assert loop.coming(8, 5) == [8, 9, 0, 1, 2]
    part = Course(10, FrameRate(), loop=True, span=(4, 7))
    assert part.coming(5, 9) == [5, 6, 4] and part.limits == (4, 7)
    back = Course(10, FrameRate(), -1.0, loop=True, span=(4, 7))
    assert back.coming(5, 9) == [5, 4, 6]
    assert Course(10, FrameRate(), span=(4, 7)).limits == (0, 10), "without a loop, in and out bound nothing"
    assert Course(10, FrameRate(), loop=True, span=(8, 99)).limits == (8, 10), "a span may reach over the film's end"
    within = Course(10, FrameRate(), loop=True, within=(2, 5))
    assert within.coming(3, 9) == [3, 4] and not within.rounds


@pytest.mark.parametrize(("speed", "frame", "begins"), [
    (1.0, 5, 5), (1.0, 9, 0), (-1.0, 5, 6), (-1.0, 0, 0), (8.0, 0, 0)])  # fmt: skip
def test_where_playing_begins(speed: float, frame: int, begins: int) -> None:
    course = Course(10, FrameRate(), speed)
    assert course.begin(frame) == course.samples(begins)


def test_a_loop_is_entered_at_its_beginning_from_outside() -> None:
    course = Course(100, FrameRate(), loop=True, span=(40, 50))
    assert course.begin(10) == course.samples(40) and course.begin(45) == course.samples(45)
    assert course.begin(49) == course.samples(49), "its last frame is inside"


def test_an_empty_film_has_one_place() -> None:
    course = Course(0, FrameRate())
    assert course.frame_at(12_345.0) == 0 and course.due(99.0) == 0 and course.coming(0, 5) == []


def test_the_clock_goes_on_between_anchors_and_stands_where_nothing_is_heard() -> None:
    clock = HeardClock(100.0)
    assert clock.position(5.0) == 100.0 and not clock.heard
    clock.note(10.0, 100.0, 1.0)
    assert clock.position(9.0) == 100.0, "what was sent is not heard yet"
    assert clock.position(10.5) == 100.0 + 0.5 * SAMPLE_RATE
    clock.note(11.0, 48_100.0, -2.0)
    assert clock.position(11.5) == 48_100.0 - SAMPLE_RATE
    clock.note(12.0, 100.0, 0.0)
    assert clock.position(99.0) == 100.0, "the output ran dry: the film stands"
    clock.rest(7.0)
    assert clock.position(99.0) == 7.0 and not clock.heard
