# SPDX-License-Identifier: Apache-2.0
"""A data set on disk: tar files of clips (WebDataset's layout) and a manifest with the SHA-256 of each.

A clip is a few members of a tar: `KEY.npy` (uint8 [frames, height, width, RGB]), further arrays where they were asked for
(`KEY.latents.npy`, `KEY.text.npy`), and `KEY.json` (labels, captions, camera, licence, where it comes from). The manifest names
whole shards only: what a kill or a full disk left half-written is swept away, and the run goes on behind the last whole one. The
same clips always give the same bytes. A clip is written as it comes, so that one clip at a time is in memory.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import BusyError, DiskFullError, UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file, hash_json
from aiprod.training.data.refusals import Refusal

MANIFEST = "manifest.json"
PER_SHARD = 64
MOST_BYTES = 1 << 29
"""A shard is closed when it has so many clips, or so many bytes."""
_SCHEMA = "TrainingData.1"


@dataclass(frozen=True)
class Record:
    """A clip of a data set.

    Attributes:
        key: its name, unique in the set, without dots.
        frames: uint8 [frames, height, width, RGB].
        facts: JSON-able; "licence" (and "consents" where people are filmed) must be there.
        arrays: what else is kept of it, by name.
    """

    key: str
    frames: NDArray[np.uint8]
    facts: dict[str, Any]
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """Told instead of a clip: nothing more comes from a source, whose clips need not be looked for again."""

    source: str


Item = Record | Refusal | Done


def missing_right(facts: dict[str, Any]) -> Refusal | None:
    """What keeps a clip out of a data set: the last gate, whatever was checked before."""
    if not str(facts.get("licence", "")).strip():
        return Refusal("no_licence")
    people, consents = facts.get("people") or 0, facts.get("consents") or []
    lacking = (len(people) if isinstance(people, list) else int(people)) - len(consents)
    return Refusal("no_consent", str(lacking)) if lacking > 0 else None


@contextmanager
def locked(folder: Path, patience_s: float = 0.0) -> Iterator[None]:
    """Hold a data set for one writer. Raises BusyError where another process does, and goes on doing so."""
    from filelock import FileLock, Timeout

    with disk_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(beside(folder, ".lock", hidden=True), timeout=patience_s):
            yield
    except Timeout as error:
        raise BusyError(f"{folder} is being written", "another process works on it", "Wait until it has ended.") from error


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """The system's refusals while a data set is written, as errors for the user."""
    try:
        with disk_errors(place):
            yield
    except DiskFullError as error:
        remedy = "Free some space and run the same command again: what is whole is kept."
        raise DiskFullError(error.what, error.why, remedy) from error


def beside(folder: Path, suffix: str, *, hidden: bool = False) -> Path:
    """A file that belongs to a data set and is no part of it: "sets/sea.dvc" of "sets/sea"."""
    whole = folder.resolve()
    return whole.with_name(f"{'.' if hidden else ''}{whole.name}{suffix}")


def open_manifest(folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The manifest of a data set, new or as far as it got, and the folder swept. Raises UserError where it was made with other
    settings."""
    path = folder / MANIFEST
    fresh: dict[str, Any] = {"schema": _SCHEMA, "settings": settings, "shards": [], "next": 0, "refused": []}
    manifest = checked_manifest(folder) if path.exists() else fresh
    if manifest["settings"] != settings:
        changed = [name for name in settings if manifest["settings"].get(name) != settings[name]]
        raise UserError(
            f"{folder} holds another data set", f"it differs in {', '.join(changed) or 'its settings'}", "Choose another folder."
        )
    sweep(folder, manifest)
    return manifest


def sweep(folder: Path, manifest: dict[str, Any]) -> None:
    """Remove shards that the manifest does not name: those that were being written when the last run ended."""
    known = {shard["name"] for shard in manifest["shards"]}
    for path in (*folder.glob("clips-*.tar"), *folder.glob(".clips-*.part")):
        if path.name not in known:
            with writing(path):
                path.unlink(missing_ok=True)


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an existing data set."""
    try:
        manifest: dict[str, Any] = read_json(folder / MANIFEST)
    except (UserError, OSError, ValueError) as error:
        raise UserError(
            f"{folder} is no data set", f"its {MANIFEST} can't be read", "Make one with `aiprod train data`."
        ) from error
    if not isinstance(manifest, dict) or manifest.get("schema") != _SCHEMA:
        said = manifest.get("schema") if isinstance(manifest, dict) else type(manifest).__name__
        raise UserError(f"{folder} is no data set of this version", f"it says {said!r}", "Make it again.")
    return manifest


def write(
    records: Iterable[tuple[int, Item]], folder: Path, manifest: dict[str, Any], *, per_shard: int = PER_SHARD,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Append clips to a data set, one whole shard after the other.

    Args:
        records: (number, clip, or why there is none, or that a source is done), numbers rising from the manifest's "next" on.
        manifest: from `open_manifest`; kept up to date on disk.

    Raises:
        DiskFullError: once, with the manifest and all whole shards as they were.
    """
    desk = _Desk(folder, manifest)
    try:
        for number, item in records:
            desk.take(number, item)
            if desk.clips == per_shard or desk.bytes >= MOST_BYTES:
                desk.close()
                if progress:
                    progress(number + 1)
        desk.close()
    finally:
        desk.abandon()
    return manifest


class _Desk:
    """Where a shard is under work. What is told between two shards is kept until the next one is whole."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self._folder, self._manifest = folder, manifest
        self._next = manifest["next"]
        self._tar: tarfile.TarFile | None = None
        self._part = self._whole = folder
        self.clips = self.bytes = 0
        self._rows: list[tuple[str, Any]] = []

    def take(self, number: int, item: Item) -> None:
        self._next = number + 1
        if isinstance(item, Done):
            self._rows.append(("finished", item.source))
            return
        refusal = missing_right(item.facts) if isinstance(item, Record) else item
        if refusal:
            self._rows.append(("waiting" if refusal.waits else "refused", refusal.row(number)))
        elif isinstance(item, Record):
            with writing(self._folder):
                self._add(item)

    def _add(self, record: Record) -> None:
        if self._tar is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._whole = self._folder / next_name(self._manifest)
            self._part = self._folder / f".{self._whole.name}.part"
            self._tar = tarfile.open(self._part, "w")  # noqa: SIM115 - open from the first clip to the last
        self.bytes += add_record(self._tar, record)
        self.clips += 1

    def close(self) -> None:
        """Make the shard under work whole, and what was told true."""
        with writing(self._folder):
            if self._tar is not None:
                self._tar.close()
                self._tar = None
                publish(self._part, self._whole)
                self._manifest["shards"].append(described(self._whole, self.clips))
                self.clips = self.bytes = 0
            for name, row in self._rows:
                self._manifest.setdefault(name, []).append(row)
            self._rows = []
            self._manifest["next"] = self._next
            write_json(self._folder / MANIFEST, self._manifest)

    def abandon(self) -> None:
        """Leave nothing half-written behind."""
        if self._tar is not None:
            with suppress(OSError):
                self._tar.close()
            self._tar = None
            with suppress(OSError):
                self._part.unlink(missing_ok=True)


def next_name(manifest: dict[str, Any]) -> str:
    """The name of the next shard: one more than the highest."""
    numbers = [int(shard["name"][6:11]) for shard in manifest["shards"]]
    return f"clips-{max(numbers, default=-1) + 1:05d}.tar"


def publish(part: Path, whole: Path) -> None:
    """A finished file under its name, safe against a power cut."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(whole)


def described(path: Path, clips: int) -> dict[str, Any]:
    """A shard as the manifest names it."""
    return {"name": path.name, "sha256": hash_file(path), "bytes": path.stat().st_size, "clips": clips}


def add_record(tar: tarfile.TarFile, record: Record) -> int:
    """A clip's members into a tar, without times and owners, so that equal clips give equal bytes. Returns how many bytes."""
    parts = [(f"{record.key}.npy", _npy(record.frames))]
    parts += [(f"{record.key}.{name}.npy", _npy(record.arrays[name])) for name in sorted(record.arrays)]
    parts.append((f"{record.key}.json", json.dumps(record.facts, ensure_ascii=False, sort_keys=True).encode()))
    for name, data in parts:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return sum(len(data) for _, data in parts)


def _npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()


def read(folder: Path, *, start: int = 0, verify: bool = True) -> Iterator[Record]:
    """The clips of a data set in order, from the `start`th on. Raises UserError for a shard that was changed or is gone."""
    passed = 0
    for shard in checked_manifest(folder)["shards"]:
        if passed + shard["clips"] > start:
            if verify:
                check(folder, shard)
            for number, record in enumerate(members(folder / shard["name"])):
                if passed + number >= start:
                    yield record
        passed += shard["clips"]


def facts(folder: Path) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """(shard, key, facts) of every clip, without its pictures."""
    for shard in checked_manifest(folder)["shards"]:
        path = folder / shard["name"]
        with _opened(path) as tar:
            for member in tar:
                if member.name.endswith(".json"):
                    yield shard, member.name.removesuffix(".json"), json.loads(_bytes(tar, member))


def check(folder: Path, shard: dict[str, Any]) -> None:
    """Raises UserError where a shard is not what the manifest says."""
    path = folder / shard["name"]
    if not path.exists():
        raise UserError(f"{path.name} is missing from the data set", "its manifest names it", _AGAIN)
    if hash_file(path) != shard["sha256"]:
        raise UserError(f"{path.name} was changed", "its SHA-256 is not the manifest's", _AGAIN)


_AGAIN = "Make the data set again, or bring it back with `aiprod train data pull`."


def members(path: Path) -> Iterator[Record]:
    """The clips of a shard, one at a time."""
    with _opened(path) as tar:
        arrays: dict[str, NDArray[Any]] = {}
        for member in tar:
            key, _, kind = member.name.partition(".")
            if kind == "json":
                yield Record(key, arrays.pop(""), json.loads(_bytes(tar, member)), arrays)
                arrays = {}
            else:
                array = np.load(io.BytesIO(_bytes(tar, member)), allow_pickle=False)
                arrays[kind.removesuffix("npy").removesuffix(".")] = array


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path) as tar:
            yield tar
    except (tarfile.TarError, OSError, KeyError, EOFError) as error:
        raise UserError(f"{path.name} can't be read", str(error), _AGAIN) from error


def _bytes(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    return stream.read() if stream else b""


def identity(folder: Path) -> str:
    """The hash of a data set: what a training run remembers, so that it notices when the set changes under it."""
    return identity_of(checked_manifest(folder))


def identity_of(manifest: dict[str, Any]) -> str:
    """The same, of a manifest."""
    return hash_json([manifest["settings"], [shard["sha256"] for shard in manifest["shards"]]])
