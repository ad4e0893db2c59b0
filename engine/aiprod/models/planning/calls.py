# SPDX-License-Identifier: Apache-2.0
"""What the parts of a model are called with for a clip of given numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiprod.models.checkpoints import Component
from aiprod.models.planning.rehearsal import Call

_WAN_TEXT, _LTX_TEXT, _IMAGE_TOKENS = 512, 1024, 257
_SOUND_RATE = 25.0
"""Sound latents a second (LTX-2)."""


def scale(vae: Component) -> tuple[int, int]:
    """(pixels, frames) that one latent stands for."""
    if vae.kind == "AutoencoderKLWan":
        return int(vae.config.get("scale_factor_spatial") or 8), int(vae.config.get("scale_factor_temporal") or 4)
    return int(vae.config.get("spatial_compression_ratio") or 32), int(vae.config.get("temporal_compression_ratio") or 8)


def latent_size(vae: Component, width: int, height: int, frames: int) -> tuple[int, int, int]:
    """(frames, height, width) of the latents of a clip."""
    pixels, moments = scale(vae)
    return (max(frames, 1) - 1) // moments + 1, -(-height // pixels), -(-width // pixels)


def sound_tokens(frames: int, rate: float) -> int:
    """Sound latents beside so many latent frames (LTX-2)."""
    return max(round((frames * 8 - 7) / rate * _SOUND_RATE), 1)


def transformer(part: Component, size: tuple[int, int, int], batch: int, rate: float, extra: int = 0) -> Call:
    """One pass over a batch of clips. `extra` are latent frames of references that go through beside the clip."""
    if part.kind.startswith("Wan"):
        return _wan(part.config, part.kind, size, batch)
    frames, height, width = size
    config, tokens = part.config, (frames + extra) * height * width
    sound = sound_tokens(frames, rate)
    video_text = config["cross_attention_dim"] if not config.get("use_prompt_embeddings", True) else config["caption_channels"]
    audio_text = (
        config["audio_cross_attention_dim"] if not config.get("use_prompt_embeddings", True) else config["caption_channels"]
    )
    shapes = (
        ("hidden_states", (batch, tokens, config["in_channels"])),
        ("audio_hidden_states", (batch, sound, config["audio_in_channels"])),
        ("encoder_hidden_states", (batch, _LTX_TEXT, video_text)),
        ("audio_encoder_hidden_states", (batch, _LTX_TEXT, audio_text)),
        ("timestep", (batch,)), ("sigma", (batch,)),
    )  # fmt: skip
    others = (
        ("num_frames", frames + extra), ("height", height), ("width", width), ("fps", rate), ("audio_num_frames", sound),
        ("return_dict", False),
    )  # fmt: skip
    return Call(shapes, others=others)


def _wan(config: Mapping[str, Any], kind: str, size: tuple[int, int, int], batch: int) -> Call:
    shapes = [
        ("hidden_states", (batch, config["in_channels"], *size)),
        ("encoder_hidden_states", (batch, _WAN_TEXT, config["text_dim"])),
    ]
    if config.get("image_dim"):
        pictures = 2 if config.get("pos_embed_seq_len") else 1
        tokens = config["pos_embed_seq_len"] // 2 if config.get("pos_embed_seq_len") else _IMAGE_TOKENS
        shapes.append(("encoder_hidden_states_image", (batch * pictures, tokens, config["image_dim"])))
    if "VACE" in kind:
        shapes.append(("control_hidden_states", (batch, config["vace_in_channels"], *size)))
    return Call(tuple(shapes), whole=(("timestep", (batch,)),), others=(("return_dict", False),))


def decoder(vae: Component, size: tuple[int, int, int]) -> Call:
    """The decoding of one clip's latents, or of one tile."""
    channels = vae.config.get("z_dim") or vae.config["latent_channels"]
    return Call((("z", (1, int(channels), *size)),), others=(("return_dict", False),), method="decode")


def text_encoder(part: Component) -> Call:
    """One prompt."""
    length = _WAN_TEXT if part.kind.startswith("UMT5") else _LTX_TEXT
    whole: tuple[tuple[str, tuple[int, ...]], ...] = (("input_ids", (1, length)),)
    return Call((), whole=whole if part.kind.startswith("UMT5") else (*whole, ("attention_mask", (1, length))))
