# SPDX-License-Identifier: Apache-2.0
"""A data set on disk: tar files of clips (WebDataset's layout) and a manifest with the SHA-256 of each.

A clip is two members of a tar: `KEY.npy` (uint8 [frames, height, width, RGB]) and `KEY.json` (labels, captions, camera,
licence, where it comes from). The manifest names whole shards only, so that a run that was stopped goes on behind the last
one; the same clips always give the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file, hash_json

MANIFEST = "manifest.json"
PER_SHARD = 64
_SCHEMA = "TrainingData.1"


@dataclass(frozen=True)
class Record:
    """A clip of a data set.

    Attributes:
        key: its name, unique in the set.
        frames: uint8 [frames, height, width, RGB].
        facts: JSON-able; "licence" (and "consent" where people are filmed) must be there.
    """

    key: str
    frames: NDArray[np.uint8]
    facts: dict[str, Any]


def missing_right(facts: dict[str, Any]) -> str:
    """What keeps a clip out of a data set; "" where nothing does."""
    if not str(facts.get("licence", "")).strip():
        return "no licence is given"
    if facts.get("people") and not str(facts.get("consent", "")).strip():
        return "people are in it and no consent is given"
    return ""


def open_manifest(folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The manifest of a data set, new or as far as it got. Raises UserError where it was made with other settings."""
    path = folder / MANIFEST
    if not path.exists():
        return {"schema": _SCHEMA, "settings": settings, "shards": [], "next": 0, "refused": []}
    manifest = checked_manifest(folder)
    if manifest["settings"] != settings:
        changed = [name for name in settings if manifest["settings"].get(name) != settings[name]]
        raise UserError(
            f"{folder} holds another data set", f"it differs in {', '.join(changed) or 'its settings'}", "Choose another folder."
        )
    return manifest


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an existing data set."""
    try:
        manifest: dict[str, Any] = read_json(folder / MANIFEST)
    except (UserError, OSError, ValueError) as error:
        raise UserError(
            f"{folder} is no data set", f"its {MANIFEST} can't be read", "Make one with `aiprod train data`."
        ) from error
    if manifest.get("schema") != _SCHEMA:
        raise UserError(f"{folder} is no data set of this version", f"it says {manifest.get('schema')!r}", "Make it again.")
    return manifest


def write(
    records: Iterable[tuple[int, Record | str]], folder: Path, manifest: dict[str, Any], *, per_shard: int = PER_SHARD,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Append clips to a data set, one whole shard after the other.

    Args:
        records: (number, clip or the reason why there is none), numbers rising from the manifest's "next" on.
        manifest: from `open_manifest`; kept up to date on disk.
    """
    waiting: list[Record] = []
    number = manifest["next"] - 1
    for number, record in records:
        reason = record if isinstance(record, str) else missing_right(record.facts)
        if reason:
            manifest["refused"].append({"number": number, "reason": reason})
        elif isinstance(record, Record):
            waiting.append(record)
        if len(waiting) == per_shard:
            _close_shard(waiting, folder, manifest, number + 1)
            waiting = []
            if progress:
                progress(number + 1)
    if waiting or manifest["refused"]:
        _close_shard(waiting, folder, manifest, number + 1)
    return manifest


def _close_shard(records: list[Record], folder: Path, manifest: dict[str, Any], following: int) -> None:
    if records:
        name = f"clips-{len(manifest['shards']):05d}.tar"
        path = folder / name
        _write_tar(records, path)
        size = path.stat().st_size
        manifest["shards"].append({"name": name, "sha256": hash_file(path), "bytes": size, "clips": len(records)})
    manifest["next"] = following
    write_json(folder / MANIFEST, manifest)


def _write_tar(records: list[Record], path: Path) -> None:
    """Whole or not at all; no times and no owners, so that equal clips give equal bytes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tarfile.open(part, "w") as tar:
                for record in records:
                    _add(tar, f"{record.key}.npy", _npy(record.frames))
                    _add(tar, f"{record.key}.json", json.dumps(record.facts, ensure_ascii=False, sort_keys=True).encode())
            part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _npy(frames: NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(frames), allow_pickle=False)
    return stream.getvalue()


def read(folder: Path, *, start: int = 0, verify: bool = True) -> Iterator[Record]:
    """The clips of a data set in order, from the `start`th on. Raises UserError for a shard that was changed or is gone."""
    passed = 0
    for shard in checked_manifest(folder)["shards"]:
        if passed + shard["clips"] > start:
            path = folder / shard["name"]
            if verify:
                _check(path, shard["sha256"])
            yield from list(_members(path))[max(start - passed, 0) :]
        passed += shard["clips"]


def _check(path: Path, sha256: str) -> None:
    if not path.exists():
        raise UserError(f"{path.name} is missing from the data set", "its manifest names it", "Make the data set again.")
    if hash_file(path) != sha256:
        raise UserError(f"{path.name} was changed", "its SHA-256 is not the manifest's", "Make the data set again.")


def _members(path: Path) -> Iterator[Record]:
    with tarfile.open(path) as tar:
        frames: dict[str, NDArray[np.uint8]] = {}
        for member in tar:
            key, _, kind = member.name.rpartition(".")
            stream = tar.extractfile(member)
            data = stream.read() if stream else b""
            if kind == "npy":
                frames[key] = np.load(io.BytesIO(data), allow_pickle=False)
            else:
                yield Record(key, frames.pop(key), json.loads(data))


def identity(folder: Path) -> str:
    """The hash of a data set: what a training run remembers, so that it notices when the set changes under it."""
    manifest = checked_manifest(folder)
    return hash_json([manifest["settings"], [shard["sha256"] for shard in manifest["shards"]]])
