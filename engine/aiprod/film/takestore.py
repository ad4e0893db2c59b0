# SPDX-License-Identifier: Apache-2.0
"""Takes on disk: `takes/ab/abcd…/take.json` and the files it lists.

A take is made in a folder that begins with a dot and renamed when it is whole, so a killed production leaves either a
finished take or rubbish that the next start clears away, and never something between.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aiprod.film.base import SchemaError
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file
from aiprod.film.takes import Recipe, Take, TakeFile


class DamagedTakeError(UserError):
    """A take's files are not what its record says."""


class TakeStore:
    """The takes of one film."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._whole: set[str] = set()

    def folder(self, take_id: str) -> Path:
        return self.root / take_id[:2] / take_id

    def path(self, take: Take, name: str) -> Path:
        """The path of one of a take's files."""
        return self.folder(take.id) / name

    def find(self, recipe: Recipe) -> Take | None:
        """The finished take of a recipe, checked; None if there is none. Raises DamagedTakeError."""
        take_id = recipe.content_hash()
        return self.load(take_id) if (self.folder(take_id) / "take.json").is_file() else None

    def load(self, take_id: str) -> Take:
        """Read a take and check its files against their hashes (once per process). Raises DamagedTakeError."""
        try:
            take = Take.from_json(read_json(self.folder(take_id) / "take.json"))
        except SchemaError as error:
            raise self._damage(take_id, error.why) from error
        if take.id != take_id:
            raise self._damage(take_id, "its record names another take")
        if take_id not in self._whole:
            self._check(take)
            self._whole.add(take_id)
        return take

    def _check(self, take: Take) -> None:
        for item in take.files:
            path = self.path(take, item.path)
            if not path.is_file() or path.is_symlink():
                raise self._damage(take.id, f"{item.path} is missing")
            if path.stat().st_size != item.size or hash_file(path) != item.sha256:
                raise self._damage(take.id, f"{item.path} was truncated or altered")

    @staticmethod
    def _damage(take_id: str, why: str) -> DamagedTakeError:
        return DamagedTakeError(f"Take {take_id[:12]} is damaged", why, "`aiprod resume` makes it again.")

    def set_aside(self, take_id: str) -> Path:
        """Move a damaged take out of the way, keeping its bytes. Returns where it lies now."""
        target = self.root / ".damaged" / f"{take_id}-{uuid.uuid4().hex[:8]}"
        with disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folder(take_id).replace(target)
        return target

    def begin(self, recipe: Recipe) -> Path:
        """An empty folder to make a take in."""
        folder = self.root / f".making-{recipe.content_hash()[:16]}-{uuid.uuid4().hex[:8]}"
        with disk_errors(folder):
            folder.mkdir(parents=True)
        return folder

    def finish(self, recipe: Recipe, folder: Path, facts: Mapping[str, Any], cpu_seconds: float) -> Take:
        """Hash what was made and give it its final name. Raises UserError for a full disk."""
        take = Take(
            id=recipe.content_hash(), recipe=recipe, files=tuple(self._files(folder)), facts=dict(facts),
            cpu_seconds=round(cpu_seconds, 3), cost=float(facts.get("cost_eur", 0.0)),
            licences=tuple(sorted({model.licence for model in recipe.models})),
        )  # fmt: skip
        write_json(folder / "take.json", take.to_json())
        target = self.folder(take.id)
        with disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            folder.replace(target)
        self._whole.add(take.id)
        return take

    @staticmethod
    def _files(folder: Path) -> Iterator[TakeFile]:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
            yield TakeFile(path=path.relative_to(folder).as_posix(), sha256=hash_file(path), size=path.stat().st_size)

    def abandon(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    def clear_unfinished(self) -> int:
        """Remove what a killed production left half made. Only while holding the film's lock."""
        leftovers = list(self.root.glob(".making-*"))
        for folder in leftovers:
            self.abandon(folder)
        return len(leftovers)

    def all(self) -> Iterator[Take]:
        """Every finished take, unchecked order by id. Raises DamagedTakeError at the first bad one."""
        for record in sorted(self.root.glob("[0-9a-f][0-9a-f]/*/take.json")):
            yield self.load(record.parent.name)
