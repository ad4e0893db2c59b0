# SPDX-License-Identifier: Apache-2.0
"""Samplers: against diffusers' schedulers where it has them, against the exact solution where it has none."""

import math

import pytest

torch = pytest.importorskip("torch")

from aiprod.shooting.diffusion.sampling import samplers, schedules  # noqa: E402
from aiprod.shooting.diffusion.sampling.noise import Noise  # noqa: E402

SHAPE = (4, 3, 6, 5)


@pytest.fixture(scope="module")
def diffusers():
    return pytest.importorskip("diffusers")


def velocity(x, sigma):
    """Some smooth, bent field, the same for both sides."""
    return torch.tanh(x * 1.3) + 0.3 * torch.sin(5 * x + sigma) - 0.2 * sigma


def ask(latents, moment):
    return {name: velocity(stream, moment.sigma) for name, stream in latents.items()}


def start(*names):
    noise = Noise([7, 8])
    return {name: noise.draw(SHAPE) for name in names}


def theirs(scheduler, latents, **more):
    for index, timestep in enumerate(scheduler.timesteps):
        if index + 1 < len(scheduler.sigmas):
            v = velocity(latents, float(scheduler.sigmas[index]))
            latents = scheduler.step(v, timestep, latents, return_dict=False, **more)[0]
    return latents


@pytest.mark.parametrize("steps", [1, 2, 3, 12])
def test_unipc_is_diffusers_own_to_the_bit(diffusers, steps):
    scheduler = diffusers.UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0)
    scheduler.set_timesteps(steps)
    plan = schedules.unipc_schedule(schedules.flow_shift(schedules.unipc_linear(steps), 5.0))
    made = samplers.run(start("video"), samplers.sampler("unipc", plan, Noise([])), plan, ask)
    assert torch.equal(made["video"], theirs(scheduler, start("video")["video"]))


def test_euler_is_diffusers_own_to_the_bit(diffusers):
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler()
    scheduler.set_timesteps(sigmas=list(schedules.LTX_DISTILLED))
    plan = schedules.schedule(schedules.LTX_DISTILLED)
    made = samplers.run(start("video"), samplers.sampler("euler", plan, Noise([])), plan, ask)
    assert torch.equal(made["video"], theirs(scheduler, start("video")["video"]))


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_ancestral_euler_is_the_library_s(diffusers, eta):
    scheduler = diffusers.LTXEulerAncestralRFScheduler(eta=eta)
    scheduler.set_timesteps(sigmas=[*schedules.LTX_DISTILLED, 0.0])
    plan = schedules.schedule(schedules.LTX_DISTILLED)
    made = samplers.run(start("video"), samplers.sampler("euler_ancestral", plan, Noise([1, 2]), eta), plan, ask)
    generators = [torch.Generator().manual_seed(seed) for seed in (1, 2)]
    assert torch.allclose(made["video"], theirs(scheduler, start("video")["video"], generator=generators), atol=2e-5)


def test_renoise_is_the_library_s_stochastic_euler(diffusers):
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(stochastic_sampling=True)
    scheduler.set_timesteps(sigmas=list(schedules.FASTWAN))
    plan = schedules.schedule(schedules.FASTWAN)
    made = samplers.run(start("video"), samplers.sampler("renoise", plan, Noise([1, 2])), plan, ask)["video"]
    latents, generators = start("video")["video"], [torch.Generator().manual_seed(seed) for seed in (1, 2)]
    for index, (timestep, sigma) in enumerate(zip(scheduler.timesteps, schedules.FASTWAN, strict=True)):
        last = index + 1 == len(schedules.FASTWAN)
        generator = [torch.Generator().manual_seed(0) for _ in generators] if last else generators
        latents = scheduler.step(velocity(latents, sigma), timestep, latents, generator=generator, return_dict=False)[0]
    assert torch.allclose(made, latents, atol=1e-6)


def exact(x, sigma, end):
    """Of the field v = (x - D) / sigma with D = sin(2 log sigma): integrated in fine steps of double precision."""
    count = 20000
    stride = math.log(end / sigma) / count
    decay = math.exp(stride)
    for index in range(count):
        x = decay * x + (1 - decay) * math.sin(2 * (math.log(sigma) + (index + 0.5) * stride))
    return x


def test_res_2s_is_of_second_order():
    """Halving the steps quarters the error (Euler only halves it), and it asks the model twice a step."""

    def error(name, steps):
        sigmas = torch.logspace(0, -1, steps + 1, dtype=torch.float64).tolist()
        plan = schedules.Schedule(tuple(sigmas), tuple(1000 * s for s in sigmas[:-1]))
        asked = []

        def denoise(latents, moment):
            asked.append(moment)
            estimate = math.sin(2 * math.log(moment.sigma))
            return {"video": (latents["video"] - estimate) / moment.sigma}

        x = torch.full((1, 4), 0.3, dtype=torch.float64)
        made = samplers.run({"video": x}, samplers.sampler(name, plan, Noise([])), plan, denoise)["video"]
        return float((made - exact(0.3, 1.0, 0.1)).abs().max()), len(asked)

    (coarse, asked), (fine, _) = error("res_2s", 8), error("res_2s", 16)
    assert coarse / fine > 3.5 and asked == 16
    assert fine < error("euler", 32)[0] / 5


@pytest.mark.parametrize("name", ["euler", "euler_ancestral", "renoise", "res_2s", "unipc"])
def test_two_streams_and_a_batch_change_nothing(name):
    make = schedules.unipc_schedule if name == "unipc" else schedules.schedule
    plan = make(schedules.flow_shift(schedules.linear(6), 3.0))
    both = samplers.run(start("video", "audio"), samplers.sampler(name, plan, Noise([1, 2])), plan, ask)
    first = {key: value[:1] for key, value in start("video", "audio").items()}
    one = samplers.run(first, samplers.sampler(name, plan, Noise([1])), plan, ask)
    assert all(torch.equal(both[key][:1], one[key]) for key in ("video", "audio"))


@pytest.mark.parametrize("name", ["euler", "euler_ancestral", "renoise", "res_2s", "unipc"])
def test_the_right_answer_is_found_and_asked_for_as_often_as_said(name):
    """Where the model knows the picture, every sampler ends at it."""
    make = schedules.unipc_schedule if name == "unipc" else schedules.schedule
    plan = make(schedules.linear(5))
    truth, asked, seen = Noise([3, 4]).draw(SHAPE), [], []

    def denoise(latents, moment):
        asked.append(moment)
        return {"video": (latents["video"] - truth) / moment.sigma}

    def after(latents, estimate, moment):
        seen.append((moment.index, float((estimate["video"] - truth).abs().max())))
        return latents

    made = samplers.run(start("video"), samplers.sampler(name, plan, Noise([1, 2])), plan, denoise, after)
    assert torch.allclose(made["video"], truth, atol=1e-4)
    assert len(asked) == samplers.evaluations(name, 5) and [index for index, _ in seen] == list(range(5))
    assert max(error for _, error in seen) < 1e-4


def test_noise_is_what_the_library_draws(diffusers):
    from diffusers.utils.torch_utils import randn_tensor

    generators = [torch.Generator().manual_seed(seed) for seed in (5, 6)]
    assert torch.equal(Noise([5, 6]).draw(SHAPE), randn_tensor((2, *SHAPE), generator=generators))
