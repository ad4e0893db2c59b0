# SPDX-License-Identifier: Apache-2.0
"""A mix handed over: WAV (RF64 beyond 4 GB) files of its buses, with timecode, for another mixer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.mix import Bus
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.soundfiles import SoundFile
from aiprod.media.wave import Broadcast, Encoding, WaveWriter
from aiprod.mixing.layouts import FILM, Order, reordered
from aiprod.mixing.strips import BUSES

_BLOCK = 4 * SAMPLE_RATE


@dataclass(frozen=True)
class StemFormat:
    """How stems are written.

    Attributes:
        encoding: "pcm24" or "float32".
        order: of six channels: "smpte" (L R C LFE Ls Rs, WAV's own) or "film" (L C R Ls Rs LFE, whose channels WAV can't name).
        split: one mono file per channel, as digital audio workstations like it.
    """

    encoding: Encoding = "pcm24"
    order: Order = "smpte"
    split: bool = False


@dataclass(frozen=True)
class StemLabel:
    """What the files say about themselves.

    Attributes:
        title: of the film; file names begin with it.
        start_samples: samples since midnight of the film's first frame (its timecode).
        date, time: "yyyy-mm-dd", "hh:mm:ss" of the making; empty leaves them out.
    """

    title: str
    start_samples: int = 0
    date: str = ""
    time: str = ""


def write_stems(
    mix: Path, folder: Path, label: StemLabel, form: StemFormat | None = None, *, buses: Sequence[Bus] = BUSES
) -> list[Path]:
    """Write the stems of a mix take. Every file is whole or not there; all have the film's length.

    Args:
        mix: the take's folder, with `dialogue.flac` …
        folder: where the files go; it is made.
        label: what they are called and say.
        form: encoding, channel order, one file or one per channel.
        buses: which of them.

    Raises:
        UserError: a stem is missing, damaged or can't be written.
    """
    form = form or StemFormat()
    missing = [bus for bus in buses if not (mix / f"{bus}.flac").is_file()]
    if missing:
        raise UserError(f"There is no stem of {missing[0]}", f"{mix} holds none", "Mix the film again: `aiprod resume`.")
    folder.mkdir(parents=True, exist_ok=True)
    return [path for bus in buses for path in _written(mix / f"{bus}.flac", bus, folder, label, form)]


def _written(source: Path, bus: Bus, folder: Path, label: StemLabel, form: StemFormat) -> list[Path]:
    sound = SoundFile(source)
    try:
        return _split(sound, bus, folder, label, form) if form.split else [_whole(sound, bus, folder, label, form)]
    finally:
        sound.close()


def _whole(sound: SoundFile, bus: Bus, folder: Path, label: StemLabel, form: StemFormat) -> Path:
    path = folder / f"{label.title}_{bus}.wav"
    film = form.order == "film" and sound.channels == 6
    with WaveWriter(path, sound.channels, form.encoding, broadcast=_broadcast(bus, label), named=not film) as file:
        for start in range(0, sound.length, _BLOCK):
            block = sound.read(start, min(start + _BLOCK, sound.length))
            file.write(reordered(block, "smpte", "film") if film else block)
    return path


def _split(sound: SoundFile, bus: Bus, folder: Path, label: StemLabel, form: StemFormat) -> list[Path]:
    """One file per channel. Each reads the stem once more, so that only one file is being written at a time."""
    names = {1: ("M",), 2: ("L", "R"), 6: FILM if form.order == "film" else ("L", "R", "C", "LFE", "Ls", "Rs")}[sound.channels]
    paths = []
    for index, name in enumerate(names):
        path = folder / f"{label.title}_{bus}.{name}.wav"
        again = SoundFile(sound.path)
        with WaveWriter(path, 1, form.encoding, broadcast=_broadcast(bus, label)) as file:
            for start in range(0, sound.length, _BLOCK):
                block = again.read(start, min(start + _BLOCK, sound.length))
                film = form.order == "film" and sound.channels == 6
                file.write(_channel(reordered(block, "smpte", "film") if film else block, index))
        again.close()
        paths.append(path)
    return paths


def _channel(block: Samples, index: int) -> Samples:
    return np.ascontiguousarray(block[:, index : index + 1])


def _broadcast(bus: Bus, label: StemLabel) -> Broadcast:
    return Broadcast(f"{label.title}: {bus}", date=label.date, time=label.time, start_samples=label.start_samples)
