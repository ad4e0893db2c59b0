# SPDX-License-Identifier: Apache-2.0
"""Footage of any kind → planes of the film's size. Colours stay as they are coded: the colour pass converts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.output import FULL, LIMITED
from aiprod.rendering.planes import Coding, coding_of, even_frame, new_frame, planes_of

if TYPE_CHECKING:
    import av

_WIDTHS = {"420": 0, "422": 1, "444": 2}
_DEPTHS = (8, 10, 12, 16)


def fitted(frame: av.VideoFrame, width: int, height: int, chroma: str = "420") -> av.VideoFrame:
    """A planar frame of that size, its chroma at least as fine as `chroma`: unchanged where it already is one, else scaled to
    fit with black beside it.

    Raises UserError for pictures of floating-point numbers, whose light has no upper end.
    """
    name = planar(frame, chroma)
    if (frame.width, frame.height) == (width, height) and _same(frame.format.name, name):
        return frame
    scale = min(width / frame.width, height / frame.height)
    inner = (max(2, round(frame.width * scale / 2) * 2), max(2, round(frame.height * scale / 2) * 2))
    scaled = _rescaled(frame, name, *inner)
    return scaled if inner == (width, height) else _framed(scaled, width, height)


def planar(frame: av.VideoFrame, chroma: str) -> str:
    """The planar format that holds a frame's pixels without loss, its chroma at least as fine as `chroma`."""
    layout = frame.format
    bits = next((depth for depth in _DEPTHS if depth >= layout.components[0].bits), 0)
    if not bits:
        raise UserError(
            "Footage can't be used", f"{layout.name} holds floating-point light", "Convert it to a log space of 10 bits."
        )
    suffix = "" if bits == 8 else f"{bits}le"
    if layout.is_rgb or layout.name.startswith(("pal", "xyz", "gray", "mono", "ya")):
        return f"gbrp{suffix}"
    own = _chroma(layout)
    return f"yuv{max(own, chroma, key=_WIDTHS.__getitem__)}p{suffix}"


def _chroma(layout: av.VideoFormat) -> str:
    size = layout.chroma_width(64), layout.chroma_height(64)
    return {(32, 64): "422", (32, 32): "420"}.get(size, "444")


def _same(own: str, name: str) -> bool:
    return own.replace("yuvj", "yuv") == name


def _rescaled(frame: av.VideoFrame, name: str, width: int, height: int) -> av.VideoFrame:
    """Scaled and laid out anew with the same matrix and range at both ends, so that no colour changes on the way."""
    turns_rgb = name.startswith("gbrp") and not frame.format.is_rgb
    if turns_rgb:  # grey, palettes and XYZ: FFmpeg knows what they are
        changed = frame.reformat(width, height, format=name, interpolation="LANCZOS")
        changed.color_range = FULL
        return changed
    matrix = int(frame.colorspace)
    space = matrix if matrix in (1, 4, 5, 7, 9) else 5 if matrix == 6 else 1
    extent = "JPEG" if coding_of(frame).full else "MPEG"
    changed = frame.reformat(
        width, height, format=name, interpolation="LANCZOS", src_colorspace=space, dst_colorspace=space,
        src_color_range=extent, dst_color_range=extent,
    )  # fmt: skip
    changed.colorspace, changed.color_range = matrix, FULL if extent == "JPEG" else LIMITED
    return changed


def _framed(scaled: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The picture in the middle of a black one of its own coding."""
    coding = coding_of(scaled)
    canvas = _black(coding, scaled, width, height)
    left, top = (width - scaled.width) // 4 * 2, (height - scaled.height) // 4 * 2
    for target, source in zip(planes_of(canvas), planes_of(scaled), strict=True):
        across, down = width // target.shape[1], height // target.shape[0]
        y, x = top // down, left // across
        target[y : y + source.shape[0], x : x + source.shape[1]] = source
    return canvas


def _black(coding: Coding, like: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    canvas = new_frame(width, height, like.format.name) if coding.rgb else even_frame(width, height, like.format.name)
    if coding.rgb or coding.full:
        black = coding.from_rgb()[:, 3]
        for plane, code in zip(planes_of(canvas), black, strict=True):
            plane[:] = round(code)
    canvas.colorspace, canvas.color_range = int(like.colorspace), int(like.color_range)
    return canvas
