# SPDX-License-Identifier: Apache-2.0
"""The root of the document: what the user decided. What was made from it lies in the takes."""

from __future__ import annotations

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.brief import Brief
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Screenplay
from aiprod.film.speech import VoiceCasting


class Film(FilmObject):
    """A film as decided so far. Every change goes through the journal (`film.store`), so that it can be undone."""

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
    edits: int = Field(0, ge=0)
    """How many journal entries this snapshot contains."""
