# SPDX-License-Identifier: Apache-2.0
"""People and animals: steps, voices, wings."""

from __future__ import annotations

import numpy as np

from aiprod.music.foley.kit import Rng, Sound, entering, repeated, silence
from aiprod.music.synthesis import (
    Mono,
    band,
    clock,
    decay,
    glide,
    place,
    room,
    samples_of,
    slow,
    swell,
    tone,
    voiced,
    white,
)  # fmt: skip

RECIPES: dict[str, Sound] = {}
_recipe = entering(RECIPES)


def _step(rng: Rng, hard: float) -> Mono:
    """One footstep: heel thump, then the sole's scrape."""
    n = samples_of(0.22)
    heel = tone(glide(n, 110, 55), n) * decay(n, 0.002, 0.09)
    sole = band(white(rng, n), 300, 1500 + 2500 * hard) * decay(n, 0.004, 0.10)
    scrape = band(white(rng, n), 1200, 5000) * swell(n, 2) * 0.12
    step: Mono = heel * np.float32(0.8) + sole * np.float32(0.5) + scrape
    return step


@_recipe
def _footsteps(rng: Rng, n: int) -> Mono:
    return repeated(n, 0.55, 0.05, rng, lambda i: _step(rng, 0.4 + 0.1 * (i % 2)))


@_recipe
def _running(rng: Rng, n: int) -> Mono:
    return repeated(n, 0.31, 0.06, rng, lambda i: _step(rng, 0.7))


@_recipe
def _gull(rng: Rng, n: int) -> Mono:
    def cry(i: int) -> Mono:
        m = samples_of(0.34 if i % 4 else 0.6)
        pitch = glide(m, 900, 1500, 1250, 820) * (1 + 0.015 * slow(rng, m, 30, -1, 1))
        return voiced(pitch, ((1400, 260, 1), (2900, 420, 0.7), (4300, 600, 0.25)), rng) * swell(m, 0.6)

    return room(repeated(n, 0.5, 0.3, rng, cry), 0.9, 5000, 0.3, rng)


@_recipe
def _bird(rng: Rng, n: int) -> Mono:
    def chirp(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.06, 0.16)))
        low = float(rng.uniform(2600, 3800))
        return tone(glide(m, low, low * rng.uniform(1.1, 1.6), low * 0.95), m, (1, 0.12)) * swell(m)

    return room(repeated(n, 0.17, 0.6, rng, chirp), 0.7, 7000, 0.25, rng)


@_recipe
def _dog(rng: Rng, n: int) -> Mono:
    def bark(i: int) -> Mono:
        m = samples_of(0.24)
        return voiced(glide(m, 320, 460, 240), ((620, 160, 1), (1300, 260, 0.7), (2600, 500, 0.3)), rng, 0.35) * decay(
            m, 0.015, 0.30
        )

    return room(repeated(n, 0.48, 0.2, rng, bark), 0.5, 4500, 0.25, rng)


@_recipe
def _cat(rng: Rng, n: int) -> Mono:
    m = min(n, samples_of(0.95))
    pitch = glide(m, 460, 680, 620, 400) * (1 + 0.01 * slow(rng, m, 9, -1, 1))
    track = silence(n)
    closed = voiced(pitch, ((420, 120, 1), (1500, 250, 0.3)), rng)
    opened = voiced(pitch, ((950, 160, 1), (1900, 260, 0.8), (3300, 400, 0.3)), rng)
    mouth = swell(m, 1.2)
    place(track, (closed * (1 - mouth) + opened * mouth) * swell(m, 0.5), 0.05)
    return track


@_recipe
def _horse(rng: Rng, n: int) -> Mono:
    m = min(n, samples_of(1.5))
    tremor = 1 + 0.12 * np.sin(2 * np.pi * np.linspace(9, 16, m) * clock(m))
    neigh = voiced(glide(m, 700, 1250, 900, 420) * tremor, ((1100, 250, 1), (2300, 400, 0.6)), rng, 0.3) * swell(m, 0.7)
    track = silence(n)
    place(track, neigh, 0.0)
    return track


@_recipe
def _owl(rng: Rng, n: int) -> Mono:
    def hoot(i: int) -> Mono:
        m = samples_of(0.55 if i % 3 == 2 else 0.22)
        return tone(glide(m, 340, 375, 330), m, (1, 0.18, 0.05)) * swell(m, 0.8)

    return room(repeated(n, 0.62, 0.1, rng, hoot), 1.8, 2500, 0.6, rng)


@_recipe
def _crowd(rng: Rng, n: int) -> Mono:
    """Many voices far away: babble of formants with syllable rhythm."""
    track = silence(n)
    for _ in range(9):
        pitch = np.asarray(slow(rng, n, 3, 95, 230), float)
        f1, f2 = float(rng.uniform(380, 750)), float(rng.uniform(1000, 1900))
        track += voiced(pitch, ((f1, 110, 1), (f2, 160, 0.5)), rng, 0.2) * slow(rng, n, 5, 0, 1) ** 2
    return room(band(track, 150, 3200), 1.0, 2500, 0.5, rng)


@_recipe
def _laugh(rng: Rng, n: int) -> Mono:
    def ha(i: int) -> Mono:
        m = samples_of(0.16)
        pitch = glide(m, 270, 250, 200) * (1 - 0.03 * min(i, 6))
        return voiced(pitch, ((820, 140, 1), (1250, 180, 0.7), (2700, 300, 0.25)), rng, 0.5) * swell(m, 0.8)

    return repeated(n, 0.2, 0.08, rng, ha) * decay(n, 0.02, 2.4)


@_recipe
def _wings(rng: Rng, n: int) -> Mono:
    def beat(i: int) -> Mono:
        m = samples_of(0.13)
        return band(white(rng, m), 200, 1700) * swell(m, 1.5)

    return repeated(n, 0.15, 0.12, rng, beat)
