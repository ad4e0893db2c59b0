# SPDX-License-Identifier: Apache-2.0
"""Built parts on disk: a folder for each key, published whole, looked at before it is used."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file
from aiprod.models.compiling.keys import PartKey

_MANIFEST = "part.json"


@dataclass(frozen=True)
class Built:
    """A built part.

    Attributes:
        folder: its files, read only.
        facts: what its builder noted down (names of inputs, parity, …).
        fresh: whether it was built just now.
    """

    folder: Path
    facts: dict[str, Any]
    fresh: bool = False


def root() -> Path:
    return data_home() / "compiled"


def find(key: PartKey) -> Built | None:
    """The part of this key, where it is here and whole. What is damaged is removed."""
    folder = root() / key.digest()
    if not folder.is_dir():
        return None
    manifest = _whole(folder)
    if manifest is None:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return Built(folder, dict(manifest["facts"]))


def made(key: PartKey, model: str, make: Callable[[Path], dict[str, Any]]) -> Built:
    """The part of this key; made where it is not here. A kill leaves nothing under the key's name.

    Args:
        model: whose part it is, for `forget`.
        make: writes the files into the folder that it is given and returns the part's facts.

    Raises:
        UserError: the disk is full; what `make` raises.
    """
    found = find(key)
    if found is not None:
        return found
    folder = root() / key.digest()
    with disk_errors(folder):
        root().mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".", dir=root()))
        try:
            return _published(work, folder, key, model, make(work))
        finally:
            shutil.rmtree(work, ignore_errors=True)


def parts() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder and manifest of every part that is here."""
    for folder in sorted(root().iterdir()) if root().is_dir() else ():
        if folder.name[0] != "." and (manifest := _manifest(folder)) is not None:
            yield folder, manifest


def forget(model: str) -> int:
    """Remove what was built of a model; returns how many bytes became free. Parts without weights may serve others too, and go
    with the model that they were built for: they are quickly made again."""
    freed = 0
    for folder, manifest in parts():
        if manifest["model"] == model:
            freed += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            shutil.rmtree(folder, ignore_errors=True)
    return freed


def _published(work: Path, folder: Path, key: PartKey, model: str, facts: dict[str, Any]) -> Built:
    files = {p.relative_to(work).as_posix(): hash_file(p) for p in sorted(work.rglob("*")) if p.is_file()}
    write_json(work / _MANIFEST, {"model": model, "key": asdict(key), "files": files, "facts": facts})
    try:
        work.rename(folder)
    except OSError:
        if _whole(folder) is None:  # otherwise another process was quicker
            raise
    return Built(folder, facts, fresh=True)


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = read_json(folder / _MANIFEST)
    except UserError:
        return None
    return found if isinstance(found, dict) and {"model", "files", "facts"} <= set(found) else None


def _whole(folder: Path) -> dict[str, Any] | None:
    manifest = _manifest(folder)
    if manifest is None:
        return None
    paths = {folder / name: sha256 for name, sha256 in manifest["files"].items()}
    return manifest if all(path.is_file() and hash_file(path) == sha256 for path, sha256 in paths.items()) else None
