# SPDX-License-Identifier: Apache-2.0
"""Time: how long lines and pictures last, and how a film is brought to the length that was asked for.

The length of a film is reached by dealing quanta of half a second to the shots without dialogue, in an order fixed by
their ids. So a line that becomes a little longer changes its own shots and, at most, a few others; never all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aiprod.film.brief import Language
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Emotion
from aiprod.film.time import FrameRate

QUANTUM_S = 0.5
TOLERANCE = 0.05
_DEAD_BAND = 0.075
"""Part of the target by which the fit moves at a time: under twice the tolerance, so that every step lands inside it."""
_SPOKEN: dict[Language, tuple[float, float, float, float]] = {"en": (0.58, 0.123, 0.30, 0.52), "fr": (0.63, 0.119, 0.27, 0.20)}
"""Seconds for a line, per syllable, per comma, per further sentence: least squares over lines spoken by the voices."""
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
_PAUSE_AFTER: dict[Emotion, float] = {
    Emotion.NEUTRAL: 0.35,
    Emotion.JOY: 0.3,
    Emotion.SADNESS: 0.8,
    Emotion.ANGER: 0.2,
    Emotion.FEAR: 0.35,
    Emotion.SURPRISE: 0.5,
    Emotion.TENDERNESS: 0.75,
    Emotion.DETERMINATION: 0.35,
    Emotion.WEARINESS: 0.65,
    Emotion.IRONY: 0.45,
}


def estimate_seconds(text: str, language: Language) -> float:
    """How long a line takes to say, before there is a voice: syllables and breaths.

    Fitted to Kokoro's lines; a quarter of a second off either way is usual.
    """
    whole, syllable, comma, sentence = _SPOKEN[language]
    syllables = sum(_syllables(word, language) for word in re.findall(r"[^\W_]+", text))
    commas, ends = len(re.findall(r"[,;:—–]", text)), len(re.findall(r"[.!?…]+", text))
    return round(whole + syllable * syllables + comma * commas + sentence * max(0, ends - 1), 2)


def _syllables(word: str, language: Language) -> int:
    if word.isdigit():
        return 2 * len(word)
    groups = len(_VOWELS.findall(word))
    silent = len(word) > 3 and word.lower().endswith(("e", "es", "ent") if language == "fr" else ("e", "ed"))
    return max(1, groups - int(silent and groups > 1))


def pause_after(emotion: Emotion, intensity: float) -> float:
    """The silence after a line, seconds: long for what touches, short in a quarrel, shorter as tension rises."""
    return round(_PAUSE_AFTER[emotion] * (1.15 - 0.5 * intensity), 3)


def reading_seconds(text: str, intensity: float) -> float:
    """How long an action stays on the screen before fitting: one picture and what happens in it."""
    words = len(text.split())
    calm = 1.9 + 0.16 * min(words, 16)
    return round(calm * (1.2 - 0.45 * intensity), 3)


@dataclass
class Slot:
    """The length of a shot as it is being decided.

    Attributes:
        id: of the shot.
        frames: now.
        least, most: what the shot bears, frames.
        elastic: shots with dialogue are not: their length is the voice's.
    """

    id: str
    frames: int
    least: int
    most: int
    elastic: bool


def fit(slots: Sequence[Slot], target_frames: int, rate: FrameRate, overlap_frames: int = 0) -> None:
    """Bring the sum of frames near the target by dealing quanta to elastic slots, in place.

    Within the tolerance nothing is touched.
    """
    total = sum(slot.frames for slot in slots) - overlap_frames
    miss = target_frames - total
    if abs(miss) <= TOLERANCE * target_frames:
        return
    step = max(1, round(_DEAD_BAND * target_frames))
    wanted = round(Fraction(miss, step)) * step
    _deal(slots, wanted, max(1, rate.frames(QUANTUM_S)))


def _deal(slots: Sequence[Slot], wanted: int, quantum: int) -> None:
    order = sorted((s for s in slots if s.elastic), key=lambda s: seed_from("pace", s.id))
    sign = 1 if wanted > 0 else -1
    left = abs(wanted)
    moved = True
    while left >= quantum // 2 + 1 and moved:
        moved = False
        for slot in order:
            if left < quantum // 2 + 1:
                return
            room = slot.most - slot.frames if sign > 0 else slot.frames - slot.least
            part = min(quantum, room, left)
            if part > 0:
                slot.frames += sign * part
                left -= part
                moved = True
