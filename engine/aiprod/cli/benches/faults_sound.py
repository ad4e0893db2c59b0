# SPDX-License-Identifier: Apache-2.0
"""Planted faults of sound and of sound against picture, and clean sound that is hard to judge."""

from __future__ import annotations

from collections.abc import Callable
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


def wav(change: Change, *, profile: str = "general", subtype: str = "PCM_16", rate: int = _R) -> Callable[[Path], Made]:
    """A WAV file of the programme, changed."""

    def make(folder: Path) -> Made:
        return Made(s.write_sound(folder / "sound.wav", change(s.programme()), rate=rate, subtype=subtype), profile=profile)

    return make


def sound(
    samples: Callable[[], Samples], *, rate: int = _R, subtype: str = "PCM_24", profile: str = "general"
) -> Callable[[Path], Made]:
    """A WAV file of this sound."""

    def make(folder: Path) -> Made:
        return Made(s.write_sound(folder / "sound.wav", samples(), rate=rate, subtype=subtype), profile=profile)

    return make


def film(
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
    wave = tone(330, 8, 0.3)
    a = round(3.1 * _R)
    wave[a:] = np.roll(wave, 71, axis=0)[a:]
    return np.asarray(wave, np.float32)


def tone(hertz: float, seconds: float, level: float, rate: int = _R) -> Samples:
    n = np.arange(round(seconds * rate))
    fade = np.minimum(1, np.minimum(n, n[::-1]) / (0.05 * rate))
    wave = level * fade * np.sin(2 * np.pi * hertz * n / rate)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def _hummed(mains: float, level_db: float) -> Change:
    def change(x: Samples) -> Samples:
        t = np.arange(len(x)) / _R
        partials = ((1, 1), (2, 0.6), (3, 0.5), (4, 0.25), (5, 0.3), (7, 0.15))
        hum = np.sum([a * np.sin(2 * np.pi * mains * n * t + n) for n, a in partials], axis=0)
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


def wide(share: float) -> Samples:
    """Stereo whose difference is larger than its sum by the share: 0 is plain, 1 has no sum at all."""
    mid, side = s.score(8, 0.15, 3).mean(axis=1), s.ambience("leaves", 8, 3, 0.2)[:, 0]
    mid = mid * (1 - share)
    return np.stack((mid + side, mid - side), axis=1).astype(np.float32)


# --- surround ---------------------------------------------------------------------------------------------------------


def surround(lfe: str = "rumble", dialogue: str = "FC", rears: tuple[float, float] = (1, 1)) -> Samples:
    """5.1 in SMPTE order (L R C LFE Ls Rs): music in front, dialogue in a channel, leaves around, and an LFE."""
    spoken = s.voices("en").sound
    seconds = len(spoken) / _R
    front = s.score(seconds, 0.08)[: len(spoken)]
    around = s.ambience("leaves", seconds, 5, 0.05)[: len(spoken)]
    n = np.arange(len(spoken))
    basses: dict[str, NDArray[Any]] = {
        "rumble": 0.15 * np.sin(2 * np.pi * 42 * n / _R) * (0.5 + 0.5 * np.sin(n / _R)), "none": np.zeros(len(n)),
        "full": s.score(seconds, 0.15, 9)[: len(n), 0],
    }  # fmt: skip
    bass = basses[lfe]
    out = np.stack(
        (front[:, 0], front[:, 1], 0.2 * front.mean(axis=1), bass, around[:, 0] * rears[0], around[:, 1] * rears[1]), axis=1
    )
    out[:, {"FL": 0, "FC": 2}[dialogue]] += spoken
    return out.astype(np.float32)


def _film_order(x: Samples) -> Samples:
    """L C R Ls Rs LFE, labelled as if it were SMPTE."""
    return np.ascontiguousarray(x[:, [0, 2, 1, 4, 5, 3]])


def seven() -> Samples:
    five = surround()
    back = s.ambience("breeze", len(five) / _R, 8, 0.04)[: len(five)]
    return np.concatenate((five[:, :4], back, five[:, 4:]), axis=1)


def planned(folder: Path, path: Path, mix: Samples | None = None, lines: bool = False) -> QualityPlan:
    spoken = s.voices("en")
    if mix is not None:
        write_audio(folder / "mix.wav", mix)
    seconds = len(spoken.sound) / _R
    placed = tuple(PlannedLine(line=line, speaker="Eve", start_s=a, end_s=b) for line, a, b in spoken.lines) if lines else ()
    return QualityPlan(
        title="Specimen", language="en", frames=round(seconds * s.RATE), rate=FrameRate(numerator=s.RATE), width=s.WIDTH,
        height=s.HEIGHT, target_lufs=-23, lines=placed, mix=str(folder / "mix.wav") if mix is not None else "",
    )  # fmt: skip


def _dialogue_left(folder: Path) -> Made:
    path = s.write_sound(folder / "sound.wav", surround(dialogue="FL"), subtype="PCM_24")
    return Made(path, plan=planned(folder, path, lines=True), only=("sound",))


# --- against the picture ----------------------------------------------------------------------------------------------


def against_mix(change: Change) -> Callable[[Path], Made]:
    """A film whose sound is the mix, changed; and its plan."""

    def make(folder: Path) -> Made:
        mix = s.programme()
        seconds = len(mix) / _R
        path = s.write_film(folder / "film.mov", s.pictures(seconds), [change(mix.copy())], codec="pcm_s16le")
        return Made(path, plan=planned(folder, path, mix), only=("sync",))

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
    return Made(path, plan=planned(folder, path, mix).changed(frames=round(seconds * s.RATE)), only=("sync",))


def leader(late_s: float) -> Callable[[Path], Made]:
    """A sync test: every second a white frame and a beep."""

    def make(folder: Path) -> Made:
        seconds = 6
        sound = 0.0005 * np.random.default_rng(0).standard_normal((seconds * _R, 2))
        frames = list(s.pictures(seconds))
        for second in range(1, seconds - 1):
            a = round((second + late_s) * _R)
            sound[a : a + _R // 25] += tone(1000, 0.04, 0.3)[: _R // 25] * 2
            frames[second * s.RATE : second * s.RATE + 2] = [np.full_like(frames[0], 235)] * 2
        path = s.write_film(folder / "film.mov", frames, [sound.astype(np.float32)], codec="pcm_s16le")
        return Made(path, only=("sync", "sound"))

    return make


def _short_sound(folder: Path) -> Made:
    sound = s.programme()[: 5 * _R]
    return Made(s.write_film(folder / "film.mp4", s.pictures(7), [sound], codec="aac"))


FAULTS: tuple[Specimen, ...] = (
    Specimen("clipped by 8 dB", wav(_clipped(8)), ("clipping",)),
    Specimen("clipped by 3 dB", wav(_clipped(3)), ("clipping",)),
    Specimen("clipped by 6 dB, then turned down by 9", wav(_clipped(6, -9)), ("clipping",)),
    Specimen("clipped by 6 dB, then turned down by 20, 16 bits", wav(_clipped(6, -20)), ("clipping",)),
    Specimen("clipped for half a second", wav(_clipped(10, 0, (1.0, 1.6))), ("clipping",)),
    Specimen("clipped by 10 dB, then AAC", film(lambda: _clipped(10, 3)(s.programme()), codec="aac"), ("clipping", "true peak")),
    Specimen("clipped by 12 dB, turned down, then AAC", film(lambda: _clipped(12, 0)(s.programme()), codec="aac"), ("clipping",)),
    Specimen("clipped on one channel", wav(_one_side(lambda x: np.clip(x, -0.12, 0.12))), ("clipping",)),
    Specimen("driven into full scale", wav(_gain(14)), ("clipping", "true peak")),
    Specimen("peaks between samples", wav(_between_samples, subtype="PCM_24"), ("true peak",)),
    Specimen("too loud for broadcast", wav(_gain(4), profile="ebu-r128"), ("loudness",)),
    Specimen("too soft for the web", wav(_gain(-9), profile="web"), ("loudness",)),
    Specimen("dialogue too soft for ATSC", wav(_gain(-12), profile="atsc-a85"), ("loudness",)),
    Specimen("true peak above −2 dBTP for streaming", wav(_gain(5.2), profile="netflix-like"), ("true peak",)),
    Specimen("two seconds of digital silence", wav(_silenced((3, 5), 0.0)), ("silence",)),
    Specimen("two seconds of near-silence", wav(_silenced((3, 5), 3e-5), subtype="PCM_24"), ("silence",)),
    Specimen("no sound but noise of one bit", sound(lambda: np.zeros((4 * _R, 2), np.float32)), ("silence",)),
    Specimen("five seconds of silence at the end", wav(lambda x: np.pad(x, ((0, 5 * _R), (0, 0)))), ("silence",)),
    Specimen("three holes of 12 ms", wav(_holes(0.012, (1.2, 3.4, 6.1))), ("dropouts",)),
    Specimen("a hole of 4 ms", wav(_holes(0.004, (1.3,))), ("dropouts",)),
    Specimen("a hole of 40 ms on the left", wav(_holes(0.04, (1.4,), slice(0, 1))), ("dropouts",)),
    Specimen("holes of 90 ms", wav(_holes(0.09, (0.9, 4.2))), ("dropouts", "clicks")),
    Specimen("clicks of one sample", wav(_clicked((1.0, 2.3, 4.4), 0.25)), ("clicks",)),
    Specimen("soft clicks on the right", wav(_clicked((2.0, 5.0), 0.1, 1)), ("clicks",)),
    Specimen("a click between lines", wav(_clicked((2.75,), 0.08)), ("clicks",)),
    Specimen("a tone cut and joined", wav(_spliced), ("clicks",)),
    Specimen("constant offset of 3 %", wav(lambda x: x + np.float32(0.03)), ("DC offset",)),
    Specimen("constant offset of 1 % on the right", wav(_one_side(lambda x: x + np.float32(0.01))), ("DC offset",)),
    Specimen("hum of 50 Hz", wav(_hummed(50, -50)), ("hum",)),
    Specimen("hum of 60 Hz", wav(_hummed(60, -52)), ("hum",)),
    Specimen("hum of 50 Hz, AAC", film(lambda: _hummed(50, -48)(s.programme()), codec="aac"), ("hum",)),
    Specimen("right inverted", wav(_one_side(lambda x: -x)), ("polarity",)),
    Specimen("right inverted for four seconds", wav(_inverted_part), ("polarity",)),
    Specimen("mid lost in mono", sound(lambda: wide(1.0)), ("polarity", "mono compatibility")),
    Specimen("no right channel", wav(_one_side(lambda x: 0 * x)), ("missing channel",)),
    Specimen("right falls silent", wav(_dies), ("missing channel",)),
    Specimen("left louder by 11 dB", wav(_one_side(lambda x: x * 0.28)), ("balance",)),
    Specimen("5.1 in film order", sound(lambda: _film_order(surround())), ("channel order",)),
    Specimen("full range in the LFE", sound(lambda: surround("full")), ("channel order",)),
    Specimen("dialogue on the left in 5.1", _dialogue_left, ("dialogue channel",)),
    Specimen("one surround missing", sound(lambda: surround(rears=(1, 0))), ("missing channel",)),
    Specimen("mono where broadcast wants stereo", wav(lambda x: x[:, :1], profile="ebu-r128"), ("channel layout",)),
    Specimen("sound 80 ms late", against_mix(_late(0.08)), ("sync",)),
    Specimen("sound 45 ms early", against_mix(_late(-0.045)), ("sync",)),
    Specimen("sound drifts by a thousandth", _drifting, ("drift", "sync")),
    Specimen("beeps 120 ms after their flashes", leader(0.12), ("sync",)),
    Specimen("beeps 80 ms before their flashes", leader(-0.08), ("sync",)),
    Specimen("sound begins 0.3 s after the picture", film(s.programme, ".mkv", late_s=0.3), ("stream starts",)),
    Specimen("sound ends two seconds early", _short_sound, ("sound length",)),
    Specimen("packets of sound are missing", film(s.programme, ".mkv", leave_out=(2.0, 2.4)), ("sound timestamps",)),
)  # fmt: skip
