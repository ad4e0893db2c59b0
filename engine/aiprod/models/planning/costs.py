# SPDX-License-Identifier: Apache-2.0
"""What the parts of a checkpoint cost: by the law of their architecture; else rehearsed, where PyTorch is loaded already, or as
an earlier rehearsal was kept; else by a rough formula. PyTorch is never loaded for it."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from aiprod.models.checkpoints import Component
from aiprod.models.planning import calls, keeping, laws
from aiprod.models.planning.rehearsal import FRESH, Work, grown, rehearse

BYTES: Mapping[str, float] = {"float32": 4, "bfloat16": 2, "float16": 2, "float8": 1, "int8": 1}
"""Of a number, as weights are kept."""
_GGUF: Mapping[str, float] = {
    "F32": 32, "F16": 16, "BF16": 16, "Q8_0": 8.5, "Q6_K": 6.5625, "Q5_K": 5.5, "Q5_1": 6, "Q5_0": 5.5, "Q4_K": 4.5, "Q4_1": 5,
    "Q4_0": 4.5, "IQ4_XS": 4.25, "IQ4_NL": 4.5, "Q3_K": 3.4375, "Q2_K": 2.625,
}  # fmt: skip
"""Bits of a number in a GGUF file, its share of the block's scales included."""
_GGUF_MIXED = 1.06
"""Files of a mixed quantisation keep some tensors in a finer one."""

_WAN_FRAMES = 4
"""Wan's decoder goes through a clip one latent frame after another, each like the one before."""
_TOKENS = {"UMT5EncoderModel": 512}


def weights(part: Component, kept: str) -> int:
    """Bytes of a part's weights, kept as "bfloat16", "float8", …, or as they are in a "gguf" file."""
    if kept != "gguf":
        return int(part.parameters * BYTES[kept])
    kind = part.dtype.upper()
    bits = next((bits for name, bits in _GGUF.items() if kind.startswith(name)), _GGUF["Q8_0"])
    return int(part.parameters * bits / 8 * (_GGUF_MIXED if "_K" in kind else 1.0))


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
        weights=weights(part, dtype),
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
    part, (_, _, size, batch, rate, extra, dtype) = held.part, key
    law = laws.transformer(part, size, batch, float(rate), extra, dtype)
    return law or _rehearsed(
        key,
        lambda: rehearse(part.kind, part.config, calls.transformer(part, size, batch, float(rate), extra), dtype),
        lambda: _transformer_formula(part, size, batch, extra, dtype),
    )


@lru_cache(256)
def _decoder(held: _Part, key: tuple[Any, ...]) -> Work:
    part, (_, _, size, dtype) = held.part, key
    law = laws.decoder(part, size, dtype)
    return law or _rehearsed(key, lambda: rehearsed_decoder(part, size, dtype), lambda: _decoder_formula(part, size, dtype))


def rehearsed_decoder(part: Component, size: tuple[int, int, int], dtype: str) -> Work:
    """A decoding, rehearsed; of Wan's equal steps only the first few."""
    frames, *plane = size
    if part.kind != "AutoencoderKLWan" or frames <= _WAN_FRAMES:
        return rehearse(part.kind, part.config, calls.decoder(part, size), dtype)
    few, more = (
        rehearse(part.kind, part.config, calls.decoder(part, (number, plane[0], plane[1])), dtype)
        for number in (_WAN_FRAMES - 1, _WAN_FRAMES)
    )
    return grown(few, more, frames - _WAN_FRAMES, peak=True)


def _rehearsed(key: tuple[Any, ...], rehearsal: Callable[[], Work], formula: Callable[[], Work]) -> Work:
    """Of an architecture without a law: what is known of an earlier rehearsal, or one now where nothing must be loaded for it."""
    if (kept := keeping.kept(key)) is not None:
        return kept
    if "torch" not in sys.modules:
        return formula()
    found = rehearsal()
    keeping.keep(key, found)
    return found


def _transformer_formula(part: Component, size: tuple[int, int, int], batch: int, extra: int, dtype: str) -> Work:
    """2 operations for each weight and token, and the square of the tokens in every layer's attention."""
    config = part.config
    patch = math.prod(config.get("patch_size") or (1, 1, 1)) if part.kind.startswith("Wan") else 1
    tokens = (size[0] + extra) * size[1] * size[2] // patch * batch
    width = int(config["num_attention_heads"]) * int(config["attention_head_dim"])
    layers = int(config["num_layers"])
    attention = 4.0 * tokens * tokens / batch * width * layers
    moved = 60.0 * tokens * width * layers * BYTES[dtype]
    size_of = weights(part, dtype)
    return Work(
        {min(1024, width): 2.0 * part.parameters * tokens}, {}, attention, moved, 0.0, 120 * layers, 80 * layers,
        int(tokens * width * 20 * BYTES[dtype]), size_of, layers, size_of // max(layers, 1), fresh=FRESH * moved,
    )  # fmt: skip


def _decoder_formula(part: Component, size: tuple[int, int, int], dtype: str) -> Work:
    """By finished pixels: what the published decoders take."""
    pixels, moments = calls.scale(part)
    out = size[0] * moments * size[1] * size[2] * pixels * pixels
    each, held = (2.5e6, 24) if part.kind.startswith("AutoencoderKLLTX2") else (1.1e7, 60)
    moved = out * 400 * BYTES[dtype]
    return Work({}, {256: each * out}, 0.0, moved, 0.0, 400, 200, int(out * held * BYTES[dtype]),
                weights(part, dtype), fresh=FRESH * moved)  # fmt: skip
