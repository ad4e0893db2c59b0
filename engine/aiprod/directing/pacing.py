# SPDX-License-Identifier: Apache-2.0
"""Time: how long lines and pictures last, and how a film is brought to the length that was asked for.

How long a picture is held follows from what there is to see (words of action, size of the view), from the mood and how much
presses, from what is said and the silence after it, and from the beat of the score: shots last so many half beats of their
scene's tempo (`film.tempo`), which is a whole number of frames, so that cuts fall on the beat wherever a shot stands.

The length of a film is reached by dealing half beats to the shots without dialogue, in an order fixed by their ids. So a line
that becomes a little longer changes its own shots and, at most, a few others; never all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aiprod.film.brief import Language
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Emotion, Mood

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
_HELD: dict[Mood, float] = {
    Mood.LONELY: 1.14, Mood.MELANCHOLIC: 1.12, Mood.TENDER: 1.10, Mood.CALM: 1.10, Mood.MYSTERIOUS: 1.06, Mood.HOPEFUL: 1.0,
    Mood.EPIC: 0.97, Mood.JOYFUL: 0.95, Mood.PLAYFUL: 0.92, Mood.TENSE: 0.90, Mood.FRIGHTENING: 0.88,
}  # fmt: skip
"""How much longer than usual a mood holds a picture: mean shot lengths of films differ by genre in about this measure
(Salt, Film Style and Technology, 1992; Cutting, DeLong and Nothelfer, Psychological Science 21, 2010)."""
_SLACK_FRAMES = 2
"""A voice's shot may lose so much of its closing silence to end on the beat."""


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


def reading_seconds(text: str, intensity: float, mood: Mood = Mood.HOPEFUL) -> float:
    """How long an action stays on the screen before fitting: one picture and what happens in it."""
    words = len(text.split())
    calm = 1.9 + 0.16 * min(words, 16)
    return round(calm * (1.2 - 0.45 * intensity) * _HELD[mood], 3)


@dataclass
class Slot:
    """The length of a shot as it is being decided.

    Attributes:
        id: of the shot.
        frames: now.
        least, most: what the shot bears, frames.
        elastic: shots with dialogue are not: their length is the voice's.
        quantum: half a beat of its scene, frames.
        shared: frames of it that lie beyond its cuts, inside transitions.
    """

    id: str
    frames: int
    least: int
    most: int
    elastic: bool
    quantum: int = 12
    shared: int = 0

    def onto_beat(self) -> None:
        """Let the shot last a whole number of half beats from cut to cut: a voice is never cut short."""
        seen, step = self.frames - self.shared, self.quantum
        if not self.elastic:
            self.frames = self.shared + max(1, -(-(seen - _SLACK_FRAMES) // step)) * step
            self.least = self.most = self.frames
            return
        self.least = self.shared + max(1, -(-(self.least - self.shared) // step)) * step
        self.most = max(self.least, self.shared + (self.most - self.shared) // step * step)
        self.frames = min(max(self.shared + round(seen / step) * step, self.least), self.most)


def fit(slots: Sequence[Slot], target_frames: int, overlap_frames: int = 0) -> None:
    """Bring the sum of frames near the target by dealing half beats to elastic slots, in place.

    Within the tolerance nothing is touched.
    """
    total = sum(slot.frames for slot in slots) - overlap_frames
    miss = target_frames - total
    if abs(miss) <= TOLERANCE * target_frames:
        return
    step = max(1, round(_DEAD_BAND * target_frames))
    _deal(slots, round(Fraction(miss, step)) * step)


def _deal(slots: Sequence[Slot], wanted: int) -> None:
    order = sorted((s for s in slots if s.elastic), key=lambda s: seed_from("pace", s.id))
    sign = 1 if wanted > 0 else -1
    left = abs(wanted)
    moved = True
    while moved:
        moved = False
        for slot in order:
            room = slot.most - slot.frames if sign > 0 else slot.frames - slot.least
            if slot.quantum <= room and slot.quantum // 2 < left:
                slot.frames += sign * slot.quantum
                left -= slot.quantum
                moved = True
