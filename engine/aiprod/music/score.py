# SPDX-License-Identifier: Apache-2.0
"""The score: composed notes played on the soundfont, placed in a hall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.cues import MusicCue
from aiprod.film.takes import ModelUse
from aiprod.media.audio import SAMPLE_RATE, Samples, write_audio
from aiprod.models import library
from aiprod.music.composer import DRUM_CHANNEL, Composer, Note

if TYPE_CHECKING:
    from tinysoundfont import Synth

GENERATOR = "composer/2"
_SOUNDFONT = ("musescore-general-lite", "MuseScore_General_Lite.sf3")
_PAN = {"pad": 0.0, "lead": 0.15, "figure": -0.25, "bass": 0.05, "drums": 0.1}
_TAIL_S = 2.5
_PEAK = 0.5


def models() -> tuple[ModelUse, ...]:
    """The soundfont, as recipes name it."""
    return (library.use(_SOUNDFONT[0]),)


def compose(cue: MusicCue, folder: Path) -> dict[str, Any]:
    """Compose and render a cue to `score.flac` (stereo, 48 kHz, 24-bit), exactly `cue.duration_s` long.

    Returns the number of notes and the moods played.
    """
    notes = Composer(cue).notes()
    dry = _play(notes, cue.duration_s + _TAIL_S)
    wet = _hall(dry, cue.seed)
    samples = _trimmed(dry + 0.35 * wet, cue.duration_s)
    write_audio(folder / "score.flac", samples)
    return {"notes": len(notes), "moods": [section.mood.value for section in cue.sections], "duration_s": cue.duration_s}


def _play(notes: list[Note], duration_s: float) -> Samples:
    """Render notes in blocks between events, sample-accurate."""
    synth, channels = _synth(notes)
    events = _events(notes)
    total = round(duration_s * SAMPLE_RATE)
    blocks: list[Samples] = []
    position = 0
    for at, kind, note in events:
        at = min(at, total)
        if at > position:
            blocks.append(_generated(synth, at - position))
            position = at
        channel = channels[note.program, note.layer]
        if kind == 1:
            synth.noteon(channel, note.pitch, round(127 * note.velocity))
        else:
            synth.noteoff(channel, note.pitch)
    if position < total:
        blocks.append(_generated(synth, total - position))
    return np.concatenate(blocks)


def _events(notes: list[Note]) -> list[tuple[int, int, Note]]:
    """(sample, 1 on / 0 off, note), offs before ons at the same sample."""
    events = []
    for note in notes:
        events.append((round(note.start_s * SAMPLE_RATE), 1, note))
        events.append((round((note.start_s + note.duration_s) * SAMPLE_RATE), 0, note))
    return sorted(events, key=lambda event: (event[0], event[1], event[2].pitch, event[2].program))


def _synth(notes: list[Note]) -> tuple[Synth, dict[tuple[int, str], int]]:
    """A synthesiser with one channel per instrument and layer."""
    from tinysoundfont import Synth

    synth = Synth(gain=-6, samplerate=SAMPLE_RATE)
    font = synth.sfload(str(library.file(*_SOUNDFONT)))
    channels: dict[tuple[int, str], int] = {}
    free = (channel for channel in range(64) if channel != DRUM_CHANNEL)
    for program, layer in sorted({(note.program, note.layer) for note in notes}):
        channel = DRUM_CHANNEL if program < 0 else next(free)
        channels[program, layer] = channel
        synth.program_select(channel, font, 128 if program < 0 else 0, max(program, 0), program < 0)
        synth.control_change(channel, 10, round(64 + 63 * _PAN[layer]))
    return synth, channels


def _generated(synth: Synth, count: int) -> Samples:
    """`count` stereo samples."""
    buffer = np.frombuffer(bytes(synth.generate(count)), dtype=np.float32)
    return buffer.reshape(-1, 2)


def _hall(dry: Samples, seed: int) -> Samples:
    """A medium hall: exponentially decaying noise, 1.8 s RT60, darker as it decays (Moorer, CMJ 3(2), 1979)."""
    from scipy.signal import butter, oaconvolve, sosfilt

    length = int(1.8 * SAMPLE_RATE)
    noise = np.random.default_rng(seed).standard_normal((length, 2))
    decay = 10 ** (-3 * np.arange(length) / length)
    impulse = sosfilt(butter(1, (180, 5200), "bandpass", fs=SAMPLE_RATE, output="sos"), noise * decay[:, None], axis=0)
    impulse[: int(0.012 * SAMPLE_RATE)] = 0
    impulse /= np.sqrt((impulse**2).sum(axis=0))
    wet: Samples = oaconvolve(dry, impulse.astype(np.float32), axes=0)[: len(dry)].astype(np.float32)
    return wet


def _trimmed(samples: Samples, duration_s: float) -> Samples:
    """Cut to length, with a short fade in and a long one out, peaks at −6 dBFS."""
    cut = samples[: round(duration_s * SAMPLE_RATE)].copy()
    fade = min(round(1.5 * SAMPLE_RATE), len(cut))
    cut[len(cut) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None] ** 1.5
    peak = float(np.abs(cut).max())
    return cut * np.float32(_PEAK / peak) if peak > 0 else cut
