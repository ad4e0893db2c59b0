# SPDX-License-Identifier: Apache-2.0
"""Finished latents as pictures and sound, in windows of time and tiles of space where memory is short.

Windows and tiles overlap and are blended: the decoder sees neighbours on both sides of every seam. They are cut here and not in
the VAE, so that any decoder (compiled, exported) that takes latents [1, C, F, H, W] will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aiprod.shooting.diffusion.families.ltx2 import rules

_TIME_OVERLAP = 2
"""Latent frames that two windows share, beside the one that begins the later window."""
_SPACE_OVERLAP = 0.25
"""Share of a tile that it shares with the next."""
_SMALLEST_TILE = 4


def pictures(vae: Any, latents: torch.Tensor, tile: int | None = None, frames: int | None = None) -> Iterator[torch.Tensor]:
    """Frames [n, 3, height, width] in 0..1, window after window, of raw latents [1, C, F, H, W].

    Args:
        tile: pixels on a tile's side; None: whole pictures.
        frames: of a window; None: all at once.
    """
    for piece in pictures_together(vae, latents, tile, frames):
        yield piece[0]


def pictures_together(
    vae: Any, latents: torch.Tensor, tile: int | None = None, frames: int | None = None
) -> Iterator[torch.Tensor]:
    """The same of several clips [B, C, F, H, W] at once: [B, n, 3, height, width]."""
    size = latents.shape[2] if frames is None else max(frames // rules.TIME, _TIME_OVERLAP + 2)
    carried: torch.Tensor | None = None
    for start, stop in _windows(latents.shape[2], size):
        decoded = _decoded(vae, latents[:, :, start:stop], tile).permute(0, 2, 1, 3, 4)
        fresh = decoded if start == 0 else decoded[:, 1:]
        fresh = fresh if carried is None else _faded(carried, fresh)
        count = fresh.shape[1]
        keep = count if stop == latents.shape[2] else count - _TIME_OVERLAP * rules.TIME
        carried = fresh[:, keep:]
        yield (fresh[:, :keep] / 2 + 0.5).clamp(0, 1)


def eight_bit(pictures: torch.Tensor) -> NDArray[np.uint8]:
    """uint8 [n, height, width, 3] of frames [n, 3, height, width] in 0..1."""
    found: NDArray[np.uint8] = (pictures * 255).round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()
    return found


def sound(audio_vae: Any, vocoder: Any, latents: torch.Tensor, mel: int) -> torch.Tensor:
    """Samples [n, channels] in -1..1 of packed, normalised latents [1, L, D]."""
    mean, deviation = audio_vae.latents_mean.to(latents), audio_vae.latents_std.to(latents)
    unpacked = (latents * deviation + mean).unflatten(2, (-1, mel)).transpose(1, 2)
    spectra = audio_vae.decode(unpacked.to(audio_vae.dtype), return_dict=False)[0]
    samples: torch.Tensor = vocoder(spectra)[0].float().T.clamp(-1, 1)
    return samples


def _windows(length: int, size: int) -> Iterator[tuple[int, int]]:
    """[start, stop) of windows of latent frames; each but the first begins with one that is only there for its neighbours."""
    start = 0
    while True:
        stop = min(start + size + (1 if start else 0), length)
        yield start, stop
        if stop == length:
            return
        start = stop - 1 - _TIME_OVERLAP


def _faded(earlier: torch.Tensor, later: torch.Tensor) -> torch.Tensor:
    """The later window, its first frames blended with the earlier window's last ones: [B, n, …] both."""
    count = earlier.shape[1]
    share = torch.linspace(0, 1, count + 2, device=later.device, dtype=later.dtype)[1:-1].view(1, -1, 1, 1, 1)
    return torch.cat([earlier * (1 - share) + later[:, :count] * share, later[:, count:]], 1)


def _decoded(vae: Any, latents: torch.Tensor, tile: int | None) -> torch.Tensor:
    """[B, 3, frames, height, width] in -1..1."""
    height, width = latents.shape[3:]
    side = max(height, width) if tile is None else max(tile // rules.SPACE, _SMALLEST_TILE)
    if side >= max(height, width):
        return _whole(vae, latents)
    shape = (len(latents), 3, (latents.shape[2] - 1) * rules.TIME + 1, height * rules.SPACE, width * rules.SPACE)
    total, weights = latents.new_zeros(shape, dtype=torch.float32), latents.new_zeros((1, 1, 1, *shape[3:]), dtype=torch.float32)
    for top, bottom in _tiles(height, side):
        for left, right in _tiles(width, side):
            part = _whole(vae, latents[:, :, :, top:bottom, left:right])
            weight = _tent(bottom - top, top > 0, bottom < height, side)[:, None] * _tent(
                right - left, left > 0, right < width, side
            )
            weight = weight.to(part)
            where = (slice(top * rules.SPACE, bottom * rules.SPACE), slice(left * rules.SPACE, right * rules.SPACE))
            total[..., where[0], where[1]] += part * weight
            weights[..., where[0], where[1]] += weight
    return total / weights


def _whole(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    moment = torch.zeros(1, device=latents.device, dtype=vae.dtype) if vae.config.timestep_conditioning else None
    decoded: torch.Tensor = vae.decode(latents.to(vae.dtype), moment, return_dict=False)[0]
    return decoded.float()


def _tiles(length: int, side: int) -> list[tuple[int, int]]:
    """[start, stop) of equally long tiles that overlap by a share of them at least."""
    if length <= side:
        return [(0, length)]
    stride = max(int(side * (1 - _SPACE_OVERLAP)), 1)
    count = -(-(length - side) // stride) + 1
    starts = [round(index * (length - side) / (count - 1)) for index in range(count)]
    return [(start, start + side) for start in starts]


def _tent(cells: int, before: bool, after: bool, side: int) -> torch.Tensor:
    """[pixels]: 1, falling towards the edges that another tile overlaps."""
    pixels, ramp = cells * rules.SPACE, max(int(side * _SPACE_OVERLAP), 1) * rules.SPACE
    weight = torch.ones(pixels)
    rising = torch.linspace(0, 1, ramp + 2)[1:-1]
    if before:
        weight[:ramp] = rising
    if after:
        weight[-ramp:] = torch.minimum(weight[-ramp:], rising.flip(0))
    return weight
