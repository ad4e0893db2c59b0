# SPDX-License-Identifier: Apache-2.0
"""Finding the catalogue's words in a text: plurals, accents, word boundaries, the longest match first.

Words that are also verbs, adverbs or adjectives ("watch", "well", « porte », « montre ») count only where a noun can stand:
right after a determiner or an adjective.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from aiprod.film.brief import Language
from aiprod.film.catalogue import EXTERIORS, INTERIORS, THINGS, Entry

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SENTENCE = re.compile(r"[^.!?…]*[^\s.!?…][^.!?…]*[.!?…]*(?:\s?[»\"”’)])*")


def word_set(text: str) -> frozenset[str]:
    """The words of a string of words."""
    return frozenset(text.split())


DETERMINERS: dict[Language, frozenset[str]] = {
    "en": word_set(
        "a an the his her its their my your our this that these those some any every each another one two three "
        "four five six seven eight nine ten few several many s no of"
    ),
    "fr": word_set(
        "un une le la les l des du d de au aux son sa ses leur leurs mon ma mes ton ta tes notre votre nos vos ce "
        "cet cette ces quelques chaque deux trois quatre cinq six sept huit neuf dix plusieurs en"
    ),
}
_ADJECTIVES: dict[Language, frozenset[str]] = {
    "en": word_set(
        "old new young little small big large great tall long short empty broken dead lost wooden glass metal "
        "stone iron gold golden silver paper tiny huge ancient abandoned rusty dusty worn wet dry warm cold hot "
        "bright dark pale heavy light folded sealed cracked forgotten lonely beautiful strange first last red blue "
        "green yellow white black grey gray brown orange pink purple"
    ),
    "fr": word_set(
        "vieux vieil vieille nouveau nouvelle jeune petit petite petits petites grand grande grands grandes gros "
        "grosse long longue court courte beau belle bel vide dernier dernière premier première même autre autres "
        "seul seule étrange"
    ),
}
_NEGATIONS: dict[Language, frozenset[str]] = {
    "en": word_set("no without neither nor"),
    "fr": word_set("sans aucun aucune ni"),
}
_AMBIGUOUS: dict[Language, frozenset[str]] = {
    "en": word_set(
        "watch watches well wells ring rings case cases note notes pass passes sign signs bear bears mine mines "
        "present presents park parks fire fires ball rose net nets chain chains star stars screen screens stage "
        "mask masks box boxes toy toys chest chests note plan crow crows fish fishes table tables drawing drawings "
        "painting paintings canvas orange oranges gold stone stones chart charts mobile lamb tool crown crowns "
        "case store stores lounge room hut train trains seed seeds plant plants paper papers glass pot pots flame "
        "flames book books horn horns well light bench kite model mill mills statue space ice snow sand wood hill "
        "market inn bar mars ward robin photograph bus key keys gate flat coach wagon carriage doe fox monitor cor "
        "can tea cup cups bay bow"
    ),
    "fr": word_set(
        "lit lits or porte portes mot mots plan plans tour montre montres pousse pousses ferme fermes bois rose "
        "roses orange oranges col cols cor poste postes tableau bac four fours pièce place micro case classe car "
        "bus bar cave caves mine mines glace feu feux étoile étoiles vague vagues moule mule sac sacs dessin toile "
        "toiles toit cadeau scène voile carte cartes portable balle glacier pin clé clés clef pont ponts étage "
        "quai rue rame rames verre verres portrait pomme souris jouet outil pré bateau bureau voiture ours marché"
    ),
}


_OTHER_WORDS = {("marche",), ("marches",), ("pre",), ("pres",)}
"""Words of their own that an accent would turn into one of the catalogue's."""


@dataclass(frozen=True)
class Match:
    """A catalogue entry found in a text: tokens `start` to `end` (exclusive)."""

    entry: Entry
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def tokens(text: str) -> list[str]:
    """The words of a text, lower case, accents kept; apostrophes and hyphens separate."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("œ", "oe")
    return _TOKEN.findall(folded)


def sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed, none empty."""
    return [found.group().strip() for line in text.splitlines() for found in _SENTENCE.finditer(line)]


def plain(word: str) -> str:
    """A word without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def forms(word: str, language: Language) -> tuple[str, ...]:
    """The singular and the plurals that a word may take."""
    found = [word, word + "s"]
    if language == "en":
        if word.endswith(("s", "x", "ch", "sh", "z", "o")):
            found.append(word + "es")
        if word.endswith("y"):
            found.append(word[:-1] + "ies")
        if word.endswith("f"):
            found.append(word[:-1] + "ves")
        if word.endswith("fe"):
            found.append(word[:-2] + "ves")
    else:
        if word.endswith(("eau", "eu", "ou")):
            found.append(word + "x")
        if word.endswith("al"):
            found.append(word[:-2] + "aux")
    return tuple(found)


_Index = dict[tuple[str, ...], Entry]
_GROUPS: dict[str, tuple[Entry, ...]] = {"things": THINGS, "exteriors": EXTERIORS, "interiors": INTERIORS}


@cache
def _index(group: str, language: Language) -> tuple[_Index, _Index]:
    """(words as spelt, words without accents) → entry. The first entry to claim a word keeps it."""
    exact: _Index = {}
    bare: _Index = {}
    for entry in _GROUPS[group]:
        for phrase in (
            *(entry.en if language == "en" else entry.fr),
            *((entry.id.replace("_", " "),) if language == "en" else ()),
        ):
            parts = tokens(phrase)
            if not parts:
                continue
            for variant in product(*(forms(part, language) for part in parts)):
                exact.setdefault(variant, entry)
                bare.setdefault(tuple(plain(part) for part in variant), entry)
    return exact, bare


def find(text: str, group: str, language: Language, ignore: Iterable[str] = (), strict: bool = True) -> list[Match]:
    """Entries of a group ("things", "exteriors", "interiors") named in `text`, in reading order, without overlaps.

    Args:
        text: any prose.
        group: which part of the catalogue.
        language: of the text.
        ignore: names (of characters) whose words are not things.
        strict: apply the noun rule to ambiguous words; headings switch it off.
    """
    return list(_found(text, group, language, tuple(ignore), strict))


@lru_cache(maxsize=16384)
def _found(text: str, group: str, language: Language, ignore: tuple[str, ...], strict: bool) -> tuple[Match, ...]:
    """`find`, remembered: scenes of one place ask about each other's text again and again."""
    words = tokens(text)
    skipped = {token for name in ignore for token in tokens(name)}
    found: list[Match] = []
    at = 0
    while at < len(words):
        match = _longest(words, at, group, language)
        if match and _noun(words, match, language, strict, skipped) and not _negated(words, match, language):
            found.append(match)
            at = match.end
        else:
            at += 1
    return tuple(found)


def _longest(words: list[str], at: int, group: str, language: Language) -> Match | None:
    exact, bare = _index(group, language)
    for length in range(min(5, len(words) - at), 0, -1):
        key = tuple(words[at : at + length])
        entry = exact.get(key)
        if entry is None and all(word.isascii() for word in key) and key not in _OTHER_WORDS:
            entry = bare.get(key)
        if entry is not None:
            return Match(entry, at, at + length)
    return None


def _noun(words: list[str], match: Match, language: Language, strict: bool, skipped: set[str]) -> bool:
    """Whether the match stands where a noun can: not a character's name, not the verb of the same spelling."""
    if match.length > 1:
        return True
    word = words[match.start]
    if word in skipped:
        return False
    if not strict or word not in _AMBIGUOUS[language]:
        return True
    if match.start == 0:
        return False
    before = words[match.start - 1]
    if before in DETERMINERS[language] and not (language == "fr" and before in ("la", "le", "les") and word == "lit"):
        return True
    return before in _ADJECTIVES[language]


def _negated(words: list[str], match: Match, language: Language) -> bool:
    before = words[max(0, match.start - 2) : match.start]
    return any(word in _NEGATIONS[language] for word in before)
