# SPDX-License-Identifier: Apache-2.0
"""The last versions of a film's document, kept beside it in `versions/`: whole copies, for when the document itself is lost, and
for going back further than one cares to undo."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.film import Film
from aiprod.film.store import FilmStore

MOST = 10
EDIT_NAME = "Restore a version"
_FOLDER = "versions"
_NAME = re.compile(r"^(\d{13,})-(\d+)\.json$")


@dataclass(frozen=True)
class Version:
    """A kept document.

    Attributes:
        path: its file.
        at: when it was kept, unix seconds.
        edits: how many edits had been made by then.
    """

    path: Path
    at: float
    edits: int

    def film(self) -> Film:
        """The document. Raises UserError where the copy can't be read."""
        return Film.from_json(read_json(self.path))


def versions(root: Path) -> tuple[Version, ...]:
    """The versions of the film in a folder, newest first."""
    found = []
    with suppress(OSError):
        for path in (root / _FOLDER).iterdir():
            if match := _NAME.match(path.name):
                found.append(Version(path, int(match[1]) / 1000, int(match[2])))
    return tuple(sorted(found, key=lambda version: -version.at))


def keep(root: Path, film: Film, clock: Callable[[], float] = time.time) -> Version | None:
    """Keep the document as it is now; the oldest of more than ten goes. None where the newest version is this one already.

    Raises UserError where the disk is full or can't be written.
    """
    if not root.is_dir():
        raise UserError(f"{root} can't be written", "its folder is not there", "Is its disk connected?")
    kept = versions(root)
    if kept and kept[0].edits == film.edits:
        return None
    at = max(clock(), kept[0].at + 0.001 if kept else 0.0)
    path = root / _FOLDER / f"{round(at * 1000):013d}-{film.edits}.json"
    write_json(path, film.to_json())
    for old in kept[MOST - 1 :]:
        with suppress(OSError):
            old.path.unlink()
    return Version(path, at, film.edits)


def restore(store: FilmStore, path: Path) -> Film:
    """Make the document what it was, as one edit that can be undone. Raises UserError for a version that can't be read."""
    found = next((version for version in versions(store.root) if version.path == path), None)
    if found is None:
        raise UserError(f"{path.name} is no version of this film", "it is not in its versions folder", "Choose one of the list.")
    kept = found.film()
    return store.edit(EDIT_NAME, lambda film: kept.model_copy(update={"edits": film.edits}))
