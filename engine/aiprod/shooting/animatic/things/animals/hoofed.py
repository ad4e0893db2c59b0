# SPDX-License-Identifier: Apache-2.0
"""Animals on hooves and the elephant: long heads in profile over one rig. Units: centimetres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import sin

from aiprod.shooting.animatic.things.animals.rig import (
    DARK,
    Leg,
    breath,
    emotion,
    eye,
    four_legs,
    look,
    mouth,
    phase,
    tail,
    walking,
)
from aiprod.shooting.animatic.things.brushes import BALL, FLAT, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import Point, limb, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


@dataclass(frozen=True)
class Hoofed:
    """A grazing animal in profile, in centimetres.

    Attributes:
        back: height of the withers; length: of the body; depth: of the barrel.
        neck: from the shoulder to the head, relative to the withers.
        head: length of the head; tilt: degrees it points down.
    """

    coats: tuple[str, ...]
    back: float
    length: float
    depth: float
    neck: Point
    neck_width: float
    head: float
    tilt: float
    muzzle: str
    hoof: str = "#3a2c26"
    slim: float = 1.0
    extra: str = ""


def hoofed(spec: Hoofed, b: Brush) -> None:
    coat = b.pick(*spec.coats)
    length, back, depth = spec.length, spec.back, spec.depth
    leg_top = -(back - 0.72 * depth)
    b.contact(1.15 * length, 0.03 * back)
    h = -leg_top
    wide = 0.5 * depth * spec.slim
    hind = Leg((-0.37 * length, leg_top), 0.5 * h, 0.49 * h, (wide, 0.32 * wide, 0.22 * wide), -1.0, 0.34 * wide)
    fore = Leg((0.33 * length, leg_top), 0.495 * h, 0.485 * h, (0.7 * wide, 0.32 * wide, 0.22 * wide), 1.0, 0.34 * wide)
    bob = 0.012 * back * (sin(4 * 3.14159 * phase(b)) if walking(b) else breath(b))
    stride = 0.34 * h + 0.1 * length
    legs = ("#3d3430" if b.seed % 2 else "#d9c9b0") if spec.extra == "sheep" else coat
    _hoofed_tail(b, spec, coat)
    four_legs(b, hind, fore, stride, legs, near=False, hoof=spec.hoof)
    if spec.extra == "sheep":  # the wool hides where its legs begin
        four_legs(b, hind, fore, stride, legs, near=True, hoof=spec.hoof)
    with b.placed(0, bob):
        nod = 2.2 * sin(0.6 * b.t + b.seed % 5) + (3 * sin(4 * 3.14159 * phase(b)) if walking(b) else 0)
        x0, y0 = 0.36 * length, -back + 0.24 * depth
        x1, y1 = 0.36 * length + spec.neck[0], -back - spec.neck[1] + 0.25 * nod
        neck = limb(
            [(x0 - 0.1 * length, y0 + 0.16 * depth), ((x0 + x1) / 2 + 0.02 * length, (y0 + y1) / 2 + 0.06 * depth), (x1, y1)],
            [spec.neck_width * 1.5, spec.neck_width, spec.neck_width * 0.72],
        )
        b.fill(neck, coat, SIDE, e=-0.02, rim=0.012 * back)
        _torso(b, spec, coat)
        if spec.extra == "horse":
            _mane(b, spec, x0, y0, x1, y1)
        with b.placed(x1, y1, turn=spec.tilt + nod - 8 * (look(b) - 0.35)):
            _long_head(b, spec, coat)
    if spec.extra != "sheep":
        four_legs(b, hind, fore, stride, legs, near=True, hoof=spec.hoof)


def _torso(b: Brush, s: Hoofed, coat: str) -> None:
    length, back, d = s.length, s.back, s.depth
    if s.extra == "sheep":
        points = []
        from math import cos, pi

        for i in range(26):
            a = 2 * pi * i / 26
            r = 1.0 if i % 2 else 0.9
            points.append((0.54 * length * r * cos(a), -back + 0.5 * d + 0.56 * d * r * sin(a)))
        wool = smooth(points)
        b.fill(wool, coat, BALL, rim=1.2)
        with b.within(wool):
            for i in range(16):
                x, y = -0.42 * length + 0.84 * length * ((i * 7) % 16) / 16, -back + d * (0.12 + 0.75 * ((i * 5) % 16) / 16)
                b.line(f"~ {x - 4} {y} {x - 2} {y + 2.6} {x + 2} {y + 2.6} {x + 4} {y}", "#a89a86", 0.9, e=0.5, alpha=0.6)
        return
    body = smooth(
        [
            (-0.5 * length, -back + 0.42 * d),
            (-0.44 * length, -back + 0.06 * d),
            (-0.3 * length, -back - 0.02 * d),
            (-0.02 * length, -back + 0.1 * d),
            (0.28 * length, -back),
            (0.46 * length, -back + 0.3 * d),
            (0.45 * length, -back + 0.72 * d),
            (0.2 * length, -back + 1.0 * d),
            (-0.12 * length, -back + 0.98 * d),
            (-0.36 * length, -back + 0.88 * d),
            (-0.48 * length, -back + 0.74 * d),
        ]
    )
    b.fill(body, coat, SIDE, rim=0.015 * back)
    with b.within(body):
        if s.extra == "cow":
            for x, y, rx, ry in (
                (-0.3, 0.2, 0.17, 0.34),
                (0.05, 0.62, 0.2, 0.26),
                (0.32, 0.2, 0.13, 0.25),
                (-0.1, 0.02, 0.1, 0.14),
            ):
                cx, cy, w, h = x * length, -back + y * d, rx * length, ry * d
                b.fill(
                    smooth(
                        [
                            (cx - w, cy),
                            (cx - 0.4 * w, cy - h),
                            (cx + 0.5 * w, cy - 0.8 * h),
                            (cx + w, cy + 0.1 * h),
                            (cx + 0.4 * w, cy + 0.9 * h),
                            (cx - 0.6 * w, cy + 0.7 * h),
                        ]
                    ),
                    "#3a2a26",
                    SIDE,
                )
        if s.extra == "deer":
            for i in range(9):
                b.fill(
                    oval(-0.34 * length + 0.075 * length * i, -back + d * (0.18 + 0.14 * (i % 3)), 0.018 * length),
                    "#efe0c4",
                    FLAT,
                    e=0.15,
                )
        b.fill(
            smooth(
                [
                    (-0.4 * length, -back + 0.92 * d),
                    (0, -back + 0.86 * d),
                    (0.4 * length, -back + 0.9 * d),
                    (0.3 * length, -back + 1.2 * d),
                    (-0.3 * length, -back + 1.2 * d),
                ]
            ),
            coat,
            FLAT,
            e=-0.3,
            alpha=0.5,
        )
    if s.extra == "cow":
        b.fill(oval(-0.2 * length, -back + 1.03 * d, 0.09 * length, 0.11 * d), "#e0a59a", BALL)


def _hoofed_tail(b: Brush, s: Hoofed, coat: str) -> None:
    x, y = -0.49 * s.length, -s.back + 0.22 * s.depth
    if s.extra == "horse":
        tail(b, [(x + 4, y - 4), (x - 10, y + 6), (x - 15, y + 32), (x - 11, y + 62)], [7, 12, 15, 4], "#33241c", 6)
    elif s.extra == "cow":
        tail(b, [(x + 4, y - 4), (x - 5, y + 8), (x - 6, y + 38), (x - 5, y + 52)], [4, 3, 3, 6], coat, 5, "#3a2a26")
    else:
        tail(b, [(x + 3, y), (x - 4, y + 2), (x - 6, y + 8)], [5, 5, 2.5], "#f2e8d8" if s.extra == "deer" else coat, 1.5)


def _mane(b: Brush, s: Hoofed, x0: float, y0: float, x1: float, y1: float) -> None:
    points: list[Point] = []
    for i in range(7):
        k = i / 6
        x, y = x1 + (x0 - 0.12 * s.length - x1) * k, y1 + (y0 - y1) * k
        points.append((x - 0.2 * s.neck_width - 2, y - 0.42 * s.neck_width + 2 * sin(2 * b.t + i)))
    lower = [(x + 0.2 * s.neck_width + 3 * sin(1.6 * b.t + i), y + 0.62 * s.neck_width) for i, (x, y) in enumerate(points)]
    b.fill(smooth([*points, *reversed(lower)]), "#33241c", SIDE, rim=1)


def _long_head(b: Brush, s: Hoofed, coat: str) -> None:
    """Around the poll, in lengths of the head: the nose points along +x."""
    if s.extra == "sheep":
        coat = "#3d3430" if b.seed % 2 else "#d9c9b0"
    with b.placed(sx=s.head):
        _crown_of(b, s)
        _ear(b, coat, droop=s.extra in ("cow", "sheep"))
        _jaw(b, s.muzzle)
        b.fill(_SKULL, coat, SIDE, rim=0.03)
        with b.within(_SKULL):
            b.fill("@ 0.72 -0.2 0.66 0.06 0.7 0.3 1.1 0.3 1.1 -0.2", s.muzzle, SIDE)
            if s.extra in ("horse", "cow") and b.seed % 3 != 1:
                b.fill("M0.08 -0.26 Q0.4 -0.12 0.9 -0.1 L0.9 -0.02 Q0.4 -0.06 0.08 -0.14 Z", "#f0e6d6", SIDE)
        b.fill(oval(0.9, 0.0, 0.035, 0.045), DARK, FLAT, e=-0.2)
        corner = 0.18 if emotion(b) in ("sadness", "anger") else 0.1
        b.line(f"M0.94 0.12 Q0.8 0.17 0.6 {corner}", DARK, 0.022, e=0.25)
        eye(b, 0.24, -0.04, 0.075, "#3a2012", coat, inner=1)
        if s.extra == "sheep":
            b.fill("@ -0.24 -0.1 -0.1 -0.36 0.1 -0.36 0.22 -0.2 0.06 -0.1 -0.12 0.02", b.pick(*s.coats), BALL)
        if s.extra == "horse":
            b.fill("@ -0.12 -0.2 0.04 -0.34 0.22 -0.16 0.3 0 0.14 -0.1 0 -0.08", "#33241c", SIDE)


_SKULL = "@ -0.16 -0.06 0 -0.24 0.26 -0.22 0.62 -0.12 0.92 -0.08 1 0.06 0.88 0.19 0.6 0.18 0.3 0.28 0 0.26"


def _crown_of(b: Brush, s: Hoofed) -> None:
    """Antlers or horns, behind the head."""
    if s.extra == "deer" and b.seed % 3 != 2:
        _antlers(b, 1.0)
    if s.extra == "cow":
        for k in (-1, 1):
            horn = limb([(0.06, -0.2), (0.04 * k, -0.42), (0.2 + 0.05 * k, -0.58)], [0.13, 0.1, 0.03])
            b.fill(horn, "#e6d9b8", SIDE, e=0.05 * k)


def _ear(b: Brush, coat: str, droop: bool) -> None:
    twitch = 72 * max(0.0, sin(1.5 * b.t + b.seed % 6) - 0.85)
    with b.placed(-0.02, -0.16, turn=(-96 if droop else -30) + twitch):
        b.fill("M-0.1 0 Q-0.16 -0.3 0 -0.42 Q0.14 -0.26 0.1 0 Z", coat, SIDE, e=-0.06)
        b.fill("M-0.05 -0.03 Q-0.08 -0.24 0 -0.33 Q0.07 -0.2 0.05 -0.03 Z", "#c99a8a", SIDE)


def _jaw(b: Brush, colour: str) -> None:
    drop = 11 * mouth(b)
    with b.placed(0.2, 0.18, turn=drop):
        b.fill("@ -0.1 -0.06 0.5 0 0.66 0.06 0.6 0.16 0.3 0.14 -0.06 0.16", colour, SIDE, e=-0.1)
    if drop > 2:
        b.fill("M0.3 0.16 L0.86 0.15 L0.82 0.24 Z", "#5a1c22", FLAT, e=-0.1)


def _antlers(b: Brush, n: float) -> None:
    for k, e in ((-1, 0.35), (1, 0.6)):
        base = (0.02 * n + 0.05 * n * k, -0.2 * n)
        tip = (-0.5 * n + 0.2 * n * k, -1.25 * n)
        bow = (-0.55 * n + 0.1 * n * k, -0.66 * n)
        b.line(smooth([base, bow, tip], closed=False), "#b8925f", 0.09 * n, e=e)
        for at, dx, dy in ((0.3, 0.34, -0.24), (0.6, 0.4, -0.26), (0.8, 0.3, -0.3)):
            x = (1 - at) ** 2 * base[0] + 2 * at * (1 - at) * bow[0] + at * at * tip[0]
            y = (1 - at) ** 2 * base[1] + 2 * at * (1 - at) * bow[1] + at * at * tip[1]
            b.line(f"M{x:.3f} {y:.3f} Q{x + 0.2 * n:.3f} {y:.3f} {x + dx * n:.3f} {y + dy * n:.3f}", "#b8925f", 0.065 * n, e=e)


HORSE = Hoofed(("#8f5a34", "#5a3a28", "#c9a06a", "#d9d2c6"), 138, 150, 58, (40, 26), 32, 48, 50, "#5a4438", extra="horse")


COW = Hoofed(("#efe6d8", "#b9784a", "#e6d3b0"), 132, 165, 72, (30, 4), 38, 44, 36, "#e0a59a", slim=0.86, extra="cow")


SHEEP = Hoofed(("#f0e8d8", "#d9cfc0"), 76, 84, 44, (12, 2), 18, 26, 34, "#4a403c", slim=0.46, extra="sheep")


DEER = Hoofed(("#b5764a", "#a06a40"), 88, 98, 36, (26, 26), 15, 25, 34, "#6b4630", slim=0.86, extra="deer")


def elephant(b: Brush) -> None:
    skin = b.pick("#8f8f96", "#a39a92")
    go = walking(b)
    b.contact(330, 8)
    hind = Leg((-92, -118), 47, 46, (84, 58, 52), -1.0, 52)
    fore = Leg((70, -118), 47, 46, (78, 58, 52), 1.0, 52)
    tail(b, [(-146, -205), (-160, -190), (-163, -150), (-160, -120)], [14, 9, 7, 12], skin, 9)
    four_legs(b, hind, fore, 70, skin, near=False)
    bob = 3 * (sin(4 * 3.14159 * phase(b)) if go else breath(b))
    with b.placed(0, bob):
        b.fill(
            smooth(
                [
                    (-150, -190),
                    (-132, -258),
                    (-60, -282),
                    (20, -274),
                    (80, -262),
                    (112, -200),
                    (104, -130),
                    (40, -96),
                    (-40, -92),
                    (-116, -104),
                    (-148, -140),
                ]
            ),
            skin,
            SIDE,
            rim=5,
        )
    four_legs(b, hind, fore, 70, skin, near=True)
    for x in (-92, 70):
        if not go:
            for k in (-12, 2, 16):
                b.fill(oval(x + k, -3, 6, 4), "#e0d8cc", FLAT)
    with b.placed(6 * look(b), bob, turn=2.5 * look(b)):
        _elephant_head(b, skin)


def _elephant_head(b: Brush, skin: str) -> None:
    curl = 10 * sin(0.8 * b.t + b.seed % 4) + 26 * mouth(b)
    lift = 60 * mouth(b)
    trunk = [(150, -212), (176, -180), (184, -130 - 0.3 * lift), (180 + curl, -80 - 0.7 * lift), (196 + 1.5 * curl, -50 - lift)]
    b.fill(limb([(136, -168), (150, -146), (160, -150)], [26, 22, 12]), skin, SIDE, e=-0.1)
    b.fill(limb(trunk, [58, 46, 34, 25, 17]), skin, SIDE, rim=3)
    for i in range(7):
        k = i / 3.5
        (x0, y0), (x1, y1) = trunk[1 + int(k)], trunk[2 + int(k)]
        x, y, half = x0 + (x1 - x0) * (k % 1), y0 + (y1 - y0) * (k % 1), 16 - 4.5 * k
        b.line(f"M{x - half:.3f} {y:.3f} Q{x:.3f} {y + 6:.3f} {x + half:.3f} {y - 1:.3f}", "#5f5f68", 1.8, e=0.4, alpha=0.6)
    b.fill(
        smooth([(84, -250), (112, -286), (150, -282), (174, -248), (176, -200), (150, -170), (112, -168), (88, -200)]),
        skin,
        BALL,
        rim=4,
    )
    b.fill(limb([(152, -170), (176, -148), (204, -146)], [15, 12, 3]), "#f2e8d2", SIDE, e=0.1)
    flapping = 8 * sin(1.1 * b.t + b.seed % 5)
    with b.placed(106, -240, turn=flapping * 0.5):
        ear = smooth([(8, -24), (-32, -40), (-62, -14), (-56, 40), (-26, 74), (0, 50), (10, 12)])
        b.fill(ear, skin, SIDE, e=0.06, rim=4)
        b.fill(smooth([(0, -8), (-28, -22), (-46, -4), (-42, 32), (-22, 54), (-4, 36)]), "#c09a94", SIDE, e=-0.1, alpha=0.6)
    eye(b, 148, -232, 7.5, "#4a2c16", skin, inner=1)


THINGS = {
    "horse": Thing(partial(hoofed, HORSE), moving=True),
    "cow": Thing(partial(hoofed, COW), moving=True),
    "sheep": Thing(partial(hoofed, SHEEP), moving=True),
    "deer": Thing(partial(hoofed, DEER), moving=True),
    "elephant": Thing(elephant, moving=True),
}
