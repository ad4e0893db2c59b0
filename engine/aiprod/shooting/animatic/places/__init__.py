# SPDX-License-Identifier: Apache-2.0
"""Places of the animatic: every place of the catalogue, built as planes and backdrops for one SetDesign."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from aiprod.film.errors import EngineError
from aiprod.film.shots import SetDesign

if TYPE_CHECKING:
    from aiprod.shooting.animatic.stage import Scenery

FAMILIES: dict[str, tuple[str, ...]] = {
    "shore": ("coast",),
    "sea": ("open_sea", "river"),
    "quays": ("harbour",),
    "wilds": ("mountains", "desert", "snowfield"),
    "woods": ("forest", "park"),
    "country": ("field", "road"),
    "city": ("village_street", "city_street", "rooftop", "station"),
    "orbit": ("space", "spaceship_cabin"),
    "homes": ("kitchen", "bedroom", "living_room"),
    "trades": ("office", "workshop", "hospital"),
    "eateries": ("bakery", "cafe"),
    "halls": ("classroom", "library", "theatre"),
    "odd_rooms": ("lighthouse_room", "train_car"),
    "caves": ("cave",),
}
"""Which module paints which places; in each, the function of that name builds the place on a Site."""


def painted() -> tuple[str, ...]:
    """The places that can be built."""
    return tuple(place for places in FAMILIES.values() for place in places)


def build(design: SetDesign) -> Scenery:
    """Build a place of the catalogue.

    Args:
        design: the place, its time, weather, mood, view and features. The same design gives the same pixels.

    Returns:
        The planes, backdrops and lamps; the ground where actors stand is at 0 m.

    Raises:
        EngineError: the place is not in the catalogue.
    """
    from aiprod.shooting.animatic.places.site import Site

    for family, places in FAMILIES.items():
        if design.place in places:
            site = Site(design)
            getattr(import_module(f"{__name__}.{family}"), design.place)(site)
            site.place_rest()
            return site.scenery()
    raise EngineError(f"No painter for the place {design.place!r}.")
