# SPDX-License-Identifier: Apache-2.0
"""Blobs: contents by their SHA-256, each once, however many models use it."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aiprod.film.errors import Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.models.store.records import drop, home, locked, manifests, writing

_BLOCK = 4 << 20


def blob(sha256: str) -> Path:
    """Where a content is, or would be."""
    return home() / "blobs" / sha256


def adopt(path: Path, sha256: str) -> Path:
    """Take a file, whose hash was checked, into the store: it is moved. Where the content is there already, it is dropped."""
    target = blob(sha256)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() and target.stat().st_size == path.stat().st_size:
            path.unlink()
            return target
        path.replace(target)
        with suppress(OSError):
            target.chmod(0o444)
    return target


def copy_in(
    source: Path, sha256: str = "", *, link: bool = False, stop: threading.Event | None = None,
    progress: Callable[[int], None] = lambda size: None,
) -> tuple[Path, str]:  # fmt: skip
    """Copy a file into the store, hashed on the way.

    Args:
        source: the file.
        sha256: what it must be; empty for whatever it is.
        link: make it a second name of the same file, where both are on one disk, instead of a copy.
        stop: ends it.
        progress: is told how many bytes were read since it was last told.

    Returns:
        The blob, and its hash.

    Raises:
        UserError: it is another file, or it can't be read or written.
        Stopped: `stop` was set.
    """
    partial = home() / "parts" / f"{os.getpid()}-{threading.get_ident()}.copy"
    try:
        with writing(partial):
            partial.parent.mkdir(parents=True, exist_ok=True)
            linked = link and _linked(source, partial)
            found = _read(source, None if linked else partial, stop, progress)
        if sha256 and found != sha256:
            raise UserError(
                f"{source} is not the file that it should be", f"its SHA-256 is {found}, and should be {sha256}",
                "Copy it once more from where it came.",
            )  # fmt: skip
        return adopt(partial, found), found
    finally:
        partial.unlink(missing_ok=True)


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source.resolve(), target)
    except OSError:
        return False
    return True


def _read(source: Path, target: Path | None, stop: threading.Event | None, progress: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as stream, (target or Path(os.devnull)).open("wb") as out:
        while block := stream.read(_BLOCK):
            if stop is not None and stop.is_set():
                raise Stopped(f"The import of {source.name} was stopped")
            digest.update(block)
            if target is not None:
                out.write(block)
            progress(len(block))
        if target is not None:
            out.flush()
            os.fsync(out.fileno())
    return digest.hexdigest()


def references() -> Counter[str]:
    """How many models use a content, by hash; models on their way count."""
    return Counter(sha for found in manifests() for sha in {file.sha256 for file in found.files} if sha)


def set_aside(sha256: str) -> None:
    """Drop a content that was found damaged: whoever needs it fetches it afresh."""
    drop(blob(sha256))


def collect() -> int:
    """Drop every content that no model uses, whole or on its way. Returns how many bytes that freed."""
    with locked():
        used, freed = references(), 0
        for path in (*(home() / "blobs").glob("*"), *(home() / "parts").glob("*")):
            if path.stem not in used and path.suffix in ("", ".part", ".pieces"):
                freed += _room(path)
                drop(path)
        return freed


def _room(path: Path) -> int:
    """What a file takes of the disk: one with holes takes less than its length."""
    status = path.stat()
    return min(status.st_size, getattr(status, "st_blocks", status.st_size) * 512)


def whole(sha256: str) -> bool:
    """Whether a content is there and hashes to its name: reads it through."""
    path = blob(sha256)
    return path.is_file() and hash_file(path) == sha256
