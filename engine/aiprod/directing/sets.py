# SPDX-License-Identifier: Apache-2.0
"""Set design: the author's place, time, weather and mood as a place of the catalogue, its landmarks, palette and light."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np

from aiprod.directing.meaning import nearness
from aiprod.directing.motion import moving_things
from aiprod.directing.words import find, tokens
from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID, EXTERIORS, INTERIORS, Entry
from aiprod.film.hashing import seed_from
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Scene, Screenplay
from aiprod.film.shots import SetDesign

# Where the outside of an inside is, and of a landmark.
_OUTSIDE = {
    "kitchen": "village_street", "bedroom": "village_street", "living_room": "village_street", "office": "city_street",
    "workshop": "village_street", "bakery": "village_street", "cafe": "city_street", "classroom": "village_street",
    "library": "city_street", "lighthouse_room": "coast", "spaceship_cabin": "space", "hospital": "city_street",
    "theatre": "city_street", "cave": "mountains", "train_car": "station",
    "lighthouse": "coast", "clock_tower": "village_street", "house": "field", "castle": "mountains", "windmill": "field",
    "tree": "field", "bridge": "river", "fountain": "village_street", "tent": "forest", "lamp_post": "city_street",
    "rocket": "desert", "satellite_dish": "mountains", "statue": "park", "ferris_wheel": "park",
    "rowing_boat": "open_sea", "sailboat": "open_sea", "fishing_boat": "open_sea", "ferry": "open_sea", "tram": "city_street",
    "bus": "city_street", "train": "station", "car": "road", "van": "road", "spaceship": "space", "plane": "field",
}  # fmt: skip
# The inside of what has one but is no interior of the catalogue.
_INSIDE = {
    "rowing_boat": "open_sea", "sailboat": "open_sea", "fishing_boat": "open_sea", "ferry": "open_sea", "tram": "train_car",
    "bus": "train_car", "train": "train_car", "car": "train_car", "van": "workshop", "spaceship": "spaceship_cabin",
    "rocket": "spaceship_cabin", "house": "living_room", "castle": "theatre", "windmill": "workshop", "tent": "cave",
    "clock_tower": "lighthouse_room", "lighthouse": "lighthouse_room", "plane": "train_car",
    "station": "cafe", "harbour": "workshop", "village_street": "living_room", "city_street": "living_room",
    "field": "workshop", "mountains": "cave", "forest": "cave", "coast": "living_room", "park": "cafe", "rooftop": "bedroom",
}  # fmt: skip
# What one expects to see, if the author names nothing: one is drawn by the seed.
_IMPLIED: dict[str, tuple[str, ...]] = {
    "harbour": ("fishing_boat", "sailboat"),
    "field": ("tree", "windmill", "house"),
    "park": ("tree", "fountain", "statue", "bench"),
    "village_street": ("lamp_post", "fountain", "clock_tower"),
    "city_street": ("lamp_post",),
    "coast": ("lighthouse", "sailboat", ""),
    "open_sea": ("sailboat", ""),
    "mountains": ("house", "tree", ""),
    "river": ("bridge", "tree"),
    "station": ("train", "lamp_post"),
    "snowfield": ("tree", "house", ""),
    "space": ("spaceship", "satellite_dish", ""),
    "road": ("tree", "sign"),
}
_STANDING = ("landmark", "vehicle")
_MAX_FEATURES = 3


def place_of(scene: Scene, screenplay: Screenplay) -> Entry:
    """The catalogue's place for a scene: by words of its place, then heading, then action; then by nearest meaning."""
    language = screenplay.language
    for text, strict in ((scene.place, False), (scene.heading, False), *((a.text, True) for a in scene.actions)):
        found = _named_place(text, scene, language, strict)
        if found is not None:
            return BY_ID[_in_town(found.id, screenplay)] if not scene.interior else found
    return _nearest_place(scene.place or scene.heading, scene.interior, language)


def _named_place(text: str, scene: Scene, language: Language, strict: bool) -> Entry | None:
    wanted, other = ("interiors", "exteriors") if scene.interior else ("exteriors", "interiors")
    direct = find(text, wanted, language, strict=strict)
    if direct:
        return max(direct, key=lambda m: (m.length, -m.start)).entry
    table = _INSIDE if scene.interior else _OUTSIDE
    for group in ("things", other):
        for match in find(text, group, language, strict=strict):
            if match.entry.id in table:
                return BY_ID[table[match.entry.id]]
    return None


def _in_town(place: str, screenplay: Screenplay) -> str:
    """The street before a shop lies in the film's town: a city street where other headings or the logline speak of a city."""
    if place != "village_street":
        return place
    texts = [screenplay.logline, *(s.place for s in screenplay.scenes)]
    named = {m.entry.id for text in texts for m in find(text, "exteriors", screenplay.language, strict=False)}
    return "city_street" if "city_street" in named and "village_street" not in named else place


@lru_cache(maxsize=1024)
def _nearest_place(text: str, interior: bool, language: Language) -> Entry:
    """The place nearest in meaning to unknown words, among those with (or without) walls."""
    places = INTERIORS if interior else EXTERIORS
    labels = tuple(", ".join(p.en if language == "en" else p.fr) for p in places)
    return places[int(np.argmax(nearness(text or "street", labels)))]


def design_set(scene: Scene, screenplay: Screenplay, seed: int) -> SetDesign:
    """The set of a scene. Scenes that return to the same place (in the author's words) get the same set."""
    place = place_of(scene, screenplay)
    key = " ".join(tokens(scene.place)) or place.id
    set_seed = seed_from("set", seed, key, place.id)
    interior = place.interior
    azimuth = Random(set_seed).choice((-70.0, -50.0, 50.0, 70.0)) if not interior else Random(set_seed).choice((-60.0, 60.0))
    if scene.time_of_day.value in ("dawn", "dusk") and not interior:
        azimuth *= 1.9
    return SetDesign(
        place=place.id,
        interior=interior,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        mood=scene.mood,
        palette=palette_for(scene.time_of_day, scene.weather, scene.mood, interior),
        light=light_for(scene.time_of_day, scene.weather, interior, azimuth),
        features=_features(scene, screenplay, place, set_seed),
        seed=set_seed,
    )


def _features(scene: Scene, screenplay: Screenplay, place: Entry, set_seed: int) -> tuple[str, ...]:
    """Landmarks of every scene in this place, vehicles of this scene that stand still; else what the place implies."""
    if place.interior:
        return ()
    own = _standing(scene, screenplay)
    shared = [f for s in screenplay.scenes if s is not scene and _same_place(s, scene) for f in _standing(s, screenplay)]
    landmarks = [f for f in shared if BY_ID[f].kind == "landmark"]
    found = list(dict.fromkeys([*own, *landmarks]))[:_MAX_FEATURES]
    if not any(BY_ID[f].kind == "landmark" for f in found):
        implied = Random(set_seed).choice(_IMPLIED.get(place.id, ("",)))
        moving = {m.thing for action in scene.actions for m in moving_things(action.text, screenplay.language)}
        if implied and implied not in found and implied not in moving and len(found) < _MAX_FEATURES:
            found.append(implied)
    return tuple(found)


def _same_place(first: Scene, second: Scene) -> bool:
    return tokens(first.place) == tokens(second.place) and first.interior == second.interior


def _standing(scene: Scene, screenplay: Screenplay) -> list[str]:
    language = screenplay.language
    names = [c.name for c in screenplay.cast]
    moving = {m.thing for action in scene.actions for m in moving_things(action.text, language)}
    texts = [(scene.heading, False), (scene.place, False), *((a.text, True) for a in scene.actions)]
    matches = [m for text, strict in texts for m in find(text, "things", language, names, strict)]
    big = [m.entry.id for m in matches if m.entry.kind in _STANDING and m.entry.height_m >= 1.4 and m.entry.id not in moving]
    return list(dict.fromkeys(big))
