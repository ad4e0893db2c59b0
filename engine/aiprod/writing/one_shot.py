# SPDX-License-Identifier: Apache-2.0
"""Reading the words of one shot: what is seen, where and when, by whom, and what the camera does. No story is made around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from aiprod.film.brief import Brief, Language
from aiprod.film.catalogue import BY_ID, THINGS, Entry
from aiprod.film.direction import Angle, Move, ShotDirection
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Action, Character, Scene, Screenplay, TimeOfDay, Weather
from aiprod.film.shots import ShotSize
from aiprod.writing import moods
from aiprod.writing.detection import preferred
from aiprod.writing.lexicon import time_in, weather_in
from aiprod.writing.template.cast import Casting
from aiprod.writing.template.premise import read_premise
from aiprod.writing.template.story import Premise
from aiprod.writing.text import capitalised, fold

_SLOW = r"(?:(?:a |an |un |une )?(?:slow|quick|gentle|smooth|long|lent|lente|rapide|doux|douce|leger|legere) )?"
_CAMERA = r"(?:(?:the |la )?camera )?(?:is |then |slowly |gently |lentement |doucement )?"
_MOVES: Sequence[tuple[Move, bool, str]] = (
    ("dolly_out", False, r"(?:doll(?:y|ies|ying)[ -]out|pull(?:s|ing)?[ -](?:back|out)|track(?:s|ing)?[ -](?:back|out)"
     r"|travelling arriere|camera (?:backs away|recule|s'eloigne)|recul de camera)"),
    ("dolly_in", False, r"(?:doll(?:y|ies|ying)(?:[ -]in)?|push(?:es|ing)?[ -]in|track(?:s|ing)?[ -]in|travelling avant"
     r"|camera (?:moves closer|goes closer|approaches|advances|avance|s'approche))"),
    ("truck", True, r"(?:(?:truck(?:s|ing)?|tracking(?: shot)?|slid(?:es|ing)|travelling(?: lateral)?)"
     r"(?: (?:to the )?left| (?:vers |a )la gauche| (?:vers la |a )gauche))"),
    ("truck", False, r"(?:truck(?:s|ing)?(?: (?:to the )?right)?|tracking shot|camera (?:slides|glisse)|slider shot|travelling)"
     r"(?: lateral)?(?: (?:vers la |a )droite)?"),
    ("zoom", True, r"(?:zoom(?:s|ing)?[ -]out|zoom arriere|dezoom(?:e|er)?)"),
    ("zoom", False, r"(?:zoom(?:s|ing)?(?:[ -]in)?|zoom(?: avant)?)"),
    ("tilt", True, r"(?:tilt(?:s|ing)?[ -]down|panoramique (?:vertical )?(?:vers le bas|descendant))"),
    ("tilt", False, r"(?:tilt(?:s|ing)?(?:[ -]up)?|panoramique vertical|panoramique (?:vers le haut|montant))"),
    ("pan", True, r"(?:pan(?:s|ning)?(?: shot)?(?: to the)? left|panoramique (?:vers la |a )gauche)"),
    ("pan", False, r"(?:pan(?:s|ning)?(?: shot)?(?: to the)? (?:right|across|over)|camera pans|panning(?: shot)?"
     r"|(?:slow|quick|gentle|smooth|long) pan|panoramique(?: (?:vers la |a )droite)?)"),
    ("crane_down", False, r"(?:(?:crane|jib)(?:s|ing)?[ -]down|grue descendante|camera (?:descends|lowers|descend))"),
    ("crane_up", False, r"(?:(?:crane|jib)(?:s|ing)?(?:[ -]up| shot)|grue montante|camera (?:rises|s'eleve|monte))"),
    ("static", False, r"(?:static (?:shot|camera)|locked[ -]off(?: shot)?|(?:camera|plan) fixe|fixed (?:shot|camera))"),
)  # fmt: skip
"""(move, whether it goes the other way round, how it is said, folded)."""
_SIZES: Sequence[tuple[ShotSize, str]] = (
    (ShotSize.EXTREME_CLOSE, r"(?:extreme close[ -]?ups?|tres gros plan)"),
    (ShotSize.MEDIUM_CLOSE, r"(?:medium close[ -]?ups?|plan (?:poitrine|rapproche))"),
    (ShotSize.CLOSE, r"(?:close[ -]?ups?(?: shot)?|gros plan)"),
    (ShotSize.EXTREME_WIDE, r"(?:extreme wide shot|very wide shot|establishing shot|plan general|plan tres large|vue generale)"),
    (ShotSize.WIDE, r"(?:wide(?:[ -]angle)? shot|long shot|plan (?:large|d'ensemble))"),
    (ShotSize.FULL, r"(?:full shot|plan en pied)"),
    (ShotSize.MEDIUM, r"(?:medium shot|mid[ -]shot|plan (?:taille|moyen|americain))"),
)
_ANGLES: Sequence[tuple[Angle, str]] = (
    ("low", r"(?:(?:from a )?low[ -]angle(?: shot)?|(?:en )?contre-?plongee)"),
    ("high", r"(?:(?:from a )?high[ -]angle(?: shot)?|(?:en )?plongee|seen from above|vue? d'en haut|bird'?s[ -]eye view)"),
    ("dutch", r"(?:dutch (?:angle|tilt)|cadre penche|plan debulle)"),
)
_INDOORS = re.compile(
    r"\b(?:windows?|tables?|desk|beds?|sofa|armchair|fireplace|oven|stove|bread|kneads?|bakes?|cooks?|piano|curtains?|indoors|inside"
    r"|fenetres?|bureau|lit|canape|fauteuil|cheminee|fourneau|pain|petrit|cuisine|cuit|rideaux?|interieur)\b"
)
_ANYWHERE = ("person", "child", "animal", "robot", "ghost")
_JOINT = r"(?:^|(?<=[\s,.;:(]))"
_OF = re.compile(r"^\s*(?:of|on|over|sur|de la|de l'|des|du|de|d')\s*", re.IGNORECASE)
_EDGES = " ,;:.–—-"


@dataclass(frozen=True)
class OneShot:
    """What the words of a shot ask for.

    Attributes:
        screenplay: one scene with one action; its cast is who the words name, and nobody else.
        direction: what they say of size, angle and move; None of each leaves it to the director.
        backwards: whether the move goes the other way round: to the left, down, out.
    """

    screenplay: Screenplay
    direction: ShotDirection
    backwards: bool = False


def read_shot(text: str, language: Language | None = None, seed: int = 0) -> OneShot:
    """Read the words of a shot, in English or French.

    Args:
        text: what somebody would say to their camera operator.
        language: of the text; None: read from it.
        seed: for what the words leave open of the people's looks.
    """
    tongue: Language = language or ("fr" if preferred(text).language == "fr" else "en")
    seen, direction, backwards = _directed(" ".join(text.replace("’", "'").split()))
    premise = read_premise(Brief(text=seen, language=tongue))
    cast = _cast(premise, tongue, seed, seen)
    scene = _scene(seen, premise, cast)
    return OneShot(Screenplay(title=seen[:80], language=tongue, cast=cast, scenes=(scene,)), direction, backwards)


def _directed(text: str) -> tuple[str, ShotDirection, bool]:
    """What is left of a text without the words for the camera, and what those say."""
    size = angle = move = None
    backwards = False
    for found, spoken in _SIZES:
        text, said = _without(text, spoken)
        size = size or (found if said else None)
    for bent, spoken in _ANGLES:
        text, said = _without(text, spoken)
        angle = angle or (bent if said else None)
    for going, other, spoken in _MOVES:
        text, said = _without(text, spoken)
        if said and move is None:
            move, backwards = going, other
    return _tidy(text), ShotDirection(size=size, angle=angle, move=move), backwards


def _without(text: str, spoken: str) -> tuple[str, bool]:
    """A text without the first mention of a pattern; folding keeps every letter in its place."""
    match = re.search(rf"{_JOINT}{_SLOW}{_CAMERA}{spoken}(?![\w])", _flat(text))
    if match is None:
        return text, False
    before, after = text[: match.start()], text[match.end() :]
    if not before.strip(_EDGES):
        after = _OF.sub("", after.lstrip(_EDGES))
    return f"{before.rstrip()} {after.lstrip()}", True


def _flat(text: str) -> str:
    """Folded, letter by letter, so that places in it are places in the text."""
    return "".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text)


def _tidy(text: str) -> str:
    """Without what taking words out of a sentence leaves behind."""
    text = re.sub(r"\s*,(?:\s*,)+", ",", re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())))
    text = re.sub(r"(?:,?\s*\b(?:with|in|and|then|avec|en|et|puis|by|par|a|an|un|une)\b)+\s*(?=[,.;]|$)", "", text)
    return capitalised(text.strip(_EDGES)) or "—"


def _cast(premise: Premise, language: Language, seed: int, text: str) -> tuple[Character, ...]:
    """Those whom the words name, called as the words call them."""
    casting = Casting(language, Random(seed_from("one shot", seed, text)), {being.name for being in premise.beings if being.name})
    found = [(being, casting.of(being).character) for being in premise.beings if not being.voice]
    return tuple(
        who.changed(name=being.name or being.phrase or being.head or who.name) for being, who in found
    )  # fmt: skip


def _scene(seen: str, premise: Premise, cast: tuple[Character, ...]) -> Scene:
    setting = premise.setting
    place = _place(seen, premise)
    time = setting.time or time_in(seen) or TimeOfDay.DAY
    weather = setting.weather or weather_in(seen) or Weather.CLEAR
    mood, intensity = moods.scene(seen, time, weather)
    words = (place.fr if premise.language == "fr" else place.en)[0] if place is not None else ""
    return Scene(
        id="s1", heading=seen[:200], interior=place.interior if place is not None else bool(_INDOORS.search(_flat(seen))),
        place=words, time_of_day=time, weather=weather, mood=mood, intensity=intensity,
        elements=(Action(id="s1-a1", text=seen, characters=tuple(who.id for who in cast)),),
    )  # fmt: skip


def _place(seen: str, premise: Premise) -> Entry | None:
    """Where it happens: as named, else where those who are named work. A landmark that is looked at is no inside."""
    named = premise.setting.place or premise.named_place
    if named is not None and named.interior and not _inside(seen, named, premise.language):
        named = None
    if named is not None or any(_flat(word) in _flat(seen) for word in _landmarks(premise.language)):
        return named
    role = next((being.role for being in premise.beings if being.role.key not in _ANYWHERE), None)
    if role is None:
        return None
    return BY_ID.get(role.interior if _INDOORS.search(_flat(seen)) else role.exterior)


def _inside(seen: str, place: Entry, language: Language) -> bool:
    """Whether a place's walls are around us: not where its only name is that of a landmark, unless we are said to be in it."""
    words = [_flat(word) for word in (place.fr if language == "fr" else place.en)]
    outside = {_flat(word) for word in _landmarks(language)}
    text = _flat(seen)
    if any(word in text for word in words if word not in outside):
        return True
    return bool(re.search(r"\b(?:inside|within|interior|dans|interieur)\b", text)) or not any(word in text for word in outside)


def _landmarks(language: Language) -> tuple[str, ...]:
    return tuple(word for entry in THINGS if entry.kind in ("landmark", "vehicle") for word in _names(entry, language))


def _names(entry: Entry, language: Language) -> tuple[str, ...]:
    return entry.fr if language == "fr" else entry.en
