# SPDX-License-Identifier: Apache-2.0
"""The MP4: picture copied, sound as AAC, soft subtitles, timecode, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.delivery.subtitles import Cue
from aiprod.film.errors import EngineError
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio

if TYPE_CHECKING:
    import av
    from av.container import OutputContainer

_LAYOUTS = {1: ("mono", 128_000), 2: ("stereo", 256_000), 6: ("5.1", 448_000)}
_AAC_FRAME = 1024
_CLOCK = Fraction(1, 1000)
_LANGUAGES = {"en": "eng", "fr": "fra"}


def mux(
    picture: Path, sound: Path, cues: Sequence[Cue], out: Path, *, language: str, timecode: str, tags: Mapping[str, str]
) -> int:
    """Write `out`. Returns the number of picture frames; the packets of `picture` are copied as they are.

    The AAC encoder's 1024 samples of priming are hidden by an edit list, so that sound and picture both begin at 0.
    """
    import av

    options = {"movflags": "+faststart+write_colr", "fflags": "+bitexact", "strict": "experimental"}
    with av.open(str(picture)) as source, av.open(str(out), "w", options=options) as target:
        target.metadata.update({**tags, "timecode": timecode})
        video_in = source.streams.video[0]
        video = target.add_stream_from_template(video_in)
        samples = read_audio(sound)
        audio = _audio_stream(target, samples, language)
        subtitle = _subtitle_stream(target, language) if cues else None
        count = 0
        waiting = _merged(_audio_packets(audio, samples), _subtitle_packets(subtitle, cues))
        pending = next(waiting, None)
        for packet in source.demux(video_in):
            if not packet.size or packet.dts is None:
                continue
            now = float(packet.dts * packet.time_base)
            while pending is not None and _time(pending) <= now:
                target.mux(pending)
                pending = next(waiting, None)
            packet.stream = video
            target.mux(packet)
            count += 1
        while pending is not None:
            target.mux(pending)
            pending = next(waiting, None)
    return count


def _audio_stream(target: OutputContainer, samples: Samples, language: str) -> av.AudioStream:
    if samples.shape[1] not in _LAYOUTS:
        raise EngineError("The mix can't be delivered", f"it has {samples.shape[1]} channels, not 1, 2 or 6")
    layout, bit_rate = _LAYOUTS[samples.shape[1]]
    stream: Any = target.add_stream("aac", rate=SAMPLE_RATE, layout=layout)
    stream.bit_rate = bit_rate
    stream.metadata["language"] = _LANGUAGES.get(language, "und")
    return stream  # type: ignore[no-any-return]


def _audio_packets(stream: av.AudioStream, samples: Samples) -> Iterator[av.Packet[Any]]:
    import av

    context: Any = stream.codec_context
    for start in range(0, len(samples), _AAC_FRAME):
        block = np.ascontiguousarray(samples[start : start + _AAC_FRAME].T, dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=context.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _subtitle_stream(target: OutputContainer, language: str) -> Any:
    stream = target.add_mux_stream("mov_text")
    stream.time_base = _CLOCK
    stream.metadata["language"] = _LANGUAGES.get(language, "und")
    return stream


def _subtitle_packets(stream: Any, cues: Sequence[Cue]) -> Iterator[av.Packet[Any]]:
    """Timed text samples (3GPP TS 26.245): length and UTF-8; the gaps between cues are empty samples."""
    at = 0
    for cue in cues:
        start, end = round(cue.start * 1000), round(cue.end * 1000)
        if start > at:
            yield _text_packet(stream, "", at, start)
        yield _text_packet(stream, cue.text, start, end)
        at = end
    if cues:
        yield _text_packet(stream, "", at, at + 1)


def _text_packet(stream: Any, text: str, start: int, end: int) -> av.Packet[Any]:
    import av

    data = text.encode()
    packet = av.Packet(len(data).to_bytes(2, "big") + data)
    packet.stream, packet.time_base = stream, _CLOCK
    packet.pts = packet.dts = start
    packet.duration = end - start
    return packet


def _time(packet: av.Packet[Any]) -> float:
    return float((packet.dts or 0) * packet.time_base)


def _merged(first: Iterator[av.Packet[Any]], second: Iterator[av.Packet[Any]]) -> Iterator[av.Packet[Any]]:
    """Two streams of packets in order of time."""
    a, b = next(first, None), next(second, None)
    while a is not None or b is not None:
        if b is None or (a is not None and _time(a) <= _time(b)):
            assert a is not None
            yield a
            a = next(first, None)
        else:
            yield b
            b = next(second, None)
