# SPDX-License-Identifier: Apache-2.0
"""What the meters show beyond the player's own reading: every bus, all channels of the finished mix, and its loudness in time.

Everything here runs off the interface thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import AiprodError
from aiprod.film.mix import Bus

if TYPE_CHECKING:
    from aiprod.media.audio import Samples
    from aiprod.media.soundfiles import SoundFile
    from aiprod.production.screening import Soundtrack

SAMPLE_RATE = 48_000
_WINDOW = SAMPLE_RATE // 20
_MOST = SAMPLE_RATE // 2
SILENT_DB = -100.0


@dataclass(frozen=True)
class Levels:
    """True peaks of a moment, in dBTP.

    Attributes:
        buses: bus → each of its channels.
        programme: each channel of the finished mix, () where there is none.
    """

    buses: Mapping[Bus, tuple[float, ...]]
    programme: tuple[float, ...] = ()


class Ears:
    """Hears the buses of a film beside the player.

    Args:
        sound: the soundtrack that is played; a twin of it is heard.
        mix: the finished mix's file, with all its channels.
    """

    def __init__(self, sound: Soundtrack, mix: Path | None) -> None:
        self._sound, self._mix_path = sound.twin(), mix
        self._mix: SoundFile | None = None
        self._at = -1
        self._lock = Lock()

    def hear(self, until: int, trims: Mapping[Bus, float]) -> Levels:
        """What sounds up to a sample of the film: since the last time, or a twentieth of a second after a jump."""
        with self._lock:
            first = self._at if 0 < until - self._at <= _MOST else max(0, until - _WINDOW)
            if until <= first:
                return Levels({})
            jumped, self._at = first != self._at, until
            self._sound.trims = dict(trims)
            buses = {bus: peaks_of(heard) for bus, heard in self._sound.buses(first, until - first).items()}
            return Levels(buses, self._programme(first, until, jumped))

    def _programme(self, first: int, until: int, jumped: bool) -> tuple[float, ...]:
        if self._mix_path is None:
            return ()
        from aiprod.media.soundfiles import SoundFile

        try:
            if self._mix is None or jumped:
                if self._mix is not None:
                    self._mix.close()
                self._mix = SoundFile(self._mix_path)
            return peaks_of(self._mix.read(first, until))
        except (AiprodError, OSError):
            self._mix_path = None  # it was made anew or taken away: its meter falls silent until the film is looked at again
            return ()

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._sound.close()
            if self._mix is not None:
                self._mix.close()
                self._mix = None


def peaks_of(samples: Samples) -> tuple[float, ...]:
    """The true peak of each channel, dBTP."""
    from aiprod.media.peaks import true_peaks

    if not len(samples):
        return tuple([SILENT_DB] * samples.shape[1])
    highest = true_peaks(np.ascontiguousarray(samples, np.float32)).max(axis=0).tolist()
    found = [float(20 * np.log10(max(float(peak), 1e-5))) for peak in highest]
    return tuple(found)


@dataclass(frozen=True, eq=False)
class History:
    """A mix's loudness in time, every tenth of a second, in LUFS.

    Attributes:
        momentary: over 0.4 s, float64 [n].
        short_term: over 3 s, float64 [n].
    """

    momentary: NDArray[np.float64]
    short_term: NDArray[np.float64]


def history_of(path: Path) -> History:
    """The loudness of a sound file in time. Raises UserError where it can't be read."""
    from aiprod.media.meter import MOMENTARY_S, SHORT_TERM_S, STEP, KWeighting, Windows
    from aiprod.media.soundfiles import SoundFile

    file = SoundFile(path)
    try:
        weighting: KWeighting | None = None
        rows = {seconds: Windows(round(seconds * SAMPLE_RATE) // STEP) for seconds in (MOMENTARY_S, SHORT_TERM_S)}
        found: dict[float, list[NDArray[np.float64]]] = {seconds: [] for seconds in rows}
        for start in range(0, file.length // STEP * STEP, SAMPLE_RATE):
            block = file.read(start, min(start + SAMPLE_RATE, file.length // STEP * STEP))
            weighting = weighting or KWeighting(block.shape[1])
            steps = weighting.energy(block).reshape(-1, STEP).mean(axis=1)
            for seconds, windows in rows.items():
                found[seconds].append(windows.push(steps))
    finally:
        file.close()
    return History(_every_tenth(found[MOMENTARY_S], MOMENTARY_S), _every_tenth(found[SHORT_TERM_S], SHORT_TERM_S))


def _every_tenth(parts: list[NDArray[np.float64]], seconds: float) -> NDArray[np.float64]:
    """Loudness at 0.1 s, 0.2 s …; silence until the first window is full."""
    energies = np.concatenate(parts) if parts else np.zeros(0)
    levels = np.maximum(-0.691 + 10 * np.log10(np.maximum(energies, 1e-12)), -70.0)
    whole = np.concatenate((np.full(round(seconds * 100) - 1, -70.0), levels))
    return np.asarray(whole[9::10], np.float64)
