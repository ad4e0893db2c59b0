# SPDX-License-Identifier: Apache-2.0
"""Sound effects on a cue, synthesised: one recipe for every name in `catalogue.EFFECTS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.cues import EffectCue
from aiprod.film.errors import UserError
from aiprod.media.audio import write_audio
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

GENERATOR = "foley/1"
_ACTIVE_RMS, _PEAK = 0.05, 0.7
Rng = np.random.Generator
Sound = Callable[[Rng, int], Mono]
"""Makes `count` samples of a sound; shorter sounds repeat or ring out within it."""
RECIPES: dict[str, Sound] = {}


def _recipe(function: Sound) -> Sound:
    """Enter a sound in the table under its name."""
    RECIPES[function.__name__.removeprefix("_")] = function
    return function


def make(cue: EffectCue, folder: Path) -> dict[str, Any]:
    """Synthesise one effect to `effect.flac` (mono, 48 kHz). Raises UserError for an effect that is not known."""
    sound = RECIPES.get(cue.effect)
    if sound is None:
        raise UserError(f"There is no sound effect {cue.effect!r}", f"the known ones are {', '.join(sorted(RECIPES))}")
    samples = _levelled(sound(np.random.default_rng(cue.seed), samples_of(cue.duration_s)))
    fade = min(len(samples) // 4, samples_of(0.05))
    samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    write_audio(folder / "effect.flac", samples)
    return {"effect": cue.effect, "duration_s": cue.duration_s}


def _levelled(samples: Mono) -> Mono:
    """Equal loudness for a ticking clock and a ship's horn: active parts at −26 dBFS RMS, peaks at most −3 dBFS."""
    block = samples_of(0.05)
    whole = samples[: len(samples) // block * block] if len(samples) > block else samples
    energy = np.mean(whole.reshape(-1, min(block, len(whole))) ** 2, axis=1)
    active = float(np.sqrt(np.mean(energy[energy >= energy.max() * 1e-3])))
    gain = min(_ACTIVE_RMS / max(active, 1e-9), _PEAK / max(float(np.abs(samples).max()), 1e-9))
    return samples * np.float32(gain)


def _silence(count: int) -> Mono:
    return np.zeros(count, np.float32)


def _repeated(count: int, every_s: float, jitter: float, rng: Rng, one: Callable[[int], Mono], first_s: float = 0.05) -> Mono:
    """A sound again and again at a slightly uneven beat."""
    track, at, number = _silence(count), first_s, 0
    while at < count / 48_000 - 0.05:
        place(track, one(number), at, float(rng.uniform(0.75, 1.0)))
        at += every_s * float(rng.uniform(1 - jitter, 1 + jitter))
        number += 1
    return track


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
    return _repeated(n, 0.55, 0.05, rng, lambda i: _step(rng, 0.4 + 0.1 * (i % 2)))


@_recipe
def _running(rng: Rng, n: int) -> Mono:
    return _repeated(n, 0.31, 0.06, rng, lambda i: _step(rng, 0.7))


@_recipe
def _door(rng: Rng, n: int) -> Mono:
    """The hinge's creak, then the latch."""
    track = _silence(n)
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
    return _repeated(n, 0.24, 0.1, rng, lambda i: struck(hit, ((165, 1, 0.12), (340, 0.5, 0.07), (720, 0.2, 0.04)), rng))


@_recipe
def _gull(rng: Rng, n: int) -> Mono:
    def cry(i: int) -> Mono:
        m = samples_of(0.34 if i % 4 else 0.6)
        pitch = glide(m, 900, 1500, 1250, 820) * (1 + 0.015 * slow(rng, m, 30, -1, 1))
        return voiced(pitch, ((1400, 260, 1), (2900, 420, 0.7), (4300, 600, 0.25)), rng) * swell(m, 0.6)

    return room(_repeated(n, 0.5, 0.3, rng, cry), 0.9, 5000, 0.3, rng)


@_recipe
def _bird(rng: Rng, n: int) -> Mono:
    def chirp(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.06, 0.16)))
        low = float(rng.uniform(2600, 3800))
        return tone(glide(m, low, low * rng.uniform(1.1, 1.6), low * 0.95), m, (1, 0.12)) * swell(m)

    return room(_repeated(n, 0.17, 0.6, rng, chirp), 0.7, 7000, 0.25, rng)


@_recipe
def _dog(rng: Rng, n: int) -> Mono:
    def bark(i: int) -> Mono:
        m = samples_of(0.24)
        return voiced(glide(m, 320, 460, 240), ((620, 160, 1), (1300, 260, 0.7), (2600, 500, 0.3)), rng, 0.35) * decay(
            m, 0.015, 0.30
        )

    return room(_repeated(n, 0.48, 0.2, rng, bark), 0.5, 4500, 0.25, rng)


@_recipe
def _cat(rng: Rng, n: int) -> Mono:
    m = min(n, samples_of(0.95))
    pitch = glide(m, 460, 680, 620, 400) * (1 + 0.01 * slow(rng, m, 9, -1, 1))
    track = _silence(n)
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
    track = _silence(n)
    place(track, neigh, 0.0)
    return track


@_recipe
def _owl(rng: Rng, n: int) -> Mono:
    def hoot(i: int) -> Mono:
        m = samples_of(0.55 if i % 3 == 2 else 0.22)
        return tone(glide(m, 340, 375, 330), m, (1, 0.18, 0.05)) * swell(m, 0.8)

    return room(_repeated(n, 0.62, 0.1, rng, hoot), 1.8, 2500, 0.6, rng)


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
    return room(_repeated(n, 2.1, 0.02, rng, lambda i: struck(samples_of(5), modes, rng)), 2.2, 4000, 0.35, rng)


@_recipe
def _clock(rng: Rng, n: int) -> Mono:
    def tick(i: int) -> Mono:
        shift = 1.0 if i % 2 else 0.86
        return struck(samples_of(0.06), ((2300 * shift, 1, 0.02), (4100 * shift, 0.5, 0.012), (900 * shift, 0.5, 0.03)), rng)

    return _repeated(n, 0.5, 0.0, rng, tick)


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
    drops = _repeated(n, 0.06, 0.9, rng, lambda i: _drop(rng, 0.08), 0.1) * decay(n, 0.05, 1.4)
    return body + drops * np.float32(0.5)


def _drop(rng: Rng, seconds: float = 0.12) -> Mono:
    m = samples_of(seconds)
    low = float(rng.uniform(500, 1100))
    return tone(glide(m, low, low * 2.2), m) * decay(m, 0.002, seconds * 0.8)


@_recipe
def _water_drop(rng: Rng, n: int) -> Mono:
    return room(_repeated(n, 0.9, 0.4, rng, lambda i: _drop(rng)), 1.6, 5000, 0.5, rng)


@_recipe
def _boat_creak(rng: Rng, n: int) -> Mono:
    def creak(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.5, 0.9)))
        pitch = glide(m, *rng.uniform(90, 170, 3)) * (1 + 0.05 * slow(rng, m, 25, -1, 1))
        return band(tone(pitch, m, [1 / k for k in range(1, 16)]), 200, 1800) * swell(m, 1.5)

    lap = band(white(rng, n), 250, 1500) * slow(rng, n, 1.2, 0, 1) ** 2
    return _repeated(n, 1.3, 0.4, rng, creak) * np.float32(0.4) + lap * np.float32(0.5)


@_recipe
def _oars(rng: Rng, n: int) -> Mono:
    def stroke(i: int) -> Mono:
        m = samples_of(0.9)
        knock = struck(m, ((240, 1, 0.10), (520, 0.4, 0.06)), rng) * np.float32(0.4)
        return knock + band(white(rng, m), 300, 2600) * swell(m, 1.6) * np.float32(0.8)

    return _repeated(n, 1.6, 0.06, rng, stroke)


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
        out = _silence(m)
        for at in (0.0, 0.13):
            place(out, struck(clack, ((310, 1, 0.06), (780, 0.4, 0.04), (95, 0.9, 0.10)), rng), at)
        return out

    rumble = band(white(rng, n), 40, 260) * slow(rng, n, 3, 0.6, 1)
    return normal(_repeated(n, every_s, 0.02, rng, pair)) * np.float32(0.7) + normal(rumble) * np.float32(0.5)


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
    ticks = _repeated(n, 0.055, 0.05, rng, lambda i: struck(samples_of(0.03), ((3100, 1, 0.012), (5200, 0.5, 0.008)), rng))
    track = ticks * np.float32(0.3) + band(white(rng, n), 400, 2200) * swell(n) * np.float32(0.1)
    place(track, struck(samples_of(0.9), ((2350, 1, 0.8), (3120, 0.7, 0.6), (5400, 0.3, 0.3)), rng), 0.1, 0.6)
    return track


@_recipe
def _fire(rng: Rng, n: int) -> Mono:
    def crackle(i: int) -> Mono:
        m = samples_of(0.03)
        return band(white(rng, m), 900, 9000) * decay(m, 0.0005, float(rng.uniform(0.006, 0.03)))

    roar = band(white(rng, n), 60, 420) * slow(rng, n, 5, 0.4, 1)
    return normal(roar) * np.float32(0.35) + _repeated(n, 0.09, 0.95, rng, crackle) * np.float32(0.8)


@_recipe
def _paper(rng: Rng, n: int) -> Mono:
    def rustle(i: int) -> Mono:
        m = samples_of(float(rng.uniform(0.08, 0.3)))
        return band(white(rng, m), 1500, 11_000) * slow(rng, m, 60, 0, 1) ** 2 * swell(m)

    return _repeated(n, 0.32, 0.4, rng, rustle)


@_recipe
def _glass(rng: Rng, n: int) -> Mono:
    f = float(rng.uniform(1500, 2100))
    modes = ((f, 1, 0.7), (f * 2.32, 0.6, 0.5), (f * 4.25, 0.4, 0.3), (f * 6.6, 0.2, 0.15))
    return _repeated(n, 1.3, 0.2, rng, lambda i: struck(samples_of(0.8), modes, rng))


@_recipe
def _keys(rng: Rng, n: int) -> Mono:
    def clink(i: int) -> Mono:
        f = float(rng.uniform(3200, 7200))
        return struck(samples_of(0.18), ((f, 1, 0.12), (f * 1.52, 0.7, 0.09), (f * 2.1, 0.4, 0.05)), rng)

    return _repeated(n, 0.085, 0.7, rng, clink) * swell(n, 0.5)


@_recipe
def _crowd(rng: Rng, n: int) -> Mono:
    """Many voices far away: babble of formants with syllable rhythm."""
    track = _silence(n)
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

    return _repeated(n, 0.2, 0.08, rng, ha) * decay(n, 0.02, 2.4)


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
    return _repeated(n, 0.2, 0.5, rng, bleep) * np.float32(0.7) + servo * np.float32(0.15)


@_recipe
def _typing(rng: Rng, n: int) -> Mono:
    def key(i: int) -> Mono:
        return struck(samples_of(0.07), ((1650, 0.6, 0.02), (3300, 0.4, 0.012), (420, 1, 0.035)), rng)

    return _repeated(n, 0.14, 0.6, rng, key)


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
def _rocket(rng: Rng, n: int) -> Mono:
    rise = np.clip(clock(n) / max(0.6, n / 96_000), 0, 1).astype(np.float32)
    crackle = band(white(rng, n), 200, 4000) * slow(rng, n, 40, 0, 1) ** 4
    return (normal(band(white(rng, n), 25, 220)) + normal(crackle) * np.float32(0.5)) * rise


@_recipe
def _music_box(rng: Rng, n: int) -> Mono:
    scale = (1, 1.125, 1.25, 1.5, 1.667, 2)

    def pluck(i: int) -> Mono:
        f = 1046.5 * scale[int(rng.integers(len(scale)))]
        return struck(samples_of(0.9), ((f, 1, 0.9), (f * 2, 0.2, 0.4), (f * 5.4, 0.15, 0.08)), rng)

    return _repeated(n, 0.3, 0.02, rng, pluck)


@_recipe
def _wings(rng: Rng, n: int) -> Mono:
    def beat(i: int) -> Mono:
        m = samples_of(0.13)
        return band(white(rng, m), 200, 1700) * swell(m, 1.5)

    return _repeated(n, 0.15, 0.12, rng, beat)


@_recipe
def _cloth(rng: Rng, n: int) -> Mono:
    return band(white(rng, n), 500, 4500) * slow(rng, n, 9, 0, 1) ** 3


@_recipe
def _drawer(rng: Rng, n: int) -> Mono:
    slide = samples_of(0.4)
    track = _silence(n)
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
