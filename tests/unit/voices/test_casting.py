# SPDX-License-Identifier: Apache-2.0
"""Casting: distinct voices of the right kind, native French, the same for the same seed."""

from __future__ import annotations

import pytest

from aiprod.film.screenplay import Age, Character, Gender, Line, Scene, Screenplay
from aiprod.models.cards import card
from aiprod.voices.casting import cast_voices


def film(language, cast, silent=(), extra=()):
    speakers = [c.id for c in cast if c.id not in silent] + list(extra)
    lines = tuple(Line(id=f"l{i}", character=who, text="Oui.") for i, who in enumerate(speakers))
    scene = Scene(id="s", heading="INT.", interior=True, place="room", elements=lines)
    return Screenplay(title="T", language=language, cast=tuple(cast), scenes=(scene,))


def crowd(count):
    genders, ages = list(Gender), list(Age)
    return [Character(id=f"c{i}", name=f"C{i}", gender=genders[i % 3], age=ages[i % 4]) for i in range(count)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_forty_characters_have_forty_voices(language):
    castings = cast_voices(film(language, crowd(40)), seed=3)
    voices = {(*sorted(c.speakers.items()), c.pitch_semitones, c.timbre) for c in castings}
    assert len(castings) == len(voices) == 40
    known = {file.name for file in card("kokoro-82m").files}
    for casting in castings:
        assert sum(casting.speakers.values()) == pytest.approx(1, abs=0.01)
        assert {f"voices/{name}.bin" for name in casting.speakers} <= known
        assert -4 <= casting.pitch_semitones <= 3


@pytest.mark.parametrize("seed", range(20))
def test_french_is_never_led_by_an_english_speaker(seed):
    for casting in cast_voices(film("fr", crowd(24)), seed):
        english = sum(weight for name, weight in casting.speakers.items() if name[0] in "ab")
        assert english < 0.35


def test_only_those_who_speak_are_cast_and_a_narrator_outside_the_cast_is():
    castings = cast_voices(film("en", crowd(3), silent=("c1",), extra=("narrator",)), seed=1)
    assert [c.character for c in castings] == ["c0", "c2", "narrator"]


def test_same_seed_same_voices_and_seeds_differ():
    whole = film("en", crowd(6))
    assert cast_voices(whole, 7) == cast_voices(whole, 7)
    assert any(cast_voices(whole, seed) != cast_voices(whole, 7) for seed in range(8))


def test_kinds_of_voices():
    cast = [
        Character(id="girl", name="Girl", gender=Gender.FEMALE, age=Age.CHILD),
        Character(id="boy", name="Boy", gender=Gender.MALE, age=Age.CHILD),
        Character(id="man", name="Man", gender=Gender.MALE),
        Character(id="old", name="Old", gender=Gender.MALE, age=Age.OLD),
        Character(id="bot", name="Bot", species="robot"),
        Character(id="bird", name="Bird", species="bird"),
    ]
    found = {c.character: c for c in cast_voices(film("en", cast), seed=2)}
    assert found["girl"].pitch_semitones >= 2
    assert found["bird"].pitch_semitones >= 2
    assert found["bot"].timbre == "robot"
    assert found["man"].timbre == "natural"
    assert all(name[1] == "m" for name in found["man"].speakers)
    assert found["old"].speed < found["man"].speed
