# SPDX-License-Identifier: Apache-2.0
"""Footage in the trainers' hands: clips with exact labels, the pool of pictures and the pool of latents on the device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.training.data.pool import Clip
from aiprod.training.mirror import mirrored_camera, mirrored_codes
from aiprod.training.networks.codec import Codec, from_bytes
from aiprod.training.recipe import Geometry, Recipe

Codes = NDArray[np.int16]


Feed = Callable[[], Sequence[Clip]]
"""Hands over the clips that have come in since the last call, without waiting."""


class PicturePool:
    """The newest clips as bytes on the device."""

    def __init__(self, geometry: Geometry, capacity: int, device: torch.device) -> None:
        self.geometry = geometry
        size = (capacity, geometry.frames, geometry.height, geometry.width, 3)
        self.frames = torch.empty(size, dtype=torch.uint8, device=device)
        self.clips: list[Clip] = []
        self.seen = 0

    def __len__(self) -> int:
        return len(self.clips)

    def add(self, clips: Sequence[Clip]) -> None:
        """Keep clips; when the pool is full the oldest make room."""
        for clip in clips:
            slot = self.seen % len(self.frames)
            self.frames[slot].copy_(torch.from_numpy(np.ascontiguousarray(clip.frames)), non_blocking=True)
            light = replace(clip, frames=clip.frames[:0])
            if slot < len(self.clips):
                self.clips[slot] = light
            else:
                self.clips.append(light)
            self.seen += 1

    def crops(self, batch: int, frames: int, crop: int, rng: np.random.Generator) -> Tensor:
        """Random pieces as floats in −1…1, [batch, frames, ≤ crop, ≤ crop, 3]; half of them mirrored."""
        size = self.geometry
        tall, wide, long = min(crop, size.height), min(crop, size.width), min(frames, size.frames)
        pieces = []
        for _ in range(batch):
            which, mirrored = rng.integers(len(self.clips)), rng.random() < 0.5
            t, y, x = (int(rng.integers(n + 1)) for n in (size.frames - long, size.height - tall, size.width - wide))
            piece = self.frames[which, t : t + long, y : y + tall, x : x + wide]
            pieces.append(piece.flip(2) if mirrored else piece)
        return torch.stack(pieces).float() / 127.5 - 1


@dataclass(frozen=True)
class LatentBatch:
    """Latents of clips with what was said of them, and a frame to remember for each."""

    latents: Tensor
    codes: Codes
    camera: Tensor
    memory: Tensor


class LatentPool:
    """Clips as normalised latents, as many as the device holds, drawn from for every step."""

    def __init__(self, recipe: Recipe, capacity: int, device: torch.device) -> None:
        size, shape = recipe.geometry, recipe.video
        self.device = device
        self.capacity = capacity
        kind = torch.float16 if device.type == "cuda" else torch.float32
        grid = (size.latent_frames, size.height // 8, size.width // 8, shape.channels)
        self.latents = torch.zeros((capacity, *grid), dtype=kind, device=device)
        self.camera = torch.zeros((capacity, size.frames, max(shape.camera_dims, 1)), device=device)
        self.codes = np.zeros((capacity, shape.slots), np.int16)
        self.groups = np.zeros(capacity, np.int64)
        self.members: dict[int, list[int]] = defaultdict(list)
        self.count = 0

    def __len__(self) -> int:
        return min(self.count, self.capacity)

    def add(self, latents: Tensor, codes: Codes, camera: NDArray[np.float32], groups: Sequence[int]) -> None:
        """Keep latents [n, …]; when the pool is full the oldest make room."""
        for index in range(len(latents)):
            slot = self.count % self.capacity
            if self.count >= self.capacity:
                self.members[int(self.groups[slot])].remove(slot)
            self.latents[slot].copy_(latents[index])
            self.camera[slot].copy_(torch.from_numpy(np.ascontiguousarray(camera[index])))
            self.codes[slot], self.groups[slot] = codes[index], groups[index]
            self.members[groups[index]].append(slot)
            self.count += 1

    def draw(self, batch: int, rng: np.random.Generator) -> LatentBatch:
        """A batch by chance, each clip with a frame to remember: of another window of its set-up, or of its own, displaced."""
        chosen = rng.integers(len(self), size=batch)
        partners = np.array([self._partner(int(slot), rng) for slot in chosen])
        where, other = (torch.from_numpy(places).to(self.device) for places in (chosen, partners))
        moment = torch.from_numpy(rng.integers(self.latents.shape[1], size=batch)).to(self.device)
        memory = displaced(self.latents[other, moment].float(), (partners == chosen), rng)
        return LatentBatch(self.latents[where].float(), self.codes[chosen], self.camera[where], memory)

    def _partner(self, slot: int, rng: np.random.Generator) -> int:
        """Another window of the same set-up, or the clip itself where there is none."""
        others = self.members[int(self.groups[slot])]
        if len(others) < 2:
            return slot
        found = others[int(rng.integers(len(others) - 1))]
        return found if found != slot else others[-1]


def displaced(frames: Tensor, which: NDArray[np.bool_], rng: np.random.Generator) -> Tensor:
    """Frames [b, h, w, c]; those of `which` moved by up to a third, so that remembering is not copying. Edges repeat."""
    b, h, w, _ = frames.shape
    down, right = (rng.integers(-(n // 3), n // 3 + 1, size=b) * which for n in (h, w))
    rows = np.clip(np.arange(h)[None] + down[:, None], 0, h - 1)
    columns = np.clip(np.arange(w)[None] + right[:, None], 0, w - 1)
    one, y, x = (torch.from_numpy(a).to(frames.device) for a in (np.arange(b), rows, columns))
    return frames[one[:, None, None], y[:, :, None], x[:, None, :]]


def encoded(codec: Codec, frames: Tensor, clips: Sequence[Clip], pool: LatentPool) -> None:
    """Clips' frames, uint8 [n, t, h, w, 3] on the device, as latents into a pool; and their mirror images."""
    codes, camera = np.stack([clip.codes for clip in clips]), np.stack([clip.camera for clip in clips])
    groups = [clip.group for clip in clips]
    half = frames.device.type == "cuda"
    with torch.no_grad(), torch.autocast(frames.device.type, torch.bfloat16, enabled=half):
        pool.add(codec.encode(from_bytes(frames)), codes, camera, groups)
        turned = codec.encode(from_bytes(frames.flip(3)))
        pool.add(turned, mirrored_codes(codes), mirrored_camera(camera), [~group for group in groups])
