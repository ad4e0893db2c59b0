# SPDX-License-Identifier: Apache-2.0
"""Final Draft (.fdx) screenplays: XML, read with every dangerous construct refused (entities, external references)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Screenplay
from aiprod.writing.screentext import Block, Kind, Script

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS: dict[str, Kind] = {
    "scene heading": "heading", "action": "action", "character": "cue", "parenthetical": "parenthetical", "dialogue": "dialogue",
    "transition": "transition", "general": "action", "shot": "action", "cast list": "action", "lyrics": "lyric", "singing": "lyric",  # noqa: E501
    "new act": "centred", "end of act": "centred",
}  # fmt: skip


def parse(data: bytes, *, language: Language | None = None) -> Screenplay:
    """Read a Final Draft file.

    Raises:
        UserError: it is not well-formed (with the line), not Final Draft, or uses XML entities.
    """
    from aiprod.writing.breakdown import screenplay

    return screenplay(read(data), language=language)


def decoded(data: bytes, name: str = "The file") -> str:
    """The file's text, whatever its encoding, with the encoding declaration taken out."""
    encoding = "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif declared := re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w.-]+)[\"']", data):
        encoding = declared[1].decode("ascii")
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UserError(f"{name} can't be read", f"its text is not in {encoding}", "Save it again in Final Draft.") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def read(data: bytes) -> Script:
    """The layout of a Final Draft document."""
    root = _root(data)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise UserError(
            "This is not a Final Draft screenplay", f"its root is <{root.tag}>", "Export it from Final Draft as .fdx."
        )
    blocks: list[Block] = []
    for paragraph in content:
        blocks.extend(_paragraph(paragraph))
    title, author = _title_page(root)
    return Script(tuple(blocks), title, author)


def _root(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    text = decoded(data)
    try:
        root: Element = fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise UserError(
            "The .fdx file was refused", "it defines XML entities, which no screenplay needs", "Export it again from Final Draft."
        ) from error
    except (ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise UserError(
            "The .fdx file is broken", f"its XML stops making sense at line {line} ({_reason(error)})", "Export it again."
        ) from error
    return root


def _reason(error: Exception) -> str:
    return str(error).split(":")[0]


def _paragraph(paragraph: Element) -> list[Block]:
    """A paragraph's blocks: two where a dual dialogue holds paragraphs of its own."""
    dual = paragraph.find("DualDialogue")
    if dual is not None:
        found = [block for inner in dual.findall("Paragraph") for block in _paragraph(inner)]
        cues = [index for index, block in enumerate(found) if block.kind == "cue"]
        return [Block(b.kind, b.text, dual=len(cues) > 1 and i == cues[1]) for i, b in enumerate(found)]
    text = "".join(part.text or "" for part in paragraph.findall("Text"))
    text = " ".join(text.replace("\u2028", " ").split())
    kind = _KINDS.get((paragraph.get("Type") or "Action").strip().lower(), "action")
    if kind == "parenthetical":
        text = text.removeprefix("(").removesuffix(")").strip()
    if paragraph.tag != "Paragraph" or not text:
        return []
    return [Block(kind, text)]


def _title_page(root: Element) -> tuple[str, str]:
    """Title and author: the first centred words of the title page, and those after "by"."""
    lines = []
    for paragraph in root.findall("./TitlePage/Content/Paragraph"):
        text = " ".join("".join(part.text or "" for part in paragraph.findall("Text")).split())
        if text:
            lines.append(text)
    for index, line in enumerate(lines[1:], 1):
        if re.match(r"(?:written |screenplay )?by$|(?:écrit |scénario )?(?:de|par)$", line, re.IGNORECASE) and index + 1 < len(
            lines
        ):
            return lines[0], lines[index + 1]
        if match := re.match(r"(?:written |screenplay )?by (.+)|(?:écrit|scénario) (?:de|par) (.+)", line, re.IGNORECASE):
            return lines[0], match[1] or match[2]
    return (lines[0] if lines else ""), ""
