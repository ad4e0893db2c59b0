# SPDX-License-Identifier: Apache-2.0
"""The root of the document: what the user decided. What was made from it lies in the takes."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.brief import Brief
from aiprod.film.direction import ShotDirection
from aiprod.film.grade import GradeChoice, chosen
from aiprod.film.hashing import hash_json
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import Pickup
from aiprod.film.speech import VoiceCasting
from aiprod.film.timeline import Timeline


class Film(FilmObject):
    """A film as decided so far. Every change goes through the journal (`film.store`), so that it can be undone."""

    version: ClassVar[int] = 6
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
    pickups: dict[str, tuple[Pickup, ...]] = Field(default_factory=dict)
    """Shot id → parts of its take that the user asked for once more, in that order."""
    grades: dict[str, GradeChoice] = Field(default_factory=dict)
    """The user's grades: "film", "scene:ID" or "shot:ID" → what was decided there (`grade_of` puts them together)."""
    timeline: Timeline | None = None
    """The user's own edit; None leaves it to the studio, which assembles it from the shot list."""
    directions: dict[str, ShotDirection] = Field(default_factory=dict)
    """Shot id → the user's direction of it, on top of the studio's."""
    approved: tuple[str, ...] = ()
    """Shots that the user has approved on the storyboard, as they are directed now; sorted."""
    edits: int = Field(0, ge=0)
    """How many journal entries this snapshot contains."""

    def grade_of(self, shot: str, scene: str) -> GradeChoice:
        """What the user decided about a shot's grade: its own choice, what that leaves open its scene's, then the film's."""
        return chosen(self.grades.get(key) for key in ("film", f"scene:{scene}", f"shot:{shot}"))

    def content_hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON form.

        A film without pickups, or without directions of the user's, an edit, grades or retakes too, keeps the hash of the
        version that had none, so that one made before there were any is not held to be edited since.
        """
        data = self.to_json()
        since = ((5, ("pickups",)), (4, ("directions", "approved")), (3, ("timeline",)), (2, ("grades",)), (1, ("retakes",)))
        for version, names in since:
            if any(getattr(self, name) for name in names):
                break
            for name in names:
                del data[name]
            data["schema"] = f"Film.{version}"
        return hash_json(data)

    def essence(self) -> str:
        """SHA-256 (hex) of what decides how the film is made: without its name in lists, what was approved of it, and how often
        it was edited. A change that was undone leaves it as it was."""
        return self.model_copy(update={"name": "", "approved": (), "edits": 0}).content_hash()


@upgrade_from("Film", 5)
def _nothing_picked_up(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "pickups": {}}


@upgrade_from("Film", 4)
def _directed_by_the_studio(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "directions": {}, "approved": ()}


@upgrade_from("Film", 3)
def _edited_by_the_studio(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "timeline": None}


@upgrade_from("Film", 2)
def _nothing_graded(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "grades": {}}


@upgrade_from("Film", 1)
def _nothing_retaken(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "retakes": {}}
