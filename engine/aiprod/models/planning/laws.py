# SPDX-License-Identifier: Apache-2.0
"""What a pass of a known architecture costs, as a law of the clip's size.

Every figure of a pass is a sum of few terms in the numbers of tokens. The terms' factors were found by rehearsing each published
architecture at a dozen sizes (`python -m aiprod.models.planning.lawmaking`) and lie in `laws.json`, so that a question about any
size is answered at once, without PyTorch and without the model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Component
from aiprod.models.planning import calls
from aiprod.models.planning.rehearsal import FRESH, PRODUCTS, Work

PLACE = Path(__file__).with_name("laws.json")
_MATTERS = frozenset({
    "num_attention_heads", "attention_head_dim", "in_channels", "out_channels", "text_dim", "freq_dim", "ffn_dim", "num_layers",
    "image_dim", "added_kv_proj_dim", "pos_embed_seq_len", "vace_layers", "vace_in_channels", "patch_size", "cross_attention_dim",
    "audio_in_channels", "audio_num_attention_heads", "audio_attention_head_dim", "audio_cross_attention_dim",
    "caption_channels", "gated_attn", "cross_attn_mod", "audio_gated_attn", "audio_cross_attn_mod", "perturbed_attn",
    "use_prompt_embeddings", "base_dim", "decoder_base_dim", "z_dim", "dim_mult", "num_res_blocks", "temperal_downsample",
    "is_residual", "latent_channels", "decoder_block_out_channels", "decoder_layers_per_block",
    "decoder_spatio_temporal_scaling", "decoder_inject_noise", "upsample_residual", "upsample_type", "upsample_factor",
})  # fmt: skip
"""Settings that decide what a pass costs."""
_LIKE = {"float16": "bfloat16"}
"""Numbers of equal size cost the same."""
SUMS = ("attention", "reduced", "moved", "near", "operations", "views", "peak")


def transformer_terms(part: Component, size: tuple[int, int, int], batch: int, rate: float, extra: int = 0) -> tuple[float, ...]:
    """What the figures of a transformer's pass are sums of: tokens of picture and sound, clips, and their products."""
    frames, height, width = size
    patch = part.config.get("patch_size") or (1, 2, 2)
    wan = part.kind.startswith("Wan")
    tokens = float((frames + extra) * height * width)
    tokens = tokens / (patch[0] * patch[1] * patch[2]) if wan else tokens
    sound = 0.0 if wan else float(calls.sound_tokens(frames, rate))
    both = batch * tokens, batch * sound
    return (1.0, float(batch), tokens, sound, *both, both[0] * tokens, both[1] * sound, both[0] * sound)


def decoder_terms(size: tuple[int, int, int]) -> tuple[float, ...]:
    """Of a decoding: frames, pixels, and their products, in latents."""
    frames, plane = float(size[0]), float(size[1] * size[2])
    return (1.0, frames, plane, frames * plane, frames * plane * plane)


def transformer(part: Component, size: tuple[int, int, int], batch: int, rate: float, extra: int, dtype: str) -> Work | None:
    """One pass over a batch; `size` in latents. None where no law is known."""
    law = _law(part, dtype)
    return None if law is None else work(law, transformer_terms(part, size, batch, rate, extra))


def decoder(part: Component, size: tuple[int, int, int], dtype: str) -> Work | None:
    """One tile, or all of a clip; `size` in latents. None where no law is known."""
    law = _law(part, dtype)
    return None if law is None else work(law, decoder_terms(size))


def known(part: Component, dtype: str) -> bool:
    """Whether there is a law for it."""
    return _law(part, dtype) is not None


def work(law: Mapping[str, Any], terms: Sequence[float]) -> Work:
    """The law at one point."""
    found: dict[str, Any] = {name: _sum(law[name], terms) if name in law else 0.0 for name in SUMS}
    for name in PRODUCTS:
        found[name] = {int(width): flops for width, factors in law.get(name, {}).items() if (flops := _sum(factors, terms))}
    found["fresh"] = FRESH * found["moved"]
    whole: dict[str, Any] = {name: int(found[name]) for name in ("operations", "views", "peak")}
    return Work(**found | whole, weights=law["weights"], blocks=law["blocks"], block=law["block"])


def _sum(factors: Sequence[float], terms: Sequence[float]) -> float:
    return max(sum(factor * term for factor, term in zip(factors, terms, strict=True)), 0.0)


def _law(part: Component, dtype: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = _book()["laws"].get(f"{signature(part, _book()['defaults'])} {_LIKE.get(dtype, dtype)}")
    return found


def signature(part: Component, defaults: Mapping[str, Mapping[str, Any]]) -> str:
    """A part's name in the book: its class and all settings that matter, those that it leaves out as its class has them."""
    usual = defaults.get(part.kind, {})
    settings = {name: part.config.get(name, value) for name, value in usual.items() if name in _MATTERS}
    return f"{part.kind} {hash_json(json.loads(json.dumps(settings)))[:16]}"


@cache
def _book() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
    return found
