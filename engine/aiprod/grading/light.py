# SPDX-License-Identifier: Apache-2.0
"""How much light a film asks of a display: MaxCLL and MaxFALL (CTA-861.3), and the mastering display (SMPTE ST 2086)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.spaces import Colours, is_display
from aiprod.grading.transfer import REC2020_LUMA, hlg_to_scene, nits_to_pq, system_gamma, to_nits

_STEPS = 65_535
_BINS = 1024
_BAR_NITS = 0.01
"""Rows and columns at the edges that never get brighter are bars, not picture."""
Plane = NDArray[np.float32]


@dataclass(frozen=True)
class MasteringDisplay:
    """The display that a film was graded for, as SMPTE ST 2086 describes it.

    Attributes:
        red, green, blue, white: CIE 1931 x, y.
        most, least: luminance in cd/m².
    """

    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]
    white: tuple[float, float]
    most: float
    least: float

    def coded(self) -> tuple[int, ...]:
        """G, B, R, white as x, y in 1/50 000, then most and least luminance in 1/10 000 cd/m²: H.265 D.2.28, the `mdcv` box."""
        chromaticities = [round(v * 50_000) for point in (self.green, self.blue, self.red, self.white) for v in point]
        return (*chromaticities, round(self.most * 10_000), round(self.least * 10_000))

    def for_x265(self) -> str:
        """The value of x265's `master-display`."""
        gx, gy, bx, by, rx, ry, wx, wy, most, least = self.coded()
        return f"G({gx},{gy})B({bx},{by})R({rx},{ry})WP({wx},{wy})L({most},{least})"

    def for_svt_av1(self) -> str:
        """The value of SVT-AV1's `mastering-display`: the same in plain units."""
        points = zip(["G", "B", "R", "WP"], (self.green, self.blue, self.red, self.white), strict=True)
        return "".join(f"{name}({x:g},{y:g})" for name, (x, y) in points) + f"L({self.most:g},{self.least:g})"


_D65 = (0.3127, 0.3290)
_REC2020 = MasteringDisplay((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65, 1000.0, 0.0001)
_P3_D65 = MasteringDisplay((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65, 1000.0, 0.0001)
MASTERING: Mapping[OutputName, MasteringDisplay] = {"pq": _REC2020, "pq-p3": _P3_D65}
"""The HDR outputs that carry it: peak, black and gamut are those of their ACES 2 view. HLG has none: its light is relative to
the display it is shown on (BT.2100), and receivers don't ask for it."""


@dataclass(frozen=True)
class ContentLight:
    """MaxCLL and MaxFALL as files write them: whole cd/m², 1–65 535 (0 would mean "not known")."""

    max_cll: int
    max_fall: int


class LightMeter:
    """Measures the frames of a film as it is rendered: MaxCLL and MaxFALL by CTA-861.3, Annex P.

    A pixel's light is the greatest of its R, G, B in cd/m² on the output's display. A frame's average goes over the active
    picture alone: bars at the edges that stay black through the whole film (below 0.01 cd/m²) are left out. Whether they
    do is known only at the end, so that the greatest sum of light is kept and divided then.

    Codes are read in steps of 1/65 535, finer than 12 bits of any file.
    """

    def __init__(self, output: OutputName) -> None:
        """Raises EngineError for the scene-linear output."""
        if not is_display(output):
            raise EngineError(f"{output} has no light to measure", "it is not rendered for a display")
        self.output = output
        self.frames = 0
        self.histogram: NDArray[np.int64] = np.zeros(_BINS, np.int64)
        """How many pixels had which light, all frames together: 1024 bins, evenly over PQ codes 0–1 whatever the output."""
        self._brightest = self._greatest = 0.0
        self._rows: NDArray[np.bool_] | None = None
        self._columns: NDArray[np.bool_] | None = None

    def push(self, codes: Colours) -> None:
        """Measure one frame: display codes of the output, float [height, width, 3], 0–1.

        Raises EngineError when it has another size than the frames before.
        """
        if codes.ndim != 3 or (self._rows is not None and codes.shape[:2] != (len(self._rows), len(_given(self._columns)))):
            raise EngineError("The light of this frame can't be measured", f"its shape is {codes.shape}")
        light = self._light(codes)
        self.frames += 1
        self._brightest = max(self._brightest, float(light.max()))
        self._greatest = max(self._greatest, float(light.sum(dtype=np.float64)))
        rows, columns = light.max(axis=1) > _BAR_NITS, light.max(axis=0) > _BAR_NITS
        self._rows = rows if self._rows is None else self._rows | rows
        self._columns = columns if self._columns is None else self._columns | columns

    @property
    def max_cll(self) -> float:
        """The brightest pixel of the film, cd/m²."""
        return self._brightest

    @property
    def max_fall(self) -> float:
        """The greatest mean light of a frame's active picture, cd/m²."""
        top, bottom, left, right = self.active
        area = (bottom - top) * (right - left)
        return self._greatest / area if area else 0.0

    @property
    def active(self) -> tuple[int, int, int, int]:
        """The active picture: rows [top, bottom), columns [left, right)."""
        return (*_span(self._rows), *_span(self._columns))

    def static(self) -> ContentLight:
        """For the file."""
        return ContentLight(*(min(max(round(value), 1), 65_535) for value in (self.max_cll, self.max_fall)))

    def percentile(self, percent: float) -> float:
        """The light in cd/m² that `percent` of all pixels stay below (99.99 tells more of a film than one hot pixel)."""
        from aiprod.grading.transfer import pq_to_nits

        reached = np.cumsum(self.histogram) >= self.histogram.sum() * percent / 100
        return float(pq_to_nits(np.array((int(np.argmax(reached)) + 1) / _BINS, np.float32)))

    def _light(self, codes: Colours) -> Plane:
        """The greatest channel of each pixel in cd/m² [height, width]; fills the histogram."""
        if OUTPUTS[self.output].transfer == 18:
            light = _hlg_light(codes, OUTPUTS[self.output].peak_nits)
            self._count(np.bincount((nits_to_pq(light).ravel() * (_BINS - 1)).astype(np.int64), minlength=_BINS))
            return light
        steps = _steps(codes.max(axis=-1))
        counted = np.bincount(steps.ravel(), minlength=_STEPS + 1)
        self._count(np.bincount(_bins(self.output), weights=counted, minlength=_BINS).astype(np.int64))
        return _ramp(self.output)[steps]

    def _count(self, counted: NDArray[np.int64]) -> None:
        self.histogram = self.histogram + counted


def _hlg_light(codes: Colours, peak: float) -> Plane:
    scene = _scene_ramp()[_steps(codes)]
    luminance = np.maximum(scene @ REC2020_LUMA, np.float32(1e-12))
    light: Plane = np.float32(peak) * luminance ** np.float32(system_gamma(peak) - 1) * scene.max(axis=-1)
    return light


def _steps(codes: Colours) -> NDArray[np.uint16]:
    clipped = np.clip(codes, 0, 1)
    return np.asarray(clipped * np.float32(_STEPS) + np.float32(0.5)).astype(np.uint16)


@cache
def _ramp(output: OutputName) -> Plane:
    """The light of each step of a grey."""
    return to_nits(_even(), output)


@cache
def _scene_ramp() -> Plane:
    return hlg_to_scene(_even())


@cache
def _bins(output: OutputName) -> NDArray[np.int64]:
    return (nits_to_pq(_ramp(output)) * (_BINS - 1)).astype(np.int64)


def _even() -> Plane:
    return np.linspace(0, 1, _STEPS + 1, dtype=np.float32)


def _span(seen: NDArray[np.bool_] | None) -> tuple[int, int]:
    if seen is None or not seen.any():
        return 0, 0
    first = int(np.argmax(seen))
    return first, len(seen) - int(np.argmax(seen[::-1]))


def _given(columns: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    assert columns is not None
    return columns
