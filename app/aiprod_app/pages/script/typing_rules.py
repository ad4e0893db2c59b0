# SPDX-License-Identifier: Apache-2.0
"""How a screenplay is typed: what comes after what, and what a paragraph is by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiprod.production.scripts import Kind, Paragraph

ORDER: tuple[Kind, ...] = ("action", "character", "parenthetical", "dialogue", "transition", "heading")
"""In which order Tab goes round."""
AFTER: dict[Kind, Kind] = {
    "heading": "action", "action": "action", "character": "dialogue", "parenthetical": "dialogue", "dialogue": "character",
    "transition": "heading",
}  # fmt: skip
"""What Enter goes on to."""
_EMPTY: dict[Kind, Kind] = {
    "character": "action", "parenthetical": "dialogue", "dialogue": "action", "transition": "action", "action": "heading",
    "heading": "action",
}  # fmt: skip
"""What Enter makes of a paragraph without words."""
PREFIXES = ("INT. ", "EXT. ", "INT./EXT. ")
_HEADING = re.compile(r"^(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)\.\s", re.IGNORECASE)
_TRANSITION = re.compile(r"^(?:[A-ZÀ-Ü' ]+ (?:TO|À) ?:|FADE (?:IN|OUT)[.:]?|FONDU[A-ZÀ-Ü' ]*[.:]?|CUT TO BLACK[.:]?)$")
_NAME = re.compile(r"^[A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ0-9 '’.-]{1,37}(?: \([^()]*\))?$")
_MARKS: dict[str, Kind] = {"@": "character", ">": "transition"}


def turned(kind: Kind, step: int) -> Kind:
    """The kind that Tab (1) or Shift+Tab (−1) goes to."""
    return ORDER[(ORDER.index(kind) + step) % len(ORDER)]


def emptied(kind: Kind) -> Kind:
    """What Enter makes of a paragraph without words."""
    return _EMPTY[kind]


def while_typing(kind: Kind, text: str) -> tuple[Kind, str]:
    """What a paragraph is while it is being typed, and its words without the mark that said so."""
    if kind == "action" and _HEADING.match(text):
        return "heading", text
    if kind in ("action", "dialogue") and text[:1] in _MARKS:
        return _MARKS[text[0]], text[1:]
    if kind == "dialogue" and text.startswith("("):
        return "parenthetical", text
    return kind, text


def when_left(kind: Kind, text: str, names: Sequence[str]) -> Kind:
    """What a paragraph is once Enter was pressed at its end."""
    if kind != "action":
        return kind
    if _TRANSITION.match(text):
        return "transition"
    known = {name.upper() for name in names}
    bare = re.sub(r"\s*\([^()]*\)$", "", text)
    return "character" if (bare.upper() in known and bare == bare.upper()) or _looks_like_a_name(text) else kind


def _looks_like_a_name(text: str) -> bool:
    return bool(_NAME.match(text)) and len(text.split()) <= 3 and not text.endswith((".", "!"))


def completions(kind: Kind, text: str, names: Sequence[str], places: Sequence[str], times: Sequence[str]) -> tuple[str, ...]:
    """Whole paragraphs that this one could become, the likeliest first."""
    if kind == "character":
        return tuple(name for name in names if name.startswith(text.upper()) and name != text.upper())
    if kind != "heading":
        return ()
    typed = text.upper()
    prefix = next((known for known in sorted(PREFIXES, key=len, reverse=True) if typed.startswith(known)), None)
    if prefix is None:
        return tuple(known for known in PREFIXES if known.startswith(typed)) if typed else ()
    place, dash, _ = typed.removeprefix(prefix).partition(" - ")
    choices = [f"{prefix}{place} - {time}" for time in times] if dash else [f"{prefix}{known}" for known in places]
    return tuple(choice for choice in choices if choice.startswith(typed) and choice != typed)


def running_seconds(paragraphs: Sequence[Paragraph]) -> float:
    """About how long a screenplay runs, from its words: what is said at 2.5 words a second, what is seen at 5."""
    seconds = 0.0
    for kind, text, _ in paragraphs:
        count = len(text.split())
        if count and kind == "dialogue":
            seconds += count / 2.5 + 0.7
        elif count and kind == "action":
            seconds += max(1.5, count / 5)
    return seconds
