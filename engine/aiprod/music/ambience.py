# SPDX-License-Identifier: Apache-2.0
"""Ambiences: the sound of a place, synthesised from what it is, the hour and the weather. Stereo, 48 kHz."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.cues import AmbienceCue
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.media.audio import Samples, write_audio
from aiprod.music import effects
from aiprod.music.synthesis import Mono, band, clock, normal, place, samples_of, slow, swell, tone, white

GENERATOR = "ambience/1"
Rng = np.random.Generator
Layer = Callable[[Rng, int], Samples]
_LEVEL = 0.25
_DAY = (TimeOfDay.DAWN, TimeOfDay.MORNING, TimeOfDay.DAY, TimeOfDay.AFTERNOON)


def make(cue: AmbienceCue, folder: Path) -> dict[str, Any]:
    """Synthesise an ambience to `ambience.flac`. Returns the names of its layers."""
    rng = np.random.default_rng(cue.seed)
    count = samples_of(cue.duration_s)
    layers = _layers_of(cue)
    track = sum((np.float32(level) * LAYERS[name](rng, count) for name, level in layers), np.zeros((count, 2), np.float32))
    peak = float(np.abs(track).max())
    write_audio(folder / "ambience.flac", track * np.float32(_LEVEL / peak))
    return {"layers": [name for name, _ in layers], "duration_s": cue.duration_s}


@dataclass(frozen=True)
class _Place:
    """What is always heard in a place, by day only, and by night only: (layer, level) pairs."""

    always: tuple[tuple[str, float], ...]
    day: tuple[tuple[str, float], ...] = ()
    night: tuple[tuple[str, float], ...] = ()


_ROOM = (("room", 0.5),)
PLACES: dict[str, _Place] = {
    "coast": _Place((("sea", 1.0), ("breeze", 0.2)), day=(("gulls", 0.25),)),
    "open_sea": _Place((("swell", 1.0), ("breeze", 0.35), ("creaks", 0.2))),
    "harbour": _Place((("lapping", 0.8), ("creaks", 0.25), ("breeze", 0.15)), day=(("gulls", 0.3),)),
    "mountains": _Place((("wind", 0.7),), day=(("birds", 0.1),)),
    "forest": _Place((("leaves", 0.7),), day=(("birds", 0.45),), night=(("crickets", 0.3), ("owl", 0.25))),
    "desert": _Place((("wind", 0.8),)),
    "field": _Place((("leaves", 0.4), ("breeze", 0.3)), day=(("birds", 0.35),), night=(("crickets", 0.5),)),
    "snowfield": _Place((("wind", 0.6), ("room", 0.2))),
    "village_street": _Place((("town", 0.35), ("breeze", 0.2)), day=(("birds", 0.25),), night=(("crickets", 0.2),)),
    "city_street": _Place((("town", 0.8), ("traffic", 0.6))),
    "rooftop": _Place((("town", 0.6), ("breeze", 0.5))),
    "park": _Place((("leaves", 0.4), ("town", 0.25)), day=(("birds", 0.5),), night=(("crickets", 0.3),)),
    "river": _Place((("stream", 0.8), ("leaves", 0.25)), day=(("birds", 0.3),), night=(("crickets", 0.3),)),
    "road": _Place((("breeze", 0.5), ("traffic", 0.4)), night=(("crickets", 0.35),)),
    "station": _Place((("hall", 0.6), ("town", 0.4))),
    "space": _Place((("drone", 0.8),)),
    "kitchen": _Place((*_ROOM, ("fridge", 0.25), ("clock", 0.12))),
    "bedroom": _Place((*_ROOM, ("clock", 0.12))),
    "living_room": _Place((*_ROOM, ("clock", 0.15))),
    "office": _Place((*_ROOM, ("fridge", 0.2), ("typing", 0.1))),
    "workshop": _Place((*_ROOM, ("fridge", 0.3))),
    "bakery": _Place((*_ROOM, ("fire", 0.35))),
    "cafe": _Place((("room", 0.4), ("crowd", 0.5), ("cups", 0.15))),
    "classroom": _Place((*_ROOM, ("clock", 0.15))),
    "library": _Place((*_ROOM, ("clock", 0.1))),
    "lighthouse_room": _Place((("muffled_sea", 0.7), ("wind", 0.25), ("clock", 0.15))),
    "spaceship_cabin": _Place((("drone", 0.4), ("fridge", 0.35))),
    "hospital": _Place((("room", 0.5), ("fridge", 0.2))),
    "theatre": _Place((("hall", 0.5),)),
    "cave": _Place((("hall", 0.4), ("drips", 0.5))),
    "train_car": _Place((("rails", 0.8), ("room", 0.3))),
}
_WEATHER: dict[Weather, tuple[tuple[str, float], ...]] = {
    Weather.WIND: (("wind", 0.8),),
    Weather.RAIN: (("rain", 0.8),),
    Weather.STORM: (("rain", 1.0), ("wind", 0.8), ("thunder", 0.8)),
    Weather.SNOW: (("breeze", 0.3),),
}


def _layers_of(cue: AmbienceCue) -> list[tuple[str, float]]:
    place_ = PLACES.get(cue.place, _Place(_ROOM) if cue.interior else _Place((("breeze", 0.4),)))
    layers = list(place_.always)
    calm = cue.weather not in (Weather.RAIN, Weather.STORM)
    if calm:
        layers += place_.day if cue.time_of_day in _DAY else place_.night
    outside = _WEATHER.get(cue.weather, ())
    if cue.interior:
        outside = tuple((f"muffled_{name}" if name == "rain" else name, level * 0.4) for name, level in outside)
    return layers + list(outside)


def _wide(make_side: Callable[[], Mono]) -> Samples:
    """Two independent sides, part of them shared: wide, but not hollow in mono."""
    left, right = make_side(), make_side()
    return np.stack((left + 0.35 * right, right + 0.35 * left), axis=1).astype(np.float32)


def _panned(signal: Mono, pan: float) -> Samples:
    angle = (pan + 1) * np.pi / 4
    return np.stack((signal * np.cos(angle), signal * np.sin(angle)), axis=1).astype(np.float32)


def _even(signal: Samples) -> Samples:
    peak = float(np.abs(signal).max())
    return signal / np.float32(peak) if peak > 0 else signal


def _waves(rng: Rng, count: int, every_s: float) -> NDArray[np.float32]:
    """Envelope of waves that come in, break and run out."""
    envelope = np.full(count, 0.12, np.float32)
    at = -float(rng.uniform(0, every_s))
    while at < count / 48_000:
        length = samples_of(every_s * float(rng.uniform(0.9, 1.3)))
        shape = (np.linspace(0, 1, length) ** 2 * np.linspace(1, 0, length) ** 0.8 * 3).astype(np.float32)
        start = max(0, -round(at * 48_000))
        if start < length:
            place(envelope, shape[start:], max(at, 0.0), float(rng.uniform(0.6, 1.0)))
        at += every_s * float(rng.uniform(0.7, 1.1))
    return envelope


def _sea(rng: Rng, n: int) -> Samples:
    def side() -> Mono:
        crest = _waves(rng, n, 6.0)
        return normal(band(white(rng, n), 60, 900)) * crest + normal(band(white(rng, n), 900, 7000)) * crest**2 * np.float32(0.6)

    return _even(_wide(side))


def _swell(rng: Rng, n: int) -> Samples:
    return _even(
        _wide(
            lambda: (
                normal(band(white(rng, n), 50, 600)) * slow(rng, n, 0.3, 0.3, 1)
                + 0.2 * band(white(rng, n), 800, 5000) * slow(rng, n, 0.5, 0, 1) ** 2
            )
        )
    )


def _lapping(rng: Rng, n: int) -> Samples:
    return _even(_wide(lambda: normal(band(white(rng, n), 250, 1800)) * slow(rng, n, 1.1, 0, 1) ** 2))


def _stream(rng: Rng, n: int) -> Samples:
    return _even(
        _wide(
            lambda: (
                normal(band(white(rng, n), 400, 5000)) * slow(rng, n, 14, 0.5, 1)
                + normal(band(white(rng, n), 200, 900)) * slow(rng, n, 5, 0.2, 0.8)
            )
        )
    )


def _wind(rng: Rng, n: int) -> Samples:
    def side() -> Mono:
        low = normal(band(white(rng, n), 90, 420)) * slow(rng, n, 0.5, 0.3, 1)
        whistle = normal(band(white(rng, n), 550, 900, 3)) * slow(rng, n, 0.7, 0, 1) ** 3
        return low + whistle * np.float32(0.4)

    return _even(_wide(side))


def _breeze(rng: Rng, n: int) -> Samples:
    return _even(_wide(lambda: normal(band(white(rng, n), 120, 900)) * slow(rng, n, 0.4, 0.2, 1)))


def _leaves(rng: Rng, n: int) -> Samples:
    return _even(
        _wide(lambda: normal(band(white(rng, n), 1500, 8000)) * slow(rng, n, 0.9, 0.15, 1) ** 1.5 * slow(rng, n, 12, 0.6, 1))
    )


def _rain(rng: Rng, n: int) -> Samples:
    def side() -> Mono:
        sheet = normal(band(white(rng, n), 1200, 9000)) * slow(rng, n, 0.6, 0.7, 1)
        drops = np.where(rng.random(n) < 0.004, rng.uniform(0.2, 1, n), 0).astype(np.float32)
        return sheet * np.float32(0.55) + normal(band(drops, 900, 6000)) * np.float32(0.9)

    return _even(_wide(side))


def _town(rng: Rng, n: int) -> Samples:
    return _even(
        _wide(
            lambda: (
                normal(band(white(rng, n), 45, 260)) * slow(rng, n, 0.25, 0.6, 1)
                + 0.15 * normal(band(white(rng, n), 300, 1400)) * slow(rng, n, 0.4, 0.3, 1)
            )
        )
    )


def _traffic(rng: Rng, n: int) -> Samples:
    """Cars that pass from one side to the other."""
    track = np.zeros((n, 2), np.float32)
    at = float(rng.uniform(-2, 1))
    while at < n / 48_000:
        length = samples_of(float(rng.uniform(3, 5.5)))
        passing = normal(band(white(rng, length), 120, 1800)) * swell(length, 2.2)
        pan = np.linspace(-1, 1, length, dtype=np.float32) * (1 if rng.random() < 0.5 else -1)
        stereo = np.stack((passing * np.sqrt((1 - pan) / 2), passing * np.sqrt((1 + pan) / 2)), axis=1)
        first = max(0, -round(at * 48_000))
        start = max(0, round(at * 48_000))
        size = min(length - first, n - start)
        if size > 0:
            track[start : start + size] += stereo[first : first + size] * np.float32(rng.uniform(0.4, 1))
        at += float(rng.uniform(2.5, 6))
    return _even(track + 0.05 * _town(rng, n))


def _room_tone(rng: Rng, n: int) -> Samples:
    return _even(_wide(lambda: normal(band(white(rng, n), 40, 380)) * slow(rng, n, 0.3, 0.85, 1)))


def _hall(rng: Rng, n: int) -> Samples:
    return _even(_wide(lambda: normal(band(white(rng, n), 70, 700)) * slow(rng, n, 0.25, 0.6, 1)))


def _fridge(rng: Rng, n: int) -> Samples:
    hum = tone(50.0, n, (1, 0.6, 0.2, 0.25, 0.05, 0.1)) * slow(rng, n, 0.8, 0.9, 1)
    return _even(_panned(hum, 0.3))


def _drone(rng: Rng, n: int) -> Samples:
    base = float(rng.uniform(48, 62))
    left = tone(base, n, (1, 0.5, 0.3, 0.15)) + 0.5 * tone(base * 1.503, n, (1, 0.3))
    right = tone(base * 1.004, n, (1, 0.5, 0.3, 0.15)) + 0.5 * tone(base * 1.497, n, (1, 0.3))
    breathing = np.stack((slow(rng, n, 0.15, 0.5, 1), slow(rng, n, 0.15, 0.5, 1)), axis=1)
    return _even((np.stack((left, right), axis=1) * breathing).astype(np.float32))


def _crickets(rng: Rng, n: int) -> Samples:
    track = np.zeros((n, 2), np.float32)
    t = clock(n)
    for _ in range(5):
        pitch, rate, phase = float(rng.uniform(4100, 4900)), float(rng.uniform(2.2, 3.4)), float(rng.uniform(0, 1))
        trill = (np.sin(2 * np.pi * 32 * t) > 0) * (np.mod(t * rate + phase, 1) < 0.45)
        track += _panned((tone(pitch, n) * band(trill.astype(np.float32), 0, 300)), float(rng.uniform(-1, 1)))
    return _even(track)


def _scattered(effect: str, every_s: float, length_s: float) -> Layer:
    """An effect here and there, at changing distances and sides."""

    def layer(rng: Rng, n: int) -> Samples:
        track = np.zeros((n, 2), np.float32)
        at = float(rng.uniform(0, every_s * 0.6))
        while at < n / 48_000:
            sound = normal(effects.RECIPES[effect](rng, samples_of(length_s)))
            fade = samples_of(0.05)
            sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
            stereo = _panned(sound, float(rng.uniform(-0.9, 0.9))) * np.float32(rng.uniform(0.25, 1))
            start = round(at * 48_000)
            size = min(len(stereo), n - start)
            track[start : start + size] += stereo[:size]
            at += every_s * float(rng.uniform(0.6, 1.5))
        return track

    return layer


def _steady(effect: str) -> Layer:
    """An effect that goes on for the whole time, in the middle of the room."""
    return lambda rng, n: _even(_panned(effects.RECIPES[effect](rng, n), float(rng.uniform(-0.3, 0.3))))


def _muffled(layer: Layer, cut_hz: float) -> Layer:
    """A layer through a wall or a window."""

    def through(rng: Rng, n: int) -> Samples:
        stereo = layer(rng, n)
        return _even(np.stack([band(np.ascontiguousarray(stereo[:, side]), 0, cut_hz) for side in (0, 1)], axis=1))

    return through


LAYERS: dict[str, Layer] = {
    "sea": _sea, "swell": _swell, "lapping": _lapping, "stream": _stream, "wind": _wind, "breeze": _breeze, "leaves": _leaves,
    "rain": _rain, "town": _town, "traffic": _traffic, "room": _room_tone, "hall": _hall, "fridge": _fridge, "drone": _drone,
    "crickets": _crickets, "muffled_rain": _muffled(_rain, 900), "muffled_sea": _muffled(_sea, 500),
    "gulls": _scattered("gull", 6, 1.4), "birds": _scattered("bird", 2.2, 0.9), "owl": _scattered("owl", 8, 2.0),
    "creaks": _scattered("boat_creak", 5, 1.2), "thunder": _scattered("thunder", 9, 5.0), "cups": _scattered("glass", 4, 0.8),
    "drips": _scattered("water_drop", 1.6, 0.8), "typing": _scattered("typing", 3, 1.2),
    "clock": _steady("clock"), "fire": _steady("fire"), "crowd": _steady("crowd"), "rails": _steady("train"),
}  # fmt: skip
