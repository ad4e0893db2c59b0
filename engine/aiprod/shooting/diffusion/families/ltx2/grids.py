# SPDX-License-Identifier: Apache-2.0
"""Where tokens lie: the grid of a clip's latents in a stage, the coordinates that its tokens have, packing and unpacking.

A token is one latent cell (LTX-2 has patches of 1). Coordinates are [start, end) in seconds and pixels, as the rotary positions
of the transformer take them.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from aiprod.shooting.diffusion.families.ltx2 import rules
from aiprod.shooting.diffusion.request import VideoRequest


@dataclass(frozen=True)
class Grid:
    """A clip's latents in one stage.

    Attributes:
        frames, height, width: latent cells.
        time_base: frames a second as the model counts time.
        rate: frames a second as the clip is played.
    """

    frames: int
    height: int
    width: int
    time_base: float
    rate: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Height and width of its frames."""
        return self.height * rules.SPACE, self.width * rules.SPACE

    @property
    def shown(self) -> int:
        """Frames that it decodes to."""
        return (self.frames - 1) * rules.TIME + 1

    @property
    def tokens(self) -> int:
        return self.frames * self.height * self.width

    def sounding(self, per_second: float) -> int:
        """Latent frames of its sound, of which there are so many a second."""
        return round(self.shown / self.rate * per_second)


def grid_of(request: VideoRequest, scale: int = 1, frames: int | None = None) -> Grid:
    """The grid before the temporal stage, `scale` times smaller than the clip, of so many frames (the request's)."""
    rate = rules.base_rate(request)
    return Grid(
        frames=((frames or rules.base_frames(request)) - 1) // rules.TIME + 1,
        height=request.height // scale // rules.SPACE,
        width=request.width // scale // rules.SPACE,
        time_base=rules.time_base(rate),
        rate=float(rate),
    )


def pack(latents: torch.Tensor) -> torch.Tensor:
    """[B, C, F, H, W] → [B, F·H·W, C]."""
    return latents.flatten(2).transpose(1, 2).contiguous()


def unpack(tokens: torch.Tensor, frames: int, height: int, width: int) -> torch.Tensor:
    """[B, F·H·W, C] → [B, C, F, H, W]."""
    batch, _, channels = tokens.shape
    return tokens.transpose(1, 2).reshape(batch, channels, frames, height, width)


def pack_sound(latents: torch.Tensor) -> torch.Tensor:
    """[B, C, L, M] → [B, L, C·M]."""
    return latents.transpose(1, 2).flatten(2, 3)


def picture_coordinates(grid: Grid, device: torch.device, spread: int = 1) -> torch.Tensor:
    """[1, 3, tokens, 2] of a clip from its first frame on, whose first latent frame is one frame.

    Args:
        spread: how many times smaller the clip is than the one it is laid over.
    """
    cells = _cells(grid, device)
    time = (cells[:, :1] * rules.TIME + 1 - rules.TIME).clamp(min=0) / grid.time_base
    return torch.cat([time, cells[:, 1:] * float(rules.SPACE) * float(spread)], dim=1)


def keyframe_coordinates(grid: Grid, frame: int, device: torch.device) -> torch.Tensor:
    """[1, 3, tokens, 2] of frames that are laid over a clip from `frame` on. One latent frame is taken for one frame."""
    cells = _cells(grid, device)
    time = cells[:, :1] * float(rules.TIME) + frame
    if grid.frames == 1:
        time[..., 1:] = time[..., :1] + 1
    return torch.cat([time / grid.time_base, cells[:, 1:] * float(rules.SPACE)], dim=1)


def sound_coordinates(count: int, hop: int, rate: int, squeeze: int, device: torch.device) -> torch.Tensor:
    """[1, 1, count, 2] of sound latents, each of which holds `squeeze` spectra, `hop` samples apart; the first one holds one."""
    starts = torch.arange(count, dtype=torch.float32, device=device)
    bounds = [((starts + end) * squeeze + 1 - squeeze).clamp(min=0) * hop / rate for end in (0, 1)]
    return torch.stack(bounds, dim=-1)[None, None]


def _cells(grid: Grid, device: torch.device) -> torch.Tensor:
    """[1, 3, tokens, 2]: first and last-but-one cell of every token on each axis."""
    axes = [torch.arange(size, dtype=torch.float32, device=device) for size in (grid.frames, grid.height, grid.width)]
    starts = torch.stack(torch.meshgrid(*axes, indexing="ij")).flatten(1)
    return torch.stack([starts, starts + 1], dim=-1)[None]
