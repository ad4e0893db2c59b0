# SPDX-License-Identifier: Apache-2.0
"""The banks of material, parsed once: beats, reactions, endings, places, skies, trades, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from aiprod.film.brief import Language
from aiprod.film.screenplay import Emotion


@dataclass(frozen=True)
class Say:
    """A line of a beat. `who`: H hero, P partner, V the hero's thoughts, N a narrator. `key`: kept when time is short."""

    who: str
    text: str
    emotion: Emotion
    key: bool = False


@dataclass(frozen=True)
class Beat:
    """Something that happens, with what may be said.

    Attributes:
        function: disturbance, attempt, reversal, resolution, obstacle; a verb class; a thing class.
        kinds: story kinds it belongs to; ("any",) for all.
        where: same, home, out or far.
        partner: it needs a second character.
        mute: it is for a hero who does not speak.
    """

    function: str
    kinds: tuple[str, ...]
    action: str
    says: tuple[Say, ...]
    where: str = "same"
    partner: bool = False
    mute: bool = False
    robot: bool = False
    """It needs a partner who is a robot."""

    @property
    def formal(self) -> bool:
        """French: hero and partner call each other "vous"."""
        said = " ".join(say.text for say in self.says if say.who in "HP").lower()
        return bool(re.search(r"\b(?:vous|votre|vos)\b|\w+ez\b", said))

    @property
    def familiar(self) -> bool:
        """French: hero and partner call each other "tu"."""
        said = " ".join(say.text for say in self.says if say.who in "HP").lower()
        return self.partner and bool(re.search(r"\b(?:tu|toi|ton|ta|tes|laisse|prends)\b", said)) and not self.mute


@dataclass(frozen=True)
class Bank:
    """A language's material."""

    beats: tuple[Beat, ...]
    events: tuple[Beat, ...]
    endings: tuple[Beat, ...]
    setups: tuple[tuple[str, Say], ...]
    places: dict[str, tuple[str, ...]]
    skies: dict[str, tuple[str, ...]]
    business: dict[str, tuple[str, ...]]
    loglines: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]
    thing_titles: dict[str, tuple[str, ...]]


@cache
def bank(language: Language) -> Bank:
    """The bank of a language."""
    from aiprod.writing.template import bank_en, bank_fr

    source: ModuleType = bank_fr if language == "fr" else bank_en
    return Bank(
        beats=_beats(source.BEATS), events=_beats(source.EVENTS), endings=_beats(source.ENDINGS), setups=_setups(source.SETUPS),
        places=_rows(source.PLACES), skies=_rows(source.SKIES), business=_rows(source.ROLES_BUSINESS), loglines=_rows(source.LOGLINES),  # noqa: E501
        titles=_rows(source.TITLES), thing_titles=_rows(source.THING_TITLES),
    )  # fmt: skip


def _beats(text: str) -> tuple[Beat, ...]:
    return tuple(_beat(block.strip().splitlines()) for block in text.strip().split("\n\n"))


def _beat(rows: list[str]) -> Beat:
    head = rows[0].split()
    flags = set(head[1:])
    action = next(row[2:].strip() for row in rows if row.startswith("A:"))
    says = tuple(_say(row) for row in rows[1:] if not row.startswith("A:"))
    kinds = (
        tuple(head[1].split(","))
        if len(head) > 1 and head[1] not in ("partner", "mute", "robot") and head[1][0] != "@"
        else ("any",)
    )
    where = next((flag[1:] for flag in head if flag.startswith("@")), "same")
    speaks = any(say.who == "P" for say in says) or "{partner" in action
    return Beat(head[0], kinds, action, says, where, "partner" in flags or speaks, "mute" in flags, "robot" in flags)


def _say(row: str) -> Say:
    match = re.fullmatch(r"(!?)([HPVN]): (.+?) \| (\w+)", row)
    if match is None:
        raise ValueError(f"a line of the bank can't be read: {row}")
    return Say(match[2], match[3], Emotion(match[4]), bool(match[1]))


def _setups(text: str) -> tuple[tuple[str, Say], ...]:
    found = []
    for row in text.strip().splitlines():
        tone, who, said, emotion = (cell.strip() for cell in row.split(" | "))
        found.append((tone, Say(who[0], said, Emotion(emotion), key=False)))
    return tuple(found)


def _rows(text: str) -> dict[str, tuple[str, ...]]:
    rows = ([cell.strip() for cell in row.split(" | ")] for row in text.strip().splitlines())
    return {row[0]: tuple(row[1:]) for row in rows}
