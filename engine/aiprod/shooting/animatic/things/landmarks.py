# SPDX-License-Identifier: Apache-2.0
"""Built landmarks: lighthouse, clock tower, houses, castle, windmill … Units: decimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.devices import dial
from aiprod.shooting.animatic.things.shapes import box, outline, oval, polygon, smooth
from aiprod.shooting.animatic.things.thing import DM, Thing

WINDOW_LIGHT = "#ffcf7a"


def lighthouse(b: Brush) -> None:
    band = b.main("#b8322e")
    _beams(b, 0, -158, behind=True)
    b.fill("@ -34 0 -30 -6 -18 -8 0 -7 20 -9 32 -5 36 0", "#6b6460", TOP, e=-0.1)
    tower = "M-17 -3 Q-12.6 -70 -9.6 -140 L9.6 -140 Q12.6 -70 17 -3 Q0 1 -17 -3 Z"
    b.fill(tower, "#efe8da", ROUND, rim=0.8)
    with b.within(outline(tower)):
        for top, bottom in ((-33, -3), (-88, -60), (-140, -114)):
            b.fill(
                f"M-20 {top} Q0 {top + 3} 20 {top} L20 {bottom} Q0 {bottom + 3} -20 {bottom} Z",
                band,
                ROUND,
                span=(-15, top, 15, bottom),
            )
        b.rim(outline(tower), 0.8)
        b.shade("M-12 -140 L12 -140 L12 -136 Q0 -133 -12 -136 Z", 0.4)
    for x, y in ((2.6, -47), (-2.2, -101), (2.4, -74)):
        b.fill(f"M{x - 1.9} {y + 4} L{x - 1.9} {y - 2} Q{x} {y - 4.6} {x + 1.9} {y - 2} L{x + 1.9} {y + 4} Z", "#d8cfbe", FLAT)
        b.pane(
            f"M{x - 1.3} {y + 3.4} L{x - 1.3} {y - 1.8} Q{x} {y - 3.6} {x + 1.3} {y - 1.8} L{x + 1.3} {y + 3.4} Z",
            WINDOW_LIGHT,
            "#33424f",
        )
    b.fill("M-4 -2.2 L-4 -11 Q0 -15.4 4 -11 L4 -2.2 Q0 -1.6 -4 -2.2 Z", "#efe8da", SIDE)
    b.fill("M-2.9 -2 L-2.9 -10.4 Q0 -13.6 2.9 -10.4 L2.9 -2 Z", "#3f5a5c", SIDE)
    b.fill("M-10 -140 L10 -140 L14.6 -145 L-14.6 -145 Z", "#3a3a42", SIDE)
    b.fill(box(-15, -147, 15, -144.6, 0.6), "#4a4a54", TOP, rim=0.3)
    for i in range(9):
        x = -14 + 3.5 * i
        b.line(f"M{x} -147 L{x} -152.4", "#2f2f38", 0.45, e=0.5)
    b.line("M-14.2 -152.4 L14.2 -152.4 M-14.2 -149.6 L14.2 -149.6", "#2f2f38", 0.5, e=0.6)
    _lamp_room(b, band)
    _beams(b, 0, -158, behind=False)


def _lamp_room(b: Brush, band: str) -> None:
    glass = box(-7, -165, 7, -147)
    b.fill(glass, "#7f97a3", ROUND)
    if b.lamps_on:
        b.light(glass, "#ffdf94", 0.85)
    turn = 2 * pi * b.t / 8
    lens = 0.5 + 0.5 * cos(turn)
    b.light(oval(3.4 * sin(turn), -157, 2.2, 5), "#fff3c8", 0.55 + 0.45 * lens)
    b.line(
        "M-7 -165 L-7 -147 M-2.4 -165 L-2.4 -147 M2.4 -165 L2.4 -147 M7 -165 L7 -147 M-7 -156 L7 -156",
        "#2f2f38",
        0.5,
        e=0.4,
        butt=True,
    )
    b.fill("M-8.6 -165 Q-7 -174 0 -176 Q7 -174 8.6 -165 Z", band, ROUND, rim=0.4)
    b.fill(box(-9, -166, 9, -164, 0.6), "#2f2f38", SIDE)
    b.fill(oval(0, -176.6, 1.3), "#2f2f38", BALL)
    b.line("M0 -177 L0 -181", "#2f2f38", 0.45, e=0.5)
    if b.lamps_on:
        b.glow(0, -157, 30, "#ffe2a0", 0.55 + 0.35 * max(0.0, cos(turn)) ** 8)


def _beams(b: Brush, x: float, y: float, behind: bool) -> None:
    """Two opposite beams that sweep round in 16 seconds; each is drawn before or behind the tower."""
    if not b.lamps_on:
        return
    for k in (0, 1):
        a = 2 * pi * b.t / 16 + 0.9 + k * pi
        if (cos(a) < 0) is not behind:
            continue
        reach = 300 * abs(sin(a))
        half = 4 + 0.115 * max(reach, 90)
        end = x + 300 * sin(a)
        strength = 0.62 if b.lit.night or b.lit.weather is Weather.FOG else 0.45
        if reach < 20:
            continue
        b.beam((x, y), (end, y), 2.8, half, "#ffedbe", strength)


def clock_tower(b: Brush) -> None:
    stone = b.pick("#c9b79a", "#b8a596", "#d6c3a4")
    slate = "#4a5568"
    b.contact(64, 3)
    body = box(-20, -104, 20, 0)
    b.fill(body, stone, SIDE, rim=0.8)
    for x in (-20.0, 20.0):
        b.fill(box(x - 3.4, -104, x + 3.4, 0), stone, ROUND, e=0.06)
        for i in range(11):
            if b.fine:
                b.line(f"M{x - 3.4} {-9 * i - 6} L{x + 3.4} {-9 * i - 6}", "#8a7a64", 0.35, e=0.4, alpha=0.6)
    for y in (-34.0, -66.0):
        b.fill(box(-24.5, y - 1.2, 24.5, y + 1.2, 0.4), stone, TOP, e=0.16)
    b.fill("M-8 0 L-8 -16 Q0 -27 8 -16 L8 0 Z", stone, SIDE, e=0.12)
    b.fill("M-6 0 L-6 -15 Q0 -23.4 6 -15 L6 0 Z", "#5b3a28", SIDE)
    b.line("M0 0 L0 -19", "#2c1a12", 0.5, e=0.3)
    for x in (-9.0, 9.0):
        b.pane(f"M{x - 2.6} -42 L{x - 2.6} -54 Q{x} -59 {x + 2.6} -54 L{x + 2.6} -42 Z", WINDOW_LIGHT, "#33404c")
    b.fill(box(-25, -107, 25, -103, 0.5), stone, TOP, e=0.14, rim=0.4)
    b.fill(oval(0, -86, 15), "#7a5f3a", BALL)
    dial(b, 0, -86, 13.4, "#f6ecd0")
    if b.lamps_on:
        b.glow(0, -86, 22, "#ffe0a0", 0.5)
    b.fill(box(-18, -127, 18, -106), stone, SIDE, e=0.03, rim=0.5)
    for x in (-8.4, 8.4):
        b.fill(f"M{x - 5} -108 L{x - 5} -118 Q{x} -126 {x + 5} -118 L{x + 5} -108 Z", "#2a2530", FLAT, e=-0.3)
        swing = 9 * sin(2 * pi * b.t / 2.4)
        with b.placed(x, -121, turn=swing):
            b.fill("M-3.6 11.4 Q-2.6 8 -2.4 4 Q-2 1.6 0 1.4 Q2 1.6 2.4 4 Q2.6 8 3.6 11.4 Z", "#b98a3a", ROUND)
    b.fill(box(-20.4, -129, 20.4, -126.4, 0.4), stone, TOP, e=0.1)
    b.fill("M-21 -129 Q-7 -137 0 -159 Q7 -137 21 -129 Z", slate, SIDE, rim=0.8)
    if b.fine:
        for i in range(5):
            y = -132 - 4.4 * i
            half = 14.4 - 2.7 * i
            b.line(f"M{-half} {y} L{half} {y}", "#2c3340", 0.4, e=0.4, alpha=0.7)
    b.line("M0 -158 L0 -166", "#3a3a42", 0.6, e=0.4)
    b.fill("M-3.4 -164 L2.6 -166 L2.6 -162.6 Z", "#c99a3f", SIDE)


_WALLS = ("#e8d9bc", "#c9785a", "#d9c7a8", "#8fa3a8", "#e3b07a", "#b9584a")
_ROOFS = ("#9a4a36", "#4f5a6b", "#7a4634", "#5b4a44")


def house(b: Brush) -> None:
    walls = b.pick(*_WALLS)
    roof = _ROOFS[(3 * b.seed + b.seed // 4) % len(_ROOFS)]
    gable = b.seed % 2 == 1
    b.contact(92, 3)
    cx = 16 if (b.seed // 3) % 2 else -17
    b.fill(box(cx - 3.4, -58, cx + 3.4, -38), "#a3583f", SIDE, rim=0.4)
    b.fill(box(cx - 4.4, -59.4, cx + 4.4, -56.6, 0.4), "#8a4a36", TOP)
    body = "M-34 0 L-34 -31 L0 -55 L34 -31 L34 0 Z" if gable else "M-35 0 L-35 -30 L35 -30 L35 0 Z"
    b.fill(body, walls, SIDE, rim=0.6)
    if b.fine:
        with b.within(outline(body)):
            for row in range(9):
                b.line(f"M-36 {-3.4 * row - 3} L36 {-3.4 * row - 3}", walls, 0.25, e=0.28, alpha=0.45)
    b.fill(box(-35.4, -3.4, 35.4, 0), "#8f8578", SIDE)
    if gable:
        b.fill("M-41 -28 L0 -58 L41 -28 L38.6 -25.4 L0 -53 L-38.6 -25.4 Z", roof, SIDE, rim=0.5)
        b.shade("M-34 -28.6 L0 -53 L34 -28.6 L34 -26 L0 -49.6 L-34 -26 Z", 0.3)
        _window(b, 0, -38, 4.2, 4.6, roof)
    else:
        slope = "M-41 -29 L-31 -53 L31 -53 L41 -29 Z"
        b.fill(slope, roof, SIDE, rim=0.7)
        with b.within(outline(slope)):
            for row in range(6):
                b.line(f"M-42 {-31.4 - 4 * row} L42 {-31.4 - 4 * row}", "#2c2024", 0.4, e=0.35, alpha=0.5)
        b.shade(box(-35, -29.4, 35, -26.6), 0.35)
        _dormer(b, -14 if cx > 0 else 14, walls, roof)
    door_x = (-9.0, 0.0, 9.0)[(b.seed // 2) % 3]
    _house_door(b, door_x, ("#3f6b70", "#8a3a2e", "#4a5a3a", "#2f4a6b")[(5 * b.seed + b.seed // 4) % 4])
    for x in (-23.0, 23.0) if abs(door_x) < 1 else (-25.0, 25.0, -6.0 if door_x > 0 else 6.0):
        if abs(x - door_x) > 8:
            _window(b, x, -17, 4.8, 6.2, ("#5f8a7a", "#e8dcc0", "#4f6b86")[(b.seed // 4) % 3], shutters=abs(x) > 20)
    if b.lit.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK, TimeOfDay.DAWN):
        for i in range(3):
            life = (0.3 + i * 0.33) % 1.0
            b.puff(cx + 3 + 6 * life, -61 - 11 * life, 3 + 3 * life, 3 + 2.6 * life, 0.22 * (1 - life))


def _dormer(b: Brush, x: float, walls: str, roof: str) -> None:
    b.fill(f"M{x - 6} -33 L{x - 6} -42 L{x} -47 L{x + 6} -42 L{x + 6} -33 Z", walls, SIDE, e=0.05)
    b.pane(box(x - 3, -41, x + 3, -34), WINDOW_LIGHT, "#3f4f5c")
    b.line(f"M{x} -41 L{x} -34 M{x - 3} -37.4 L{x + 3} -37.4", "#efe6d4", 0.5, e=0.8, butt=True)
    b.fill(
        f"M{x - 8.4} -40.6 L{x} -49.6 L{x + 8.4} -40.6 L{x + 6.6} -39.4 L{x} -46 L{x - 6.6} -39.4 Z", roof, SIDE, e=0.08, rim=0.4
    )


def _window(b: Brush, x: float, y: float, half: float, tall: float, shutter: str, shutters: bool = True) -> None:
    b.fill(box(x - half - 0.9, y - tall - 0.9, x + half + 0.9, y + tall + 0.9), "#efe6d4", SIDE)
    b.pane(box(x - half, y - tall, x + half, y + tall), WINDOW_LIGHT, "#3f4f5c")
    b.line(
        f"M{x} {y - tall} L{x} {y + tall} M{x - half} {y - tall * 0.15} L{x + half} {y - tall * 0.15}",
        "#efe6d4",
        0.7,
        e=0.8,
        butt=True,
    )
    for s in (-1, 1) if shutters else ():
        b.fill(box(x + s * (half + 2.7) - 1.8, y - tall - 0.4, x + s * (half + 2.7) + 1.8, y + tall + 0.4), shutter, SIDE)
        if b.fine:
            for i in range(6):
                yy = y - tall + 1 + i * tall / 3
                b.line(f"M{x + s * (half + 2.7) - 1.3} {yy} L{x + s * (half + 2.7) + 1.3} {yy}", "#1f2a2a", 0.3, e=0.3, alpha=0.6)
    b.fill(box(x - half - 1.6, y + tall + 0.6, x + half + 1.6, y + tall + 2.0), "#b9ab94", TOP)
    if b.seed % 3 == 0:
        for i in range(5):
            xx = x - half + i * half / 2
            b.fill(oval(xx, y + tall - 0.1, 1.2), "#4f7a45", BALL)
            b.fill(oval(xx, y + tall - 1.0, 0.75), ("#d8405a", "#f0c04a")[i % 2], BALL)


def _house_door(b: Brush, x: float, paint: str) -> None:
    b.fill(box(x - 6, -24, x + 6, -2.6, 0.3), "#efe6d4", SIDE)
    b.fill(box(x - 4.8, -22.8, x + 4.8, -2.6), paint, SIDE)
    b.pane(box(x - 3, -21, x + 3, -15), WINDOW_LIGHT, "#3f4f5c")
    b.line(f"M{x} -21 L{x} -15", paint, 0.6, e=0.6, butt=True)
    b.fill(box(x - 3, -12, x + 3, -5), paint, SIDE, e=-0.12)
    b.fill(oval(x + 3.6, -12.6, 0.7), "#d3a24a", BALL)
    b.fill(f"M{x - 8} 0 L{x - 7} -2.8 L{x + 7} -2.8 L{x + 8} 0 Z", "#a59a8a", TOP)
    if b.lamps_on:
        b.glow(x, -27, 11, "#ffc76b", 0.5)
        b.light(oval(x, -26.4, 1.0), "#fff0c4")


def castle(b: Brush) -> None:
    stone = b.pick("#b3a690", "#9c98a0", "#c2a98a")
    roof = ("#4f5f86", "#8a4038", "#3f6b6b")[(b.seed // 3) % 3]
    b.contact(260, 5)
    _keep(b, -38, 150, 16, stone, roof, -0.1)
    _keep(b, 44, 132, 14, stone, roof, -0.1)
    b.fill(box(-34, -118, 38, 0), stone, SIDE, e=-0.06, rim=0.8)
    _battlements(b, -36, 40, -118, stone, -0.02)
    _keep(b, 4, 172, 20, stone, roof, 0.0)
    b.fill(box(-100, -62, 100, 0), stone, SIDE, rim=0.8)
    _battlements(b, -102, 102, -62, stone, 0.04)
    if b.fine:
        rng = b.rng
        for _ in range(46):
            x, y = rng.uniform(-96, 94), rng.uniform(-58, -6)
            b.fill(box(x, y, x + rng.uniform(4, 8), y + 2.6, 0.6), stone, FLAT, e=rng.choice((-0.14, 0.1)), alpha=0.6)
    for x, h, w in ((-104, 92, 17), (104, 88, 17)):
        _keep(b, x, h, w, stone, roof, 0.06)
    b.fill("M-19 0 L-19 -34 Q0 -56 19 -34 L19 0 Z", stone, SIDE, e=0.14)
    gate = "M-14 0 L-14 -32 Q0 -48 14 -32 L14 0 Z"
    b.fill(gate, "#241a1c", FLAT, e=-0.25)
    with b.within(outline(gate)):
        for i in range(6):
            b.line(f"M{-12.5 + 5 * i} -50 L{-12.5 + 5 * i} -14", "#4a3a30", 1.0, e=0.4)
        b.line("M-14 -34 L14 -34 M-14 -26 L14 -26 M-14 -18 L14 -18", "#4a3a30", 1.0, e=0.4)
    for x in (-70, -44, 44, 70):
        b.pane(f"M{x - 2.4} -22 L{x - 2.4} -36 Q{x} -41 {x + 2.4} -36 L{x + 2.4} -22 Z", WINDOW_LIGHT, "#2c2a36")


def _battlements(b: Brush, left: float, right: float, top: float, stone: str, e: float) -> None:
    count = max(3, round((right - left) / 13))
    step = (right - left) / count
    b.fill(box(left, top - 3, right, top + 2), stone, TOP, e=e + 0.05)
    for i in range(count):
        x = left + i * step
        b.fill(box(x + 0.2 * step, top - 9, x + 0.8 * step, top - 2), stone, SIDE, e=e + 0.08)


def _keep(b: Brush, x: float, height: float, half: float, stone: str, roof: str, e: float) -> None:
    """A round tower with a pointed roof and a flag; `height` to the eaves."""
    b.fill(box(x - half, -height, x + half, 0), stone, ROUND, e=e, rim=0.6)
    b.fill(
        f"M{x - half - 3} {-height} L{x + half + 3} {-height} L{x + half} {-height + 7} L{x - half} {-height + 7} Z",
        stone,
        ROUND,
        e=e + 0.1,
    )
    tall = half * 1.5 if height < 170 else half * 1.12
    b.fill(
        (
            f"M{x - half - 5} {-height} Q{x - 3} {-height - tall * 0.5} {x} {-height - tall} "
            f"Q{x + 3} {-height - tall * 0.5} {x + half + 5} {-height} Z"
        ),
        roof,
        ROUND,
        rim=0.6,
    )
    for k, y in enumerate((0.78, 0.5)):
        wx = x + (half * 0.2 if k else -half * 0.2)
        yy = -height * y
        b.pane(
            f"M{wx - 2} {yy + 6} L{wx - 2} {yy - 4} Q{wx} {yy - 8} {wx + 2} {yy - 4} L{wx + 2} {yy + 6} Z",
            WINDOW_LIGHT,
            "#2c2a36",
        )
    top = -height - tall
    b.line(f"M{x} {top} L{x} {top - 9}", "#3a3238", 0.6, e=0.5)
    flag(b, x, top - 9, 9, 5, "#c2382e")


def flag(b: Brush, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A pennant that flies to the right from its pole's top."""
    upper, lower = [], []
    for i in range(5):
        s = i / 4
        lift = height * 0.34 * s * sin(5.2 * b.t - 4.4 * s + b.seed % 6)
        upper.append((x + width * s, y + lift + height * 0.14 * s))
        lower.append((x + width * s, y + height + lift - height * 0.3 * s))
    b.fill(smooth([upper[0], *upper, *reversed(lower), lower[0]]), colour, SIDE, e=0.05)


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
    "lighthouse": Thing(lighthouse, DM, moving=True),
    "clock_tower": Thing(clock_tower, DM, moving=True),
    "house": Thing(house, DM),
    "castle": Thing(castle, DM, moving=True),
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
