# SPDX-License-Identifier: Apache-2.0
"""The edit journal: every change of a film as one named, undoable entry, on disk before it is shown.

Each line of `journal.jsonl` holds a JSON Patch (RFC 6902) and its inverse. The document is its last snapshot plus the
entries after it. A line that a crash cut short is dropped: at most that one edit is lost.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from aiprod.film.base import FilmObject, SchemaError
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors

Patch = list[dict[str, Any]]


class Edit(FilmObject):
    """One journal entry."""

    number: int = Field(ge=1)
    kind: Literal["edit", "undo", "redo"] = "edit"
    name: str
    """As the user reads it in the Undo menu: "Change line", "Undo Change line"."""
    patch: tuple[dict[str, Any], ...]
    inverse: tuple[dict[str, Any], ...]
    target: int = 0
    """Undo and redo: the number of the edit that is undone or done again."""


def encoded(entry: Edit) -> bytes:
    """An entry as its line of the journal."""
    return json.dumps(entry.to_json(), ensure_ascii=False).encode() + b"\n"


def difference(before: Any, after: Any) -> Patch:
    """The JSON Patch that turns `before` into `after`."""
    import jsonpatch

    return list(jsonpatch.make_patch(before, after).patch)


def apply(document: Any, patch: tuple[dict[str, Any], ...], *, in_place: bool = False) -> Any:
    """A patched copy of a JSON document, or the document itself, patched. Raises UserError where the patch does not fit."""
    import jsonpatch

    try:
        return jsonpatch.apply_patch(document, list(patch), in_place=in_place)
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
        raise UserError(
            "The edit journal does not fit the film", str(error), "Restore film.json or journal.jsonl from a copy."
        ) from error


class Journal:
    """The journal file of one film. It is written under the film's document lock (`store`), and read without."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries: list[Edit] = []
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._whole = 0
        self.caught_up()

    def caught_up(self) -> list[Edit]:
        """Read what others have written since; returns the new entries. A torn last line is no entry."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as stream:
            stream.seek(self._whole)
            raw = stream.read()
        whole, newline, _torn = raw.rpartition(b"\n")
        found = [self._entry(line) for line in whole.splitlines() if line.strip()]
        self._whole += len(whole) + len(newline)
        for entry in found:
            self._take(entry)
        return found

    def _entry(self, line: bytes) -> Edit:
        try:
            return Edit.from_json(json.loads(line))
        except ValueError as error:
            raise SchemaError(f"{self._path} can't be read", str(error), "Restore it from a copy.") from error

    def append(self, entry: Edit) -> None:
        """Put an entry on disk. When this returns, the edit survives a power cut. What a killed process left torn is cut off."""
        line = encoded(entry)
        with disk_errors(self._path), self._path.open("ab", buffering=0) as stream:  # a buffer would try again at its end
            stream.truncate(self._whole)
            try:
                left = memoryview(line)
                while left:
                    left = left[stream.write(left) :]
                os.fsync(stream.fileno())
            except OSError:
                stream.truncate(self._whole)
                raise
        self._whole += len(line)
        self._take(entry)

    def undoable(self) -> Edit | None:
        """The edit that Undo would take back."""
        return self._done[-1] if self._done else None

    def redoable(self) -> Edit | None:
        """The edit that Redo would do again."""
        return self._undone[-1] if self._undone else None

    def _take(self, entry: Edit) -> None:
        self.entries.append(entry)
        if entry.kind == "edit":
            self._done.append(entry)
            self._undone.clear()
        elif entry.kind == "undo":
            self._undone.append(self._done.pop())
        else:
            self._done.append(self._undone.pop())
