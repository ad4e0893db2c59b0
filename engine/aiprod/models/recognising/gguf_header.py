# SPDX-License-Identifier: Apache-2.0
"""Headers of GGUF files, read and held against the file's length. S: ggml docs/gguf.md, version 3."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from aiprod.models.recognising.headers import BrokenFileError, Header, Tensor

_SIMPLE: Mapping[int, str] = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_MOST_TENSORS, _MOST_NOTES, _MOST_TEXT = 100_000, 10_000, 32 << 20

_KINDS: Mapping[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
}  # fmt: skip
"""Name, numbers a block holds, bytes it takes."""


def read_gguf(path: Path) -> Header:
    """The header of a GGUF file. Raises BrokenFileError where it isn't one, is cut off, or doesn't fit its length."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        try:
            return _read(stream, size)
        except (struct.error, UnicodeDecodeError, KeyError) as error:
            raise BrokenFileError("it ends inside its header, or its header can't be read") from error


def _read(stream: BinaryIO, size: int) -> Header:
    if stream.read(4) != b"GGUF":
        raise BrokenFileError("it doesn't begin like a GGUF file")
    version, tensors, notes = _numbers(stream, "<IQQ")
    if version not in (2, 3):
        raise BrokenFileError(f"it is GGUF of version {version}, not 2 or 3")
    if tensors > _MOST_TENSORS or notes > _MOST_NOTES:
        raise BrokenFileError(f"its header lies: it says that it holds {tensors} tensors and {notes} notes")
    metadata = dict(_note(stream) for _ in range(notes))
    infos = [_info(stream) for _ in range(tensors)]
    step = int(metadata.get("general.alignment", "32") or 32)
    _fits(infos, -(-stream.tell() // step) * step, size)
    found = {name: Tensor(kind, _true_shape(name, shape, metadata)) for name, kind, shape, _, _ in infos}
    return Header(found, metadata, size, "gguf")


def _true_shape(name: str, shape: tuple[int, ...], metadata: Mapping[str, str]) -> tuple[int, ...]:
    """Five axes don't fit into GGUF; ComfyUI's converter notes them beside."""
    noted = metadata.get(f"comfy.gguf.orig_shape.{name}", "")
    return tuple(int(n) for n in noted.split(",")) if noted else shape


def _fits(infos: list[tuple[str, str, tuple[int, ...], int, int]], start: int, size: int) -> None:
    for name, _, _, offset, length in infos:
        if start + offset + length > size:
            raise BrokenFileError(f"it is cut off: {name[:80]} ends at byte {start + offset + length}, the file has {size}")


def _info(stream: BinaryIO) -> tuple[str, str, tuple[int, ...], int, int]:
    """Name, kind, shape (outermost first), offset, length in bytes."""
    name = _text(stream)
    (axes,) = _numbers(stream, "<I")
    if axes > 8:
        raise BrokenFileError(f"its header lies: {name[:80]} has {axes} axes")
    shape = _numbers(stream, f"<{axes}Q")
    number, offset = _numbers(stream, "<IQ")
    if number not in _KINDS:
        raise BrokenFileError(f"it holds numbers of an unknown kind ({number})")
    kind, block, width = _KINDS[number]
    total = 1
    for axis in shape:
        total *= axis
    if total % block or (axes and shape[0] % block):
        raise BrokenFileError(f"its header lies: {name[:80]} of shape {list(reversed(shape))} can't be {kind}")
    return name, kind, tuple(reversed(shape)), offset, total // block * width


def _note(stream: BinaryIO) -> tuple[str, str]:
    name = _text(stream)
    (kind,) = _numbers(stream, "<I")
    return name, _value(stream, kind)


def _value(stream: BinaryIO, kind: int) -> str:
    """A note's value as text; of arrays the first 16."""
    if kind == _STRING:
        return _text(stream)
    if kind != _ARRAY:
        return str(_numbers(stream, f"<{_SIMPLE[kind]}")[0])
    inner, count = _numbers(stream, "<IQ")
    if count > _MOST_TEXT or inner == _ARRAY:
        raise BrokenFileError("its header lies: a list in it is too long")
    if inner in _SIMPLE:
        width = struct.calcsize(f"<{_SIMPLE[inner]}")
        first = _numbers(stream, f"<{min(count, 16)}{_SIMPLE[inner]}")
        _skip(stream, width * (count - len(first)))
        return ",".join(map(str, first))
    return ",".join([_text(stream) for _ in range(count)][:16])


def _text(stream: BinaryIO) -> str:
    (length,) = _numbers(stream, "<Q")
    if length > _MOST_TEXT:
        raise BrokenFileError("its header lies: a name in it is too long")
    found = stream.read(length)
    if len(found) < length:
        raise BrokenFileError("it ends inside its header")
    return found.decode("utf-8")


def _skip(stream: BinaryIO, count: int) -> None:
    stream.seek(count, 1)


def _numbers(stream: BinaryIO, layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, stream.read(struct.calcsize(layout)))
