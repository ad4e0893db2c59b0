# SPDX-License-Identifier: Apache-2.0
"""The sound tokens of a clip: made with the picture, given and followed (speech), or made anew for a part of it (retake)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families.ltx2.grids import Grid, sound_coordinates

_SQUEEZE = 4
"""Spectra and mel bands to a latent."""


@dataclass(frozen=True)
class SoundShape:
    """How a checkpoint's sound latents are laid out.

    Attributes:
        channels, mel: of one latent frame; a token has channels × mel numbers.
        hop: samples from one spectrum to the next.
        rate: samples a second.
    """

    channels: int = 8
    mel: int = 16
    hop: int = 160
    rate: int = 16000

    @property
    def width(self) -> int:
        return self.channels * self.mel

    @property
    def per_second(self) -> float:
        return self.rate / self.hop / _SQUEEZE


def sound_shape(checkpoint: Checkpoint) -> SoundShape:
    """The layout; LTX-2's own where the checkpoint carries no sound."""
    component = checkpoint.components.get("audio_vae")
    config: Mapping[str, Any] = component.config if component is not None else {}
    return SoundShape(
        channels=int(config.get("latent_channels", 8)),
        mel=int(config.get("mel_bins", 64)) // _SQUEEZE,
        hop=int(config.get("mel_hop_length", 160)),
        rate=int(config.get("sample_rate", 16000)),
    )


@dataclass(frozen=True)
class Sound:
    """The sound tokens of one clip, or of several.

    Attributes:
        start, clean: [B, L, D], before noise and held to.
        mask: [B, L, 1], how firmly they hold; None where none does.
        coordinates: [B, 1, L, 2], in seconds.
        given: whether all of it is given: it is heard by the picture and not changed.
    """

    start: torch.Tensor
    clean: torch.Tensor
    mask: torch.Tensor | None
    coordinates: torch.Tensor
    given: bool = False


def silent(grid: Grid, shape: SoundShape, device: torch.device) -> Sound:
    """Sound that is made from noise."""
    return _laid(torch.zeros(1, grid.sounding(shape.per_second), shape.width, device=device), shape)


def continued(latents: torch.Tensor, shape: SoundShape) -> Sound:
    """Sound that was made so far, [1, L, D]."""
    return _laid(latents, shape)


def given(latents: torch.Tensor, shape: SoundShape) -> Sound:
    """Sound that the clip follows, [1, L, D]."""
    laid = _laid(latents, shape)
    return Sound(latents, latents, torch.ones_like(latents[..., :1]), laid.coordinates, given=True)


def remade(latents: torch.Tensor | None, sound: Sound, start: float, end: float) -> Sound:
    """Sound of which the part between two seconds is made anew; all of it where there was none."""
    if latents is None:
        return Sound(sound.start, sound.clean, torch.zeros_like(sound.start[..., :1]), sound.coordinates)
    bounds = sound.coordinates[:, 0]
    anew = (bounds[..., 0] < end) & (bounds[..., 1] > start)
    return Sound(latents, latents, (~anew).to(latents)[..., None], sound.coordinates)


def together(clips: list[Sound]) -> Sound:
    """Several clips' sound as one batch."""
    first = clips[0]
    mask = None if first.mask is None else torch.cat([clip.mask for clip in clips if clip.mask is not None])
    start, clean, coordinates = (torch.cat([getattr(clip, name) for clip in clips]) for name in ("start", "clean", "coordinates"))
    return Sound(start, clean, mask, coordinates, first.given)


def noised(sound: Sound, level: float, noise: torch.Tensor) -> torch.Tensor:
    """The tokens at a noise level; held ones as they are."""
    amount = level if sound.mask is None else (1.0 - sound.mask) * level
    return noise * amount + sound.start * (1 - amount)


def held_to(sound: Sound, latents: torch.Tensor) -> torch.Tensor:
    """Latents with held tokens pulled to what they hold."""
    return latents if sound.mask is None else latents * (1 - sound.mask) + sound.clean * sound.mask


def window(latents: torch.Tensor, begin: float, seconds: float, whole: float, count: int) -> torch.Tensor:
    """[B, count, D]: `seconds` of sound latents that last `whole` seconds, from `begin` on, resampled linearly."""
    length = latents.shape[1]
    at = begin / whole * length + (seconds / whole * length / count) * torch.arange(
        count, dtype=torch.float32, device=latents.device
    )
    at = at.clamp(0, length - 1)
    low = at.floor().long()
    share = (at - low).to(latents.dtype).view(1, -1, 1)
    return latents[:, low] * (1 - share) + latents[:, (low + 1).clamp(max=length - 1)] * share


def _laid(latents: torch.Tensor, shape: SoundShape) -> Sound:
    coordinates = sound_coordinates(latents.shape[1], shape.hop, shape.rate, _SQUEEZE, latents.device)
    return Sound(latents, torch.zeros_like(latents), None, coordinates)
