# SPDX-License-Identifier: Apache-2.0
"""Configurations of LTX-2's parts, from their tensors' shapes; what shapes don't say, from the version's published settings."""

from __future__ import annotations

from typing import Any

from aiprod.models.recognising.shapes import Shapes, axis, count

_HEAD = 128
_GEMMA = 3840
"""Width of the text encoder of every published LTX-2."""

_DECODERS: dict[bool, dict[str, Any]] = {
    False: {
        "upsample_type": ["spatiotemporal"] * 3, "upsample_residual": [True] * 3, "upsample_factor": [2, 2, 2],
        "decoder_spatial_padding_mode": "reflect",
    },
    True: {
        "upsample_type": ["spatiotemporal", "spatiotemporal", "temporal", "spatial"], "upsample_residual": [False] * 4,
        "upsample_factor": [2, 2, 1, 2], "decoder_spatial_padding_mode": "zeros",
    },
}  # fmt: skip
"""Of the video decoder, by whether it is that of 2.3 and later."""

_FACTORS = {5: [6, 5, 2, 2, 2], 6: [5, 2, 2, 2, 2, 2]}
"""Of the vocoders' upsamplers, by how many there are."""


def transformer(shapes: Shapes) -> dict[str, Any]:
    """Of LTX2VideoTransformer3DModel."""
    inner, audio = axis(shapes, "proj_in.weight"), axis(shapes, "audio_proj_in.weight")
    block = "transformer_blocks.0."
    gated = f"{block}attn1.to_gate_logits.weight" in shapes
    heads = axis(shapes, f"{block}attn1.to_gate_logits.weight") if gated else max(inner // _HEAD, 1)
    newer = f"{block}prompt_scale_shift_table" in shapes
    prompts = "caption_projection.linear_1.weight" in shapes
    return {
        "in_channels": axis(shapes, "proj_in.weight", 1), "out_channels": axis(shapes, "proj_out.weight"),
        "num_attention_heads": heads, "attention_head_dim": inner // heads,
        "cross_attention_dim": axis(shapes, f"{block}attn2.to_k.weight", 1),
        "audio_in_channels": axis(shapes, "audio_proj_in.weight", 1), "audio_out_channels": axis(shapes, "audio_proj_out.weight"),
        "audio_num_attention_heads": heads, "audio_attention_head_dim": audio // heads,
        "audio_cross_attention_dim": axis(shapes, f"{block}audio_attn2.to_k.weight", 1),
        "num_layers": count(shapes, "transformer_blocks."),
        "caption_channels": axis(shapes, "caption_projection.linear_1.weight", 1) if prompts else _GEMMA,
        "gated_attn": gated, "audio_gated_attn": gated, "cross_attn_mod": newer, "audio_cross_attn_mod": newer,
        "perturbed_attn": gated, "use_prompt_embeddings": prompts, "rope_type": "split", "rope_double_precision": True,
        "ff_bias": f"{block}ff.net.0.proj.bias" in shapes, "audio_ff_bias": f"{block}audio_ff.net.0.proj.bias" in shapes,
        "use_keyframes_abs_pos_embedding": "keyframes_abs_pos_embedding" in shapes,
        "use_prompt_adaln_single": (newer and "prompt_adaln.linear.weight" in shapes) or not newer,
    }  # fmt: skip


def connectors(shapes: Shapes, text_width: int = _GEMMA) -> dict[str, Any]:
    """Of LTX2TextConnectors. `text_width` is the text encoder's."""
    apart = "video_text_proj_in.weight" in shapes
    source = "video_text_proj_in.weight" if apart else "text_proj_in.weight"
    inputs = axis(shapes, source, 1)
    text_width = text_width if inputs % text_width == 0 else inputs
    config: dict[str, Any] = {
        "caption_channels": text_width, "text_proj_in_factor": inputs // text_width, "rope_type": "split",
        "rope_double_precision": True, "connector_rope_base_seq_len": 4096, "per_modality_projections": apart,
        "proj_bias": source.replace("weight", "bias") in shapes, **_connector(shapes, "video"), **_connector(shapes, "audio"),
    }  # fmt: skip
    if apart:
        config |= {"video_hidden_dim": axis(shapes, source), "audio_hidden_dim": axis(shapes, "audio_text_proj_in.weight")}
    return config


def _connector(shapes: Shapes, which: str) -> dict[str, Any]:
    block = f"{which}_connector.transformer_blocks.0.attn1."
    inner = axis(shapes, f"{block}to_q.weight")
    gated = f"{block}to_gate_logits.weight" in shapes
    heads = axis(shapes, f"{block}to_gate_logits.weight") if gated else max(inner // _HEAD, 1)
    registers = shapes.get(f"{which}_connector.learnable_registers")
    return {
        f"{which}_connector_num_attention_heads": heads, f"{which}_connector_attention_head_dim": inner // heads,
        f"{which}_connector_num_layers": count(shapes, f"{which}_connector.transformer_blocks."), f"{which}_gated_attn": gated,
        f"{which}_connector_num_learnable_registers": registers.shape[0] if registers else None,
    }  # fmt: skip


def vae(shapes: Shapes) -> dict[str, Any]:
    """Of AutoencoderKLLTX2Video."""
    downs, ups = count(shapes, "encoder.down_blocks."), count(shapes, "decoder.up_blocks.")
    newer = _DECODERS[ups > 3]
    factors = list(reversed(newer["upsample_factor"]))
    places = [*(f"down_blocks.{i}" for i in range(1, downs)), "mid_block"]
    encoder = [axis(shapes, f"encoder.{place}.resnets.0.conv1.conv.weight") for place in places]
    decoder = [
        axis(shapes, f"decoder.up_blocks.{i}.resnets.0.conv1.conv.weight") * factors[i] for i in range(min(ups, len(factors)))
    ]
    layers = [count(shapes, f"decoder.{place}.resnets.") for place in ("mid_block", *(f"up_blocks.{i}" for i in range(ups)))]
    return {
        "latent_channels": axis(shapes, "decoder.conv_in.conv.weight", 1), "block_out_channels": encoder,
        "decoder_block_out_channels": list(reversed(decoder)), "decoder_layers_per_block": list(reversed(layers)),
        "layers_per_block": [count(shapes, f"encoder.{place}.resnets.") for place in ("down_blocks.0", *places)],
        "decoder_spatio_temporal_scaling": [True] * ups, "decoder_inject_noise": [False] * (ups + 1), "decoder_causal": False,
        "timestep_conditioning": "decoder.time_embedder.timestep_embedder.linear_1.weight" in shapes,
        "spatial_compression_ratio": 32, "temporal_compression_ratio": 8, **newer,
    }  # fmt: skip


def audio_vae(shapes: Shapes) -> dict[str, Any]:
    """Of AutoencoderKLLTX2Audio."""
    base, latents = axis(shapes, "encoder.conv_in.conv.weight"), axis(shapes, "decoder.conv_in.conv.weight", 1)
    levels = count(shapes, "encoder.down.")
    return {
        "base_channels": base, "output_channels": axis(shapes, "decoder.conv_out.conv.weight"), "latent_channels": latents,
        "in_channels": axis(shapes, "encoder.conv_in.conv.weight", 1), "mel_bins": base * 4 // latents,
        "ch_mult": [axis(shapes, f"encoder.down.{i}.block.0.conv1.conv.weight") // base for i in range(levels)],
        "num_res_blocks": count(shapes, "encoder.down.0.block."),
        "mid_block_add_attention": any(name.startswith("encoder.mid.attn_1.") for name in shapes),
    }  # fmt: skip


def vocoder(shapes: Shapes) -> dict[str, Any]:
    """Of LTX2Vocoder."""
    return _generator(shapes, "", "")


def wide_vocoder(shapes: Shapes) -> dict[str, Any]:
    """Of LTX2VocoderWithBWE."""
    mel = axis(shapes, "mel_stft.mel_basis")
    window = axis(shapes, "mel_stft.stft_fn.forward_basis", 2)
    return _generator(shapes, "vocoder.", "") | _generator(shapes, "bwe_generator.", "bwe_") | {
        "num_mel_channels": mel, "filter_length": window, "window_length": window,
    }  # fmt: skip


def _generator(shapes: Shapes, place: str, key: str) -> dict[str, Any]:
    stages = count(shapes, f"{place}upsamplers.")
    kernels = count(shapes, f"{place}resnets.") // max(stages, 1)
    return {
        f"{key}in_channels": axis(shapes, f"{place}conv_in.weight", 1),
        f"{key}hidden_channels": axis(shapes, f"{place}conv_in.weight"),
        f"{key}out_channels": axis(shapes, f"{place}conv_out.weight"),
        f"{key}upsample_factors": _FACTORS.get(stages, [2] * stages),
        f"{key}upsample_kernel_sizes": [axis(shapes, f"{place}upsamplers.{i}.weight", 2) for i in range(stages)],
        f"{key}resnet_kernel_sizes": [axis(shapes, f"{place}resnets.{i}.convs1.0.weight", 2) for i in range(kernels)],
        f"{key}resnet_dilations": [[1, 3, 5][: count(shapes, f"{place}resnets.{i}.convs1.")] for i in range(kernels)],
    }


def upsampler(shapes: Shapes) -> dict[str, Any]:
    """Of LTX2LatentUpsamplerModel."""
    mid = axis(shapes, "initial_conv.weight")
    config: dict[str, Any] = {
        "in_channels": axis(shapes, "initial_conv.weight", 1),
        "mid_channels": mid,
        "num_blocks_per_stage": count(shapes, "res_blocks."),
        "dims": len(shapes["initial_conv.weight"].shape) - 2,
        "spatial_upsample": True,
        "temporal_upsample": False,
        "use_rational_resampler": "upsampler.conv.weight" in shapes,
        "rational_spatial_scale": 2.0,
    }
    if config["use_rational_resampler"]:
        return config | {"rational_spatial_scale": 1.5 if axis(shapes, "upsampler.conv.weight") == 9 * mid else 2.0}
    if len(shapes["upsampler.0.weight"].shape) == 5:
        config |= {"temporal_upsample": True, "spatial_upsample": axis(shapes, "upsampler.0.weight") == 8 * mid}
    return config


def duration_head(shapes: Shapes) -> dict[str, Any]:
    """Of LTX2DurationHead. The number of heads is the one it was trained with."""
    return {
        "video_cross_attention_dim": axis(shapes, "video_input_proj.weight", 1),
        "audio_cross_attention_dim": axis(shapes, "audio_input_proj.weight", 1),
        "pooler_hidden_dim": axis(shapes, "attention_pooler.to_q.weight", 1), "mlp_hidden_dim": axis(shapes, "mlp_hidden.weight"),
        "num_queries": axis(shapes, "attention_pooler.query_tokens"), "num_pooler_heads": 4,
    }  # fmt: skip


def scheduler(distilled: bool) -> dict[str, Any]:
    """Of FlowMatchEulerDiscreteScheduler."""
    return {
        "base_shift": 0.95, "max_shift": 2.05, "base_image_seq_len": 1024, "max_image_seq_len": 4096, "num_train_timesteps": 1000,
        "use_dynamic_shifting": not distilled, "shift_terminal": None if distilled else 0.1,
    }  # fmt: skip
