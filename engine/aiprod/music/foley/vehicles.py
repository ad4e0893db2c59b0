# SPDX-License-Identifier: Apache-2.0
"""What carries people, by water, rail, road and air."""

from __future__ import annotations

import numpy as np

from aiprod.music.foley.kit import Rng, Sound, entering, repeated, silence
from aiprod.music.synthesis import (
    Mono,
    band,
    clock,
    glide,
    normal,
    place,
    room,
    samples_of,
    slow,
    struck,
    swell,
    tone,
    white,
)  # fmt: skip

RECIPES: dict[str, Sound] = {}
_recipe = entering(RECIPES)


@_recipe
def _boat_creak(rng: Rng, n: int) -> Mono:
    def creak(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.5, 0.9)))
        pitch = glide(m, *rng.uniform(90, 170, 3)) * (1 + 0.05 * slow(rng, m, 25, -1, 1))
        return band(tone(pitch, m, [1 / k for k in range(1, 16)]), 200, 1800) * swell(m, 1.5)

    lap = band(white(rng, n), 250, 1500) * slow(rng, n, 1.2, 0, 1) ** 2
    return repeated(n, 1.3, 0.4, rng, creak) * np.float32(0.4) + lap * np.float32(0.5)


@_recipe
def _oars(rng: Rng, n: int) -> Mono:
    def stroke(i: int) -> Mono:
        m = samples_of(0.9)
        knock = struck(m, ((240, 1, 0.10), (520, 0.4, 0.06)), rng) * np.float32(0.4)
        return knock + band(white(rng, m), 300, 2600) * swell(m, 1.6) * np.float32(0.8)

    return repeated(n, 1.6, 0.06, rng, stroke)


@_recipe
def _horn(rng: Rng, n: int) -> Mono:
    """A ship's horn."""
    blow = tone(glide(n, 104, 110, 109), n, [1, 0.8, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1]) + 0.6 * tone(
        138.6, n, [1, 0.6, 0.4, 0.3]
    )
    edge = np.clip(np.minimum(clock(n) / 0.18, (n / 48_000 - clock(n)) / 0.35), 0, 1).astype(np.float32)
    return room(blow * edge, 2.4, 1800, 0.5, rng)


def _wheels(rng: Rng, n: int, every_s: float) -> Mono:
    """Rails: pairs of clacks over a rumble."""
    clack = samples_of(0.12)

    def pair(i: int) -> Mono:
        m = samples_of(0.3)
        out = silence(m)
        for at in (0.0, 0.13):
            place(out, struck(clack, ((310, 1, 0.06), (780, 0.4, 0.04), (95, 0.9, 0.10)), rng), at)
        return out

    rumble = band(white(rng, n), 40, 260) * slow(rng, n, 3, 0.6, 1)
    return normal(repeated(n, every_s, 0.02, rng, pair)) * np.float32(0.7) + normal(rumble) * np.float32(0.5)


@_recipe
def _train(rng: Rng, n: int) -> Mono:
    return _wheels(rng, n, 0.72) * swell(n, 0.4)


@_recipe
def _tram(rng: Rng, n: int) -> Mono:
    hum = tone(glide(n, 180, 420, 380, 200), n, (1, 0.5, 0.3, 0.2)) * swell(n, 0.7) * np.float32(0.2)
    track = _wheels(rng, n, 0.9) * swell(n, 0.6) + hum
    for at in (0.15, 0.45):
        place(track, struck(samples_of(1.1), ((1180, 1, 0.9), (2760, 0.5, 0.5), (4300, 0.2, 0.3)), rng), at, 0.5)
    return track


def _motor(rng: Rng, n: int, idle_hz: float, top_hz: float, noise: float) -> Mono:
    pitch = glide(n, idle_hz, top_hz, top_hz * 0.9) * (1 + 0.01 * slow(rng, n, 12, -1, 1))
    body = band(tone(pitch, n, [1, 0.9, 0.7, 0.6, 0.4, 0.35, 0.3, 0.2, 0.2, 0.1]), 40, 1600)
    return normal(body) + noise * normal(band(white(rng, n), 120, 2200))


@_recipe
def _car(rng: Rng, n: int) -> Mono:
    return _motor(rng, n, 42, 78, 0.7) * swell(n, 1.1)


@_recipe
def _engine(rng: Rng, n: int) -> Mono:
    return _motor(rng, n, 28, 34, 0.35)


@_recipe
def _bicycle(rng: Rng, n: int) -> Mono:
    ticks = repeated(n, 0.055, 0.05, rng, lambda i: struck(samples_of(0.03), ((3100, 1, 0.012), (5200, 0.5, 0.008)), rng))
    track = ticks * np.float32(0.3) + band(white(rng, n), 400, 2200) * swell(n) * np.float32(0.1)
    place(track, struck(samples_of(0.9), ((2350, 1, 0.8), (3120, 0.7, 0.6), (5400, 0.3, 0.3)), rng), 0.1, 0.6)
    return track


@_recipe
def _rocket(rng: Rng, n: int) -> Mono:
    rise = np.clip(clock(n) / max(0.6, n / 96_000), 0, 1).astype(np.float32)
    crackle = band(white(rng, n), 200, 4000) * slow(rng, n, 40, 0, 1) ** 4
    return (normal(band(white(rng, n), 25, 220)) + normal(crackle) * np.float32(0.5)) * rise
