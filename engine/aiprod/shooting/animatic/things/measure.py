# SPDX-License-Identifier: Apache-2.0
"""Measures how much room every thing takes, and writes extents.py.

    python -m aiprod.shooting.animatic.things.measure

The solid body is what is nearly opaque by day at rest; the bounds hold every faint pixel over seeds, moments, day and
night, close-ups and movements, with a small margin.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import skia

from aiprod.film.catalogue import BY_ID, THINGS
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.shooting.animatic.stage import Lit
from aiprod.shooting.animatic.things.brushes import Brush
from aiprod.shooting.animatic.things.registry import THINGS as REGISTER
from aiprod.shooting.animatic.things.thing import Bounds

_SIDE = 420
_SEEDS = (0, 1, 2, 3, 4, 7, 9, 17)


@dataclass(frozen=True)
class Motion:
    """The pose of a thing under way."""

    walk_phase: float = 0.0
    speed: float = 0.0
    mouth_open: float = 0.0
    blink: float = 0.0
    head_turn: float | None = None
    emotion: str = ""


def light(time: TimeOfDay) -> Lit:
    return Lit(palette_for(time, Weather.CLEAR, Mood.CALM), light_for(time, Weather.CLEAR), time, Weather.CLEAR)


def _alpha(name: str, lit: Lit, t: float, seed: int, hero: bool, pose: object | None, half: float) -> np.ndarray:
    """Alpha (side × side) of a picture that shows ±half metres around the origin."""
    surface = skia.Surface(_SIDE, _SIDE)
    canvas = surface.getCanvas()
    canvas.scale(_SIDE / (2 * half), _SIDE / (2 * half))
    canvas.translate(half, half)
    thing = REGISTER[name]
    canvas.scale(thing.unit, thing.unit)
    brush = Brush(canvas, lit, t, seed, None, False, hero, pose)
    brush.fine = True
    thing.paint(brush)
    return np.asarray(surface.toarray()[..., 3])


def _box(alpha: np.ndarray, threshold: int, half: float) -> Bounds:
    rows, columns = np.where(alpha.max(axis=1) > threshold)[0], np.where(alpha.max(axis=0) > threshold)[0]
    metre = 2 * half / _SIDE
    return columns[0] * metre - half, rows[0] * metre - half, (columns[-1] + 1) * metre - half, (rows[-1] + 1) * metre - half


def _union(alphas: list[np.ndarray]) -> np.ndarray:
    return np.asarray(np.maximum.reduce(alphas))


def _poses(kind: str) -> list[Motion | None]:
    if kind not in ("animal", "vehicle", "landmark"):
        return [None]
    going = [Motion(k / 6, 1.2, k % 2, 0.0, (-1.0, 1.0)[k % 2]) for k in range(6)]
    return [None, Motion(0.0, 0.0, 1.0), Motion(0.0, 8.0, 1.0, 0.0, 1.0), *going]


def extents(name: str) -> tuple[Bounds, Bounds]:
    """Body and bounds of one thing, in metres."""
    half = 3.0 * BY_ID[name].height_m
    while True:
        lights = [light(TimeOfDay.DAY), light(TimeOfDay.NIGHT)]
        moments = [0.0, 0.31, 0.77, 1.4, 2.9, 4.2, 5.5, 8.0, 11.0] if REGISTER[name].moving else [0.0]
        every = [
            _alpha(name, lights[(i + j) % 2], t + 0.13 * i, seed, (i + j) % 3 == 0, pose, half)
            for (i, t), (j, seed), pose in product(
                enumerate(moments), enumerate(_SEEDS[:4] if len(moments) > 1 else _SEEDS), _poses(BY_ID[name].kind)
            )
        ]
        every += [_alpha(name, lit, 1.0, seed, True, None, half) for lit in lights for seed in _SEEDS]
        full = _union(every)
        edge = max(full[0].max(), full[-1].max(), full[:, 0].max(), full[:, -1].max())
        if not edge:
            break
        half *= 1.8
    solid = [_alpha(name, lights[0], 0.0, seed, False, None, half) for seed in _SEEDS[:5:2]]
    return _box(_union(solid), 150, half), _grown(_box(full, 0, half), 0.02 * half)


def _grown(bounds: Bounds, margin: float) -> Bounds:
    left, top, right, bottom = bounds
    return left - margin, top - margin, right + margin, bottom + margin


def _rounded(bounds: Bounds) -> str:
    digits = 3 if bounds[2] - bounds[0] < 1.5 else 2
    return "(" + ", ".join(f"{value:.{digits}f}" for value in bounds) + ")"


def main() -> int:
    """Measure what is named on the command line, or everything, and rewrite extents.py."""
    from aiprod.shooting.animatic.things.extents import EXTENTS

    table = dict(EXTENTS)
    for name in sys.argv[1:] or [entry.id for entry in THINGS]:
        table[name] = extents(name)
    lines = [f'    "{name}": ({_rounded(table[name][0])}, {_rounded(table[name][1])}),' for name in sorted(table)]
    kind = "tuple[float, float, float, float]"
    head = (
        "# SPDX-License-Identifier: Apache-2.0",
        '"""Measured by measure.py: the solid body and the bounds of every thing, in metres. Do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        f"EXTENTS: dict[str, tuple[{kind}, {kind}]] = {{",
    )
    text = "\n".join((*head, *lines, "}", ""))
    target = Path(__file__).with_name("extents.py")
    target.write_text(text, encoding="utf-8")
    return subprocess.call([sys.executable, "-m", "ruff", "format", "-q", str(target)])


if __name__ == "__main__":
    raise SystemExit(main())
