# SPDX-License-Identifier: Apache-2.0
"""The sound of a film in real time: the finished mix where it is of this very edit, else a rough mix of what there is.

A rough mix has the stems where they lie, with their gains, fades, automation and places, the levels of their buses and the music
giving way to speech; not the equalisers, compressors, rooms and limiter of the real one. Any stretch can be asked for, in any
order; files are open only while they are heard, and nothing is held longer than it is needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import AiprodError
from aiprod.film.mix import Bus, MixPlan, Stem
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.soundfiles import SoundFile
from aiprod.mixing.automation import Curve, ducking, factors
from aiprod.mixing.layouts import placed
from aiprod.mixing.strips import BUSES, ducking_of
from aiprod.mixing.tracks import rise

_BUCKET = 10 * SAMPLE_RATE
"""Stems are looked up by stretches of this many samples."""
_MOST_OPEN = 24
_EDGE_S = 0.005
"""Where a stem has no fade of its own it begins and ends over this time, so that nothing clicks."""
_KNEE = np.float32(0.8)
CHANNELS = 2


class Soundtrack:
    """The sound of a film: float32 [samples, 2] at 48 kHz. One thread at a time may read.

    Attributes:
        length: samples.
        finished: whether it is the mix that will be delivered.
        kind: "finished", "rough", or "silent" where nothing is to be heard.
        speech: when somebody speaks, (start, end) in seconds.
        troubles: what could not be read, in words; it is silent.
        trims: dB on top of the level of a bus, for a fader that is being moved; may be set from any thread.
    """

    def __init__(self, length: int, kind: Literal["finished", "rough", "silent"], speech: Sequence[tuple[float, float]]) -> None:
        self.length, self.kind, self.speech = length, kind, tuple(speech)
        self.troubles: list[str] = []
        self.trims: dict[Bus, float] = {}
        self._files = _Files(self.troubles)

    @property
    def finished(self) -> bool:
        return self.kind == "finished"

    def read(self, first: int, count: int) -> Samples:
        """Samples [first, first + count) of the film; silence outside it."""
        out = np.zeros((count, CHANNELS), np.float32)
        start, stop = max(first, 0), min(first + count, self.length)
        if start < stop:
            self._fill(start, stop, out[start - first : stop - first])
        return out

    def _fill(self, start: int, stop: int, out: Samples) -> None:
        """Write samples [start, stop), which lie inside the film, into zeros."""

    def buses(self, first: int, count: int) -> dict[Bus, Samples]:
        """Samples [first, first + count) of every bus that sounds there, as it goes into the mix, for its meter."""
        start, stop = max(first, 0), min(first + count, self.length)
        return self._buses(start, stop) if start < stop else {}

    def _buses(self, _start: int, _stop: int) -> dict[Bus, Samples]:
        return {}

    def twin(self) -> Soundtrack:
        """The same sound once more, for another thread."""
        return Soundtrack(self.length, self.kind, self.speech)

    def _trim(self, bus: Bus) -> np.float32:
        return np.float32(10 ** (self.trims.get(bus, 0.0) / 20))

    def close(self) -> None:
        """Close the files; reading opens them again."""
        self._files.close()


class FinishedMix(Soundtrack):
    """The mix of the film, for two ears."""

    def __init__(self, path: Path, length: int, speech: Sequence[tuple[float, float]] = ()) -> None:
        super().__init__(length, "finished", speech)
        self._path = path

    def _fill(self, start: int, stop: int, out: Samples) -> None:
        if any(self.trims.values()):  # the mix itself can't be moved: its stems together, without its limiter
            for heard in self._buses(start, stop).values():
                out += placed(heard, CHANNELS)
            _softened(out)
            return
        heard_whole = self._files.read(self._path, start, stop)
        if heard_whole is not None:
            out += placed(heard_whole, CHANNELS)

    def _buses(self, start: int, stop: int) -> dict[Bus, Samples]:
        """The stems that were written beside the mix, on its channels."""
        found = {bus: self._files.read(self._path.with_name(f"{bus}.flac"), start, stop) for bus in BUSES}
        return {bus: heard * self._trim(bus) for bus, heard in found.items() if heard is not None}

    def twin(self) -> Soundtrack:
        return FinishedMix(self._path, self.length, self.speech)


@dataclass(frozen=True)
class _Heard:
    """A stem in samples: film samples [start, stop), its file from sample `first` on."""

    stem: Stem
    path: Path
    start: int
    stop: int
    first: int
    gain: Curve | None
    pan: Curve | None

    def fades(self, start: int, stop: int) -> NDArray[np.float32]:
        begin = rise(start - self.start, stop - self.start, self.stem.fade_in_s or _EDGE_S)
        return begin * rise(self.stop - stop, self.stop - start, self.stem.fade_out_s or _EDGE_S)[::-1]


class RoughMix(Soundtrack):
    """The stems of a plan together.

    Args:
        plan: what the mixer would be given.
        gain_db: on everything: what brings it near the loudness that it will have.
    """

    def __init__(self, plan: MixPlan, gain_db: float = 0.0) -> None:
        speech = [(stem.start_s, stem.start_s + (stem.duration_s or 0.0)) for stem in plan.stems if stem.bus == "dialogue"]
        super().__init__(round(plan.duration_s * SAMPLE_RATE), "rough" if plan.stems else "silent", sorted(speech))
        self._plan, self._gain_db = plan, gain_db

    @cached_property
    def _levels(self) -> dict[Bus, _Level]:
        return {bus: _Level(self._plan, bus, self.speech, self._gain_db) for bus in BUSES}

    @cached_property
    def _stems(self) -> list[_Heard]:
        return [heard for stem in self._plan.stems if (heard := _heard(stem, self.length)) is not None]

    @cached_property
    def _buckets(self) -> dict[int, list[int]]:
        """Stretch of the film → the stems in it. Found when it is first played: who only cuts never needs it."""
        found: dict[int, list[int]] = {}
        for number, heard in enumerate(self._stems):
            for bucket in range(heard.start // _BUCKET, (heard.stop - 1) // _BUCKET + 1):
                found.setdefault(bucket, []).append(number)
        return found

    def _fill(self, start: int, stop: int, out: Samples) -> None:
        buses = self._buses(start, stop)
        for sound in buses.values():
            out += sound
        if buses:
            _softened(out)

    def _buses(self, start: int, stop: int) -> dict[Bus, Samples]:
        buckets = range(start // _BUCKET, (stop - 1) // _BUCKET + 1)
        buses: dict[Bus, Samples] = {}
        for number in sorted({number for bucket in buckets for number in self._buckets.get(bucket, ())}):
            heard = self._stems[number]
            first, last = max(start, heard.start), min(stop, heard.stop)
            if first < last:
                bus = buses.setdefault(heard.stem.bus, np.zeros((stop - start, CHANNELS), np.float32))
                self._add(heard, first, last, bus[first - start : last - start])
        for name, sound in buses.items():
            sound *= self._levels[name].gains(start, stop)[:, None] * self._trim(name)
        return buses

    def twin(self) -> Soundtrack:
        return RoughMix(self._plan, self._gain_db)

    def _add(self, heard: _Heard, first: int, last: int, to: Samples) -> None:
        offset = heard.first - heard.start
        sound = self._files.read(heard.path, first + offset, last + offset)
        if sound is None:
            return
        stem = heard.stem
        pan = heard.pan.read(first, last) if heard.pan is not None else stem.pan
        gain = 10 ** (stem.gain_db / 20) if heard.gain is None else factors(heard.gain, first, last, stem.gain_db)
        to += placed(sound, CHANNELS, pan) * (heard.fades(first, last) * np.float32(gain))[:, None]


def _heard(stem: Stem, length: int) -> _Heard | None:
    """A stem in samples; None where it lies behind the film's end. A stem that says no length goes on to the end."""
    start, first = round(stem.start_s * SAMPLE_RATE), round(stem.source_in_s * SAMPLE_RATE)
    stop = length if stem.duration_s is None else min(length, start + round(stem.duration_s * SAMPLE_RATE))
    if stop <= start:
        return None
    gain = Curve(stem.gain) if stem.gain else None
    return _Heard(stem, Path(stem.file), start, stop, first, gain, Curve(stem.pan_curve) if stem.pan_curve else None)


class _Level:
    """The level of a bus in time: the user's, and how it gives way to speech."""

    def __init__(self, plan: MixPlan, bus: Bus, speech: Sequence[tuple[float, float]], gain_db: float) -> None:
        choices = plan.choices(bus)
        self._level, self._level_db = Curve(choices.gain), choices.gain_db + gain_db
        self._ducking = ducking(speech, ducking_of(bus, choices))

    def gains(self, start: int, stop: int) -> NDArray[np.float32]:
        """One for each of samples [start, stop), or a single one."""
        found: NDArray[np.float32] = factors(self._level, start, stop, self._level_db) * factors(self._ducking, start, stop)
        return found


def _softened(sound: Samples) -> None:
    """Bend what is louder than −2 dBFS below full scale, in place: a rough mix has no limiter."""
    loud = np.abs(sound) > _KNEE
    if loud.any():
        over = np.abs(sound[loud]) - _KNEE
        room = np.float32(1) - _KNEE
        sound[loud] = np.sign(sound[loud]) * (_KNEE + room * np.tanh(over / room))


class _Files:
    """Open sound files, the least lately heard closed first. What can't be read is told once and silent from then on."""

    def __init__(self, troubles: list[str]) -> None:
        self._open: OrderedDict[tuple[Path, int], SoundFile] = OrderedDict()
        self._bad: set[Path] = set()
        self._troubles = troubles

    def read(self, path: Path, start: int, stop: int) -> Samples | None:
        """Samples [start, stop) of a file at 48 kHz, silence beyond its ends; None where it can't be read."""
        if path in self._bad:
            return None
        try:
            return self._read(path, start, stop)
        except (AiprodError, OSError) as error:
            self._bad.add(path)
            self._troubles.append(str(error))
            self._drop([key for key in self._open if key[0] == path])
            return None

    def _read(self, path: Path, start: int, stop: int) -> Samples:
        """By the open file that stands just here, else by one that is opened anew: files are only read forwards."""
        before = max(0, -start)
        file = self._open.pop((path, start + before), None) or SoundFile(path)
        heard = file.read(start + before, max(stop, start + before))
        self._drop([key for key in self._open if key == (path, stop)])
        self._open[path, stop] = file
        self._drop(list(self._open)[: max(0, len(self._open) - _MOST_OPEN)])
        return np.concatenate((np.zeros((before, heard.shape[1]), np.float32), heard)) if before else heard

    def _drop(self, keys: Sequence[tuple[Path, int]]) -> None:
        for key in keys:
            self._open.pop(key).close()

    def close(self) -> None:
        self._drop(list(self._open))
