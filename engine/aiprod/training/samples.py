# SPDX-License-Identifier: Apache-2.0
"""Clips made from the weights in training, to be looked at and judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.shooting.nano import sampling
from aiprod.training.flow import chance
from aiprod.training.networks.codec import Codec, to_bytes
from aiprod.training.networks.transformer import Asked, VideoTransformer
from aiprod.training.recipe import Recipe

Frames = NDArray[np.uint8]


@dataclass(frozen=True)
class Wishes:
    """How clips are made: solver steps, guidance, schedule."""

    steps: int = 24
    scale: float = 3.0
    shift: float = 3.0
    seed: int = 1
    batch: int = 32


def ask(vectors: Tensor, rows: NDArray[np.int32], camera: NDArray[np.float32] | None, device: torch.device) -> Asked:
    """The condition for rows of the phrase table [b, slots] and camera tracks [b, frames, axes]."""
    chosen = torch.from_numpy(rows).to(device)
    track = None if camera is None else torch.from_numpy(camera).to(device)
    on = None if track is None else torch.ones(len(rows), device=device)
    return Asked(vectors[chosen], (chosen > 0).float(), track, on)


def latents(model: VideoTransformer, asked: Asked, recipe: Recipe, wishes: Wishes, given: Tensor | None = None) -> Tensor:
    """Sample normalised latents for what is asked; `given` [b, k, h, w, c] are the first frames of a clip that goes on."""
    size = recipe.geometry
    device, count = asked.tokens.device, len(asked.tokens)
    shape = (count, size.latent_frames, size.height // 8, size.width // 8, recipe.codec.channels)
    noise = torch.randn(shape, generator=chance(wishes.seed, 0, device), device=device)
    if given is not None:
        known = torch.zeros(shape[:2], device=device)
        known[:, : given.shape[1]] = 1
        asked = replace(asked, known=known)

    def velocity(wish: Asked) -> sampling.Velocity:
        def at(x: Tensor, moment: float) -> Tensor:
            with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                found: Tensor = model(x, torch.full((count,), moment, device=device), wish)
            return found.float()

        return at

    def hold(x: Tensor) -> Tensor:
        return x if given is None else torch.cat([given, x[:, given.shape[1] :]], 1)

    flow = sampling.guided(velocity(asked), velocity(asked.without()), wishes.scale)
    with torch.no_grad():
        found: Tensor = sampling.euler(flow, noise, sampling.moments(wishes.steps, wishes.shift), hold)
    return found


def all_latents(model: VideoTransformer, asked: Asked, recipe: Recipe, wishes: Wishes) -> Tensor:
    """Sample latents for any number of clips, a batch at a time."""
    parts = []
    for start in range(0, len(asked.tokens), wishes.batch):
        part = sliced(asked, slice(start, start + wishes.batch))
        parts.append(latents(model, part, recipe, replace(wishes, seed=wishes.seed + start)))
    return torch.cat(parts)


def clips(model: VideoTransformer, codec: Codec, asked: Asked, recipe: Recipe, wishes: Wishes) -> Frames:
    """Sample clips, uint8 [b, frames, height, width, 3]."""
    return decoded(codec, all_latents(model, asked, recipe, wishes))


def decoded(codec: Codec, found: Tensor) -> Frames:
    """Latents → uint8 frames on the processor, a few clips at a time."""
    parts = []
    with torch.no_grad(), torch.autocast(found.device.type, torch.bfloat16, enabled=found.device.type == "cuda"):
        for few in found.split(8):
            parts.append(to_bytes(codec.decode(few)).cpu().numpy())
    return np.concatenate(parts)


def sliced(asked: Asked, part: slice) -> Asked:
    """Some of the clips of a condition."""
    fields = {name: getattr(asked, name) for name in ("tokens", "present", "camera", "camera_on", "memory", "memory_on", "known")}
    cut: dict[str, Any] = {name: None if value is None else value[part] for name, value in fields.items()}
    return Asked(**cut)


def sheet(path: Path, made: Frames, columns: int = 6, side_by_side: int = 1) -> None:
    """Write clips as a picture: a row for each, frames from first to last."""
    import cv2

    strips = []
    for clip in made:
        chosen = np.linspace(0, len(clip) - 1, columns).round().astype(int)
        strips.append(np.hstack([clip[index] for index in chosen]))
    strips += [np.zeros_like(strips[0])] * (-len(strips) % side_by_side)
    rows = [np.hstack(strips[i : i + side_by_side]) for i in range(0, len(strips), side_by_side)]
    ok, data = cv2.imencode(".jpg", cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not ok:
        raise ValueError("the sheet is too large for a picture file")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.tobytes())
