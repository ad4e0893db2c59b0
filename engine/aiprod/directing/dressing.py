# SPDX-License-Identifier: Apache-2.0
"""Dressing the set: where the things stand, lie and fly that the text names."""

from __future__ import annotations

from collections.abc import Sequence

from aiprod.directing.coverage import WORN, Setup, is_small
from aiprod.directing.motion import is_watercraft
from aiprod.directing.props import FoundThing
from aiprod.film.catalogue import BY_ID
from aiprod.film.screenplay import Scene
from aiprod.film.shots import Blocking, PropPlacement, SetDesign

_OF_WALLS = ("door", "window", "mirror", "painting", "drawer", "bed", "oven")
_FLYERS = ("gull", "bird", "owl", "butterfly", "kite", "balloon", "plane", "hot_air_balloon", "star")


class Dressing:
    """Places things in one set."""

    def __init__(self, design: SetDesign) -> None:
        self._design = design

    def named_in(self, setup: Setup) -> tuple[PropPlacement, ...]:
        """What the text names in the set, as far as the painted place has not got it."""
        if setup.beat is None:
            return ()
        return tuple(
            p for t in setup.beat.things for p in self.placed(t, setup, x=1.2, z=5.6) if t.entry.id not in self._design.features
        )

    def beside(self, setup: Setup, actors: Sequence[Blocking], way: float) -> tuple[PropPlacement, ...]:
        """What the text names and nobody holds stands near them, at the side they look to (`way`)."""
        centre = sum(a.x for a in actors) / len(actors)
        placed: list[PropPlacement] = []
        for i, thing in enumerate(setup.things[:4]):
            if in_hands(thing, actors):
                continue
            if setup.beat is not None and thing.entry.id == setup.beat.seat:
                placed.append(
                    PropPlacement(prop=thing.entry.id, x=actors[0].x, z=round(actors[0].z + 0.08, 3), colour=thing.colour)
                )
                continue
            x = centre + way * (0.85 + 0.55 * i) if len(actors) == 1 else centre + (0.0 if i == 0 else (-1) ** i * 1.3)
            placed += self.placed(thing, setup, x=x, z=actors[0].z + (0.35 if len(actors) == 1 else 0.6))
        return tuple(placed)

    def placed(self, thing: FoundThing, setup: Setup, x: float, z: float) -> tuple[PropPlacement, ...]:
        """A thing near (x, z): great ones further off, small ones indoors on a table."""
        entry = thing.entry
        if entry.id in self._design.features:
            return ()
        if entry.kind in ("landmark", "vehicle") and entry.height_m >= 1.4:
            z, x = distance_of(entry.id), x * 2.2
        y = 0.0
        support: tuple[PropPlacement, ...] = ()
        if self._design.interior and is_small(entry.id) and entry.kind == "prop":
            y = BY_ID["table"].height_m
            support = (PropPlacement(prop="table", x=round(x, 3), z=round(z + 0.06, 3)),)
        if entry.id in _FLYERS:
            return (self._flying(thing, x, z),)
        if entry.id in WORN or self._built_in(thing, setup):
            return ()
        hero = entry.kind != "landmark"
        return (*support, PropPlacement(prop=entry.id, x=round(x, 3), y=y, z=round(z, 3), colour=thing.colour, hero=hero))

    def _built_in(self, thing: FoundThing, setup: Setup) -> bool:
        """What the painted place already has, or what would lie unseen on the ground behind someone who walks."""
        entry = thing.entry
        if entry.id in _OF_WALLS:
            return not self._design.interior
        carried = is_small(entry.id) and entry.kind == "prop"
        return carried and setup.kind == "going"

    def _flying(self, thing: FoundThing, x: float, z: float) -> PropPlacement:
        """What flies crosses the upper half of the picture, behind the people."""
        small = thing.entry.height_m < 1.3
        y, far = (1.75, z + 1.6) if small else (7.0, 26.0)
        span = 1.1 if small else 5.0
        way = -1.0 if x > 0 else 1.0
        return PropPlacement(
            prop=thing.entry.id, x=round(x, 3), to_x=round(x + way * span, 3), y=y, z=round(far, 3), flip=way < 0,
            colour=thing.colour, hero=True,
        )  # fmt: skip

    def support(self, thing: FoundThing) -> tuple[float, tuple[PropPlacement, ...]]:
        """What a small thing stands on: a table indoors; outside the ground, which animals and the sea's gifts lie on."""
        if thing.entry.kind == "animal" or not self._design.interior:
            return 0.0, ()
        table = BY_ID["table"]
        return table.height_m, (PropPlacement(prop="table", z=3.26),)

    def small(self, thing: FoundThing, x: float, y: float, z: float) -> PropPlacement:
        return PropPlacement(prop=thing.entry.id, x=round(x, 3), y=y, z=z, colour=thing.colour)


def in_hands(thing: FoundThing, actors: Sequence[Blocking]) -> bool:
    return any(actor.holds == thing.entry.id for actor in actors)


def distance_of(thing: str) -> float:
    """How far off a thing stands so that it fits a wide picture, metres."""
    height = BY_ID[thing].height_m
    if is_watercraft(thing):
        return {"rowing_boat": 9.0, "sailboat": 22.0, "fishing_boat": 20.0, "ferry": 42.0}[thing]
    return 7.0 if height < 1.4 else 10.0 if height < 4 else 22.0 if height < 10 else 36.0


def vessel_of(scene: Scene, design: SetDesign) -> str:
    """The small boat that a scene at sea is played in, if its action names one; the painted deck serves otherwise."""
    if design.place != "open_sea":
        return ""
    words = " ".join(action.text for action in scene.actions).casefold()
    small = BY_ID["rowing_boat"]
    return small.id if any(word in words for word in (*small.en, *small.fr)) else ""
