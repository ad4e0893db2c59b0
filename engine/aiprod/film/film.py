# SPDX-License-Identifier: Apache-2.0
"""The root of the document: what the user decided. What was made from it lies in the takes."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.brief import Brief
from aiprod.film.grade import GradeChoice, chosen
from aiprod.film.hashing import hash_json
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Screenplay
from aiprod.film.speech import VoiceCasting
from aiprod.film.timeline import Timeline


class Film(FilmObject):
    """A film as decided so far. Every change goes through the journal (`film.store`), so that it can be undone."""

    version: ClassVar[int] = 4
    name: str
    brief: Brief
    generator: str = "auto"
    writer: str = "auto"
    screenplay: Screenplay | None = None
    """None until it is written; from then on the user's to change."""
    voices: tuple[VoiceCasting, ...] = ()
    """The user's own casting; characters without an entry are cast by the studio."""
    looks: tuple[CharacterLook, ...] = ()
    """The user's own looks, likewise."""
    retakes: dict[str, int] = Field(default_factory=dict)
    """Shot id → number of the take that the user asked for, from 1; a shot without an entry stands as first made (0)."""
    grades: dict[str, GradeChoice] = Field(default_factory=dict)
    """The user's grades: "film", "scene:ID" or "shot:ID" → what was decided there (`grade_of` puts them together)."""
    timeline: Timeline | None = None
    """The user's own edit; None leaves it to the studio, which assembles it from the shot list."""
    edits: int = Field(0, ge=0)
    """How many journal entries this snapshot contains."""

    def grade_of(self, shot: str, scene: str) -> GradeChoice:
        """What the user decided about a shot's grade: its own choice, what that leaves open its scene's, then the film's."""
        return chosen(self.grades.get(key) for key in ("film", f"scene:{scene}", f"shot:{shot}"))

    def content_hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON form.

        A film without an edit of the user's, or without grades or retakes too, keeps the hash of the version that had none, so
        that one made before there were any is not held to be edited since.
        """
        data = self.to_json()
        for version, name in ((3, "timeline"), (2, "grades"), (1, "retakes")):
            if getattr(self, name):
                break
            del data[name]
            data["schema"] = f"Film.{version}"
        return hash_json(data)


@upgrade_from("Film", 3)
def _edited_by_the_studio(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "timeline": None}


@upgrade_from("Film", 2)
def _nothing_graded(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "grades": {}}


@upgrade_from("Film", 1)
def _nothing_retaken(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "retakes": {}}
