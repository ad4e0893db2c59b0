# SPDX-License-Identifier: Apache-2.0
"""From what is written to what is said: numbers, times, dates, money, abbreviations and symbols become words.

Every spoken word remembers the written word it comes from, so that subtitles can follow the voice. Nothing is dropped in
silence: what can't be said (a pictogram, a foreign script) is listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from aiprod.film.brief import Language
from aiprod.film.reading import Reading, reading_of

_TOKEN = re.compile(r"[^\W\d_]+(?:['.\-][^\W\d_]+)*|\.\.\.|\S")
_PAUSES = {
    ",": ",", ";": ";", ":": ":", ".": ".", "!": "!", "?": "?", "…": "…", "...": "…", "—": "—", "–": "—", "-": "—", "―": "—",
    "(": ",", ")": ",", "[": ",", "]": ",", "¡": "", "¿": "", "؟": "?", "。": ".", "，": ",", "！": "!", "？": "?",
}  # fmt: skip
_QUOTES = frozenset("\"“”„«»‹›'‘`´*_~|")
_STRENGTH = {"": 0, ",": 1, ";": 2, ":": 2, "—": 3, "…": 4, ".": 5, "!": 6, "?": 7}
_APOSTROPHES = str.maketrans(
    {"’": "'", "ʼ": "'", "′": "'", "‘": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u200b": None, "\ufeff": None}
)


@dataclass(frozen=True)
class SpokenWord:
    """One word as it is said, and the pause mark said after it ("" or one of `, ; : — … . ! ?`)."""

    text: str
    written: int
    """Index of the written word it is (part of)."""
    pause: str = ""


@dataclass(frozen=True)
class SpokenText:
    written: tuple[str, ...]
    """The words of the text as written, punctuation attached; joined by spaces they are the text."""
    words: tuple[SpokenWord, ...]
    unspoken: tuple[str, ...]
    """Signs that have no reading in the language."""
    opening: str = ""
    """A pause mark before the first word: "…" in "…and then?"."""


@dataclass(frozen=True)
class _Piece:
    """A stretch of the text: still to be read, or already words."""

    start: int
    end: int
    words: tuple[str, ...] | None = None


def spoken_text(text: str, language: Language) -> SpokenText:
    """Read `text` aloud, on paper. The result has no words where there is nothing to say."""
    clean = " ".join(unicodedata.normalize("NFC", text).translate(_APOSTROPHES).split())
    reading = reading_of(language)
    pieces = [_Piece(0, len(clean))]
    for pattern, read in reading.rules:
        pieces = [part for piece in pieces for part in _apply(clean, piece, pattern, read)]
    return _Assembly(clean, reading).run(pieces)


def _apply(text: str, piece: _Piece, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str | None]) -> list[_Piece]:
    if piece.words is not None:
        return [piece]
    parts, at = [], piece.start
    for match in pattern.finditer(text, piece.start, piece.end):
        words = read(match)
        if words is None:
            continue
        parts += [_Piece(at, match.start()), _Piece(match.start(), match.end(), tuple(words.split()))]
        at = match.end()
    return [part for part in [*parts, _Piece(at, piece.end)] if part.start < part.end]


class _Assembly:
    """Puts read pieces together into words with pauses."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._text, self._reading = text, reading
        self._chunks = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        self._words: list[SpokenWord] = []
        self._unspoken: list[str] = []
        self._opening = ""

    def run(self, pieces: list[_Piece]) -> SpokenText:
        for piece in pieces:
            if piece.words is None:
                self._read_plain(piece)
            else:
                self._add_span(piece.words, piece.start, piece.end)
        return self._attached()

    def _read_plain(self, piece: _Piece) -> None:
        for match in _TOKEN.finditer(self._text, piece.start, piece.end):
            sign = match[0]
            if sign in _PAUSES:
                self._pause(_PAUSES[sign], match.start(), match.end())
            elif sign in self._reading.symbols:
                self._add_span(tuple(self._reading.symbols[sign].split()), match.start(), match.end())
            elif self._sayable(sign):
                self._add_span((sign,), match.start(), match.end())
            elif sign not in _QUOTES and not unicodedata.category(sign[0]).startswith("M"):
                self._unspoken.append(sign)

    @staticmethod
    def _sayable(token: str) -> bool:
        return token[0].isalpha() and all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in token)

    def _chunk_at(self, position: int) -> int:
        return max((i for i, (start, _) in enumerate(self._chunks) if start <= position), default=0)

    def _add_span(self, words: tuple[str, ...], start: int, end: int) -> None:
        """A stretch may cover several written words: "|" in its reading says where the next begins, or they share evenly."""
        first, last = self._chunk_at(start), self._chunk_at(end - 1)
        groups = " ".join(words).split(" | ")
        if len(groups) == last - first + 1:
            self._words += [SpokenWord(word, first + i) for i, group in enumerate(groups) for word in group.split()]
            return
        said = [word for word in words if word != "|"]
        self._words += [SpokenWord(word, first + i * (last - first + 1) // len(said)) for i, word in enumerate(said)]

    def _pause(self, mark: str, start: int, end: int) -> None:
        inside_word = start > 0 and end < len(self._text) and self._text[start - 1].isalnum() and self._text[end].isalnum()
        if mark == "—" and self._text[start:end] == "-" and inside_word:
            return
        if not self._words:
            self._opening = mark if mark == "…" else self._opening
        elif _STRENGTH[mark] > _STRENGTH[self._words[-1].pause]:
            last = self._words[-1]
            self._words[-1] = SpokenWord(last.text, last.written, mark)

    def _attached(self) -> SpokenText:
        """Written words that are only signs ("—", « ? », "»") join a neighbour that is said."""
        said = sorted({word.written for word in self._words})
        if not said:
            return SpokenText((), (), tuple(self._unspoken))
        bounds = [0, *said[1:], len(self._chunks)]
        for slot in range(1, len(said)):
            bounds[slot] = self._opening_signs(said[slot - 1] + 1, said[slot])
        texts = [" ".join(self._text[a:b] for a, b in self._chunks[bounds[i] : bounds[i + 1]]) for i in range(len(said))]
        place = {old: new for new, old in enumerate(said)}
        words = tuple(SpokenWord(w.text, place[w.written], w.pause) for w in self._words)
        return SpokenText(tuple(texts), words, tuple(self._unspoken), self._opening)

    def _opening_signs(self, first: int, said: int) -> int:
        """The first of the signs first..said-1 that opens what follows, such as « (the rest close what came before)."""
        for index in range(first, said):
            if self._text[self._chunks[index][0]] in "«“„([‹¿¡":
                return index
        return said
