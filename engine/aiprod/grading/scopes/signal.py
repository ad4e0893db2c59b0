# SPDX-License-Identifier: Apache-2.0
"""The signal that scopes look at: any frame as 10-bit narrow-range levels, as on a video cable.

ITU-R BT.709 and BT.2100 put black at 64 and white at 940 of 1023, colour differences at 64–960 about 512. What lies outside
(sub-blacks, super-whites, colours beyond the gamut) stays visible.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.output import FULL, OUTPUTS, Output, output_named

if TYPE_CHECKING:
    import av

Levels = NDArray[np.uint16]
Plane = NDArray[np.uint8] | NDArray[np.uint16]
BLACK, WHITE, CENTRE, TOP = 64, 940, 512, 1023
LUMA_SPAN, CHROMA_SPAN = WHITE - BLACK, 896
_PLANAR = tuple(f"{kind}{chroma}p" for kind in ("yuv", "yuvj", "yuva") for chroma in (420, 422, 440, 444))
_UNPACKED = {"nv12": "yuv420p", "p010le": "yuv420p10le", "uyvy422": "yuv422p", "yuyv422": "yuv422p"}
"""The planar format with the same samples."""


class Signal:
    """A frame on the cable. Make one by `from_rgb`, `from_codes`, `from_planes` or `from_frame`.

    Attributes:
        output: the display that the codes are for.
        rgb: R′G′B′ levels, uint16 [h, w, 3].
        luma: Y′ levels, uint16 [h, w].
        chroma: Cb and Cr levels, uint16 [h′, w′, 2]; as sampled in the file, else at full size.
    """

    def __init__(self, output: Output, rgb: Levels | None = None, planes: tuple[Levels, Levels] | None = None) -> None:
        if not output.peak_nits:
            raise UserError(f"Scopes can't show {output.name}", "it is light, not the signal of a display", "Grade it for one.")
        self.output = output
        self._rgb, self._planes = rgb, planes

    @classmethod
    def from_rgb(cls, rgb: NDArray[np.uint8], output: str = "rec709") -> Signal:
        """Full-range 8-bit R′G′B′, uint8 [h, w, 3]."""
        import cv2

        table = np.rint(np.arange(256) / 255 * LUMA_SPAN + BLACK).astype(np.uint16)
        return cls(output_named(output), rgb=cast("Levels", cv2.LUT(np.ascontiguousarray(rgb[..., :3]), table)))

    @classmethod
    def from_codes(cls, codes: NDArray[np.float32], output: str = "rec709") -> Signal:
        """Display codes, float [h, w, 3], 0 black and 1 white."""
        if not np.isfinite(codes).all():
            raise UserError("The frame can't be shown on a scope", "it holds values that are not finite numbers")
        levels = np.clip(np.rint(codes[..., :3] * np.float32(LUMA_SPAN) + np.float32(BLACK)), 0, TOP)
        return cls(output_named(output), rgb=levels.astype(np.uint16))

    @classmethod
    def from_planes(
        cls, y: Plane, cb: Plane, cr: Plane, bits: int = 8, output: str = "rec709", *, full_range: bool = False
    ) -> Signal:
        """Y′CbCr planes as decoded, [h, w] and [h′, w′] twice, of 8 to 16 bits."""
        luma = _to_ten_bits(y, bits, full_range, LUMA_SPAN, BLACK, 0)
        pair = np.stack([_to_ten_bits(plane, bits, full_range, CHROMA_SPAN, CENTRE, 1 << (bits - 1)) for plane in (cb, cr)], -1)
        return cls(output_named(output), planes=(luma, pair))

    @classmethod
    def from_frame(cls, frame: av.VideoFrame, output: str | None = None) -> Signal:
        """A decoded frame, read as it is tagged, or as `output` says."""
        name = output or output_of(frame)
        if frame.format.name in _UNPACKED:
            frame = frame.reformat(format=_UNPACKED[frame.format.name])
        base, bits, wide = _layout(frame)
        if base not in _PLANAR:
            return cls.from_codes(_rgb_codes(frame), name)
        planes = [_plane(frame.planes[i], wide) for i in range(3)]
        full = frame.color_range == FULL or base.startswith("yuvj")
        return cls.from_planes(planes[0], planes[1], planes[2], bits, name, full_range=full)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        picture = self._rgb if self._rgb is not None else cast("tuple[Levels, Levels]", self._planes)[0]
        return picture.shape[0], picture.shape[1]

    @cached_property
    def luma(self) -> Levels:
        if self._rgb is None:
            return cast("tuple[Levels, Levels]", self._planes)[0]
        return _transformed(self._rgb, np.array([_weights(self.output)]))

    @cached_property
    def chroma(self) -> Levels:
        if self._rgb is None:
            return cast("tuple[Levels, Levels]", self._planes)[1]
        matrix = differences(self.output) * CHROMA_SPAN / LUMA_SPAN
        return _transformed(self._rgb, np.column_stack([matrix, [CENTRE, CENTRE]]))

    @cached_property
    def rgb(self) -> Levels:
        if self._rgb is not None:
            return self._rgb
        import cv2

        luma, pair = cast("tuple[Levels, Levels]", self._planes)
        full = cv2.resize(pair, (luma.shape[1], luma.shape[0]), interpolation=cv2.INTER_NEAREST)
        scale = LUMA_SPAN / CHROMA_SPAN
        kr, kb = self.output.luma
        red, blue = 2 * (1 - kr) * scale, 2 * (1 - kb) * scale
        green_b, green_r = -kb / (1 - kr - kb) * blue, -kr / (1 - kr - kb) * red
        matrix = np.array([[1, 0, red], [1, green_b, green_r], [1, blue, 0]])
        return _transformed(np.dstack([luma, full]), np.column_stack([matrix, -matrix[:, 1:].sum(axis=1) * CENTRE]))


def _weights(output: Output) -> NDArray[np.float64]:
    kr, kb = output.luma
    return np.array([kr, 1 - kr - kb, kb])


def differences(output: Output) -> NDArray[np.float64]:
    """[2, 3]: R′G′B′ (0–1) to Cb and Cr (−0.5 … 0.5)."""
    kr, kb = output.luma
    luma = _weights(output)
    return np.array([(np.array([0, 0, 1]) - luma) / (2 * (1 - kb)), (np.array([1, 0, 0]) - luma) / (2 * (1 - kr))])


def _transformed(levels: Levels, matrix: NDArray[np.float64]) -> Levels:
    import cv2

    return cast("Levels", np.minimum(cv2.transform(np.ascontiguousarray(levels), matrix), TOP))


def _to_ten_bits(plane: Plane, bits: int, full_range: bool, span: int, zero: int, middle: int) -> Levels:
    """Levels of one plane; narrow-range codes of more or fewer bits are the same numbers shifted (BT.2100 table 9)."""
    if not full_range and bits <= 10:
        return cast("Levels", plane.astype(np.uint16) << np.uint16(10 - bits))
    values = plane.astype(np.float32)
    scaled = (values - middle) * (span / ((1 << bits) - 1)) + zero if full_range else values / (1 << (bits - 10))
    return np.clip(np.rint(scaled), 0, TOP).astype(np.uint16)


def histogram_of(plane: Levels) -> NDArray[np.int64]:
    """How often each level occurs, int64 [1024]."""
    import cv2

    if plane.size >= 1 << 24:  # OpenCV counts in float32
        return np.bincount(plane.ravel(), minlength=TOP + 1)
    return cv2.calcHist([np.ascontiguousarray(plane)], [0], None, [TOP + 1], [0, TOP + 1]).ravel().astype(np.int64)


def channels(levels: Levels) -> list[Levels]:
    """The planes of [h, w, n], each in one piece."""
    import cv2

    return [cast("Levels", plane) for plane in cv2.split(levels)]


def output_of(frame: av.VideoFrame) -> str:
    """The display that a frame's tags name (H.273); untagged frames are Rec.709."""
    tags = (int(frame.color_primaries), int(frame.color_trc))
    for name, output in OUTPUTS.items():
        if output.peak_nits and tags == (output.primaries, output.transfer):
            return name
    if tags[1] in (16, 18):
        return "pq" if tags[1] == 16 else "hlg"
    return {9: "rec2020", 12: "p3d65"}.get(tags[0], "rec709")


def _layout(frame: av.VideoFrame) -> tuple[str, int, bool]:
    """Name without depth, bits, and whether samples are two bytes."""
    name = frame.format.name.removesuffix("le")
    base = name.rstrip("0123456789") if name[-1].isdigit() and "p1" in name else name
    bits = int(frame.format.components[0].bits)
    return base, bits, bits > 8


def _plane(plane: Any, wide: bool) -> Plane:
    return cast("Plane", _plane_of(plane, np.dtype(np.uint16 if wide else np.uint8)))


def _plane_of(plane: Any, kind: np.dtype[Any]) -> NDArray[Any]:
    rows = np.frombuffer(plane, kind).reshape(plane.height, plane.line_size // kind.itemsize)
    return rows[:, : plane.width]


def _rgb_codes(frame: av.VideoFrame) -> NDArray[np.float32]:
    """R′G′B′ codes of a frame that is not planar Y′CbCr."""
    name = frame.format.name
    if name.startswith("gbr"):  # also with alpha: the fourth plane
        bits = int(frame.format.components[0].bits)
        kind = np.dtype(np.float32 if bits == 32 else np.uint16 if bits > 8 else np.uint8)
        green, blue, red = (_plane_of(frame.planes[i], kind) for i in range(3))
        codes = np.dstack([red, green, blue]).astype(np.float32)
        return cast("NDArray[np.float32]", codes if bits == 32 else codes / np.float32((1 << bits) - 1))
    if name in ("rgb24", "rgba", "rgb0"):
        return cast("NDArray[np.float32]", frame.to_ndarray()[..., :3].astype(np.float32) / np.float32(255))
    wide = int(frame.format.components[0].bits) > 8
    return _rgb_codes(frame.reformat(format="gbrp16le" if wide else "rgb24", dst_color_range="JPEG"))
