# SPDX-License-Identifier: Apache-2.0
"""Configurations of Wan's parts, from their tensors' shapes."""

from __future__ import annotations

import math
from typing import Any

from aiprod.models.recognising.shapes import Shapes, axis, count

_HEAD = 128
"""Width of an attention head in every published Wan."""

MEAN_48 = (
    -0.2289, -0.0052, -0.1323, -0.2339, -0.2799, 0.0174, 0.1838, 0.1557, -0.1382, 0.0542, 0.2813, 0.0891, 0.1570, -0.0098,
    0.0375, -0.1825, -0.2246, -0.1207, -0.0698, 0.5109, 0.2665, -0.2108, -0.2158, 0.2502, -0.2055, -0.0322, 0.1109, 0.1567,
    -0.0729, 0.0899, -0.2799, -0.1230, -0.0313, -0.1649, 0.0117, 0.0723, -0.2839, -0.2083, -0.0520, 0.3748, 0.0152, 0.1957,
    0.1433, -0.2944, 0.3573, -0.0548, -0.1681, -0.0667,
)  # fmt: skip
DEVIATION_48 = (
    0.4765, 1.0364, 0.4514, 1.1677, 0.5313, 0.4990, 0.4818, 0.5013, 0.8158, 1.0344, 0.5894, 1.0901, 0.6885, 0.6165, 0.8454,
    0.4978, 0.5759, 0.3523, 0.7135, 0.6804, 0.5833, 1.4146, 0.8986, 0.5659, 0.7069, 0.5338, 0.4889, 0.4917, 0.4069, 0.4999,
    0.6866, 0.4093, 0.5709, 0.6065, 0.6415, 0.4944, 0.5726, 1.2042, 0.5458, 1.6887, 0.3971, 1.0600, 0.3943, 0.5537, 0.5444,
    0.4089, 0.7468, 0.7744,
)  # fmt: skip
"""Of Wan 2.2's latents with 48 channels (Wan-Video/Wan2.2, vae2_2.py); those of 2.1 are the class's defaults."""


def transformer(shapes: Shapes) -> dict[str, Any]:
    """Of WanTransformer3DModel and WanVACETransformer3DModel."""
    inner = axis(shapes, "patch_embedding.weight")
    patch = shapes["patch_embedding.weight"].shape[2:]
    config: dict[str, Any] = {
        "patch_size": list(patch),
        "num_attention_heads": max(inner // _HEAD, 1),
        "attention_head_dim": min(_HEAD, inner),
        "in_channels": axis(shapes, "patch_embedding.weight", 1),
        "out_channels": axis(shapes, "proj_out.weight") // math.prod(patch),
        "text_dim": axis(shapes, "condition_embedder.text_embedder.linear_1.weight", 1),
        "freq_dim": axis(shapes, "condition_embedder.time_embedder.linear_1.weight", 1),
        "ffn_dim": axis(shapes, "blocks.0.ffn.net.0.proj.weight"),
        "num_layers": count(shapes, "blocks."),
        "cross_attn_norm": "blocks.0.norm2.weight" in shapes,
        "image_dim": None,
        "added_kv_proj_dim": None,
        "pos_embed_seq_len": None,
    }
    if "condition_embedder.image_embedder.norm1.weight" in shapes:
        config |= {"image_dim": axis(shapes, "condition_embedder.image_embedder.norm1.weight"), "added_kv_proj_dim": inner}
    if "condition_embedder.image_embedder.pos_embed" in shapes:
        config["pos_embed_seq_len"] = axis(shapes, "condition_embedder.image_embedder.pos_embed", 1)
    return config | _vace(shapes, config["num_layers"])


def _vace(shapes: Shapes, layers: int) -> dict[str, Any]:
    beside = count(shapes, "vace_blocks.")
    if not beside:
        return {}
    step = max(layers // beside, 1)
    channels = axis(shapes, "vace_patch_embedding.weight", 1)
    return {"vace_layers": [index * step for index in range(beside)], "vace_in_channels": channels}


def vae(shapes: Shapes) -> dict[str, Any]:
    """Of AutoencoderKLWan."""
    latents = axis(shapes, "post_quant_conv.weight")
    nested = "encoder.down_blocks.0.resnets.0.conv1.weight" in shapes
    resnets = count(shapes, "decoder.up_blocks.0.resnets.") - 1
    config: dict[str, Any] = {
        "base_dim": axis(shapes, "encoder.conv_in.weight"), "z_dim": latents, "num_res_blocks": resnets, "is_residual": nested,
        "in_channels": axis(shapes, "encoder.conv_in.weight", 1), "out_channels": axis(shapes, "decoder.conv_out.weight"),
    }  # fmt: skip
    if nested:
        config |= {"decoder_base_dim": axis(shapes, "decoder.norm_out.gamma"), "patch_size": 2, "scale_factor_spatial": 16}
    if latents == len(MEAN_48):
        config |= {"latents_mean": list(MEAN_48), "latents_std": list(DEVIATION_48)}
    return config


def text_encoder(shapes: Shapes) -> dict[str, Any]:
    """Of UMT5EncoderModel."""
    first = "encoder.block.0.layer.0.SelfAttention."
    buckets, heads = shapes[f"{first}relative_attention_bias.weight"].shape
    return {
        "vocab_size": axis(shapes, "shared.weight"), "d_model": axis(shapes, "shared.weight", 1), "num_heads": heads,
        "d_kv": axis(shapes, f"{first}q.weight") // heads, "relative_attention_num_buckets": buckets,
        "d_ff": axis(shapes, "encoder.block.0.layer.1.DenseReluDense.wi_0.weight"), "num_layers": count(shapes, "encoder.block."),
        "feed_forward_proj": "gated-gelu", "is_encoder_decoder": False, "use_cache": False,
    }  # fmt: skip


def image_encoder(shapes: Shapes) -> dict[str, Any]:
    """Of CLIPVisionModel. ViT-H has heads of 80, smaller ones of 64."""
    width = axis(shapes, "embeddings.class_embedding")
    patch = axis(shapes, "embeddings.patch_embedding.weight", 2)
    tokens = axis(shapes, "embeddings.position_embedding.weight")
    return {
        "hidden_size": width,
        "patch_size": patch,
        "image_size": patch * math.isqrt(tokens - 1),
        "hidden_act": "gelu",
        "num_hidden_layers": count(shapes, "encoder.layers."),
        "intermediate_size": axis(shapes, "encoder.layers.0.mlp.fc1.weight"),
        "num_attention_heads": max(width // (80 if width % 80 == 0 else 64), 1),
    }


def scheduler(shift: float = 5.0) -> dict[str, Any]:
    """Of UniPCMultistepScheduler, as the published folders have it."""
    return {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "num_train_timesteps": 1000, "flow_shift": shift}
