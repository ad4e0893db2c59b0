# SPDX-License-Identifier: Apache-2.0
"""A film folder whose document was damaged, put together again from what is whole: snapshot, journal, kept versions.

The damaged files are set aside (`NAME.damaged-N`), never deleted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import Timeout

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_atomically, write_json
from aiprod.film.film import Film
from aiprod.film.journal import Edit, apply, encoded
from aiprod.film.store import edit_lock
from aiprod.film.versions import versions

_PATIENCE_S = 5.0


@dataclass(frozen=True)
class Mended:
    """What was done.

    Attributes:
        snapshot: what the document was built on: "film.json", or the name of a version.
        edits: how many edits the mended document holds.
        lost: edits in the journal that could not be used.
        undo: whether the edits can still be undone.
        aside: the damaged files, by their new names.
    """

    snapshot: str
    edits: int
    lost: int
    undo: bool
    aside: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """A snapshot that can be read, where from, and the journal as far as it can."""

    name: str
    film: Film
    entries: list[Edit]
    lines: int


def mend(root: Path) -> Mended:
    """Put a film's document together again. A whole one is left as it is.

    Raises:
        UserError: neither the document nor a version of it can be read, or the folder can't be written.
    """
    lock = edit_lock(root)
    with disk_errors(root):
        try:
            lock.acquire(timeout=_PATIENCE_S)
        except Timeout as error:
            raise UserError(f"{root} is being edited", "another AIPROD is writing it", "Close it there first.") from error
    try:
        return _mended(root)
    finally:
        lock.release()


def _mended(root: Path) -> Mended:
    entries, lines = _journal(root / "journal.jsonl")
    name, film = _snapshot(root)
    found = _Found(name, film, entries, lines)
    if film.edits > len(entries):
        return _without_journal(root, found)
    data, used = _replayed(film, entries)
    whole = used == lines and name == "film.json"
    if whole:
        return Mended(name, used, 0, True, ())
    aside = _set_aside(root, name, journal=used < lines)
    if used < lines:
        _write_journal(root, entries[:used])
    write_json(root / "film.json", {**data, "edits": used})
    return Mended(name, used, lines - used, True, aside)


def _without_journal(root: Path, found: _Found) -> Mended:
    """The journal lost edits that the snapshot has: the document is kept, its undo is not."""
    aside = _set_aside(root, found.name, journal=(root / "journal.jsonl").exists())
    write_json(root / "film.json", {**found.film.to_json(), "edits": 0})
    return Mended(found.name, found.film.edits, 0, False, aside)


def _journal(path: Path) -> tuple[list[Edit], int]:
    """The entries up to the first that can't be read, and how many whole lines there are."""
    try:
        raw = path.read_bytes()
    except OSError:
        return [], 0
    lines = [line for line in raw.rpartition(b"\n")[0].splitlines() if line.strip()]
    entries: list[Edit] = []
    for line in lines:
        try:
            entry = Edit.from_json(json.loads(line))
        except (ValueError, UserError):
            break
        if entry.number != len(entries) + 1:
            break
        entries.append(entry)
    return entries, len(lines)


def _snapshot(root: Path) -> tuple[str, Film]:
    """The document, or else the newest version that can be read. A newer schema is no damage and is raised."""
    from aiprod.film.base import NewerSchemaError

    try:
        return "film.json", Film.from_json(read_json(root / "film.json"))
    except NewerSchemaError:
        raise
    except UserError as error:
        first = error
    for version in versions(root):
        try:
            return version.path.name, version.film()
        except UserError:
            continue
    raise UserError(f"{root} can't be put together again", first.why, "Restore film.json from a copy.") from first


def _replayed(film: Film, entries: list[Edit]) -> tuple[dict[str, Any], int]:
    """The document with the edits that came after the snapshot, as far as they fit, and how many edits it then holds."""
    data, used = film.to_json(), film.edits
    for entry in entries[film.edits :]:
        try:
            after = apply(data, entry.patch)
            Film.from_json(after)
        except UserError:
            break
        data, used = after, used + 1
    return data, used


def _set_aside(root: Path, snapshot: str, *, journal: bool) -> tuple[str, ...]:
    names = [*(["film.json"] if snapshot != "film.json" else []), *(["journal.jsonl"] if journal else [])]
    aside = []
    for name in names:
        path = root / name
        if path.exists():
            target = next(t for n in range(1, 10_000) if not (t := root / f"{name}.damaged-{n}").exists())
            with disk_errors(root):
                path.replace(target)
            aside.append(target.name)
    return tuple(aside)


def _write_journal(root: Path, entries: list[Edit]) -> None:
    write_atomically(root / "journal.jsonl", b"".join(map(encoded, entries)))
