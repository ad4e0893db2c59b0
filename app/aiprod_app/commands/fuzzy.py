# SPDX-License-Identifier: Apache-2.0
"""How well a few typed letters fit a command's words."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents: "Étalonnage" is found by "etal"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("’", "'")


def score(typed: str, text: str) -> float | None:
    """How well `typed` fits `text`; None if its letters are not there in their order.

    Whole words and beginnings of words count most, then letters that follow each other; short texts before long ones.
    """
    wanted, offered = folded(typed).split(), folded(text)
    if not wanted:
        return 0.0
    found = [_word_score(word, offered) for word in wanted]
    if any(value is None for value in found):
        return None
    return sum(value for value in found if value is not None) - len(offered) / 100


def _word_score(word: str, text: str) -> float | None:
    at = text.find(word)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return 10.0 * len(word) - at / 10
        at = text.find(word, at + 1)
    if word in text:
        return 5.0 * len(word)
    return _scattered(word, text)


def _scattered(word: str, text: str) -> float | None:
    """Letters in their order, the more at beginnings of words the better."""
    at, value = -1, 0.0
    for letter in word:
        here = text.find(letter, at + 1)
        starts = next((place for place in _places(letter, text, at + 1) if place == 0 or not text[place - 1].isalnum()), -1)
        if here < 0:
            return None
        value += 1.0 if here == at + 1 and at >= 0 else 2.0 if starts >= 0 else -0.5
        at = here if here == at + 1 else starts if starts >= 0 else here
    return value if value > len(word) / 2 else None


def _places(letter: str, text: str, begin: int) -> list[int]:
    return [place for place in range(begin, len(text)) if text[place] == letter]
