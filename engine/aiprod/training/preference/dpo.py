# SPDX-License-Identifier: Apache-2.0
"""Tuning the video transformer to pairs of clips: Diffusion-DPO (Wallace and others, arXiv 2311.12908) on a rectified flow.

Both clips of a pair are moved to the same moment with the same noise. The loss asks that the model, compared with the one it
began as, errs less on the clip that was chosen than on the other. The first one stays in memory, frozen. A little of the
ordinary loss on the chosen clips keeps the model from drifting where pairs say nothing.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as fn

from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.flow import Noised, chance, moments
from aiprod.training.loop import rate_at
from aiprod.training.networks.transformer import Asked, VideoTransformer
from aiprod.training.optimisers import Average
from aiprod.training.recipe import VideoTraining
from aiprod.training.samples import sliced


@dataclass(frozen=True)
class Tuning:
    """How a model is tuned.

    Attributes:
        strength: how much a difference of errors says about the preference; higher stays nearer to where it began.
        keep: weight of the ordinary loss on chosen clips.
        drop: the share of pairs whose words are left out, so that guidance goes on to work.
    """

    batch: int = 8
    rate: float = 2e-5
    warmup: int = 20
    cooldown: float = 0.3
    strength: float = 500.0
    keep: float = 0.05
    drop: float = 0.1
    ema: float = 0.99
    seed: int = 7


@dataclass(frozen=True)
class Preferred:
    """Pairs as latents [pairs, t, h, w, channels], with what was asked of both."""

    better: Tensor
    worse: Tensor
    asked: Asked

    def __len__(self) -> int:
        return len(self.better)


class PreferenceTrainer:
    """Tunes a `VideoTransformer`; see `training.loop.Loop` for how it is run."""

    kind = "preference"

    def __init__(
        self, model: VideoTransformer, pairs: Preferred, flow: VideoTraining, tuning: Tuning, identity: str = ""
    ) -> None:
        self.model, self.pairs, self.flow, self.tuning, self.identity = model, pairs, flow, tuning, identity
        self.device = next(model.parameters()).device
        self.reference = copy.deepcopy(model).requires_grad_(False).eval()
        self.optimiser = torch.optim.AdamW(model.parameters(), lr=tuning.rate, weight_decay=0.0, betas=(0.9, 0.99))
        self.average = Average(model, tuning.ema)
        self.step_count = 0

    def step(self, progress: float) -> Tensor:
        """One step on some of the pairs; its loss."""
        luck = chance(self.tuning.seed, self.step_count, self.device)
        rows = torch.randint(len(self.pairs), (self.tuning.batch,), generator=luck, device=self.device)
        loss = self.loss(rows, luck)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        now = rate_at(self.step_count, progress, self.tuning.rate, self.tuning.warmup, self.tuning.cooldown)
        for group in self.optimiser.param_groups:
            group["lr"] = now
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step_count += 1
        self.average.update(self.step_count)
        return loss.detach()

    def loss(self, rows: Tensor, luck: torch.Generator) -> Tensor:
        """The loss of these pairs at moments of chance."""
        better, worse = (self._noised(clips[rows], luck.initial_seed()) for clips in (self.pairs.better, self.pairs.worse))
        asked = self._asked(rows, luck)
        ours = _errors(self.model, better, asked), _errors(self.model, worse, asked)
        with torch.no_grad():
            first = _errors(self.reference, better, asked), _errors(self.reference, worse, asked)
        gained = (first[0] - ours[0]) - (first[1] - ours[1])
        return -fn.logsigmoid(self.tuning.strength * gained).mean() + self.tuning.keep * ours[0].mean()

    def _noised(self, clean: Tensor, seed: int) -> Noised:
        """Clips on their way to noise. Called with the same seed for both clips of a pair."""
        luck = torch.Generator(self.device)
        luck.manual_seed(seed)
        moment = moments(len(clean), self.flow, luck)
        noise = torch.randn(clean.shape, generator=luck, device=self.device)
        at = moment[:, None, None, None, None]
        return Noised((1 - at) * clean + at * noise, noise - clean, moment, torch.ones_like(clean[..., :1, :1, :1]))

    def _asked(self, rows: Tensor, luck: torch.Generator) -> Asked:
        asked = picked(self.pairs.asked, rows)
        stay = (torch.rand(len(rows), generator=luck, device=self.device) >= self.tuning.drop).float()
        return replace(asked, tokens=asked.tokens * stay[:, None, None], present=asked.present * stay[:, None])

    def save(self, path: Path) -> None:
        """Everything that is needed to go on, the model that it began as included."""
        tensors = {f"model.{n}": t for n, t in self.model.state_dict().items()}
        tensors |= {f"reference.{n}": t for n, t in self.reference.state_dict().items()}
        tensors |= {f"average.{n}": t for n, t in self.average.tensors.items()}
        for index, held in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{name}": value for name, value in held.items()}
        save_tensors(path, tensors, {"kind": self.kind, "architecture": self.identity, "steps": self.step_count})

    def load(self, path: Path) -> None:
        """Go on from a state of the same architecture."""
        tensors, facts = load_tensors(path)
        check_architecture(facts, self.kind, self.identity, path)
        self.model.load_state_dict(_named(tensors, "model."))
        self.reference.load_state_dict(_named(tensors, "reference."))
        self.average.load(_named(tensors, "average."))
        held: dict[int, dict[str, Tensor]] = {}
        for name, value in _named(tensors, "optimiser.").items():
            index, key = name.split(".", 1)
            held.setdefault(int(index), {})[key] = value
        self.optimiser.load_state_dict({"state": held, "param_groups": self.optimiser.state_dict()["param_groups"]})
        self.step_count = int(facts["steps"])


def picked(asked: Asked, rows: Tensor) -> Asked:
    """The conditions of these clips, in this order."""
    return sliced(asked, rows)  # type: ignore[arg-type]


def _errors(model: VideoTransformer, target: Noised, asked: Asked) -> Tensor:
    """The mean square error of the velocity of each clip, [n]."""
    found = model(target.x, target.moment, asked)
    return (found.float() - target.velocity).square().flatten(1).mean(1)


def _named(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
