# SPDX-License-Identifier: Apache-2.0
"""Birds: they stand and look about, walk, or fly when a pose moves them (or their seed says so). Units: centimetres."""

from __future__ import annotations

from math import sin

from aiprod.shooting.animatic.things.animals.rig import (
    DARK,
    breath,
    eye,
    flap,
    flies,
    look,
    mouth,
    phase,
    step,
    walking,
)
from aiprod.shooting.animatic.things.brushes import BALL, FLAT, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import bent, limb, outline, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


def _beak(b: Brush, x: float, y: float, length: float, thick: float, colour: str, hook: float = 0.0) -> None:
    """A beak to the right that opens with the voice."""
    turn = 22 * mouth(b)
    with b.placed(x, y, turn=turn):
        b.fill(
            f"M0 {-0.1 * thick} L{0.86 * length} {0.1 * thick} Q{0.4 * length} {0.6 * thick} 0 {0.5 * thick} Z",
            colour,
            SIDE,
            e=-0.16,
        )
    if turn > 2:
        b.fill(f"M0 0 L{0.6 * length} {0.1 * thick} L{0.5 * length} {0.5 * thick} Z", "#7a2a2a", FLAT)
    with b.placed(x, y, turn=-0.5 * turn):
        b.fill(
            (
                f"M0 {-0.55 * thick} Q{0.6 * length} {-0.6 * thick} {length} {0.1 * thick + hook} "
                f"Q{0.9 * length} {0.16 * thick + hook} {0.8 * length} {0.12 * thick} L0 {0.12 * thick} Z"
            ),
            colour,
            SIDE,
            rim=0.06 * thick,
        )
        b.fill(oval(0.32 * length, -0.2 * thick, 0.06 * length, 0.05 * thick), DARK, FLAT, alpha=0.6)


def _bird_legs(b: Brush, hip: float, x: float, colour: str, width: float, gap: float, toe: float) -> None:
    """Two thin legs with toes; they walk when the pose goes."""
    p = phase(b)
    for k, e in ((0.5, 0.35), (0.0, 0.65)):
        dx, dy = step(p + k, 0.9 * hip, 0.35 * hip) if walking(b) else (0.0, 0.0)
        foot = (x + (gap if k else 0.0) + dx, dy)
        top = (x + (gap if k else 0.0), -hip)
        joint = bent(top, foot, 0.56 * hip, 0.52 * hip, -1.0)
        b.line(smooth([top, joint, foot], closed=False), colour, width, e=e)
        for t in (1.0, 0.7, -0.5):
            b.line(
                f"M{foot[0]:.3f} {foot[1] - 0.3 * width:.3f} "
                f"L{foot[0] + t * toe:.3f} {foot[1] - (0.1 if t != 0.7 else 0.9) * width:.3f}",
                colour,
                0.8 * width,
                e=e,
            )


def _wing(b: Brush, x: float, y: float, span: float, chord: float, up: float, colour: str, tip: str, far: bool = False) -> None:
    """A wing in flight seen from the side; `up` −1…1. The far wing leans forward, so that both are read."""
    e = -0.2 if far else 0.04
    lean = (0.16 if far else -0.5) * span
    end = (x + lean, y - 0.92 * span * up - 0.04 * span)
    wrist = (x + 0.5 * chord + 0.35 * lean, y - 0.74 * span * up - 0.14 * span)
    inside = (x - 0.42 * chord + 0.5 * lean, y - 0.34 * span * up + 0.1 * span)
    front, rear = (x + 0.5 * chord, y), (x - 0.75 * chord, y + 0.12 * chord)
    shape = outline(
        f"M{front[0]:.3f} {front[1]:.3f} Q{wrist[0]:.3f} {wrist[1]:.3f} {end[0]:.3f} {end[1]:.3f} "
        f"Q{inside[0]:.3f} {inside[1]:.3f} {rear[0]:.3f} {rear[1]:.3f} "
        f"Q{x:.3f} {y + 0.5 * chord:.3f} {front[0]:.3f} {front[1]:.3f} Z"
    )
    b.fill(shape, colour, SIDE, e=e, rim=0.0 if far else 0.02 * span)
    with b.within(shape):
        b.fill(oval(end[0], end[1], 0.3 * span), tip, SIDE, e=e)
        for i in range(4):
            k = 0.2 + 0.17 * i
            root = (rear[0] + (inside[0] - rear[0]) * k, rear[1] + (inside[1] - rear[1]) * k + 0.1 * chord)
            b.line(
                f"M{root[0]:.3f} {root[1]:.3f} Q{inside[0]:.3f} {inside[1]:.3f} {end[0]:.3f} {end[1]:.3f}",
                DARK,
                0.01 * span,
                e=0.4,
                alpha=0.22,
            )


def gull(b: Brush) -> None:
    white = b.main("#f4f1ea")
    grey, black = "#8f9aa6", "#26262c"
    if flies(b):
        up = flap(b, 2.2)
        with b.placed(0, -20 + 1.6 * up, turn=-4):
            _wing(b, 4, -5, 46, 13, up, grey, black, far=True)
            b.fill("M-15 -2 L-31 -5 L-32 1 L-15 4 Z", white, SIDE, e=-0.05)
            b.fill(smooth([(-20, -1), (-6, -8), (9, -8.6), (17, -4), (12, 4), (-4, 6), (-18, 3)]), white, SIDE, rim=0.7)
            _gull_head(b, 18, -5, white)
            _wing(b, 3, -4, 52, 15, up, grey, black)
        return
    air = 0.3 * breath(b)
    b.contact(24, 1.2)
    _bird_legs(b, 10, -1, "#e0a24a", 1.3, 3.0, 4.6)
    b.fill("M-16 -16 L-29 -11.4 L-27 -9.6 L-14 -10.6 Z", black, SIDE)
    b.fill(
        smooth([(-20, -14), (-12, -20 - air), (0, -23 - air), (9, -24), (12.4, -18), (8, -10), (-3, -7.6), (-14, -9.6)]),
        white,
        SIDE,
        rim=0.7,
    )
    folded = smooth([(6, -20.4 - air), (-4, -22 - air), (-16, -17.6), (-28, -11), (-15, -11), (-2, -11.4), (5, -14.6)])
    b.fill(folded, grey, SIDE, e=0.05, rim=0.4)
    b.fill(smooth([(-16, -15.4), (-30, -10), (-26, -9.4), (-15, -11.8)]), black, SIDE, e=0.05)
    for i in range(3):
        b.fill(oval(-19 - 3.4 * i, -12.6 + 1.0 * i, 0.8, 0.5), white, FLAT, e=0.2)
        b.line(
            f"M{2 - 5 * i} {-19.6 + 1.2 * i} Q{-1 - 5 * i} {-14 + 0.6 * i} {-6 - 5 * i} {-12.4 + 0.2 * i}",
            "#5f6b78",
            0.35,
            e=0.4,
            alpha=0.7,
        )
    turn = look(b)
    b.fill(limb([(8, -20), (10.4, -27 - air), (11.4, -31 - air)], [10, 7.4, 7]), white, SIDE)
    with b.placed(11.6 + 0.6 * turn, -33 - air, turn=-4 + 6 * turn * sin(0.9 * b.t)):
        _gull_head(b, 0, 0, white)


def _gull_head(b: Brush, x: float, y: float, white: str) -> None:
    with b.placed(x, y):
        _beak(b, 4.4, 0.8, 8.6, 3.0, "#e8b23a", hook=0.9)
        b.fill(oval(9.8, 1.6, 0.9, 0.6), "#c9382c", FLAT)
        b.fill(smooth([(-4.6, 1), (-3.4, -4.4), (0.8, -5.8), (4.8, -2.6), (5.6, 1.2), (2, 4.4), (-3, 4.4)]), white, BALL, rim=0.4)
        eye(b, 1.8, -1.2, 1.25, "#e0c04a", white, inner=1)


def bird(b: Brush) -> None:
    kinds = (
        ("#8a5f3a", "#c9582a", "#e6d3b5"),
        ("#4f7fb0", "#e6d9c0", "#f0e6d6"),
        ("#3a3a42", "#4a4a54", "#55555f"),
        ("#8f96a3", "#b8a9b4", "#c3c6cc"),
    )
    back, chest, belly = kinds[(b.seed // 2) % 4]
    back = b.main(back)
    if flies(b):
        up = flap(b, 5.0)
        with b.placed(0, -8 + 0.8 * up):
            _wing(b, 1.5, -2, 15, 6, up, back, back, far=True)
            b.fill("M-6 -0.6 L-13 -2.4 L-13 0.8 L-6 1.6 Z", back, SIDE, e=-0.06)
            b.fill(smooth([(-8, -0.4), (-2, -3.4), (4, -3.6), (7, -1.4), (5, 2), (-1, 3), (-7, 1.4)]), back, SIDE, rim=0.3)
            b.fill(smooth([(-5, 1), (1, 0.2), (6, -0.8), (5, 2), (-1, 3)]), chest, SIDE)
            _small_head(b, 7, -2.2, back, chest)
            _wing(b, 1, -1.8, 17, 7, up, back, back)
        return
    hop = abs(sin(3.14159 * phase(b))) * 2.0 if walking(b) else 0.0
    air = 0.16 * breath(b)
    b.contact(11, 0.6)
    with b.placed(0, -hop):
        _bird_legs(b, 4.4, 0.2, "#8a6a4a", 0.5, 1.4, 1.9)
        b.fill("M-5.4 -7.2 L-12.4 -4.4 L-11.4 -3 L-4.6 -4.8 Z", back, SIDE, e=-0.16)
        b.fill(
            smooth([(-6.4, -6), (-4, -10.6 - air), (2, -12.6 - air), (6, -10), (6, -6), (2.4, -3.2), (-3, -3.4)]),
            belly,
            BALL,
            rim=0.3,
        )
        b.fill(smooth([(0.6, -12 - air), (5.4, -11.4), (6.6, -8), (3.8, -5.4), (1, -7)]), chest, BALL)
        wing = smooth([(1.6, -10 - air), (-3, -10 - air), (-8, -6), (-10, -4), (-4, -4.6), (0.6, -6)])
        b.fill(wing, back, SIDE, rim=0.2)
        for i in range(3):
            b.line(f"M{-0.5 - 1.8 * i} {-9 + 0.5 * i} Q{-2 - 1.9 * i} -6 {-4.6 - 1.9 * i} -5", DARK, 0.2, e=0.4, alpha=0.5)
        quick = 1.0 if sin(1.3 * b.t + b.seed) > 0.3 else 0.0
        with b.placed(4.0 + 0.7 * look(b), -13.6 - air, turn=-6 + 13 * quick + 9 * look(b)):
            _small_head(b, 0, 0, back, chest)


def _small_head(b: Brush, x: float, y: float, back: str, chest: str) -> None:
    with b.placed(x, y):
        _beak(b, 2.9, 0.3, 3.0, 1.4, "#e0a24a" if chest != "#4a4a54" else "#2c2a2c")
        b.fill(oval(0, 0, 3.5, 3.3), back, BALL, rim=0.25)
        with b.within(oval(0, 0, 3.5, 3.3)):
            b.fill(smooth([(3.8, -0.4), (1.4, -0.2), (0.2, 2), (0.6, 4), (4, 4)]), chest, SIDE)
        eye(b, 1.1, -0.6, 0.72, "#2a1a14", back, inner=1)


def owl(b: Brush) -> None:
    brown = b.pick("#8a6240", "#8f8a84", "#a3703f")
    pale = "#e6d3ae"
    if flies(b):
        up = flap(b, 1.6)
        with b.placed(0, -17 + 1.5 * up):
            for s in (-1, 1):
                with b.placed(0, 0, sx=s, sy=1):
                    y = -22 * up
                    wing = smooth(
                        [
                            (3, -6),
                            (16, -9 + 0.6 * y),
                            (31, -6 + y),
                            (34, -1 + y),
                            (30, 3 + 0.95 * y),
                            (25, 5 + 0.8 * y),
                            (19, 7 + 0.5 * y),
                            (12, 8 + 0.3 * y),
                            (4, 6),
                        ]
                    )
                    b.fill(wing, brown, SIDE, rim=0.5)
                    with b.within(wing):
                        for i in range(4):
                            b.line(
                                f"M{9 + 6 * i} {-12 + 0.3 * y * (i + 1) / 2} Q{11 + 6 * i} {0.4 * y} {8 + 6 * i} {14 + 0.3 * y}",
                                pale,
                                1.0,
                                e=0.6,
                                alpha=0.4,
                            )
            b.fill("M-4 8 L-5 16 L5 16 L4 8 Z", brown, SIDE, e=-0.1)
            b.fill(smooth([(-7, -4), (-6, 6), (0, 11), (6, 6), (7, -4), (0, -9)]), pale, BALL)
            with b.placed(0, -8, sx=0.9):
                _owl_face(b, brown, pale)
        return
    air = 0.3 * breath(b)
    b.contact(16, 1)
    hop = 2.4 * abs(sin(3.14159 * phase(b))) if walking(b) else 0.0
    with b.placed(0, -hop, turn=4 * sin(6.28318 * phase(b)) if walking(b) else 0.0):
        _perched_owl(b, brown, pale, air)


def _perched_owl(b: Brush, brown: str, pale: str, air: float) -> None:
    b.fill("M-4 -5 L-5 0 L5 0 L4 -5 Z", brown, SIDE, e=-0.2)
    body = smooth([(-9.6, -22 - air), (-11.4, -12), (-8, -3.4), (0, -1.2), (8, -3.4), (11.4, -12), (9.6, -22 - air), (0, -27)])
    b.fill(body, brown, SIDE, rim=0.6)
    front = smooth([(-6, -19), (-6.8, -11), (-4, -4.4), (0, -3), (4, -4.4), (6.8, -11), (6, -19)])
    b.fill(front, pale, SIDE, e=-0.04)
    for row in range(5):
        for k in range(-2, 3):
            if abs(k) + (row in (0, 4)) < 3:
                x, y = 2.4 * k + (1.2 if row % 2 else 0), -17.6 + 3 * row
                b.line(f"M{x - 0.8:.3f} {y} Q{x:.3f} {y + 1.5} {x + 0.8:.3f} {y}", brown, 0.5, e=0.4)
    for s in (-1, 1):
        wing = smooth([(s * 8.4, -22 - air), (s * 12, -14), (s * 10, -4), (s * 7, -2), (s * 6.6, -10)])
        b.fill(wing, brown, SIDE, e=-0.08, rim=0.3)
        for i in range(3):
            b.line(
                f"M{s * (8.4 + 0.8 * i)} {-16 + 3.4 * i} Q{s * (9.6 + 0.3 * i)} {-12 + 3 * i} {s * 7.8} {-8 + 2.2 * i}",
                DARK,
                0.35,
                e=0.4,
                alpha=0.5,
            )
        for t in (-1, 0, 1):
            b.fill(oval(s * 3.2 + 1.1 * t, -0.6, 0.75, 1.1), "#d9a24a", BALL)
    turn = look(b)
    with b.placed(0.9 * turn, -26 - air, turn=7 * sin(0.35 * b.t + b.seed % 6)):
        _owl_face(b, brown, pale)


def _owl_face(b: Brush, brown: str, pale: str) -> None:
    turn = look(b)
    for s in (-1, 1):
        b.fill(f"M{s * 3} -6 Q{s * 6} -7 {s * 8.6} -11 Q{s * 10} -6 {s * 8} -2 Z", brown, SIDE, e=-0.05, rim=0.3)
    b.fill(smooth([(-9.6, 0), (-8, -6.4), (0, -7.6), (8, -6.4), (9.6, 0), (6, 5.6), (0, 6.4), (-6, 5.6)]), brown, BALL, rim=0.4)
    dx = 1.2 * turn
    for s in (-1, 1):
        b.fill(oval(dx + s * 4, -0.6, 4.5, 4.9), pale, BALL)
    for s in (-1, 1):
        eye(b, dx * 1.1 + s * 3.9, -0.8, 2.6, "#f0a92a", pale, inner=-s)
    drop = 1.6 * mouth(b)
    if drop > 0.1:
        b.fill(f"M{dx - 1.1} 2.2 L{dx + 1.1} 2.2 L{dx} {4.4 + drop} Z", "#7a2a2a", FLAT)
    b.fill(
        f"M{dx * 1.2 - 1.3} 0.6 Q{dx * 1.2} -0.6 {dx * 1.2 + 1.3} 0.6 L{dx * 1.2} {3.8 - 0.3 * drop} Z", "#c98a3a", SIDE, rim=0.15
    )


def penguin(b: Brush) -> None:
    black = b.main("#2c3040")
    white = "#f4f0e8"
    p = phase(b)
    waddle = 6 * sin(2 * 3.14159 * p) if walking(b) else 1.0 * breath(b)
    b.contact(36, 1.6)
    for s in (-1, 1):
        lift = max(0.0, s * sin(2 * 3.14159 * p)) * 3 if walking(b) else 0.0
        b.fill(
            smooth(
                [
                    (s * 8 - 6, -0.2 - lift),
                    (s * 8 - 4, -3.6 - lift),
                    (s * 8 + 4, -4 - lift),
                    (s * 8 + 9, -1.4 - lift),
                    (s * 8 + 8, 0 - lift),
                ]
            ),
            "#e0932e",
            SIDE,
        )
    with b.placed(0, 0, turn=waddle):
        b.fill("M-12 -6 L-21 0 L-9 -2.4 Z", black, SIDE)
        body = smooth([(-8, -66), (-15, -50), (-18, -26), (-13, -5), (0, -2), (13, -5), (18, -26), (15, -50), (8, -66)])
        b.fill(body, black, SIDE, rim=1)
        b.fill(
            smooth([(-5, -56), (-10, -40), (-12, -22), (-8, -6), (2, -3.4), (11, -6), (14.4, -24), (12, -42), (7, -56)]),
            white,
            SIDE,
        )
        for s in (-1, 1):
            swing = 12 + 7 * s * sin(2 * 3.14159 * p) if walking(b) else 8 + 3 * breath(b)
            with b.placed(s * 14, -50, turn=-s * swing):
                b.fill(
                    smooth([(-3 * s, -3), (4.6 * s, 4), (4 * s, 18), (0, 30), (-3.6 * s, 16)]),
                    black,
                    SIDE,
                    e=0.05 if s > 0 else -0.05,
                    rim=0.6,
                )
        with b.placed(1 + 1.4 * look(b), -68):
            b.fill(smooth([(-10, 6), (-9.6, -6), (0, -12), (9.6, -6), (10, 6), (0, 11)]), black, BALL, rim=0.6)
            b.fill(smooth([(-8.8, 5), (-6, 1), (-9, 9)]), "#f0b84a", SIDE)
            _beak(b, 6, 1, 12, 4.6, "#e0932e", hook=0.6)
            b.fill(smooth([(-6, 9), (-2, 2.6), (4, 4), (8, 8), (0, 13)]), "#f2c25a", SIDE)
            eye(b, 3.4, -2.2, 1.9, "#5a3a22", black, inner=1)


def chicken(b: Brush) -> None:
    coat = b.pick("#f0e6d6", "#b9622e", "#3f3a40", "#d9a55a")
    p = phase(b)
    peck = max(0.0, sin(0.9 * b.t + b.seed % 5) - 0.8) / 0.2 if b.pose is None else 0.0
    bob = 1.4 * sin(4 * 3.14159 * p) if walking(b) else 0.4 * breath(b)
    b.contact(26, 1.2)
    _bird_legs(b, 10, -1, "#d9a03a", 1.3, 3.0, 4.4)
    tailf = "#2f5a50" if b.seed % 4 == 1 else coat
    for i, (x, y) in enumerate(((-29.0, -27.0), (-30.0, -33.0), (-28.0, -39.0), (-23.0, -43.0), (-17.0, -44.0))):
        ruffle = 0.7 * sin(1.8 * b.t + i)
        feather = limb([(-10, -17), (-17 - 0.4 * i, -24 - 2.4 * i), (x, y + ruffle)], [8.5, 6.4, 2.2])
        b.fill(feather, tailf, SIDE, e=0.09 * i - 0.2, rim=0.2)
    body = smooth([(-17, -21), (-10, -22 - 0.3 * bob), (2, -25), (12, -28), (16, -20), (12, -11), (2, -7), (-10, -9)])
    b.fill(body, coat, BALL, rim=0.8)
    b.fill(smooth([(2, -20), (-6, -21 - 0.3 * bob), (-16, -15), (-8, -11), (1, -12)]), coat, SIDE, e=-0.08, rim=0.3)
    for i in range(3):
        b.line(f"M{-2 - 4 * i} {-19 + i} Q{-5 - 4 * i} -14 {-8 - 3.4 * i} -13", DARK, 0.4, e=0.4, alpha=0.5)
    hx, hy = 14 + bob + 5 * peck, -36 + 13 * peck
    b.fill(limb([(10, -22), (13 + 2 * peck, -29 + 6 * peck), (hx, hy)], [13, 9, 7.4]), coat, SIDE)
    with b.placed(hx, hy, turn=40 * peck):
        for x, y in ((-2.4, -5.4), (0.4, -6.6), (3, -5.8)):
            b.fill(oval(x, y, 2.0, 2.3), "#c9302c", BALL)
        _beak(b, 4, 0.6, 5, 2.6, "#e0a83a")
        b.fill(oval(0.4, -0.4, 5, 4.8), coat, BALL, rim=0.4)
        wobble = 0.5 * sin(3 * b.t)
        b.fill(oval(3.6 + wobble, 4.6, 1.5, 2.5), "#c9302c", BALL)
        b.fill(oval(2.2, -0.6, 2.3, 2.0), "#d9584a", BALL, alpha=0.7)
        eye(b, 2.0, -1.0, 1.1, "#d98a2a", coat, inner=1)


THINGS = {
    "gull": Thing(gull, moving=True),
    "bird": Thing(bird, moving=True),
    "owl": Thing(owl, moving=True),
    "penguin": Thing(penguin, moving=True),
    "chicken": Thing(chicken, moving=True),
}
