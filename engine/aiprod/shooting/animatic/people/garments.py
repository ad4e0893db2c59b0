# SPDX-License-Identifier: Apache-2.0
"""What each outfit is made of, as data for the painters in `clothes`."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.look import Outfit


@dataclass(frozen=True)
class Garment:
    """An outfit's cut. Colours are named: "outfit", "accent", "legs", "skin", "white", "dark".

    Attributes:
        thick: how far cloth stands off the body, in heights.
        sleeve: how far down the arm it goes (0 none, 1 the wrist); `sleeve_colour`; `cuff` colour or "".
        wide: sleeves wider at the wrist.
        hem: how far down the legs the skirt goes (0: no skirt, 1: the ground); `flare`: its width at the hem.
        split: the skirt opens in front (coats).
        legs: colour of trousers, or "skin" for bare legs. `shoes`: colour. `boots`: how high they go (0–1 of the shin).
        collar: "none", "shirt", "lapels", "crew", "hood", "ring", "mandarin", "wrap".
        parts: details painted on the torso, in order.
    """

    thick: float = 0.010
    sleeve: float = 1.0
    sleeve_colour: str = "outfit"
    cuff: str = ""
    wide: float = 0.0
    body: str = "outfit"
    hem: float = 0.0
    flare: float = 1.0
    split: bool = False
    legs: str = "legs"
    shoes: str = "dark"
    boots: float = 0.0
    collar: str = "none"
    parts: tuple[str, ...] = ()


GARMENTS: dict[Outfit, Garment] = {
    Outfit.SHIRT: Garment(sleeve=0.97, cuff="outfit", collar="shirt", parts=("placket", "pocket", "belt")),
    Outfit.SWEATER: Garment(thick=0.020, sleeve=0.99, cuff="outfit", collar="crew", parts=("stripes", "rib")),
    Outfit.COAT: Garment(
        thick=0.024, sleeve=1.0, hem=0.58, flare=1.34, split=True, collar="lapels", parts=("scarf", "double_buttons"), boots=0.3
    ),
    Outfit.RAINCOAT: Garment(
        thick=0.028,
        sleeve=1.0,
        wide=0.5,
        hem=0.46,
        flare=1.50,
        split=True,
        collar="hood",
        parts=("toggles", "flaps"),
        shoes="accent",
        boots=0.75,
    ),
    Outfit.DRESS: Garment(
        thick=0.006, sleeve=0.30, hem=0.62, flare=2.15, legs="skin", shoes="accent", collar="scoop", parts=("sash",)
    ),
    Outfit.SUIT: Garment(
        thick=0.016, sleeve=0.97, cuff="white", hem=0.12, flare=1.0, split=True, collar="suit", parts=("one_button", "kerchief")
    ),
    Outfit.UNIFORM: Garment(
        thick=0.015,
        sleeve=0.99,
        cuff="accent",
        hem=0.16,
        flare=1.06,
        collar="mandarin",
        parts=("uniform_buttons", "chest_pockets", "epaulettes", "buckle"),
    ),
    Outfit.APRON: Garment(thick=0.010, sleeve=0.62, collar="shirt", parts=("apron",)),
    Outfit.HOODIE: Garment(
        thick=0.022, sleeve=0.99, cuff="outfit", collar="hood", parts=("strings", "kangaroo", "rib"), shoes="accent"
    ),
    Outfit.OVERALLS: Garment(
        thick=0.014, sleeve=0.93, sleeve_colour="accent", body="accent", legs="outfit", parts=("bib",), collar="crew", boots=0.35
    ),
    Outfit.SPACESUIT: Garment(
        thick=0.040,
        sleeve=1.0,
        cuff="accent",
        legs="outfit",
        shoes="accent",
        boots=0.55,
        collar="ring",
        parts=("panel", "harness"),
    ),
    Outfit.ROBE: Garment(thick=0.022, sleeve=1.0, wide=1.2, hem=0.96, flare=1.55, collar="wrap", parts=("cord",)),
}
