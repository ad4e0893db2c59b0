# SPDX-License-Identifier: Apache-2.0
"""Folders and files that only the user may read, whatever the umask says."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors


def private_folder(path: Path) -> Path:
    """Make a folder that only the user may enter (0700), or close an open one. Raises UserError where it isn't ours."""
    with disk_errors(path):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name != "posix":
            return path
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(handle).st_uid != os.getuid():
                raise UserError(f"{path} belongs to another user", "the engine's secrets would not be safe there")
            os.fchmod(handle, 0o700)
        finally:
            os.close(handle)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Replace a file in one step; only the user may read it (0600), from its first moment."""
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        with disk_errors(path), os.fdopen(_create(partial), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with disk_errors(path):
            partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def append_private(path: Path, data: bytes) -> None:
    """Add to a file that only the user may read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)


def _create(path: Path) -> int:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    if os.name == "posix":
        os.fchmod(handle, 0o600)
    return handle
