# SPDX-License-Identifier: Apache-2.0
"""Things, tools, machines and weather."""

from __future__ import annotations

import numpy as np

from aiprod.music.foley.kit import Rng, Sound, entering, repeated, silence
from aiprod.music.synthesis import (
    Mono,
    band,
    clock,
    decay,
    glide,
    normal,
    place,
    room,
    samples_of,
    slow,
    struck,
    swell,
    tone,
    voiced,
    white,
)  # fmt: skip

RECIPES: dict[str, Sound] = {}
_recipe = entering(RECIPES)


@_recipe
def _door(rng: Rng, n: int) -> Mono:
    """The hinge's creak, then the latch."""
    track = silence(n)
    creak = samples_of(0.55)
    pitch = glide(creak, 190, 260, 210) * (1 + 0.03 * slow(rng, creak, 18, -1, 1))
    place(track, band(tone(pitch, creak, [1 / k for k in range(1, 14)]), 350, 3000) * swell(creak, 1.5), 0.0, 0.12)
    latch = samples_of(0.4)
    wood = struck(latch, ((92, 1, 0.25), (171, 0.6, 0.18), (410, 0.3, 0.08)), rng)
    place(track, wood + band(white(rng, latch), 1500, 6000) * decay(latch, 0.001, 0.05) * 0.5, 0.55)
    return track


@_recipe
def _knock(rng: Rng, n: int) -> Mono:
    hit = samples_of(0.2)
    return repeated(n, 0.24, 0.1, rng, lambda i: struck(hit, ((165, 1, 0.12), (340, 0.5, 0.07), (720, 0.2, 0.04)), rng))


@_recipe
def _bell(rng: Rng, n: int) -> Mono:
    """A church bell: hum, prime, tierce, quint, nominal (Lehr's partials)."""
    prime = float(rng.uniform(200, 260))
    partials = (
        (0.5, 0.6, 6.0),
        (1, 0.8, 4.5),
        (1.2, 0.7, 3.5),
        (1.5, 0.35, 2.8),
        (2, 1, 2.6),
        (2.67, 0.3, 1.4),
        (3, 0.3, 1.2),
        (4.1, 0.2, 0.8),
    )
    modes = [(prime * ratio, level, fall) for ratio, level, fall in partials]
    return room(repeated(n, 2.1, 0.02, rng, lambda i: struck(samples_of(5), modes, rng)), 2.2, 4000, 0.35, rng)


@_recipe
def _clock(rng: Rng, n: int) -> Mono:
    def tick(i: int) -> Mono:
        shift = 1.0 if i % 2 else 0.86
        return struck(samples_of(0.06), ((2300 * shift, 1, 0.02), (4100 * shift, 0.5, 0.012), (900 * shift, 0.5, 0.03)), rng)

    return repeated(n, 0.5, 0.0, rng, tick)


@_recipe
def _kettle(rng: Rng, n: int) -> Mono:
    """Simmering, then the whistle."""
    bubbles = band(white(rng, n), 200, 1400) * (0.4 + slow(rng, n, 22, 0, 0.6)) * np.linspace(0.5, 1, n, dtype=np.float32)
    rise = np.clip((np.linspace(0, 1, n) - 0.3) / 0.4, 0, 1).astype(np.float32)
    pitch = 2150 + 180 * rise + 12 * slow(rng, n, 7, -1, 1)
    whistle = tone(pitch.astype(float), n, (1, 0.25, 0.06)) + 0.2 * band(white(rng, n), 1800, 3200)
    return bubbles * np.float32(0.4) + whistle * rise * np.float32(0.5)


@_recipe
def _thunder(rng: Rng, n: int) -> Mono:
    crack = band(white(rng, n), 60, 2500) * decay(n, 0.004, 0.5)
    rumble = band(white(rng, n), 0, 120, 2) * slow(rng, n, 4, 0.2, 1.0) * decay(n, 0.25, max(2.0, n / 48_000))
    return room(crack * np.float32(0.35) + normal(rumble), 2.5, 900, 0.6, rng)


@_recipe
def _splash(rng: Rng, n: int) -> Mono:
    body = band(white(rng, n), 250, 4500) * decay(n, 0.012, 0.55)
    drops = repeated(n, 0.06, 0.9, rng, lambda i: _drop(rng, 0.08), 0.1) * decay(n, 0.05, 1.4)
    return body + drops * np.float32(0.5)


def _drop(rng: Rng, seconds: float = 0.12) -> Mono:
    m = samples_of(seconds)
    low = float(rng.uniform(500, 1100))
    return tone(glide(m, low, low * 2.2), m) * decay(m, 0.002, seconds * 0.8)


@_recipe
def _water_drop(rng: Rng, n: int) -> Mono:
    return room(repeated(n, 0.9, 0.4, rng, lambda i: _drop(rng)), 1.6, 5000, 0.5, rng)


@_recipe
def _fire(rng: Rng, n: int) -> Mono:
    def crackle(i: int) -> Mono:
        m = samples_of(0.03)
        return band(white(rng, m), 900, 9000) * decay(m, 0.0005, float(rng.uniform(0.006, 0.03)))

    roar = band(white(rng, n), 60, 420) * slow(rng, n, 5, 0.4, 1)
    return normal(roar) * np.float32(0.35) + repeated(n, 0.09, 0.95, rng, crackle) * np.float32(0.8)


@_recipe
def _paper(rng: Rng, n: int) -> Mono:
    def rustle(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.08, 0.3)))
        return band(white(rng, m), 1500, 11_000) * slow(rng, m, 60, 0, 1) ** 2 * swell(m)

    return repeated(n, 0.32, 0.4, rng, rustle)


@_recipe
def _glass(rng: Rng, n: int) -> Mono:
    f = float(rng.uniform(1500, 2100))
    modes = ((f, 1, 0.7), (f * 2.32, 0.6, 0.5), (f * 4.25, 0.4, 0.3), (f * 6.6, 0.2, 0.15))
    return repeated(n, 1.3, 0.2, rng, lambda i: struck(samples_of(0.8), modes, rng))


@_recipe
def _keys(rng: Rng, n: int) -> Mono:
    def clink(i: int) -> Mono:
        f = float(rng.uniform(3200, 7200))
        return struck(samples_of(0.18), ((f, 1, 0.12), (f * 1.52, 0.7, 0.09), (f * 2.1, 0.4, 0.05)), rng)

    return repeated(n, 0.085, 0.7, rng, clink) * swell(n, 0.5)


@_recipe
def _whoosh(rng: Rng, n: int) -> Mono:
    return (band(white(rng, n), 250, 1800) + band(white(rng, n), 1500, 6000) * swell(n, 3)) * swell(n, 2)


@_recipe
def _impact(rng: Rng, n: int) -> Mono:
    low = tone(glide(n, 95, 38), n) * decay(n, 0.002, 0.9)
    return room(low + band(white(rng, n), 80, 1800) * decay(n, 0.001, 0.2) * np.float32(0.6), 1.4, 1500, 0.4, rng)


@_recipe
def _robot(rng: Rng, n: int) -> Mono:
    """Chirps of a friendly machine over its servo."""

    def bleep(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.07, 0.2)))
        f = float(rng.choice((440, 554, 659, 880, 1108)))
        return tone(glide(m, f, f * float(rng.choice((1, 1.5, 0.75)))), m, (1, 0, 0.33, 0, 0.2)) * swell(m, 0.4)

    servo = tone(np.asarray(slow(rng, n, 3, 210, 340), float), n, (1, 0.5, 0.3)) * slow(rng, n, 4, 0, 1) ** 2
    return repeated(n, 0.2, 0.5, rng, bleep) * np.float32(0.7) + servo * np.float32(0.15)


@_recipe
def _typing(rng: Rng, n: int) -> Mono:
    def key(i: int) -> Mono:
        return struck(samples_of(0.07), ((1650, 0.6, 0.02), (3300, 0.4, 0.012), (420, 1, 0.035)), rng)

    return repeated(n, 0.14, 0.6, rng, key)


@_recipe
def _phone(rng: Rng, n: int) -> Mono:
    ring = (np.sin(2 * np.pi * 20 * clock(n)) > 0).astype(np.float32) * (np.mod(clock(n), 3.0) < 1.4)
    return band((tone(1330, n) + tone(1650, n) * 0.8) * ring, 500, 6000)


@_recipe
def _radio(rng: Rng, n: int) -> Mono:
    """Static, and a station that comes and goes."""
    static = band(white(rng, n), 500, 3600) * slow(rng, n, 9, 0.3, 1)
    voice = (
        voiced(np.asarray(slow(rng, n, 5, 110, 170), float), ((600, 120, 1), (1500, 200, 0.7)), rng) * slow(rng, n, 6, 0, 1) ** 2
    )
    sweep = tone(np.asarray(slow(rng, n, 2, 500, 2600), float), n) * slow(rng, n, 2, 0, 1) ** 3
    return band(normal(static) * np.float32(0.5) + voice * np.float32(0.6) + sweep * np.float32(0.2), 400, 3400)


@_recipe
def _music_box(rng: Rng, n: int) -> Mono:
    scale = (1, 1.125, 1.25, 1.5, 1.667, 2)

    def pluck(i: int) -> Mono:
        f = 1046.5 * scale[int(rng.integers(len(scale)))]
        return struck(samples_of(0.9), ((f, 1, 0.9), (f * 2, 0.2, 0.4), (f * 5.4, 0.15, 0.08)), rng)

    return repeated(n, 0.3, 0.02, rng, pluck)


@_recipe
def _cloth(rng: Rng, n: int) -> Mono:
    return band(white(rng, n), 500, 4500) * slow(rng, n, 9, 0, 1) ** 3


@_recipe
def _drawer(rng: Rng, n: int) -> Mono:
    slide = samples_of(0.4)
    track = silence(n)
    place(track, band(white(rng, slide), 180, 1600) * slow(rng, slide, 35, 0.3, 1) * swell(slide, 0.7), 0.0, 0.5)
    place(track, struck(samples_of(0.3), ((130, 1, 0.16), (265, 0.7, 0.12), (560, 0.4, 0.06)), rng), 0.38)
    for _ in range(5):
        place(
            track, struck(samples_of(0.1), ((float(rng.uniform(1500, 4000)), 1, 0.05),), rng), float(rng.uniform(0.1, 0.6)), 0.2
        )
    return track


@_recipe
def _bread_oven(rng: Rng, n: int) -> Mono:
    track = _fire(rng, n) * np.float32(0.5)
    clang = ((184, 1, 0.7), (431, 0.7, 0.5), (905, 0.5, 0.35), (1720, 0.3, 0.2))
    place(track, struck(samples_of(0.9), clang, rng), 0.15, 0.7)
    return track


@_recipe
def _wind_gust(rng: Rng, n: int) -> Mono:
    centre = slow(rng, n, 1.5, 0.2, 1)
    return (band(white(rng, n), 120, 700) + band(white(rng, n), 600, 1500) * centre) * swell(n, 1.3)
