# SPDX-License-Identifier: Apache-2.0
"""Peaks of sound files at every zoom: one store that a whole track is looked up in at once.

A file's peaks are the largest samples of each millisecond, as square roots from 0 to 255, so that quiet speech is seen. Each
further level holds the larger of two neighbours of the one before. (`media.peaks` finds what lies between samples too, which no
eye sees here, and which needs SciPy: loading that would hold up the interface.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from math import log2
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from aiprod.film.errors import AiprodError, UserError
from aiprod.media.audio import SAMPLE_RATE
from aiprod_app.background import Background
from aiprod_app.timeline.desk import Desk
from aiprod_app.timeline.rows import NONE, UNKNOWN

Levels = list[NDArray[np.uint8]]
LEVELS = 15
_UNIT = 1 << (LEVELS - 1)
"""Files begin at multiples of so many milliseconds, so that every level has a place of its own for each."""
_MOST_MS = 40_000_000
"""About eleven hours of sound, 80 MB; beyond them all is forgotten and asked for again."""
_PIECE_S = 20


class PeakStore:
    """Peaks of all files, level by level, one behind the other."""

    def __init__(self) -> None:
        self._levels: Levels = [np.zeros(_UNIT >> level, np.uint8) for level in range(LEVELS)]
        self._places: dict[Path, int] = {}
        self._used = 0

    def place(self, path: Path) -> int | None:
        """Where a file's peaks begin, in milliseconds; NONE if it has none, None if nobody has read it."""
        return self._places.get(path)

    def add(self, path: Path, levels: Levels) -> None:
        """Take a file's peaks in; all levels of a whole number of units."""
        size = len(levels[0])
        self._grow(self._used + size)
        for level, fine in enumerate(levels):
            at = self._used >> level
            self._levels[level][at : at + len(fine)] = fine
        self._places[path] = self._used
        self._used += size

    def refuse(self, path: Path) -> None:
        self._places[path] = NONE

    def retry(self) -> None:
        """Files that couldn't be read may be there now."""
        self._places = {path: place for path, place in self._places.items() if place != NONE}

    @property
    def full(self) -> bool:
        return self._used > _MOST_MS

    def _grow(self, size: int) -> None:
        if size <= len(self._levels[0]):
            return
        size = -(-max(size, 2 * len(self._levels[0])) // _UNIT) * _UNIT
        for level in range(LEVELS):
            grown = np.zeros(size >> level, np.uint8)
            grown[: len(self._levels[level])] = self._levels[level]
            self._levels[level] = grown

    def heights(self, at_ms: NDArray[np.float64], step_ms: float) -> NDArray[np.float32]:
        """The loudest of the `step_ms` behind each place, 0 to 1."""
        level = min(LEVELS - 1, max(0, int(log2(step_ms)))) if step_ms > 1 else 0
        fine = self._levels[level]
        first = at_ms.astype(np.int64) >> level
        np.clip(first, 0, len(fine) - 2, out=first)
        found = fine[first]
        if step_ms > 1:
            found = np.maximum(found, fine[first + 1])
        loudness: NDArray[np.float32] = found.astype(np.float32) / 255
        return loudness


class Waveforms:
    """Has files read that are seen, and keeps their peaks.

    Args:
        arrived: called when more can be drawn.
    """

    def __init__(self, background: Background, owner: QObject, arrived: Callable[[], None]) -> None:
        self.store = PeakStore()
        self._desk: Desk[Levels] = Desk(background, owner, self._done, most=64)
        self._arrived = arrived
        self.generation = 0
        """Raised when places known before are not valid any more."""

    def place(self, path: Path | None) -> int:
        """Where a file's peaks begin; UNKNOWN while it is being read, NONE where there are none."""
        if path is None:
            return NONE
        found = self.store.place(path)
        if found is None and not self._desk.waits(path):
            self._desk.ask(path, lambda: levels_of(path))
        return UNKNOWN if found is None else found

    @property
    def idle(self) -> bool:
        return self._desk.idle

    def look_again(self) -> None:
        """Clips may play other files now, and files may be there that weren't."""
        self.store.retry()
        self.generation += 1

    def forget(self) -> None:
        """Files may have changed: read them again."""
        self._desk.forget()
        self.store = PeakStore()
        self.generation += 1

    def _done(self, path: Hashable, found: Levels | AiprodError) -> None:
        assert isinstance(path, Path)
        if self.store.full:
            self.store = PeakStore()
            self.generation += 1
        if isinstance(found, AiprodError):
            self.store.refuse(path)
        else:
            self.store.add(path, found)
        self._arrived()


def levels_of(path: Path) -> Levels:
    """Read a sound or film file and find its peaks at every level. Raises UserError where it can't be read."""
    parts = [_loudest(magnitudes, rate) for magnitudes, rate in _magnitudes(path)]
    peaks = np.concatenate(parts) if parts else np.zeros(1, np.float32)
    fine = np.zeros(-(-(len(peaks) + 1) // _UNIT) * _UNIT, np.uint8)
    fine[: len(peaks)] = np.sqrt(np.clip(peaks, 0, 1)) * 255
    levels = [fine]
    while len(levels) < LEVELS:
        levels.append(levels[-1].reshape(-1, 2).max(axis=1))
    return levels


def _loudest(magnitudes: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The largest of each millisecond; the last one may be shorter."""
    count = -(-len(magnitudes) * 1000 // rate)
    found: NDArray[np.float32] = np.maximum.reduceat(np.nan_to_num(magnitudes), np.arange(count) * rate // 1000)
    return found


def _magnitudes(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    """The louder of the channels at each sample, with the sampling rate, in pieces of whole milliseconds (the last one any)."""
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            for block in file.blocks(file.samplerate * _PIECE_S, dtype="float32", always_2d=True):
                yield np.abs(block).max(axis=1), file.samplerate
    except (soundfile.LibsndfileError, OSError):
        yield from _film_magnitudes(path)


def _film_magnitudes(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    import av

    from aiprod.media.opening import open_media

    waiting = np.zeros(0, np.float32)
    try:
        with open_media(path) as container:
            if not container.streams.audio:
                raise UserError(f"{path.name} has no sound", "there is no sound track in it")
            resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)
            for frame in container.decode(container.streams.audio[0]):
                for piece in resampler.resample(frame):
                    waiting = np.append(waiting, np.abs(piece.to_ndarray().reshape(-1, 2)).max(axis=1).astype(np.float32))
                whole = len(waiting) // SAMPLE_RATE * SAMPLE_RATE
                if whole:
                    yield waiting[:whole], SAMPLE_RATE
                    waiting = waiting[whole:]
        if len(waiting):
            yield waiting, SAMPLE_RATE
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"{path.name} can't be read as sound", str(error), "Check that the file is whole.") from error
