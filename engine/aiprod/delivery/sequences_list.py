# SPDX-License-Identifier: Apache-2.0
"""The list of a folder of frames: `SHA256SUMS`, in the form that `sha256sum -c` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.hashing import hash_file

NAME = "SHA256SUMS"
_OWN = (NAME, NAME + ".c2pa")


def write(folder: Path) -> Path:
    """List every file of a folder. Raises UserError for an empty folder or a name that a list can't hold."""
    with disk_errors(folder):
        lines = [f"{hash_file(path)}  {name}\n" for name, path in _files(folder)]
    if not lines:
        raise UserError(f"{folder} can't be signed", "there is no file in it", "Give a folder of frames.")
    write_atomically(folder / NAME, "".join(lines).encode())
    return folder / NAME


def differences(folder: Path) -> Iterator[str]:
    """What is not as the list says: changed, missing, added."""
    listed = dict(_read(folder / NAME))
    there = dict(_files(folder))
    for name, digest in listed.items():
        if name not in there:
            yield f"{name} is missing"
        elif hash_file(there[name]) != digest:
            yield f"{name} was changed"
    yield from (f"{name} was added" for name in there if name not in listed)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in _OWN or path.name.startswith(".") or not path.is_file() or path.is_symlink():
            continue
        if "\n" in name:
            raise UserError(f"{folder} can't be signed", "a file's name has a line break", "Rename it.")
        yield name, path
