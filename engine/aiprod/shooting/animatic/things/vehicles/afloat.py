# SPDX-License-Identifier: Apache-2.0
"""Boats and ships. The origin is on the waterline; the keel hangs a little below it. Units: decimetres."""

from __future__ import annotations

from contextlib import AbstractContextManager
from math import sin

import skia

from aiprod.shooting.animatic.things.brushes import BALL, FLAT, ROUND, SIDE, TOP, Brush
from aiprod.shooting.animatic.things.landmarks import flag
from aiprod.shooting.animatic.things.shapes import box, joined, outline, oval, ring
from aiprod.shooting.animatic.things.thing import DM, Thing

CABIN_LIGHT = "#ffd68a"


def bobbing(b: Brush, heave: float, roll_deg: float, period: float) -> AbstractContextManager[None]:
    """The water's movement: up and down, and a roll a quarter of a period later."""
    return b.placed(0, heave * b.wave(period), turn=roll_deg * b.wave(period, 0.25))


def _water_edge(b: Brush, left: float, right: float, y: float = 0.0) -> None:
    """The broken line of light and foam where a hull meets the water."""
    width = right - left
    for i in range(5):
        x = left + width * (0.06 + 0.18 * i) + 0.02 * width * sin(1.3 * b.t + 2 * i)
        b.shine(
            f"M{x:.3f} {y:.3f} Q{x + 0.05 * width:.3f} {y + 0.012 * width:.3f} {x + 0.11 * width:.3f} {y:.3f}",
            0.34,
            0.006 * width,
        )


def rowing_boat(b: Brush) -> None:
    paint = b.pick("#3f7f8f", "#b8493a", "#e0d6c0", "#4f7a5a")
    trim = "#efe3c8" if paint != "#e0d6c0" else "#3f6b7a"
    with bobbing(b, 0.16, 1.3, 3.4):
        inner = "M-16.4 -6.6 Q-10 -8.2 0 -8.2 Q10 -8.2 17.6 -7.4 Q9 -3.2 0 -3.2 Q-10 -3.2 -16.4 -6.6 Z"
        b.fill(inner, "#7a5230", TOP, e=-0.12)
        with b.within(outline(inner)):
            b.shade("M-17 -9 L18 -9 L18 -6.4 Q0 -5 -17 -6 Z", 0.35)
            for i in range(7):
                x = -12.0 + 4 * i
                b.line(f"M{x} -9 Q{x - 0.6} -6 {x} -3", "#4f331c", 0.3, e=0.35)
            for x, w in ((-8.6, 1.5), (0.4, 1.7), (9.0, 1.4)):
                b.fill(f"M{x - w} -8.4 L{x + w} -8.4 L{x + w + 0.3} -3 L{x - w - 0.3} -3 Z", "#b07f4a", SIDE, e=0.08)
                b.shade(f"M{x + w} -8.4 L{x + w + 0.8} -8.4 L{x + w + 1} -3 L{x + w + 0.3} -3 Z", 0.3)
        _oar(b, 3.4, -8.0, 170)
        hull = "M-16.6 -6.8 Q-10 -3 0 -2.8 Q9 -2.8 18.2 -8.6 Q17 -2.2 12.4 0.9 Q0 2.2 -12.6 0.9 Q-15.8 -1.6 -16.6 -6.8 Z"
        b.fill(hull, paint, SIDE, rim=0.35)
        with b.within(outline(hull)):
            for k in range(3):
                b.line(f"M-17 {-4.6 + 1.5 * k} Q0 {-0.8 + 1.5 * k} 18 {-5.6 + 1.6 * k}", "#1d2a30", 0.16, e=0.3, alpha=0.6)
            b.shade("M-20 -0.4 Q0 1.2 20 -0.6 L20 4 L-20 4 Z", 0.38)
        b.line("M-16.6 -6.8 Q-10 -3 0 -2.8 Q9 -2.8 18.2 -8.6", trim, 0.75, e=0.75)
        b.line("M-16.4 -6.7 Q-10 -8.3 0 -8.3 Q10 -8.3 18 -8.4", trim, 0.45, e=0.6)
        _oar(b, 1.4, -3.6, 28)
        b.line(ring(1.4, -3.4, 0.6, 0.5), "#3a3d42", 0.3, e=0.5)
        _water_edge(b, -14, 14, 0.5)


def _oar(b: Brush, x: float, y: float, rest: float) -> None:
    """An oar through its rowlock at (x, y); it pulls when the boat goes."""
    stroke = 16 * sin(2.2 * b.t) if b.speed else 0.0
    with b.placed(x, y, turn=rest + (stroke if rest < 90 else -0.4 * stroke)):
        b.fill(box(-8, -0.24, 12, 0.24, 0.2), "#c9945a", TOP)
        b.fill("M11 -0.3 Q13 -0.9 16.4 -0.7 L16.6 0.6 Q13 0.9 11 0.3 Z", "#e6d9c0", TOP)
        b.fill(box(-8.4, -0.34, -6, 0.34, 0.3), "#6b4526", TOP)


def sailboat(b: Brush) -> None:
    hullc = b.pick("#f0e9dc", "#2f4f6b", "#a83a32")
    sail = "#f4ecdb" if hullc != "#f0e9dc" else "#f2e4cc"
    with bobbing(b, 0.25, 2.0, 4.2):
        b.line("M1 -5 L1 -69", "#7a5a3a", 0.8, e=0.6)
        belly = 2.2 + 0.7 * b.wave(2.6)
        main = f"M0.4 -66 Q{-8 - belly:.3f} -40 {-21 - 0.4 * belly:.3f} -12.5 Q-10 {-9.6 + 0.2 * belly:.3f} 0.4 -11.6 Z"
        jib = f"M1.8 -63 Q{12 + belly:.3f} -38 {20 + 0.4 * belly:.3f} -11.5 Q10 -8.8 3.2 -10.8 Q{5.6 + belly:.3f} -36 1.8 -63 Z"
        for shape, e in ((main, 0.06), (jib, -0.04)):
            b.fill(shape, sail, SIDE, e=e, rim=0.5)
        with b.within(outline(main)):
            for i in range(4):
                y = -22 - 11 * i
                b.line(f"M-30 {y + 4} Q-8 {y + 2} 2 {y}", "#a89878", 0.28, e=0.5, alpha=0.6)
            b.fill(
                "M-30 -25.5 Q-8 -27.5 2 -29.5 L2 -35 Q-8 -33 -30 -30.5 Z",
                "#c9483a" if b.colour is None else b.colour,
                SIDE,
                alpha=0.9,
            )
        with b.within(outline(jib)):
            b.shade("M1 -64 Q6 -36 2.6 -10 L8 -10 Q10 -36 1 -64 Z", 0.12)
        b.line("M-21 -11.6 L1 -10.6", "#7a5a3a", 0.7, e=0.6)
        hull = "M-24 -5.6 L27 -7.4 Q22 -1 16.4 1.6 Q-6 2.6 -19.4 1.6 Q-23.4 -1.6 -24 -5.6 Z"
        b.fill("M-12 -6 L-10 -9.6 L6 -9.8 L10 -6.6 Z", "#d9cbb0", SIDE, rim=0.2)
        for x in (-6, -1, 4):
            b.pane(oval(x, -7.8, 0.9, 0.7), CABIN_LIGHT, "#2f3d4a")
        b.fill(hull, hullc, SIDE, rim=0.4)
        with b.within(outline(hull)):
            b.fill("M-26 -3 L28 -4.8 L28 -3.6 L-26 -1.8 Z", "#a83a32" if hullc != "#a83a32" else "#f0e4c8", FLAT)
            b.shade("M-26 0 Q0 1.2 24 -0.6 L24 5 L-26 5 Z", 0.4)
        b.line("M-24 -5.6 L27 -7.4", "#8a5a34", 0.6, e=0.6)
        flag(b, 1, -70.5, 5.4, 2.4, "#c9382c")
        _water_edge(b, -20, 19, 0.8)


def fishing_boat(b: Brush) -> None:
    paint = b.pick("#2f6b8f", "#b8433a", "#3f7a5f")
    with bobbing(b, 0.3, 1.5, 4.4):
        _rigging(b)
        b.fill("M14 -13 L14 -29 L31 -29 L33.4 -13 Z", "#f0ead8", SIDE, rim=0.4)
        b.fill("M12.6 -31 L33 -31 L33.6 -28.6 L12.6 -28.6 Z", paint, SIDE, e=0.08)
        for left, right in ((16, 20.4), (21.6, 26), (27.2, 31)):
            b.pane(f"M{left} -26.6 L{right} -26.6 L{right + 0.4} -20.6 L{left} -20.6 Z", CABIN_LIGHT, "#3a5263")
        b.fill(box(15.4, -19, 19.6, -13, 0.2), "#a9763f", SIDE)
        b.fill(box(6, -19, 10.8, -12, 0.4), "#d9c9a8", ROUND)
        b.fill(box(6, -20.4, 10.8, -17.6, 0.4), "#c2382e", ROUND)
        for x in (-27, -19, -23):
            b.fill(
                box(x - 3.4, -15.4 - (3.6 if x == -23 else 0), x + 3.4, -11.4 - (3.6 if x == -23 else 0), 0.4), "#a9763f", SIDE
            )
        hull = "M-39 -14.4 Q-10 -9.4 16 -11.6 Q30 -13.2 43 -20.4 Q39 -6 31.6 2.4 L-34 2.4 Q-38.4 -4 -39 -14.4 Z"
        b.fill(hull, paint, SIDE, rim=0.6)
        with b.within(outline(hull)):
            b.fill(
                "M-42 -13 Q-10 -8 16 -10.2 Q30 -12 44 -19.4 L44 -16 Q30 -8.6 16 -7 Q-10 -4.8 -42 -9.6 Z", "#f0ead8", SIDE, e=0.04
            )
            b.fill("M-42 -1.4 L40 -1.4 L40 5 L-42 5 Z", "#8a2f2a", SIDE)
            b.line("M-42 -1.4 L40 -1.4", "#f0ead8", 0.6, e=0.7, butt=True)
        b.line("M-39 -14.4 Q-10 -9.4 16 -11.6 Q30 -13.2 43 -20.4", "#6b4526", 0.9, e=0.6)
        for x, y in ((-26, -6), (-12, -4.6), (2, -4.6)):
            b.line(ring(x, y, 1.9, 1.8), "#22242a", 1.2, e=0.35)
        b.fill(oval(35, -12.2, 0.9), "#22242a", BALL)
        b.line("M35 -12.2 L35.8 -6.6", "#3a3d42", 0.6, e=0.5)
        b.line("M34 -7.6 Q35.8 -5.4 37.4 -8", "#3a3d42", 0.7, e=0.5)
        _water_edge(b, -33, 31, 0.6)


def _rigging(b: Brush) -> None:
    b.line("M-6 -11 L-6 -48", "#8a6038", 1.0, e=0.6)
    b.line("M-6 -18 L-29 -36", "#8a6038", 0.8, e=0.6)
    b.line("M-29 -36 L-6 -46 M-6 -47 L40 -19 M-6 -47 L-37 -15 M-29 -36 L-29 -24", "#2f2a26", 0.18, e=0.35)
    net = "M-28.6 -24 Q-34 -18 -29 -13 Q-24 -18 -28.6 -24 Z"
    b.fill(net, "#7a8a5a", BALL, alpha=0.7)
    b.line("M24 -31 L24 -43 M21 -38 L27 -38", "#8f959c", 0.5, e=0.6)
    if b.lamps_on:
        b.glow(-6, -48.6, 13, "#ffe6a8", 0.8)
        b.light(oval(-6, -48.6, 0.9), "#fff6d8")
        b.glow(24, -43.6, 6, "#ff6a5a", 0.6)
    flag(b, -6, -50, 6, 3, "#e0a52c")


def ferry(b: Brush) -> None:
    paint = b.pick("#22405f", "#7a2f32", "#2f5f5a")
    white = "#f0ece2"
    with bobbing(b, 0.4, 0.5, 6.0):
        b.fill("M-92 -42 L-88 -64 L66 -64 L82 -42 Z", white, SIDE, rim=0.7)
        b.fill("M-74 -64 L-71 -80 L48 -80 L58 -64 Z", white, SIDE, e=0.04, rim=0.6)
        b.fill("M22 -80 L23 -92 L46 -92 L52 -80 Z", white, SIDE, e=0.08, rim=0.5)
        _cabin_rows(b)
        b.pane("M24.4 -90 L45.4 -90 L47.6 -85 L24.4 -85 Z", CABIN_LIGHT, "#33485a")
        b.line("M31 -90 L31 -85 M38 -90 L38.6 -85", white, 0.6, e=0.7, butt=True)
        for y, x0, x1 in ((-64.6, -90, 68), (-80.6, -73, 50)):
            b.line(f"M{x0} {y} L{x1} {y}", "#c9b896", 0.9, e=0.7)
            posts = " ".join(f"M{x0 + (x1 - x0) * i / 24:.2f} {y} v-3.4" for i in range(25))
            b.line(f"M{x0} {y - 3.4} L{x1} {y - 3.4} {posts}", white, 0.32, e=0.88)
        for x in (-46, -14):
            b.fill(f"M{x - 8} -80 L{x - 6} -108 L{x + 8} -108 L{x + 8} -80 Z", "#c9483a", ROUND, rim=0.5)
            b.fill(f"M{x - 6.4} -102 L{x - 6} -108 L{x + 8} -108 L{x + 8} -102 Z", "#22242a", ROUND)
            b.fill(f"M{x - 7} -94 L{x - 6.6} -98 L{x + 8} -98 L{x + 8} -94 Z", white, ROUND)
            for i in range(4):
                life = (b.t * 0.12 + i / 4 + 0.01 * x) % 1.0
                b.puff(x + 1 - 26 * life, -110 - 11 * life, 3 + 7 * life, 2.6 + 4.4 * life, 0.4 * (1 - life), "#8a8a90")
        b.line("M34 -92 L34 -112 M30 -104 L38 -104 M-88 -64 L-88 -82", "#8f959c", 0.8, e=0.6)
        for i in range(4):
            x = -62 + 26 * i
            b.fill(
                f"M{x} -67.6 Q{x + 6} -72 {x + 12} -67.6 Q{x + 11} -64.4 {x + 6} -64 Q{x + 1} -64.4 {x} -67.6 Z", "#e08a3a", SIDE
            )
        hull = "M-100 -42 L100 -46 Q90 -16 78 5 L-90 5 Q-98 -16 -100 -42 Z"
        b.fill(hull, paint, SIDE, rim=0.9)
        with b.within(outline(hull)):
            b.fill("M-102 -42 L102 -46 L102 -40 L-102 -36 Z", white, SIDE)
            b.fill("M-104 -3 L104 -3 L104 8 L-104 8 Z", "#8a2f2a", SIDE)
            b.line("M-104 -3 L104 -3", white, 0.8, e=0.7, butt=True)
            _windows(b, [oval(-82 + 10 * i, -25, 2.0) for i in range(16)], 4, "#5f7f96")
        b.fill("M82 -30 L86 -30 L84 -22 Z", "#c9b896", FLAT)
        if b.lamps_on:
            b.glow(34, -112, 16, "#ffe6a8", 0.8)
            b.light(oval(34, -112, 1.2), "#fff6d8")
        flag(b, -88, -82, -11, 6, "#c9382c")
        _water_edge(b, -86, 76, 2.0)


def _cabin_rows(b: Brush) -> None:
    for y, left, count in ((-57.5, -84, 20), (-75.0, -68, 15)):
        _windows(b, [box(left + 7.5 * i, y, left + 7.5 * i + 4.4, y + 6, 0.8) for i in range(count)], 5, "#3f5566")


def _windows(b: Brush, windows: list[skia.Path], dark_every: int, tint: str) -> None:
    """A row of windows in two strokes of the brush: at night one in `dark_every` has no lamp."""
    dark = [window for i, window in enumerate(windows) if (i + b.seed) % dark_every == 0]
    b.pane(joined(*(window for i, window in enumerate(windows) if (i + b.seed) % dark_every)), CABIN_LIGHT, tint)
    b.pane(joined(*dark), None, tint)


THINGS = {
    "rowing_boat": Thing(rowing_boat, DM, moving=True),
    "sailboat": Thing(sailboat, DM, moving=True),
    "fishing_boat": Thing(fishing_boat, DM, moving=True),
    "ferry": Thing(ferry, DM, moving=True),
}
