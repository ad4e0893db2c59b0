# SPDX-License-Identifier: Apache-2.0
"""What moves: verbs of going, arriving, leaving, said of things and of people, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiprod.directing.words import find, tokens, word_set
from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID

Way = Literal["leave", "arrive", "pass"]

_WAYS: dict[Language, dict[Way, frozenset[str]]] = {
    "en": {
        "leave": word_set(
            "leaves leave leaving departs depart departing sails sail sailing pulls drives rows rowing disappears "
            "vanishes recedes takes flies lifts rises launches"
        ),
        "arrive": word_set("arrives arrive arriving approaches comes enters lands docks stops returns reaches parks"),
        "pass": word_set("passes crosses crossing rolls glides drifts floats rides goes moves circles swims rattles slides"),
    },
    "fr": {
        "leave": word_set(
            "part partent quitte quittent s'éloigne éloigne éloignent disparaît disparait décolle démarre appareille "
            "navigue rame rament lève élève"
        ),
        "arrive": word_set("arrive arrivent approche approchent vient entre entrent accoste atterrit s'arrête revient rentre"),
        "pass": word_set(
            "passe passent traverse traversent roule roulent glisse glissent dérive dérivent flotte flottent file "
            "avance vole volent nage nagent tourne"
        ),
    },
}
_MOBILE = ("vehicle", "animal")
_WALK: dict[Language, frozenset[str]] = {
    "en": word_set(
        "walks walk walking goes comes crosses climbs steps leaves arrives enters approaches follows strolls "
        "wanders hurries returns heads limps tiptoes marches passes descends carries delivers brings moves "
        "rows rowing sails drives rides pedals cycles"
    ),
    "fr": word_set(
        "marche marchent va vont vient traverse monte descend entre sort arrive quitte part approche suit avance "
        "rentre revient se dirige s'éloigne éloigne longe grimpe rejoint porte apporte livre livrent distribue "
        "passe presse rame navigue conduit roule pédale"
    ),
}
_RUN: dict[Language, frozenset[str]] = {
    "en": word_set("runs run running races rushes sprints dashes bolts chases flees hurtles"),
    "fr": word_set("court courent courant fonce foncent se précipite précipite fuit fuient galope s'élance élance dévale"),
}


@dataclass(frozen=True)
class MovingThing:
    """A vehicle or an animal that the text moves."""

    thing: str
    way: Way


def moving_things(text: str, language: Language) -> list[MovingThing]:
    """Vehicles and animals followed, within four words, by a verb of movement."""
    words = tokens(text)
    found = []
    for match in find(text, "things", language):
        if match.entry.kind in _MOBILE:
            way = _way(words[match.end : match.end + 4], language)
            if way:
                found.append(MovingThing(match.entry.id, way))
    return found


def _way(words: list[str], language: Language) -> Way | None:
    for word in words:
        for way, verbs in _WAYS[language].items():
            if word in verbs:
                return way
    return None


def gait(text: str, language: Language) -> Literal["", "walk", "run"]:
    """Whether the text sets someone walking or running."""
    words = set(tokens(text))
    if words & _RUN[language]:
        return "run"
    return "walk" if words & _WALK[language] else ""


def is_watercraft(thing: str) -> bool:
    """Whether a vehicle floats."""
    return thing in ("rowing_boat", "sailboat", "fishing_boat", "ferry") and thing in BY_ID


def carries(thing: str) -> bool:
    """Whether people travel in or on a thing."""
    return BY_ID[thing].kind == "vehicle" and thing not in ("cart", "plane", "hot_air_balloon", "spaceship")
