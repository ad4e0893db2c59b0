# SPDX-License-Identifier: Apache-2.0
"""Rectified flow: straight lines from clean latents (moment 0) to noise (moment 1), and the loss of the velocity along them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from aiprod.training.recipe import VideoTraining

_FINE_BELOW = 0.2
"""Below this moment the loss is of the clean clip and no more of the velocity, which would grow without end there: what is left
is the finest grain, and half of all learning would go into it (as Min-SNR weighting does, arXiv 2303.09556)."""


def chance(seed: int, step: int, device: torch.device | str) -> torch.Generator:
    """The randomness of one step. It depends on nothing before it, so that a resumed run draws what it would have drawn."""
    made = torch.Generator(device)
    made.manual_seed((seed * 1_000_003 + step) & 0x7FFFFFFFFFFF)
    return made


def shifted(moment: Tensor, shift: float) -> Tensor:
    """More of the time where there is much noise: large clips say the same thing many times."""
    return shift * moment / (1 + (shift - 1) * moment)


def moments(count: int, settings: VideoTraining, luck: torch.Generator) -> Tensor:
    """Moments of training: logit-normal, shifted, with a uniform share."""
    device = luck.device
    bell = torch.sigmoid(torch.randn(count, generator=luck, device=device))
    even = torch.rand(count, generator=luck, device=device)
    mixed = torch.rand(count, generator=luck, device=device) < settings.uniform
    return torch.where(mixed, even, shifted(bell, settings.shift))


def known_frames(count: int, frames: int, share: float, luck: torch.Generator) -> Tensor:
    """[count, frames] of 0 and 1: for a share of the clips the first one or two latent frames are given."""
    device = luck.device
    given = torch.rand(count, generator=luck, device=device) < share
    many = torch.randint(1, 3, (count,), generator=luck, device=device)
    return ((torch.arange(frames, device=device)[None] < many[:, None]) & given[:, None]).float()


@dataclass(frozen=True)
class Noised:
    """Clips on their way to noise: the networks's input, the target, the moment, and where the loss counts."""

    x: Tensor
    velocity: Tensor
    moment: Tensor
    counts: Tensor
    """[b, t, h or 1, w or 1, 1]: the weight of the loss."""


def noised(
    clean: Tensor, known: Tensor, settings: VideoTraining, luck: torch.Generator, subjects: Tensor | None = None
) -> Noised:
    """Move clips [b, t, h, w, c] to their moments; known frames stay, but for a little noise that stands for a model's errors.

    Args:
        subjects: shares [b, t, h, w] of 0 … 1, where the loss counts more.
    """
    moment = moments(len(clean), settings, luck)
    noise = torch.randn(clean.shape, generator=luck, device=clean.device)
    rough = 0.15 * torch.rand(len(clean), generator=luck, device=clean.device)[:, None, None, None, None]
    at = moment[:, None, None, None, None]
    given = known[:, :, None, None, None]
    x = torch.where(given > 0, clean + rough * noise, (1 - at) * clean + at * noise)
    counts = (1 - given) * (at / _FINE_BELOW).clamp(max=1).square()
    if subjects is not None:
        counts = counts * (1 + (settings.subjects - 1) * subjects.unsqueeze(-1))
    return Noised(x, noise - clean, moment, counts)


def loss_of(predicted: Tensor, target: Noised) -> Tensor:
    """Mean square error of the velocity where it is not given."""
    error = (predicted.float() - target.velocity).square() * target.counts
    return error.sum() / target.counts.expand_as(error).sum().clamp_min(1e-6)
