# SPDX-License-Identifier: Apache-2.0
"""Every layout that people publish gets the right verdict, and so does everything that goes wrong with one."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from tests.unit.models.recognising import layouts as lay  # noqa: E402
from tests.unit.models.recognising.conftest import Tiny  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.models.recognising import recognise  # noqa: E402

Places = Sequence[Path]
Build = Callable[[Path, Tiny], Places]
RIGHT: dict[str, tuple[Build, tuple[str, str, str]]] = {}
WRONG: dict[str, tuple[Build, str]] = {}


def right(family: str, version: str, variant: str) -> Callable[[Build], Build]:
    def keep(build: Build) -> Build:
        RIGHT[build.__name__] = (build, (family, version, variant))
        return build

    return keep


def wrong(phrase: str) -> Callable[[Build], Build]:
    def keep(build: Build) -> Build:
        WRONG[build.__name__] = (build, phrase)
        return build

    return keep


def wan_rest(to: Path, tiny: Tiny, name: str = "tiny-wan", *, text: bool = True) -> None:
    """What lies beside a Wan transformer in ComfyUI's folders."""
    checkpoint, folder = tiny(name)
    vae = lay.state(checkpoint, "vae")
    lay.write(to / "vae" / "wan_vae.safetensors", lay.wan_vae22(vae) if name == "tiny-wan5b" else lay.wan_vae(vae))
    if text:
        lay.write(to / "text_encoders" / "umt5_xxl_fp16.safetensors", lay.hf_umt5(lay.state(checkpoint, "text_encoder")))
    lay.tokenizer_folder(folder, to / "google" / "umt5-xxl")


def comfy_wan(to: Path, tiny: Tiny, name: str, file: str, prefix: str = "", source: str = "transformer") -> Path:
    tensors = lay.wan(lay.state(tiny(name)[0], source))
    return lay.write(to / "diffusion_models" / file, lay.under(prefix, tensors))


@right("wan", "2.1", "t2v-tiny")
def official_wan21(to: Path, tiny: Tiny) -> Places:
    checkpoint, folder = tiny("tiny-wan")
    tensors = lay.wan(lay.state(checkpoint, "transformer"))
    names = sorted(tensors)
    for number, part in enumerate((names[::2], names[1::2]), 1):
        path = to / f"diffusion_pytorch_model-0000{number}-of-00002.safetensors"
        lay.write(path, {name: tensors[name] for name in part})
    (to / "config.json").write_text(json.dumps({"_class_name": "WanModel", "dim": 24, "num_heads": 2, "model_type": "t2v"}))
    lay.write(to / "Wan2.1_VAE.safetensors", lay.wan_vae(lay.state(checkpoint, "vae")))
    lay.write(to / "models_t5_umt5-xxl-enc-bf16.safetensors", lay.umt5(lay.state(checkpoint, "text_encoder")))
    lay.tokenizer_folder(folder, to / "google" / "umt5-xxl")
    return [to]


@right("wan", "2.1", "t2v-tiny")
def comfy_wan21(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan2.1_t2v_1.3B_fp16.safetensors")
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.1", "t2v-tiny")
def comfy_wan21_prefixed(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors", "model.diffusion_model.")
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.1", "t2v-tiny")
def comfy_wan21_scaled_8_bit(to: Path, tiny: Tiny) -> Places:
    tensors = lay.wan(lay.state(tiny("tiny-wan")[0], "transformer"))
    lay.write(to / "diffusion_models" / "wan2.1_fp8_scaled.safetensors", lay.scaled(tensors))
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.1", "t2v-tiny")
def gguf_wan21(to: Path, tiny: Tiny) -> Places:
    lay.write_gguf(to / "wan2.1-t2v-Q8_0.gguf", lay.wan(lay.state(tiny("tiny-wan")[0], "transformer")))
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.1", "t2v-tiny")
def gguf_text_encoder(to: Path, tiny: Tiny) -> Places:
    checkpoint, _ = tiny("tiny-wan")
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    wan_rest(to, tiny, text=False)
    names = {
        "shared.": "token_embd.", "encoder.final_layer_norm.": "enc.output_norm.", "encoder.block.": "enc.blk.",
        ".layer.0.SelfAttention.relative_attention_bias.": ".attn_rel_b.", ".layer.0.SelfAttention.": ".attn_",
        ".layer.0.layer_norm.": ".attn_norm.", ".layer.1.layer_norm.": ".ffn_norm.",
        ".layer.1.DenseReluDense.wi_0.": ".ffn_gate.", ".layer.1.DenseReluDense.wi_1.": ".ffn_up.",
        ".layer.1.DenseReluDense.wo.": ".ffn_down.",
    }  # fmt: skip
    found = {}
    for name, tensor in lay.hf_umt5(lay.state(checkpoint, "text_encoder")).items():
        for old, new in names.items():
            name = name.replace(old, new)
        found[name] = tensor
    lay.write_gguf(to / "umt5-xxl-encoder-Q8_0.gguf", found, architecture="t5encoder")
    return [to]


@right("wan", "2.1", "i2v-tiny")
def comfy_wan21_i2v(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan-i2v", "wan2.1_i2v_480p.safetensors")
    wan_rest(to, tiny, "tiny-wan-i2v")
    encoder = lay.under("vision_model.", lay.state(tiny("tiny-wan-i2v")[0], "image_encoder"))
    lay.write(to / "clip_vision" / "clip_vision_h.safetensors", encoder)
    return [to]


@right("wan", "2.1", "flf2v-tiny")
def comfy_wan21_flf2v(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan-flf", "wan2.1_flf2v_720p.safetensors")
    wan_rest(to, tiny, "tiny-wan-flf")
    encoder = lay.under("vision_model.", lay.state(tiny("tiny-wan-flf")[0], "image_encoder"))
    lay.write(to / "clip_vision" / "clip_vision_h.safetensors", encoder)
    return [to]


@right("wan", "2.1", "vace-tiny")
def comfy_wan21_vace(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan-vace", "wan2.1_vace_1.3B.safetensors")
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.2", "t2v-tiny")
def comfy_wan22(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan22", "wan2.2_t2v_low_noise_14B.safetensors", source="transformer_2")
    comfy_wan(to, tiny, "tiny-wan22", "wan2.2_t2v_high_noise_14B.safetensors")
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.2", "i2v-tiny")
def official_wan22_i2v(to: Path, tiny: Tiny) -> Places:
    for folder, source in (("high_noise_model", "transformer"), ("low_noise_model", "transformer_2")):
        tensors = lay.wan(lay.state(tiny("tiny-wan22-i2v")[0], source))
        lay.write(to / folder / "diffusion_pytorch_model.safetensors", tensors)
    wan_rest(to, tiny)
    return [to]


@right("wan", "2.2", "ti2v-tiny")
def comfy_wan22_5b(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan5b", "wan2.2_ti2v_5B_fp16.safetensors")
    wan_rest(to, tiny, "tiny-wan5b")
    return [to]


@right("wan", "2.1", "t2v-tiny")
def renamed_files(to: Path, tiny: Tiny) -> Places:
    """Names of files mean nothing: what is in them does."""
    one, other = comfy_wan(to, tiny, "tiny-wan", "a.safetensors"), to / "vae" / "wan_vae.safetensors"
    wan_rest(to, tiny)
    one.rename(to / "swap"), other.rename(one), (to / "swap").rename(other)
    return [to]


def ltx_one_file(to: Path, tiny: Tiny, name: str, file: str, version: str = "") -> Path:
    """Everything but the text encoder in one file, as Lightricks publishes 2.0 and 2.3."""
    checkpoint, _ = tiny(name)
    tensors = lay.under("model.diffusion_model.", lay.ltx(lay.state(checkpoint, "transformer")))
    tensors |= lay.ltx_connectors(lay.state(checkpoint, "connectors"))
    tensors |= lay.under("vae.", lay.ltx_vae(lay.state(checkpoint, "vae")))
    tensors |= lay.under("audio_vae.", lay.ltx_audio_vae(lay.state(checkpoint, "audio_vae")))
    tensors |= lay.under("vocoder.", lay.vocoder(lay.state(checkpoint, "vocoder")))
    notes = {"model_version": version} if version else {}
    return lay.write(to / file, tensors, config=lay.noted(checkpoint), **notes)


def gemma(to: Path, tiny: Tiny, name: str) -> Path:
    return lay.settings_folder(tiny(name)[1], to / "gemma", weights=True)


@right("ltx2", "2.0", "dev")
def official_ltx20(to: Path, tiny: Tiny) -> Places:
    return [ltx_one_file(to, tiny, "tiny-ltx20", "ltx-2-19b-dev.safetensors", "2.0.0"), gemma(to, tiny, "tiny-ltx20")]


@right("ltx2", "2.3", "dev")
def official_ltx23(to: Path, tiny: Tiny) -> Places:
    return [ltx_one_file(to, tiny, "tiny-ltx23", "ltx-2.3-22b-dev.safetensors", "2.3.0"), gemma(to, tiny, "tiny-ltx23")]


@right("ltx2", "2.3", "distilled")
def official_ltx23_distilled_with_upscalers(to: Path, tiny: Tiny) -> Places:
    checkpoint, _ = tiny("tiny-ltx23-distilled")
    for part, file in (
        ("latent_upsampler", "ltx-2.3-spatial-upscaler-x2"),
        ("temporal_upsampler", "ltx-2.3-temporal-upscaler-x2"),
    ):
        lay.write(to / f"{file}.safetensors", lay.state(checkpoint, part))
    ltx_one_file(to, tiny, "tiny-ltx23-distilled", "ltx-2.3-22b-distilled-1.1.safetensors")
    gemma(to, tiny, "tiny-ltx23")
    return [to]


def ltx25_split(to: Path, tiny: Tiny, source: str = "tiny-ltx25") -> None:
    checkpoint, folder = tiny(source)
    connectors = lay.ltx_connectors(lay.state(checkpoint, "connectors"), "")
    projections = {name: tensor for name, tensor in connectors.items() if name.startswith("text_embedding")}
    beside = {name: tensor for name, tensor in connectors.items() if name not in projections}
    transformer = lay.ltx(lay.state(checkpoint, "transformer")) | beside
    lay.write(to / "diffusion_models" / "ltx-2.5-22b-dev-transformer-bf16.safetensors", transformer, config=lay.noted(checkpoint))
    text = {n: t for n, t in lay.state(checkpoint, "text_encoder").items() if "language_model" in n}
    lay.write(to / "text_encoders" / "gemma4-12b-with-proj-ltx-2.5-bf16.safetensors", text | projections)
    lay.write(to / "vae" / "ltx-2.5-video-vae-conv-bf16.safetensors", lay.ltx_vae(lay.state(checkpoint, "vae")))
    sound = lay.under("audio_vae.", lay.ltx_audio_vae(lay.state(checkpoint, "audio_vae")))
    sound |= lay.under("vocoder.", lay.vocoder(lay.state(checkpoint, "vocoder")))
    lay.write(to / "vae" / "ltx-2.5-audio-vae-bf16.safetensors", sound)
    head = lay.duration_head(lay.state(checkpoint, "duration_head"))
    lay.write(to / "model_patches" / "ltx-2.5-duration-head-bf16.safetensors", lay.under("duration_head.", head))
    lay.settings_folder(folder, to / "gemma-4-12b")


@right("ltx2", "2.5", "dev")
def official_ltx25(to: Path, tiny: Tiny) -> Places:
    ltx25_split(to, tiny)
    return [to]


@right("ltx2", "2.3", "dev")
def gguf_ltx23(to: Path, tiny: Tiny) -> Places:
    checkpoint, _ = tiny("tiny-ltx23")
    lay.write_gguf(to / "ltx-2.3-Q8_0.gguf", lay.ltx(lay.state(checkpoint, "transformer")), architecture="ltxv")
    lay.write(to / "connectors.safetensors", lay.ltx_connectors(lay.state(checkpoint, "connectors")))
    lay.write(to / "video_vae.safetensors", lay.ltx_vae(lay.state(checkpoint, "vae")))
    lay.write(to / "audio_vae.safetensors", lay.ltx_audio_vae(lay.state(checkpoint, "audio_vae")))
    lay.write(to / "vocoder.safetensors", lay.vocoder(lay.state(checkpoint, "vocoder")))
    gemma(to, tiny, "tiny-ltx23")
    return [to]


@wrong("the video VAE makes 48 (that of Wan 2.2 5B)")
def vae_of_the_other_wan(to: Path, tiny: Tiny) -> Places:
    wan_rest(to, tiny, "tiny-wan5b")
    return [comfy_wan(to, tiny, "tiny-wan", "wan.safetensors"), to / "vae", to / "text_encoders", to / "google"]


@wrong("the transformer is Wan's, the video VAE is not")
def vae_of_another_family(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    wan_rest(to, tiny)
    lay.write(to / "vae" / "wan_vae.safetensors", lay.ltx_vae(lay.state(tiny("tiny-ltx23")[0], "vae")))
    return [to]


def mixed_ltx(to: Path, tiny: Tiny, base: str, other: str, part: str, text: str = "") -> Places:
    """2.x with one part of another version."""
    checkpoint, _ = tiny(base)
    states = {
        name: lay.state(tiny(other if name == part else base)[0], name) for name in ("vae", "audio_vae", "vocoder", "connectors")
    }
    lay.write(to / "t.safetensors", lay.ltx(lay.state(checkpoint, "transformer")), config=lay.noted(checkpoint))
    lay.write(to / "c.safetensors", lay.ltx_connectors(states["connectors"]))
    lay.write(to / "v.safetensors", lay.ltx_vae(states["vae"]))
    lay.write(to / "a.safetensors", lay.ltx_audio_vae(states["audio_vae"]))
    lay.write(to / "s.safetensors", lay.vocoder(states["vocoder"]))
    gemma(to, tiny, text or base)
    return [to]


@wrong("the transformer is of LTX-2.3, the video VAE is of LTX-2.0")
def ltx23_with_vae_of_20(to: Path, tiny: Tiny) -> Places:
    return mixed_ltx(to, tiny, "tiny-ltx23", "tiny-ltx20", "vae")


@wrong("the transformer is of LTX-2.0, the text connectors are of LTX-2.3 or 2.5")
def ltx20_with_connectors_of_23(to: Path, tiny: Tiny) -> Places:
    return mixed_ltx(to, tiny, "tiny-ltx20", "tiny-ltx23", "connectors")


@wrong("the transformer is of LTX-2.3, the vocoder is of LTX-2.0")
def ltx23_with_vocoder_of_20(to: Path, tiny: Tiny) -> Places:
    return mixed_ltx(to, tiny, "tiny-ltx23", "tiny-ltx20", "vocoder")


@wrong("LTX-2.3 reads text through Gemma 3, this text encoder is Gemma 4")
def ltx23_with_gemma4(to: Path, tiny: Tiny) -> Places:
    return mixed_ltx(to, tiny, "tiny-ltx23", "tiny-ltx23", "", "tiny-ltx25")


@wrong("LTX-2.5 reads text through Gemma 4, this text encoder is Gemma 3")
def ltx25_with_gemma3(to: Path, tiny: Tiny) -> Places:
    return mixed_ltx(to, tiny, "tiny-ltx25", "tiny-ltx25", "", "tiny-ltx23")


@wrong("it is a T5 text encoder (Wan's is UMT5)")
def t5_instead_of_umt5(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    wan_rest(to, tiny, text=False)
    text = lay.hf_umt5(lay.state(tiny("tiny-wan")[0], "text_encoder"))
    lay.write(to / "t5xxl.safetensors", {n: t for n, t in text.items() if "block.1.layer.0.SelfAttention.relative" not in n})
    return [to]


@wrong("the one for low noise is missing")
def wan22_one_expert(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan22", "wan2.2_t2v_high_noise_14B.safetensors")
    wan_rest(to, tiny)
    return [to]


@wrong("says which of them works at high noise")
def wan22_experts_without_names(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan22", "one.safetensors")
    comfy_wan(to, tiny, "tiny-wan22", "two.safetensors", source="transformer_2")
    wan_rest(to, tiny)
    return [to]


@wrong("are the video VAE")
def two_vaes(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    wan_rest(to, tiny)
    shutil.copy(to / "vae" / "wan_vae.safetensors", to / "vae" / "again.safetensors")
    return [to]


@wrong("the text encoder, the tokenizer are not there")
def transformer_and_vae_only(to: Path, tiny: Tiny) -> Places:
    wan_rest(to, tiny)
    return [comfy_wan(to, tiny, "tiny-wan", "wan.safetensors"), to / "vae"]


@wrong("models_t5_umt5-xxl-enc-bf16.pth is a Python pickle")
def text_encoder_as_pickle_only(to: Path, tiny: Tiny) -> Places:
    comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    wan_rest(to, tiny, text=False)
    (to / "models_t5_umt5-xxl-enc-bf16.pth").write_bytes(pickle.dumps({"a": 1}))
    return [to]


@wrong("there is the video VAE, but no transformer")
def vae_alone(to: Path, tiny: Tiny) -> Places:
    return [lay.write(to / "vae.safetensors", lay.wan_vae(lay.state(tiny("tiny-wan")[0], "vae")))]


@wrong("number 2 is missing")
def missing_shard(to: Path, tiny: Tiny) -> Places:
    official_wan21(to, tiny)
    (to / "diffusion_pytorch_model-00002-of-00002.safetensors").unlink()
    return [to]


@wrong("block 0 of 2 is missing")
def missing_block(to: Path, tiny: Tiny) -> Places:
    tensors = lay.ltx(lay.state(tiny("tiny-ltx23")[0], "transformer"))
    kept = {n: t for n, t in tensors.items() if not n.startswith("transformer_blocks.0.")}
    return [lay.write(to / "ltx.safetensors", kept)]


@wrong("block 1 has no ffn.net.2.bias")
def missing_tensor(to: Path, tiny: Tiny) -> Places:
    tensors = lay.wan(lay.state(tiny("tiny-wan")[0], "transformer"))
    del tensors["blocks.1.ffn.2.bias"]
    return [lay.write(to / "wan.safetensors", tensors)]


@wrong("it is cut off")
def truncated(to: Path, tiny: Tiny) -> Places:
    path = comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    path.write_bytes(path.read_bytes()[:-1000])
    return [path]


@wrong("it ends inside its header")
def truncated_in_the_header(to: Path, tiny: Tiny) -> Places:
    path = comfy_wan(to, tiny, "tiny-wan", "wan.safetensors")
    path.write_bytes(path.read_bytes()[:500])
    return [path]


@wrong("it is empty")
def empty(to: Path, tiny: Tiny) -> Places:
    path = to / "wan.safetensors"
    path.write_bytes(b"")
    return [path]


def lying(to: Path, change: Callable[[dict[str, Any]], None], tail: bytes = b"") -> Path:
    header = {
        "a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]},
        "b": {"dtype": "F32", "shape": [4], "data_offsets": [16, 32]},
    }
    change(header)
    text = json.dumps(header).encode()
    path = to / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(32) + tail)
    return path


@wrong("its header lies: a of shape [400] can't take 16 bytes")
def lying_shape(to: Path, tiny: Tiny) -> Places:
    return [lying(to, lambda header: header["a"].update(shape=[400]))]


@wrong("its header lies: b begins at byte 8, where 16 is due")
def lying_overlap(to: Path, tiny: Tiny) -> Places:
    return [lying(to, lambda header: header["b"].update(data_offsets=[8, 24]))]


@wrong("it has bytes that no tensor owns")
def smuggled_bytes(to: Path, tiny: Tiny) -> Places:
    return [lying(to, lambda header: None, b"#!/bin/sh" * 10)]


@wrong("it holds numbers of an unknown kind")
def unknown_numbers(to: Path, tiny: Tiny) -> Places:
    return [lying(to, lambda header: header["a"].update(dtype="F77"))]


@wrong("it doesn't begin like a safetensors file")
def lying_header_length(to: Path, tiny: Tiny) -> Places:
    path = to / "model.safetensors"
    path.write_bytes(struct.pack("<Q", 1 << 60) + b"{}" + bytes(100))
    return [path]


@wrong("its header can't be read")
def deep_header(to: Path, tiny: Tiny) -> Places:
    text = b"[" * 200_000
    path = to / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text)
    return [path]


@wrong("it says that it is LTX-2.0.0, its tensors are those of LTX-2.3")
def lying_version(to: Path, tiny: Tiny) -> Places:
    return [ltx_one_file(to, tiny, "tiny-ltx23", "ltx.safetensors", "2.0.0"), gemma(to, tiny, "tiny-ltx23")]


@wrong("it is cut off")
def truncated_gguf(to: Path, tiny: Tiny) -> Places:
    path = lay.write_gguf(to / "wan.gguf", lay.wan(lay.state(tiny("tiny-wan")[0], "transformer")))
    path.write_bytes(path.read_bytes()[:-3000])
    return [path]


@wrong("it says that it holds 281474976710656 tensors")
def lying_gguf(to: Path, tiny: Tiny) -> Places:
    path = to / "wan.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 1 << 48, 0) + bytes(64))
    return [path]


@wrong("it is a Python pickle, which can run anything")
def pickle_renamed(to: Path, tiny: Tiny) -> Places:
    path = to / "wan.safetensors"
    path.write_bytes(pickle.dumps({"a": list(range(1000))}))
    return [path]


@wrong("it is a Python pickle, which can run anything")
def torch_file_renamed(to: Path, tiny: Tiny) -> Places:
    torch.save({"a": torch.zeros(10)}, to / "wan.gguf")
    return [to / "wan.gguf"]


@wrong("it is a web page")
def web_page(to: Path, tiny: Tiny) -> Places:
    path = to / "wan.safetensors"
    path.write_text("<!DOCTYPE html><html><body>Log in</body></html>")
    return [path]


@wrong("it is a pointer to a file (Git LFS)")
def pointer(to: Path, tiny: Tiny) -> Places:
    path = to / "wan.safetensors"
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n")
    return [path]


@wrong("it is a LoRA")
def lora_as_model(to: Path, tiny: Tiny) -> Places:
    return [lay.write(to / "x.safetensors", {"diffusion_model.blocks.0.self_attn.q.lora_A.weight": torch.zeros(4, 24)})]


@wrong("it is a Flux model")
def flux(to: Path, tiny: Tiny) -> Places:
    return [lay.write(to / "flux.safetensors", {"double_blocks.0.img_attn.qkv.weight": torch.zeros(3, 3)})]


@wrong("it is an LTX-Video 0.9 model")
def ltx09(to: Path, tiny: Tiny) -> Places:
    return [lay.write(to / "ltx.safetensors", {"model.diffusion_model.patchify_proj.weight": torch.zeros(3, 3)})]


@wrong("it is Wan Animate, which is not supported")
def wan_animate(to: Path, tiny: Tiny) -> Places:
    tensors = lay.wan(lay.state(tiny("tiny-wan-i2v")[0], "transformer"))
    return [lay.write(to / "animate.safetensors", tensors | {"motion_encoder.enc.fc.0.weight": torch.zeros(2, 2)})]


@wrong("it decodes by diffusion")
def diffusion_decoder(to: Path, tiny: Tiny) -> Places:
    ltx25_split(to, tiny)
    lay.write(to / "vae" / "ltx-2.5-video-vae-bf16.safetensors", {"decoder.t_embedder.mlp.0.weight": torch.zeros(2, 2)})
    return [to]


@wrong("without its settings and tokenizer")
def gemma_file_alone(to: Path, tiny: Tiny) -> Places:
    ltx25_split(to, tiny)
    shutil.rmtree(to / "gemma-4-12b")
    return [to]


@wrong("it is no part of a model that is known here")
def something_else(to: Path, tiny: Tiny) -> Places:
    return [lay.write(to / "x.safetensors", {"hello": torch.zeros(3)})]


@wrong("there is no safetensors or GGUF file in it")
def nothing(to: Path, tiny: Tiny) -> Places:
    return [to]


def _diffusers(to: Path, tiny: Tiny, name: str) -> Path:
    shutil.copytree(tiny(name)[1], to / name)
    return to / name


@wrong("in_channels is 3 in config.json, the weights have 12")
def folder_with_other_weights(to: Path, tiny: Tiny) -> Places:
    folder = _diffusers(to, tiny, "tiny-wan")
    shutil.copy(tiny("tiny-wan5b")[1] / "vae" / "diffusion_pytorch_model.safetensors", folder / "vae")
    return [folder]


@wrong("the video VAE is of LTX-2.0")
def folder_with_other_part(to: Path, tiny: Tiny) -> Places:
    folder = _diffusers(to, tiny, "tiny-ltx23")
    shutil.rmtree(folder / "vae")
    shutil.copytree(tiny("tiny-ltx20")[1] / "vae", folder / "vae")
    return [folder]


@wrong("its list names text_encoder")
def folder_with_a_part_missing(to: Path, tiny: Tiny) -> Places:
    folder = _diffusers(to, tiny, "tiny-wan")
    shutil.rmtree(folder / "text_encoder")
    return [folder]


@wrong("it is cut off")
def folder_truncated(to: Path, tiny: Tiny) -> Places:
    folder = _diffusers(to, tiny, "tiny-wan")
    path = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    return [folder]


@pytest.mark.parametrize("name", RIGHT)
def test_right_layouts_are_recognised_and_load(name: str, tmp_path: Path, tiny_model: Tiny) -> None:
    from aiprod.models.loading import load

    build, (family, version, variant) = RIGHT[name]
    checkpoint = recognise(build(tmp_path, tiny_model))
    assert (checkpoint.family, checkpoint.version, checkpoint.variant) == (family, version, variant)
    assert (checkpoint.boundary is not None) == ("transformer_2" in checkpoint.components)
    assert all(len(digest) == 64 for digest in checkpoint.hashes.values())
    assert len(checkpoint.hashes) == len(
        {f for c in checkpoint.components.values() for f in c.files if f.suffix in (".safetensors", ".gguf")}
    )
    for part in checkpoint.components.values():
        module = load(part, torch.float32)
        if hasattr(module, "parameters"):
            assert all(torch.isfinite(p).all() for p in module.parameters() if p.is_floating_point())


@pytest.mark.parametrize("name", WRONG)
def test_wrong_layouts_are_refused_with_the_reason(name: str, tmp_path: Path, tiny_model: Tiny) -> None:
    build, phrase = WRONG[name]
    with pytest.raises(UserError) as refused:
        recognise(build(tmp_path, tiny_model))
    assert phrase in str(refused.value)
    assert refused.value.remedy


def test_there_are_enough_layouts() -> None:
    assert len(RIGHT) + len(WRONG) >= 30
