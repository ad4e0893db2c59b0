# SPDX-License-Identifier: Apache-2.0
"""The boxes of MP4 and MOV files (ISO/IEC 14496-12, QuickTime File Format) that FFmpeg keeps to itself."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"}
_MOST_INDEX = 256 << 20
_SAMPLE_ENTRY = 86
_RANGE_FULL, _RANGE_LIMITED = 2, 1


@dataclass
class Boxes:
    """What the boxes say.

    Attributes:
        brand: the major brand.
        index_first: whether `moov` stands before `mdat`; None without both.
        has_index: whether there is a `moov` at all.
        fragmented: whether the media lies in movie fragments.
        missing: bytes that the last box has too few.
        colours: the video track's `colr`: primaries, transfer, matrix and range (0 where QuickTime's nclc leaves it open).
        edits: for each track, (seconds in the film, seconds in the media or None for an empty edit) of its edit list.
        boxes: four-letter names inside the video sample entry.
    """

    brand: str = ""
    index_first: bool | None = None
    has_index: bool = False
    fragmented: bool = False
    missing: int = 0
    colours: tuple[int, int, int, int] | None = None
    edits: list[tuple[float, float | None]] = field(default_factory=list)
    boxes: tuple[str, ...] = ()


def read_boxes(path: Path) -> Boxes | None:
    """Read the boxes of a file; None where it is of another kind."""
    size, found, order = path.stat().st_size, Boxes(), []
    with path.open("rb") as stream:
        at = 0
        while at + 8 <= size:
            stream.seek(at)
            head = stream.read(16)
            length, name = int.from_bytes(head[:4], "big"), head[4:8]
            if at == 0 and name not in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
                return None
            length = int.from_bytes(head[8:16], "big") if length == 1 else size - at if length == 0 else length
            if length < 8:
                break
            order.append(name)
            found.missing = max(0, at + length - size)
            if name == b"ftyp":
                found.brand = head[8:12].decode("ascii", "replace").strip()
            if name == b"moov" and length <= _MOST_INDEX:
                stream.seek(at)
                _index(stream.read(length), found)
            at += length
    found.has_index, found.fragmented = b"moov" in order, b"moof" in order
    if b"moov" in order and b"mdat" in order:
        found.index_first = order.index(b"moov") < order.index(b"mdat")
    return found


def _index(moov: bytes, found: Boxes) -> None:
    scale = 1000
    for name, body in _inside(moov[8:]):
        if name == b"mvhd" and len(body) >= 24:
            scale = int.from_bytes(body[20:24] if body[0] else body[12:16], "big") or 1000
        if name == b"trak":
            _track(body, scale, found)


def _track(body: bytes, scale: int, found: Boxes) -> None:
    parts = dict(_walk(body))
    media_scale = _media_scale(parts.get(b"mdhd", b""))
    found.edits += list(_edits(parts.get(b"elst", b""), scale, media_scale))
    if parts.get(b"hdlr", b"")[8:12] == b"vide" and not found.boxes:
        entry = parts.get(b"stsd", b"")[8:]
        inner = dict(_inside(entry[_SAMPLE_ENTRY : int.from_bytes(entry[:4], "big")]))
        found.boxes = tuple(name.decode("latin-1") for name in inner)
        found.colours = _colours(inner.get(b"colr", b""))


def _media_scale(mdhd: bytes) -> int:
    if len(mdhd) < 24:
        return 1
    return int.from_bytes(mdhd[20:24] if mdhd[0] else mdhd[12:16], "big") or 1


def _edits(elst: bytes, scale: int, media_scale: int) -> Iterator[tuple[float, float | None]]:
    if len(elst) < 8:
        return
    wide = elst[0] == 1
    layout, step = (">QqI", 20) if wide else (">IiI", 12)
    for at in range(8, len(elst) - step + 1, step):
        length, media, _ = struct.unpack_from(layout, elst, at)
        yield length / scale, None if media < 0 else media / media_scale


def _colours(colr: bytes) -> tuple[int, int, int, int] | None:
    if colr[:4] not in (b"nclx", b"nclc") or len(colr) < 10:
        return None
    primaries, transfer, matrix = struct.unpack_from(">HHH", colr, 4)
    if colr[:4] == b"nclc" or len(colr) < 11:
        return primaries, transfer, matrix, 0
    return primaries, transfer, matrix, _RANGE_FULL if colr[10] & 0x80 else _RANGE_LIMITED


def _walk(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """All boxes inside, at any depth of the holders."""
    for name, inner in _inside(body):
        yield name, inner
        if name in _HOLDERS:
            yield from _walk(inner)


def _inside(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(body):
        length, name, head = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8], 8
        if length == 1 and at + 16 <= len(body):
            length, head = int.from_bytes(body[at + 8 : at + 16], "big"), 16
        length = len(body) - at if length == 0 else length
        if length < head:
            return
        yield name, body[at + head : at + length]
        at += length
