# SPDX-License-Identifier: Apache-2.0
"""Decibels on a console: where a fader's cap stands, and how high a meter reads. Pure functions."""

from __future__ import annotations

from bisect import bisect_right

LOWEST, HIGHEST = -96.0, 12.0
"""Ends of a fader in dB; the lower one is silence."""
_LAW = (
    (-96.0, 0.0), (-60.0, 0.05), (-40.0, 0.17), (-30.0, 0.27), (-20.0, 0.41), (-10.0, 0.6), (-5.0, 0.7), (0.0, 0.8), (6.0, 0.9),
    (12.0, 1.0),
)  # fmt: skip
"""dB and share of the way: fine about 0, coarse below, as faders are cut."""
MARKS = (12, 6, 0, -5, -10, -20, -30, -40, -60)
FLOOR = -60.0
"""What a meter shows at its bottom, in dBTP."""
_BARS = ((-60.0, 0.0), (-40.0, 0.15), (-30.0, 0.3), (-20.0, 0.5), (-10.0, 0.72), (0.0, 0.95), (3.0, 1.0))
METER_MARKS = (0, -3, -6, -10, -20, -30, -40, -60)


def _along(law: tuple[tuple[float, float], ...], value: float, *, back: bool = False) -> float:
    points = [(there, here) for here, there in law] if back else list(law)
    value = min(max(value, points[0][0]), points[-1][0])
    at = min(bisect_right([x for x, _ in points], value), len(points) - 1)
    (x, y), (x2, y2) = points[at - 1], points[at]
    return y + (y2 - y) * (value - x) / (x2 - x)


def share_of(gain_db: float) -> float:
    """How far up a fader stands, 0–1."""
    return _along(_LAW, gain_db)


def gain_of(share: float) -> float:
    """What a fader gives, in dB: the inverse of `share_of`."""
    return _along(_LAW, share, back=True)


def height_of(level_dbtp: float) -> float:
    """How high a meter reads, 0–1."""
    return _along(_BARS, level_dbtp)
