# SPDX-License-Identifier: Apache-2.0
"""Consent of real people to the use of their voice or face: who, to what, to which words, for what, until when.

Kept in the film's folder (`consents.json`), where it travels with the film. Nothing is ever deleted: what was revoked stays,
with its date. The words that were agreed to are kept as their hash; the paper stays with whoever asked. The voices that come
with AIPROD are synthetic; material of a real person needs consent, and without it is refused, by name.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json

Part = Literal["voice", "face"]
Scope = Literal["film", "trailer", "training", "any"]
FILE = "consents.json"


class ConsentRecord(FilmObject):
    """One person's agreement. Times are seconds since 1970, UTC."""

    id: str
    person: str = Field(min_length=1, max_length=200)
    parts: tuple[Part, ...] = Field(min_length=1)
    scope: Scope = "film"
    """What for: this film, its trailer alone, the training of models, or anything."""
    use: str = Field("", max_length=500)
    """In words: "cloned voice, French and English", "likeness of the 1990s", …"""
    text_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Hash of the words that were signed."""
    recorded_by: str = Field("", max_length=200)
    granted_at: float
    until: float | None = None
    revoked_at: float | None = None

    @field_validator("person")
    @classmethod
    def _named(cls, person: str) -> str:
        if not person.strip():
            raise ValueError("a consent needs the person's name")
        return " ".join(person.split())

    def in_force(self, now: float) -> bool:
        return self.revoked_at is None and self.granted_at <= now and (self.until is None or now < self.until)


class ConsentRecords(FilmObject):
    """All of a film's, oldest first."""

    records: tuple[ConsentRecord, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """Material that shows or sounds like a real person: whose, which part, where it is used."""

    person: str
    part: Part
    where: str


class ConsentBook:
    """The consents of the film in a folder."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = root / FILE, clock
        self._records = ConsentRecords.from_json(read_json(self._path)).records if self._path.is_file() else ()

    def all(self) -> tuple[ConsentRecord, ...]:
        """Every consent ever, oldest first."""
        return self._records

    def grant(
        self, person: str, parts: Iterable[Part], text: str, *, scope: Scope = "film", use: str = "", recorded_by: str = "",
        until: float | None = None,
    ) -> ConsentRecord:  # fmt: skip
        """Record an agreement, on disk before this returns.

        Args:
            person: who agreed.
            parts: to the use of what.
            text: the words that were agreed to; only their hash is kept.
            scope, use: what for.
            recorded_by: who took it down.
            until: when it ends by itself.

        Raises:
            UserError: no words, an end in the past, a name missing, a folder that can't be written.
        """
        now = round(self._clock(), 3)
        if not text.strip():
            raise UserError("A consent needs its words", "the text is empty", "Give the text that the person agreed to.")
        if until is not None and until <= now:
            raise UserError(f"The consent of {person} can't be recorded", "it would have ended already", "Give a later end.")
        record = ConsentRecord.from_json({
            "id": f"consent-{len(self._records) + 1}", "person": person, "parts": tuple(dict.fromkeys(parts)), "scope": scope,
            "use": use, "text_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            "recorded_by": recorded_by, "granted_at": now, "until": until,
        })  # fmt: skip
        self._write((*self._records, record))
        return record

    def revoke(self, consent: str) -> ConsentRecord:
        """Take an agreement back; it stays on record. Raises UserError when there is none of that id in force."""
        found = next((r for r in self._records if r.id == consent and r.revoked_at is None), None)
        if found is None:
            known = ", ".join(r.id for r in self._records if r.revoked_at is None) or "none"
            raise UserError(f"There is no consent {consent!r} in force", f"those in force are: {known}")
        revoked = found.changed(revoked_at=round(self._clock(), 3))
        self._write(tuple(revoked if r.id == consent else r for r in self._records))
        return revoked

    def for_(self, likeness: Likeness, scope: Scope = "film") -> ConsentRecord | None:
        """The consent in force that covers a use, the latest first."""
        name, now = _folded(likeness.person), self._clock()
        fits = (r for r in reversed(self._records) if _folded(r.person) == name and likeness.part in r.parts and r.in_force(now))
        return next((record for record in fits if record.scope in (scope, "any")), None)

    def require(self, likenesses: Iterable[Likeness], scope: Scope = "film") -> None:
        """Raises UserError, naming the person, the part and the place, for the first likeness that nobody agreed to."""
        for likeness in likenesses:
            if self.for_(likeness, scope) is None:
                raise UserError(
                    f"The {likeness.part} of {likeness.person} can't be used in {likeness.where}", self._why(likeness, scope),
                    "Record it with `aiprod provenance consent FILM`, or take the material out.",
                )  # fmt: skip

    def _why(self, likeness: Likeness, scope: Scope) -> str:
        of_person = [r for r in self._records if _folded(r.person) == _folded(likeness.person) and likeness.part in r.parts]
        if not of_person:
            return "no consent is on record"
        latest = of_person[-1]
        if latest.revoked_at is not None:
            return f"the consent was revoked on {_day(latest.revoked_at)}"
        if latest.until is not None and latest.until <= self._clock():
            return f"the consent ended on {_day(latest.until)}"
        return f"the consent is for {latest.scope!r}, not for {scope!r}"

    def _write(self, records: tuple[ConsentRecord, ...]) -> None:
        write_json(self._path, ConsentRecords(records=records).to_json())
        self._records = records


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(when))
