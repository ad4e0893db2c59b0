# SPDX-License-Identifier: Apache-2.0
"""Just enough grammar to write both languages without mistakes: articles, pronouns, agreement, elision, contraction.

A template names its slots in braces. `{hero}` is a name; `{thing.a}` an inflected form; `{hero?prêt|prête}` chooses by
gender; a form with a capital (`{thing.The}`) starts a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiprod.film.brief import Language
from aiprod.film.screenplay import Gender
from aiprod.writing.text import capitalised, fold, typographic

_SLOT = re.compile(r"\{(\w+)(?:\.(\w+)|\?([^|{}]*)\|([^{}]*))?\}")
_SILENT_H = [
    "habi",
    "habill",
    "habit",
    "haleine",
    "halluc",
    "hameçon",
    "harmon",
    "hebdo",
    "herb",
    "heritag",
    "heros",
    "heroi",
    "hesit",
    "heure",
    "heureux",
    "hier",
    "hirondelle",
    "histoire",
    "hiver",
    "homm",
    "honnet",
    "honneur",
    "honor",
    "hopital",
    "horaire",
    "horizon",
    "horlog",
    "horreur",
    "hospital",
    "hote",
    "hotel",
    "huile",
    "huitre",
    "humain",
    "humeur",
    "humid",
    "humour",
    "hymne",
    "hypo",
    "hipp",
    "helic",
    "helene",
    "henri",
    "hector",
    "hugo",
    "helas",
    "hercule",
    "hermine",
    "huiss",
    "hydr",
    "hygien",
]
_ASPIRATED = frozenset(("heros", "onze", "onzieme", "oui", "ouistiti", "yacht", "yaourt", "yoyo", "hibou", "huit"))
_FR_ELIDED = re.compile(
    r"(?<![\w’'-])(le|la|je|me|te|se|ne|de|que|jusque|lorsque|puisque|quoique) (?=([a-zà-öø-ÿœA-ZÀ-ÖØ-ÞŒ][\w’-]*))", re.IGNORECASE
)
_MARK = "\x01"
"""Follows an article made by a slot, so that "de le" is contracted there and left alone before a pronoun."""


@dataclass(frozen=True)
class Noun:
    """A thing or a being that sentences can name.

    Attributes:
        text: without article: "message in a bottle", « robot de livraison », or a proper name.
        gender: grammatical in French, natural in English.
        named: a proper name: it takes no article.
        neuter: "it" in English (things, robots).
    """

    text: str
    gender: Gender = Gender.NEUTRAL
    named: bool = False
    neuter: bool = True

    @property
    def feminine(self) -> bool:
        return self.gender is Gender.FEMALE


def silent_start(word: str) -> bool:
    """Whether a French word starts with a vowel sound, so that the word before it is elided."""
    folded = fold(word)
    if folded in _ASPIRATED or not folded:
        return False
    if folded[0] == "h":
        return any(folded.startswith(stem) for stem in _SILENT_H)
    return folded[0] in "aeiou" or (folded[0] == "y" and len(folded) > 1 and folded[1] not in "aeiou")


def english(noun: Noun, form: str) -> str:
    """One form of an English noun: bare, a, the, an_old, he, him, his, himself."""
    feminine, neuter = noun.feminine, noun.neuter
    pick = 2 if neuter else 1 if feminine else 0
    forms = {
        "a": noun.text if noun.named else f"{a_or_an(noun.text)} {noun.text}",
        "the": noun.text if noun.named else f"the {noun.text}",
        "an_old": f"an old {noun.text.removeprefix('old ')}",
        "he": ("he", "she", "it")[pick],
        "him": ("him", "her", "it")[pick],
        "his": ("his", "her", "its")[pick],
        "himself": ("himself", "herself", "itself")[pick],
    }
    return forms[form]


def a_or_an(text: str) -> str:
    """The indefinite article before an English word."""
    word = text.lower()
    if re.match(r"(?:hour|honest|honou?r|heir|x-ray|mri)", word):
        return "an"
    if re.match(r"(?:uni(?!n|m)|use|usual|eu|one|once|ukulele|ufo)", word):
        return "a"
    return "an" if word[:1] in "aeiou" else "a"


def french(noun: Noun, form: str) -> str:
    """One form of a French noun: un, le, un_vieux, cod (le, la before a verb), il."""
    feminine, start = noun.feminine, silent_start(noun.text.split(" ")[0])
    article = "l’" if start else f"la{_MARK} " if feminine else f"le{_MARK} "
    old = "vieille" if feminine else "vieil" if start else "vieux"
    bare = re.sub(r"^(?:vieux|vieille|vieil) ", "", noun.text)
    forms = {
        "un": noun.text if noun.named else f"{'une' if feminine else 'un'} {noun.text}",
        "le": noun.text if noun.named else f"{article}{noun.text}",
        "un_vieux": f"{'une' if feminine else 'un'} {old} {bare}",
        "cod": "la" if feminine else "le",
        "il": "elle" if feminine else "il",
    }
    return forms[form]


def fill(template: str, language: Language, nouns: Mapping[str, Noun]) -> str:
    """A template with its slots filled and the sentence put right.

    Raises:
        KeyError: a slot that is not among `nouns`, or a form that does not exist.
    """

    def one(match: re.Match[str]) -> str:
        noun = nouns[match[1]]
        if match[3] is not None:
            return match[4] if noun.feminine else match[3]
        form = match[2]
        if not form:
            return noun.text
        text = english(noun, form.lower()) if language == "en" else french(noun, form.lower())
        return capitalised(text) if form[0].isupper() else text

    return polished(_SLOT.sub(one, template), language)


def polished(text: str, language: Language) -> str:
    """Contractions, elisions, typography and capitals of a sentence of ours."""
    if language == "fr":
        text = _contracted(text)
        text = _FR_ELIDED.sub(lambda m: f"{m[1][:-1]}’" if silent_start(m[2]) else m[0], text)
        text = re.sub(r"\bsi (?=ils?\b)", "s’", text)
    text = typographic(text.replace(_MARK, ""))
    if language == "fr":
        text = re.sub(r"\s*([?!;:])(?=\s|$|»)", "\u202f\\1", text).replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r"(?:^|(?<=[.!?\u202f?!] ))([a-zà-öø-ÿœ])", lambda m: m[1].upper(), text.strip())


def _contracted(text: str) -> str:
    text = re.sub(rf"\b([Dd])e le{_MARK} ", lambda m: f"{m[1]}u ", text)
    text = re.sub(rf"\b([Àà]) le{_MARK} ", lambda m: "Au " if m[1] == "À" else "au ", text)
    return text


def agreed_together(text: str) -> str:
    """French sentences about two women: "ils" and its agreements in the feminine."""
    for masculine, feminine in (
        (r"\bIls\b", "Elles"), (r"\bils\b", "elles"), (r"\bentre eux\b", "entre elles"), (r"\btous les deux\b", "toutes les deux"),  # noqa: E501
        (r"\bchacun son tour\b", "chacune son tour"), (r"\bfatigués\b", "fatiguées"),
    ):  # fmt: skip
        text = re.sub(masculine, feminine, text)
    return text
