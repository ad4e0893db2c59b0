# SPDX-License-Identifier: Apache-2.0
"""Small things of nature and of the garden: flower, plant, shell, snowman. Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import limb, oval, smooth
from aiprod.shooting.animatic.things.thing import Thing


def _leaf(b: Brush, x: float, y: float, length: float, turn: float, colour: str, width: float = 0.36) -> None:
    w = length * width
    with b.placed(x, y, turn=turn):
        shape = f"M0 0 Q{w:.2f} {-0.45 * length:.2f} 0 {-length:.2f} Q{-w:.2f} {-0.45 * length:.2f} 0 0 Z"
        b.fill(shape, colour, SIDE)
        b.fill(f"M0 0 Q{w:.2f} {-0.45 * length:.2f} 0 {-length:.2f} Z", colour, FLAT, e=-0.22, alpha=0.5)
        b.line(f"M0 0 L0 {-0.86 * length:.2f}", colour, length * 0.025, e=0.95, alpha=0.6)


def flower(b: Brush) -> None:
    petal = b.pick("#d8405a", "#e0692e", "#d8405a", "#8f5fb8", "#e8b83a")
    sway = 2.2 * b.wave(3.8)
    stem = [(0.0, 0.0), (-0.7, -9.0), (0.4 + 0.3 * sway, -19.0), (sway, -30.0)]
    b.line(smooth(stem, closed=False), "#4f7f3a", 1.15, e=0.55)
    _leaf(b, -0.4, -6, 13, 46 + sway, "#4f8a3c")
    _leaf(b, -0.4, -10, 12, -52 + sway, "#5f9a45")
    with b.placed(sway, -30.5, turn=2.2 * sway):
        count = 8
        for ring_of, length, width, e in ((0, 9.6, 3.4, -0.14), (1, 8.0, 3.0, 0.08)):
            for i in range(count):
                with b.placed(turn=360 / count * (i + 0.5 * ring_of)):
                    tip = (
                        f"M0 0 C{width} {-0.3 * length:.2f} {width * 1.1:.2f} {-0.85 * length:.2f} 0 {-length} "
                        f"C{-width * 1.1:.2f} {-0.85 * length:.2f} {-width} {-0.3 * length:.2f} 0 0 Z"
                    )
                    lift = 0.16 * (cos(2 * pi * (i + 0.5 * ring_of) / count)) + 0.12 * b.side * sin(
                        2 * pi * (i + 0.5 * ring_of) / count
                    )
                    b.fill(tip, petal, FLAT, e=e + lift)
                    if b.fine:
                        b.line(f"M0 {-0.3 * length:.2f} L0 {-0.82 * length:.2f}", petal, 0.22, e=0.3, alpha=0.4)
        b.fill(oval(0, 0, 2.9), "#e8b23a", BALL)
        if b.fine:
            for i in range(14):
                a, r = i * 2.4, 0.62 * i**0.5
                b.fill(oval(r * cos(a), r * sin(a), 0.3), "#a8641f", FLAT)


def plant(b: Brush) -> None:
    green = b.main("#4f8f45")
    b.contact(30, 1.4)
    sway = 2.0 * b.wave(5.0)
    for i, (turn, length) in enumerate(((-62, 20), (60, 21), (-38, 26), (36, 27), (-14, 31), (13, 32), (-80, 15), (78, 15))):
        _leaf(b, 0.08 * turn * 0.5, -16.5, length, turn + sway * (0.6 + 0.1 * i), green if i % 2 else "#5fa552", 0.42)
    _leaf(b, 0, -16.5, 30, sway * 1.2, "#6fb35c", 0.34)
    pot = "M-10.4 -16 L-7.6 0 L7.6 0 L10.4 -16 Z"
    b.fill(pot, "#b8623a", ROUND, rim=0.3)
    b.fill("M-12 -19 L12 -19 L11.4 -14.6 L-11.4 -14.6 Z", "#c46f44", ROUND, rim=0.3)
    b.shade("M-11.2 -14.6 L11.2 -14.6 L10.3 -12.6 L-10.3 -12.8 Z", 0.3)
    if b.fine:
        b.line("M-9.3 -8.6 L9.1 -8.6", "#8f4526", 0.4, e=0.4, alpha=0.7)


def shell(b: Brush) -> None:
    pearl = b.pick("#e8b9a0", "#d9a5a8", "#e6cf9a")
    b.contact(12, 0.6)
    fan = (
        "M-1.6 -0.4 L-4.4 -3 Q-7 -7 -4.8 -8.8 Q-3.6 -10 -2.2 -9.4 Q-1.2 -10.6 0 -10 "
        "Q1.2 -10.6 2.2 -9.4 Q3.6 -10 4.8 -8.8 Q7 -7 4.4 -3 L1.6 -0.4 Z"
    )
    b.fill("M-2.6 -1.8 L-3 0 L3 0 L2.6 -1.8 Z", pearl, SIDE, e=-0.12)
    b.fill(fan, pearl, BALL, rim=0.2)
    with b.within(fan):
        for i in range(-4, 5):
            b.line(f"M{0.3 * i} -0.4 Q{1.1 * i} -5 {1.35 * i} -10.6", "#a8645a", 0.28, e=0.45, alpha=0.7)
            b.line(f"M{0.3 * i + 0.2} -0.6 Q{1.1 * i + 0.4} -5 {1.35 * i + 0.5} -10.6", "#fff2e0", 0.2, e=1.0, alpha=0.5)
        for y in (-3.6, -5.8, -7.8):
            b.line(f"M-7 {y} Q0 {y - 2.6} 7 {y}", "#c27a6a", 0.3, e=0.5, alpha=0.5)


def snowman(b: Brush) -> None:
    snow = b.main("#f2f4f8")
    b.contact(86, 3)
    b.fill(oval(0, -33, 41, 34), snow, BALL, rim=1.2)
    for s in (-1, 1):
        end = (s * 52, -96 - 6 * s)
        b.fill(limb([(s * 22, -76), (s * 40, -84), end], [2.6, 2.2, 1.4]), "#5b3d28", SIDE)
        b.line(
            f"M{s * 44} {-88 - 3 * s} L{s * 49} {-82 - 3 * s} M{s * 47} {-91 - 4 * s} L{s * 46} {-100 - 4 * s}",
            "#5b3d28",
            1.5,
            e=0.5,
        )
    b.fill(oval(0, -79, 29, 25), snow, BALL, rim=1.0)
    for y in (-88, -77, -66):
        b.fill(oval(0, y, 2.4), "#2c2a30", BALL)
    b.fill(oval(0, -114, 21, 19), snow, BALL, rim=0.8)
    b.fill("M-20 -101 Q0 -90 20 -101 L21 -94 Q0 -83 -21 -94 Z", "#c2382e", SIDE, rim=0.6)
    b.fill("M8 -92 L18 -90 L21 -66 L12 -65 Z", "#c2382e", SIDE, e=-0.05)
    b.line("M12.4 -71 L20.4 -72 M12 -77 L19.8 -78", "#f0d9a0", 1.8, e=0.8, butt=True)
    for s in (-1, 1):
        b.fill(oval(s * 7.4, -118.6, 2.5), "#26242a", BALL)
        b.shine(oval(s * 7.4 + 0.8, -119.4, 0.7), 0.8)
    b.fill("M-1 -115.6 L21 -110 L-0.6 -109.4 Q-3 -112.4 -1 -115.6 Z", "#e57a28", TOP, rim=0.3)
    for i in range(5):
        a = pi * (0.25 + 0.125 * i)
        b.fill(oval(12 * cos(a), -112 + 10 * sin(a), 1.3), "#26242a", FLAT, e=-0.2)
    b.fill("M-17 -130.4 Q0 -125 17 -130.4 L17.4 -127.4 Q0 -121 -17.4 -127.4 Z", "#2b2a33", SIDE)
    b.fill("M-11.4 -128 L-12.4 -150 Q0 -147 12.4 -150 L11.4 -128 Q0 -124.6 -11.4 -128 Z", "#34323c", ROUND, rim=0.5)
    b.fill("M-11.5 -131.6 Q0 -128 11.5 -131.6 L11.4 -136.4 Q0 -133 -11.7 -136.4 Z", "#c2382e", ROUND)


THINGS = {
    "flower": Thing(flower, moving=True),
    "plant": Thing(plant, moving=True),
    "shell": Thing(shell),
    "snowman": Thing(snowman),
}
