# SPDX-License-Identifier: Apache-2.0
"""Subtitle files of any origin: SubRip, WebVTT, SubStation (ASS, SSA) and TTML, read with everything odd about them said."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.media.text_files import read_text
from aiprod.media.ttml import ttml_entries

Form = Literal["srt", "vtt", "ass", "ttml"]
TOP = "{\\an8}"
"""Begins the text of a subtitle that stands at the top of the picture."""
_HARMLESS_OVERLAP_S = 0.002
_TIMING = re.compile(r"^\s*(?P<start>\S+)\s*-->\s*(?P<end>\S+)(?P<settings>.*)$")
_STAMP = {"srt": re.compile(r"(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"),
          "vtt": re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")}  # fmt: skip
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_TOP_LINE = re.compile(r"\bline:(?:0|[0-9]%|[1-3][0-9]%)(?![\d.%])")
_ITALIC = re.compile(r"</?i(?:\.[^>\s]*)?>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?(?!i>)[a-zA-Z0-9][^<>\n]*>|\{\\(?!an8\})[^{}\n]*\}")
_AT_TOP = re.compile(r"\{\\an[789]\}")


@dataclass(frozen=True)
class Entry:
    """A subtitle: seconds, its lines, and who speaks. `<i>` marks italics; `TOP` at its beginning, the top of the picture."""

    start: float
    end: float
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Subtitles:
    """A file's subtitles in their order.

    Attributes:
        remarks: what was converted, left out or is wrong, one sentence each.
    """

    entries: tuple[Entry, ...]
    form: Form
    encoding: str
    language: str = ""
    remarks: tuple[str, ...] = ()


def read_subtitles(path: Path, encoding: str = "") -> Subtitles:
    """Read a subtitle file.

    Args:
        path: the file; what it is, is told by what it holds, not by its name.
        encoding: a codec's name where it is known; else it is found out.

    Raises:
        UserError: it can't be read, is no subtitle file, or holds no subtitle.
    """
    decoded = read_text(path, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    remarks = [f"the text was {decoded.encoding} and is read as such"] if decoded.converted else []
    form = form_of(text, path.name)
    language, raw = _READERS[form](text, path.name, remarks)
    entries = tuple(_checked(raw, remarks))
    if not entries:
        raise UserError(f"{path.name} holds no subtitle", "; ".join(remarks), "Check that it is the right file.")
    return Subtitles(entries, form, decoded.encoding, language, tuple(remarks))


def form_of(text: str, name: str) -> Form:
    """What a text is. Raises UserError when it is no subtitle file."""
    head = text.lstrip("\ufeff \n\t")
    if head.startswith("WEBVTT"):
        return "vtt"
    if "[Script Info]" in head or "[V4" in head:
        return "ass"
    if (
        "http://www.w3.org/ns/ttml" in head
        or "http://www.w3.org/2006/10/ttaf1" in head
        or re.match(r"(<\?xml[^>]*>\s*)?<tt\b", head)
    ):
        return "ttml"
    if "-->" in head:
        return "srt"
    raise UserError(
        f"{name} is no subtitle file that is known", "it is not SRT, WebVTT, ASS or TTML", "Convert it to one of them."
    )


def _read_srt(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    return "", list(_stamped(text, "srt", remarks))


def _read_vtt(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    head = text.split("\n\n", 1)[0]
    language = re.search(r"^Language:\s*(\S+)", head, re.MULTILINE)
    return language[1] if language else "", list(_stamped(text, "vtt", remarks))


def _stamped(text: str, form: Literal["srt", "vtt"], remarks: list[str]) -> Iterator[Entry]:
    """The subtitles below lines with "-->": up to the next one, in WebVTT up to an empty line."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if "-->" in line]
    for number, following in zip(heads, [*heads[1:], len(lines)], strict=False):
        found = _TIMING.match(lines[number])
        start, end = (_seconds(found[part], form) if found else None for part in ("start", "end"))
        if found is None or start is None or end is None:
            remarks.append(f"line {number + 1}: the times “{lines[number].strip()[:60]}” can't be read; the subtitle is left out")
            continue
        body = _body(lines[number + 1 : following], form, following < len(lines))
        yield _entry(start, end, body, form, found["settings"])


def _seconds(stamp: str, form: Literal["srt", "vtt"]) -> float | None:
    found = _STAMP[form].fullmatch(stamp)
    if found is None:
        return None
    hours, minutes, seconds, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(part) / float(10 ** len(part))


def _body(lines: list[str], form: str, more: bool) -> list[str]:
    if form == "vtt":
        return lines[: lines.index("")] if "" in lines else lines[:-1] if more else lines
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if more and lines and re.fullmatch(r"\s*\d+\s*", lines[-1]):
        lines = lines[:-1]  # the number of the next one
    return [line for line in lines if line.strip()]


def _entry(start: float, end: float, lines: list[str], form: str, settings: str) -> Entry:
    text = "\n".join(line.strip() for line in lines)
    voice = _VOICE.search(text) if form == "vtt" else None
    text = _AT_TOP.sub(lambda _: TOP, text)
    text = _OTHER_TAG.sub("", _ITALIC.sub(lambda tag: "</i>" if "/" in tag[0] else "<i>", text))
    if form == "vtt":
        text = (TOP if _TOP_LINE.search(settings) else "") + html.unescape(text)
    return Entry(start, end, text.strip(), html.unescape(voice[1]).strip() if voice else "")


def _read_ass(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    """By pysubs2: comments are left out, italics and the top of the picture are kept, other styling is not."""
    import pysubs2

    try:
        events = pysubs2.SSAFile.from_string(text)
    except (pysubs2.exceptions.Pysubs2Error, ValueError, KeyError) as error:
        raise UserError(f"{name} can't be read as subtitles", str(error), "Check that the file is whole.") from error
    tops = [key for key, style in events.styles.items() if int(style.alignment) in (7, 8, 9)]
    slanted = [key for key, style in events.styles.items() if style.italic]
    entries = []
    for event in events:
        if event.is_comment or event.is_drawing:
            continue
        body = _from_ass(event.text, italic=event.style in slanted, top=event.style in tops)
        entries.append(Entry(event.start / 1000, event.end / 1000, body, event.name))
    return "", entries


def _from_ass(text: str, *, italic: bool, top: bool) -> str:
    top = top or bool(re.search(r"\\an[789]", text))
    text = re.sub(r"\{[^{}]*\\i([01])(?![a-z0-9])[^{}]*\}", lambda tag: "<i>" if tag[1] == "1" else "</i>", text)
    text = re.sub(r"\{[^{}]*\}", "", text).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
    return (TOP if top else "") + (f"<i>{text}</i>" if italic and "<i>" not in text else text)


def _read_ttml(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    language, found = ttml_entries(text, name, remarks)
    return language, [Entry(p.start, p.end, (TOP if p.top else "") + p.text, p.speaker) for p in found]


_READERS: dict[Form, Callable[[str, str, list[str]], tuple[str, list[Entry]]]] = {
    "srt": _read_srt, "vtt": _read_vtt, "ass": _read_ass, "ttml": _read_ttml,
}  # fmt: skip


def _checked(entries: list[Entry], remarks: list[str]) -> Iterator[Entry]:
    """The subtitles that can be shown, in order; what is wrong goes to the remarks."""
    kept = []
    for number, entry in enumerate(entries, 1):
        if not re.sub(r"</?i>|\{\\an8\}", "", entry.text).strip():
            remarks.append(f"subtitle {number} is empty; it is left out")
        elif entry.end <= entry.start:
            remarks.append(f"subtitle {number} ends before it begins ({entry.start:.3f} s); it is left out")
        else:
            kept.append(replace(entry, text=_closed(entry.text)))
    ordered = sorted(kept, key=lambda entry: entry.start)
    if ordered != kept:
        remarks.append("the subtitles were not in the order of their times; they are sorted")
    for before, after in pairwise(ordered):
        if before.end - after.start > _HARMLESS_OVERLAP_S:
            remarks.append(f"the subtitle at {after.start:.3f} s overlaps the one before by {before.end - after.start:.3f} s")
    yield from ordered


def _closed(text: str) -> str:
    """Italics that end: what is left open is closed."""
    opened, closed = text.count("<i>"), text.count("</i>")
    return text + "</i>" * (opened - closed) if opened > closed else text.replace("</i>", "") if not opened else text
