# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""Mood, intensity, emotion, genre and tone, read out of words."""

from __future__ import annotations

import re

from aiprod.film.brief import Genre, Tone
from aiprod.film.screenplay import Emotion, Mood, TimeOfDay, Weather
from aiprod.writing.lexicon import EMOTIONS, INTENSE, MOODS, best, count
from aiprod.writing.text import fold

_WEATHER_MOOD = {Weather.STORM: Mood.TENSE, Weather.FOG: Mood.MYSTERIOUS, Weather.RAIN: Mood.MELANCHOLIC, Weather.SNOW: Mood.CALM}
_MOOD_INTENSITY = {
    Mood.CALM: 0.25, Mood.LONELY: 0.3, Mood.MELANCHOLIC: 0.35, Mood.TENDER: 0.4, Mood.HOPEFUL: 0.45, Mood.PLAYFUL: 0.5, Mood.JOYFUL: 0.55,
    Mood.MYSTERIOUS: 0.5, Mood.EPIC: 0.75, Mood.TENSE: 0.7, Mood.FRIGHTENING: 0.8,
}  # fmt: skip
_GENRE_WORDS = {
    Genre.SCIENCE_FICTION: "robot|robots|spaceship|space|planet|android|alien|astronaut|mars|galaxy|vaisseau|planete|androide|extraterrestre|astronaute|orbite|fusee",
    Genre.FANTASY: "dragon|wizard|witch|magic|magical|elf|fairy|spell|kingdom|enchanted|sorcier|sorciere|magie|magique|elfe|fee|sortilege|royaume|enchante|enchantee",
    Genre.THRILLER: "murder|killer|gun|kidnap|hostage|knife|assassin|bomb|meurtre|tueur|arme|otage|bombe|enlevement|pistolet",
    Genre.MYSTERY: "detective|clue|disappeared|vanished|secret|mystery|enigma|detective|indice|disparu|disparue|enigme|mystere|enqueteur|enquete",
    Genre.ROMANCE: "love|lovers|kiss|wedding|bride|amour|amoureux|amoureuse|baiser|mariage|fiancee|fiance",
    Genre.ADVENTURE: "treasure|expedition|pirate|pirates|voyage|explorer|jungle|quest|tresor|expedition|explorateur|exploratrice|quete",
    Genre.COMEDY: "joke|clown|silly|prank|clumsy|funny|blague|clown|farce|maladroit|drole|gaffe",
}
_TONE_OF_MOOD = {
    Mood.JOYFUL: Tone.WARM, Mood.PLAYFUL: Tone.FUNNY, Mood.TENDER: Tone.TENDER, Mood.HOPEFUL: Tone.WARM, Mood.CALM: Tone.POETIC,
    Mood.MELANCHOLIC: Tone.MELANCHOLIC, Mood.LONELY: Tone.MELANCHOLIC, Mood.MYSTERIOUS: Tone.POETIC, Mood.TENSE: Tone.TENSE,
    Mood.FRIGHTENING: Tone.DARK, Mood.EPIC: Tone.EPIC,
}  # fmt: skip


def scene(text: str, time: TimeOfDay, weather: Weather) -> tuple[Mood, float]:
    """A scene's mood and its dramatic intensity (0..1), from all its words."""
    mood = mood_of(text, weather)
    strong = count(INTENSE, fold(text)) + text.count("!")
    night = 0.05 if time is TimeOfDay.NIGHT else 0.0
    intensity = min(1.0, _MOOD_INTENSITY[mood] + 0.08 * min(strong, 4) + night)
    return mood, round(intensity, 2)


def mood_of(text: str, weather: Weather = Weather.CLEAR) -> Mood:
    """The mood whose words are most present, the weather tipping the balance; calm where nothing speaks."""
    folded = fold(text)
    scores = {mood: float(count(listed, folded)) for mood, listed in MOODS.items()}
    if weather in _WEATHER_MOOD:
        scores[_WEATHER_MOOD[weather]] += 0.6
    top = max(scores, key=lambda mood: scores[mood])
    return top if scores[top] > 0 else _nearest_mood(text)


def _nearest_mood(text: str) -> Mood:
    """By meaning, where no listed word helps."""
    from aiprod.writing import association

    if len(text.split()) < 6:
        return Mood.CALM
    found = association.nearest(text[:400], tuple(mood.value for mood in Mood))
    return Mood(found) if found else Mood.CALM


def emotion(text: str, parenthetical: str = "") -> Emotion:
    """A line's emotion: the author's parenthetical first, then the words, then the punctuation."""
    told = best(EMOTIONS, parenthetical) if parenthetical else None
    said = told or best(EMOTIONS, text)
    if said:
        return said
    if re.search(r"[!?]\s*[!?]|\?!", text):
        return Emotion.SURPRISE
    if text.rstrip().endswith("!"):
        return Emotion.DETERMINATION if len(text.split()) < 5 else Emotion.JOY
    return Emotion.WEARINESS if text.rstrip().endswith(("...", "…")) else Emotion.NEUTRAL


def genre(text: str) -> Genre | None:
    return best(_GENRE_WORDS, text)


def tone(text: str) -> Tone | None:
    """The tone that goes with the prevailing mood."""
    found = best(MOODS, text)
    return _TONE_OF_MOOD[found] if found else None
