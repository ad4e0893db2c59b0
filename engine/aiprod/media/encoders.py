# SPDX-License-Identifier: Apache-2.0
"""The table of encoders, asked what is really there.

A bundle may come without x264 (it is GPL): every purpose lists several encoders, the best first, and the first one that
opens on a tiny frame is used. What was chosen is reported, never silent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from aiprod.film.errors import EngineError
from aiprod.media.scheduling import share_fairly

if TYPE_CHECKING:
    import av

os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 greets on stderr otherwise; errors are still told

Purpose = Literal[
    "take", "take_lossless", "delivery_h264", "h265_8", "h265_10", "prores_proxy", "prores_lt", "prores_422", "prores_hq",
    "prores_4444", "prores_4444_alpha", "prores_xq", "prores_xq_alpha", "dnxhr_lb", "dnxhr_sq", "dnxhr_hq", "dnxhr_hqx",
    "dnxhr_444", "vp9", "av1",
]  # fmt: skip


@dataclass(frozen=True)
class Encoder:
    """An encoder with the options that suit a purpose."""

    codec: str
    pix_fmt: str
    options: dict[str, str] = field(default_factory=dict)
    hardware: bool = False
    """Whether it is a part of the graphics card: fast, but its bytes are not the same from card to card."""


def _prores(profile: str, *pix_fmts: str) -> tuple[Encoder, ...]:
    """Apple ProRes. `vendor` is Apple's own word, which its players look for; alpha is kept to 16 bits, without loss."""
    options = {"profile": profile, "vendor": "apl0", "threads": "2"}
    return tuple(Encoder("prores_ks", p, options | ({"alpha_bits": "16"} if p.startswith("yuva") else {})) for p in pix_fmts)


def _dnxhr(profile: str, pix_fmt: str) -> tuple[Encoder, ...]:
    return (Encoder("dnxhd", pix_fmt, {"profile": f"dnxhr_{profile}"}),)


# mbtree=0: x264's macroblock tree gives other bytes from run to run on some sizes (3 of 12 runs at 192×108), and a film must
# come out the same each time. stitchable: every segment gets the same header, whatever it shows.
_X264_STITCH = "open-gop=0:keyint=48:min-keyint=1:stitchable=1:mbtree=0"
# A fixed number of frame threads: x265's bytes depend on it. info=0: the header holds no words about the machine.
_X265 = {"preset": "fast", "crf": "19", "x265-params": "log-level=error:open-gop=0:keyint=48:min-keyint=1:info=0:frame-threads=2"}
_NVENC_10 = {"preset": "p6", "cq": "19", "profile": "main10"}
TABLE: dict[Purpose, tuple[Encoder, ...]] = {
    # A take is read again and again and is never delivered: fast and close to lossless.
    "take": (
        Encoder("libx264", "yuv420p", {"preset": "ultrafast", "crf": "8", "x264-params": "keyint=24:stitchable=1"}),
        Encoder("mjpeg", "yuv420p", {"qmin": "1", "qmax": "2", "strict": "unofficial"}),
        Encoder("ffv1", "yuv420p", {"level": "3", "slices": "4"}),
    ),
    # A take with a part that was shot once more: what stayed of it is not touched again.
    "take_lossless": (
        Encoder("libx264", "yuv420p", {"preset": "ultrafast", "qp": "0", "x264-params": "keyint=24:stitchable=1"}),
        Encoder("ffv1", "yuv420p", {"level": "3", "slices": "4"}),
    ),
    "delivery_h264": (
        Encoder("libx264", "yuv420p", {"preset": "veryfast", "crf": "21", "x264-params": _X264_STITCH}),
        Encoder("h264_nvenc", "yuv420p", {"preset": "p5", "cq": "19"}, hardware=True),
        Encoder("h264_qsv", "nv12", {"global_quality": "19"}, hardware=True),
        Encoder("h264_amf", "yuv420p", {"quality": "quality", "rc": "cqp", "qp_i": "19", "qp_p": "21"}, hardware=True),
        Encoder("h264_videotoolbox", "yuv420p", {"q": "65"}, hardware=True),
        Encoder("libopenh264", "yuv420p", {}),
        Encoder("mpeg4", "yuv420p", {"qmin": "2", "qmax": "4"}),
    ),
    "h265_8": (
        Encoder("libx265", "yuv420p", _X265),
        Encoder("hevc_nvenc", "yuv420p", {"preset": "p6", "cq": "21"}, hardware=True),
        Encoder("hevc_qsv", "nv12", {"global_quality": "21"}, hardware=True),
        Encoder("hevc_amf", "yuv420p", {"quality": "quality", "rc": "cqp", "qp_i": "21", "qp_p": "23"}, hardware=True),
        Encoder("hevc_videotoolbox", "yuv420p", {"q": "65"}, hardware=True),
    ),
    "h265_10": (
        Encoder("libx265", "yuv420p10le", _X265),
        Encoder("hevc_nvenc", "p010le", _NVENC_10, hardware=True),
        Encoder("hevc_qsv", "p010le", {"global_quality": "19", "profile": "main10"}, hardware=True),
        Encoder("hevc_amf", "p010le", {"quality": "quality", "rc": "cqp", "qp_i": "19", "qp_p": "21"}, hardware=True),
        Encoder("hevc_videotoolbox", "p010le", {"q": "65", "profile": "main10"}, hardware=True),
    ),
    "prores_proxy": _prores("proxy", "yuv422p10le"),
    "prores_lt": _prores("lt", "yuv422p10le"),
    "prores_422": _prores("standard", "yuv422p10le"),
    "prores_hq": _prores("hq", "yuv422p10le"),
    "prores_4444": _prores("4444", "yuv444p10le"),
    "prores_4444_alpha": _prores("4444", "yuva444p10le"),
    "prores_xq": _prores("4444xq", "yuv444p10le"),
    "prores_xq_alpha": _prores("4444xq", "yuva444p10le"),
    "dnxhr_lb": _dnxhr("lb", "yuv422p"),
    "dnxhr_sq": _dnxhr("sq", "yuv422p"),
    "dnxhr_hq": _dnxhr("hq", "yuv422p"),
    "dnxhr_hqx": _dnxhr("hqx", "yuv422p10le"),
    "dnxhr_444": _dnxhr("444", "yuv444p10le"),
    "vp9": (
        Encoder(
            "libvpx-vp9", "yuv420p",
            {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1", "threads": "4", "g": "48"},
        ),
    ),
    "av1": (
        Encoder("libsvtav1", "yuv420p10le", {"preset": "8", "crf": "24", "g": "48"}),
        Encoder("av1_nvenc", "p010le", {"preset": "p6", "cq": "26"}, hardware=True),
        Encoder("av1_qsv", "p010le", {"global_quality": "26"}, hardware=True),
        Encoder("av1_amf", "p010le", {"quality": "quality"}, hardware=True),
    ),
}  # fmt: skip


def choose(purpose: Purpose, *, hardware: bool = False) -> Encoder:
    """The best encoder that opens here; with `hardware`, the graphics card's if one opens. Raises EngineError when none does."""
    return _chosen(purpose, hardware)


@cache
def _chosen(purpose: Purpose, hardware: bool) -> Encoder:
    return first_that_opens(ranked(TABLE[purpose], hardware=hardware))


def ranked(encoders: Sequence[Encoder], *, hardware: bool) -> tuple[Encoder, ...]:
    """The order in which encoders are tried: software first, because a film must come out the same each time, or hardware."""
    return tuple(sorted(encoders, key=lambda encoder: encoder.hardware != hardware))


def first_that_opens(encoders: Sequence[Encoder], opens: Callable[[Encoder], bool] | None = None) -> Encoder:
    """The first of several encoders that writes a tiny frame here. Raises EngineError when none does.

    Args:
        encoders: the best first.
        opens: asks whether one is there.
    """
    for encoder in encoders:
        if (opens or _opens)(encoder):
            return encoder
    tried = ", ".join(e.codec for e in encoders)
    raise EngineError("There is no video encoder", f"none of {tried} opens here", "Reinstall AIPROD's media package.")


def _opens(encoder: Encoder) -> bool:
    import av
    import numpy as np

    try:
        context = cast("av.VideoCodecContext", av.CodecContext.create(encoder.codec, "w"))
        context.width, context.height, context.pix_fmt = 256, 144, encoder.pix_fmt
        context.time_base = Fraction(1, 24)
        context.options = dict(encoder.options)
        frame = av.VideoFrame.from_ndarray(np.zeros((144, 256, 3), np.uint8), format="rgb24").reformat(format=encoder.pix_fmt)
        frame.pts = 0
        context.encode(frame)
        context.encode(None)
    except (av.FFmpegError, ValueError, OSError):
        return False
    finally:
        share_fairly()
    return True
