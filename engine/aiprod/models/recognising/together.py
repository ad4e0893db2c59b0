# SPDX-License-Identifier: Apache-2.0
"""Whether parts belong together: what one hands on must be what the next one takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Component
from aiprod.models.recognising.versions import ltx_version

Parts = Mapping[str, Component]

_NEEDED = {
    "Wan": ("transformer", "vae", "text_encoder", "tokenizer"),
    "LTX2": ("transformer", "vae", "audio_vae", "vocoder", "connectors", "text_encoder", "tokenizer"),
}
_WORDS = {
    "transformer": "the transformer",
    "transformer_2": "the second transformer",
    "vae": "the video VAE",
    "audio_vae": "the audio VAE",
    "vocoder": "the vocoder",
    "connectors": "the text connectors",
    "text_encoder": "the text encoder",
    "tokenizer": "the tokenizer",
    "image_encoder": "the image encoder",
    "latent_upsampler": "the upsampler",
    "temporal_upsampler": "the temporal upsampler",
    "duration_head": "the duration head",
}


def word(name: str) -> str:
    """A part's name in a sentence."""
    return _WORDS.get(name, name)


def check(parts: Parts, pickles: tuple[str, ...] = ()) -> None:
    """Raises UserError naming the first mismatch, or what is missing. `pickles` lie beside and were not opened."""
    transformer = parts["transformer"]
    family = "Wan" if transformer.kind.startswith("Wan") else "LTX2"
    for clash in _WAN if family == "Wan" else _LTX:
        found = clash(parts)
        if found:
            raise UserError(
                "These files don't belong together", found, "Use the files that the model's publisher lists together."
            )
    _complete(parts, family, pickles)


def _complete(parts: Parts, family: str, pickles: tuple[str, ...]) -> None:
    missing = [name for name in _NEEDED[family] if name not in parts]
    config = parts["transformer"].config
    if family == "Wan" and config.get("image_dim") and "image_encoder" not in parts:
        missing.append("image_encoder")
    if not missing:
        return
    why = f"{', '.join(map(word, missing))} {'is' if len(missing) == 1 else 'are'} not there"
    if pickles:
        why += f"; {pickles[0]} is a Python pickle, which can run anything, and was not opened"
    raise UserError("The model is incomplete", why, "Add the missing files as safetensors.")


def _config(parts: Parts, name: str) -> Mapping[str, Any] | None:
    return parts[name].config if name in parts else None


def _wan_vae(parts: Parts) -> str:
    vae = _config(parts, "vae")
    if vae is None:
        return ""
    if not parts["vae"].kind.endswith("Wan"):
        return "the transformer is Wan's, the video VAE is not"
    takes, makes = parts["transformer"].config["out_channels"], vae["z_dim"]
    names = {16: "Wan 2.1", 48: "Wan 2.2 5B"}
    if takes == makes:
        return ""
    whose = f" (that of {names[makes]})" if makes in names else ""
    return f"the transformer works on latents of {takes} channels, the video VAE makes {makes}{whose}"


def _wan_text(parts: Parts) -> str:
    text = _config(parts, "text_encoder")
    if text is None:
        return ""
    if parts["text_encoder"].kind != "UMT5EncoderModel":
        return f"Wan reads text through UMT5, this text encoder is {_short(parts['text_encoder'].kind)}"
    takes = parts["transformer"].config["text_dim"]
    return "" if takes == text["d_model"] else _widths("the text encoder", text["d_model"], "the transformer", takes)


def _wan_image(parts: Parts) -> str:
    image, takes = _config(parts, "image_encoder"), parts["transformer"].config.get("image_dim")
    if image is None or not takes:
        return ""
    return "" if image["hidden_size"] == takes else _widths("the image encoder", image["hidden_size"], "the transformer", takes)


def _wan_experts(parts: Parts) -> str:
    second = _config(parts, "transformer_2")
    first = parts["transformer"].config
    if second is None:
        return ""
    for key in ("in_channels", "out_channels", "num_layers", "ffn_dim", "image_dim"):
        if first.get(key) != second.get(key):
            return f"the two transformers are of different models ({key} is {first.get(key)} and {second.get(key)})"
    return ""


def _ltx_vae(parts: Parts) -> str:
    vae = _config(parts, "vae")
    if vae is None:
        return ""
    if not parts["vae"].kind.startswith(("AutoencoderKLLTX2", "LTX2")):
        return "the transformer is LTX-2's, the video VAE is not"
    takes, makes = parts["transformer"].config["in_channels"], vae["latent_channels"]
    if takes != makes:
        return f"the transformer works on latents of {takes} channels, the video VAE makes {makes}"
    old = ltx_version(parts["transformer"].config) == "2.0"
    if old != (len(vae["decoder_block_out_channels"]) == 3):
        return f"the transformer is of {_of(parts)}, the video VAE is of LTX-{'2.3 or 2.5' if old else '2.0'}"
    return ""


def _ltx_connectors(parts: Parts) -> str:
    connectors = _config(parts, "connectors")
    if connectors is None:
        return ""
    config = parts["transformer"].config
    old = ltx_version(config) == "2.0"
    if old == bool(connectors.get("per_modality_projections")):
        return f"the transformer is of {_of(parts)}, the text connectors are of LTX-{'2.3 or 2.5' if old else '2.0'}"
    heads, width = connectors["video_connector_num_attention_heads"], connectors["video_connector_attention_head_dim"]
    takes = config["caption_channels"] if old else config["cross_attention_dim"]
    return "" if heads * width == takes else _widths("the text connectors", heads * width, "the transformer", takes)


def _ltx_text(parts: Parts) -> str:
    text = _config(parts, "text_encoder")
    if text is None:
        return ""
    kind = parts["text_encoder"].kind
    due = (
        "Gemma4UnifiedForConditionalGeneration"
        if ltx_version(parts["transformer"].config) == "2.5"
        else "Gemma3ForConditionalGeneration"
    )
    if kind != due:
        return f"{_of(parts)} reads text through {_short(due)}, this text encoder is {_short(kind)}"
    connectors = _config(parts, "connectors")
    inner = text.get("text_config", text)
    if connectors is None:
        return ""
    makes = inner["hidden_size"] * (inner["num_hidden_layers"] + 1)
    takes = connectors["caption_channels"] * connectors["text_proj_in_factor"]
    return "" if makes == takes else _widths("the text encoder", makes, "the text connectors", takes)


def _ltx_sound(parts: Parts) -> str:
    vae, vocoder = _config(parts, "audio_vae"), _config(parts, "vocoder")
    if vae is not None:
        takes, makes = parts["transformer"].config["audio_in_channels"], vae["latent_channels"] * vae["mel_bins"] // 4
        if takes != makes:
            return f"the transformer works on sound latents of {takes} channels, the audio VAE makes {makes}"
    if vocoder is None:
        return ""
    old = ltx_version(parts["transformer"].config) == "2.0"
    if old != (parts["vocoder"].kind == "LTX2Vocoder"):
        return f"the transformer is of {_of(parts)}, the vocoder is of LTX-{'2.3 or 2.5' if old else '2.0'}"
    if vae is not None and vocoder["in_channels"] != vae["output_channels"] * vae["mel_bins"]:
        return _widths("the audio VAE", vae["output_channels"] * vae["mel_bins"], "the vocoder", vocoder["in_channels"])
    return ""


def _ltx_upsamplers(parts: Parts) -> str:
    for name in ("latent_upsampler", "temporal_upsampler"):
        config = _config(parts, name)
        due = parts["transformer"].config["in_channels"]
        if config and config["in_channels"] != due:
            return f"{word(name)} is for latents of {config['in_channels']} channels, the transformer's have {due}"
    return ""


def _ltx_duration(parts: Parts) -> str:
    head = _config(parts, "duration_head")
    takes = parts["transformer"].config["cross_attention_dim"]
    if head is None or head["video_cross_attention_dim"] == takes:
        return ""
    return _widths("the transformer", takes, "the duration head", head["video_cross_attention_dim"])


def _of(parts: Parts) -> str:
    return f"LTX-{ltx_version(parts['transformer'].config)}"


def _short(kind: str) -> str:
    for known, title in (("Gemma4", "Gemma 4"), ("Gemma3", "Gemma 3"), ("UMT5", "UMT5"), ("T5", "T5")):
        if kind.startswith(known):
            return title
    return kind or "an unknown one"


def _widths(giver: str, makes: int, taker: str, takes: int) -> str:
    return f"{giver} hands on vectors of {makes} numbers, {taker} takes {takes}"


_Clash = Callable[[Parts], str]
_WAN: tuple[_Clash, ...] = (_wan_vae, _wan_text, _wan_image, _wan_experts)
_LTX: tuple[_Clash, ...] = (_ltx_vae, _ltx_connectors, _ltx_text, _ltx_sound, _ltx_upsamplers, _ltx_duration)
