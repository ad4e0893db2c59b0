# SPDX-License-Identifier: Apache-2.0
"""Graphics over the picture: what was drawn in sRGB-like display codes becomes the output's codes and is blended in its box."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.spaces import Colours
from aiprod.grading.transfer import GRAPHICS_WHITE, from_nits
from aiprod.rendering.lettering import Drawn
from aiprod.rendering.planes import Coding, Plane, engine
from aiprod.rendering.segments import PictureFormat

_PRIMARIES = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
}
"""Red, green, blue in CIE 1931 x, y of the code points of H.273; white is D65 for all."""
_D65 = (0.3127, 0.3290)
_AP1_FROM_709 = np.array([[0.613097, 0.339523, 0.047379], [0.070194, 0.916354, 0.013452], [0.020616, 0.109570, 0.869815]])
"""Linear Rec.709 → ACEScg, with Bradford's adaptation of D65 to ACES' white (S-2014-004)."""


@dataclass(frozen=True)
class Overlay:
    """Graphics in output codes, cut to the box they fill.

    Attributes:
        top, left: of the box in the picture, even.
        planes: premultiplied codes of Y′, Cb, Cr, float32, in the size of the picture's planes.
        covers: 0–1, in the same sizes.
    """

    top: int
    left: int
    planes: tuple[NDArray[np.float32], ...]
    covers: tuple[NDArray[np.float32], ...]


def overlay(drawn: Drawn, fmt: PictureFormat, coding: Coding) -> Overlay:
    """Graphics as the codes of a format's planes."""
    shown = shown_codes(drawn, fmt.output)
    cover = drawn.rgba[..., 3]
    matrix = coding.from_rgb().astype(np.float32)
    wide, tall = {"420": (2, 2), "422": (2, 1), "444": (1, 1)}[fmt.chroma]
    planes, covers = [], []
    for channel, row in enumerate(matrix):
        across, down = (wide, tall) if channel else (1, 1)
        planes.append(_reduced(shown @ row[:3] + row[3] * cover, across, down))
        covers.append(_reduced(cover, across, down))
    return Overlay(drawn.top, drawn.left, tuple(planes), tuple(covers))


def shown_codes(drawn: Drawn, output: OutputName) -> Colours:
    """Graphics in an output's display codes (ACEScg: scene light), still premultiplied: float32 [h, w, 3].

    Drawn white is the output's white in SDR; 203 cd/m² in PQ and HLG (Report ITU-R BT.2408); 1.0 in scene-linear light.
    """
    rgb, alpha = drawn.rgba[..., :3], drawn.rgba[..., 3:]
    if output == "rec709":
        return rgb
    plain = rgb / np.maximum(alpha, np.float32(1 / 65535))
    linear = (np.clip(plain, 0, 1) ** 2.4).astype(np.float32)
    if output == "acescg":
        scene: Colours = (linear @ _AP1_FROM_709.T.astype(np.float32)) * alpha
        return scene
    target = OUTPUTS[output]
    light: Colours = np.maximum(linear @ _from_709(target.primaries).T, np.float32(0))
    codes = from_nits(light * np.float32(GRAPHICS_WHITE if target.hdr else target.peak_nits), output)
    shown: Colours = codes * alpha
    return shown


@lru_cache(maxsize=4)
def _from_709(primaries: int) -> NDArray[np.float32]:
    """Linear Rec.709 → linear light of other primaries of the same white (SMPTE RP 177)."""
    matrix: NDArray[np.float32] = (np.linalg.inv(_to_xyz(primaries)) @ _to_xyz(1)).astype(np.float32)
    return matrix


def _to_xyz(primaries: int) -> NDArray[np.float64]:
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in _PRIMARIES[primaries]]).T
    white = np.array([_D65[0] / _D65[1], 1.0, (1 - _D65[0] - _D65[1]) / _D65[1]])
    scaled: NDArray[np.float64] = columns * np.linalg.solve(columns, white)
    return scaled


def _reduced(plane: NDArray[Any], across: int, down: int) -> NDArray[np.float32]:
    height, width = plane.shape
    if (across, down) == (1, 1):
        return np.ascontiguousarray(plane, np.float32)
    mean = plane.reshape(height // down, down, width // across, across).mean(axis=(1, 3))
    return np.ascontiguousarray(mean, np.float32)


def lay_over(planes: tuple[Plane, ...], laid: Overlay, visible: float, alpha: Plane | None = None, whole: int = 255) -> None:
    """Blend an overlay into planes, in place, and into their alpha (whose opaque code is `whole`)."""
    for plane, codes, cover in zip(planes, laid.planes, laid.covers, strict=True):
        down, across = planes[0].shape[0] // plane.shape[0], planes[0].shape[1] // plane.shape[1]
        _lay(_box(plane, laid.top // down, laid.left // across, codes.shape), codes, cover, visible)
    if alpha is not None:
        cover = laid.covers[0]
        _lay(_box(alpha, laid.top, laid.left, cover.shape), cover * np.float32(whole), cover, visible)


def lay_on_light(rgb: Colours, drawn: Drawn, output: OutputName, visible: float) -> None:
    """Blend graphics into a float picture [h, w, 3 or 4] of an output's codes, in place."""
    box = _box(rgb, drawn.top, drawn.left, drawn.rgba.shape)
    cover = np.float32(visible) * drawn.rgba[..., 3:]
    box *= 1 - cover
    box[..., :3] += np.float32(visible) * shown_codes(drawn, output)
    box[..., 3:] += cover


def _box(plane: NDArray[Any], top: int, left: int, shape: tuple[int, ...]) -> NDArray[Any]:
    return plane[top : top + shape[0], left : left + shape[1]]


def _lay(under: Plane, codes: NDArray[np.float32], cover: NDArray[np.float32], visible: float) -> None:
    if engine() == "numba":
        from aiprod.rendering.kernels import lay_plane

        lay_plane(under, codes, cover, visible)
        return
    share = np.float32(visible)
    under[:] = (under.astype(np.float32) * (1 - share * cover) + share * codes + np.float32(0.5)).astype(under.dtype)
