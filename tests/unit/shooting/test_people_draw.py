# SPDX-License-Identifier: Apache-2.0
"""Painting actors: the same inputs give the same pixels, and every field of a look is seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import skia

from aiprod.film.look import ROBOT_DESIGNS, CharacterLook, FacialHair, HairStyle, Headwear, Outfit, robot_design
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Age, Emotion, Gender, Mood, TimeOfDay, Weather
from aiprod.film.shots import Blocking, Gesture, Stance
from aiprod.shooting.animatic import people
from aiprod.shooting.animatic.stage import Lit

BASE = CharacterLook(character="ada", gender=Gender.FEMALE, face_seed=3)


def lit(azimuth: float = 50.0, time: TimeOfDay = TimeOfDay.DAY) -> Lit:
    palette = palette_for(time, Weather.CLEAR, Mood.CALM)
    return Lit(palette, light_for(time, Weather.CLEAR, azimuth_deg=azimuth), time, Weather.CLEAR)


def painted(
    look: CharacterLook, size: int = 200, t: float = 1.0, light: Lit | None = None, head: bool = False, **blocking: object
) -> np.ndarray:
    """RGBA pixels of an actor: the whole figure, or the head filling the picture."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    scale = size * 0.84 / look.height_m * (5.0 if head else 1.0)
    canvas.translate(size / 2, size * 0.95 if not head else size * 0.14 + scale * look.height_m)
    canvas.scale(scale, scale)
    placed = Blocking(character=look.character, **blocking)
    people.draw(canvas, look, people.pose(placed, look, (), t, 4.0, 1), light or lit(), t)
    return surface.toarray()


def changed(a: np.ndarray, b: np.ndarray) -> int:
    """How many pixels differ visibly."""
    return int((np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 6).sum())


def test_the_same_inputs_give_the_same_pixels() -> None:
    first, second = painted(BASE, gesture=Gesture.TALK), painted(BASE, gesture=Gesture.TALK)
    assert np.array_equal(first, second)
    assert first[..., 3].max() == 255


@pytest.mark.parametrize(
    ("field", "value", "least"),
    [
        ("gender", Gender.MALE, 300),
        ("age", Age.OLD, 300),
        ("age", Age.CHILD, 300),
        ("build", 1.0, 300),
        ("skin", "#5a3820", 300),
        ("hair_colour", "#d9b060", 200),
        ("outfit_colour", "#a03030", 800),
        ("legs_colour", "#a0a060", 400),
        ("face_seed", 77, 20),
    ],
)
def test_fields_show_on_the_figure(field: str, value: object, least: int) -> None:
    other = BASE.model_copy(update={field: value})
    assert changed(painted(BASE), painted(other)) > least


@pytest.mark.parametrize(
    ("field", "value"), [("eye_colour", "#60b0e0"), ("glasses", True), ("face_seed", 9), ("outfit_accent", "#ff2020")]
)
def test_fields_show_on_the_face(field: str, value: object) -> None:
    other = BASE.model_copy(update={field: value})
    assert changed(painted(BASE, 400, head=field != "outfit_accent"), painted(other, 400, head=field != "outfit_accent")) > 60


def distinct(pictures: list[np.ndarray], least: int) -> None:
    for i, first in enumerate(pictures):
        for j, second in enumerate(pictures[:i]):
            assert changed(first, second) > least, (i, j)


@pytest.mark.parametrize("view", [{"facing": 0.2}, {"facing": -1.0}, {"back": True}], ids=["front", "profile", "back"])
def test_every_hair_style_is_itself(view: dict[str, object]) -> None:
    distinct([painted(BASE.model_copy(update={"hair": hair}), head=True, **view) for hair in HairStyle], 150)


def test_every_beard_is_itself() -> None:
    distinct([painted(BASE.model_copy(update={"facial_hair": kind}), head=True) for kind in FacialHair], 60)


@pytest.mark.parametrize("view", [{"facing": 0.2}, {"back": True}], ids=["front", "back"])
def test_every_outfit_is_itself(view: dict[str, object]) -> None:
    distinct([painted(BASE.model_copy(update={"outfit": outfit}), 260, **view) for outfit in Outfit], 250)


def test_every_hat_is_itself() -> None:
    distinct([painted(BASE.model_copy(update={"headwear": hat}), head=True) for hat in Headwear], 150)


def test_every_emotion_is_seen_on_a_medium_face() -> None:
    distinct([painted(BASE, 130, t=0.2, head=True, emotion=emotion) for emotion in Emotion], 35)


@pytest.mark.parametrize("species", ["person", "robot"])
def test_stances_and_gestures_differ(species: str) -> None:
    look = BASE.model_copy(update={"species": species, "face_seed": 1})
    distinct([painted(look, stance=stance, facing=0.4) for stance in Stance], 100)
    still = painted(look, facing=0.4)
    for gesture in (
        Gesture.POINT,
        Gesture.WAVE,
        Gesture.SHRUG,
        Gesture.HUG,
        Gesture.WORK,
        Gesture.HEAD_DOWN,
        Gesture.LOOK_UP,
        Gesture.REACH,
    ):
        assert changed(still, painted(look, gesture=gesture, facing=0.4)) > 40, gesture


@pytest.mark.parametrize("facing", [-1.0, -0.6, -0.2, 0.0, 0.3, 0.7, 1.0])
def test_the_feet_stand_on_the_ground_and_the_head_is_at_its_height(facing: float) -> None:
    rows = np.nonzero(painted(BASE.model_copy(update={"hair": HairStyle.BALD}), 400, facing=facing)[..., 3].max(axis=1) > 128)[0]
    top, bottom = (rows[0] - 380) / 336, (rows[-1] - 380) / 336
    assert top == pytest.approx(-1.0, abs=0.03)
    assert bottom == pytest.approx(0.0, abs=0.03)


def test_turning_is_continuous() -> None:
    """From profile to profile the picture changes a little at a time."""
    pictures = [painted(BASE, 160, head=True, facing=-1.0 + 0.02 * k).astype(float) for k in range(101)]
    steps = [float(np.abs(a - b).mean()) for a, b in pairwise(pictures)]
    assert max(steps) < 6.0 * float(np.median(steps))


def test_a_silhouette_reads_at_64_pixels() -> None:
    alpha = painted(BASE.model_copy(update={"outfit": Outfit.DRESS}), 64, stance=Stance.WALK, facing=1.0)[..., 3] > 128
    assert 250 < int(alpha.sum()) < 1500
    legs = alpha[50:58].astype(int)
    assert int(np.abs(np.diff(legs, axis=1)).sum(axis=1).max()) >= 4, "two legs can be told apart"


def test_the_key_light_falls_on_its_side() -> None:
    look = BASE.model_copy(update={"hair": HairStyle.BALD})
    left, right = (
        painted(look, head=True, light=lit(-70.0)).astype(float),
        painted(look, head=True, light=lit(70.0)).astype(float),
    )
    half = left.shape[1] // 2
    assert left[:, :half, :3].sum() > right[:, :half, :3].sum() * 1.03
    assert right[:, half:, :3].sum() > left[:, half:, :3].sum() * 1.03


def test_robots_have_three_designs_and_a_face_that_breaks() -> None:
    looks = [BASE.model_copy(update={"species": "robot", "face_seed": k, "skin": "#d8d4c8"}) for k in range(3)]
    assert {robot_design(look) for look in looks} == set(ROBOT_DESIGNS)
    distinct([painted(look) for look in looks], 1500)
    for look in looks:
        assert (
            changed(painted(look, emotion=Emotion.JOY), painted(look, gesture=Gesture.HEAD_DOWN, emotion=Emotion.WEARINESS)) > 300
        )


def test_a_prop_is_in_the_hand() -> None:
    assert changed(painted(BASE), painted(BASE, holds="suitcase")) > 200
    assert changed(painted(BASE), painted(BASE, holds="letter", gesture=Gesture.HOLD)) > 200


def test_an_animal_of_the_cast_is_painted_by_the_catalogue() -> None:
    dog = CharacterLook(character="rex", species="dog", height_m=0.6, skin="#8a5a30")
    assert int((painted(dog)[..., 3] > 0).sum()) > 500


@pytest.mark.parametrize(
    "blocking", [{"to_x": 5.0, "facing": 1.0}, {"to_x": -3.0, "z": 4.0, "to_z": 8.0, "back": True}], ids=["across", "away"]
)
def test_a_walk_has_no_pops(blocking: dict[str, object]) -> None:
    """No frame of a walk changes the picture much more than the others."""
    pictures = []
    for frame in range(36):
        surface = skia.Surface(120, 120)
        canvas = surface.getCanvas()
        canvas.translate(60, 112)
        canvas.scale(60, 60)
        placed = Blocking(character="ada", stance=Stance.WALK, **blocking)
        people.draw(canvas, BASE, people.pose(placed, BASE, (), frame / 24, 4.0, 1), lit(), frame / 24)
        pictures.append(surface.toarray().astype(float))
    steps = [float(np.abs(a - b).mean()) for a, b in pairwise(pictures)]
    assert max(steps) < 2.5 * float(np.median(steps))


def test_a_robot_that_is_off_wakes_when_it_speaks() -> None:
    robot = BASE.model_copy(update={"species": "robot", "face_seed": 0})
    asleep, awake = ({"stance": Stance.LIE, "emotion": emotion} for emotion in (Emotion.WEARINESS, Emotion.JOY))
    assert changed(painted(robot, **asleep), painted(robot, **awake)) > 30
