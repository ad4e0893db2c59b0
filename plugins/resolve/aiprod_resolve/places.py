# SPDX-License-Identifier: Apache-2.0
"""Where things are: AIPROD's own folder, and what the panel keeps in it."""

import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict


def data_home() -> Path:
    """Where AIPROD keeps what belongs to no film: $AIPROD_HOME, or the system's place for application data."""
    given = os.environ.get("AIPROD_HOME")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "aiprod"


def discovery_path() -> Path:
    """The file by which the engine is found."""
    return data_home() / "server" / "engine.json"


def panels_folder() -> Path:
    """What belongs to panels, readable by this user alone."""
    folder = data_home() / "panels"
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
    return folder


def token_path() -> Path:
    return panels_folder() / "resolve.json"


def calibration_path() -> Path:
    return panels_folder() / "resolve-calibration.json"


def sub_folder(name: str) -> Path:
    """A folder of the panel's own: "frames", "reports", "previews"."""
    folder = panels_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_bytes(path: Path) -> bytes:
    """A file's content, if it is a plain file of ours that nobody else may read or write. Raises OSError."""
    handle = os.open(str(path), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise PermissionError("not a plain file")
        if os.name == "posix" and (status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077):
            raise PermissionError("others may read it")
        return stream.read(65536)


def read_private(path: Path) -> Dict[str, Any]:
    """A private JSON file; empty when it isn't there, is torn, or others may read it."""
    try:
        found = json.loads(private_bytes(path).decode("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_private(path: Path, content: Dict[str, Any]) -> None:
    """Write a JSON file that this user alone can read, whole or not at all."""
    handle, partial = tempfile.mkstemp(prefix=".", suffix=".part", dir=str(path.parent))  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream, indent=1)
        os.replace(partial, str(path))
    except OSError:
        Path(partial).unlink()
        raise
