# SPDX-License-Identifier: Apache-2.0
"""Casting of looks: what the author said of a character, the trade's clothes, and variety for the rest.

Named traits always win. Unnamed ones are drawn from the seed, then from the choices that differ most from the cast so far,
so that two people of one film are never mistaken for each other. Adding a character leaves those before them as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

from aiprod.directing.colours import colour_near
from aiprod.directing.wardrobe import Costume, costume, trait
from aiprod.directing.words import find, plain, tokens
from aiprod.film.catalogue import BY_ID
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook, FacialHair, HairStyle, Headwear, Outfit
from aiprod.film.palettes import to_linear
from aiprod.film.screenplay import Age, Character, Gender, Screenplay

_SKINS = ("#f0cdb0", "#e2b48c", "#c68c5f", "#a06a42", "#7a4c30", "#5a3a28")
_HAIR_COLOURS = ("#26201c", "#3b2a20", "#5a3a26", "#8a5a32", "#d9b36a", "#b5532a")
_OLD_HAIR = ("#b9b9b6", "#dedcd4", "#8f8f8c", "#ecebe6")
_CLOTHES = (
    "#c8553d", "#2f5f8f", "#d9a441", "#4f7a5a", "#7a4a6a", "#2f8f93", "#8a5a3a", "#5a6a9a", "#b8455a", "#6b6f3a", "#d9c19a",
    "#38445a",
)  # fmt: skip
_ACCENTS = ("#d9c7a0", "#f1ede2", "#e3b23c", "#c8655a", "#3a4a5a", "#8fc0c4")
_LEGS = ("#2b2b33", "#3f4658", "#4a3f38", "#5a5f68", "#34404a", "#6a5a48")
_EYES = ("#5a3b22", "#3f5f7a", "#4a6a4a", "#2f2a26", "#7a6a3a")
_ROBOT_SHELLS = ("#c9ced2", "#7fb0b8", "#d98a4a", "#e3c65a", "#8a9a7a")
_COATS: dict[str, tuple[str, ...]] = {
    "cat": ("#d98a4a", "#4a4a50", "#e6e0d4", "#8a6a4a"),
    "dog": ("#a8763f", "#3a3230", "#d9c19a", "#6a4a32"),
    "horse": ("#7a4a2a", "#3a2c26", "#c9b79a"),
    "cow": ("#e6e0d4", "#7a5236"),
    "sheep": ("#ece6d8",),
    "gull": ("#f0f0ec",),
    "bird": ("#5a7aa8", "#a8653f", "#6a6a72"),
    "owl": ("#8a6a4a", "#b39a72"),
    "fox": ("#d06a2f",),
    "wolf": ("#7a7f86", "#5a5a60"),
    "bear": ("#6a4630", "#3f3028"),
    "deer": ("#a8743f",),
    "rabbit": ("#c9b79a", "#e6e0d4", "#8a8078"),
    "mouse": ("#9a948e",),
    "fish": ("#e07b2f", "#4f8fb0"),
    "whale": ("#3f5a74",),
    "dolphin": ("#7a97ac",),
    "butterfly": ("#e07b2f", "#5a7ac8"),
    "elephant": ("#8d8a8c",),
    "dragon": ("#4f8a5a", "#a83f38"),
    "penguin": ("#2a2f38",),
    "turtle": ("#6a7f4a",),
    "chicken": ("#d9b38a", "#f1ede2"),
}
_OUTFIT_POOL: dict[Age, tuple[str, ...]] = {
    Age.CHILD: ("sweater", "hoodie", "overalls", "dress", "raincoat"),
    Age.TEENAGER: ("hoodie", "shirt", "sweater", "coat"),
    Age.ADULT: ("shirt", "sweater", "coat", "dress", "hoodie", "suit"),
    Age.OLD: ("sweater", "coat", "shirt", "dress"),
}
_HAIR_POOL: dict[Gender, tuple[str, ...]] = {
    Gender.FEMALE: ("bob", "long", "ponytail", "bun", "curly", "braids", "afro"),
    Gender.MALE: ("short", "side_part", "curly", "messy", "shaved", "afro"),
    Gender.NEUTRAL: ("short", "curly", "bob", "messy", "ponytail", "side_part"),
}
_HEIGHTS: dict[Age, float] = {Age.CHILD: 1.22, Age.TEENAGER: 1.6, Age.ADULT: 1.72, Age.OLD: 1.66}


def cast_looks(screenplay: Screenplay, seed: int) -> tuple[CharacterLook, ...]:
    """A look for every character of the cast, in its order.

    Args:
        screenplay: its cast, and its action text, where authors describe people on entrance ("NADIA (30s, red coat)").
        seed: the film's.
    """
    looks: list[CharacterLook] = []
    for character in screenplay.cast:
        words = tokens(_description(character, screenplay))
        rng = Random(seed_from("look", seed, character.id))
        looks.append(_look(character, words, screenplay, rng, looks))
    return tuple(looks)


def _description(character: Character, screenplay: Screenplay) -> str:
    """All the author says of a character's appearance: their description, name, and introduction in the action."""
    parts = [character.name, character.id.replace("-", " "), character.description]
    for scene in screenplay.scenes:
        parts += [_introduction(character, action.text) for action in scene.actions]
    return " . ".join(part for part in parts if part)


def _introduction(character: Character, text: str) -> str:
    """The words in brackets, or between commas, right after a character's name."""
    name = re.escape(character.name)
    bracket = re.search(rf"\b{name}\b\s*\(([^)]{{1,120}})\)", text, re.IGNORECASE)
    if bracket:
        return bracket[1]
    commas = re.search(rf"\b{name}\b((?:,\s[^,.;!?]{{1,40}}){{1,4}}),", text, re.IGNORECASE)
    return commas[1].strip(", ") if commas else ""


def _look(
    character: Character, words: list[str], screenplay: Screenplay, rng: Random, others: Sequence[CharacterLook]
) -> CharacterLook:
    species = _species(character, words, screenplay)
    if species != "person":
        return _creature(character, species, words, screenplay, rng, others)
    return _person(character, words, screenplay, rng, others)


def _species(character: Character, words: list[str], screenplay: Screenplay) -> str:
    if character.species != "person":
        return character.species if character.species == "robot" or character.species in BY_ID else "person"
    name = tokens(character.name)
    if trait("species", name, screenplay.language) or "robot" in words[:12]:
        return "robot"
    animals = [m.entry.id for m in find(" ".join(name), "things", screenplay.language, strict=False) if m.entry.kind == "animal"]
    return animals[0] if animals and len(name) <= 2 and not trait("trade", words, screenplay.language) else "person"


def _creature(
    character: Character, species: str, words: list[str], screenplay: Screenplay, rng: Random, others: Sequence[CharacterLook]
) -> CharacterLook:
    """An animal or a robot: a coat or shell, and the catalogue's height."""
    pool = _ROBOT_SHELLS if species == "robot" else _COATS.get(species, _CLOTHES[:6])
    named = next((c for i in range(len(words)) if (c := colour_near(words, i, i, screenplay.language, 1))), None)
    if named is None:
        named = _any_colour(words, screenplay)
    height = 1.35 if species == "robot" else BY_ID[species].height_m
    scale = float(found.value) if (found := trait("height", words, screenplay.language)) else 1.0
    skin = named or _distinct(pool, [o.skin for o in others if o.species == species], rng)
    accents = _distinct(_ACCENTS, [skin], rng)
    return CharacterLook(
        character=character.id,
        species=species,
        gender=character.gender,
        age=character.age,
        height_m=round(height * scale, 3),
        build=_number("build", words, screenplay, 0.5),
        skin=skin,
        eye_colour="#f2a541" if species in ("cat", "owl", "fox", "wolf") else "#7fe0e6" if species == "robot" else "#2a2622",
        outfit_colour=_distinct(_CLOTHES, [skin, *(o.outfit_colour for o in others)], rng),
        outfit_accent=accents,
        face_seed=rng.getrandbits(30),
    )


def _any_colour(words: list[str], screenplay: Screenplay) -> str | None:
    from aiprod.directing.colours import colour_of

    return next((c for word in words if (c := colour_of(word, screenplay.language))), None)


def _person(
    character: Character, words: list[str], screenplay: Screenplay, rng: Random, others: Sequence[CharacterLook]
) -> CharacterLook:
    language = screenplay.language
    people = [o for o in others if o.species == "person"]
    age, gender = _age(character, words, screenplay), _gender(character, words, screenplay)
    trade = trait("trade", words, language)
    dressed = costume(trade.value) if trade else None
    outfit, colour = _outfit(words, screenplay, dressed, age, gender, rng, people)
    headwear, head_colour = _headwear(words, screenplay, dressed, rng)
    hair = _hair(words, screenplay, dressed, age, gender, rng, people)
    height = (
        _HEIGHTS[age]
        * {Gender.MALE: 1.03, Gender.FEMALE: 0.96, Gender.NEUTRAL: 1.0}[gender if age is not Age.CHILD else Gender.NEUTRAL]
    )
    tall = trait("height", [w for w in words if w not in ("little", "petit", "petite") or age is not Age.CHILD], language)
    skins = [o.skin for o in people]
    accent = (
        dressed.accent if dressed and dressed.accent else _distinct(_ACCENTS, [colour, *(o.outfit_accent for o in people)], rng)
    )
    return CharacterLook(
        character=character.id,
        gender=gender,
        age=age,
        height_m=round(height * (float(tall.value) if tall else rng.uniform(0.97, 1.03)), 3),
        build=_number("build", words, screenplay, rng.choice((0.3, 0.45, 0.6))),
        skin=found.value if (found := trait("skin", words, language)) else _distinct(_SKINS, skins, rng),
        hair=hair,
        hair_colour=_hair_colour(words, screenplay, age, rng, people),
        facial_hair=_facial_hair(words, screenplay, dressed, age, gender, rng),
        eye_colour=rng.choice(_EYES),
        glasses=_glasses(words, trade.value if trade else "", age, rng),
        outfit=Outfit(outfit),
        outfit_colour=colour,
        outfit_accent=accent,
        legs_colour=_distinct(_LEGS, [colour, *(o.legs_colour for o in people)], rng),
        headwear=Headwear(headwear),
        headwear_colour=head_colour,
        face_seed=rng.getrandbits(30),
    )  # fmt: skip


def _number(table: str, words: list[str], screenplay: Screenplay, otherwise: float) -> float:
    found = trait(table, words, screenplay.language)
    return float(found.value) if found else otherwise


def _age(character: Character, words: list[str], screenplay: Screenplay) -> Age:
    """A number of years first, then words, then the writer's field."""
    for word in words:
        if word.isdigit() and 3 <= int(word) <= 99:
            years = int(word)
            return Age.CHILD if years < 13 else Age.TEENAGER if years < 18 else Age.ADULT if years < 60 else Age.OLD
    if character.age is not Age.ADULT:
        return character.age
    found = trait("age", words, screenplay.language)
    return Age(found.value) if found else character.age


def _gender(character: Character, words: list[str], screenplay: Screenplay) -> Gender:
    if character.gender is not Gender.NEUTRAL:
        return character.gender
    found = trait("gender", words, screenplay.language)
    return Gender(found.value) if found else Gender.NEUTRAL


def _outfit(
    words: list[str],
    screenplay: Screenplay,
    dressed: Costume | None,
    age: Age,
    gender: Gender,
    rng: Random,
    people: Sequence[CharacterLook],
) -> tuple[str, str]:
    """Clothes and their colour: the author's, else the trade's, else something nobody else wears."""
    worn = [o.outfit_colour for o in people]
    named = trait("outfit", words, screenplay.language)
    if named:
        colour = colour_near(words, named.start, named.end, screenplay.language)
        fallback = dressed.colour if dressed and dressed.outfit == named.value else _distinct(_CLOTHES, worn, rng)
        return named.value, colour or fallback
    if dressed:
        taken = any(o.outfit.value == dressed.outfit and _distance(o.outfit_colour, dressed.colour) < 0.05 for o in people)
        return dressed.outfit, _distinct(_CLOTHES, worn, rng) if taken else dressed.colour
    pool = [o for o in _OUTFIT_POOL[age] if o != "dress" or gender is Gender.FEMALE]
    used = {o.outfit.value for o in people}
    rng.shuffle(pool)
    outfit = next((o for o in pool if o not in used), pool[0])
    return outfit, _distinct(_CLOTHES, worn, rng)


def _headwear(words: list[str], screenplay: Screenplay, dressed: Costume | None, rng: Random) -> tuple[str, str]:
    named = trait("headwear", words, screenplay.language)
    if named:
        colour = colour_near(words, named.start, named.end, screenplay.language)
        return named.value, colour or (dressed.head_colour if dressed and dressed.head_colour else rng.choice(_CLOTHES))
    if dressed and dressed.headwear:
        return dressed.headwear, dressed.head_colour
    return "none", "#23303d"


def _hair(
    words: list[str],
    screenplay: Screenplay,
    dressed: Costume | None,
    age: Age,
    gender: Gender,
    rng: Random,
    people: Sequence[CharacterLook],
) -> HairStyle:
    named = trait("hair", words, screenplay.language)
    if named:
        return HairStyle(named.value)
    if dressed and dressed.hair and gender is not Gender.MALE:
        return HairStyle(dressed.hair)
    pool = list(_HAIR_POOL[gender])
    if age is Age.OLD and gender is Gender.MALE:
        pool = ["short", "side_part", "bald", "messy"]
    used = {o.hair.value for o in people}
    rng.shuffle(pool)
    return HairStyle(next((h for h in pool if h not in used), pool[0]))


def _hair_colour(words: list[str], screenplay: Screenplay, age: Age, rng: Random, people: Sequence[CharacterLook]) -> str:
    named = trait("hair_colour", words, screenplay.language)
    if named:
        return named.value
    pool = _OLD_HAIR if age is Age.OLD else _HAIR_COLOURS
    return _distinct(pool, [o.hair_colour for o in people], rng)


def _facial_hair(
    words: list[str], screenplay: Screenplay, dressed: Costume | None, age: Age, gender: Gender, rng: Random
) -> FacialHair:
    named = trait("facial_hair", words, screenplay.language)
    if named:
        return FacialHair(named.value)
    if gender is Gender.FEMALE or age in (Age.CHILD, Age.TEENAGER):
        return FacialHair.NONE
    if dressed and dressed.facial_hair:
        return FacialHair(dressed.facial_hair)
    if gender is Gender.MALE:
        return FacialHair(rng.choice(("none", "none", "stubble", "moustache", "beard")))
    return FacialHair.NONE


def _glasses(words: list[str], trade: str, age: Age, rng: Random) -> bool:
    if any(plain(word) in ("glasses", "spectacles", "lunettes", "bespectacled") for word in words):
        return True
    chance = 0.7 if trade in ("teacher", "librarian", "scientist") else 0.25 if age is Age.OLD else 0.06
    return rng.random() < chance


def _distance(first: str, second: str) -> float:
    """Squared distance of two colours in a perceptual-enough space (square roots of linear light)."""
    pairs = zip(to_linear(first), to_linear(second), strict=True)
    return float(sum((a**0.5 - b**0.5) ** 2 for a, b in pairs))


def _distinct(pool: Iterable[str], taken: Sequence[str], rng: Random) -> str:
    """One of the pool's colours that is far from those taken: drawn among the better half, so that films differ."""
    choices = list(pool)
    rng.shuffle(choices)
    if not taken:
        return choices[0]
    ranked = sorted(choices, key=lambda c: -min(_distance(c, t) for t in taken))
    return ranked[rng.randrange(max(1, min(3, len(ranked) // 2)))]
