# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501, SIM905 (tables of words)
"""Finding the finite verb of a clause without a parser: known forms, the words before them, and relative clauses skipped."""

from __future__ import annotations

import re

from aiprod.film.brief import Language
from aiprod.writing.template.vocabulary import plural_forms, present_of, verb_forms
from aiprod.writing.text import fold

FoundVerb = tuple[int, int, str]
"""Start and end of the verb in the clause (French: pronouns before it included), and its class."""
_BEFORE_ENGLISH_NOUNS = frozenset(
    ["of", "in", "the", "a", "an", "his", "her", "to", "with", "and", "'s", "by", "on", "at", "for", "from", "no"]
)
_BEFORE_FRENCH_NOUNS = frozenset(
    "un une des du de d' son sa ses ce cette au a en par sans pour deux trois petit petite vieux vieille chaque grande grand derniere "
    "dernier premiere premier".split()
)
_FRENCH_PLURALS = {
    "sont": "est",
    "ont": "a",
    "vont": "va",
    "font": "fait",
    "veulent": "veut",
    "peuvent": "peut",
    "doivent": "doit",
    "prennent": "prend",
}


def _french_singulars(word: str) -> tuple[str, ...]:
    """What the third person plural of a French verb may be the plural of: "trouvent" → "trouve", "construisent" → "construit"."""
    if word in _FRENCH_PLURALS:
        return (_FRENCH_PLURALS[word],)
    if not word.endswith("ent") or len(word) < 6:
        return ()
    stem = word[:-3]
    return (stem + "e", stem, stem + "t", stem[:-1] + "t", stem[:-2] + "t", stem[:-1] + "d")


class VerbFinder:
    """Finds finite verbs of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._verbs = verb_forms(language)
        self._phrases = [(form, kind) for form, kind in self._verbs.items() if " " in form and not form.startswith("se ")]

    def find(self, clause: str, bare: bool = False) -> FoundVerb | None:
        """(start, end, class) of the first finite verb. `bare`: it may open the clause."""
        return self._find_french(clause, bare) if self._language == "fr" else self._find_english(clause, bare)

    def _find_english(self, clause: str, bare: bool) -> FoundVerb | None:
        lowered = clause.lower()
        plural = bool(
            re.match(
                r"(?:two|three|four|five|six|some|many|several|they|all|we)\b|[^,]*?\b\w+ and (?:an?|the|his|her)? ?\w+ ", lowered
            )
        )
        previous, relative = "", False
        for match in re.finditer(r"[a-z'-]+", lowered):
            word, start = match[0], match.start()
            blocked = start and previous in _BEFORE_ENGLISH_NOUNS
            kind = None if blocked or not (start or bare) else self._english_verb(lowered, match.start(), word, previous, plural)
            if kind and relative:
                kind, relative = None, False
            if kind:
                return start, match.end(), kind
            relative = relative or word in ("who", "that", "which")
            previous = word
        return None

    def _english_verb(self, lowered: str, start: int, word: str, previous: str, plural: bool) -> str | None:
        """The class of a finite verb: a phrase first ("falls in love"), then the present, the plural, the past."""
        for phrase, kind in self._phrases:
            if lowered.startswith(phrase, start) and not lowered[start + len(phrase) : start + len(phrase) + 1].isalpha():
                return kind
        kind_of = self._verbs.get(word) or (plural_forms().get(word) if plural else None)
        if (
            kind_of is None
            and word not in ("retired", "aged", "abandoned", "forgotten")
            and (present := present_of(word))
            and previous not in ("", "is", "was")
        ):
            after = lowered[start + len(word) :]
            kind_of = None if after.startswith((" by", " in a")) else self._verbs[present]
        return kind_of

    def _find_french(self, clause: str, bare: bool) -> FoundVerb | None:
        lowered = clause.lower().replace("’", "'")
        tokens = [(m.start(), m.end(), m[0]) for m in re.finditer(r"[\w-]+'?", lowered)]
        relative = False
        for index, (start, end, word) in enumerate(tokens):
            folded, before = fold(word), fold(tokens[index - 1][2]) if index else ""
            if folded in ("qui", "que", "qu'", "dont", "ou"):
                relative = True
                continue
            kind = self._french_verb(fold(lowered), start, folded, before)
            if kind is None or (index == 0 and not bare) or self._is_noun_here(tokens, index, folded):
                continue
            if relative:
                relative = False
                continue
            while index and fold(tokens[index - 1][2]) in (
                "ne",
                "n'",
                "le",
                "la",
                "les",
                "l'",
                "lui",
                "leur",
                "se",
                "s'",
                "y",
                "en",
            ):
                index -= 1
            return tokens[index][0], end, kind
        return None

    def _french_verb(self, folded_clause: str, start: int, word: str, before: str) -> str | None:
        for phrase, kind in self._phrases:
            if (
                len(folded_clause) > start
                and folded_clause.startswith(phrase, start)
                and not folded_clause[start + len(phrase) : start + len(phrase) + 1].isalpha()
            ):
                return kind
        for form in (word, *_french_singulars(word)):
            reflexive = (
                self._verbs.get(f"s'{form}") if before == "s'" else self._verbs.get(f"se {form}") if before == "se" else None
            )
            if found := reflexive or self._verbs.get(form):
                return found
        return None

    @staticmethod
    def _is_noun_here(tokens: list[tuple[int, int, str]], index: int, word: str) -> bool:
        """ "une porte", « de livraison »: after an article or a preposition a form is a noun, unless the article is a pronoun."""
        before = fold(tokens[index - 1][2]) if index else ""
        if before in ("le", "la", "les", "l'", "lui", "leur"):
            earlier = fold(tokens[index - 2][2]) if index > 1 else ""
            starts_clause = index < 2 or earlier in (
                "de",
                "a",
                "dans",
                "sur",
                "sous",
                "et",
                "avec",
                "pour",
                "par",
                "vers",
                "devant",
                "toute",
                "tout",
                "chez",
                "en",
            )
            return starts_clause
        return before in _BEFORE_FRENCH_NOUNS or (word == "a" and before in ("jusqu'", "grace"))
