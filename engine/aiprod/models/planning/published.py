# SPDX-License-Identifier: Apache-2.0
"""The published models as checkpoints without files: what a fit report reckons with before anything is fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint, Component

_WAN = {
    "1.3b": (12, 8960, 30, 1_420_000_000), "5b": (24, 14336, 30, 5_000_000_000), "14b": (40, 13824, 40, 14_290_000_000),
}  # fmt: skip
"""Heads, width between, layers, parameters."""
_LTX_PARAMETERS = {"2.0": 18_880_000_000, "2.3": 18_990_000_000, "2.5": 18_990_000_000}
_LTX_CONNECTORS = {"2.0": 1_430_000_000, "2.3": 3_170_000_000, "2.5": 3_200_000_000}
_CLIP, _CLIP_WIDTH = 632_000_000, 1280
"""The image encoder of Wan 2.1: parameters, width."""
TINY = Path(__file__).with_name("tiny.json")
"""The parts of the tiny models (written by `lawmaking`)."""


def checkpoint(id: str, family: str, version: str, variant: str, *, gguf: str = "") -> Checkpoint:
    """A model as its makers publish it; `gguf` is how its transformer is kept in a GGUF file ("Q8_0").

    Raises:
        UserError: no such model is known.
    """
    try:
        parts = _parts(id, family, version, variant, gguf)
    except KeyError as error:
        raise UserError(f"{id} can't be judged", "its architecture is not known here", "See `aiprod models list`.") from error
    experts = "transformer_2" in parts
    return Checkpoint(
        id, "wan" if family == "wan" else "ltx2", version, variant, parts, boundary=0.9 if experts else None,
        distilled="distilled" in variant or "fast" in variant,
    )  # fmt: skip


def _parts(id: str, family: str, version: str, variant: str, gguf: str) -> Mapping[str, Component]:
    if id in _tiny():
        return {name: Component(name, files=(), layout="diffusers", prefix="", **part) for name, part in _tiny()[id].items()}
    return _wan(version, variant, gguf) if family == "wan" else _ltx(version, gguf)


@cache
def _tiny() -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(TINY.read_text("utf-8")) if TINY.is_file() else {}
    return found


def _wan(version: str, variant: str, gguf: str) -> dict[str, Component]:
    mode, _, size = variant.partition("-")
    heads, between, layers, parameters = _WAN[size.removeprefix("a").split("-")[0]]
    small = mode == "ti2v"
    config: dict[str, Any] = {
        "num_attention_heads": heads, "attention_head_dim": 128, "ffn_dim": between, "num_layers": layers, "text_dim": 4096,
        "freq_dim": 256, "in_channels": 48 if small else 36 if mode in ("i2v", "flf2v") else 16,
        "out_channels": 48 if small else 16,
        "patch_size": [1, 2, 2],
    }  # fmt: skip
    kind = "WanTransformer3DModel"
    if mode == "vace":
        step = 2 if size == "1.3b" else 5
        kind = "WanVACETransformer3DModel"
        config |= {"vace_layers": list(range(0, layers, step)), "vace_in_channels": 96}
        parameters = parameters * 3 // 2 if size == "1.3b" else parameters * 6 // 5
    sees = version == "2.1" and mode in ("i2v", "flf2v")
    if sees:
        config |= {"image_dim": _CLIP_WIDTH, "added_kv_proj_dim": heads * 128}
    if mode == "flf2v":
        config["pos_embed_seq_len"] = 514
    layout: Any = "gguf" if gguf else "comfy"
    parts = {"transformer": Component("transformer", kind, config, (), layout, "", parameters, gguf or "BF16")}
    if size.startswith("a"):
        parts["transformer_2"] = Component("transformer_2", kind, config, (), layout, "", parameters, gguf or "BF16")
    if sees:
        parts["image_encoder"] = Component("image_encoder", "CLIPVisionModel", {}, (), parameters=_CLIP)
    text = {"d_model": 4096, "vocab_size": 256384, "num_layers": 24}
    vae: dict[str, Any] = {"base_dim": 96, "z_dim": 16}
    if small:
        vae = {
            "base_dim": 160, "decoder_base_dim": 256, "z_dim": 48, "in_channels": 12, "out_channels": 12, "patch_size": 2,
            "scale_factor_spatial": 16, "is_residual": True, "latents_mean": [0.0] * 48, "latents_std": [1.0] * 48,
        }  # fmt: skip
    return parts | {
        "text_encoder": Component("text_encoder", "UMT5EncoderModel", text, (), parameters=5_680_000_000),
        "vae": Component("vae", "AutoencoderKLWan", vae, (), parameters=704_000_000 if small else 127_000_000),
    }


def _ltx(version: str, gguf: str) -> dict[str, Component]:
    newer = version != "2.0"
    names = ("gated_attn", "cross_attn_mod", "audio_gated_attn", "audio_cross_attn_mod", "perturbed_attn")
    config: dict[str, Any] = dict.fromkeys(names, newer) | {
        "in_channels": 128, "out_channels": 128, "num_attention_heads": 32, "attention_head_dim": 128,
        "cross_attention_dim": 4096,
        "audio_in_channels": 128, "audio_out_channels": 128, "audio_num_attention_heads": 32, "audio_attention_head_dim": 64,
        "audio_cross_attention_dim": 2048, "num_layers": 48, "caption_channels": 3840, "rope_type": "split",
        "use_prompt_embeddings": not newer,
    }  # fmt: skip
    vae: dict[str, Any] = {
        "latent_channels": 128,
        "decoder_causal": False,
        "spatial_compression_ratio": 32,
        "temporal_compression_ratio": 8,
    }
    if newer:
        vae |= {
            "block_out_channels": [256, 512, 1024, 1024], "decoder_block_out_channels": [256, 512, 512, 1024],
            "layers_per_block": [4, 6, 4, 2, 2], "decoder_layers_per_block": [4, 6, 4, 2, 2],
            "decoder_spatio_temporal_scaling": [True] * 4, "decoder_inject_noise": [False] * 5, "upsample_residual": [False] * 4,
            "upsample_type": ["spatiotemporal", "spatiotemporal", "temporal", "spatial"], "upsample_factor": [2, 2, 1, 2],
            "decoder_spatial_padding_mode": "zeros",
        }  # fmt: skip
    kind = "Gemma4UnifiedForConditionalGeneration" if version == "2.5" else "Gemma3ForConditionalGeneration"
    text = {"hidden_size": 3840, "vocab_size": 262144, "num_hidden_layers": 48}
    layout: Any = "gguf" if gguf else "official"
    transformer = Component("transformer", "LTX2VideoTransformer3DModel", config, (), layout, "", _LTX_PARAMETERS[version],
                            gguf or "BF16")  # fmt: skip
    return {
        "transformer": transformer,
        "connectors": Component("connectors", "LTX2TextConnectors", {}, (), parameters=_LTX_CONNECTORS[version]),
        "text_encoder": Component("text_encoder", kind, text, (), parameters=12_000_000_000),
        "vae": Component("vae", "AutoencoderKLLTX2Video", vae, (), parameters=726_000_000 if newer else 1_222_000_000),
        "audio_vae": Component("audio_vae", "AutoencoderKLLTX2Audio", {}, (), parameters=53_000_000),
        "vocoder": Component("vocoder", "LTX2Vocoder", {}, (), parameters=129_000_000 if newer else 56_000_000),
    }
