# SPDX-License-Identifier: Apache-2.0
"""Where media lie, as each format writes it down, and back.

Names are kept whole: accents, spaces, `#`, `%`, `?` and emoji are percent-encoded in URLs, and left alone in plain paths.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from urllib.parse import quote, unquote

_DRIVE = re.compile(r"^/?[A-Za-z]:[\\/]|^\\\\")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True)
class Options:
    """How a timeline is written.

    Attributes:
        relative: media by their way from the file, where the format allows it: the folder can then be moved as a whole.
        drop: count timecode with dropped numbers or without (29.97 and 59.94 only); None: as the edit does.
        moved: what lies below the first folder now will lie below the second: for folders that are written under another name.
    """

    relative: bool = False
    drop: bool | None = None
    moved: tuple[Path, Path] | None = None


@dataclass(frozen=True)
class Place:
    """Media as seen from the file that names them."""

    target: Path
    options: Options = Options()

    def path(self, media: Path) -> Path:
        """Where a file will lie in the end."""
        if self.options.moved is not None and media.is_relative_to(self.options.moved[0]):
            return self.options.moved[1] / media.relative_to(self.options.moved[0])
        return media.absolute()

    def _way(self, media: Path) -> str | None:
        """The relative way with forward slashes; None where an absolute one is asked for, or there is no other."""
        if not self.options.relative:
            return None
        try:
            found = os.path.relpath(self.path(media), self.path(self.target.absolute()).parent)
        except ValueError:  # another drive
            return None
        return found.replace(os.sep, "/")

    def url(self, media: Path) -> str:
        """file:///… or, relative, a percent-encoded way."""
        way = self._way(media)
        return self.path(media).as_uri() if way is None else quote(way)

    def localhost(self, media: Path) -> str:
        """As FCP7 XML has it: file://localhost/…; a colon behind a drive is encoded."""
        uri = self.url(media)
        if not uri.startswith("file:///"):
            return uri
        rest = uri.removeprefix("file:///")
        drive = re.sub(r"^([A-Za-z]):", r"\1%3a", rest)
        return f"file://localhost/{drive}"

    def plain(self, media: Path) -> str:
        """A bare path, not encoded."""
        return self._way(media) or str(self.path(media))


def path_of(url: str, base: Path) -> Path | None:
    """The file that a URL or path of another program's means; relative ones count from `base`. None for what is no file.

    A bare path is taken as it is, unless only its decoded form is there.
    """
    text = url.strip()
    if not text or "\0" in text:
        return None
    if _DRIVE.match(text):
        return Path(str(PureWindowsPath(unquote(text) if "%" in text and "/" in text else text).as_posix()).lstrip("/"))
    if text.lower().startswith("file:"):
        return _from_uri(text[5:])
    if _SCHEME.match(text):
        return None
    bare, decoded = base / text, base / unquote(text)
    if bare == decoded or _there(bare):
        return bare
    return decoded if not text.startswith("/") or _there(decoded) else bare


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _from_uri(rest: str) -> Path | None:
    """The path behind "file:": //localhost/…, ///…, //server/share/… or /…."""
    if rest.startswith("//"):
        host, slash, way = rest[2:].partition("/")
        rest = f"/{way}" if host.lower() in ("", "localhost") else f"//{host}{slash}{way}"
    path = unquote(rest)
    if "\0" in path or not path:
        return None
    return Path(path[1:]) if re.match(r"^/[A-Za-z]:", path) else Path(path)
