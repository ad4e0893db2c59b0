# SPDX-License-Identifier: Apache-2.0
"""Depth and class of every pixel, from the same planes and the same camera as the picture.

Depth is the distance along the optical axis (metres, z-depth), written as 16-bit inverse depth:
`code = round(65535 · NEAR_M / max(depth, NEAR_M))`, so `depth = 65535 · NEAR_M / code`, and 0 is infinity. Classes are grey
levels far apart, so that a mask can be looked at. Both are lossless FFV1 in Matroska.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter

NEAR_M = 0.5
FAR_M = 1e9
CLASSES = {"sky": 0, "set": 64, "prop": 128, "person": 192, "effect": 255}
_FFV1 = {"level": "3", "slices": "4", "slicecrc": "1", "context": "0"}


class Passes:
    """Depth (float32 metres) and classes (uint8) of one frame."""

    def __init__(self, width: int, height: int) -> None:
        self.depth = np.full((height, width), FAR_M, np.float32)
        self.classes = np.zeros((height, width), np.uint8)

    def clear(self) -> None:
        self.depth.fill(FAR_M)
        self.classes.fill(CLASSES["sky"])

    def codes(self) -> NDArray[np.uint16]:
        """The depth as it is written."""
        inverse = 65535 * NEAR_M / np.maximum(self.depth, NEAR_M)
        return cast("NDArray[np.uint16]", np.where(self.depth >= FAR_M, 0, inverse + 0.5).astype(np.uint16))


def depth_from_codes(codes: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Metres from written codes; infinity for 0."""
    with np.errstate(divide="ignore"):
        return (65535 * NEAR_M / codes.astype(np.float64)).astype(np.float32)


def encoding() -> dict[str, Any]:
    """How the passes are written, for camera.json."""
    return {
        "depth": {"file": "depth.mkv", "kind": "inverse z-depth", "bits": 16, "near_m": NEAR_M,
                  "formula": "metres = 65535 * near_m / code; 0 is infinity"},
        "mask": {"file": "mask.mkv", "classes": CLASSES},
    }  # fmt: skip


class PassWriters:
    """Writes the passes that were asked for, one frame at a time."""

    def __init__(self, folder: Path, wanted: tuple[str, ...], rate: Fraction, width: int, height: int) -> None:
        kinds = {"depth": "gray16le", "mask": "gray"}
        self._writers = {
            name: VideoWriter(folder / f"{name}.mkv", rate, width, height, Encoder("ffv1", kinds[name], dict(_FFV1)))
            for name in wanted
        }

    def __enter__(self) -> Self:
        for writer in self._writers.values():
            writer.__enter__()
        return self

    def write(self, passes: Passes) -> None:
        import av

        if "depth" in self._writers:
            self._writers["depth"].write_frame(av.VideoFrame.from_ndarray(passes.codes(), format="gray16le"))
        if "mask" in self._writers:
            self._writers["mask"].write_frame(av.VideoFrame.from_ndarray(passes.classes, format="gray"))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for writer in self._writers.values():
            writer.__exit__(kind, error, trace)
