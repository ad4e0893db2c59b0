# SPDX-License-Identifier: Apache-2.0
"""Places, landmarks, light."""

import pytest
from tests.unit.directing.films import ALL, bakery, spare_key

from aiprod.directing.sets import design_set, place_of
from aiprod.film.catalogue import BY_ID
from aiprod.film.screenplay import Action, Mood, Scene, Screenplay, TimeOfDay, Weather


def scene(place, interior, text="", **fields):
    heading = f"{'INT' if interior else 'EXT'}. {place.upper()} - DAY"
    actions = (Action(id="a1", text=text),) if text else ()
    return Scene(id="s1", heading=heading, interior=interior, place=place, elements=actions, **fields)


def film(one, language="en"):
    return Screenplay(title="T", language=language, scenes=(one,))


@pytest.mark.parametrize(
    ("place", "interior", "language", "expected"),
    [
        ("harbour", False, "en", "harbour"),
        ("the old quays", False, "en", "harbour"),
        ("beach at low tide", False, "en", "coast"),
        ("lighthouse", True, "en", "lighthouse_room"),
        ("lighthouse", False, "en", "coast"),
        ("bakery", False, "en", "village_street"),
        ("la boulangerie", True, "fr", "bakery"),
        ("bord de mer", False, "fr", "coast"),
        ("forêt enneigée", False, "fr", "forest"),
        ("FORET", False, "fr", "forest"),
        ("salle de classe", True, "fr", "classroom"),
        ("toits de Paris", False, "fr", "rooftop"),
        ("train station", False, "en", "station"),
        ("tram", True, "en", "train_car"),
        ("pont du bateau", False, "fr", "open_sea"),
        ("spaceship", True, "en", "spaceship_cabin"),
    ],
)
def test_words_of_a_place(place, interior, language, expected):
    one = scene(place, interior)
    assert place_of(one, film(one, language)).id == expected


@pytest.mark.parametrize(
    ("place", "interior", "language"),
    [("savannah", False, "en"), ("canteen", True, "en"), ("cathédrale", True, "fr"), ("volcan", False, "fr"), ("", True, "en")],
)
def test_unknown_places_become_some_place_of_the_right_kind(place, interior, language):
    one = scene(place, interior)
    found = place_of(one, film(one, language))
    assert found.kind == "place" and found.interior is interior


def test_a_scene_that_returns_has_the_same_set():
    script = spare_key()
    first, last = design_set(script.scenes[0], script, 5), design_set(script.scenes[3], script, 5)
    assert (first.place, first.seed) == (last.place, last.seed)
    assert first.palette != last.palette and design_set(script.scenes[0], script, 6).seed != first.seed


def test_named_landmarks_stand_and_moving_ones_do_not():
    script = spare_key()
    assert {"ferry", "clock_tower"} <= set(design_set(script.scenes[0], script, 5).features)
    leaving = design_set(script.scenes[3], script, 5).features
    assert "ferry" not in leaving and "clock_tower" in leaving


def test_features_are_things_that_can_stand():
    for make in ALL:
        script = make()
        for one in script.scenes:
            design = design_set(one, script, 2)
            assert all(BY_ID[f].kind in ("landmark", "vehicle", "prop") for f in design.features)
            assert not (design.interior and design.features)


def test_light_and_palette_follow_time_weather_and_mood():
    day, night = scene("field", False, time_of_day=TimeOfDay.DAY), scene("field", False, time_of_day=TimeOfDay.NIGHT)
    storm = scene("field", False, time_of_day=TimeOfDay.DAY, weather=Weather.STORM, mood=Mood.FRIGHTENING)
    sets = [design_set(s, film(s), 1) for s in (day, night, storm)]
    assert len({s.palette for s in sets}) == 3
    assert sets[2].light.intensity < sets[0].light.intensity
    assert bakery().scenes[0].weather is Weather.RAIN
