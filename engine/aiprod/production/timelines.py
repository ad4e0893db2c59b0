# SPDX-License-Identifier: Apache-2.0
"""A film's edit, read from its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.hashing import hash_json
from aiprod.film.store import FilmStore

if TYPE_CHECKING:
    import opentimelineio as otio


def open_timeline(store: FilmStore) -> otio.schema.Timeline:
    """The assembled timeline. Raises UserError when there is none yet, or it can't be read."""
    import opentimelineio as otio

    source = store.root / "timeline.otio"
    if not source.is_file():
        raise UserError(f"{store.root} has no edit yet", "it was not assembled", "Run `aiprod resume` first.")
    try:
        found = otio.adapters.read_from_file(str(source))
    except (otio.exceptions.OTIOError, ValueError, OSError) as error:
        raise UserError(f"{source} can't be read", str(error), "`aiprod resume` writes it again.") from error
    if not isinstance(found, otio.schema.Timeline):
        raise UserError(f"{source} is no timeline", f"it holds a {type(found).__name__}", "`aiprod resume` writes it again.")
    return found


def edit_hash(path: Path) -> str:
    """SHA-256 of a `timeline.otio` without the markers on its stack: checking a film marks its timeline, but cuts nothing."""
    data = read_json(path)
    return hash_json({**data, "tracks": {**data["tracks"], "markers": []}})
