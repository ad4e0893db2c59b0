# SPDX-License-Identifier: Apache-2.0
"""Planted faults of sound and of sound against picture, and clean sound that is hard to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.cli.benches import specimens as s
from aiprod.cli.benches.specimens import Made, Specimen
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples, resample, write_audio
from aiprod.quality.plan import PlannedLine, QualityPlan

_R = SAMPLE_RATE
Change = Callable[[Samples], Samples]


def _wav(change: Change, *, profile: str = "general", subtype: str = "PCM_16", rate: int = _R) -> Callable[[Path], Made]:
    """A WAV file of the programme, changed."""

    def make(folder: Path) -> Made:
        return Made(s.write_sound(folder / "sound.wav", change(s.programme()), rate=rate, subtype=subtype), profile=profile)

    return make


def _sound(
    samples: Callable[[], Samples], *, rate: int = _R, subtype: str = "PCM_24", profile: str = "general"
) -> Callable[[Path], Made]:
    """A WAV file of this sound."""

    def make(folder: Path) -> Made:
        return Made(s.write_sound(folder / "sound.wav", samples(), rate=rate, subtype=subtype), profile=profile)

    return make


def _film(
    samples: Callable[[], Samples], suffix: str = ".mp4", *, profile: str = "general", **fields: Any
) -> Callable[[Path], Made]:  # fmt: skip
    """A film with this sound."""

    def make(folder: Path) -> Made:
        sound = samples()
        seconds = len(sound) / fields.get("rate", _R) + fields.get("late_s", 0.0)
        path = s.write_film(folder / f"film{suffix}", s.pictures(seconds), [sound], **fields)
        return Made(path, profile=profile)

    return make


# --- in the samples ---------------------------------------------------------------------------------------------------


def _gain(db: float) -> Change:
    return lambda x: np.asarray(x * 10 ** (db / 20), np.float32)


def _clipped(over_db: float, after_db: float = 0.0, span: tuple[float, float] | None = None) -> Change:
    """Clipped by so much, then turned down; only in a span, where given."""

    def change(x: Samples) -> Samples:
        level = float(np.quantile(np.abs(x), 0.9999)) * 10 ** (-over_db / 20)
        cut = np.clip(x, -level, level)
        if span is not None:
            whole = x.copy()
            a, b = (round(t * _R) for t in span)
            whole[a:b] = cut[a:b]
            cut = whole
        return np.asarray(cut * 10 ** (after_db / 20), np.float32)

    return change


def _holes(length_s: float, times: tuple[float, ...], channels: slice = slice(None)) -> Change:
    """Stretches of digital silence, cut hard, where the sound is not quiet."""

    def change(x: Samples) -> Samples:
        for time in times:
            at = _loud_near(x, time)
            x[at : at + round(length_s * _R), channels] = 0
        return x

    return change


def _loud_near(x: Samples, time: float) -> int:
    """The loudest moment in the quarter second after a time."""
    first = round(time * _R)
    power = np.convolve(np.abs(x[first : first + _R // 4, 0]), np.ones(960) / 960, "same")
    return first + int(power.argmax())


def _clicked(times: tuple[float, ...], size: float, channel: int = 0) -> Change:
    def change(x: Samples) -> Samples:
        for number, time in enumerate(times):
            x[round(time * _R), channel] += size * (-1) ** number
        return x

    return change


def _spliced(x: Samples) -> Samples:
    """A tone that was cut in the middle of its wave and goes on with another phase."""
    tone = _tone(330, 8, 0.3)
    a = round(3.1 * _R)
    tone[a:] = np.roll(tone, 71, axis=0)[a:]
    return np.asarray(tone, np.float32)


def _tone(hertz: float, seconds: float, level: float, rate: int = _R) -> Samples:
    n = np.arange(round(seconds * rate))
    fade = np.minimum(1, np.minimum(n, n[::-1]) / (0.05 * rate))
    wave = level * fade * np.sin(2 * np.pi * hertz * n / rate)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def _hummed(mains: float, level_db: float) -> Change:
    def change(x: Samples) -> Samples:
        t = np.arange(len(x)) / _R
        hum = sum(
            a * np.sin(2 * np.pi * mains * n * t + n) for n, a in ((1, 1), (2, 0.6), (3, 0.5), (4, 0.25), (5, 0.3), (7, 0.15))
        )
        return np.asarray(x + 10 ** (level_db / 20) * hum[:, None], np.float32)

    return change


def _between_samples(x: Samples) -> Samples:
    """Samples below full scale, peaks above it."""
    n = np.arange(4 * _R)
    wave = 0.95 * np.sin(np.pi / 2 * n + np.pi / 4) * np.minimum(1, np.minimum(n, n[::-1]) / 4800) / np.sin(np.pi / 4)
    quiet = s.programme()[: len(n)] * 0.1
    return np.asarray(0.9 * np.repeat(wave[:, None], 2, axis=1) + quiet, np.float32)


def _silenced(span: tuple[float, float], noise: float) -> Change:
    def change(x: Samples) -> Samples:
        a, b = (round(t * _R) for t in span)
        x[a:b] = noise * np.random.default_rng(1).standard_normal((b - a, 2))
        return x

    return change


def _one_side(change: Callable[[NDArray[np.float32]], NDArray[np.float32]], channel: int = 1) -> Change:
    def changed(x: Samples) -> Samples:
        x[:, channel] = change(x[:, channel])
        return x

    return changed


def _inverted_part(x: Samples) -> Samples:
    x[3 * _R : 7 * _R, 1] *= -1
    return x


def _dies(x: Samples) -> Samples:
    x = np.concatenate((x, x))
    x[7 * _R :, 1] = 0
    return x


# --- surround ---------------------------------------------------------------------------------------------------------


def _surround(lfe: str = "rumble", dialogue: str = "FC", rears: tuple[float, float] = (1, 1)) -> Samples:
    """5.1 in SMPTE order (L R C LFE Ls Rs): music in front, dialogue in a channel, leaves around, and an LFE."""
    spoken = s.voices("en").sound
    seconds = len(spoken) / _R
    front = s.score(seconds, 0.08)[: len(spoken)]
    around = s.ambience("leaves", seconds, 5, 0.05)[: len(spoken)]
    n = np.arange(len(spoken))
    bass = {"rumble": 0.15 * np.sin(2 * np.pi * 42 * n / _R) * (0.5 + 0.5 * np.sin(n / _R)), "none": np.zeros(len(n)),
            "full": s.score(seconds, 0.15, 9)[: len(n), 0]}[lfe]  # fmt: skip
    out = np.stack(
        (front[:, 0], front[:, 1], 0.2 * front.mean(axis=1), bass, around[:, 0] * rears[0], around[:, 1] * rears[1]), axis=1
    )
    out[:, {"FL": 0, "FC": 2}[dialogue]] += spoken
    return out.astype(np.float32)


def _film_order(x: Samples) -> Samples:
    """L C R Ls Rs LFE, labelled as if it were SMPTE."""
    return np.ascontiguousarray(x[:, [0, 2, 1, 4, 5, 3]])


def _seven() -> Samples:
    five = _surround()
    back = s.ambience("breeze", len(five) / _R, 8, 0.04)[: len(five)]
    return np.concatenate((five[:, :4], back, five[:, 4:]), axis=1)


def _planned(folder: Path, path: Path, mix: Samples | None = None, lines: bool = False) -> QualityPlan:
    spoken = s.voices("en")
    if mix is not None:
        write_audio(folder / "mix.wav", mix)
    seconds = len(spoken.sound) / _R
    placed = tuple(PlannedLine(line=line, speaker="Eve", start_s=a, end_s=b) for line, a, b in spoken.lines) if lines else ()
    return QualityPlan(title="Specimen", language="en", frames=round(seconds * s.RATE), rate=FrameRate(numerator=s.RATE), width=s.WIDTH,
                       height=s.HEIGHT, target_lufs=-23, lines=placed, mix=str(folder / "mix.wav") if mix is not None else "")  # fmt: skip


def _dialogue_left(folder: Path) -> Made:
    path = s.write_sound(folder / "sound.wav", _surround(dialogue="FL"), subtype="PCM_24")
    return Made(path, plan=_planned(folder, path, lines=True), only=("sound",))


# --- against the picture ----------------------------------------------------------------------------------------------


def _against_mix(change: Change) -> Callable[[Path], Made]:
    """A film whose sound is the mix, changed; and its plan."""

    def make(folder: Path) -> Made:
        mix = s.programme()
        seconds = len(mix) / _R
        path = s.write_film(folder / "film.mov", s.pictures(seconds), [change(mix.copy())], codec="pcm_s16le")
        return Made(path, plan=_planned(folder, path, mix), only=("sync",))

    return make


def _late(seconds: float) -> Change:
    count = round(seconds * _R)
    return lambda x: np.roll(x, count, axis=0) if count < 0 else np.concatenate((np.zeros((count, 2), np.float32), x))[: len(x)]


def _slow(x: Samples) -> Samples:
    """One per cent slower: 25 frames a second played as 24.75."""
    return resample(np.tile(x, (3, 1)), 99, 100)[: len(x)]


def _drifting(folder: Path) -> Made:
    mix = np.tile(s.programme(), (7, 1))
    slow = resample(mix, 999, 1000)[: len(mix)]
    seconds = len(mix) / _R
    path = s.write_film(folder / "film.mov", (picture for picture in s.pictures(seconds)), [slow], codec="pcm_s16le")
    return Made(path, plan=_planned(folder, path, mix).changed(frames=round(seconds * s.RATE)), only=("sync",))


def _leader(late_s: float) -> Callable[[Path], Made]:
    """A sync test: every second a white frame and a beep."""

    def make(folder: Path) -> Made:
        seconds = 6
        sound = 0.0005 * np.random.default_rng(0).standard_normal((seconds * _R, 2))
        frames = list(s.pictures(seconds))
        for second in range(1, seconds - 1):
            a = round((second + late_s) * _R)
            sound[a : a + _R // 25] += _tone(1000, 0.04, 0.3)[: _R // 25] * 2
            frames[second * s.RATE : second * s.RATE + 2] = [np.full_like(frames[0], 235)] * 2
        path = s.write_film(folder / "film.mov", frames, [sound.astype(np.float32)], codec="pcm_s16le")
        return Made(path, only=("sync", "sound"))

    return make


def _short_sound(folder: Path) -> Made:
    sound = s.programme()[: 5 * _R]
    return Made(s.write_film(folder / "film.mp4", s.pictures(7), [sound], codec="aac"))


FAULTS: tuple[Specimen, ...] = (
    Specimen("clipped by 8 dB", _wav(_clipped(8)), ("clipping",)),
    Specimen("clipped by 3 dB", _wav(_clipped(3)), ("clipping",)),
    Specimen("clipped by 6 dB, then turned down by 9", _wav(_clipped(6, -9)), ("clipping",)),
    Specimen("clipped by 6 dB, then turned down by 20, 16 bits", _wav(_clipped(6, -20)), ("clipping",)),
    Specimen("clipped for half a second", _wav(_clipped(10, 0, (1.0, 1.6))), ("clipping",)),
    Specimen("clipped by 10 dB, then AAC", _film(lambda: _clipped(10, 3)(s.programme()), codec="aac"), ("clipping", "true peak")),
    Specimen("clipped by 12 dB, turned down, then AAC", _film(lambda: _clipped(12, 0)(s.programme()), codec="aac"), ("clipping",)),
    Specimen("clipped on one channel", _wav(_one_side(lambda x: np.clip(x, -0.12, 0.12))), ("clipping",)),
    Specimen("driven into full scale", _wav(_gain(14)), ("clipping", "true peak")),
    Specimen("peaks between samples", _wav(_between_samples, subtype="PCM_24"), ("true peak",)),
    Specimen("too loud for broadcast", _wav(_gain(4), profile="ebu-r128"), ("loudness",)),
    Specimen("too soft for the web", _wav(_gain(-9), profile="web"), ("loudness",)),
    Specimen("dialogue too soft for ATSC", _wav(_gain(-12), profile="atsc-a85"), ("loudness",)),
    Specimen("true peak above −2 dBTP for streaming", _wav(_gain(5.2), profile="netflix-like"), ("true peak",)),
    Specimen("two seconds of digital silence", _wav(_silenced((3, 5), 0.0)), ("silence",)),
    Specimen("two seconds of near-silence", _wav(_silenced((3, 5), 3e-5), subtype="PCM_24"), ("silence",)),
    Specimen("no sound but noise of one bit", _sound(lambda: np.zeros((4 * _R, 2), np.float32)), ("silence",)),
    Specimen("five seconds of silence at the end", _wav(lambda x: np.concatenate((x, np.zeros((5 * _R, 2), np.float32)))), ("silence",)),
    Specimen("three holes of 12 ms", _wav(_holes(0.012, (1.2, 3.4, 6.1))), ("dropouts",)),
    Specimen("a hole of 4 ms", _wav(_holes(0.004, (1.3,))), ("dropouts",)),
    Specimen("a hole of 40 ms on the left", _wav(_holes(0.04, (1.4,), slice(0, 1))), ("dropouts",)),
    Specimen("holes of 90 ms", _wav(_holes(0.09, (0.9, 4.2))), ("dropouts", "clicks")),
    Specimen("clicks of one sample", _wav(_clicked((1.0, 2.3, 4.4), 0.25)), ("clicks",)),
    Specimen("soft clicks on the right", _wav(_clicked((2.0, 5.0), 0.1, 1)), ("clicks",)),
    Specimen("a click between lines", _wav(_clicked((2.75,), 0.08)), ("clicks",)),
    Specimen("a tone cut and joined", _wav(_spliced), ("clicks",)),
    Specimen("constant offset of 3 %", _wav(lambda x: x + np.float32(0.03)), ("DC offset",)),
    Specimen("constant offset of 1 % on the right", _wav(_one_side(lambda x: x + np.float32(0.01))), ("DC offset",)),
    Specimen("hum of 50 Hz", _wav(_hummed(50, -50)), ("hum",)),
    Specimen("hum of 60 Hz", _wav(_hummed(60, -52)), ("hum",)),
    Specimen("hum of 50 Hz, AAC", _film(lambda: _hummed(50, -48)(s.programme()), codec="aac"), ("hum",)),
    Specimen("right inverted", _wav(_one_side(lambda x: -x)), ("polarity",)),
    Specimen("right inverted for four seconds", _wav(_inverted_part), ("polarity",)),
    Specimen("mid lost in mono", _sound(lambda: _wide(1.0)), ("polarity", "mono compatibility")),
    Specimen("no right channel", _wav(_one_side(lambda x: 0 * x)), ("missing channel",)),
    Specimen("right falls silent", _wav(_dies), ("missing channel",)),
    Specimen("left louder by 11 dB", _wav(_one_side(lambda x: x * 0.28)), ("balance",)),
    Specimen("5.1 in film order", _sound(lambda: _film_order(_surround())), ("channel order",)),
    Specimen("full range in the LFE", _sound(lambda: _surround("full")), ("channel order",)),
    Specimen("dialogue on the left in 5.1", _dialogue_left, ("dialogue channel",)),
    Specimen("one surround missing", _sound(lambda: _surround(rears=(1, 0))), ("missing channel",)),
    Specimen("mono where broadcast wants stereo", _wav(lambda x: x[:, :1], profile="ebu-r128"), ("channel layout",)),
    Specimen("sound 80 ms late", _against_mix(_late(0.08)), ("sync",)),
    Specimen("sound 45 ms early", _against_mix(_late(-0.045)), ("sync",)),
    Specimen("sound drifts by a thousandth", _drifting, ("drift", "sync")),
    Specimen("beeps 120 ms after their flashes", _leader(0.12), ("sync",)),
    Specimen("beeps 80 ms before their flashes", _leader(-0.08), ("sync",)),
    Specimen("sound begins 0.3 s after the picture", _film(s.programme, ".mkv", late_s=0.3), ("sync",)),
    Specimen("sound ends two seconds early", _short_sound, ("sound length",)),
    Specimen("packets of sound are missing", _film(s.programme, ".mkv", leave_out=(2.0, 2.4)), ("sound timestamps",)),
)  # fmt: skip


# --- clean and hard ---------------------------------------------------------------------------------------------------


def _wide(share: float) -> Samples:
    """Stereo whose difference is larger than its sum by the share: 0 is plain, 1 has no sum at all."""
    mid, side = s.score(8, 0.15, 3).mean(axis=1), s.ambience("leaves", 8, 3, 0.2)[:, 0]
    mid = mid * (1 - share)
    return np.stack((mid + side, mid - side), axis=1).astype(np.float32)


def _stereo(mono: NDArray[np.floating]) -> Samples:
    """A little different on both sides, as a room makes it."""
    right = np.roll(mono, 13) * 0.9
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
    path = s.write_sound(folder / "sound.wav", _surround(), subtype="PCM_24")
    plan = _planned(folder, path, lines=True)
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
    Specimen("voices over music", _wav(lambda x: x)),
    Specimen("voices over music, AAC", _film(s.programme, codec="aac")),
    Specimen("voices over music, MP3 at 44.1 kHz", _film(lambda: resample(s.programme(), _R, 44_100), ".mkv", codec="libmp3lame", rate=44_100)),
    Specimen("voices over music, Opus", _film(s.programme, ".webm", codec="libopus")),
    Specimen("voices over music, AC-3 5.1", _film(lambda: _surround(), ".mkv", codec="ac3", layout="5.1", bit_rate=448_000)),
    Specimen("square waves of a game", _sound(_chip)),
    Specimen("drums, dry and loud", _sound(_drums)),
    Specimen("music in a limiter", _sound(_limited)),
    Specimen("music in a limiter, AAC", _film(_limited, codec="aac", bit_rate=256_000)),
    Specimen("a sweep of 20 Hz to 18 kHz", _sound(_sweep)),
    Specimen("a line-up tone of 1 kHz", _sound(lambda: _tone(1000, 10, 0.126))),
    Specimen("a bass of 40 Hz", _sound(lambda: _tone(40, 8, 0.7), subtype="PCM_16")),
    Specimen("Morse", _sound(_morse)),
    Specimen("a low G held (49 Hz)", _sound(lambda: _drone(49.0))),
    Specimen("a low B held (61.7 Hz)", _sound(lambda: _drone(61.74))),
    Specimen("a low A held (55 Hz)", _sound(lambda: _drone(55.0))),
    Specimen("a clock and a typewriter", _sound(_of_effects("clock", "typing"))),
    Specimen("fire, rain drops, keys", _sound(_of_effects("fire", "water_drop", "keys"))),
    Specimen("doors, knocks, steps", _sound(_of_effects("door", "knock", "footsteps"))),
    Specimen("thunder, impact, glass", _sound(_of_effects("thunder", "impact", "glass"))),
    Specimen("a phone rings, a radio", _sound(_of_effects("phone", "radio"))),
    Specimen("engine, train, horn", _sound(_of_effects("engine", "train", "horn"))),
    Specimen("animals", _sound(_of_effects("dog", "gull", "cat", "owl", seconds=4))),
    Specimen("wide leaves and sea", _sound(lambda: s.ambience("leaves", 10, 1, 0.3) + s.ambience("sea", 10, 2, 0.3))),
    Specimen("a duet left and right", _sound(_panned)),
    Specimen("very wide music", _sound(lambda: _wide(0.45))),
    Specimen("fades in and out", _sound(_fading)),
    Specimen("very soft after very loud", _sound(_soft)),
    Specimen("dry French speech with pauses", _sound(_speech_alone)),
    Specimen("speech at 8 kHz, mono", lambda folder: Made(s.write_sound(folder / "sound.wav", resample(s.programme()[:, :1], _R, 8000), rate=8000))),
    Specimen("at 96 kHz", _at_rate(96_000)),
    Specimen("at 192 kHz", _at_rate(192_000)),
    Specimen("5.1 with a rumble in the LFE", _sound(_surround)),
    Specimen("5.1 with a silent LFE", _sound(lambda: _surround("none"))),
    Specimen("5.1 with silent surrounds", _sound(lambda: _surround(rears=(0, 0)))),
    Specimen("5.1 with its dialogue in the centre", _surround_planned),
    Specimen("7.1", _sound(_seven)),
    Specimen("stereo in two mono streams", _mono_streams),
    Specimen("two languages", _two_languages),
    Specimen("the same on both channels", _wav(lambda x: np.repeat(x[:, :1], 2, axis=1))),
    Specimen("flashes with their beeps", _leader(0.0)),
    Specimen("in time with its mix", _against_mix(lambda x: x)),
    Specimen("at −23 LUFS for broadcast", _at_target(-23, "ebu-r128", -1.0)),
    Specimen("at −16 LUFS for the web", _at_target(-16, "web", -1.0)),
)  # fmt: skip


def all_faults() -> Iterator[Specimen]:
    """Of sound, sync and subtitles."""
    from aiprod.cli.benches import faults_subtitles

    yield from FAULTS
    yield from faults_subtitles.FAULTS


def all_clean() -> Iterator[Specimen]:
    from aiprod.cli.benches import faults_subtitles

    yield from CLEAN
    yield from faults_subtitles.CLEAN


__all__ = ["CLEAN", "FAULTS", "all_clean", "all_faults", "replace"]
