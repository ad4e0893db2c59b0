# SPDX-License-Identifier: Apache-2.0
"""What a film looks like: as its makers do best, filmed, drawn or painted. Makers of pictures read here what a style means.

The animatic draws; of the styles it knows the painted ones, as looks laid over its drawings. Video models are told a style in
words, and by themselves they film: nobody takes a video model for its drawings alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["auto", "filmed", "drawn", "painted"]
AUTO, PLAIN, FILM = "auto", "illustration", "cinematic"
_NOT_FILMED = "illustration, painting, drawing, cartoon, anime, 3d render, plastic skin"
_NOT_DRAWN = "photograph, live action, 3d render"


@dataclass(frozen=True)
class Style:
    """A style.

    Attributes:
        kind: how its pictures come about.
        words: for a video model, as a sentence.
        unwanted: what a video model is to avoid.
        asked: how a brief asks for it, in English and French, as a pattern on text without accents and capitals.
        tells: what its name says of a film besides how it looks, in a word that names a genre or a tone.
        grey: whether it has no colours.
    """

    kind: Kind
    words: str = ""
    unwanted: str = ""
    asked: str = ""
    tells: str = ""
    grey: bool = False


STYLES: dict[str, Style] = {
    AUTO: Style("auto"),
    PLAIN: Style(
        "drawn", "Hand-painted storybook illustration, clean shapes.", _NOT_DRAWN,
        r"illustrated|storybook|picture[- ]book|illustre(?:e|es)?|livre d.images|album illustre",
    ),
    FILM: Style(
        "filmed", "Photorealistic live-action film, shot on 35 mm, natural skin texture, fine film grain, cinematic colours.",
        _NOT_FILMED, r"cinematic|live[- ]action|cinematographique|en prises? de vues? reelles?|comme au cinema",
    ),
    "photorealistic": Style(
        "filmed", "Photorealistic footage, true-to-life light and colour, real skin and fabric, sharp detail.", _NOT_FILMED,
        r"photo[- ]?realist(?:ic|e|es)|photographic|photographique|lifelike|hyper[- ]?realist(?:ic|e)|realist(?:ic|e)",
    ),
    "documentary": Style(
        "filmed", "Documentary footage, real locations, available light, observed from a distance, natural colours.", _NOT_FILMED,
        r"documentary|documentaire|docu", tells="documentary",
    ),
    "noir": Style(
        "filmed", "Black-and-white film noir, hard low-key light, deep shadows, 1940s film stock, fine grain.",
        f"colour, {_NOT_FILMED}", r"film noir|neo[- ]noir", tells="dark", grey=True,
    ),
    "black_and_white": Style(
        "filmed", "Black-and-white live-action film, rich greys, soft silver grain.", f"colour, {_NOT_FILMED}",
        r"black[- ]and[- ]white|noir et blanc|monochrome", grey=True,
    ),
    "vintage": Style(
        "filmed", "Live-action film of the 1970s on 16 mm stock, faded warm colours, soft grain, gentle halation.", _NOT_FILMED,
        r"(?:shot|filmed|tourne(?:e)?) (?:on|in|en) (?:16 ?mm|super[- ]?8)|super[- ]?8|16 ?mm|vintage|retro",
    ),
    "animation": Style(
        "drawn", "Feature animation in 3D, expressive stylised characters, soft global light, rich textures.",
        "photograph, live action, flat drawing",
        r"3d animat(?:ion|ed)|computer[- ]animated|animation 3d|images de synthese|animat(?:ion|ed)|dessin anime|cartoon",
    ),
    "anime": Style(
        "drawn", "Hand-drawn anime, clean cel shading, painted backgrounds.", _NOT_DRAWN,
        r"anime style|japanese animation|style (?:anime|manga)|animation japonaise|anime japonais|manga",
    ),
    "watercolour": Style(
        "painted", "Watercolour painting, wet edges, paper grain, light washes.", _NOT_DRAWN,
        r"watercolou?rs?|(?:a l.)?aquarelles?",
    ),
    "pastel": Style(
        "painted", "Soft pastel drawing on textured paper.", _NOT_DRAWN, r"(?:soft )?pastels?(?: drawing)?|(?:au )?pastel",
    ),
    "impasto": Style(
        "painted", "Oil painting with thick impasto brush strokes.", _NOT_DRAWN,
        r"oil painting|oil painted|impasto|peinture a l.huile|a l.huile",
    ),
    "engraving": Style(
        "painted", "Copperplate engraving, fine hatching, ink on paper.", _NOT_DRAWN,
        r"engraving|etching|woodcut|gravure|eau[- ]forte",
    ),
}  # fmt: skip
"""By name, in the order in which they are offered."""


def filmed(style: str) -> Style:
    """What a style means to a video model, which films where it is left to it."""
    return STYLES[FILM] if style == AUTO else STYLES.get(style, STYLES[FILM])


def drawn_as(style: str) -> str:
    """The look that drawings get in a style: a painted one's, else none."""
    return style if STYLES.get(style, STYLES[AUTO]).kind == "painted" else PLAIN


def asked_for(clause: str) -> tuple[str, str] | None:
    """The style that a clause asks for, and the clause with what the style tells in place of its name.

    Args:
        clause: of a brief, without accents and capitals.
    """
    for name, style in _ASKING:
        pattern = rf"(?<![\w-])(?:{style.asked})(?![\w-])"
        if re.search(pattern, clause):
            return name, re.sub(pattern, f" {style.tells} ", clause)
    return None


_FIRST = ("noir", "black_and_white", "anime", "photorealistic")
"""Their words hold others' words."""
_ASKING = tuple((name, STYLES[name]) for name in (*_FIRST, *STYLES) if STYLES[name].asked)
