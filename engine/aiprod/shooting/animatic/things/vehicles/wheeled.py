# SPDX-License-Identifier: Apache-2.0
"""Vehicles on wheels and rails. Units: decimetres."""

from __future__ import annotations

from math import cos, degrees, pi, sin

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.shapes import box, outline, oval, ring
from aiprod.shooting.animatic.things.thing import DM, Thing

CABIN_LIGHT = "#ffe0a0"
TYRE = "#26262b"


def wheel(b: Brush, x: float, radius: float, hub: str = "#c3c8cd", spokes: int = 5, tyre: float = 0.34) -> None:
    """A wheel that stands on the ground; it has turned by the way travelled."""
    y = -radius
    b.fill(oval(x, y, radius), TYRE, BALL, e=-0.05)
    inner = radius * (1 - tyre)
    b.fill(oval(x, y, inner), hub, BALL, e=-0.02)
    turn = degrees(b.roll / (radius * 0.1))
    with b.placed(x, y, turn=turn):
        for k in range(spokes):
            a = 2 * pi * k / spokes
            b.fill(oval(0.6 * inner * cos(a), 0.6 * inner * sin(a), inner * 0.17), TYRE, FLAT, e=-0.2)
    b.fill(oval(x, y, inner * 0.26), hub, BALL, e=0.12)


def headlamp(b: Brush, x: float, y: float, radius: float, reach: float) -> None:
    """A lamp that looks to the right; it throws a cone when lamps are on."""
    b.fill(oval(x, y, radius * 0.8, radius), "#f2efe2", BALL, e=0.1)
    if not b.lamps_on:
        b.shine(oval(x, y - 0.3 * radius, radius * 0.3), 0.8)
        return
    b.beam((x, y), (x + reach, y + 0.03 * reach), 0.7 * radius, 0.2 * reach, "#ffedb8", 0.5)
    b.light(oval(x, y, radius * 0.8, radius), "#fffbe6")
    b.glow(x, y, radius * 6, "#ffe6a8", 0.8)


def tail_lamp(b: Brush, x: float, y: float, w: float, h: float) -> None:
    b.fill(box(x - w / 2, y - h / 2, x + w / 2, y + h / 2, w * 0.3), "#b3221c", SIDE, e=0.1)
    if b.lamps_on:
        b.light(box(x - w / 2, y - h / 2, x + w / 2, y + h / 2, w * 0.3), "#ff4a3a")
        b.glow(x, y, 5 * h, "#ff3a2a", 0.5)


def car(b: Brush) -> None:
    paint = b.pick("#c2473a", "#3f7a8f", "#e0b23c", "#5f7a5a", "#e6dfd0")
    b.contact(44, 1.4)
    b.fill(box(-17, -4.6, 17, -1.6, 1), "#1f1f24", FLAT)
    roof = "M-13.4 -8.6 Q-11.6 -14.6 -6.4 -15 Q0 -15.4 4.4 -14.6 Q8 -13.8 11 -8.4 Z"
    b.fill(roof, paint, SIDE, e=0.06, rim=0.4)
    for glass in (
        "M-11.2 -8.6 Q-9.8 -13.2 -6.2 -13.7 L-1.4 -13.9 L-1.4 -8.5 Z",
        "M-0.4 -13.9 Q3 -13.9 4.4 -13.2 Q6.8 -12 8.8 -8.4 L-0.4 -8.5 Z",
    ):
        b.pane(glass, None, "#6d8a99")
        if b.lamps_on:
            b.light(glass, "#ffd68a", 0.25)
    body = (
        "M-21 -6.6 Q-20.6 -8.6 -17 -8.8 L11 -8.8 Q18.6 -8.2 20.6 -6 Q21.6 -4.4 21 -2.8 "
        "L16.8 -2.6 Q16.4 -6 13 -6 Q9.6 -6 9 -2.6 L-9 -2.6 Q-9.6 -6 -13 -6 Q-16.4 -6 -16.8 -2.6 "
        "L-20.6 -2.8 Q-21.4 -4.6 -21 -6.6 Z"
    )
    b.fill(body, paint, SIDE, rim=0.4)
    b.shine("M-19.4 -8.0 L11 -8.1 Q16 -7.8 18.6 -6.6 L10 -7.2 L-19.8 -7.3 Z", 0.32)
    b.shade("M-9 -2.6 L9 -2.6 L9.4 -4 L-9.4 -4 Z", 0.3)
    b.line("M-1 -8.6 L-1 -3.2 M-9 -8.4 Q-9.6 -6.4 -9 -5 M8.6 -8.4 Q9.2 -7 8.8 -5.6", "#1f1a1c", 0.14, e=0.3, alpha=0.75)
    for x in (1.6, -6.6):
        b.fill(box(x - 1, -7.5, x + 1, -7.0, 0.2), "#d9dce0", TOP)
    for x in (-20.6, 19.8):
        b.fill(box(x - 1.6, -3.9, x + 1.6, -2.7, 0.5), "#b9bec4", TOP)
    wheel(b, -13, 3.1)
    wheel(b, 13, 3.1)
    tail_lamp(b, -20.4, -6.2, 0.9, 1.5)
    headlamp(b, 19.6, -5.8, 1.0, 30)


def van(b: Brush) -> None:
    paint = b.pick("#e6dcc6", "#c9784a", "#4f7f8f", "#8a9a5a")
    b.contact(52, 1.6)
    b.fill(box(-22, -5, 22, -2, 1), "#1f1f24", FLAT)
    body = (
        "M-25 -3 L-25 -20 Q-25 -22 -22.6 -22 L9 -22 Q13 -22 15.6 -18.4 L18.6 -12.4 "
        "L23.6 -10.8 Q25.4 -10 25.4 -7.6 L25.2 -3 L20.4 -2.8 Q20 -6.6 16 -6.6 Q12 -6.6 11.6 -2.8 "
        "L-10.6 -2.8 Q-11 -6.6 -15 -6.6 Q-19 -6.6 -19.4 -2.8 Z"
    )
    b.fill(body, paint, SIDE, rim=0.5)
    with b.within(outline(body)):
        b.fill(box(-26, -10.4, 26, -8.4), "#b8433a" if b.colour is None else "#f2ead6", FLAT)
        b.shine("M-25 -21.4 L10 -21.4 L10 -20.6 L-25 -20.6 Z", 0.4)
        b.shade(box(-26, -4.6, 26, -2), 0.3)
    pane = "M7 -20 L9.4 -20 Q11.8 -20 13.6 -17.4 L16.2 -12.4 L7 -12.4 Z"
    b.pane(pane, None, "#6d8a99")
    if b.lamps_on:
        b.light(pane, "#ffd68a", 0.25)
    b.line("M5.6 -21.6 L5.6 -3.4 M17.4 -12 L16.8 -7.4", "#2a2420", 0.16, e=0.3, alpha=0.7)
    b.line("M-9 -21.6 L-9 -3.4", "#2a2420", 0.12, e=0.3, alpha=0.5)
    b.fill(box(7, -11.4, 9.4, -10.8, 0.3), "#3a3d42", TOP)
    b.fill(oval(-8.6 - 8, -15.4, 3.4), "#b8433a" if b.colour is None else "#f2ead6", SIDE)
    b.fill("@ -18.6 -15 -16.6 -17.4 -14.6 -15 -16.6 -13.6", paint, SIDE, e=0.1)
    for x in (-24.6, 24.6):
        b.fill(box(x - 1.4, -4.4, x + 1.4, -3, 0.4), "#6b7077", TOP)
    wheel(b, -15, 3.5)
    wheel(b, 16, 3.5)
    tail_lamp(b, -24.6, -8, 0.8, 2.2)
    headlamp(b, 24.2, -8.2, 1.15, 30)


def bus(b: Brush) -> None:
    paint = b.pick("#c9473a", "#3f7f6b", "#e0a83c")
    b.contact(112, 2)
    b.fill(box(-50, -6, 50, -3, 1), "#1f1f24", FLAT)
    body = "M-54 -4 L-54 -27 Q-54 -30 -50.6 -30 L49 -30 Q53 -30 54 -26 L55 -12 L55 -4 Z"
    b.fill(body, paint, SIDE, rim=0.6)
    with b.within(outline(body)):
        b.fill(box(-56, -31, 56, -27.6), "#f2ead8", SIDE, span=(-54, -31, 54, -20))
        b.fill(box(-56, -11.4, 56, -9.8), "#f2ead8", FLAT)
        b.shade(box(-56, -6, 56, -3), 0.35)
    for i in range(8):
        x = -51.4 + 11.2 * i
        if i == 5:
            continue
        b.pane(box(x, -25, x + 9.6, -15, 0.9), CABIN_LIGHT, "#5f7c8c")
        if b.fine and b.lamps_on and (i + b.seed) % 2:
            _passenger(b, x + 4.6, -15, box(x, -25, x + 9.6, -15, 0.9))
    b.pane("M38 -25.4 L50 -25.4 Q52 -25.4 52.4 -23 L53.4 -13 L38 -13 Z", CABIN_LIGHT, "#5f7c8c")
    _folding_door(b, 4.2, 14.4, -25, -5, paint)
    _destination(b, 30, 50, -29.4, -26.2)
    for x in (-33, 33):
        b.fill(f"M{x - 6.4} -4 Q{x - 6} -11 {x} -11 Q{x + 6} -11 {x + 6.4} -4 Z", "#1f1f24", FLAT)
        wheel(b, x, 4.8, spokes=8)
    tail_lamp(b, -53.6, -9, 0.9, 2.6)
    headlamp(b, 54, -8, 1.3, 34)


def _passenger(b: Brush, x: float, y: float, window: object) -> None:
    from skia import Path

    with b.within(window if isinstance(window, Path) else outline(str(window))):
        b.shade(oval(x, y - 4.2, 1.5, 1.8), 0.6)
        b.shade(f"M{x - 3.4} {y + 1} Q{x - 3} {y - 2.6} {x} {y - 2.6} Q{x + 3} {y - 2.6} {x + 3.4} {y + 1} Z", 0.6)


def _folding_door(b: Brush, left: float, right: float, top: float, bottom: float, paint: str) -> None:
    b.fill(box(left, top, right, bottom, 0.5), paint, SIDE, e=-0.14)
    mid = (left + right) / 2
    for x0, x1 in ((left + 0.7, mid - 0.4), (mid + 0.4, right - 0.7)):
        b.pane(box(x0, top + 1, x1, bottom - 3, 0.5), CABIN_LIGHT, "#5f7c8c")


def _destination(b: Brush, left: float, right: float, top: float, bottom: float) -> None:
    """The sign over the windscreen: a disc and bars in lamp points, no language."""
    b.fill(box(left, top, right, bottom, 0.3), "#1a1a1e", FLAT, e=-0.2)
    h = bottom - top
    y = (top + bottom) / 2
    b.light(oval(left + 1.6, y, 0.32 * h), "#ffb53a")
    x = left + 3.6
    for w in (2.2, 3.4, 1.4, 2.6, 3.0):
        if x + w < right - 0.6:
            b.light(box(x, y - 0.2 * h, x + w, y + 0.2 * h, 0.15 * h), "#ffb53a", 0.95)
        x += w + 0.8


def tram(b: Brush) -> None:
    paint = b.pick("#c9a13c", "#b8433a", "#3f7f6b")
    cream = "#f2e8d2"
    b.contact(126, 2)
    b.fill(box(-48, -6, 48, -2.4, 1), "#26262b", FLAT)
    for x in (-36.0, -26.0, 26.0, 36.0):
        wheel(b, x, 3.2, "#7a8088", 6, 0.2)
    b.fill(box(-42, -4.4, -20, -2.6, 0.6), "#33353b", SIDE)
    b.fill(box(20, -4.4, 42, -2.6, 0.6), "#33353b", SIDE)
    body = "M-61 -5 L-61.6 -16 Q-61.4 -26 -57 -31 L57 -31 Q61.4 -26 61.6 -16 L61 -5 Z"
    b.fill(body, cream, SIDE, rim=0.6)
    with b.within(outline(body)):
        b.fill(box(-64, -15, 64, -4), paint, SIDE, span=(-61, -31, 61, -4))
        b.fill(box(-64, -13.2, 64, -12.4), cream, FLAT)
        b.fill(box(-64, -32, 64, -28.6), paint, SIDE, e=0.05)
        b.shade(box(-64, -7, 64, -4), 0.3)
    for i in range(10):
        x = -50 + 10.2 * i
        if i in (2, 7):
            _folding_door(b, x - 0.2, x + 9.2, -27, -5.4, paint)
            continue
        b.pane(box(x, -26.4, x + 8.8, -16.4, 1.2), CABIN_LIGHT, "#5f7c8c")
        b.line(f"M{x} -23.6 L{x + 8.8} -23.6", cream, 0.5, e=0.7, butt=True)
        if b.fine and b.lamps_on and (i + b.seed) % 3 == 0:
            _passenger(b, x + 4.4, -16.4, box(x, -26.4, x + 8.8, -16.4, 1.2))
    for s in (-1, 1):
        b.pane(f"M{s * 52.6} -26.4 L{s * 57} -26.4 Q{s * 60} -22 {s * 60.2} -16.4 L{s * 52.6} -16.4 Z", CABIN_LIGHT, "#5f7c8c")
    b.fill("M-54 -31 Q-52 -33 -48 -33 L48 -33 Q52 -33 54 -31 Z", "#6b7077", TOP, rim=0.3)
    b.line("M-8 -33 L4 -37 L-5 -41 M-12 -41.2 L3 -41.2 M-2 -33 L4 -37", "#3a3d42", 0.7, e=0.5)
    _destination(b, 34, 52, -31.2, -28)
    tail_lamp(b, -61, -10, 0.8, 1.8)
    headlamp(b, 61, -10, 1.3, 34)


def train(b: Brush) -> None:
    paint = b.pick("#2f5f6b", "#8a2f32", "#3f5a3f")
    gold = "#d9b25a"
    b.contact(250, 2.4)
    for left in (-122.0, -34.0):
        b.fill(box(left + 4, -9, left + 80, -4, 1), "#22242a", FLAT)
        for x in (left + 12, left + 24, left + 58, left + 70):
            wheel(b, x, 4.4, "#7a8088", 6, 0.18)
        coach = box(left, -33, left + 84, -7, 1.2)
        b.fill(coach, paint, SIDE, rim=0.6)
        b.fill(
            f"M{left - 1} -32.6 Q{left + 2} -37 {left + 8} -37 L{left + 76} -37 Q{left + 82} -37 {left + 85} -32.6 Z",
            "#5b6068",
            TOP,
            rim=0.3,
        )
        b.line(f"M{left + 1} -15 L{left + 83} -15 M{left + 1} -30.6 L{left + 83} -30.6", gold, 0.6, e=0.8, butt=True)
        for i in range(6):
            x = left + 10 + 11.2 * i
            b.fill(box(x - 0.6, -28.6, x + 9.2, -17, 1.0), gold, SIDE, e=-0.05)
            b.pane(box(x, -28, x + 8.6, -17.6, 0.7), CABIN_LIGHT, "#4f6675")
            if b.fine and b.lamps_on and (i + b.seed + (left > -60)) % 3 == 0:
                _passenger(b, x + 4.2, -17.6, box(x, -28, x + 8.6, -17.6, 0.7))
        for x in (left + 1.6, left + 77.4):
            b.fill(box(x, -28.4, x + 5, -8, 0.4), paint, SIDE, e=-0.14)
            b.pane(box(x + 0.9, -27, x + 4.1, -20, 0.4), CABIN_LIGHT, "#4f6675")
    b.fill(box(-39, -26, -33, -8), "#22242a", FLAT)
    b.fill(box(49, -12, 55, -8), "#22242a", FLAT)
    _locomotive(b, paint, gold)


def _locomotive(b: Brush, paint: str, gold: str) -> None:
    b.fill(box(54, -10, 119, -6, 0.8), "#1f2126", FLAT)
    b.fill("M56 -9 L56 -38 L76 -38 L76 -9 Z", paint, SIDE, rim=0.5)
    b.fill("M53 -37 Q66 -42 79 -37 L79 -35.4 L53 -35.4 Z", "#33353b", TOP)
    b.pane(box(59, -33.4, 65, -24, 0.8), CABIN_LIGHT, "#4f6675")
    b.pane(box(67.4, -33.4, 73.4, -24, 0.8), CABIN_LIGHT, "#4f6675")
    b.fill(box(75, -29, 115, -12, 1), paint, TOP, rim=0.6)
    for x in (82, 92, 102):
        b.line(f"M{x} -29 L{x} -12", gold, 0.8, e=0.8, butt=True)
    b.fill("M113 -30 L118 -29 Q120 -20.6 118 -12 L113 -11 Z", "#2b2d33", SIDE)
    b.fill("M104.6 -29 L103.6 -38 L102.4 -40 L112 -40 L110.8 -38 L109.8 -29 Z", "#2b2d33", ROUND, rim=0.3)
    b.fill("M87 -29 Q87 -34.6 91 -34.6 Q95 -34.6 95 -29 Z", gold, ROUND)
    b.fill("M113 -8 L121 -8 L125 -1 L112 -1 Z", "#7a2f2a", SIDE)
    for x, r in ((66, 6.2), (81, 6.2), (95, 6.2)):
        wheel(b, x, r, "#a83a32", 8, 0.14)
    wheel(b, 109, 4.0, "#a83a32", 6, 0.16)
    a = b.roll / 0.62
    dx, dy = 3.2 * cos(a), 3.2 * sin(a)
    b.line(f"M{66 + dx:.3f} {-6.2 + dy:.3f} L{95 + dx:.3f} {-6.2 + dy:.3f}", "#c3c8cd", 1.3, e=0.7)
    for i in range(5):
        life = ((b.t * 0.35 if b.speed else 0.2) + i / 5) % 1.0
        b.puff(107 - 34 * life, -42 - 15 * life, 3.4 + 8 * life, 3 + 6 * life, 0.5 * (1 - life), "#e6e6ea")
    headlamp(b, 117.4, -31.4, 1.6, 44)


def bicycle(b: Brush) -> None:
    paint = b.pick("#c2473a", "#3f7a8f", "#4f7a5a", "#e0b23c")
    for x in (-5.6, 5.6):
        b.line(oval(x, -3.5, 3.3), TYRE, 0.42, e=0.4)
        b.line(oval(x, -3.5, 3.0), "#b9bec4", 0.14, e=0.8)
        turn = b.roll / 0.35
        for k in range(10):
            a = pi * 2 * k / 10 + turn
            b.line(f"M{x} -3.5 L{x + 3 * cos(a):.3f} {-3.5 + 3 * sin(a):.3f}", "#c9ced4", 0.05, e=0.8)
        b.fill(oval(x, -3.5, 0.4), "#8a9096", BALL)
    crank = b.roll / 0.35 * 0.5 + 0.6
    b.line("M-5.6 -3.5 L-0.6 -3.3 L-1.6 -8 Z", paint, 0.36, e=0.65)
    b.line("M-0.6 -3.3 L4.3 -7.8 L-1.5 -7.6", paint, 0.42, e=0.7)
    b.line("M5.6 -3.5 L4.1 -8.6", paint, 0.38, e=0.7)
    b.line("~ 4.1 -8.6 3.9 -9.9 5.2 -10.3 6.0 -9.7 5.6 -9.1", "#b9bec4", 0.32, e=0.8)
    b.line("M5.9 -9.6 L5.2 -9.0", "#3a2a20", 0.46, e=0.4)
    b.line("M-1.6 -8 L-1.9 -9.1", "#b9bec4", 0.3, e=0.8)
    b.fill("M-3.6 -9.7 Q-1.8 -9.9 -0.2 -9.3 Q-1 -8.8 -1.8 -8.8 Q-3.4 -8.8 -3.6 -9.7 Z", "#5b3a24", SIDE, rim=0.08)
    b.line("M-5.6 -3.5 L-0.6 -2.7 M-5.6 -3.9 L-0.6 -3.9", "#3a3d42", 0.09, e=0.4)
    b.line(ring(-0.6, -3.3, 0.7, 0.6), "#8a9096", 0.2, e=0.7)
    for side in (0.0, pi):
        x, y = -0.6 + 1.3 * cos(crank + side), -3.3 + 1.3 * sin(crank + side)
        b.line(f"M-0.6 -3.3 L{x:.3f} {y:.3f}", "#8a9096", 0.2, e=0.7)
        b.line(f"M{x - 0.5:.3f} {y:.3f} L{x + 0.5:.3f} {y:.3f}", "#2a2a2e", 0.3, e=0.4)
    b.line("~ -9 -3.6 -8 -6.4 -5.6 -7.2 -3.4 -6.4", paint, 0.26, e=0.6)
    b.line("~ 2.4 -5.6 4 -7.1 6.6 -7.1 8.6 -5.4", paint, 0.26, e=0.6)
    b.line("M-6.9 -7.4 L-2 -7.5 M-6 -7.4 L-5.7 -3.7", "#6b7077", 0.2, e=0.6)
    b.fill("M5.2 -9.4 L8.4 -9.4 L8 -7.2 L5.6 -7.2 Z", "#c09a62", SIDE)
    for i in range(3):
        b.line(f"M5.3 {-8.9 + 0.6 * i} L8.3 {-8.9 + 0.6 * i}", "#7a5a30", 0.1, e=0.4)
    if b.lamps_on:
        b.light(oval(6.6, -6.8, 0.35), "#fffbe6")
        b.beam((6.6, -6.8), (17, -6.2), 0.25, 2.6, "#ffedb8", 0.22)


def motorbike(b: Brush) -> None:
    paint = b.pick("#b8332e", "#2f5f7a", "#3a3a40", "#7a8a4a")
    b.contact(24, 0.8)
    for x in (-7.2, 7.4):
        wheel(b, x, 3.2, "#aeb4ba", 8, 0.26)
    b.line("M7.4 -3.2 L4.6 -9.6", "#b9bec4", 0.6, e=0.8)
    b.line("M-7.2 -3.2 L-0.4 -3.6", "#5a5f66", 0.7, e=0.5)
    b.fill("@ -2.6 -6 2.4 -6.4 3 -4 1.6 -2.2 -1.8 -2.2 -3.2 -4", "#7a8088", SIDE, rim=0.1)
    for i in range(4):
        b.line(f"M-1.8 {-5.6 + 0.6 * i} L2.2 {-5.9 + 0.6 * i}", "#3a3d42", 0.16, e=0.4)
    b.fill("M-10.6 -2.9 L-1 -2.6 L-1 -1.8 L-10.6 -1.7 Q-11.4 -2.3 -10.6 -2.9 Z", "#c3c8cd", TOP)
    b.fill("M-10.6 -6.6 Q-9 -7.8 -6.8 -7.2 L-3.4 -6.6 L-3.8 -5.2 L-8.4 -5.4 Z", paint, SIDE, rim=0.15)
    b.fill("M-9.8 -8.6 Q-7 -9.2 -4 -8 Q-1.6 -7.4 0 -7.8 L-0.2 -6.6 Q-4 -5.9 -9 -7 Z", "#2c211c", SIDE, rim=0.15)
    b.fill("M-0.6 -7 Q0 -9.4 2.6 -9.6 Q4.6 -9.4 5 -7.6 Q2.6 -6 -0.2 -6 Z", paint, SIDE, rim=0.25)
    b.shine("~ 0.6 -8.6 2 -9.1 3.6 -8.7", 0.6, 0.22)
    b.fill("M4.2 -4.4 Q6 -7.2 9.6 -6.2 Q11 -5.6 11 -4.6 Q8 -5.8 4.8 -3.8 Z", paint, SIDE)
    b.line("~ 4.8 -9.8 4.4 -11.2 2.8 -11.8 1.6 -11.4", "#3a3d42", 0.4, e=0.6)
    b.line("M4.2 -11.2 L3.6 -12.4", "#6b7077", 0.2, e=0.6)
    b.fill(oval(3.6, -12.5, 0.5, 0.35), "#6b7077", BALL)
    tail_lamp(b, -10.7, -7.2, 0.6, 0.8)
    headlamp(b, 6.0, -9.4, 0.95, 20)


def cart(b: Brush) -> None:
    wood = b.pick("#9a6a3c", "#8a5a44", "#7a7a4a")
    b.contact(30, 0.9)
    b.fill("@ -10 -8.4 -7 -12 -3 -10.6 0 -12.4 4 -10.8 7.6 -11.4 9.4 -8.4", "#d9b25a", BALL, rim=0.2)
    if b.fine:
        for i in range(16):
            x = -8.6 + 1.1 * i
            b.line(
                f"M{x} -8.2 Q{x + 0.4} -10 {x + (0.9 if i % 2 else -0.7)} {-11 + 0.3 * (i % 3)}",
                "#8a6a24",
                0.12,
                e=0.5,
                alpha=0.8,
            )
    b.line("M9 -4.6 L19.6 -6.2", wood, 0.7, e=0.55)
    b.line("M18.8 -6.2 L20.4 -5.4", "#3a2a20", 0.8, e=0.4)
    b.fill("M-11.4 -8.8 L11 -8.8 L9.4 -3.8 L-9.8 -3.8 Z", wood, SIDE, rim=0.25)
    b.line("M-11 -7 L10.4 -7 M-10.4 -5.3 L9.9 -5.3", "#4a2f18", 0.2, e=0.35)
    for x in (-8.4, 0, 8):
        b.fill(box(x - 0.6, -9.4, x + 0.6, -3.6, 0.2), wood, ROUND, e=-0.08)
    b.fill("M10 -4 L11.4 -4 L12 0 L10.8 0 Z", wood, SIDE)
    turn = b.roll / 0.43
    x, y, r = -2.4, -4.3, 4.1
    b.line(oval(x, y, r), "#5b3d22", 0.7, e=0.5)
    b.line(oval(x, y, r + 0.3), "#3a3d42", 0.2, e=0.6)
    for k in range(8):
        a = pi * k / 4 + turn
        b.line(f"M{x} {y} L{x + r * cos(a):.3f} {y + r * sin(a):.3f}", "#7a5230", 0.42, e=0.6)
    b.fill(oval(x, y, 0.9), "#5b3d22", BALL)


THINGS = {
    "car": Thing(car, DM),
    "van": Thing(van, DM),
    "bus": Thing(bus, DM),
    "tram": Thing(tram, DM),
    "train": Thing(train, DM),
    "bicycle": Thing(bicycle, DM),
    "motorbike": Thing(motorbike, DM),
    "cart": Thing(cart, DM),
}
