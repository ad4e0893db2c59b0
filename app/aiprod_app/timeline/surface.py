# SPDX-License-Identifier: Apache-2.0
"""The painted clips, kept as pixels. Scrolling moves them; playhead, ghosts and lines are drawn over them, never into them."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

Pixels = NDArray[np.uint32]


class Surface:
    """An image whose pixels numpy and QPainter share. Sizes are logical; `ratio` is the device's pixels of one."""

    def __init__(self) -> None:
        self.ratio = 1.0
        self.pixels: Pixels = np.zeros((1, 1), np.uint32)
        self.image = QImage()
        self.resize(1, 1, 1.0)

    def resize(self, width: int, height: int, ratio: float) -> None:
        self.ratio = ratio
        across, down = max(1, round(width * ratio)), max(1, round(height * ratio))
        self.pixels = np.zeros((down, across), np.uint32)
        self.image = QImage(self.pixels.data, across, down, across * 4, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)

    @property
    def shape(self) -> tuple[int, int]:
        """Device pixels: height, width."""
        return self.pixels.shape[0], self.pixels.shape[1]

    def shift(self, across: int, down: int) -> None:
        """Move what is painted by device pixels to the left and up; what comes in holds rubbish until it is painted."""
        step = down * self.pixels.shape[1] + across
        count = self.pixels.size - abs(step)
        base = self.pixels.ctypes.data
        source, target = (base + step * 4, base) if step > 0 else (base, base - step * 4)
        ctypes.memmove(target, source, count * 4)

    def painter(self) -> QPainter:
        return QPainter(self.image)
