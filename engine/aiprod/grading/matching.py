# SPDX-License-Identifier: Apache-2.0
"""Colour matching of shots, reduced to a CDL.

The start is the statistical colour transfer of Reinhard, Ashikhmin, Gooch and Shirley (IEEE Computer Graphics and
Applications 21(5), 2001): give the source the mean and the deviation of the reference in a logarithmic space. Here the
space is ACEScct itself (logarithmic like their lαβ, and the space of the grade), so mean and deviation become exactly the
CDL's offset and slope.

From there it goes on as Pitié, Kokaram and Dahyot do (Computer Vision and Image Understanding 107, 2007: automated colour
grading using colour distribution transfer): the one-dimensional distributions along several axes of the colour space are
brought together, each by its optimal transport, which in one dimension is the order of the values. Of all the maps that could
do it only CDLs with saturation are allowed, fitted by Gauss-Newton with robust weights. What only one of the two pictures can
show, because the other burnt or crushed it, is left out of both at every step.

Where both stills show the same set-up (`overlap.py`) the same places are compared with each other instead, with the same CDL
and the same robust weights, and nothing has to be assumed about what is in the picture.

What distributions are known for, painting one picture's content onto another, is held back twice: by limits, and by a
confidence that falls when the two pictures do not become alike by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import Cdl, Triple
from aiprod.grading.cdl import ASC_LUMA
from aiprod.grading.overlap import Still, shared_cells
from aiprod.grading.spaces import AP1_LUMA, STOP, Colours, is_display, to_acescct, to_output

Vector = NDArray[np.float64]
_LUMA = ASC_LUMA.astype(np.float64)
_GRID = (54, 96)
_QUANTILES = np.linspace(0.02, 0.98, 25)
_CLIPPED = (0.012, 0.985)
"""Codes outside were crushed or burnt and say nothing about exposure."""
_SAME_VIEW = {"srgb": "rec709", "display-p3": "p3d65", "pq-p3": "pq"}
"""Displays whose end is that of one that is an output."""
_MOST_SAMPLES = 2000
_LEAST_PAIRS, _AGREED = 200, 0.006
_STEPS = 14
_TAIL = 0.015
_ROBUST = 0.012
"""Distances beyond this (ACEScct, a fifth of a stop) count less and less: content that only one picture has."""


@dataclass(frozen=True)
class Limits:
    """How far a match may go: exposure in stops, balance in ACEScct per channel, contrast and saturation as ratios."""

    exposure: float = 2.0
    balance: float = 0.08
    contrast: float = 1.6
    saturation: float = 1.3


GENTLE = Limits(exposure=0.5, balance=0.012, contrast=1.12, saturation=1.06)
"""For different set-ups of one scene, whose contents differ by right."""


@dataclass(frozen=True)
class Statistics:
    """What a shot's colours are like in ACEScct.

    Attributes:
        mean, deviation: per channel, of the pixels that are not clipped, float64 [3].
        quantiles: of those pixels, float64 [25, 3].
        samples: some of those pixels, float64 [n, 3].
        space: what the footage was (`spaces.INPUTS`).
    """

    mean: Vector
    deviation: Vector
    quantiles: Vector
    samples: Vector
    space: str = "rec709"

    @property
    def luma(self) -> float:
        return float(self.mean @ AP1_LUMA)


@dataclass(frozen=True)
class Fit:
    """A CDL as numbers that can be computed with: y = saturated(x · slope + offset)."""

    slope: Vector
    offset: Vector
    saturation: float = 1.0

    @property
    def mixing(self) -> Vector:
        """[3, 3]: the saturation about ASC luma, applied as rows @ mixing.T."""
        return self.saturation * np.eye(3) + (1 - self.saturation) * np.tile(_LUMA, (3, 1))

    def __call__(self, colours: Vector) -> Vector:
        return np.asarray((colours * self.slope + self.offset) @ self.mixing.T)

    def back(self, colours: Vector) -> Vector:
        return np.asarray((colours @ np.linalg.inv(self.mixing).T - self.offset) / self.slope)


def sampled(stills: Sequence[Still], space: str = "rec709") -> Colours:
    """The stills on a coarse grid as ACEScct colours, float32 [n, 3]. Each cell is a mean of codes."""
    cells = [_cells(still) for still in stills]
    return to_acescct(np.concatenate(cells), space)


def _cells(still: Still) -> Colours:
    rows, columns = (min(n, size) for n, size in zip(_GRID, still.shape[:2], strict=True))
    height, width = still.shape[0] // rows, still.shape[1] // columns
    cut = still[: rows * height, : columns * width, :3].reshape(rows, height, columns, width, 3)
    cells: Colours = cut.mean(axis=(1, 3), dtype=np.float64).reshape(-1, 3).astype(np.float32) / np.float32(255)
    kept = cells[_whole(cells)]
    return kept if len(kept) > 0.1 * len(cells) else cells


def _whole(codes: Colours) -> NDArray[np.bool_]:
    return cast("NDArray[np.bool_]", (codes.min(axis=-1) > _CLIPPED[0]) & (codes.max(axis=-1) < _CLIPPED[1]))


def statistics(colours: Colours, space: str = "rec709") -> Statistics:
    """Measure ACEScct colours [n, 3] of footage of this space."""
    values = colours.astype(np.float64)
    some = values[:: max(1, len(values) // _MOST_SAMPLES)]
    deviation = np.maximum(values.std(axis=0), 1e-4)
    return Statistics(values.mean(axis=0), deviation, np.quantile(values, _QUANTILES, axis=0), some, space)


def match(source: Statistics, reference: Statistics, limits: Limits | None = None, trust: float = 1.0) -> Cdl:
    """The CDL that brings `source` towards `reference`.

    Args:
        limits: `Limits()` for takes of the same picture, `GENTLE` for neighbours in a scene.
        trust: 0 changes nothing, 1 goes as far as the limits and the confidence let it.
    """
    fit = fitted(source, reference)
    return bounded(fit, source, limits or Limits(), trust * likeness(fit, source, reference))


def bounded(fit: Fit, source: Statistics, limits: Limits, amount: float = 1.0) -> Cdl:
    """A fit held inside limits and taken by `amount`, 0–1.

    The mean lands where the bounded shift puts it, whatever slope and saturation do around it.
    """
    slope = np.clip(fit.slope, 1 / limits.contrast, limits.contrast) ** amount
    saturation = float(np.clip(fit.saturation, 1 / limits.saturation, limits.saturation) ** amount)
    shift = amount * _bounded(fit(source.mean) - source.mean, limits)
    wanted = Fit(np.ones(3), np.zeros(3), saturation).back(source.mean + shift)
    return cdl_of(slope, wanted - slope * source.mean, saturation)


@dataclass(frozen=True)
class Match:
    """A match and what it rests on.

    Attributes:
        cdl: inside the limits.
        confidence: 0–1; the CDL is already held back by it.
        overlap: whether both show the same set-up, so that the same places were compared.
    """

    cdl: Cdl
    confidence: float
    overlap: bool


def match_stills(
    source: Sequence[Still], reference: Sequence[Still], limits: Limits | None = None, trust: float = 1.0,
    spaces: tuple[str, str] = ("rec709", "rec709"),
) -> Match:  # fmt: skip
    """Match a shot to another from a few stills of each, uint8 [h, w, 3] in `spaces` (source's, reference's).

    By the same places where two of the stills show the same set-up, by distributions otherwise.
    """
    own = statistics(sampled(source, spaces[0]), spaces[0])
    pairs = pairs_of(source, reference, spaces)
    if pairs is not None:
        fit, sure = paired(*pairs)
        return Match(bounded(fit, own, limits or Limits(), trust * sure), sure, True)
    other = statistics(sampled(reference, spaces[1]), spaces[1])
    fit = fitted(own, other)
    sure = likeness(fit, own, other)
    return Match(bounded(fit, own, limits or Limits(), trust * sure), sure, False)


def pairs_of(source: Sequence[Still], reference: Sequence[Still], spaces: tuple[str, str]) -> tuple[Vector, Vector] | None:
    """ACEScct of places that both show, of the first pair of stills that overlaps."""
    for ours, theirs in zip(source, reference, strict=False):
        found = shared_cells(ours, theirs)
        if found is None:
            continue
        whole = _whole(found[0]) & _whole(found[1])
        if whole.sum() >= _LEAST_PAIRS:
            first, second = (to_acescct(codes[whole], space) for codes, space in zip(found, spaces, strict=True))
            return first.astype(np.float64), second.astype(np.float64)
    return None


def paired(ours: Vector, theirs: Vector) -> tuple[Fit, float]:
    """The CDL that brings colours [n, 3] to their partners, and how well it does, 0–1. What moved counts little.

    Where half of the places agree to a tenth of a stop already, nothing is done: what differs is what moved.
    """
    if float(np.median(np.abs(theirs - ours).max(axis=1))) < _AGREED:
        return Fit(np.ones(3), np.zeros(3)), 1.0
    fit = Fit(np.ones(3), theirs.mean(axis=0) - ours.mean(axis=0))
    for _ in range(_STEPS):
        fit = _solved(fit, [_slopes(fit, ours, axis) for axis in _AXES], [(theirs - fit(ours)) @ axis for axis in _AXES])
    left = np.median(np.abs(theirs - fit(ours)).max(axis=1))
    return fit, float(np.exp(-((float(left) / (3 * _ROBUST)) ** 2)))


def confidence(source: Statistics, reference: Statistics) -> float:
    """How well a CDL explains the difference, 0–1: 1 when the distributions then fall together."""
    return likeness(fitted(source, reference), source, reference)


def fitted(source: Statistics, reference: Statistics) -> Fit:
    """The CDL under which the distributions fall together best, without limits."""
    slope = np.clip(reference.deviation / source.deviation, 0.4, 2.5)
    fit = Fit(slope, reference.mean - slope * source.mean)
    for _ in range(_STEPS):
        ours, theirs = _shared(fit, source, reference)
        fit = _stepped(fit, ours, theirs)
    return fit


def _shared(fit: Fit, source: Statistics, reference: Statistics) -> tuple[Vector, Vector]:
    """The samples of both that the other could show too. All of them where too few are left."""
    ours = source.samples[_shown(fit(source.samples), reference.space)]
    theirs = reference.samples[_shown(fit.back(reference.samples), source.space)]
    enough = min(len(ours), len(theirs)) > 0.2 * min(len(source.samples), len(reference.samples))
    return (ours, theirs) if enough else (source.samples, reference.samples)


def _shown(colours: Vector, space: str) -> NDArray[np.bool_]:
    """Which colours footage of this space holds without being burnt or crushed."""
    if not is_display(space):  # logs of cameras have room above
        return np.ones(len(colours), bool)
    return _whole(to_output(colours.astype(np.float32), _SAME_VIEW.get(space, space)))


def _axes() -> Vector:
    """[9, 3]: the channels, luma, and differences of the channels, whose spread is smaller and which count the more."""
    spreads = [(1, -1, 0), (0, 1, -1), (1, 0, -1), (1, -2, 1), (2, -1, -1)]
    rows = [*np.eye(3), AP1_LUMA.astype(np.float64), *(np.array(axis, float) for axis in spreads)]
    return np.stack([row / np.linalg.norm(row) for row in rows])


_AXES = _axes()


def _stepped(fit: Fit, ours: Vector, theirs: Vector) -> Fit:
    """One step towards equal order statistics along every axis."""
    mapped = fit(ours)
    cut = int(_TAIL * len(ours))
    ranks = (np.arange(cut, len(ours) - cut) + 0.5) / len(ours)
    others = (np.arange(len(theirs)) + 0.5) / len(theirs)
    slopes, gaps = [], []
    for axis in _AXES:
        order = np.argsort(mapped @ axis, kind="stable")[cut : len(ours) - cut]
        slopes.append(_slopes(fit, ours[order], axis))
        gaps.append(np.interp(ranks, others, np.sort(theirs @ axis)) - mapped[order] @ axis)
    return _solved(fit, slopes, gaps)


def _slopes(fit: Fit, colours: Vector, axis: Vector) -> Vector:
    """[n, 7]: how far graded colours move along an axis for each number of the CDL."""
    along = axis @ fit.mixing
    graded = colours * fit.slope + fit.offset
    vivid = (graded - (graded @ _LUMA)[:, None]) @ axis
    return np.concatenate([colours * along, np.tile(along, (len(colours), 1)), vivid[:, None]], axis=1)


def _solved(fit: Fit, slopes: Sequence[Vector], gaps: Sequence[Vector]) -> Fit:
    """One Gauss-Newton step that closes the gaps, with Cauchy's weights."""
    count = len(gaps[0])
    normal, pull = np.diag([1e-6] * 6 + [2e-4]) * count, np.zeros(7)
    for slope, gap in zip(slopes, gaps, strict=True):
        weighted = slope / (1 + (gap / _ROBUST) ** 2)[:, None]
        normal += weighted.T @ slope
        pull += weighted.T @ gap
    change = np.linalg.solve(normal, pull)
    saturation = float(np.clip(fit.saturation + change[6], 0.5, 2.0))
    return Fit(np.clip(fit.slope + change[:3], 0.4, 2.5), fit.offset + change[3:6], saturation)


def likeness(fit: Fit, source: Statistics, reference: Statistics) -> float:
    """How far the distributions fall together under a fit, 0–1."""
    ours, theirs = _shared(fit, source, reference)
    mapped = fit(ours)
    apart = []
    for axis in _AXES[:4]:
        there = np.quantile(theirs @ axis, _QUANTILES)
        apart.append(np.abs(np.quantile(mapped @ axis, _QUANTILES) - there).mean() / max(float((theirs @ axis).std()), 0.01))
    return float(np.exp(-((float(np.mean(apart)) / 0.35) ** 2)))


def _bounded(shift: Vector, limits: Limits) -> Vector:
    luma = float(shift @ AP1_LUMA)
    colour = shift - luma
    most = float(np.abs(colour).max())
    scale = min(1.0, limits.balance / most) if most > 0 else 1.0
    bounded: Vector = float(np.clip(luma, -limits.exposure * STOP, limits.exposure * STOP)) + scale * colour
    return bounded


def cdl_of(slope: Vector, offset: Vector, saturation: float = 1.0) -> Cdl:
    """A CDL with rounded numbers, so that a change in the tenth decimal never makes another film."""
    return Cdl(slope=_triple(slope), offset=_triple(offset), saturation=round(saturation, 5))


def _triple(values: Vector) -> Triple:
    red, green, blue = (round(float(v), 5) for v in values)
    return red, green, blue
