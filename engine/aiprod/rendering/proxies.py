# SPDX-License-Identifier: Apache-2.0
"""Proxies: footage once more, small and with every frame a key frame, so that a viewer jumps anywhere in a millisecond.

A proxy has its footage's frames at their times and its footage's codes: what a grade does to one it does to the other. It holds
8 bits and is for looking, never for delivery.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.film.files import disk_errors
from aiprod.film.hashing import hash_json
from aiprod.media.encoders import Encoder, first_that_opens
from aiprod.media.opening import open_media
from aiprod.media.reading import read_frames
from aiprod.rendering.segments import Segment

if TYPE_CHECKING:
    import av

    from aiprod.rendering.cache import SegmentCache

WIDTH, HEIGHT = 960, 540
VERSION = 1
# The best first: DNxHR LB is found fastest (0.6 ms against 1.4 of x264) and is free of x264's licence, but has a smallest size.
ENCODERS = (
    Encoder("dnxhd", "yuv422p", {"profile": "dnxhr_lb"}),
    Encoder("libx264", "yuv420p", {"preset": "ultrafast", "tune": "fastdecode", "g": "1", "crf": "20"}),
    Encoder("mjpeg", "yuv420p", {"qmin": "3", "qmax": "5", "strict": "unofficial"}),
)
_DNXHR_SMALLEST = (256, 120)
_BT709, _LIMITED, _FULL = 1, 1, 2


@dataclass(frozen=True)
class Proxy:
    """A proxy that was made: its frames, size, and the encoder that was chosen."""

    frames: int
    width: int
    height: int
    codec: str


class Proxies:
    """The proxies of footage, kept by what it holds, up to the size of their cache."""

    def __init__(self, cache: SegmentCache) -> None:
        self._cache = cache

    def find(self, media: str) -> Path | None:
        """The proxy of footage with this SHA-256, if there is one."""
        return self._cache.find(proxy_key(media))

    def of(
        self, footage: Path, media: str, *, stop: threading.Event | None = None,
        progress: Callable[[int], None] = lambda done: None,
    ) -> Path:  # fmt: skip
        """The proxy of footage; made if there is none. Raises as `make_proxy`."""
        found = self.find(media)
        if found is not None:
            return found
        with self._cache.room(proxy_key(media), ".mov") as room:
            make_proxy(footage, room, stop=stop, progress=progress)
        made = self.find(media)
        if made is None:
            raise EngineError("The proxy is gone", "another process cleared the cache", "Ask for it again.")
        return made

    def known(self, segments: Sequence[Segment]) -> Mapping[str, Path]:
        """The proxies that there are for a film, for a `Viewer`."""
        sources = [source for segment in segments for source in (segment.outgoing, segment.incoming) if source]
        found = {source.media: self.find(source.media) for source in sources}
        return {media: path for media, path in found.items() if path is not None}


def proxy_key(media: str) -> str:
    """A hash of what decides a proxy."""
    encoders = [[e.codec, e.pix_fmt, dict(e.options)] for e in ENCODERS]
    return hash_json({"proxy": VERSION, "media": media, "size": [WIDTH, HEIGHT], "encoders": encoders})


def make_proxy(
    footage: Path, out: Path, *, encoder: Encoder | None = None, stop: threading.Event | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Proxy:  # fmt: skip
    """Write the proxy of a film file (QuickTime), whole or not at all.

    Args:
        footage: the film file.
        out: the proxy's place.
        encoder: one of `ENCODERS`; the best that suits by default.
        stop: set it to give up.
        progress: is told how many frames are done.

    Raises:
        UserError: the footage can't be read or has no frames, or the disk is full.
        Stopped: `stop` was set.
    """
    part = out.with_name(out.name + ".part")
    with disk_errors(out):
        try:
            made = _written(footage, part, encoder, stop, progress)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    return made


def _written(
    footage: Path, part: Path, encoder: Encoder | None, stop: threading.Event | None, progress: Callable[[int], None]
) -> Proxy:
    import av

    frames = read_frames(footage)
    first = next(frames, None)
    if first is None:
        raise UserError(f"{footage.name} holds no picture", "it has no frames", "Check that the file is whole.")
    width, height = proxy_size(first.width, first.height)
    chosen = encoder or encoder_for(width, height, _matrix(first))
    origin, done = first.pts or 0, 0
    with av.open(str(part), "w", format="mov", options={"movflags": "+faststart+write_colr"}) as target:
        stream = _stream(target, chosen, first, width, height)
        stream.codec_context.color_primaries, stream.codec_context.color_trc = _light(footage, first)
        frame: av.VideoFrame | None = first
        while frame is not None:
            if stop is not None and stop.is_set():
                raise Stopped("The proxy was given up")
            target.mux(stream.encode(_small(frame, chosen.pix_fmt, width, height, origin)))
            done += 1
            progress(done)
            frame = next(frames, None)
        target.mux(stream.encode(None))
    return Proxy(done, width, height, chosen.codec)


def _stream(target: Any, encoder: Encoder, first: av.VideoFrame, width: int, height: int) -> av.VideoStream:
    rate = Fraction(24) if first.time_base is None else 1 / first.time_base
    stream = cast("av.VideoStream", target.add_stream(encoder.codec, options=dict(encoder.options)))
    stream.width, stream.height, stream.pix_fmt = width, height, encoder.pix_fmt
    stream.time_base = 1 / rate
    context = stream.codec_context
    context.time_base = 1 / rate
    context.colorspace, context.color_range = _matrix(first), _LIMITED
    context.sample_aspect_ratio = getattr(first, "sample_aspect_ratio", None) or Fraction(1)
    context.thread_type = "SLICE"
    return stream


def _light(footage: Path, first: av.VideoFrame) -> tuple[int, int]:
    """Primaries and transfer (H.273) as the frame says, else as the container does."""
    with open_media(footage) as container:
        context = container.streams.video[0].codec_context
        said = (int(first.color_primaries), int(first.color_trc)), (int(context.color_primaries), int(context.color_trc))
    primaries, transfer = (own if own not in (0, 2) else other for own, other in zip(*said, strict=True))
    return primaries, transfer


def _small(frame: av.VideoFrame, pix_fmt: str, width: int, height: int, origin: int) -> av.VideoFrame:
    full = int(frame.color_range) == _FULL or frame.format.name.startswith("yuvj") or frame.format.is_rgb
    matrix = _matrix(frame)
    small = frame.reformat(
        width=width, height=height, format=pix_fmt, src_colorspace=matrix, dst_colorspace=matrix,
        src_color_range=_FULL if full else _LIMITED, dst_color_range=_LIMITED, interpolation="AREA",
    )  # fmt: skip
    small.pts, small.time_base = (frame.pts or 0) - origin, frame.time_base
    small.pict_type = 0
    return small


def _matrix(frame: av.VideoFrame) -> int:
    return _BT709 if frame.format.is_rgb or int(frame.colorspace) in (0, 2, 3) else int(frame.colorspace)


def proxy_size(width: int, height: int) -> tuple[int, int]:
    """Of a proxy: inside 960 × 540 (540 × 960 of an upright picture), even, never larger than its footage."""
    most = (WIDTH, HEIGHT) if width >= height else (HEIGHT, WIDTH)
    scale = min(1.0, most[0] / width, most[1] / height)
    small = (int(side * scale / 2 + 1e-6) * 2 for side in (width, height))
    return max(2, next(small)), max(2, next(small))


def encoder_for(width: int, height: int, matrix: int = _BT709) -> Encoder:
    """The best encoder that opens here, takes such a size, and says its matrix (H.273); DNxHR's stream only says BT.709."""
    dnxhr = width >= _DNXHR_SMALLEST[0] and height >= _DNXHR_SMALLEST[1] and matrix == _BT709
    return first_that_opens(ENCODERS if dnxhr else ENCODERS[1:])
