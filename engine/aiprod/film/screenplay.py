# SPDX-License-Identifier: Apache-2.0
"""The written film: scenes of action and dialogue, and the cast."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.brief import Audience, Genre, Language, Tone


class TimeOfDay(StrEnum):
    DAWN = "dawn"
    MORNING = "morning"
    DAY = "day"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    CLOUDY = "cloudy"
    WIND = "wind"
    FOG = "fog"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"


class Mood(StrEnum):
    JOYFUL = "joyful"
    PLAYFUL = "playful"
    TENDER = "tender"
    HOPEFUL = "hopeful"
    CALM = "calm"
    MELANCHOLIC = "melancholic"
    LONELY = "lonely"
    MYSTERIOUS = "mysterious"
    TENSE = "tense"
    FRIGHTENING = "frightening"
    EPIC = "epic"


class Emotion(StrEnum):
    NEUTRAL = "neutral"
    JOY = "joy"
    SADNESS = "sadness"
    ANGER = "anger"
    FEAR = "fear"
    SURPRISE = "surprise"
    TENDERNESS = "tenderness"
    DETERMINATION = "determination"
    WEARINESS = "weariness"
    IRONY = "irony"


class Age(StrEnum):
    CHILD = "child"
    TEENAGER = "teenager"
    ADULT = "adult"
    OLD = "old"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    NEUTRAL = "neutral"


class Character(FilmObject):
    """A member of the cast, as written."""

    id: str
    """Stable and unique in the film: lower-case words joined by hyphens, such as "old-tom"."""
    name: str
    """As the audience would call them: "Old Tom", "the keeper", « la boulangère »."""
    description: str = ""
    """The author's words about how they look and are; casting reads age, clothes and hair from them."""
    species: str = "person"
    """"person", "robot", or an animal of the catalogue ("cat", "gull", …)."""
    gender: Gender = Gender.NEUTRAL
    age: Age = Age.ADULT


class Action(FilmObject):
    """What is seen. One or several sentences, in the film's language."""

    id: str
    text: str
    characters: tuple[str, ...] = ()
    """Ids of the characters the text shows."""


class Line(FilmObject):
    """What is said."""

    id: str
    character: str
    text: str
    """Exactly what is spoken, and what the subtitle shows."""
    emotion: Emotion = Emotion.NEUTRAL
    parenthetical: str = ""
    extension: Literal["", "O.S.", "V.O."] = ""
    """O.S.: heard but not seen. V.O.: a narrator or a thought."""


class Scene(FilmObject):
    """One place and time."""

    id: str
    heading: str
    """As in the screenplay: "EXT. HARBOUR - DAWN"."""
    interior: bool
    place: str
    """The place in the author's words: "harbour", « la boulangerie »."""
    time_of_day: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    mood: Mood = Mood.CALM
    intensity: float = Field(0.5, ge=0, le=1)
    """Dramatic tension, 0 (rest) to 1 (climax): drives pacing, music and camera."""
    elements: tuple[Action | Line, ...] = ()
    transition_out: str = ""
    """The author's own, such as "FADE OUT"; empty lets the editor decide."""
    transition_in: str = ""
    """The author's own before the heading, such as "FADE IN"; empty lets the editor decide."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(e for e in self.elements if isinstance(e, Line))

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(e for e in self.elements if isinstance(e, Action))


class Screenplay(FilmObject):
    """The whole written film. Ids of scenes, actions and lines are unique in it and survive edits of other parts."""

    title: str
    logline: str = ""
    author: str = ""
    language: Language
    genre: Genre = Genre.DRAMA
    audience: Audience = Audience.GENERAL
    tone: Tone = Tone.WARM
    cast: tuple[Character, ...] = ()
    scenes: tuple[Scene, ...] = ()
    writer: str = "template"
    """Who wrote it: "template", "llm:<model>", "author" (Fountain, Final Draft). Shown in the credits and the ledger."""

    def lines(self) -> Iterator[Line]:
        for scene in self.scenes:
            yield from scene.lines

    def line(self, line_id: str) -> Line:
        return next(line for line in self.lines() if line.id == line_id)

    def character(self, character_id: str) -> Character:
        return next(c for c in self.cast if c.id == character_id)

    def scene(self, scene_id: str) -> Scene:
        return next(s for s in self.scenes if s.id == scene_id)
