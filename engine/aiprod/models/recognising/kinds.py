# SPDX-License-Identifier: Apache-2.0
"""What a file holds, by its tensors' names: parts of models that are known, or which other model it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from aiprod.models.checkpoints import Layout
from aiprod.models.recognising.headers import Header, Tensor
from aiprod.models.recognising.names import CONNECTORS, bare, extra, translator

_PREFIXES = (
    "model.diffusion_model.", "diffusion_model.", "audio_vae.", "vae.", "first_stage_model.", "vocoder.", "duration_head.",
    "text_encoders.umt5xxl.transformer.", "connectors.", "vision_model.", "",
)  # fmt: skip
"""What names of a part may begin with; the last fits whatever is left."""


@dataclass(frozen=True)
class Sign:
    """How a part is known: it has all of `has` and none of `lacks` among its tensors' names."""

    name: str
    kind: str
    layout: Layout
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()


_SIGNS = (
    Sign(
        "transformer",
        "WanVACETransformer3DModel",
        "official",
        ("vace_blocks.0.self_attn.q.weight", "vace_patch_embedding.weight"),
    ),
    Sign("transformer", "WanVACETransformer3DModel", "diffusers", ("vace_blocks.0.attn1.to_q.weight",)),
    Sign("transformer", "WanTransformer3DModel", "official", ("blocks.0.self_attn.q.weight", "patch_embedding.weight")),
    Sign("transformer", "WanTransformer3DModel", "diffusers", ("blocks.0.attn1.to_q.weight", "patch_embedding.weight")),
    Sign("transformer", "LTX2VideoTransformer3DModel", "official", ("patchify_proj.weight", "audio_patchify_proj.weight")),
    Sign(
        "transformer", "LTX2VideoTransformer3DModel", "diffusers", ("proj_in.weight", "audio_proj_in.weight", "proj_out.weight")
    ),
    Sign(
        "vae",
        "AutoencoderKLWan",
        "official",
        ("conv1.weight", "conv2.weight", "decoder.conv1.weight", "decoder.middle.0.residual.2.weight"),
    ),
    Sign("vae", "AutoencoderKLWan", "diffusers", ("quant_conv.weight", "decoder.mid_block.attentions.0.to_qkv.weight")),
    Sign("vae", "LTX2VideoDiffusionDecoderModel", "official", ("decoder.t_embedder.mlp.0.weight",)),
    Sign(
        "vae",
        "AutoencoderKLLTX2Video",
        "official",
        ("decoder.conv_in.conv.weight", "decoder.up_blocks.0.res_blocks.0.conv1.conv.weight"),
    ),
    Sign(
        "vae",
        "AutoencoderKLLTX2Video",
        "diffusers",
        ("decoder.conv_in.conv.weight", "decoder.mid_block.resnets.0.conv1.conv.weight"),
    ),
    Sign(
        "audio_vae",
        "AutoencoderKLLTX2Audio",
        "official",
        ("encoder.down.0.block.0.conv1.conv.weight", "decoder.conv_in.conv.weight"),
    ),
    Sign("vocoder", "LTX2VocoderWithBWE", "official", ("vocoder.conv_pre.weight", "bwe_generator.conv_pre.weight")),
    Sign("vocoder", "LTX2VocoderWithBWE", "diffusers", ("vocoder.conv_in.weight", "bwe_generator.conv_in.weight")),
    Sign("vocoder", "LTX2Vocoder", "official", ("conv_pre.weight", "ups.0.weight")),
    Sign("vocoder", "LTX2Vocoder", "diffusers", ("conv_in.weight", "upsamplers.0.weight")),
    Sign("connectors", "LTX2TextConnectors", "diffusers", ("video_connector.transformer_blocks.0.attn1.to_q.weight",)),
    Sign(
        "latent_upsampler",
        "LTX2LatentUpsamplerModel",
        "official",
        ("initial_conv.weight", "post_upsample_res_blocks.0.conv1.weight"),
    ),
    Sign("duration_head", "LTX2DurationHead", "official", ("attention_pooler.cross_attn.in_proj_weight",)),
    Sign("duration_head", "LTX2DurationHead", "diffusers", ("attention_pooler.to_q.weight",)),
    Sign(
        "text_encoder",
        "UMT5EncoderModel",
        "diffusers",
        (
            "encoder.block.0.layer.0.SelfAttention.q.weight",
            "encoder.block.1.layer.0.SelfAttention.relative_attention_bias.weight",
        ),
    ),
    Sign(
        "text_encoder",
        "UMT5EncoderModel",
        "official",
        ("token_embedding.weight", "blocks.0.attn.q.weight", "blocks.1.pos_embedding.embedding.weight"),
    ),
    Sign(
        "text_encoder",
        "UMT5EncoderModel",
        "gguf",
        ("token_embd.weight", "enc.blk.0.attn_q.weight", "enc.blk.1.attn_rel_b.weight"),
    ),
    Sign("image_encoder", "CLIPVisionModel", "diffusers", ("embeddings.class_embedding", "encoder.layers.0.layer_norm1.weight")),
)

_GEMMA = ("layers.0.self_attn.q_norm.weight", "layers.0.pre_feedforward_layernorm.weight")

_OTHERS: tuple[tuple[str, Callable[[set[str]], bool]], ...] = (
    ("an LTX-Video 0.9 model, older than LTX-2", lambda n: "patchify_proj.weight" in n and "audio_patchify_proj.weight" not in n),
    ("a HunyuanVideo model", lambda n: "txt_in.individual_token_refiner.blocks.0.self_attn.qkv.weight" in n),
    ("a Flux model", lambda n: "double_blocks.0.img_attn.qkv.weight" in n),
    ("a Stable Diffusion model", lambda n: any(name.startswith("input_blocks.0.") for name in n)),
    ("a CogVideoX model", lambda n: "transformer_blocks.0.norm1.linear.weight" in n and "patch_embed.proj.weight" in n),
    ("a Qwen-Image or SD 3 model", lambda n: "transformer_blocks.0.attn.add_q_proj.weight" in n),
    ("a T5 text encoder (Wan's is UMT5)", lambda n: "encoder.block.0.layer.0.SelfAttention.q.weight" in n),
)
_WAN_OFFSPRING = (
    ("face_adapter.", "Wan Animate"), ("motion_encoder.", "Wan Animate"), ("casual_audio_encoder.", "Wan Speech-to-Video"),
    ("control_adapter.", "Wan Fun Camera"), ("ref_conv.", "Wan Fun Control"), ("audio_proj.", "a talking-head model on Wan"),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part of a model in a file: what it is, and its tensors by the names that the module has for them."""

    sign: Sign
    prefix: str
    shapes: Mapping[str, Tensor]


def is_lora(names: Iterable[str]) -> bool:
    return any(".lora_" in name or name.startswith("lora_") or ".lokr_" in name for name in names)


def parts(header: Header) -> list[Part]:
    """The known parts that a file holds. Empty where there is none."""
    found = []
    for prefix, group in _grouped(header.tensors).items():
        found += _of_group(prefix, group, header)
    return found


def _grouped(tensors: Mapping[str, Tensor]) -> dict[str, dict[str, Tensor]]:
    """Tensors by what their names begin with, without it."""
    groups: dict[str, dict[str, Tensor]] = {}
    whole = any(name.startswith("bwe_generator.") for name in tensors)
    for name, tensor in tensors.items():
        prefix = "" if whole else next(p for p in _PREFIXES if name.startswith(p))
        groups.setdefault(prefix, {})[name.removeprefix(prefix)] = tensor
    return groups


def _of_group(prefix: str, group: Mapping[str, Tensor], header: Header) -> list[Part]:
    names = set(group)
    found = []
    for sign in _SIGNS:
        if names.issuperset(sign.has) and not names.intersection(sign.lacks):
            found.append(Part(sign, prefix, translated(sign.kind, sign.layout, group)))
            break
    rest = {name: tensor for name, tensor in group.items() if name.startswith(CONNECTORS)}
    if rest:
        sign = Sign("connectors", "LTX2TextConnectors", "official", ())
        found.append(Part(sign, prefix, translated(sign.kind, "official", rest)))
    if gemma(names):
        found.append(Part(Sign("text_encoder", "Gemma", "official", ()), prefix, dict(group)))
    return found


def gemma(names: Iterable[str]) -> bool:
    """Whether a Gemma is among them."""
    known = list(names)
    return all(any(name.endswith(sign) and "vision" not in name for name in known) for sign in _GEMMA)


def translated(kind: str, layout: Layout, group: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Tensors by the module's names."""
    if layout == "diffusers":
        return {name: tensor for name, tensor in group.items() if not extra(name)}
    translate = translator(kind, group)
    found = {}
    for name, tensor in group.items():
        for target in translate(name):
            shape = (tensor.shape[0] // target.parts, *tensor.shape[1:]) if target.parts > 1 else tensor.shape
            found[target.name] = Tensor(tensor.dtype, shape)
    return found


def stranger(header: Header) -> str:
    """What a file without known parts is, as a noun phrase."""
    if is_lora(header.tensors):
        return "a LoRA, which goes on top of a model"
    names = {bare(name, prefix) or name for name in header.tensors for prefix in _PREFIXES[:2] if name.startswith(prefix)}
    names |= set(header.tensors)
    return next((what for what, fits in _OTHERS if fits(names)), "no part of a model that is known here")


def offspring(shapes: Mapping[str, Tensor]) -> str | None:
    """A Wan with more than Wan has: which one."""
    return next((what for start, what in _WAN_OFFSPRING if any(name.startswith(start) for name in shapes)), None)
