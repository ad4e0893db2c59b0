# SPDX-License-Identifier: Apache-2.0
"""Every place of the catalogue builds, paints a picture in its palette, and has no visible edge."""

from itertools import product
from math import radians, tan
from typing import Any

import numpy as np
import pytest
import skia

from aiprod.film.catalogue import BY_ID, EXTERIORS, LANDMARKS, PLACES
from aiprod.film.errors import EngineError
from aiprod.film.palettes import light_for, mix, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import SetDesign
from aiprod.shooting.animatic import places
from aiprod.shooting.animatic.places.sky import flash
from aiprod.shooting.animatic.stage import Plane, Scenery, View

NAMES = tuple(place.id for place in PLACES)
OPEN_SKY = ("coast", "open_sea", "field", "desert", "snowfield", "road", "mountains", "park")
ALREADY_THERE = {"lighthouse_room": {"lighthouse"}, "bakery": {"oven"}}
NOTHING = (255, 0, 255)
"""What shows where nothing was painted."""


def design(place: str, time: str = "day", weather: str = "clear", **more: Any) -> SetDesign:
    hour, air, mood = TimeOfDay(time), Weather(weather), Mood(more.pop("mood", "calm"))
    inside = BY_ID[place].interior
    light = light_for(hour, air, inside, more.pop("azimuth", 140.0))
    palette = palette_for(hour, air, mood, inside)
    base: dict[str, Any] = {"seed": 11, "palette": palette, "light": light, "mood": mood} | more
    return SetDesign(place=place, interior=inside, time_of_day=hour, weather=air, **base)


def view(width: int = 128, height: int = 72, focal: float = 28, yaw: float = 0, pitch: float = 0, **at: float) -> View:
    pixels = focal / 36 * width
    home = {"x": 0.0, "y": 1.6, "z": 0.0} | at
    return View(width, height, pixels, **home, shift_x=-pixels * tan(radians(yaw)), shift_y=pixels * tan(radians(pitch)))


def photograph(scenery: Scenery, seen: View, t: float = 0.0) -> np.ndarray:
    """The set alone, uint8 [height, width, RGB]: planes cut at the bounds they promise, over NOTHING."""
    surface = skia.Surface(seen.width, seen.height)
    canvas = surface.getCanvas()
    canvas.clear(skia.Color(*NOTHING))
    for item in sorted([*scenery.planes, *scenery.backdrops], key=lambda layer: -layer.z):
        if item.z <= seen.z + 0.15:
            continue
        canvas.save()
        if isinstance(item, Plane):
            canvas.translate(*seen.project(0, scenery.ground_y, item.z))
            canvas.scale(seen.scale(item.z), seen.scale(item.z))
            canvas.clipRect(skia.Rect.MakeLTRB(*item.bounds))
            item.paint(canvas, t)
        else:
            item.paint(canvas, seen, t)
        canvas.restore()
    return surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3].copy()


def luminance(picture: np.ndarray) -> np.ndarray:
    return picture.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def bare(picture: np.ndarray) -> int:
    """Pixels where nothing, or hardly anything, was painted."""
    away = np.abs(picture.astype(int) - np.array(NOTHING)).sum(axis=-1)
    return int((away < 60).sum())


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)


def test_every_place_of_the_catalogue_has_a_painter() -> None:
    assert sorted(places.painted()) == sorted(NAMES)


def test_a_place_that_is_not_in_the_catalogue_is_refused() -> None:
    with pytest.raises(EngineError, match="atlantis"):
        places.build(design("coast").model_copy(update={"place": "atlantis"}))


@pytest.mark.parametrize("place", NAMES)
def test_every_time_and_weather_builds_with_depth(place: str) -> None:
    for time, weather, side in product(TimeOfDay, Weather, ("master", "reverse")):
        scenery = places.build(design(place, time, weather, view=side))
        depths = {round(layer.z, 1) for layer in (*scenery.planes, *scenery.backdrops)}
        assert len(depths) >= 5
        assert min(depths) >= 1.2
        assert all(left < right and top < bottom for left, top, right, bottom in (plane.bounds for plane in scenery.planes))


@pytest.mark.slow
@pytest.mark.parametrize("place", NAMES)
def test_pictures_are_neither_flat_nor_clipped(place: str) -> None:
    start = NAMES.index(place)
    for index, weather in enumerate((list(Weather) * 2)[start % 7 : start % 7 + 3]):
        time = list(TimeOfDay)[(index + NAMES.index(place)) % len(TimeOfDay)]
        picture = photograph(places.build(design(place, time, weather, view="reverse" if index % 2 else "master")), view())
        bright = luminance(picture)
        colours = len(np.unique((picture // 12).reshape(-1, 3), axis=0))
        assert bare(picture) == 0, (time, weather)
        assert bright.std() > 5.0, (time, weather, bright.std())
        assert colours > 40, (time, weather, colours)
        assert (bright < 2).mean() < 0.25 or place == "space", (time, weather)
        assert (bright > 253).mean() < 0.1, (time, weather)


@pytest.mark.parametrize(
    ("place", "time"), [(p, t) for p, t in zip(OPEN_SKY, (*TimeOfDay, TimeOfDay.DAY, TimeOfDay.NIGHT), strict=True)]
)
def test_the_sky_has_the_colours_of_the_palette(place: str, time: TimeOfDay) -> None:
    made = design(place, time, azimuth=60.0)
    top = photograph(places.build(made), view(pitch=10))[:10].reshape(-1, 3).astype(float)
    sky = [rgb(mix(made.palette.sky_top, made.palette.sky_low, k / 10)) for k in range(11)]
    middle = np.median(top, axis=0)
    assert min(np.abs(middle - colour).max() for colour in sky) < 42


@pytest.mark.parametrize("place", [p.id for p in EXTERIORS if p.id != "space"][::3])
def test_night_is_darker_than_day(place: str) -> None:
    night, day = (luminance(photograph(places.build(design(place, time)), view())).mean() for time in ("night", "day"))
    assert night < 0.7 * day


@pytest.mark.parametrize("place", ("city_street", "village_street", "harbour", "kitchen", "living_room"))
def test_lamps_burn_at_night(place: str) -> None:
    made = places.build(design(place, "night"))
    assert made.practicals
    assert all(z > 0 and radius > 0 for _, _, z, _, radius in made.practicals)
    assert luminance(photograph(made, view())).max() > 170


@pytest.mark.slow
@pytest.mark.parametrize("place", NAMES)
def test_the_same_design_gives_the_same_pixels_and_another_seed_or_view_others(place: str) -> None:
    made = design(place, "afternoon", "cloudy")
    first, again = (photograph(places.build(made), view(), 1.7) for _ in range(2))
    assert np.array_equal(first, again)
    for change in ({"seed": 4021}, {"view": "reverse"}):
        other = photograph(places.build(made.model_copy(update=change)), view(), 1.7)
        assert np.abs(first.astype(int) - other).mean() > 1.0, change


EXTREMES = (
    {"focal": 18, "yaw": 25, "pitch": 9, "x": 3.0, "y": 2.6},
    {"focal": 18, "yaw": -25, "pitch": -12, "x": -3.0, "y": 0.7, "z": 1.5},
    {"focal": 135, "yaw": 22, "x": 2.0},
)


@pytest.mark.slow
@pytest.mark.parametrize("place", NAMES)
def test_no_camera_sees_the_end_of_a_plane(place: str) -> None:
    for index, extreme in enumerate(EXTREMES):
        made = places.build(design(place, "day", "fog", view="reverse" if index % 2 else "master"))
        assert bare(photograph(made, view(**extreme))) == 0, extreme


@pytest.mark.parametrize("place", NAMES)
def test_whatever_the_screenplay_names_stands_in_the_set(place: str) -> None:
    wanted = ["tree", "rowing_boat", "car", "oven", "bench", "cat"]
    start = NAMES.index(place)
    for landmark in [entry.id for entry in LANDMARKS][start % 5 :: 5]:
        made = places.build(design(place, features=(landmark, *wanted)))
        names = {plane.name for plane in made.planes} | ALREADY_THERE.get(place, set())
        assert {landmark, *wanted} <= names
        near = [plane for plane in made.planes if plane.name == landmark]
        assert all(plane.z > 4.0 for plane in near)


@pytest.mark.parametrize("place", ("coast", "forest", "city_street", "train_car", "living_room"))
def test_nothing_is_still(place: str) -> None:
    made = places.build(design(place, "dusk", "wind", view="reverse" if place == "living_room" else "master"))
    before, after = (photograph(made, view(), t).astype(int) for t in (1.0, 1.8))
    assert 0 < (np.abs(before - after).max(axis=-1) > 2).mean() < 0.9


def test_what_moves_is_declared() -> None:
    """A plane that is kept as a texture looks the same at every time."""
    for place in NAMES:
        made = places.build(design(place, "dusk"))
        still = Scenery(tuple(p for p in made.planes if not p.moving), tuple(b for b in made.backdrops if not b.moving))
        assert np.array_equal(photograph(still, view(64, 36), 0.0), photograph(still, view(64, 36), 3.3)), place


def test_wet_streets_mirror_their_lamps() -> None:
    dry, wet = (photograph(places.build(design("city_street", "night", weather)), view()) for weather in ("clear", "rain"))
    foreground = slice(50, 72)
    assert luminance(wet[foreground]).std() > luminance(dry[foreground]).std()


def test_snow_lies_on_the_ground() -> None:
    for place in ("village_street", "field", "park"):
        bare_ground, snow = (
            photograph(places.build(design(place, "day", weather)), view())[54:] for weather in ("cloudy", "snow")
        )
        assert luminance(snow).mean() > luminance(bare_ground).mean() + 20


def test_lightning_strikes_now_and_then() -> None:
    levels = [flash(5, frame / 24) for frame in range(24 * 24)]
    assert 0 < sum(level > 0 for level in levels) < 0.2 * len(levels)
    assert max(levels) > 0.8


def test_rock_facets_turn_with_the_light() -> None:
    left, right = (photograph(places.build(design("desert", azimuth=side)), view()) for side in (-90.0, 90.0))
    assert np.abs(left.astype(int) - right).mean() > 1.0
