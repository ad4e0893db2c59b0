# SPDX-License-Identifier: Apache-2.0
"""Matching what a host shows: an ASC CDL on Rec.709 display codes, measured from frames, that is never worse than doing nothing.

The match itself is the studio's own (`grading.matching`), in ACEScct. Hosts apply a CDL to the picture as it is shown, so what
the match does to the picture's colours is fitted again by a CDL in those codes, and kept only as far as it really helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import Cdl
from aiprod.grading.cdl import ASC_LUMA, apply_cdl, is_identity
from aiprod.grading.differences import delta_e
from aiprod.grading.matching import Limits, match_stills
from aiprod.grading.spaces import Colours, acescct_to_display, display_to_acescct

Rgb = NDArray[np.uint8]
Vector = NDArray[np.float64]
_GRID = (36, 64)
_QUANTILES = np.linspace(0.02, 0.98, 49)
_STEPS = 25
_FLAT = 0.008
"""Pictures of one colour and nothing else say nothing about how others should look."""
_SHARES = (1.0, 0.75, 0.5, 0.25)
_SLOPES, _OFFSETS, _POWERS = (0.3, 3.0), (-0.3, 0.3), (0.4, 2.5)
_LIMITS = Limits(exposure=2.5, balance=0.16, contrast=1.8, saturation=1.6)


@dataclass(frozen=True)
class DisplayMatch:
    """A CDL on display codes, and how far the colours are from the reference without and with it (mean ΔE 2000)."""

    cdl: Cdl
    before: float
    after: float


def match(source: Sequence[Rgb], reference: Sequence[Rgb], strength: float = 1.0) -> DisplayMatch:
    """The CDL that brings frames towards others, uint8 [h, w, 3] in Rec.709. Where nothing helps, it changes nothing."""
    ours, theirs = cells(source), cells(reference)
    before = distance(ours, theirs)
    if strength <= 0 or min(float(ours.std(axis=0).max()), float(theirs.std(axis=0).max())) < _FLAT:
        return DisplayMatch(Cdl(), before, before)
    found = match_stills(list(source), list(reference), _LIMITS).cdl
    wanted = np.clip(acescct_to_display(apply_cdl(display_to_acescct(ours), found)), 0, 1)
    best = DisplayMatch(Cdl(), before, before)
    for cdl in (fitted(ours, wanted), _means(ours, theirs)):
        for share in _SHARES:
            held = partly(cdl, share)
            after = distance(shown(ours, held), theirs)
            if after < best.after - 1e-3:
                best = DisplayMatch(held, before, after)
    given = partly(best.cdl, strength)
    after = distance(shown(ours, given), theirs)
    return DisplayMatch(given, round(before, 4), round(after, 4)) if after <= before else DisplayMatch(Cdl(), before, before)


def cells(pictures: Sequence[Rgb]) -> Colours:
    """Pictures on a coarse grid, float32 [n, 3] display codes."""
    import cv2

    small = [cv2.resize(picture[..., :3], _GRID[::-1], interpolation=cv2.INTER_AREA) for picture in pictures]
    return (np.stack(small).reshape(-1, 3).astype(np.float32) / np.float32(255)).astype(np.float32)


def distance(ours: Colours, theirs: Colours) -> float:
    """Mean ΔE 2000 between two distributions: of their quantiles by lightness and of each channel."""
    return float(np.mean(delta_e(_profile(ours), _profile(theirs))))


def _profile(colours: Colours) -> Colours:
    """[49 + 49, 3]: mean colours along the lightness, and the channels' quantiles."""
    order = np.argsort(colours @ ASC_LUMA, kind="stable")
    groups = np.array_split(colours[order], len(_QUANTILES))
    return np.concatenate([np.stack([group.mean(axis=0) for group in groups]), np.quantile(colours, _QUANTILES, axis=0)])


def shown(codes: Colours, cdl: Cdl) -> Colours:
    """Display codes under a CDL as hosts apply it (release 1.2): held to 0–1 before the power and at the end."""
    if is_identity(cdl):
        return codes
    slope, offset, power = (np.array(v, np.float32) for v in (cdl.slope, cdl.offset, cdl.power))
    graded = np.clip(codes * slope + offset, 0, 1) ** power
    luma = graded @ ASC_LUMA
    result: Colours = np.clip(luma[..., None] + np.float32(cdl.saturation) * (graded - luma[..., None]), 0, 1)
    return result


def apply(picture: Rgb, cdl: Cdl) -> Rgb:
    """A picture, uint8 [h, w, 3], under a CDL."""
    return np.rint(shown(picture[..., :3].astype(np.float32) / np.float32(255), cdl) * 255).astype(np.uint8)


def partly(cdl: Cdl, share: float) -> Cdl:
    """A CDL by a share of its way, 0–1."""
    slope, offset, power = np.array(cdl.slope), np.array(cdl.offset), np.array(cdl.power)
    return _cdl(slope**share, offset * share, power**share, cdl.saturation**share)


def _cdl(slope: Vector, offset: Vector, power: Vector, saturation: float) -> Cdl:
    def triple(values: Vector) -> tuple[float, float, float]:
        red, green, blue = (round(float(value), 5) for value in values)
        return red, green, blue

    return Cdl(slope=triple(slope), offset=triple(offset), power=triple(power), saturation=round(float(saturation), 5))


def _means(ours: Colours, theirs: Colours) -> Cdl:
    """Mean and spread of each channel brought together: a second opinion."""
    slope = np.clip(theirs.std(axis=0) / np.maximum(ours.std(axis=0), 1e-3), 0.5, 2.0)
    offset = np.clip(theirs.mean(axis=0) - slope * ours.mean(axis=0), *_OFFSETS)
    return _cdl(slope.astype(np.float64), offset.astype(np.float64), np.ones(3), 1.0)


def fitted(codes: Colours, wanted: Colours) -> Cdl:
    """The CDL on display codes that does most nearly what is wanted of them, by Gauss-Newton with steps held in bounds."""
    numbers = np.concatenate([np.ones(3), np.zeros(3), np.ones(3), [1.0]])
    x, y = codes.astype(np.float64)[::4], wanted.astype(np.float64)[::4]
    damping, error = 1e-3, _error(numbers, x, y)
    for _ in range(_STEPS):
        slopes = _slopes(numbers, x)
        residual = (y - _values(numbers, x)).ravel()
        normal = slopes.T @ slopes
        step = np.linalg.solve(normal + damping * (np.diag(np.diag(normal)) + 1e-6 * np.eye(10)), slopes.T @ residual)
        tried = _bounded(numbers + step)
        now = _error(tried, x, y)
        numbers, error, damping = (tried, now, damping / 3) if now < error else (numbers, error, damping * 5)
    return _cdl(numbers[:3], numbers[3:6], numbers[6:9], float(numbers[9]))


def _bounded(numbers: Vector) -> Vector:
    parts = (np.clip(numbers[:3], *_SLOPES), np.clip(numbers[3:6], *_OFFSETS), np.clip(numbers[6:9], *_POWERS))
    return np.concatenate([*parts, np.clip(numbers[9:], 0.3, 2.5)])


def _values(numbers: Vector, x: Vector) -> Vector:
    graded = np.clip(x * numbers[:3] + numbers[3:6], 1e-4, 1) ** numbers[6:9]
    luma = graded @ ASC_LUMA.astype(np.float64)
    found: Vector = luma[:, None] + numbers[9] * (graded - luma[:, None])
    return found


def _error(numbers: Vector, x: Vector, y: Vector) -> float:
    return float(((y - _values(numbers, x)) ** 2).mean())


def _slopes(numbers: Vector, x: Vector) -> Vector:
    """[3n, 10]: how far the values move for each number, by differences."""
    still = _values(numbers, x)
    steps = [(_values(numbers + 1e-4 * unit, x) - still).ravel() / 1e-4 for unit in np.eye(10)]
    return np.stack(steps, axis=1)
