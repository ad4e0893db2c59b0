# SPDX-License-Identifier: Apache-2.0
"""A small video model of real modules, for what the engine does around models: a text encoder, a transformer of equal blocks, a
decoder. Its family keeps to the contract of `families.base`: noise by each clip's own seed, latents set only when a stage is
through. Modules can be made to run out of memory, or to give no numbers, at chosen sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.shooting.diffusion.engine.engine import Engine
from aiprod.shooting.diffusion.engine.ladder import Way
from aiprod.shooting.diffusion.families.base import Embedding, Footage
from aiprod.shooting.diffusion.request import Guidance, Media, Sampling, VideoRequest

CHANNELS, WIDE, SCALE = 4, 16, 8


class Block(nn.Module):
    """A residual layer. `faults` are called with its input before it computes."""

    def __init__(self, width: int, faults: list[Callable[[torch.Tensor], None]]) -> None:
        super().__init__()
        self.inner, self.norm = nn.Linear(width, width), nn.LayerNorm(width)
        self._faults = faults

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for fault in self._faults:
            fault(x)
        return x + torch.tanh(self.inner(self.norm(x)))


class Transformer(nn.Module):
    def __init__(self, faults: list[Any], blocks: int = 5) -> None:
        super().__init__()
        self.enter, self.leave = nn.Linear(CHANNELS, WIDE), nn.Linear(WIDE, CHANNELS)
        self.blocks = nn.ModuleList([Block(WIDE, faults) for _ in range(blocks)])

    def forward(self, x: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """[B, C, F, H, W] and [B, WIDE] → velocity."""
        tokens = self.enter(x.flatten(2).transpose(1, 2)) + words[:, None]
        for block in self.blocks:
            tokens = block(tokens)
        return self.leave(tokens).transpose(1, 2).reshape(x.shape)


class TextEncoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(256, WIDE)
        self.layers = nn.ModuleList([nn.Linear(WIDE, WIDE) for _ in range(3)])
        self.runs = 0

    def forward(self, prompt: str) -> torch.Tensor:
        self.runs += 1
        x = self.table(torch.tensor(list(prompt.encode()) or [0])).mean(dim=0, keepdim=True)
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x


class Vae(nn.Module):
    def __init__(self, faults: list[Any]) -> None:
        super().__init__()
        self.colours = nn.Linear(CHANNELS, 3)
        self.layers = nn.ModuleList([nn.Identity(), nn.Identity()])
        self._faults = faults

    def forward(self, latent: torch.Tensor, tile: int | None) -> torch.Tensor:
        """[C, H, W] → [3, 8 H, 8 W] in 0..1."""
        for fault in self._faults:
            fault(latent if tile is None else latent[:, : tile // SCALE, : tile // SCALE])
        for layer in self.layers:
            latent = layer(latent)
        rgb = torch.sigmoid(self.colours(latent.permute(1, 2, 0))).permute(2, 0, 1)
        return rgb.repeat_interleave(SCALE, 1).repeat_interleave(SCALE, 2)


class Driver:
    """See `VideoModel`."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts
        self.decoded_together: list[int] = []

    def encode(self, prompts):
        with self._parts.use("text_encoder") as encoder:
            return [Embedding({"words": encoder(prompt)}) for prompt in prompts]

    def stages(self, request):
        return ("base", "refine") if request.stages == 2 else ("base",)

    def together(self, request):
        return f"{request.width}x{request.height}x{request.frames} {request.sampling.steps}"

    def run(self, stage, clips, hooks):
        words = torch.cat([clip.positive.tensors["words"] for clip in clips])
        x = torch.cat([self._begin(stage, clip) for clip in clips])
        steps = clips[0].request.sampling.steps
        with self._parts.use("transformer") as transformer:
            for step in range(steps):
                sigma = 1 - step / steps
                velocity = transformer(x, words)
                hooks.step(step + 1, steps, {"video": x - sigma * velocity})
                x = x - velocity / steps
        for index, clip in enumerate(clips):
            clip.latents["video"] = x[index : index + 1]

    def _begin(self, stage, clip):
        request = clip.request
        if stage == "refine":
            return clip.latents["video"].repeat_interleave(2, -1).repeat_interleave(2, -2)
        small = SCALE * len(self.stages(request))
        shape = (1, CHANNELS, (request.frames - 1) // 4 + 1, request.height // small, request.width // small)
        return torch.randn(shape, generator=torch.Generator().manual_seed(request.seed))

    def decode(self, clip, *, tile=None, frames=None, made=None):
        return Footage(made or self._frames(clip, tile), clip.request.frames)

    def pictures(self, clips, frames=None):
        self.decoded_together.append(len(clips))
        for piece in zip(*(self._frames(clip, None) for clip in clips), strict=True):
            yield np.stack([frame[None] for frame in piece])

    def _frames(self, clip, tile):
        with self._parts.use("vae") as vae:
            for frame in range(clip.request.frames):
                rgb = vae(clip.latents["video"][0, :, (frame + 3) // 4], tile)
                yield (rgb.permute(1, 2, 0) * 255).to(torch.uint8).numpy()

    def small(self, estimate, index):
        return estimate["video"][index].permute(1, 2, 3, 0).float().numpy()


class SmallFamily:
    name = "small"

    def settle(self, request, checkpoint):
        if request.frames % 4 != 1:
            raise UserError("It makes 4n + 1 frames", f"{request.frames} were asked for", "Take another number.")
        steps = request.sampling.steps or 4
        return request.changed(sampling=request.sampling.changed(steps=steps), video=request.video or Guidance())

    def drive(self, checkpoint, parts):
        return Driver(parts)


@dataclass
class Small:
    """A checkpoint of it, with an engine, and what happened.

    Attributes:
        faults, decode_faults: are called with what a block, or the decoder, is given.
        modules: that were loaded, by component, newest last.
    """

    way: Way = field(default_factory=lambda: Way(dtype="float32"))
    faults: list[Callable[[torch.Tensor], None]] = field(default_factory=list)
    decode_faults: list[Callable[[torch.Tensor], None]] = field(default_factory=list)
    modules: list[tuple[str, nn.Module]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(
            torch.device("cpu"), opener=self.checkpoint, find_family=lambda name: SmallFamily(), loader=self.load,
            planner=lambda checkpoint, request, device: self.way,
        )  # fmt: skip

    def checkpoint(self, model: str) -> Checkpoint:
        sizes = {"transformer": 2000, "text_encoder": 5000, "vae": 15}
        parts = {name: Component(name, name, {}, (Path(f"{name}.safetensors"),), parameters=n) for name, n in sizes.items()}
        return Checkpoint(model, "wan", "2.1", "small", parts, {"all.safetensors": "0" * 64})

    def load(self, _checkpoint: Checkpoint, name: str, _way: Way, _device: torch.device) -> nn.Module:
        torch.manual_seed(7)
        makers: dict[str, Callable[[], nn.Module]] = {
            "transformer": lambda: Transformer(self.faults), "text_encoder": TextEncoder, "vae": lambda: Vae(self.decode_faults)
        }  # fmt: skip
        self.modules.append((name, made := makers[name]()))
        return made

    def loaded(self) -> list[str]:
        return [name for name, _ in self.modules]

    def model(self) -> Any:
        return self.engine.model("small")


def request(prompt: str = "a hill", **fields: Any) -> VideoRequest:
    """A clip of 9 frames of 64 × 32 in four steps."""
    settled: dict[str, Any] = {
        "model": "small", "width": 64, "height": 32, "frames": 9, "rate": FrameRate(), "seed": 1,
        "sampling": Sampling(steps=4), **fields,
    }  # fmt: skip
    return VideoRequest(prompt=prompt, **settled)


NO_MEDIA = Media({})


class Eye:
    """A watch: keeps what it is shown; raises what it is told to."""

    def __init__(self, stop: Callable[[Eye], Exception | None] = lambda eye: None) -> None:
        self.told: list[tuple[int, int]] = []
        self.pictures: list[Any] = []
        self._stop = stop

    def frame(self, done, total, rgb):
        self.told.append((done, total))
        if rgb is not None:
            self.pictures.append(rgb)
        if (error := self._stop(self)) is not None:
            raise error


def out_of_memory(tokens: int, error: Exception | None = None) -> Callable[[torch.Tensor], None]:
    """Memory for inputs of fewer than so many numbers."""

    def fault(x: torch.Tensor) -> None:
        if x.numel() >= tokens:
            raise error or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    return fault
