# SPDX-License-Identifier: Apache-2.0
"""Mouths against the times of the phonemes they speak, on lines really recorded, and against the sound itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.brief import Language
from aiprod.film.screenplay import Line
from aiprod.film.speech import PhonemeTime, Speech, VoiceCasting
from aiprod.media.audio import SAMPLE_RATE, read_audio
from aiprod.shooting.animatic.people import visemes
from aiprod.voices.studio import VoiceStudio

_FPS = 24
_LINES: dict[Language, tuple[str, ...]] = {
    "en": (
        "Are you still up there?", "I never opened it.", "Maybe it was the wind.", "Put the key back where you found it.",
        "Above all, do not answer the door.", "My brother bought a boat.", "All of them, every single one.", "Open it.",
    ),
    "fr": (
        "Attends, ouvre la porte.", "On a oublié le pain.", "Elle n'a jamais répondu.", "Est-ce que tu m'entends ?",
        "Un bateau passe au loin.", "Il faut partir avant la pluie.", "Où vas-tu si tard ?", "Ma mère habitait ici.",
    ),
}  # fmt: skip
_VOICES = {"en": "am_michael", "fr": "ff_siwis"}


def run(runs: int = 1, seed: int = 0) -> dict[str, Any]:
    """Record the lines, and compare. Figures in frames at 24 per second; positive means the mouth is late."""
    figures: dict[str, Any] = {"reach": "≤ 1 frame, every line"}
    for language in _LINES:
        found = [_line(speech, onset) for speech, onset in _recorded(language)]
        figures[language] = {
            "lines": len(found), "openings": sum(len(offsets) for offsets, _ in found),
            "worst_frames": round(max((abs(o) for offsets, _ in found for o in offsets), default=0.0), 2),
            "mean_frames": round(float(np.mean([o for offsets, _ in found for o in offsets])), 2),
            "first_opening_against_first_sound_frames": [round(against, 2) for _, against in found],
        }  # fmt: skip
    return figures


def _recorded(language: Language) -> Iterator[tuple[Speech, float]]:
    """Each spoken line, and when its sound really begins (seconds)."""
    casting = VoiceCasting(character="x", speakers={_VOICES[language]: 1.0})
    with VoiceStudio(language) as booth, tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(_LINES[language]):
            speech = booth.speak(Line(id=f"l{number}", character="x", text=text), casting, Path(folder) / str(number))
            yield speech, _onset(Path(folder) / str(number) / "speech.wav")


def _onset(path: Path) -> float:
    """The first 5 ms that are louder than −30 dB below the loudest."""
    samples = read_audio(path)[:, 0]
    block = SAMPLE_RATE // 200
    level = np.sqrt((samples[: len(samples) // block * block].reshape(-1, block) ** 2).mean(axis=1))
    return float(np.argmax(level > level.max() * 10 ** (-30 / 20))) / 200


def _line(speech: Speech, sound_s: float) -> tuple[list[float], float]:
    """Offsets of every opening after a closed mouth, and of the first opening against the first sound, in frames."""
    offsets = [
        (_opens(speech.phonemes, phoneme) - phoneme.start_s) * _FPS
        for before, phoneme in _with_before(speech.phonemes) if before in visemes.CLOSURES or before == " "
    ]  # fmt: skip
    spoken = next(p for p in speech.phonemes if visemes.shape_of(p.symbol) is not None)
    return offsets, (spoken.start_s - sound_s) * _FPS


def _with_before(phonemes: Sequence[PhonemeTime]) -> Iterator[tuple[str, PhonemeTime]]:
    """Vowels, with the sound before them; stress marks are no sounds."""
    sounding = [p for p in phonemes if p.symbol == " " or visemes.shape_of(p.symbol) is not None]
    for before, phoneme in pairwise(sounding):
        if phoneme.symbol[0] in visemes.VOWELS:
            yield before.symbol, phoneme


def _opens(phonemes: Sequence[PhonemeTime], phoneme: PhonemeTime) -> float:
    """When the lips part for a vowel: halfway between closed and what they reach in it."""
    times = np.arange(phoneme.start_s - 0.15, phoneme.end_s, 0.001)
    opening = np.array([visemes.opening(phonemes, float(time)) for time in times])
    from_closed = int(np.argmin(opening[: max(1, len(opening) - 20)]))
    half = (opening[from_closed] + opening[from_closed:].max()) / 2
    return float(times[from_closed + int(np.argmax(opening[from_closed:] >= half))])
