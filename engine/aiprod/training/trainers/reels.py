# SPDX-License-Identifier: Apache-2.0
"""Clips for trainers that learn from pictures alone: rendered while they learn, or those of a data set.

Which clips a step learns from follows from its number, however many processes render: it waits for those that it must have, so
that a run that was stopped goes on exactly.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from aiprod.film.base import FilmObject
from aiprod.film.hashing import hash_json
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import VERSION, ClipSpec
from aiprod.training.data.stream import Feed
from aiprod.training.feed import Footage
from aiprod.training.recipe import Geometry
from aiprod.training.trainers.stages import splits

Frames = NDArray[np.uint8]


class Supply(FilmObject):
    """How many clips there are to draw from."""

    first: int = Field(24, ge=1)
    """When the first step is taken."""
    fresh: float = Field(0.1, ge=0)
    """New ones for each step."""
    kept: int = Field(400, ge=1)
    """Of the newest; 5.4 MB each at the usual size."""


class Source(Protocol):
    """Where clips come from."""

    identity: str

    def at(self, step: int) -> tuple[Tensor, int, int]:
        """Frames [kept, frames, h, w, 3] on the device, and which clips are there for a step: from … up to; clip n lies at
        n % kept."""
        ...

    def held(self, count: int) -> Frames:
        """Clips that are never learnt."""
        ...

    def close(self) -> None: ...


class Rendered:
    """Clips of the endless stream of scenes."""

    def __init__(self, size: Geometry, supply: Supply, seed: int, workers: int, device: torch.device) -> None:
        self.size, self.supply, self.seed, self.workers = size, supply, seed, workers
        self.identity = hash_json({"scenes": VERSION, "seed": seed, "size": size.model_dump(mode="json")})
        self._frames = torch.zeros((supply.kept, size.frames, size.height, size.width, 3), dtype=torch.uint8, device=device)
        self._footage: Footage | None = None
        self._waiting: deque[Clip] = deque()
        self._next = 0

    def at(self, step: int) -> tuple[Tensor, int, int]:
        kept = self.supply.kept
        until = self.supply.first + int(step * self.supply.fresh)
        if self._footage is None:
            self._next = max(until - kept, 0)
            self._footage = Footage(self.size, self.seed, self.workers, self._next)
            self._footage.__enter__()
        while self._next < until:
            if not self._waiting:
                self._waiting.extend(self._footage.wait(1))
            self._take(self._waiting.popleft(), until)
        return self._frames, max(until - kept, 0), until

    def _take(self, clip: Clip, until: int) -> None:
        """A scene that could not be rendered is stood in for by the one after it."""
        if clip.index >= until:
            self._waiting.appendleft(clip)
        frames = torch.from_numpy(clip.frames)
        for index in range(self._next, min(clip.index + 1, until)):
            self._frames[index % self.supply.kept].copy_(frames, non_blocking=True)
        self._next = min(clip.index + 1, until)

    def held(self, count: int) -> Frames:
        spec = ClipSpec(self.size.width, self.size.height, self.size.fps, self.size.frames)
        workers = min(self.workers, count)
        with RenderPool(spec, seed=self.seed, split="eval", stop=2 * count, workers=workers) as pool:
            return np.stack([clip.frames for clip in pool if clip.index % 2 == 0])

    def close(self) -> None:
        if self._footage is not None:
            self._footage.__exit__(None, None, None)


class FromSet:
    """The clips of a data set, all of them in memory; the size that it has."""

    def __init__(self, folder: Path, supply: Supply, seed: int, device: torch.device) -> None:
        self.folder, self.seed = folder, seed
        learnt, self._measured = splits(folder)
        frames, self.identity = self._read(learnt, supply.kept, seed)
        self._frames = torch.from_numpy(frames).to(device)

    def _read(self, split: str, most: int, seed: int) -> tuple[Frames, str]:
        with Feed(self.folder, 1, seed=seed, ahead=1, split=split) as feed:
            made = [next(feed).frames for _ in range(min(most, len(feed)))]
            return np.concatenate([frames for frames in made if frames is not None]), feed.identity

    def at(self, step: int) -> tuple[Tensor, int, int]:
        return self._frames, 0, len(self._frames)

    def held(self, count: int) -> Frames:
        return self._read(self._measured, count, self.seed + 1)[0]

    def close(self) -> None:
        """Everything is in memory."""
