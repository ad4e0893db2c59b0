# SPDX-License-Identifier: Apache-2.0
"""Mastering: the gain that brings a programme to its loudness target under its ceiling.

While the programme goes by for the first time, two numbers a millisecond are noted: its weighted energy and its largest true
peak. From these notes the loudness after any gain and the limiter's work on it is known, so the gain is found without hearing the
programme again; the second time it is heard for good, and measured. The notes lie on disk: an hour needs no more memory than a
minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples
from aiprod.media.meter import MOMENTARY_S, SILENCE_LUFS, Histogram, KWeighting, Reading, Windows, within
from aiprod.media.peaks import STEP, PeakReader
from aiprod.mixing.limiter import CONTEXT, Gains, Limiter, applied

_CHUNK = 60_000
"""Milliseconds of notes read at once."""
_PER_HOP = 100
_TOLERANCE_LU = 0.005
_PASSES = 12
Fold = Callable[[Samples], Samples]
Notes = NDArray[np.float32]


class Tape:
    """Numbers, one a millisecond, in a file."""

    def __init__(self, path: Path) -> None:
        self._path, self.length = path, 0
        self._stream = path.open("wb")

    def append(self, values: NDArray[np.floating]) -> None:
        values.astype(np.float32).tofile(self._stream)
        self.length += len(values)

    def finish(self) -> None:
        self._stream.close()

    def read(self, first: int, last: int) -> Notes:
        """Values [first, last); zeros outside."""
        out = np.zeros(last - first, np.float32)
        start, stop = max(first, 0), min(last, self.length)
        if start < stop:
            out[start - first : stop - first] = np.fromfile(self._path, np.float32, stop - start, offset=start * 4)
        return out


@dataclass(frozen=True)
class Aim:
    """Where a programme should come to lie. `regions` (start, end in seconds) are what counts; None means all of it."""

    lufs: float
    ceiling_dbtp: float
    regions: Sequence[tuple[float, float]] | None = None


class Master:
    """One programme of a mix: how it is folded from the buses' channels, its notes, and its gain.

    Args:
        name: of its file, without suffix.
        fold: makes what turns the blocks of the buses' sum, from the first to the last, into the programme's channels.
        channels: of the programme.
        aim: its target.
        scratch: a folder for its notes.
    """

    def __init__(self, name: str, fold: Callable[[], Fold], channels: int, aim: Aim, scratch: Path) -> None:
        self.name, self.channels, self.aim = name, channels, aim
        self._new_fold, self._fold = fold, fold()
        self._energies, self._peaks = Tape(scratch / f"{name}.energy"), Tape(scratch / f"{name}.peaks")
        self._weighting, self._reader = KWeighting(channels), PeakReader(channels)
        self._left = np.zeros(0)
        self.gain_db = 0.0

    def note(self, total: Samples) -> None:
        """Hear the next block of the buses' sum for the first time."""
        programme = self._fold(total)
        energy = np.concatenate((self._left, self._weighting.energy(programme)))
        count = len(energy) // STEP
        self._left = energy[count * STEP :]
        self._energies.append(energy[: count * STEP].reshape(count, STEP).mean(axis=1))
        self._peaks.append(self._reader.push(programme).max(axis=1, initial=0.0))

    def settle(self) -> float:
        """After the last block: find the gain in dB. Returns the loudness before it."""
        self._peaks.append(self._reader.finish().max(axis=1, initial=0.0))
        self._energies.finish()
        self._peaks.finish()
        before = self._loudness(0.0, limited=False)
        self.gain_db = self.aim.lufs - before
        for _ in range(_PASSES if before > SILENCE_LUFS else 0):
            off = self.aim.lufs - self._loudness(self.gain_db)
            if abs(off) <= _TOLERANCE_LU:
                break
            self.gain_db += off
        return before

    def off_lu(self, reading: Reading) -> float:
        """How far below its target a finished programme lies."""
        found = reading.integrated_lufs if self.aim.regions is None else reading.dialogue_lufs
        return self.aim.lufs - (SILENCE_LUFS if found is None else found)

    def correct(self, off_lu: float) -> None:
        """Move the gain by what the finished programme was off."""
        self.gain_db += off_lu

    def playback(self) -> Callable[[int, Samples], Samples]:
        """A function of (first sample, block of the buses' sum) that makes the finished programme, block after block."""
        limiter, fold = self._limiter(self.gain_db), self._new_fold()

        def play(start: int, total: Samples) -> Samples:
            programme = fold(total)
            first, count = start // STEP, -(-len(programme) // STEP)
            return applied(programme, limiter.gains(self._peaks.read(first - CONTEXT, first + count + CONTEXT)))

        return play

    def _limiter(self, gain_db: float) -> Limiter:
        return Limiter(10 ** (gain_db / 20), 10 ** (self.aim.ceiling_dbtp / 20))

    def _loudness(self, gain_db: float, *, limited: bool = True) -> float:
        """Of the programme at a gain, by the notes."""
        heard, windows = Histogram(), Windows(round(MOMENTARY_S * 10))
        limiter = self._limiter(gain_db) if limited else None
        for first, energies in self._chunks():
            if limiter is not None:
                count = len(energies)
                gains = limiter.gains(self._peaks.read(first - CONTEXT, first + count + CONTEXT))[1:-1]
                energies = energies * gains**2
            hops = energies[: len(energies) // _PER_HOP * _PER_HOP].reshape(-1, _PER_HOP).mean(axis=1)
            found, last = windows.push(hops), first // _PER_HOP + len(hops)
            if self.aim.regions is not None:
                ends_s = (np.arange(last - len(found), last) + 1) / 10
                found = found[within(ends_s - MOMENTARY_S / 2, self.aim.regions)]
            heard.add(found)
        return heard.integrated()

    def _chunks(self) -> Iterator[tuple[int, Gains]]:
        for first in range(0, self._energies.length, _CHUNK):
            yield first, self._energies.read(first, min(first + _CHUNK, self._energies.length)).astype(np.float64)
