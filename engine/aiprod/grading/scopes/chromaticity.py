# SPDX-License-Identifier: Apache-2.0
"""CIE chromaticity: where the picture's colours lie in 1931 xy or 1976 u′v′, and in which gamuts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import Output
from aiprod.grading.scopes.signal import Signal
from aiprod.grading.scopes.transfer import PRIMARIES, WHITE_XY, Values, code_of, linear_table, rgb_to_xyz

Year = Literal["1931", "1976"]
CELLS = 512
EXTENT: Mapping[Year, tuple[float, float]] = {"1931": (0.80, 0.90), "1976": (0.65, 0.65)}
"""The largest x and y (u′ and v′) of the chart."""
GAMUTS: Mapping[str, int] = {"Rec.709": 1, "P3-D65": 12, "Rec.2020": 9}
_PIXELS = 130_000
_DARK = 0.004
"""Relative light under which a colour has no chromaticity to speak of."""


@dataclass(frozen=True)
class Chromaticity:
    """Counts by chromaticity, int64 [512, 512], rows y (v′) from 0, columns x (u′) from 0, over `EXTENT`.

    Attributes:
        mean: the chromaticity of the mean light, (x, y).
        inside: gamut → share of the counted pixels inside.
        counted: share of the pixels that are bright enough to have a chromaticity.
    """

    output: Output
    year: Year
    counts: NDArray[np.int64]
    mean: tuple[float, float]
    inside: Mapping[str, float]
    counted: float

    def summary(self) -> dict[str, Any]:
        inside = {name: round(share, 5) for name, share in self.inside.items()}
        mean = [round(v, 4) for v in self.mean]
        return {"mean_xy": mean, "inside": inside, "counted": round(self.counted, 4)}


def chromaticity(signal: Signal, year: Year = "1931") -> Chromaticity:
    """Of a regular grid of some 130 000 pixels, or of all where there are fewer."""
    step = max(1, round((signal.size[0] * signal.size[1] / _PIXELS) ** 0.5))
    x, y, z = _xyz(signal, step)
    bright = y > _dark(signal.output)
    total = np.maximum(x + y + z if year == "1931" else x + 15 * y + 3 * z, 1e-9)
    gains = (1, 1) if year == "1931" else (4, 9)
    column = np.minimum(x / total * np.float32(gains[0] * CELLS / EXTENT[year][0]), CELLS - 1).astype(np.int64)
    row = np.minimum(y / total * np.float32(gains[1] * CELLS / EXTENT[year][1]), CELLS - 1).astype(np.int64)
    counts = np.bincount((row * CELLS + column)[bright], minlength=CELLS * CELLS).reshape(CELLS, CELLS)
    sums = [float(plane.sum(dtype=np.float64)) for plane in (x, y, z)]
    mean = (sums[0] / sum(sums), sums[1] / sum(sums)) if sum(sums) > 0 else WHITE_XY
    return Chromaticity(signal.output, year, counts, mean, _inside(counts, year), float(bright.mean()))


def _xyz(signal: Signal, step: int) -> tuple[NDArray[np.float32], ...]:
    """X, Y and Z of every `step`th pixel, relative."""
    import cv2

    light = np.take(linear_table(signal.output.name), signal.rgb[::step, ::step])
    planes = cv2.split(cv2.transform(light, rgb_to_xyz(signal.output.primaries)))
    return tuple(cast("NDArray[np.float32]", plane) for plane in planes)


def _dark(output: Output) -> float:
    """0.4 cd/m² of the display, as the relative light of `linear_table`."""
    level = 64 + 876 * code_of(_DARK * 100, output)
    return float(linear_table(output.name)[round(level)])


def _inside(counts: NDArray[np.int64], year: Year) -> dict[str, float]:
    """By cells: a cell that a triangle touches counts as inside."""
    rows, columns = np.nonzero(counts)
    if not len(rows):
        return dict.fromkeys(GAMUTS, 1.0)
    weights = counts[rows, columns]
    places = np.stack([(columns + 0.5) * EXTENT[year][0], (rows + 0.5) * EXTENT[year][1]], -1) / CELLS
    return {
        name: float(weights[within(places, triangle(code, year), 1.5 * EXTENT[year][1] / CELLS)].sum() / weights.sum())
        for name, code in GAMUTS.items()
    }


def triangle(primaries: int, year: Year) -> Values:
    """[3, 2]: the corners of a gamut on the chart."""
    return charted(np.array(PRIMARIES[primaries]), year)


def charted(xy: Values, year: Year) -> Values:
    """xy [n, 2] on the chart of the year (CIE 15: u′ = 4x/(−2x + 12y + 3), v′ = 9y/(−2x + 12y + 3))."""
    if year == "1931":
        return xy
    below = -2 * xy[:, :1] + 12 * xy[:, 1:] + 3
    return np.asarray(xy * np.array([4.0, 9.0]) / below)


def within(places: Values, corners: Values, slack: float) -> NDArray[np.bool_]:
    """Whether places [n, 2] lie inside a triangle [3, 2] turning left, or within `slack` of its edges."""
    inside = np.ones(len(places), bool)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        edge = end - start
        side = edge[0] * (places[:, 1] - start[1]) - edge[1] * (places[:, 0] - start[0])
        inside &= side / np.hypot(*edge) >= -slack
    return inside
