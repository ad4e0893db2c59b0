# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (patterns, one entry a line)
"""Where a story plays, when and in what weather, and the things it names."""

from __future__ import annotations

import re

from aiprod.film.catalogue import Entry
from aiprod.film.screenplay import Gender
from aiprod.writing.lexicon import time_in, weather_in
from aiprod.writing.template.story import Premise, Setting
from aiprod.writing.template.vocabulary import (
    FEMININE_NOUNS,
    OTHER_PLACES,
    words_of,
)  # fmt: skip
from aiprod.writing.text import capitalised, fold


class Surroundings:
    """Finds a story's places and things in its words."""

    def __init__(self, premise: Premise) -> None:
        self._premise = premise

    def setting_of(self, text: str) -> Setting:
        """Where, when and in what weather the words are set, as far as they say."""
        place, words = self.place_in(text)
        return Setting(place, words, time_in(text), weather_in(text))

    def place_in(self, text: str, bare: bool = False) -> tuple[Entry | None, str]:
        """The first place that follows a preposition; with `bare`, the first place named at all."""
        folded = fold(text)
        starts = "enters?|in|at|on|under|across|cross|crosses|through|near|by|into|to|over|along|behind|outside|inside|of" if self._premise.language == "en" else (
            "dans|a|au|aux|sur|sous|devant|pres d[eu]|le long d[eu]|vers|chez|en|a travers|traverse|derriere|au bord d[eu]|d[eu]"
        )  # fmt: skip
        best: tuple[int, Entry, str] | None = None
        for word, entry in words_of("places", self._premise.language):
            if word not in folded:
                continue
            pattern = rf"(?<![\w-])(?:{starts})(?:\s+(?:the|an?|his|her|its|their|my|le|la|les|un|une|son|sa|ses|leur|[a-z-]+))?(?:\s+[a-z-]+)?[\s']+(?:l')?({re.escape(word)}s?)(?![\w-])"
            match = re.search(rf"(?<![\w-])({re.escape(word)}s?)(?![\w-])" if bare else pattern, folded)
            if match and (best is None or match.start(1) < best[0]):
                best = (match.start(1), entry, word)
        if best is None:
            return None, ""
        listed = (*(best[1].en if self._premise.language == "en" else best[1].fr), *OTHER_PLACES[self._premise.language])
        shown = next(w for w in listed if fold(w) == best[2])
        return best[1], capitalised(shown).lower()

    def note_thing(self, text: str) -> None:
        """The first thing of the catalogue that the words name."""
        folded = fold(text)
        best: tuple[int, int, str, Entry] | None = None
        for word, entry in words_of("things", self._premise.language):
            match = (
                None
                if word not in folded or entry.kind in ("animal", "landmark")
                else re.search(rf"(?<![\w-]){re.escape(word)}(?:s|x|es)?(?![\w-])", folded)
            )
            if match and (best is None or (match.start(), -len(word)) < best[:2]):
                best = (match.start(), -len(word), word, entry)
        if best and all(known[1] is not best[3] for known in self._premise.things):
            shown = next(w for w in (best[3].en if self._premise.language == "en" else best[3].fr) if fold(w) == best[2])
            gender = (
                Gender.FEMALE if self._premise.language == "fr" and fold(shown.split(" ")[0]) in FEMININE_NOUNS else Gender.MALE
            )
            shown = re.split(r" in an? | à la ", shown)[0]
            self._premise.things.append((shown, best[3], gender))
