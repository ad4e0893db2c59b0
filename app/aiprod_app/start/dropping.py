# SPDX-License-Identifier: Apache-2.0
"""What a path that was dropped, chosen or given on the command line is: a film, a screenplay, or nothing we open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMimeData

Kind = Literal["film", "screenplay", "folder", "other", "gone"]
SCREENPLAYS = frozenset({".fountain", ".spmd", ".fdx", ".txt", ".md", ".text"})


@dataclass(frozen=True)
class Dropped:
    """A path, and what lies there."""

    path: Path
    kind: Kind


def told_apart(path: Path) -> Dropped:
    """What lies at a path; looks at the disk. A film's own files (its film.json) mean the film."""
    try:
        return _told_apart(path)
    except OSError:  # a name that no disk can have, a folder that can't be looked into: opening it says why
        return Dropped(path, "gone")


def _told_apart(path: Path) -> Dropped:
    if path.name == "film.json" and path.is_file():
        return Dropped(path.parent, "film")
    if path.is_dir():
        return Dropped(path, "film" if (path / "film.json").exists() or path.suffix == ".aiprod" else "folder")
    if not path.exists():
        return Dropped(path, "gone")
    return Dropped(path, "screenplay" if path.suffix.lower() in SCREENPLAYS else "other")


def paths_of(data: QMimeData) -> tuple[Path, ...]:
    """The local files of a drag."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def may_open(paths: Iterable[Path]) -> bool:
    """Whether the window takes a drag, by names alone: the disk is looked at when it is dropped."""
    return any(path.suffix.lower() in SCREENPLAYS or path.suffix in ("", ".aiprod") or path.name == "film.json" for path in paths)
