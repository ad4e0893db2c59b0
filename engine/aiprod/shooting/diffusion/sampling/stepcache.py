# SPDX-License-Identifier: Apache-2.0
"""A step cache: where the model's answer can be foretold from its earlier ones, it isn't asked.

Along a trajectory the velocity of a flow model changes little from step to step. It is foretold by the polynomial through its
last answers (none, one or two divided differences of Newton's; forecasting instead of reuse: TaylorSeer, Liu et al. 2025, arXiv
2503.06923). Unlike caches inside the transformer this one knows nothing of blocks: all streams (picture and sound) and all passes
of guidance are asked or foretold together, so that no stream ever meets a state of the other that never was.

Unlike a fixed interval it keeps a budget. Every answer also tells how far each order would have been off, had the answer been
foretold; the best order is taken, and its error, times the step's length, is what foretelling the next step costs. Steps that
were foretold are looked at again once the model has been asked: the line between the answers on both sides says what they
should have been, and the difference goes into the account as a vector, so that errors that cancel one another do. A step is
foretold where the account of every stream stays below the share of the budget that is due by then. Where the trajectory bends, or
noise is made anew (ancestral samplers), the model is asked every time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

import torch

from aiprod.shooting.diffusion.sampling.samplers import Denoise, Latents
from aiprod.shooting.diffusion.sampling.schedules import Moment, Schedule

ORDERS = (0, 1, 2)
MOST = 3
"""Steps in a row that may be foretold."""


@dataclass
class _Account:
    """What is owed by one stream.

    Attributes:
        settled: how far the latents are off, as far as it is known.
        pending: a bound on what the steps since the last answer add.
        errors: of every order, at the last answer: root of mean squares of the velocity.
    """

    settled: torch.Tensor
    pending: float = 0.0
    errors: dict[int, float] = field(default_factory=dict)


@dataclass
class StepCache:
    """`Denoise` that asks another one only where it must. Serves one run of one clip: what it decides depends on the clip.

    Attributes:
        denoise: the model, guidance included.
        schedule: the way that is gone.
        budget: how far the final latents may be off, relative to themselves (root of mean squares); an estimate.
        regime: of a moment; answers of another regime (the other of two experts) foretell nothing.
        asked, foretold: how often each was done.
    """

    denoise: Denoise
    schedule: Schedule
    budget: float
    regime: Callable[[Moment], Hashable] = lambda _moment: None
    asked: int = 0
    foretold: int = 0
    _answers: list[tuple[float, Latents]] = field(default_factory=list, repr=False)
    _accounts: dict[str, _Account] = field(default_factory=dict, repr=False)
    _sizes: dict[str, float] = field(default_factory=dict, repr=False)
    _since: list[tuple[float, float, Latents]] = field(default_factory=list, repr=False)
    _regime: Hashable = None

    def __call__(self, latents: Latents, moment: Moment) -> Latents:
        if self.regime(moment) != self._regime:
            self._regime, self._answers = self.regime(moment), []
        costs = self._costs(moment)
        return self._ask(latents, moment) if costs is None else self._foretell(moment, costs)

    def _costs(self, moment: Moment) -> Mapping[str, tuple[int, float]] | None:
        """The order that foretells this step best and what that adds to every stream's account; None where it must not be."""
        if len(self._answers) < 2 or len(self._since) >= MOST or moment.index + 1 >= self.schedule.steps:
            return None
        due = self.budget * (1 - self.schedule.sigmas[moment.index + 1] / self.schedule.sigmas[0])
        found = {name: self._cheapest(account, moment) for name, account in self._accounts.items()}
        for name, account in self._accounts.items():
            owed = _size(account.settled) + account.pending + found[name][1]
            if not owed / self._sizes[name] <= due:
                return None
        return found

    def _cheapest(self, account: _Account, moment: Moment) -> tuple[int, float]:
        (before, _), (last, _) = self._answers[-2:]
        further = max(1.0, (moment.sigma - last) / (last - before))
        order = min(account.errors, key=lambda order: account.errors[order] * further ** (order + 1))
        return order, account.errors[order] * further ** (order + 1) * self._length(moment)

    def _length(self, moment: Moment) -> float:
        return self.schedule.sigmas[moment.index] - self.schedule.sigmas[moment.index + 1]

    def _ask(self, latents: Latents, moment: Moment) -> Latents:
        answer = self.denoise(latents, moment)
        self.asked += 1
        for name, velocity in answer.items():
            account = self._accounts.setdefault(name, _Account(torch.zeros_like(velocity)))
            account.errors = {
                order: _size(foretold(self._answers, name, moment.sigma, order) - velocity)
                for order in ORDERS if order < len(self._answers)
            }  # fmt: skip
            self._sizes[name] = _size(latents[name] - moment.sigma * velocity)
            self._settle(account, name, moment.sigma, velocity)
        self._answers = [*self._answers[-max(ORDERS) :], (moment.sigma, answer)]
        self._since = []
        return answer

    def _settle(self, account: _Account, name: str, sigma: float, velocity: torch.Tensor) -> None:
        account.pending = 0.0
        for at, length, told in self._since if self._answers else ():
            before, old = self._answers[-1]
            share = (at - before) / (sigma - before)
            account.settled = account.settled + length * (told[name] - torch.lerp(old[name], velocity, share))

    def _foretell(self, moment: Moment, costs: Mapping[str, tuple[int, float]]) -> Latents:
        told = {name: foretold(self._answers, name, moment.sigma, order) for name, (order, _) in costs.items()}
        for name, (_, cost) in costs.items():
            self._accounts[name].pending += cost
        self._since.append((moment.sigma, self._length(moment), told))
        self.foretold += 1
        return told


def cached(
    denoise: Denoise, schedule: Schedule, budget: float, regime: Callable[[Moment], Hashable] = lambda _m: None
) -> Denoise:
    """The model itself where there is no budget."""
    return StepCache(denoise, schedule, budget, regime) if budget > 0 else denoise


def foretold(answers: list[tuple[float, Latents]], name: str, sigma: float, order: int) -> torch.Tensor:
    """The polynomial of this order through the last answers of a stream, at `sigma`."""
    near = answers[-order - 1 :]
    column = [answer[name] for _, answer in near]
    value, reach = column[-1], 1.0
    for width in range(1, order + 1):
        column = [(column[i + 1] - column[i]) / (near[i + width][0] - near[i][0]) for i in range(len(column) - 1)]
        reach *= sigma - near[-width][0]
        value = value + reach * column[-1]
    return value


def _size(tensor: torch.Tensor) -> float:
    return float(tensor.float().square().mean().sqrt())
