# SPDX-License-Identifier: Apache-2.0
"""What stands or hangs in a room: chair, table, bed, door, window, oven … Units: centimetres."""

from __future__ import annotations

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.flames import tongue
from aiprod.shooting.animatic.things.shapes import box, outline, oval
from aiprod.shooting.animatic.things.thing import Thing

BRASS = "#d3a24a"


def chair(b: Brush) -> None:
    wood = b.pick("#a56a38", "#7f4a2c", "#4f7a78")
    b.contact(58, 2)
    for x, top in ((-14, -44), (18, -44)):
        b.fill(f"M{x - 1.8} {top} L{x - 1.4} -6 L{x + 1.4} -6 L{x + 1.8} {top} Z", wood, ROUND, e=-0.2)
    for s in (-1, 1):
        b.fill(f"M{s * 19 - 2} -46 L{s * 17 - 1.8} -94 L{s * 17 + 1.8} -94 L{s * 19 + 2} -46 Z", wood, ROUND, rim=0.4)
    b.fill("M-18 -94 Q0 -98 18 -94 L18 -82 Q0 -86 -18 -82 Z", wood, SIDE, rim=0.4)
    for x in (-10, 0, 10):
        b.fill(box(x - 1.6, -84, x + 1.6, -47), wood, ROUND, e=-0.06)
    b.fill("M-24 -43 L-19.5 -48.6 L19.5 -48.6 L24 -43 Z", wood, TOP, e=0.22)
    b.fill(box(-24.4, -43.4, 24.4, -38.4, 1), wood, SIDE, rim=0.3)
    for s in (-1, 1):
        b.fill(f"M{s * 21 - 2.2} -39 L{s * 22.6 - 1.6} 0 L{s * 22.6 + 1.6} 0 L{s * 21 + 2.2} -39 Z", wood, ROUND)
    b.fill(box(-21, -20, 21, -17, 1), wood, SIDE, e=-0.1)
    b.shade(box(-22, -38.4, 22, -35.6), 0.3)


def table(b: Brush) -> None:
    wood = b.pick("#a0683a", "#7f4c2e", "#c09560")
    b.contact(150, 4)
    for s in (-1, 1):
        b.fill(f"M{s * 54 - 3} -66 L{s * 53 - 2} -5 L{s * 53 + 2} -5 L{s * 54 + 3} -66 Z", wood, ROUND, e=-0.25)
        b.fill(f"M{s * 63 - 4} -66 L{s * 63 - 2.6} 0 L{s * 63 + 2.6} 0 L{s * 63 + 4} -66 Z", wood, ROUND, rim=0.5)
        b.fill(box(s * 63 - 4.4, -50, s * 63 + 4.4, -47, 1), wood, ROUND, e=0.1)
    b.fill(box(-66, -71, 66, -58), wood, SIDE, e=-0.1)
    b.shade(box(-66, -71, 66, -67.6), 0.35)
    b.fill(box(-14, -68, 14, -59.6, 0.6), wood, SIDE, e=0.02)
    b.fill(oval(0, -64, 1.6), BRASS, BALL)
    b.fill("M-75 -74 L-68 -78 L68 -78 L75 -74 Z", wood, TOP, e=0.22)
    b.fill(box(-75, -74.2, 75, -70.2, 0.8), wood, SIDE, rim=0.5)
    if b.fine:
        b.grain("M-75 -74 L-68 -78 L68 -78 L75 -74 Z", "#5b3418", 3, 0.3)


def bench(b: Brush) -> None:
    wood = b.pick("#9a6838", "#4f7a5a", "#7a5a48")
    b.contact(160, 4)
    for s in (-1, 1):
        b.line(f"M{s * 60} -44 L{s * 58} -84", "#33383d", 4.2, e=0.5)
    for y in (-82, -71, -60):
        b.fill(box(-74, y - 3.6, 74, y + 3.6, 1.4), wood, TOP, rim=0.5)
    b.fill("M-76 -41 L-71 -47.6 L71 -47.6 L76 -41 Z", wood, TOP, e=0.2)
    b.line("M-73.4 -44.4 L73.4 -44.4", "#3a2614", 0.7, e=0.3, alpha=0.7)
    b.fill(box(-76, -41.2, 76, -36.6, 1.4), wood, SIDE, rim=0.4)
    for s in (-1, 1):
        b.line(f"~ {s * 68} -38 {s * 61} -22 {s * 64} -8 {s * 70} -1.6", "#33383d", 4.4, e=0.5)
        b.line(f"~ {s * 55} -38 {s * 58} -20 {s * 50} -2", "#33383d", 3.6, e=0.35)
        b.line(f"~ {s * 74} -42 {s * 78} -56 {s * 72} -62 {s * 60} -60", "#33383d", 3.4, e=0.55)


def bed(b: Brush) -> None:
    wood = b.pick("#8a5632", "#6b4a3a", "#c9b89a")
    quilt = "#4f7286" if b.colour is None else b.colour
    b.contact(212, 4)
    b.fill("M-102 0 L-102 -84 Q-98 -90 -93 -84 L-93 0 Z", wood, ROUND, rim=0.6)
    b.fill("M102 0 L102 -56 Q98 -61 93 -56 L93 0 Z", wood, ROUND, rim=0.6)
    b.fill(box(-94, -34, 94, -9), wood, SIDE, e=-0.08)
    b.fill(box(-94, -45, 94, -30, 4), "#efe8d8", SIDE)
    b.fill("@ -92 -46 -88 -58 -70 -62 -54 -58 -50 -47 -70 -42", "#f4eee0", BALL, rim=0.5)
    b.crescent("@ -92 -46 -88 -58 -70 -62 -54 -58 -50 -47 -70 -42", "#9a94a8", 0, -4, e=0.4, alpha=0.5)
    cover = "M-46 -44 Q-44 -54 -28 -54 Q10 -60 50 -55 Q84 -56 93 -48 L94 -14 Q80 -11 70 -14 Q40 -9 10 -14 Q-20 -10 -47 -15 Z"
    b.fill(cover, quilt, SIDE, rim=0.7)
    with b.within(cover):
        for i in range(6):
            b.line(f"~ {-40 + 24 * i} -58 {-34 + 24 * i} -40 {-39 + 24 * i} -10", "#22303c", 0.7, e=0.4, alpha=0.5)
        b.line("~ -50 -38 0 -41 50 -38 96 -40", "#22303c", 0.7, e=0.4, alpha=0.5)
        b.line("~ -50 -25 0 -28 50 -25 96 -27", "#22303c", 0.7, e=0.4, alpha=0.5)
    b.fill("M-48 -45 Q-46 -55 -30 -54.6 L-22 -55 L-24 -14 L-48 -15 Z", "#efe4d0", SIDE, e=0.05)
    b.shade("M-22 -55 L-19.6 -55 L-21.6 -14 L-24 -14 Z", 0.2)
    b.fill("M-103 -86 Q-97.6 -92 -92 -86 L-92 -80 L-103 -80 Z", wood, SIDE, e=0.12)
    b.fill(oval(97.5, -59, 4.6), wood, BALL)


def door(b: Brush) -> None:
    paint = b.pick("#7a3a2e", "#2f5d62", "#8a6a3d", "#3d5a80")
    b.contact(112, 2.4)
    b.fill(box(-52, -203, 52, 0, 1), "#d9cbb0", SIDE)
    b.fill("M-61 -208 L61 -208 L56 -199 L-56 -199 Z", "#d9cbb0", TOP, rim=0.6)
    b.fill("M-64 0 L-60 -5 L60 -5 L64 0 Z", "#a59a8a", TOP)
    b.shade(box(-44.4, -198, 44.4, 0), 0.5)
    slab = box(-42.6, -196, 42.6, -1)
    b.fill(slab, paint, SIDE, rim=0.8)
    for top, bottom in ((-186, -112), (-98, -14)):
        for left, right in ((-35, -4), (4, 35)):
            b.fill(box(left, top, right, bottom), paint, SIDE, e=-0.14)
            b.fill(box(left + 3.4, top + 3.4, right - 3.4, bottom - 3.4), paint, SIDE, e=0.06)
            b.shade(f"M{left} {top} L{right} {top} L{right - 3.4} {top + 3.4} L{left + 3.4} {top + 3.4} Z", 0.3)
    b.fill(box(31, -110, 37.4, -92, 1.2), BRASS, SIDE)
    b.fill(oval(34.2, -105, 3.1), BRASS, BALL, rim=0.3)
    b.fill(oval(34.2, -96.6, 0.9), "#2a1d10", FLAT)
    for y in (-176, -100, -24):
        b.fill(box(-44.4, y - 6, -41, y + 6, 0.6), "#6b6a66", ROUND)


def window(b: Brush) -> None:
    paint = b.pick("#efe8d8", "#5f8a86", "#8a5a3a")
    b.fill(box(-54, -140, 54, -8, 1), paint, SIDE, rim=0.5)
    pane = box(-47, -133, 47, -14)
    sky = b.lit.palette
    b.backlight(pane, sky.sky_top, sky.sky_low)
    with b.within(pane):
        if b.lit.night:
            b.glow(22, -108, 18, "#dfe8ff", 0.5)
            b.light(oval(22, -108, 6.4), "#f2f0dd")
            for x, y in ((-30, -118), (-14, -98), (6, -122), (-36, -86), (34, -76)):
                b.light(oval(x, y, 0.8), "#ffffff", 0.8)
        b.light("@ -50 -34 -28 -46 -6 -36 18 -50 50 -36 50 -6 -50 -6", sky.haze)
        b.light("@ -50 -22 -20 -32 12 -22 50 -28 50 -6 -50 -6", sky.shadow, 0.75)
        b.shine("M-10 -140 L16 -140 L-34 -8 L-60 -8 Z", 0.10)
        b.shine("M26 -140 L34 -140 L-14 -8 L-22 -8 Z", 0.10)
    for shape in (box(-2.2, -133, 2.2, -14), box(-47, -92, 47, -88.4), box(-47, -53, 47, -49.4)):
        b.fill(shape, paint, SIDE)
    b.shade("M-47 -133 L47 -133 L47 -130 L-44 -130 L-44 -14 L-47 -14 Z", 0.3)
    b.fill("M-60 -8 L-56 -13 L56 -13 L60 -8 L60 0 L-60 0 Z", paint, TOP, e=0.06, rim=0.4)
    b.fill(oval(5, -70, 1.4), BRASS, BALL)


def mirror(b: Brush) -> None:
    gold = b.main("#c99a3f")
    b.fill(oval(0, -60, 40, 60), gold, SIDE, rim=0.8)
    b.line(oval(0, -60, 37, 57), "#7a5518", 1.0, e=0.4)
    glass = oval(0, -60, 33, 53)
    b.fill(glass, "#b9cdd4", SIDE, e=-0.05)
    with b.within(glass):
        b.fill("@ -40 -30 -16 -38 8 -28 40 -36 40 4 -40 4", "#8fa3ac", SIDE, alpha=0.6)
        b.shine("M-30 -60 L6 -116 L18 -116 L-30 -40 Z", 0.32)
        b.shine("M-18 -20 L34 -102 L38 -96 L-10 -14 Z", 0.26)
        b.shade("M-34 -60 Q-34 -114 0 -114 Q-29 -110 -29 -60 Q-29 -12 0 -7 Q-34 -8 -34 -60 Z", 0.22)
    for y, v in ((-116, -1), (-4, 1)):
        b.fill(f"M0 {y + v * 4} L8 {y - v * 3} L0 {y - v * 8} L-8 {y - v * 3} Z", gold, BALL, rim=0.4)


def painting(b: Brush) -> None:
    frame = b.pick("#b98a3d", "#6b4426")
    b.fill(box(-58, -90, 58, 0, 1), frame, SIDE, rim=0.7)
    b.fill(box(-52, -84, 52, -6), "#3a2816", SIDE, e=-0.05)
    canvas = box(-49, -81, 49, -9)
    b.fill(canvas, "#e9b98a", TOP)
    with b.within(canvas):
        kind = b.seed % 3
        if kind == 1:
            b.fill(canvas, "#5b4a3a", BALL)
            b.fill("@ -24 0 -24 -22 -10 -34 10 -34 24 -22 24 0", "#2f4a5a", SIDE)
            b.fill(oval(0, -48, 13, 16), "#d9a27a", BALL)
            b.fill("@ -14 -48 -14 -62 0 -69 14 -62 14 -48 9 -58 -6 -60", "#3a2418", SIDE)
            for s in (-1, 1):
                b.fill(oval(s * 4.6, -48, 1.3), "#2a1c16", FLAT)
            b.line("~ -4 -39.6 0 -38.6 4 -39.6", "#8a3a30", 1.0, e=0.5)
        else:
            b.fill(oval(20, -56, 8), "#f6e2a8", FLAT, e=0.3)
            b.fill("@ -52 -38 -30 -54 -8 -40 14 -50 52 -36 52 0 -52 0", "#7a7fa3", FLAT)
            b.fill("M-52 -36 L52 -36 L52 0 L-52 0 Z", "#3f7f96", TOP)
            for i in range(9):
                b.line(
                    f"M{-42 + 10 * i} {-30 + 5 * (i % 4)} L{-34 + 10 * i} {-30 + 5 * (i % 4)}", "#cfe3e0", 0.9, e=0.8, alpha=0.7
                )
            b.fill("M-26 -26 L6 -26 Q2 -18 -4 -18 L-18 -18 Q-24 -20 -26 -26 Z", "#7a3a28", SIDE)
            b.fill("M-9 -28 L-9 -62 Q8 -44 8 -29 Z", "#f0e4c8", SIDE)
            b.fill("M-12 -28 L-12 -56 Q-24 -42 -23 -29 Z", "#e0cfa8", SIDE)
    b.line(box(-55, -87, 55, -3), "#e6c67a", 0.9, e=0.9)
    b.shade("M-49 -81 L49 -81 L49 -78.4 L-46.4 -78.4 L-46.4 -9 L-49 -9 Z", 0.35)


def drawer(b: Brush) -> None:
    wood = b.pick("#9a6236", "#5f7f7a", "#7a4630")
    b.contact(108, 3)
    for s in (-1, 1):
        b.fill(f"M{s * 44 - 3} -8 L{s * 45 - 2} 0 L{s * 45 + 2} 0 L{s * 44 + 4} -8 Z", wood, SIDE, e=-0.2)
    case = box(-50, -86, 50, -6, 1)
    b.fill(case, wood, SIDE, e=-0.06, rim=0.6)
    if b.fine:
        b.grain(case, "#4a2a14", 7, 0.22)
    b.fill("M-54 -86 L-49 -90 L49 -90 L54 -86 L54 -83 L-54 -83 Z", wood, TOP, e=0.16, rim=0.4)
    for top in (-80, -32):
        b.fill(box(-45, top, 45, top + 21, 0.8), wood, SIDE, e=0.08)
        b.line(box(-45, top, 45, top + 21, 0.8), "#3a2010", 0.8, e=0.3, alpha=0.8)
        _handles(b, top + 10.5)
    b.fill(box(-45, -56, 45, -35, 0.4), "#22150e", FLAT, e=-0.3)
    b.fill("M-38 -56 L-30 -62 L-22 -57 L-8 -61 L4 -56 Z", "#efe3c6", SIDE)
    b.fill("M6 -57 L18 -60 L26 -56 Z", "#b8473a", SIDE)
    b.fill("M-47.4 -55 L47.4 -55 L48.6 -31.6 L-48.6 -31.6 Z", wood, SIDE, e=0.16, rim=0.5)
    b.shade("M-48.6 -31.6 L48.6 -31.6 L47 -26.6 L-47 -26.6 Z", 0.4)
    _handles(b, -43.4)


def _handles(b: Brush, y: float) -> None:
    for x in (-24, 24):
        b.fill(oval(x, y, 2.3), BRASS, BALL, rim=0.3)
        b.line(f"~ {x - 4} {y} {x - 3} {y + 4.4} {x + 3} {y + 4.4} {x + 4} {y}", BRASS, 0.9, e=0.7)


def oven(b: Brush) -> None:
    """A bread oven of brick with a fire in its mouth."""
    brick = b.pick("#b06a48", "#a8583c", "#8f6f5f")
    b.contact(160, 4)
    dome = "M-74 -58 Q-74 -128 0 -128 Q74 -128 74 -58 Z"
    b.fill(box(16, -140, 40, -108), brick, ROUND, e=-0.1)
    b.fill(dome, brick, BALL, rim=1.0)
    with b.within(outline(dome)):
        for row in range(7):
            y = -62 - 10 * row
            b.line(f"M-80 {y} Q0 {y - 3} 80 {y}", "#6b3d2a", 0.9, e=0.4, alpha=0.6)
            for i in range(9):
                x = -76 + 18 * i + (9 if row % 2 else 0)
                b.line(f"M{x} {y} L{x * 0.98} {y - 10}", "#6b3d2a", 0.9, e=0.4, alpha=0.6)
    b.fill(box(-78, -60, 78, 0, 1), "#a99a88", SIDE, rim=0.6)
    for x, y, w in ((-74, -52, 30), (-40, -54, 34), (4, -52, 28), (38, -54, 34), (-70, -26, 36), (-28, -27, 32), (34, -26, 38)):
        b.fill(box(x, y, x + w, y + 21, 4), "#b8a996", SIDE, e=-0.04 * ((x + w) % 3))
    b.fill("M-82 -64 L82 -64 L80 -56 L-80 -56 Z", "#c9b9a3", TOP, rim=0.5)
    arch = "M-34 -64 L-34 -78 Q-34 -106 0 -106 Q34 -106 34 -78 L34 -64 Z"
    b.fill("M-41 -64 L-41 -78 Q-41 -114 0 -114 Q41 -114 41 -78 L41 -64 Z", "#8a4f38", SIDE)
    b.fill(arch, "#1c110e", FLAT, e=-0.3)
    with b.within(outline(arch)):
        b.glow(0, -66, 46 + 3 * b.flicker(), "#ff8a2e", 0.9)
        for x, w, h, p in ((-17, 15, 22, 0.3), (15, 16, 25, 1.4), (-2, 20, 34, 2.6)):
            tongue(b, x, -63, w, h, p)
        b.fill(box(-30, -68, 30, -64, 2), "#2c1a12", FLAT)
        b.light("M-26 -67 Q0 -70 26 -67 L26 -66 L-26 -66 Z", "#ff9a40", 0.8)
    b.glow(0, -60, 58, "#ff9a40", 0.22 + 0.08 * b.flicker(0.7))
    b.fill("M-20 -12 L-20 -30 Q0 -42 20 -30 L20 -12 Z", "#2b1d18", FLAT, e=-0.25)
    for i, x in enumerate((-12, -4, 4, 12, -8, 0, 8)):
        b.fill(oval(x, -15.4 - (7 if i > 3 else 0), 3.8), "#a9764a", BALL)


THINGS = {
    "chair": Thing(chair),
    "table": Thing(table),
    "bench": Thing(bench),
    "bed": Thing(bed),
    "door": Thing(door),
    "window": Thing(window),
    "mirror": Thing(mirror),
    "painting": Thing(painting),
    "drawer": Thing(drawer),
    "oven": Thing(oven, moving=True),
}
