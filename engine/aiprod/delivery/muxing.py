# SPDX-License-Identifier: Apache-2.0
"""One file of picture, sounds, subtitles, chapters, timecode and tags: MP4, QuickTime, MXF OP1a, WebM or Matroska.

The picture's packets are copied as they are. Sound is read, encoded and written block by block: an hour needs no more memory
than a minute. Every sound is cut or filled to the picture's exact length, so that nothing drifts.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.delivery import boxes, hdr
from aiprod.delivery.formats import SoundCodec
from aiprod.delivery.soundtracks import Track, add_sound
from aiprod.delivery.subtitles import Cue
from aiprod.delivery.texttracks import add_subtitles, language_code
from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.media.audio import SAMPLE_RATE
from aiprod.media.encoders import choose
from aiprod.media.scheduling import share_fairly

if TYPE_CHECKING:
    import av
    from av.container import InputContainer, OutputContainer

__all__ = ["Chapter", "Programme", "SoundCodec", "Track", "mux"]
_QUICKTIME = (".mp4", ".mov")
_CLOCK = "240000"
"""Ticks a second in which edit lists count: frames of every rate and samples are whole numbers of them; FFmpeg's milliseconds cut
sound short."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Chapter:
    """A scene: film frames [start, end)."""

    start: int
    end: int
    title: str


@dataclass(frozen=True)
class Programme:
    """What a file is made of.

    Attributes:
        picture: a file whose first video stream is the finished picture.
        sounds: the first is played unless the viewer chooses another.
        cues: soft subtitles; a container that can't hold them is given none.
        chapters: in order.
        language: of subtitles and film: "en", "fr".
        timecode: of the first frame, with ";" for drop-frame; "" leaves it out.
        tags: title, comment, artist, …
        light: HDR10's static metadata.
    """

    picture: Path
    sounds: tuple[Track, ...]
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    language: str = "en"
    timecode: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    light: hdr.StaticMetadata | None = None


def mux(
    programme: Programme, out: Path, *, suffix: str = "", stop: threading.Event | None = None, progress: Progress | None = None
) -> int:
    """Write `out`. Returns the number of picture frames.

    Args:
        programme: what goes in.
        out: the file, written in place: give it a name of its own and rename it when it is whole.
        suffix: of the container, where the name doesn't tell.
        stop: set it to give up.
        progress: is told (frames done, frames in all).

    Raises:
        UserError: a source can't be read, or the container refuses what it is given.
        OSError: the disk is full.
        Stopped: `stop` was set.
    """
    import av

    suffix = suffix or out.suffix
    try:
        count = _Muxer(programme, out, suffix, stop, progress).run()
        if suffix in _QUICKTIME:
            entry = hdr.boxes(programme.light) if programme.light else b""
            boxes.finish(out, front=suffix == ".mp4", entry=entry, stop=stop)
    except av.FFmpegError as error:
        if isinstance(error, OSError) and error.errno and error.errno < 200:
            raise OSError(error.errno, error.strerror or str(error)) from error
        raise UserError(f"{out.name} can't be written", str(error), "Choose another format or container.") from error
    return count


class _Muxer:
    """One run of the muxer."""

    def __init__(
        self, programme: Programme, out: Path, suffix: str, stop: threading.Event | None, progress: Progress | None
    ) -> None:
        self._programme, self._out, self._suffix = programme, out, suffix
        self._stop, self._progress = stop, progress

    def run(self) -> int:
        import av

        names = {".mp4": "mp4", ".mov": "mov", ".mxf": "mxf", ".webm": "webm", ".mkv": "matroska"}
        options = {"fflags": "+bitexact", "strict": "experimental"}
        options |= {"movflags": "+write_colr", "movie_timescale": _CLOCK} if self._suffix in _QUICKTIME else {}
        with (
            av.open(str(self._programme.picture)) as source,
            av.open(str(self._out), "w", format=names[self._suffix], options=options) as target,
        ):
            return self._write(source, target)

    def _write(self, source: InputContainer, target: OutputContainer) -> int:
        programme = self._programme
        picture = source.streams.video[0]
        rate = Fraction(picture.average_rate or 24)
        total = _frames_of(programme.picture)
        timecode = {"timecode": programme.timecode} if programme.timecode else {}
        target.metadata.update({**programme.tags, **timecode})
        video = _picture_stream(target, picture, rate, self._suffix)
        video.metadata["language"] = language_code(programme.language)
        samples = round(total / rate * SAMPLE_RATE)
        sources = [part for track in programme.sounds for part in add_sound(target, track, samples)]
        sources += add_subtitles(target, programme.cues, self._suffix, programme.language)
        if self._suffix in (".mp4", ".mkv", ".webm"):
            _set_chapters(target, programme.chapters, rate)
        shown = self._pictures(source, picture, video, total)
        for number, packet in enumerate(heapq.merge(*sources, shown, key=_time)):
            target.mux(packet)
            if not number:
                share_fairly()  # the header is written, for which encoders were opened
        return total

    def _pictures(
        self, source: InputContainer, picture: av.VideoStream, video: av.VideoStream, total: int
    ) -> Iterator[av.Packet[Any]]:
        light, codec = self._programme.light, picture.codec_context.name
        count = 0
        for packet in source.demux(picture):
            if not packet.size or packet.dts is None:
                continue
            if self._stop is not None and self._stop.is_set():
                raise Stopped("The export was stopped", "that was asked for")
            if light is not None and packet.is_keyframe:
                packet = _replaced(packet, hdr.marked(bytes(packet), codec, light))
            packet.stream = video
            yield packet
            count += 1
            if self._progress:
                self._progress(count, total)
        if count != total:
            raise EngineError("The film was not written whole", f"{count} of {total} frames")


def _frames_of(path: Path) -> int:
    """How many pictures a file holds."""
    import av

    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)


def _picture_stream(target: OutputContainer, picture: av.VideoStream, rate: Fraction, suffix: str) -> av.VideoStream:
    """A stream like the source's, which knows its rate: MXF and timecode tracks ask for it."""
    from av.codec.codec import UnknownCodecError

    name = picture.codec_context.name
    if suffix not in _QUICKTIME and suffix != ".mxf":
        return target.add_stream_from_template(picture, opaque=True)
    if name in ("libdav1d", "av1"):
        return _av1_stream(target, picture, rate)
    try:
        stream = target.add_stream_from_template(picture)
    except UnknownCodecError:
        stream = target.add_stream_from_template(picture, opaque=True)
    else:
        stream.codec_context.framerate = rate
        stream.codec_context.time_base = 1 / rate
    if name == "prores":
        stream.codec_context.codec_tag = picture.codec_context.codec_tag  # the profile: the muxer would call all of them HQ
    elif name == "hevc" and suffix in _QUICKTIME:
        stream.codec_context.codec_tag = "hvc1"
    return stream


def _av1_stream(target: OutputContainer, picture: av.VideoStream, rate: Fraction) -> av.VideoStream:
    """PyAV copies AV1 only without its rate, and then there is no timecode track. An encoder's stream has one: it is opened,
    given the source's parameters and never fed. Where its header is another than the source's, the plain copy must do."""
    header = bytes(picture.codec_context.extradata or b"")
    if not header.endswith(_av1_header(picture, rate) or b"none"):
        return target.add_stream_from_template(picture, opaque=True)
    stream: Any = target.add_stream("libsvtav1", rate=rate, options=dict(choose("av1").options))
    stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, picture.pix_fmt
    _coloured(stream.codec_context, picture, rate)
    return stream  # type: ignore[no-any-return]


def _av1_header(picture: av.VideoStream, rate: Fraction) -> bytes | None:
    """The sequence header that our own encoder writes for such a picture; None where there is none."""
    import av

    if choose("av1").codec != "libsvtav1":
        return None
    context: Any = av.CodecContext.create("libsvtav1", "w")
    context.width, context.height, context.pix_fmt = picture.width, picture.height, picture.pix_fmt
    context.options = dict(choose("av1").options)
    _coloured(context, picture, rate)
    context.flags |= 1 << 22  # the header stands apart, as containers want it
    context.open()
    share_fairly()
    return bytes(context.extradata or b"")


def _coloured(context: Any, picture: av.VideoStream, rate: Fraction) -> None:
    source = picture.codec_context
    context.framerate, context.time_base = rate, 1 / rate
    context.color_primaries, context.color_trc = source.color_primaries, source.color_trc
    context.colorspace, context.color_range = source.colorspace, source.color_range


def _replaced(packet: av.Packet[Any], data: bytes) -> av.Packet[Any]:
    import av

    fresh: av.Packet[Any] = av.Packet(data)
    fresh.pts, fresh.dts, fresh.duration, fresh.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
    fresh.is_keyframe = packet.is_keyframe
    return fresh


def _set_chapters(target: OutputContainer, chapters: tuple[Chapter, ...], rate: Fraction) -> None:
    if chapters:
        target.set_chapters([
            {"id": n, "start": chapter.start, "end": chapter.end, "time_base": 1 / rate, "metadata": {"title": chapter.title}}
            for n, chapter in enumerate(chapters, start=1)
        ])  # fmt: skip


def _time(packet: av.Packet[Any]) -> Fraction:
    return Fraction(packet.dts or 0) * Fraction(packet.time_base or 0)
