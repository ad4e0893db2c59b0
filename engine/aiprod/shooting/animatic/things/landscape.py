# SPDX-License-Identifier: Apache-2.0
"""Trees: five species, each shaped by its seed. Units: decimetres."""

from __future__ import annotations

from math import cos, pi, sin

from aiprod.shooting.animatic.things.brushes import ROUND, SIDE, Brush
from aiprod.shooting.animatic.things.shapes import limb, oval, smooth
from aiprod.shooting.animatic.things.thing import DM, Thing


def tree(b: Brush) -> None:
    b.contact(44, 1.6)
    kinds = (_oak, _pine, _apple_tree, _willow, _birch)
    kinds[b.seed % len(kinds)](b)


def _sway(b: Brush, phase: float = 0.0) -> float:
    strength = {"wind": 2.4, "storm": 3.2}.get(b.lit.weather.value, 1.0)
    return strength * (b.wave(4.6, phase) + 0.4 * b.wave(1.9, phase * 1.7))


def _clump(b: Brush, x: float, y: float, r: float, colour: str, e: float, phase: float) -> None:
    """A mass of leaves with a scalloped edge; its upper side on the key's side catches the light."""
    bumps = 9
    spin = (b.seed % 17) * 0.4 + phase
    dx = 0.22 * r / 10 * _sway(b, phase)
    points = []
    for i in range(2 * bumps):
        a = 2 * pi * i / (2 * bumps) + spin
        reach = r * (1.0 if i % 2 == 0 else 0.88) * (1 + 0.07 * sin(3 * a + phase))
        points.append((x + dx + reach * cos(a), y + 0.86 * reach * sin(a)))
    mass = smooth(points)
    b.fill(mass, colour, SIDE, e=e, rim=0.05 * r)
    with b.within(mass):
        for k in range(5):
            a = -pi / 2 + 0.9 * b.side + (k - 2) * 0.5
            d = r * (0.3 + 0.16 * (k % 3))
            cx, cy = x + dx + d * cos(a), y + 0.86 * d * sin(a)
            b.line(
                (
                    f"~ {cx - 0.2 * r:.3f} {cy + 0.1 * r:.3f} {cx - 0.1 * r:.3f} {cy - 0.04 * r:.3f} "
                    f"{cx:.3f} {cy + 0.06 * r:.3f} "
                    f"{cx + 0.1 * r:.3f} {cy - 0.04 * r:.3f} {cx + 0.2 * r:.3f} {cy + 0.1 * r:.3f}"
                ),
                colour,
                0.045 * r,
                e=min(1.1, 0.98 + e),
                alpha=0.6,
            )


def _trunk(b: Brush, bark: str, height: float, width: float, lean: float = 0.0) -> None:
    b.fill(
        (
            f"M{-width} 0 Q{-0.5 * width} -3 {-0.45 * width + 0.3 * lean} {-0.4 * height} "
            f"L{-0.36 * width + lean} {-height} L{0.36 * width + lean} {-height} L{0.45 * width + 0.3 * lean} {-0.4 * height} "
            f"Q{0.5 * width} -3 {width} 0 Q0 -1.2 {-width} 0 Z"
        ),
        bark,
        ROUND,
        rim=0.2,
    )


def _oak(b: Brush) -> None:
    green = b.main("#5f8a3f")
    _trunk(b, "#5f4630", 30, 3.8)
    for end, w in (((-13, -36), 2.2), ((13, -35), 2.2), ((2, -44), 2.0)):
        b.fill(limb([(0, -18), (end[0] * 0.6, end[1] * 0.8), end], [2.6, w, 1.0]), "#5f4630", SIDE)
    for i, (x, y, r, e) in enumerate(
        (
            (-15, -31, 9.4, -0.2),
            (15, -30, 9.6, -0.2),
            (0, -32, 10, -0.24),
            (-10, -43, 10.4, -0.02),
            (11, -42, 10.6, -0.04),
            (0, -49, 10.4, 0.08),
        )
    ):
        _clump(b, x, y, r, green, e, i * 0.9)


def _apple_tree(b: Brush) -> None:
    green = b.main("#6f9a45")
    _trunk(b, "#6b4f38", 24, 3.2, 1.5)
    for end in ((-10, -32), (11, -31)):
        b.fill(limb([(0.6, -15), (end[0] * 0.5, -24), end], [2.2, 1.7, 0.9]), "#6b4f38", SIDE)
    clumps = ((-12, -32, 9.6, -0.16), (12, -31, 9.4, -0.18), (0, -36, 11.4, -0.08), (-7, -45, 9.4, 0.05), (8, -45, 9.0, 0.05))
    for i, (x, y, r, e) in enumerate(clumps):
        _clump(b, x, y, r, green, e, i * 1.1)
    for i in range(13):
        a, r = i * 2.4, 4.2 * i**0.5
        b.fill(oval(r * cos(a) * 1.15, -37 + r * 0.8 * sin(a), 1.05), "#c9302c", SIDE, e=0.1)


def _pine(b: Brush) -> None:
    green = b.main("#3f6b4f")
    _trunk(b, "#5b4030", 16, 2.4)
    tiers = 6
    for i in range(tiers):
        s = i / (tiers - 1)
        base, half, tall = -9 - 39 * s * 0.98, 16.5 * (1 - 0.74 * s), 17 - 5 * s
        dx = 0.35 * s * _sway(b)
        left = []
        teeth = 5
        for k in range(teeth + 1):
            x = -half + 2 * half * k / teeth
            left.append((x + dx, base + 1.6 * (1 if k % 2 == 0 else -0.6) - abs(x) * 0.02))
        text = f"M{dx * 1.3:.3f} {base - tall:.3f} Q{half * 0.34 + dx:.3f} {base - 0.45 * tall:.3f} "
        text += f"{half + dx:.3f} {base + 1.4:.3f} "
        text += (
            " ".join(f"L{x:.3f} {y:.3f}" for x, y in reversed(left[:-1]))
            + f" Q{-half * 0.34 + dx:.3f} {base - 0.45 * tall:.3f} {dx * 1.3:.3f} {base - tall:.3f} Z"
        )
        b.fill(text, green, SIDE, e=-0.16 + 0.2 * s, rim=0.4)


def _willow(b: Brush) -> None:
    green = b.main("#8aa04f")
    _trunk(b, "#6b5540", 30, 4.0, -2)
    for i, (x, y, r) in enumerate(((-10, -42, 11), (8, -43, 11), (-1, -49, 10.5))):
        _clump(b, x, y, r, green, -0.1, i * 1.3)
    for i in range(15):
        x = -21 + 3 * i
        top = -43 - 9 * cos(x / 14)
        length = 31 - 0.5 * abs(x) + 5 * sin(i * 2.1 + b.seed)
        s = 1.1 * _sway(b, i * 0.06)
        strand = [(x * 0.86, top), (x * 1.02 + 0.3 * s, top + 0.45 * length), (x * 1.04 + s, top + length)]
        b.fill(limb(strand, [3.6, 3.0, 0.7]), green, SIDE, e=0.12 * (i % 3) - 0.12)


def _birch(b: Brush) -> None:
    green = b.main("#a8b04a")
    for lean, w, h in ((-3.0, 1.5, 46), (4.0, 1.8, 50)):
        b.fill(limb([(lean * 0.4, -w), (lean * 0.8, -0.5 * h), (lean * 1.4, -h)], [2 * w, 1.5 * w, 0.6]), "#e8e2d6", ROUND)
        for i in range(8):
            y = -3 - 5 * i
            x = lean * (0.4 + 0.05 * i)
            b.line(f"M{x - 0.9 * (i % 2)} {y} L{x + 0.5 + 0.7 * (i % 3)} {y - 0.3}", "#3a3230", 0.5, e=0.35)
    for i, (x, y, r, e) in enumerate(
        (
            (-8, -31, 6.6, -0.14),
            (9, -32, 7, -0.14),
            (-6, -43, 7.4, 0.0),
            (7, -45, 7.8, 0.02),
            (0, -52, 6.8, 0.1),
            (1, -36, 6.4, -0.06),
        )
    ):
        _clump(b, x, y, r, green, e, i * 0.8)


THINGS = {"tree": Thing(tree, DM, moving=True)}
