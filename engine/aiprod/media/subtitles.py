# SPDX-License-Identifier: Apache-2.0
"""Subtitle files of any origin: SubRip, WebVTT, SubStation (ASS, SSA) and TTML, as they stand, and mended with a word on it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.media.text_files import UNKNOWN, read_text

Form = Literal["srt", "vtt", "ass", "ttml"]
TOP = "{\\an8}"
"""Begins the text of a subtitle that stands at the top of the picture."""
_HARMLESS_OVERLAP_S = 0.002
_TIMING = re.compile(r"^\s*(?P<start>\S+)\s*-->\s*(?P<end>\S+)(?P<settings>.*)$")
_STAMP = {"srt": re.compile(r"(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"),
          "vtt": re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")}  # fmt: skip
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>", re.IGNORECASE)
_TOP_LINE = re.compile(r"\bline:(?:0|[0-9]%|[1-3][0-9]%)(?![\d.%])")
_ITALIC = re.compile(r"</?i(?:\.[^<>\s]*)?>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?(?!i>)[a-zA-Z0-9][^<>\n]*>|\{\\(?!an8\})[^{}\n]*\}")
_PLACE = {"vtt": re.compile(r"(?:line|region):(\S+)"), "ass": re.compile(r"(\\an?\d+|\\pos\([^()]*\))")}
_AT_TOP = re.compile(r"\{\\an[789]\}")


@dataclass(frozen=True)
class Entry:
    """A subtitle: seconds, its lines, who speaks, and its place in the picture as its file names it.

    `<i>` marks italics; `TOP` at its beginning, the top of the picture.
    """

    start: float
    end: float
    text: str
    speaker: str = ""
    place: str = ""

    @property
    def plain(self) -> str:
        """The lines without any mark."""
        return re.sub(r"</?i>|\{\\an8\}", "", self.text).strip()


@dataclass(frozen=True)
class Subtitles:
    """A file's subtitles.

    Attributes:
        encoding: that the text was found in; `text_files.UNKNOWN` where it can't be told.
        remarks: what was converted, left out or is wrong, one sentence each.
    """

    entries: tuple[Entry, ...]
    form: Form
    encoding: str
    language: str = ""
    remarks: tuple[str, ...] = ()


def raw_subtitles(path: Path, encoding: str = "") -> Subtitles:
    """A file's subtitles as they stand in it: out of order, overlapping, empty or backwards, and none at all.

    Args:
        path: the file; what it is, is told by what it holds, not by its name.
        encoding: a codec's name where it is known; else it is found out.

    Raises:
        UserError: it can't be read, or is no subtitle file.
    """
    decoded = read_text(path, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    remarks: list[str] = []
    form = form_of(text, path.name)
    language, entries = _READERS[form](text, path.name, remarks)
    return Subtitles(tuple(entries), form, decoded.encoding, language, tuple(remarks))


def read_subtitles(path: Path, encoding: str = "") -> Subtitles:
    """A file's subtitles that can be shown, in the order of their times; see `raw_subtitles`.

    Raises:
        UserError: it can't be read, is no subtitle file, is in an encoding that can't be told, or holds no subtitle.
    """
    raw = raw_subtitles(path, encoding)
    if raw.encoding == UNKNOWN:
        raise UserError(
            f"{path.name} is in an encoding that can't be told", "it is not Unicode, and as Western European it makes no sense",
            "Save it as UTF-8, or say which encoding it has.",
        )  # fmt: skip
    unicode = raw.encoding.upper().startswith("UTF-8")
    remarks = [*([] if unicode else [f"the text was {raw.encoding} and is read as such"]), *raw.remarks]
    entries = tuple(_checked(raw.entries, remarks))
    if not entries:
        raise UserError(f"{path.name} holds no subtitle", "; ".join(remarks), "Check that it is the right file.")
    return replace(raw, entries=entries, remarks=tuple(remarks))


def form_of(text: str, name: str) -> Form:
    """What a text is; nothing at all is an SRT file without subtitles. Raises UserError when it is no subtitle file."""
    head = text.lstrip("\ufeff \n\t")
    if head.startswith("WEBVTT"):
        return "vtt"
    if "[Script Info]" in head or "[V4" in head:
        return "ass"
    if (
        "http://www.w3.org/ns/ttml" in head
        or "http://www.w3.org/2006/10/ttaf1" in head
        or re.match(r"(<\?xml[^>]*>\s*)?<(tt\b|!DOCTYPE\s+tt\b)", head)
    ):
        return "ttml"
    if "-->" in head or not head:
        return "srt"
    raise UserError(f"{name} can't be read as subtitles", "it is not SRT, WebVTT, ASS or TTML", "Convert it to one of them.")


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
        yield entry_of(start, end, "\n".join(body), form, found["settings"])


def _seconds(stamp: str, form: Literal["srt", "vtt"]) -> float | None:
    found = _STAMP[form].fullmatch(stamp)
    if found is None:
        return None
    hours, minutes, seconds, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(part) / float(10 ** len(part))


def _body(lines: list[str], form: str, more: bool) -> list[str]:
    if form == "vtt":
        return lines[: lines.index("")] if "" in lines else lines[:-1] if more else lines
    lines = [line for line in lines if line.strip()]
    if more and lines and re.fullmatch(r"\s*\d+\s*", lines[-1]):
        lines.pop()  # the number of the next one
    return lines


def entry_of(start: float, end: float, text: str, form: Literal["srt", "vtt"], settings: str = "") -> Entry:
    """A subtitle of a text with the marks of SRT or WebVTT, and of WebVTT's settings behind the times."""
    text = "\n".join(line.strip() for line in text.split("\n"))
    voice = _VOICE.search(text) if form == "vtt" else None
    text = _AT_TOP.sub(lambda _: TOP, text)
    text = _OTHER_TAG.sub("", _ITALIC.sub(lambda tag: "</i>" if "/" in tag[0] else "<i>", text))
    if form == "vtt":
        text = (TOP if _TOP_LINE.search(settings) else "") + html.unescape(text)
    place = found[1] if (found := _PLACE["vtt"].search(settings)) else TOP if text.startswith(TOP) else ""
    return Entry(start, end, text.strip(), html.unescape(voice[1]).strip() if voice else "", place)


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
        times = event.start / 1000, event.end / 1000
        entries.append(ass_entry(*times, event.text, event.name, italic=event.style in slanted, top=event.style in tops))
    return "", entries


def ass_entry(start: float, end: float, text: str, name: str = "", *, italic: bool = False, top: bool = False) -> Entry:
    """A subtitle of SubStation's text, and of what its style says."""
    top = top or bool(re.search(r"\\an[789]", text))
    place = found[1] if (found := _PLACE["ass"].search(text)) else TOP if top else ""
    text = re.sub(r"\{[^{}]*\}", _override, text).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
    text = f"<i>{text}</i>" if italic and "<i>" not in text else text
    return Entry(start, end, (TOP if top else "") + text, name, place)


def _override(tag: re.Match[str]) -> str:
    """What a tag in braces does to italics."""
    slants = re.findall(r"\\i([01])(?![a-z0-9])", tag[0])
    return {"1": "<i>", "0": "</i>"}[slants[-1]] if slants else ""


def _read_ttml(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    from aiprod.media.ttml import ttml_entries

    return ttml_entries(text, name, remarks)


_READERS: dict[Form, Callable[[str, str, list[str]], tuple[str, list[Entry]]]] = {
    "srt": _read_srt, "vtt": _read_vtt, "ass": _read_ass, "ttml": _read_ttml,
}  # fmt: skip


def _checked(entries: Sequence[Entry], remarks: list[str]) -> Iterator[Entry]:
    """The subtitles that can be shown, in order; what is wrong goes to the remarks."""
    kept = []
    for number, entry in enumerate(entries, 1):
        if not entry.plain:
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
