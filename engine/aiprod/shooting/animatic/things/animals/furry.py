# SPDX-License-Identifier: Apache-2.0
"""Animals with fur and a face: cat, dog, fox, wolf, bear, rabbit, mouse, a table over one rig. Units: centimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import sin

from aiprod.shooting.animatic.things.animals.rig import (
    DARK,
    Face,
    Leg,
    breath,
    face,
    four_legs,
    phase,
    tail,
    walking,
)
from aiprod.shooting.animatic.things.brushes import BALL, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import limb, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


@dataclass(frozen=True)
class Furry:
    """A beast of prey or a rodent: it sits when it waits (`sits`), stands otherwise.

    The body is drawn in a space 40 units long; `scale` brings it to centimetres.
    """

    coats: tuple[str, ...]
    mask: str
    chest: str
    face: Face
    scale: float
    head: float = 1.0
    sits: bool = True
    tail_width: float = 3.0
    tail_tip: str | None = None
    tail_length: float = 1.0
    bulk: float = 1.0
    leg: float = 1.0
    sock: str | None = None
    stripes: bool = False
    tuft: bool = False


def furry(spec: Furry, b: Brush) -> None:
    coat = b.pick(*spec.coats)
    head = replace(spec.face, coat=coat)
    with b.placed(sx=spec.scale):
        if spec.sits and not walking(b):
            _sitting(b, spec, coat, head)
        else:
            _standing(b, spec, coat, head)


def _sitting(b: Brush, s: Furry, coat: str, head: Face) -> None:
    air = 0.18 * breath(b)
    w = s.bulk
    b.contact(27 * w, 1.4)
    t = s.tail_length
    if s.tuft:
        b.fill(oval(-10.4 * w, -3.2, 3.4, 3.2), s.chest, BALL, rim=0.25)
    else:
        tail(
            b,
            [(-7 * w, -2.4), (-12.5 * w, -1.8), (-15 * w - 2 * t, -5 * t), (-14 * w - t, -10 * t)],
            [2.4, s.tail_width, s.tail_width * 1.15, 1.4],
            coat,
            1.6,
            s.tail_tip,
        )
    back = [
        (-1.5, -22 - air),
        (-6.4 * w, -17 - air),
        (-9.4 * w, -10),
        (-9.6 * w, -3),
        (-6 * w, 0),
        (3.5, 0),
        (5.6 * w, -6),
        (5.8 * w, -14 - air),
        (4.6, -21 - air),
    ]
    body = smooth(back)
    b.fill(body, coat, SIDE, rim=0.4)
    if s.stripes:
        with b.within(body):
            for i in range(4):
                b.line(
                    f"M{-11 * w} {-17 + 4 * i} Q{-7 * w} {-16.4 + 4 * i} {-3.4 * w} {-14 + 4 * i}",
                    "#4a2f1c",
                    1.0,
                    e=0.35,
                    alpha=0.5,
                )
    b.fill(
        smooth([(-6.6 * w, -8.6), (-9.8 * w, -4), (-7.6 * w, -0.2), (-1.4, 0), (-0.6, -4.4), (-3.2, -8.4)]),
        coat,
        BALL,
        e=-0.02,
        rim=0.25,
    )
    b.fill(smooth([(-3.6, -1.9), (-5, -0.3), (0.6, 0), (1.6, -1), (0, -2)]), s.sock or coat, SIDE, e=0.05)
    for x, e in ((4.6 * w, -0.12), (1.6 * w, 0.04)):
        b.fill(limb([(x, -12), (x + 0.3, -6), (x + 0.2, -1.4)], [4.2, 3.2, 2.6]), s.sock or coat, SIDE, e=e)
        b.fill(
            smooth([(x - 1.7, -0.1), (x - 1.5, -1.8), (x + 0.8, -2.3), (x + 2.6, -1), (x + 2.5, 0)]),
            s.sock or coat,
            SIDE,
            e=e + 0.06,
        )
        for k in (0.5, 1.5):
            b.line(f"M{x + k:.3f} -0.2 L{x + k + 0.1:.3f} -1.0", DARK, 0.16, e=0.3, alpha=0.6)
    bib = [
        (1.0, -21 - air),
        (-0.2, -15),
        (0.2, -11),
        (1.6, -8.6),
        (3.2 * w, -7.4),
        (4.6 * w, -8.8),
        (5.6 * w, -11.5),
        (5.5 * w, -16 - air),
        (4, -21 - air),
    ]
    b.fill(smooth(bib), s.chest, SIDE, e=0.04)
    nod = 0.25 * sin(0.9 * b.t + b.seed % 4) + air
    with b.placed(2.6, -26 - nod, turn=3.5 * sin(0.43 * b.t + b.seed % 8), sx=1.32 * s.head):
        _marked_face(b, s, head)


def _marked_face(b: Brush, s: Furry, head: Face) -> None:
    face(b, head)
    if s.stripes:
        for x in (-1.1, 0, 1.1):
            b.line(f"M{x} {-head.height * 0.86} L{x * 0.8} {-head.height * 0.52}", "#4a2f1c", 0.42, e=0.35, alpha=0.55)


def _standing(b: Brush, s: Furry, coat: str, head: Face) -> None:
    go = walking(b)
    p = phase(b)
    bob = 0.35 * sin(4 * 3.14159 * p) if go else 0.2 * breath(b)
    w, h = s.bulk, 13.5 * s.leg
    b.contact(44, 1.6)
    hind = Leg((-11.5, -h + 0.6), 0.48 * h, 0.47 * h, (6.2 * w, 3.2, 2.2), -1.0, 3.0)
    fore = Leg((8.5, -h + 0.4), 0.475 * h, 0.465 * h, (4.6 * w, 3.0, 2.3), 1.0, 3.0)
    t = s.tail_length
    if s.tuft:
        b.fill(oval(-16.4, -h - 3.6, 3.4, 3.2), s.chest, BALL, rim=0.25)
    else:
        tail(
            b,
            [(-15, -h - 5 * w), (-20 * t - 1, -h - 4), (-24 * t, -h - 6), (-27 * t, -h - 10 * t)],
            [2.6, s.tail_width, s.tail_width * 1.1, 1.3],
            coat,
            1.8,
            s.tail_tip,
        )
    four_legs(b, hind, fore, 9, coat, near=False)
    top = -h - 7.4 * w + bob
    torso = smooth(
        [
            (-16, -h - 3 * w + bob),
            (-14, top),
            (-4, top + 1.0),
            (6, top - 0.6),
            (12.4, -h - 5 * w + bob),
            (12.6, -h + 0.6 + bob),
            (7, -h + 2.2 * w + bob),
            (-3, -h + 1.2 * w + bob),
            (-11, -h + 1.6 + bob),
            (-16, -h + 0.6 + bob),
        ]
    )
    b.fill(limb([(8, -h - 3 * w + bob), (13, -h - 8 * w + bob), (15, -h - 11 + bob)], [8.5 * w, 7.4 * w, 6.4]), coat, SIDE)
    b.fill(torso, coat, SIDE, rim=0.5)
    if s.stripes:
        with b.within(torso):
            for i in range(6):
                b.line(
                    f"M{-13 + 4 * i} {top - 1:.3f} Q{-12.4 + 4 * i} {top + 3:.3f} {-13.6 + 4 * i} {top + 6:.3f}",
                    "#4a2f1c",
                    1.0,
                    e=0.35,
                    alpha=0.5,
                )
    b.fill(
        smooth([(12, -h - 8 + bob), (9.4, -h - 3 + bob), (8, -h + 2 + bob), (12, -h + 0.4 + bob), (15.4, -h - 6 + bob)]),
        s.chest,
        SIDE,
        e=0.02,
    )
    four_legs(b, hind, fore, 9, coat, near=True, sock=s.sock)
    with b.placed(16.2, -h - 12.6 * (0.55 + 0.45 * w) + 1.4 * bob, turn=2.5 * sin(0.43 * b.t + b.seed % 8), sx=1.25 * s.head):
        _marked_face(b, s, head)


CAT = Furry(
    ("#d98a3f", "#4a4a52", "#8f8a86", "#e6dccb"),
    "#f2e6d4",
    "#f4ead8",
    Face(
        "",
        "#f6ecdc",
        muzzle=(1.7, 1.2, 1.7),
        eyes=(2.3, -0.5, 1.3),
        iris="#9ab83a",
        nose="#c9786a",
        nose_width=0.55,
        slit=True,
        whiskers=True,
        ear=4.4,
    ),
    0.93,
    tail_width=2.6,
    stripes=True,
)
DOG = Furry(
    ("#b9783f", "#e6d3b0", "#5a4030", "#d9b27a"),
    "#f0dfc2",
    "#f2e4c8",
    Face(
        "",
        "#f2e2c6",
        inside="#7a4a2a",
        ears="flop",
        ear=5.0,
        width=5.0,
        height=4.9,
        muzzle=(2.6, 2.0, 2.0),
        eyes=(2.0, -0.9, 1.0),
        iris="#4a2c16",
        nose_width=1.0,
    ),
    1.66,
    head=1.06,
    tail_width=2.6,
    tail_length=0.95,
)
FOX = Furry(
    ("#d2662a", "#c9582a"),
    "#f4e8d6",
    "#f4e8d6",
    Face(
        "",
        "#f6ecdc",
        inside="#3a2420",
        ear=4.7,
        width=5.3,
        height=4.2,
        muzzle=(1.7, 1.5, 2.1),
        eyes=(2.2, -0.5, 0.95),
        iris="#b8862a",
        ruff=1.7,
        nose_width=0.7,
        slit=True,
    ),
    1.28,
    tail_width=5.8,
    tail_tip="#f4e8d6",
    tail_length=1.25,
    sock="#3a2824",
    bulk=0.94,
)
WOLF = Furry(
    ("#7f8590", "#5f6470", "#a39a90"),
    "#d9d6d0",
    "#d0ccc6",
    Face(
        "",
        "#dcd8d2",
        inside="#4a4650",
        ear=4.3,
        width=5.4,
        height=4.6,
        muzzle=(2.1, 1.9, 2.2),
        eyes=(2.2, -0.7, 0.85),
        iris="#d9a93a",
        ruff=1.8,
        nose_width=0.9,
    ),
    2.05,
    sits=False,
    tail_width=4.6,
    leg=1.22,
    bulk=1.02,
    head=0.96,
)
BEAR = Furry(
    ("#7a5030", "#4a3a34", "#96683c"),
    "#c99a6a",
    "#6b4628",
    Face(
        "",
        "#c9a070",
        inside="#a3704a",
        ears="round",
        ear=3.4,
        width=5.6,
        height=5.0,
        muzzle=(2.5, 2.0, 1.9),
        eyes=(2.0, -1.0, 0.72),
        iris="#2c1a12",
        nose_width=1.1,
    ),
    3.3,
    sits=False,
    tail_width=3.2,
    tail_length=0.66,
    bulk=1.5,
    leg=0.98,
    head=1.2,
)
RABBIT = Furry(
    ("#b99a78", "#e6e0d6", "#8f8078"),
    "#f0e8dc",
    "#f2ebe0",
    Face(
        "",
        "#f4eee4",
        inside="#dba79a",
        ears="long",
        ear=8.6,
        width=4.3,
        height=4.1,
        muzzle=(1.5, 1.2, 1.6),
        eyes=(2.4, -0.5, 1.1),
        iris="#3a2018",
        nose="#c9786a",
        nose_width=0.5,
        whiskers=True,
    ),
    0.72,
    tail_width=4.4,
    tail_length=0.3,
    tuft=True,
    bulk=1.0,
)
MOUSE = Furry(
    ("#9a8f8a", "#c9b08f", "#d9d2cc"),
    "#e6ddd6",
    "#eae2da",
    Face(
        "",
        "#eae0d8",
        inside="#dba0a0",
        ears="round",
        ear=6.2,
        width=4.3,
        height=3.9,
        muzzle=(1.3, 1.0, 1.6),
        eyes=(1.9, -0.3, 0.95),
        iris="#1c1214",
        nose="#d9808a",
        nose_width=0.5,
        whiskers=True,
    ),
    0.225,
    head=1.1,
    tail_width=0.9,
    tail_length=1.5,
)


THINGS = {
    "cat": Thing(partial(furry, CAT), moving=True),
    "dog": Thing(partial(furry, DOG), moving=True),
    "fox": Thing(partial(furry, FOX), moving=True),
    "wolf": Thing(partial(furry, WOLF), moving=True),
    "bear": Thing(partial(furry, BEAR), moving=True),
    "rabbit": Thing(partial(furry, RABBIT), moving=True),
    "mouse": Thing(partial(furry, MOUSE), moving=True),
}
