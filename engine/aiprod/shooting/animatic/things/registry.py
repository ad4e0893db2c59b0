# SPDX-License-Identifier: Apache-2.0
"""Every thing by its name, and the room it takes."""

from __future__ import annotations

from aiprod.shooting.animatic.things import (
    devices,
    flames,
    furniture,
    garden,
    gear,
    hand_props,
    landmarks,
    landscape,
    music_and_play,
    papers,
    sights,
)
from aiprod.shooting.animatic.things.animals import birds, furry, hoofed, others, sea
from aiprod.shooting.animatic.things.extents import EXTENTS
from aiprod.shooting.animatic.things.thing import Bounds, Thing
from aiprod.shooting.animatic.things.vehicles import afloat, flying, wheeled

THINGS: dict[str, Thing] = {}
_MODULES = (
    landmarks,
    sights,
    landscape,
    hand_props,
    papers,
    flames,
    devices,
    music_and_play,
    garden,
    gear,
    furniture,
    afloat,
    wheeled,
    flying,
    furry,
    hoofed,
    birds,
    sea,
    others,
)
for _module in _MODULES:
    THINGS.update(_module.THINGS)

BODY: dict[str, Bounds] = {name: row[0] for name, row in EXTENTS.items()}
"""Of its solid body, as it stands idle by day."""
BOUNDS: dict[str, Bounds] = {name: row[1] for name, row in EXTENTS.items()}
"""Of all that it may paint: over seeds, moments, light, close-ups and movements."""
