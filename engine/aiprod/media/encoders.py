# SPDX-License-Identifier: Apache-2.0
"""The table of encoders, asked what is really there.

A bundle may come without x264 (it is GPL): every purpose lists several encoders, the best first, and the first one that
opens on a tiny frame is used. What was chosen is reported, never silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from aiprod.film.errors import EngineError

if TYPE_CHECKING:
    import av

Purpose = Literal["take", "delivery_h264"]


@dataclass(frozen=True)
class Encoder:
    """An encoder with the options that suit a purpose."""

    codec: str
    pix_fmt: str
    options: dict[str, str] = field(default_factory=dict)


# mbtree=0: x264's macroblock tree gives other bytes from run to run on some sizes (3 of 12 runs at 192×108), and a film must
# come out the same each time. stitchable: every segment gets the same header, whatever it shows.
_X264_STITCH = "open-gop=0:keyint=48:min-keyint=1:stitchable=1:mbtree=0"
TABLE: dict[Purpose, tuple[Encoder, ...]] = {
    # A take is read again and again and is never delivered: fast and close to lossless.
    "take": (
        Encoder("libx264", "yuv420p", {"preset": "ultrafast", "crf": "8", "x264-params": "keyint=24:stitchable=1"}),
        Encoder("mjpeg", "yuv420p", {"qmin": "1", "qmax": "2", "strict": "unofficial"}),
        Encoder("ffv1", "yuv420p", {"level": "3", "slices": "4"}),
    ),
    "delivery_h264": (
        Encoder("libx264", "yuv420p", {"preset": "veryfast", "crf": "21", "x264-params": _X264_STITCH}),
        Encoder("h264_nvenc", "yuv420p", {"preset": "p5", "cq": "19"}),
        Encoder("h264_videotoolbox", "yuv420p", {"q": "65"}),
        Encoder("libopenh264", "yuv420p", {}),
        Encoder("mpeg4", "yuv420p", {"qmin": "2", "qmax": "4"}),
    ),
}


@cache
def choose(purpose: Purpose) -> Encoder:
    """The best encoder that opens here. Raises EngineError when none does."""
    return first_that_opens(TABLE[purpose])


def first_that_opens(encoders: Sequence[Encoder]) -> Encoder:
    """The first of several encoders that writes a tiny frame here. Raises EngineError when none does."""
    for encoder in encoders:
        if _opens(encoder):
            return encoder
    tried = ", ".join(e.codec for e in encoders)
    raise EngineError("There is no video encoder", f"none of {tried} opens here", "Reinstall AIPROD's media package.")


def _opens(encoder: Encoder) -> bool:
    import av
    import numpy as np

    try:
        context = cast("av.VideoCodecContext", av.CodecContext.create(encoder.codec, "w"))
        context.width, context.height, context.pix_fmt = 64, 64, encoder.pix_fmt
        context.time_base = Fraction(1, 24)
        context.options = dict(encoder.options)
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24").reformat(format=encoder.pix_fmt)
        frame.pts = 0
        context.encode(frame)
        context.encode(None)
    except (av.FFmpegError, ValueError, OSError):
        return False
    return True
