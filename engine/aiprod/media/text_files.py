# SPDX-License-Identifier: Apache-2.0
"""The text of subtitle files of unknown encoding: found out, and said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import UserError

UNKNOWN = "unknown"
"""The encoding that can't be told; the text is then a guess, with many wrong letters."""
_MOST_BYTES = 16 << 20
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}\bencoding=["']([\w.-]{1,40})["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
         (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"))  # fmt: skip
_MOST_FOREIGN = 0.3
"""Share of words without any ASCII letter up to which a text is taken for Western European, where such words hardly exist."""
_SHORT_WORDS = frozenset("àÀéÉèÈêÊìÌíÍòÒóÓôÔúÚöÖåÅæÆøØ")
"""Words of one letter beyond ASCII that Western European languages have."""


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding that it had."""

    text: str
    encoding: str


def read_text(path: Path, encoding: str = "") -> Decoded:
    """The text of a file.

    Args:
        path: the file.
        encoding: a codec's name where the file's encoding is known; else it is found out.

    Raises:
        UserError: it is missing, larger than 16 MB, or no text.
    """
    what = f"{path.name} can't be read as subtitles"
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path.name} can't be read", error.strerror or str(error), "Check the file's name.") from error
    if len(data) > _MOST_BYTES:
        raise UserError(what, "it is larger than 16 MB", "Check that it is the right file.")
    try:
        found = _as_said(data, encoding) if encoding else _found_out(data)
    except (UnicodeError, LookupError) as error:
        why = f"it can't be read as text: {error}"
        raise UserError(what, why, "Save it as UTF-8, or say which encoding it has.") from error
    if "\0" in found.text:
        raise UserError(what, "it holds zero bytes", "Check that it is the right file.")
    return found


def _as_said(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding).removeprefix("\ufeff"), codecs.lookup(encoding).name)


def _found_out(data: bytes) -> Decoded:
    """By a byte order mark, as UTF-8, as UTF-16, as an XML declaration says, or as a Western European single-byte text."""
    for mark, codec, title in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(codec), title)
    try:
        text = data.decode()
        if "\0" not in text:
            return Decoded(text, "UTF-8")
    except UnicodeDecodeError:
        pass
    if codec := _wide(data):
        return Decoded(data.decode(codec), "UTF-16 without a byte order mark")
    declared = _DECLARED.match(data)
    return _as_said(data, declared[1].decode("ascii")) if declared else _western(data)


def _wide(data: bytes) -> str:
    """The UTF-16 that bytes must be, for every other one of the first thousand is nearly always zero."""
    head = data[: 1000 // 2 * 2]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if not head or max(low, high) < 0.3 * (len(head) // 2):
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _western(data: bytes) -> Decoded:
    """Windows-1252, which holds Latin-1; unknown where it has no such bytes, or its words show that it is another alphabet."""
    text = data.decode("cp1252", "replace")
    words = re.findall(r"[^\W\d_]+", text)
    foreign = [word for word in words if all(c > "\x7f" for c in word) and word not in _SHORT_WORDS]
    if "\ufffd" in text or len(foreign) > _MOST_FOREIGN * len(words):
        return Decoded(text, UNKNOWN)
    plain = not any(0x80 <= byte <= 0x9F for byte in data)
    return Decoded(text, "Latin-1" if plain else "Windows-1252")
