# SPDX-License-Identifier: Apache-2.0
"""Tiny checkpoints written the way publishers, ComfyUI and GGUF converters write theirs.

The names here are the inverse of what `recognising.names` does, written down apart from it: from the original repositories'
modules (Wan-Video/Wan2.1 model.py, vae.py, t5.py; Lightricks/LTX-2 state dicts as diffusers' converter lists them).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from aiprod.models.checkpoints import Checkpoint
from aiprod.models.loading import load

States = dict[str, torch.Tensor]


def state(checkpoint: Checkpoint, name: str) -> States:
    module = load(checkpoint.components[name])
    return {key: value.detach().clone().contiguous() for key, value in module.state_dict().items()}


def under(prefix: str, tensors: States) -> States:
    return {prefix + name: tensor for name, tensor in tensors.items()}


def _renamed(tensors: States, rules: list[tuple[str, str]]) -> States:
    found = {}
    for old, tensor in tensors.items():
        name = old
        for pattern, new in rules:
            name = re.sub(pattern, new, name)
        found[name] = tensor
    return found


_WAN = [
    (r"^condition_embedder\.time_embedder\.linear_1", "time_embedding.0"),
    (r"^condition_embedder\.time_embedder\.linear_2", "time_embedding.2"),
    (r"^condition_embedder\.text_embedder\.linear_1", "text_embedding.0"),
    (r"^condition_embedder\.text_embedder\.linear_2", "text_embedding.2"),
    (r"^condition_embedder\.time_proj", "time_projection.1"),
    (r"^condition_embedder\.image_embedder\.norm1", "img_emb.proj.0"),
    (r"^condition_embedder\.image_embedder\.ff\.net\.0\.proj", "img_emb.proj.1"),
    (r"^condition_embedder\.image_embedder\.ff\.net\.2", "img_emb.proj.3"),
    (r"^condition_embedder\.image_embedder\.norm2", "img_emb.proj.4"),
    (r"^condition_embedder\.image_embedder\.pos_embed", "img_emb.emb_pos"),
    (r"^scale_shift_table$", "head.modulation"),
    (r"^proj_out\.", "head.head."),
    (r"blocks\.(\d+)\.scale_shift_table$", r"blocks.\1.modulation"),
    (r"\.add_([kv])_proj\.", r".\1_img."),
    (r"\.norm_added_k\.", ".norm_k_img."),
    (r"\.to_out\.0\.", ".o."),
    (r"\.to_([qkv])\.", r".\1."),
    (r"\.attn1\.", ".self_attn."),
    (r"\.attn2\.", ".cross_attn."),
    (r"(blocks\.\d+)\.norm2\.", r"\1.norm3."),
    (r"\.ffn\.net\.0\.proj\.", ".ffn.0."),
    (r"\.ffn\.net\.2\.", ".ffn.2."),
    (r"(vace_blocks\.\d+)\.proj_in\.", r"\1.before_proj."),
    (r"(vace_blocks\.\d+)\.proj_out\.", r"\1.after_proj."),
]
_WAN_VAE = [
    (r"^quant_conv\.", "conv1."), (r"^post_quant_conv\.", "conv2."), (r"coder\.conv_in\.", "coder.conv1."),
    (r"\.norm_out\.", ".head.0."), (r"\.conv_out\.", ".head.2."), (r"\.mid_block\.resnets\.0\.", ".middle.0."),
    (r"\.mid_block\.attentions\.0\.", ".middle.1."), (r"\.mid_block\.resnets\.1\.", ".middle.2."),
    (r"\.norm1\.", ".residual.0."), (r"\.conv1\.(?=weight|bias)(?<!coder\.conv1\.)", ".residual.2."),
    (r"\.norm2\.", ".residual.3."), (r"\.conv2\.", ".residual.6."), (r"\.conv_shortcut\.", ".shortcut."),
]  # fmt: skip


def wan(tensors: States) -> States:
    return _renamed(tensors, _WAN)


def wan_vae(tensors: States) -> States:
    """Wan2.1_VAE: `vae.py` keeps flat lists; one resnet a block here, so three entries a block in the decoder."""
    flat = {}
    for name, tensor in _renamed(tensors, _WAN_VAE).items():
        found = re.match(r"decoder\.up_blocks\.(\d+)\.(resnets|upsamplers)\.(\d+)\.(.*)", name)
        if found:
            index = int(found[1]) * 3 + (2 if found[2] == "upsamplers" else int(found[3]))
            flat[f"decoder.upsamples.{index}.{found[4]}"] = tensor
        else:
            flat[name.replace("encoder.down_blocks.", "encoder.downsamples.")] = tensor
    return flat


def wan_vae22(tensors: States) -> States:
    """Wan2.2_VAE: `vae2_2.py` nests the lists; the resampler is the last of a block."""
    rules = [
        *_WAN_VAE,
        (r"encoder\.down_blocks\.(\d+)\.resnets\.(\d+)\.", r"encoder.downsamples.\1.downsamples.\2."),
        (r"encoder\.down_blocks\.(\d+)\.downsampler\.", r"encoder.downsamples.\1.downsamples.1."),
        (r"decoder\.up_blocks\.(\d+)\.resnets\.(\d+)\.", r"decoder.upsamples.\1.upsamples.\2."),
        (r"decoder\.up_blocks\.(\d+)\.upsampler\.", r"decoder.upsamples.\1.upsamples.2."),
    ]
    return _renamed(tensors, rules)


def umt5(tensors: States) -> States:
    """models_t5_umt5-xxl-enc-bf16: `t5.py`."""
    rules = [
        (r"^shared\.", "token_embedding."), (r"^encoder\.final_layer_norm\.", "norm."), (r"^encoder\.block\.", "blocks."),
        (r"\.layer\.0\.SelfAttention\.relative_attention_bias\.", ".pos_embedding.embedding."),
        (r"\.layer\.0\.SelfAttention\.", ".attn."), (r"\.layer\.0\.layer_norm\.", ".norm1."),
        (r"\.layer\.1\.layer_norm\.", ".norm2."), (r"\.layer\.1\.DenseReluDense\.wi_0\.", ".ffn.gate.0."),
        (r"\.layer\.1\.DenseReluDense\.wi_1\.", ".ffn.fc1."), (r"\.layer\.1\.DenseReluDense\.wo\.", ".ffn.fc2."),
    ]  # fmt: skip
    return _renamed({k: v for k, v in tensors.items() if k != "encoder.embed_tokens.weight"}, rules)


def hf_umt5(tensors: States) -> States:
    """As ComfyUI's umt5_xxl files have it."""
    return {name: tensor for name, tensor in tensors.items() if name != "encoder.embed_tokens.weight"}


_LTX = [
    (r"^proj_in\.", "patchify_proj."), (r"^audio_proj_in\.", "audio_patchify_proj."), (r"^time_embed\.", "adaln_single."),
    (r"^audio_time_embed\.", "audio_adaln_single."), (r"^prompt_adaln\.", "prompt_adaln_single."),
    (r"^audio_prompt_adaln\.", "audio_prompt_adaln_single."),
    (r"^av_cross_attn_video_scale_shift\.", "av_ca_video_scale_shift_adaln_single."),
    (r"^av_cross_attn_audio_scale_shift\.", "av_ca_audio_scale_shift_adaln_single."),
    (r"^av_cross_attn_video_a2v_gate\.", "av_ca_a2v_gate_adaln_single."),
    (r"^av_cross_attn_audio_v2a_gate\.", "av_ca_v2a_gate_adaln_single."),
    (r"\.video_a2v_cross_attn_scale_shift_table$", ".scale_shift_table_a2v_ca_video"),
    (r"\.audio_a2v_cross_attn_scale_shift_table$", ".scale_shift_table_a2v_ca_audio"),
    (r"\.norm_q\.", ".q_norm."), (r"\.norm_k\.", ".k_norm."),
]  # fmt: skip


def ltx(tensors: States) -> States:
    return _renamed(tensors, _LTX)


def ltx_connectors(tensors: States, prefix: str = "model.diffusion_model.") -> States:
    """The connectors beside the transformer, their projections beside everything."""
    rules = [
        (r"^(video|audio)_connector\.", r"\1_embeddings_connector."), (r"\.transformer_blocks\.", ".transformer_1d_blocks."),
        (r"\.norm_q\.", ".q_norm."), (r"\.norm_k\.", ".k_norm."),
        (r"^text_proj_in\.", "text_embedding_projection.aggregate_embed."),
        (r"^(video|audio)_text_proj_in\.", r"text_embedding_projection.\1_aggregate_embed."),
    ]  # fmt: skip
    found = _renamed(tensors, rules)
    return {(name if name.startswith("text_embedding") else prefix + name): tensor for name, tensor in found.items()}


def ltx_vae(tensors: States) -> States:
    found = {}
    last = max(int(m[1]) for m in (re.match(r"encoder\.down_blocks\.(\d+)\.", n) for n in tensors) if m)
    for old, tensor in tensors.items():
        name = re.sub(
            r"encoder\.down_blocks\.(\d+)\.downsamplers\.0\.", lambda m: f"encoder.down_blocks.{2 * int(m[1]) + 1}.", old
        )
        if name == old:
            name = re.sub(r"encoder\.down_blocks\.(\d+)\.", lambda m: f"encoder.down_blocks.{2 * int(m[1])}.", old)
        name = re.sub(r"encoder\.mid_block\.", f"encoder.down_blocks.{2 * last + 2}.", name)
        up = re.sub(r"decoder\.up_blocks\.(\d+)\.upsamplers\.0\.", lambda m: f"decoder.up_blocks.{2 * int(m[1]) + 1}.", name)
        if up == name:
            up = re.sub(r"decoder\.up_blocks\.(\d+)\.", lambda m: f"decoder.up_blocks.{2 * int(m[1]) + 2}.", name)
        name = re.sub(r"decoder\.mid_block\.", "decoder.up_blocks.0.", up).replace(".resnets.", ".res_blocks.")
        name = name.replace("latents_mean", "per_channel_statistics.mean-of-means")
        found[name.replace("latents_std", "per_channel_statistics.std-of-means")] = tensor
    found["per_channel_statistics.mean-of-stds"] = torch.ones(8)
    found["per_channel_statistics.channel"] = torch.arange(8).float()
    return found


def ltx_audio_vae(tensors: States) -> States:
    rules = [
        (r"^latents_mean$", "per_channel_statistics.mean-of-means"),
        (r"^latents_std$", "per_channel_statistics.std-of-means"),
    ]
    return _renamed(tensors, rules)


def vocoder(tensors: States) -> States:
    rules = [
        (r"upsamplers\.", "ups."), (r"resnets\.", "resblocks."), (r"conv_in\.", "conv_pre."), (r"conv_out\.", "conv_post."),
        (r"act_out\.", "act_post."), (r"\.downsample\.filter", ".downsample.lowpass.filter"),
    ]  # fmt: skip
    return _renamed(tensors, rules)


def duration_head(tensors: States) -> States:
    found = dict(tensors)
    for leaf in ("weight", "bias"):
        parts = [found.pop(f"attention_pooler.to_{part}.{leaf}") for part in "qkv"]
        found[f"attention_pooler.cross_attn.in_proj_{leaf}"] = torch.cat(parts)
        found[f"attention_pooler.cross_attn.out_proj.{leaf}"] = found.pop(f"attention_pooler.to_out.{leaf}")
    return found


def write(path: Path, tensors: States, **metadata: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, path, metadata or None)
    return path


def write_gguf(path: Path, tensors: States, kind: str = "Q8_0", architecture: str = "wan") -> Path:
    """As ComfyUI-GGUF's converter: large matrices quantised, five axes folded to four and noted."""
    import gguf
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, architecture)
    quantised = gguf.GGMLQuantizationType[kind]
    for name, tensor in tensors.items():
        values = tensor.float().numpy()
        if values.ndim > 4:
            writer.add_array(f"comfy.gguf.orig_shape.{name}", [int(n) for n in values.shape])
            values = values.reshape(values.shape[0], -1)
        if values.ndim == 2 and values.shape[1] % 32 == 0 and "patch_embedding" not in name:
            writer.add_tensor(name, gguf.quants.quantize(values, quantised), raw_dtype=quantised)
        else:
            writer.add_tensor(name, np.ascontiguousarray(values))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def scaled(tensors: States) -> States:
    """ComfyUI's 8-bit files: matrices in float8 with a scale of their own."""
    found: States = {"scaled_fp8": torch.zeros(2).to(torch.float8_e4m3fn)}
    for name, tensor in tensors.items():
        if tensor.ndim == 2 and name.endswith(".weight") and "embedding" not in name:
            scale = tensor.abs().max() / 448
            found[name] = (tensor / scale).to(torch.float8_e4m3fn)
            found[name.removesuffix("weight") + "scale_weight"] = scale.reshape(())
        else:
            found[name] = tensor
    return found


def settings_folder(checkpoint_folder: Path, target: Path, *, weights: bool = False) -> Path:
    """A text encoder's folder as it lies on the hub: settings and tokenizer, with weights or without."""
    target.mkdir(parents=True, exist_ok=True)
    for path in (checkpoint_folder / "tokenizer").iterdir():
        shutil.copy(path, target / path.name)
    shutil.copy(checkpoint_folder / "text_encoder" / "config.json", target / "config.json")
    if weights:
        shutil.copy(checkpoint_folder / "text_encoder" / "model.safetensors", target / "model.safetensors")
    return target


def tokenizer_folder(checkpoint_folder: Path, target: Path) -> Path:
    shutil.copytree(checkpoint_folder / "tokenizer", target, dirs_exist_ok=True)
    return target


def noted(checkpoint: Checkpoint) -> str:
    """The "config" that LTX files carry in their header."""
    config: Mapping[str, Any] = checkpoint.components["transformer"].config
    keys = (
        "num_attention_heads",
        "attention_head_dim",
        "audio_num_attention_heads",
        "audio_attention_head_dim",
        "caption_channels",
    )
    return json.dumps({"transformer": {key: config[key] for key in keys}})
