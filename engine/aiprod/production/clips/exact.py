# SPDX-License-Identifier: Apache-2.0
"""Frames as numbers and back without losing a code: what goes on must be as light as what it goes on from.

FFmpeg's scaler rounds down on its way to 8-bit RGB; over there and back a picture gets darker by more than a code. Here the
matrix is applied in float32, from 16-bit Y′CbCr to 16-bit Y′CbCr.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import FULL

if TYPE_CHECKING:
    import av

Picture = NDArray[np.float32]
"""R′G′B′ display codes, float32 [height, width, 3], 0–1."""
_WEIGHTS = {4: (0.30, 0.11), 5: (0.299, 0.114), 6: (0.299, 0.114), 7: (0.212, 0.087), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
"""Matrices of H.273 → the shares of red and blue in luma."""
_REC709 = (0.2126, 0.0722)


_LIMITED = np.array([[219, 224, 224], [16, 128, 128]]) * 256.0
_WHOLE = np.array([[65535, 65535, 65535], [0, 32767.5, 32767.5]])
"""Ranges of 16-bit Y′, Cb, Cr: how far they go, and where 0 is."""
Map = NDArray[np.float64]


@cache
def _decoding(matrix: int, full: bool) -> Map:
    """[3, 4]: 16-bit Y′CbCr codes and a 1 to R′G′B′."""
    red, blue = _WEIGHTS.get(matrix, _REC709)
    green = 1 - red - blue
    plain = np.array([
        [1, 0, 2 * (1 - red)],
        [1, -2 * (1 - blue) * blue / green, -2 * (1 - red) * red / green],
        [1, 2 * (1 - blue), 0],
    ])  # fmt: skip
    span, zero = _WHOLE if full else _LIMITED
    scaled = plain / span
    return np.concatenate([scaled, -(scaled @ zero)[:, None]], axis=1)


@cache
def _encoding() -> Map:
    """[3, 4]: Rec.709 R′G′B′ and a 1 to 16-bit limited-range Y′CbCr codes."""
    back = _decoding(1, False)
    inverse = np.linalg.inv(back[:, :3])
    return np.concatenate([inverse, -(inverse @ back[:, 3])[:, None]], axis=1)


def picture_of(frame: av.VideoFrame) -> Picture:
    """A frame in its own display codes; matrix and range as tagged."""
    import cv2

    if frame.format.is_rgb:
        return cast("Picture", frame.reformat(format="rgb48le").to_ndarray().astype(np.float32) / np.float32(65535))
    full = int(frame.color_range) == FULL or frame.format.name.startswith("yuvj")
    side = "JPEG" if full else "MPEG"
    planes = frame.reformat(format="yuv444p16le", src_color_range=side, dst_color_range=side).to_ndarray()
    coded = np.asarray(planes).astype(np.float32)
    return cast("Picture", cv2.transform(coded, _decoding(int(frame.colorspace), full)))


def frame_of(picture: Picture) -> av.VideoFrame:
    """A picture as a limited-range Rec.709 frame of 16 bits."""
    import av
    import cv2

    coded = cv2.transform(np.clip(picture, 0, 1), _encoding())
    return av.VideoFrame.from_ndarray((coded + np.float32(0.5)).astype(np.uint16), format="yuv444p16le")


def eight_bits(picture: Picture) -> NDArray[np.uint8]:
    """For looking at: uint8 [height, width, 3]."""
    return np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
