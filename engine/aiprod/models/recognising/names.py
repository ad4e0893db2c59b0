# SPDX-License-Identifier: Apache-2.0
"""What the tensors of official, ComfyUI and GGUF files are called in the modules that take them.

The names on the left are those of the publishers' own files; S: Wan-Video/Wan2.1, Lightricks/LTX-2, and the converters of
diffusers (Apache-2.0).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Where a tensor of a file goes: a name of the module, and which of how many equal parts of the first axis it gets."""

    name: str
    part: int = 0
    parts: int = 1


Translate = Callable[[str], Sequence[Target]]
"""From a file's name to where its tensor goes; empty for a tensor that the module has no use for."""

PREFIXES = ("model.diffusion_model.", "diffusion_model.", "first_stage_model.", "transformer.", "model.")
"""What people put before the names of a part."""

_EXTRA = (".scale_weight", ".weight_scale", ".scale_input", ".input_scale", ".comfy_quant")
"""Beside scaled 8-bit weights; `loading` uses them, no module has them."""


def bare(name: str, prefix: str) -> str | None:
    """The name without its prefix; None where it has another one."""
    return name.removeprefix(prefix) if name.startswith(prefix) else None


def translator(kind: str, names: Iterable[str]) -> Translate:
    """How the names of one part's files become those of the class `kind`. `names` are all of them, without prefix."""
    known = list(names)
    if kind.startswith("Wan"):
        return _plain(_wan_transformer)
    if kind == "AutoencoderKLWan":
        return _wan_vae(known)
    if kind == "LTX2VideoTransformer3DModel":
        return _plain(_ltx_transformer)
    if kind == "AutoencoderKLLTX2Video":
        return _ltx_vae(known)
    if kind == "LTX2DurationHead":
        return _duration_head
    if kind == "LTX2TextConnectors":
        return _plain(_connectors)
    simple = _SIMPLE.get(kind)
    return _plain(lambda name: name) if simple is None else _plain(lambda name: _each(name, simple))


def extra(name: str) -> bool:
    """Whether it belongs to a weight's quantisation instead of to the module."""
    return name.endswith(_EXTRA) or name in ("scaled_fp8", "spiece_model", "tekken_model")


def _plain(one: Callable[[str], str | None]) -> Translate:
    def translate(name: str) -> Sequence[Target]:
        found = None if extra(name) or (name.startswith(CONNECTORS) and one is not _connectors) else one(name)
        return () if found is None else (Target(found),)

    return translate


def _each(name: str, rules: Mapping[str, str]) -> str | None:
    """Every rule's pattern replaced, in order."""
    for pattern, new in rules.items():
        name = re.sub(pattern, new, name)
    return name


_WAN = {
    r"^time_embedding\.0\.": "condition_embedder.time_embedder.linear_1.",
    r"^time_embedding\.2\.": "condition_embedder.time_embedder.linear_2.",
    r"^text_embedding\.0\.": "condition_embedder.text_embedder.linear_1.",
    r"^text_embedding\.2\.": "condition_embedder.text_embedder.linear_2.",
    r"^time_projection\.1\.": "condition_embedder.time_proj.",
    r"^img_emb\.proj\.0\.": "condition_embedder.image_embedder.norm1.",
    r"^img_emb\.proj\.1\.": "condition_embedder.image_embedder.ff.net.0.proj.",
    r"^img_emb\.proj\.3\.": "condition_embedder.image_embedder.ff.net.2.",
    r"^img_emb\.proj\.4\.": "condition_embedder.image_embedder.norm2.",
    r"^img_emb\.emb_pos$": "condition_embedder.image_embedder.pos_embed",
    r"^head\.modulation$": "scale_shift_table",
    r"^head\.head\.": "proj_out.",
    r"\.modulation$": ".scale_shift_table",
    r"\.self_attn\.": ".attn1.",
    r"\.cross_attn\.": ".attn2.",
    r"\.([qkv])\.": r".to_\1.",
    r"\.o\.": ".to_out.0.",
    r"\.([kv])_img\.": r".add_\1_proj.",
    r"\.norm_k_img\.": ".norm_added_k.",
    r"\.norm3\.": ".norm2.",
    r"\.ffn\.0\.": ".ffn.net.0.proj.",
    r"\.ffn\.2\.": ".ffn.net.2.",
    r"\.before_proj\.": ".proj_in.",
    r"\.after_proj\.": ".proj_out.",
}


def _wan_transformer(name: str) -> str | None:
    return _each(name, _WAN)


_RESIDUAL = {
    r"\.residual\.0\.": ".norm1.", r"\.residual\.2\.": ".conv1.", r"\.residual\.3\.": ".norm2.", r"\.residual\.6\.": ".conv2.",
    r"\.shortcut\.": ".conv_shortcut.",
}  # fmt: skip
_WAN_VAE = {
    r"^conv1\.": "quant_conv.",
    r"^conv2\.": "post_quant_conv.",
    r"coder\.conv1\.": "coder.conv_in.",
    r"\.head\.0\.": ".norm_out.",
    r"\.head\.2\.": ".conv_out.",
    r"\.middle\.0\.": ".mid_block.resnets.0.",
    r"\.middle\.1\.": ".mid_block.attentions.0.",
    r"\.middle\.2\.": ".mid_block.resnets.1.",
    **_RESIDUAL,
}


def _wan_vae(names: Sequence[str]) -> Translate:
    nested = any(".upsamples.0.upsamples." in name for name in names)
    if nested:
        return _plain(lambda name: _wan_vae_nested(_each(name, _WAN_VAE) or ""))
    lifts = sorted({int(name.split(".")[2]) for name in names if re.match(r"decoder\.upsamples\.\d+\.resample\.", name)})
    period = lifts[0] + 1 if lifts else 4
    return _plain(lambda name: _wan_vae_flat(_each(name, _WAN_VAE) or "", period))


def _wan_vae_nested(name: str) -> str:
    """2.2: blocks hold their resnets, and one resampler at the end."""
    name = re.sub(
        r"\.(down|up)samples\.(\d+)\.(?:down|up)samples\.\d+\.(resample|time_conv)\.", r".\1_blocks.\2.\1sampler.\3.", name
    )
    name = re.sub(r"\.(down|up)samples\.(\d+)\.(?:down|up)samples\.(\d+)\.", r".\1_blocks.\2.resnets.\3.", name)
    return re.sub(r"\.(down|up)samples\.(\d+)\.", r".\1_blocks.\2.", name)


def _wan_vae_flat(name: str, period: int) -> str:
    """2.1: one list for all blocks; the encoder keeps it, the decoder groups it by `period`."""
    name = name.replace(".downsamples.", ".down_blocks.")
    found = re.match(r"(decoder)\.upsamples\.(\d+)\.(.*)", name)
    if not found:
        return name
    block, within = divmod(int(found[2]), period)
    place = "upsamplers.0" if within == period - 1 else f"resnets.{within}"
    return f"decoder.up_blocks.{block}.{place}.{found[3]}"


_LTX = {
    r"^patchify_proj\.": "proj_in.",
    r"^audio_patchify_proj\.": "audio_proj_in.",
    r"^adaln_single\.": "time_embed.",
    r"^audio_adaln_single\.": "audio_time_embed.",
    r"^prompt_adaln_single\.": "prompt_adaln.",
    r"^audio_prompt_adaln_single\.": "audio_prompt_adaln.",
    r"^av_ca_video_scale_shift_adaln_single\.": "av_cross_attn_video_scale_shift.",
    r"^av_ca_audio_scale_shift_adaln_single\.": "av_cross_attn_audio_scale_shift.",
    r"^av_ca_a2v_gate_adaln_single\.": "av_cross_attn_video_a2v_gate.",
    r"^av_ca_v2a_gate_adaln_single\.": "av_cross_attn_audio_v2a_gate.",
    r"\.scale_shift_table_a2v_ca_video$": ".video_a2v_cross_attn_scale_shift_table",
    r"\.scale_shift_table_a2v_ca_audio$": ".audio_a2v_cross_attn_scale_shift_table",
    r"\.q_norm\.": ".norm_q.",
    r"\.k_norm\.": ".norm_k.",
}

CONNECTORS = ("video_embeddings_connector.", "audio_embeddings_connector.", "text_embedding_projection.")
"""Beside the transformer in official files, another part in diffusers."""


def _ltx_transformer(name: str) -> str | None:
    return _each(name, _LTX)


def _connectors(name: str) -> str | None:
    """They lie beside the transformer, under its prefix or none, and their projections beside the text encoder."""
    name = re.sub(r"^(model\.)?(diffusion_model\.)?(connectors\.)?", "", name)
    return _each(name, _CONNECTORS) if name.startswith(CONNECTORS) else None


_VAE_COMMON = {
    r"\.res_blocks\.": ".resnets.",
    r"^per_channel_statistics\.mean-of-means$": "latents_mean",
    r"^per_channel_statistics\.std-of-means$": "latents_std",
    r"\.last_time_embedder\.": ".time_embedder.",
    r"\.last_scale_shift_table$": ".scale_shift_table",
}


def _ltx_vae(names: Sequence[str]) -> Translate:
    """Official lists alternate between blocks and resamplers; the encoder's last and the decoder's first are the middle."""
    downs = [int(m[1]) for m in (re.match(r"encoder\.down_blocks\.(\d+)\.", n) for n in names) if m]
    last = max(downs, default=0)

    def one(name: str) -> str | None:
        if name.startswith("per_channel_statistics.") and not name.endswith("-of-means"):
            return None
        found = re.match(r"(encoder|decoder)\.(down|up)_blocks\.(\d+)\.(.*)", name)
        if found:
            name = _ltx_block(found[1], found[2], int(found[3]), last) + found[4]
        return _each(name, _VAE_COMMON)

    return _plain(one)


def _ltx_block(half: str, way: str, index: int, last: int) -> str:
    if way == "up":
        index -= 1
    if index < 0 or (way == "down" and index == last):
        return f"{half}.mid_block."
    block, odd = divmod(index, 2)
    if way == "up":
        return f"{half}.up_blocks.{block}." + ("" if odd else "upsamplers.0.")
    return f"{half}.down_blocks.{block}." + ("downsamplers.0." if odd else "")


_CONNECTORS = {
    r"^video_embeddings_connector\.": "video_connector.", r"^audio_embeddings_connector\.": "audio_connector.",
    r"\.transformer_1d_blocks\.": ".transformer_blocks.", r"^text_embedding_projection\.aggregate_embed\.": "text_proj_in.",
    r"^text_embedding_projection\.(video|audio)_aggregate_embed\.": r"\1_text_proj_in.",
    r"\.q_norm\.": ".norm_q.", r"\.k_norm\.": ".norm_k.",
}  # fmt: skip
_VOCODER = {
    r"(^|\.)ups\.": r"\1upsamplers.", r"(^|\.)resblocks\.": r"\1resnets.", r"(^|\.)conv_pre\.": r"\1conv_in.",
    r"(^|\.)conv_post\.": r"\1conv_out.", r"(^|\.)act_post\.": r"\1act_out.", r"\.downsample\.lowpass\.": ".downsample.",
}  # fmt: skip
_GEMMA = {
    r"^language_model\.model\.": "model.language_model.", r"^model\.(layers|embed_tokens|norm)\b": r"model.language_model.\1",
    r"^(layers|embed_tokens|norm)\b": r"model.language_model.\1", r"^language_model\.(?!model)": "model.language_model.",
    r"^(vision_tower|multi_modal_projector|vision_embedder|embed_vision|embed_audio)\.": r"model.\1.",
}  # fmt: skip
_SIMPLE: Mapping[str, Mapping[str, str]] = {
    "AutoencoderKLLTX2Audio": {
        r"^per_channel_statistics\.mean-of-means$": "latents_mean", r"^per_channel_statistics\.std-of-means$": "latents_std",
    },
    "LTX2Vocoder": _VOCODER,
    "LTX2VocoderWithBWE": _VOCODER,
    "UMT5EncoderModel": {
        r"^encoder\.embed_tokens\.|^token_embedding\.|^token_embd\.": "shared.",
        r"^norm\.|^enc\.output_norm\.": "encoder.final_layer_norm.",
        r"^(?:blocks|enc\.blk)\.(\d+)\.": r"encoder.block.\1.",
        r"\.(?:norm1|attn_norm)\.": ".layer.0.layer_norm.", r"\.(?:norm2|ffn_norm)\.": ".layer.1.layer_norm.",
        r"\.attn[._]([qkvo])\.": r".layer.0.SelfAttention.\1.",
        r"\.(?:pos_embedding\.embedding|attn_rel_b)\.": ".layer.0.SelfAttention.relative_attention_bias.",
        r"\.(?:ffn\.gate\.0|ffn_gate)\.": ".layer.1.DenseReluDense.wi_0.",
        r"\.(?:ffn\.fc1|ffn_up)\.": ".layer.1.DenseReluDense.wi_1.",
        r"\.(?:ffn\.fc2|ffn_down)\.": ".layer.1.DenseReluDense.wo.",
    },
    "CLIPVisionModel": {r"^vision_model\.": ""},
    "Gemma3ForConditionalGeneration": _GEMMA,
    "Gemma4UnifiedForConditionalGeneration": _GEMMA,
}  # fmt: skip


def _duration_head(name: str) -> Sequence[Target]:
    """The pooler's projections are one matrix in official files."""
    pooler = "attention_pooler."
    for leaf in ("weight", "bias"):
        if name == f"{pooler}cross_attn.in_proj_{leaf}":
            return tuple(Target(f"{pooler}to_{part}.{leaf}", index, 3) for index, part in enumerate("qkv"))
        if name == f"{pooler}cross_attn.out_proj.{leaf}":
            return (Target(f"{pooler}to_out.{leaf}"),)
    return (Target(name),)
