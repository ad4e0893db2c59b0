# SPDX-License-Identifier: Apache-2.0
"""A film on disk: the folder `Name.aiprod/`.

    film.json         the last snapshot of the document
    journal.jsonl     every edit, with its inverse
    takes/            everything made, by recipe hash, immutable
    production.json   which takes the film is made of now
    timeline.otio     the edit
    delivery/         what goes out

Nothing in it is ever executed, and no path read from it leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.film import Film
from aiprod.film.journal import Edit, Journal, apply, difference
from aiprod.film.takestore import TakeStore

if TYPE_CHECKING:
    from filelock import BaseFileLock

SUFFIX = ".aiprod"


class FilmBusyError(UserError):
    """Another process, or another part of this one, works on the film."""


class FilmStore:
    """An open film folder."""

    def __init__(self, root: Path) -> None:
        """Open an existing film. Raises UserError when it is none, NewerSchemaError when it is from a newer AIPROD."""
        self.root = root
        if not (root / "film.json").is_file():
            raise UserError(f"{root} is not a film", "it has no film.json", "Give the path of a folder made by `aiprod make`.")
        self.refresh()
        self.takes = TakeStore(root / "takes")

    def refresh(self) -> None:
        """Read the document again: another process may have edited it."""
        self._journal = Journal(self.root / "journal.jsonl")
        self.film = self._replayed(Film.from_json(read_json(self.root / "film.json")))

    @classmethod
    def create(cls, root: Path, film: Film) -> FilmStore:
        """Make a new film folder. Raises UserError when the path is taken or can't be written."""
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise UserError(f"{root} exists already", "a film never overwrites anything", "Choose another name with --out.")
        with disk_errors(root):
            root.mkdir(parents=True, exist_ok=True)
        write_json(root / "film.json", film.to_json())
        return cls(root)

    def _replayed(self, snapshot: Film) -> Film:
        data = snapshot.to_json()
        for entry in self._journal.entries[snapshot.edits :]:
            data = apply(data, entry.patch)
        data["edits"] = len(self._journal.entries)
        return Film.from_json(data)

    def edit(self, name: str, change: Callable[[Film], Film]) -> Film:
        """Apply one named, undoable change: journal first, then memory, then the snapshot."""
        after = change(self.film)
        if after == self.film:
            return self.film
        forward = difference(self._bare(self.film), self._bare(after))
        backward = difference(self._bare(after), self._bare(self.film))
        number = len(self._journal.entries) + 1
        return self._commit(Edit(number=number, name=name, patch=tuple(forward), inverse=tuple(backward)))

    def undo(self) -> str:
        """Take back the last edit; returns its name. Raises UserError when there is none."""
        entry = self._journal.undoable()
        if entry is None:
            raise UserError("There is nothing to undo", "no edit was made yet")
        self._commit(self._reversal("undo", f"Undo {entry.name}", entry, entry.inverse, entry.patch))
        return entry.name

    def redo(self) -> str:
        """Do the last undone edit again; returns its name. Raises UserError when there is none."""
        entry = self._journal.redoable()
        if entry is None:
            raise UserError("There is nothing to redo", "no edit was undone")
        self._commit(self._reversal("redo", f"Redo {entry.name}", entry, entry.patch, entry.inverse))
        return entry.name

    @property
    def history(self) -> tuple[Edit, ...]:
        return tuple(self._journal.entries)

    def _reversal(self, kind: str, name: str, entry: Edit, patch: object, inverse: object) -> Edit:
        number = len(self._journal.entries) + 1
        return Edit.model_validate(
            {"number": number, "kind": kind, "name": name, "patch": patch, "inverse": inverse, "target": entry.number}
        )

    def _commit(self, entry: Edit) -> Film:
        data = apply(self._bare(self.film), entry.patch)
        film = Film.from_json({**data, "edits": entry.number})
        self._journal.append(entry)
        self.film = film
        write_json(self.root / "film.json", film.to_json())
        return film

    @staticmethod
    def _bare(film: Film) -> dict[str, object]:
        data = film.to_json()
        data.pop("edits")
        return data

    def lock(self) -> BaseFileLock:
        """The lock that a production holds while it runs; the operating system frees it when the process dies."""
        from filelock import FileLock

        return FileLock(self.root / ".lock", timeout=0)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock, with the document as it stands on disk. Raises FilmBusyError when another holds it."""
        from filelock import Timeout

        lock = self.lock()
        try:
            lock.acquire()
        except Timeout as error:
            raise FilmBusyError(f"{self.root} is being worked on", "another AIPROD holds it", "Wait until it is done.") from error
        try:
            self.refresh()
            yield
        finally:
            lock.release()
