# SPDX-License-Identifier: Apache-2.0
"""Things that a hand picks up: bottle, letter, key, suitcase … Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

import skia

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, Brush
from aiprod.shooting.animatic.things.papers import PAPER, writing
from aiprod.shooting.animatic.things.shapes import box, joined, outline, oval, polygon, ring
from aiprod.shooting.animatic.things.thing import Thing

BRASS = "#d3a24a"


def bottle(b: Brush) -> None:
    glass = b.main("#5f9e88")
    body = (
        "M-4.6 0 C-5 0 -5.2 -0.5 -5.2 -1.2 L-5.2 -16.5 C-5.2 -19.5 -2 -20.5 -1.9 -23 "
        "L-1.9 -26.6 L1.9 -26.6 L1.9 -23 C2 -20.5 5.2 -19.5 5.2 -16.5 L5.2 -1.2 C5.2 -0.5 5 0 4.6 0 Z"
    )
    b.glass(body, glass, 0.34)
    _rolled_letter(b)
    b.fill("M-5.2 -1.6 Q0 -3.4 5.2 -1.6 L5.2 -1.2 Q5 0 4.6 0 L-4.6 0 Q-5.2 0 -5.2 -1.2 Z", glass, SIDE, e=-0.15, alpha=0.55)
    b.glass(body, glass, 0.20)
    b.fill("M-1.6 -29.6 Q-1.7 -30 -1.2 -30 L1.2 -30 Q1.7 -30 1.6 -29.6 L1.35 -25.2 L-1.35 -25.2 Z", "#b98a56", ROUND)
    b.fill(box(-2.4, -27.4, 2.4, -25.4, 0.8), glass, ROUND, alpha=0.85)
    lit = 1 if b.side >= 0 else -1
    gleam = (
        f"M{4.75 * lit} -16 C{4.85 * lit} -12 {4.8 * lit} -7 {4.6 * lit} -2.8 "
        f"L{4.05 * lit} -3.2 C{4.25 * lit} -7 {4.25 * lit} -12 {4.0 * lit} -16.8 Z"
    )
    b.shine(gleam, 0.55)
    b.shine(f"M{-4.3 * lit} -15 L{-4.3 * lit} -4", 0.22, 0.5)
    b.shine(f"M{1.1 * lit} -24.6 L{1.1 * lit} -21.6", 0.5, 0.5)
    b.line(body, glass, 0.28, e=0.25, alpha=0.8)
    if b.fine:
        for x, y, r in ((-2.8, -20.2, 0.22), (2.5, -3.6, 0.3), (-3.4, -6.5, 0.2)):
            b.shine(oval(x, y, r), 0.4)
        b.line("M-1 -29 L-0.8 -27.6 M0.5 -28.8 L0.4 -27.8", "#7a5530", 0.16, e=0.3)


def _rolled_letter(b: Brush) -> None:
    with b.placed(-0.3, -1.5, turn=3):
        b.fill("M-2.5 -16.2 L2.5 -16.2 L2.6 -0.6 Q0 0.5 -2.6 -0.6 Z", PAPER, ROUND, e=0.05)
        b.fill(oval(0, -16.2, 2.5, 0.9), PAPER, FLAT, e=-0.25)
        b.line("M-1.6 -16.2 Q-0.2 -17 1.2 -16.3 Q1.2 -15.8 0 -15.8 Q-0.7 -15.9 -0.6 -16.3", "#8a7450", 0.2, e=0.3)
        b.line("M1.1 -15.4 Q1.5 -8 1.3 0", "#8a7450", 0.16, e=0.35, alpha=0.7)
        b.fill("M-2.7 -8.9 L2.7 -8.9 L2.7 -7.5 L-2.7 -7.5 Z", "#b8322e", ROUND)
        b.fill("@ 0.3 -8.4 1.7 -9.6 2.3 -8.6 1.2 -8 2.2 -6.2 0.9 -5.4", "#b8322e", SIDE, e=0.1)


def key(b: Brush) -> None:
    metal = b.main(BRASS)
    with b.placed(0, -6, turn=0):
        bow = ring(0, -3.3, 2.55, 1.35)
        b.fill(box(-0.52, -1.4, 0.52, 5.6, 0.4), metal, ROUND)
        b.fill("M0.4 2.4 L2.5 2.4 L2.5 3.4 L1.7 3.4 L1.7 3.9 L2.8 3.9 L2.8 5.2 L0.4 5.2 Z", metal, SIDE, rim=0.1)
        b.fill(bow, metal, BALL, rim=0.16)
        b.line(oval(0, -3.3, 1.95), "#7d5a1f", 0.14, e=0.3, alpha=0.7)
        for y in (-0.9, -0.3):
            b.fill(box(-0.85, y - 0.22, 0.85, y + 0.22, 0.2), metal, ROUND, e=0.1)
        b.fill(oval(0, -5.95, 0.6, 0.4), metal, BALL)
        b.shine("~ -1.9 -4.3 -1.1 -5.2 0 -5.5", 0.7, 0.22)
        b.shine("M-0.18 0.4 L-0.18 4.8", 0.45, 0.16)
        if b.fine:
            b.line("M0.4 3.9 L1.6 3.9", "#6d4c18", 0.12, e=0.3)


def suitcase(b: Brush) -> None:
    hide = b.pick("#8a5a33", "#6e3b34", "#3f5a57", "#a2763f")
    b.contact(80, 3)
    b.line("~ -9 -44 -8 -51 0 -52.6 8 -51 9 -44", "#4b2f1c", 2.6, e=0.45)
    b.line("~ -8.6 -45 -7.4 -50.6 0 -51.8", "#a0764b", 0.7, e=0.8)
    case = box(-35, -46, 35, 0, 5)
    b.fill(case, hide, SIDE, rim=0.9)
    with b.within(case):
        b.shade("M-36 -24.5 L36 -24.5 L36 -21.8 L-36 -21.8 Z", 0.3)
        b.fill("M-36 -21.9 L36 -21.9 L36 -20.9 L-36 -20.9 Z", "#c79a62", FLAT)
        for x in (-21, 21):
            b.fill(box(x - 3, -47, x + 3, 1), "#4e3120", SIDE, e=0.05)
            b.line(f"M{x - 2.2} -47 L{x - 2.2} 1 M{x + 2.2} -47 L{x + 2.2} 1", "#c79a62", 0.3, e=0.6, alpha=0.8)
    for x, s in ((-35, 1), (35, -1)):
        for y, v in ((-46, 1), (0, -1)):
            b.fill(
                (
                    f"M{x + s * 1.2} {y + v * 9} Q{x + s * 8} {y + v * 8} {x + s * 9} {y + v * 0.6} "
                    f"L{x + s * 5} {y} Q{x} {y} {x} {y + v * 5} Z"
                ),
                "#5b3a24",
                SIDE,
            )
    for x in (-21, 21):
        b.fill(box(x - 3.8, -26.5, x + 3.8, -18.5, 0.8), BRASS, SIDE, rim=0.3)
        b.fill(box(x - 1.6, -25, x + 1.6, -20, 0.6), "#6b4a1e", FLAT)
    b.fill(box(-3.6, -25.6, 3.6, -19.4, 1.2), BRASS, SIDE, rim=0.3)
    b.fill(oval(0, -22.8, 0.8), "#4b3516", FLAT)
    if b.fine:
        with b.placed(-4, -35, turn=-7):
            b.fill(box(-7, -4.6, 7, 4.6, 0.6), "#d9cfae", SIDE)
            b.fill("M-7 4.6 L-3 -1 L0 2 L3.5 -2.6 L7 4.6 Z", "#4d7c84", FLAT)
            b.fill(oval(-3.4, -2.2, 1.3), "#d0673a", FLAT, e=0.2)
        with b.placed(9.5, -9.5, turn=9):
            b.fill(oval(0, 0, 5.4), "#b9473a", SIDE)
            b.line(oval(0, 0, 4.3), "#efe3c6", 0.5, e=0.8)
            b.fill("M0 -3 L0.9 -0.9 L3 0 L0.9 0.9 L0 3 L-0.9 0.9 L-3 0 L-0.9 -0.9 Z", "#efe3c6", FLAT, e=0.2)


def bag(b: Brush) -> None:
    cloth = b.pick("#5a6b4a", "#a34d3a", "#3f5877", "#b0803f")
    b.contact(42, 2)
    b.line("~ -6 -39 -5 -45 5 -45 6 -39", "#3e2c20", 2.0, e=0.4)
    b.fill("@ -19 -22 -21 -12 -19 -2 -14 -1 -13 -20", cloth, SIDE, e=-0.2)
    b.fill("@ 19 -22 21 -12 19 -2 14 -1 13 -20", cloth, SIDE, e=-0.2)
    body = "M-15 0 Q-18 0 -17.5 -5 L-16 -30 Q-15 -42 0 -42 Q15 -42 16 -30 L17.5 -5 Q18 0 15 0 Z"
    b.fill(body, cloth, SIDE, rim=0.7)
    b.crescent(body, cloth, 3.2 if b.side > 0 else -3.2, -2, e=0.1, alpha=0.35)
    b.fill(box(-12.5, -16, 12.5, -2.5, 2.4), cloth, SIDE, e=0.08)
    b.line("M-12.5 -13 Q0 -10.6 12.5 -13", "#2c2a24", 0.5, e=0.3)
    flap = "M-16.4 -29 Q-15 -42 0 -42 Q15 -42 16.4 -29 L14.6 -21.5 Q0 -18.4 -14.6 -21.5 Z"
    b.fill(flap, cloth, SIDE, e=0.14, rim=0.5)
    b.shade("M-14.6 -21.5 Q0 -18.4 14.6 -21.5 L14.4 -20.2 Q0 -17 -14.4 -20.2 Z", 0.3)
    for x in (-7.5, 7.5):
        b.fill(box(x - 1.5, -30, x + 1.5, -13, 0.7), "#6e4526", SIDE)
        b.fill(box(x - 2, -18.6, x + 2, -15.6, 0.5), BRASS, SIDE)
        b.fill(box(x - 1, -18, x + 1, -16.2, 0.2), "#5a3d1e", FLAT)
    if b.fine:
        b.line("M-14.2 -24 Q0 -20.8 14.2 -24", "#e8d9b0", 0.25, e=0.6, alpha=0.5)


def parcel(b: Brush) -> None:
    card = b.pick("#c08a52", "#b07a48", "#8f6a3d")
    ribbon = "#b93a32" if b.colour is None else "#f0d9a0"
    b.contact(58, 2.4)
    front, lid = box(-23, -34, 23, 0, 0.6), box(-25, -40, 25, -30.5, 0.8)
    b.fill(front, card, SIDE)
    b.shade("M-23 -31 L23 -31 L23 -27.8 L-23 -28.6 Z", 0.3)
    b.fill(lid, card, SIDE, e=0.1, rim=0.5)
    b.fill(box(-4, -40, 4, 0), ribbon, SIDE)
    b.shade("M-4 -30.5 L4 -30.5 L4 -28.4 L-4 -28.6 Z", 0.35)
    b.shine("M2.6 -39.5 L2.6 -31", 0.3, 0.5)
    b.fill("@ -1 -40 -6 -46 -13 -47.5 -14.5 -43 -9 -40", ribbon, SIDE, e=0.05)
    b.fill("@ 1 -40 6 -46 13 -47.5 14.5 -43 9 -40", ribbon, SIDE, e=0.05)
    b.shade("@ -3 -41 -7 -44.6 -11.5 -45 -11.6 -43 -7 -41.4", 0.35)
    b.shade("@ 3 -41 7 -44.6 11.5 -45 11.6 -43 7 -41.4", 0.35)
    b.fill("M-1.5 -40.5 L-10 -34 L-7 -33.6 L-6.4 -30.8 L1 -39.6 Z", ribbon, SIDE, e=-0.1)
    b.fill("M1.5 -40.5 L10 -34.4 L7 -33.6 L6.4 -31 L-1 -39.6 Z", ribbon, SIDE, e=-0.1)
    b.fill(oval(0, -41, 2.6, 2.2), ribbon, BALL, rim=0.3)
    if b.fine:
        b.fill(box(9, -22, 20, -14, 0.4), "#efe3c6", SIDE)
        writing(b, 10.2, 18.6, -18.4, 1.6, 2)


def umbrella(b: Brush) -> None:
    cloth = b.pick("#c8342e", "#2d5f8a", "#d69a2d", "#3d3550")
    b.line("M0 -84 L0 -7", "#4a3a30", 1.7, e=0.6, butt=True)
    b.line("~ 0 -8 0 -3.4 -3.4 -1 -6.8 -3.2 -7 -5.6", "#7c4a26", 2.5, e=0.6)
    points = [-54, -34, -12, 12, 34, 54]
    b.fill("M-54 -60 Q0 -84 54 -60 Q0 -66 -54 -60 Z", cloth, FLAT, e=-0.45)
    for i in range(5):
        left, right = points[i], points[i + 1]
        mid = (left + right) / 2
        top = f"M{left} -60 Q{left * 0.78} -82 0 -91 Q{right * 0.78} -82 {right} -60 Q{mid} -66.5 {left} -60 Z"
        lean = b.side * (mid / 54)
        b.fill(top, cloth, SIDE, e=0.26 * lean - (0.07 if i % 2 else 0.0), span=(-54, -92, 54, -58))
    dome = (
        "M-54 -60 Q-42 -82 0 -91 Q42 -82 54 -60 Q44 -66 34 -60 Q23 -66 12 -60 Q0 -66 -12 -60 Q-23 -66 -34 -60 Q-44 -66 -54 -60 Z"
    )
    b.rim(outline(dome), 1.2)
    for x in points[1:-1]:
        b.line(f"M{x} -60 Q{x * 0.78} -82 0 -91", "#2a1a1a", 0.4, e=0.3, alpha=0.6)
    for x in points:
        b.fill(oval(x, -59.6, 0.9), "#d9c9a8", FLAT)
    b.fill("M-1 -90 L-0.4 -95 L0.4 -95 L1 -90 Z", "#d9c9a8", SIDE)


def cup(b: Brush) -> None:
    glaze = b.pick("#e9e2d2", "#d9784a", "#4f8a8b", "#d9b44a")
    b.contact(14, 0.9)
    b.line("~ 4 -7.2 6.9 -7.3 7 -3.4 3.7 -2.4", glaze, 1.2, e=0.5)
    b.fill("M-4.7 -9 L-4.3 -2 Q-4.1 0 -2.4 0 L2.4 0 Q4.1 0 4.3 -2 L4.7 -9 Z", glaze, ROUND, rim=0.15)
    b.fill(oval(0, -9, 4.7, 1.05), glaze, FLAT, e=-0.05)
    b.fill(oval(0, -8.9, 4.1, 0.8), "#3d2114", FLAT, e=0.1)
    b.shine("M-2.8 -9.1 Q-1 -9.5 0.6 -9.3", 0.35, 0.2)
    b.fill("M-4.45 -5.4 L4.45 -5.4 L4.4 -4.4 L-4.4 -4.4 Z", "#3f5a6b" if b.colour is None else "#f4ecd8", ROUND)
    lit = 1 if b.side >= 0 else -1
    b.shine(f"M{3.3 * lit} -7.6 Q{3.3 * lit} -4 {3.0 * lit} -2", 0.5, 0.4)
    b.steam(0, -9.4, 8, 4.2, 0.34)


def kettle(b: Brush) -> None:
    enamel = b.pick("#c4452f", "#3f7a7e", "#5b6b7a", "#d3a24a")
    b.contact(30, 1.4)
    b.line("~ -8.6 -14 -9.6 -20 -4.5 -24.4 4.5 -24.4 9.6 -20 8.6 -14", "#5a5f66", 1.0, e=0.5)
    b.line("M-4.6 -24.2 L4.6 -24.2", "#5b3a24", 2.3, e=0.5)
    b.shine("M-3.6 -24.8 L3.6 -24.8", 0.3, 0.4)
    b.fill("M8 -11.5 Q12.6 -11 14.2 -15.2 L17 -14.6 Q15 -6 8.5 -4 Z", enamel, SIDE, rim=0.3)
    b.fill("M13.6 -15.8 L17.6 -14.9 L17.3 -13.8 L13.3 -14.8 Z", "#3a3f46", SIDE)
    body = (
        "M-10.6 -1 Q-12.4 -8 -8 -13.4 Q-5 -15.6 0 -15.6 Q5 -15.6 8 -13.4 Q12.4 -8 10.6 -1 Q10.3 0 9 0 L-9 0 Q-10.3 0 -10.6 -1 Z"
    )
    b.fill(body, enamel, BALL, rim=0.4)
    b.fill("M-10.7 -1.4 L10.7 -1.4 Q10.3 0 9 0 L-9 0 Q-10.3 0 -10.7 -1.4 Z", "#3a3f46", SIDE)
    b.fill("M-5.8 -15 Q-5 -17.6 0 -17.8 Q5 -17.6 5.8 -15 Q0 -13.8 -5.8 -15 Z", enamel, SIDE, e=0.1)
    b.line("M-6 -14.9 Q0 -13.7 6 -14.9", "#2b1a16", 0.35, e=0.3, alpha=0.7)
    b.fill(oval(0, -18.4, 1.3), "#2f2f33", BALL)
    for x in (-8.6, 8.6):
        b.fill(oval(x, -13.8, 0.9), "#5a5f66", BALL)
    lit = 1 if b.side >= 0 else -1
    b.shine(f"@ {6.6 * lit} -12 {8.2 * lit} -8.6 {7.8 * lit} -5 {6.8 * lit} -6 {6.2 * lit} -9", 0.5)
    b.shine(f"M{-9.3 * lit} -8 Q{-9.8 * lit} -5 {-9.2 * lit} -3", 0.22, 0.5)
    b.steam(15.8, -15.8, 15, 7, 0.42)


def bread(b: Brush) -> None:
    crust = b.main("#c98a45")
    b.contact(40, 1.6)
    loaf = "@ -18 -2.4 -18.6 -8 -14 -14.5 -5 -18.4 5 -18.4 14 -14.5 18.6 -8 18 -2.4 12 -0.2 0 0 -12 -0.2"
    b.fill(loaf, crust, BALL, rim=0.6)
    b.crescent(loaf, "#7a4519", 0, -3.4, e=0.3, alpha=0.55)
    for i, x in enumerate((-10, -3.4, 3.4, 10)):
        lean = 1.2
        h = 6.6 - 0.16 * abs(x)
        y = -12.2 + 0.012 * x * x
        cut = (
            f"M{x - lean - 2.1} {y + h * 0.7} Q{x - 2.8} {y - 2} {x + lean + 1.4} {y - h * 0.72} "
            f"Q{x + 2.9} {y - 1} {x - lean - 2.1} {y + h * 0.7} Z"
        )
        b.fill(cut, "#f0d9a4", SIDE, e=0.04 * (i % 2))
        b.line(f"M{x - lean - 2.1} {y + h * 0.7} Q{x - 2.8} {y - 2} {x + lean + 1.4} {y - h * 0.72}", "#8a4f20", 0.5, e=0.4)
        if b.fine:
            b.line(f"M{x - 1.6} {y + 1.6} L{x + 0.4} {y + 1} M{x - 1} {y - 0.6} L{x + 1} {y - 1.2}", "#cfa863", 0.22, e=0.6)
    if b.fine:
        rng = Random(b.seed + 3)
        for _ in range(46):
            a, d = rng.uniform(0, 2 * pi), rng.random() ** 0.5
            b.fill(oval(15.5 * d * cos(a), -9.6 + 7.4 * d * sin(a), rng.uniform(0.08, 0.22)), "#fff6de", FLAT, alpha=0.75, e=0.3)
    b.shine("~ -11 -14.8 -4 -17 3 -17.2", 0.28, 0.7)
    b.steam(-2, -18, 12, 11, 0.30)


def apple(b: Brush) -> None:
    skin = b.pick("#c9302c", "#c9302c", "#7fa63a", "#e08a2c")
    b.contact(10, 0.7)
    body = "@ 0 -7.2 1.8 -7.9 3.8 -7 4.5 -4.6 3.6 -1.8 1.8 -0.1 0 -0.5 -1.8 -0.1 -3.6 -1.8 -4.5 -4.6 -3.8 -7 -1.8 -7.9"
    b.fill(body, skin, BALL, rim=0.18)
    with b.within(body):
        b.fill(oval(0, -7.4, 2.2, 0.9), "#8a9a3a", FLAT, alpha=0.55)
        if b.fine:
            for i in range(9):
                x = -3.4 + 0.85 * i
                b.line(f"M{x * 0.4} -7 Q{x} -5 {x * 0.9} -3", "#f0b35a", 0.1, e=0.6, alpha=0.4)
    b.line("~ 0 -7 0.1 -8.2 0.7 -9", "#5b3a1e", 0.42, e=0.5)
    b.fill("M0.4 -8.1 Q1.6 -9.6 3.4 -8.9 Q2.4 -7.5 0.4 -8.1 Z", "#5f8f3a", SIDE)
    lit = 1 if b.side >= 0 else -1
    b.shine(f"@ {2.1 * lit} -6.5 {3 * lit} -5.8 {3.1 * lit} -4.8 {2.4 * lit} -5.2", 0.55)


def hat(b: Brush) -> None:
    felt = b.pick("#6a5240", "#2f3a4a", "#8a3a34", "#c2a878")
    b.fill("@ -20 -3.4 -10 -6.6 0 -7.2 10 -6.6 20 -3.4 12 -0.4 0 0 -12 -0.4", felt, SIDE, e=-0.18)
    crown = (
        "M-12 -4 Q-12.4 -12 -10.4 -19 Q-8.4 -24.6 -3.8 -24 Q0 -22 3.8 -24 Q8.4 -24.6 10.4 -19 Q12.4 -12 12 -4 Q0 -1.4 -12 -4 Z"
    )
    b.fill(crown, felt, SIDE, rim=0.6)
    b.crescent(crown, felt, 2.4 if b.side > 0 else -2.4, 0, e=0.1, alpha=0.4)
    b.fill("M-12.1 -8.8 Q0 -5.8 12.1 -8.8 L12 -4 Q0 -1.4 -12 -4 Z", "#a8442f" if felt != "#8a3a34" else "#2c2530", SIDE)
    b.fill("M-20 -3.4 Q-12 -4.8 -11.6 -3.4 Q0 -0.9 11.6 -3.4 Q12 -4.8 20 -3.4 Q12 0 0 0 Q-12 0 -20 -3.4 Z", felt, SIDE, e=0.1)
    b.shade("M-1.4 -23.1 Q0 -18 1.4 -23.1 Q0 -22.2 -1.4 -23.1 Z", 0.35)
    if b.fine:
        b.fill("M10.5 -7 Q15 -14 14.4 -20 Q10 -15 9.4 -7.6 Z", "#d9b45a", SIDE)
        b.line("M10.2 -7.2 Q12.4 -13 13.8 -18", "#8a6a2a", 0.25, e=0.4)


def shoe(b: Brush) -> None:
    hide = b.pick("#7a4528", "#3d4450", "#8a2f2a", "#c2a060")
    b.contact(34, 1)
    b.fill(
        "M-14.4 -2.2 L14.8 -2.2 Q15.4 0 13.6 0 L-5 0 L-5.6 -0.7 L-8.4 -0.7 L-9 0 L-13.6 0 Q-14.6 0 -14.4 -2.2 Z",
        "#2b211c",
        SIDE,
        e=0.1,
    )
    boot = "M-14.2 -2 Q-15 -7 -13.6 -13.6 Q-9 -15 -4.2 -13.6 Q-3.6 -10 1 -8.4 Q8 -7.4 12.4 -5.6 Q15 -4.4 14.8 -2 Z"
    b.fill(boot, hide, SIDE, rim=0.4)
    b.fill("M7.2 -7.2 Q13 -5.6 14.7 -3.4 L14.8 -2 L6 -2 Q8.4 -4.4 7.2 -7.2 Z", hide, BALL, e=-0.06)
    b.line("M7.2 -7.2 Q8.4 -4.4 6 -2 M-9.2 -2 Q-8 -7 -10.4 -14", "#2b1a12", 0.25, e=0.3, alpha=0.7)
    b.fill("M-13.6 -13.6 Q-9 -15 -4.2 -13.6 L-4.4 -12.4 Q-9 -13.6 -13.7 -12.2 Z", "#2b211c", SIDE, e=0.1)
    for i in range(4):
        x, y = -3.6 + 1.7 * i, -12.0 + 1.15 * i
        b.line(f"M{x - 1.2} {y + 0.4} L{x + 1.2} {y - 0.5}", "#f0e2c0", 0.42, e=0.7)
    b.line("~ -3.8 -12.4 -1 -14.4 0.6 -13 -2.6 -12", "#f0e2c0", 0.32, e=0.7)
    b.shine("~ 9 -6 11.6 -5 13.2 -3.8", 0.4, 0.45)


def crown(b: Brush) -> None:
    gold = b.main("#e2b23e")
    b.fill("M-11 -4 Q0 -7.4 11 -4 L10 -9 L-10 -9 Z", gold, FLAT, e=-0.35)
    ridge = "M-11 0 L-13.2 -15 L-7.2 -8.4 L-4.6 -17.6 L0 -9.8 L4.6 -17.6 L7.2 -8.4 L13.2 -15 L11 0 Q0 2.2 -11 0 Z"
    with b.placed(0, -1):
        b.fill(ridge, gold, SIDE, rim=0.5)
        b.crescent(ridge, "#8a5f14", 1.2 if b.side > 0 else -1.2, 0, e=0.4, alpha=0.5)
        for x, y in ((-13.2, -15.4), (-4.6, -18), (4.6, -18), (13.2, -15.4)):
            b.fill(oval(x, y, 1.15), gold, BALL, rim=0.15)
        b.fill("M-11.6 -4.2 Q0 -2 11.6 -4.2 L11 0 Q0 2.2 -11 0 Z", gold, SIDE, e=0.12)
        b.line("M-11.6 -4.2 Q0 -2 11.6 -4.2 M-11.1 -0.6 Q0 1.5 11.1 -0.6", "#8a5f14", 0.3, e=0.4)
        for x, hue in ((-7.4, "#2f7fa8"), (0, "#b3262e"), (7.4, "#2f8a57")):
            y = -1.6 + 1.1 * (1 - abs(x) / 11)
            b.fill(f"M{x} {y - 1.7} L{x + 1.6} {y} L{x} {y + 1.7} L{x - 1.6} {y} Z", hue, SIDE, e=0.15, rim=0.2)
            b.shine(f"M{x - 0.7} {y - 0.2} L{x} {y - 1.1}", 0.7, 0.3)


def gem(b: Brush) -> None:
    stone = b.main("#4fb7d9")
    top, girdle = -10.4, -7.2
    xs = (-7.5, -3.8, 0.0, 3.8, 7.5)
    facets = [
        ([(-7.5, girdle), (-4.6, top), (-3.8, girdle)], 0.05),
        ([(-4.6, top), (0, top - 0.6), (-3.8, girdle)], 0.3),
        ([(-3.8, girdle), (0, top - 0.6), (3.8, girdle)], 0.45),
        ([(0, top - 0.6), (4.6, top), (3.8, girdle)], 0.15),
        ([(4.6, top), (7.5, girdle), (3.8, girdle)], -0.1),
    ]
    b.contact(8, 0.6)
    for i in range(4):
        e = (-0.05, 0.25, 0.0, -0.25)[i]
        b.fill(polygon([(xs[i], girdle), (xs[i + 1], girdle), (0, 0)]), stone, FLAT, e=e + 0.12 * b.side * (i - 1.5) / 1.5)
    for points, e in facets:
        b.fill(polygon(points), stone, FLAT, e=e)
    b.line("M-7.5 -7.2 L7.5 -7.2 M-3.8 -7.2 L0 0 L3.8 -7.2 M-3.8 -7.2 L0 -11 L3.8 -7.2", "#ffffff", 0.14, e=1.0, alpha=0.55)
    b.line("M-7.5 -7.2 L-4.6 -10.4 L0 -11 L4.6 -10.4 L7.5 -7.2 L0 0 Z", "#1d5f86", 0.22, e=0.5, alpha=0.8)
    b.shine("M-3 -9.6 L-0.6 -10.2 L-2.6 -8 Z", 0.7)
    twinkle = 0.5 + 0.5 * b.wave(2.6)
    b.glint(3.4, -9.2, 1.1 + 1.1 * twinkle, 0.5 + 0.4 * twinkle)


def mask(b: Brush) -> None:
    face = b.pick("#efe0c0", "#c2332e", "#2f6f86", "#d9a23e")
    shell = outline(
        "M0 -22 Q7 -25.6 12.4 -22 Q14.4 -12 10.4 -5.4 Q5.6 0 0 0 Q-5.6 0 -10.4 -5.4 Q-14.4 -12 -12.4 -22 Q-7 -25.6 0 -22 Z"
    )
    holes = [outline(f"M{s * 2.6} -14.8 Q{s * 6} -19 {s * 9.6} -15.8 Q{s * 6} -12.4 {s * 2.6} -14.8 Z") for s in (-1, 1)]
    smile = outline("M-5.4 -7.4 Q0 -4.6 5.4 -7.4 Q3.6 -2.2 0 -2.2 Q-3.6 -2.2 -5.4 -7.4 Z")
    cut = joined(shell, *holes, smile)
    cut.setFillType(skia.PathFillType.kEvenOdd)
    for hole in (*holes, smile):
        b.fill(hole, "#1a1420", FLAT, e=-0.3)
    b.fill(cut, face, BALL, rim=0.5)
    b.fill("M0 -15 L1.8 -9.4 Q0 -8.2 -1.8 -9.4 Z", face, SIDE, e=0.12)
    gold = "#d3a24a" if face != "#d9a23e" else "#7a2430"
    for s in (-1, 1):
        b.line(f"~ {s * 1.6} -17 {s * 5} -20.6 {s * 9.4} -19.6 {s * 11.6} -21.6", gold, 0.8, e=0.8)
        b.fill(oval(s * 7.6, -9.4, 1.5), "#c2554a", FLAT, alpha=0.5)
    b.fill("M0 -22.6 L1.4 -20 L0 -17.4 L-1.4 -20 Z", gold, SIDE, e=0.2)
    b.line("~ 12.6 -16 15.4 -12 14 -6 15.8 -1" if b.fine else "~ 12.6 -16 14.6 -12 14.6 -8", "#8a2f3a", 0.7, e=0.6)


THINGS = {
    "bottle": Thing(bottle, glint=(4.4, -16.4, 1.5)),
    "key": Thing(key, glint=(-1.7, -11.3, 0.6)),
    "suitcase": Thing(suitcase, glint=(22.6, -25, 2)),
    "bag": Thing(bag),
    "box": Thing(parcel),
    "umbrella": Thing(umbrella),
    "cup": Thing(cup, moving=True, glint=(3.2, -8.6, 0.5)),
    "kettle": Thing(kettle, moving=True, glint=(7.2, -11.4, 1.2)),
    "bread": Thing(bread, moving=True),
    "apple": Thing(apple, glint=(2.6, -6.3, 0.45)),
    "hat": Thing(hat),
    "shoe": Thing(shoe),
    "crown": Thing(crown, glint=(4.6, -18.2, 1.1)),
    "gem": Thing(gem, moving=True),
    "mask": Thing(mask),
}
