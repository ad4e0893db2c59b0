# SPDX-License-Identifier: Apache-2.0
"""Clean sound that is hard to judge: what is easily taken for clipping, clicks, holes, hum or wrong channels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.cli.benches import faults_sound as f
from aiprod.cli.benches import specimens as s
from aiprod.cli.benches.specimens import Made, Specimen
from aiprod.media.audio import SAMPLE_RATE, Samples, resample

_R = SAMPLE_RATE


def _stereo(mono: NDArray[np.floating]) -> Samples:
    """A little different on both sides, as a room makes it."""
    right = np.roll(mono, 2) * 0.9
    return np.stack((mono, right), axis=1).astype(np.float32)


def _chip() -> Samples:
    """Square waves of a game's melody, each note with its own length."""
    t = np.arange(8 * _R) / _R
    notes = 262 * 2 ** (np.array([0, 4, 7, 12, 7, 4, 5, 9])[(t * 4).astype(int) % 8] / 12)
    phase = np.cumsum(notes) / _R
    wave = np.where(phase % 1 < 0.5, 1.0, -1.0) * np.exp(-((t * 4) % 1) * 2.5)
    edge = np.minimum(1, np.minimum((t * 4) % 1, 1 - (t * 4) % 1) * 40)
    return _stereo(0.2 * wave * edge)


def _drums() -> Samples:
    """A kick, a snare and a hi-hat, dry and loud."""
    rng = np.random.default_rng(4)
    out = np.zeros(8 * _R)
    t = np.arange(_R // 3) / _R
    kick = np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-t * 40)))) * np.exp(-t * 14)
    snare = rng.standard_normal(len(t)) * np.exp(-t * 25) * 0.5 + 0.4 * np.sin(2 * np.pi * 190 * t) * np.exp(-t * 30)
    hat = np.diff(rng.standard_normal(len(t) + 1)) * np.exp(-t * 90) * 0.3
    for beat in range(15):
        at = beat * _R // 2
        for place, hit in ((at, kick if beat % 2 == 0 else snare), (at, hat), (at + _R // 4, hat)):
            out[place : place + len(t)] += hit[: len(out) - place]
    return _stereo(out * 0.55 / np.abs(out).max())


def _limited() -> Samples:
    """Music driven 8 dB into a true-peak limiter: loud, but not clipped."""
    from aiprod.mixing.limiter import limit

    loud = s.score(10, 2.4, 7) + _drums_over(10)
    return np.asarray(limit(loud.astype(np.float32), -1.0), np.float32)


def _drums_over(seconds: int) -> Samples:
    drums = _drums()
    return np.tile(drums, (2, 1))[: seconds * _R]


def _sweep() -> Samples:
    n = np.arange(10 * _R)
    t = n / _R
    phase = 20 * 10 / np.log(900) * (np.exp(t / 10 * np.log(900)) - 1)
    fade = np.minimum(1, np.minimum(n, n[::-1]) / 4800)
    return np.repeat((0.5 * fade * np.sin(2 * np.pi * phase))[:, None], 2, axis=1).astype(np.float32)


def _morse() -> Samples:
    t = np.arange(8 * _R)
    keyed = np.repeat(np.random.default_rng(2).integers(0, 2, 100), 8 * _R // 100)
    soft = np.convolve(np.pad(keyed, (0, len(t) - len(keyed))), np.hanning(480) / np.hanning(480).sum(), "same")
    return _stereo(0.2 * soft * np.sin(2 * np.pi * 700 * t / _R) + s.ambience("room", 8, 1, 0.004)[:, 0])


def _drone(hertz: float) -> Samples:
    """A sustained low note with its harmonics."""
    t = np.arange(10 * _R) / _R
    slow = 1 + 0.1 * np.sin(2 * np.pi * 0.3 * t)
    return _stereo(0.2 * slow * sum(np.sin(2 * np.pi * hertz * n * t + n) / n**1.2 for n in range(1, 9)))


def _of_effects(*names: str, seconds: float = 6) -> Callable[[], Samples]:
    """Sound effects of the studio, one after the other, over a quiet room."""

    def samples() -> Samples:
        line = np.concatenate([s.effect(name, seconds, number) for number, name in enumerate(names)])
        return np.asarray(_stereo(line) + s.ambience("room", len(line) / _R, 2, 0.01)[: len(line)], np.float32)

    return samples


def _panned() -> Samples:
    """Duet: one instrument left, one right, taking turns and together."""
    one, other = s.score(10, 0.14, 11).mean(axis=1), s.score(10, 0.14, 12).mean(axis=1)
    t = np.arange(len(one)) / _R
    a, b = 0.6 + 0.4 * np.sin(t * 1.1), 0.6 - 0.4 * np.sin(t * 1.1)
    return np.stack((one * a + 0.1 * other, other * b + 0.1 * one), axis=1).astype(np.float32)


def _fading() -> Samples:
    x = s.score(9, 0.25, 5)
    t = np.arange(len(x)) / _R
    return np.asarray(x * np.clip(t / 2.5, 0, 1)[:, None] ** 2 * np.clip((9 - t) / 3, 0, 1)[:, None] ** 2, np.float32)


def _soft() -> Samples:
    """A whispered passage 40 dB below a forte."""
    x = s.score(12, 0.5, 6)
    x[4 * _R : 8 * _R] *= 0.012
    ramp = np.ones(len(x))
    for at in (4, 8):
        ramp[at * _R - 4800 : at * _R + 4800] *= np.abs(np.linspace(-1, 1, 9600))
    return np.asarray(x * ramp[:, None] + s.ambience("room", 12, 2, 0.006)[: len(x)], np.float32)


def _at_rate(rate: int, subtype: str = "PCM_24") -> Callable[[Path], Made]:
    def make(folder: Path) -> Made:
        return Made(
            s.write_sound(folder / "sound.wav", resample(s.programme() * np.float32(0.9), _R, rate), rate=rate, subtype=subtype)
        )

    return make


def _at_44() -> Samples:
    return resample(s.programme(), _R, 44_100)


def _speech_alone() -> Samples:
    """Dry speech, with what pauses a studio leaves."""
    spoken = s.voices("fr").sound
    return np.asarray(
        np.repeat(spoken[:, None], 2, axis=1) + s.ambience("room", len(spoken) / _R + 1, 1, 0.002)[: len(spoken)], np.float32
    )


def _mono_streams(folder: Path) -> Made:
    x = s.programme()
    streams = [x[:, :1], x[:, 1:]]
    return Made(s.write_film(folder / "film.mov", s.pictures(len(x) / _R), streams, codec="pcm_s24le", layout="mono"))


def _two_languages(folder: Path) -> Made:
    x, other = s.programme(), _speech_alone()
    both = min(len(x), len(other))
    path = s.write_film(folder / "film.mkv", s.pictures(both / _R), [x[:both], other[:both]], codec="flac")
    return Made(path)


def _surround_planned(folder: Path) -> Made:
    path = s.write_sound(folder / "sound.wav", f.surround(), subtype="PCM_24")
    plan = f.planned(folder, path, lines=True)
    return Made(path, plan=plan.changed(target_lufs=round(_loudness(path), 1)), only=("sound",))


def _loudness(path: Path) -> float:
    from aiprod.quality.sound import measure_file

    return measure_file(path).loudness.integrated_lufs


def _at_target(target: float, profile: str, peak: float) -> Callable[[Path], Made]:
    """The programme brought to a target under its ceiling."""

    def make(folder: Path) -> Made:
        from aiprod.mixing.limiter import limit

        x, path = s.programme(), folder / "sound.wav"
        for _ in range(3):
            x = np.asarray(x * 10 ** ((target - _loudness(s.write_sound(path, x, subtype="PCM_24"))) / 20), np.float32)
            x = np.asarray(limit(x, peak - 0.1), np.float32)
        return Made(s.write_sound(path, x, subtype="PCM_24"), profile=profile, only=("sound",))

    return make


CLEAN: tuple[Specimen, ...] = (
    Specimen("voices over music", f.wav(lambda x: x)),
    Specimen("voices over music, AAC", f.film(s.programme, codec="aac")),
    Specimen("voices over music, MP3 at 44.1 kHz", f.film(_at_44, ".mkv", codec="libmp3lame", rate=44_100)),
    Specimen("voices over music, Opus", f.film(s.programme, ".webm", codec="libopus")),
    Specimen("voices over music, AC-3 5.1", f.film(lambda: f.surround(), ".mkv", codec="ac3", layout="5.1", bit_rate=448_000)),
    Specimen("square waves of a game", f.sound(_chip)),
    Specimen("square waves of a game, AAC", f.film(_chip, codec="aac", bit_rate=192_000)),
    Specimen("a line-up tone, AAC", f.film(lambda: f.tone(1000, 6, 0.126), codec="aac")),
    Specimen("drums, dry and loud", f.sound(_drums)),
    Specimen("music in a limiter", f.sound(_limited)),
    Specimen("music in a limiter, AAC", f.film(_limited, codec="aac", bit_rate=256_000)),
    Specimen("a sweep of 20 Hz to 18 kHz", f.sound(_sweep)),
    Specimen("a line-up tone of 1 kHz", f.sound(lambda: f.tone(1000, 10, 0.126))),
    Specimen("a bass of 40 Hz", f.sound(lambda: f.tone(40, 8, 0.7), subtype="PCM_16")),
    Specimen("Morse", f.sound(_morse)),
    Specimen("a low G held (49 Hz)", f.sound(lambda: _drone(49.0))),
    Specimen("a low B held (61.7 Hz)", f.sound(lambda: _drone(61.74))),
    Specimen("a low A held (55 Hz)", f.sound(lambda: _drone(55.0))),
    Specimen("a clock and a typewriter", f.sound(_of_effects("clock", "typing"))),
    Specimen("fire, rain drops, keys", f.sound(_of_effects("fire", "water_drop", "keys"))),
    Specimen("doors, knocks, steps", f.sound(_of_effects("door", "knock", "footsteps"))),
    Specimen("thunder, impact, glass", f.sound(_of_effects("thunder", "impact", "glass"))),
    Specimen("a phone rings, a radio", f.sound(_of_effects("phone", "radio"))),
    Specimen("engine, train, horn", f.sound(_of_effects("engine", "train", "horn"))),
    Specimen("animals", f.sound(_of_effects("dog", "gull", "cat", "owl", seconds=4))),
    Specimen("wide leaves and sea", f.sound(lambda: s.ambience("leaves", 10, 1, 0.3) + s.ambience("sea", 10, 2, 0.3))),
    Specimen("a duet left and right", f.sound(_panned)),
    Specimen("very wide music", f.sound(lambda: f.wide(0.45))),
    Specimen("fades in and out", f.sound(_fading)),
    Specimen("very soft after very loud", f.sound(_soft)),
    Specimen("dry French speech with pauses", f.sound(_speech_alone)),
    Specimen("speech at 8 kHz, mono", f.sound(lambda: resample(s.programme()[:, :1], _R, 8000), rate=8000)),
    Specimen("at 96 kHz", _at_rate(96_000)),
    Specimen("at 192 kHz", _at_rate(192_000)),
    Specimen("5.1 with a rumble in the LFE", f.sound(f.surround)),
    Specimen("5.1 with a silent LFE", f.sound(lambda: f.surround("none"))),
    Specimen("5.1 with silent surrounds", f.sound(lambda: f.surround(rears=(0, 0)))),
    Specimen("5.1 with its dialogue in the centre", _surround_planned),
    Specimen("7.1", f.sound(f.seven)),
    Specimen("stereo in two mono streams", _mono_streams),
    Specimen("two languages", _two_languages),
    Specimen("the same on both channels", f.wav(lambda x: np.repeat(x[:, :1], 2, axis=1))),
    Specimen("flashes with their beeps", f.leader(0.0)),
    Specimen("in time with its mix", f.against_mix(lambda x: x)),
    Specimen("at −23 LUFS for broadcast", _at_target(-23, "ebu-r128", -1.0)),
    Specimen("at −16 LUFS for the web", _at_target(-16, "web", -1.0)),
)  # fmt: skip
