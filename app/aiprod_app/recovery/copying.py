# SPDX-License-Identifier: Apache-2.0
"""A film's folder, copied whole."""

from __future__ import annotations

import shutil
from pathlib import Path

from aiprod.film.files import disk_errors


def copy_film(root: Path, folder: Path) -> Path:
    """Copy a film into a folder, under a free name, where it can be written. Raises UserError where the disk refuses."""
    names = (f"{root.stem}{number}{root.suffix}" for number in ("", *(f" {n}" for n in range(2, 1000))))
    target = next(path for name in names if not (path := folder / name).exists())
    partial = target.with_name(f".{target.name}.part")
    with disk_errors(target):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(root, partial, ignore=shutil.ignore_patterns(".lock", ".edit.lock", ".making-*"))
        for path in (partial, *partial.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)
        partial.replace(target)
    return target
