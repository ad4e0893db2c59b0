# SPDX-License-Identifier: Apache-2.0
"""Built landmarks: lighthouse, clock tower, houses, castle, windmill … Units: decimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.devices import dial
from aiprod.shooting.animatic.things.shapes import box, outline, oval, smooth
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


THINGS = {
    "lighthouse": Thing(lighthouse, DM, moving=True),
    "clock_tower": Thing(clock_tower, DM, moving=True),
    "house": Thing(house, DM),
    "castle": Thing(castle, DM, moving=True),
}
