# SPDX-License-Identifier: Apache-2.0
"""Paper that a hand holds: letter, map, book. Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import oval, smooth
from aiprod.shooting.animatic.things.thing import Thing

PAPER = "#f3e6c8"


INK = "#3a3350"
BRASS = "#d3a24a"


def writing(b: Brush, left: float, right: float, top: float, step: float, rows: int, ragged: float = 0.35) -> None:
    """Lines of handwriting that no language can read."""
    rng = Random(b.seed + 11)
    for row in range(rows):
        x, y = left, top + row * step
        end = right - (rng.random() * ragged * (right - left) if row == rows - 1 else rng.random() * 0.08 * (right - left))
        while x < end - step:
            letters = rng.randint(2, 6)
            x = _word(b, rng, x, y, step, letters) + 0.34 * step


def _word(b: Brush, rng: Random, x: float, y: float, step: float, letters: int) -> float:
    """One joined-up word of loops (a trochoid whose height changes from letter to letter); returns where it ends."""
    points = []
    for _ in range(letters):
        width, height = step * rng.uniform(0.2, 0.34), step * rng.choice((0.3, 0.34, 0.28, 0.62, 0.32, -0.3))
        loop = rng.choice((0.12, 0.2, 0.3))
        for k in range(7):
            a = 2 * pi * k / 7
            slant = 0.22 * height * (1 - cos(a)) / 2
            points.append((x + width * (k / 7 - loop * sin(a)) + slant, y - height * (1 - cos(a)) / 2))
        x += width
    b.line(smooth(points, closed=False), INK, step * 0.075, e=0.3, alpha=0.9)
    return x


def letter(b: Brush) -> None:
    paper = b.main(PAPER)
    b.fill("M-8.6 -0.4 L-7.6 -21.2 L7.2 -22 L8.4 -0.9 Z", "#d8c49a", SIDE, e=-0.1)
    sheet = (
        "M-7.9 0 Q-8.3 -7 -7.9 -14.4 Q-7.8 -18 -8.2 -21.6 Q0 -20.6 7.8 -21.4 Q8.3 -14 7.9 -7.2 Q7.7 -3 8.2 -0.6 Q0 0.5 -7.9 0 Z"
    )
    b.fill(sheet, paper, SIDE, e=0.08, rim=0.25)
    with b.within(sheet):
        b.shade("M-9 -14.6 L9 -14.2 L9 -12.8 L-9 -14 Z", 0.10)
        b.shine("M-9 -15.2 L9 -14.8 L9 -14.3 L-9 -14.7 Z", 0.35)
        b.shade("M-9 -7.4 L9 -7 L9 -5.4 L-9 -6.8 Z", 0.10)
        b.shine("M-9 -8 L9 -7.6 L9 -7.1 L-9 -7.5 Z", 0.35)
    if b.fine:
        writing(b, -6.3, 2, -18.7, 1.6, 1)
        writing(b, -6.3, 6.2, -16.4, 1.55, 8)
        writing(b, 1.5, 5.8, -2.5, 1.8, 1)
    else:
        for i, end in enumerate((1.0, 6.0, 6.2, 5.6, 6.1, 5.9, 2.0)):
            b.line(f"M-6.2 {-18.4 + 2.3 * i} L{end} {-18.4 + 2.3 * i}", INK, 0.55, e=0.35, alpha=0.8)
    if b.fine:
        _wax_seal(b, -5.2, -3.3)


def _wax_seal(b: Brush, x: float, y: float) -> None:
    wax = "#b3302b"
    b.fill(f"M{x - 0.7} {y} L{x - 1.5} {y + 2.9} L{x - 0.5} {y + 2.4} L{x} {y + 3.1} L{x + 0.9} {y} Z", "#c9a25a", SIDE)
    rim = [
        (x + (1.5 + 0.14 * sin(3 * a + 1)) * cos(a), y + (1.5 + 0.14 * sin(3 * a + 1)) * sin(a))
        for a in (2 * pi * k / 12 for k in range(12))
    ]
    b.fill(smooth(rim), wax, BALL, rim=0.12)
    b.line(oval(x, y, 1.0), "#6e1614", 0.16, e=0.4)
    b.fill(
        f"M{x} {y - 0.7} L{x + 0.22} {y - 0.2} L{x + 0.7} {y} "
        f"L{x + 0.22} {y + 0.2} L{x} {y + 0.7} L{x - 0.22} {y + 0.2} "
        f"L{x - 0.7} {y} L{x - 0.22} {y - 0.2} Z",
        wax,
        SIDE,
        e=0.25,
    )


def chart(b: Brush) -> None:
    paper = b.main("#e8cf98")
    sheet = (
        "M-20 -1 Q-20.5 -15 -19.6 -29 Q-10 -30 -6.5 -28.6 Q0 -27.6 6.5 -28.8 Q13 -30 19.8 -28.8 "
        "Q20.6 -15 19.8 -1 Q13 -2 6.6 -0.6 Q0 0.4 -6.4 -0.8 Q-13 -2 -20 -1 Z"
    )
    b.fill(sheet, paper, SIDE, rim=0.3)
    with b.within(sheet):
        b.fill("@ -21 -30 -9 -29 -6 -24 -10 -19 -16 -17 -21 -18", "#8fb4ae", FLAT, alpha=0.8)
        b.fill("@ 4 0 2 -5 8 -9 14 -7 21 -10 21 1", "#8fb4ae", FLAT, alpha=0.8)
        b.fill("@ -12 -6 -6 -12 1 -17 8 -20 14 -17 12 -12 4 -9 -3 -5 -9 -3", "#b7b56a", SIDE, alpha=0.85)
        b.line("@ -12 -6 -6 -12 1 -17 8 -20 14 -17 12 -12 4 -9 -3 -5 -9 -3", "#7a5f35", 0.28, e=0.3)
        for x, y in ((0.0, -11.0), (3.4, -13.0), (6.6, -15.0)):
            b.line(f"M{x - 1.6} {y + 1.6} L{x} {y - 0.8} L{x + 1.6} {y + 1.6}", "#6b5130", 0.4, e=0.3)
        for i in range(9):
            s = i / 8
            x, y = -14 + 24 * s, -9 - 7 * sin(2.2 * s)
            b.line(f"M{x} {y} L{x + 1.3} {y - 0.7}", "#a33427", 0.5, e=0.5)
        b.line("M9.2 -17.6 L12 -14.4 M12 -17.6 L9.2 -14.4", "#b3261e", 0.8, e=0.7)
        b.shade("M-6.5 -30 L-3.6 -30 L-3.8 1 L-6.5 1 Z", 0.16)
        b.shade("M6.5 -30 L9 -30 L9 1 L6.5 1 Z", 0.14)
        b.shine("M-8.4 -30 L-6.5 -30 L-6.5 1 L-8.4 1 Z", 0.2)
    with b.placed(-14, -24):
        b.line(oval(0, 0, 2.6), "#6b5130", 0.3, e=0.3)
        b.fill("M0 -3.6 L0.8 0 L0 3.6 L-0.8 0 Z M-3.6 0 L0 -0.8 L3.6 0 L0 0.8 Z", "#7d4f2d", FLAT, e=-0.2)


def book(b: Brush) -> None:
    cover = b.pick("#8c2f39", "#2f5d62", "#3d4f86", "#6b4c2a")
    b.contact(22, 1.2)
    with b.placed(0, 0, turn=-2):
        b.fill("M-8.4 -0.2 L-7.6 -24 L8.6 -24 L9.2 -0.2 Z", cover, SIDE, e=-0.25)
        b.fill("M-7.6 -0.9 L-6.8 -23.4 L8.7 -23.4 L8.9 -0.9 Z", "#efe3c6", ROUND)
        if b.fine:
            for i in range(7):
                b.line(f"M{8.0 - 0.02 * i} {-22.6 + 3.2 * i} L8.6 {-22.4 + 3.2 * i}", "#a8946c", 0.12, e=0.4)
        front = (
            "M-9 0 Q-9.6 0 -9.5 -0.8 L-8.6 -24.2 Q-8.5 -24.9 -7.8 -24.9 L7.4 -24.9 Q8.1 -24.9 8.1 -24.2 L7.6 -0.8 Q7.5 0 6.9 0 Z"
        )
        b.fill(front, cover, SIDE, rim=0.3)
        b.shade("M-9.5 -0.8 L-8.6 -24.2 L-6.6 -24.8 L-7.4 0 Z", 0.28)
        b.line("M-5.9 -2 L-5.2 -23 L6.5 -23 L6 -2 Z", BRASS, 0.35, e=0.85)
        b.fill("M0.4 -16.6 L3 -13 L0.3 -9.4 L-2.4 -13 Z", BRASS, SIDE)
        b.fill(oval(0.3, -13, 1.1), cover, SIDE)
        b.fill("M3.6 -0.6 L3.5 1.1 L4.4 0.6 L5.2 1.1 L5.3 -0.6 Z", "#c9a23f", FLAT)


THINGS = {
    "letter": Thing(letter),
    "map": Thing(chart),
    "book": Thing(book),
}
