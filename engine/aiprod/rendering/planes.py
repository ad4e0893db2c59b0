# SPDX-License-Identifier: Apache-2.0
"""Frames as three planes (Rec.709 limited 4:2:0, 8 bit), and the operations that a render makes on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiprod.grading.spaces import Colours
from aiprod.media.video import to_yuv

if TYPE_CHECKING:
    import av
    import PyOpenColorIO

Plane = NDArray[np.uint8]
Weights = NDArray[np.uint16]
Engine = Literal["numba", "opencolorio"]
_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
_FULL_RANGE = 2
"""FFmpeg's AVCOL_RANGE_JPEG."""
_ONE = 256
"""A whole weight of a blend."""


class Planes(NamedTuple):
    """Y′ uint8 [h, w] and Cb, Cr uint8 [h/2, w/2]; views into a frame."""

    y: Plane
    u: Plane
    v: Plane


@dataclass(frozen=True, eq=False)
class Table:
    """A grade ready for the kernel: float32 [size³, 4], the codes Y′, Cb, Cr of each RGB lattice point."""

    codes: NDArray[np.float32]
    size: int


def planes_of(frame: av.VideoFrame) -> Planes:
    """The planes of a yuv420p frame without a copy. Writing into them changes a frame that nobody else refers to."""
    sizes = ((frame.height, frame.width), *[(frame.height // 2, frame.width // 2)] * 2)
    views = []
    for plane, (height, width) in zip(frame.planes, sizes, strict=True):
        whole = np.frombuffer(memoryview(plane), np.uint8)[: height * plane.line_size].reshape(height, plane.line_size)
        views.append(whole[:, :width])
    return Planes(*views)


def new_frame(width: int, height: int) -> av.VideoFrame:
    """An empty yuv420p frame."""
    import av

    return av.VideoFrame(width, height, "yuv420p")


def black_frame(width: int, height: int) -> av.VideoFrame:
    frame = new_frame(width, height)
    for plane, code in zip(planes_of(frame), (16, 128, 128), strict=True):
        plane[:] = code
    return frame


def fitted(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The frame as yuv420p of that size: unchanged where it already is, else scaled to fit with black beside it."""
    if frame.format.name == "yuv420p" and (frame.width, frame.height) == (width, height):
        return frame
    scale = min(width / frame.width, height / frame.height)
    inner = (max(2, round(frame.width * scale / 2) * 2), max(2, round(frame.height * scale / 2) * 2))
    scaled = _rescaled(frame, *inner)
    if inner == (width, height):
        return scaled
    canvas = black_frame(width, height)
    left, top = (width - inner[0]) // 4 * 2, (height - inner[1]) // 4 * 2
    for shift, target, source in zip((0, 1, 1), planes_of(canvas), planes_of(scaled), strict=True):
        y, x = top >> shift, left >> shift
        target[y : y + source.shape[0], x : x + source.shape[1]] = source
    return canvas


def _rescaled(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    if frame.format.is_rgb:
        return to_yuv(frame.reformat(width, height, interpolation="LANCZOS"), "yuv420p")
    from av.video.reformatter import Colorspace

    full = frame.format.name.startswith("yuvj") or int(frame.color_range) == _FULL_RANGE
    return frame.reformat(
        width, height, format="yuv420p", interpolation="LANCZOS", src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709, src_color_range="JPEG" if full else "MPEG", dst_color_range="MPEG",
    )  # fmt: skip


def table_of(lut: Colours) -> Table:
    """A baked grade [n, n, n, 3] as codes. The output matrix commutes with linear interpolation, so it is applied here."""
    size = lut.shape[0]
    red, green, blue = (lut.reshape(-1, 3)[:, i].astype(np.float64) for i in range(3))
    luma = _KR * red + _KG * green + _KB * blue
    codes = np.zeros((size**3, 4), np.float32)
    codes[:, 0] = 16 + 219 * luma
    codes[:, 1] = 128 + 224 * (blue - luma) / (2 * (1 - _KB))
    codes[:, 2] = 128 + 224 * (red - luma) / (2 * (1 - _KR))
    return Table(codes, size)


@cache
def engine() -> Engine:
    """Which form of the kernel runs here: numba's, or OpenColorIO's where numba is missing or broken."""
    try:
        import aiprod.rendering.kernels  # noqa: F401
    except (ImportError, OSError):
        return "opencolorio"
    return "numba"


def graded(planes: Planes, table: Table, out: Planes, using: Engine | None = None) -> None:
    """Put `planes` through a table into `out`. The two engines agree within one code."""
    if (using or engine()) == "numba":
        from aiprod.rendering.kernels import grade_planes

        grade_planes(*planes, table.codes, table.size, dither(), *out)
        return
    _graded_by_ocio(planes, table, out)


def _graded_by_ocio(planes: Planes, table: Table, out: Planes) -> None:
    """The kernel's arithmetic in bands of 64 rows (so that the scratch stays in the cache), the lookup by OpenColorIO."""
    lookup = _processor(table)
    for top in range(0, planes.y.shape[0], 64):
        luma, chroma = slice(top, top + 64), slice(top // 2, top // 2 + 32)
        codes = to_rgb(Planes(planes.y[luma], planes.u[chroma], planes.v[chroma]))
        lookup.applyRGB(codes)
        codes *= 255
        rows, columns = codes.shape[0] // 2, codes.shape[1] // 2
        small = codes.reshape(rows, 2, columns, 2, 3).mean(axis=(1, 3))
        noise = np.tile(dither(), (8, (codes.shape[1] + 7) // 8))
        out.y[luma] = (codes[..., 0] + noise[: 2 * rows, : 2 * columns]).astype(np.uint8)
        out.u[chroma] = (small[..., 1] + noise[:rows, :columns]).astype(np.uint8)
        out.v[chroma] = (small[..., 2] + noise[:rows, :columns]).astype(np.uint8)


@lru_cache(maxsize=4)
def _processor(table: Table) -> PyOpenColorIO.CPUProcessor:
    """The table as an OpenColorIO lookup: RGB 0–1 in, codes / 255 out."""
    import PyOpenColorIO

    transform = PyOpenColorIO.Lut3DTransform(gridSize=table.size)
    transform.setData(np.ascontiguousarray(table.codes[:, :3] / 255).reshape(-1))
    transform.setInterpolation(PyOpenColorIO.INTERP_TETRAHEDRAL)
    config = PyOpenColorIO.Config.CreateRaw()
    return config.getProcessor(transform).getOptimizedCPUProcessor(PyOpenColorIO.OPTIMIZATION_LOSSLESS)


def to_rgb(planes: Planes) -> NDArray[np.float32]:
    """RGB 0–1, float32 [h, w, 3], each chroma sample standing for its four pixels."""
    luma = (planes.y.astype(np.float32) - 16) * np.float32(1 / 219)
    cb, cr = ((p.astype(np.float32) - 128) * np.float32(1 / 224) for p in (planes.u, planes.v))
    rgb = np.empty((*luma.shape, 3), np.float32)
    green = np.float32(2 * _KB * (1 - _KB) / _KG) * cb + np.float32(2 * _KR * (1 - _KR) / _KG) * cr
    for channel, extra in enumerate((np.float32(2 * (1 - _KR)) * cr, -green, np.float32(2 * (1 - _KB)) * cb)):
        np.add(luma, extra.repeat(2, axis=0).repeat(2, axis=1), out=rgb[..., channel])
    np.clip(rgb, 0, 1, out=rgb)
    return rgb


@cache
def dither() -> NDArray[np.float32]:
    """Bayer's 8 × 8 ordered dither, float32, values (k + ½)/64."""
    pattern = np.zeros((1, 1))
    for _ in range(3):
        pattern = np.block([[4 * pattern, 4 * pattern + 2], [4 * pattern + 3, 4 * pattern + 1]])
    result: NDArray[np.float32] = ((pattern + 0.5) / 64).astype(np.float32)
    return result


def blended(first: Planes, second: Planes, weights: Weights, out: Planes) -> None:
    """Mix two pictures; `weights` uint16 [w] (0–256) is the second's share, by column."""
    small = (weights[0::2] + weights[1::2]) // 2
    for a, b, target, share in zip(first, second, out, (weights, small, small), strict=True):
        # 255 · 256 + 128 is just below 2¹⁶: sixteen bits are enough, and twice as fast as thirty-two.
        mixed = a * (_ONE - share) + b * share + np.uint16(_ONE // 2)
        target[:] = mixed >> 8


def even(share: float, width: int) -> Weights:
    """The same share (0–1) everywhere."""
    return np.full(width, round(share * _ONE), np.uint16)


def swept(share: float, width: int, softness: float = 0.12) -> Weights:
    """A soft edge that travels from left to right as `share` goes from 0 to 1."""
    edge = share * (1 + softness) - softness
    x = (np.arange(width) + 0.5) / width
    t = np.clip((edge + softness - x) / softness, 0, 1)
    return np.round(t * t * (3 - 2 * t) * _ONE).astype(np.uint16)
