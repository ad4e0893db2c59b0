# SPDX-License-Identifier: Apache-2.0
"""Curves: monotone cubics through a colourist's points (F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5(2), 1984).

Between its points such a curve neither overshoots nor turns back, whatever the points are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import Curve, Curves
from aiprod.grading.spaces import AP1_LUMA, Colours

Plane = NDArray[np.float32]


def apply_curves(acescct: Colours, curves: Curves) -> Colours:
    """Master, then red, green and blue, then saturation by hue, over ACEScct [..., 3]."""
    if curves == Curves():
        return acescct
    result = np.array(acescct, np.float32)
    if curves.master:
        result = along(result, curves.master)
    for channel, curve in enumerate((curves.red, curves.green, curves.blue)):
        if curve:
            result[..., channel] = along(result[..., channel], curve)
    return _saturated(result, curves.hue_saturation) if curves.hue_saturation else result


def along(values: Plane, curve: Curve) -> Plane:
    """Values of any shape through a curve; beyond its end points it goes on straight, with the slope it has there."""
    from scipy.interpolate import PchipInterpolator

    x, y = np.array(curve, np.float64).T
    cubic = PchipInterpolator(x, y)
    slope = cubic.derivative()
    inside = cubic(np.clip(values, x[0], x[-1]))
    below, above = np.minimum(values - x[0], 0) * float(slope(x[0])), np.maximum(values - x[-1], 0) * float(slope(x[-1]))
    return np.asarray(inside + below + above).astype(np.float32)


def hue_of(chroma: Colours) -> Plane:
    """Hue in degrees, −180 to 180: 0 red, 60 yellow, 120 green … of colours or of their distance from grey [..., 3]."""
    red, green, blue = chroma[..., 0], chroma[..., 1], chroma[..., 2]
    angle: Plane = np.degrees(np.arctan2(np.sqrt(3) / 2 * (green - blue), red - 0.5 * (green + blue))).astype(np.float32)
    return angle


def _saturated(colours: Colours, curve: Curve) -> Colours:
    luma = (colours @ AP1_LUMA)[..., None]
    chroma = colours - luma
    result = luma + chroma * _factor(hue_of(chroma), curve)[..., None]
    return np.asarray(result, np.float32)


def _factor(hue: Plane, curve: Curve) -> Plane:
    """The curve around the circle: its points before and after one turn are the same points."""
    turns = tuple((at + turn, factor) for turn in (-360.0, 0.0, 360.0) for at, factor in curve)
    return along(np.asarray(hue % 360, np.float32), turns)
