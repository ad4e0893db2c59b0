# SPDX-License-Identifier: Apache-2.0
"""Batches to learn from, drawn where the network is: all lessons lie on its device, and tensor operations do the rest.

A clip is drawn as another than it is: mirrored, moved, nearer or farther, softer, noisier, without motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation.lessons import Lessons, read
from aiprod.training.evaluation.reader import FAR_PX
from aiprod.training.evaluation.views import GRID, HEIGHT, WAYS, WIDTH
from aiprod.training.mirror import mirrored_codes

_OF_MOTION = ("direction", "speed", "camera", "speech")
"""Slots of which a still alone says little."""
_MOTIONLESS, _WORN, _UNMOVED = 0.12, 0.45, 0.25
"""Shares of clips."""
_MOVED, _NEARER = (0.08, 0.08), (0.88, 1.12)
"""By at most so much of the picture's width and height; so many times as large."""
_SOFT, _DIMMED, _NOISE = (0.22, 0.9), 0.12, 0.05


@dataclass(frozen=True)
class Moments:
    """A batch to learn from: stills float [n, 3, HEIGHT, WIDTH] in 0 … 1, motion float [n, WAYS, rows, columns] in eights of
    pixels, codes [n, slots]."""

    stills: Tensor
    motion: Tensor
    codes: Tensor


class Desk:
    """The lessons that a network learns from, on its device; more are laid on it as they come.

    Args:
        clips: the most that it holds.
    """

    def __init__(self, clips: int, device: torch.device) -> None:
        self.device, self.count = device, 0
        self.taken: set[Path] = set()
        self._stills = torch.empty((clips, HEIGHT, WIDTH, 3), dtype=torch.uint8, device=device)
        self._motion = torch.empty((clips, WAYS, HEIGHT // GRID, WIDTH // GRID), dtype=torch.float16, device=device)
        self._codes = torch.empty((clips, len(SLOTS)), dtype=torch.int64, device=device)
        codes = torch.arange(-1, max(len(ids(slot)) for slot in SLOTS))
        turned = np.stack(
            [mirrored_codes(np.stack([_kept(slot, codes)] * len(SLOTS), 1))[:, at] for at, slot in enumerate(SLOTS)]
        )
        self._turned = torch.from_numpy(turned.astype(np.int64)).to(device)

    def __len__(self) -> int:
        return self.count

    def take_in(self, paths: list[Path]) -> int:
        """Read the shards that are there and were not read yet. Returns how many clips lie on the desk."""
        for path in paths:
            if path not in self.taken and path.exists():
                self.add(read([path]))
                self.taken.add(path)
        return self.count

    def add(self, lessons: Lessons) -> None:
        """Lay lessons with one moment each on the desk."""
        part = slice(self.count, self.count + len(lessons))
        self._stills[part] = torch.from_numpy(lessons.views.stills[:, 0])
        self._motion[part] = torch.from_numpy(lessons.views.motion[:, 0])
        self._codes[part] = torch.from_numpy(lessons.codes.astype(np.int64))
        self.count += len(lessons)

    def draw(self, batch: int, luck: torch.Generator, scalars: np.random.Generator) -> Moments:
        """Some clips by chance. `luck` is a generator of the device; `scalars` decides what is the same for a whole batch."""
        rows = torch.randint(self.count, (batch,), generator=luck, device=self.device)
        stills = self._stills[rows].permute(0, 3, 1, 2).float() / 255
        motion = (self._motion[rows].float() / FAR_PX).clamp(-4, 4)
        turned = torch.rand(batch, generator=luck, device=self.device) < 0.5
        stills, motion = placed(stills, motion, turned, luck)
        codes = self.turned(self._codes[rows], turned)
        still = torch.rand(batch, generator=luck, device=self.device) < _MOTIONLESS
        motion = torch.where(still[:, None, None, None], 0, motion)
        for slot in _OF_MOTION:
            codes[:, SLOTS.index(slot)].masked_fill_(still, -1)
        return Moments(worn(stills, luck, scalars), motion, codes)

    def turned(self, codes: Tensor, which: Tensor) -> Tensor:
        """Codes [n, slots] of clips of which some are mirrored."""
        slots = torch.arange(len(SLOTS), device=codes.device)
        return torch.where(which[:, None], self._turned[slots, codes + 1], codes)


def _kept(slot: str, codes: Tensor) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """The codes that this slot has; −1 in place of the others."""
    return torch.where(codes < len(ids(slot)), codes, -1).numpy().astype(np.int16)


def placed(stills: Tensor, motion: Tensor, turned: Tensor, luck: torch.Generator) -> tuple[Tensor, Tensor]:
    """Some mirrored; most moved and seen from nearer or farther, so that the picture's edge may be repeated."""
    count, device = len(stills), stills.device
    dice = torch.rand((4, count), generator=luck, device=device)
    moved = (dice[3] >= _UNMOVED).float()
    size = 1 + moved * (_NEARER[0] - 1 + dice[0] * (_NEARER[1] - _NEARER[0]))
    sign = 1 - 2 * turned.float()
    where = torch.zeros((count, 2, 3), device=device)
    where[:, 0, 0], where[:, 1, 1] = sign / size, 1 / size
    for axis in (0, 1):
        where[:, axis, 2] = moved * (dice[1 + axis] * 2 - 1) * 2 * _MOVED[axis]
    speeds = torch.stack([sign * size, size], 1).repeat(1, WAYS // 2)[:, :, None, None]
    return _seen(stills, where), _seen(motion, where) * speeds


def _seen(x: Tensor, where: Tensor) -> Tensor:
    grid = F.affine_grid(where, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="border", align_corners=False)


def worn(pictures: Tensor, luck: torch.Generator, scalars: np.random.Generator) -> Tensor:
    """The first of a batch softer, darker or brighter, with noise: a generated clip is judged by what it shows."""
    many = round(_WORN * len(pictures))
    some, share = pictures[:many], float(scalars.uniform(*_SOFT))
    if not many:
        return pictures
    small = F.interpolate(some, size=(round(HEIGHT * share), round(WIDTH * share)), mode="bilinear", antialias=True)
    soft = F.interpolate(small, size=some.shape[2:], mode="bilinear")
    dice = torch.rand((many, 1, 1, 1), generator=luck, device=pictures.device)
    noise = torch.randn(some.shape, generator=luck, device=pictures.device) * float(scalars.uniform(0, _NOISE))
    return torch.cat([(soft * (1 + _DIMMED * (2 * dice - 1)) + noise).clamp(0, 1), pictures[many:]])
