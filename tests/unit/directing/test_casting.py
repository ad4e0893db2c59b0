# SPDX-License-Identifier: Apache-2.0
"""Looks from words, and variety for the rest."""

from itertools import combinations

from tests.unit.directing.films import bakery, lighthouse, spare_key

from aiprod.directing.casting import cast_looks
from aiprod.directing.colours import colour_of
from aiprod.film.look import FacialHair, HairStyle, Headwear, Outfit
from aiprod.film.screenplay import Action, Age, Character, Gender, Scene, Screenplay


def film(*cast, text="", language="en"):
    actions = (Action(id="a1", text=text),) if text else ()
    scene = Scene(id="s1", heading="EXT. FIELD - DAY", interior=False, place="field", elements=actions)
    return Screenplay(title="T", language=language, cast=cast, scenes=(scene,))


def test_the_author_s_words_are_worn():
    nadia, tom = cast_looks(spare_key(), 1)
    assert (nadia.outfit, nadia.outfit_colour, nadia.gender) == (Outfit.COAT, colour_of("red", "en"), Gender.FEMALE)
    assert (tom.age, tom.facial_hair, tom.hair_colour) == (Age.OLD, FacialHair.BEARD, "#b9b9b6")


def test_traits_are_read_from_the_entrance_in_the_action():
    plain = Character(id="nadia", name="Nadia")
    look = cast_looks(film(plain, text="NADIA (70, green dress, glasses) enters."), 1)[0]
    assert (look.outfit, look.outfit_colour, look.age, look.glasses) == (Outfit.DRESS, colour_of("green", "en"), Age.OLD, True)


def test_trades_dress_their_people():
    keeper, fisher = cast_looks(lighthouse(), 4)
    assert (keeper.outfit, keeper.headwear, keeper.facial_hair) == (Outfit.COAT, Headwear.SAILOR_CAP, FacialHair.BEARD)
    assert (fisher.outfit, fisher.gender) == (Outfit.RAINCOAT, Gender.FEMALE)
    baker, robot = cast_looks(bakery(), 4)
    assert (baker.outfit, baker.headwear, baker.hair) == (Outfit.APRON, Headwear.BAKER_HAT, HairStyle.BUN)
    assert (robot.species, robot.skin) == ("robot", colour_of("jaune", "fr"))
    assert robot.height_m < baker.height_m


def test_french_descriptions():
    man = Character(id="paul", name="Paul", description="un vieil homme, manteau vert, bonnet noir, longue barbe blanche")
    look = cast_looks(film(man, language="fr"), 3)[0]
    assert (look.outfit, look.outfit_colour) == (Outfit.COAT, colour_of("vert", "fr"))
    assert (look.headwear, look.headwear_colour) == (Headwear.BEANIE, colour_of("noir", "fr"))
    assert (look.age, look.gender, look.facial_hair, look.hair_colour) == (Age.OLD, Gender.MALE, FacialHair.LONG_BEARD, "#ecebe6")


def test_animals_are_animals():
    look = cast_looks(film(Character(id="the-cat", name="the cat", description="a black cat")), 3)[0]
    assert look.species == "cat" and look.skin == colour_of("black", "en") and look.height_m < 0.5


def test_people_of_a_film_are_told_apart():
    cast = tuple(Character(id=f"p{i}", name=f"Person {i}", gender=Gender.FEMALE) for i in range(5))
    for seed in range(6):
        looks = cast_looks(film(*cast), seed)
        for a, b in combinations(looks, 2):
            assert (a.outfit_colour, a.hair, a.outfit) != (b.outfit_colour, b.hair, b.outfit)
        assert len({look.outfit_colour for look in looks}) >= 4
        assert len({(look.hair, look.headwear) for look in looks}) >= 4


def test_looks_are_stable_and_a_newcomer_changes_nobody():
    two = (Character(id="ada", name="Ada"), Character(id="bo", name="Bo"))
    before = cast_looks(film(*two), 9)
    after = cast_looks(film(*two, Character(id="cy", name="Cy")), 9)
    assert after[:2] == before == cast_looks(film(*two), 9)
    assert cast_looks(film(*two), 10) != before
