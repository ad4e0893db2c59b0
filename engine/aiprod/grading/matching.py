# SPDX-License-Identifier: Apache-2.0
"""Colour matching of shots, reduced to a CDL.

The method is the statistical colour transfer of Reinhard, Ashikhmin, Gooch and Shirley (IEEE Computer Graphics and
Applications 21(5), 2001): give the source the mean and the deviation of the reference in a logarithmic space. Here the
space is ACEScct itself (logarithmic like their lαβ, and the space of the grade), so mean and deviation become exactly the
CDL's offset and slope. What that method is known for, painting one picture's content onto another, is held back twice: by
limits, and by a confidence that falls when the two pictures do not become alike by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import Cdl, Triple
from aiprod.grading.spaces import AP1_LUMA, STOP, Colours, display_to_acescct

Vector = NDArray[np.float64]
_GRID = (54, 96)
_QUANTILES = np.linspace(0.02, 0.98, 25)
_CLIPPED = (0.012, 0.985)
"""Display codes outside were crushed or burnt and say nothing about exposure."""


@dataclass(frozen=True)
class Limits:
    """How far a match may go: exposure in stops, balance in ACEScct per channel, contrast as a ratio."""

    exposure: float = 2.0
    balance: float = 0.08
    contrast: float = 1.6


GENTLE = Limits(exposure=0.5, balance=0.012, contrast=1.12)
"""For different set-ups of one scene, whose contents differ by right."""


@dataclass(frozen=True)
class Statistics:
    """What a shot's colours are like in ACEScct.

    Attributes:
        mean, deviation: per channel, of the pixels that are not clipped, float64 [3].
        quantiles: of those pixels, float64 [25, 3].
    """

    mean: Vector
    deviation: Vector
    quantiles: Vector

    @property
    def luma(self) -> float:
        return float(self.mean @ AP1_LUMA)


def sampled(stills: Sequence[NDArray[np.uint8]]) -> Colours:
    """The stills on a coarse grid as ACEScct colours, float32 [n, 3]. Each cell is a mean of display codes."""
    cells = [_cells(still) for still in stills]
    return display_to_acescct(np.concatenate(cells))


def _cells(still: NDArray[np.uint8]) -> Colours:
    rows, columns = (min(n, size) for n, size in zip(_GRID, still.shape[:2], strict=True))
    height, width = still.shape[0] // rows, still.shape[1] // columns
    cut = still[: rows * height, : columns * width, :3].reshape(rows, height, columns, width, 3)
    cells: Colours = cut.mean(axis=(1, 3), dtype=np.float64).reshape(-1, 3).astype(np.float32) / np.float32(255)
    kept = cells[(cells.min(axis=-1) > _CLIPPED[0]) & (cells.max(axis=-1) < _CLIPPED[1])]
    return kept if len(kept) > 0.1 * len(cells) else cells


def statistics(colours: Colours) -> Statistics:
    """Measure ACEScct colours [n, 3]."""
    values = colours.astype(np.float64)
    return Statistics(values.mean(axis=0), np.maximum(values.std(axis=0), 1e-4), np.quantile(values, _QUANTILES, axis=0))


def match(source: Statistics, reference: Statistics, limits: Limits | None = None, trust: float = 1.0) -> Cdl:
    """The CDL that brings `source` towards `reference`.

    Args:
        limits: `Limits()` for takes of the same picture, `GENTLE` for neighbours in a scene.
        trust: 0 changes nothing, 1 goes as far as the limits and the confidence let it.
    """
    bounds = limits or Limits()
    slope = np.clip(reference.deviation / source.deviation, 1 / bounds.contrast, bounds.contrast)
    amount = trust * confidence(source, reference)
    slope = slope**amount
    shift = amount * _bounded(reference.mean - source.mean, bounds)
    # The mean must land `shift` away from where it was, whatever the slope does around it.
    return cdl_of(slope, source.mean + shift - slope * source.mean)


def confidence(source: Statistics, reference: Statistics) -> float:
    """How well an affine change explains the difference, 0–1: 1 when the distributions then fall together."""
    a = (source.quantiles - source.mean) / source.deviation
    b = (reference.quantiles - reference.mean) / reference.deviation
    residual = float(np.abs(a - b).mean())
    return float(np.exp(-((residual / 0.35) ** 2)))


def _bounded(shift: Vector, limits: Limits) -> Vector:
    luma = float(shift @ AP1_LUMA)
    colour = shift - luma
    most = float(np.abs(colour).max())
    scale = min(1.0, limits.balance / most) if most > 0 else 1.0
    bounded: Vector = float(np.clip(luma, -limits.exposure * STOP, limits.exposure * STOP)) + scale * colour
    return bounded


def cdl_of(slope: Vector, offset: Vector) -> Cdl:
    """A CDL with rounded numbers, so that a change in the tenth decimal never makes another film."""
    return Cdl(slope=_triple(slope), offset=_triple(offset))


def _triple(values: Vector) -> Triple:
    red, green, blue = (round(float(v), 5) for v in values)
    return red, green, blue
