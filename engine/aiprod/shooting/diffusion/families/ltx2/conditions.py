# SPDX-License-Identifier: Apache-2.0
"""What a clip is held to: its media as latents first (with the VAE), then laid into its tokens (beside the transformer)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from aiprod.shooting.diffusion.families.base import Clip
from aiprod.shooting.diffusion.families.ltx2 import media, rules, tokens
from aiprod.shooting.diffusion.families.ltx2.grids import Grid
from aiprod.shooting.diffusion.families.ltx2.tokens import Tokens


@dataclass(frozen=True)
class Held:
    """Latents [1, C, f, H, W] that a clip is held to, and where.

    Attributes:
        frame: of the stage's; the first one is held in place, others lie over the clip.
        spread: of a reference: how many times smaller it is; 0 for frames of the clip itself.
        whole: whether it is the whole clip, of which the retake's frames are free.
    """

    latents: torch.Tensor
    strength: float = 1.0
    frame: int = 0
    spread: int = 0
    whole: bool = False


def prepared(vae: Any, version: str, clip: Clip, grid: Grid, stage: str, every: int) -> list[Held]:
    """Everything that a clip is held to in a stage, in the order of its tokens. References count in the first stage only.

    Args:
        every: how many of the finished clip's frames go to one of the stage's.

    Raises:
        UserError: a medium can't be read, or is too short.
    """
    request, held = clip.request, []
    if request.retake is not None:
        latents = media.clip_latents(vae, request.retake.media, clip.media, request, grid)
        held.append(Held(latents, whole=True))
    for key in request.keyframes:
        latents = media.keyframe_latents(vae, version, key, clip.media, every, grid)
        held.append(Held(latents, key.strength, key.frame // every))
    if stage == "base":
        for control in request.controls:
            latents = media.control_latents(vae, control, clip.media, request, grid)
            held.append(Held(latents, control.strength, spread=control.downscale))
    return held


def needs_pictures(clip: Clip, stage: str) -> bool:
    """Whether `prepared` has anything to encode."""
    request = clip.request
    return request.retake is not None or bool(request.keyframes) or (stage == "base" and bool(request.controls))


def laid(base: Tokens, held: list[Held], grid: Grid, clip: Clip) -> Tokens:
    """The tokens with everything held in them, keyframes before references."""
    for one in held:
        if one.whole:
            base = _outside(base, one.latents, clip)
        elif one.spread:
            base = tokens.reference(base, one.latents, grid, one.spread, one.strength)
        elif one.frame == 0:
            base = tokens.beginning(base, one.latents, one.strength)
        else:
            base = tokens.keyframe(base, one.latents, grid, one.frame, one.strength)
    return base


def _outside(base: Tokens, latents: torch.Tensor, clip: Clip) -> Tokens:
    retake = clip.request.retake
    if retake is None:
        return base
    first, last = rules.latent_of(retake.start), rules.latent_of(retake.end - 1) + 1
    for frames in (slice(0, first), slice(last, latents.shape[2])):
        if frames.start < frames.stop:
            base = tokens.kept(base, latents[:, :, frames], frames)
    return base
