# SPDX-License-Identifier: Apache-2.0
"""Hashes that a hub declared of files whose card knows none: recorded at the first pull, and held to ever after, also when the
model was removed and is fetched again."""

from __future__ import annotations

import time
from pathlib import Path

from aiprod.film.files import data_home, read_json, write_json
from aiprod.models.cards import HubFile
from aiprod.models.store.records import locked


def recorded(file: HubFile) -> str:
    """The SHA-256 that a hub's file had when it was first fetched; empty when it never was."""
    found = _all().get(_key(file), {})
    return str(found.get("sha256", ""))


def record(file: HubFile, sha256: str, size: int) -> None:
    """Remember what a file is."""
    with locked():
        known = _all()
        known[_key(file)] = {"sha256": sha256, "size": size, "at": time.time()}
        data_home().mkdir(parents=True, exist_ok=True)
        write_json(_path(), known)


def _all() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = read_json(_path()) if _path().is_file() else {}
    return found


def _key(file: HubFile) -> str:
    return f"{file.repo}@{file.revision}/{file.path}"


def _path() -> Path:
    return data_home() / "hub-files.json"
