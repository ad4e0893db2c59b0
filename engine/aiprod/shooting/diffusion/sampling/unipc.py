# SPDX-License-Identifier: Apache-2.0
"""UniPC (Zhao et al. 2023, arXiv 2302.04867) for flow models: second order, B2(h), clean estimate as data prediction.

Each step first corrects the latents it was handed with the estimate made at them, then predicts the next. Coefficients are
float32 scalars in diffusers' order of operations.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch


class UniPc:
    """The solver of one stream; keeps the last two estimates. Steps are to be taken in order."""

    def __init__(self, sigmas: Sequence[float]) -> None:
        self._sigmas = torch.tensor(sigmas, dtype=torch.float32)
        self._estimates: list[torch.Tensor] = []
        self._before: torch.Tensor | None = None
        self._order = 1

    def step(self, latents: torch.Tensor, estimate: torch.Tensor, index: int) -> torch.Tensor:
        """From sigma `index` to the next.

        Args:
            latents: [B, …] at sigma `index`, as predicted.
            estimate: the clean estimate made at them.
        """
        if self._before is not None:
            latents = self._correct(self._before, estimate, index)
        self._estimates = [*self._estimates[-1:], estimate]
        left = len(self._sigmas) - 1 - index
        self._order = min(2, left, len(self._estimates))
        self._before = latents
        return self._predict(latents, index)

    def _predict(self, latents: torch.Tensor, index: int) -> torch.Tensor:
        last = self._estimates[-1]
        span = _Span(self._sigmas, index, index + 1)
        line = span.linear(latents, last)
        if self._order == 1:
            return line
        ratio = span.ratio(self._sigmas[index - 1])
        slope = (self._estimates[-2] - last) / ratio
        return line - span.alpha * span.width * (0.5 * slope)

    def _correct(self, before: torch.Tensor, estimate: torch.Tensor, index: int) -> torch.Tensor:
        last = self._estimates[-1]
        span = _Span(self._sigmas, index - 1, index)
        line = span.linear(before, last)
        change = estimate - last
        if self._order == 1:
            return line - span.alpha * span.width * (0.5 * change)
        ratio = span.ratio(self._sigmas[index - 2])
        old, new = span.weights(ratio)
        slope = (self._estimates[-2] - last) / ratio
        return line - span.alpha * span.width * (old * slope + new * change)


class _Span:
    """One interval in lambda = log((1 - s) / s)."""

    def __init__(self, sigmas: torch.Tensor, start: int, end: int) -> None:
        self._from, self._to = sigmas[start], sigmas[end]
        self.alpha = 1 - self._to
        self._h = _snr(self._to) - _snr(self._from)
        self.width = torch.expm1(-self._h)

    def linear(self, latents: torch.Tensor, estimate: torch.Tensor) -> torch.Tensor:
        """The exact part, where the estimate stays."""
        return self._to / self._from * latents - self.alpha * self.width * estimate

    def ratio(self, sigma: torch.Tensor) -> torch.Tensor:
        """Where an earlier sigma lies, in lengths of this interval from its start."""
        return (_snr(sigma) - _snr(self._from)) / self._h

    def weights(self, ratio: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Of the older estimate's slope and of the newest change: the solution that makes the step exact to second order."""
        hh = -self._h
        phi = self.width / hh - 1
        right = [phi * 1 / self.width, (phi / hh - 1 / 2) * 2 / self.width]
        left = torch.stack([torch.ones(2), torch.stack([ratio, torch.ones(())])])
        old, new = torch.linalg.solve(left, torch.stack(right))
        return old, new


def _snr(sigma: torch.Tensor) -> torch.Tensor:
    return torch.log(1 - sigma) - torch.log(sigma)
