# SPDX-License-Identifier: Apache-2.0
"""The butterfly and the dragon. Units: centimetres."""

from __future__ import annotations

from math import pi, sin

from aiprod.shooting.animatic.things.animals.rig import DARK, Leg, breath, eye, four_legs, look, mouth
from aiprod.shooting.animatic.things.brushes import FLAT, SIDE, Brush
from aiprod.shooting.animatic.things.flames import tongue
from aiprod.shooting.animatic.things.shapes import Point, limb, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


def butterfly(b: Brush) -> None:
    hue = b.pick("#e0822a", "#3f8fc0", "#e6c23a", "#c9506a")
    dart = b.pose is None or b.speed > 0.05
    beat = abs(sin((9 if dart else 3) * b.t + b.seed % 6))
    x, y = (0.9 * b.wave(2.3), -4.8 + 0.8 * b.wave(1.7)) if dart else (0.0, -4.6)
    with b.placed(x, y, turn=12 * b.wave(3.1)):
        fold = 0.28 + 0.72 * beat
        for s in (-1, 1):
            with b.placed(0, 0, sx=s * fold, sy=1):
                for wing, e in (
                    ("@ 0 0.4 2.4 0.6 4.3 2.2 3.8 4.4 1.8 4.2 0.4 1.8", -0.08),
                    ("@ 0 -0.4 1.6 -3.4 4.4 -4.8 5.4 -3.2 4.6 -0.8 2 0.6 0 0.4", 0.06),
                ):
                    b.fill(wing, DARK, SIDE, e=0.05)
                    with b.placed(0.18, 0.0, sx=0.84, sy=0.84):
                        b.fill(wing, hue, SIDE, e=e + 0.1)
                for px, py, r in ((4.3, -3.5, 0.42), (3.2, 3.2, 0.4)):
                    b.fill(oval(px, py, r), "#f6ecd2", FLAT, e=0.2)
                for k in (0.5, 1.2, 1.9):
                    b.line(f"M0.2 -0.2 L{2.0 + k} {-3.6 + k}", DARK, 0.1, e=0.4, alpha=0.6)
        b.fill(limb([(0, -1.8), (0, 0.2), (0, 2.8)], [0.8, 0.9, 0.3]), DARK, SIDE, e=0.1)
        b.fill(oval(0, -2.2, 0.6), DARK, SIDE, e=0.15)
        for s in (-1, 1):
            b.line(f"M0 -2.5 Q{s * 0.6} -4 {s * 1.5} -4.6", DARK, 0.12, e=0.4)
            b.fill(oval(s * 1.5, -4.6, 0.16), DARK, FLAT)
            b.shine(oval(s * 0.26, -2.35, 0.13), 0.9)


def dragon(b: Brush) -> None:
    scale = b.pick("#3f7f5f", "#a8402f", "#4a5f8f")
    belly = "#e0c078"
    flight = b.speed > 4
    up = sin(2 * pi * 0.9 * b.t) if flight else 0.35 + 0.12 * b.wave(4.0)
    air = 3 * breath(b)
    if not flight:
        b.contact(380, 9)
    with b.placed(0, -60 - 16 * up if flight else 0.0):
        _dragon_wing(b, -20, -218, up, scale, -0.2)
        _dragon_tail(b, scale, belly)
        hind = Leg((-78, -118), 57, 56, (78, 40, 30), -1.0, 44)
        fore = Leg((66, -118), 56, 55, (58, 36, 28), 1.0, 42)
        if not flight:
            four_legs(b, hind, fore, 60, scale, near=False)
        _dragon_body(b, scale, belly, air)
        if flight:
            for x in (-76, 60):
                b.fill(limb([(x, -124), (x - 26, -92), (x - 56, -84)], [60, 34, 18]), scale, SIDE, rim=3)
        else:
            four_legs(b, hind, fore, 60, scale, near=True)
        _dragon_head(b, scale, belly, air)
        _dragon_wing(b, 0, -214, up, scale, 0.04)


def _dragon_tail(b: Brush, scale: str, belly: str) -> None:
    points: list[Point] = [(-90, -150), (-150, -110), (-215, -70), (-262, -76), (-296, -112)]
    moved = [(x, y + 9 * (i / 4) * sin(1.2 * b.t - 0.7 * i + b.seed % 5)) for i, (x, y) in enumerate(points)]
    b.fill(limb(moved, [110, 74, 44, 26, 10]), scale, SIDE, rim=4)
    x, y = moved[-1]
    b.fill(
        smooth([(x + 4, y + 6), (x - 26, y + 2), (x - 34, y - 36), (x - 4, y - 28), (x + 22, y - 32), (x + 10, y - 2)]),
        belly,
        SIDE,
    )
    for i in range(1, 4):
        px, py = moved[i]
        b.fill(
            f"M{px - 12} {py - 16 + 4 * i:.3f} L{px - 8} {py - 50 + 9 * i:.3f} L{px + 14} {py - 22 + 4 * i:.3f} Z", belly, SIDE
        )


def _dragon_body(b: Brush, scale: str, belly: str, air: float) -> None:
    for i in range(6):
        x = -104 + 34 * i
        y = -196 - 26 * sin(pi * (i + 0.8) / 6.6)
        b.fill(f"M{x - 14} {y + 12:.3f} L{x - 6} {y - 24:.3f} L{x + 16} {y + 8:.3f} Z", belly, SIDE)
    b.fill(limb([(56, -170), (112, -214), (138, -278), (150, -318 + air)], [104, 76, 58, 50]), scale, SIDE, rim=5)
    body = smooth(
        [
            (-128, -150),
            (-96, -206),
            (-20, -232 - air),
            (60, -222 - air),
            (108, -176),
            (96, -116),
            (30, -86),
            (-60, -88),
            (-116, -108),
        ]
    )
    b.fill(body, scale, SIDE, rim=6)
    front = smooth(
        [
            (158, -300),
            (160, -250),
            (136, -200),
            (112, -140),
            (70, -100),
            (20, -86),
            (60, -120),
            (96, -170),
            (118, -230),
            (136, -290),
        ]
    )
    b.fill(front, belly, SIDE)
    with b.within(front):
        for i in range(10):
            y = -296 + 22 * i
            b.line(f"M40 {y + 26} Q110 {y + 24} 170 {y}", "#8a6a2a", 3, e=0.45, alpha=0.6)
    if b.fine:
        with b.within(body):
            for i in range(22):
                x, y = -104 + 40 * (i % 5) + 20 * ((i // 5) % 2), -200 + 22 * (i // 5)
                b.line(f"M{x - 12} {y} Q{x} {y + 15} {x + 12} {y}", DARK, 2.2, e=0.45, alpha=0.35)


def _dragon_head(b: Brush, scale: str, belly: str, air: float) -> None:
    nod = 5 * sin(0.6 * b.t + b.seed % 4)
    with b.placed(150, -330 + air, turn=nod - 5 + 6 * (look(b) - 0.35)):
        for k, e in ((-10, -0.1), (0, 0.08)):
            b.fill(smooth([(-8 + k, -18), (-44 + k, -44), (-66 + k, -50), (-52 + k, -34), (-20 + k, -4)]), "#e6dcc0", SIDE, e=e)
        b.fill(smooth([(-26, 2), (-52, 14), (-62, 10), (-44, 26), (-20, 22)]), scale, SIDE, e=0.1)
        jaw = 6 + 22 * mouth(b)
        with b.placed(6, 14, turn=jaw):
            b.fill(smooth([(-14, -6), (40, -4), (88, 0), (92, 8), (60, 16), (0, 18)]), scale, SIDE, e=-0.12)
            for i in range(4):
                b.fill(f"M{36 + 14 * i} -2 L{40 + 14 * i} -11 L{44 + 14 * i} -2 Z", "#f4ecd8", SIDE)
        if mouth(b) > 0.55:
            with b.placed(100, 16, turn=96):
                tongue(b, 0, 0, 26, 90 * mouth(b), 0.5)
        head = smooth(
            [(-30, 6), (-22, -22), (14, -32), (46, -18), (86, -16), (104, -4), (100, 10), (60, 14), (20, 20), (-18, 22)]
        )
        b.fill(head, scale, SIDE, rim=4)
        b.fill(smooth([(8, -28), (26, -36), (46, -24), (36, -18)]), scale, SIDE, e=0.12)
        b.fill(oval(92, -6, 3.6, 2.6), DARK, FLAT)
        b.puff(104, -20 + 3 * b.wave(3), 12, 9, 0.22)
        eye(b, 27, -10, 9.5, "#f0b92e", scale, slit=True, inner=1)


def _dragon_wing(b: Brush, x: float, y: float, up: float, scale: str, e: float) -> None:
    """A bat's wing; `up` −1…1."""
    reach = 130
    wrist = (x - 20, y - reach * (0.35 + 0.55 * up))
    fingers = [
        (x - 250, y - reach * (0.1 + 1.0 * up)),
        (x - 214, y + 20 - 60 * up),
        (x - 146, y + 52 - 30 * up),
        (x - 70, y + 46),
    ]
    web = f"M{x:.3f} {y:.3f} L{wrist[0]:.3f} {wrist[1]:.3f} "
    previous = wrist
    for fx, fy in fingers:
        mx, my = (previous[0] + fx) / 2, (previous[1] + fy) / 2
        inx, iny = (mx * 0.8 + wrist[0] * 0.2, my * 0.8 + wrist[1] * 0.2) if previous is not wrist else (mx, my - 26)
        web += f"Q{inx:.3f} {iny:.3f} {fx:.3f} {fy:.3f} "
        previous = (fx, fy)
    web += f"Q{x - 30:.3f} {y + 30:.3f} {x:.3f} {y:.3f} Z"
    b.fill(web, "#c98a4a" if scale != "#a8402f" else "#d9a05a", SIDE, e=e - 0.04, rim=4 if e > 0 else 0)
    for fx, fy in fingers[:3]:
        b.line(
            f"M{wrist[0]:.3f} {wrist[1]:.3f} Q{(wrist[0] + fx) / 2:.3f} {(wrist[1] + fy) / 2 - 20:.3f} {fx:.3f} {fy:.3f}",
            scale,
            8,
            e=0.55 + e,
        )
    b.fill(limb([(x, y), ((x + wrist[0]) / 2 + 26, (y + wrist[1]) / 2), wrist], [34, 24, 14]), scale, SIDE, e=e, rim=2)
    b.fill(
        f"M{wrist[0] - 8:.3f} {wrist[1]:.3f} L{wrist[0] + 6:.3f} {wrist[1] - 28:.3f} L{wrist[0] + 10:.3f} {wrist[1] + 4:.3f} Z",
        "#e6dcc0",
        SIDE,
    )


THINGS = {
    "butterfly": Thing(butterfly, moving=True),
    "dragon": Thing(dragon, moving=True),
}
