# SPDX-License-Identifier: Apache-2.0
"""Writing WAV files of any length: RIFF up to 4 GB, RF64 (EBU Tech 3306) beyond, with a broadcast chunk (EBU Tech 3285).

Room for RF64's sizes is kept at the beginning as a JUNK chunk, so a file becomes RF64 only when it has to. Channels are in WAV's
own order (L R C LFE Ls Rs) unless the caller says that they are not, in which case no speaker is named.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self

import numpy as np

from aiprod.film.files import disk_errors
from aiprod.media.audio import SAMPLE_RATE, Samples

Encoding = Literal["pcm24", "float32"]
_MASKS = {1: 0x4, 2: 0x3, 6: 0x3F}
_BYTES = {"pcm24": 3, "float32": 4}
_GUIDS = {"pcm24": 1, "float32": 3}
_GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")
_RIFF_LIMIT = 0xFFFFFFFF
_DS64 = 28


@dataclass(frozen=True)
class Broadcast:
    """The broadcast chunk: who made the sound, and where on the clock it lies."""

    description: str = ""
    originator: str = "AIPROD"
    date: str = ""
    """yyyy-mm-dd."""
    time: str = ""
    """hh:mm:ss."""
    start_samples: int = 0
    """Samples since midnight of the first one: the timecode it begins at."""

    def chunk(self) -> bytes:
        body = struct.pack(
            "<256s32s32s10s8sQH64s10s180s", _ascii(self.description), _ascii(self.originator), b"", _ascii(self.date),
            _ascii(self.time), self.start_samples, 1, b"", b"", b"",
        )  # fmt: skip
        return b"bext" + struct.pack("<I", len(body)) + body


class WaveWriter:
    """A WAV file being written, whole or not at all: it gets its name when it is closed without an error.

    Args:
        path: where.
        channels: 1 to 6.
        encoding: "pcm24" or "float32".
        broadcast: a broadcast chunk.
        named: whether the channels are in WAV's order, so that their speakers are named.
    """

    def __init__(
        self, path: Path, channels: int, encoding: Encoding = "pcm24", *, broadcast: Broadcast | None = None, named: bool = True
    ) -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._channels, self._encoding = channels, encoding
        self._size = 0
        self._head = self._format(named) + (broadcast.chunk() if broadcast else b"")
        self._stream: BinaryIO = self._part.open("wb")
        self._stream.write(self._header())

    def write(self, samples: Samples) -> None:
        """Append float32 [samples, channels]."""
        data = _encoded(samples, self._encoding)
        with disk_errors(self._path):
            self._stream.write(data)
        self._size += len(data)

    def skip(self, samples: int) -> None:
        """Append silence without writing it: a hole in the file, where the file system can."""
        hole = samples * self._channels * _BYTES[self._encoding]
        self._stream.seek(hole, 1)
        self._size += hole

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._stream.close()
            self._part.unlink(missing_ok=True)
            return
        with disk_errors(self._path):
            header = self._header()
            self._stream.truncate(len(header) + self._size + self._size % 2)
            self._stream.seek(0)
            self._stream.write(header)
            self._stream.close()
            self._part.replace(self._path)

    def _format(self, named: bool) -> bytes:
        width = _BYTES[self._encoding]
        frame = width * self._channels
        mask = _MASKS.get(self._channels, 0) if named else 0
        rates = SAMPLE_RATE, SAMPLE_RATE * frame, frame, width * 8
        body = (
            struct.pack("<HHIIHHHHIH", 0xFFFE, self._channels, *rates, 22, width * 8, mask, _GUIDS[self._encoding]) + _GUID_TAIL
        )
        return b"fmt " + struct.pack("<I", len(body)) + body

    def _header(self) -> bytes:
        rest = 4 + 8 + _DS64 + len(self._head) + 8
        whole = rest + self._size + self._size % 2
        if whole <= _RIFF_LIMIT:
            opening = b"RIFF" + struct.pack("<I", whole) + b"WAVEJUNK" + struct.pack("<I", _DS64) + bytes(_DS64)
            return opening + self._head + b"data" + struct.pack("<I", self._size)
        frames = self._size // (self._channels * _BYTES[self._encoding])
        sizes = struct.pack("<QQQI", whole, self._size, frames, 0)
        opening = b"RF64" + struct.pack("<I", _RIFF_LIMIT) + b"WAVEds64" + struct.pack("<I", _DS64) + sizes
        return opening + self._head + b"data" + struct.pack("<I", _RIFF_LIMIT)


def _encoded(samples: Samples, encoding: Encoding) -> bytes:
    if encoding == "float32":
        return np.ascontiguousarray(samples, "<f4").tobytes()
    whole = np.clip(np.rint(samples * np.float32(2**23)), -(2**23), 2**23 - 1).astype("<i4")
    return np.ascontiguousarray(whole).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "replace")
