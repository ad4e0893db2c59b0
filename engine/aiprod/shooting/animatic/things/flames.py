# SPDX-License-Identifier: Apache-2.0
"""Things that burn or shine: candle, lantern, fire, star. Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, ROUND, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import box, oval
from aiprod.shooting.animatic.things.thing import Thing


def tongue(b: Brush, x: float, y: float, width: float, height: float, phase: float = 0.0) -> None:
    """One flame, rooted at (x, y), that leans and licks."""
    lick = 0.86 + 0.28 * b.flicker(phase)
    lean = width * 0.35 * sin(5.1 * b.t + phase * 2.3 + b.seed % 7)
    for colour, wide, tall in (("#f26a1b", 1.0, 1.0), ("#ffb52e", 0.68, 0.74), ("#fff1b8", 0.36, 0.46)):
        w, h = width * wide / 2, height * tall * lick
        tip = f"{x + lean:.3f} {y - h:.3f}"
        right = (
            f"C{x + 1.25 * w:.3f} {y - 0.02 * h:.3f} {x + 1.25 * w:.3f} {y - 0.42 * h:.3f} {x + 0.42 * w + 0.4 * lean:.3f} "
            f"{y - 0.64 * h:.3f}"
        )
        left = f"C{x - 1.25 * w:.3f} {y - 0.42 * h:.3f} {x - 1.25 * w:.3f} {y - 0.02 * h:.3f} {x:.3f} {y:.3f}"
        upper = (
            f"Q{x + 0.12 * w + 0.7 * lean:.3f} {y - 0.8 * h:.3f} {tip} Q{x - 0.2 * w + 0.5 * lean:.3f} {y - 0.78 * h:.3f} "
            f"{x - 0.5 * w + 0.3 * lean:.3f} {y - 0.6 * h:.3f}"
        )
        b.light(f"M{x:.3f} {y:.3f} {right} {upper} {left} Z", colour, 0.92)


def candle(b: Brush) -> None:
    wax = b.main("#efe2c4")
    b.contact(15, 0.8)
    b.fill("M-6.4 -1.2 Q0 -2.6 6.4 -1.2 L5.4 0 L-5.4 0 Z", "#c3923f", SIDE, rim=0.2)
    b.line("~ 5.4 -1.2 8 -2.8 8 -0.8 5.8 -0.6", "#c3923f", 0.6, e=0.5)
    b.fill("M-2 -15.6 Q0 -14.8 2 -15.6 L2.2 -1.4 Q0 -0.6 -2.2 -1.4 Z", wax, ROUND)
    b.fill("M-2 -15.6 Q-2.4 -12 -2.5 -10.6 Q-2 -9.8 -1.6 -10.6 L-1.4 -13 Q-0.4 -12 0 -13.4 L2 -15.6 Z", wax, SIDE, e=0.2)
    wax_body = "M-2 -15.6 L2 -15.6 L2.2 -1.4 L-2.2 -1.4 Z"
    b.fade(wax_body, (0, -16), (0, -6), "#ffb45a", 0.75 if b.lamps_on or b.lit.interior else 0.3)
    b.light(oval(0, -15.5, 1.9, 0.55), "#ffdf9a", 0.8)
    b.line("M0 -15.5 L0.1 -16.7", "#2a1d16", 0.35, e=0.2)
    b.glow(0, -18, 13 + 1.5 * b.flicker(1.0), "#ffb550", 0.55 if b.lit.night or b.lit.interior else 0.3)
    tongue(b, 0, -16, 2.1, 5.0)


def lantern(b: Brush) -> None:
    paint = b.pick("#3d4a44", "#8a2f2a", "#3d4f66")
    b.contact(24, 1.2)
    b.line("~ -8 -22 -9.4 -28 -4 -33.6 4 -33.6 9.4 -28 8 -22", "#60656a", 0.8, e=0.6)
    b.fill(box(-2.4, -34.6, 2.4, -33, 0.7), "#6e4526", SIDE)
    for x in (-8.4, 8.4):
        b.fill(box(x - 0.6, -24, x + 0.6, -4, 0.4), paint, ROUND, e=0.1)
    b.fill("M-8.8 -5.8 L8.8 -5.8 L9.6 -0.8 Q9.6 0 8.6 0 L-8.6 0 Q-9.6 0 -9.6 -0.8 Z", paint, ROUND, rim=0.3)
    globe = "M-4 -22.6 Q-8.2 -14 -5.4 -5.8 L5.4 -5.8 Q8.2 -14 4 -22.6 Z"
    b.glow(0, -13, 15.5, "#ffb550", 0.62 + 0.1 * b.flicker())
    b.light(globe, "#ffcf86", 0.38)
    b.fill(box(-1.8, -7.4, 1.8, -5.6, 0.4), "#8a6a3a", ROUND)
    tongue(b, 0, -7.2, 3.6, 9.5)
    b.glass(globe, "#e8d8b0", 0.16, rim=0.3)
    b.line("M-6.6 -16.5 Q0 -14.6 6.6 -16.5 M-6.6 -10.5 Q0 -8.6 6.6 -10.5", paint, 0.42, e=0.5)
    b.shine("~ 4.2 -19.6 5.4 -15 4.8 -9.6" if b.side >= 0 else "~ -4.2 -19.6 -5.4 -15 -4.8 -9.6", 0.55, 0.55)
    b.fill(
        "M-4.4 -22.4 L-6.2 -24.2 L-3 -27.6 Q-2.6 -29.6 0 -29.8 Q2.6 -29.6 3 -27.6 L6.2 -24.2 L4.4 -22.4 Z", paint, ROUND, rim=0.3
    )
    b.line("M-5 -24 L5 -24", "#1c1a18", 0.4, e=0.3, alpha=0.7)
    if b.fine:
        b.fill(oval(0, -2.9, 1.1), "#c3923f", BALL)
        b.line("M-9.2 -4.9 L9.2 -4.9", "#c3923f", 0.3, e=0.7)


def fire(b: Brush) -> None:
    b.glow(0, -32, 72 + 5 * b.flicker(2.0), "#ff8a2e", 0.5 if b.lamps_on else 0.28)
    for i in range(9):
        a = pi * (0.06 + 0.88 * i / 8)
        b.fill(oval(39 * cos(a), -3.5 - 1.5 * (i % 2), 7 + i % 3, 5 + i % 2), "#6e6a66", BALL, e=-0.1)
    for x, turn in ((-4.0, -24), (5.0, 22), (0.0, 4)):
        with b.placed(x, -9, turn=turn):
            b.fill(box(-29, -4.4, 29, 4.4, 2.4), "#4f3524", SIDE, e=-0.12)
            b.fill(oval(29 if turn < 0 else -29, 0, 2.2, 4.2), "#b98a5a", SIDE)
            b.light("M-18 3 Q0 5 20 2.4 L20 3.6 Q0 6 -18 4 Z", "#ff7a24", 0.75)
    for x, w, h, phase in ((-15, 20, 40, 0.4), (15, 20, 44, 1.9), (0, 32, 66, 0.0), (-7, 18, 48, 3.1), (8, 16, 40, 4.4)):
        tongue(b, x, -8, w, h, phase)
    for i in range(7):
        life = (b.t * 0.45 + i * 0.143 + (b.seed % 11) / 11) % 1.0
        x = 16 * sin(i * 2.4) + 7 * sin(6 * life + i)
        b.light(oval(x, -34 - 62 * life, 0.9 * (1.2 - life)), "#ffc05a", 1.0 - life)
    for i in range(5):
        a = -26 + 13 * i
        b.fill(oval(a, -2.6, 7.4, 4.4), "#7d7974", BALL, e=-0.16)
        b.fade(oval(a, -2.6, 7.4, 4.4), (a, -7.2), (a, 1.0), "#ff8a30", 0.8)


def star(b: Brush) -> None:
    gold = b.main("#ffd75e")
    pulse = 0.5 + 0.5 * b.wave(2.2)
    b.glow(0, -50, 64 + 5 * pulse, gold, 0.42)
    points = []
    for i in range(10):
        a, r = -pi / 2 + i * pi / 5, (50.0 if i % 2 == 0 else 23.0)
        points.append((r * cos(a), -47 + r * sin(a)))
    text = "M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in points) + " Z"
    b.light(text, gold)
    for i in range(5):
        tip = points[2 * i]
        c = points[(2 * i + 1) % 10]
        b.light(f"M0 -47 L{tip[0]:.2f} {tip[1]:.2f} L{c[0]:.2f} {c[1]:.2f} Z", "#e89a2e", 0.55)
    b.light(
        f"M0 -47 L{points[0][0]:.2f} {points[0][1]:.2f} L{points[9][0]:.2f} {points[9][1]:.2f} Z", "#fff3c0", 0.5 + 0.4 * pulse
    )
    b.light(text, "#fff6d8", 0.7, width=1.4)
    b.glint(21, -74, 7 + 4 * pulse, 0.5 + 0.5 * pulse)


THINGS = {
    "candle": Thing(candle, moving=True),
    "lantern": Thing(lantern, moving=True, glint=(4.6, -19, 1.6)),
    "fire": Thing(fire, moving=True),
    "star": Thing(star, moving=True),
}
