# SPDX-License-Identifier: Apache-2.0
"""Animals of the water: fish, whale, dolphin, turtle. The origin of whale and dolphin is on the surface. Centimetres."""

from __future__ import annotations

from math import sin

from aiprod.shooting.animatic.things.animals.rig import DARK, breath, eye, look, mouth, phase, walking
from aiprod.shooting.animatic.things.brushes import BALL, FLAT, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import box, limb, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


def fish(b: Brush) -> None:
    scale = b.pick("#e0782a", "#e0782a", "#5f8fa8", "#c9a23f")
    beat = sin(5.2 * b.t + b.seed % 6)
    with b.placed(0, -13.4 + 0.8 * b.wave(3.0), turn=2 * b.wave(3.0, 0.2)):
        dx = 2.4 * beat
        b.fill(
            smooth(
                [
                    (-11, 0),
                    (-17 + 0.2 * dx, -3),
                    (-24 + dx, -10),
                    (-25 + dx, -8),
                    (-20.6 + 0.6 * dx, 0),
                    (-25 + dx, 8),
                    (-24 + dx, 10),
                    (-17 + 0.2 * dx, 3),
                ]
            ),
            scale,
            SIDE,
            e=-0.08,
            rim=0.3,
        )
        b.fill(smooth([(-7, -7), (-5, -13.4), (2, -12.6), (8, -8)]), scale, SIDE, e=-0.1)
        b.fill(smooth([(-5, 6.4), (-7 + 0.3 * dx, 11.6), (-2, 10), (1, 7.4)]), scale, SIDE, e=-0.14)
        body = smooth([(-13, 0), (-5, -7.6), (7, -8.4), (15.6, -3.4), (17, 0.6), (14.6, 4.2), (6, 8), (-5, 6.6)])
        b.fill(body, scale, TOP, rim=0.5)
        with b.within(body):
            b.fill(smooth([(-14, 3), (0, 4), (18, 1.4), (18, 10), (-14, 10)]), "#f2dfb8", FLAT, alpha=0.65)
            for row in range(3):
                for i in range(6):
                    x, y = -9 + 3 * i + 1.5 * (row % 2), -4 + 3 * row
                    b.line(f"M{x} {y - 1.3} Q{x - 1.8} {y} {x} {y + 1.3}", DARK, 0.22, e=0.45, alpha=0.4)
        b.line("M8.6 -6.6 Q6 -0.4 8.4 5.6", DARK, 0.4, e=0.4, alpha=0.6)
        with b.placed(4.4, 2.2, turn=18 + 16 * beat):
            b.fill(smooth([(0, -1), (-5, -1.4), (-7.4, 1.6), (-4.6, 3.2), (-0.6, 1.8)]), scale, SIDE, e=0.1, rim=0.2)
        gape = 0.6 + 1.6 * mouth(b) + 0.3 * breath(b)
        b.fill(oval(16.6, 1, 0.9, max(0.3, gape)), "#7a2f24", FLAT)
        b.fill(oval(11.6, -2.2, 2.7), "#f6f0e2", BALL)
        eye(b, 11.9, -2.2, 1.8, "#3a2a1c", scale, inner=1)
        b.shine("~ -3 -6.4 3 -7.4 9 -6.4", 0.4, 0.6)
        for i in range(3):
            life = (0.4 * b.t + i / 3) % 1.0
            b.shine(oval(19 + 1.4 * sin(5 * life + i), -2 - 13 * life, 0.5 + 0.3 * i), 0.6 * (1 - life))


_WHALE = "@ -600 -30 -420 -150 -120 -262 180 -292 420 -262 560 -170 590 -70 540 30 340 100 40 116 -260 80 -480 20"


def whale(b: Brush) -> None:
    back = b.pick("#3f5f78", "#4a5666", "#5f7f96")
    with b.placed(0, 8 * b.wave(5.5), turn=1.4 * b.wave(5.5, 0.25)):
        _spout(b)
        with b.placed(0, 26 * b.wave(5.5, 0.4)):
            fluke = "@ -560 -60 -640 -120 -700 -250 -770 -300 -762 -240 -735 -205 -800 -215 -850 -180 -780 -150 -690 -100 -610 0"
            b.fill(fluke, back, SIDE, e=-0.05, rim=8)
        b.fill(_WHALE, back, TOP, rim=12)
        with b.within(_WHALE):
            _whale_belly(b)
        _whale_mouth(b)
        eye(b, 306, -82, 15, "#2a1f18", back, inner=1)
        with b.placed(150, 40, turn=10 * b.wave(5.5, 0.6)):
            b.fill("@ 30 -20 -40 20 -120 110 -150 116 -130 70 -70 0 -10 -40", back, SIDE, e=-0.06, rim=7)
        b.fill("@ -190 -240 -260 -292 -300 -296 -290 -210", back, SIDE, rim=6)
        b.shine("~ -120 -250 160 -278 400 -248", 0.22, 12)
    _waterline(b, 640, 130, -20)


def _spout(b: Brush) -> None:
    """A breath every six seconds."""
    life = (0.16 * b.t + (b.seed % 7) / 7) % 1.0
    if life > 0.62:
        return
    k = life / 0.62
    for s in (-1, -0.4, 0.4, 1):
        h = 190 * min(1.0, 2.2 * k) * (1 - 0.3 * k)
        rise = [
            (330.0, -268.0),
            (330 + 18 * s, -268 - 0.75 * h),
            (330 + 64 * s, -268 - h),
            (330 + 96 * s, -268 - (0.72 - 0.3 * k) * h),
        ]
        b.line(smooth(rise, closed=False), "#e8f2f4", 20 - 9 * k, e=0.9, alpha=0.75 * (1 - k))
    b.puff(330, -300 - 120 * k, 90, 70, 0.5 * (1 - k))


def _whale_belly(b: Brush) -> None:
    b.fill("@ 620 -30 480 -44 300 -16 60 40 -260 60 -500 60 -300 180 300 200 640 120", "#d9dcd6", TOP, e=-0.1)
    for i in range(7):
        b.line(f"~ 600 {-16 + 17 * i} 340 {2 + 19 * i} 60 {52 + 14 * i}", "#8f9a9c", 4, e=0.45, alpha=0.7)
    for i in range(9):
        b.fill(oval(420 - 46 * i, -190 - 15 * ((i * 3) % 4), 5 + i % 3 * 2), "#c9d3d6", FLAT, alpha=0.35)


def _whale_mouth(b: Brush) -> None:
    gape = 34 * mouth(b)
    if gape > 2:
        b.fill(smooth([(588, -60), (470, -56), (330, -20), (470, -26 + gape), (586, -50 + gape)]), "#5a2a30", FLAT)
    b.line("~ 590 -62 480 -56 360 -24 310 -34", "#22303c", 6, e=0.3)


def _waterline(b: Brush, half: float, deep: float, y: float) -> None:
    """The sea that veils what is below the surface, with moving foam where it meets the body."""
    from aiprod.film.palettes import mix

    sea = mix(b.lit.palette.haze, b.lit.palette.shadow, 0.35)
    points = [(x * half / 6, y + 0.07 * deep * sin(1.7 * b.t + 1.3 * x)) for x in range(-6, 7)]
    veil = smooth([*points, (0.82 * half, 0.6 * deep), (0.3 * half, deep), (-0.3 * half, deep), (-0.82 * half, 0.6 * deep)])
    b.fade(veil, (0, y), (0, deep), sea, 0.0)
    b.light(veil, sea, 0.45)
    b.shine(smooth(points, closed=False), 0.5, 0.05 * deep)


def dolphin(b: Brush) -> None:
    back = b.pick("#5f7f98", "#6f8a9a")
    leap = 0.5 + 0.5 * b.wave(3.4)
    with b.placed(0, -26 - 14 * leap, turn=-16 + 24 * (1 - leap)):
        beat = 8 * sin(4 * b.t)
        b.fill(
            smooth(
                [
                    (-84, 20),
                    (-104, 24 + beat),
                    (-124, 12 + 1.5 * beat),
                    (-122, 20 + 1.5 * beat),
                    (-112, 30 + beat),
                    (-124, 46 + 1.2 * beat),
                    (-118, 46 + 1.2 * beat),
                    (-98, 36 + beat),
                ]
            ),
            back,
            SIDE,
            e=-0.06,
            rim=1.4,
        )
        b.fill(smooth([(-8, -24), (-26, -44), (-36, -46), (-34, -20)]), back, SIDE, rim=1.4)
        body = smooth(
            [
                (-96, 26),
                (-60, 2),
                (-10, -26),
                (40, -28),
                (72, -14),
                (84, -6),
                (110, -2),
                (112, 4),
                (84, 8),
                (60, 18),
                (16, 26),
                (-36, 22),
                (-74, 28),
            ]
        )
        b.fill(body, back, TOP, rim=2)
        with b.within(body):
            b.fill(smooth([(114, 3), (70, 4), (30, 8), (-20, 12), (-80, 30), (-20, 50), (60, 40)]), "#e6e6e0", TOP)
        gape = 9 * mouth(b)
        if gape > 1:
            b.fill(f"M110 3 L82 3 L78 {7 + gape} L104 {5 + gape} Z", "#7a3a40", FLAT)
        b.line(smooth([(111, 2), (86, 3), (72, 8), (66, 4)], closed=False), "#22303c", 1.4, e=0.3)
        eye(b, 62, -5, 3.6, "#2a1f18", back, inner=1)
        b.fill(smooth([(38, 14), (22, 34), (10, 44), (10, 34), (20, 14)]), back, SIDE, e=-0.05, rim=1)
        b.shine(smooth([(-8, -22), (34, -25), (66, -13)], closed=False), 0.35, 2.2)
    for i in range(7):
        life = (0.7 * b.t + i / 7) % 1.0
        b.shine(
            oval(-96 + 9 * (i % 4) + 14 * life * (i - 3) / 3, -18 * sin(3.14 * life) + 2, 2.4 * (1 - life) + 0.4),
            0.7 * (1 - life),
        )


def turtle(b: Brush) -> None:
    shell = b.pick("#6f7f3f", "#8a6a3a", "#5f8a6a")
    skin = "#a3a860"
    p = phase(b)
    go = walking(b)
    b.contact(54, 1.6)
    for x, k in ((-15, 0.5), (13, 0.0)):
        swing = 14 * sin(2 * 3.14159 * (p + k)) if go else 0.0
        with b.placed(x + 3, -7, turn=-swing):
            b.fill(box(-3.6, -2, 3.6, 7, 3), skin, SIDE, e=-0.25)
    b.fill("M-22 -7 L-30 -3.4 L-21 -3.6 Z", skin, SIDE)
    stretch = 1.6 * look(b) + 0.8 * breath(b)
    b.fill(limb([(17, -9), (25, -13), (29 + stretch, -18)], [9, 7.4, 7]), skin, SIDE)
    with b.placed(31 + stretch, -20, turn=-4 + 4 * sin(0.5 * b.t)):
        if mouth(b) > 0.05:
            b.fill(smooth([(0, 2), (6, 2.4), (5, 3.4 + 3 * mouth(b)), (0, 4)]), "#7a3a30", FLAT)
        b.fill(smooth([(-5.4, 0), (-3, -5), (3, -5), (7.4, -1), (7, 2), (2, 4), (-4, 4)]), skin, BALL, rim=0.5)
        b.line("M7.4 1 Q4.4 2.6 1.4 1.4", DARK, 0.36, e=0.3)
        eye(b, 2.6, -1.6, 1.6, "#3a2a14", skin, inner=1)
    dome = smooth([(-24, -6), (-21, -18), (-8, -27), (6, -27), (19, -19), (22.6, -6), (0, -4)])
    b.fill(dome, shell, BALL, rim=0.9)
    with b.within(dome):
        for x, y in ((-13, -15), (-1, -20), (11, -15)):
            plate = smooth([(x - 5.6, y), (x - 2.8, y - 5), (x + 2.8, y - 5), (x + 5.6, y), (x + 2.8, y + 5), (x - 2.8, y + 5)])
            b.fill(plate, shell, BALL, e=0.14)
            b.line(plate, "#3f3a1c", 0.6, e=0.4, alpha=0.7)
    b.fill("M-25.6 -7.6 Q0 -2.4 24 -7.6 L23 -3.8 Q0 1.2 -24.4 -3.8 Z", shell, SIDE, e=-0.12, rim=0.4)
    for x, k in ((-15, 0.0), (12, 0.5)):
        swing = 16 * sin(2 * 3.14159 * (p + k)) if go else 0.0
        with b.placed(x, -6, turn=-swing):
            b.fill(box(-4, -2, 4, 6, 3), skin, SIDE, rim=0.3)
            for t in (-2, 0, 2):
                b.fill(oval(t, 5.2, 0.8, 0.7), "#e6dcc0", FLAT)


THINGS = {
    "fish": Thing(fish, moving=True),
    "whale": Thing(whale, moving=True),
    "dolphin": Thing(dolphin, moving=True),
    "turtle": Thing(turtle, moving=True),
}
