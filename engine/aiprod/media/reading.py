# SPDX-License-Identifier: Apache-2.0
"""Frames out of files, each found by its time and tagged with the colours that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.output import FULL, LIMITED
from aiprod.media.opening import open_media

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

_UNSPECIFIED = (0, 2, 3)
"""Code points of H.273 that name no matrix for Y′CbCr: RGB, unspecified, reserved."""
_WORTH_DECODING_S, _MOST_WAITING = 1, 4


@dataclass(frozen=True)
class _Shown:
    """A decoded frame with the time when it appears and when it should be gone, seconds from the first frame of the file."""

    time: Fraction
    end: Fraction
    frame: av.VideoFrame


def read_frames(path: Path, first: int = 0, count: int | None = None) -> Iterator[av.VideoFrame]:
    """Decode frames `first`, `first`+1, … of a file's first video stream, counted at its average rate.

    Raises UserError for an unreadable file and for a playlist.
    """
    for sent, shown in enumerate(_guarded(path, first)):
        if count is not None and sent >= count:
            return
        yield shown.frame


def frames_at(path: Path, indices: Sequence[int], rate: Fraction | None = None, name: str = "") -> Iterator[av.VideoFrame]:
    """The frames that a player would show at the times index / rate: right for variable frame rates too.

    Args:
        path: a film file.
        indices: not descending.
        rate: of the indices; the file's average rate by default.
        name: what to call the footage in messages.

    Raises:
        UserError: the file can't be read, or ends before an index.
    """
    reader = Reader(path, rate, indices[0], name)
    for index in indices:
        yield reader.at(index)


class Reader:
    """A film file that is read forwards, by frame numbers of a rate: see `frames_at`."""

    def __init__(self, path: Path, rate: Fraction | None, first: int, name: str = "") -> None:
        self.path, self.rate, self._name = path, rate, name
        self._clock = rate or frame_rate(path)
        self._slack = 1 / (4 * self._clock)  # containers round their times; a quarter of a frame is far from the next one
        self._decoded = _guarded(path, None, first / self._clock)
        self._current = next(self._decoded, None)
        self._following = next(self._decoded, None)

    def at(self, index: int) -> av.VideoFrame:
        """The frame shown at index / rate; never one before the last that was asked for. Raises UserError past the end."""
        wanted = index / self._clock
        while self._following is not None and self._following.time <= wanted + self._slack:
            self._current, self._following = self._following, next(self._decoded, None)
        if self._current is None or (self._following is None and wanted > self._current.end - self._slack):
            raise UserError(
                f"The picture of {self._name or self.path.name} is too short", f"frame {index} is missing in {self.path.name}",
                "The file may be truncated; `aiprod resume` makes it again.",
            )  # fmt: skip
        return self._current.frame

    def ahead(self, index: int) -> Fraction | None:
        """How many seconds on from where it is an index lies; None if it lies behind."""
        wanted = index / self._clock
        if self._current is None or self._current.time > wanted + self._slack:
            return None
        return max(Fraction(0), wanted - self._current.time)


class Readers:
    """Readers that wait for the next segment: a shot that goes on there is decoded once, not from its last key frame again."""

    def __init__(self) -> None:
        self._waiting: list[Reader] = []

    def open(self, path: Path, rate: Fraction | None, first: int, name: str) -> Reader:
        """One that stands shortly before the frame, or a new one."""
        near = [(ahead, r) for r in self._waiting if r.path == path and r.rate == rate and (ahead := r.ahead(first)) is not None]
        nearest = min(near, key=lambda pair: pair[0], default=None)
        if nearest is None or nearest[0] > _WORTH_DECODING_S:
            return Reader(path, rate, first, name)
        self._waiting.remove(nearest[1])
        return nearest[1]

    def back(self, reader: Reader) -> None:
        """Whoever has its last frame gives the reader back."""
        self._waiting = [*self._waiting[1 - _MOST_WAITING :], reader]


def frame_rate(path: Path) -> Fraction:
    """The average rate of a file's first video stream. Raises UserError for an unreadable file."""
    import av

    try:
        with open_media(path) as container:
            return _rate(container.streams.video[0])
    except (av.FFmpegError, IndexError, OSError) as error:
        raise _unreadable(path, error) from error


def length_of(path: Path) -> tuple[int, Fraction]:
    """How many frames a file shows at its average rate, by its own word or, without one, by counting; and that rate.

    Raises UserError for an unreadable file.
    """
    import av

    try:
        with open_media(path) as container:
            stream = container.streams.video[0]
            rate, base = _rate(stream), stream.time_base or Fraction(1, 1000)
            if stream.duration:
                return max(1, round(stream.duration * base * rate)), rate
            if stream.frames:
                return stream.frames, rate
            if container.duration:
                return max(1, round(Fraction(container.duration, av.time_base) * rate)), rate
        return sum(1 for _ in read_frames(path)), rate
    except (av.FFmpegError, IndexError, OSError) as error:
        raise _unreadable(path, error) from error


def _rate(stream: av.VideoStream) -> Fraction:
    return Fraction(stream.average_rate or stream.guessed_rate or 24)


def _unreadable(path: Path, error: Exception) -> UserError:
    return UserError(f"{path.name} can't be read as a video", str(error), "Check that the file is whole.")


def _guarded(path: Path, first: int | None, begin: Fraction = Fraction(0)) -> Iterator[_Shown]:
    """Decoded frames from frame `first` on, or from the one shown at `begin` on. FFmpeg's errors become the user's."""
    import av

    try:
        yield from _decoded(path, first, begin)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise _unreadable(path, error) from error


def _decoded(path: Path, first: int | None, begin: Fraction) -> Iterator[_Shown]:
    with open_media(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        step = 1 / _rate(stream)
        if first is not None:
            begin = max(Fraction(0), (first - Fraction(1, 2)) * step)
        shown = _timed(container, stream)
        start = next(shown, None) if _sought(container, stream, begin) else None
        if begin > 0 and (start is None or start.frame.pts is None or start.time > begin + step / 2):
            yield from _from_the_start(path, begin, exact=first is not None)
        elif start is not None:
            yield from _from(begin, start, shown, exact=first is not None)


def _sought(container: InputContainer, stream: av.VideoStream, begin: Fraction) -> bool:
    """Go to the last key frame before a time. False where the file has no way to."""
    import av

    if begin <= 0:
        return True
    try:
        container.seek(int(begin / (stream.time_base or 1)) + (stream.start_time or 0), stream=stream, backward=True)
    except av.FFmpegError:
        return False
    return True


def _from_the_start(path: Path, begin: Fraction, *, exact: bool) -> Iterator[_Shown]:
    """Some files can't be searched (bare streams, broken indices): every frame is decoded."""
    with open_media(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        shown = _timed(container, stream)
        start = next(shown, None)
        if start is not None:
            yield from _from(begin, start, shown, exact=exact)


def _from(begin: Fraction, start: _Shown, rest: Iterator[_Shown], *, exact: bool) -> Iterator[_Shown]:
    """Frames from `begin` on; unless `exact`, also the one before it, which may still be shown at that time."""
    before: _Shown | None = start
    if start.time >= begin:
        yield start
        before = None
    for shown in rest:
        if before is not None and shown.time >= begin:
            if not exact:
                yield before
            before = None
        if before is None:
            yield shown
        else:
            before = shown
    if before is not None and not exact:
        yield before


def _timed(container: InputContainer, stream: av.VideoStream) -> Iterator[_Shown]:
    base, step = stream.time_base or Fraction(1, 1000), 1 / _rate(stream)
    origin = stream.start_time or 0
    tags = _Tags.of(stream)
    for count, frame in enumerate(container.decode(stream)):
        time = count * step if frame.pts is None else (frame.pts - origin) * base
        tags.put_on(frame)
        yield _Shown(time, time + max(frame.duration * base if frame.duration else step, step), frame)


@dataclass(frozen=True)
class _Tags:
    """What a container says of its colours, before a decoder has had its say."""

    codec: str
    matrix: int

    @classmethod
    def of(cls, stream: av.VideoStream) -> _Tags:
        return cls(stream.codec_context.name, int(stream.codec_context.colorspace))

    def put_on(self, frame: av.VideoFrame) -> None:
        """Resolve what is missing. JPEG decoders claim BT.601 whatever the container says: there the container is right."""
        if frame.format.is_rgb:
            return
        own = int(frame.colorspace)
        if own in _UNSPECIFIED or self.codec == "mjpeg":
            frame.colorspace = self.matrix if self.matrix not in _UNSPECIFIED else own
        if int(frame.colorspace) in _UNSPECIFIED:
            frame.colorspace = presumed_matrix(frame.width, frame.height)
        if int(frame.color_range) not in (LIMITED, FULL):
            frame.color_range = FULL if frame.format.name.startswith("yuvj") else LIMITED


def presumed_matrix(width: int, height: int) -> int:
    """The matrix of untagged footage, as players presume it: BT.601 for standard definition, else BT.709."""
    if width >= 1280 or height > 576:
        return 1
    return 5 if height == 576 else 6
