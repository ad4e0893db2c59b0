# SPDX-License-Identifier: Apache-2.0
"""What the engine says, in the user's language.

The engine's sentences are English where they are made. For a reader of another language they are looked up when they are shown:
the catalogue has every sentence as a template, with fields for what was filled in, and its translation with the same fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import AiprodError

if TYPE_CHECKING:
    from aiprod.film.brief import Language  # the window must not wait for the film's classes

CATALOGUE: Mapping[str, Path] = {"fr": Path(__file__).with_name("messages_fr.json")}
_FIELD = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_DEEPEST = 3


@dataclass(frozen=True)
class _Template:
    """A sentence to be recognised: its fixed pieces, and what it becomes."""

    text: str
    pieces: tuple[str, ...]
    told: str

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))

    def found_in(self, text: str) -> dict[str, str] | None:
        """What fills its fields, if `text` is this sentence."""
        at = 0
        for piece in self.pieces:
            at = text.find(piece, at)
            if at < 0:
                return None
            at += len(piece)
        match = _pattern(self.text).fullmatch(text)
        return match.groupdict() if match else None


def localised(error: AiprodError, language: Language) -> AiprodError:
    """The same error, which says in a language what it says."""
    error.what, error.why, error.remedy = told(error, language)
    return error


def told(error: AiprodError, language: Language) -> tuple[str, str, str]:
    """What went wrong, why, and what can be done about it, in a language."""
    return translated(error.what, language), translated(error.why, language), translated(error.remedy, language)


@lru_cache(maxsize=512)
def translated(text: str, language: Language, _depth: int = 0) -> str:
    """A sentence of the engine in another language; as it is, where it is not known.

    What was filled in is translated too where it is a sentence itself. Of sentences that fit, the one with the most fixed words
    counts.
    """
    if language == "en" or not text.strip() or _depth > _DEEPEST:
        return text
    for template in _templates(language):
        filled = template.found_in(text)
        if filled is not None:
            inner = {name: translated(value, language, _depth + 1) for name, value in filled.items()}
            return template.told.format(**inner).replace("⟨", "{").replace("⟩", "}")
    return _sentence_by_sentence(text, language, _depth)


def _sentence_by_sentence(text: str, language: Language, depth: int) -> str:
    parts = _SENTENCES.split(text)
    if len(parts) > 1:
        return " ".join(translated(part, language, depth + 1) for part in parts)
    bare = text.removesuffix(".")
    if bare != text and bare:
        return translated(bare, language, depth + 1) + "."
    return _part_by_part(text, language, depth)


def _part_by_part(text: str, language: Language, depth: int) -> str:
    """ "What: why", as logs and jobs join them."""
    for colon in re.finditer(r": ", text):
        before, after = text[: colon.start()], text[colon.end() :]
        told = translated(before, language, depth + 1)
        if told != before:
            return f"{told}\u00a0: {translated(after, language, depth + 1)}"
    return text


def catalogue(language: str) -> dict[str, str]:
    """Every sentence and its translation, "" where there is none yet. Reads a file."""
    path = CATALOGUE[language]
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


@cache
def _templates(language: str) -> tuple[_Template, ...]:
    """The sentences, those with the most fixed words first."""
    found = [
        _Template(text, tuple(piece.replace("⟨", "{").replace("⟩", "}") for piece in _FIELD.split(text)[::2] if piece), told)
        for text, told in catalogue(language).items() if told
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda template: -template.weight))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    parts = _FIELD.split(text)
    fixed = [re.escape(part.replace("⟨", "{").replace("⟩", "}")) for part in parts[::2]]
    fields = [f"(?P<{name}>.*?)" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(fixed, [*fields, ""], strict=True)), re.DOTALL)
