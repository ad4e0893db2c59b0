# SPDX-License-Identifier: Apache-2.0
"""How different two colours look: CIEDE2000 (CIE 142-2001; Sharma, Wu and Dalal, Color Research & Application 30, 2005)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aiprod.grading.spaces import Colours

Values = NDArray[np.float64]
_RGB_TO_XYZ = np.array([[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]])
_D65 = np.array([0.9504559, 1.0, 1.0890578])


def to_lab(display: Colours) -> Values:
    """Rec.709 display codes (0–1, BT.1886 with black at 0) to CIE L*a*b* under D65."""
    linear = np.clip(np.asarray(display, np.float64), 0, 1) ** 2.4
    ratio = linear @ _RGB_TO_XYZ.T / _D65
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def delta_e(first: Colours, second: Colours) -> Values:
    """CIEDE2000 between display codes [..., 3]; about 1 is just visible side by side."""
    return delta_e_lab(to_lab(first), to_lab(second))


def delta_e_lab(first: Values, second: Values) -> Values:
    """CIEDE2000 between L*a*b* values [..., 3]."""
    mean_c7 = ((np.hypot(first[..., 1], first[..., 2]) + np.hypot(second[..., 1], second[..., 2])) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    c1, h1 = _polar(first, stretch)
    c2, h2 = _polar(second, stretch)
    turn = (h2 - h1 + 180) % 360 - 180
    lightness, chroma = second[..., 0] - first[..., 0], c2 - c1
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    mean_l, mean_c = (first[..., 0] + second[..., 0]) / 2, (c1 + c2) / 2
    mean_h = np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2)
    return _weighted(lightness, chroma, hue, mean_l, mean_c, mean_h)


def _polar(lab: Values, stretch: Values) -> tuple[Values, Values]:
    a, b = lab[..., 1] * stretch, lab[..., 2]
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360


def _weighted(lightness: Values, chroma: Values, hue: Values, mean_l: Values, mean_c: Values, mean_h: Values) -> Values:
    t = (
        1 - 0.17 * np.cos(np.radians(mean_h - 30)) + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6)) - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )  # fmt: skip
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    fall = 30 * np.exp(-((((mean_h % 360) - 275) / 25) ** 2))
    r_t = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(2 * fall))
    light, colour, turn = lightness / s_l, chroma / s_c, hue / s_h
    squared = light * light + colour * colour + turn * turn + r_t * colour * turn
    distance: Values = np.sqrt(np.maximum(squared, 0))
    return distance


_RGB_TO_LMS = np.array([[1688, 2146, 262], [683, 2951, 462], [99, 309, 3688]]) / 4096
_LMS_TO_ICTCP = np.array([[2048, 2048, 0], [6610, -13613, 7003], [17933, -17390, -543]]) / 4096
_PQ = (2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32)
"""SMPTE ST 2084's m1, m2, c1, c2 and c3."""


def delta_e_itp(first: Colours, second: Colours) -> Values:
    """ΔE-ITP (Recommendation ITU-R BT.2124) between Rec.2100 PQ codes [..., 3], 0–1; 1 is just visible."""
    off = _itp(first) - _itp(second)
    return np.asarray(720 * np.sqrt((off * off).sum(axis=-1)))


def _itp(codes: Colours) -> Values:
    """I, T and P of PQ codes: ICtCp with Ct halved."""
    m1, m2, c1, c2, c3 = _PQ
    root = np.clip(np.asarray(codes, np.float64), 0, 1) ** (1 / m2)
    lms = (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1) @ _RGB_TO_LMS.T
    power = lms**m1
    return np.asarray(((c1 + c2 * power) / (1 + c3 * power)) ** m2 @ _LMS_TO_ICTCP.T * np.array([1, 0.5, 1]))
