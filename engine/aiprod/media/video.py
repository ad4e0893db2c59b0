# SPDX-License-Identifier: Apache-2.0
"""Frames in and out of files, always tagged Rec.709 limited range and converted as tagged."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.encoders import Encoder

if TYPE_CHECKING:
    import av

_BT709, _LIMITED = 1, 1
Rgb = NDArray[np.uint8]


class VideoWriter:
    """Writes frames of one size and rate to a video file (no sound).

    The file appears under its final name only when the writer is left without an exception.
    """

    def __init__(self, path: Path, rate: Fraction, width: int, height: int, encoder: Encoder) -> None:
        self._path, self._rate = path, rate
        self._width, self._height, self._encoder = width, height, encoder
        self._count = 0

    def __enter__(self) -> Self:
        import av

        self._part = self._path.with_name(self._path.stem + ".part" + self._path.suffix)
        mov = self._path.suffix in (".mp4", ".mov")
        options = {"movflags": "+faststart+write_colr"} if mov else {"fflags": "+bitexact"}
        self._container = av.open(str(self._part), "w", options=options)
        added = self._container.add_stream(self._encoder.codec, rate=self._rate, options=dict(self._encoder.options))
        stream = cast("av.VideoStream", added)
        stream.width, stream.height, stream.pix_fmt = self._width, self._height, self._encoder.pix_fmt
        context = stream.codec_context
        context.time_base = 1 / self._rate
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        context.thread_type = "FRAME"
        context.thread_count = 2  # fixed: the number of threads changes the bytes that x264 writes
        self._stream = stream
        return self

    def write_rgb(self, rgb: Rgb) -> None:
        """Append a frame, uint8 [height, width, 3 or 4], Rec.709 display-referred."""
        import av

        layout = "rgb24" if rgb.shape[2] == 3 else "rgba"
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format=layout)
        self.write_frame(to_yuv(frame, self._encoder.pix_fmt))

    def write_frame(self, frame: av.VideoFrame) -> None:
        """Append a frame that already is in the encoder's pixel format, Rec.709 limited."""
        frame.pts, frame.time_base = self._count, 1 / self._rate
        frame.pict_type = 0
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._finish(flush=kind is None)
        except BaseException:
            self._part.unlink(missing_ok=True)
            if kind is None:
                raise
            return  # the first error is the one to tell
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)

    def _finish(self, *, flush: bool) -> None:
        try:
            if flush:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def to_yuv(frame: av.VideoFrame, pix_fmt: str) -> av.VideoFrame:
    """Full-range RGB to Rec.709 limited YUV."""
    from av.video.reformatter import Colorspace

    return frame.reformat(
        format=pix_fmt, src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range="JPEG", dst_color_range="MPEG",
    )  # fmt: skip


def to_rgb(frame: av.VideoFrame) -> Rgb:
    """A decoded Rec.709 limited frame as full-range RGB, uint8 [height, width, 3]."""
    from av.video.reformatter import Colorspace

    rgb = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range="MPEG", dst_color_range="JPEG",
    ).to_ndarray()  # fmt: skip
    return cast("Rgb", rgb)


def read_frames(path: Path, first: int = 0, count: int | None = None) -> Iterator[av.VideoFrame]:
    """Decode frames `first`, `first`+1, … of a file's first video stream. Raises UserError for an unreadable file."""
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            yield from _frames_from(container, stream, first, count)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise UserError(f"{path.name} can't be read as a video", str(error), "Check that the file is whole.") from error


def _frames_from(
    container: av.container.InputContainer, stream: av.VideoStream, first: int, count: int | None
) -> Iterator[av.VideoFrame]:
    rate, base = stream.average_rate or Fraction(24), stream.time_base or Fraction(1, 1000)
    if first:
        container.seek(round(first / rate / base), stream=stream, backward=True)
    sent = 0
    for frame in container.decode(stream):
        index = round((frame.pts or 0) * base * rate)
        if index < first:
            continue
        if count is not None and sent >= count:
            return
        sent += 1
        yield frame


def packets_hash(path: Path) -> str:
    """SHA-256 (hex) over the packets of a file's first video stream, in order: equal packets decode to equal pictures."""
    import hashlib

    import av

    digest = hashlib.sha256()
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            digest.update(bytes(packet))
    return digest.hexdigest()
