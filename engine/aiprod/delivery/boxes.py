# SPDX-License-Identifier: Apache-2.0
"""MP4 and QuickTime files after the muxer: what it can't write is put into `moov`, and `moov` to the front."""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from aiprod.film.errors import EngineError, Stopped

_PIECE = 8 << 20
_VISUAL_ENTRY = 78
"""Bytes of a visual sample entry between its header and its boxes."""
_TREE = (b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"udta")


@dataclass(frozen=True)
class Box:
    """A box's place: where it begins, where its content begins, and where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


def finish(path: Path, *, front: bool, entry: bytes = b"", stop: threading.Event | None = None) -> None:
    """Add boxes to the picture's sample entry, and put `moov` before the samples, so that the film plays while it loads.

    Args:
        path: a whole file.
        front: whether `moov` is moved to the front; where it lies there already, it stays.
        entry: whole boxes, appended to the first video track's sample entry.
        stop: set it to give up; the file is then of no use.

    Raises:
        EngineError: the file has no index.
        Stopped: `stop` was set.
    """
    with path.open("r+b") as stream:
        top = list(_top(stream))
        place = next((box for box in top if box.kind == b"moov"), None)
        if place is None:
            raise EngineError("The film can't be finished", f"{path.name} has no index")
        stream.seek(place.start)
        moov = bytearray(stream.read(place.end - place.start))
        if entry:
            _extend_entry(moov, entry)
        last = place is top[-1]
        if last and not (front and _shift_offsets(moov, len(moov))):
            stream.seek(place.start)
            stream.write(moov)
            return
    if last or (entry and _shift_offsets(moov, len(entry))):
        _moved(path, [box for box in top if box is not place], bytes(moov), stop)


def _top(stream: BinaryIO) -> Iterator[Box]:
    """The boxes of a file, in order."""
    end, at = stream.seek(0, os.SEEK_END), 0
    while at + 8 <= end:
        stream.seek(at)
        head = stream.read(16)
        size, kind = struct.unpack_from(">I4s", head)
        content = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", head, 8)
            content = at + 16
        size = size or end - at
        yield Box(kind, at, content, at + size)
        at += size


def children(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places; a tail of less than a header is no box."""
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        content = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            content = at + 16
        if size < 8:
            return
        yield Box(kind, at, content, at + size)
        at += size


def _child(data: bytearray, parent: Box, kind: bytes, skip: int = 0) -> Box:
    found = next((box for box in children(data, parent.content + skip, parent.end) if box.kind == kind), None)
    if found is None:
        raise EngineError("The film can't be finished", f"its index has no {kind.decode()} box")
    return found


def _extend_entry(moov: bytearray, extra: bytes) -> None:
    """Append the boxes of a kind that the entry doesn't have yet."""
    path = _entry_path(moov)
    entry = path[-1]
    held = list(children(moov, entry.content + _VISUAL_ENTRY, entry.end))
    kinds = {box.kind for box in held}
    extra = b"".join(extra[box.start : box.end] for box in children(extra, 0, len(extra)) if box.kind not in kinds)
    at = max((box.end for box in held), default=entry.end)
    moov[at:at] = extra
    for box in path:
        (size,) = struct.unpack_from(">I", moov, box.start)
        struct.pack_into(">I", moov, box.start, size + len(extra))


def _entry_path(moov: bytearray) -> list[Box]:
    """From `moov` down to the sample entry of the first video track."""
    root = Box(b"moov", 0, 8, len(moov))
    for track in children(moov, root.content, root.end):
        if track.kind != b"trak":
            continue
        media = _child(moov, track, b"mdia")
        handler = _child(moov, media, b"hdlr")
        if moov[handler.content + 8 : handler.content + 12] == b"vide":
            information = _child(moov, media, b"minf")
            table = _child(moov, information, b"stbl")
            descriptions = _child(moov, table, b"stsd")
            entry = next(children(moov, descriptions.content + 8, descriptions.end))
            return [root, track, media, information, table, descriptions, entry]
    raise EngineError("The film can't be finished", "its index has no picture")


def _shift_offsets(moov: bytearray, delta: int) -> bool:
    """Add to every chunk's offset. False, and nothing done, where one would no longer fit into its 32 bits."""
    tables = [box for box in _walk(moov, 8, len(moov)) if box.kind in (b"stco", b"co64")]
    narrow = [_offsets(moov, box) for box in tables if box.kind == b"stco"]
    if any(offset + delta > 0xFFFFFFFF for offsets in narrow for offset in offsets):
        return False
    for box in tables:
        moved = [offset + delta for offset in _offsets(moov, box)]
        struct.pack_into(f">{len(moved)}{'Q' if box.kind == b'co64' else 'I'}", moov, box.content + 8, *moved)
    return True


def _offsets(moov: bytearray, box: Box) -> tuple[int, ...]:
    (count,) = struct.unpack_from(">I", moov, box.content + 4)
    return struct.unpack_from(f">{count}{'Q' if box.kind == b'co64' else 'I'}", moov, box.content + 8)


def _walk(data: bytearray, start: int, end: int) -> Iterator[Box]:
    for box in children(data, start, end):
        yield box
        if box.kind in _TREE:
            yield from _walk(data, box.content, box.end)


def _moved(path: Path, top: list[Box], moov: bytes, stop: threading.Event | None) -> None:
    """The file again, with `moov` behind `ftyp`."""
    other = path.with_name(f"{path.name}.front")
    try:
        with path.open("rb") as source, other.open("wb") as target:
            for box in top:
                _copy(source, target, box, stop)
                if box is top[0]:
                    target.write(moov)
        other.replace(path)
    finally:
        other.unlink(missing_ok=True)


def _copy(source: BinaryIO, target: BinaryIO, box: Box, stop: threading.Event | None) -> None:
    source.seek(box.start)
    left = box.end - box.start
    while left:
        if stop is not None and stop.is_set():
            raise Stopped("The export was stopped")
        piece = source.read(min(left, _PIECE))
        if not piece:
            raise EngineError("The film can't be finished", "the file ends too soon")
        target.write(piece)
        left -= len(piece)
