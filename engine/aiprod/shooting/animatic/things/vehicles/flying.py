# SPDX-License-Identifier: Apache-2.0
"""Vehicles in the air and in space. Units: decimetres."""

from __future__ import annotations

from math import sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.flames import tongue
from aiprod.shooting.animatic.things.shapes import box, outline, oval
from aiprod.shooting.animatic.things.thing import DM, Thing


def plane(b: Brush) -> None:
    paint = b.pick("#e9e4da", "#d9b23c", "#c9483a")
    accent = "#c9382c" if paint != "#c9483a" else "#efe6d4"
    b.fill("M-60 -22 L-74 -49 L-62 -50 L-44 -25 Z", accent, SIDE, rim=0.4)
    b.fill("M-64 -23 L-80 -27 L-66 -27.6 L-48 -24 Z", paint, TOP, e=-0.1)
    b.fill("M-2 -20 L-24 -35 L-14 -35 L14 -22 Z", paint, TOP, e=-0.2)
    body = "M-78 -24 Q-60 -31 -20 -33 L34 -33 Q60 -31.6 74 -23 Q80 -18.6 72 -15.4 Q50 -10 10 -10.6 Q-40 -12 -78 -22 Z"
    b.fill(body, paint, SIDE, rim=0.6)
    with b.within(outline(body)):
        b.fill("M-80 -21 Q-20 -17.6 80 -19.4 L80 -16.4 Q-20 -15 -80 -19 Z", accent, SIDE)
        b.shade("M-80 -17 Q0 -10 80 -14 L80 -6 L-80 -6 Z", 0.25)
        b.shine("M-60 -28 Q-20 -31.4 34 -31.6 L34 -30.4 Q-20 -30 -60 -27 Z", 0.35)
    for i in range(12):
        b.pane(box(-36 + 7 * i, -27.6, -32.4 + 7 * i, -23, 1.3), "#ffe0a0", "#3f5566")
    b.pane("M54 -29.4 Q62 -27.6 67 -23.8 L56 -23.6 Z", "#ffe0a0", "#3f5566")
    b.fill("M14 -17 L-30 -3.4 Q-34 -2.4 -36 -4.2 L-16 -18.4 Z", paint, SIDE, e=0.1, rim=0.5)
    b.fill("M-36 -4.2 L-30.6 -8 L-27 -4.4 L-32 -2.8 Z", accent, SIDE)
    b.fill("M-14 -9.6 Q-14 -13 -8 -13 L4 -12 Q6.4 -9.4 4 -7 L-8 -6.2 Q-14 -6.2 -14 -9.6 Z", "#8f959c", TOP, rim=0.2)
    b.fill(oval(4.4, -9.4, 1.3, 2.6), "#2c2e33", SIDE)
    for x in (-10, 46):
        b.line(f"M{x} -12 L{x} -3", "#6b7077", 1.0, e=0.6)
        b.fill(oval(x, -2.6, 2.6), "#26262b", BALL)
        b.fill(oval(x, -2.6, 1.1), "#aeb4ba", BALL)
    if b.lamps_on:
        b.glow(-33, -4, 8, "#ff4a3a", 0.8)
        b.glow(74, -20, 9, "#fff2c8", 0.6)


def hot_air_balloon(b: Brush) -> None:
    main = b.pick("#c9483a", "#2f7f8f", "#d9962e")
    other = "#f2e2b8"
    sway = 1.2 * b.wave(6.5)
    with b.placed(0, 0, turn=sway):
        burning = 0.5 + 0.5 * sin(0.8 * b.t + b.seed % 5)
        profile = (
            "M0 -150 C-34 -150 -57 -128 -57 -98 C-57 -72 -34 -52 -12 -32 L12 -32 C34 -52 57 -72 57 -98 C57 -128 34 -150 0 -150 Z"
        )
        b.fill(profile, main, BALL)
        with b.within(outline(profile)):
            for i, k in enumerate((-0.86, -0.5, -0.1, 0.3, 0.68)):
                a, c = k, k + 0.2
                e = 0.35 * b.side * (a + c) / 2
                b.fill(
                    (
                        f"M0 -150 C{34 * a:.2f} -150 {57 * a:.2f} -128 {57 * a:.2f} -98 "
                        f"C{57 * a:.2f} -72 {34 * a:.2f} -52 {12 * a:.2f} "
                        f"-32 L{12 * c:.2f} -32 C{34 * c:.2f} -52 {57 * c:.2f} -72 {57 * c:.2f} -98 "
                        f"C{57 * c:.2f} -128 {34 * c:.2f} -150 0 -150 Z"
                    ),
                    other if i % 2 == 0 else "#4f7f6b",
                    TOP,
                    e=e,
                )
            b.fill("M-60 -102 Q0 -84 60 -102 L60 -92 Q0 -74 -60 -92 Z", "#2f4a6b", SIDE, alpha=0.92)
            for i in range(7):
                x = -45 + 15 * i
                y = -97 + 9 * (1 - (x / 57) ** 2)
                b.fill(f"M{x} {y - 3.4} L{x + 2.6} {y} L{x} {y + 3.4} L{x - 2.6} {y} Z", other, FLAT, e=0.1)
            if b.lamps_on:
                b.glow(0, -40, 66, "#ffb84a", 0.55 + 0.3 * burning)
        b.rim(outline(profile), 2.2)
        b.shine("@ 22 -138 38 -124 42 -104 34 -116" if b.side >= 0 else "@ -22 -138 -38 -124 -42 -104 -34 -116", 0.22)
        for x in (-10, -4, 4, 10):
            b.line(f"M{x} -32 L{x * 0.72} -14", "#4a3a2c", 0.5, e=0.4)
        b.fill("M-12 -33 L12 -33 L11 -29 L-11 -29 Z", "#6b3a2c", ROUND)
        b.fill(box(-2, -21, 2, -18, 0.5), "#8f959c", ROUND)
        tongue(b, 0, -21, 3.4, 7 + 6 * burning)
        basket = "M-9 -14 L9 -14 L7.6 -0.6 Q0 1 -7.6 -0.6 Z"
        b.fill(basket, "#a9763f", ROUND, rim=0.4)
        with b.within(outline(basket)):
            for i in range(4):
                b.line(f"M-10 {-11 + 3 * i} L10 {-11 + 3 * i}", "#6b4420", 0.5, e=0.4, alpha=0.7)
            for i in range(8):
                b.line(f"M{-8 + 2.2 * i} -14 L{-7 + 2 * i} 0", "#6b4420", 0.4, e=0.4, alpha=0.5)
        b.fill(box(-9.8, -15.2, 9.8, -12.8, 1), "#7a4f28", ROUND, e=0.1)


def spaceship(b: Brush) -> None:
    hull = b.pick("#c3ccd4", "#d9c9a0", "#8fa8b8")
    accent = "#e0762e"
    hover = 1.2 * b.wave(4.0)
    with b.placed(0, hover - 4):
        thrust = 0.6 + 0.4 * b.flicker()
        b.beam((0, -12), (0, 5), 8, 26, "#7fd8ff", 0.3 * thrust)
        dome = "M-24 -34 Q-22 -56 0 -56 Q22 -56 24 -34 Z"
        b.fill(dome, "#27506b", BALL, alpha=0.9)
        with b.within(outline(dome)):
            b.glow(0, -36, 24, "#ffd68a" if b.lamps_on else "#9fe0f0", 0.5)
            b.shade("@ -8 -32 -7 -42 0 -45 7 -42 8 -32", 0.5)
            b.shade(oval(0, -46, 4), 0.5)
        b.glass(dome, "#9fd0e0", 0.25, rim=0.5)
        b.shine("@ -16 -46 -9 -52 -4 -53 -11 -47" if b.side < 0 else "@ 16 -46 9 -52 4 -53 11 -47", 0.6)
        saucer = "M-66 -26 Q-50 -36 0 -37 Q50 -36 66 -26 Q50 -14 0 -12 Q-50 -14 -66 -26 Z"
        b.fill(saucer, hull, SIDE, rim=0.8)
        b.fill("M-66 -26 Q0 -20 66 -26 Q50 -14 0 -12 Q-50 -14 -66 -26 Z", hull, SIDE, e=-0.22)
        b.fill("M-66 -26 Q0 -20 66 -26 Q0 -17 -66 -26 Z", accent, SIDE)
        b.line("M-24 -34.6 Q0 -30.6 24 -34.6", "#5a636b", 1.0, e=0.5)
        if b.fine:
            for x in (-44, -30, -14, 14, 30, 44):
                b.line(f"M{x * 0.72} {-35.6 + abs(x) * 0.05} L{x} -24.4", "#5a636b", 0.4, e=0.5, alpha=0.6)
        for i in range(9):
            x = -48 + 12 * i
            y = -18.4 - 0.0026 * x * x + 0.9
            on = (int(b.t * 4) + i) % 3 == 0
            b.light(oval(x, y, 1.7, 1.3), "#fff3b8" if on else "#e0a84a")
            if on:
                b.glow(x, y, 6, "#ffd86a", 0.6)
        b.fill("M-14 -12.4 Q0 -6 14 -12.4 Z", "#4a525a", ROUND)
        b.light(oval(0, -11.4, 8, 1.4), "#9fe8ff", 0.9)
        b.glow(0, -9, 16, "#7fd8ff", 0.5 * thrust)
        for s in (-1, 1):
            b.line(f"M{s * 30} -15 L{s * 38} 2", "#5a636b", 1.4, e=0.5)
            b.fill(oval(s * 38, 2.6, 4, 1.3), "#5a636b", BALL)
        b.line("M0 -56 L0 -62", "#5a636b", 0.7, e=0.6)
        b.light(oval(0, -62.6, 1.2), "#ff6a4a" if int(b.t * 2) % 2 else "#8a3a2a")


THINGS = {
    "plane": Thing(plane, DM),
    "hot_air_balloon": Thing(hot_air_balloon, DM, moving=True),
    "spaceship": Thing(spaceship, DM, moving=True),
}
