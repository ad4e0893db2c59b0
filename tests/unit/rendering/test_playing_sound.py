# SPDX-License-Identifier: Apache-2.0
"""Sound on its way to the output: every sample at its place, at any speed, and no click where it is cut."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.rendering.playing_parts import Ruler

from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.rendering.playing_course import Course
from aiprod.rendering.playing_desk import Desk
from aiprod.rendering.playing_sound import BLOCK, Feed, SilentOutput, faded_out, resampled

RATE = FrameRate()
EDGE = 240


def heard(course: Course, begin: float, blocks: int, sound: Ruler | None = None, ratio: float = 1.0) -> Samples:
    feed = Feed(sound or Ruler(), course, begin, ratio=ratio)
    return np.concatenate([feed.next().samples for _ in range(blocks)])[:, 0] * 1e6


def test_every_sample_is_at_its_place() -> None:
    places = heard(Course(1000, RATE), 10_000, 20)
    assert np.allclose(places[EDGE:], 10_000 + np.arange(EDGE, 20 * BLOCK), atol=0.5)
    assert (np.diff(places[:EDGE]) > 0).all() and places[0] < 10, "it rises from silence"


def test_a_rate_whose_frames_are_no_whole_samples_is_not_resampled() -> None:
    course = Course(1000, FrameRate(numerator=30000, denominator=1001))
    sound = Ruler()
    feed = Feed(sound, course, course.samples(7))
    for _ in range(5):
        feed.next()
    assert [first for first, _ in sound.reads] == [11_211 + BLOCK * n for n in range(5)]


@pytest.mark.parametrize("speed", [0.5, 2.0, 4.0, 8.0])
def test_faster_and_slower_it_stays_in_step(speed: float) -> None:
    begin = 480_000
    places = heard(Course(100_000, RATE, speed), begin, 30)
    wanted = begin + speed * np.arange(30 * BLOCK)
    assert np.allclose(places[EDGE:], wanted[EDGE:], atol=speed)


@pytest.mark.parametrize("speed", [-0.5, -1.0, -2.0, -8.0])
def test_backwards_too(speed: float) -> None:
    begin, sound = 960_000, Ruler()
    places = heard(Course(100_000, RATE, speed), begin, 30, sound)
    wanted = begin + speed * (np.arange(30 * BLOCK) + 1)
    assert np.allclose(places[EDGE:], wanted[EDGE:], atol=2 * abs(speed) + 1)
    assert len(sound.reads) <= 2 + 30 * BLOCK * abs(speed) // SAMPLE_RATE + 1, "files are read a second at a time"


def test_a_device_of_another_rate_hears_the_same_time() -> None:
    places = heard(Course(100_000, RATE), 0, 40, ratio=SAMPLE_RATE / 44_100)
    assert places[-1] == pytest.approx(40 * BLOCK * SAMPLE_RATE / 44_100, abs=3)


def test_mean_and_line_keep_a_tone() -> None:
    def read(first: int, count: int) -> Samples:
        wave = np.sin(2 * np.pi * 200 * np.arange(first, first + count) / SAMPLE_RATE).astype(np.float32)
        return np.stack([wave, wave], axis=1)

    for pace in (0.5, 0.73, 1.0, 2.0, 3.7, 8.0):
        out = resampled(read, 1000.25, pace, 4000)[:, 0]
        centre = 0.0 if pace <= 1 else (pace - 1) / 2
        wanted = np.sin(2 * np.pi * 200 * (1000.25 + centre + pace * np.arange(4000)) / SAMPLE_RATE)
        assert np.abs(out - wanted).max() < 0.03, pace


def test_it_ends_in_silence_and_says_so() -> None:
    course = Course(10, RATE)
    feed = Feed(Ruler(), course, course.samples(9))
    blocks = [feed.next() for _ in range(3)]
    assert [block.last for block in blocks] == [False, True, True]
    places = np.concatenate([block.samples for block in blocks])[:, 0]
    assert places[1999] < 0.001 < places[1000] and not places[2000:].any(), "it falls before its end"
    assert blocks[1].anchors[-1] == (2000 - BLOCK, course.samples(10), 0.0)


def test_a_loop_goes_round_to_the_sample() -> None:
    course = Course(100, RATE, loop=True, span=(10, 12))
    feed = Feed(Ruler(), course, course.samples(11))
    blocks = [feed.next() for _ in range(10)]
    places = np.concatenate([block.samples for block in blocks])[:, 0] * 1e6
    for turn, begin in enumerate(range(2000, 8000, 4000)):
        inside = places[begin + EDGE : begin + 4000 - EDGE]
        assert np.allclose(inside, 20_000 + np.arange(EDGE, 4000 - EDGE), atol=0.5), turn
        assert places[begin] < 100 and places[begin - 1] < 100, "it falls and rises at the seam"
    anchors = [(n * BLOCK + at, position) for n, block in enumerate(blocks) for at, position, _ in block.anchors]
    assert (2000, 20_000.0) in anchors and (6000, 20_000.0) in anchors
    assert not any(block.last for block in blocks)


def test_what_is_cut_off_falls() -> None:
    block = np.ones((BLOCK, 2), np.float32)
    ended = faded_out(block)
    assert ended[0, 0] > 0.99 and not ended[EDGE:].any() and (np.diff(ended[:EDGE, 0]) <= 0).all()


# -- the desk ----------------------------------------------------------------------------------------------------------


def _prepared(desk: Desk, output: SilentOutput, course: Course, begin: float = 0.0, turn: int = 1) -> None:
    desk.begin(Ruler(), course, begin, turn)
    desk.work(output, lambda _at: np.zeros((BLOCK, 2), np.float32))


class _Still(SilentOutput):
    """Takes nothing by itself."""

    def start(self, pull: object) -> None: ...

    def time(self) -> float:
        return 0.0


def test_until_it_may_run_the_output_hears_silence_and_the_film_stands() -> None:
    desk = Desk()
    _prepared(desk, _Still(), Course(1000, RATE), 4800)
    assert not desk.take(1.0).any() and desk.position(5.0) == 4800
    assert desk.waited_s == pytest.approx(BLOCK / SAMPLE_RATE)
    desk.running = True
    assert desk.take(2.0).any() and desk.position(2.01) == pytest.approx(4800 + 480)


def test_dry_means_that_the_film_waits() -> None:
    desk = Desk()
    _prepared(desk, _Still(), Course(1000, RATE))
    desk.running = True
    at = 1.0
    for _ in range(20):
        desk.take(at)
        at += BLOCK / SAMPLE_RATE
    made = desk.position(at)
    assert made == 16 * BLOCK, "sixteen blocks were made ahead, then nothing came"
    desk.work(_Still(), lambda _at: np.zeros((BLOCK, 2), np.float32))
    desk.take(at)
    assert desk.position(at + 0.01) == pytest.approx(made + 480), "it goes on where it stood"


def test_a_turn_elsewhere_ends_what_was_heard_softly() -> None:
    desk = Desk()
    _prepared(desk, _Still(), Course(1000, RATE), 480_000)
    desk.running = True
    desk.take(1.0)
    _prepared(desk, _Still(), Course(1000, RATE), 0.0, turn=2)
    tail = desk.take(2.0)
    assert tail[0, 0] > 0.4 and not tail[EDGE:].any()
    assert desk.position(3.0) == 0.0 and not desk.take(3.0).any(), "silence until it may run"


def test_the_meter_hears_what_the_output_heard() -> None:
    desk = Desk()
    desk.new_meter([(0.0, 1.0)])
    _prepared(desk, _Still(), Course(1000, RATE), 48_000)
    desk.running = True
    for block in range(8):
        desk.take(float(block))
    readings = list(desk.readings())
    assert [reading.time_s for reading in readings] == pytest.approx([3 * BLOCK / SAMPLE_RATE, 6 * BLOCK / SAMPLE_RATE])
    assert readings[-1].dialogue_lufs is not None
    assert readings[-1].true_peak_dbtp == pytest.approx(20 * np.log10((48_000 + 6 * BLOCK) / 1e6), abs=0.5)
