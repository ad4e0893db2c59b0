# SPDX-License-Identifier: Apache-2.0
"""Rooms: how a place answers a sound, synthesised from its size and walls.

First come the reflections of a box by the image-source method (Allen and Berkley, JASA 65(4), 1979), up to the third order, each
from its direction, for as long as they can be told apart (15 to 60 ms, with the root of the volume). Then a diffuse tail: noise
in five bands, each dying away with its own reverberation time, no two channels alike. Places in the open have no box: a sparse,
dark scatter (leaves, house fronts) or nothing at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.mixing.layouts import LEFT, LEFT_SURROUND, RIGHT, RIGHT_SURROUND

_SPEED = 343.0
_OPEN_ONSET_S = 0.12
_ORDER = 3
_BANDS_HZ = (250.0, 500.0, 1000.0, 2000.0, 4000.0)
"""The tail's bands meet at the geometric means of these octaves."""
_LOW_CUT_HZ = 150.0


@dataclass(frozen=True)
class Room:
    """A place as sound knows it.

    Attributes:
        size_m: length, width, height; None in the open.
        reverberation_s: the time in which the middle of the spectrum falls by 60 dB.
        brightness: how much of that is left two octaves up (1 all, 0.3 curtains and carpets).
        level_db: energy of the answer against the sound itself.
    """

    size_m: tuple[float, float, float] | None
    reverberation_s: float
    brightness: float
    level_db: float


ROOMS: dict[str, Room] = {
    "kitchen": Room((4.5, 3.6, 2.6), 0.45, 0.8, -17), "bedroom": Room((4.2, 3.8, 2.5), 0.32, 0.5, -20),
    "living_room": Room((6.0, 4.5, 2.6), 0.42, 0.55, -19), "office": Room((7.0, 5.0, 2.8), 0.5, 0.65, -18),
    "workshop": Room((10.0, 7.0, 4.0), 0.8, 0.75, -16), "bakery": Room((7.0, 5.0, 3.2), 0.6, 0.8, -17),
    "cafe": Room((10.0, 7.0, 3.2), 0.55, 0.6, -18), "classroom": Room((9.0, 7.0, 3.2), 0.7, 0.7, -17),
    "library": Room((16.0, 10.0, 5.0), 0.8, 0.5, -17), "lighthouse_room": Room((4.0, 4.0, 4.5), 0.75, 0.9, -16),
    "spaceship_cabin": Room((4.0, 3.0, 2.2), 0.3, 0.8, -17), "hospital": Room((6.0, 5.0, 2.9), 0.65, 0.85, -17),
    "theatre": Room((28.0, 20.0, 11.0), 1.3, 0.6, -16), "cave": Room((14.0, 8.0, 5.0), 1.9, 0.6, -14),
    "train_car": Room((18.0, 2.8, 2.2), 0.25, 0.5, -19), "station": Room((60.0, 25.0, 12.0), 2.0, 0.55, -16),
    "city_street": Room(None, 0.9, 0.45, -25), "village_street": Room(None, 0.6, 0.45, -26), "forest": Room(None, 0.7, 0.35, -25),
}  # fmt: skip
"""Places of the catalogue that answer; the others (the sea, a field, space) don't."""
_UNKNOWN_INTERIOR = Room((5.5, 4.2, 2.6), 0.45, 0.6, -19)


def room_of(place: str, interior: bool) -> str:
    """The room of a scene, by name; empty where nothing answers."""
    return place if place in ROOMS else ("room" if interior else "")


def room(name: str) -> Room:
    """A room by name."""
    return ROOMS.get(name, _UNKNOWN_INTERIOR)


@cache
def response(name: str, channels: int, gain_db: float = 0.0) -> Samples:
    """The answer to a mono impulse on 2 or 6 channels, without the sound itself. Its energy is the room's level."""
    place = room(name)
    seed = np.random.default_rng(seed_from(f"room {name}", 0))
    sides = (LEFT, RIGHT) if channels == 2 else (LEFT, RIGHT, LEFT_SURROUND, RIGHT_SURROUND)
    tail = _tail(place, len(sides), seed)
    if place.size_m is not None:
        _join(tail, _early(place, len(sides)), place)
    wet = np.zeros((len(tail), channels), np.float32)
    wet[:, sides] = _without_rumble(tail)
    wanted = 10 ** ((place.level_db + gain_db) / 20) * np.sqrt(2)
    scaled: Samples = wet * np.float32(wanted / np.sqrt(np.sum(wet.astype(np.float64) ** 2)))
    return scaled


def _early(place: Room, sides: int) -> NDArray[np.float64]:
    """The reflections of the box, each shared between the two channels on either side of its direction."""
    assert place.size_m is not None
    length = round(_early_s(place) * SAMPLE_RATE)
    out = np.zeros((length, sides))
    reflected = _reflection(place)
    for distance, direction, bounces in _images(place.size_m):
        late = (distance - 1.0) / _SPEED * SAMPLE_RATE
        at = int(late)
        if 0 < at < length - 1:
            strength = reflected**bounces / distance
            share = np.array([1 - (late - at), late - at])
            out[at : at + 2] += strength * share[:, None] * _direction_gains(direction, sides)
    return out


def _early_s(place: Room) -> float:
    assert place.size_m is not None
    return float(np.clip(0.0025 * np.sqrt(np.prod(place.size_m)), 0.015, 0.06))


def _images(size: tuple[float, float, float]) -> Iterator[tuple[float, float, int]]:
    """(distance, direction in radians to the left of ahead, walls met) of every image of a source 1 m before the listener."""
    listener = np.array([0.42 * size[0], 0.45 * size[1], min(1.5, 0.55 * size[2])])
    source = listener + np.array([1.0, 0.0, 0.0])
    for cell in itertools.product(range(-_ORDER, _ORDER + 1), repeat=3):
        bounces = sum(abs(n) for n in cell)
        if not 0 < bounces <= _ORDER:
            continue
        image = [n * side + (place if n % 2 == 0 else side - place) for n, side, place in zip(cell, size, source, strict=True)]
        way = np.array(image) - listener
        yield float(np.linalg.norm(way)), float(np.arctan2(way[1], way[0])), bounces


def _reflection(place: Room) -> float:
    """The walls' pressure reflection by Eyring's formula."""
    assert place.size_m is not None
    x, y, z = place.size_m
    volume, surface = x * y * z, 2 * (x * y + y * z + z * x)
    absorption = 1 - np.exp(-0.161 * volume / (surface * place.reverberation_s))
    return float(np.sqrt(1 - absorption))


def _direction_gains(direction: float, sides: int) -> NDArray[np.float64]:
    """Left and right by the sine of the direction; in 5.1 front and back by its cosine."""
    left = np.array([np.sqrt(0.5 + 0.5 * np.sin(direction)), np.sqrt(0.5 - 0.5 * np.sin(direction))])
    if sides == 2:
        return left
    front = np.sqrt(0.5 + 0.5 * np.cos(direction))
    return np.concatenate((left * front, left * np.sqrt(1 - front**2)))


def _tail(place: Room, sides: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise that dies away, band by band."""
    from scipy.signal import butter, sosfilt

    length = round(min(1.3 * place.reverberation_s, 3.0) * SAMPLE_RATE)
    time = np.arange(length)[:, None] / SAMPLE_RATE
    out = np.zeros((length, sides))
    for number, centre in enumerate(_BANDS_HZ):
        seconds = place.reverberation_s * place.brightness ** ((centre / 1000 > 1) * np.log2(centre / 1000) / 2)
        edges = [centre / np.sqrt(2), centre * np.sqrt(2)]
        kind = "lowpass" if number == 0 else "highpass" if number == len(_BANDS_HZ) - 1 else "bandpass"
        corner = edges[1] if number == 0 else edges[0] if kind == "highpass" else edges
        band = sosfilt(butter(2, corner, kind, fs=SAMPLE_RATE, output="sos"), rng.standard_normal((length, sides)), axis=0)
        out += band * 10 ** (-3 * time / seconds)
    return out * _onset(place, time, rng)


def _onset(place: Room, time: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """How the tail begins: it grows dense while the reflections thin out; in the open it is sparse and late."""
    if place.size_m is not None:
        rise: NDArray[np.float64] = np.clip(time / _early_s(place), 0, 1) ** 1.5
        return rise
    return np.where(rng.random((len(time), 1)) < 0.004, 8.0 * np.clip(time / _OPEN_ONSET_S, 0, 1), 0.0)


def _join(tail: NDArray[np.float64], early: NDArray[np.float64], place: Room) -> None:
    """Add the reflections to the tail, with the share of the energy that an exponential decay has in that time."""
    share = np.exp(13.8 * _early_s(place) / place.reverberation_s) - 1
    energy, late = float(np.sum(early**2)), float(np.sum(tail**2))
    tail[: len(early)] += early[: len(tail)] * np.sqrt(share * late / energy)


def _without_rumble(tail: NDArray[np.float64]) -> Samples:
    from scipy.signal import butter, sosfilt

    clean: Samples = sosfilt(butter(2, _LOW_CUT_HZ, "highpass", fs=SAMPLE_RATE, output="sos"), tail, axis=0).astype(np.float32)
    return clean
