# SPDX-License-Identifier: Apache-2.0
"""Letting a clip's own sound go on: a texture of overlapping grains from its quiet seconds, joined without a click.

Grains are laid where they fit what is there already best, and cross-faded so that the energy stays (they are synchronised as
in WSOLA: Verhelst and Roelands, ICASSP 1993). No grain comes from where somebody speaks, and none is used twice in a row, so
that nothing is heard again. The first hundredth of a second after the join is the old sound itself, predicted (Burg, 1975).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.media.audio import SAMPLE_RATE, Samples

LISTENED_S = 8.0
"""How much of the end is listened to."""
_BLOCK = round(0.02 * SAMPLE_RATE)
_GRAIN = round(0.45 * SAMPLE_RATE)
_HOP = _GRAIN * 2 // 3
_OVERLAP = _GRAIN - _HOP
_LEAST_GRAIN = round(0.06 * SAMPLE_RATE)
_LEAST_HEARD = round(0.1 * SAMPLE_RATE)
_QUIET_SHARE, _QUIET_DB = 0.2, 4.0
_CHOICES = 12
_FIT = round(0.04 * SAMPLE_RATE)
_ORDER, _LEARNT, _PREDICTED = 48, 4096, round(0.04 * SAMPLE_RATE)
_SETTLES_S = 1.2
_MOST_LEVEL_DB = 6.0
_SILENT = 1e-5

Signal = NDArray[np.float64]


def continued(heard: Samples, count: int, seed: int = 0) -> Samples:
    """What follows a sound: float32 [count, channels] that goes on where float32 [n, channels] ended."""
    if not len(heard) or float(np.abs(heard).max()) < _SILENT:
        return np.zeros((count, heard.shape[1]), np.float32)
    sound = heard.astype(np.float64)
    if len(sound) < _LEAST_HEARD:
        return _ending(sound, count)
    texture = _settled(_texture(sound, count + _PREDICTED, seed), sound)
    return _joined(sound, texture)[:count].astype(np.float32)


def _ending(sound: Signal, count: int) -> Samples:
    """After too little to make anything of: it dies away."""
    made = np.zeros((count, sound.shape[1]), np.float32)
    length = min(_PREDICTED, count)
    fade = np.cos(np.linspace(0, np.pi / 2, length))
    for channel in range(sound.shape[1]):
        made[:length, channel] = _predicted(sound[:, channel], length) * fade
    return made


def quiet_part(sound: Signal) -> NDArray[np.bool_]:
    """[n // 20 ms]: which blocks belong to the ground of a sound, beneath speech and blows."""
    count = max(1, len(sound) // _BLOCK)
    blocks = np.resize(sound, (count * _BLOCK, sound.shape[1])).reshape(count, _BLOCK, -1)
    levels = 10 * np.log10((blocks**2).mean(axis=(1, 2)) + 1e-12)
    ground = float(np.quantile(levels, _QUIET_SHARE))
    return np.asarray(levels <= ground + _QUIET_DB)


def _places(sound: Signal) -> tuple[NDArray[np.int64], int]:
    """Where grains may begin, and how long they are: shorter ones where quiet is short."""
    quiet = quiet_part(sound)
    grain = min(_GRAIN, len(sound))
    while grain > _LEAST_GRAIN:
        need = max(1, -(-grain // _BLOCK))
        whole = np.convolve(quiet, np.ones(need, int), "valid") == need
        starts = np.flatnonzero(whole) * _BLOCK
        starts = starts[starts + grain <= len(sound)]
        if len(starts) >= 3:
            return starts, grain
        grain = grain * 2 // 3
    energy = np.convolve((sound**2).mean(axis=1), np.ones(grain), "valid")
    return np.argsort(energy, kind="stable")[: max(3, len(energy) // 10)].astype(np.int64), grain


def _texture(sound: Signal, count: int, seed: int) -> Signal:
    """A ground that goes on for so many samples."""
    starts, grain = _places(sound)
    overlap = max(1, grain * _OVERLAP // _GRAIN)
    dice = np.random.default_rng(seed_from(seed, "grains"))
    found = np.zeros((count + 2 * grain, sound.shape[1]))
    at, last = 0, -grain
    while at < count:
        start = _fitting(sound, starts, grain, found[at : at + overlap] if at else None, last, dice)
        piece = sound[start : start + grain].copy()
        _lay(found, piece, at, overlap if at else 0)
        at, last = at + grain - overlap, start
    return found[:count]


def _fitting(
    sound: Signal, starts: NDArray[np.int64], grain: int, there: Signal | None, last: int, dice: np.random.Generator
) -> int:
    """Of a few places, the one that fits what lies there best; not the one that came last."""
    far = starts[np.abs(starts - last) > grain // 2]
    choices = dice.choice(far if len(far) else starts, min(_CHOICES, max(len(far), 1)))
    if there is None or not len(there):
        return int(choices[0])
    scored = []
    for start in choices:
        for shift in range(-_FIT, _FIT + 1, _FIT // 4):
            begin = int(np.clip(start + shift, 0, len(sound) - grain))
            scored.append((_likeness(there, sound[begin : begin + len(there)]), begin))
    return max(scored)[1]


def _likeness(first: Signal, second: Signal) -> float:
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / norm if norm > 1e-12 else 0.0


def _lay(found: Signal, piece: Signal, at: int, overlap: int) -> None:
    """Cross-fade a piece in so that the energy stays, however alike the two are."""
    if overlap:
        there, ours = found[at : at + overlap], piece[:overlap]
        turn = np.linspace(0, np.pi / 2, overlap)[:, None]
        out, into = np.cos(turn) ** 2, np.sin(turn) ** 2
        alike = max(0.0, _likeness(there, ours))
        found[at : at + overlap] = (there * out + ours * into) / np.sqrt(out**2 + into**2 + 2 * alike * out * into)
    found[at + overlap : at + len(piece)] = piece[overlap:]


def _settled(texture: Signal, sound: Signal) -> Signal:
    """The texture begins as loud as the sound ended, within reason, and settles on its own level."""
    end = sound[-round(0.2 * SAMPLE_RATE) :]
    own = np.sqrt((texture**2).mean()) + 1e-9
    last = np.sqrt((end**2).mean()) + 1e-9
    gain_db = float(np.clip(20 * np.log10(last / own), -_MOST_LEVEL_DB, _MOST_LEVEL_DB))
    slope = np.exp(-np.arange(len(texture)) / (_SETTLES_S / 3 * SAMPLE_RATE))
    settled: Signal = texture * (10 ** (gain_db * slope / 20))[:, None]
    return settled


def _joined(sound: Signal, texture: Signal) -> Signal:
    """The old sound, predicted, gives way to the texture."""
    length = min(_PREDICTED, len(texture))
    predicted = np.stack([_predicted(sound[-_LEARNT:, channel], length) for channel in range(sound.shape[1])], axis=1)
    turn = np.linspace(0, np.pi / 2, length)[:, None]
    texture[:length] = predicted * np.cos(turn) + texture[:length] * np.sin(turn)
    return texture


def _predicted(signal: Signal, count: int) -> Signal:
    """The next samples of a signal, by linear prediction."""
    order = min(_ORDER, len(signal) // 3)
    if order < 2 or float(np.abs(signal).max()) < _SILENT:
        return np.full(count, float(signal[-1]) if len(signal) else 0.0) * np.exp(-np.arange(count) / 200)
    weights = _burg(signal, order)
    past = list(signal[-order:])
    for _ in range(count):
        past.append(float(-np.dot(weights, past[: -order - 1 : -1])))
    found: Signal = np.asarray(past[order:])
    return found


def _burg(signal: Signal, order: int) -> Signal:
    """Burg's coefficients a₁ … aₙ of x[t] = −Σ aₖ x[t−k]: always stable."""
    forward, backward = signal[1:].copy(), signal[:-1].copy()
    weights = np.zeros(0)
    for _ in range(order):
        power = float(forward @ forward + backward @ backward)
        reflected = -2 * float(backward @ forward) / power if power > 1e-18 else 0.0
        weights = np.concatenate([weights + reflected * weights[::-1], [reflected]])
        forward, backward = (forward + reflected * backward)[1:], (backward + reflected * forward)[:-1]
    return weights
