# SPDX-License-Identifier: Apache-2.0
"""Training the video codec: pictures, edges, coarse shapes and motion come back, and the latents stay near a normal law."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as fn

from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.flow import chance
from aiprod.training.footage import PicturePool
from aiprod.training.loop import rate_at
from aiprod.training.networks.codec import Codec, fold, from_bytes
from aiprod.training.optimisers import Average, Optimiser, inner_weights
from aiprod.training.recipe import CodecTraining, Recipe, codec_identity

_WARMUP, _COOLDOWN, _CLIP, _EMA = 50, 0.3, 1.0, 0.998


def halved(x: Tensor) -> Tensor:
    """Each frame at half its size."""
    return fold(x, 1, 2).unflatten(-1, (4, -1)).mean(-2)


def difference(made: Tensor, real: Tensor, weights: CodecTraining) -> Tensor:
    """How unlike two clips are [b, t, h, w, 3]: pixels, edges, coarse shapes, motion."""
    off = made.float() - real
    total = off.abs().mean()
    edges = off.diff(dim=2).abs().mean() + off.diff(dim=3).abs().mean()
    coarse = halved(halved(off)).abs().mean()
    motion = off.diff(dim=1).abs().mean()
    return total + weights.edges * edges + weights.coarse * coarse + weights.motion * motion


class CodecTrainer:
    """Trains a `Codec` on a pool of pictures."""

    kind = "codec"

    def __init__(self, recipe: Recipe, pool: PicturePool, device: torch.device) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.pool, self.device, self.haste = recipe, pool, device, 1.0
        self.model = Codec(recipe.codec).to(device)
        if device.type == "cuda":
            self.model = self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        outside = ("encoder.body.0", "encoder.head", "decoder.body.0", "decoder.head")
        self.optimiser = Optimiser(self.model.named_parameters(), inner_weights(self.model, {}, outside), 0.0)
        self.average = Average(self.model, _EMA)

    @property
    def step_count(self) -> int:
        return self.optimiser.step_count

    def step(self, progress: float) -> Tensor:
        """One step on random pieces of the pool; the reconstruction's loss."""
        settings = self.recipe.codec_training
        rng = np.random.default_rng((self.recipe.seed, self.step_count))
        real = self.pool.crops(settings.batch, settings.frames, settings.crop, rng)
        luck = chance(self.recipe.seed, self.step_count, self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            loss, shown = self._loss(real, luck, rng.random() < settings.ease)
        loss.backward()
        self.optimiser.clip(_CLIP)
        self.optimiser.step(self.haste * rate_at(self.step_count, progress, settings.rate, _WARMUP, _COOLDOWN))
        self.average.update(self.step_count)
        return shown

    def _loss(self, real: Tensor, luck: torch.Generator, ease: bool) -> tuple[Tensor, Tensor]:
        settings = self.recipe.codec_training
        means = self.model.encoder(real)
        if ease and means.shape[2] % 2 == 0 and means.shape[3] % 2 == 0:
            means, real = halved(means), halved(real)
        noise = torch.randn(means.shape, generator=luck, device=self.device) * self.recipe.codec.sigma
        off = difference(self.model.decoder(means + noise), real, settings)
        return off + settings.kl * 0.5 * means.float().square().mean(), off

    def finish(self) -> Codec:
        """The averaged codec with its latents measured on the pool, fit for use."""
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                p.copy_(self.average.tensors[name])
            rng = np.random.default_rng(self.recipe.seed)
            size = self.recipe.geometry
            means = [self.model.encoder(self.pool.crops(4, size.frames, 10_000, rng)).float().flatten(0, -2) for _ in range(8)]
            self.model.measure(torch.cat(means))
        made: Codec = self.model
        return made

    def save(self, path: Path) -> None:
        """Everything that is needed to go on."""
        tensors = {f"model.{n}": t for n, t in self.model.state_dict().items()}
        tensors |= {f"average.{n}": t for n, t in self.average.tensors.items()}
        tensors |= {f"optimiser.{n}": t for n, t in self.optimiser.state().items()}
        save_tensors(path, tensors, {**self._facts(), "steps": self.step_count})

    def load(self, path: Path) -> None:
        """Go on from a state of the same architecture."""
        tensors, facts = load_tensors(path)
        check_architecture(facts, self.kind, codec_identity(self.recipe), path)
        self.model.load_state_dict({n.removeprefix("model."): t for n, t in tensors.items() if n.startswith("model.")})
        self.average.load({n.removeprefix("average."): t for n, t in tensors.items() if n.startswith("average.")})
        state = {n.removeprefix("optimiser."): t for n, t in tensors.items() if n.startswith("optimiser.")}
        self.optimiser.load(state, int(facts["steps"]))

    def adopt(self, weights: dict[str, Tensor]) -> None:
        """Start from finished weights, with a fresh optimiser."""
        self.model.load_state_dict(weights)
        self.average = Average(self.model, _EMA)

    def _facts(self) -> dict[str, str]:
        return {"kind": self.kind, "architecture": codec_identity(self.recipe)}


def likeness_db(codec: Codec, frames: Tensor) -> float:
    """PSNR of clips, uint8 [b, t, h, w, 3], after the codec, in decibels."""
    with torch.no_grad():
        real = from_bytes(frames)
        made = codec.decode(codec.encode(real)).clamp(-1, 1)
        error = fn.mse_loss(made.float(), real).item()
    return 10 * math.log10(4 / max(error, 1e-10))
