# SPDX-License-Identifier: Apache-2.0
"""Colour bars through the whole chain: coded → file → read → rendered → encoded → joined → decoded, and read back by ffprobe.

The reference is computed here alone, with numpy, from the formulas of Rec. ITU-R BT.601-7, BT.709-6, BT.2020-2 and H.273.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import opentimelineio as otio
import pytest
from numpy.typing import NDArray

from aiprod.film.time import FrameRate
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import frames, join, render_segment
from aiprod.rendering.segments import Codec, PictureFormat

W, H, BAR = 320, 180, 32
COLOURS = np.array(
    [
        (1, 1, 1), (0.75, 0.75, 0.75), (0.75, 0.75, 0), (0, 0.75, 0.75), (0, 0.75, 0), (0.75, 0, 0.75), (0.75, 0, 0),
        (0, 0, 0.75), (0, 0, 0), (0.2, 0.45, 0.6),
    ]
)  # fmt: skip
"""EBU's 75 % bars (Tech 3325), white of 100 %, black, and a colour that is nothing special."""
COEFFICIENTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593)}
TAGS = {"601": 5, "709": 1, "2020": 9}
NAMES = {1: "bt709", 5: "bt470bg", 9: "bt2020nc"}


def coded(rgb: NDArray[np.float64], matrix: str, bits: int, full: bool) -> NDArray[np.float64]:
    """Y′, Cb, Cr of R′, G′, B′ 0–1, not rounded."""
    kr, kb = COEFFICIENTS[matrix]
    y = kr * rgb[..., 0] + (1 - kr - kb) * rgb[..., 1] + kb * rgb[..., 2]
    cb, cr = (rgb[..., 2] - y) / (2 - 2 * kb), (rgb[..., 0] - y) / (2 - 2 * kr)
    if full:
        top = 2**bits - 1
        return np.stack([top * y, 2 ** (bits - 1) + top * cb, 2 ** (bits - 1) + top * cr], -1)
    step = 2 ** (bits - 8)
    return np.stack([step * (16 + 219 * y), step * (128 + 224 * cb), step * (128 + 224 * cr)], -1)


@dataclass(frozen=True)
class Case:
    """Bars as they come in, and what they are rendered to."""

    matrix: str
    full: bool
    pix_fmt: str
    output: str = "rec709"
    chroma: str = "420"
    bits: int = 8
    encoder: str = "x264"
    space: str = "rec709"
    codes: tuple[int, int, int] = field(default=(1, 1, 1))
    """Primaries, transfer and matrix that the file must name."""


ENCODERS = {
    "x264": ("libx264", "yuv420p", {"preset": "ultrafast", "crf": "1", "x264-params": "stitchable=1:keyint=12"}, "mp4"),
    "x265": ("libx265", "yuv420p10le", {"preset": "ultrafast", "crf": "1", "x265-params": "log-level=error:info=0"}, "mp4"),
    "prores": ("prores_ks", "yuv422p10le", {"profile": "hq", "vendor": "apl0"}, "mov"),
    "dnxhr": ("dnxhd", "yuv422p10le", {"profile": "dnxhr_hqx"}, "mxf"),
}
CASES = {
    "601 limited 8 bits to H.264": Case("601", False, "yuv420p"),
    "601 full 8 bits to H.264": Case("601", True, "yuv420p"),
    "601 limited 10 bits to ProRes": Case("601", False, "yuv422p10le", chroma="422", bits=10, encoder="prores"),
    "709 limited 8 bits to ProRes": Case("709", False, "yuv420p", chroma="422", bits=10, encoder="prores"),
    "709 limited 8 bits to H.264": Case("709", False, "yuv420p"),
    "709 full 10 bits 4:4:4 to H.264": Case("709", True, "yuv444p10le"),
    "709 limited 10 bits 4:2:2 to DNxHR": Case("709", False, "yuv422p10le", chroma="422", bits=10, encoder="dnxhr"),
    "709 limited 12 bits 4:4:4 to H.264": Case("709", False, "yuv444p12le"),
    "2020 limited 8 bits to H.264": Case("2020", False, "yuv420p"),
    "2020 limited 10 bits to H.265": Case(
        "2020", False, "yuv420p10le", "rec2020", "420", 10, "x265", "rec2020", (9, 14, 9)
    ),
    "PQ full 10 bits to PQ": Case("2020", True, "yuv422p10le", "pq", "422", 10, "prores", "pq", (9, 16, 9)),
    "HLG limited 10 bits to HLG": Case("2020", False, "yuv420p10le", "hlg", "420", 10, "x265", "hlg", (9, 18, 9)),
    "RGB 8 bits to H.264": Case("rgb", True, "gbrp"),
    "RGB 10 bits to ProRes": Case("rgb", True, "gbrp10le", chroma="422", bits=10, encoder="prores"),
}  # fmt: skip


def bars(path: Path, case: Case, count: int = 6) -> Path:
    """Bars in a lossless file, tagged; the right-most pixels tell the frame."""
    form = av.VideoFormat(case.pix_fmt)
    bits = form.components[0].bits
    columns = COLOURS[np.arange(W) // BAR]
    if case.matrix == "rgb":
        codes = np.round(columns * (2**bits - 1))[:, [1, 2, 0]]
    else:
        codes = np.round(coded(columns, case.matrix, bits, case.full))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("utvideo" if case.pix_fmt == "gbrp" else "ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = W, H, case.pix_fmt
        context = stream.codec_context
        context.colorspace, context.color_range = (0 if case.matrix == "rgb" else TAGS[case.matrix]), 2 if case.full else 1
        for index in range(count):
            frame = av.VideoFrame(W, H, case.pix_fmt)
            for plane, channel in zip(frame.planes, range(3), strict=True):
                kind = np.dtype(np.uint8 if bits == 8 else np.uint16)
                rows = np.frombuffer(memoryview(plane), kind).reshape(plane.height, plane.line_size // kind.itemsize)
                rows[:, : plane.width] = codes[:: W // plane.width, channel].astype(kind)
            frame.colorspace, frame.color_range, frame.pts = context.colorspace, context.color_range, index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def span(frames_: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(otio.opentime.RationalTime(0, 25), otio.opentime.RationalTime(frames_, 25))


def film(path: Path, case: Case) -> otio.schema.Timeline:
    made, track = otio.schema.Timeline("bars"), otio.schema.Track(kind=otio.schema.TrackKind.Video)
    for _ in range(2):
        media = otio.schema.ExternalReference(str(path), span(6))
        track.append(otio.schema.Clip("bars", media, span(6)))
    made.tracks.append(track)
    return made


def decoded(path: Path) -> list[NDArray[np.float64]]:
    """The means of each bar's inside in each frame: [bars, 3] codes. Read by FFmpeg's own decoder, without our reader."""
    seen = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            kind = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
            means = []
            for plane in list(frame.planes)[:3]:
                step = plane.line_size // np.dtype(kind).itemsize
                rows = np.frombuffer(memoryview(plane), kind).reshape(plane.height, step)[8 : plane.height - 8]
                wide = BAR * plane.width // W
                means.append([rows[:, b * wide + 3 : (b + 1) * wide - 3].mean() for b in range(len(COLOURS))])
            seen.append(np.array(means).T)
    return seen


@pytest.mark.parametrize("name", CASES)
def test_bars_come_out_as_the_standards_say(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    source = bars(tmp_path / ("bars.avi" if case.pix_fmt == "gbrp" else "bars.mkv"), case)
    codec_name, pix_fmt, options, container = ENCODERS[case.encoder]
    fmt = PictureFormat(
        width=W,
        height=H,
        rate=FrameRate(numerator=25),
        output=case.output,
        chroma=case.chroma,
        bits=case.bits,  # type: ignore[arg-type]
    )
    codec = Codec(
        name=codec_name, pix_fmt=pix_fmt, options=options, container=container, tag="hvc1" if case.encoder == "x265" else ""
    )  # type: ignore[arg-type]
    segments = compile_timeline(film(source, case), {"bars": source}, {}, fmt, codec, spaces={"bars": case.space})
    parts = [tmp_path / f"{i}.{container}" for i in range(2)]
    for segment, part in zip(segments, parts, strict=True):
        render_segment(segment, part)
    out = tmp_path / f"film.{container}"
    assert join(parts, out, timecode="10:00:00:00") == 12
    wanted = coded(COLOURS, "2020" if case.codes[2] == 9 else "709", case.bits, full=False)
    step = 2 ** (case.bits - 8)
    shown = decoded(out)
    assert len(shown) == 12
    for frame in shown:
        # Half a code of the source's rounding becomes up to one of ours; the encoders add some tenths.
        assert np.abs(frame - wanted).max() < 1.6 * step, np.round(frame - wanted, 2)
    assert np.abs(np.mean(shown, axis=0) - wanted).mean() < 0.45 * step
    tags = next(frames(segments[0]))
    assert (int(tags.color_primaries), int(tags.color_trc), int(tags.colorspace), int(tags.color_range)) == (*case.codes, 1)
    told = probed(out)
    assert told["color_space"] == NAMES[case.codes[2]] and told["color_range"] == "tv" and told["r_frame_rate"] == "25/1"
    assert told["color_primaries"] == {1: "bt709", 9: "bt2020"}[case.codes[0]]
    assert told["color_transfer"] == {1: "bt709", 14: "bt2020-10", 16: "smpte2084", 18: "arib-std-b67"}[case.codes[1]]
    assert told["timecode"] == "10:00:00:00"


def probed(path: Path) -> dict[str, str]:
    """What Debian's ffprobe reads in the file."""
    if shutil.which("ffprobe") is None:
        if os.environ.get("AIPROD_REQUIRE_SERVICES"):
            pytest.fail("ffprobe is not installed")
        pytest.skip("ffprobe is not installed")
    ran = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout)
    stream = next(s for s in told["streams"] if s["codec_type"] == "video")
    codes = [s.get("tags", {}).get("timecode") for s in told["streams"]] + [told["format"].get("tags", {}).get("timecode")]
    return {**stream, "timecode": next((c for c in codes if c), "")}


def test_the_rate_of_the_file_is_exact(tmp_path: Path) -> None:
    source = bars(tmp_path / "bars.mkv", CASES["709 limited 8 bits to H.264"])
    fmt = PictureFormat(width=W, height=H, rate=FrameRate(numerator=30000, denominator=1001))
    codec = Codec(name="libx264", pix_fmt="yuv420p", options=ENCODERS["x264"][2])
    segments = compile_timeline(film(source, Case("709", False, "yuv420p")), {"bars": source}, {}, fmt, codec)
    render_segment(segments[0], tmp_path / "part.mp4")
    join([tmp_path / "part.mp4"], tmp_path / "film.mp4", timecode="01:00:00;00")
    told = probed(tmp_path / "film.mp4")
    assert told["r_frame_rate"] == "30000/1001" and told["timecode"] == "01:00:00;00"
    assert segments[0].outgoing is not None and segments[0].frames == round(6 / 25 * Fraction(30000, 1001))
