# SPDX-License-Identifier: Apache-2.0
"""Packet concatenation: encoded segments → one file, bit for bit the same pictures.

Each part is read twice, first for the order of its packets, then for the packets: memory doesn't grow with the film.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import EngineError, UserError
from aiprod.media.opening import open_media
from aiprod.media.video import container_options

if TYPE_CHECKING:
    import av
    from av.container import OutputContainer


@dataclass(frozen=True)
class _Part:
    """A file's packets in decoding order, by the index of the frame that each shows."""

    path: Path
    shown: tuple[int, ...]

    @property
    def delay(self) -> int:
        """How many frames the deepest reordering sends a packet after the one it is shown at."""
        return max((sent - shown for sent, shown in enumerate(self.shown)), default=0)


def stitched(parts: Sequence[Path], out: Path, *, timecode: str = "", check: Callable[[], None] | None = None) -> int:
    """Concatenate the packets of files made with the same options. Returns the number of frames.

    Args:
        parts: one video stream each, of one codec and header.
        out: its suffix chooses the container.
        timecode: of the first frame.
        check: called before each part; what it raises ends the work, and nothing is left.
    """
    import av

    partial = out.with_name(out.stem + ".part" + out.suffix)
    try:
        ordered = [_ordered(path) for path in parts]
        _check_headers(parts)
        with open_media(parts[0]) as first, av.open(str(partial), "w", options=container_options(out)) as target:
            if timecode:
                target.metadata["timecode"] = timecode
            source = first.streams.video[0]
            rate = Fraction(source.average_rate or 24)
            # opaque: the packets' codec is named, no decoder of it is needed.
            stream = target.add_stream_from_template(source, opaque=True)
            stream.time_base, stream.codec_context.framerate = 1 / rate, rate
            if out.suffix == parts[0].suffix:
                stream.codec_context.codec_tag = source.codec_context.codec_tag
            _write(ordered, target, stream, rate, check)
    except av.FFmpegError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            raise OSError(error.errno, error.strerror or str(error)) from error
        raise UserError("The segments can't be joined", str(error), "`aiprod resume` makes them again.") from error
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    partial.replace(out)
    return sum(len(part.shown) for part in ordered)


def _check_headers(parts: Sequence[Path]) -> None:
    """A player reads one header for the whole file."""
    header: tuple[str, bytes] | None = None
    for path in parts:
        with open_media(path) as container:
            context = container.streams.video[0].codec_context
            own = context.name, bytes(context.extradata or b"")
        header = header or own
        if own != header:
            raise EngineError(
                "Segments can't be joined", f"{own[0]} wrote {path.name} with another header", "Render the film as one segment."
            )


def _ordered(path: Path) -> _Part:
    with open_media(path) as container:
        stream = container.streams.video[0]
        sent = [packet.pts for packet in container.demux(stream) if packet.size]
    times = sorted(pts for pts in sent if pts is not None)
    if len(set(times)) != len(sent) or not sent:
        raise EngineError("A segment can't be joined", "its frames have no clear order", "Render the film as one segment.")
    place = {pts: index for index, pts in enumerate(times)}
    return _Part(path, tuple(place[pts] for pts in sent if pts is not None))


def _write(
    parts: Sequence[_Part], target: OutputContainer, stream: av.VideoStream, rate: Fraction, check: Callable[[], None] | None
) -> None:
    """Times are counted afresh: a frame is shown at its index, and decoded as late as the deepest reordering lets it be."""
    delay, begin = max(part.delay for part in parts), 0
    for part in parts:
        if check:
            check()
        with open_media(part.path) as container:
            packets = (packet for packet in container.demux(container.streams.video[0]) if packet.size)
            for sent, (packet, shown) in enumerate(zip(packets, part.shown, strict=True)):
                packet.stream, packet.time_base = stream, 1 / rate
                packet.pts, packet.dts, packet.duration = begin + shown, begin + sent - delay, 1
                target.mux(packet)
        begin += len(part.shown)
