# SPDX-License-Identifier: Apache-2.0
"""The colour of a picture's light, from the picture alone.

Two estimates that fail for different pictures: grey-edge (van de Weijer, Gevers and Gijsenij, IEEE Transactions on Image
Processing 16, 2007: the mean difference of surfaces is grey; first order, Minkowski norm 6) and shades of grey (Finlayson and
Trezzi, Color Imaging Conference 2004: so is the mean, norm 6). Where they disagree, nobody knows the light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.grading.spaces import Colours, to_acescct

Still = NDArray[np.uint8]
Vector = NDArray[np.float64]
_NORM = 6.0
_WIDTH = 240
_CLIPPED = (0.012, 0.985)
_SURE_DEG = 6.0
_AP1_TO_XYZ = np.array([[0.6624542, 0.1340042, 0.1561877], [0.2722287, 0.6740818, 0.0536895], [-0.0055746, 0.0040607, 1.0103391]])


@dataclass(frozen=True)
class Illuminant:
    """Attributes:
    rgb: the light in ACEScg, at luminance 1, float64 [3]; a neutral one is (1, 1, 1).
    agreement: 0–1, how far the estimates agree.
    """

    rgb: Vector
    agreement: float

    @property
    def cast_deg(self) -> float:
        """Angle from neutral in ACEScg: the angular error of the literature, in degrees."""
        return angle(self.rgb, np.ones(3))

    @property
    def kelvin(self) -> float:
        """Correlated colour temperature (McCamy, Color Research and Application 17, 1992); neutral is ACES's white, 6000 K."""
        x, y, z = _AP1_TO_XYZ @ self.rgb
        n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
        return float(np.clip(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 1500, 25000))

    @property
    def uv(self) -> Vector:
        """CIE 1976 u′v′."""
        x, y, z = _AP1_TO_XYZ @ self.rgb
        return np.asarray(np.array([4 * x, 9 * y]) / (x + 15 * y + 3 * z))


def illuminant(stills: Sequence[Still], space: str = "rec709") -> Illuminant:
    """The light of a shot, from a few stills, uint8 [h, w, 3] in `space`."""
    pictures = [_light(still, space) for still in stills]
    edge = _norm([_edges(light, whole) for light, whole in pictures])
    grey = _norm([light[whole] for light, whole in pictures])
    both = np.exp((np.log(edge) + np.log(grey)) / 2)
    agreement = float(np.exp(-((angle(edge, grey) / _SURE_DEG) ** 2)))
    return Illuminant(both / float(both @ _AP1_TO_XYZ[1]), agreement)


def angle(first: Vector, second: Vector) -> float:
    """Degrees between two lights."""
    cosine = float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))
    return float(np.degrees(np.arccos(min(1.0, cosine))))


def from_acescct(acescct: Colours) -> Vector:
    """Scene-linear ACEScg (S-2016-001)."""
    values = acescct.astype(np.float64)
    return np.where(values <= 0.155251141552511, (values - 0.0729055341958355) / 10.5402377416545, 2 ** (values * 17.52 - 9.72))


def _light(still: Still, space: str) -> tuple[Vector, NDArray[np.bool_]]:
    """Scene-linear ACEScg [h, w, 3] of a small picture, and which of its pixels are neither burnt nor crushed."""
    import cv2

    width = min(_WIDTH, still.shape[1])
    height = max(1, round(still.shape[0] * width / still.shape[1]))
    small = cv2.resize(np.ascontiguousarray(still[..., :3]), (width, height), interpolation=cv2.INTER_AREA)
    codes = small.astype(np.float32) / np.float32(255)
    whole = (codes.max(axis=-1) < _CLIPPED[1]) & (codes.min(axis=-1) > _CLIPPED[0])
    light = np.maximum(from_acescct(to_acescct(codes, space)), 0)
    return light, whole if whole.mean() > 0.1 else np.ones_like(whole)


def _edges(light: Vector, whole: NDArray[np.bool_]) -> Vector:
    """Strengths of the edges of each channel [n, 3], smoothed by a pixel; edges at burnt places say nothing."""
    import cv2

    smooth = cv2.GaussianBlur(light, (0, 0), 1.0)
    across, down = cv2.Scharr(smooth, cv2.CV_64F, 1, 0), cv2.Scharr(smooth, cv2.CV_64F, 0, 1)
    sure = cv2.erode(whole.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    strengths = np.hypot(across, down)
    return cast("Vector", strengths[sure] if sure.any() else strengths.reshape(-1, 3))


def _norm(values: Sequence[Vector]) -> Vector:
    """Minkowski's norm of each channel, of values that were scaled to their largest so that nothing overflows."""
    joined = np.concatenate([v.reshape(-1, 3) for v in values])
    top = float(np.quantile(joined, 0.995)) or 1.0
    powered = np.mean(np.minimum(joined / top, 1.0) ** _NORM, axis=0)
    return np.asarray(np.maximum(powered, 1e-12) ** (1 / _NORM))
