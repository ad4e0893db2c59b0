# SPDX-License-Identifier: Apache-2.0
"""Small real clips for the contract server, made with PyAV and kept for the test run."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

_SHRINK = 8
_LOCK = threading.Lock()


def clip(folder: Path, kind: str, seconds: float, width: int, height: int, rate: int = 24) -> Path:
    """A clip of a kind: "good" moves, "black" is black, "frozen" stands still, "short" is half as long as it should be.

    It has a fraction of the size that was ordered, in the same shape, to be quick.
    """
    width, height = max(width // _SHRINK // 2 * 2, 32), max(height // _SHRINK // 2 * 2, 32)
    path = folder / f"{kind}-{seconds}-{width}x{height}.mp4"
    with _LOCK:
        if not path.is_file():
            _write(path, kind, seconds / 2 if kind == "short" else seconds, width, height, rate)
    return path


def _write(path: Path, kind: str, seconds: float, width: int, height: int, rate: int) -> None:
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(round(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(_picture(kind, index, width, height), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    part.replace(path)


def _picture(kind: str, index: int, width: int, height: int) -> np.ndarray:
    """A gradient with a bright bar that moves."""
    if kind == "black":
        return np.zeros((height, width, 3), np.uint8)
    across = np.linspace(40, 200, width)[None, :, None] * np.ones((height, 1, 3))
    at = 0 if kind == "frozen" else (index * 3) % width
    across[:, at : at + max(width // 8, 2)] = (240, 220, 60)
    return across.astype(np.uint8)
