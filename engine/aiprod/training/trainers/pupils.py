# SPDX-License-Identifier: Apache-2.0
"""Large video models as a trainer sees them: clips to latents, captions to what is read, and the velocity that a model answers.

Latents are [B, C, F, H, W], normalised as the transformer takes them. The models' own geometry and encoders are those that make
films with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor, nn

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.models.loading import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Texts = dict[str, Tensor]
_STEPS = 1000


@dataclass(frozen=True)
class Size:
    """The clips that are learnt. `rate` is how many frames a second the model is told."""

    width: int
    height: int
    frames: int
    rate: float


@dataclass(frozen=True)
class Names:
    """Where adapters may go, by group: ends of the layers' names; and what the publisher's own files call these layers."""

    groups: dict[str, tuple[str, ...]]
    published: dict[str, str] = field(default_factory=dict)

    def publisher(self, layer: str) -> str:
        for ours, theirs in self.published.items():
            layer = layer.replace(ours, theirs)
        return layer


_ATTENTION = tuple(f"attn{which}.{part}" for which in (1, 2) for part in ("to_q", "to_k", "to_v", "to_out.0"))


class Pupil(Protocol):
    """A family's way of learning."""

    names: Names
    blocks: str
    """The list of blocks in the transformer."""
    unit: tuple[int, int]
    """Pixels and frames to a latent; a clip has one frame more than a multiple."""

    def part(self, expert: str) -> tuple[str, tuple[float, float]]:
        """The component that learns, and between which noise levels it works."""
        ...

    def encode(self, frames: NDArray[np.uint8], vae: Any) -> Tensor:
        """Latents [1, C, f, h, w] of frames [F, H, W, 3]."""
        ...

    def decode(self, latents: Tensor, vae: Any) -> NDArray[np.uint8]:
        """The frames of latents [1, C, f, h, w]."""
        ...

    def shift(self, latents: Tensor) -> float:
        """How far the model's noise levels lie towards noise, for clips of this size."""
        ...

    def sizes(self, part: Component, size: Size) -> dict[str, int]:
        """Parameters, tokens, layers and width: what an estimate of operations needs."""
        ...

    def velocity(self, module: nn.Module, x: Tensor, sigma: Tensor, texts: Texts, fps: float) -> Tensor:
        """From clean to noise, float32, of clips at noise levels [B]."""
        ...


def _sizes(part: Component, size: Size, unit: tuple[int, int]) -> dict[str, int]:
    tokens = (size.frames - 1) // unit[1] + 1
    tokens *= (size.height // unit[0]) * (size.width // unit[0])
    width = int(part.config["num_attention_heads"]) * int(part.config["attention_head_dim"])
    return {"parameters": part.parameters, "tokens": tokens, "layers": int(part.config["num_layers"]), "width": width}


def pupil(checkpoint: Checkpoint) -> Pupil:
    """How a checkpoint learns. Raises UserError for a model that needs more than words."""
    return Wan(checkpoint) if checkpoint.family == "wan" else Ltx2(checkpoint)


def read_captions(checkpoint: Checkpoint, captions: Sequence[str], device: torch.device, dtype: torch.dtype) -> list[Texts]:
    """What the transformer is given of captions, on the host, each [1, …]."""
    from aiprod.shooting.diffusion.families import family
    from aiprod.shooting.diffusion.families.base import PlainParts

    names = [name for name in ("tokenizer", "text_encoder", "connectors") if name in checkpoint.components]
    modules = {name: load(checkpoint.components[name], dtype) for name in names}
    modules = {name: part.to(device) if isinstance(part, nn.Module) else part for name, part in modules.items()}
    driver = family(checkpoint.family).drive(checkpoint, PlainParts(modules, device, dtype))
    return [{name: tensor.cpu() for name, tensor in one.tensors.items()} for one in driver.encode(captions)]


class Wan:
    """Wan 2.1 and 2.2, text to video."""

    names = Names(
        {"attention": _ATTENTION, "feed_forward": ("ffn.net.0.proj", "ffn.net.2")},
        {".attn1.": ".self_attn.", ".attn2.": ".cross_attn.", ".to_out.0": ".o", ".to_q": ".q", ".to_k": ".k", ".to_v": ".v",
         ".ffn.net.0.proj": ".ffn.0", ".ffn.net.2": ".ffn.2"},
    )  # fmt: skip
    blocks = "blocks"

    def __init__(self, checkpoint: Checkpoint) -> None:
        from aiprod.shooting.diffusion.families.wan.traits import FRAMES_A_LATENT, traits

        self._traits = traits(checkpoint)
        if self._traits.mode not in ("t2v", "ti2v"):
            raise UserError(
                f"{checkpoint.id} can't be trained here", "it goes on from pictures or controls, which data sets don't hold",
                "Train the text-to-video model of its family: its LoRA serves both.",
            )  # fmt: skip
        self.unit = (self._traits.unit, FRAMES_A_LATENT)

    def part(self, expert: str) -> tuple[str, tuple[float, float]]:
        if self._traits.experts == 1:
            return "transformer", (0.0, 1.0)
        edge = self._traits.boundary
        return ("transformer_2", (0.0, edge)) if expert == "low" else ("transformer", (edge, 1.0))

    def encode(self, frames: NDArray[np.uint8], vae: Any) -> Tensor:
        from aiprod.shooting.diffusion.families.wan.latents import encoded
        from aiprod.shooting.diffusion.families.wan.pictures import filled

        return encoded(vae, filled(frames, (frames.shape[1], frames.shape[2])))

    def decode(self, latents: Tensor, vae: Any) -> NDArray[np.uint8]:
        from aiprod.shooting.diffusion.families.wan.latents import decoded

        pixels = torch.cat(list(decoded(vae, latents)), 1).float()
        shown: NDArray[np.uint8] = ((pixels.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 3, 0).cpu().numpy()
        return shown

    def shift(self, latents: Tensor) -> float:
        return self._traits.shift

    def sizes(self, part: Component, size: Size) -> dict[str, int]:
        return _sizes(part, size, self.unit)

    def velocity(self, module: nn.Module, x: Tensor, sigma: Tensor, texts: Texts, fps: float) -> Tensor:
        time = sigma * _STEPS
        if self._traits.mode == "ti2v":
            time = time[:, None].expand(-1, x.shape[2] * (x.shape[3] // 2) * (x.shape[4] // 2))
        found: Tensor = module(hidden_states=x, timestep=time, encoder_hidden_states=texts["states"], return_dict=False)[0]
        return found.float()


class Ltx2:
    """LTX-2.0, 2.3 and 2.5: the picture alone. The streams of picture and sound don't hear each other meanwhile."""

    names = Names({"attention": _ATTENTION, "feed_forward": ("ff.net.0.proj", "ff.net.2")})
    blocks = "transformer_blocks"

    def __init__(self, checkpoint: Checkpoint) -> None:
        from aiprod.shooting.diffusion.families.ltx2 import rules
        from aiprod.shooting.diffusion.families.ltx2.sound import sound_shape

        self._sound, self._marked, self._mutual = (
            sound_shape(checkpoint),
            checkpoint.version == "2.5",
            checkpoint.version != "2.0",
        )
        self.unit = (rules.SPACE, rules.TIME)

    def part(self, expert: str) -> tuple[str, tuple[float, float]]:
        return "transformer", (0.0, 1.0)

    def encode(self, frames: NDArray[np.uint8], vae: Any) -> Tensor:
        from aiprod.shooting.diffusion.families.ltx2.media import encoded

        return encoded(vae, frames, (frames.shape[1], frames.shape[2]))

    def decode(self, latents: Tensor, vae: Any) -> NDArray[np.uint8]:
        from aiprod.shooting.diffusion.families.ltx2.decoding import eight_bit, pictures
        from aiprod.shooting.diffusion.families.ltx2.media import Scale

        raw = Scale.of(vae).raw(latents).to(vae.device, vae.dtype)
        return eight_bit(torch.cat(list(pictures(vae, raw))).float())

    def shift(self, latents: Tensor) -> float:
        """The family's line: exp(0.95) at 1024 tokens, exp(2.05) at 4096."""
        tokens = math.prod(latents.shape[2:])
        return math.exp(0.95 + (2.05 - 0.95) * (tokens - 1024) / (4096 - 1024))

    def sizes(self, part: Component, size: Size) -> dict[str, int]:
        return _sizes(part, size, self.unit)

    def velocity(self, module: nn.Module, x: Tensor, sigma: Tensor, texts: Texts, fps: float) -> Tensor:
        from aiprod.shooting.diffusion.families.ltx2 import rules, sound, tokens
        from aiprod.shooting.diffusion.families.ltx2.grids import Grid, pack, unpack

        batch, channels, frames, height, width = x.shape
        grid = Grid(frames, height, width, float(rules.FASTEST_TIME_BASE if fps > rules.FASTEST_AS_IT_IS else fps), fps)
        video, heard = tokens.on_grid(grid, channels, x.device), sound.silent(grid, self._sound, x.device)
        video = tokens.marked(video, grid) if self._marked else video
        mask, time = texts["mask"], sigma * _STEPS
        said = module(
            hidden_states=pack(x), audio_hidden_states=heard.start.expand(batch, -1, -1).to(x),
            encoder_hidden_states=texts["video"], audio_encoder_hidden_states=texts["audio"], encoder_attention_mask=mask,
            audio_encoder_attention_mask=mask, timestep=time, audio_timestep=time, sigma=time, audio_sigma=time,
            num_frames=frames, height=height, width=width, fps=grid.time_base, audio_num_frames=heard.start.shape[1],
            video_coords=video.coordinates.expand(batch, -1, -1, -1), audio_coords=heard.coordinates.expand(batch, -1, -1, -1),
            video_keyframes_mask=None if video.single is None else video.single.expand(batch, -1, -1),
            use_cross_timestep=self._mutual, isolate_modalities=True, return_dict=False,
        )  # fmt: skip
        return unpack(said[0].float(), frames, height, width)
