# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""A screenplay's layout before it is understood: typed paragraphs, as Fountain and Final Draft both give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "action", "cue", "parenthetical", "dialogue", "transition", "centred", "lyric"]

HEADING = re.compile(
    r"^(?P<kind>INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT|I\s?/\s?E|E\s?/\s?I|INT[ÉE]RIEUR|EXT[ÉE]RIEUR|INT|EXT|EST)(?:\.\s?|\s+)(?P<rest>\S.*)$",
    re.IGNORECASE,
)
"""A scene heading, international or French."""
_TRANSITION = re.compile(
    r"^(?:FADE (?:IN|OUT|TO [A-Z ]+|UP)|(?:SMASH |MATCH |JUMP |HARD |DISSOLVE |CUT |WIPE |IRIS )+(?:CUT )?(?:TO|OUT|IN)?(?: [A-Z ]+)?"
    r"|FONDU(?: [A-ZÀ-Ü' ]+)?|COUPE(?: [A-ZÀ-Ü' ]+)?|OUVERTURE(?: [A-ZÀ-Ü' ]+)?|FERMETURE(?: [A-ZÀ-Ü' ]+)?|VOLET(?: [A-ZÀ-Ü' ]+)?|NOIR"
    r"|CUT TO BLACK|THE END|FIN)\s*[.:]?$"
)


@dataclass(frozen=True)
class Block:
    """One paragraph.

    Attributes:
        kind: what it is.
        text: its words, without markup.
        dual: of a cue: spoken at the same time as the one before.
    """

    kind: Kind
    text: str
    dual: bool = False


@dataclass(frozen=True)
class Script:
    """A whole screenplay's layout."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""


def is_transition(line: str) -> bool:
    """An upper-case line that is an edit: ends in "TO:" or is one of the usual ones."""
    return line == line.upper() and (bool(re.search(r"\b(?:TO|À)\s?:$", line)) or bool(_TRANSITION.match(line)))


def looks_like_fountain(text: str) -> bool:
    """Whether plain text is laid out as a screenplay: at least one upper-case scene heading on a line of its own."""
    return any(
        (match := HEADING.match(line.strip())) and match["rest"].upper() == match["rest"]
        for line in text.splitlines()
        if len(line) < 200
    )


def running_seconds(text: str, source: str) -> float | None:
    """About how long a screenplay runs, in seconds, from its words; None for prose."""
    if source == "prose":
        return None
    from aiprod.writing import finaldraft, fountain

    script = finaldraft.read(text.encode()) if source == "fdx" else fountain.read(text)
    seconds = 0.0
    for block in script.blocks:
        count = len(block.text.split())
        if block.kind in ("dialogue", "lyric"):
            seconds += count / 2.5 + 0.7
        elif block.kind in ("action", "centred"):
            seconds += max(1.5, count / 5.0)
    return seconds or 10.0
