# SPDX-License-Identifier: Apache-2.0
"""Sound to be made: score, ambience and effects."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.screenplay import Mood, TimeOfDay, Weather


class MusicSection(FilmObject):
    """A stretch of the score with one mood, usually a scene."""

    version: ClassVar[int] = 2
    start_s: float = Field(ge=0)
    duration_s: float = Field(gt=0)
    mood: Mood
    intensity: float = Field(0.5, ge=0, le=1)
    beat_s: float = Field(0.0, ge=0)
    """The beat that the pictures are cut to; 0 leaves the tempo to the composer."""


class MusicCue(FilmObject):
    """One continuous piece of score."""

    id: str
    duration_s: float = Field(gt=0)
    sections: tuple[MusicSection, ...] = Field(min_length=1)
    hits_s: tuple[float, ...] = ()
    """Moments the score should mark: cuts that matter, reveals."""
    genre: str = "drama"
    tone: str = "warm"
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)


class AmbienceCue(FilmObject):
    """The sound of a place."""

    id: str
    place: str
    interior: bool
    time_of_day: TimeOfDay
    weather: Weather
    features: tuple[str, ...] = ()
    start_s: float = Field(0.0, ge=0)
    """On the film's clock. Says where the sound is laid, not how it sounds: leave it out of the recipe."""
    duration_s: float = Field(gt=0)
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)


class EffectCue(FilmObject):
    """One sound at one moment."""

    id: str
    effect: str
    """"footsteps", "door", "gull", "thunder", "bell", "kettle", …; see `catalogue.EFFECTS`."""
    start_s: float = Field(ge=0)
    duration_s: float = Field(gt=0)
    gain_db: float = 0.0
    pan: float = Field(0.0, ge=-1, le=1)
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)


class Spotting(FilmObject):
    """Every sound of a film but its dialogue, with times on the film's clock."""

    music: MusicCue
    ambience: tuple[AmbienceCue, ...] = ()
    effects: tuple[EffectCue, ...] = ()


@upgrade_from("MusicSection", 1)
def _at_its_own_tempo(fields: dict[str, Any]) -> dict[str, Any]:
    return fields
