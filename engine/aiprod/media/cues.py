# SPDX-License-Identifier: Apache-2.0
"""Subtitles read from files of any common kind and from the tracks inside films, as plain cues, with what was odd about them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError

SUFFIXES = (".srt", ".vtt", ".ttml", ".dfxp", ".xml", ".ass", ".ssa")
_TEXT_CODECS = ("mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text")
_TAGS = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_LARGEST = 16 << 20


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
        encoding: as found: "utf-8", "utf-16", "cp1252".
        language: as the file says, or empty.
        cues: in the file's order.
    """

    name: str
    kind: str
    encoding: str
    language: str
    cues: tuple[TextCue, ...]


def read_cues(path: Path) -> CueList:
    """A subtitle file. Text that is not UTF is read as Windows-1252 (the usual Latin-1), and `encoding` says so.

    Raises UserError when it can't be read as subtitles of a kind that is known here.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path.name} can't be read as subtitles", "it is larger than 16 MB", "Is it a subtitle file?")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name} can't be read", error.strerror or str(error), "Check the path.") from error
    if path.suffix.lower() in (".ttml", ".dfxp", ".xml"):
        return _ttml(path.name, data)
    text, encoding = decoded(data)
    return CueList(path.name, *_parsed(path, text, encoding))


def decoded(data: bytes) -> tuple[str, str]:
    """Text of bytes, and the encoding that they are in."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _parsed(path: Path, text: str, encoding: str) -> tuple[str, str, str, tuple[TextCue, ...]]:
    kind = path.suffix.lower().lstrip(".") or "srt"
    if kind == "vtt" or text.lstrip("\ufeff").startswith("WEBVTT"):
        return "vtt", encoding, _vtt_language(text), tuple(_blocks(text))
    if kind in ("ass", "ssa"):
        return kind, encoding, "", tuple(_ass(path, text))
    cues = tuple(_blocks(text))
    if not cues and text.strip():
        raise UserError(f"{path.name} can't be read as subtitles", "no cue was found in it", "SRT, VTT, TTML and ASS are read.")
    return "srt", encoding, "", cues


_TIMES = re.compile(r"(?:(\d+):)?(\d+):(\d+)[.,](\d+)\s*-->\s*(?:(\d+):)?(\d+):(\d+)[.,](\d+)(.*)")


def _blocks(text: str) -> Iterator[TextCue]:
    """Cues of SubRip and WebVTT: a line of times, then text until an empty line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        match = _TIMES.search(lines[at])
        at += 1
        if match is None:
            continue
        body = []
        while at < len(lines) and lines[at].strip() and not _TIMES.search(lines[at]):
            body.append(lines[at])
            at += 1
        if at < len(lines) and _TIMES.search(lines[at]) and body and body[-1].strip().isdigit():
            body.pop()
        parts = match.groups()
        yield TextCue(_seconds(parts[:4]), _seconds(parts[4:8]), _plain("\n".join(body)), _settings(parts[8] or ""))


def _seconds(parts: tuple[str | Any, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return float(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction) / 10 ** len(fraction))


def _settings(text: str) -> str:
    match = re.search(r"(?:line|region):(\S+)", text)
    return match[1] if match else ""


def _plain(text: str) -> str:
    import html

    return html.unescape(_TAGS.sub("", text).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")).strip("\n ")


def _vtt_language(text: str) -> str:
    match = re.search(r"^Language:\s*([\w-]+)", text, re.MULTILINE)
    return match[1] if match else ""


def _ass(path: Path, text: str) -> Iterator[TextCue]:
    import pysubs2

    try:
        events = pysubs2.SSAFile.from_string(text, format_="ass").events
    except (pysubs2.exceptions.Pysubs2Error, ValueError, KeyError) as error:
        raise UserError(f"{path.name} can't be read as subtitles", str(error), "Check that the file is whole.") from error
    for event in events:
        if event.type == "Dialogue":
            place = re.search(r"\\an?(\d+)|\\pos\([^)]*\)", event.text)
            yield TextCue(event.start / 1000, event.end / 1000, event.plaintext.strip("\n "), place[0] if place else "")


# --- TTML -------------------------------------------------------------------------------------------------------------


def _ttml(name: str, data: bytes) -> CueList:
    """Timed text (W3C TTML, EBU-TT-D, IMSC): its paragraphs."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise UserError(f"{name} can't be read as subtitles", "it declares entities", "TTML has no use for them; take them out.")
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UserError(f"{name} can't be read as subtitles", f"it is no whole XML: {error}", "Export it again.") from error
    if not root.tag.endswith("}tt") and root.tag != "tt":
        raise UserError(
            f"{name} can't be read as subtitles", f"its root is {root.tag}, not tt", "SRT, VTT, TTML and ASS are read."
        )
    clock = _TtmlClock(root)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    cues = tuple(_paragraphs(root, clock, 0.0, ""))
    head = data[:200].decode("latin-1")
    declared = re.search(r"encoding=[\"']([\w-]+)", head)
    return CueList(name, "ttml", declared[1].lower() if declared else "utf-8", language, cues)


class _TtmlClock:
    """Times of a document: clock time, frames, ticks, or a number with a unit."""

    def __init__(self, root: ET.Element) -> None:
        values = {key.rpartition("}")[2]: value for key, value in root.attrib.items()}
        multiplier = [float(part) for part in values.get("frameRateMultiplier", "1 1").replace(":", " ").split()]
        self._fps = float(values.get("frameRate", "30")) * multiplier[0] / (multiplier[1] if len(multiplier) > 1 else 1.0)
        self._ticks = float(values.get("tickRate", "0")) or self._fps

    def __call__(self, text: str) -> float:
        if match := re.fullmatch(r"(\d+):(\d+):(\d+)(?:\.(\d+)|:(\d+)(?:\.\d+)?)?", text.strip()):
            hours, minutes, seconds, fraction, frames = match.groups()
            whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            return whole + (float(f"0.{fraction}") if fraction else int(frames or 0) / self._fps)
        if match := re.fullmatch(r"([\d.]+)(h|ms|m|s|f|t)", text.strip()):
            unit = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / self._fps, "t": 1 / self._ticks}[match[2]]
            return float(match[1]) * unit
        raise UserError("A TTML file can't be read", f"{text!r} is no time", "Export it again.")


def _paragraphs(node: ET.Element, clock: _TtmlClock, offset: float, region: str) -> Iterator[TextCue]:
    for child in node:
        begin = offset + clock(child.get("begin", "0s")) if child.get("begin") else offset
        place = child.get("region", region)
        if child.tag.rpartition("}")[2] == "p":
            end = child.get("end")
            until = offset + clock(end) if end else begin + clock(child.get("dur", "0s"))
            yield TextCue(begin, until, "\n".join(" ".join(row.split()) for row in _words(child).split("\n")).strip("\n "), place)
        else:
            yield from _paragraphs(child, clock, begin, place)


def _words(node: ET.Element) -> str:
    parts = [re.sub(r"\s+", " ", node.text or "")]
    for child in node:
        parts.append("\n" if child.tag.rpartition("}")[2] == "br" else _words(child))
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    return "".join(parts)


# --- tracks -----------------------------------------------------------------------------------------------------------


def embedded_cues(path: Path) -> list[CueList]:
    """The text tracks inside a film. Tracks of pictures (PGS, DVB) are left out. Raises UserError for an unreadable file."""
    import av

    try:
        with av.open(str(path)) as container:
            streams = [
                s for s in container.streams.subtitles if s.codec_context is not None and s.codec_context.name in _TEXT_CODECS
            ]
            if not streams:
                return []
            cues: dict[int, list[TextCue]] = {stream.index: [] for stream in streams}
            for packet in container.demux(streams):
                cue = _of_packet(packet)
                if cue is not None:
                    cues[packet.stream.index].append(cue)
            return [_track(stream, tuple(cues[stream.index])) for stream in streams]
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"{path.name} can't be read as a film", str(error), "Check that the file is whole.") from error


def _track(stream: Any, cues: tuple[TextCue, ...]) -> CueList:
    language = stream.language or ""
    name = f"track {stream.index}" + (f" ({language})" if language else "")
    return CueList(name, stream.codec_context.name, "utf-8", language, cues)


def _of_packet(packet: Any) -> TextCue | None:
    data = bytes(packet)
    codec = packet.stream.codec_context.name
    if codec == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    if not data or packet.pts is None:
        return None
    text = data.decode("utf-8", "replace")
    if codec in ("ass", "ssa"):
        text = text.split(",", 8)[-1]
    base = float(packet.time_base)
    return TextCue(packet.pts * base, (packet.pts + (packet.duration or 0)) * base, _plain(text))
