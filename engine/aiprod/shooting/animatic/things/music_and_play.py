# SPDX-License-Identifier: Apache-2.0
"""Instruments, toys, treasure that one plays with. Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import box, limb, outline, oval, ring, smooth
from aiprod.shooting.animatic.things.thing import Thing


def guitar(b: Brush) -> None:
    wood = b.pick("#c8823c", "#a8512e", "#d8a55a")
    with b.placed(0, 0, turn=0):
        b.fill("M-2.3 -86 L2.3 -86 L2.8 -44 L-2.8 -44 Z", "#4a2c1a", ROUND)
        b.fill("M-3 -86 L-3.8 -99 Q0 -101 3.8 -99 L3 -86 Z", "#5b3520", SIDE, rim=0.3)
        body = (
            "@ 0 -47.5 8 -49 13 -42 11.6 -33.5 11 -28 16 -20 18 -10 12.5 -1.4 0 0 -12.5 -1.4 -18 -10 -16 -20 -11 -28 "
            "-11.6 -33.5 -13 -42 -8 -49"
        )
        b.fill(body, "#5b321a", SIDE, e=-0.1)
        with b.placed(0, -0.9, sx=0.95, sy=0.965):
            b.fill(body, wood, SIDE, rim=0.5)
            if b.fine:
                b.grain(body, "#7a4519", 12, 0.22, upright=True)
        b.fill(oval(0, -27, 5.6), "#2a1810", FLAT, e=-0.25)
        b.line(oval(0, -27, 6.5), "#efd9a8", 0.6, e=0.7)
        b.fill(box(-7, -12.4, 7, -9.6, 0.8), "#3a2214", SIDE)
        b.fill("@ 6.4 -26 11 -22 12 -14 7 -17", "#3a1d12", SIDE, alpha=0.9)
        for i in range(9):
            b.line(f"M-2.6 {-84 + 4.6 * i} L2.6 {-84 + 4.6 * i}", "#cfc6b0", 0.3, e=0.7)
        for i in range(6):
            x = -1.75 + 0.7 * i
            b.line(f"M{x * 0.85} -88 L{x} -11", "#f2ecd8", 0.16, e=0.9, alpha=0.85)
        for i in range(3):
            for s in (-1, 1):
                b.fill(oval(s * 4.7, -90 - 3.4 * i, 1.2, 0.9), "#e6e0d0", BALL)
        b.shine("~ -10.4 -20 -13.6 -13 -10.6 -6" if b.side < 0 else "~ 10.4 -8 12.6 -5.6 8 -2.6", 0.35, 0.9)


def violin(b: Brush) -> None:
    wood = b.main("#a8521f")
    with b.placed(0, 0):
        b.line("M14 -58 L8.4 -2", "#5b321a", 0.7, e=0.6)
        b.line("M15.2 -58 L9.6 -2.4", "#efe6d0", 0.3, e=0.9)
        b.fill("M-1.2 -54 L1.2 -54 L1.5 -24 L-1.5 -24 Z", "#1f1512", ROUND)
        b.fill("@ 0 -60 1.8 -59 1.9 -57 1.3 -54 -1.3 -54 -1.9 -57 -1.8 -59", wood, SIDE, rim=0.2)
        body = (
            "@ 0 -34.6 5.6 -35 8.4 -30 7.6 -26 5.2 -23 5 -19.4 6.6 -16 9.8 -11 9.6 -4.6 5.4 -0.6 0 0 -5.4 -0.6 -9.6 "
            "-4.6 -9.8 -11 -6.6 -16 -5 -19.4 -5.2 -23 -7.6 -26 -8.4 -30 -5.6 -35"
        )
        b.fill(body, wood, SIDE, rim=0.4)
        b.line(body, "#4a200c", 0.5, e=0.4)
        for s in (-1, 1):
            b.line(f"~ {s * 3.1} -22 {s * 3.9} -20.4 {s * 3.3} -18 {s * 4.1} -15.6 {s * 4.9} -17", "#1f0f08", 0.5, e=0.2)
        b.fill(
            "M-1.2 -24 L1.2 -24 L1.7 -12 L-1.7 -12 Z" if not b.fine else "M-1.4 -30 L1.4 -30 L1.7 -20 L-1.7 -20 Z",
            "#1f1512",
            ROUND,
        )
        b.fill("M-2.6 -16.4 L2.6 -16.4 L2 -18.2 L-2 -18.2 Z", "#e0b878", SIDE)
        b.fill("M-1.9 -10.6 L1.9 -10.6 L1 -1.6 L-1 -1.6 Z", "#1f1512", SIDE)
        for i in range(4):
            b.line(f"M{-0.9 + 0.6 * i} -53 L{-1.2 + 0.8 * i} -10", "#efe9d8", 0.12, e=0.9)
        for i, s in enumerate((-1, 1, -1, 1)):
            b.fill(oval(s * 2.7, -55 - 0.9 * i, 1.0, 0.5), "#2a1810", BALL)
        b.shine("~ 5.4 -32 6.8 -30 6.2 -27.4" if b.side >= 0 else "~ -5.4 -32 -6.8 -30 -6.2 -27.4", 0.5, 0.6)


def piano(b: Brush) -> None:
    lacquer = b.pick("#4a2a1e", "#26242b")
    b.contact(150, 4)
    for s in (-1, 1):
        b.fill(box(s * 64 - 4, -60, s * 64 + 4, -2), lacquer, ROUND, e=-0.05)
    body = box(-72, -120, 72, -6, 1.5)
    b.fill(body, lacquer, SIDE, rim=0.8)
    b.fill(box(-75, -121.4, 75, -115, 1), lacquer, SIDE, e=0.14, rim=0.5)
    b.fill(box(-64, -111, 64, -80, 1), lacquer, SIDE, e=-0.12)
    b.fill(box(-22, -110, 22, -82, 1), lacquer, SIDE, e=0.06)
    b.fill("M-18 -84 L-17 -107 L-1 -104 L0 -83 Z M18 -84 L17 -107 L1 -104 L0 -83 Z", "#efe6d0", SIDE)
    for row in range(4):
        for s in (-1, 1):
            b.line(f"M{s * 4} {-100 + 4.4 * row} L{s * 14.4} {-102.4 + 4.6 * row}", "#6b6474", 0.5, e=0.3)
    b.fill(box(-70, -77.6, 70, -68, 0.5), "#f2ecdc", TOP, e=0.08)
    for i in range(1, 36):
        b.line(f"M{-70 + 4 * i} -77 L{-70 + 4 * i} -68", "#8a8478", 0.25, e=0.4, butt=True)
    for i in range(35):
        if i % 7 not in (2, 6):
            b.fill(box(-67.2 + 4 * i, -77.6, -64.8 + 4 * i, -72), "#17161a", FLAT, e=-0.1)
    b.fill(box(-74, -68.4, 74, -62, 1.4), lacquer, SIDE, e=0.12, rim=0.4)
    b.shade(box(-70, -62, 70, -57), 0.35)
    for s in (-1, 1):
        b.fill(box(s * 73 - 3, -82, s * 73 + 3, -61, 1), lacquer, ROUND, e=0.1)
        b.fill(box(s * 64 - 6, -4, s * 64 + 6, 0, 1), lacquer, SIDE)
        b.line(f"~ {s * 42} -96 {s * 46} -101 {s * 50} -99", "#d3a24a", 1.0, e=0.8)
        b.fill(box(s * 50 - 1.4, -104, s * 50 + 1.4, -99, 0.3), "#f2ead2", ROUND)
    for x in (-6, 0, 6):
        b.fill(box(x - 1.4, -7, x + 1.4, -3, 0.8), "#d3a24a", SIDE)


def drum(b: Brush) -> None:
    shell = b.pick("#b8322e", "#2f5d86", "#3f7a4a")
    b.contact(52, 2)
    wall = "M-23 -42 L-23 -4 Q0 4.5 23 -4 L23 -42 Z"
    b.fill(wall, shell, ROUND, rim=0.5)
    for i in range(6):
        a, c = -21 + 8.4 * i, -16.8 + 8.4 * i
        b.line(f"M{a} -39 L{min(c, 22)} -7 M{min(c, 22)} -7 L{min(a + 8.4, 22)} -39", "#efe3c6", 0.7, e=0.8)
    b.fill("M-23.6 -43 Q0 -35 23.6 -43 L23.6 -38.4 Q0 -30.4 -23.6 -38.4 Z", "#d3a24a", ROUND, rim=0.3)
    b.fill("M-23.6 -8 Q0 0 23.6 -8 L23.6 -3.6 Q0 4.6 -23.6 -3.6 Z", "#d3a24a", ROUND)
    b.fill(oval(0, -43, 23.6, 4.4), "#f0e4c8", SIDE, e=0.1)
    b.line(oval(0, -43, 22.4, 3.8), "#b79a62", 0.5, e=0.5)
    b.line("M-9 -44 L12 -50", "#c8935a", 1.3, e=0.7)
    b.line("M-2 -42.6 L19 -45.6", "#c8935a", 1.3, e=0.7)
    b.fill(oval(-9, -44, 1.6, 1.2), "#c8935a", BALL)
    b.fill(oval(-2, -42.6, 1.6, 1.2), "#c8935a", BALL)


def trumpet(b: Brush) -> None:
    brass = b.main("#dba63c")
    b.contact(40, 1)
    with b.placed(0, -17):
        b.line(box(-17, -2, 12, 12, 6.6), brass, 2.1, e=0.55)
        b.line(box(-17, -2.5, 12, 11.5, 6.4), brass, 0.6, e=1.0, alpha=0.8)
        b.fill("M-24 -4.4 Q8 -4 17 -8.4 Q22 -11.4 24.4 -16.4 L24.4 12 Q22 6 17 2.4 Q8 -1 -24 -1.2 Z", brass, TOP, rim=0.5)
        b.fill(oval(24.4, -2.2, 2.6, 14.2), "#8a5f1a", SIDE)
        b.line(oval(24.4, -2.2, 2.6, 14.2), brass, 0.8, e=0.95)
        b.fill("M-25 -5.4 L-22 -4.2 L-22 -1.4 L-25 -0.2 Z", brass, TOP)
        for i in range(3):
            x = -6 + 5.4 * i
            b.metal(box(x - 2.1, -6, x + 2.1, 14, 0.8), brass)
            b.fill(box(x - 0.6, -10.4, x + 0.6, -6), "#e9e2c8", ROUND)
            b.fill(oval(x, -10.6, 1.7, 0.7), "#f2ead6", BALL)
        b.shine("M-20 -3.6 Q8 -3.2 16.4 -6.6", 0.6, 0.6)


def balloon(b: Brush) -> None:
    skin = b.pick("#d3362e", "#d3362e", "#2f7fb8", "#e6a82e")
    sway = 2.4 * b.wave(4.2)
    string = [(0.0, 0.0), (sway * 0.6 + 2, -22.0), (sway * 0.5 - 2, -46.0), (sway, -72.0)]
    b.line(smooth(string, closed=False), "#e9e2d2", 0.5, e=0.7)
    with b.placed(sway, -72, turn=sway * 0.8):
        b.fill("M-2.2 0 L0 -3.4 L2.2 0 Q0 1 -2.2 0 Z", skin, SIDE)
        body = "M0 -2.6 C-8 -6 -19 -17 -19 -29.5 C-19 -40.5 -10.6 -48 0 -48 C10.6 -48 19 -40.5 19 -29.5 C19 -17 8 -6 0 -2.6 Z"
        b.fill(body, skin, BALL, rim=1.0)
        lit = 1 if b.side >= 0 else -1
        b.shine(f"@ {8 * lit} -42 {12.6 * lit} -37.6 {13.6 * lit} -31 {11 * lit} -33.6 {8 * lit} -38", 0.6)
        b.shine(f"~ {-15.6 * lit} -27 {-13.8 * lit} -19 {-9 * lit} -11.6", 0.22, 0.9)


def kite(b: Brush) -> None:
    cloth = b.pick("#d8452e", "#2f7fa8", "#e0a52c")
    other = "#f0d9a0"
    tilt = 6 * b.wave(3.4)
    tail = [(2.0 * sin(3.2 * b.t - 0.8 * i + b.seed % 5) * (0.4 + 0.5 * i), 0.0 - 4.2 * (8 - i)) for i in range(9)]
    b.line(smooth(tail, closed=False), "#e9e2d2", 0.45, e=0.7)
    for i in (2, 4, 6):
        x, y = tail[i]
        b.fill(f"M{x:.2f} {y:.2f} l-3 -1.8 l0 3.6 Z M{x:.2f} {y:.2f} l3 -1.8 l0 3.6 Z", cloth if i % 4 else "#3f8f8a", SIDE)
    with b.placed(0, -33.6, turn=tilt):
        b.fill("M0 -56 L0 -36 L-21 -36 Z", cloth, SIDE, e=0.1)
        b.fill("M0 -56 L21 -36 L0 -36 Z", other, SIDE, e=0.0)
        b.fill("M-21 -36 L0 -36 L0 0 Z", other, SIDE, e=0.0)
        b.fill("M21 -36 L0 -36 L0 0 Z", cloth, SIDE, e=-0.15)
        b.line("M0 -56 L0 0 M-21 -36 L21 -36", "#7a5a34", 0.8, e=0.5)
        b.rim(outline("M0 -56 L21 -36 L0 0 L-21 -36 Z"), 0.8)


def ball(b: Brush) -> None:
    first = b.main("#d8452e")
    b.contact(24, 1.4)
    body = oval(0, -12, 12)
    b.fill(body, "#f0e6d0", BALL)
    turn = 57.3 * b.roll / 0.12
    with b.within(body), b.placed(0, -12, turn=turn):
        for i, hue in enumerate((first, "#2f7fa8", "#e6b13a")):
            a = 2 * pi * i / 3 - 0.6
            c = a + 1.05
            mid = (a + c) / 2
            b.fill(
                (
                    f"M{2.2 * cos(mid):.3f} {-2 + 2.2 * sin(mid):.3f} Q{9 * cos(a):.3f} {9 * sin(a) - 2:.3f} {14 * cos(a):.3f} "
                    f"{14 * sin(a):.3f} L{16 * cos(mid):.3f} {16 * sin(mid):.3f} L{14 * cos(c):.3f} {14 * sin(c):.3f} "
                    f"Q{8 * cos(c):.3f} {8 * sin(c) - 2:.3f} {2.2 * cos(mid):.3f} {-2 + 2.2 * sin(mid):.3f} Z"
                ),
                hue,
                FLAT,
                e=0.05,
            )
        b.fill(oval(0, -2, 2), first, FLAT)
    b.crescent(body, "#2a2438", 5 * b.side, -3.6, e=0.05, alpha=0.38)
    b.rim(body, 0.6)
    b.shine(
        f"@ {5 * (1 if b.side >= 0 else -1)} -19 {7.4 * (1 if b.side >= 0 else -1)} -17 {5.6 * (1 if b.side >= 0 else -1)} -16",
        0.6,
    )


def toy(b: Brush) -> None:
    """A tin robot with a wind-up key, or a teddy bear, by the seed."""
    if b.seed % 3 == 2:
        _teddy(b)
    else:
        _robot(b)


def _robot(b: Brush) -> None:
    tin = b.pick("#c9473a", "#4f8a9a", "#c9473a", "#d3a24a")
    grey = "#9aa3ad"
    b.contact(22, 1)
    for s in (-1, 1):
        b.metal(box(s * 3.6 - 1.6, -7, s * 3.6 + 1.6, -2), grey)
        b.fill(f"M{s * 3.8 - 3} 0 L{s * 3.8 - 3} -1.4 Q{s * 3.8} -4 {s * 3.8 + 3} -1.4 L{s * 3.8 + 3} 0 Z", tin, SIDE, rim=0.15)
        b.line(f"~ {s * 6.4} -15 {s * 9.2} -12.6 {s * 9.4} -9", grey, 1.8, e=0.6)
        b.line(
            f"M{s * 9.4 - 1.3} -6.2 L{s * 9.4 - 1.3} -8.4 Q{s * 9.4} -9.8 {s * 9.4 + 1.3} -8.4 L{s * 9.4 + 1.3} -6.2",
            tin,
            0.9,
            e=0.6,
        )
    b.fill(box(-6.6, -17, 6.6, -6.2, 1), tin, SIDE, rim=0.3)
    b.fill(box(-4.6, -15.4, 4.6, -9.6, 0.5), "#efe3c6", SIDE)
    b.fill(oval(-1.8, -12.6, 1.7), "#2c3440", FLAT)
    b.line("M-1.8 -12.6 L-0.9 -13.7", "#e8593c", 0.3, e=0.9)
    for i, hue in enumerate(("#e8593c", "#f2a541", "#5fa87a")):
        b.fill(oval(2.7, -14.2 + 1.6 * i, 0.55), hue, BALL, e=0.2)
    for x in (-5.6, -3.4, -1.2, 1.2, 3.4, 5.6):
        b.fill(oval(x, -7.6, 0.35), "#f2e6c6", BALL)
    b.metal(box(-2, -19, 2, -17), grey)
    b.fill(box(-5.4, -26.6, 5.4, -18.6, 1.4), grey, SIDE, rim=0.3, e=0.06)
    b.fill(box(-4.4, -25.4, 4.4, -21.4, 1.6), "#22303c", FLAT, e=-0.2)
    for s in (-1, 1):
        b.light(oval(s * 2.1, -23.4, 1.25), "#ffd36b")
        b.light(oval(s * 2.1 + 0.3, -23.8, 0.45), "#fff6da")
        b.fill(box(s * 5.9 - 0.6, -24, s * 5.9 + 0.6, -21.4, 0.3), tin, ROUND)
    b.line("M-2.6 -20.1 L2.6 -20.1 M-1.3 -20.6 L-1.3 -19.6 M0 -20.6 L0 -19.6 M1.3 -20.6 L1.3 -19.6", "#2c3440", 0.22, e=0.3)
    b.line("M0 -26.6 L0 -29", grey, 0.5, e=0.6)
    b.light(oval(0, -29.2, 0.8), "#ff6a4a")
    b.line(ring(8.2, -16.6, 1.1, 0.6), "#d3a24a", 0.4, e=0.8)
    b.line("M6.6 -15.6 L7.4 -16.2", "#d3a24a", 0.5, e=0.7)


def _teddy(b: Brush) -> None:
    fur = b.main("#b07a45")
    b.contact(22, 1)
    for s in (-1, 1):
        b.fill(limb([(s * 4, -13.6), (s * 8.6, -9)], [4.6, 5]), fur, BALL)
        b.fill(oval(s * 4.4, -24.6, 2.6), fur, BALL)
        b.fill(oval(s * 4.4, -24.6, 1.5), "#d9b07a", FLAT)
    b.fill(oval(0, -9, 7, 8), fur, BALL, rim=0.3)
    b.fill(oval(0, -8.4, 4.2, 5), "#cfa068", BALL)
    for s in (-1, 1):
        b.fill(oval(s * 6.2, -3.2, 4, 3.2), fur, BALL, e=0.04)
        b.fill(oval(s * 6.8, -3, 2.2, 1.9), "#d9b07a", FLAT)
    b.fill(oval(0, -20.4, 6.8, 6), fur, BALL, rim=0.3)
    b.fill(oval(0, -18.6, 3.2, 2.4), "#d9b07a", BALL, e=0.1)
    b.fill("@ -1.2 -20 0 -20.4 1.2 -20 0 -18.8", "#2a1c16", FLAT)
    b.line("~ -1.3 -17.4 0 -17 1.3 -17.4", "#2a1c16", 0.3, e=0.3)
    for s in (-1, 1):
        b.fill(oval(s * 2.7, -21.6, 0.8), "#1c1412", FLAT, e=-0.2)
        b.shine(oval(s * 2.7 + 0.25, -21.9, 0.25), 0.9)
    b.fill("M0 -14.4 L-4 -16.2 L-4 -12.6 Z M0 -14.4 L4 -16.2 L4 -12.6 Z", "#c2382e", SIDE)
    b.fill(oval(0, -14.4, 1), "#c2382e", BALL)


def sword(b: Brush) -> None:
    b.metal("M-2.6 -24 L-2.1 -92 L0 -100 L2.1 -92 L2.6 -24 Z", "#c3ccd4")
    b.shade("M-0.35 -26 L-0.3 -86 L0.3 -86 L0.35 -26 Z", 0.3)
    b.fill(
        "M-2.6 -24 L-2.1 -92 L0 -100 L0 -24 Z" if b.side > 0 else "M2.6 -24 L2.1 -92 L0 -100 L0 -24 Z",
        "#77818c",
        FLAT,
        alpha=0.45,
    )
    b.fill("M-12 -24.6 Q0 -22.6 12 -24.6 Q13.6 -23 12 -21.4 Q0 -19.6 -12 -21.4 Q-13.6 -23 -12 -24.6 Z", "#d3a24a", TOP, rim=0.4)
    b.fill(box(-1.7, -21, 1.7, -4.6, 1), b.main("#6e2f2a"), ROUND)
    for i in range(5):
        b.line(f"M-1.7 {-19 + 3 * i} L1.7 {-17.8 + 3 * i}", "#d3a24a", 0.5, e=0.7)
    b.fill(oval(0, -2.7, 2.7), "#d3a24a", BALL, rim=0.3)
    b.fill(oval(0, -2.7, 1.2), "#b3262e", BALL, e=0.2)
    b.fill("M0 -25.4 L1.8 -23 L0 -20.6 L-1.8 -23 Z", "#2f7fa8", SIDE, e=0.2)
    b.shine("M-1 -40 L-0.7 -84" if b.side < 0 else "M1 -40 L0.7 -84", 0.7, 0.35)


THINGS = {
    "guitar": Thing(guitar, glint=(11.4, -36, 3)),
    "violin": Thing(violin, glint=(6.4, -30, 2)),
    "piano": Thing(piano),
    "drum": Thing(drum, glint=(-17, -40, 2)),
    "trumpet": Thing(trumpet, glint=(20, -26, 1.7)),
    "balloon": Thing(balloon, moving=True),
    "kite": Thing(kite, moving=True),
    "ball": Thing(ball),
    "toy": Thing(toy),
    "sword": Thing(sword, glint=(0.6, -84, 3)),
}
