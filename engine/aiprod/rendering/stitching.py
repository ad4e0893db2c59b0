# SPDX-License-Identifier: Apache-2.0
"""Packet concatenation: encoded segments → one file, bit for bit the same pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import EngineError, UserError

if TYPE_CHECKING:
    import av
    from av.container import InputContainer


def stitched(parts: Sequence[Path], out: Path) -> int:
    """Concatenate the packets of MP4 files made with the same options. Returns the number of frames."""
    import av

    partial = out.with_name(out.stem + ".part" + out.suffix)
    try:
        with av.open(str(parts[0])) as first, av.open(str(partial), "w", options=_options(out)) as target:
            source = first.streams.video[0]
            stream = target.add_stream_from_template(source)
            rate = Fraction(source.average_rate or 24)
            packets = list(_packets(parts, bytes(source.codec_context.extradata or b"")))
            _write(packets, target, stream, rate)
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
    return len(packets)


def _options(out: Path) -> dict[str, str]:
    return {"movflags": "+faststart+write_colr"} if out.suffix in (".mp4", ".mov") else {"fflags": "+bitexact"}


def _packets(parts: Sequence[Path], header: bytes) -> Iterator[tuple[int, av.Packet[av.VideoStream]]]:
    """Every packet in decoding order with the index of the frame it shows."""
    import av

    offset = 0
    for path in parts:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            if bytes(stream.codec_context.extradata or b"") != header:
                raise EngineError(
                    "Segments can't be joined", f"{stream.codec_context.name} wrote {path.name} with another header",
                    "Render the film as one segment.",
                )  # fmt: skip
            packets = _ordered(container, stream)
        yield from ((offset + index, packet) for index, packet in packets)
        offset += len(packets)


def _ordered(container: InputContainer, stream: av.VideoStream) -> list[tuple[int, av.Packet[av.VideoStream]]]:
    """A segment's packets in decoding order, with their places in showing order."""
    packets = [packet for packet in container.demux(stream) if packet.size and packet.pts is not None]
    times = sorted(int(packet.pts or 0) for packet in packets)
    if len(set(times)) != len(packets):
        raise EngineError("A segment can't be joined", "its frames have no clear order", "Render the film as one segment.")
    place = {pts: index for index, pts in enumerate(times)}
    return [(place[int(packet.pts or 0)], packet) for packet in packets]


def _write(
    packets: Sequence[tuple[int, av.Packet[av.VideoStream]]],
    target: av.container.OutputContainer,
    stream: av.VideoStream,
    rate: Fraction,
) -> None:
    """Times are counted afresh: a frame is shown at its index, and decoded as late as the deepest reordering lets it be."""
    delay = max((sent - shown for sent, (shown, _) in enumerate(packets)), default=0)
    for sent, (shown, packet) in enumerate(packets):
        packet.stream, packet.time_base = stream, 1 / rate
        packet.pts, packet.dts, packet.duration = shown, sent - delay, 1
        target.mux(packet)
