# SPDX-License-Identifier: Apache-2.0
"""Manifests: which files a model in the store has, by hash, and how they came."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import DiskFullError
from aiprod.film.files import data_home, disk_errors, read_json, write_json

PLACE = "AIPROD_MODELS"
"""The environment variable that puts the store somewhere else, on a larger disk for example."""
SPARE = 512 << 20
"""Bytes that stay free on the disk, whatever is fetched."""


class Kept(FilmObject):
    """A file of a model in the store."""

    name: str
    sha256: str = Field(pattern=r"^([0-9a-f]{64})?$")
    """Empty while a file that comes without a declared hash is on its way."""
    size: int = Field(ge=0)
    declared: Literal["card", "hub", "copy", "built"] = "card"
    """Who named the hash first: the card; the hub, when the file was fetched; nobody, so that it is the one of the first copy;
    or the file was made here."""
    source: str = ""
    """Where it came from, for people."""


class Manifest(FilmObject):
    """A model in the store."""

    id: str
    precision: str = ""
    files: tuple[Kept, ...]
    since: float
    """Unix seconds."""

    def file(self, name: str) -> Kept | None:
        return next((file for file in self.files if file.name == name), None)


def home() -> Path:
    """The store's folder."""
    return Path(os.environ[PLACE]) if os.environ.get(PLACE) else data_home() / "models"


def folder(model_id: str) -> Path:
    """Where a model's files are under their names (not checked: `library.folder` does)."""
    return home() / model_id


def manifest(model_id: str, *, coming: bool = False) -> Manifest | None:
    """What the store has of a model; `coming`: of one that is on its way. None for nothing. Raises UserError where the manifest
    can't be read."""
    path = _path(model_id, coming=coming)
    return Manifest.from_json(read_json(path)) if path.is_file() else None


def manifests() -> Iterator[Manifest]:
    """Everything that blobs are kept for: models that are here, and models on their way."""
    for path in sorted((home() / "manifests").glob("*")):
        if path.suffix in (".json", ".pull") and not path.name.startswith("."):
            yield Manifest.from_json(read_json(path))


def write(found: Manifest, *, coming: bool = False) -> None:
    write_json(_path(found.id, coming=coming), found.to_json())


def forget(model_id: str, *, coming: bool = False) -> None:
    _path(model_id, coming=coming).unlink(missing_ok=True)


@contextmanager
def locked() -> Iterator[None]:
    """The store, for the moment of a change. The operating system frees it when the process dies."""
    from filelock import FileLock

    home().mkdir(parents=True, exist_ok=True)
    with FileLock(home() / ".lock"):
        yield


def free_bytes(path: Path | None = None) -> int:
    """What the disk of the store (or of a path that need not exist yet) has room for."""
    wanted = path or home()
    return shutil.disk_usage(next(place for place in (wanted, *wanted.parents) if place.exists())).free


def need_space(wanted: int, what: str) -> None:
    """Raises DiskFullError where the store's disk has no room for `wanted` bytes."""
    free = free_bytes()
    if wanted + SPARE > free:
        short = wanted + SPARE - free
        raise DiskFullError(
            f"There is no room for {what}", f"it takes {size_text(wanted)}, and {size_text(free)} are free in {home()}",
            f"Free {size_text(short)}, or put the models on another disk with {PLACE}.",
        )  # fmt: skip


def size_text(size: int) -> str:
    """Bytes as people read them, in powers of ten: "46.1 GB", "12 MB"."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}" if unit == "GB" else f"{size / scale:.0f} {unit}"
    return f"{size} B"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals while writing into the store into errors for the user."""
    try:
        with disk_errors(path):
            yield
    except DiskFullError as error:
        remedy = f"Free some space, or put the models on another disk with {PLACE}. What came is kept."
        raise DiskFullError(error.what, error.why, remedy) from error


def drop(path: Path) -> None:
    """A file or a folder, gone; nothing is said where it was not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()


def _path(model_id: str, *, coming: bool) -> Path:
    return home() / "manifests" / f"{model_id}.{'pull' if coming else 'json'}"
