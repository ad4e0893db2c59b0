# SPDX-License-Identifier: Apache-2.0
"""Sound files read piece by piece, at 48 kHz whatever their own rate, with what is wrong with them said in words."""

from __future__ import annotations

import struct
from functools import cache
from math import gcd
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, Samples

LOWEST_RATE, HIGHEST_RATE = 8_000, 192_000
_CHANNELS = {1: "mono", 2: "stereo", 6: "5.1"}
_NAMES = {3: "2.1 or 3.0", 4: "quad", 5: "5.0", 7: "6.1", 8: "7.1"}
_REACH = 10
"""Half the length of the resampling filter, in samples of the slower rate (scipy's design)."""


class SoundFile:
    """An open sound file. Positions are samples at 48 kHz; it reads forwards without going back.

    Raises UserError when it can't be read, is cut short, is empty, or has a rate or channels that the mixer doesn't know.
    """

    def __init__(self, path: Path) -> None:
        import soundfile

        self.path, self._name = path, path.name
        check_whole(path)
        try:
            self._file: Any = soundfile.SoundFile(str(path))
        except (soundfile.LibsndfileError, OSError) as error:
            raise _unreadable(path, str(error)) from error
        try:
            self._check()
        except BaseException:
            self.close()
            raise
        self.channels: int = self._file.channels
        common = gcd(self._file.samplerate, SAMPLE_RATE)
        self._up, self._down = SAMPLE_RATE // common, self._file.samplerate // common
        self.length = -(-self._file.frames * self._up // self._down)
        self._buffer, self._first = np.zeros((0, self.channels), np.float32), 0

    def _check(self) -> None:
        rate, channels = self._file.samplerate, self._file.channels
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise UserError(
                f"{self._name} has a sampling rate of {rate} Hz", "the mixer takes 8,000 to 192,000 Hz", "Convert it."
            )
        if channels not in _CHANNELS:
            known = f" ({_NAMES[channels]})" if channels in _NAMES else ""
            raise UserError(f"{self._name} has {channels} channels{known}", "the mixer takes mono, stereo and 5.1",
                            "Fold it to one of them, or split it into mono files.")  # fmt: skip
        if self._file.frames == 0:
            raise UserError(f"{self._name} holds no sound", "its length is zero", "Check how it was made.")

    def read(self, start: int, stop: int) -> Samples:
        """Samples [start, stop) at 48 kHz, silence beyond the ends. `start` never goes back."""
        if self._up == self._down == 1:
            return self._source(start, stop)
        first = max(start * self._down // self._up - 2 * self._margin, 0) // self._down * self._down
        last = -(-stop * self._down // self._up) + 2 * self._margin
        from scipy.signal import upfirdn

        design = _resampler(self._up, self._down)
        delay = (len(design) - 1) // 2
        # upfirdn's output n is at the input time (n·down − delay)/up; a multiple of `down` ahead keeps the phases of the whole.
        lead = -(-delay // self._down)
        padded = np.concatenate((np.zeros((self._down, self.channels), np.float32), self._source(first, last)))
        over: NDArray[np.float32] = upfirdn(np.concatenate((np.zeros(lead * self._down - delay, np.float32), design)), padded,
                                            self._up, self._down, axis=0)  # fmt: skip
        offset = lead + self._up + start - first * self._up // self._down
        return np.ascontiguousarray(over[offset : offset + stop - start])

    @property
    def _margin(self) -> int:
        return int(_REACH * max(self._up, self._down) // self._up + 2)

    def _source(self, start: int, stop: int) -> Samples:
        """Samples of the file itself, silence beyond its end."""
        self._forward(start, stop)
        out = np.zeros((stop - start, self.channels), np.float32)
        held = self._buffer[start - self._first : stop - self._first]
        out[: len(held)] = held
        return out

    def _forward(self, start: int, stop: int) -> None:
        """Hold at least [start, stop) of the file."""
        end = self._first + len(self._buffer)
        wanted = min(stop, self._file.frames)
        if start >= end:
            if start < self._file.frames and start != end:
                self._file.seek(start)
            self._buffer, self._first, end = self._buffer[:0], start, start
        elif start > self._first:
            self._buffer, self._first = self._buffer[start - self._first :], start
        if wanted > end:
            self._buffer = np.concatenate((self._buffer, self._decoded(end, wanted - end)))

    def _decoded(self, at: int, count: int) -> Samples:
        import soundfile

        try:
            fresh: Samples = self._file.read(count, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise _unreadable(self.path, str(error)) from error
        rate = self._file.samplerate
        if len(fresh) < count:
            raise UserError(f"{self._name} is cut short", f"it ends after {(at + len(fresh)) / rate:.2f} s of "
                            f"{self._file.frames / rate:.2f} s", "Make or copy it again.")  # fmt: skip
        bad = ~np.isfinite(fresh)
        if bad.any():
            moment = (at + int(np.argmax(bad.any(axis=1)))) / rate
            raise UserError(
                f"{self._name} holds samples that are not numbers", f"the first at {moment:.3f} s", "Export it again."
            )
        return fresh

    def close(self) -> None:
        self._file.close()


def check_whole(path: Path) -> None:
    """Refuse a WAV file that is shorter than its own header says: libsndfile would read it as a shorter sound."""
    try:
        with path.open("rb") as stream:
            missing = _missing_bytes(stream, path.stat().st_size)
    except OSError as error:
        raise _unreadable(path, str(error)) from error
    if missing > 0:
        raise UserError(f"{path.name} is cut short", f"{missing:,} bytes of its sound are missing", "Make or copy it again.")


def _missing_bytes(stream: BinaryIO, size: int) -> int:
    if stream.read(12)[:4] not in (b"RIFF", b"RF64"):
        return 0
    long_data = 0
    while len(head := stream.read(8)) == 8:
        name, length = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"ds64":
            long_data = struct.unpack("<QQ", stream.read(16))[1]
            stream.seek(length - 16, 1)
        elif name == b"data":
            length = long_data if length == 0xFFFFFFFF else length
            return max(0, stream.tell() + int(length) - size)
        else:
            stream.seek(length + length % 2, 1)
    return 0


@cache
def _resampler(up: int, down: int) -> NDArray[np.float32]:
    """scipy.signal.resample_poly's own filter, so that pieces join to what it makes of the whole."""
    from scipy.signal import firwin

    widest = max(up, down)
    taps = firwin(2 * _REACH * widest + 1, 1 / widest, window=("kaiser", 5.0)) * up
    design: NDArray[np.float32] = taps.astype(np.float32)
    return design


def _unreadable(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be read as sound", why, "Check that the file is whole.")
