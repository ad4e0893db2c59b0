# SPDX-License-Identifier: Apache-2.0
"""Small tools for reading a configuration out of tensors' shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiprod.models.recognising.headers import Tensor

Shapes = Mapping[str, Tensor]
"""Tensors by the names that the module has for them."""


_FIRST_ONLY = ("proj_in.",)
"""What only the first of equal blocks has: where VACE's controls come in."""


def axis(shapes: Shapes, name: str, index: int = 0) -> int:
    """The length of one axis. KeyError where there is no such tensor or axis."""
    shape = shapes[name].shape
    if index >= len(shape):
        raise KeyError(f"{name} has {len(shape)} axes")
    return shape[index]


def count(shapes: Shapes, prefix: str) -> int:
    """How many entries the list `prefix` has ("blocks." → 30)."""
    start = re.compile(re.escape(prefix) + r"(\d+)\.")
    return len({m[1] for name in shapes if (m := start.match(name))})


def gap(shapes: Shapes, prefix: str) -> str | None:
    """What is wrong with a list of equal blocks, as a plain clause: one is missing, or has fewer tensors than the first."""
    start = re.compile(re.escape(prefix) + r"(\d+)\.(.*)")
    blocks: dict[int, dict[str, tuple[int, ...]]] = {}
    for name, tensor in shapes.items():
        m = start.match(name)
        if m and not m[2].startswith(_FIRST_ONLY):
            blocks.setdefault(int(m[1]), {})[m[2]] = tensor.shape
    for index in range(max(blocks, default=-1) + 1):
        if index not in blocks:
            return f"block {index} of {max(blocks) + 1} is missing"
    fullest = max(blocks.values(), key=len, default={})
    for index, block in sorted(blocks.items()):
        absent = sorted(set(fullest) - set(block))
        if absent:
            return f"block {index} has no {absent[0]}"
        odd = next((name for name in fullest if block[name] != fullest[name]), None)
        if odd:
            return f"{odd} of block {index} has the shape {list(block[odd])}, the others' is {list(fullest[odd])}"
    return None
