# SPDX-License-Identifier: Apache-2.0
"""Which take a user took over which other one: a line for each choice in the film's own `choices.jsonl`.

The file stays in the film's folder and is sent nowhere. A preference is learnt from it when the user says so, by
`aiprod train prefer`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field, ValidationError

from aiprod.film.base import FilmObject, SchemaError
from aiprod.film.files import disk_errors

FILE = "choices.jsonl"


class Choice(FilmObject):
    """Of two takes of one shot, seen by the same person, one was taken."""

    shot: str = Field(min_length=1)
    better: str = Field(min_length=1)
    """The id of the take that was chosen."""
    worse: str = Field(min_length=1)
    """The id of the one that was shown before."""
    at: float = Field(ge=0)
    """Seconds since 1970."""


def remember(root: Path, choice: Choice) -> None:
    """Add a choice to a film's own list. Raises UserError where the disk refuses."""
    path = root / FILE
    with disk_errors(path), path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(choice.to_json(), ensure_ascii=False) + "\n")


def choices_of(root: Path) -> tuple[Choice, ...]:
    """A film's choices, the oldest first. Of two takes the last word counts; a line that a crash cut short is left out."""
    path = root / FILE
    found: dict[tuple[str, ...], Choice] = {}
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        try:
            choice = Choice.from_json(json.loads(line))
        except (ValueError, ValidationError, SchemaError):
            continue
        key = (choice.shot, *sorted((choice.better, choice.worse)))
        found.pop(key, None)
        found[key] = choice
    return tuple(found.values())


def forget(root: Path) -> None:
    """Remove a film's choices."""
    (root / FILE).unlink(missing_ok=True)
