# SPDX-License-Identifier: Apache-2.0
"""Decoded frames of any pixel format, brought to one measure: 8-bit limited-range Y′CbCr codes, at full size or sampled.

Depth, range and matrix are taken as the frame is tagged (ISO/IEC 23091-2); where it is silent, Rec.601 up to 576 lines and
Rec.709 above, limited range, as televisions assume.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import av

Codes = NDArray[np.uint8]
Floats = NDArray[np.float32]
_GRID_ROWS = 135
_CELLS = 27
_MOST_CELLS = 64
_FULL = 2
_LUMA = {
    0: (0.2126, 0.0722), 1: (0.2126, 0.0722), 4: (0.30, 0.11), 5: (0.299, 0.114), 6: (0.299, 0.114), 7: (0.212, 0.087),
    9: (0.2627, 0.0593), 10: (0.2627, 0.0593),
}  # fmt: skip
_SD_LINES = 576


@dataclass(frozen=True)
class Sampled:
    """A frame, sampled evenly.

    Attributes:
        luma: every g-th sample of every g-th row, 8-bit limited codes.
        cb, cr: the same on a grid half as dense.
        cells: mean Y′, Cb, Cr of coarse cells, uint8 [rows, columns, 3].
    """

    luma: Codes
    cb: Codes
    cr: Codes
    cells: Codes


def luma_weights(matrix: int, height: int) -> tuple[float, float]:
    """(Kr, Kb) of a matrix code; of the usual one for the height where the code says nothing."""
    return _LUMA.get(matrix, (0.299, 0.114) if height <= _SD_LINES else (0.2126, 0.0722))


def is_full_range(frame: av.VideoFrame) -> bool:
    return frame.format.is_rgb or frame.format.name.startswith("yuvj") or int(frame.color_range) == _FULL


def planes(frame: av.VideoFrame) -> tuple[Codes, Codes, Codes]:
    """Y′, Cb, Cr at full size as 8-bit limited codes; a view of the frame where it holds just that."""
    ready = _planar(frame)
    if ready.format.is_rgb:
        return _from_rgb([_view(ready, index) for index in range(3)], luma_weights(int(frame.colorspace), frame.height))
    bits, full = ready.format.components[0].bits, is_full_range(frame)
    luma = _levelled(_view(ready, 0), bits, full, chroma=False)
    if len(ready.planes) < 3:
        grey = np.full(luma.shape, 128, np.uint8)
        return luma, grey, grey
    return luma, _levelled(_view(ready, 1), bits, full, chroma=True), _levelled(_view(ready, 2), bits, full, chroma=True)


def full_luma(frame: av.VideoFrame) -> Codes:
    """Y′ at full size as 8-bit limited codes."""
    ready = _planar(frame)
    if ready.format.is_rgb:
        return planes(ready)[0]
    return _levelled(_view(ready, 0), ready.format.components[0].bits, is_full_range(frame), chroma=False)


def sample(frame: av.VideoFrame) -> Sampled:
    """Sample a frame, some 135 rows of it (or columns, where it stands upright)."""
    import cv2

    ready = _planar(frame)
    step = max(1, min(frame.height, frame.width) // _GRID_ROWS)
    if ready.format.is_rgb:
        rgb = [_view(ready, index)[::step, ::step] for index in range(3)]
        luma, cb, cr = _from_rgb(rgb, luma_weights(int(frame.colorspace), frame.height))
        cb, cr = cb[::2, ::2], cr[::2, ::2]
    else:
        luma, cb, cr = _sampled_yuv(ready, frame, step)
    rows, columns = cells_of(frame.height, frame.width)
    small = [cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_AREA) for plane in (luma, cb, cr)]
    return Sampled(luma, cb, cr, np.stack(small, axis=-1).astype(np.uint8))


def cells_of(height: int, width: int) -> tuple[int, int]:
    """Rows and columns of the coarse cells of a picture of this size."""
    short = min(height, width)
    least = min(_CELLS, max(1, short // 2))
    longest = min(_MOST_CELLS, max(1, round(least * max(height, width) / short)))
    return (least, longest) if height <= width else (longest, least)


def _sampled_yuv(ready: av.VideoFrame, frame: av.VideoFrame, step: int) -> tuple[Codes, Codes, Codes]:
    bits, full = ready.format.components[0].bits, is_full_range(frame)
    luma = _levelled(_view(ready, 0)[::step, ::step], bits, full, chroma=False)
    if len(ready.planes) < 3:
        grey = np.full((max(1, luma.shape[0] // 2), max(1, luma.shape[1] // 2)), 128, np.uint8)
        return np.ascontiguousarray(luma), grey, grey
    across = max(1, 2 * step * ready.planes[1].width // frame.width)
    down = max(1, 2 * step * ready.planes[1].height // frame.height)
    cb, cr = (_levelled(_view(ready, index)[::down, ::across], bits, full, chroma=True) for index in (1, 2))
    return np.ascontiguousarray(luma), np.ascontiguousarray(cb), np.ascontiguousarray(cr)


def _planar(frame: av.VideoFrame) -> av.VideoFrame:
    """The frame itself where its planes can be viewed as they are, else in the nearest such format."""
    kind = frame.format
    if kind.name.startswith("gray") and not kind.is_big_endian and kind.components[0].bits <= 16:
        return frame
    apart = kind.is_planar and len(kind.components) >= 3 and all(part.plane == i for i, part in enumerate(kind.components[:3]))
    if not kind.is_rgb and apart and not kind.is_big_endian and kind.components[0].bits <= 16:
        return frame
    return frame.reformat(format=_nearest(kind))


def _nearest(kind: av.VideoFormat) -> str:
    deep = kind.components[0].bits > 8
    if kind.is_rgb or kind.has_palette or kind.is_bayer:
        return "gbrp16le" if deep else "gbrp"
    if len(kind.components) < 3:
        return "gray16le" if deep else "gray"
    half_wide, half_high = kind.chroma_width(64) < 64, kind.chroma_height(64) < 64
    layout = "420" if half_high else "422" if half_wide else "444"
    return f"yuv{layout}p{'10le' if deep else ''}"


def _view(frame: av.VideoFrame, index: int) -> NDArray[np.uint8] | NDArray[np.uint16]:
    plane = frame.planes[index]
    kind: type[np.uint8 | np.uint16] = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
    whole: Any = np.frombuffer(memoryview(plane), kind).reshape(-1, plane.line_size // np.dtype(kind).itemsize)
    view: NDArray[np.uint8] | NDArray[np.uint16] = whole[: plane.height, : plane.width]
    return view


def _levelled(plane: NDArray[np.uint8] | NDArray[np.uint16], bits: int, full: bool, *, chroma: bool) -> Codes:
    """8-bit limited codes of samples of any depth and range."""
    if bits == 8 and not full:
        return plane.astype(np.uint8, copy=False)
    return _table(bits, full, chroma)[plane]


@lru_cache
def _table(bits: int, full: bool, chroma: bool) -> Codes:
    """For each code, the nearest 8-bit limited one."""
    codes = np.arange(1 << max(bits, 8), dtype=np.float64)
    if not full:
        codes = codes / (1 << (bits - 8))
    elif chroma:
        middle = 1 << (bits - 1)
        codes = 128 + (codes - middle) * 224 / ((1 << bits) - 1)
    else:
        codes = 16 + codes * 219 / ((1 << bits) - 1)
    return np.clip(np.floor(codes + 0.5), 0, 255).astype(np.uint8)


def _from_rgb(gbr: list[NDArray[np.uint8] | NDArray[np.uint16]], weights: tuple[float, float]) -> tuple[Codes, Codes, Codes]:
    """Full-range G, B, R planes as Y′CbCr limited codes."""
    peak = np.float32(np.iinfo(gbr[0].dtype).max)
    green, blue, red = (plane.astype(np.float32) / peak for plane in gbr)
    kr, kb = weights
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    parts = (16 + 219 * luma, 128 + 112 * (blue - luma) / (1 - kb), 128 + 112 * (red - luma) / (1 - kr))
    y, cb, cr = (np.clip(np.rint(part), 0, 255).astype(np.uint8) for part in parts)
    return y, cb, cr


def to_signal(y: NDArray[np.generic], cb: NDArray[np.generic], cr: NDArray[np.generic], weights: tuple[float, float]) -> Floats:
    """R′G′B′ [..., 3] of 8-bit limited codes, 0–1 and beyond: what lies outside is kept."""
    kr, kb = weights
    luma = (y.astype(np.float32) - 16) / 219
    blue, red = (cb.astype(np.float32) - 128) / 224, (cr.astype(np.float32) - 128) / 224
    r, b = luma + 2 * (1 - kr) * red, luma + 2 * (1 - kb) * blue
    g = (luma - kr * r - kb * b) / (1 - kr - kb)
    return np.stack((r, g, b), axis=-1).astype(np.float32)
