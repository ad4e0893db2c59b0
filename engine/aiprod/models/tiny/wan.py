# SPDX-License-Identifier: Apache-2.0
"""Tiny Wan 2.1 and 2.2."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.models.classes import find
from aiprod.models.tiny.saving import ALPHABET, save_all, save_index, seeded

_TEXT, _IMAGE, _VOCABULARY = 16, 16, 256
_PATCHES = 17
"""Tokens of the tiny image encoder: 4 × 4 patches and one for the whole."""


def build(name: str, folder: Path) -> None:
    """Write the checkpoint."""
    mode = name.removeprefix("tiny-")
    pipeline: dict[str, Any] = {"tokenizer": _tokenizer(), "text_encoder": seeded("umt5", _text_encoder)}
    pipeline["vae"] = seeded("wan-vae-2.2", _vae22) if mode == "wan5b" else seeded("wan-vae", _vae)
    pipeline["scheduler"] = _scheduler()
    pipeline["transformer"] = seeded(name, lambda: _transformer(mode))
    second = mode.startswith("wan22")
    pipeline["transformer_2"] = seeded(f"{name} low", lambda: _transformer(mode)) if second else None
    if mode in ("wan-i2v", "wan-flf"):
        pipeline |= {"image_encoder": seeded("clip", _image_encoder), "image_processor": _image_processor()}
    elif mode == "wan22-i2v":
        pipeline |= {"image_encoder": None, "image_processor": None}
    save_all(folder, {key: part for key, part in pipeline.items() if part is not None})
    save_index(folder, _pipeline_class(mode), pipeline, **_values(mode))


def _pipeline_class(mode: str) -> str:
    if mode == "wan-vace":
        return "WanVACEPipeline"
    return "WanImageToVideoPipeline" if mode in ("wan-i2v", "wan-flf", "wan22-i2v") else "WanPipeline"


def _values(mode: str) -> Mapping[str, Any]:
    boundary = {"wan22": 0.875, "wan22-i2v": 0.9}.get(mode)
    return {"boundary_ratio": boundary} | ({} if mode == "wan-vace" else {"expand_timesteps": mode == "wan5b"})


def _transformer(mode: str) -> Any:
    latents = 48 if mode == "wan5b" else 16
    common = {
        "num_attention_heads": 2, "attention_head_dim": 12, "ffn_dim": 48, "num_layers": 2, "text_dim": _TEXT, "freq_dim": 16,
        "in_channels": 36 if mode in ("wan-i2v", "wan-flf", "wan22-i2v") else latents, "out_channels": latents,
    }  # fmt: skip
    if mode == "wan-vace":
        return find("WanVACETransformer3DModel")(**common, vace_layers=[0, 1], vace_in_channels=96)
    if mode in ("wan-i2v", "wan-flf"):
        common |= {"image_dim": _IMAGE, "added_kv_proj_dim": 24}
    if mode == "wan-flf":
        common["pos_embed_seq_len"] = 2 * _PATCHES
    return find("WanTransformer3DModel")(**common)


def _vae() -> Any:
    return find("AutoencoderKLWan")(base_dim=8, z_dim=16, num_res_blocks=1)


def _vae22() -> Any:
    return find("AutoencoderKLWan")(
        base_dim=8, decoder_base_dim=8, z_dim=48, num_res_blocks=1, in_channels=12, out_channels=12, patch_size=2,
        scale_factor_spatial=16, is_residual=True, latents_mean=[0.0] * 48, latents_std=[1.0] * 48,
        temperal_downsample=[False, True, True],
    )  # fmt: skip


def _scheduler() -> Any:
    return find("UniPCMultistepScheduler")(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)


def _tokenizer() -> Any:
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((letter, -3.0) for letter in ALPHABET)]
    return find("T5TokenizerFast")(vocab=pieces, extra_ids=0, additional_special_tokens=None, model_max_length=512)


def _text_encoder() -> Any:
    from transformers import UMT5Config, UMT5EncoderModel

    return UMT5EncoderModel(
        UMT5Config(
            vocab_size=_VOCABULARY, d_model=_TEXT, d_kv=8, d_ff=32, num_layers=2, num_heads=2, is_encoder_decoder=False,
            use_cache=False, feed_forward_proj="gated-gelu",
        )
    )  # fmt: skip


def _image_encoder() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModel

    return CLIPVisionModel(
        CLIPVisionConfig(
            hidden_size=_IMAGE, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8,
            projection_dim=16,
        )
    )  # fmt: skip


def _image_processor() -> Any:
    from transformers import CLIPImageProcessor

    return CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
