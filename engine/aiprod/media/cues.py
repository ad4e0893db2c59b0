# SPDX-License-Identifier: Apache-2.0
"""Subtitles as quality control wants them: plain cues as they stand in files and in the tracks inside films."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.media.opening import open_media
from aiprod.media.subtitles import Entry, ass_entry, entry_of, raw_subtitles

SUFFIXES = (".srt", ".vtt", ".ttml", ".dfxp", ".xml", ".ass", ".ssa")
_TEXT_CODECS = ("mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text")
_MOST_BYTES = 16 << 20


@dataclass(frozen=True)
class TextCue:
    """A subtitle as it stands in its file: seconds, and its text with line breaks, without markup."""

    start_s: float
    end_s: float
    text: str
    place: str = ""
    """Where on the screen, when the file says so: cues in different places may overlap."""


@dataclass(frozen=True)
class CueList:
    """A subtitle file or track.

    Attributes:
        name: of the file, or "track 2 (fr)".
        kind: "srt", "vtt", "ttml", "ass", or the codec of a track.
        encoding: as found: "UTF-8", "UTF-16", "Windows-1252", "unknown".
        language: as the file says, or empty.
        cues: in the file's order.
        unread: what had to be left out since its times can't be read, one sentence each.
    """

    name: str
    kind: str
    encoding: str
    language: str
    cues: tuple[TextCue, ...]
    unread: tuple[str, ...] = ()


def read_cues(path: Path) -> CueList:
    """A subtitle file, nothing mended. Raises UserError when it can't be read as subtitles of a kind that is known here."""
    raw = raw_subtitles(path)
    cues = tuple(map(_cue, raw.entries))
    return CueList(path.name, raw.form, raw.encoding, raw.language, cues, raw.remarks)


def _cue(entry: Entry) -> TextCue:
    return TextCue(entry.start, entry.end, entry.plain, entry.place)


def embedded_cues(path: Path) -> list[CueList]:
    """The text tracks inside a film. Tracks of pictures (PGS, DVB) are left out.

    Raises UserError for an unreadable file, and for one with more than 16 MB of text.
    """
    import av

    try:
        with open_media(path) as container:
            streams = [
                s for s in container.streams.subtitles if s.codec_context is not None and s.codec_context.name in _TEXT_CODECS
            ]
            if not streams:
                return []
            cues: dict[int, list[TextCue]] = {stream.index: [] for stream in streams}
            room = _MOST_BYTES
            for packet in container.demux(streams):
                room -= packet.size
                if room < 0:
                    raise UserError(f"{path.name} can't be checked", "it holds more than 16 MB of subtitles")
                if (entry := _of_packet(packet)) is not None:
                    cues[packet.stream.index].append(_cue(entry))
            return [_track(stream, tuple(cues[stream.index])) for stream in streams]
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"{path.name} can't be read as a film", str(error), "Check that the file is whole.") from error


def _track(stream: Any, cues: tuple[TextCue, ...]) -> CueList:
    language = stream.language or ""
    name = f"track {stream.index}" + (f" ({language})" if language else "")
    return CueList(name, stream.codec_context.name, "UTF-8", language, cues)


def _of_packet(packet: Any) -> Entry | None:
    data = bytes(packet)
    codec = packet.stream.codec_context.name
    if codec == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    if not data or packet.pts is None:
        return None
    base = float(packet.time_base)
    start, end = packet.pts * base, (packet.pts + (packet.duration or 0)) * base
    text = data.decode("utf-8", "replace")
    if codec in ("ass", "ssa"):
        return ass_entry(start, end, text.split(",", 8)[-1])
    return entry_of(start, end, text, "vtt" if codec == "webvtt" else "srt")
