# SPDX-License-Identifier: Apache-2.0
"""Wan's video autoencoder (causal, four frames a latent): pixels to normalised latents and back, a few frames at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

_OVERLAP = 0.25
"""Of a tile, with each neighbour."""


def encoded(vae: Any, pixels: torch.Tensor) -> torch.Tensor:
    """Normalised latents float32 [1, C, f, h, w] of pixels [3, n, H, W] in -1..1; n is a multiple of 4 and one more."""
    raw: torch.Tensor = vae.encode(pixels[None].to(vae.device, vae.dtype)).latent_dist.mode().float()
    mean, deviation = statistics(vae, raw)
    return (raw - mean) * (1.0 / deviation)


def statistics(vae: Any, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation of raw latents, [1, C, 1, 1, 1]."""
    mean, deviation = (
        torch.tensor(values).view(1, -1, 1, 1, 1).to(like) for values in (vae.config.latents_mean, vae.config.latents_std)
    )
    return mean, deviation


def decoded(vae: Any, latents: torch.Tensor, tile: int | None = None) -> Iterator[torch.Tensor]:
    """Pixels of normalised latents [1, C, f, h, w], one latent frame after the other: [3, n, H, W] in -1..1, n = 1 then 4.

    Args:
        tile: side of the squares that are decoded one by one, in pixels; blended where they overlap. None: whole pictures.
    """
    raw = _raw(vae, latents)
    side = (tile or 0) // vae.spatial_compression_ratio
    if side and (raw.shape[3] > side or raw.shape[4] > side):
        yield _tiled(vae, raw, max(side, 4))
    else:
        for chunk in _stream(vae, raw):
            yield chunk[0]


def decoded_together(vae: Any, latents: torch.Tensor) -> Iterator[torch.Tensor]:
    """The same for several clips [B, C, f, h, w] at once, whole pictures: [B, 3, n, H, W]."""
    return _stream(vae, _raw(vae, latents))


def _raw(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    latents = latents.to(vae.device, vae.dtype)
    mean, deviation = statistics(vae, latents)
    return latents / (1.0 / deviation) + mean


def _stream(vae: Any, raw: torch.Tensor) -> Iterator[torch.Tensor]:
    """What the library's `_decode` does, without keeping the frames; the causal memory is this call's own: [B, 3, n, H, W]."""
    if not hasattr(vae, "_cached_conv_counts"):
        yield vae.decode(raw, return_dict=False)[0]
        return
    memory: list[Any] = [None] * vae._cached_conv_counts["decoder"]
    z = vae.post_quant_conv(raw)
    for index in range(z.shape[2]):
        out = vae.decoder(z[:, :, index : index + 1], feat_cache=memory, feat_idx=[0], first_chunk=index == 0)
        yield _unpatched(out, vae.config.patch_size).clamp(-1.0, 1.0)


def _unpatched(pixels: torch.Tensor, patch: int | None) -> torch.Tensor:
    """[B, 3 p p, n, H, W] as [B, 3, n, H p, W p]; channels are ordered (colour, column, row)."""
    if not patch or patch == 1:
        return pixels
    batch, channels, frames, height, width = pixels.shape
    cells = pixels.view(batch, channels // patch**2, patch, patch, frames, height, width)
    return cells.permute(0, 1, 4, 5, 3, 6, 2).reshape(batch, -1, frames, height * patch, width * patch)


def _tiled(vae: Any, raw: torch.Tensor, side: int) -> torch.Tensor:
    """The whole clip [3, F, H, W] on the host: a weighted mean of its tiles."""
    scale = vae.spatial_compression_ratio
    height, width = (int(length) * scale for length in raw.shape[3:])
    total: torch.Tensor | None = None
    weights = torch.zeros(height, width)
    for top in _starts(raw.shape[3], side):
        for left in _starts(raw.shape[4], side):
            part = torch.cat([c[0].float().cpu() for c in _stream(vae, raw[..., top : top + side, left : left + side])], 1)
            weight = _ramp(part.shape[2])[:, None] * _ramp(part.shape[3])[None]
            rows, columns = (slice(at * scale, at * scale + size) for at, size in ((top, part.shape[2]), (left, part.shape[3])))
            if total is None:
                total = torch.zeros(3, part.shape[1], height, width)
            total[:, :, rows, columns] += part * weight
            weights[rows, columns] += weight
    assert total is not None
    return total / weights


def _starts(length: int, side: int) -> list[int]:
    """Where tiles begin, so that they overlap and the last one ends with the picture."""
    if length <= side:
        return [0]
    stride = max(1, int(side * (1 - _OVERLAP)))
    return [*range(0, length - side, stride), length - side]


def _ramp(length: int) -> torch.Tensor:
    """Rising from the edges over the overlap, 1 between."""
    edge = max(1, int(length * _OVERLAP))
    steps = torch.arange(1, length + 1, dtype=torch.float32)
    return torch.minimum(steps, steps.flip(0)).clamp(max=edge) / edge
