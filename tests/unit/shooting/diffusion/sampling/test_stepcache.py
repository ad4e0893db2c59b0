# SPDX-License-Identifier: Apache-2.0
"""The step cache: what it saves and what it costs, on curves whose answer is known and on small models of the true shape."""

import math
from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.families.ltx2_set import LtxSet  # noqa: E402

from aiprod.shooting.diffusion.request import Sampling  # noqa: E402
from aiprod.shooting.diffusion.sampling import samplers, schedules, stepcache  # noqa: E402
from aiprod.shooting.diffusion.sampling.noise import Noise  # noqa: E402

STEPS, SHAPE = 30, (4, 6, 8)


def plan(steps=STEPS):
    return schedules.schedule(schedules.flow_shift(schedules.linear(steps), 3.0))


def start(*names):
    noise = Noise([1])
    return {name: noise.draw(SHAPE) for name in names}


def smooth(latents, moment):
    """Pictures that come out of the noise gently."""
    return {name: stream - torch.tanh(0.5 * stream + moment.sigma) for name, stream in latents.items()}


def went(denoise, budget, name="euler", streams=("video",), regime=lambda _moment: None, schedule=None):
    schedule = schedule or plan()
    cache = stepcache.StepCache(denoise, schedule, budget, regime)
    noise = Noise([2])
    return samplers.run(start(*streams), samplers.sampler(name, schedule, noise), schedule, cache), cache


def off(made, plain):
    return max(float((made[name] - plain[name]).norm() / plain[name].norm()) for name in plain)


@pytest.mark.parametrize("name", ["euler", "unipc", "res_2s"])
@pytest.mark.parametrize("budget", [0.005, 0.02])
def test_most_of_a_gentle_way_is_foretold_within_the_budget(name, budget):
    schedule = schedules.unipc_schedule(schedules.flow_shift(schedules.unipc_linear(STEPS), 3.0)) if name == "unipc" else plan()
    made, cache = went(smooth, budget, name, schedule=schedule)
    plain = samplers.run(start("video"), samplers.sampler(name, schedule, Noise([2])), schedule, smooth)
    assert cache.asked + cache.foretold == samplers.evaluations(name, STEPS)
    assert cache.foretold >= 0.4 * STEPS and off(made, plain) <= budget


def test_without_a_budget_the_model_itself_is_asked():
    assert stepcache.cached(smooth, plan(), 0.0) is smooth
    made, cache = went(smooth, 1e-9)
    assert cache.foretold == 0 and torch.equal(
        made["video"], samplers.run(start("video"), samplers.Euler(plan()), plan(), smooth)["video"]
    )


def test_a_rough_stream_keeps_the_gentle_one_from_being_foretold():
    """Both are asked or foretold together: the budget is every stream's."""
    generator = torch.Generator().manual_seed(5)

    def denoise(latents, moment):
        rough = torch.randn(latents["audio"].shape, generator=generator)
        return smooth({"video": latents["video"]}, moment) | {"audio": rough}

    _, cache = went(denoise, 0.01, streams=("video", "audio"))
    assert cache.foretold <= 2


def test_a_turn_that_nothing_foretold_is_noticed():
    """A field that flips its direction half-way: what was foretold wrongly stands in the account, and from there on is asked."""
    told = []

    def denoise(latents, moment):
        told.append(moment.sigma)
        return {"video": torch.full(latents["video"].shape, 1.0 if moment.sigma > 0.5 else -1.0)}

    made, _ = went(denoise, 0.04)
    plain = samplers.run(start("video"), samplers.Euler(plan()), plan(), denoise)
    low = [sigma for sigma in plan().sigmas[:-1] if sigma <= 0.5]
    asked = told[: len(told) - STEPS]
    assert len(asked) < STEPS - 8 and len([sigma for sigma in low if sigma not in asked]) <= stepcache.MOST
    lengths = [a - b for a, b in pairwise(plan().sigmas)]
    assert float((made["video"] - plain["video"]).abs().max()) <= 2 * stepcache.MOST * max(lengths)


def test_another_expert_is_not_foretold_by_the_first():
    told = []

    def denoise(latents, moment):
        told.append(moment.sigma)
        return smooth(latents, moment)

    went(denoise, 0.02, regime=lambda moment: moment.sigma < 0.5)
    first_low = next(sigma for sigma in plan().sigmas if sigma < 0.5)
    assert first_low in told


def test_the_last_step_is_always_asked():
    told = []
    went(lambda latents, moment: told.append(moment.index) or smooth(latents, moment), 0.5)
    assert told[-1] == STEPS - 1 and max(b - a for a, b in pairwise(told)) <= stepcache.MOST + 1


def test_numbers_that_mean_nothing_are_never_foretold():
    _, cache = went(lambda latents, moment: {"video": torch.full(SHAPE, math.nan)[None]}, 0.5)
    assert cache.foretold == 0


@pytest.mark.parametrize("order", [0, 1, 2])
def test_a_polynomial_foretells_one_of_its_order(order):
    def curve(sigma):
        return torch.tensor([1.0, 2.0]) + sum(c * sigma**k for k, c in ((1, 3.0), (2, -2.0)) if k <= order)

    answers = [(sigma, {"video": curve(sigma)}) for sigma in (1.0, 0.9, 0.7)]
    assert torch.allclose(stepcache.foretold(answers, "video", 0.55, order), curve(0.55), atol=1e-5)


def test_picture_and_sound_of_a_small_ltx(tmp_path):
    """Both streams through the true architecture, full guidance: 40 % of the work saved, neither stream 4 % off."""
    tiny = LtxSet("tiny-ltx23", tmp_path)
    made, work, asked = {}, {}, []
    tiny.modules["transformer"].register_forward_pre_hook(lambda *_: asked.append(1))
    for budget in (0.0, 0.04):
        asked.clear()
        request = tiny.settled(width=64, height=64, frames=9, sound=True, sampling=Sampling(steps=STEPS, cache=budget))
        clip = tiny.clip(request)
        tiny.run([clip])
        made[budget], work[budget] = clip.latents, len(asked)
    assert 1 - work[0.04] / work[0.0] >= 0.4
    assert set(made[0.0]) == {"video", "audio"} and off(made[0.04], made[0.0]) <= 0.04
