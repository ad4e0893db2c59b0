# SPDX-License-Identifier: Apache-2.0
"""The transformer as onnxruntime computes it fastest: norms, rotations and attention by its own operators when it is exported.

PyTorch's exporter takes them apart into dozens of small steps. Each operator here gives what the network gives (tested).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from aiprod.training.networks import transformer

_CONTRIBUTED = "com.microsoft::"
_LEAST = 1e-6


@contextmanager
def drawn() -> Iterator[None]:
    """While it holds, the transformer is exported by onnxruntime's operators; it can't be computed by PyTorch meanwhile."""
    module: Any = transformer
    kept = module.rms, module.Block._attend
    module.rms, module.Block._attend = _plain_norm, _attended
    try:
        yield
    finally:
        module.rms, module.Block._attend = kept


def _symbol(name: str, inputs: tuple[Tensor, ...], like: Tensor, **attributes: Any) -> Tensor:
    found: Tensor = torch.onnx.ops.symbolic(name, inputs, attrs=attributes, dtype=like.dtype, shape=like.shape, version=1)
    return found


def _normed(x: Tensor, scale: Tensor) -> Tensor:
    return _symbol("SimplifiedLayerNormalization", (x, scale), x, axis=-1, epsilon=_LEAST)


def _plain_norm(x: Tensor) -> Tensor:
    return _normed(x, torch.ones(x.shape[-1]))


def _attended(block: transformer.Block, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    batch, count, width = x.shape
    q, k, v = block.qkv(x).chunk(3, -1)
    places = torch.arange(count)[None]

    def turned(y: Tensor, scale: Tensor) -> Tensor:
        y = _normed(y.reshape(batch, count, block.heads, width // block.heads), scale).reshape(batch, count, width)
        tables = places, cosine[0, 0], sine[0, 0]
        return _symbol(f"{_CONTRIBUTED}RotaryEmbedding", (y, *tables), y, num_heads=block.heads, interleaved=0)

    q, k = turned(q, block.scale[0]), turned(k, block.scale[1])
    return block.out(_symbol(f"{_CONTRIBUTED}MultiHeadAttention", (q, k, v), q, num_heads=block.heads))
