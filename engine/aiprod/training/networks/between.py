# SPDX-License-Identifier: Apache-2.0
"""A small network that finds what lies between two pictures: how each moves to the moment asked for, and which of them shows.

After IFNet (Huang et al., "Real-Time Intermediate Flow Estimation", ECCV 2022, arXiv 2011.06294), small and of our own making:
looks, each finer than the one before, correct the motion of both pictures and the share of the first. Nothing is painted: the
picture between is both of them, moved and mixed, so motion that was found on small pictures serves for large ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from pydantic import model_validator
from torch import Tensor, nn
from torch.nn import functional as fn

from aiprod.film.base import FilmObject
from aiprod.film.hashing import hash_json

_PARTS = 5
"""Of a look's result: motion to the first picture (x, y) and to the second, and for which of them it speaks."""
_CELL = 4
"""A look's convolutions work at a quarter of its pictures' size."""
REACH = 3
"""Cells in which a look compares the second picture with the first, to each side."""
_FEATURES = 24
"""Numbers of a cell that are compared."""


class BetweenShape(FilmObject):
    """The network's looks, coarse to fine, each at half the scale of the one before: width and convolutions of each."""

    widths: tuple[int, ...] = (64, 48, 48)
    depths: tuple[int, ...] = (5, 5, 5)

    @model_validator(mode="after")
    def _looks_fit(self) -> BetweenShape:
        if not self.widths or len(self.widths) != len(self.depths) or any(width < 2 or width % 2 for width in self.widths):
            raise ValueError("widths and depths must name as many looks, widths even numbers")
        return self

    @property
    def unit(self) -> int:
        """Heights and widths of pictures are multiples of it."""
        return _CELL << (len(self.widths) - 1)


@dataclass(frozen=True)
class Motion:
    """What lies between two pictures.

    Attributes:
        flow: pixels (right, down) from each place to where it is in the first picture and in the second, [b, 4, h, w].
        favour: [b, 1, h, w]; its sigmoid is the first picture's share.
    """

    flow: Tensor
    favour: Tensor

    def moved(self, first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        """Both pictures at the moment between."""
        return moved(first, self.flow[:, :2]), moved(second, self.flow[:, 2:])

    def mixed(self, first: Tensor, second: Tensor) -> Tensor:
        """The picture between."""
        share = torch.sigmoid(self.favour)
        one, two = self.moved(first, second)
        return one * share + two * (1 - share)

    def larger(self) -> Motion:
        """The same for pictures of twice the size."""
        flow, favour = (fn.interpolate(x, scale_factor=2.0, mode="bilinear") for x in (self.flow, self.favour))
        return Motion(2 * flow, favour)


def moved(picture: Tensor, flow: Tensor) -> Tensor:
    """Each place takes what `flow` [b, 2, h, w] points at, in pixels; beyond the rim its edge goes on."""
    height, width = picture.shape[-2:]
    across = torch.arange(width, device=flow.device, dtype=flow.dtype).view(1, 1, width)
    down = torch.arange(height, device=flow.device, dtype=flow.dtype).view(1, height, 1)
    x, y = (across + flow[:, 0]) * (2 / (width - 1)) - 1, (down + flow[:, 1]) * (2 / (height - 1)) - 1
    return fn.grid_sample(picture, torch.stack([x, y], -1), mode="bilinear", padding_mode="border", align_corners=True)


def agreement(first: Tensor, second: Tensor) -> Tensor:
    """How alike each place of one is to the places around it in the other, [b, c, h, w] → [b, (2 REACH + 1)², h, w], −1 … 1."""
    height, width = first.shape[-2:]
    one, two = (x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6) for x in (first, second))
    around = fn.pad(two, (REACH, REACH, REACH, REACH)).unfold(2, height, 1).unfold(3, width, 1)
    return (one[:, :, None, None] * around).mean(1).flatten(1, 2)


class Look(nn.Module):  # type: ignore[misc]
    """One correction of what lies between, at the size of the pictures that are looked at. Starts at none."""

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        inside = 4 * 3 + 1 + _PARTS
        self.enter = nn.Sequential(
            nn.Conv2d(inside, width // 2, 3, 2, 1), nn.SiLU(), nn.Conv2d(width // 2, width, 3, 2, 1), nn.SiLU()
        )
        self.eyes = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.SiLU(), nn.Conv2d(16, _FEATURES, 3, 2, 1))
        self.join = nn.Conv2d(width + (2 * REACH + 1) ** 2, width, 1)
        self.body = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(depth))
        self.leave = nn.Conv2d(width, _CELL * _CELL * _PARTS, 3, padding=1)
        for p in self.leave.parameters():
            nn.init.zeros_(p)

    def forward(self, first: Tensor, second: Tensor, at: Tensor, so_far: Motion) -> Motion:
        one, two = so_far.moved(first, second)
        seen = self.enter(torch.cat([first, second, one, two, at, so_far.favour, so_far.flow], 1))
        x = self.join(torch.cat([seen, agreement(self.eyes(one), self.eyes(two))], 1))
        for conv in self.body:
            x = x + fn.silu(conv(x))
        change = fn.pixel_shuffle(self.leave(x), _CELL).to(first.dtype)
        return Motion(so_far.flow + change[:, :4], so_far.favour + change[:, 4:])


class Between(nn.Module):  # type: ignore[misc]
    """Pictures [b, 3, h, w] in 0…1 and moments [b] (0 is the first picture, 1 the second) → what each look found, coarse to fine,
    each for pictures of its own size; the last is for the pictures as they are."""

    def __init__(self, shape: BetweenShape) -> None:
        super().__init__()
        self.looks = nn.ModuleList(Look(width, depth) for width, depth in zip(shape.widths, shape.depths, strict=True))

    def forward(self, first: Tensor, second: Tensor, moment: Tensor) -> list[Motion]:
        sizes = [(first, second)]
        for _ in self.looks[1:]:
            one, two = sizes[0]
            sizes.insert(0, (fn.avg_pool2d(one, 2), fn.avg_pool2d(two, 2)))
        at = moment.to(first.dtype).view(-1, 1, 1, 1)
        found: list[Motion] = []
        for look, (one, two) in zip(self.looks, sizes, strict=True):
            everywhere = at.expand(-1, 1, *one.shape[-2:])
            so_far = found[-1].larger() if found else _even(everywhere)
            found.append(look(one, two, everywhere, so_far))
        return found


def _even(moment: Tensor) -> Motion:
    """Nothing moves, and the nearer picture shows more."""
    favour = torch.logit(1 - moment, 0.02)
    return Motion(favour.new_zeros(len(favour), 4, *favour.shape[-2:]), favour)


def between_identity(shape: BetweenShape) -> str:
    """The architecture, as checkpoints name it."""
    return hash_json({"between": shape.model_dump(mode="json"), "layout": 1})[:16]
