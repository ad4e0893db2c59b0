# SPDX-License-Identifier: Apache-2.0
"""Soft subtitles inside a film's file, in the form that each container knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from aiprod.delivery.subtitles import Cue

if TYPE_CHECKING:
    import av
    from av.container import OutputContainer

_CLOCK = Fraction(1, 1000)
_LANGUAGES = {"en": "eng", "fr": "fra"}
_CODECS = {".mp4": "mov_text", ".mov": "mov_text", ".mkv": "subrip", ".webm": "webvtt"}


def language_code(language: str) -> str:
    """ISO 639-2, as containers write it."""
    return _LANGUAGES.get(language, language if len(language) == 3 else "und")


def holds_subtitles(suffix: str) -> bool:
    """Whether a container can hold them."""
    return suffix in _CODECS


def add_subtitles(target: OutputContainer, cues: Sequence[Cue], suffix: str, language: str) -> list[Iterator[av.Packet[Any]]]:
    """Add a subtitle stream, if there are cues and the container can hold them. Returns what makes its packets."""
    if not cues or not holds_subtitles(suffix):
        return []
    codec = _CODECS[suffix]
    stream: Any = target.add_mux_stream(codec)
    stream.time_base = _CLOCK
    stream.metadata["language"] = language_code(language)
    return [_timed_text(stream, cues) if codec == "mov_text" else _plain_text(stream, cues)]


def _timed_text(stream: Any, cues: Sequence[Cue]) -> Iterator[av.Packet[Any]]:
    """Timed text samples (3GPP TS 26.245): length and UTF-8; the gaps between cues are empty samples."""
    at = 0
    for cue in cues:
        start, end = _moments(cue)
        if start > at:
            yield _sample(stream, "", at, start)
        yield _sample(stream, cue.text, start, end)
        at = end
    if cues:
        yield _sample(stream, "", at, at + 1)


def _sample(stream: Any, text: str, start: int, end: int) -> av.Packet[Any]:
    data = text.encode()
    return _packet(stream, len(data).to_bytes(2, "big") + data, start, end)


def _plain_text(stream: Any, cues: Sequence[Cue]) -> Iterator[av.Packet[Any]]:
    for cue in cues:
        yield _packet(stream, cue.text.encode(), *_moments(cue))


def _moments(cue: Cue) -> tuple[int, int]:
    return round(cue.start * 1000), round(cue.end * 1000)


def _packet(stream: Any, data: bytes, start: int, end: int) -> av.Packet[Any]:
    import av

    packet: av.Packet[Any] = av.Packet(data)
    packet.stream, packet.time_base = stream, _CLOCK
    packet.pts = packet.dts = start
    packet.duration = end - start
    return packet
