# SPDX-License-Identifier: Apache-2.0
"""The sound of a media file, block by block at its own rate and with its own channels: nothing resampled, nothing folded.

Broadcasters' MXF keeps each channel in a stream of its own; several mono streams of one rate are heard as one programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import Samples

if TYPE_CHECKING:
    import av

NAMES: dict[int, tuple[str, ...]] = {
    1: ("FC",), 2: ("FL", "FR"), 3: ("FL", "FR", "FC"), 4: ("FL", "FR", "BL", "BR"), 5: ("FL", "FR", "FC", "BL", "BR"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"), 7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}  # fmt: skip
"""What channels are where the file does not say (SMPTE ST 2035 order)."""
LAYOUTS = {
    ("FC",): "mono", ("FL", "FR"): "stereo", NAMES[5]: "5.0", ("FL", "FR", "FC", "SL", "SR"): "5.0", NAMES[6]: "5.1",
    ("FL", "FR", "FC", "LFE", "SL", "SR"): "5.1", NAMES[8]: "7.1",
}  # fmt: skip
_TOGETHER = (2, 4, 6, 8)
"""How many mono streams make one programme."""
_HOLE_S = 0.03
_SCALES = {"u8": 128.0, "s16": 32_768.0, "s32": 2_147_483_648.0, "s64": 2.0**63}


@dataclass(frozen=True)
class SoundStream:
    """One audio stream, as the container and its codec say.

    Attributes:
        index: in the file.
        codec, rate, channels, bits: of the samples; bits is 0 where the codec has none (lossy ones).
        names: of the channels, FFmpeg's ("FL", "FC", "LFE", …).
        start_s, duration_s: on the file's clock; a duration of 0 is unknown.
        language: the container's tag, or empty.
    """

    index: int
    codec: str
    rate: int
    channels: int
    names: tuple[str, ...]
    bits: int
    start_s: float
    duration_s: float
    language: str = ""

    @property
    def lossy(self) -> bool:
        return not (self.codec.startswith("pcm") or self.codec in ("flac", "alac", "wavpack", "tta", "truehd", "mlp"))


@dataclass(frozen=True)
class Soundtrack:
    """A file's main programme: one stream, or mono streams that belong together. `others` are further programmes."""

    path: Path
    streams: tuple[SoundStream, ...]
    names: tuple[str, ...]
    others: tuple[SoundStream, ...] = ()

    @property
    def rate(self) -> int:
        return self.streams[0].rate

    @property
    def channels(self) -> int:
        return len(self.names)

    @property
    def layout(self) -> str:
        """ "mono", "stereo", "5.1", "7.1", or how many channels there are."""
        return LAYOUTS.get(self.names, f"{self.channels} channels")

    @property
    def lossy(self) -> bool:
        return self.streams[0].lossy

    @property
    def start_s(self) -> float:
        return max(stream.start_s for stream in self.streams)


def find_soundtrack(path: Path) -> Soundtrack | None:
    """The main programme of a file; None where it holds no sound. Raises UserError for an unreadable file."""
    import av

    try:
        with av.open(str(path)) as container:
            streams = [_described(stream) for stream in container.streams.audio if stream.codec_context and stream.rate]
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(path, error) from error
    if not streams:
        return None
    mono = [stream for stream in streams if stream.channels == 1 and stream.rate == streams[0].rate]
    if streams[0].channels == 1 and len(mono) in _TOGETHER:
        others = tuple(stream for stream in streams if stream not in mono)
        return Soundtrack(path, tuple(mono), NAMES[len(mono)], others)
    return Soundtrack(path, (streams[0],), streams[0].names, tuple(streams[1:]))


def _described(stream: Any) -> SoundStream:
    context = stream.codec_context
    count = int(context.layout.nb_channels)
    named = tuple(channel.name for channel in context.layout.channels)
    known = len(named) == count and not any(name in ("NONE", "UNK", "UNSD", "") for name in named)
    base = float(stream.time_base or 0)
    return SoundStream(
        index=stream.index, codec=context.name, rate=int(stream.rate), channels=count,
        names=named if known else NAMES.get(count, tuple(f"{number}" for number in range(1, count + 1))),
        bits=int(getattr(stream, "bits_per_coded_sample", 0) or context.format.bits if not _is_lossy(context.name) else 0),
        start_s=float(stream.start_time or 0) * base, duration_s=float(stream.duration or 0) * base,
        language=str(stream.language or ""),
    )  # fmt: skip


def _is_lossy(codec: str) -> bool:
    return SoundStream(0, codec, 0, 0, (), 0, 0, 0).lossy


class Decoder:
    """Reads a soundtrack once, front to back, as float32 [samples, channels].

    Attributes:
        start_s: when the first sample sounds, on the file's clock; known after the first block.
        holes: (start, end) in seconds from the first sample, where the file's own clock jumps; silence stands there.
        damaged: packets that could not be decoded.
    """

    def __init__(self, track: Soundtrack) -> None:
        self.track, self.damaged = track, 0
        self.start_s = track.start_s
        self.holes: list[tuple[float, float]] = []
        self._rate = track.rate
        self._lines = {stream.index: _Line(track.rate, stream.channels) for stream in track.streams}

    def blocks(self, size: int) -> Iterator[Samples]:
        """All samples in blocks of `size`; the last one is shorter. Raises UserError when the file can't be opened."""
        import av

        try:
            with closing(av.open(str(self.track.path))) as container:
                streams = [container.streams[stream.index] for stream in self.track.streams]
                for packet in container.demux(streams):
                    self._decode(packet)
                    yield from self._ready(size)
        except av.EOFError:
            pass
        except (av.FFmpegError, OSError) as error:
            if not any(line.heard for line in self._lines.values()):
                raise _unreadable(self.track.path, error) from error
            self.damaged += 1
        self._told()
        while len(block := self._take(size, last=True)):
            yield block

    def _decode(self, packet: Any) -> None:
        import av

        line = self._lines[packet.stream.index]
        try:
            for frame in packet.decode():
                line.push(_floats(frame), _moment(frame))
        except av.EOFError:
            return
        except av.FFmpegError:
            self.damaged += 1

    def _ready(self, size: int) -> Iterator[Samples]:
        while all(line.waiting >= size for line in self._lines.values()):
            self._told()
            yield self._take(size, last=False)

    def _told(self) -> None:
        lines = list(self._lines.values())
        self.start_s = max((line.start_s for line in lines if line.start_s is not None), default=self.track.start_s)
        self.holes = sorted({hole for line in lines for hole in line.holes})

    def _take(self, size: int, *, last: bool) -> Samples:
        """The next block; at the end, shorter streams are filled with silence."""
        if last:
            size = min(size, max(line.waiting for line in self._lines.values()))
        return np.concatenate([line.take(size) for line in self._lines.values()], axis=1)


class _Line:
    """What one stream has delivered and nobody took yet."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate, self._channels = rate, channels
        self._parts: list[Samples] = []
        self.waiting, self.heard = 0, 0
        self.start_s: float | None = None
        self.holes: list[tuple[float, float]] = []

    def push(self, samples: Samples, at_s: float | None) -> None:
        if self.start_s is None:
            self.start_s = at_s or 0.0
        missing = 0.0 if at_s is None else at_s - self.start_s - self.heard / self._rate
        if missing > _HOLE_S:
            start = self.heard / self._rate
            self.holes.append((round(start, 4), round(start + missing, 4)))
            self._add(np.zeros((round(min(missing, 60.0) * self._rate), self._channels), np.float32))
        self._add(samples)

    def _add(self, samples: Samples) -> None:
        self._parts.append(samples)
        self.waiting += len(samples)
        self.heard += len(samples)

    def take(self, size: int) -> Samples:
        taken: list[Samples] = []
        left = size
        while left and self._parts:
            part = self._parts.pop(0)
            if len(part) > left:
                self._parts.insert(0, part[left:])
                part = part[:left]
            taken.append(part)
            left -= len(part)
        self.waiting -= size - left
        if left:
            taken.append(np.zeros((left, self._channels), np.float32))
        return np.concatenate(taken) if taken else np.zeros((0, self._channels), np.float32)


def _floats(frame: av.AudioFrame) -> Samples:
    """A decoded frame as float32 [samples, channels], ±1 for full scale."""
    data: NDArray[Any] = frame.to_ndarray()
    name = frame.format.name
    samples = data.T if frame.format.is_planar else data.reshape(-1, frame.layout.nb_channels)
    scale = _SCALES.get(name.removesuffix("p"))
    if scale is None:
        return np.nan_to_num(np.ascontiguousarray(samples, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
    shifted = samples.astype(np.float32) - (128.0 if name.startswith("u8") else 0.0)
    return np.asarray(shifted / np.float32(scale), np.float32)


def _moment(frame: av.AudioFrame) -> float | None:
    return None if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)


def _unreadable(path: Path, error: Exception) -> UserError:
    return UserError(f"The sound of {path.name} can't be read", str(error), "Check that the file is whole.")


def speech_pieces(track: Soundtrack, wanted: list[tuple[float, float]], rate: int) -> dict[tuple[float, float], Samples]:
    """Mono pieces of the programme at another rate, by (start, end) in seconds from its first sample, in one pass.

    Only what was asked for is held in memory.
    """
    from aiprod.media.audio import resample

    pieces: dict[tuple[float, float], Samples] = {}
    gathered: dict[tuple[float, float], list[Samples]] = {span: [] for span in wanted}
    at, size = 0, track.rate * 2
    for block in Decoder(track).blocks(size):
        mono = block.mean(axis=1)
        for (start, end), parts in gathered.items():
            first, last = round(start * track.rate) - at, round(end * track.rate) - at
            if last > 0 and first < len(mono):
                parts.append(mono[max(first, 0) : last].copy())
        at += len(block)
    for span, parts in gathered.items():
        whole = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        pieces[span] = resample(whole, track.rate, rate) if len(whole) else whole
    return pieces


def decode_sound(path: Path) -> tuple[Samples, float]:
    """The whole sound of a short clip as float32 [samples, 2 or 6] at 48 kHz, and when it starts in seconds.

    Mono becomes stereo; layouts between stereo and 5.1 are folded to mono first. Raises UserError where there is no sound.
    """
    from aiprod.media.audio import SAMPLE_RATE, resample

    track = find_soundtrack(path)
    decoder = Decoder(track) if track is not None else None
    blocks = list(decoder.blocks(track.rate)) if track is not None and decoder is not None else []
    if not blocks or track is None or decoder is None:
        raise UserError(f"{path.name} has no sound", "it holds no audio stream, or an empty one")
    whole = resample(np.concatenate(blocks), track.rate, SAMPLE_RATE)
    if whole.shape[1] not in (2, 6):
        whole = np.repeat(whole.mean(axis=1, keepdims=True), 2, axis=1)
    return whole, decoder.start_s
