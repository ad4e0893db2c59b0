# SPDX-License-Identifier: Apache-2.0
"""Why a film can't be opened, and how a film that was opened stands on its disk. Looks at the disk: never on the interface
thread."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aiprod.film.errors import AiprodError
from aiprod_app.recovery.missing import missing

if TYPE_CHECKING:
    from aiprod.film.film import Film
    from aiprod.production.standing import Standing

Kind = Literal["gone", "unplugged", "no film", "newer", "damaged", "denied", "other"]


@dataclass(frozen=True)
class Diagnosis:
    """Why a film can't be opened.

    Attributes:
        kind: "gone": the folder is not there; "unplugged": nor is the one above it; "no film": there is no film in it; "newer":
            from a newer AIPROD; "damaged": its document can't be read; "denied": no right to read it.
        error: what was said.
        versions: how many kept versions there are.
    """

    root: Path
    kind: Kind
    error: AiprodError
    versions: int = 0


def diagnose(root: Path, error: AiprodError) -> Diagnosis:
    """Find out why a folder was refused."""
    from aiprod.film.versions import versions

    try:
        kept = len(versions(root))
        return Diagnosis(root, _kind(root, error, kept), error, kept)
    except PermissionError:  # not even whether it is there can be seen
        return Diagnosis(root, "denied", error)
    except OSError:
        return Diagnosis(root, "other", error)


def _kind(root: Path, error: AiprodError, kept: int) -> Kind:
    from aiprod.film.base import NewerSchemaError

    if isinstance(error, NewerSchemaError):
        return "newer"
    if not root.exists():
        return "gone" if root.parent.exists() else "unplugged"
    if not os.access(root, os.R_OK | os.X_OK):
        return "denied"
    document, journal = root / "film.json", root / "journal.jsonl"
    if not document.exists():
        return "damaged" if kept or journal.exists() else "no film"
    if not os.access(document, os.R_OK):
        return "denied"
    return "damaged" if document.is_file() else "no film"


@dataclass(frozen=True)
class Health:
    """How an opened film stands on its disk.

    Attributes:
        writable: whether edits can be kept.
        free: bytes on its disk.
        last_edit_at: when the journal was last written, unix seconds; 0 if never.
        torn: whether a killed program left half a line at the journal's end.
        missing: what the film knows of and is not there.
    """

    writable: bool
    free: int
    last_edit_at: float
    torn: bool
    missing: tuple[str, ...]


def health(root: Path, film: Film, standing: Standing) -> Health | None:
    """How an open film's folder stands; None where it is gone, which its session says."""
    import shutil

    journal = root / "journal.jsonl"
    try:
        free, stat = shutil.disk_usage(root).free, journal.stat() if journal.exists() else None
    except OSError:
        return None
    written = stat.st_mtime if stat is not None and stat.st_size else 0.0
    return Health(_writable(root), free, written, stat is not None and _torn(journal), missing(root, film, standing))


def _writable(root: Path) -> bool:
    """Whether edits can be kept: the rights are there and the disk takes them (rights alone say nothing of a read-only mount)."""
    names = [path for path in (root, root / "film.json", root / "journal.jsonl") if path.exists()]
    return all(os.access(path, os.W_OK) for path in names)


def _torn(journal: Path) -> bool:
    with journal.open("rb") as stream:
        if not stream.seek(0, os.SEEK_END):
            return False
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"
