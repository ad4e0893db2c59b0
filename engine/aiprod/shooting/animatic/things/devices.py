# SPDX-License-Identifier: Apache-2.0
"""Clocks, telephones, radios, instruments of sight. Units: centimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import box, oval, ring
from aiprod.shooting.animatic.things.thing import Thing

BRASS = "#d3a24a"


def dial(b: Brush, x: float, y: float, radius: float, face: str = "#f2e8cf", start_h: float = 10.15) -> None:
    """A clock face without numbers; its hands move in real time, the second hand in steps."""
    b.fill(oval(x, y, radius), face, BALL, e=0.06)
    for i in range(12):
        a = i * pi / 6
        inner = 0.72 if i % 3 == 0 else 0.8
        b.line(
            (
                f"M{x + inner * radius * sin(a):.3f} {y - inner * radius * cos(a):.3f} L{x + 0.88 * radius * sin(a):.3f} "
                f"{y - 0.88 * radius * cos(a):.3f}"
            ),
            "#2e2a33",
            radius * (0.06 if i % 3 == 0 else 0.035),
            e=0.3,
        )
    hours = start_h + (b.seed % 5) * 0.6 + b.t / 3600
    for turn, length, width in ((hours / 12, 0.5, 0.085), (hours % 1.0, 0.74, 0.055)):
        a = 2 * pi * turn
        b.line(
            (
                f"M{x - 0.1 * radius * sin(a):.3f} {y + 0.1 * radius * cos(a):.3f} "
                f"L{x + length * radius * sin(a):.3f} {y - length * radius * cos(a):.3f}"
            ),
            "#221f28",
            radius * width,
            e=0.3,
        )
    a = 2 * pi * ((int(b.t) + min(1.0, (b.t % 1.0) * 8)) % 60) / 60
    b.line(f"M{x} {y} L{x + 0.8 * radius * sin(a):.3f} {y - 0.8 * radius * cos(a):.3f}", "#b3322b", radius * 0.03, e=0.7)
    b.fill(oval(x, y, radius * 0.06), "#221f28", FLAT)


def clock(b: Brush) -> None:
    case = b.pick("#b5432f", "#3f7a7e", "#c9a04a")
    b.contact(22, 1)
    for s in (-1, 1):
        b.line(f"M{s * 6} -4 L{s * 8.6} -0.8", "#6b5a3a", 1.6, e=0.5)
        with b.placed(s * 6.4, -24.4, turn=s * 32):
            b.fill("M-4.6 1 Q-4.4 -3.6 0 -3.8 Q4.4 -3.6 4.6 1 Z", BRASS, BALL, rim=0.3)
            b.line("M0 -3.6 L0 -4.6", BRASS, 0.8, e=0.7)
    b.line("~ -3 -26.6 0 -29.4 3 -26.6", "#7a6030", 0.8, e=0.6)
    b.line("M0 -26 L0 -23", "#7a6030", 0.8, e=0.5)
    b.fill(oval(0, -13.4, 12.2), case, BALL, rim=0.5)
    b.fill(oval(0, -13.4, 10.2), "#3a2c22", FLAT, e=-0.2)
    dial(b, 0, -13.4, 9.7)
    b.shine("~ -6.4 -17.6 -4 -20.4 0 -21.6" if b.side < 0 else "~ 6.4 -17.6 4 -20.4 0 -21.6", 0.5, 0.7)


def phone(b: Brush) -> None:
    body = b.main("#23272e")
    with b.placed(-0.6, -0.55, turn=8):
        b.fill(box(-3.9, -16, 3.9, 0, 1.1), body, SIDE, rim=0.16)
        screen = box(-3.5, -15.5, 3.5, -0.5, 0.8)
        b.light(screen, "#274b78" if not b.lamps_on else "#3f74b3")
        with b.within(screen):
            b.fade("M-4 -16 L4 -16 L4 0 L-4 0 Z", (0, -16), (0, -4), "#e08a6a", 0.75)
            b.light("@ -4 -5 -1.6 -7.6 0.4 -5.8 2.2 -8.4 4.4 -5.4 4.4 1 -4.4 1", "#1d2f52")
            b.light(oval(1.2, -10.4, 1.2), "#ffe2a6")
            for i in range(4):
                b.light(box(-2.9 + 1.5 * i, -2.4, -1.7 + 1.5 * i, -1.2, 0.3), ("#7fd18a", "#f2a541", "#ef6f6c", "#8fb4ff")[i])
            b.shine("M1 -16 L3.6 -16 L-1 0 L-3.6 0 Z", 0.10)
        b.fill(box(-0.8, -15.2, 0.8, -14.8, 0.2), "#0d0f12", FLAT)
        b.fill(box(3.9, -12, 4.15, -9.6, 0.1), "#4a5058", FLAT)


def radio(b: Brush) -> None:
    wood = b.pick("#8f5a30", "#a3402f", "#3f6b6a")
    b.contact(38, 1.6)
    b.line("M12 -19 L17 -24.6", "#aab0b8", 0.4, e=0.8)
    for x in (-13.0, 13.0):
        b.fill(box(x - 2, -1.2, x + 2, 0, 0.4), "#2b211c", FLAT)
    case = box(-17, -19.4, 17, -0.8, 3.4)
    b.line("~ -9 -19 -8 -22 8 -22 9 -19", "#4b3020", 1.1, e=0.5)
    b.fill(case, wood, SIDE, rim=0.5)
    if b.fine:
        b.grain(case, "#3d2412", 7, 0.28)
    b.fill(box(-15, -17.4, 2.4, -2.8, 2), "#d8c393", SIDE, e=-0.05)
    with b.within(box(-15, -17.4, 2.4, -2.8, 2)):
        for i in range(9):
            b.line(f"M-15 {-16.2 + 1.6 * i} L3 {-16.2 + 1.6 * i}", "#6b4f2c", 0.55, e=0.35)
        b.line(oval(-6.3, -10.1, 5.4), "#8a6a3c", 0.5, e=0.4)
    window = box(4.2, -17, 15, -11.4, 0.8)
    b.light(window, "#ffca7a" if b.lamps_on or b.lit.interior else "#e8c98a")
    b.glow(9.6, -14.2, 6, "#ffb550", 0.28)
    for i in range(9):
        b.line(f"M{5.2 + 1.1 * i} -16.2 L{5.2 + 1.1 * i} {-15 if i % 2 else -14.4}", "#5b3310", 0.18, e=0.3)
    needle = 9.4 + 3.0 * b.wave(9.0)
    b.line(f"M{needle:.3f} -16.6 L{needle:.3f} -11.8", "#c2281f", 0.32, e=0.9)
    b.line(window, "#5b3b1e", 0.4, e=0.4)
    for x in (6.6, 12.8):
        b.fill(oval(x, -6.4, 2.6), "#3a2a1e", BALL, e=0.05)
        b.fill(oval(x, -6.4, 1.9), "#e6d3a4", BALL)
        b.line(f"M{x} -6.4 L{x + 0.9} -7.9", "#5b3b1e", 0.35, e=0.3)


def computer(b: Brush) -> None:
    shell = b.main("#c9ccd0")
    b.contact(60, 1.6)
    b.fill("M-22 -2.4 L22 -2.4 L28 -0.6 Q28 0 27 0 L-27 0 Q-28 0 -28 -0.6 Z", shell, SIDE, rim=0.2)
    b.fill("M-21 -2.2 L21 -2.2 L24.6 -1.1 L-24.6 -1.1 Z", "#3c4148", FLAT)
    b.fill(box(-23, -39.6, 23, -2.4, 1.6), shell, SIDE, rim=0.4, e=-0.1)
    screen = box(-21.4, -38, 21.4, -4.6, 0.6)
    b.light(screen, "#16324a")
    with b.within(screen):
        b.fade("M-22 -39 L22 -39 L22 -4 L-22 -4 Z", (-20, -38), (18, -6), "#3f8fb8", 0.7)
        b.light(box(-19, -35.6, 3, -12, 0.8), "#0f2233", 0.85)
        for i in range(8):
            indent, length = (0, 2, 2, 4, 4, 2, 0, 2)[i], (9, 12, 7, 10, 6, 11, 8, 5)[i]
            hue = ("#8fd1b0", "#f2c572", "#e58a8a", "#9fc4ff")[i % 4]
            b.light(box(-17.4 + indent, -33.6 + 2.6 * i, -17.4 + indent + length, -32.6 + 2.6 * i, 0.4), hue)
        if (b.t + 0.13 * (b.seed % 5)) % 1.0 < 0.55:
            b.light(box(-17.4, -13.2, -16.2, -12.4), "#ffffff")
        b.light(box(6, -35.6, 19, -24, 0.8), "#e8eef2", 0.9)
        b.light("M7 -25 L10 -29 L12.4 -27 L15 -32 L18 -27.4 L18 -25 Z", "#5fa8a0")
        b.light(box(6, -21.6, 19, -12, 0.8), "#f2a541", 0.85)
        b.shine("M8 -39 L15 -39 L2 -4 L-5 -4 Z", 0.07)
    if b.lamps_on or b.lit.interior:
        b.glow(0, -21, 27, "#6fb4e0", 0.2)


def camera(b: Brush) -> None:
    leather = b.main("#33302f")
    b.contact(19, 0.8)
    b.fill(
        (
            "M-8.6 -8.8 L8.6 -8.8 L8.6 -11.6 Q8.6 -12.4 7.8 -12.4 L4.6 -12.4 L3.2 -14.8 "
            "L-3.2 -14.8 L-4.6 -12.4 L-7.8 -12.4 Q-8.6 -12.4 -8.6 -11.6 Z"
        ),
        "#b9bdc2",
        SIDE,
        rim=0.2,
    )
    b.fill(box(5, -13.8, 7.6, -12.2, 0.4), "#8a9096", ROUND)
    b.fill(oval(6.3, -14, 1.3, 0.5), "#c2342c", FLAT)
    b.fill(box(-7.8, -13.4, -5.2, -12.2, 0.3), "#d0d4d8", ROUND)
    b.fill(box(-2.4, -14.2, 2.4, -12.4, 0.3), "#39465a", TOP)
    b.fill(box(-8.8, -10.4, 8.8, -0.9, 0.9), leather, SIDE, rim=0.2)
    b.fill("M-8.8 -1.8 L8.8 -1.8 L8.8 -0.8 Q8.8 0 8 0 L-8 0 Q-8.8 0 -8.8 -0.8 Z", "#b9bdc2", SIDE)
    for r, hue, e in (
        (5.0, "#c9cdd2", 0.0),
        (4.4, "#26282c", 0.05),
        (3.5, "#3a3d44", -0.1),
        (2.8, "#1c2a44", 0.0),
        (1.7, "#10182c", 0.1),
    ):
        b.fill(oval(0, -6, r), hue, BALL, e=e)
    b.shine("@ -1.6 -7.8 -0.6 -8.2 -0.2 -7.4 -1.2 -6.8", 0.75)
    b.light(oval(1, -5, 0.5), "#8a6fd0", 0.7)
    if b.fine:
        for i in range(18):
            a = i * pi / 9
            b.line(
                f"M{4.5 * cos(a):.3f} {-6 + 4.5 * sin(a):.3f} L{4.9 * cos(a):.3f} {-6 + 4.9 * sin(a):.3f}", "#5a5f66", 0.16, e=0.4
            )
        for x in (-8.8, 8.8):
            b.line(ring(x, -10.8, 0.5, 0.3), "#8a9096", 0.16, e=0.7)


def telescope(b: Brush) -> None:
    brass = b.main("#c8963e")
    for x, y in ((-34, 0), (34, 0), (5, -3)):
        b.line(f"M{x * 0.06} -84 L{x} {y}", "#7a4f2c", 4.0, e=0.5 + 0.1 * b.side * (1 if x > 0 else -1))
        b.fill(oval(x, y - 1, 2.6, 1.0), "#2b211c", FLAT)
    b.line("M-15 -42 L15 -42", "#5b3a20", 1.6, e=0.4)
    b.fill(box(-5, -92, 5, -82, 2), "#8a6a2e", ROUND)
    with b.placed(0, -96, turn=-31):
        for left, right, half, hue in ((-62, -38, 5.2, brass), (-40, 8, 6.6, "#3d4f5a"), (4, 58, 8.6, brass)):
            b.fill(box(left, -half, right, half, 0.8), hue, TOP, rim=0.5)
            b.shine(f"M{left + 2} {-half * 0.45} L{right - 2} {-half * 0.45}", 0.45, half * 0.18)
        for x, half in ((-40, 7.2), (6, 9.2), (55, 10.2)):
            b.fill(box(x - 2.4, -half, x + 2.4, half, 0.8), "#a97a2c", TOP, e=0.1)
        b.fill(oval(57.6, 0, 2.4, 9.6), "#3a5568", SIDE)
        b.shine("~ 57 -6 58.4 -2 58 3", 0.5, 0.8)
        b.fill(box(-67, -4.2, -61, 4.2, 1), "#2b2523", TOP)


def microphone(b: Brush) -> None:
    b.contact(42, 2)
    b.fill("M-17 -2.6 Q0 -5.4 17 -2.6 L17 -1 Q0 1.6 -17 -1 Z", "#3a3d44", SIDE, rim=0.4)
    b.metal(box(-1.1, -128, 1.1, -3), "#8f959c")
    b.fill(box(-2, -76, 2, -66, 0.8), "#2c2e33", ROUND)
    b.fill("M-3.4 -134 L3.4 -134 L2.2 -122 L-2.2 -122 Z", "#2c2e33", ROUND)
    head = box(-6.6, -150, 6.6, -129, 6.4)
    b.fill(head, b.main("#b6bcc4"), ROUND, rim=0.5)
    with b.within(head):
        for i in range(5):
            b.line(f"M{-4.8 + 2.4 * i} -151 L{-4.8 + 2.4 * i} -128", "#3a3d44", 0.8, e=0.25)
        b.fill(box(-7, -140.6, 7, -137.6), "#d7dce2", ROUND)
        b.line("M-7 -146 L7 -146 M-7 -133 L7 -133", "#3a3d44", 0.6, e=0.3)
    b.shine("M3.4 -148 L3.8 -132" if b.side >= 0 else "M-3.4 -148 L-3.8 -132", 0.5, 0.8)
    b.line("~ 1 -122 7 -100 3 -60 9 -20 15 -2", "#1c1a1c", 0.9, e=0.3)


THINGS = {
    "clock": Thing(clock, moving=True, glint=(6.4, -20.6, 1.4)),
    "phone": Thing(phone, glint=(3.1, -15.2, 0.6)),
    "radio": Thing(radio, moving=True),
    "computer": Thing(computer, moving=True),
    "camera": Thing(camera, glint=(-1, -7.8, 0.8)),
    "telescope": Thing(telescope, glint=(46, -130, 5)),
    "microphone": Thing(microphone),
}
