# SPDX-License-Identifier: Apache-2.0
"""`SHA256SUMS`: what a receiver checks a delivery with (`sha256sum --check SHA256SUMS`)."""

from __future__ import annotations

import threading
from pathlib import Path

from aiprod.film.errors import Stopped, UserError
from aiprod.film.files import write_atomically
from aiprod.film.hashing import hash_file

NAME = "SHA256SUMS"


def write_checksums(folder: Path, stop: threading.Event | None = None) -> Path:
    """Write the hashes of every file in a folder and below it, by name. Returns the list's path."""
    lines = []
    for path in _files(folder):
        if stop is not None and stop.is_set():
            raise Stopped("The export was stopped", "that was asked for")
        lines.append(f"{hash_file(path)}  {path.relative_to(folder).as_posix()}\n")
    target = folder / NAME
    write_atomically(target, "".join(lines).encode())
    return target


def check(folder: Path) -> tuple[str, ...]:
    """The names of files that are missing, changed, or not on the list. Raises UserError when there is no list."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{folder} can't be checked", f"its {NAME} can't be read", "Copy the delivery again.") from error
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
    wrong = [name for name, digest in listed.items() if not _holds(folder / name, digest)]
    extra = [name for name in (path.relative_to(folder).as_posix() for path in _files(folder)) if name not in listed]
    return tuple(sorted(wrong + extra))


def _holds(path: Path, digest: str) -> bool:
    return path.is_file() and hash_file(path) == digest


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (NAME, NAME + ".c2pa"))
