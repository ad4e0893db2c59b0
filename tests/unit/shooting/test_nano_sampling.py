# SPDX-License-Identifier: Apache-2.0
"""Solvers, schedules and guidance, on flows whose end is known."""

import numpy as np
import pytest

from aiprod.shooting.nano import sampling

CLEAN = np.array([1.0, -2.0, 0.5])
NOISE = np.array([0.3, 0.1, -1.0])


def straight(latents, moment):
    """The velocity of the line from CLEAN to NOISE."""
    return NOISE - CLEAN


def curved(latents, moment):
    """d x / d t = x: grows by e from moment 0 to 1."""
    return latents


def test_moments_go_from_noise_to_clean_and_a_shift_stays_longer_in_the_noise():
    plain, shifted = sampling.moments(4), sampling.moments(4, 3.0)
    assert plain == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert shifted[0] == 1.0 and shifted[-1] == 0.0
    assert all(a >= b for a, b in zip(shifted, plain, strict=True))
    assert shifted[2] == pytest.approx(0.75)


def test_no_steps_are_refused():
    with pytest.raises(ValueError, match="one step"):
        sampling.moments(0)


@pytest.mark.parametrize("solver", [sampling.euler, sampling.heun])
def test_a_straight_flow_is_solved_in_one_step(solver):
    assert solver(straight, NOISE, sampling.moments(1)) == pytest.approx(CLEAN)


def test_heun_is_nearer_than_euler_on_a_curved_flow():
    start, times = np.array([np.e]), sampling.moments(10)
    errors = [abs(float(solver(curved, start, times)[0]) - 1) for solver in (sampling.euler, sampling.heun)]
    assert errors[1] < errors[0] / 5


def test_guidance_goes_beyond_the_wish_and_rests_outside_its_interval():
    wish, plain = (lambda x, t: x * 0 + 3.0), (lambda x, t: x * 0 + 1.0)
    guided = sampling.guided(wish, plain, 2.5, first=0.9, last=0.2)
    assert guided(CLEAN, 0.5) == pytest.approx(np.full(3, 6.0))
    assert guided(CLEAN, 1.0) == pytest.approx(np.full(3, 3.0))
    assert guided(CLEAN, 0.1) == pytest.approx(np.full(3, 3.0))


def test_without_guidance_the_other_side_is_never_asked():
    def never(latents, moment):
        raise AssertionError

    assert sampling.euler(sampling.guided(straight, never, 1.0), NOISE, sampling.moments(3)) == pytest.approx(CLEAN)


@pytest.mark.parametrize("solver", [sampling.euler, sampling.heun])
def test_what_is_given_stays(solver):
    def hold(latents):
        held = latents.copy()
        held[0] = 7.0
        return held

    seen = []

    def velocity(latents, moment):
        seen.append(float(latents[0]))
        return straight(latents, moment)

    made = solver(velocity, NOISE, sampling.moments(5), hold)
    assert made[0] == 7.0 and set(seen) == {7.0}
    assert made[1:] == pytest.approx(CLEAN[1:])


def counted(velocity):
    asked = []

    def found(latents, moment):
        asked.append(moment)
        return velocity(latents, moment)

    return found, asked


def test_what_can_be_foretold_is_not_looked_at():
    flow, asked = counted(straight)
    assert sampling.sparing(flow, NOISE, sampling.moments(8), below=2.0, doubt=0.01) == pytest.approx(CLEAN)
    assert asked == [1.0, 0.875, 0.75, 0.5, 0.25, 0.125], "two before any can be foretold, one to try it, and the last"


def test_sparing_stays_near_all_looks_and_is_all_looks_where_the_way_is_difficult():
    times = sampling.moments(14, 3.0)
    whole = sampling.euler(curved, NOISE, times)
    for doubt, looks in ((0.2, 9), (0.00001, 14), (0.0, 14)):
        flow, asked = counted(curved)
        found = sampling.sparing(flow, NOISE, times, below=0.9, doubt=doubt)
        assert len(asked) == looks and found == pytest.approx(whole, rel=0.01 if looks < 14 else 1e-12)


def test_sparing_holds_what_is_given():
    found = sampling.sparing(straight, NOISE, sampling.moments(8), lambda x: np.array([7.0, *x[1:]]), 2.0, 0.1)
    assert found == pytest.approx([7.0, *CLEAN[1:]])
