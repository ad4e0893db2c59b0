# SPDX-License-Identifier: Apache-2.0
"""Headers of safetensors files, read and held against the file's length. Nothing is loaded and no code of the file runs."""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MOST = 100 << 20
"""No honest header is larger (bytes)."""

WIDTHS: Mapping[str, float] = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1,
    "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1, "F4": 0.5, "F6_E2M3": 0.75, "F6_E3M2": 0.75, "C64": 8,
}  # fmt: skip
"""Bytes a number takes, by safetensors' names."""


class BrokenFileError(ValueError):
    """A file is not what it says. The message is a plain clause: "its header says …"."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of a file: its numbers' kind and its shape, outermost first (as in torch, also for GGUF)."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def numbers(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True)
class Header:
    """What a weight file says about itself.

    Attributes:
        metadata: the file's own notes; in LTX files "config" (JSON) and "model_version".
        size: of the file in bytes.
    """

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    kind: str = "safetensors"

    @property
    def parameters(self) -> int:
        return sum(t.numbers for t in self.tensors.values())

    @property
    def dtype(self) -> str:
        """Of most numbers."""
        counts: Counter[str] = Counter()
        for tensor in self.tensors.values():
            counts[tensor.dtype] += tensor.numbers
        return counts.most_common(1)[0][0] if counts else ""


def read_safetensors(path: Path) -> Header:
    """The header of a safetensors file.

    Raises:
        BrokenFileError: it isn't one, is cut off, or its header doesn't fit its length.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(8)
        if len(start) < 8:
            raise BrokenFileError("it is empty" if not start else "it is too short to be a model")
        (length,) = struct.unpack("<Q", start)
        if length > _MOST or length < 2:
            raise BrokenFileError("it doesn't begin like a safetensors file")
        if 8 + length > size:
            raise BrokenFileError(f"it ends inside its header: {size} bytes are there, the header alone says {8 + length}")
        text = stream.read(length)
    return _checked(_parsed(text), size - 8 - length, size)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFileError("its header can't be read") from error
    if not isinstance(found, dict):
        raise BrokenFileError("its header can't be read")
    return found


def _checked(entries: dict[str, Any], room: int, size: int) -> Header:
    """Every tensor's bytes must be as many as its shape says, and together they must fill the file without gap or overlap."""
    notes = entries.pop("__metadata__", None) or {}
    tensors, spans = {}, []
    for name, entry in entries.items():
        tensor, begin, end = _tensor(name, entry)
        tensors[name] = tensor
        spans.append((begin, end, name))
    at = 0
    for begin, end, name in sorted(spans):
        if begin != at:
            raise BrokenFileError(f"its header lies: {name} begins at byte {begin}, where {at} is due")
        at = end
    if at != room:
        kind = "it is cut off" if at > room else "it has bytes that no tensor owns"
        raise BrokenFileError(f"{kind}: its tensors take {at} bytes, the file holds {room}")
    return Header(tensors, {str(k): str(v) for k, v in notes.items()} if isinstance(notes, dict) else {}, size)


def _tensor(name: str, entry: Any) -> tuple[Tensor, int, int]:
    try:
        dtype, shape = str(entry["dtype"]), tuple(int(n) for n in entry["shape"])
        begin, end = (int(n) for n in entry["data_offsets"])
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFileError(f"its header can't be read at {name[:80]!r}") from error
    if dtype not in WIDTHS:
        raise BrokenFileError(f"it holds numbers of an unknown kind ({dtype[:20]!r})")
    if min(shape, default=0) < 0 or math.prod(shape) * WIDTHS[dtype] != end - begin:
        raise BrokenFileError(f"its header lies: {name[:80]} of shape {list(shape)} can't take {end - begin} bytes")
    return Tensor(dtype, shape), begin, end
