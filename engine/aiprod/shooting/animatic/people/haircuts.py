# SPDX-License-Identifier: Apache-2.0
"""Hair styles as data, and the mass of hair they lay on a skull. Units: heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

import skia

from aiprod.film.look import CharacterLook, HairStyle, Headwear, Outfit
from aiprod.film.screenplay import Age, Gender
from aiprod.shooting.animatic.people.head import Head
from aiprod.shooting.animatic.people.shading import Ink, Point
from aiprod.shooting.animatic.people.solid import Row, Solid, View

Height = Callable[[float], float]


@dataclass(frozen=True)
class Cut:
    """A hair style.

    Attributes:
        top, sides: thickness of the mass over the skull.
        front: height of the hairline over the forehead; `temple` at the temples; `sideburn` before the ears; `nape` behind.
        part: −1 … 1, where the hair parts (0 none).
        swoop: how much the fringe hangs lower on one side.
        back: how far down the mass behind the head goes (a height; 1 is none), and its half width and depth.
        covers_ears: drawn over them.
        edge: "smooth", "curls" or "spikes".
    """

    top: float = 0.055
    sides: float = 0.030
    front: float = 0.800
    temple: float = 0.740
    sideburn: float = 0.420
    nape: float = 0.170
    part: float = 0.0
    swoop: float = 0.0
    back: float = 1.0
    back_w: float = 0.0
    back_d: float = 0.0
    covers_ears: bool = False
    edge: str = "smooth"


CUTS: dict[HairStyle, Cut] = {
    HairStyle.SHAVED: Cut(top=0.008, sides=0.006, front=0.815, temple=0.765, sideburn=0.46, nape=0.24),
    HairStyle.SHORT: Cut(top=0.070, sides=0.026, front=0.800, temple=0.735, sideburn=0.42, nape=0.20, swoop=0.03),
    HairStyle.SIDE_PART: Cut(top=0.095, sides=0.030, front=0.815, temple=0.735, sideburn=0.41, nape=0.19, part=0.55, swoop=0.075),
    HairStyle.CURLY: Cut(top=0.120, sides=0.085, front=0.775, temple=0.715, sideburn=0.40, nape=0.14, edge="curls"),
    HairStyle.AFRO: Cut(
        top=0.270,
        sides=0.250,
        front=0.800,
        temple=0.740,
        sideburn=0.47,
        nape=0.22,
        edge="curls",
        back=0.22,
        back_w=0.66,
        back_d=0.66,
    ),
    HairStyle.BOB: Cut(
        top=0.065,
        sides=0.060,
        front=0.690,
        temple=0.660,
        sideburn=0.30,
        nape=0.04,
        back=-0.02,
        back_w=0.470,
        back_d=0.44,
        covers_ears=True,
    ),
    HairStyle.LONG: Cut(
        top=0.060,
        sides=0.055,
        front=0.830,
        temple=0.700,
        sideburn=0.30,
        nape=0.04,
        part=0.12,
        back=-0.72,
        back_w=0.475,
        back_d=0.42,
        covers_ears=True,
    ),
    HairStyle.PONYTAIL: Cut(top=0.045, sides=0.026, front=0.820, temple=0.740, sideburn=0.45, nape=0.22, swoop=0.02),
    HairStyle.BUN: Cut(top=0.045, sides=0.026, front=0.825, temple=0.740, sideburn=0.45, nape=0.22),
    HairStyle.BRAIDS: Cut(top=0.045, sides=0.034, front=0.830, temple=0.715, sideburn=0.40, nape=0.18, part=0.02),
    HairStyle.MESSY: Cut(top=0.110, sides=0.060, front=0.765, temple=0.715, sideburn=0.40, nape=0.13, swoop=0.02, edge="spikes"),
}


_PRESSING = frozenset(
    {Headwear.CAP, Headwear.BEANIE, Headwear.BRIMMED_HAT, Headwear.SAILOR_CAP, Headwear.BAKER_HAT, Headwear.HELMET}
)


def _pressed(cut: Cut) -> Cut:
    """A style under a hat."""
    back = 1.0 if cut.edge == "curls" else cut.back
    return replace(
        cut, top=min(cut.top, 0.02), sides=min(cut.sides, 0.035 if cut.edge == "smooth" else 0.075), back=back, swoop=0.0
    )


@dataclass(frozen=True)
class HairPaint:
    """All that painting hair needs."""

    canvas: skia.Canvas
    head: Head
    view: View
    ink: Ink
    px: float
    t: float
    sway: float
    """How far loose hair swings, in heads, to the right of the picture."""

    @property
    def cut(self) -> Cut | None:
        cut, look = CUTS.get(self.head.look.hair), self.head.look
        if cut and look.outfit is Outfit.SPACESUIT and look.headwear in (Headwear.NONE, Headwear.HELMET):
            return replace(
                cut, top=min(cut.top, 0.14), sides=min(cut.sides, 0.12), back=max(cut.back, -0.05), back_w=min(cut.back_w, 0.5)
            )
        return _pressed(cut) if cut and look.headwear in _PRESSING else cut

    @property
    def colour(self) -> str:
        return self.head.look.hair_colour


def _corners(cut: Cut, age: Age, male: bool) -> list[tuple[float, float]]:
    """(azimuth, height) of the hairline on one side, from the forehead to the nape."""
    recede = 0.05 if age is Age.OLD and male else 0.0
    return [
        (0.0, cut.front + recede),
        (0.55, cut.front - 0.005 + recede * 1.6),
        (0.95, cut.temple + recede),
        (1.22, cut.temple - 0.10),
        (1.36, cut.sideburn + 0.03),
        (1.50, cut.sideburn - 0.01),
        (1.60, cut.sideburn + 0.06 if cut.sideburn > 0.35 else cut.sideburn - 0.06),
        (1.85, cut.sideburn + 0.02 if cut.sideburn > 0.35 else cut.sideburn - 0.12),
        (2.10, cut.nape + 0.10),
        (2.45, cut.nape),
        (pi, cut.nape - 0.01),
    ]


def hairline(head: Head, cut: Cut) -> Height:
    """Height of the hairline by azimuth."""
    look = head.look
    corners = _corners(cut, look.age, look.gender is Gender.MALE)

    def height(phi: float) -> float:
        a = abs(phi)
        for (a0, h0), (a1, h1) in pairwise(corners):
            if a <= a1:
                u = (a - a0) / (a1 - a0)
                u = u * u * (3 - 2 * u)
                bent = h0 + (h1 - h0) * u
                break
        else:
            bent = corners[-1][1]
        front = float(max(0.0, cos(phi)) ** 1.5)
        fringe = cut.swoop * sin(2.2 * phi - 0.5) * front
        opening = 0.05 * max(0.0, 1 - abs(phi - cut.part * 0.8) / 0.35) if cut.part else 0.0
        return bent - fringe + opening

    return height


@lru_cache(maxsize=128)
def mass_of(head: Head, cut: Cut) -> Solid:
    """The skull grown by the hair's thickness."""

    def grown(row: Row) -> Row:
        y, w, d, c = row
        u = max(0.0, min(1.0, (y - 0.45) / 0.55))
        grow = cut.sides + (cut.top - cut.sides) * u * u
        lift = cut.top * max(0.0, (y - 0.5) / 0.5) ** 1.3
        grow *= min(1.0, w / 0.25) ** 0.7
        return y + lift, w + grow, d + grow, c

    return Solid(tuple(grown(row) for row in head.solid.rows if row[0] > 0.01))


def side_of(mass: Solid, view: View, side: int) -> list[Point]:
    points = []
    for y, w, d, c in mass.rows:
        half = ((w * view.cos) ** 2 + (d * view.sin) ** 2) ** 0.5
        points.append((c * view.sin + side * half, -y))
    return points


def look_covers_ears(look: CharacterLook) -> bool:
    cut = CUTS.get(look.hair)
    return bool(cut and cut.covers_ears)
