# SPDX-License-Identifier: Apache-2.0
"""Four times as large: Real-ESRGAN's network for drawn frames, on ncnn and the processor alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors
from aiprod.film.takes import ModelUse

if TYPE_CHECKING:
    from fractions import Fraction

    import ncnn

Rgb = NDArray[np.uint8]
FACTOR = 4
MODEL, _NAME = "realesr-animevideov3", "realesr-animevideov3-x4"
_TILE, _OVERLAP = 256, 12


def models() -> tuple[ModelUse, ...]:
    """The models that upscaling uses, for the take's recipe."""
    from aiprod.models import library

    return (library.use(MODEL),)


def upscaled(rgb: Rgb) -> Rgb:
    """A frame four times as wide and high, uint8 [4 height, 4 width, 3].

    Large frames go through in tiles that overlap by more than the network sees, so memory stays small.

    Raises:
        UserError: the model is not installed.
    """
    height, width = rgb.shape[:2]
    result = np.empty((height * FACTOR, width * FACTOR, 3), np.uint8)
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            _upscale_tile(rgb, result, left, top)
    return result


def upscale_video(
    source: Path, target: Path, rate: Fraction, width: int, height: int, progress: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Upscale a video's frames and fit them to `width` × `height`. Returns facts of the result."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter

    count = 0
    with disk_errors(target), VideoWriter(target, rate, width, height, choose("take")) as writer:
        for rgb in _frames(source):
            writer.write_rgb(_fitted(upscaled(rgb), width, height))
            count += 1
            if progress:
                progress(count)
    return {"frames": count, "width": width, "height": height, "upscaled_by": _NAME}


def _frames(source: Path) -> Iterator[Rgb]:
    from aiprod.media.video import read_frames, to_rgb

    for frame in read_frames(source):
        yield to_rgb(frame)


def _fitted(rgb: Rgb, width: int, height: int) -> Rgb:
    import cv2

    if rgb.shape[:2] == (height, width):
        return rgb
    return cast("Rgb", cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA))


def _upscale_tile(rgb: Rgb, result: Rgb, left: int, top: int) -> None:
    height, width = rgb.shape[:2]
    right, bottom = min(left + _TILE, width), min(top + _TILE, height)
    x, y = max(left - _OVERLAP, 0), max(top - _OVERLAP, 0)
    tile = rgb[y : min(bottom + _OVERLAP, height), x : min(right + _OVERLAP, width)]
    large = _through(np.ascontiguousarray(tile))
    skip_x, skip_y = (left - x) * FACTOR, (top - y) * FACTOR
    wide, high = (right - left) * FACTOR, (bottom - top) * FACTOR
    result[top * FACTOR : bottom * FACTOR, left * FACTOR : right * FACTOR] = large[skip_y : skip_y + high, skip_x : skip_x + wide]


@lru_cache(maxsize=1)
def _network() -> ncnn.Net:
    import ncnn

    from aiprod.models import library

    folder = library.folder(MODEL)
    net = ncnn.Net()
    net.opt.num_threads = 1
    net.opt.use_vulkan_compute = False
    if net.load_param(str(folder / f"{_NAME}.param")) or net.load_model(str(folder / f"{_NAME}.bin")):
        raise EngineError("The upscaling network can't be loaded", f"ncnn refused {_NAME}", "Run `aiprod models repair`.")
    return net


def _through(tile: Rgb) -> Rgb:
    import ncnn

    height, width = tile.shape[:2]
    with _network().create_extractor() as extractor:
        given = ncnn.Mat.from_pixels(tile, ncnn.Mat.PixelType.PIXEL_RGB, width, height)
        given.substract_mean_normalize([0.0, 0.0, 0.0], [1 / 255] * 3)
        extractor.input("data", given)
        status, found = extractor.extract("output")
        if status:
            raise EngineError("Upscaling failed", f"ncnn status {status}", "Free some memory and try again.")
        planes = np.array(found)
    return cast("Rgb", (planes.transpose(1, 2, 0).clip(0, 1) * 255 + 0.5).astype(np.uint8))
