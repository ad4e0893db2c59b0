# SPDX-License-Identifier: Apache-2.0
"""A clip's tokens in a stage: [its own grid | keyframes | slots | references], what each holds and how firmly.

Tokens that are held are not noised as much as the others and are pulled back to what they hold after every step. The first
frames of the grid are held in place; frames elsewhere are appended as tokens that lie over the grid in time (LTX-2's keyframes).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from aiprod.shooting.diffusion.families.ltx2.grids import Grid, keyframe_coordinates, pack, picture_coordinates


@dataclass(frozen=True)
class Tokens:
    """The video tokens of one clip, or of several that lie alike.

    Attributes:
        start: [B, N, C], what they hold before noise; 0 where they are made from noise alone.
        clean: [B, N, C], what held tokens are pulled to.
        mask: [B, N, 1], how firmly they hold: 0 (not at all) to 1; None where none does.
        coordinates: [B, 3, N, 2].
        single: [B, N, 1], 1 for tokens of a single frame that the model makes (LTX-2.5's mark); None where it has no such mark.
        slots: which of them are slots.
    """

    start: torch.Tensor
    clean: torch.Tensor
    mask: torch.Tensor | None
    coordinates: torch.Tensor
    single: torch.Tensor | None = None
    slots: slice | None = None

    def held(self) -> torch.Tensor:
        """The mask, of zeros where there is none."""
        return self.start.new_zeros(*self.start.shape[:2], 1) if self.mask is None else self.mask


def on_grid(grid: Grid, channels: int, device: torch.device, latents: torch.Tensor | None = None) -> Tokens:
    """The clip's own tokens: empty, or what was made so far, [1, C, F, H, W]."""
    start = torch.zeros(1, grid.tokens, channels, device=device) if latents is None else pack(latents)
    return Tokens(start, torch.zeros_like(start), None, picture_coordinates(grid, device))


def beginning(tokens: Tokens, latents: torch.Tensor, strength: float) -> Tokens:
    """With the first latent frames held: [1, C, f, H, W]."""
    return kept(tokens, latents, slice(0, latents.shape[2]), strength)


def kept(tokens: Tokens, latents: torch.Tensor, frames: slice, strength: float = 1.0) -> Tokens:
    """With these latent frames of the grid held: what `latents` [1, C, f, H, W] has for them."""
    area = latents.shape[3] * latents.shape[4]
    where = slice(frames.start * area, frames.stop * area)
    held = pack(latents).to(tokens.start)
    start, clean, mask = tokens.start.clone(), tokens.clean.clone(), tokens.held().clone()
    start[:, where], clean[:, where], mask[:, where] = held, held, strength
    return replace(tokens, start=start, clean=clean, mask=mask)


def keyframe(tokens: Tokens, latents: torch.Tensor, grid: Grid, frame: int, strength: float) -> Tokens:
    """With frames laid over the clip from `frame` on."""
    over = replace(grid, frames=latents.shape[2])
    return _appended(tokens, latents, keyframe_coordinates(over, frame, tokens.start.device), strength)


def reference(tokens: Tokens, latents: torch.Tensor, grid: Grid, spread: int, strength: float) -> Tokens:
    """With a reference beside the clip, `spread` times smaller, for an in-context LoRA."""
    _, _, frames, height, width = latents.shape
    small = replace(grid, frames=frames, height=height, width=width)
    return _appended(tokens, latents, picture_coordinates(small, tokens.start.device, spread), strength)


def slotted(tokens: Tokens, grid: Grid, frames: list[int], initial: torch.Tensor | None) -> Tokens:
    """With a latent frame of its own for each of these single frames, which the model makes: from nothing or from `initial`."""
    first, area = tokens.start.shape[1], grid.height * grid.width
    shape = (1, tokens.start.shape[2], 1, grid.height, grid.width)
    for index, frame in enumerate(frames):
        latents = tokens.start.new_zeros(shape) if initial is None else initial[:, :, index : index + 1]
        over = keyframe_coordinates(replace(grid, frames=1), frame, tokens.start.device)
        tokens = _appended(tokens, latents, over, 0.0, made=True)
    return replace(tokens, slots=slice(first, first + area * len(frames)))


def marked(tokens: Tokens, grid: Grid) -> Tokens:
    """With the first latent frame marked as a single frame, for a model that knows the mark."""
    single = torch.zeros_like(tokens.held())
    single[:, : grid.height * grid.width] = 1.0
    return replace(tokens, single=single)


def noised(tokens: Tokens, level: float, noise: torch.Tensor) -> torch.Tensor:
    """The tokens at a noise level, [B, N, C]; held ones nearer to what they hold."""
    if tokens.mask is None:
        return noise * level + tokens.start * (1 - level)
    amount = (1.0 - tokens.mask) * level
    return noise * amount + tokens.start * (1 - amount)


def pulled(tokens: Tokens, level: float, noise: torch.Tensor) -> torch.Tensor:
    """The tokens at a noise level, held ones pulled to what they hold: as the rounds that make single frames begin."""
    return held_to(tokens, noise * level + tokens.start * (1 - level))


def held_to(tokens: Tokens, latents: torch.Tensor) -> torch.Tensor:
    """Latents [B, N, C] with held tokens pulled to what they hold."""
    if tokens.mask is None:
        return latents
    return latents * (1 - tokens.mask) + tokens.clean * tokens.mask


def together(clips: list[Tokens]) -> Tokens:
    """Several clips' tokens as one batch."""
    first = clips[0]
    return Tokens(
        start=torch.cat([clip.start for clip in clips]),
        clean=torch.cat([clip.clean for clip in clips]),
        mask=None if first.mask is None else torch.cat([clip.held() for clip in clips]),
        coordinates=torch.cat([clip.coordinates for clip in clips]),
        single=None if first.single is None else torch.cat([clip.single for clip in clips if clip.single is not None]),
        slots=first.slots,
    )


def _appended(tokens: Tokens, latents: torch.Tensor, over: torch.Tensor, strength: float, made: bool = False) -> Tokens:
    packed = pack(latents).to(tokens.start)
    mask = tokens.start.new_full((1, packed.shape[1], 1), strength)
    single = tokens.single
    if single is not None:
        single = torch.cat([single, torch.full_like(mask, float(made))], dim=1)
    return replace(
        tokens,
        start=torch.cat([tokens.start, packed], dim=1),
        clean=torch.cat([tokens.clean, torch.zeros_like(packed) if made else packed], dim=1),
        mask=torch.cat([tokens.held(), mask], dim=1),
        coordinates=torch.cat([tokens.coordinates, over], dim=2),
        single=single,
    )
