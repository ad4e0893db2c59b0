# SPDX-License-Identifier: Apache-2.0
"""How a character looks: one recipe, the same in every shot."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from aiprod.film.base import FilmObject
from aiprod.film.screenplay import Age, Gender

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""An sRGB colour, "#rrggbb" in lower case."""


class HairStyle(StrEnum):
    BALD = "bald"
    SHAVED = "shaved"
    SHORT = "short"
    SIDE_PART = "side_part"
    CURLY = "curly"
    AFRO = "afro"
    BOB = "bob"
    LONG = "long"
    PONYTAIL = "ponytail"
    BUN = "bun"
    BRAIDS = "braids"
    MESSY = "messy"


class FacialHair(StrEnum):
    NONE = "none"
    STUBBLE = "stubble"
    MOUSTACHE = "moustache"
    BEARD = "beard"
    LONG_BEARD = "long_beard"


class Outfit(StrEnum):
    SHIRT = "shirt"
    SWEATER = "sweater"
    COAT = "coat"
    RAINCOAT = "raincoat"
    DRESS = "dress"
    SUIT = "suit"
    UNIFORM = "uniform"
    APRON = "apron"
    HOODIE = "hoodie"
    OVERALLS = "overalls"
    SPACESUIT = "spacesuit"
    ROBE = "robe"


class Headwear(StrEnum):
    NONE = "none"
    CAP = "cap"
    BEANIE = "beanie"
    BRIMMED_HAT = "brimmed_hat"
    SAILOR_CAP = "sailor_cap"
    BAKER_HAT = "baker_hat"
    HELMET = "helmet"
    HEADSCARF = "headscarf"
    CROWN = "crown"


class CharacterLook(FilmObject):
    """Everything that the painters need to draw a character the same way in every shot."""

    character: str
    species: str = "person"
    """"person", "robot" or an animal of the catalogue."""
    gender: Gender = Gender.NEUTRAL
    age: Age = Age.ADULT
    height_m: float = Field(1.7, gt=0.02, le=6)
    build: float = Field(0.5, ge=0, le=1)
    """0 slight, 1 heavy."""
    skin: Hex = "#c68c5f"
    """Skin; an animal's coat; a robot's shell."""
    hair: HairStyle = HairStyle.SHORT
    hair_colour: Hex = "#3b2a20"
    facial_hair: FacialHair = FacialHair.NONE
    eye_colour: Hex = "#5a3b22"
    glasses: bool = False
    outfit: Outfit = Outfit.SHIRT
    outfit_colour: Hex = "#2f4a63"
    outfit_accent: Hex = "#d9c7a0"
    """Second garment, scarf, buttons, stripe."""
    legs_colour: Hex = "#2b2b33"
    headwear: Headwear = Headwear.NONE
    headwear_colour: Hex = "#23303d"
    face_seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    """Varies proportions: jaw, nose, eye distance, brow."""


ROBOT_DESIGNS = ("courier", "humanoid", "globe")
"""A box on wheels with a screen face; a tall figure with a visor; a ball that hovers."""


def robot_design(look: CharacterLook) -> str:
    """Which of `ROBOT_DESIGNS` a robot is: painters draw it, directors frame it."""
    return ROBOT_DESIGNS[look.face_seed % len(ROBOT_DESIGNS)]
