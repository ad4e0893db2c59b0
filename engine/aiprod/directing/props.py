# SPDX-License-Identifier: Apache-2.0
"""The things a text names, so that what the brief names is seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from aiprod.directing.colours import colour_near, colour_of
from aiprod.directing.meaning import method, nearness
from aiprod.directing.words import DETERMINERS, find, forms, tokens
from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID, PLACES, THINGS, Entry

# What a near word must not be taken for: a query that is nearer to one of these than to any thing stays unseen.
_NOT_THINGS = {
    "en": (
        "hand", "face", "eye", "foot", "hair", "heart", "voice", "man", "woman", "child", "friend", "mother", "king", "baker",
        "time", "day", "night", "morning", "year", "hour", "moment", "silence", "love", "fear", "idea", "story", "life", "smile",
        "rain", "wind", "sun", "cloud", "light", "shadow", "fog", "water", "storm", "sound", "music", "song", "noise", "colour",
        "coat", "dress", "shirt", "wall", "floor", "street", "room", "corner", "side", "end", "way", "work", "name", "word",
        "question", "crowd", "people", "world", "air", "dream", "breath", "step", "wave", "surface", "engine", "meal", "food",
    ),
    "fr": (
        "main", "visage", "oeil", "pied", "cheveux", "coeur", "voix", "homme", "femme", "enfant", "ami", "mère", "roi",
        "boulanger", "temps", "jour", "nuit", "matin", "année", "heure", "moment", "silence", "amour", "peur", "idée",
        "histoire", "vie", "sourire", "pluie", "vent", "soleil", "nuage", "lumière", "ombre", "brume", "eau", "tempête",
        "bruit", "musique", "chanson", "couleur", "manteau", "robe", "chemise", "mur", "sol", "rue", "pièce", "coin", "côté",
        "fin", "chemin", "travail", "nom", "parole", "question", "foule", "gens", "monde", "air", "rêve", "souffle", "pas",
        "vague", "surface", "moteur", "repas", "nourriture",
    ),
}  # fmt: skip
_NEAR_LEAD = 0.06
"""How far the best thing must lead the best non-thing: single words are noisy, so only clear cases pass."""


@dataclass(frozen=True)
class FoundThing:
    """A thing of the catalogue named in a text.

    Attributes:
        entry: what it is.
        words: as the author called it.
        colour: "#rrggbb" if the author said one.
        exact: named by a word of the catalogue, rather than by a near meaning.
        at: index of its first token in the text.
    """

    entry: Entry
    words: str
    colour: str | None = None
    exact: bool = True
    at: int = 0


def find_things(text: str, language: Language, ignore: Iterable[str] = (), near: bool = True) -> list[FoundThing]:
    """Every thing that `text` names, in reading order, each once.

    Args:
        text: any prose.
        language: of the text.
        ignore: names of characters, whose words are not things.
        near: also take unknown nouns whose meaning is close to a thing's (needs the embedding model).
    """
    names = tuple(ignore)
    words = tokens(text)
    matches = find(text, "things", language, names)
    found = [
        FoundThing(m.entry, " ".join(words[m.start : m.end]), colour_near(words, m.start, m.end, language), at=m.start)
        for m in matches
    ]
    if near and method() == "embeddings":
        taken = {i for m in matches for i in range(m.start, m.end)}
        found += _near_things(words, taken, language, names)
    return _each_once(sorted(found, key=lambda f: f.at))


def _each_once(found: list[FoundThing]) -> list[FoundThing]:
    seen: dict[str, FoundThing] = {}
    for thing in found:
        known = seen.get(thing.entry.id)
        if known is None or (known.colour is None and thing.colour is not None):
            seen[thing.entry.id] = thing
    return sorted(seen.values(), key=lambda f: f.at)


def _near_things(words: list[str], taken: set[int], language: Language, names: tuple[str, ...]) -> list[FoundThing]:
    skipped = {token for name in names for token in tokens(name)}
    found = []
    for at in range(1, len(words)):
        word = words[at]
        if at in taken or word in skipped or len(word) < 4 or words[at - 1] not in DETERMINERS[language]:
            continue
        if colour_of(word, language) or word in _place_words(language):
            continue
        entry = near_thing(word, language)
        if entry is not None:
            found.append(FoundThing(entry, word, colour_near(words, at, at + 1, language), exact=False, at=at))
    return found


@lru_cache(maxsize=4)
def _place_words(language: Language) -> frozenset[str]:
    phrases = (word for entry in PLACES for word in (entry.en if language == "en" else entry.fr))
    return frozenset(form for phrase in phrases for token in tokens(phrase) for form in forms(token, language))


@lru_cache(maxsize=4)
def _labels(language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every word of every thing, and the entry that each belongs to."""
    pairs = [(word, entry.id) for entry in THINGS for word in (entry.en if language == "en" else entry.fr)]
    return tuple(word for word, _ in pairs), tuple(entry for _, entry in pairs)


@lru_cache(maxsize=4096)
def near_thing(word: str, language: Language) -> Entry | None:
    """The thing whose meaning is nearest to an unknown noun, or None if the noun is nearer to what can't be shown."""
    labels, owners = _labels(language)
    scores = nearness(word, labels)
    best = int(np.argmax(scores))
    others = float(nearness(word, _NOT_THINGS[language]).max())
    return BY_ID[owners[best]] if float(scores[best]) > others + _NEAR_LEAD else None
