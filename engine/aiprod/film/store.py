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
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from aiprod.film import timeline_patches
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.film import Film
from aiprod.film.journal import Edit, Journal, Patch, apply, difference
from aiprod.film.takestore import TakeStore

if TYPE_CHECKING:
    from filelock import BaseFileLock

SUFFIX = ".aiprod"
_PATIENCE_S = 2.0
"""How long an edit waits for another one to be on disk."""
_SNAPSHOT_EVERY = 128
"""Edits of the timeline that the journal alone holds; a snapshot of a long film costs more than its edit."""


_Stamp = tuple[int, int, int]
_Signature = tuple[_Stamp | None, ...]
"""Inode, size and time of change of each file of the document."""


class FilmBusyError(UserError):
    """Another process, or another part of this one, is writing the film's document."""


class FilmStore:
    """An open film folder."""

    def __init__(self, root: Path) -> None:
        """Open an existing film. Raises UserError when it is none, NewerSchemaError when it is from a newer AIPROD."""
        self.root = root
        if not (root / "film.json").is_file():
            raise UserError(f"{root} is not a film", "it has no film.json", "Give the path of a folder made by `aiprod make`.")
        self._seen: _Signature = ()
        self._editing: BaseFileLock | None = None
        self._turn = RLock()
        self.refresh()
        self.takes = TakeStore(root / "takes")

    def refresh(self) -> None:
        """Read the document again, where another process has edited it: only what came since, where that is enough."""
        with self._turn:
            seen = self._signature()
            if seen == self._seen:
                return
            if not self._caught_up(seen):
                self._read()
            self._seen = seen

    def _read(self) -> None:
        """The whole document. The snapshot is read first: the journal is never behind it, whoever writes meanwhile."""
        snapshot = Film.from_json(read_json(self.root / "film.json"))
        self._journal = Journal(self.root / "journal.jsonl")
        lost = snapshot.edits > len(self._journal.entries)
        self._snapshot = -_SNAPSHOT_EVERY if lost else snapshot.edits  # without its journal, it is written anew by the next edit
        self.film = self._replayed(snapshot)

    def _caught_up(self, seen: _Signature) -> bool:
        """Whether the entries that the journal has grown by were all there was to read."""
        if not self._seen:
            return False
        before, now = self._seen[1], seen[1]
        if now is None or (before is not None and (before[0] != now[0] or before[1] >= now[1])):
            return False
        try:
            new = self._journal.caught_up()
            for entry in new:
                self.film = _patched(self.film, entry.patch).model_copy(update={"edits": entry.number})
        except (UserError, IndexError):
            return False
        return bool(new) and self.film.edits == len(self._journal.entries)

    def _signature(self) -> _Signature:
        """What tells that nobody else has written the document: of the snapshot and of the journal."""
        return tuple(_stamp(self.root / name) for name in ("film.json", "journal.jsonl"))

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
            data = apply(data, entry.patch, in_place=True)
        data["edits"] = len(self._journal.entries)
        return Film.from_json(data)

    def edit(self, name: str, change: Callable[[Film], Film]) -> Film:
        """Apply one named, undoable change to the film as it stands on disk: journal first, then memory, then the snapshot.

        Raises FilmBusyError when another edit does not end.
        """
        with self.held():
            after = change(self.film)
            forward = _patch(self.film, after)
            if not forward:
                return self.film
            number = len(self._journal.entries) + 1
            entry = Edit(number=number, name=name, patch=tuple(forward), inverse=tuple(_patch(after, self.film)))
            return self._commit(entry, after)

    def save(self) -> None:
        """Write the snapshot, so that the film opens without its journal being replayed."""
        with self.held():
            self._save()

    def _save(self) -> None:
        if self._snapshot != self.film.edits:
            write_json(self.root / "film.json", self.film.to_json())
            self._snapshot = self.film.edits
            self._seen = self._signature()

    def undo(self) -> str:
        """Take back the last edit; returns its name. Raises UserError when there is none, FilmBusyError."""
        with self.held():
            entry = self._journal.undoable()
            if entry is None:
                raise UserError("There is nothing to undo", "no edit was made yet")
            reversal = self._reversal("undo", f"Undo {entry.name}", entry, entry.inverse, entry.patch)
            self._commit(reversal, _patched(self.film, entry.inverse))
            return entry.name

    def redo(self) -> str:
        """Do the last undone edit again; returns its name. Raises UserError when there is none, FilmBusyError."""
        with self.held():
            entry = self._journal.redoable()
            if entry is None:
                raise UserError("There is nothing to redo", "no edit was undone")
            reversal = self._reversal("redo", f"Redo {entry.name}", entry, entry.patch, entry.inverse)
            self._commit(reversal, _patched(self.film, entry.patch))
            return entry.name

    @property
    def history(self) -> tuple[Edit, ...]:
        return tuple(self._journal.entries)

    @property
    def undoable(self) -> str:
        """The name of the edit that `undo` would take back; empty if there is none."""
        entry = self._journal.undoable()
        return entry.name if entry else ""

    @property
    def redoable(self) -> str:
        """The name of the edit that `redo` would make again; empty if there is none."""
        entry = self._journal.redoable()
        return entry.name if entry else ""

    def _reversal(self, kind: str, name: str, entry: Edit, patch: object, inverse: object) -> Edit:
        number = len(self._journal.entries) + 1
        return Edit.model_validate(
            {"number": number, "kind": kind, "name": name, "patch": patch, "inverse": inverse, "target": entry.number}
        )

    def _commit(self, entry: Edit, after: Film) -> Film:
        self._journal.append(entry)
        self.film = after.model_copy(update={"edits": entry.number})
        self._seen = self._signature()
        of_the_timeline = all(op["path"].startswith("/timeline/") for op in entry.patch)
        if not of_the_timeline or self.film.edits - self._snapshot >= _SNAPSHOT_EVERY:
            with suppress(UserError):  # the edit is in the journal, so it was made; the next one writes the snapshot
                self._save()
        return self.film

    def lock(self) -> BaseFileLock:
        """The lock that a production holds while it runs: one film is made by one process at a time. The operating system
        frees it when the process dies. The document may be edited meanwhile: that is `held`."""
        from filelock import FileLock

        return FileLock(self.root / ".lock", timeout=0)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the document, read again from disk, for the moment of an edit; may be nested.

        Raises FilmBusyError when another holds it for long, UserError where the folder can't be written.
        """
        from filelock import Timeout

        if not self.root.is_dir():  # the lock would make the folder anew, where a disk was unplugged
            raise UserError(f"{self.root} can't be written", "its folder is not there", "Is its disk connected?")
        if self._editing is None:
            self._editing = edit_lock(self.root)
        lock = self._editing
        with disk_errors(self.root):
            try:
                lock.acquire(timeout=_PATIENCE_S, poll_interval=0.002)
            except Timeout as error:
                why = "another AIPROD is writing it"
                raise FilmBusyError(f"{self.root} is being edited", why, "Try again in a moment.") from error
        try:
            with self._turn:
                self.refresh()
                yield
        finally:
            lock.release()


def edit_lock(root: Path) -> BaseFileLock:
    """The lock on the document of the film in a folder, held for the moment of an edit."""
    from filelock import FileLock

    return FileLock(root / ".edit.lock")


def _stamp(path: Path) -> _Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _patch(before: Film, after: Film) -> Patch:
    """The JSON Patch from one state of the document to another; only fields that differ are looked into."""
    found: Patch = []
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name == "edits" or old is new or old == new:
            continue
        if name == "timeline" and old is not None and new is not None:
            found += timeline_patches.difference(old, new)
        else:
            found += difference(_part(before, {name}), _part(after, {name}))
    return found


def _part(film: Film, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in film.model_dump(mode="json", include=names).items() if name in names}


def _patched(film: Film, patch: tuple[dict[str, Any], ...]) -> Film:
    """The document after a patch. Raises UserError where it does not fit, SchemaError where the result is no film."""
    names = {str(op["path"]).split("/")[1] for op in patch}
    if names == {"timeline"} and film.timeline is not None:
        quick = timeline_patches.patched(film.timeline, patch)
        if quick is not None:
            return film.model_copy(update={"timeline": quick})
    data = apply(_part(film, names), patch, in_place=True)
    rest = {name: getattr(film, name) for name in type(film).model_fields if name not in names}
    return Film.from_json({**rest, **data})
