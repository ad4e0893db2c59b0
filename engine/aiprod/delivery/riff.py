# SPDX-License-Identifier: Apache-2.0
"""A C2PA chunk at the end of a WAV: room for it, the hash of everything around it, and its content."""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path

_PIECE = 4 << 20


def make_room(path: Path, size: int, room: int) -> int:
    """Put an empty chunk of `room` bytes behind the first `size` bytes; RIFF's length counts it. Returns where it begins."""
    start = size + size % 2
    with path.open("r+b") as stream:
        stream.truncate(size)
        stream.seek(size)
        stream.write(bytes(size % 2) + b"C2PA" + struct.pack("<I", room) + bytes(room + room % 2))
        stream.seek(4)
        stream.write(struct.pack("<I", start + 8 + room + room % 2 - 8))
    return start


def hash_around(path: Path, start: int, length: int) -> bytes:
    """SHA-256 of a file without `length` bytes from `start`."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for left in (start, None):
            while piece := stream.read(_PIECE if left is None else min(_PIECE, left)):
                digest.update(piece)
                left = None if left is None else left - len(piece)
            stream.seek(start + length)
    return digest.digest()


def fill(path: Path, start: int, store: bytes) -> None:
    with path.open("r+b") as stream:
        stream.seek(start + 8)
        stream.write(store)
        stream.flush()
        os.fsync(stream.fileno())
