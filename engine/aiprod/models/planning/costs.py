# SPDX-License-Identifier: Apache-2.0
"""What the parts of a checkpoint cost: rehearsed where the runtime is installed, by formula where it isn't."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aiprod.models.checkpoints import Component
from aiprod.models.planning import calls
from aiprod.models.planning.rehearsal import Work, grown, rehearse
from aiprod.models.runtime import installed

BYTES: Mapping[str, float] = {"float32": 4, "bfloat16": 2, "float16": 2, "float8": 1, "int8": 1, "gguf": 0.6}
"""Of a number, as weights are kept."""

_WAN_FRAMES = 4
"""Wan's decoder goes through a clip one latent frame after another, each like the one before."""
_TOKENS = {"UMT5EncoderModel": 512}


def transformer(part: Component, size: tuple[int, int, int], batch: int, rate: float, extra: int, dtype: str) -> Work:
    """One pass over a batch; `size` in latents."""
    key = (part.kind, _text(part.config), size, batch, round(rate), extra, dtype)
    return _transformer(_Part(part), key)


def decoder(part: Component, size: tuple[int, int, int], dtype: str) -> Work:
    """One tile, or all of a clip; `size` in latents."""
    return _decoder(_Part(part), (part.kind, _text(part.config), size, dtype))


def text_encoder(part: Component, dtype: str) -> Work:
    """One prompt: every weight but the words' own vectors is used once a token."""
    tokens = _TOKENS.get(part.kind, 1024)
    config = part.config.get("text_config", part.config)
    width = int(config.get("d_model") or config.get("hidden_size") or 16)
    words = width * int(config.get("vocab_size") or 0)
    used = max(part.parameters - words, 0)
    peak = int(tokens * width * 12 * BYTES[dtype])
    layers = int(config.get("num_layers") or config.get("num_hidden_layers") or 1)
    return Work(
        matmul={min(1024, width): 2.0 * used * tokens}, near=float(peak), operations=60 * layers, views=40 * layers, peak=peak,
        weights=int(part.parameters * BYTES[dtype]),
    )  # fmt: skip


class _Part:
    """A component in a cache's key: what makes it differ is in the rest of the key."""

    def __init__(self, part: Component) -> None:
        self.part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part)

    def __hash__(self) -> int:
        return 0


def _text(config: Mapping[str, Any]) -> str:
    return repr(sorted(config.items(), key=str))


@lru_cache(256)
def _transformer(held: _Part, key: tuple[Any, ...]) -> Work:
    _, _, size, batch, rate, extra, dtype = key
    if not installed():
        return _transformer_formula(held.part, size, batch, extra, dtype)
    call = calls.transformer(held.part, size, batch, float(rate), extra)
    return rehearse(held.part.kind, held.part.config, call, dtype)


@lru_cache(256)
def _decoder(held: _Part, key: tuple[Any, ...]) -> Work:
    _, _, size, dtype = key
    if not installed():
        return _decoder_formula(held.part, size, dtype)
    frames, *plane = size
    if held.part.kind != "AutoencoderKLWan" or frames <= _WAN_FRAMES:
        return rehearse(held.part.kind, held.part.config, calls.decoder(held.part, size), dtype)
    few, more = (
        rehearse(held.part.kind, held.part.config, calls.decoder(held.part, (number, plane[0], plane[1])), dtype)
        for number in (_WAN_FRAMES - 1, _WAN_FRAMES)
    )
    return grown(few, more, frames - _WAN_FRAMES, peak=True)


def _transformer_formula(part: Component, size: tuple[int, int, int], batch: int, extra: int, dtype: str) -> Work:
    """2 operations for each weight and token, and the square of the tokens in every layer's attention."""
    config = part.config
    patch = math.prod(config.get("patch_size") or (1, 1, 1)) if part.kind.startswith("Wan") else 1
    tokens = (size[0] + extra) * size[1] * size[2] // patch * batch
    width = int(config["num_attention_heads"]) * int(config["attention_head_dim"])
    layers = int(config["num_layers"])
    attention = 4.0 * tokens * tokens / batch * width * layers
    moved = 60.0 * tokens * width * layers * BYTES[dtype]
    weights = int(part.parameters * BYTES[dtype])
    return Work(
        {min(1024, width): 2.0 * part.parameters * tokens}, {}, attention, moved, 0.0, 120 * layers, 80 * layers,
        int(tokens * width * 20 * BYTES[dtype]), weights, layers, weights // max(layers, 1),
    )  # fmt: skip


def _decoder_formula(part: Component, size: tuple[int, int, int], dtype: str) -> Work:
    """By finished pixels: what the published decoders take."""
    pixels, moments = calls.scale(part)
    out = size[0] * moments * size[1] * size[2] * pixels * pixels
    each, held = (2.5e6, 24) if part.kind.startswith("AutoencoderKLLTX2") else (1.1e7, 60)
    return Work({}, {256: each * out}, 0.0, out * 400 * BYTES[dtype], 0.0, 400, 200, int(out * held * BYTES[dtype]),
                int(part.parameters * BYTES[dtype]))  # fmt: skip
