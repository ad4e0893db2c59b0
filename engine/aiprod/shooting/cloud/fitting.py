# SPDX-License-Identifier: Apache-2.0
"""A clip as it was bought becomes a take's picture: the film's size, rate and number of frames, to the frame.

The clip is cropped to the film's shape around its middle, scaled, and read at the film's frame times (the nearest frame
stands for each), and cut after the last. Its sound is left out: AIPROD's films have their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.files import disk_errors
from aiprod.film.shots import ShootRequest

if TYPE_CHECKING:
    import av

    from aiprod.shooting.generator import Rgb, Watch

_HELD_S = 0.25
"""How long a clip's last frame may be held where it is a little short."""
_HDR = (16, 18)
"""Transfer characteristics PQ and HLG (ISO/IEC 23091-2)."""
_BT601 = (5, 6)
_FULL_RANGE = 2


def fit(clip: Path, folder: Path, request: ShootRequest, watch: Watch | None = None) -> dict[str, Any]:
    """Write `picture.mp4` and return facts about the clip as it was. Raises FaultError (quality) for an unusable clip."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter

    total, encoder, was = request.shot.frames, choose("take"), probe(clip)
    width, height, rate = request.width, request.height, request.rate.fps
    with disk_errors(folder), VideoWriter(folder / "picture.mp4", rate, width, height, encoder) as picture:
        for done, rgb in enumerate(_pictures(clip, rate, total, width, height), start=1):
            picture.write_rgb(rgb)
            if watch is not None:
                watch.frame(done, total, rgb)
    return {"codec": encoder.codec, "bought": was}


def probe(clip: Path) -> dict[str, Any]:
    """Size, rate, codec and length of a clip. Raises FaultError (quality) when it is none."""
    import av

    try:
        with av.open(str(clip)) as container:
            stream = container.streams.video[0]
            rate = stream.average_rate or Fraction(0)
            seconds = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
            return {"width": stream.width, "height": stream.height, "rate": round(float(rate), 3), "codec": stream.codec.name,
                    "seconds": round(seconds, 3)}  # fmt: skip
    except (av.FFmpegError, IndexError, OSError, ValueError) as error:
        raise _bad(f"it can't be read as a video ({error})", "unreadable") from error


def _pictures(clip: Path, rate: Fraction, total: int, width: int, height: int) -> Iterator[Rgb]:
    last: tuple[av.VideoFrame, Rgb] | None = None
    count = 0
    for frame in _sampled(_timed(clip), rate, total):
        if last is None or last[0] is not frame:
            last = (frame, _shaped(_rgb(frame), width, height))
        count += 1
        yield last[1]
    if count < total:
        raise _bad(f"it shows {float(count / rate):.2f} s of the {float(total / rate):.2f} s that were ordered", "too_short")


def _timed(clip: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    """The frames with their times, from 0."""
    from aiprod.media.video import read_frames

    start: float | None = None
    try:
        for frame in read_frames(clip):
            at = float((frame.pts or 0) * (frame.time_base or 0))
            start = at if start is None else start
            yield at - start, frame
    except UserError as error:
        raise _bad(error.why or "it can't be decoded", "unreadable") from error


def _sampled(frames: Iterator[tuple[float, av.VideoFrame]], rate: Fraction, total: int) -> Iterator[av.VideoFrame]:
    """The frame nearest to each of the film's frame times; the last one is held for a moment."""
    index, held_at, held = 0, 0.0, None
    for at, frame in frames:
        while held is not None and index < total and float(index / rate) < (held_at + at) / 2:
            yield held
            index += 1
        if index >= total:
            return
        held_at, held = at, frame
    while held is not None and index < total and float(index / rate) <= held_at + _HELD_S:
        yield held
        index += 1


def _rgb(frame: av.VideoFrame) -> Rgb:
    """Full-range R′G′B′, by the clip's own tags; an untagged one is taken as Rec.709 limited."""
    from av.video.reformatter import Colorspace

    if int(frame.color_trc) in _HDR:
        raise _bad("it is in high dynamic range, which was not ordered", "hdr")
    space = Colorspace.ITU601 if int(frame.colorspace) in _BT601 else Colorspace.ITU709
    span = "JPEG" if int(frame.color_range) == _FULL_RANGE else "MPEG"
    rgb = frame.reformat(
        format="rgb24", src_colorspace=space, dst_colorspace=Colorspace.ITU709, src_color_range=span, dst_color_range="JPEG"
    )
    return cast("Rgb", rgb.to_ndarray())


def _shaped(rgb: Rgb, width: int, height: int) -> Rgb:
    """Cropped to the shape around the middle, then scaled."""
    import cv2

    tall, wide = rgb.shape[:2]
    keep_w = min(wide, round(tall * width / height))
    keep_h = min(tall, round(wide * height / width))
    left, top = (wide - keep_w) // 2, (tall - keep_h) // 2
    part = rgb[top : top + keep_h, left : left + keep_w]
    if (keep_w, keep_h) == (width, height):
        return part
    how = cv2.INTER_AREA if keep_w > width else cv2.INTER_CUBIC
    return cast("Rgb", cv2.resize(part, (width, height), interpolation=how))


def _bad(why: str, code: str) -> FaultError:
    return FaultError("The bought clip can't be used", why, kind=FaultClass.QUALITY, code=code)
