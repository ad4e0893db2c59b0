# SPDX-License-Identifier: Apache-2.0
"""Sights: windmill, bridge, fountain, lamp post, rocket, ferris wheel … Units: decimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.landmarks import WINDOW_LIGHT
from aiprod.shooting.animatic.things.shapes import box, outline, oval, polygon
from aiprod.shooting.animatic.things.thing import DM, Thing


def windmill(b: Brush) -> None:
    plaster = b.pick("#e6dac2", "#c9a98a", "#d9d2c6")
    b.contact(58, 3)
    tower = "M-20 0 L-12 -72 L12 -72 L20 0 Q0 3 -20 0 Z"
    b.fill(tower, plaster, ROUND, rim=0.6)
    b.fill("M-20 0 L-19 -8 Q0 -5 19 -8 L20 0 Q0 3 -20 0 Z", "#9a8f80", ROUND)
    for x, y in ((-4, -26), (3, -52)):
        b.fill(box(x - 3.2, y - 4.2, x + 3.2, y + 4.2), "#efe6d4", SIDE)
        b.pane(box(x - 2.4, y - 3.4, x + 2.4, y + 3.4), WINDOW_LIGHT, "#3f4f5c")
        b.line(f"M{x} {y - 3.4} L{x} {y + 3.4} M{x - 2.4} {y} L{x + 2.4} {y}", "#efe6d4", 0.4, e=0.8, butt=True)
    b.fill("M2 1 L2 -14 Q6.4 -18.4 10.6 -14 L10.6 0.6 Z", "#5f4a38", SIDE)
    b.fill("M-15 -71 Q-13 -86 0 -89 Q13 -86 15 -71 Q0 -67.4 -15 -71 Z", "#6b4a3a", BALL, rim=0.5)
    turn = b.t * 26 + (b.seed % 9) * 10
    hub = (0.0, -76.0)
    for k in range(4):
        with b.placed(*hub, turn=turn + 90 * k):
            b.line("M0 0 L0 -47", "#4f3a28", 1.3, e=0.5)
            b.fill("M0.6 -10 L7.6 -10 L8.6 -46 L0.6 -46 Z", "#f0e6d0", SIDE, alpha=0.92)
            for i in range(7):
                b.line(f"M0 {-11 - 5.8 * i} L{7.7 + 0.14 * i} {-11 - 5.8 * i}", "#4f3a28", 0.5, e=0.4)
            b.line("M4.2 -10 L4.6 -46 M7.6 -10 L8.6 -46", "#4f3a28", 0.5, e=0.4)
    b.fill(oval(*hub, 3.0), "#4f3a28", BALL, rim=0.3)


def bridge(b: Brush) -> None:
    stone = b.pick("#b0a48f", "#a88f7a", "#98989a")
    half = 92
    deck = "M-96 -27 Q0 -54 96 -27 L96 0 L-96 0 Z"
    from skia import Op, PathOp

    span = outline(deck)
    for x, w, h in ((0.0, 30, 34), (-58.0, 20, 20), (58.0, 20, 20)):
        arch = outline(f"M{x - w} 6 L{x - w} 0 Q{x - w} {-h} {x} {-h} Q{x + w} {-h} {x + w} 0 L{x + w} 6 Z")
        b.shade(
            (
                f"M{x - w} 0 Q{x - w} {-h} {x} {-h} Q{x + w} {-h} {x + w} 0 L{x + w - 7} 0 "
                f"Q{x + w - 8} {-h + 5} {x} {-h + 5} Q{x - w + 8} {-h + 5} {x - w + 7} 0 Z"
            ),
            0.75,
        )
        span = Op(span, arch, PathOp.kDifference_PathOp) or span
    b.fill(span, stone, SIDE, rim=0.6)
    for x, w, h in ((0.0, 30, 34), (-58.0, 20, 20), (58.0, 20, 20)):
        for i in range(15):
            a = pi * (i + 0.5) / 15
            with b.placed(x - w * cos(a), -h * sin(a) * 0.99, turn=-90 + 180 * (i + 0.5) / 15):
                b.fill(box(-1.9 * w / 22, -5.4, 1.9 * w / 22, -0.2, 0.5), stone, FLAT, e=0.12 if i % 2 else -0.02)
    if b.fine:
        for _ in range(30):
            x = b.rng.uniform(-half, half)
            y = b.rng.uniform(-34, -24) + 8 * (x / 92) ** 2
            b.fill(box(x - 3, y - 1.3, x + 3, y + 1.3, 0.5), stone, FLAT, e=b.rng.choice((-0.12, 0.08)), alpha=0.6)
    b.fill("M-98 -27 Q0 -55 98 -27 L98 -32 Q0 -60 -98 -32 Z", stone, TOP, e=0.12, rim=0.5)
    b.line("M-98 -26.6 Q0 -54.4 98 -26.6", "#4f473c", 0.8, e=0.3, alpha=0.6)


def fountain(b: Brush) -> None:
    stone = b.pick("#b9ada0", "#a8a6a8", "#c9b596")
    water = "#8fc4d6"
    b.contact(40, 1.6)
    b.fill("M-4 -2 L-2.6 -15 L2.6 -15 L4 -2 Z", stone, ROUND)
    b.fill("M-8.6 -16.4 Q0 -11 8.6 -16.4 L8 -17.8 L-8 -17.8 Z", stone, ROUND, rim=0.2)
    b.fill(oval(0, -17.6, 8.2, 1.0), water, SIDE, e=0.12)
    b.fill("M-1.4 -17.6 L-0.9 -22.6 L0.9 -22.6 L1.4 -17.6 Z", stone, ROUND)
    b.fill(oval(0, -23.2, 1.2), stone, BALL)
    for i in range(6):
        s = (-1, 1)[i % 2] * (0.35 + 0.3 * (i // 2))
        flow = (b.t * 1.6 + i * 0.17) % 1.0
        b.line(f"M0 -23.6 Q{4.4 * s} -26.4 {8.4 * s} -17.4", water, 0.42, e=1.0, alpha=0.55)
        u = flow
        x = 2 * u * (1 - u) * 4.4 * s + u * u * 8.4 * s
        y = (1 - u) ** 2 * -23.6 + 2 * u * (1 - u) * -26.4 + u * u * -17.4
        b.shine(oval(x, y, 0.4), 0.85)
    for s in (-1, 1):
        for k in range(3):
            x = s * (7.2 - 2.0 * k)
            b.line(f"M{x} -16.6 Q{x * 1.25} -12 {x * 1.32} -5", water, 0.4, e=1.0, alpha=0.45)
            fall = (b.t * 1.3 + 0.31 * k + 0.5 * s) % 1.0
            b.shine(oval(x * (1 + 0.3 * fall), -16.4 + 11 * fall, 0.3, 0.7), 0.8)
    b.fill(oval(0, -5.8, 17, 2.2), water, SIDE, e=0.05)
    for k in range(3):
        r = ((b.t * 0.5 + k / 3) % 1.0) * 7
        b.line(oval(-8, -5.6, r, r * 0.13), "#ffffff", 0.16, e=1.0, alpha=0.6 * (1 - r / 7))
        b.line(oval(8, -5.6, r, r * 0.13), "#ffffff", 0.16, e=1.0, alpha=0.6 * (1 - r / 7))
    b.fill("M-18.4 -6 Q0 -1.6 18.4 -6 L17.4 -0.6 Q0 1.6 -17.4 -0.6 Z", stone, ROUND, rim=0.3)
    b.fill("M-19.4 -6.6 Q0 -1.8 19.4 -6.6 L19.2 -4.8 Q0 -0.2 -19.2 -4.8 Z", stone, ROUND, e=0.12)


def tent(b: Brush) -> None:
    cloth = b.pick("#c9763a", "#5f7f5a", "#b8443a", "#3f6b86")
    b.contact(36, 1.2)
    for s in (-1, 1):
        b.line(f"M{s * 12} -5 L{s * 17.4} 0", "#e6dcc4", 0.16, e=0.8)
    b.fill("M-1 -18 L-15 0 L15 0 L1 -18 Z", cloth, SIDE, rim=0.3)
    inside = "M0 -17 L-6.4 0 L6.4 0 Z"
    b.fill(inside, "#2b1d1a", FLAT, e=-0.2)
    if b.lamps_on:
        with b.within(outline(inside)):
            b.glow(0, -3, 13, "#ffb550", 0.85)
        b.glow(0, -6, 13, "#ffb550", 0.25)
    b.fill("M0 -17.6 L-6.4 0 L-9.6 0 Q-4.4 -7 0 -17.6 Z", cloth, SIDE, e=0.14)
    b.fill("M0 -17.6 L6.4 0 L9.6 0 Q4.4 -7 0 -17.6 Z", cloth, SIDE, e=-0.12)
    b.line("M0 -18 L-10.6 -3 M0 -18 L10.6 -3", "#2c1c14", 0.14, e=0.35, alpha=0.5)
    b.line("M-15 0 L-1 -18 L1 -18 L15 0", "#e6dcc4", 0.3, e=0.75)
    b.line("M-0.6 -17.6 L0.6 -18.6", "#7a5a38", 0.4, e=0.5)


def lamp_post(b: Brush) -> None:
    iron = b.main("#33413f")
    b.contact(14, 0.8)
    b.fill("M-2.6 0 L-2.2 -2 L-1.3 -3 L-1.0 -7 L1.0 -7 L1.3 -3 L2.2 -2 L2.6 0 Z", iron, ROUND, rim=0.1)
    b.fill("M-0.62 -7 L-0.42 -30.6 L0.42 -30.6 L0.62 -7 Z", iron, ROUND)
    for y in (-7.2, -18.4, -30.4):
        b.fill(box(-1.1, y - 0.5, 1.1, y + 0.5, 0.4), iron, ROUND, e=0.1)
    b.line("~ -3 -28.4 -1.6 -29.6 0 -28.8 1.6 -29.6 3 -28.4", iron, 0.34, e=0.5)
    glass = "M-1.7 -31 L-2.7 -36.6 L2.7 -36.6 L1.7 -31 Z"
    if b.lamps_on:
        b.glow(0, -34, 22, "#ffc76b", 0.5)
        b.glow(0, -34, 9, "#ffe2a0", 0.8, core=0.1)
        b.light(glass, "#fff0c0")
        b.beam((0, -31), (0, -0.5), 1.6, 13, "#ffc76b", 0.15)
    else:
        b.glass(glass, "#cfdcd8", 0.5)
        b.light(oval(0, -33, 0.5, 0.9), "#fff4d4", 0.8)
    b.line("M-1.7 -31 L-2.7 -36.6 M1.7 -31 L2.7 -36.6 M0 -31 L0 -36.6", iron, 0.28, e=0.4, butt=True)
    b.fill("M-1.9 -31.3 L1.9 -31.3 L1.4 -30.4 L-1.4 -30.4 Z", iron, ROUND)
    b.fill("M-3.3 -36.4 Q-2.2 -38.8 0 -39.2 Q2.2 -38.8 3.3 -36.4 Z", iron, ROUND, rim=0.12)
    b.fill(oval(0, -39.5, 0.5), iron, BALL)


def rocket(b: Brush) -> None:
    paint = b.main("#e9e4da")
    red = "#c9382c" if b.colour is None else "#e9e4da"
    b.contact(50, 2)
    for s in (-1, 1):
        b.fill(f"M{s * 11} -44 Q{s * 25} -30 {s * 24} 0 L{s * 17} -9 Q{s * 14} -14 {s * 9} -14 Z", red, SIDE, rim=0.5)
    b.fill("M-7 -12 L-9 -2 Q0 0.4 9 -2 L7 -12 Z", "#4a4a52", ROUND)
    hull = "M-12 -12 Q-16 -44 -13.4 -74 Q-10 -104 0 -120 Q10 -104 13.4 -74 Q16 -44 12 -12 Q0 -8 -12 -12 Z"
    b.fill(hull, paint, ROUND, rim=0.8)
    with b.within(outline(hull)):
        b.fill("M-20 -92 Q0 -86 20 -92 L20 -124 L-20 -124 Z", red, ROUND, span=(-11, -120, 11, -90))
        b.fill("M-20 -30 Q0 -24 20 -30 L20 -24 Q0 -18 -20 -24 Z", red, ROUND, span=(-14, -30, 14, -18))
        b.line("M-20 -48 Q0 -42 20 -48", "#8a8a90", 0.5, e=0.5)
        if b.fine:
            for i in range(9):
                b.fill(oval(-12 + 3 * i, -45.6 + 0.34 * (9 - abs(i - 4) ** 1.2), 0.5), "#8a8a90", BALL)
        b.rim(outline(hull), 0.8)
    b.fill(oval(0, -68, 7.4), "#b9a24a", BALL)
    b.fill(oval(0, -68, 5.6), "#22384f", BALL)
    if b.lamps_on:
        b.light(oval(0, -68, 5.4), "#ffdf94", 0.9)
    b.shine("@ -2.8 -70.6 -0.6 -72.4 1 -71.8 -1.6 -69.4", 0.6)
    b.fill("M-2 -46 Q-3 -20 -1.6 -3 L1.6 -3 Q3 -20 2 -46 Q0 -50 -2 -46 Z", red, ROUND, rim=0.3)
    b.fill("M-0.8 -118 L0 -124 L0.8 -118 Z", "#4a4a52", SIDE)
    if b.speed > 0:
        b.glow(0, 4, 26, "#ffb550", 0.8)
        for x, w, h, p in ((0, 13, -30, 0.0), (-3, 8, -20, 1.0), (3, 8, -21, 2.0)):
            lick = 0.85 + 0.3 * b.flicker(p)
            b.light(
                f"M{x - w / 2} -2 Q{x} {-h * lick * 0.6:.3f} {x} {-h * lick:.3f} Q{x} {-h * lick * 0.6:.3f} {x + w / 2} -2 Z",
                "#ffcf70",
                0.85,
            )


def satellite_dish(b: Brush) -> None:
    white = b.main("#dfe3e6")
    b.contact(34, 1.4)
    b.fill("M-12 0 L-9 -5 L9 -5 L12 0 Z", "#8f8a84", SIDE)
    for x0, x1 in ((-9, -2), (9, 2)):
        b.line(f"M{x0} -5 L{x1} -25", "#8a949c", 1.0, e=0.6)
    b.line(
        "M-7.4 -10 L7.4 -10 M-5.6 -15 L5.6 -15 M-7.4 -10 L5.6 -15 M7.4 -10 L-5.6 -15 M-5.4 -15 L3.6 -20 M5.4 -15 L-3.6 -20",
        "#8a949c",
        0.5,
        e=0.5,
    )
    b.fill(box(-3.4, -28, 3.4, -23, 0.8), "#6b757d", ROUND)
    turn = -30 + 7 * b.wave(24)
    with b.placed(0, -29, turn=turn):
        b.fill("M-21 -7 Q0 10 21 -7 Q0 -2 -21 -7 Z", white, SIDE, e=-0.12, rim=0.4)
        b.fill(oval(0, -7, 21, 4.4), white, SIDE, e=0.1)
        b.fill(oval(0, -6.4, 18.6, 3.4), "#a9b3ba", SIDE, e=-0.05)
        for x in (-13, 0, 13):
            b.line(f"M{x * 0.9} {-6.6 + abs(x) * 0.06} L0 -19", "#6b757d", 0.5, e=0.5)
        b.fill(box(-1.4, -21, 1.4, -17.6, 0.5), "#c9382c", ROUND)
        if b.lamps_on and b.t % 2.0 < 1.0:
            b.glow(0, -20, 5, "#ff5a3a", 0.8)


def statue(b: Brush) -> None:
    bronze = b.pick("#5f8a7a", "#8f8a86", "#7a6248")
    stone = "#b3a898"
    b.contact(24, 1)
    b.fill("M-9.4 0 L-9.4 -2 L-8.2 -3 L8.2 -3 L9.4 -2 L9.4 0 Z", stone, SIDE, rim=0.15)
    b.fill(box(-7.4, -15, 7.4, -3), stone, SIDE, rim=0.2)
    b.fill(box(-8.4, -16.4, 8.4, -14.6, 0.3), stone, TOP, e=0.12)
    b.fill(box(-4.8, -11.8, 4.8, -6.6, 0.2), "#9a7a3f", SIDE)
    for s, kx in ((-1, -3.0), (1, 3.4)):
        b.fill(
            (
                f"M{s * 0.6 - 1.2} -24.6 L{kx - 0.9} -17.4 L{kx - 1.2} -16.4 L{kx + 1.8} -16.4 "
                f"L{kx + 0.9} -17.4 L{s * 0.6 + 1.6} -24.4 Z"
            ),
            bronze,
            ROUND,
            e=-0.05,
        )
    b.fill("M-3.2 -24 Q-3.9 -29.6 -3.2 -32.2 Q0 -33.8 3.2 -32.2 Q3.8 -29.6 3.0 -24 Q0 -22.6 -3.2 -24 Z", bronze, BALL, rim=0.25)
    b.fill("@ -2.6 -32.2 -4.8 -27 -6.8 -19.4 -4.4 -18.6 -2 -22 -1.4 -28", bronze, SIDE, e=-0.14)
    b.fill("@ -3 -31.8 -5 -29 -4.6 -25.4 -3.4 -25.2 -3.4 -28.6 -2 -30.6", bronze, BALL)
    b.fill("@ 2.4 -32 5 -34 6.4 -38.2 5.4 -38.6 4 -35.4 2 -33.6", bronze, BALL, rim=0.15)
    b.fill(oval(0, -35.4, 2.0, 2.3), bronze, BALL, rim=0.2)
    b.fill("M-2.4 -36 Q-2 -38.6 0 -38.6 Q2 -38.6 2.4 -36 Q0 -37 -2.4 -36 Z", bronze, SIDE, e=-0.12)
    b.fill("M5.4 -38.4 L4.4 -39.4 L7.4 -39.4 L6.4 -38.4 Z", bronze, SIDE)
    b.line("M-4.4 -25.2 L-4.9 -22.6", bronze, 1.0, e=0.5)


def ferris_wheel(b: Brush) -> None:
    steel = b.main("#d9dde2")
    b.contact(110, 4)
    hub = (0.0, -96.0)
    turn = b.t * 6 + (b.seed % 12) * 7
    for s in (-1, 1):
        b.line(f"M0 -96 L{s * 40} 0", "#7a828c", 3.4, e=0.4)
    b.fill(box(-52, -5, 52, 0, 0.6), "#6b5a50", SIDE)
    count = 12
    for i in range(count):
        a = 2 * pi * i / count + turn * pi / 180
        x, y = hub[0] + 76 * sin(a), hub[1] - 76 * cos(a)
        b.line(f"M{hub[0]} {hub[1]} L{x:.2f} {y:.2f}", steel, 0.8, e=0.6)
        if b.lamps_on:
            b.light(oval(hub[0] + 48 * sin(a), hub[1] - 48 * cos(a), 1.2), "#ffdf94")
    for r, w in ((76, 1.8), (68, 1.0), (34, 0.8)):
        b.line(oval(*hub, r), steel, w, e=0.7)
    hues = ("#c9382c", "#e0a52c", "#2f7fa8", "#4f9a6a")
    for i in range(count):
        a = 2 * pi * i / count + turn * pi / 180
        x, y = hub[0] + 76 * sin(a), hub[1] - 76 * cos(a)
        with b.placed(x, y, turn=3 * sin(b.t * 1.4 + i)):
            hue = hues[i % 4]
            b.fill("M-6.4 4 Q-6.4 -1 0 -1.4 Q6.4 -1 6.4 4 Z", hue, SIDE, e=0.1)
            b.pane(box(-5.4, 4, 5.4, 8.4), "#ffdf94", "#33404c")
            b.fill("M-6.6 8 L6.6 8 L5.4 13 L-5.4 13 Z", hue, SIDE, rim=0.3)
    for s in (-1, 1):
        b.line(f"M0 -96 L{s * 48} -2", steel, 3.0, e=0.65)
    b.fill(oval(*hub, 7), "#c9382c", BALL, rim=0.4)
    b.fill(
        polygon(
            [
                (hub[0] + r * sin(k * pi / 5), hub[1] - r * cos(k * pi / 5))
                for k in range(10)
                for r in [4.6 if k % 2 == 0 else 2.0]
            ]
        ),
        "#ffdf94",
        FLAT,
        e=0.3,
    )
    if b.lamps_on:
        for i in range(36):
            a = 2 * pi * i / 36 + turn * pi / 180
            b.light(oval(hub[0] + 72 * sin(a), hub[1] - 72 * cos(a), 0.9), hues[i % 4] if (i + int(b.t * 3)) % 2 else "#ffe9b8")
        b.glow(*hub, 84, "#ffcf7a", 0.22)


THINGS = {
    "windmill": Thing(windmill, DM, moving=True),
    "bridge": Thing(bridge, DM),
    "fountain": Thing(fountain, DM, moving=True),
    "tent": Thing(tent, DM),
    "lamp_post": Thing(lamp_post, DM),
    "rocket": Thing(rocket, DM),
    "satellite_dish": Thing(satellite_dish, DM, moving=True),
    "statue": Thing(statue, DM),
    "ferris_wheel": Thing(ferris_wheel, DM, moving=True),
}
