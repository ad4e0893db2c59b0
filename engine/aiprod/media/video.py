# SPDX-License-Identifier: Apache-2.0
"""Frames into files, tagged as what they are, and converted as they are tagged. `media.reading` reads them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.output import FULL, LIMITED, OUTPUTS, Output
from aiprod.media.encoders import Encoder
from aiprod.media.reading import read_frames
from aiprod.media.scheduling import share_fairly

if TYPE_CHECKING:
    import av

__all__ = ["Rgb", "VideoWriter", "packets_hash", "read_frames", "retagged", "to_rgb", "to_yuv"]
Rgb = NDArray[np.uint8]
_SWS_SPACES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}
"""Matrices of H.273 → as FFmpeg's scaler numbers them."""


class VideoWriter:
    """Writes frames of one size and rate to a video file (no sound).

    The file appears under its final name only when the writer is left without an exception.
    """

    def __init__(
        self, path: Path, rate: Fraction, width: int, height: int, encoder: Encoder, *, colour: Output = OUTPUTS["rec709"],
        tag: str = "", timecode: str = "",
    ) -> None:  # fmt: skip
        """
        Args:
            path: its suffix chooses the container: .mp4, .mov, .mxf, .webm, .mkv.
            rate: frames per second.
            width, height: of every frame.
            encoder: its pixel format is what frames are brought into.
            colour: what the file says of its colours; limited range.
            tag: four letters of the sample entry where the container's own choice is not wanted ("hvc1").
            timecode: of the first frame ("01:00:00:00"); none is written by default.
        """
        self._path, self._rate, self._encoder = path, rate, encoder
        self._width, self._height, self._colour = width, height, colour
        self._tag, self._timecode, self._count = tag, timecode, 0
        self._encoded = self._flushed = False

    def __enter__(self) -> Self:
        import av

        self._part = self._path.with_name(self._path.stem + ".part" + self._path.suffix)
        self._container = av.open(str(self._part), "w", options=container_options(self._path))
        if self._timecode:
            self._container.metadata["timecode"] = self._timecode
        added = self._container.add_stream(self._encoder.codec, rate=self._rate, options=dict(self._encoder.options))
        self._stream = cast("av.VideoStream", added)
        self._stream.width, self._stream.height, self._stream.pix_fmt = self._width, self._height, self._encoder.pix_fmt
        context = self._stream.codec_context
        context.time_base = 1 / self._rate
        self._tag_colours(context)
        if self._tag:
            context.codec_tag = self._tag
        context.thread_type = "FRAME"
        context.thread_count = 2  # fixed: the number of threads changes the bytes that x264 writes
        return self

    def _tag_colours(self, context: av.VideoCodecContext) -> None:
        rgb = self._encoder.pix_fmt.startswith(("gbr", "rgb"))
        context.color_primaries, context.color_trc = self._colour.primaries, self._colour.transfer
        context.colorspace, context.color_range = (0, FULL) if rgb else (self._colour.matrix, LIMITED)

    def write_rgb(self, rgb: Rgb) -> None:
        """Append a frame, uint8 [height, width, 3 or 4], in the display codes of the file's colours."""
        import av

        layout = "rgb24" if rgb.shape[2] == 3 else "rgba"
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format=layout)
        self.write_frame(to_yuv(frame, self._encoder.pix_fmt, self._colour.matrix))

    def write_frame(self, frame: av.VideoFrame) -> None:
        """Append a limited-range frame in the file's colours; another pixel format than the encoder's is converted."""
        if frame.format.name != self._encoder.pix_fmt:
            frame = retagged(frame, self._encoder.pix_fmt, self._colour.matrix)
        frame.pts, frame.time_base = self._count, 1 / self._rate
        frame.pict_type = 0
        self._count += 1
        packets = self._stream.encode(frame)
        if not self._encoded:
            share_fairly()  # the encoder was opened just now
            self._encoded = True
        self._container.mux(packets)

    def write_packet(self, packet: av.Packet[av.VideoStream]) -> None:
        """Append a frame as another file of the same encoder holds it.

        Only where each frame stands alone (ProRes). Where frames were encoded before, none can be after it.
        """
        if self._encoded and not self._flushed:
            self._container.mux(self._stream.encode(None))
            self._flushed = True
        packet.stream = self._stream
        packet.pts = packet.dts = self._count
        packet.time_base, packet.duration = 1 / self._rate, 1
        self._count += 1
        self._container.mux(packet)

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
            if flush and not self._flushed:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def container_options(path: Path) -> dict[str, str]:
    """The muxer's options: colours written, the index in front; nothing that changes from run to run."""
    if path.suffix in (".mp4", ".mov"):
        return {"movflags": "+faststart+write_colr"}
    return {"fflags": "+bitexact"}


def retagged(frame: av.VideoFrame, pix_fmt: str, matrix: int) -> av.VideoFrame:
    """A limited-range Y′CbCr frame in another pixel format of the same matrix (an RGB one: full range)."""
    space, rgb = _SWS_SPACES.get(matrix, 1), pix_fmt.startswith(("gbr", "rgb"))
    return frame.reformat(
        format=pix_fmt, src_colorspace=space, dst_colorspace=space, src_color_range="MPEG",
        dst_color_range="JPEG" if rgb else "MPEG",
    )  # fmt: skip


def to_yuv(frame: av.VideoFrame, pix_fmt: str, matrix: int = 1) -> av.VideoFrame:
    """Full-range RGB to limited Y′CbCr of a matrix (H.273; Rec.709 by default)."""
    space = _SWS_SPACES.get(matrix, 1)
    return frame.reformat(
        format=pix_fmt, src_colorspace=space, dst_colorspace=space, src_color_range="JPEG", dst_color_range="MPEG"
    )


def to_rgb(frame: av.VideoFrame) -> Rgb:
    """A frame as full-range RGB of its own display codes, uint8 [height, width, 3]; matrix and range as tagged."""
    if frame.format.is_rgb:
        return cast("Rgb", frame.reformat(format="rgb24").to_ndarray())
    space = _SWS_SPACES.get(int(frame.colorspace), 1)
    full = int(frame.color_range) == FULL or frame.format.name.startswith("yuvj")
    rgb = frame.reformat(
        format="rgb24", src_colorspace=space, dst_colorspace=space, src_color_range="JPEG" if full else "MPEG",
        dst_color_range="JPEG",
    ).to_ndarray()  # fmt: skip
    return cast("Rgb", rgb)


def packets_hash(path: Path) -> str:
    """SHA-256 (hex) over the packets of a file's first video stream, in order: equal packets decode to equal pictures."""
    import hashlib

    import av

    digest = hashlib.sha256()
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            digest.update(bytes(packet))
    return digest.hexdigest()
