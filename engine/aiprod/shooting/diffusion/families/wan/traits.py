# SPDX-License-Identifier: Apache-2.0
"""What a Wan checkpoint is and how its publishers run it.

Steps, guidance and shifts are those of the reference configurations (Wan-Video/Wan2.1, Wan2.2); sizes and lengths follow from the
video autoencoder (one latent for 8 × 8 or 16 × 16 pixels and 4 frames) and the transformer's patches of 2 × 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.request import Guidance

Mode = Literal["t2v", "i2v", "flf2v", "vace", "ti2v"]

FRAMES_A_LATENT = 4
TEXT_TOKENS = 512
SMALL_PICTURE = 640 * 640
"""Pixels up to which a size counts as the 480p class, which wants less shift."""

_VACE_LAYERS = range(0, 40, 5)
"""Those of diffusers, where a configuration names none."""

NEGATIVE = (
    "bright tones, overexposed, static, blurred details, subtitles, style, works, paintings, images, overall gray, "
    "worst quality, low quality, JPEG compression residue, ugly, incomplete, extra fingers, poorly drawn hands, "
    "poorly drawn faces, deformed, disfigured, misshapen limbs, fused fingers, still picture, messy background, "
    "three legs, many people in the background, walking backwards"
)
"""What the publishers' own negative prompt says, in English."""


@dataclass(frozen=True)
class Traits:
    """What a checkpoint takes.

    Attributes:
        mode: what the transformer was made for.
        unit: width and height are multiples of this many pixels.
        scale: pixels a latent, along one side.
        rate: frames a second that it was trained on; it can't be told another.
        trained: frames it was trained on; `longest`: what it can still be asked for.
        layers: blocks of the transformer; `controls`: of VACE's own.
        channels: of the latents.
        experts: 1, or 2 that share the schedule at `boundary` (0 to 1).
        matched: distilled by distribution matching (FastWan): three steps, each to the clean picture and back.
        images: pictures that the image encoder is shown (0: none).
    """

    mode: Mode
    unit: int
    scale: int
    rate: int
    trained: int
    layers: int
    controls: int
    channels: int
    experts: int
    boundary: float
    matched: bool
    images: int
    steps: int
    shift: float
    guidance: Guidance

    @property
    def longest(self) -> int:
        return 2 * self.trained - 1

    @property
    def pictures(self) -> bool:
        """Whether frames can be given."""
        return self.mode != "t2v"


def traits(checkpoint: Checkpoint, pixels: int = 0) -> Traits:
    """Of a checkpoint, at a size of so many pixels."""
    config = checkpoint.components["transformer"].config
    mode = _mode(checkpoint)
    scale = int(checkpoint.components["vae"].config.get("scale_factor_spatial") or (16 if mode == "ti2v" else 8))
    pairs = "transformer_2" in checkpoint.components
    small = mode == "ti2v"
    return Traits(
        mode=mode,
        unit=scale * int((config.get("patch_size") or (1, 2, 2))[1]),
        scale=scale,
        rate=24 if small else 16,
        trained=121 if small else 81,
        layers=int(config.get("num_layers") or 40),
        controls=len(config.get("vace_layers") or _VACE_LAYERS) if mode == "vace" else 0,
        channels=int(config.get("out_channels") or 16),
        experts=2 if pairs else 1,
        boundary=(checkpoint.boundary or (0.9 if mode == "i2v" else 0.875)) if pairs else 0.0,
        matched="fastwan" in f"{checkpoint.id} {checkpoint.variant}".lower(),
        images=_images(checkpoint, mode),
        steps=40 if pairs or mode == "i2v" else 50,
        shift=_shift(mode, pairs, 0 < pixels <= SMALL_PICTURE),
        guidance=_guidance(mode, pairs),
    )


def _mode(checkpoint: Checkpoint) -> Mode:
    part = checkpoint.components["transformer"]
    if "VACE" in part.kind:
        return "vace"
    channels = part.config.get("in_channels", 16)
    if channels == 48:
        return "ti2v"
    if channels != 36:
        return "t2v"
    return "flf2v" if part.config.get("pos_embed_seq_len") else "i2v"


def _images(checkpoint: Checkpoint, mode: Mode) -> int:
    if checkpoint.components["transformer"].config.get("image_dim") is None:
        return 0
    return 2 if mode == "flf2v" else 1


def _shift(mode: Mode, pairs: bool, small: bool) -> float:
    if mode in ("flf2v", "vace"):
        return 16.0
    if pairs:
        return 5.0 if mode == "i2v" else 12.0
    return 3.0 if small and mode in ("t2v", "i2v") else 5.0


def _guidance(mode: Mode, pairs: bool) -> Guidance:
    if not pairs:
        return Guidance(cfg=5.0)
    return Guidance(cfg=3.5, cfg_low=3.5) if mode == "i2v" else Guidance(cfg=4.0, cfg_low=3.0)
