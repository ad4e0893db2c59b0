# SPDX-License-Identifier: Apache-2.0
"""Rendered segments kept on disk, up to a size, safe for several processes and against a kill at any moment.

A file is named `<segment's hash>.<SHA-256 of its content>.<container>` by one rename when it is whole, so that a name can never
stand for other bytes: what doesn't match its name when it is read is thrown away. The least recently used go first. A film
that is being joined holds its segments by links of its own, which nobody else clears away.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from aiprod.film.files import disk_errors
from aiprod.film.hashing import hash_file

_PART, _HELD = "part", "held-"


class SegmentCache:
    """A folder of rendered segments.

    Any number of processes may use one folder. Its size may pass the limit while films are being joined that need more.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        """
        Args:
            folder: made if it isn't there.
            limit_bytes: what its files may take together; the newest is kept even if it alone takes more.
        """
        self._folder, self._limit = folder, limit_bytes
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._sweep()

    def find(self, segment: str) -> Path | None:
        """The whole and unchanged file of a segment's hash, or None. Damaged ones are removed."""
        for path in sorted(self._folder.glob(f"{segment}.*")):
            if path.suffix == f".{_PART}" or not path.is_file():
                continue
            if _content(path) == path.name.split(".")[1]:
                with suppress(OSError):
                    os.utime(path)
                return path
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return None

    @contextmanager
    def room(self, segment: str, suffix: str = ".mp4") -> Iterator[Path]:
        """A place to write a segment's file; it is kept when the block ends without an exception.

        Raises UserError when the disk is full; nothing of the file is left then.
        """
        place = self._folder / f"{_HELD}{os.getpid()}-{uuid.uuid4().hex}"
        try:
            with disk_errors(self._folder):
                place.mkdir()
            written = place / f"segment{suffix}"
            yield written
            with disk_errors(self._folder):
                _sync(written)
                written.replace(self._folder / f"{segment}.{hash_file(written)}{suffix}")
        finally:
            shutil.rmtree(place, ignore_errors=True)
        self._evict()

    @contextmanager
    def holding(self) -> Iterator[Path]:
        """A folder for links to files that have to stay while they are in use: see `held`."""
        place = self._folder / f"{_HELD}{os.getpid()}-{uuid.uuid4().hex}"
        with disk_errors(self._folder):
            place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def held(self, path: Path, place: Path) -> Path | None:
        """A link to a file of this cache in a folder of `holding`; None if another process has just cleared the file away."""
        target = place / f"{uuid.uuid4().hex}{path.suffix}"
        try:
            os.link(path, target)
        except FileNotFoundError:
            return None
        except OSError:  # a file system without links
            with disk_errors(place):
                try:
                    shutil.copyfile(path, target)
                except FileNotFoundError:
                    return None
        return target

    def size(self) -> int:
        """Bytes of the kept segments."""
        return sum(size for _, size, _ in self._kept())

    def _kept(self) -> list[tuple[int, int, Path]]:
        """(last use, bytes, path) of every segment, the least recently used first."""
        found = []
        for path in self._folder.iterdir():
            with suppress(OSError):  # another process may clear it away at any moment
                if path.is_file():
                    stat = path.stat()
                    found.append((stat.st_mtime_ns, stat.st_size, path))
        return sorted(found)

    def _evict(self) -> None:
        kept = self._kept()
        total = sum(size for _, size, _ in kept)
        for _, size, path in kept[:-1]:
            if total <= self._limit:
                return
            with suppress(OSError):
                path.unlink(missing_ok=True)
            total -= size

    def _sweep(self) -> None:
        """Clear away what processes left that were killed."""
        for path in self._folder.glob(f"{_HELD}*"):
            if not _alive(int(path.name.removeprefix(_HELD).partition("-")[0])):
                shutil.rmtree(path, ignore_errors=True)


def _content(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError:
        return ""


def _sync(path: Path) -> None:
    """A rename must not reach the disk before the content does."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _alive(process: int) -> bool:
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
