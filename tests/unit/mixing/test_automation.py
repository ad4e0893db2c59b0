# SPDX-License-Identifier: Apache-2.0
"""Automation is exact to the sample, the same in any blocks; ducking has no corners and doesn't pump."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiprod.film.mix import Ducking, Point
from aiprod.media.audio import SAMPLE_RATE
from aiprod.mixing.automation import Curve, ducking, factors

POINTS = st.lists(
    st.builds(Point, time_s=st.floats(0, 0.5), value=st.floats(-60, 12), shape=st.sampled_from(["linear", "smooth", "hold"])),
    max_size=6,
)  # fmt: skip


@given(POINTS, st.lists(st.integers(1, 7_000), min_size=1, max_size=8))
def test_a_curve_reads_the_same_in_any_blocks(points: list[Point], sizes: list[int]) -> None:
    curve, at, parts = Curve(points), 0, []
    for size in sizes:
        parts.append(curve.read(at, at + size))
        at += size
    assert np.array_equal(np.concatenate(parts), curve.read(0, at))


@given(POINTS, st.integers(0, 30_000), st.integers(1, 5_000))
def test_a_constant_stretch_is_known_to_be_one(points: list[Point], start: int, length: int) -> None:
    curve = Curve(points)
    steady = curve.constant(start, start + length)
    if steady is not None:
        assert np.all(curve.read(start, start + length) == steady)


def test_a_line_a_jump_and_a_hold_fall_on_their_samples() -> None:
    curve = Curve([
        Point(time_s=0.1, value=0), Point(time_s=0.2, value=-10), Point(time_s=0.2, value=-20, shape="hold"),
        Point(time_s=0.3, value=-6),
    ])  # fmt: skip
    values = curve.read(0, SAMPLE_RATE)
    assert values[0] == values[4800] == 0
    assert values[7200] == pytest.approx(-5)
    assert values[9599] == pytest.approx(-10, abs=0.01)
    assert values[9600] == values[14_399] == -20
    assert values[14_400] == values[-1] == -6


def test_smooth_pieces_begin_and_end_without_a_corner() -> None:
    values = Curve([Point(time_s=0, value=0, shape="smooth"), Point(time_s=0.5, value=-12)]).read(0, SAMPLE_RATE)
    slope = np.diff(values)
    assert abs(slope[0]) < 1e-6 and abs(slope[23_998]) < 1e-6
    assert np.abs(np.diff(slope)).max() < 1e-6


def test_ducking_is_down_when_the_line_begins_and_holds_between_close_lines() -> None:
    curve = ducking([(3.0, 4.0), (5.2, 6.0), (9.0, 9.5)], Ducking(depth_db=-12))
    gain = factors(curve, 0, 12 * SAMPLE_RATE)
    low = 10 ** (-12 / 20)
    for second, expected in ((2.6, 1), (3.0, low), (4.6, low), (6.0, low), (6.9, 1), (8.6, 1), (9.2, low), (10.4, 1)):
        assert gain[round(second * SAMPLE_RATE)] == pytest.approx(expected, rel=1e-4), second
    assert np.abs(np.diff(gain)).max() < 1.2e-4  # 5 dB a hundredth of a second at most


def test_a_line_at_the_very_beginning_starts_ducked() -> None:
    curve = ducking([(0.0, 1.0)], Ducking(depth_db=-6))
    assert factors(curve, 0, 10)[0] == pytest.approx(10 ** (-6 / 20))


def test_nothing_spoken_ducks_nothing() -> None:
    assert factors(ducking([], Ducking()), 0, 1000) == pytest.approx([1.0])
