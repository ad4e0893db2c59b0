# SPDX-License-Identifier: Apache-2.0
"""The people of training clips: everything varies but what the labels say."""

from __future__ import annotations

from random import Random

from aiprod.film.look import CharacterLook, FacialHair, HairStyle, Headwear, Outfit
from aiprod.film.screenplay import Age, Gender
from aiprod.shooting.nano.vocabulary import HUES

_SKINS = ("#5a3a28", "#8a5a3a", "#c68c5f", "#dbab80", "#f0cdb0")
_HAIR = ("#26201c", "#5a3a26", "#d9b36a", "#b5532a", "#b9b9b6")
_LEGS = ("#2b2b33", "#4a4a52", "#3a3f4a", "#5a5248")
_ACCENTS = ("#d9c7a0", "#b9b4a8", "#8d9095")
_STYLES = {
    "woman": (HairStyle.BOB, HairStyle.LONG, HairStyle.PONYTAIL, HairStyle.BUN, HairStyle.CURLY, HairStyle.BRAIDS),
    "man": (HairStyle.SHORT, HairStyle.SIDE_PART, HairStyle.SHAVED, HairStyle.BALD, HairStyle.MESSY, HairStyle.AFRO),
    "child": (HairStyle.SHORT, HairStyle.BOB, HairStyle.BRAIDS, HairStyle.MESSY, HairStyle.PONYTAIL, HairStyle.CURLY),
}
_OUTFITS = {
    "woman": (Outfit.DRESS, Outfit.DRESS, Outfit.SWEATER, Outfit.COAT, Outfit.RAINCOAT),
    "man": (Outfit.SWEATER, Outfit.COAT, Outfit.HOODIE, Outfit.RAINCOAT, Outfit.SHIRT),
    "child": (Outfit.SWEATER, Outfit.HOODIE, Outfit.RAINCOAT, Outfit.COAT),
}
_BEARDS = (FacialHair.NONE, FacialHair.NONE, FacialHair.STUBBLE, FacialHair.MOUSTACHE, FacialHair.BEARD)
_HEIGHTS = {"woman": (1.58, 1.75), "man": (1.7, 1.88), "child": (1.1, 1.3), "robot": (1.1, 1.7)}


def look_of(subject: str, character: str, colour: str, place: str, dice: Random) -> CharacterLook:
    """Someone of a kind, dressed in a colour of the vocabulary (a robot's shell has it)."""
    height, seed = round(dice.uniform(*_HEIGHTS[subject]), 3), dice.randrange(1 << 31)
    if subject == "robot":
        return CharacterLook(character=character, species="robot", height_m=height, skin=HUES[colour], face_seed=seed)
    old = subject != "child" and dice.random() < 0.15
    gender = {"woman": Gender.FEMALE, "man": Gender.MALE}.get(subject) or dice.choice((Gender.FEMALE, Gender.MALE))
    return CharacterLook(
        character=character, gender=gender, age=Age.CHILD if subject == "child" else Age.OLD if old else Age.ADULT,
        height_m=height, build=dice.uniform(0.2, 0.8), skin=dice.choice(_SKINS), hair=dice.choice(_STYLES[subject]),
        hair_colour="#ecebe6" if old else dice.choice(_HAIR),
        facial_hair=dice.choice(_BEARDS) if subject == "man" else FacialHair.NONE, glasses=dice.random() < 0.12,
        outfit=Outfit.SPACESUIT if place == "space" else dice.choice(_OUTFITS[subject]), outfit_colour=HUES[colour],
        outfit_accent=dice.choice(_ACCENTS), legs_colour=dice.choice(_LEGS), face_seed=seed,
        headwear=Headwear.HELMET if place == "space" else Headwear.NONE, headwear_colour=HUES[colour],
    )  # fmt: skip
