# SPDX-License-Identifier: Apache-2.0
"""The words of one shot, in both languages."""

import pytest

from aiprod.directing import casting
from aiprod.directing.single import direct_one
from aiprod.film.brief import Brief
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import Shot, ShotSize
from aiprod.writing.one_shot import read_shot


def directed(text: str, frames: int = 24, seed: int = 0) -> Shot:
    read = read_shot(text, seed=seed)
    brief = Brief(text="x", language=read.screenplay.language, width=320, height=180, seed=seed)
    looks = casting.cast_looks(read.screenplay, seed)
    return direct_one(read.screenplay, brief, looks, frames, read.direction, backwards=read.backwards)


@pytest.mark.parametrize(
    ("text", "place", "time", "weather", "move"),
    [
        ("A lighthouse at dusk, slow dolly in", "coast", "dusk", "clear", "dolly_in"),
        ("Un pêcheur marche sur la plage sous la pluie, travelling arrière", "coast", "day", "rain", "dolly_out"),
        (
            "Plan large d'une rue de Paris la nuit sous la neige, panoramique vers la gauche",
            "city_street",
            "night",
            "snow",
            "pan",
        ),
        ("A robot in a workshop, the camera slowly pushes in", "workshop", "day", "clear", "dolly_in"),
        ("Zoom arrière sur une forêt dans la brume, à l'aube", "forest", "dawn", "fog", "zoom"),
        ("Une boulangère pétrit le pain, plan fixe", "bakery", "day", "clear", "static"),
    ],
)
def test_where_when_and_how_are_read(text: str, place: str, time: str, weather: str, move: str) -> None:
    shot = directed(text)
    assert (shot.set.place, shot.camera.move) == (place, move)
    assert (shot.set.time_of_day, shot.set.weather) == (TimeOfDay(time), Weather(weather))


@pytest.mark.parametrize(
    ("text", "size"),
    [("Close-up of a red kettle", ShotSize.CLOSE), ("Gros plan sur un chat noir", ShotSize.CLOSE),
     ("Très gros plan d'une femme", ShotSize.EXTREME_CLOSE), ("Wide shot of a harbour", ShotSize.WIDE)],
)  # fmt: skip
def test_the_size_is_read(text: str, size: ShotSize) -> None:
    assert directed(text).size is size


def test_who_is_named_is_seen_and_nobody_else() -> None:
    assert [actor.character for actor in directed("An old woman reads a letter").blocking] != []
    assert directed("A lighthouse at dusk").blocking == ()


def test_to_the_left_is_the_other_way_round() -> None:
    right, left = (directed(f"A city street at night, pan {way}").camera for way in ("right", "left"))
    assert right.keys[0].yaw_deg < right.keys[-1].yaw_deg
    assert left.keys[0].yaw_deg > left.keys[-1].yaw_deg
    assert [key.at for key in left.keys] == [0.0, 1.0]


def test_camera_words_are_taken_out_of_what_is_seen() -> None:
    scene = read_shot("Slow zoom on a lighthouse in a storm, low angle").screenplay.scenes[0]
    assert scene.actions[0].text == "A lighthouse in a storm"


@pytest.mark.parametrize("frames", [1, 2, 7, 1000])
def test_a_shot_is_as_long_as_it_is_asked_for(frames: int) -> None:
    assert directed("A forest", frames).frames == frames


@pytest.mark.parametrize("text", ["🎬", "…", "?" * 500, "zoom", "a\u2028b", "pan left", "Ω≈ç√", "the the the"])
def test_whatever_is_said_becomes_a_picture(text: str) -> None:
    assert directed(text).set.place


def test_another_seed_is_another_take() -> None:
    first, second = directed("A dog runs in a park", seed=0), directed("A dog runs in a park", seed=1)
    assert first != second and first.description == second.description
