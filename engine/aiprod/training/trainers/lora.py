# SPDX-License-Identifier: Apache-2.0
"""Teaching a large video model from clips: a LoRA beside its weights, or its weights themselves (`mode: full_finetune`).

Rectified flow: a clip is mixed with noise at a level drawn as the model was trained (logit-normal, shifted, a share uniform), and
the model learns the way from clean to noise. A LoRA is written as diffusers and PEFT name it, and on request as ComfyUI and kohya
do; alpha is in the matrices, so that every tool applies the same.

Hu et al., "LoRA", arXiv 2106.09685; Esser et al., "Scaling Rectified Flow Transformers", arXiv 2403.03206.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from aiprod.film.base import FilmObject
from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.loading import load
from aiprod.training.flow import chance, shifted
from aiprod.training.trainers.budget import operations_of
from aiprod.training.trainers.lessons import Lessons
from aiprod.training.trainers.pupils import Pupil, Size, Texts, pupil
from aiprod.training.trainers.running import Learner, Player, averaged, delivered, save_state
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, spread

Format = Literal["diffusers", "comfyui", "kohya"]
Group = Literal["attention", "feed_forward"]
_LEVELS = (0.15, 0.4, 0.65, 0.9)
"""Noise levels at which held-out clips are measured."""
_STEPS, _MEASURED = 12, 8


class LoraShape(FilmObject):
    """The adapter."""

    rank: int = Field(16, ge=1)
    alpha: float | None = Field(None, gt=0)
    """Its strength is alpha / rank; the rank itself where nothing is said."""
    targets: tuple[Group, ...] = ("attention", "feed_forward")


class LoraRecipe(FilmObject):
    """What `aiprod train lora` trains."""

    run: Running = Running(steps=2000, batch=1, rate=2e-4, warmup=50, ema=0.99, save_every=100, precision="auto")
    model: str = ""
    """An installed model's id, or a folder with a checkpoint."""
    mode: Literal["lora", "full_finetune"] = "lora"
    lora: LoraShape = LoraShape()
    width: int = Field(832, ge=16)
    height: int = Field(480, ge=16)
    frames: int = Field(49, ge=1)
    rate: float = Field(24.0, gt=0)
    """Frames a second that the model is told."""
    language: str = "en"
    expert: Literal["high", "low"] = "high"
    """Of models with two: which one learns."""
    shift: float | None = Field(None, gt=0)
    """Of noise levels; the model's own where nothing is said."""
    uniform: float = Field(0.1, ge=0, le=1)
    drop_caption: float = Field(0.1, ge=0, le=1)
    formats: tuple[Format, ...] = ("diffusers",)
    recompute: bool = True
    """Work out activations twice instead of keeping them."""
    samples: int = Field(2, ge=0)

    @property
    def size(self) -> Size:
        return Size(self.width, self.height, self.frames, self.rate)


class LoraTrainer(Learner):
    """Trains an adapter of a checkpoint, or all of its transformer."""

    kind = "lora"

    def __init__(
        self, recipe: LoraRecipe, checkpoint: Checkpoint, learns: Pupil, lessons: Lessons, device: torch.device,
        ranks: Ranks | None = None, module: Any = None,
    ) -> None:  # fmt: skip
        """
        Args:
            module: what learns, where it is on the device already; else it is read from the checkpoint's files.
        """
        super().__init__(recipe.run, device, ranks or Ranks())
        torch.manual_seed(recipe.run.seed)
        self.recipe, self.checkpoint, self.pupil, self.lessons = recipe, checkpoint, learns, lessons
        name, self.levels = learns.part(recipe.expert)
        self.part = checkpoint.components[name]
        half = device.type == "cuda" and recipe.mode == "lora"
        if module is None:
            module = load(self.part, torch.bfloat16 if half else torch.float32, keep_gguf=False).to(device)
        self.module = module
        self._open()
        spread([*getattr(self.module, learns.blocks), self.module], self.ranks, device)
        self.players = {"model": Player(self.module, recipe.run)}
        self.identity = hash_json([dict(self.part.config), recipe.mode, recipe.lora.model_dump(mode="json"), name])[:16]
        self.data = lessons.identity
        self.shift = recipe.shift or learns.shift(lessons.latents)

    def _open(self) -> None:
        """Let the weights learn that are to."""
        if self.recipe.recompute:
            self.module.enable_gradient_checkpointing()
        if self.recipe.mode == "full_finetune":
            self.module.requires_grad_(True)
            return
        from peft import LoraConfig

        shape = self.recipe.lora
        ends = [re.escape(end) for group in shape.targets for end in self.pupil.names.groups[group]]
        inside = rf"{self.pupil.blocks}\.\d+\.({'|'.join(ends)})"
        alpha = shape.rank if shape.alpha is None else shape.alpha
        self.module.add_adapter(LoraConfig(r=shape.rank, lora_alpha=alpha, target_modules=inside, init_lora_weights=True))
        for _, p in self.module.named_parameters():
            if p.requires_grad:
                p.data = p.data.float()

    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        settings = self.settings
        rng = np.random.default_rng((settings.seed, self.step_count))
        rows = rng.integers(self.lessons.count, size=settings.batch)
        silent = rng.random(settings.batch) < self.recipe.drop_caption
        sigma = self._levels(settings.batch, luck)
        noise = torch.randn((settings.batch, *self.lessons.latents.shape[1:]), generator=luck, device=self.device)
        own = self.ranks.share(settings.batch)
        loss = self._loss(rows[own], silent[own], sigma[own], noise[own])
        loss.backward()
        self.players["model"].learn(rate)
        return loss

    def _levels(self, count: int, luck: torch.Generator) -> Tensor:
        bell = torch.sigmoid(torch.randn(count, generator=luck, device=self.device))
        even = torch.rand(count, generator=luck, device=self.device)
        mixed = torch.rand(count, generator=luck, device=self.device) < self.recipe.uniform
        low, high = self.levels
        return low + (high - low) * torch.where(mixed, even, shifted(bell, self.shift))

    def _loss(self, rows: Any, silent: Any, sigma: Tensor, noise: Tensor) -> Tensor:
        clean = self.lessons.latents[torch.from_numpy(rows)].to(self.device)
        at = sigma[:, None, None, None, None]
        found = self._velocity((1 - at) * clean + at * noise, sigma, self.lessons.read(rows, silent))
        return (found - (noise - clean)).square().mean()

    def _velocity(self, x: Tensor, sigma: Tensor, texts: Texts) -> Tensor:
        dtype = next(self.module.parameters()).dtype
        given = {name: t.to(self.device, dtype) if t.is_floating_point() else t.to(self.device) for name, t in texts.items()}
        with self.autocast():
            return self.pupil.velocity(self.module, x.to(dtype), sigma, given, self.recipe.rate)

    def figures(self) -> dict[str, float]:
        """The loss on held-out clips, at fixed noise levels and with fixed noise."""
        total, low = [], self.levels[0]
        with torch.no_grad(), averaged(self.players["model"]):
            for index in range(min(self.lessons.held, _MEASURED)):
                rows = np.array([self.lessons.count + index])
                for level in _LEVELS:
                    luck = chance(0, index, self.device)
                    noise = torch.randn((1, *self.lessons.latents.shape[1:]), generator=luck, device=self.device)
                    sigma = torch.full((1,), low + (self.levels[1] - low) * level, device=self.device)
                    total.append(self._loss(rows, np.array([False]), sigma, noise))
        return {"held_out_loss": torch.stack(total).mean().item()}

    def show(self, folder: Path) -> None:
        """A few captions as the model now shows them: first, middle and last frame, side by side."""
        if not self.recipe.samples or self.levels != (0.0, 1.0):  # one of two experts makes no whole clip
            return
        made = [self._sample(index % len(self.lessons.latents)) for index in range(self.recipe.samples)]
        if not self.ranks.first:
            return
        from PIL import Image

        vae = load(self.checkpoint.components["vae"], torch.float32).to(self.device)
        folder.mkdir(parents=True, exist_ok=True)
        for index, latents in enumerate(made):
            with torch.no_grad():
                frames = self.pupil.decode(latents, vae)
            row = np.concatenate([frames[0], frames[len(frames) // 2], frames[-1]], axis=1)
            Image.fromarray(row).save(folder / f"{index}.png")
            (folder / f"{index}.txt").write_text(self.lessons.captions[index % len(self.lessons.captions)] + "\n", "utf-8")

    def _sample(self, row: int) -> Tensor:
        """A clip from noise by Euler's steps, without guidance."""
        ends = [float(shifted(torch.tensor(1 - step / _STEPS), self.shift)) for step in range(_STEPS + 1)]
        x = torch.randn((1, *self.lessons.latents.shape[1:]), generator=chance(1, row, self.device), device=self.device)
        texts = self.lessons.read(np.array([row]), np.array([False]))
        with torch.no_grad(), averaged(self.players["model"]):
            for start, end in pairwise(ends):
                x = x + (end - start) * self._velocity(x, torch.full((1,), start, device=self.device), texts)
        return x

    def deliver(self, folder: Path) -> list[str]:
        weights = dict(delivered(self.players["model"]))
        if not self.ranks.first:
            return []
        facts: dict[str, Any] = {
            "kind": self.recipe.mode,
            "model": self.checkpoint.use().model_dump(mode="json"),
            "steps": self.step_count,
        }
        facts |= {"part": self.part.name, "data": self.data, "architecture": self.identity}
        if self.recipe.mode == "full_finetune":
            return _write_whole(folder / self.part.name, self.module, weights, facts)
        pairs = _folded(weights, self.recipe.lora)
        return [_write_lora(folder, kind, pairs, self.pupil, facts) for kind in self.recipe.formats]

    def work(self) -> float:
        return work_of(self.recipe, self.checkpoint)


def work_of(recipe: LoraRecipe, checkpoint: Checkpoint) -> float:
    """Operations of a step, all devices together, as the model's size says."""
    learns = pupil(checkpoint)
    sizes = learns.sizes(checkpoint.components[learns.part(recipe.expert)[0]], recipe.size)
    return operations_of(**sizes, frozen=recipe.mode == "lora", again=recipe.recompute) * recipe.run.batch


def _folded(weights: dict[str, Tensor], shape: LoraShape) -> dict[str, tuple[Tensor, Tensor]]:
    """By layer, the matrices [rank, in] and [out, rank], with alpha in the second."""
    scale = 1.0 if shape.alpha is None else shape.alpha / shape.rank
    found = {}
    for name, down in weights.items():
        if ".lora_A." in name:
            layer = name.partition(".lora_A.")[0]
            found[layer] = (down, scale * weights[name.replace(".lora_A.", ".lora_B.")])
    return found


def _write_lora(folder: Path, kind: Format, pairs: dict[str, tuple[Tensor, Tensor]], learns: Pupil, facts: dict[str, Any]) -> str:
    tensors: dict[str, Tensor] = {}
    for layer, (down, up) in pairs.items():
        published = learns.names.publisher(layer)
        if kind == "kohya":
            flat = "lora_unet_" + published.replace(".", "_")
            tensors |= {
                f"{flat}.lora_down.weight": down,
                f"{flat}.lora_up.weight": up,
                f"{flat}.alpha": torch.tensor(float(len(down))),
            }
            continue
        stem = f"transformer.{layer}" if kind == "diffusers" else f"diffusion_model.{published}"
        tensors |= {f"{stem}.lora_A.weight": down, f"{stem}.lora_B.weight": up}
    name = "lora.safetensors" if kind == "diffusers" else f"lora-{kind}.safetensors"
    save_state(folder / name, tensors, facts | {"format": kind})
    return name


def _write_whole(folder: Path, module: Any, weights: dict[str, Tensor], facts: dict[str, Any]) -> list[str]:
    """A transformer as diffusers saves it, at 16 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    wide = tuple(getattr(module, "_keep_in_fp32_modules", None) or ())
    known = set(module.state_dict())
    tensors = weights | {name: buffer.cpu() for name, buffer in module.named_buffers() if name in known}
    kept = {
        name: tensor if any(part in wide for part in name.split(".")) else tensor.to(torch.bfloat16)
        for name, tensor in tensors.items()
    }
    module.save_config(folder)
    save_state(folder / "diffusion_pytorch_model.safetensors", kept, facts)
    return [f"{folder.name}/config.json", f"{folder.name}/diffusion_pytorch_model.safetensors"]
