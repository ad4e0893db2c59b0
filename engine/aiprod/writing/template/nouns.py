# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, SIM905 (word tables and patterns, one entry a line)
"""Noun phrases without a parser: the articles before them, the being they name, and where they end."""

from __future__ import annotations

import re

from aiprod.film.brief import Language
from aiprod.film.catalogue import ANIMALS
from aiprod.film.screenplay import Gender
from aiprod.writing.lexicon import gender_in, gender_of_name, time_in, weather_in
from aiprod.writing.template.vocabulary import (
    ANIMAL_ROLE,
    FEMININE_NOUNS,
    ROLE,
    Role,
    role_words,
    sounds_like_a_trade,
    words_of,
)  # fmt: skip
from aiprod.writing.text import decapitalised, fold

DETERMINERS: dict[Language, str] = {
    "en": "a|an|the|his|her|its|their|my|your|our|some|one|two|three|four|five|every|each|another|this|that|no",
    "fr": "un|une|le|la|les|l'|l’|des|du|de la|son|sa|ses|leur|leurs|mon|ma|mes|ce|cet|cette|deux|trois|quatre|cinq|chaque|tout le|toute la|tous les|toutes les|d'|quelques",
}
PREPOSITIONS: dict[Language, str] = {
    "en": "in|at|on|under|across|cross|crosses|through|near|by|into|to|from|over|along|behind|outside|inside|with|without|for|of|about|after|before|during|until|against|between|beside|beneath|around|onto|toward|towards|as|who|that|which|whose|where|when|while|because",
    "fr": "dans|à|a|au|aux|sur|sous|devant|derrière|près|vers|chez|en|avec|sans|pour|de|du|des|d'|par|pendant|depuis|entre|contre|après|avant|jusque|jusqu'|le long|qui|que|qu'|dont|où|quand|parce|tandis|comme|afin",
}
PLACED: dict[Language, str] = {
    "en": r"\s+(?:in|at|on|under|across|through|near|by|into|from|over|along|behind|outside|inside|without|for|about|after|before|during)\s",
    "fr": r"\s+(?:dans|sur|sous|devant|derrière|près|vers|chez|en|avec|sans|pour|par|pendant|depuis|entre|contre|après|avant|au bord|tombée?s?|perdue?s?)\s",
}
"""What begins to tell where a noun is, or what became of it."""
_NOT_TRADES = frozenset(
    "water winter summer river letter paper number power matter weather corner dinner supper tower flower fever anger "
    "wonder answer shoulder finger order door floor mirror colour color favour error terror horror plant moment instant "
    "enfant papier quartier hiver cahier escalier clavier courrier calendrier dernier premier entier bonheur malheur coeur "
    "douleur couleur chaleur lueur fleur odeur peur hauteur vapeur sueur erreur horreur terreur faveur valeur ascenseur "
    "moteur ordinateur projecteur refrigerateur aspirateur riviere lumiere frontiere priere matiere maniere poussiere "
    "cuillere chemin restaurant courant diamant volant pendant elephant mediterranean ocean musician's magazine union "
    "station religion version".split()
)
"""Words that end as a trade does and name none."""


class Nouns:
    """Reads noun phrases of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def is_determined(self, text: str) -> bool:
        """Whether an article or its kind opens a phrase."""
        return bool(re.match(rf"(?:{DETERMINERS[self._language]})(?:\s|(?<=['’]))", text, re.IGNORECASE))

    def bare(self, text: str) -> str:
        """A noun phrase without its article, its relative clause and its appositions."""
        text = re.split(r"'s\s", text.strip(" ,"))[0]
        text = re.sub(
            rf"^(?:{DETERMINERS[self._language]})(?:\s+|(?<=['’]))", "", decapitalised(text), count=1, flags=re.IGNORECASE
        )
        text = re.split(r",|\s+(?:who|that|which|whose|named|called|qui|que|dont|nommée?|appelée?)\b", text)[0]
        return re.split(PLACED[self._language], text)[0].strip()

    def unplaced(self, noun: str) -> str:
        """A noun without the words that say where it is."""
        return re.split(PLACED[self._language], f"{noun} ")[0].strip()

    def role(self, phrase: str) -> tuple[Role, str, bool] | None:
        """(role, head noun, feminine) of a phrase that names a being."""
        nominal = re.split(
            rf"\s+(?:{PREPOSITIONS['en']})\s"
            if self._language == "en"
            else r"\s+(?:dans|sur|sous|devant|avec|sans|chez|vers|tombée?|qui|en|au|à)\s",
            f"{phrase} ",
        )[0].strip()
        folded = fold(nominal)
        listed = role_words(self._language)
        found = [
            (word, *value)
            for word, value in listed.items()
            if word in folded
            and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-]){'$' if word in ('vieux', 'vieille') else ''}", folded)
        ]
        if found:
            if self._language == "en":
                word, role, feminine = max(found, key=lambda item: (folded.rfind(item[0]) + len(item[0]), len(item[0])))
            else:
                word, role, feminine = min(found, key=lambda item: (folded.find(item[0]), -len(item[0])))
            return role, word, feminine
        for animal in ANIMALS:
            for word in animal.en if self._language == "en" else animal.fr:
                if fold(word) in folded and re.search(rf"(?<![\w-]){re.escape(fold(word))}(?![\w-])", folded):
                    return ANIMAL_ROLE, fold(word), fold(word) in FEMININE_NOUNS
        head = (folded.split() or [""])[-1 if self._language == "en" else 0]
        known = words_of("things", self._language) + words_of("places", self._language)
        if (
            sounds_like_a_trade(head, self._language)
            and not any(head in word.split() for word, _ in known)
            and head not in _NOT_TRADES
        ):
            return ROLE["person"], head, head.endswith(("euse", "trice", "iere", "ienne", "ante"))
        return None

    def proper(self, text: str) -> str:
        """A proper name in a noun phrase: a capitalised word that is no article, at its start or after its noun."""
        match = re.match(r"([A-ZÀ-ÖØ-Þ][\w-]+)(?:\s+[A-ZÀ-ÖØ-Þ][\w-]+)?", text)
        if match and not re.fullmatch(
            rf"(?:{DETERMINERS[self._language]}|i|he|she|they|it|il|elle|nobody|someone|everyone|personne|quelqu)",
            fold(match[1]),
        ):
            if weather_in(match[0]) or (time_in(match[0]) and gender_of_name(match[1]) is None):
                return ""
            if gender_of_name(match[1]) is not None and not self.role(decapitalised(match[0])):
                return match[0]
            if not self.role(decapitalised(self.bare(text))) and "," in text:
                return match[0]
            rest = text[match.end() :].strip()
            if not rest and not any(
                word == fold(match[0]).rstrip("s")
                for word, _ in words_of("things", self._language) + words_of("places", self._language)
            ):
                return match[0] if not sounds_like_a_trade(match[0], self._language) else ""
        inner = re.search(r"(?:named|called|nommée?|appelée?)\s+([A-ZÀ-ÖØ-Þ][\w-]+)", text)
        if inner is None and (
            trailing := re.match(
                r"([a-zà-ÿœA-Z][a-zà-ÿœ'-]*(?:\s+[a-zà-ÿœ'-]+){0,4}),?\s+([A-ZÀ-ÖØ-Þ][\w-]+(?:\s[A-ZÀ-ÖØ-Þ][\w-]+)*)(?=,|$)", text
            )
        ):
            return trailing[2] if self.role(self.bare(trailing[1])) else ""
        return inner[1] if inner else ""

    def is_genitive(self, nominal: str) -> bool:
        """« l'héritage de leur père »: the one it belongs to is not met."""
        found = self.role(nominal) if self._language == "fr" else None
        at = fold(nominal).find(found[1]) if found else -1
        return at > 0 and bool(re.search(r"\b(?:de|du|des)\s|\bd'", nominal[:at]))

    @staticmethod
    def is_feminine(phrase: str) -> bool:
        """Whether a French noun is feminine."""
        return gender_in(phrase) is Gender.FEMALE or (role_words("fr").get(fold(phrase).split(" ")[-1], (None, False))[1])
