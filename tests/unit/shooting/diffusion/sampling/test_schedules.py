# SPDX-License-Identifier: Apache-2.0
"""Schedules against diffusers' schedulers, to the bit."""

import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.shooting.diffusion.sampling import schedules


@pytest.fixture(scope="module")
def diffusers():
    pytest.importorskip("torch")
    return pytest.importorskip("diffusers")


@pytest.mark.parametrize(("steps", "shift"), [(4, 5.0), (30, 3.0), (50, 8.0)])
def test_unipc_schedule_is_diffusers_own(diffusers, steps, shift):
    theirs = diffusers.UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=shift)
    theirs.set_timesteps(steps)
    ours = schedules.unipc_schedule(schedules.flow_shift(schedules.unipc_linear(steps), shift))
    assert list(ours.sigmas) == theirs.sigmas.tolist() and list(ours.timesteps) == theirs.timesteps.tolist()


@pytest.mark.parametrize("tokens", [24, 1024, 6144])
def test_token_shift_with_terminal_is_diffusers_own(diffusers, tokens):
    theirs = diffusers.FlowMatchEulerDiscreteScheduler(
        use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
        shift_terminal=0.1,
    )  # fmt: skip
    slope = (2.05 - 0.95) / (4096 - 1024)
    sigmas = schedules.linear(30)
    theirs.set_timesteps(sigmas=sigmas, mu=tokens * slope + 0.95 - slope * 1024)
    ours = schedules.schedule(schedules.stretch(schedules.token_shift(sigmas.astype(np.float32), tokens)))
    assert list(ours.sigmas) == theirs.sigmas.tolist() and list(ours.timesteps) == theirs.timesteps.tolist()
    assert ours.steps == 30 and ours.sigmas[-2] == pytest.approx(0.1) and ours.sigmas[-1] == 0


def test_distilled_lists_are_taken_as_they_are(diffusers):
    theirs = diffusers.FlowMatchEulerDiscreteScheduler()
    theirs.set_timesteps(sigmas=list(schedules.LTX_DISTILLED))
    ours = schedules.schedule(schedules.explicit(schedules.LTX_DISTILLED))
    assert list(ours.sigmas) == theirs.sigmas.tolist() and list(ours.timesteps) == theirs.timesteps.tolist()
    assert ours.moment(0) == schedules.Moment(0, 1.0, 1000.0)


def test_shift_keeps_the_ends_and_moves_the_middle_up():
    shifted = schedules.flow_shift(np.array([1.0, 0.5, 0.25]), 3.0)
    assert shifted[0] == 1 and shifted[1] == pytest.approx(0.75) and shifted[2] == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [(), (1.0, 1.0), (0.5, 0.7), (1.2, 0.5), (1.0, 0.5, 0.0)])
def test_a_list_that_does_not_fall_is_named(wrong):
    with pytest.raises(UserError, match="noise schedule"):
        schedules.explicit(wrong)
