# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (tables of words, one entry a line)
"""Music to measure: a mood in words, exactly so many frames, at the loudness that was asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.brief import Genre, Tone
from aiprod.film.cues import MusicCue, MusicSection
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Mood
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.sound import samples_in, write_sound
from aiprod.production.clips.store import Clip
from aiprod.production.clips.words import told

if TYPE_CHECKING:
    from aiprod.production.clips.making import Bench

_WORDS: dict[Mood, str] = {
    Mood.JOYFUL: "joyful|happy|bright|upbeat|cheerful|festive|sunny|joyeux|joyeuse|gai|gaie|heureux|heureuse|festif|festive|enjoue|enjouee",
    Mood.PLAYFUL: "playful|funny|quirky|light|comic|mischievous|espiegle|drole|leger|legere|comique|amusant|amusante|ludique",
    Mood.TENDER: "tender|soft|romantic|intimate|warm|gentle|love|tendre|doux|douce|romantique|intime|chaleureux|chaleureuse|amour",
    Mood.HOPEFUL: "hopeful|inspiring|uplifting|optimistic|rising|espoir|plein d'espoir|inspirant|inspirante|optimiste|lumineux|lumineuse",
    Mood.CALM: "calm|quiet|peaceful|relaxed|ambient|serene|meditative|calme|paisible|serein|sereine|tranquille|apaisant|apaisante|ambiant",
    Mood.MELANCHOLIC: "melancholic|melancholy|sad|nostalgic|bittersweet|wistful|melancolique|melancolie|triste|nostalgique|nostalgie",
    Mood.LONELY: "lonely|empty|alone|desolate|solitary|solitaire|seul|seule|desole|solitude|vide",
    Mood.MYSTERIOUS: "mysterious|strange|mystery|eerie|enigmatic|dreamy|mysterieux|mysterieuse|etrange|enigmatique|onirique|mystere",
    Mood.TENSE: "tense|suspense|suspenseful|nervous|urgent|anxious|thriller|action|tendu|tendue|nerveux|nerveuse|haletant|haletante|angoisse",
    Mood.FRIGHTENING: "frightening|scary|horror|dark|terrifying|menacing|sinister|effrayant|effrayante|horreur|sombre|menacant|menacante|sinistre",
    Mood.EPIC: "epic|heroic|grand|majestic|powerful|cinematic|triumphant|epique|heroique|grandiose|majestueux|majestueuse|puissant|puissante|triomphal",
}  # fmt: skip
"""What people call a mood, folded, in both languages; the story words of `writing.moods` come after these."""
_SLOW = "slow|slowly|soft|quiet|sparse|minimal|lent|lente|lentement|doux|douce|epure|minimaliste|discret|discrete"
_FAST = (
    "fast|quick|driving|energetic|intense|loud|powerful|rapide|vif|vive|energique|rythme|rythmee|fort|forte|puissant|puissante"
)
_CEILING_DBTP = -1.0
_LEAST_S = 0.4
"""The shortest music whose loudness can be measured."""
_CLOSE_LU = 0.1
_MOST_S = 3600.0


def read_mood(text: str) -> tuple[Mood, float]:
    """A mood and its intensity (0–1) from a few words, in English or French. Words of the mood itself count first."""
    from aiprod.writing import moods
    from aiprod.writing.text import fold

    folded = fold(text.replace("’", "'"))
    scores = {mood: len(_found(words, folded)) for mood, words in _WORDS.items()}
    best = max(scores, key=lambda mood: scores[mood])
    mood = best if scores[best] else moods.mood_of(text)
    usual = {Mood.CALM: 0.3, Mood.LONELY: 0.35, Mood.TENSE: 0.65, Mood.FRIGHTENING: 0.7, Mood.EPIC: 0.8}.get(mood, 0.5)
    swing = 0.2 * (len(_found(_FAST, folded)) - len(_found(_SLOW, folded)))
    return mood, round(min(1.0, max(0.1, usual + swing)), 2)


def _found(words: str, text: str) -> list[str]:
    return re.findall(rf"\b(?:{words})\b", text)


def cue_of(recipe: ClipRecipe) -> MusicCue:
    """A recipe as the composer reads it."""
    from aiprod.writing import moods

    mood, intensity = read_mood(recipe.mood)
    seconds = samples_in(recipe.frames, recipe.frame_rate) / SAMPLE_RATE
    genre, tone = moods.genre(recipe.mood) or Genre.DRAMA, moods.tone(recipe.mood) or Tone.WARM
    section = MusicSection(start_s=0.0, duration_s=seconds, mood=mood, intensity=intensity)
    return MusicCue(
        id="clip", duration_s=seconds, sections=(section,), genre=genre.value, tone=tone.value, seed=recipe.seed
    )  # fmt: skip


def check(recipe: ClipRecipe) -> None:
    """Raises UserError for music that can't be written."""
    if recipe.seconds > _MOST_S:
        minutes = f"it lasts {recipe.seconds / 60:.0f} minutes, and the most is {_MOST_S / 60:.0f}"
        raise UserError("The range is too long for one piece of music", minutes, "Score it in parts.")


def make(bench: Bench) -> tuple[Clip, Path]:
    """Compose and play a range's music."""
    from aiprod.music import score

    recipe, teller = bench.order.recipe, bench.teller
    teller.at(0.02, "music", "score")
    cue = cue_of(recipe)
    facts = score.compose(cue, bench.work)
    teller.at(0.8, "music", "loudness")
    samples, reached = levelled(read_audio(bench.work / "score.flac"), recipe.loudness)
    desk = bench.store.desk(bench.work)
    sound = write_sound(desk, samples, recipe.frames, recipe.frame_rate)
    words = () if reached is not None else (told("short music"),)
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe, frames=recipe.frames, files=(sound,), generator=score.GENERATOR,
        label="composed and played by AIPROD", words=words,
        facts={"moods": facts["moods"], "notes": facts["notes"], "loudness_lufs": reached},
    )  # fmt: skip
    return made, desk


def levelled(samples: Samples, target: float) -> tuple[Samples, float | None]:
    """Music at a loudness in LUFS, its peaks held below −1 dBTP; and what was reached (None: too short to measure)."""
    from aiprod.media.loudness import SILENCE_LUFS, measure
    from aiprod.mixing.limiter import limit

    if len(samples) < _LEAST_S * SAMPLE_RATE:
        return samples, None
    gain, loudness, result = 0.0, measure(samples).integrated_lufs, samples
    for _ in range(4):
        if loudness <= SILENCE_LUFS or abs(loudness - target) <= _CLOSE_LU:
            break
        gain += target - loudness
        result = limit((samples * np.float32(10 ** (gain / 20))).astype(np.float32), _CEILING_DBTP)
        loudness = measure(result).integrated_lufs
    return result, round(loudness, 2) if loudness > SILENCE_LUFS else None
