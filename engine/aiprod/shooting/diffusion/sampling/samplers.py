# SPDX-License-Identifier: Apache-2.0
"""Samplers: how one goes from noise to picture along a schedule.

All go by the same interface. Latents are a dictionary of streams ("video" [B, …], and "audio" [B, …] of models with sound),
float32; the model is asked through `Denoise` for the velocity v = noise - clean at a moment, guidance included, so that the clean
estimate is x0 = x - sigma * v. Whatever has to stay (keyframes) is the family's affair: in `denoise`, or in `after`.

    euler            deterministic, first order (Lipman et al. 2022, arXiv 2210.02747)
    renoise          each step goes to the clean estimate and back up with fresh noise (Song et al. 2023, consistency models,
                     arXiv 2303.01469; DMD2, arXiv 2405.14867)
    euler_ancestral  part of the noise is made anew at each step (Song et al. 2020, arXiv 2011.13456, in rectified-flow terms)
    res_2s           exponential Runge-Kutta of two evaluations a step (Zhang et al. 2023, arXiv 2308.02157; Hochbruck and
                     Ostermann 2010)
    unipc            predictor and corrector of many steps, second order, B2(h) (Zhao et al. 2023, arXiv 2302.04867)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, Protocol

import torch

from aiprod.shooting.diffusion.sampling.noise import Noise
from aiprod.shooting.diffusion.sampling.schedules import TRAIN_STEPS, Moment, Schedule
from aiprod.shooting.diffusion.sampling.unipc import UniPc

Latents = dict[str, torch.Tensor]
SamplerName = Literal["euler", "euler_ancestral", "renoise", "res_2s", "unipc"]


class Denoise(Protocol):
    def __call__(self, latents: Latents, moment: Moment) -> Latents:
        """The guided velocity of every stream at this moment, of the latents' shapes."""
        ...


class After(Protocol):
    def __call__(self, latents: Latents, estimate: Latents, moment: Moment) -> Latents:
        """Called after every step with the new latents and the clean estimate; gives the latents to go on with."""
        ...


class Sampler(Protocol):
    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        """The latents at the next sigma and the clean estimate at this one."""
        ...


def sampler(name: SamplerName, schedule: Schedule, noise: Noise, eta: float = 1.0) -> Sampler:
    """A sampler by name.

    Args:
        schedule: the way it goes; UniPC's from `schedules.unipc_schedule`.
        noise: the clips' generators; the ancestral sampler and `renoise` draw from it.
        eta: of the ancestral sampler, 0 (none) to 1 (all): the share of noise that is made anew.
    """
    made: dict[str, Callable[[], Sampler]] = {
        "euler": lambda: Euler(schedule),
        "euler_ancestral": lambda: EulerAncestral(schedule, noise, eta),
        "renoise": lambda: Renoise(schedule, noise),
        "res_2s": lambda: Res2s(schedule),
        "unipc": lambda: UniPcSampler(schedule),
    }
    return made[name]()


def evaluations(name: SamplerName, steps: int) -> int:
    """How often the model is asked over so many steps."""
    return 2 * steps - 1 if name == "res_2s" else steps


def run(
    latents: Latents, sampler: Sampler, schedule: Schedule, denoise: Denoise, after: After | None = None, start: int = 0
) -> Latents:
    """All steps from `start` on. `after` may raise to end the work."""
    for index in range(start, schedule.steps):
        moment = schedule.moment(index)
        latents, estimate = sampler.step(latents, moment, denoise)
        if after is not None:
            latents = after(latents, estimate, moment)
    return latents


def clean(latents: Latents, velocity: Latents, sigma: float) -> Latents:
    """x0 = x - sigma * v."""
    return {name: latents[name] - sigma * velocity[name] for name in latents}


class Euler:
    """x' = x + (s' - s) v."""

    def __init__(self, schedule: Schedule) -> None:
        self._sigmas = torch.tensor(schedule.sigmas, dtype=torch.float32)

    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        velocity = denoise(latents, moment)
        stride = float(self._sigmas[moment.index + 1] - self._sigmas[moment.index])
        moved = {name: latents[name] + stride * velocity[name] for name in latents}
        return moved, clean(latents, velocity, moment.sigma)


class EulerAncestral:
    """A step down to below the next sigma, then fresh noise up to it."""

    def __init__(self, schedule: Schedule, noise: Noise, eta: float = 1.0) -> None:
        self._sigmas, self._noise, self._eta = torch.tensor(schedule.sigmas, dtype=torch.float32), noise, eta

    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        estimate = clean(latents, denoise(latents, moment), moment.sigma)
        sigma, after = self._sigmas[moment.index], self._sigmas[moment.index + 1]
        if after == 0:
            return estimate, estimate
        down = after * (1.0 + (after / sigma - 1.0) * self._eta)
        keep = float(down / sigma)
        rest = float(1.0 - down / sigma)
        moved = {name: keep * latents[name] + rest * estimate[name] for name in latents}
        return (self._renoised(moved, float(after), float(down)) if self._eta > 0 else moved), estimate

    def _renoised(self, latents: Latents, after: float, down: float) -> Latents:
        """Scaled so that signal and noise have the variances of the next sigma."""
        scale = (1 - after) / (1 - down)
        fresh = math.sqrt(max(after**2 - down**2 * scale**2, 0.0))
        noise = self._noise.like(latents)
        return {name: scale * latents[name] + fresh * noise[name] for name in latents}


class Renoise:
    """x' = (1 - s') x0 + s' noise: of models that are distilled to name the clean picture at once."""

    def __init__(self, schedule: Schedule, noise: Noise) -> None:
        self._sigmas, self._noise = schedule.sigmas, noise

    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        estimate = clean(latents, denoise(latents, moment), moment.sigma)
        after = self._sigmas[moment.index + 1]
        if after == 0:
            return estimate, estimate
        noise = self._noise.like(latents)
        return {name: (1.0 - after) * estimate[name] + after * noise[name] for name in latents}, estimate


class Res2s:
    """In log sigma the linear part is solved exactly, the estimate is taken at the beginning and half-way."""

    def __init__(self, schedule: Schedule) -> None:
        self._sigmas = schedule.sigmas

    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        sigma, after = moment.sigma, self._sigmas[moment.index + 1]
        first = clean(latents, denoise(latents, moment), sigma)
        if after == 0:
            return first, first
        h = math.log(sigma / after)
        middle = math.sqrt(sigma * after)
        half = {name: _towards(latents[name], first[name], h / 2) for name in latents}
        second = clean(half, denoise(half, Moment(moment.index, middle, middle * TRAIN_STEPS)), middle)
        weight = 2 * _phi2(h)
        mean = {name: (_phi1(h) - weight) * first[name] + weight * second[name] for name in latents}
        return {name: math.exp(-h) * latents[name] + h * mean[name] for name in latents}, first


class UniPcSampler:
    """UniPC of every stream."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._streams: dict[str, UniPc] = {}

    def step(self, latents: Latents, moment: Moment, denoise: Denoise) -> tuple[Latents, Latents]:
        estimate = clean(latents, denoise(latents, moment), moment.sigma)
        moved = {}
        for name, stream in latents.items():
            solver = self._streams.setdefault(name, UniPc(self._schedule.sigmas))
            moved[name] = solver.step(stream, estimate[name], moment.index)
        return moved, estimate


def _phi1(h: float) -> float:
    """(1 - e^-h) / h."""
    return -math.expm1(-h) / h


def _phi2(h: float) -> float:
    """(e^-h - 1 + h) / h²."""
    return (math.expm1(-h) + h) / h**2 if h > 1e-4 else 0.5 - h / 6


def _towards(latents: torch.Tensor, estimate: torch.Tensor, h: float) -> torch.Tensor:
    """Exact over h where the estimate stays: e^-h x + (1 - e^-h) x0."""
    return math.exp(-h) * latents - math.expm1(-h) * estimate
