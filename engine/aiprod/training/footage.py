# SPDX-License-Identifier: Apache-2.0
"""Footage in the trainers' hands: clips with exact labels, the pool of pictures and the pool of latents on the device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
    """Latents of clips [b, t, h, w, c], what was said of them, a frame to remember for each, and where their subjects are:
    shares [b, t, h, w] of 0 … 1. The latents are those from the clips' frame `first` on; the camera's track is whole."""

    latents: Tensor
    codes: Codes
    camera: Tensor
    memory: Tensor
    subjects: Tensor
    first: int = 0


def drawn(
    arrays: Mapping[str, Any], members: Mapping[int, list[int]], count: int, batch: int, rng: np.random.Generator,
    first: int, frames: int | None,
) -> LatentBatch:  # fmt: skip
    """A batch from rows on disk, on the processor, each clip with a frame of another window of its set-up, or of its own,
    displaced, to remember."""
    last = None if frames is None else first + frames
    chosen = rng.integers(count, size=batch)
    partners = np.array([partner_of(members[int(arrays["groups"][slot])], int(slot), rng) for slot in chosen])
    moments = rng.integers(arrays["latents"].shape[1], size=batch)
    remembered = np.stack([arrays["latents"][slot, t] for slot, t in zip(partners, moments, strict=True)]).astype(np.float32)
    latents = np.stack([arrays["latents"][slot, first:last] for slot in chosen]).astype(np.float32)
    subjects = np.stack([arrays["subjects"][slot, first:last] for slot in chosen]).astype(np.float32) / 255
    codes, camera = np.array(arrays["codes"][chosen]), torch.from_numpy(np.array(arrays["camera"][chosen]))
    memory = displaced(torch.from_numpy(remembered), partners == chosen, rng)
    return LatentBatch(torch.from_numpy(latents), codes, camera, memory, torch.from_numpy(subjects), first)


def partner_of(others: Sequence[int], slot: int, rng: np.random.Generator) -> int:
    """Another window of the same set-up, or the clip itself where there is none."""
    if len(others) < 2:
        return slot
    found = others[int(rng.integers(len(others) - 1))]
    return found if found != slot else others[-1]


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
        self.subjects = torch.zeros((capacity, *grid[:3]), dtype=torch.uint8, device=device)
        self.codes = np.zeros((capacity, shape.slots), np.int16)
        self.groups = np.zeros(capacity, np.int64)
        self.members: dict[int, list[int]] = defaultdict(list)
        self.count = 0

    def __len__(self) -> int:
        return min(self.count, self.capacity)

    def add(self, rows: Mapping[str, Any]) -> None:
        """Keep rows as `halves` makes them; when the pool is full the oldest make room."""
        came = len(rows["groups"])
        slots = (self.count + np.arange(came)) % self.capacity
        for slot in slots[max(self.capacity - self.count, 0) :].tolist():
            self.members[int(self.groups[slot])].remove(slot)
        where = torch.from_numpy(slots).to(self.device)
        for name in ("latents", "camera", "subjects"):
            held: Tensor = getattr(self, name)
            held[where] = torch.from_numpy(np.array(rows[name])).to(held)
        self.codes[slots], self.groups[slots] = rows["codes"], rows["groups"]
        for slot, group in zip(slots.tolist(), rows["groups"].tolist(), strict=True):
            self.members[group].append(slot)
        self.count += came

    def draw(self, batch: int, rng: np.random.Generator, first: int = 0, frames: int | None = None) -> LatentBatch:
        """A batch by chance: `frames` latent frames of each clip from `first` on, with a frame to remember for each: of another
        window of its set-up, or of its own, displaced."""
        last = None if frames is None else first + frames
        chosen = rng.integers(len(self), size=batch)
        partners = np.array([partner_of(self.members[int(self.groups[slot])], int(slot), rng) for slot in chosen])
        where, other = (torch.from_numpy(places).to(self.device) for places in (chosen, partners))
        moment = torch.from_numpy(rng.integers(self.latents.shape[1], size=batch)).to(self.device)
        memory = displaced(self.latents[other, moment].float(), (partners == chosen), rng)
        latents, subjects = self.latents[where, first:last].float(), self.subjects[where, first:last].float() / 255
        return LatentBatch(latents, self.codes[chosen], self.camera[where], memory, subjects, first)


def displaced(frames: Tensor, which: NDArray[np.bool_], rng: np.random.Generator) -> Tensor:
    """Frames [b, h, w, c]; those of `which` moved by up to a third, so that remembering is not copying. Edges repeat."""
    b, h, w, _ = frames.shape
    down, right = (rng.integers(-(n // 3), n // 3 + 1, size=b) * which for n in (h, w))
    rows = np.clip(np.arange(h)[None] + down[:, None], 0, h - 1)
    columns = np.clip(np.arange(w)[None] + right[:, None], 0, w - 1)
    one, y, x = (torch.from_numpy(a).to(frames.device) for a in (np.arange(b), rows, columns))
    return frames[one[:, None, None], y[:, :, None], x[:, None, :]]


def halves(codec: Codec, clips: Sequence[Clip], frames: Tensor | None = None) -> list[dict[str, Any]]:
    """Clips and then their mirror images: latents float16, codes, camera, subjects and groups, a row for each clip.

    Args:
        frames: the clips' frames on the codec's device, where they are there already.
    """
    codes, camera = np.stack([clip.codes for clip in clips]), np.stack([clip.camera for clip in clips])
    if frames is None:
        frames = torch.from_numpy(np.stack([clip.frames for clip in clips])).to(next(codec.parameters()).device)
    long, tall, wide = frames.shape[1:4]
    nowhere = np.zeros(((long + 3) // 4, tall // 8, wide // 8), np.uint8)
    subjects = np.stack([nowhere if clip.subjects is None else clip.subjects for clip in clips])
    groups = np.array([clip.group for clip in clips], np.int64)
    with torch.no_grad(), torch.autocast(frames.device.type, torch.bfloat16):
        made = [codec.encode(from_bytes(side)).to(torch.float16).cpu().numpy() for side in (frames, frames.flip(3))]
    straight = {"latents": made[0], "codes": codes, "camera": camera, "subjects": subjects, "groups": groups}
    turned = {"latents": made[1], "codes": mirrored_codes(codes), "camera": mirrored_camera(camera)}
    return [straight, turned | {"subjects": subjects[..., ::-1].copy(), "groups": ~groups}]


def encoded(codec: Codec, frames: Tensor, clips: Sequence[Clip], pool: LatentPool) -> None:
    """Clips' frames, uint8 [n, t, h, w, 3] on the device, as latents into a pool; and their mirror images."""
    for half in halves(codec, clips, frames):
        pool.add(half)
