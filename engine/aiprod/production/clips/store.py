# SPDX-License-Identifier: Apache-2.0
"""The store of clips: a folder for each, which appears whole or not at all and never changes.

clips/<clip id>/          clip.json and its files
clips/<clip id>/kept/     what it was made after, by hash: references, and the end of a clip that was made longer
clips/.work/<job>/        what is being made; found again by the next attempt
clips/.kept/<hash>.<kind> what orders brought, until the clip is made
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file
from aiprod.production.clips.recipes import ClipRecipe, Kind

FileRole = Literal["picture", "sound", "poster", "strip", "lut", "cdl"]
KEPT = "kept"
_ID = re.compile(r"^clip_[0-9a-zA-Z]{26}$")
_KEEP_S = 7 * 86_400
"""What was ordered and never made is thrown away after a week."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class FileRecord(_Record):
    """A file of a clip; its name is relative to the clip's folder."""

    role: FileRole
    name: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")
    sha256: str = ""
    size: int = 0
    frames: int = 0
    channels: int = 0
    sample_rate: int = 0


class GradeRecord(_Record):
    """What makes one item match."""

    key: str
    slope: tuple[float, float, float]
    offset: tuple[float, float, float]
    power: tuple[float, float, float]
    saturation: float
    lut: str
    cdl: str
    error_before: float
    error_after: float


class Clip(_Record):
    """A clip as `clip.json` holds it."""

    id: str
    family: str
    recipe: ClipRecipe
    frames: int
    width: int = 0
    height: int = 0
    files: tuple[FileRecord, ...] = ()
    grades: tuple[GradeRecord, ...] = ()
    generator: str = ""
    label: str = ""
    words: tuple[str, ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict)
    made_at: float = 0.0

    @property
    def kind(self) -> Kind:
        return self.recipe.kind

    def file(self, role: FileRole) -> FileRecord | None:
        return next((file for file in self.files if file.role == role), None)


def clip_of(job: str) -> str:
    """The clip that a job makes: the same letters, so that an order that is given twice is one clip."""
    return f"clip_{job.rpartition('_')[2]}"


class ClipStore:
    """The clips of this user.

    Args:
        root: where they are; by default in the data home.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or data_home() / "clips"

    def folder(self, clip: str) -> Path:
        """A clip's folder. Raises UserError for what is no clip's name."""
        if not _ID.fullmatch(clip):
            raise _unknown(clip)
        return self.root / clip

    def find(self, clip: str) -> Clip | None:
        """A clip, or None where there is none. Raises UserError for a damaged one."""
        path = self.folder(clip) / "clip.json"
        if not path.is_file():
            return None
        try:
            return Clip.model_validate(read_json(path))
        except ValidationError as error:
            raise UserError(
                f"The clip {clip} can't be read", error.errors()[0]["msg"], "Make it again from its marker."
            ) from error

    def get(self, clip: str) -> Clip:
        """Raises UserError when there is no such clip."""
        found = self.find(clip)
        if found is None:
            raise _unknown(clip)
        return found

    def all(self, *, project: str | None = None, family: str | None = None, limit: int = 1000) -> list[Clip]:
        """Clips, the newest first. Damaged ones are passed over."""
        found: list[Clip] = []
        for name in self._names():
            with suppress(UserError):
                clip = self.find(name)
                if clip is not None and project in (None, clip.recipe.project) and family in (None, clip.family):
                    found.append(clip)
            if len(found) >= limit:
                break
        return found

    def _names(self) -> list[str]:
        if not self.root.is_dir():
            return []
        return sorted((entry.name for entry in os.scandir(self.root) if _ID.fullmatch(entry.name)), reverse=True)

    def path(self, clip: Clip, name: str) -> Path:
        return self.folder(clip.id) / name

    # -- making

    def work(self, job: str) -> Path:
        """Where a job makes its clip; what an attempt before left there is found again."""
        folder = self.root / ".work" / re.sub(r"[^0-9A-Za-z_-]", "_", job)
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    def desk(self, work: Path) -> Path:
        """An empty folder in which a clip is laid out."""
        desk = work / "clip"
        with disk_errors(desk):
            shutil.rmtree(desk, ignore_errors=True)
            (desk / KEPT).mkdir(parents=True)
        return desk

    def publish(self, clip: Clip, desk: Path) -> Clip:
        """Give a clip that was laid out its place. Another that is there already stays."""
        target = self.folder(clip.id)
        whole = clip.model_copy(update={"files": tuple(_measured(file, desk) for file in clip.files)})
        with suppress(OSError):
            (desk / KEPT).rmdir()
        write_json(desk / "clip.json", _as_json(whole))
        with disk_errors(target):
            for path in (*desk.rglob("*"), desk):
                _sync(path)
            try:
                desk.rename(target)
            except OSError:
                if self.find(clip.id) is None:
                    raise
        return self.get(clip.id)

    def clear(self, work: Path) -> None:
        """Throw away what a finished job worked with."""
        shutil.rmtree(work, ignore_errors=True)

    # -- what clips are made after

    def keep(self, source: Path) -> tuple[str, Path]:
        """Copy a file for later; returns its hash and the copy."""
        digest = hash_file(source)
        target = self.root / ".kept" / f"{digest}{source.suffix.lower()}"
        if not target.is_file():
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            with disk_errors(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, part)
                part.replace(target)
        with suppress(OSError):
            os.utime(target)
        return digest, target

    def kept(self, digest: str) -> Path | None:
        """The copy of a file by its hash, wherever one is; None where it is gone."""
        for folder in (self.root / ".kept", *(self.root / name / KEPT for name in self._names())):
            found = next(iter(sorted(folder.glob(f"{digest}.*"))), None)
            if found is not None and found.is_file() and not found.is_symlink():
                return found
        return None

    def sweep(self, now: float | None = None) -> None:
        """Throw away what was begun or brought long ago and came to nothing."""
        limit = (time.time() if now is None else now) - _KEEP_S
        for old in self._old(limit):
            with suppress(OSError):
                shutil.rmtree(old) if old.is_dir() else old.unlink()

    def _old(self, limit: float) -> Iterator[Path]:
        for name in (".work", ".kept"):
            folder = self.root / name
            yield from (path for path in (folder.iterdir() if folder.is_dir() else ()) if path.lstat().st_mtime < limit)


def _as_json(clip: Clip) -> dict[str, Any]:
    return {**clip.model_dump(mode="json", exclude={"recipe"}), "recipe": clip.recipe.to_json()}


def _measured(file: FileRecord, desk: Path) -> FileRecord:
    path = desk / file.name
    return file.model_copy(update={"sha256": hash_file(path), "size": path.stat().st_size})


def _sync(path: Path) -> None:
    """See a file or folder on the disk (folders can't be, and need not be, on Windows)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unknown(clip: str) -> UserError:
    return UserError(
        f"There is no clip {clip[:40]}", "it was never made here, or its folder is gone", "Make it again from its marker."
    )
