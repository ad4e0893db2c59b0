# SPDX-License-Identifier: Apache-2.0
"""A clip's labels as one sentence, in English and in French."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from aiprod.film.brief import Language
from aiprod.training.data.subjects import Subject, subjects
from aiprod.training.data.vocabulary import value

_NUMBERS: dict[Language, dict[str, str]] = {"en": {"2": "two", "3": "three"}, "fr": {"2": "deux", "3": "trois"}}
_FEMININE = {"vert": "verte", "bleu": "bleue", "violet": "violette", "blanc": "blanche", "noir": "noire"}
_SAME_PLURAL = ("orange",)
_VERBS = {
    "en": {"moves": "goes", "flies": "flies", "sails": "sails", "floats": "floats"},
    "fr": {"moves": "va", "flies": "vole", "sails": "navigue", "floats": "flotte"},
}
_VERBS_MANY = {
    "en": {"moves": "go", "flies": "fly", "sails": "sail", "floats": "float"},
    "fr": {"moves": "vont", "flies": "volent", "sails": "naviguent", "floats": "flottent"},
}
_WAYS = {"en": {"left": "to the left", "right": "to the right"}, "fr": {"left": "vers la gauche", "right": "vers la droite"}}
_WEARS = {"en": "in {}", "fr": "en {}"}
_ORDER = ("emotion", "speech", "time", "weather", "light", "size", "camera")


def caption(labels: Mapping[str, str], language: Language, rng: Random) -> str:
    """Who or what, how it moves, where; then the rest, in paraphrases that `rng` chooses."""
    parts = [f"{_who(labels, language)}{_motion(labels, language)}", _say("place", labels, language, rng)]
    parts += [_say(slot, labels, language, rng) for slot in _ORDER if labels.get(slot)]
    sentence = ", ".join(part for part in parts if part)
    return sentence[0].upper() + sentence[1:] + "."


def _say(slot: str, labels: Mapping[str, str], language: Language, rng: Random) -> str:
    return rng.choice(value(slot, labels[slot]).phrases(language))


def _who(labels: Mapping[str, str], language: Language) -> str:
    if labels["subject"] == "none":
        return value("subject", "none").phrases(language)[0]
    subject, count = subjects()[labels["subject"]], int(labels.get("count", "1"))
    noun, colour = subject.noun(language, count), labels.get("colour", "")
    number = _NUMBERS[language].get(str(count)) or _one(noun, subject.feminine, language, "" if _wears(subject) else colour)
    return f"{number} {_coloured(noun, colour, count, language, subject)}"


def _wears(subject: Subject) -> bool:
    """People wear their colour; everything else has it."""
    return subject.kind == "person" and subject.id != "robot"


def _one(noun: str, feminine: bool, language: Language, colour: str) -> str:
    if language == "fr":
        return "une" if feminine else "un"
    return "an" if (colour or noun)[0] in "aeio" else "a"


def _coloured(noun: str, colour: str, count: int, language: Language, subject: Subject) -> str:
    if not colour:
        return noun
    word = value("colour", colour).phrases(language)[0]
    if _wears(subject):
        return f"{noun} {_WEARS[language].format(word)}"
    if language == "en":
        return f"{word} {noun}"
    word = _FEMININE.get(word, word) if subject.feminine else word
    return f"{noun} {word}{'s' if count > 1 and word not in _SAME_PLURAL else ''}"


def _motion(labels: Mapping[str, str], language: Language) -> str:
    """How it goes; nothing where it stays or where nobody is."""
    way = labels.get("direction", "still")
    if way == "still":
        return ""
    verbs = (_VERBS if int(labels.get("count", "1")) == 1 else _VERBS_MANY)[language]
    speed = f" {value('speed', labels['speed']).phrases(language)[0]}" if labels.get("speed") else ""
    return f" {verbs[subjects()[labels['subject']].motion]}{speed} {_WAYS[language][way]}"
