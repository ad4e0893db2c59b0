# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (a table reads best with one row a line)
"""Who and what a training clip may show, where it can stand, and in which words it is said.

Large things are built smaller and stand nearer, so that they fill the picture as a cat does; only boats keep their size,
since they lie on the sea beyond the shore.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aiprod.film.brief import Language

LAND = (
    "coast", "harbour", "mountains", "forest", "desert", "field", "snowfield", "village_street", "city_street", "park", "road",
)  # fmt: skip
ROOMS = ("kitchen", "library", "cafe", "cave")
EVERYWHERE = (*LAND, "open_sea", "space", *ROOMS)
_WITHOUT_TREES = ("coast", "desert", "snowfield", "road", "harbour")
_OPEN = ("coast", "mountains", "desert", "field", "snowfield", "road", "park")
_PLACES = {
    "everywhere": EVERYWHERE,
    "land": LAND,
    "dry": (*LAND, *ROOMS),
    "air": (*LAND, "open_sea"),
    "sea": ("coast", "open_sea"),
    "sky": (*LAND, "space"),
    "bare": _WITHOUT_TREES,
    "open": _OPEN,
    "ground": (*LAND, "space", *ROOMS),
}
NATURAL = ("white", "black", "orange")
"""Colours that an animal may have without surprise; the others are asked for less often."""
_TABLE = """
woman           | person  | woman           | everywhere | moves | woman, women | femme, femmes, f
man             | person  | man             | everywhere | moves | man, men | homme, hommes, m
child           | person  | child           | everywhere | moves | child, children | enfant, enfants, m
robot           | person  | robot           | everywhere | moves | robot, robots | robot, robots, m
cat             | animal  | cat             | everywhere | moves | cat, cats | chat, chats, m
dog             | animal  | dog             | everywhere | moves | dog, dogs | chien, chiens, m
horse           | animal  | horse           | land       | moves | horse, horses | cheval, chevaux, m
elephant        | animal  | elephant        | land       | moves | elephant, elephants | éléphant, éléphants, m
penguin         | animal  | penguin         | dry        | moves | penguin, penguins | pingouin, pingouins, m
bird            | animal  | gull            | air        | flies | bird, birds | oiseau, oiseaux, m
car             | vehicle | car             | land       | moves | car, cars | voiture, voitures, f
bus             | vehicle | bus             | land       | moves | bus, buses | bus, bus, m
bicycle         | vehicle | bicycle         | land       | moves | bicycle, bicycles | vélo, vélos, m
sailboat        | vehicle | sailboat        | sea        | sails | sailboat, sailboats | voilier, voiliers, m
hot_air_balloon | vehicle | hot_air_balloon | air        | floats | hot air balloon, hot air balloons | montgolfière, montgolfières, f
spaceship       | vehicle | spaceship       | sky        | floats | spaceship, spaceships | vaisseau spatial, vaisseaux spatiaux, m
tree            | thing   | tree            | bare       | stays | tree, trees | arbre, arbres, m
house           | thing   | house           | open       | stays | house, houses | maison, maisons, f
lighthouse      | thing   | lighthouse      | open       | stays | lighthouse, lighthouses | phare, phares, m
umbrella        | thing   | umbrella        | ground     | stays | umbrella, umbrellas | parapluie, parapluies, m
ball            | thing   | ball            | ground     | moves | ball, balls | ballon, ballons, m
chair           | thing   | chair           | everywhere | stays | chair, chairs | chaise, chaises, f
"""


@dataclass(frozen=True)
class Subject:
    """What a clip is about.

    Attributes:
        id: its value in the vocabulary.
        kind: "person", "animal", "vehicle" or "thing".
        prop: its name in the catalogue of things (persons are cast instead).
        places: where it may be.
        motion: "moves", "flies", "sails", "floats" or "stays".
        en, fr: singular and plural. feminine: its gender in French.
    """

    id: str
    kind: str
    prop: str
    places: tuple[str, ...]
    motion: str
    en: tuple[str, str]
    fr: tuple[str, str]
    feminine: bool

    def noun(self, language: Language, count: int) -> str:
        return (self.en if language == "en" else self.fr)[count > 1]


@cache
def subjects() -> dict[str, Subject]:
    """Every subject by its name."""
    found = {}
    for row in _TABLE.strip().splitlines():
        name, kind, prop, places, motion, english, french = (part.strip() for part in row.split(" | "))
        one, many = english.split(", ")
        un, plusieurs, gender = french.split(", ")
        found[name] = Subject(name, kind, prop, _PLACES[places], motion, (one, many), (un, plusieurs), gender == "f")
    return found
