# SPDX-License-Identifier: Apache-2.0
"""The sound of a file, measured in one pass: an hour costs little more memory than a minute.

What is kept of the programme are curves (loudness every 100 ms, peaks every 20 ms) and the places of faults. Everything is
measured at the file's own rate and in its own channels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import Samples
from aiprod.media.meter import Energies
from aiprod.quality import sound_faults
from aiprod.quality.loudness_curve import LoudnessCurve
from aiprod.quality.soundtrack import Decoder, Soundtrack, find_soundtrack
from aiprod.quality.spectra import HumSeeker, Spectra

STEP_S = 0.02
"""Between two readings of the peaks that are kept."""
_WINDOW_S, _LEAD_S, _TAIL_S = 10.0, 0.1, 0.4
_PAIR_S = 0.4
_PAIRS = (("FL", "FR"), ("BL", "BR"), ("SL", "SR"))
_KEPT = 2000
"""Places of a fault that are kept for each channel; all are counted."""
_LISTS = ("clipping", "blunt", "clicks", "dropouts")


@dataclass(frozen=True)
class Place:
    """A fault in one channel, in seconds from the first sample."""

    channel: str
    start_s: float
    end_s: float
    strength: float


@dataclass
class SoundMeasures:
    """What was heard. Times are seconds from the first sample, which sounds at `start_s` of the file's clock.

    Attributes:
        track: what the file says of it.
        start_s, duration_s: of the samples themselves.
        holes: where the file's clock jumps; damaged: packets that could not be decoded.
        loudness: curves and what BS.1770 makes of them.
        peaks: largest sample of every 20 ms, [readings, channels].
        power: mean square of every 20 ms, [readings, channels].
        zeros: share of every 20 ms, over all channels, that is digital zero, [readings].
        means: mean of every second, [seconds, channels].
        pairs: for each pair of channels, [windows of 0.4 s, 3]: the energies of both and their product.
        faults: by kind, the first places; counts: by kind and channel, all of them.
        spectra: long-term power, by channel; hum: prominence of mains hum.
    """

    track: Soundtrack
    loudness: LoudnessCurve
    start_s: float = 0.0
    duration_s: float = 0.0
    holes: list[tuple[float, float]] = field(default_factory=list)
    damaged: int = 0
    peaks: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    power: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    zeros: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    means: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    pairs: dict[tuple[str, str], Energies] = field(default_factory=dict)
    faults: dict[str, list[Place]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    spectra: Spectra | None = None
    hum: HumSeeker | None = None

    @property
    def channel_db(self) -> dict[str, float]:
        """RMS level of each channel over the whole programme, dBFS; −120 for silence."""
        energy = self.power.mean(axis=0) if len(self.power) else np.zeros(self.track.channels)
        return {name: float(10 * np.log10(max(value, 1e-12))) for name, value in zip(self.track.names, energy, strict=True)}


def measure_file(path: Path) -> SoundMeasures:
    """The measures of a file's sound. Raises UserError where it has none, or can't be read."""
    track = find_soundtrack(path)
    if track is None:
        raise UserError(f"{path.name} has no sound", "it holds no audio stream")
    return measure_sound(track)


def measure_sound(track: Soundtrack) -> SoundMeasures:
    """Decode a soundtrack once and measure it. Raises UserError when nothing of it can be read."""
    decoder = Decoder(track)
    measures = SoundMeasures(track, LoudnessCurve(track.rate, track.names))
    gauge = _Gauge(measures)
    window = _Window(track.rate, track.channels)
    heard = 0
    for block in decoder.blocks(max(track.rate // 50, 1) * 50):
        heard += len(block)
        measures.loudness.push(block)
        gauge.push(block)
        for samples, first, core in window.push(block):
            _seek(measures, samples, first, core)
    for samples, first, core in window.finish():
        _seek(measures, samples, first, core)
    if heard == 0:
        raise UserError(f"{track.path.name} has no sound", "its audio stream is empty")
    measures.loudness.finish()
    gauge.finish()
    measures.start_s, measures.duration_s = decoder.start_s, heard / track.rate
    measures.holes, measures.damaged = decoder.holes, decoder.damaged
    return measures


class _Window:
    """Cuts a programme into windows with margins on both sides, so that each fault is whole in one of them."""

    def __init__(self, rate: int, channels: int) -> None:
        self._lead, self._core, self._tail = (round(s * rate) for s in (_LEAD_S, _WINDOW_S, _TAIL_S))
        self._held, self._first = np.zeros((0, channels), np.float32), 0
        self._from = 0

    def push(self, block: Samples) -> Iterator[tuple[Samples, int, tuple[int, int]]]:
        """Complete windows: samples, the number of the first, and which samples' faults are to be told."""
        self._held = np.concatenate((self._held, block))
        while self._first + len(self._held) >= self._from + self._core + self._tail:
            yield self._cut(self._from + self._core, self._core + self._tail)

    def finish(self) -> Iterator[tuple[Samples, int, tuple[int, int]]]:
        if self._first + len(self._held) > self._from:
            yield self._cut(self._first + len(self._held), len(self._held))

    def _cut(self, until: int, reach: int) -> tuple[Samples, int, tuple[int, int]]:
        samples = self._held[: self._from - self._first + reach]
        window = samples, self._first, (self._from, until)
        keep = max(until - self._lead - self._first, 0)
        self._held, self._first, self._from = self._held[keep:], self._first + keep, until
        return window


def _seek(measures: SoundMeasures, samples: Samples, first: int, core: tuple[int, int]) -> None:
    """Look for faults in a window, channel by channel. The LFE is a low rumble: it has no clicks and few tops."""
    rate = measures.track.rate
    for index, name in enumerate(measures.track.names):
        wave = np.ascontiguousarray(samples[:, index])
        if not wave.any():
            continue
        spots = {"clipping": sound_faults.flat_tops(wave, rate), "clicks": sound_faults.clicks(wave, rate),
                 "blunt": sound_faults.blunt_tops(wave, rate), "dropouts": sound_faults.dropouts(wave, rate)}  # fmt: skip
        for kind in _LISTS:
            told = [spot for spot in spots[kind] if core[0] <= first + spot.start < core[1]]
            measures.counts.setdefault(kind, Counter())[name] += len(told)
            room = _KEPT - sum(place.channel == name for place in measures.faults.setdefault(kind, []))
            measures.faults[kind] += [
                Place(name, (first + s.start) / rate, (first + s.end) / rate, s.strength) for s in told[: max(room, 0)]
            ]


class _Gauge:
    """Levels, means, pairs and spectra, in blocks of a whole second."""

    def __init__(self, measures: SoundMeasures) -> None:
        self._measures, self._rate = measures, measures.track.rate
        self._peaks: list[NDArray[np.float32]] = []
        self._power: list[NDArray[np.float32]] = []
        self._zeros: list[NDArray[np.float32]] = []
        self._means: list[NDArray[np.float64]] = []
        names = measures.track.names
        self._pairs = {pair: (names.index(pair[0]), names.index(pair[1])) for pair in _PAIRS if set(pair) <= set(names)}
        self._sums: dict[tuple[str, str], list[Energies]] = {pair: [] for pair in self._pairs}
        measures.spectra, measures.hum = Spectra(self._rate, names), HumSeeker(self._rate)

    def push(self, block: Samples) -> None:
        step = max(self._rate // 50, 1)
        count = len(block) // step
        if count:
            cut = block[: count * step].reshape(count, step, -1)
            self._peaks.append(np.abs(cut).max(axis=1))
            self._power.append(np.mean(np.square(cut), axis=1))
            self._zeros.append(np.mean(~cut.any(axis=2), axis=1, dtype=np.float32))
        self._means.append(np.array([block[:, index].mean(dtype=np.float64) for index in range(block.shape[1])]))
        for pair, (one, other) in self._pairs.items():
            self._sums[pair].append(_products(block[:, one], block[:, other], round(_PAIR_S * self._rate)))
        assert self._measures.spectra is not None and self._measures.hum is not None
        self._measures.spectra.push(block)
        self._measures.hum.push(block @ np.full(block.shape[1], 1 / block.shape[1], np.float32))

    def finish(self) -> None:
        measures, channels = self._measures, self._measures.track.channels
        none = np.zeros((0, channels), np.float32)
        measures.peaks = np.concatenate(self._peaks) if self._peaks else none
        measures.power = np.concatenate(self._power) if self._power else none
        measures.zeros = np.concatenate(self._zeros) if self._zeros else np.zeros(0, np.float32)
        measures.means = np.array(self._means) if self._means else np.zeros((0, channels))
        measures.pairs = {pair: np.concatenate(sums) for pair, sums in self._sums.items() if sums}
        assert measures.hum is not None
        measures.hum.finish()


def _products(one: NDArray[np.float32], other: NDArray[np.float32], size: int) -> Energies:
    """Mean of a², b² and ab in windows, [windows, 3]."""
    starts = np.arange(0, max(len(one) - size // 2, 1), size)
    a, b = one.astype(np.float64), other.astype(np.float64)
    lengths = np.diff(np.append(starts, len(a)))[:, None]
    products: Energies = np.add.reduceat(np.stack((a * a, b * b, a * b), axis=1), starts, axis=0) / lengths
    return products


def quiet_stretches(levels: NDArray[np.float32], threshold: float, least_s: float) -> list[tuple[float, float]]:
    """Stretches of readings every 20 ms that stay below a threshold for a while, as (start, end) in seconds."""
    edges = np.diff(np.concatenate(([0], (levels < threshold).astype(np.int8), [0])))
    pairs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    return [(float(a * STEP_S), float(b * STEP_S)) for a, b in pairs if (b - a) * STEP_S >= least_s - 1e-9]
