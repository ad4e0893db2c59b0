# SPDX-License-Identifier: Apache-2.0
"""What a brief tells, as the template writer understands it: beings, settings, events."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiprod.film.brief import Language
from aiprod.film.catalogue import Entry
from aiprod.film.screenplay import Age, Emotion, Gender, TimeOfDay, Weather
from aiprod.writing.template.vocabulary import Role


@dataclass(frozen=True)
class Being:
    """Someone of the brief.

    Attributes:
        phrase: as the brief calls them, without article: "retired lighthouse keeper".
        name: the brief's own proper name, or "".
        head: the noun that later mentions repeat.
    """

    phrase: str
    name: str
    head: str
    role: Role
    gender: Gender
    age: Age
    species: str = "person"
    talks: bool = True
    article: str = ""
    """The brief's own possessive ("his", « son »), or "another"."""
    years: str = ""
    """An age that the brief gives: "8 ans"."""
    group: str = ""
    """The brief's words for this being and those alike: "two sisters"."""
    voice: bool = False
    """Heard but not seen: what speaks is a thing, such as a radio or the sea."""


@dataclass(frozen=True)
class Setting:
    """Where and when a clause says that it happens. None where it does not say."""

    place: Entry | None = None
    words: str = ""
    time: TimeOfDay | None = None
    weather: Weather | None = None

    def over(self, other: Setting) -> Setting:
        """This, completed by `other`."""
        return Setting(
            self.place or other.place,
            self.words if self.place else other.words,
            self.time or other.time,
            self.weather or other.weather,
        )


@dataclass(frozen=True)
class Said:
    """What a being says, word for word as the brief quotes it, and how."""

    subject: int
    text: str
    emotion: Emotion
    manner: str = ""
    thought: bool = False
    to: int | None = None
    """Somebody who comes into the story by being spoken to."""


@dataclass(frozen=True)
class Event:
    """One thing that the brief says happens.

    Attributes:
        text: the clause after its subject, without full stop: "finds a message in a bottle"; "" where words are all there is.
        subject: index of the being who does it, or None (then `text` is the whole clause).
        verb: class of its verb, see vocabulary.
        others: indices of other beings in it.
        plural: the verb agrees with several subjects.
        said: what is said once it has happened, in order.
        together: the other subjects' indices.
    """

    text: str
    subject: int | None
    verb: str
    setting: Setting
    others: tuple[int, ...] = ()
    plural: bool = False
    said: tuple[Said, ...] = ()
    together: tuple[int, ...] = ()


@dataclass
class Premise:
    """What the brief gives the writer."""

    language: Language
    beings: list[Being] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    setting: Setting = Setting()
    things: list[tuple[str, Entry | None, Gender]] = field(default_factory=list)
    """(phrase without article, catalogue entry, gender) of the things named as objects, in order."""
    named_place: Entry | None = None
    """The first place named at all, even where nothing is said to happen in it."""
    quotations: list[str] = field(default_factory=list)
    """What the masks in the events' texts stand for: quoted words that nobody says."""

    @property
    def said(self) -> list[Said]:
        """Everything that is said, in order."""
        return [said for event in self.events for said in event.said]
