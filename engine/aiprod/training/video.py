# SPDX-License-Identifier: Apache-2.0
"""Training the video transformer on latents: rectified flow, with words, camera, memory, first frames left out at times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.data.conditioning import PhraseTable
from aiprod.training.flow import Noised, chance, known_frames, loss_of, noised
from aiprod.training.footage import LatentBatch
from aiprod.training.loop import rate_at
from aiprod.training.networks.transformer import Asked, VideoTransformer
from aiprod.training.optimisers import Average, Optimiser, inner_weights
from aiprod.training.recipe import Lesson, Recipe, video_identity

_CLIP = 1.0
_FUSED = {".qkv.": 3, ".gate_up.": 2}
_OUTSIDE = ("enter", "words", "camera", "memory", "moment", "steer", "leave", "fine")


class Pool(Protocol):
    """Where the trainer draws its batches from: `LatentPool` or `Vault`."""

    def draw(self, batch: int, rng: np.random.Generator, first: int = 0, frames: int | None = None) -> LatentBatch: ...


class VideoTrainer:
    """Trains a `VideoTransformer` on a pool of latents."""

    kind = "video"

    def __init__(
        self,
        recipe: Recipe,
        table: PhraseTable,
        pool: Pool,
        device: torch.device,
        half: bool = True,
        compiled: bool = False,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.haste = 1.0
        self.recipe, self.table, self.pool, self.device, self.half = recipe, table, pool, device, half
        self.vectors = torch.from_numpy(table.vectors).to(device)
        self.model = VideoTransformer(recipe.video).to(device)
        inner = inner_weights(self.model, _FUSED, _OUTSIDE)
        self.optimiser = Optimiser(self.model.named_parameters(), inner, recipe.video_training.decay)
        self.average = Average(self.model, recipe.video_training.ema)
        if compiled:
            compile_blocks(self.model)

    @property
    def step_count(self) -> int:
        return self.optimiser.step_count

    def lesson(self, progress: float) -> Lesson:
        """What is learnt now; whole clips when the curriculum is over."""
        whole = Lesson(frames=self.recipe.geometry.latent_frames, batch=self.recipe.video_training.batch)
        curriculum = self.recipe.video_training.lessons
        return next((part for part in curriculum if self.step_count < part.until or progress < part.share), whole)

    def step(self, progress: float) -> Tensor:
        """One step on a batch of the pool; its loss."""
        settings, lesson = self.recipe.video_training, self.lesson(progress)
        rng = np.random.default_rng((self.recipe.seed, self.step_count))
        luck = chance(self.recipe.seed, self.step_count, self.device)
        long = min(lesson.frames, self.recipe.geometry.latent_frames)
        batch = self.pool.draw(lesson.batch, rng, int(rng.integers(self.recipe.geometry.latent_frames - long + 1)), long)
        known = known_frames(lesson.batch, long, settings.go_on if batch.first == 0 and long > 2 else 0.0, luck)
        target = noised(batch.latents, known, settings, luck, batch.subjects)
        asked = replace(self.asked(batch, rng, luck), known=known)
        route = settings.route if progress < settings.route_until else 0.0
        loss = self.loss(target, asked, route, luck, batch.first)
        loss.backward()
        self.optimiser.clip(_CLIP)
        self.optimiser.step(self.haste * rate_at(self.step_count, progress, settings.rate, settings.warmup, settings.cooldown))
        self.average.update(self.step_count)
        return loss

    def loss(self, target: Noised, asked: Asked, route: float, luck: torch.Generator, first: int = 0) -> Tensor:
        """The loss of a batch on its way to noise."""
        tall, wide = self.recipe.video.patch
        tokens = target.x.shape[1] * (target.x.shape[2] // tall) * (target.x.shape[3] // wide)
        lots = torch.rand((len(target.x), tokens), generator=luck, device=self.device) if route else None
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            found = self.model(target.x, target.moment, asked, route, lots, first)
        return loss_of(found, target)

    def asked(self, batch: LatentBatch, rng: np.random.Generator, luck: torch.Generator) -> Asked:
        """The condition of a batch, with parts left out by chance."""
        settings, count = self.recipe.video_training, len(batch.codes)
        rows = self.table.rows(batch.codes, rng, settings.drop_slot)
        rows[rng.random(count) < settings.drop_all] = 0
        chosen = torch.from_numpy(rows).to(self.device)
        stay = torch.rand((2, count), generator=luck, device=self.device)
        return Asked(
            tokens=self.vectors[chosen],
            present=(chosen > 0).float(),
            camera=batch.camera,
            camera_on=(stay[0] >= settings.drop_camera).float(),
            memory=batch.memory,
            memory_on=(stay[1] >= settings.drop_memory).float(),
        )

    def save(self, path: Path) -> None:
        """Everything that is needed to go on."""
        tensors = {f"model.{n}": t for n, t in self.model.state_dict().items()}
        tensors |= {f"average.{n}": t for n, t in self.average.tensors.items()}
        tensors |= {f"optimiser.{n}": t for n, t in self.optimiser.state().items()}
        facts = {"kind": self.kind, "architecture": video_identity(self.recipe), "steps": self.step_count}
        save_tensors(path, tensors, facts)

    def load(self, path: Path) -> None:
        """Go on from a state of the same architecture."""
        tensors, facts = load_tensors(path)
        check_architecture(facts, self.kind, video_identity(self.recipe), path)
        self.model.load_state_dict({n.removeprefix("model."): t for n, t in tensors.items() if n.startswith("model.")})
        self.average.load({n.removeprefix("average."): t for n, t in tensors.items() if n.startswith("average.")})
        state = {n.removeprefix("optimiser."): t for n, t in tensors.items() if n.startswith("optimiser.")}
        self.optimiser.load(state, int(facts["steps"]))

    def adopt(self, weights: dict[str, Tensor]) -> None:
        """Start from finished weights, with a fresh optimiser."""
        self.model.load_state_dict(weights)
        self.average = Average(self.model, self.recipe.video_training.ema)


def compile_blocks(model: VideoTransformer) -> None:
    """Compile the blocks, which are all alike: the compiler works once for each number of tokens. And what is behind them."""
    for part in (*model.blocks, *([model.fine] if model.fine is not None else [])):
        nn.Module.compile(part, dynamic=False)
