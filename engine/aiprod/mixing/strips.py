# SPDX-License-Identifier: Apache-2.0
"""The channel strip of a bus: its tracks together, equaliser, compressor, rooms, surround, ducking, level, fades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aiprod.film.mix import Bus, BusChoices, Compression, Ducking, EqBand, MixPlan
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.filters import Convolver, SectionFilter
from aiprod.mixing.automation import Curve, ducking, factors
from aiprod.mixing.compressor import Compressor
from aiprod.mixing.equaliser import Equaliser, sections
from aiprod.mixing.layouts import LEFT_SURROUND, LFE
from aiprod.mixing.rooms import response
from aiprod.mixing.tracks import Track, rise

BUSES: tuple[Bus, ...] = ("dialogue", "music", "ambience", "effects")
_FADE_IN_S, _FADE_OUT_S = 0.02, 0.25
"""A film neither starts nor ends with a click."""
_LFE_HZ = 120.0
_SPREAD_S, _FEEDBACK = 0.15, 0.5
_SPREAD = ((149, 263, 431), (127, 293, 467))
"""Delays, in samples, of the filters that make the surrounds unlike the front, left and right."""


@dataclass(frozen=True)
class _House:
    """How the studio sets a bus where the user says nothing."""

    eq: tuple[EqBand, ...]
    compression: Compression
    depth_db: float
    surround_db: float | None = None
    lfe_db: float | None = None


_OFF = Compression(ratio=1)
_HOUSE: dict[Bus, _House] = {
    "dialogue": _House(
        (EqBand(kind="high_pass", frequency_hz=80), EqBand(kind="bell", frequency_hz=260, gain_db=-2, q=0.9),
         EqBand(kind="bell", frequency_hz=3200, gain_db=2, q=0.8)), Compression(threshold_db=-24, ratio=2.5), 0.0),
    "music": _House(
        (EqBand(kind="high_pass", frequency_hz=30), EqBand(kind="bell", frequency_hz=2500, gain_db=-1.5, q=0.7)), _OFF, -11.0,
        -12.0),
    "ambience": _House((EqBand(kind="high_pass", frequency_hz=30),), _OFF, -6.0, -3.0),
    "effects": _House((EqBand(kind="high_pass", frequency_hz=40),), _OFF, -3.0, None, -16.0),
}  # fmt: skip


def ducking_of(bus: Bus, choices: BusChoices) -> Ducking:
    """How a bus gives way to speech: as the user wants it, else as the studio does."""
    return choices.ducking or Ducking(depth_db=_HOUSE[bus].depth_db)


def eq_of(bus: Bus, choices: BusChoices) -> tuple[EqBand, ...]:
    """A bus's equaliser: as the user wants it, else as the studio sets it."""
    return _HOUSE[bus].eq if choices.eq is None else choices.eq


def compression_of(bus: Bus, choices: BusChoices) -> Compression:
    """A bus's compressor: as the user wants it, else as the studio sets it."""
    return choices.compression or _HOUSE[bus].compression


def around_of(bus: Bus, choices: BusChoices) -> tuple[float | None, float | None]:
    """5.1: what a bus sends to the surrounds and to the LFE, in dB; None is nothing."""
    house = _HOUSE[bus]
    surround = house.surround_db if choices.surround_db is None else choices.surround_db
    return surround, house.lfe_db if choices.lfe_db is None else choices.lfe_db


class Strip:
    """A bus of a plan on 2 or 6 channels. Blocks come in order, each (but the last) a whole number of milliseconds long."""

    def __init__(self, plan: MixPlan, bus: Bus, channels: int, regions: Sequence[tuple[float, float]]) -> None:
        choices = plan.choices(bus)
        self._channels, self._length = channels, round(plan.duration_s * SAMPLE_RATE)
        self._tracks = [Track(stem, channels) for stem in plan.stems if stem.bus == bus]
        self._equaliser = Equaliser(eq_of(bus, choices), channels)
        self._compressor = Compressor(compression_of(bus, choices))
        self._level, self._level_db = Curve(choices.gain), choices.gain_db
        self._ducking = ducking(regions, ducking_of(bus, choices))
        self._rooms = {(stem.room, stem.room_db): Convolver(response(stem.room, channels, stem.room_db))
                       for stem in plan.stems if stem.bus == bus and stem.room}  # fmt: skip
        self._around = _Around(*around_of(bus, choices)) if channels == 6 else None

    def block(self, start: int, stop: int) -> Samples:
        """Samples [start, stop) of the bus."""
        bed, sends = self._laid(start, stop)
        heard = self._compressor(self._equaliser(bed))
        for key, convolver in self._rooms.items():
            heard = heard + convolver(sends.get(key, np.zeros((stop - start, 1), np.float32)))
        if self._around is not None:
            self._around.add(heard)
        if not heard.any():
            return heard
        gain = factors(self._level, start, stop, self._level_db) * factors(self._ducking, start, stop) * self._ends(start, stop)
        levelled: Samples = heard * gain[:, None]
        return levelled

    def _laid(self, start: int, stop: int) -> tuple[Samples, dict[tuple[str, float], Samples]]:
        """The tracks of a block together, and what each room hears of them (mono)."""
        bed = np.zeros((stop - start, self._channels), np.float32)
        sends: dict[tuple[str, float], Samples] = {}
        for track in self._tracks:
            if not track.sounds(start, stop):
                continue
            at, sound = track.read(start, stop)
            bed[at : at + len(sound)] += sound
            if track.stem.room:
                key = (track.stem.room, track.stem.room_db)
                send = sends.setdefault(key, np.zeros((stop - start, 1), np.float32))
                send[at : at + len(sound), 0] += sound.sum(axis=1) / np.float32(2 if self._channels == 2 else np.sqrt(2))
        return bed, sends

    def _ends(self, start: int, stop: int) -> Samples:
        return rise(start, stop, _FADE_IN_S) * rise(self._length - stop, self._length - start, _FADE_OUT_S)[::-1]

    def close(self) -> None:
        for track in self._tracks:
            track.close()


class _Around:
    """5.1: what a bus in front sends to the surrounds (made unlike the front, so that folding doesn't comb) and to the LFE."""

    def __init__(self, surround_db: float | None, lfe_db: float | None) -> None:
        self._surround_db, self._lfe_db = surround_db, lfe_db
        self._spread = [Convolver(_unlike(side)) for side in range(2)]
        low = EqBand(kind="low_pass", frequency_hz=_LFE_HZ)
        self._low = SectionFilter(sections((low, low)), 1)

    def add(self, heard: Samples) -> None:
        """In place."""
        if self._lfe_db is not None:
            low = self._low(heard.sum(axis=1, keepdims=True) - heard[:, LFE : LFE + 1])
            heard[:, LFE] += low[:, 0] * np.float32(10 ** (self._lfe_db / 20))
        if self._surround_db is not None:
            ratio = 10 ** (self._surround_db / 20)
            front = np.float32(1 / np.sqrt(1 + ratio**2))
            for side, spread in enumerate(self._spread):
                heard[:, LEFT_SURROUND + side] += spread(heard[:, side : side + 1])[:, 0] * np.float32(ratio) * front
                heard[:, side] *= front


def _unlike(side: int) -> Samples:
    """A response that leaves the spectrum alone and smears the phases: Schroeder's all-pass filters, one after the other."""
    from scipy.signal import lfilter

    taps = np.zeros(round(_SPREAD_S * SAMPLE_RATE))
    taps[0] = 1
    for delay in _SPREAD[side]:
        forward, feedback = np.zeros(delay + 1), np.zeros(delay + 1)
        forward[[0, -1]], feedback[[0, -1]] = (-_FEEDBACK, 1), (1, -_FEEDBACK)
        taps = lfilter(forward, feedback, taps)
    spread: Samples = taps[:, None].astype(np.float32)
    return spread
