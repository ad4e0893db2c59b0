# SPDX-License-Identifier: Apache-2.0
"""Timed text (W3C TTML 1 and its IMSC 1 text profile), read: times in every form, italics, regions, speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.media.subtitles import TOP, Entry

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_CLOCK = re.compile(r"(\d{2,}):(\d{2}):(\d{2})(?:(\.\d+)|:(\d{2,})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")


def ttml_entries(text: str, name: str, remarks: list[str]) -> tuple[str, list[Entry]]:
    """A document's language and paragraphs.

    Raises:
        UserError: it is not well-formed, holds a document type (never expanded), or runs its parts one after another.
    """
    what = f"{name} can't be read as subtitles"
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text.lstrip("\ufeff \t\n"), forbid_dtd=True)
        return root.get(_XML + "lang", ""), list(_Document(root, name, remarks).paragraphs())
    except DefusedXmlException as error:
        raise UserError(what, "it declares entities", "TTML has no use for them; take them out.") from error
    except (ParseError, ValueError, ArithmeticError) as error:
        raise UserError(what, f"it is no whole TTML: {error}", "Export it again.") from error
    except RecursionError as error:
        raise UserError(what, "its parts lie too deep in each other", "Export it again.") from error


class _Document:
    def __init__(self, root: Element, name: str, remarks: list[str]) -> None:
        self._root, self._name, self._remarks = root, name, remarks
        rate = int(self._parameter("frameRate", "30"))
        up, down = self._parameter("frameRateMultiplier", "1 1").replace(":", " ").split()
        self._fps = rate * Fraction(int(up), int(down))
        self._ticks = int(self._parameter("tickRate", "0")) or self._fps
        found = {key: element for element in root.iter() if (key := element.get(_XML + "id"))}
        self._ids: dict[str, Element] = found

    def _parameter(self, name: str, default: str) -> str:
        return next((value for key, value in self._root.attrib.items() if _local(key) == name and "parameter" in key), default)

    def paragraphs(self) -> Iterator[Entry]:
        body = next((e for e in self._root if _local(e.tag) == "body"), None)
        if body is not None:
            yield from self._below(body, Fraction(0), False, "", "")

    def _below(self, element: Element, at: Fraction, italic: bool, agent: str, region: str) -> Iterator[Entry]:
        """The paragraphs inside an element whose own times count from `at`."""
        if element.get("timeContainer", "par") != "par":
            raise UserError(f"{self._name} can't be read as subtitles", "its parts run one after another (timeContainer)",
                            "Convert it to SRT first.")  # fmt: skip
        italic, agent, region = self._italic(element, italic), _agent(element, agent), element.get("region", region)
        if _local(element.tag) == "p":
            yield from self._paragraph(element, at, italic, agent, region)
            return
        begin = self._time(element.get("begin", "0s"))
        for child in element:
            if _local(child.tag) in ("div", "p"):
                yield from self._below(child, at + (begin or 0), italic, agent, region)

    def _paragraph(self, element: Element, at: Fraction, italic: bool, agent: str, region: str) -> Iterator[Entry]:
        begin, end = self._time(element.get("begin", "")), self._time(element.get("end", ""))
        length = self._time(element.get("dur", ""))
        if begin is not None and length is not None:
            end = begin + length if end is None else min(end, begin + length)
        text = _lines("".join(self._inside(element, italic)))
        if begin is None or end is None:
            said = f"{element.get('begin')} – {element.get('end') or element.get('dur')}"
            self._remarks.append(f"the times “{said}” of “{text[:40]}” can't be read; the subtitle is left out")
            return
        text = TOP + text if self._at_top(region) else text
        yield Entry(float(at + begin), float(at + end), text, self._speaker(agent), region)

    def _inside(self, element: Element, italic: bool) -> Iterator[str]:
        """An element's text: one space for any blanks, line ends for `br`, `<i>` about italics."""
        opened, closed = ("<i>", "</i>") if italic else ("", "")
        yield opened + _blanks(element.text) + closed
        for child in element:
            if _local(child.tag) == "br":
                yield "\n"
            elif _local(child.tag) == "span":
                yield from self._inside(child, self._italic(child, italic))
            yield opened + _blanks(child.tail) + closed

    def _italic(self, element: Element, inherited: bool) -> bool:
        own = [_style(element)]
        own += [_style(self._ids[key]) for key in element.get("style", "").split() if key in self._ids]
        said = next((style for style in own if style), "")
        return said in ("italic", "oblique") if said else inherited

    def _speaker(self, agent: str) -> str:
        names = [self._ids[key] for key in agent.split() if key in self._ids]
        texts = [("".join(name.itertext())).strip() for name in names]
        return ", ".join(text for text in texts if text)

    def _at_top(self, region: str) -> bool:
        """Whether the region's text hangs from its top, and that lies in the picture's upper half."""
        element = self._ids.get(region)
        if element is None:
            return False
        parts = [element, *(e for e in element if _local(e.tag) == "style")]
        said = {_local(key): value for part in parts for key, value in part.attrib.items()}
        origin = re.match(r"\S+\s+([\d.]+)%", said.get("origin", ""))
        return said.get("displayAlign", "before") == "before" and bool(origin) and float(origin[1] if origin else 0) < 50

    def _time(self, said: str) -> Fraction | None:
        if clock := _CLOCK.fullmatch(said.strip()):
            hours, minutes, seconds, part, frames = clock.groups()
            whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            return whole + Fraction(part or 0) + int(frames or 0) / self._fps
        if offset := _OFFSET.fullmatch(said.strip()):
            units = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000), "f": 1 / self._fps,
                     "t": Fraction(1) / self._ticks}  # fmt: skip
            return Fraction(offset[1]) * units[offset[2]]
        return None


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def _style(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == "fontStyle"), "")


def _agent(element: Element, inherited: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == "agent"), inherited)


def _blanks(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _lines(text: str) -> str:
    """Neighbouring italics joined, empty ones gone, lines trimmed."""
    text = re.sub(r"<i>(\s*)</i>", r"\1", text)
    text = re.sub(r"</i>(\s*)<i>", r"\1", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()
