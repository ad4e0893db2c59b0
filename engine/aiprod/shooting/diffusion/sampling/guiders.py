# SPDX-License-Identifier: Apache-2.0
"""Guidance: one prediction from several, each of shape [B, …].

    cfg       away from the prediction without (or with the negative) prompt: Ho and Salimans 2022, arXiv 2207.12598
    stg       away from the prediction with blocks perturbed: Hyung et al. 2024, arXiv 2411.18664
    modality  away from the prediction where sound and picture don't hear of one another (LTX-2, arXiv 2601.03233)
    apg       the part of the CFG difference that lies along the prediction is left out: Sadat et al. 2024, arXiv 2410.02416
    rescale   the guided prediction gets the deviation of the unguided one: Lin et al. 2023, arXiv 2305.08891

CFG, STG and modality are linear and may be taken of velocities or of clean estimates; APG and rescale are defined on clean
estimates (x0), so `Guider` takes those.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from aiprod.shooting.diffusion.request import Guidance


def cfg(positive: torch.Tensor, negative: torch.Tensor, scale: float) -> torch.Tensor:
    """negative + scale * (positive - negative)."""
    return negative + scale * (positive - negative)


def rescale(guided: torch.Tensor, positive: torch.Tensor, amount: float) -> torch.Tensor:
    """Mixed by `amount` (0 to 1) with the guided prediction at the positive one's standard deviation, clip by clip."""
    dims = tuple(range(1, positive.ndim))
    ratio = positive.std(dim=dims, keepdim=True) / guided.std(dim=dims, keepdim=True)
    return amount * (guided * ratio) + (1 - amount) * guided


@dataclass
class Apg:
    """Adaptive projected guidance; keeps a running difference from step to step.

    Attributes:
        norm: the difference's greatest length, clip by clip; 0: free.
        momentum: of the running difference; negative values keep it from repeating itself (the paper's beta).
        along: how much of the part along the prediction stays (the paper's eta).
    """

    norm: float = 15.0
    momentum: float = -0.75
    along: float = 0.0
    _running: torch.Tensor | None = field(default=None, repr=False)

    def difference(self, positive: torch.Tensor, negative: torch.Tensor) -> torch.Tensor:
        """What stands for positive - negative, in clean estimates [B, …]."""
        change = positive - negative
        if self._running is not None:
            change = change + self.momentum * self._running
        self._running = change
        dims = list(range(1, change.ndim))
        if self.norm > 0:
            length = change.norm(p=2, dim=dims, keepdim=True)
            change = change * torch.clamp(self.norm / length, max=1.0)
        direction = positive.double() / positive.double().norm(p=2, dim=dims, keepdim=True).clamp_min(1e-12)
        parallel = (change.double() * direction).sum(dim=dims, keepdim=True) * direction
        across = change.double() - parallel
        result: torch.Tensor = across + self.along * parallel
        return result.to(positive.dtype)


@dataclass
class Guider:
    """All guidance of one stream over one clip. One instance serves one run: APG remembers."""

    guidance: Guidance
    apg: Apg = field(default_factory=Apg)

    @property
    def negative(self) -> bool:
        """Whether the prediction with the negative prompt is needed."""
        return not math.isclose(self.guidance.cfg, 1.0)

    @property
    def perturbed(self) -> bool:
        """Whether the prediction with perturbed blocks is needed."""
        return not math.isclose(self.guidance.stg, 0.0)

    @property
    def alone(self) -> bool:
        """Whether the prediction without the other modality is needed."""
        return not math.isclose(self.guidance.modality, 1.0)

    def guide(
        self,
        positive: torch.Tensor,
        negative: torch.Tensor | None = None,
        perturbed: torch.Tensor | None = None,
        alone: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """The guided clean estimate: the positive one and every difference that is given and switched on."""
        told, guided = self.guidance, positive
        if negative is not None and self.negative:
            change = self.apg.difference(positive, negative) if told.apg else positive - negative
            guided = guided + (told.cfg - 1) * change
        if perturbed is not None and self.perturbed:
            guided = guided + told.stg * (positive - perturbed)
        if alone is not None and self.alone:
            guided = guided + (told.modality - 1) * (positive - alone)
        return rescale(guided, positive, told.rescale) if told.rescale > 0 else guided


def passes(guiders: Sequence[Guider]) -> tuple[str, ...]:
    """The predictions that a step needs beside the positive one, for all streams: "negative", "perturbed", "alone"."""
    return tuple(name for name in ("negative", "perturbed", "alone") if any(getattr(guider, name) for guider in guiders))
