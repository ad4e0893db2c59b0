# SPDX-License-Identifier: Apache-2.0
"""Frames of files as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import av


def codes_of(frame: av.VideoFrame, luma: tuple[float, float]) -> NDArray[np.float32]:
    """A limited-range Y′CbCr frame as R′G′B′ codes, 0–1 [height, width, 3], as ITU-T H.273 defines them.

    FFmpeg's scaler is not asked: its 16-bit white is 0xFF00, which on PQ is 4 % too little light.
    """
    kr, kb = luma
    steps = np.float32(2 ** (frame.format.components[0].bits - 8))
    y, u, v = (_plane(frame, index) / steps for index in range(3))
    down, across = y.shape[0] // u.shape[0], y.shape[1] // u.shape[1]
    y, cb, cr = (y - 16) / 219, *((_spread(c, down, across) - 128) / 224 for c in (u, v))
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    return np.stack((red, (y - kr * red - kb * blue) / (1 - kr - kb), blue), axis=-1).astype(np.float32)


def _plane(frame: av.VideoFrame, index: int) -> NDArray[np.float32]:
    plane = frame.planes[index]
    kind = "u1" if frame.format.components[0].bits == 8 else "<u2"
    rows = np.frombuffer(memoryview(plane), np.dtype(kind)).reshape(plane.height, -1)
    samples: NDArray[np.float32] = rows[:, : plane.width].astype(np.float32)
    return samples


def _spread(chroma: NDArray[np.float32], down: int, across: int) -> NDArray[np.float32]:
    return chroma.repeat(down, axis=0).repeat(across, axis=1)
