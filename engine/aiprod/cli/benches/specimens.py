# SPDX-License-Identifier: Apache-2.0
"""Specimens for quality control: what one is, and how sound and small pictures are written into files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.screenplay import Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.quality.plan import QualityPlan

WIDTH, HEIGHT, RATE = 160, 90, 25


@dataclass(frozen=True)
class Made:
    """A file to check, and how."""

    path: Path
    subtitles: tuple[Path, ...] = ()
    plan: QualityPlan | None = None
    profile: str = "general"
    listen: bool = False
    language: Language | None = None
    only: tuple[str, ...] = ()
    """Departments whose findings count; empty: all."""


@dataclass(frozen=True)
class Specimen:
    """A planted fault, or a clean file that is hard to judge.

    Attributes:
        name: for the list of misses.
        make: writes it into a folder.
        finds: checks of which one must warn or fail; none for a clean file.
    """

    name: str
    make: Callable[[Path], Made]
    finds: tuple[str, ...] = field(default=())


# --- material ---------------------------------------------------------------------------------------------------------

TEXTS: dict[Language, tuple[str, ...]] = {
    "en": ("I have kept this light for forty years.", "Do you think she will come back tonight?", "We leave at half past five."),
    "fr": ("J'ai gardé ce phare pendant quarante ans.", "Tu crois qu'elle reviendra ce soir ?", "Nous partons à cinq heures."),
}
_SPEAKERS: dict[Language, dict[str, float]] = {"en": {"af_heart": 1.0}, "fr": {"ff_siwis": 1.0}}
_PAUSE_S = 0.9


@dataclass(frozen=True)
class Spoken:
    """Lines one after the other, mono at 48 kHz, and where each stands in seconds."""

    sound: NDArray[np.float32]
    lines: tuple[tuple[Line, float, float], ...]
    speeches: tuple[Speech, ...]


@cache
def voices(language: Language) -> Spoken:
    """Three lines, recorded by the studio's own voices."""
    from aiprod.voices.studio import VoiceStudio

    parts: list[NDArray[np.float32]] = [np.zeros(SAMPLE_RATE // 2, np.float32)]
    lines, speeches, at = [], [], parts[0].size
    with VoiceStudio(language) as studio:
        for number, text in enumerate(TEXTS[language]):
            line = Line(id=f"l{number}", character="eve", text=text)
            speech, samples = studio.record(line, VoiceCasting(character="eve", speakers=_SPEAKERS[language]))
            parts += [samples, np.zeros(round(_PAUSE_S * SAMPLE_RATE), np.float32)]
            lines.append((line, at / SAMPLE_RATE, (at + samples.size) / SAMPLE_RATE))
            speeches.append(speech)
            at += samples.size + parts[-1].size
    return Spoken(np.concatenate(parts), tuple(lines), tuple(speeches))


def effect(name: str, seconds: float, seed: int = 0, level: float = 0.2) -> NDArray[np.float32]:
    """A sound effect of the studio, mono."""
    from aiprod.music.effects import RECIPES

    wave = RECIPES[name](np.random.default_rng(seed), round(seconds * SAMPLE_RATE))
    return np.asarray(wave * level / max(float(np.abs(wave).max()), 1e-6), np.float32)


def ambience(name: str, seconds: float, seed: int = 0, level: float = 0.1) -> Samples:
    """A layer of a place's sound, stereo."""
    from aiprod.music.ambience import LAYERS

    layer = LAYERS[name](np.random.default_rng(seed), round(seconds * SAMPLE_RATE))
    return np.asarray(layer * level / max(float(np.abs(layer).max()), 1e-6), np.float32)


def score(seconds: float, level: float = 0.12, seed: int = 0, rate: int = SAMPLE_RATE) -> Samples:
    """Chords that change, in stereo: harmonic, with soft attacks, a little different on both sides."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    sides = [np.zeros(len(time)), np.zeros(len(time))]
    for start in np.arange(0, seconds, 1.5):
        swell = np.clip((time - start) / 0.2, 0, 1) * np.exp(-np.maximum(time - start, 0) * 1.1) * (time >= start)
        for hertz in 220 * 2 ** (rng.choice([0, 3, 5, 7, 10, 12], 3, replace=False) / 12):
            for partial in range(1, 5):
                phase, pan = rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 0.65)
                wave = swell * np.sin(2 * np.pi * hertz * partial * time + phase) / partial**1.4
                sides = [side + wave * share for side, share in zip(sides, (pan, 1 - pan), strict=True)]
    stereo = np.stack(sides, axis=1)
    return np.asarray(stereo * level / np.abs(stereo).max(), np.float32)


@cache
def _programme() -> Samples:
    spoken = voices("en").sound
    seconds = len(spoken) / SAMPLE_RATE
    bed = score(seconds, 0.07)[: len(spoken)] + ambience("leaves", seconds, 3, 0.03)[: len(spoken)]
    return np.asarray(bed + 1.1 * spoken[:, None], np.float32)


def programme() -> Samples:
    """Voices over music and leaves, about ten seconds of stereo: what faults are planted in."""
    return _programme().copy()


# --- files ------------------------------------------------------------------------------------------------------------


def write_sound(path: Path, samples: Samples, *, rate: int = SAMPLE_RATE, subtype: str = "PCM_16") -> Path:
    """A WAV or FLAC file. Samples beyond full scale are cut off, as writers do."""
    import soundfile

    soundfile.write(str(path), np.clip(samples, -1, 1 - 2**-23), rate, subtype=subtype, format=path.suffix[1:].upper())
    return path


def pictures(seconds: float, seed: int = 0) -> Iterator[NDArray[np.uint8]]:
    """A drifting gradient with grain, grey."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    for number in range(round(seconds * RATE)):
        base = 110 + 55 * np.sin((x + 2.3 * number) / 24) + 20 * np.cos((y + number) / 18)
        yield np.clip(base + rng.normal(0, 3, base.shape), 20, 230).astype(np.uint8)


def write_film(
    path: Path, luma: Iterable[NDArray[np.uint8]], sounds: Sequence[Samples], *, codec: str = "flac", layout: str = "stereo",
    rate: int = SAMPLE_RATE, late_s: float = 0.0, leave_out: tuple[float, float] | None = None,
    cues: Sequence[tuple[float, float, str]] = (), bit_rate: int = 160_000,
) -> Path:  # fmt: skip
    """A small film: grey pictures at 25 frames a second, and streams of sound.

    Args:
        path: MP4, MOV, MKV, MXF or WebM.
        luma: pictures, uint8 [90, 160].
        sounds: one array [samples, channels] for each stream.
        codec, layout, rate, bit_rate: of every stream.
        late_s: when the sound begins.
        leave_out: packets of sound between these seconds are not written.
        cues: a track of text.
    """
    import av

    with av.open(str(path), "w") as container:
        coder, options = (
            ("libvpx-vp9", {"crf": "20"}) if path.suffix == ".webm" else ("libx264", {"crf": "16", "preset": "ultrafast"})
        )
        picture: Any = container.add_stream(coder, rate=RATE, options=options)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = picture.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        voices_: list[Any] = [container.add_stream(codec, rate=rate, layout=layout) for _ in sounds]
        for stream in voices_:
            if not codec.startswith(("pcm", "flac")):
                stream.bit_rate = bit_rate
        text: Any = container.add_mux_stream("mov_text" if path.suffix in (".mp4", ".mov") else "subrip") if cues else None
        packets = [*_picture_packets(picture, luma)]
        for stream, samples in zip(voices_, sounds, strict=True):
            packets += [p for p in _sound_packets(stream, samples, layout, rate, late_s) if not _left_out(p, leave_out)]
        for packet in sorted(packets, key=lambda p: float((p.dts if p.dts is not None else 0) * (p.time_base or 0))):
            container.mux(packet)
        for start, end, words in cues:
            container.mux(_text_packet(text, start, end, words, boxed=path.suffix in (".mp4", ".mov")))
    return path


def _left_out(packet: Any, span: tuple[float, float] | None) -> bool:
    return span is not None and packet.pts is not None and span[0] <= float(packet.pts * packet.time_base) < span[1]


def _picture_packets(stream: Any, luma: Any) -> Iterator[Any]:
    import av

    for number, grey in enumerate(luma):
        planes = np.concatenate((grey, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)))
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sound_packets(stream: Any, samples: Samples, layout: str, rate: int, late_s: float) -> Iterator[Any]:
    import av

    context = stream.codec_context
    resampler = av.AudioResampler(format=context.format.name, layout=layout, rate=rate, frame_size=context.frame_size or 0)
    first = round(late_s * rate)
    for start in range(0, len(samples), 4096):
        block = np.ascontiguousarray(np.clip(samples[start : start + 4096], -1, 1), np.float32)
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, first + start, Fraction(1, rate)
        for part in resampler.resample(frame):
            yield from stream.encode(part)
    for part in resampler.resample(None):
        yield from stream.encode(part)
    yield from stream.encode(None)


def _text_packet(stream: Any, start: float, end: float, words: str, *, boxed: bool) -> Any:
    import av

    data = words.encode()
    packet = av.Packet(len(data).to_bytes(2, "big") + data if boxed else data)
    packet.stream, packet.time_base = stream, Fraction(1, 1000)
    packet.pts = packet.dts = round(start * 1000)
    packet.duration = round((end - start) * 1000)
    return packet


def srt(cues: Sequence[tuple[float, float, str]]) -> str:
    """Cues as SubRip."""

    def clock(seconds: float) -> str:
        total = round(seconds * 1000)
        return f"{total // 3_600_000:02d}:{total // 60_000 % 60:02d}:{total // 1000 % 60:02d},{total % 1000:03d}"

    return "\n".join(f"{number}\n{clock(a)} --> {clock(b)}\n{text}\n" for number, (a, b, text) in enumerate(cues, 1))
