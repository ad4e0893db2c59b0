# SPDX-License-Identifier: Apache-2.0
"""Sounds on their way into a file: read block by block, encoded, cut to the picture's length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.delivery.formats import SoundCodec
from aiprod.delivery.texttracks import language_code
from aiprod.film.errors import EngineError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.soundfiles import SoundFile

if TYPE_CHECKING:
    import av
    from av.container import OutputContainer

_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
"""FFmpeg's 5.1 is L R C LFE Ls Rs: the mixer's own order (SMPTE)."""
_CODECS: dict[SoundCodec, str] = {
    "aac": "aac", "eac3": "eac3", "flac": "flac", "pcm24": "pcm_s24le", "pcm24-mono": "pcm_s24le", "opus": "libopus",
}  # fmt: skip
_KBITS: dict[SoundCodec, dict[int, int]] = {
    "aac": {1: 128, 2: 256, 6: 448}, "eac3": {1: 128, 2: 224, 6: 640}, "opus": {1: 96, 2: 160, 6: 384},
}  # fmt: skip
_BLOCKS: dict[SoundCodec, int] = {"aac": 1024, "eac3": 1536, "opus": 960, "flac": 4608}
_PCM_BLOCK = 1920
_FILM_ORDER = (0, 2, 1, 4, 5, 3)
"""Where the mixer's channels go in film order."""


@dataclass(frozen=True)
class Track:
    """A sound of the film.

    Attributes:
        path: a WAV or FLAC file of 1, 2 or 6 channels.
        codec: how it is written.
        language: "en", "fr".
        title: for the viewer's menu.
        film_order: six separate channels go L C R Ls Rs LFE instead of L R C LFE Ls Rs.
    """

    path: Path
    codec: SoundCodec = "aac"
    language: str = "en"
    title: str = ""
    film_order: bool = False


def add_sound(target: OutputContainer, track: Track, length: int) -> list[Iterator[av.Packet[Any]]]:
    """Add a track's stream (or one for each channel) to a container. Returns what makes its packets, in order of time.

    Args:
        target: an open container, before its first packet.
        track: the sound.
        length: samples that it shall have.

    Raises:
        UserError: the sound can't be read.
        EngineError: it has a number of channels that no layout is known for.
    """
    sound = SoundFile(track.path)
    channels = sound.channels
    sound.close()
    if channels not in _LAYOUTS:
        raise EngineError("The mix can't be delivered", f"it has {channels} channels, not 1, 2 or 6")
    if track.codec == "pcm24-mono":
        order = _FILM_ORDER if track.film_order and channels == 6 else range(channels)
        return [_packets(_stream(target, track, 1), track, [index], length) for index in order]
    return [_packets(_stream(target, track, channels), track, range(channels), length)]


def _stream(target: OutputContainer, track: Track, channels: int) -> av.AudioStream:
    stream: Any = target.add_stream(_CODECS[track.codec], rate=SAMPLE_RATE, layout=_LAYOUTS[channels])
    if track.codec in _KBITS:
        stream.bit_rate = _KBITS[track.codec][channels] * 1000
    if track.codec == "flac":
        stream.codec_context.format = "s32"
        stream.codec_context.options = {"bits_per_raw_sample": "24"}
    stream.metadata["language"] = language_code(track.language)
    if track.title:
        stream.metadata["title"] = stream.metadata["handler_name"] = track.title
    return stream  # type: ignore[no-any-return]


def _packets(stream: av.AudioStream, track: Track, channels: Sequence[int], length: int) -> Iterator[av.Packet[Any]]:
    sound = SoundFile(track.path)
    try:
        block = _BLOCKS.get(track.codec, _PCM_BLOCK)
        for start in range(0, length, block):
            frame = _frame(sound.read(start, min(start + block, length))[:, list(channels)], stream, start)
            yield from stream.encode(frame)
        yield from stream.encode(None)
    finally:
        sound.close()


def _frame(samples: Samples, stream: av.AudioStream, start: int) -> av.AudioFrame:
    import av

    context: Any = stream.codec_context
    planes = np.ascontiguousarray(samples.T, dtype=np.float32)
    frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=context.layout.name)
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
    return frame
