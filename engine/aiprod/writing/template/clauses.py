# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (patterns, one entry a line)
"""Cutting a sentence: the adverbials that lead it, and its clauses."""

from __future__ import annotations

import re

from aiprod.film.brief import Language
from aiprod.writing.lexicon import time_in, weather_in
from aiprod.writing.template.nouns import DETERMINERS, PREPOSITIONS
from aiprod.writing.template.surroundings import Surroundings
from aiprod.writing.template.verbs import VerbFinder
from aiprod.writing.text import fold

_BARE_ADVERB = re.compile(r"((?:yesterday|today|once|tonight|hier|aujourd'hui|ce soir|une fois),?)\s+(\S.+)", re.IGNORECASE)
_BARE_TIME = re.compile(
    r"((?:one|every|late one|au|un|une|chaque|ce)\s+\w+)\s+((?:an?|the|une?|le|la|l'|il|elle|he|she)\b.+)", re.IGNORECASE
)
_SPLIT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\s*;\s*|,?\s+(?:and then|then|but then|but|until|and so|so)\s+|,\s+(?=(?:he|she|they|it)\s)|,?\s+and\s+(?=(?:he|she|they|it|the|an?)\s)|,?\s+(?:and|when)\s+"
    ),
    "fr": re.compile(
        r"\s*;\s*|,?\s+(?:et puis|puis|mais|alors|et alors|et)\s+|,\s+(?=(?:il|elle|ils|elles)\s)|,?\s+(?:quand|lorsque)\s+"
    ),
}


class Cutter:
    """Cuts the sentences of one language."""

    def __init__(self, language: Language, finder: VerbFinder, surroundings: Surroundings) -> None:
        self._language, self._finder, self._surroundings = language, finder, surroundings

    def leading_adverbials(self, sentence: str) -> tuple[str, str]:
        """« La nuit, dans une ville sous la pluie, une boulangère … » → the two adverbials, and the rest."""
        taken: list[str] = []
        rest = sentence
        while (match := re.match(r"([^,]{2,60}),\s+(.+)", rest, re.DOTALL)) and self._is_adverbial(match[1]):
            taken.append(match[1])
            rest = match[2]
        if match := _BARE_ADVERB.match(rest):
            return ", ".join((*taken, match[1])), match[2]
        if not taken and (match := _BARE_TIME.match(rest)) and time_in(match[1]) and self._finder.find(match[2]):
            return match[1], match[2]
        return ", ".join(taken), rest

    def _is_adverbial(self, chunk: str) -> bool:
        folded = fold(chunk)
        starts = re.match(
            r"(?:in|at|on|under|after|before|one|every|during|deep|far|high|once|tonight|late|early|near|by|inside|outside|with|when|as|across|somewhere"
            r"|dans|a|au|aux|en|sur|sous|apres|avant|un|une|chaque|pendant|loin|la|le|ce|cette|par|il y a|pres|depuis|chez|quelque part|tous les|lors|d'|quand)\b", folded,
        )  # fmt: skip
        if not starts or self._finder.find(chunk):
            return False
        if re.match(r"(?:un|une|one|la|le)\b", folded) and (len(chunk.split()) > 4 or not time_in(chunk)):
            return False
        return bool(
            time_in(chunk)
            or weather_in(chunk)
            or self._surroundings.place_in(chunk)[0]
            or re.match(rf"(?:{PREPOSITIONS[self._language]}|once|somewhere|quelque part)\b", folded)
        )

    def clauses(self, sentence: str) -> list[str]:
        """The clauses of a sentence that have a subject or a verb of their own."""
        parts = [part for part in _SPLIT[self._language].split(sentence) if part]
        joints = [match[0] for match in _SPLIT[self._language].finditer(sentence)]
        kept: list[str] = []
        for index, part in enumerate(parts):
            if kept and (not self._independent(part) or self._finder.find(kept[-1], bare=True) is None):
                kept[-1] += joints[index - 1] + part if index - 1 < len(joints) else " " + part
            else:
                kept.append(part)
        return kept

    def _independent(self, clause: str) -> bool:
        """It has a finite verb of its own, near its start or after a subject."""
        found = self._finder.find(clause, bare=True)
        if found is None:
            return False
        before = clause[: found[0]].strip()
        return (
            not before
            or bool(
                re.match(rf"(?:{DETERMINERS[self._language]}|he|she|it|they|il|elle|ils|elles|on)(?:\b|(?<=['’]))", fold(before))
            )
            or before[:1].isupper()
        )
