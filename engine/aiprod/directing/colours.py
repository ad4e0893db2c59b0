# SPDX-License-Identifier: Apache-2.0
"""Colour words of both languages as sRGB, for clothes, coats of animals and things."""

from __future__ import annotations

from functools import cache

from aiprod.directing.words import plain, word_set
from aiprod.film.brief import Language

_TABLE = """
#c8352e | red scarlet crimson ruby | rouge rouges écarlate
#8c2f39 | burgundy maroon | bordeaux
#2f5fa8 | blue azure | bleu bleue bleus bleues azur
#1f2f4d | navy | marine
#3c7a4e | green emerald | vert verte verts vertes émeraude
#6b6f3a | olive khaki | olive kaki
#e3b23c | yellow mustard gold golden | jaune jaunes moutarde doré dorée dorés dorées
#e07b2f | orange | orange
#d987a8 | pink rose | rose roses
#6d4a8c | purple violet mauve lilac | violet violette violets violettes mauve lilas
#f1ede2 | white ivory | blanc blanche blancs blanches ivoire
#26262b | black | noir noire noirs noires
#8d9095 | grey gray silver | gris grise grises argenté argentée
#7a5236 | brown chestnut | brun brune bruns brunes marron châtain
#d8c19a | beige tan sand cream | beige sable crème
#2f8f93 | turquoise teal cyan | turquoise cyan
#c46a35 | ginger copper rust | roux rousse cuivre rouille
"""


@cache
def _words(language: Language) -> dict[str, str]:
    found = {}
    for row in _TABLE.strip().splitlines():
        colour, english, french = (part.strip() for part in row.split("|"))
        for word in (english if language == "en" else french).split():
            found[word] = colour
            found.setdefault(plain(word), colour)
    return found


def colour_of(word: str, language: Language) -> str | None:
    """The colour that a word names, "#rrggbb", or None."""
    return _words(language).get(word)


def colour_near(words: list[str], start: int, end: int, language: Language, reach: int = 2) -> str | None:
    """The colour said of the noun at `words[start:end]`: before it in English, after it in French.

    The search stops at the first word that is neither a colour nor an adjective-like filler, so that another noun's
    colour is never taken.
    """
    order = words[max(0, start - reach) : start][::-1] if language == "en" else words[end : end + reach]
    for word in order:
        found = colour_of(word, language)
        if found:
            return found
        if word in _STOP[language]:
            return None
    return None


_STOP: dict[Language, frozenset[str]] = {
    "en": word_set("a an the and with in of on his her their by"),
    "fr": word_set("et avec dans de du des le la les un une sur à aux au d l qui que"),
}
