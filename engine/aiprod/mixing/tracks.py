# SPDX-License-Identifier: Apache-2.0
"""Tracks: a stem on the film's time, read, faded, levelled and placed among the speakers, block by block."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.mix import Stem
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.soundfiles import SoundFile
from aiprod.mixing.automation import Curve, factors
from aiprod.mixing.layouts import placed

_SLACK_S = 0.1
"""A file may end this much before its planned end without being short: what makes sounds rounds their lengths."""


class Track:
    """One stem. Its file is open only while it sounds.

    Raises UserError when the file is unreadable, damaged, or ends well before the part that is asked for.
    """

    def __init__(self, stem: Stem, channels: int) -> None:
        self.stem, self._channels = stem, channels
        self._file: SoundFile | None = SoundFile(Path(stem.file))
        self._first = round(stem.source_in_s * SAMPLE_RATE)
        self.start = round(stem.start_s * SAMPLE_RATE)
        self.stop = self.start + self._length(self._file)
        self._gain, self._pan = Curve(stem.gain), Curve(stem.pan_curve)
        self._file.close()
        self._file = None

    def _length(self, file: SoundFile) -> int:
        there: int = file.length - self._first
        if there <= 0:
            raise UserError(f"{self.stem.name} begins after the end of its file", f"{Path(self.stem.file).name} lasts "
                            f"{file.length / SAMPLE_RATE:.2f} s", "Trim it, or choose another file.")  # fmt: skip
        if self.stem.duration_s is None:
            return there
        asked = round(self.stem.duration_s * SAMPLE_RATE)
        if asked - there > _SLACK_S * SAMPLE_RATE:
            why = f"{asked / SAMPLE_RATE:.2f} s are asked for, {there / SAMPLE_RATE:.2f} s are there"
            raise UserError(f"{Path(self.stem.file).name} is too short", why, "Make it again, or shorten it on the timeline.")
        return min(asked, there)

    def sounds(self, start: int, stop: int) -> bool:
        """Whether it is heard within samples [start, stop) of the film."""
        return self.start < stop and self.stop > start

    def read(self, start: int, stop: int) -> tuple[int, Samples]:
        """What is heard within [start, stop): where in the block it begins, and the samples."""
        first, last = max(start, self.start), min(stop, self.stop)
        if self._file is None:
            self._file = SoundFile(Path(self.stem.file))
        offset = self._first - self.start
        sound = self._file.read(first + offset, last + offset)
        if last == self.stop:
            self.close()
        pan = self._pan.read(first, last) if self.stem.pan_curve else self.stem.pan
        heard = placed(sound, self._channels, pan, self.stem.rear)
        gain = factors(self._gain, first, last, self.stem.gain_db) * self._fades(first, last)
        return first - start, heard * gain[:, None]

    def _fades(self, first: int, last: int) -> NDArray[np.float32]:
        begin = rise(first - self.start, last - self.start, self.stem.fade_in_s)
        return begin * rise(self.stop - last, self.stop - first, self.stem.fade_out_s)[::-1]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def rise(first: int, last: int, seconds: float) -> NDArray[np.float32]:
    """The gains of samples [first, last) of a raised-cosine fade that begins at sample 0: a single 1 where it is over."""
    count = round(seconds * SAMPLE_RATE)
    if first >= count:
        return np.ones(1, np.float32)
    share = np.clip((np.arange(first, last) + 0.5) / count, 0, 1)
    return (0.5 - 0.5 * np.cos(np.pi * share)).astype(np.float32)
