# SPDX-License-Identifier: Apache-2.0
"""A film as the start page shows it: read from its folder without opening it, away from the interface thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from aiprod.film.errors import UserError
from aiprod.film.files import read_json

State = Literal["made", "changed", "begun", "new", "missing", "unreadable"]
POSTER = QSize(248, 140)
_SUFFIXES = ("poster.jpg", "poster.png", "poster.webp")


@dataclass(frozen=True)
class FilmFound:
    """A film folder at a glance.

    Attributes:
        root: the folder.
        name: the film's, or the folder's where it can't be read.
        seconds: as asked for.
        size: of its picture, "1920×1080".
        at: when it was last worked on, unix seconds; 0 if it is not there.
        state: "made" and delivered; "changed" since then; "begun"; "new" (nothing was made); "missing"; "unreadable".
        poster: a picture of it, twice `POSTER` at most.
    """

    root: Path
    name: str
    seconds: float = 0.0
    size: str = ""
    at: float = 0.0
    state: State = "missing"
    poster: QImage | None = None


def look(root: Path) -> FilmFound:
    """A film folder at a glance; never raises for what is wrong with it."""
    document = root / "film.json"
    try:
        at = max(path.stat().st_mtime for path in (document, root / "journal.jsonl", root / "production.json") if path.exists())
        data: dict[str, Any] = read_json(document)
        brief = data["brief"]
        size = f"{brief['width']}×{brief['height']}"
        state = "unreadable" if _newer(data) else _state(root)
        return FilmFound(root, str(data["name"]), float(brief["duration_s"]), size, at, state, poster(root))
    except (OSError, ValueError):
        return FilmFound(root, root.stem)
    except (UserError, KeyError, TypeError):
        return FilmFound(root, root.stem, at=at, state="unreadable")


def _newer(data: dict[str, Any]) -> bool:
    from aiprod.film.film import Film

    name, _, version = str(data.get("schema", "")).partition(".")
    return name != "Film" or not version.isdigit() or int(version) > Film.version


def _state(root: Path) -> State:
    """How far it is. Whether it was changed is told by the files' times: reading all of it would take too long here."""
    made = root / "production.json"
    if not made.is_file():
        return "begun" if (root / "made.jsonl").is_file() else "new"
    if not read_json(made).get("delivery"):
        return "begun"
    journal = root / "journal.jsonl"
    return "changed" if journal.is_file() and journal.stat().st_mtime > made.stat().st_mtime else "made"


def poster(root: Path) -> QImage | None:
    """The film's poster, or else a picture of its storyboard."""
    for path in (*(root / "delivery" / name for name in _SUFFIXES), *_stills(root)):
        if path.is_file() and (found := small(path)) is not None:
            return found
    return None


def _stills(root: Path) -> list[Path]:
    try:
        takes = read_json(root / "production.json").get("takes", {})
    except (UserError, AttributeError):
        return []
    return [root / "takes" / take[:2] / take / "still.png" for name, take in takes.items() if name.startswith("still ")][:3]


def small(path: Path, size: QSize = POSTER) -> QImage | None:
    """A picture, twice `size` at most (for screens of high density), or None where it can't be read."""
    from PySide6.QtGui import QImageReader

    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        wanted = full.scaled(size * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if wanted.width() < full.width():
            reader.setScaledSize(wanted)
    image = reader.read()
    return None if image.isNull() else image
