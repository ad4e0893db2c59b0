# SPDX-License-Identifier: Apache-2.0
"""Files written whole or not at all, and one clear error when the disk says no."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from aiprod.film.errors import DiskFullError, UserError

_FULL = (errno.ENOSPC, errno.EDQUOT)


def data_home() -> Path:
    """Where AIPROD keeps what belongs to no film: $AIPROD_HOME, or the system's place for application data."""
    if home := os.environ.get("AIPROD_HOME"):
        return Path(home)
    import platformdirs

    return Path(platformdirs.user_data_dir("aiprod", appauthor=False))


def films_home() -> Path:
    """Where films go that are made without a place: $AIPROD_FILMS, beside $AIPROD_HOME, or the user's videos."""
    if place := os.environ.get("AIPROD_FILMS"):
        return Path(place)
    if home := os.environ.get("AIPROD_HOME"):
        return Path(home) / "films"
    import platformdirs

    return Path(platformdirs.user_videos_dir()) / "AIPROD"


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals while writing `path` into errors for the user."""
    try:
        yield
    except OSError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: OSError) -> UserError:
    if error.errno in _FULL:
        return DiskFullError(
            f"{path} can't be written", "the disk is full", "Free some space, then `aiprod resume`: finished takes are kept."
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(f"{path} can't be written", "you have no right to write there", "Choose another place with --out.")
    return UserError(f"{path} can't be written", error.strerror or str(error), "Choose another place with --out.")


def own_name() -> str:
    """Tells this thread's half written files from those that other threads and processes write of the same thing."""
    return f"{os.getpid()}-{threading.get_ident()}"


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, safe against a kill or a power cut. Raises UserError for a full disk."""
    partial = path.with_name(f".{path.name}.{own_name()}.part")
    try:
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
            _sync_folder(path.parent)
    except UserError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """A rename is only durable once its folder is synced (not possible, and not needed, on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: Any) -> None:
    write_atomically(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def read_json(path: Path) -> Any:
    """Parsed JSON. Raises UserError for a damaged or missing file."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{path} is missing", "it is part of the film", "Restore it from a copy.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"{path} can't be read", str(error), "It may be damaged; restore it from a copy.") from error
