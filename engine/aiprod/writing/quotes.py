# SPDX-License-Identifier: Apache-2.0
"""Quoted words in prose: where they stand, and how they are set aside so that nothing that reads the prose touches them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "«": "»", "„": "”“", "‘": "’", '"': '"', "'": "'"}
_OPENING = re.compile(r"[“«„]|(?<![\w’'\"])(?:[‘\"](?=\S)|'(?=\w))")
_FIRST, _LAST = 0xE100, 0xF8FF
OPEN_END, SENTENCE_END = "\ue000", "\ue001"
"""The second character of a mask: whether the quoted words end a sentence."""
MASK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}][{OPEN_END}{SENTENCE_END}]")


@dataclass(frozen=True)
class Quoted:
    """Quoted words of a text: `text[start:end]` with its marks, `words` without them."""

    start: int
    end: int
    words: str


def quoted(text: str) -> list[Quoted]:
    """Every quotation with both its marks, in order; quotations inside one belong to it. A paragraph's end closes none."""
    found: list[Quoted] = []
    at = 0
    while match := _OPENING.search(text, at):
        end = _closing(text, match.start())
        at = match.end() if end is None else end + 1
        if end is not None and (words := text[match.end() : end].strip()):
            found.append(Quoted(match.start(), end + 1, words))
    return found


def _closing(text: str, start: int) -> int | None:
    """Where the quotation that opens at `start` closes."""
    mark, stop = text[start], text.find("\n\n", start)
    inside = text[start + 1 : stop if stop >= 0 else len(text)]
    if mark in "“«„":
        return next((start + 1 + i for i, c in enumerate(inside) if c in _PAIRS[mark]), None)
    # A closing single mark is an apostrophe too: it closes after punctuation, a typographic one also at a word's end.
    patterns = {'"': [r'(?<=\S)"'], "‘": [r"(?<=[.,!?…;:—–])’(?!\w)", r"(?<=\w)’(?!\w)"], "'": [r"(?<=[.,!?…—–])'(?!\w)"]}[mark]
    for pattern in patterns:
        if match := re.search(pattern, inside):
            return start + 1 + match.start()
    return None


def masked(text: str) -> tuple[str, list[str]]:
    """The text with every quotation as a mask of two private characters, and what they stand for (marks included)."""
    parts: list[str] = []
    kept: list[str] = []
    at = 0
    for quote in quoted(text)[: _LAST - _FIRST]:
        end = SENTENCE_END if quote.words[-1] in ".!?…" else OPEN_END
        parts += [text[at : quote.start], chr(_FIRST + len(kept)), end]
        kept.append(text[quote.start : quote.end])
        at = quote.end
    return "".join((*parts, text[at:])), kept


def unmasked(text: str, kept: list[str]) -> str:
    """The text with what its masks stand for; a mask of another text stays."""
    return MASK.sub(lambda m: kept[number] if (number := mask_number(m[0])) < len(kept) else m[0], text)


def mask_number(mask: str) -> int:
    """Which of the quotations a mask stands for."""
    return ord(mask[0]) - _FIRST


def words_of(quotation: str) -> str:
    """A quotation's words, without its marks."""
    return quotation[1:-1].strip()
