# SPDX-License-Identifier: Apache-2.0
"""Subtitle files for every player: SubRip, WebVTT, and TTML after W3C's IMSC 1 text profile; and cues from foreign files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args
from xml.sax.saxutils import escape, quoteattr

from aiprod.delivery.subtitles import Cue, srt, vtt
from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.time import FrameRate
from aiprod.media.subtitles import TOP, Subtitles, read_subtitles

SubtitleForm = Literal["srt", "vtt", "ttml"]
FORMS: tuple[SubtitleForm, ...] = get_args(SubtitleForm)
_COLOURS = ("white", "yellow", "cyan", "lime")
"""Of the speakers in the order in which they come; the fifth begins again (EBU teletext's custom)."""
_NAMESPACES = {
    "xmlns": "http://www.w3.org/ns/ttml",
    "xmlns:ttp": "http://www.w3.org/ns/ttml#parameter",
    "xmlns:tts": "http://www.w3.org/ns/ttml#styling",
    "xmlns:ttm": "http://www.w3.org/ns/ttml#metadata",
    "xmlns:ebutts": "urn:ebu:tt:style",
}
_PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1/text"
_RTL = ("ar", "he", "fa", "ur", "yi", "ps", "sd")


def cues_of(path: Path, encoding: str = "") -> tuple[tuple[Cue, ...], Subtitles]:
    """The cues of a subtitle file of any known form, and what was found while reading. Raises UserError, see `read_subtitles`."""
    read = read_subtitles(path, encoding)
    return tuple(Cue(e.start, e.end, e.text, e.speaker) for e in read.entries), read


def subtitle_text(
    cues: Sequence[Cue], form: SubtitleForm, *, language: str, rate: FrameRate | None = None, title: str = ""
) -> str:
    """The cues as a file's text. `rate` is the film's, `title` its name; only TTML holds them."""
    if form == "srt":
        return srt(cues)
    if form == "vtt":
        return vtt(cues, language)
    return ttml(cues, language, rate or FrameRate(), title)


def write_subtitle_file(
    cues: Sequence[Cue], path: Path, form: SubtitleForm, *, language: str, rate: FrameRate | None = None, title: str = ""
) -> None:
    """Write a subtitle file (UTF-8), whole or not at all. Raises UserError when there are no cues, or for a full disk."""
    if not cues:
        raise UserError("There are no subtitles to write", "nobody speaks in this film")
    write_atomically(path, subtitle_text(cues, form, language=language, rate=rate, title=title).encode())


def ttml(cues: Sequence[Cue], language: str, rate: FrameRate, title: str = "") -> str:
    """The cues as TTML in the IMSC 1 text profile: bottom and top regions, a colour for each speaker.

    Times are those of frames, cut to the millisecond: the first frame not before such a time, which is the one that a player
    takes (IMSC 1.0.1, 6.5), is the frame that was meant.
    """
    agents = _agents(cues)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>', f"<tt {_root_attributes(language, rate)}>", "  <head>",
        *(f"    <metadata><ttm:title>{escape(title)}</ttm:title></metadata>" for _ in (title,) if title),
        *_metadata(agents), *_styling(agents), *_layout(), "  </head>", '  <body style="base">', "    <div>",
        *(_paragraph(number, cue, rate, agents, language) for number, cue in enumerate(cues, 1)),
        "    </div>", "  </body>", "</tt>", "",
    ]  # fmt: skip
    return "\n".join(parts)


def _root_attributes(language: str, rate: FrameRate) -> str:
    nominal = round(rate.fps)
    multiplier = rate.fps / nominal
    said = {
        **_NAMESPACES, "xml:lang": language, "ttp:profile": _PROFILE, "ttp:timeBase": "media", "ttp:cellResolution": "32 15",
        "ttp:frameRate": str(nominal), "ttp:frameRateMultiplier": f"{multiplier.numerator} {multiplier.denominator}",
    }  # fmt: skip
    return " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())


def _agents(cues: Sequence[Cue]) -> dict[str, str]:
    """Speaker → id, in the order of their first words; two who speak at once are two."""
    names = dict.fromkeys(name for cue in cues for name in _names(cue))
    return {name: f"speaker{number}" for number, name in enumerate(names, 1)}


def _names(cue: Cue) -> list[str]:
    return [name for name in cue.speaker.split(", ") if name]


def _metadata(agents: Mapping[str, str]) -> Iterator[str]:
    for name, key in agents.items():
        inside = f'<ttm:name type="alias">{escape(name)}</ttm:name>'
        yield f'    <ttm:agent xml:id="{key}" type="character">{inside}</ttm:agent>'


def _styling(agents: Mapping[str, str]) -> Iterator[str]:
    yield "    <styling>"
    yield (
        '      <style xml:id="base" tts:fontFamily="proportionalSansSerif" tts:fontSize="80%" tts:lineHeight="125%" '
        'tts:textAlign="center" tts:color="white" ebutts:linePadding="0.5c"/>'
    )
    yield '      <style xml:id="ground" tts:backgroundColor="#000000B8"/>'
    yield '      <style xml:id="italic" tts:fontStyle="italic"/>'
    for number, key in enumerate(agents.values()):
        yield f'      <style xml:id="style_{key}" tts:color="{_COLOURS[number % len(_COLOURS)]}"/>'
    yield "    </styling>"


def _layout() -> Iterator[str]:
    yield "    <layout>"
    for name, align in (("bottom", "after"), ("top", "before")):
        yield (
            f'      <region xml:id="{name}" tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="{align}" '
            'tts:overflow="visible"/>'
        )
    yield "    </layout>"


def _paragraph(number: int, cue: Cue, rate: FrameRate, agents: Mapping[str, str], language: str) -> str:
    said = {
        "xml:id": f"s{number}", "begin": _time(cue.start, rate), "end": _time(cue.end, rate),
        "region": "top" if cue.text.startswith(TOP) else "bottom",
    }  # fmt: skip
    keys = [agents[name] for name in _names(cue)]
    if keys:
        said["ttm:agent"] = " ".join(keys)
    if len(keys) == 1:
        said["style"] = f"style_{keys[0]}"
    if language.split("-")[0] in _RTL:
        said["tts:direction"] = "rtl"
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    return f"      <p {attributes}>{_marked(cue.text.replace(TOP, ''))}</p>"


def _marked(text: str) -> str:
    """Lines as spans on a ground, italics inside them."""
    italic, lines = False, []
    for line in text.split("\n"):
        pieces = []
        for piece in re.split(r"(</?i>)", line):
            if piece in ("<i>", "</i>"):
                italic = piece == "<i>"
            elif piece:
                pieces.append(f'<span style="italic">{escape(piece)}</span>' if italic else escape(piece))
        lines.append(f'<span style="ground">{"".join(pieces)}</span>')
    return "<br/>".join(lines)


def _time(seconds: float, rate: FrameRate) -> str:
    frame = rate.frames(seconds)
    exact = Fraction(frame) / rate.fps
    whole = int(exact)
    clock = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{clock}.{int((exact - whole) * 1000):03d}"
