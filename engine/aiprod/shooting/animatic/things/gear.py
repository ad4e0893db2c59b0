# SPDX-License-Identifier: Apache-2.0
"""Gear of boats, workshops and streets: rope, oar, anchor, tool, ladder, sign, mailbox. Units: centimetres."""

from __future__ import annotations

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import box, oval, ring
from aiprod.shooting.animatic.things.thing import Thing


def rope(b: Brush) -> None:
    hemp = b.main("#c29a5e")
    b.contact(64, 2.4)
    for i, (rx, y) in enumerate(((29, -5), (28, -12.4), (27.4, -19.4), (26.6, -26.4), (26, -33))):
        coil = (
            f"M{-rx} {y} Q{-rx} {y + 6.6} 0 {y + 6.6} Q{rx} {y + 6.6} {rx} {y} Q{rx} {y - 6} 0 {y - 6} Q{-rx} {y - 6} {-rx} {y} Z"
        )
        b.line(coil, "#6b4a24", 7.8, e=0.25)
        b.line(coil, hemp, 6.6, e=0.45 + 0.04 * i)
        for k in range(13):
            x = -rx + 2 * rx * (k + 0.5) / 13
            lift = 6.6 * (1 - (x / rx) ** 2) ** 0.5
            light = 0.5 + 0.35 * b.side * x / rx
            b.line(f"M{x - 1.6:.2f} {y + lift + 2.4:.2f} L{x + 1.6:.2f} {y + lift - 2.4:.2f}", hemp, 1.6, e=0.45 + light * 0.5)
    b.fill(oval(0, -33, 19.4, 4), "#3a2816", FLAT, e=-0.3)
    b.line("~ 20 -30 30 -22 33 -10 42 -3 50 -3", "#6b4a24", 7.0, e=0.25)
    b.line("~ 20 -30 30 -22 33 -10 42 -3 50 -3", hemp, 5.8, e=0.6)
    b.line("M50 -3 L54 -4.6 M50 -3 L54.4 -2.6 M50 -3 L53.6 -1", hemp, 1.2, e=0.7)


def oar(b: Brush) -> None:
    wood = b.main("#b98450")
    b.contact(16, 1)
    b.fill(box(-1.9, -168, 1.9, -46, 1.6), wood, ROUND)
    b.fill("M-1.9 -58 Q-8.6 -48 -8.8 -30 L-7.4 -2 Q0 2 7.4 -2 L8.8 -30 Q8.6 -48 1.9 -58 Z", wood, SIDE, rim=0.5)
    b.fill("M-8.4 -22 L-7.4 -2 Q0 2 7.4 -2 L8.4 -22 Q0 -18 -8.4 -22 Z", "#e8e2d2", SIDE)
    b.fill("M-8.6 -26 Q0 -22 8.6 -26 L8.4 -20 Q0 -16 -8.4 -20 Z", "#b8322e", SIDE)
    b.line("M0 -52 L0 -26", "#6b4526", 0.8, e=0.4, alpha=0.6)
    b.fill(box(-2.6, -180, 2.6, -164, 2), wood, ROUND, e=-0.12)
    b.fill(box(-2.7, -122, 2.7, -104, 0.6), "#5b3a24", ROUND)


def anchor(b: Brush) -> None:
    iron = b.main("#4a525c")
    b.contact(60, 2)
    b.line(ring(0, -82, 6.4, 6.2), iron, 3.0, e=0.6)
    b.fill(box(-3.4, -76, 3.4, -8, 1), iron, ROUND, rim=0.5)
    b.fill(box(-20, -70, 20, -63.6, 3), iron, TOP, rim=0.5)
    for s in (-1, 1):
        b.fill(oval(s * 20.4, -66.8, 4), iron, BALL)
    arms = (
        "M0 0 Q-26 -2 -31 -30 L-37 -24 L-34 -42 L-21 -31 L-27 -30 Q-22 -11 0 -9.6 "
        "Q22 -11 27 -30 L21 -31 L34 -42 L37 -24 L31 -30 Q26 -2 0 0 Z"
    )
    b.fill(arms, iron, SIDE, rim=0.7)
    if b.fine:
        for x, y in ((-12, -6), (15, -8), (1, -40), (-1.4, -54)):
            b.fill(oval(x, y, 1.2, 0.8), "#8a4f2c", FLAT, alpha=0.7)
    b.line("~ 0 -88 9 -78 4 -64 12 -50 8 -34", "#c29a5e", 2.6, e=0.6)


def tool(b: Brush) -> None:
    """A spanner crossed with a hammer."""
    with b.placed(0, -15, turn=-33):
        b.fill(box(-1.5, -11, 1.5, 16.4, 1), b.main("#a8662f"), ROUND)
        b.fill(box(-1.9, 4, 1.9, 16.8, 1.4), "#7a2f26" if b.colour is None else b.colour, ROUND, e=-0.08)
        b.metal(
            (
                "M-7.6 -15.4 Q-4 -16.6 -1.8 -15.6 L5.4 -15.6 Q6.4 -15.6 6.4 -14.6 L6.4 -11 "
                "Q6.4 -10 5.4 -10 L-1.8 -10 Q-3.6 -12 -8.2 -13.4 Z"
            ),
            "#8d96a0",
            upright=False,
        )
    with b.placed(0, -15, turn=35):
        b.metal(box(-1.7, -9, 1.7, 10, 0.8), "#aab2bb")
        b.shade(box(-0.6, -7, 0.6, 8, 0.5), 0.3)
        b.metal("M-1.6 -8 Q-4.8 -10 -4.6 -13.6 L-2.4 -17 L-1.6 -12.6 L1.6 -12.6 L2.4 -17 L4.6 -13.6 Q4.8 -10 1.6 -8 Z", "#aab2bb")
        b.metal(ring(0, 12.6, 4.0, 2.2), "#aab2bb")


def ladder(b: Brush) -> None:
    wood = b.main("#b5824c")
    for i in range(8):
        y = -22 - 29 * i
        half = 21 - 0.7 * i
        b.fill(box(-half, y - 2, half, y + 2, 1.6), wood, TOP, e=-0.04)
        b.shade(box(-half, y + 0.8, half, y + 2), 0.2)
    for s in (-1, 1):
        b.fill(f"M{s * 25 - 2.6} 0 L{s * 18 - 2.2} -250 L{s * 18 + 2.2} -250 L{s * 25 + 2.6} 0 Z", wood, ROUND, rim=0.5)
        if b.fine:
            for i in range(8):
                b.fill(oval(s * (24.4 - 0.82 * i), -22 - 29 * i, 0.8), "#6b4526", FLAT)


def sign(b: Brush) -> None:
    wood = b.pick("#a9743f", "#8f6a45", "#4f7a6a")
    b.contact(26, 1.6)
    b.fill("M-4 0 L-3.6 -160 L0 -163 L3.6 -160 L4 0 Z", "#7a5230", ROUND, rim=0.4)
    for y, s, turn in ((-136, 1, -3), (-104, -1, 4)):
        with b.placed(0, y, turn=turn, sx=s, sy=1):
            b.fill("M-26 -12 L36 -12 L50 0 L36 12 L-26 12 L-22 0 Z", wood, SIDE, rim=0.6)
            b.grain("M-26 -12 L36 -12 L50 0 L36 12 L-26 12 L-22 0 Z", "#4a2f18", 4, 0.4)
            b.line("M-16 0 L26 0 M18 -6 L26 0 L18 6", "#f2e6c6", 2.8, e=0.9)
            for x in (-3, 3):
                b.fill(oval(x, 0, 1.0), "#3a2a20", FLAT)
    for x in (-12, -8, 9, 13):
        b.line(f"M{x} 0 Q{x * 1.1} -8 {x * 1.3} -13", "#5f8a45", 1.2, e=0.55)


def mailbox(b: Brush) -> None:
    paint = b.pick("#c2332c", "#2f5d8a", "#c9a23a")
    b.contact(40, 2)
    b.fill(box(-5, -70, 5, 0, 0.6), "#6b4a30", ROUND)
    b.fill("M-24 -68 L24 -68 L24 -98 Q24 -120 0 -120 Q-24 -120 -24 -98 Z", paint, SIDE, rim=0.9)
    b.fill("M-20 -70.6 L20 -70.6 L20 -98 Q20 -116 0 -116 Q-20 -116 -20 -98 Z", paint, SIDE, e=0.1)
    b.fill(box(-13, -101, 13, -96, 1), "#1c1a1e", FLAT, e=-0.2)
    b.fill("M-10 -98.6 L-10.6 -108.6 L9 -109.4 L9.6 -98.6 Z", "#f2e8d0", SIDE)
    b.line("M-10.6 -108.6 L-0.4 -102.4 L9 -109.4", "#b7a67c", 0.7, e=0.5)
    b.fill(box(-14.4, -98, 14.4, -95, 1.4), paint, TOP, e=0.16)
    b.fill(oval(0, -83, 2.2), "#e6d3a0", BALL)
    b.metal(box(24, -104, 26, -84), "#9aa3ad")
    b.fill("M25 -104 L38 -104 L35 -99.6 L38 -95.4 L25 -95.4 Z", "#e8593c", SIDE)
    b.shade("M-24 -68 L24 -68 L24 -65 L-24 -65 Z", 0.4)


THINGS = {
    "rope": Thing(rope),
    "oar": Thing(oar),
    "anchor": Thing(anchor),
    "tool": Thing(tool),
    "ladder": Thing(ladder),
    "sign": Thing(sign),
    "mailbox": Thing(mailbox),
}
