# SPDX-License-Identifier: Apache-2.0
"""Muon for the weights inside, Adam for the rest, in one optimiser whose whole state is tensors.

Muon (K. Jordan, 2024) makes each matrix's momentum orthogonal before it is applied. Here matrices of one shape go through
the iteration together, fused layers (query, key, value) are taken apart first, and convolutions count as matrices. The step
is scaled to the size that Adam's would have (Moonlight, arXiv 2502.16982), so that both share one learning rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_MOMENTUM, _BETAS, _TINY = 0.95, (0.9, 0.99), 1e-8


def orthogonal(stack: Tensor, steps: int = 5) -> Tensor:
    """The nearest (semi-)orthogonal matrices of [n, rows, columns], roughly, by Newton and Schulz."""
    a, b, c = _COEFFICIENTS
    x = stack.bfloat16() if stack.is_cuda else stack.float()
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x.mT if tall else x).to(stack.dtype)


def operations_of(parameters: Iterable[tuple[str, nn.Parameter]], inner: dict[str, int], steps: int = 5) -> float:
    """What Muon's iterations take at each step, whatever the batch; the rest of a step over the weights is little beside it."""
    total = 0.0
    for name, p in parameters:
        if name in inner:
            sides = sorted((p.shape[0] // inner[name], p.numel() // p.shape[0]))
            total += inner[name] * steps * (4 * sides[0] ** 2 * sides[1] + 2 * sides[0] ** 3)
    return total


class Optimiser:
    """Steps over named parameters. `inner` names the weights for Muon, with the number of matrices fused in each."""

    def __init__(self, parameters: Iterable[tuple[str, nn.Parameter]], inner: dict[str, int], decay: float) -> None:
        self.parameters = {name: p for name, p in parameters if p.requires_grad}
        self.inner = inner
        self.decay = decay
        self.step_count = 0
        self.momentum = {name: torch.zeros_like(p) for name, p in self.parameters.items()}
        self.square = {name: torch.zeros_like(p) for name, p in self.parameters.items() if name not in inner}

    def step(self, rate: float) -> None:
        """One step against the gradients, which are then dropped."""
        self.step_count += 1
        with torch.no_grad():
            self._adam(rate)
            self._muon(rate)
        for p in self.parameters.values():
            p.grad = None

    def clip(self, limit: float) -> Tensor:
        """Scale the gradients down to a norm of at most `limit`. Returns the norm there was."""
        found: Tensor = nn.utils.clip_grad_norm_(list(self.parameters.values()), limit)
        return found

    def _adam(self, rate: float) -> None:
        names = [n for n, p in self.parameters.items() if n not in self.inner and p.grad is not None]
        if not names:
            return
        grads: list[Any] = [self.parameters[n].grad for n in names]
        first, second = [self.momentum[n] for n in names], [self.square[n] for n in names]
        torch._foreach_lerp_(first, grads, 1 - _BETAS[0])
        torch._foreach_mul_(second, _BETAS[1])
        torch._foreach_addcmul_(second, grads, grads, 1 - _BETAS[1])
        size = torch._foreach_sqrt(second)
        torch._foreach_div_(size, (1 - _BETAS[1] ** self.step_count) ** 0.5)
        torch._foreach_add_(size, _TINY)
        torch._foreach_addcdiv_([self.parameters[n] for n in names], first, size, -rate / (1 - _BETAS[0] ** self.step_count))

    def _muon(self, rate: float) -> None:
        groups: dict[tuple[int, ...], list[tuple[str, Tensor]]] = defaultdict(list)
        for name in self.inner:
            p = self.parameters[name]
            if p.grad is None:
                continue
            self.momentum[name].lerp_(p.grad, 1 - _MOMENTUM)
            ahead = p.grad.lerp(self.momentum[name], _MOMENTUM)
            stack = ahead.reshape(self.inner[name], p.shape[0] // self.inner[name], -1)
            groups[tuple(stack.shape[1:])].append((name, stack))
        for shape, members in groups.items():
            moved = orthogonal(torch.cat([stack for _, stack in members])) * (0.2 * max(shape) ** 0.5)
            for (name, _), part in zip(members, moved.split([len(stack) for _, stack in members]), strict=True):
                p = self.parameters[name]
                p.mul_(1 - rate * self.decay).sub_(part.reshape(p.shape), alpha=rate)

    def state(self) -> dict[str, Tensor]:
        """The state as named tensors."""
        momenta = {f"momentum.{n}": t for n, t in self.momentum.items()}
        return {**momenta, **{f"square.{n}": t for n, t in self.square.items()}}

    def load(self, state: dict[str, Tensor], step_count: int) -> None:
        """Go on from a state."""
        self.step_count = step_count
        for kind, own in (("momentum", self.momentum), ("square", self.square)):
            for name, tensor in own.items():
                tensor.copy_(state[f"{kind}.{name}"])


def inner_weights(model: nn.Module, fused: dict[str, int], skip: tuple[str, ...]) -> dict[str, int]:
    """Which weights are inside the network: matrices and convolutions outside the modules named in `skip`."""
    found = {}
    for name, p in model.named_parameters():
        if p.ndim >= 2 and name.endswith("weight") and not name.startswith(skip):
            found[name] = next((many for part, many in fused.items() if part in name), 1)
    return found


class Average:
    """The moving average of a model's weights."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.model = model
        self.tensors = {name: p.detach().clone().float() for name, p in model.named_parameters()}

    def update(self, step: int) -> None:
        """Take in the weights after a step; early steps weigh more, or the start would never be forgotten."""
        share = 1 - min(self.decay, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.tensors.values()), [p.detach() for _, p in self.model.named_parameters()], share)

    def load(self, state: dict[str, Tensor]) -> None:
        for name, tensor in self.tensors.items():
            tensor.copy_(state[name])


class Averaged:
    """Within `with Averaged(model, average):` the model has the averaged weights."""

    def __init__(self, model: nn.Module, average: Average) -> None:
        self.model, self.average = model, average
        self.kept: dict[str, Tensor] = {}

    def __enter__(self) -> nn.Module:
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                self.kept[name] = p.detach().clone()
                p.copy_(self.average.tensors[name])
        return self.model

    def __exit__(self, *_: object) -> None:
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                p.copy_(self.kept[name])
        self.kept = {}
