# SPDX-License-Identifier: Apache-2.0
"""Small helpers on plain text that every part of the writing department shares."""

from __future__ import annotations

import re
import unicodedata

from aiprod.writing.quotes import MASK, masked, unmasked

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", re.UNICODE)
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”»’)])|(?<=\ue001))\s+(?=[\"“«(—–-]*\s*[^\W_]|[\ue100-\uf8ff])", re.UNICODE
)
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Mme|Mlle|M|No|vs|etc|J|A)\.$")
_KEPT_CONTROLS = "\n\t\f"


def fold(text: str) -> str:
    """Lower case without accents or ligatures: how words are compared."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, as written, apostrophes and hyphens inside words kept."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Split prose into sentences (English and French punctuation; "Mr." and its kind do not end one, nor does anything quoted).

    A quotation that ends with a full stop, question or exclamation ends its sentence unless a small letter follows.
    """
    found: list[str] = []
    line = " ".join(text.split())
    hidden, kept = (line, []) if MASK.search(line) else masked(line)
    for part in _SENTENCE_END.split(hidden):
        if found and (_ABBREVIATION.search(found[-1]) or (found[-1][-1:] == "\ue001" and part[0].islower())):
            found[-1] += " " + part
        elif part:
            found.append(part)
    return [unmasked(part, kept) for part in found]


def capitalised(text: str) -> str:
    """With its first letter in upper case, quotes and dashes skipped."""
    for index, character in enumerate(text):
        if character.isalpha():
            return text[:index] + character.upper() + text[index + 1 :]
    return text


def decapitalised(text: str) -> str:
    """With its first letter in lower case, unless its first word is "I" or all in capitals."""
    first = text.split(" ", 1)[0]
    if first in ("I", "I'm", "I’m") or (len(first) > 1 and first.isupper()):
        return text
    return text[:1].lower() + text[1:]


def slug(text: str) -> str:
    """Lower-case words joined by hyphens: "Old Tom" → "old-tom"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def without_controls(text: str) -> tuple[str, int]:
    """The text in NFC without control, format and unassigned characters, and how many were dropped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", ""))
    kept = [
        c
        for c in text
        if c in _KEPT_CONTROLS or (unicodedata.category(c) not in ("Cc", "Cn", "Co", "Cs") and c not in "\ufeff\ufffe")
    ]
    return "".join(kept), len(text) - len(kept)


def has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def typographic(text: str) -> str:
    """Straight apostrophes and quotes turned into typographic ones, for text that we write ourselves."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return text.replace("...", "…")
