# SPDX-License-Identifier: Apache-2.0
"""A mix as it goes by, block by block: every bus, their sum, and how far the lines stand out of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from aiprod.film.mix import Bus, MixPlan
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.meter import KWeighting
from aiprod.mixing.strips import BUSES, Strip

BLOCK = 2 * SAMPLE_RATE
"""Samples worked on at once: a whole number of milliseconds, and of the 100 ms of gating."""
Regions = Sequence[tuple[float, float]]


class Session:
    """The buses of a plan, on 2 or 6 channels."""

    def __init__(self, plan: MixPlan) -> None:
        self.plan = plan
        self.channels = 2 if plan.layout == "stereo" else 6
        self.length = round(plan.duration_s * SAMPLE_RATE)
        self.regions = spoken_regions(plan)
        self._strips = {bus: Strip(plan, bus, self.channels, self.regions) for bus in BUSES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for strip in self._strips.values():
            strip.close()

    def strip_of(self, bus: Bus) -> Strip:
        """One of the buses."""
        return self._strips[bus]

    def blocks(self, block: int = BLOCK) -> Iterator[tuple[int, dict[Bus, Samples]]]:
        """(first sample, every bus's samples), from the beginning to the end."""
        for start in range(0, self.length, block):
            stop = min(start + block, self.length)
            yield start, {bus: strip.block(start, stop) for bus, strip in self._strips.items()}


def together(buses: dict[Bus, Samples]) -> Samples:
    """The sum of all buses."""
    total: Samples = buses[BUSES[0]].copy()
    for bus in BUSES[1:]:
        total += buses[bus]
    return total


def spoken_regions(plan: MixPlan) -> list[tuple[float, float]]:
    """When somebody speaks: (start, end) of every stem of dialogue, in seconds."""
    return sorted((stem.start_s, stem.start_s + _duration(stem.file, stem.source_in_s, stem.duration_s))
                  for stem in plan.stems if stem.bus == "dialogue")  # fmt: skip


def _duration(file: str, source_in_s: float, duration_s: float | None) -> float:
    if duration_s is not None:
        return duration_s
    from aiprod.media.soundfiles import SoundFile

    opened = SoundFile(Path(file))
    opened.close()
    return float(opened.length / SAMPLE_RATE - source_in_s)


class Scratch:
    """The buses of a mix on disk, as they came out of the strips, until their final gain is known. Silence takes no room."""

    def __init__(self, path: Path, channels: int) -> None:
        self._path, self._channels = path, channels
        self._lengths: list[int] = []
        self._sounding: list[NDArray[np.bool_]] = []

    def write(self, blocks: Iterator[tuple[int, dict[Bus, Samples]]]) -> Iterator[tuple[int, dict[Bus, Samples]]]:
        """Pass blocks on, keeping them."""
        with self._path.open("wb") as stream:
            for start, buses in blocks:
                wide = np.concatenate([buses[bus] for bus in BUSES], axis=1)
                sounding: NDArray[np.bool_] = np.abs(wide).max(axis=0) > 0
                self._sounding.append(sounding)
                self._lengths.append(len(wide))
                wide[:, sounding].tofile(stream)
                yield start, buses

    def read(self) -> Iterator[tuple[int, dict[Bus, Samples]]]:
        """The blocks again."""
        start = 0
        with self._path.open("rb") as stream:
            for length, sounding in zip(self._lengths, self._sounding, strict=True):
                wide = np.zeros((length, len(sounding)), np.float32)
                wide[:, sounding] = np.fromfile(stream, np.float32, length * int(sounding.sum())).reshape(length, -1)
                yield start, {bus: wide[:, i * self._channels : (i + 1) * self._channels] for i, bus in enumerate(BUSES)}
                start += length


@dataclass
class SpeechToBed:
    """How loud the lines are against everything else while they are spoken, K-weighted."""

    regions: Regions
    channels: int
    _speech: KWeighting = field(init=False)
    _bed: KWeighting = field(init=False)
    _energies: dict[int, list[float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._speech, self._bed = KWeighting(self.channels), KWeighting(self.channels)

    def note(self, start: int, buses: dict[Bus, Samples]) -> None:
        """Hear the next block."""
        speech = self._speech.energy(buses["dialogue"])
        bed = self._bed.energy(together({**buses, "dialogue": np.zeros_like(buses["dialogue"])}))
        for number, (begin, end) in enumerate(self.regions):
            first, last = round(begin * SAMPLE_RATE) - start, round(end * SAMPLE_RATE) - start
            if last > 0 and first < len(speech):
                span = slice(max(first, 0), last)
                sums = self._energies.setdefault(number, [0.0, 0.0])
                sums[0] += float(speech[span].sum())
                sums[1] += float(bed[span].sum())

    def ratios_lu(self) -> list[float]:
        """One for each line, in order of time; lines over silence read 60."""
        return [min(10 * float(np.log10(max(speech, 1e-12) / max(bed, 1e-12))), 60.0)
                for _, (speech, bed) in sorted(self._energies.items())]  # fmt: skip
