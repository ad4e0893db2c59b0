# SPDX-License-Identifier: Apache-2.0
"""Automation: breakpoint curves, exact to the sample, and the same whether read whole or in blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from aiprod.film.mix import Ducking, Point
from aiprod.media.audio import SAMPLE_RATE

Values = NDArray[np.float64]


class Curve:
    """A curve through breakpoints: constant before the first and after the last.

    Points may come in any order; of two at the same time the later one in the list is where the curve goes on from, so that a
    jump can be written.
    """

    def __init__(self, points: Iterable[Point]) -> None:
        found = sorted(points, key=lambda point: point.time_s)
        self._at = np.array([round(point.time_s * SAMPLE_RATE) for point in found], np.int64)
        self._values = np.array([point.value for point in found], np.float64)
        self._shapes = [point.shape for point in found]

    def constant(self, start: int, stop: int) -> float | None:
        """The value of samples [start, stop) where it is the same for all of them."""
        if len(self._at) == 0:
            return 0.0
        first = int(np.searchsorted(self._at, start, "right")) - 1
        last = int(np.searchsorted(self._at, stop - 1, "right")) - 1
        if last < 0:
            return float(self._values[0])
        if first != last:
            return None
        flat = first == len(self._at) - 1 or self._shapes[first] == "hold" or self._values[first] == self._values[first + 1]
        return float(self._values[first]) if flat else None

    def read(self, start: int, stop: int) -> Values:
        """The values of samples [start, stop) of the film."""
        steady = self.constant(start, stop)
        if steady is not None:
            return np.full(stop - start, steady)
        values = np.empty(stop - start)
        first = max(int(np.searchsorted(self._at, start, "right")) - 1, -1)
        at = start
        for index in range(first, len(self._at)):
            end = min(stop, int(self._at[index + 1])) if index + 1 < len(self._at) else stop
            if end > at:
                values[at - start : end - start] = self._segment(index, at, end)
                at = end
        return values

    def _segment(self, index: int, start: int, end: int) -> Values | float:
        if index < 0 or index == len(self._at) - 1 or self._shapes[index] == "hold":
            return float(self._values[max(index, 0)])
        first, last = self._values[index], self._values[index + 1]
        share = (np.arange(start, end) - self._at[index]) / (self._at[index + 1] - self._at[index])
        if self._shapes[index] == "smooth":
            share = 0.5 - 0.5 * np.cos(np.pi * share)
        curve: Values = first + (last - first) * share
        return curve


def factors(curve: Curve, start: int, stop: int, offset_db: float = 0.0) -> NDArray[np.float32]:
    """A curve in dB as gains: a single one where it stands still."""
    steady = curve.constant(start, stop)
    if steady is not None:
        return np.full(1, 10 ** ((steady + offset_db) / 20), np.float32)
    return np.power(10.0, (curve.read(start, stop) + offset_db) / 20).astype(np.float32)


def ducking(regions_s: Sequence[tuple[float, float]], settings: Ducking) -> Curve:
    """The curve, in dB, of a bus that gives way to known stretches of speech (start, end in seconds).

    Its sides are smooth: no corner where the level begins to move. What is close together is one stretch.
    """
    points = []
    gap = max(settings.hold_s, settings.ahead_s + settings.release_s)
    for start, end in joined(regions_s, gap):
        fall = max(start - settings.ahead_s, 0.0)
        points += [
            Point(time_s=fall, value=0.0 if fall < start else settings.depth_db, shape="smooth"),
            Point(time_s=start, value=settings.depth_db), Point(time_s=end, value=settings.depth_db, shape="smooth"),
            Point(time_s=end + settings.release_s, value=0.0),
        ]  # fmt: skip
    return Curve(points)


def joined(regions: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Stretches in order, those closer than `gap` as one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(regions):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
