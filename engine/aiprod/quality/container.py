# SPDX-License-Identifier: Apache-2.0
"""The container of a file: what it holds, read without following it anywhere."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.errors import UserError
from aiprod.media.opening import film_in, is_cover
from aiprod.quality.container_boxes import Boxes, read_boxes
from aiprod.quality.container_checks import check_container
from aiprod.quality.container_facts import ContainerFacts, ContainerLimits, PictureStream, SoundStream, TextStream

if TYPE_CHECKING:
    import av

__all__ = ["ContainerFacts", "ContainerLimits", "check_container", "probe"]

_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"<MPD", b"<?xml", b"[playlist]", b"<smil")
_VUI_PACKETS = 24
_ODD_STEP = 0.02
_CUT_SHORT_S = 0.25
_H264, _HEVC = ("h264",), ("hevc",)


@dataclass
class _Read:
    """What the packets of a stream showed."""

    times: list[tuple[int, int]] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    size: int = 0
    corrupt: int = 0


def probe(path: Path) -> ContainerFacts:
    """Read what a file says of itself; all its packets are read, none but the first pictures decoded.

    Raises UserError when it is no film, is empty, or is a playlist: what points elsewhere is never followed.
    """
    import av

    boxes = _opening(path)
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as opened:
            return _facts(path, opened, boxes)
    except (av.FFmpegError, OSError) as error:
        why = str(error)
        if boxes and (boxes.missing or not boxes.has_index):
            why = "its index is cut off or missing: the file is not whole, or its recording never ended"
        raise UserError(f"{path.name} can't be read as a film", why, "Check that the file is whole.") from error


def _opening(path: Path) -> Boxes | None:
    """The boxes of a file, where it has any. Raises UserError for what is no media file at all."""
    try:
        with path.open("rb") as stream:
            first = stream.read(256).lstrip()
        if not first:
            raise UserError(f"{path.name} can't be read as a film", "the file is empty", "Export it again.")
        if first.startswith(_PLAYLISTS):
            raise UserError(f"{path.name} can't be read as a film", "it is a list of other places, and those are never followed",
                            "Give the media file itself.")  # fmt: skip
        return read_boxes(path)
    except OSError as error:
        raise UserError(f"{path.name} can't be read as a film", str(error)) from error


def _facts(path: Path, opened: av.container.InputContainer, boxes: Boxes | None) -> ContainerFacts:
    film = film_in(opened)
    frame, read, faults = _packets(opened, film)
    video = None if film is None else _picture(film, frame, read.get(film.index, _Read()), boxes)
    sound = tuple(_sound(stream, read.get(stream.index, _Read())) for stream in opened.streams.audio)
    ends = [stream.start_s + stream.duration_s for stream in sound]
    ends += [video.start_s + video.duration_s] if video else []
    if boxes is not None and boxes.missing:
        faults.append(f"truncated: {boxes.missing} bytes are missing at the end")
    elif opened.duration and ends and opened.duration / 1e6 - (max(ends) - _zero(opened)) > _CUT_SHORT_S:
        faults.append(f"truncated: {opened.duration / 1e6:.2f} s are promised, {max(ends):.2f} s are there")
    known = ("video", "audio", "subtitle")
    return ContainerFacts(
        name=path.name, size=path.stat().st_size, container=tuple(opened.format.name.split(",")),
        brand=boxes.brand if boxes else "", start_s=_zero(opened), duration_s=round((opened.duration or 0) / 1e6, 6),
        bit_rate=opened.bit_rate or 0, picture=video, pictures=sum(not is_cover(stream) for stream in opened.streams.video),
        sound=sound, text=tuple(TextStream(codec=s.codec_context.name, language=_language(s)) for s in opened.streams.subtitles),
        others=tuple(stream.type or "?" for stream in opened.streams if stream.type not in known), timecode=_timecode(opened),
        faststart=None if boxes is None or boxes.fragmented else boxes.index_first, fragmented=bool(boxes and boxes.fragmented),
        edits=_skipping(boxes), faults=tuple(faults), metadata={str(k): str(v) for k, v in opened.metadata.items()},
    )  # fmt: skip


def _zero(opened: av.container.InputContainer) -> float:
    return round((opened.start_time or 0) / 1e6, 6)


def _language(stream: Any) -> str:
    found = str(stream.language or "")
    return "" if found == "und" else found


def _packets(
    opened: av.container.InputContainer, film: av.VideoStream | None
) -> tuple[av.VideoFrame | None, dict[int, _Read], list[str]]:
    """The first picture (with the tags that container and codec agree on), each stream's packets, and what broke."""
    import av

    frame: av.VideoFrame | None = None
    read: dict[int, _Read] = {}
    faults: list[str] = []
    try:
        for packet in opened.demux():
            if packet.size == 0:
                continue
            if film is not None and packet.stream_index == film.index and frame is None:
                frame = _first(packet)
            seen = read.setdefault(packet.stream_index, _Read())
            if packet.is_keyframe:
                seen.keys.append(len(seen.times))
            stamp = packet.pts if packet.pts is not None else packet.dts
            seen.times.append((stamp if stamp is not None else 0, packet.duration or 0))
            seen.size += packet.size
            seen.corrupt += packet.is_corrupt
    except av.FFmpegError as error:
        faults.append(f"truncated: reading stops with “{error}”")
    broken = sum(seen.corrupt for seen in read.values())
    if broken:
        faults.append(f"damaged: {broken} packets")
    return frame, read, faults


def _first(packet: Any) -> av.VideoFrame | None:
    import av

    try:
        return next(iter(packet.decode()), None)
    except av.FFmpegError:
        return None


def _picture(stream: av.VideoStream, frame: av.VideoFrame | None, read: _Read, boxes: Boxes | None) -> PictureStream:
    context, base = stream.codec_context, stream.time_base or Fraction(1, 1000)
    kind = frame.format if frame is not None else context.format
    primaries, transfer, matrix, scale = _tags(frame if frame is not None else context)
    rate = _rate(stream)
    start_s, duration_s = _span(read, base)
    longest, intra = _gops(read)
    return PictureStream(
        codec=context.name, tag=_tag(context), profile=stream.profile or "", level=_level(context), width=context.width,
        height=context.height, pixel_aspect=round(float(stream.sample_aspect_ratio or 1), 5), rate=str(rate),
        constant_rate=_is_constant(read, base, rate), frames=len(read.times), start_s=start_s, duration_s=duration_s,
        scan=_scan(context, frame), primaries=primaries, transfer=transfer, matrix=matrix, range=scale, coded=_coded(stream),
        boxed=boxes.colours if boxes else None, longest_gop=longest, intra_only=intra,
        bit_rate=round(8 * read.size / duration_s) if duration_s else 0, **_samples(kind), **_extras(frame, boxes),
    )  # fmt: skip


def _samples(kind: av.VideoFormat | None) -> dict[str, Any]:
    if kind is None:
        return {"pix_fmt": ""}
    alpha = any(part.is_alpha for part in kind.components)
    return {"pix_fmt": kind.name, "bits": kind.components[0].bits, "chroma": _chroma(kind), "alpha": alpha}


def _extras(frame: av.VideoFrame | None, boxes: Boxes | None) -> dict[str, Any]:
    """Rotation and what belongs to HDR, from the first picture and the boxes around it."""
    boxed = any(name in ("dvcC", "dvvC") for name in (boxes.boxes if boxes else ()))
    dolby = boxed or _has(frame, "DOVI_METADATA")
    turned = round(frame.rotation) % 360 if frame is not None else 0
    return {"rotation": turned, "dolby_vision": dolby, "hdr10_plus": _has(frame, "DYNAMIC_HDR_PLUS"), **_light(frame)}


def _tags(found: Any) -> tuple[int, int, int, int]:
    return int(found.color_primaries), int(found.color_trc), int(found.colorspace), int(found.color_range)


def _tag(context: av.VideoCodecContext) -> str:
    tag = str(context.codec_tag)
    return tag if tag.isprintable() else ""


def _level(context: av.VideoCodecContext) -> str:
    level = int(context.level)
    if level <= 0:
        return ""
    if context.name in _H264:
        return f"{level / 10:.1f}"
    return f"{level / 30:.1f}" if context.name in _HEVC else str(level)


def _chroma(kind: av.VideoFormat) -> str:
    if kind.is_rgb or kind.has_palette:
        return "rgb"
    if len(kind.components) < 3:
        return "grey"
    across, down = kind.chroma_width(64) < 64, kind.chroma_height(64) < 64
    return "420" if across and down else "422" if across else "444"


def _rate(stream: av.VideoStream) -> Fraction:
    return stream.guessed_rate or stream.average_rate or Fraction(0)


def _scan(context: av.VideoCodecContext, frame: av.VideoFrame | None) -> Any:
    order = str(context.field_order).lower()
    if (frame is not None and frame.interlaced_frame) or any(
        word in order for word in ("tt", "bb", "tb", "bt", "2", "3", "4", "5")
    ):
        return "interlaced"
    return "progressive" if "progressive" in order or order.endswith("1") else "unknown"


def _span(read: _Read, base: Fraction) -> tuple[float, float]:
    """When the first packet begins and how long the stream lasts, seconds."""
    if not read.times:
        return 0.0, 0.0
    first = min(stamp for stamp, _ in read.times)
    last = max(stamp + length for stamp, length in read.times)
    return round(float(first * base), 6), round(float((last - first) * base), 6)


def _gops(read: _Read) -> tuple[int, bool]:
    """The longest distance of key frames in frames, and whether there are only such."""
    if not read.keys:
        return len(read.times), False
    steps = np.diff([*read.keys, len(read.times)])
    return int(steps.max()), len(read.keys) == len(read.times)


def _is_constant(read: _Read, base: Fraction, rate: Fraction) -> bool:
    """Whether frames follow each other evenly, but for what the file's clock rounds."""
    if len(read.times) < 3 or not rate:
        return True
    steps = np.diff(sorted(stamp for stamp, _ in read.times)).astype(float) * float(base)
    return bool(np.abs(steps - np.median(steps)).max() <= max(_ODD_STEP / float(rate), 1.01 * float(base)))


def _coded(stream: av.VideoStream) -> tuple[int, int, int, int] | None:
    """The colour tags inside the coded pictures: what a decoder says that knows nothing of the container."""
    import av

    source = stream.codec_context
    try:
        context: Any = av.CodecContext.create(source.name, "r")
        context.extradata = source.extradata
        with av.open(stream.container.name, options={"protocol_whitelist": "file"}) as again:
            for number, packet in enumerate(again.demux(again.streams[stream.index])):
                if number > _VUI_PACKETS:
                    break
                for frame in context.decode(packet):
                    tags = _tags(frame)
                    return tags if any(tag not in (0, 2) for tag in tags[:3]) else None
    except (av.FFmpegError, ValueError, OSError):
        return None
    return None


def _has(frame: av.VideoFrame | None, name: str) -> bool:
    return name in dict(_side_data(frame))


def _side_data(frame: av.VideoFrame | None) -> Iterator[tuple[str, bytes]]:
    found: Any = frame.side_data if frame is not None else ()
    for item in found:
        yield item.type.name, bytes(item)


def _light(frame: av.VideoFrame | None) -> dict[str, Any]:
    """HDR10 static metadata of the first picture."""
    found: dict[str, Any] = {}
    for name, data in _side_data(frame):
        if name == "CONTENT_LIGHT_LEVEL" and len(data) >= 8:
            found["light_level"] = struct.unpack_from("=II", data)
        if name == "MASTERING_DISPLAY_METADATA" and len(data) >= 80:
            values = struct.unpack_from("=20i", data)
            ratio = [values[i] / (values[i + 1] or 1) for i in range(0, 20, 2)]
            names = ("R", "G", "B", "WP")
            points = " ".join(f"{point}({ratio[2 * i]:.4f},{ratio[2 * i + 1]:.4f})" for i, point in enumerate(names))
            found["mastering"] = f"{points} L({ratio[9]:g},{ratio[8]:g})"
    return found


def _sound(stream: av.AudioStream, read: _Read) -> SoundStream:
    context, base = stream.codec_context, stream.time_base or Fraction(1, 1000)
    start_s, duration_s = _span(read, base)
    return SoundStream(
        codec=context.name, rate=context.rate or 0, channels=context.channels, layout=context.layout.name,
        bits=_bits(context), language=_language(stream), start_s=start_s, duration_s=duration_s,
        bit_rate=round(8 * read.size / duration_s) if duration_s else 0,
    )  # fmt: skip


def _bits(context: Any) -> int:
    """Bits of a sample, of lossless codecs; 0 of the others, which have none."""
    name = context.name
    if name.startswith("pcm_"):
        digits = "".join(letter for letter in name.split("_")[1] if letter.isdigit())
        return int(digits) if digits else 0
    return int(getattr(context, "bits_per_raw_sample", 0) or 0) if name in ("flac", "alac") else 0


def _timecode(opened: av.container.InputContainer) -> str:
    places = (opened.metadata, *(stream.metadata for stream in opened.streams))
    return next((str(text) for place in places for name, text in place.items() if name.lower() == "timecode"), "")


def _skipping(boxes: Boxes | None) -> int:
    """Edits that do more than compensate a coder's delay: empty ones, and those that skip more than a tenth of a second."""
    return sum(media is None or media > 0.1 for _, media in boxes.edits) if boxes else 0
