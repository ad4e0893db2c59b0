# SPDX-License-Identifier: Apache-2.0
"""Training our own video transformer on a data set: from nothing, from finished weights, or a LoRA of them.

The network and its loss are Nano's (`training/video.py`): rectified flow with words, camera, memory and first frames left out
at times. A recipe's stages go from small and short clips to large and long ones; each stage's clips are encoded once, when it
begins, and are in memory as latents. On one device the inner weights step by Muon, on several all by Adam.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json
from aiprod.training import samples
from aiprod.training.checkpoints import check_architecture, load_parts, save_parts, unpack
from aiprod.training.data import shards
from aiprod.training.data.conditioning import PhraseTable
from aiprod.training.data.stream import Batch, Feed
from aiprod.training.export import VIDEO_FILE, codec_weights
from aiprod.training.fewer_bits import weights_in
from aiprod.training.flow import chance, known_frames, noised
from aiprod.training.footage import LatentBatch, LatentPool, encoded
from aiprod.training.networks.codec import Codec
from aiprod.training.networks.transformer import VideoTransformer
from aiprod.training.optimisers import inner_weights
from aiprod.training.optimisers import operations_of as steering
from aiprod.training.recipe import Recipe, video_identity
from aiprod.training.trainers.budget import operations_of
from aiprod.training.trainers.running import Learner, Player, averaged, delivered, save_state
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, spread
from aiprod.training.trainers.stages import Stage, check, fitted, place, splits
from aiprod.training.trainers.vae import home_of
from aiprod.training.video import VideoTrainer

_FUSED = {".qkv.": 3, ".gate_up.": 2}
_OUTSIDE = ("enter", "words", "camera", "memory", "moment", "steer", "leave", "fine")
_ENCODED_AT_ONCE, _SHOWN, _HELD = 4, 6, 8
_LEVELS = (0.2, 0.45, 0.7, 0.95)


class Adapter(FilmObject):
    """A LoRA of the blocks' matrices."""

    rank: int = Field(16, ge=1)
    alpha: float = Field(16.0, gt=0)


class VideoRecipe(FilmObject):
    """What `aiprod train video` trains."""

    run: Running = Running(steps=20_000, batch=64, rate=2e-3, warmup=100, cooldown=0.35, save_every=200)
    mode: Literal["pretrain", "full_finetune", "lora"] = "pretrain"
    start_from: str = ""
    """For full_finetune and lora: a folder with the transformer's weights (of a run, or models/nano)."""
    codec: str = "models/nano"
    """The folder of the codec that makes the latents."""
    networks: Recipe = Recipe()
    """Nano's recipe: the networks' shapes, and in `video_training` how often parts are left out."""
    lora: Adapter = Adapter()
    stages: tuple[Stage, ...] = (
        Stage(width=128, height=96, frames=13, share=0.4, batch=128), Stage(width=256, height=144, frames=25, share=0.6),
    )  # fmt: skip


def video_of(recipe: Recipe, folder: Path, names: list[str]) -> dict[str, Tensor]:
    """A transformer's weights from a run's folder or from the file that ships. Raises UserError for another architecture."""
    if (folder / VIDEO_FILE).exists():
        return weights_in(folder / VIDEO_FILE, names)
    high, facts = load_parts(folder, "video.high")
    check_architecture(facts, "video", video_identity(recipe), folder)
    low = load_parts(folder, "video.low")[0] if any(folder.glob("video.low.*")) else None
    return unpack(high, low)


class Curriculum(Learner):
    """Trains a `VideoTransformer`, stage by stage."""

    kind = "video"

    def __init__(self, recipe: VideoRecipe, data: Path, device: torch.device, ranks: Ranks | None = None) -> None:
        super().__init__(recipe.run, device, ranks or Ranks())
        shape = recipe.networks.video
        check(recipe.stages, *(8 * math.lcm(own, kept or 1) for own, kept in zip(shape.patch, shape.memory_patch, strict=True)))
        self.recipe, self.folder = recipe, data
        networks = recipe.networks.changed(seed=recipe.run.seed)
        self.codec = Codec(networks.codec).to(device).eval()
        self.codec.load_state_dict(codec_weights(networks, home_of(recipe.codec)))
        self.table = PhraseTable.load()
        self.pools: dict[int, LatentPool] = {}
        self.held: LatentPool | None = None
        self.trainer = VideoTrainer(networks, self.table, LatentPool(networks, 1, device), device, half=self._half())
        self.model = self.trainer.model
        self.base = self._opened()
        spread([*self.model.blocks, self.model], self.ranks, device)
        inner = inner_weights(self.model, _FUSED, _OUTSIDE) if self.ranks.count == 1 and recipe.mode != "lora" else {}
        self.players = {"video": Player(self.model, recipe.run, inner=inner)}
        del self.trainer.optimiser, self.trainer.average
        self.data = hash_json([shards.identity(data), codec_hash(self.codec)])
        told = [recipe.mode, recipe.lora.model_dump(), [stage.model_dump() for stage in recipe.stages]]
        self.identity = hash_json([video_identity(networks), *told])[:16]

    def _half(self) -> bool:
        wanted = self.settings.precision
        return wanted == "bf16" or (wanted == "auto" and self.device.type == "cuda")

    def _opened(self) -> dict[str, Tensor]:
        """Take the weights to start from; for a LoRA, freeze them, put its matrices beside them, and return them."""
        recipe = self.recipe
        if recipe.mode == "pretrain":
            return {}
        if not recipe.start_from:
            raise UserError(
                f"{recipe.mode} needs weights to start from", "`start_from` names no folder", "Name one: models/nano."
            )
        self.model.load_state_dict(video_of(recipe.networks, home_of(recipe.start_from), list(self.model.state_dict())))
        if recipe.mode == "full_finetune":
            return {}
        base = {name: tensor.detach().cpu().clone() for name, tensor in self.model.state_dict().items()}
        from peft import LoraConfig, inject_adapter_in_model

        inside = r"blocks\.\d+\.(qkv|out|gate_up|down)"
        inject_adapter_in_model(LoraConfig(r=recipe.lora.rank, lora_alpha=recipe.lora.alpha, target_modules=inside), self.model)
        return base

    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        at = place(self.recipe.stages, self.step_count, self.settings.steps)
        count = at.stage.batch or self.settings.batch
        rng = np.random.default_rng((self.settings.seed, self.step_count))
        batch = self.pool(at.index).draw(count, rng)
        settings = self.recipe.networks.video_training
        known = known_frames(count, batch.latents.shape[1], settings.go_on, luck)
        target = noised(batch.latents, known, settings, luck)
        asked = replace(self.trainer.asked(batch, rng, luck), known=known)
        own = self.ranks.share(count)
        mine = replace(
            target, x=target.x[own], velocity=target.velocity[own], moment=target.moment[own], counts=target.counts[own]
        )
        route = settings.route if self.step_count < settings.route_until * self.settings.steps else 0.0
        weight = mine.counts.sum() * self.ranks.count / target.counts.sum()  # devices may have more or fewer frames to make
        loss = self.trainer.loss(mine, samples.sliced(asked, own), route, luck) * weight
        loss.backward()
        self.players["video"].learn(rate)
        return loss

    def pool(self, index: int) -> LatentPool:
        """The latents of a stage; those of earlier stages are let go."""
        if index not in self.pools:
            self.pools = {index: self._encoded(self.recipe.stages[index], splits(self.folder)[0])}
        return self.pools[index]

    def _measured(self) -> LatentPool:
        """What the last stage is measured on: clips for evaluation, or all where none are set apart."""
        if self.held is None:
            self.held = self._encoded(self.recipe.stages[-1], splits(self.folder)[1])
        return self.held

    def _encoded(self, stage: Stage, split: str) -> LatentPool:
        """All clips of a part of the data set, and their mirror images."""
        size = self.recipe.networks.geometry.model_copy(
            update={"width": stage.width, "height": stage.height, "frames": stage.frames}
        )
        with Feed(self.folder, _ENCODED_AT_ONCE, seed=self.settings.seed, ahead=2, split=split) as feed:
            total = len(feed)
            pool = LatentPool(self.recipe.networks.model_copy(update={"geometry": size}), 2 * total, self.device)
            for start in range(0, total, feed.batch):
                with self.fetching():
                    batch = _first(next(feed), total - start)
                assert batch.frames is not None
                frames = fitted(batch.frames, stage)
                clips = replace(batch, frames=frames, camera=batch.camera[:, : stage.frames]).clips()
                encoded(self.codec, torch.from_numpy(np.ascontiguousarray(frames)).to(self.device), clips, pool)
        return pool

    def figures(self) -> dict[str, float]:
        """The loss of a fixed draw of clips at the last stage's size, with all that is said of them, at fixed noise levels."""
        batch = self._measured().draw(_HELD, np.random.default_rng(0))
        settings = self.recipe.networks.video_training.changed(drop_all=0, drop_slot=0, drop_camera=0, drop_memory=0, uniform=0)
        kept, self.trainer.recipe = self.trainer.recipe, self.trainer.recipe.changed(video_training=settings)
        found = []
        with torch.no_grad(), averaged(self.players["video"]):
            for number, level in enumerate(_LEVELS):
                luck = chance(0, number, self.device)
                asked = self.trainer.asked(batch, np.random.default_rng(0), luck)
                noise = torch.randn(batch.latents.shape, generator=luck, device=self.device)
                moment = torch.full((_HELD,), level, device=self.device)
                x = (1 - level) * batch.latents + level * noise
                with torch.autocast(self.device.type, torch.bfloat16, enabled=self._half()):
                    velocity = self.model(x, moment, asked)
                found.append((velocity.float() - (noise - batch.latents)).square().mean())
        self.trainer.recipe = kept
        return {"loss_at_fixed_levels": torch.stack(found).mean().item()}

    def show(self, folder: Path) -> None:
        """Clips for the words and camera of some of the set's, as a sheet."""
        stage = self.recipe.stages[-1]
        batch: LatentBatch = self._measured().draw(_SHOWN, np.random.default_rng(1))
        asked = samples.ask(self.trainer.vectors, self.table.rows(batch.codes, np.random.default_rng(1), 0.0), None, self.device)
        size = self.recipe.networks.geometry.changed(width=stage.width, height=stage.height, frames=stage.frames)
        with averaged(self.players["video"]):
            made = samples.clips(
                self.model, self.codec, asked, self.recipe.networks.changed(geometry=size), samples.Wishes(steps=12)
            )
        if self.ranks.first:
            samples.sheet(folder / "clips.jpg", made)

    def deliver(self, folder: Path) -> list[str]:
        """The averaged weights as Nano's runs keep them; of a LoRA, its matrices too, and the weights with them in."""
        weights = dict(delivered(self.players["video"]))
        if not self.ranks.first:
            return []
        networks = self.recipe.networks
        facts = {"kind": "video", "architecture": video_identity(networks), "steps": self.step_count, "data": self.data}
        names = []
        if self.recipe.mode == "lora":
            save_state(folder / "lora.safetensors", weights, facts | {"kind": "video lora", "rank": self.recipe.lora.rank})
            weights, names = _merged(self.base, weights, self.recipe.lora), ["lora.safetensors"]
        parts = save_parts(folder, "video.high", weights, facts | {"recipe": networks.to_json()})
        return names + [path.name for path in parts]

    def work(self) -> float:
        return work_of(self.recipe)


def work_of(recipe: VideoRecipe) -> float:
    """Operations of a step on one device, over the stages, Muon's with them; as if no token skipped a block."""
    shape, total = recipe.networks.video, 0.0
    with torch.device("meta"):
        model = VideoTransformer(shape)
    weights = sum(p.numel() for p in model.blocks.parameters())
    inner = {} if recipe.mode == "lora" else inner_weights(model, _FUSED, _OUTSIDE)
    for stage in recipe.stages:
        rows, columns = stage.height // 8 // shape.patch[0], stage.width // 8 // shape.patch[1]
        tokens = (stage.frames + 3) // 4 * rows * columns + shape.slots
        one = operations_of(weights, tokens, shape.depth, shape.width, frozen=recipe.mode == "lora")
        total += stage.share * one * (stage.batch or recipe.run.batch)
    return total / sum(stage.share for stage in recipe.stages) + steering(model.named_parameters(), inner)


def _first(batch: Batch, count: int) -> Batch:
    """The first clips of a batch: an epoch's last one runs into the next."""
    if batch.frames is None or count >= len(batch.frames):
        return batch
    fields = ("keys", "frames", "codes", "camera", "camera_known", "captions", "text", "groups")
    return replace(batch, **{name: getattr(batch, name)[:count] for name in fields})


def _merged(base: dict[str, Tensor], learnt: dict[str, Tensor], shape: Adapter) -> dict[str, Tensor]:
    """Weights with a LoRA in them."""
    merged = dict(base)
    for name, down in learnt.items():
        if ".lora_A." in name:
            layer, up = name.partition(".lora_A.")[0], learnt[name.replace(".lora_A.", ".lora_B.")]
            merged[f"{layer}.weight"] = base[f"{layer}.weight"] + shape.alpha / shape.rank * (up.float() @ down.float())
    return merged


def codec_hash(codec: nn.Module) -> str:
    """Which codec made latents: latents of two codecs never mix."""
    return hash_json([[name, float(t.double().abs().sum())] for name, t in codec.state_dict().items()])
