# SPDX-License-Identifier: Apache-2.0
"""A file that is not whole yet: its bytes so far, and which pieces of it are there.

    parts/<SHA-256>.part      the file at its full length, with holes
    parts/<SHA-256>.pieces    one line for each piece that is there: its number and the CRC-32 of what was received

A piece is written down once it is written; so a kill loses what was between the two: less than one piece of each connection,
together less than one chunk (what one request asks for). The checksums tell, after a power cut, which pieces never reached
the disk.
"""

from __future__ import annotations

import hashlib
import os
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from aiprod.film.errors import Stopped
from aiprod.models.store.records import drop, home, writing

CHUNK = 8 << 20
"""Bytes that one request asks for."""
PIECE = 1 << 20
"""Bytes that are written down together."""
_BLOCK = 4 << 20


def received(sha256: str, size: int) -> int:
    """How many bytes of a file came so far."""
    return sum(_length(piece, size) for piece in dict(_written_down(_path(sha256), size)))


def _path(sha256: str) -> Path:
    return home() / "parts" / f"{sha256}.part"


def _length(piece: int, size: int) -> int:
    return min(PIECE, size - piece * PIECE)


def _written_down(path: Path, size: int) -> Iterator[tuple[int, int]]:
    """What an earlier life wrote down: (piece, CRC-32). A last line that a kill tore is left out."""
    journal = path.with_suffix(".pieces")
    text = journal.read_bytes() if path.is_file() and journal.is_file() else b""
    for line in text[: text.rfind(b"\n") + 1].splitlines():
        number, _, crc = line.partition(b" ")
        try:
            piece = int(number)
            if 0 <= piece * PIECE < size:
                yield piece, int(crc, 16)
        except ValueError:
            continue


class Partial:
    """A download under way; to be used in a `with`, by one process at a time. May be written from several threads.

    Args:
        sha256: of the whole file.
        size: its bytes.
    """

    def __init__(self, sha256: str, size: int) -> None:
        self.sha256, self.size = sha256, size
        self.path = _path(sha256)
        self._journal_path = self.path.with_suffix(".pieces")
        self._lock = threading.Lock()
        self._pieces: dict[int, int] = {}
        self._file: BinaryIO | None = None
        self._journal: BinaryIO | None = None

    def __enter__(self) -> Partial:
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._pieces = dict(_written_down(self.path, self.size))
            if not self._pieces:
                drop(self._journal_path)
            self._file = self.path.open("r+b" if self.path.is_file() else "w+b", buffering=0)
            self._file.truncate(self.size)
            self._journal = self._journal_path.open("ab", buffering=0)
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._file, self._journal):
            if stream is not None:
                stream.close()

    @property
    def done(self) -> int:
        """Bytes that are there."""
        with self._lock:
            return sum(self._length(piece) for piece in self._pieces)

    def missing(self) -> list[tuple[int, int]]:
        """What is still to be fetched: (start, end) in bytes, each at most one chunk, on the bounds of pieces."""
        spans: list[tuple[int, int]] = []
        for piece in range(-(-self.size // PIECE)):
            if piece in self._pieces:
                continue
            start, end = piece * PIECE, piece * PIECE + self._length(piece)
            if spans and spans[-1][1] == start and end - spans[-1][0] <= CHUNK:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    def write(self, start: int, data: bytes) -> None:
        """One piece, whole. Raises DiskFullError, UserError."""
        assert self._file is not None and self._journal is not None
        piece = start // PIECE
        with writing(self.path), self._lock:
            self._file.seek(start)
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
            crc = zlib.crc32(data)
            self._journal.write(b"%d %08x\n" % (piece, crc))
            self._pieces[piece] = crc

    def check(self, stop: threading.Event, progress: Callable[[int], None] = lambda size: None) -> bool:
        """Whether the whole file hashes to its name. Where it does not, pieces that are not as they were received are fetched
        again: they are missing from now on. Where there are none such, nothing of it can be trusted, and it is dropped."""
        assert self._file is not None
        with writing(self.path):
            os.fsync(self._file.fileno())
        if self._hash(stop, progress) == self.sha256:
            return True
        torn = [piece for piece, crc in self._pieces.items() if zlib.crc32(self._piece(piece)) != crc]
        self._forget(torn or list(self._pieces))
        return False

    def discard(self) -> None:
        """Nothing of it is kept."""
        self.__exit__()
        drop(self.path)
        drop(self._journal_path)

    def finished(self) -> Path:
        """The whole file, closed, for the store to take."""
        self.__exit__()
        drop(self._journal_path)
        return self.path

    def _length(self, piece: int) -> int:
        return _length(piece, self.size)

    def _hash(self, stop: threading.Event, progress: Callable[[int], None]) -> str:
        digest = hashlib.sha256()
        with writing(self.path), self.path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if stop.is_set():
                    raise Stopped("The download was stopped", "", "Order it again: it goes on where it was.")
                digest.update(block)
                progress(len(block))
        return digest.hexdigest()

    def _piece(self, piece: int) -> bytes:
        with self.path.open("rb") as stream:
            stream.seek(piece * PIECE)
            return stream.read(self._length(piece))

    def _forget(self, pieces: list[int]) -> None:
        assert self._journal is not None
        with writing(self.path), self._lock:
            for piece in pieces:
                del self._pieces[piece]
            self._journal.truncate(0)
            for piece, crc in self._pieces.items():
                self._journal.write(b"%d %08x\n" % (piece, crc))
