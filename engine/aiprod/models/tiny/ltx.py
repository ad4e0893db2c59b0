# SPDX-License-Identifier: Apache-2.0
"""Tiny LTX-2.0, 2.3 and 2.5. The configurations are small, the geometry is the true one: 32 × 32 pixels × 8 frames a latent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.models.classes import find
from aiprod.models.tiny.saving import ALPHABET, save_all, save_index, seeded

_TEXT, _LAYERS, _VOCABULARY = 16, 2, 512
_LATENTS, _MEL = 8, 16


def build(name: str, folder: Path) -> None:
    """Write the checkpoint, with both latent upsamplers beside what the pipeline names."""
    version, distilled = name[8:10], name.endswith("distilled")
    newer = version != "20"
    pipeline: dict[str, Any] = {
        "scheduler": _scheduler(distilled),
        "vae": seeded(f"ltx-vae-{newer}", lambda: _vae(newer)),
        "audio_vae": seeded("ltx-audio-vae", _audio_vae),
        "text_encoder": seeded(f"ltx-text-{version}", _gemma4 if version == "25" else _gemma3),
        "tokenizer": _tokenizer(),
        "connectors": seeded(f"ltx-connectors-{newer}", lambda: _connectors(newer)),
        "transformer": seeded(name, lambda: _transformer(version)),
        "vocoder": seeded(f"ltx-vocoder-{newer}", _vocoder48 if newer else _vocoder24),
    }
    if version == "25":
        pipeline["duration_head"] = seeded("ltx-duration", _duration_head)
    save_all(folder, pipeline | _upsamplers())
    save_index(folder, "LTX2Pipeline", pipeline)


def _scheduler(distilled: bool) -> Any:
    common = {"base_shift": 0.95, "max_shift": 2.05, "base_image_seq_len": 1024, "max_image_seq_len": 4096}
    if distilled:
        return find("FlowMatchEulerDiscreteScheduler")(**common, use_dynamic_shifting=False, shift_terminal=None)
    return find("FlowMatchEulerDiscreteScheduler")(**common, use_dynamic_shifting=True, shift_terminal=0.1)


def _transformer(version: str) -> Any:
    newer = dict.fromkeys(("gated_attn", "cross_attn_mod", "audio_gated_attn", "audio_cross_attn_mod", "perturbed_attn"), True)
    extra = {} if version == "20" else newer | {"use_prompt_embeddings": False}
    if version == "25":
        extra |= {"ff_bias": False, "use_keyframes_abs_pos_embedding": True}
    return find("LTX2VideoTransformer3DModel")(
        in_channels=_LATENTS, out_channels=_LATENTS, num_attention_heads=2, attention_head_dim=12, cross_attention_dim=24,
        audio_in_channels=8, audio_out_channels=8, audio_num_attention_heads=2, audio_attention_head_dim=6,
        audio_cross_attention_dim=12, num_layers=2, caption_channels=_TEXT, rope_double_precision=False, rope_type="split",
        **extra,
    )  # fmt: skip


def _connectors(newer: bool) -> Any:
    extra: dict[str, Any] = {}
    if newer:
        extra = {"per_modality_projections": True, "video_hidden_dim": 24, "audio_hidden_dim": 12, "proj_bias": True}
        extra |= {"video_gated_attn": True, "audio_gated_attn": True}
    width = {"video": 12, "audio": 6} if newer else {"video": 8, "audio": 8}
    return find("LTX2TextConnectors")(
        caption_channels=_TEXT, text_proj_in_factor=_LAYERS + 1, video_connector_num_attention_heads=2,
        video_connector_attention_head_dim=width["video"], video_connector_num_layers=1,
        video_connector_num_learnable_registers=8, audio_connector_num_attention_heads=2,
        audio_connector_attention_head_dim=width["audio"], audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=8, connector_rope_base_seq_len=32, rope_double_precision=False,
        rope_type="split", **extra,
    )  # fmt: skip


def _vae(newer: bool) -> Any:
    decoder: dict[str, Any] = {
        "decoder_block_out_channels": (8, 16, 32), "decoder_layers_per_block": (1,) * 4, "block_out_channels": (8, 16, 32, 64),
    }  # fmt: skip
    if newer:
        decoder = {
            "block_out_channels": (8, 16, 32, 32), "decoder_block_out_channels": (8, 16, 16, 32),
            "decoder_layers_per_block": (1,) * 5, "decoder_spatio_temporal_scaling": (True,) * 4,
            "decoder_inject_noise": (False,) * 5, "upsample_residual": (False,) * 4, "upsample_factor": (2, 2, 1, 2),
            "upsample_type": ("spatiotemporal", "spatiotemporal", "temporal", "spatial"), "decoder_spatial_padding_mode": "zeros",
        }  # fmt: skip
    return find("AutoencoderKLLTX2Video")(
        latent_channels=_LATENTS, layers_per_block=(1,) * 5, decoder_causal=False, spatial_compression_ratio=32,
        temporal_compression_ratio=8, **decoder,
    )  # fmt: skip


def _audio_vae() -> Any:
    return find("AutoencoderKLLTX2Audio")(
        base_channels=8, output_channels=2, ch_mult=(1, 2, 4), num_res_blocks=1, in_channels=2, resolution=32, latent_channels=2,
        mel_bins=_MEL,
    )  # fmt: skip


def _vocoder24() -> Any:
    return find("LTX2Vocoder")(in_channels=32, hidden_channels=32, resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]])


def _vocoder48() -> Any:
    return find("LTX2VocoderWithBWE")(
        in_channels=32, hidden_channels=64, resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]], bwe_in_channels=32,
        bwe_hidden_channels=32, bwe_resnet_kernel_sizes=[3], bwe_resnet_dilations=[[1, 3, 5]], num_mel_channels=_MEL,
    )  # fmt: skip


def _duration_head() -> Any:
    return find("LTX2DurationHead")(
        video_cross_attention_dim=24, audio_cross_attention_dim=12, pooler_hidden_dim=16, num_pooler_heads=2, mlp_hidden_dim=16
    )


def _upsamplers() -> dict[str, Any]:
    def make(**kind: bool) -> Any:
        return find("LTX2LatentUpsamplerModel")(in_channels=_LATENTS, mid_channels=32, num_blocks_per_stage=1, **kind)

    return {
        "latent_upsampler": seeded("ltx-spatial", lambda: make(use_rational_resampler=False)),
        "temporal_upsampler": seeded("ltx-temporal", lambda: make(spatial_upsample=False, temporal_upsample=True)),
    }


def _tokenizer() -> Any:
    from transformers import GemmaTokenizer

    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    pieces = [*special, *(f"<0x{byte:02X}>" for byte in range(256)), "▁", *ALPHABET]
    return GemmaTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, merges=[], model_max_length=1024)


def _language(**extra: Any) -> dict[str, Any]:
    return {
        "vocab_size": _VOCABULARY, "hidden_size": _TEXT, "intermediate_size": 32, "num_hidden_layers": _LAYERS,
        "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "max_position_embeddings": 2048,
        "sliding_window": 64, **extra,
    }  # fmt: skip


def _gemma3() -> Any:
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig, SiglipVisionConfig

    vision = SiglipVisionConfig(
        hidden_size=_TEXT, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=28, patch_size=14
    )
    return Gemma3ForConditionalGeneration(
        Gemma3Config(
            text_config=Gemma3TextConfig(**_language(query_pre_attn_scalar=8)), vision_config=vision, mm_tokens_per_image=4,
            image_token_index=500, boi_token_index=501, eoi_token_index=502,
        )
    )  # fmt: skip


def _gemma4() -> Any:
    from transformers import (
        Gemma4UnifiedAudioConfig,
        Gemma4UnifiedConfig,
        Gemma4UnifiedForConditionalGeneration,
        Gemma4UnifiedTextConfig,
        Gemma4UnifiedVisionConfig,
    )

    text = Gemma4UnifiedTextConfig(
        **_language(layer_types=["sliding_attention", "full_attention"], global_head_dim=16, bos_token_id=2, eos_token_id=1)
    )
    return Gemma4UnifiedForConditionalGeneration(
        Gemma4UnifiedConfig(
            text_config=text, audio_config=Gemma4UnifiedAudioConfig(audio_embed_dim=16),
            vision_config=Gemma4UnifiedVisionConfig(mm_embed_dim=16, mm_posemb_size=8, output_proj_dims=16),
            boi_token_id=500, eoi_token_id=501, boa_token_id=502, eoa_token_index=503, image_token_id=504, audio_token_id=505,
            video_token_id=506,
        )
    )  # fmt: skip
