# SPDX-License-Identifier: Apache-2.0
"""Frames as planes of any depth and chroma, and the colour pass over them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import FULL
from aiprod.grading.spaces import Colours

if TYPE_CHECKING:
    import av
    import PyOpenColorIO

    from aiprod.rendering.segments import PictureFormat

Plane = NDArray[np.unsignedinteger[Any]]
Matrix = NDArray[np.float64]
Engine = Literal["numba", "opencolorio"]
_RGB, _BT2020 = 0, (9, 10)
_BT601 = (5, 6)
_LUMA = {4: (0.30, 0.11), 7: (0.212, 0.087)}
"""(Kr, Kb) of FCC and SMPTE 240M, code points of H.273."""


class Planes(NamedTuple):
    """Three planes; views into a frame: Y′, Cb, Cr, or G, B, R of an RGB frame. uint8, or uint16 above 8 bits."""

    y: Plane
    u: Plane
    v: Plane


@dataclass(frozen=True)
class Coding:
    """How the numbers of three planes stand for colours (Rec. ITU-R BT.601, BT.709, BT.2020; H.273 8.3).

    Attributes:
        bits: of a code.
        luma: (Kr, Kb) of the matrix; of no account for RGB.
        full: whether codes use all their range, or television's: 16–235 of 8 bits for Y′, 16–240 for chroma.
        rgb: the planes are G, B, R.
    """

    bits: int = 8
    luma: tuple[float, float] = (0.2126, 0.0722)
    full: bool = False
    rgb: bool = False

    def from_rgb(self) -> Matrix:
        """(R, G, B, 1) of 0–1 → the three codes: float64 [3, 4]."""
        kr, kb = self.luma
        luma = np.array([kr, 1 - kr - kb, kb])
        blue, red = (np.array([0, 0, 1]) - luma) / (2 * (1 - kb)), (np.array([1, 0, 0]) - luma) / (2 * (1 - kr))
        whole, step = 2**self.bits - 1, 2.0 ** (self.bits - 8)
        low, tall, wide = (0.0, whole, whole) if self.full else (16 * step, 219 * step, 224 * step)
        if self.rgb:
            return np.column_stack([np.roll(np.eye(3), 1, axis=1) * tall, np.full(3, low)])
        rows = np.stack([luma * tall, blue * wide, red * wide])
        return np.column_stack([rows, [low, 128 * step, 128 * step]])

    def to_rgb(self) -> Matrix:
        """The three codes and 1 → R, G, B of 0–1: float64 [3, 4]."""
        forward = self.from_rgb()
        back = np.linalg.inv(forward[:, :3])
        return np.column_stack([back, -back @ forward[:, 3]])


REC709 = Coding()
"""8 bits, Rec.709, limited: what takes and the web have."""


@dataclass(frozen=True, eq=False)
class Table:
    """A grade ready for the kernel: float32 [size³, 4], the output codes of each RGB lattice point."""

    codes: NDArray[np.float32]
    size: int


def coding_of(frame: av.VideoFrame) -> Coding:
    """What a frame's tags say. `media.reading` has resolved what the file left open."""
    bits, rgb = frame.format.components[0].bits, frame.format.is_rgb
    full = int(frame.color_range) == FULL or frame.format.name.startswith("yuvj") or (rgb and int(frame.color_range) == 0)
    matrix = int(frame.colorspace)
    luma = (0.299, 0.114) if matrix in _BT601 else (0.2627, 0.0593) if matrix in _BT2020 else _LUMA.get(matrix, (0.2126, 0.0722))
    return Coding(bits, (0.0, 0.0) if rgb else luma, full, rgb)


def coding_for(fmt: PictureFormat) -> Coding:
    """What finished frames have: limited range, the output's matrix."""
    return Coding(fmt.bits, fmt.colour.luma)


def planes_of(frame: av.VideoFrame) -> Planes:
    """The first three planes of a planar frame without a copy. Writing into them changes a frame nobody else refers to."""
    return Planes(*(_plane(frame, index) for index in range(3)))


def alpha_of(frame: av.VideoFrame) -> Plane | None:
    """The fourth plane of a frame that has one."""
    return _plane(frame, 3) if len(frame.planes) == 4 else None


def _plane(frame: av.VideoFrame, index: int) -> Plane:
    plane = frame.planes[index]
    kind = np.dtype(np.uint16 if frame.format.components[0].bits > 8 else np.uint8)
    steps = plane.line_size // kind.itemsize
    whole: Plane = np.frombuffer(memoryview(plane), kind)[: plane.height * steps].reshape(plane.height, steps)
    return whole[:, : plane.width]


def new_frame(width: int, height: int, pix_fmt: str = "yuv420p") -> av.VideoFrame:
    """An empty planar frame."""
    import av

    return av.VideoFrame(width, height, pix_fmt)


def black_frame(width: int, height: int, pix_fmt: str = "yuv420p") -> av.VideoFrame:
    """Black of limited range; see-through where the format has alpha."""
    return even_frame(width, height, pix_fmt)


def even_frame(width: int, height: int, pix_fmt: str, light: float = 0.0, alpha: float = 0.0) -> av.VideoFrame:
    """One grey (0 black – 1 white) everywhere, limited range, and one alpha where the format has it."""
    frame = new_frame(width, height, pix_fmt)
    bits = frame.format.components[0].bits
    step = 2 ** (bits - 8)
    codes = (round((16 + 219 * light) * step), 128 * step, 128 * step)
    for plane, code in zip(planes_of(frame), codes, strict=True):
        plane[:] = code
    cover = alpha_of(frame)
    if cover is not None:
        cover[:] = round(alpha * (2**bits - 1))
    return frame


def table_of(lut: Colours, coding: Coding = REC709) -> Table:
    """A baked grade [n, n, n, 3] as codes. The output matrix commutes with linear interpolation, so it is applied here."""
    size = lut.shape[0]
    matrix = coding.from_rgb()
    codes = np.zeros((size**3, 4), np.float32)
    codes[:, :3] = lut.reshape(-1, 3).astype(np.float64) @ matrix[:, :3].T + matrix[:, 3]
    return Table(codes, size)


@lru_cache(maxsize=8)
def unchanged(coding: Coding) -> Table:
    """The table that leaves colours as they are: with two points an axis, interpolation alone is the conversion."""
    ends = np.stack(np.meshgrid([0.0, 1.0], [0.0, 1.0], [0.0, 1.0], indexing="ij"), -1).astype(np.float32)
    return table_of(ends, coding)


@cache
def engine() -> Engine:
    """Which form of the kernel runs here: numba's, or OpenColorIO's where numba is missing, broken or not wanted.

    The environment's AIPROD_KERNEL=opencolorio asks for the second.
    """
    if os.environ.get("AIPROD_KERNEL") == "opencolorio":
        return "opencolorio"
    try:
        import aiprod.rendering.kernels  # noqa: F401
    except (ImportError, OSError):
        return "opencolorio"
    return "numba"


def graded(planes: Planes, table: Table, out: Planes, using: Engine | None = None, coding: Coding = REC709) -> None:
    """Put planes coded as `coding` through a table into `out`. The two engines agree within one code."""
    if (using or engine()) == "numba":
        from aiprod.rendering.kernels import grade_planes

        matrix = (coding.to_rgb() * (table.size - 1)).astype(np.float32)
        grade_planes(planes, matrix, table.codes, table.size, noise(out.y.shape[1]), out)
        return
    _graded_by_ocio(planes, table, out, coding)


def _graded_by_ocio(planes: Planes, table: Table, out: Planes, coding: Coding) -> None:
    """The kernel's arithmetic in bands of 64 rows (so that the scratch stays in the cache), the lookup by OpenColorIO."""
    lookup = _processor(table)
    for top in range(0, planes.y.shape[0], 64):
        codes = to_rgb(band(planes, top), coding)
        lookup.applyRGB(codes)
        store(codes * _scale_of(table), band(out, top))


def band(planes: Planes, top: int, rows: int = 64) -> Planes:
    """Rows `top` to `top + rows` of a picture; both multiples of 8."""
    low = planes.y.shape[0] > planes.u.shape[0]
    chroma = slice(top >> low, (top + rows) >> low)
    return Planes(planes.y[top : top + rows], planes.u[chroma], planes.v[chroma])


def store(codes: NDArray[np.float32], out: Planes) -> None:
    """Codes [h, w, 3] → planes, chroma averaged over the pixels it stands for, with ordered dither."""
    grain = noise(codes.shape[1])
    for channel, plane in enumerate(out):
        rows, columns = plane.shape
        by, bx = codes.shape[0] // rows, codes.shape[1] // columns
        small = codes[..., channel]
        if (by, bx) != (1, 1):
            small = small.reshape(rows, by, columns, bx).mean(axis=(1, 3))
        tall = np.tile(grain[:, :columns], (-(-rows // 8), 1))[:rows]
        plane[:] = (small + tall).astype(plane.dtype)


@lru_cache(maxsize=4)
def _processor(table: Table) -> PyOpenColorIO.CPUProcessor:
    """The table as an OpenColorIO lookup: RGB 0–1 in, codes / their scale out."""
    import PyOpenColorIO

    transform = PyOpenColorIO.Lut3DTransform(gridSize=table.size)
    transform.setData(np.ascontiguousarray(table.codes[:, :3] / _scale_of(table)).reshape(-1))
    transform.setInterpolation(PyOpenColorIO.INTERP_TETRAHEDRAL)
    config = PyOpenColorIO.Config.CreateRaw()
    return config.getProcessor(transform).getOptimizedCPUProcessor(PyOpenColorIO.OPTIMIZATION_LOSSLESS)


def _scale_of(table: Table) -> np.float32:
    """OpenColorIO wants numbers near 1."""
    return np.float32(2 ** np.ceil(np.log2(max(float(table.codes[:, :3].max()), 1.0))) - 1)


def to_rgb(planes: Planes, coding: Coding = REC709) -> NDArray[np.float32]:
    """RGB 0–1, float32 [h, w, 3], each chroma sample standing for all its pixels."""
    matrix = coding.to_rgb().astype(np.float32)
    (height, width), (low, narrow) = planes.y.shape, planes.u.shape
    luma, u, v = (p.astype(np.float32) for p in planes)
    rgb = np.empty((height, width, 3), np.float32)
    for channel, (y_share, u_share, v_share, offset) in enumerate(matrix):
        chroma = u_share * u + v_share * v + offset
        wide = chroma.repeat(height // low, axis=0).repeat(width // narrow, axis=1)
        np.add(y_share * luma, wide, out=rgb[..., channel])
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


@lru_cache(maxsize=8)
def noise(width: int) -> NDArray[np.float32]:
    """The dither over rows of `width` pixels: float32 [8, width]."""
    return np.ascontiguousarray(np.tile(dither(), (1, -(-width // 8)))[:, :width])
