# SPDX-License-Identifier: Apache-2.0
"""Models put into the store, laid out in folders, taken out again."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import own_name
from aiprod.models.cards import ModelCard
from aiprod.models.store.blobs import blob, collect, copy_in
from aiprod.models.store.records import Kept, Manifest, drop, folder, forget, home, locked, manifest, need_space, write, writing


def publish(found: Manifest) -> None:
    """A model whose blobs are all in the store is there from now on."""
    with locked():
        write(found)
        forget(found.id, coming=True)
    lay(found)


def lay(found: Manifest) -> Path:
    """The model's folder, with all its files under their names. What is laid already costs nothing."""
    target = folder(found.id)
    for kept in found.files:
        _link(blob(kept.sha256), target / kept.name)
    return target


def _link(source: Path, target: Path) -> None:
    """A hard link, a symbolic one where file systems have none, a copy where there is neither."""
    if target.exists() and (target.samefile(source) or _same(source, target)):
        return
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{own_name()}.part")
        drop(partial)
        for way in (os.link, os.symlink, _copy):
            try:
                way(source, partial)
                break
            except OSError:
                if way is _copy:
                    raise
        partial.replace(target)
        drop(partial)  # renaming one link over another of the same file leaves both


def _same(source: Path, target: Path) -> bool:
    here, there = source.stat(), target.stat()
    return (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)


def _copy(source: Path, target: Path) -> None:
    need_space(source.stat().st_size, target.name)
    shutil.copy2(source, target)


def remove(model: ModelCard) -> int:
    """Take a model out of the store: its folder, its manifest, what was on its way, and every content that no other model uses.

    Returns:
        How many bytes that freed.

    Raises:
        UserError: its files come with AIPROD, or another program has them open.
    """
    if not model.stored:
        raise UserError(f"{model.title} can't be removed", "it comes with AIPROD itself", "It takes no room of the store.")
    with locked():
        drop(folder(model.id))
        if folder(model.id).exists():
            raise UserError(f"{model.title} can't be removed", "another program has its files open", "Close it, and try again.")
        forget(model.id, coming=True)
        forget(model.id)
    return collect()


def build(model: ModelCard) -> Manifest:
    """Make a model's files on this machine and keep them (`models.tiny`). What is there already stays."""
    if not model.built:
        raise UserError(f"{model.title} can't be built", "its weights come from a hub", f"Run `aiprod models pull {model.id}`.")
    if found := manifest(model.id):
        return found
    from aiprod.models.runtime import need_torch

    need_torch()
    from aiprod.models.tiny import build as make

    staging = home() / "parts" / f"{model.id}~{own_name()}.building"
    try:
        make(model.id, staging)
        made = Manifest(id=model.id, precision="", files=_kept(staging), since=time.time())
        publish(made)
    finally:
        drop(staging)
    return made


def _kept(staging: Path) -> tuple[Kept, ...]:
    """Every file of a folder, copied into the store."""
    return tuple(
        Kept(name=path.relative_to(staging).as_posix(), sha256=copy_in(path)[1], size=path.stat().st_size, declared="built",
             source="built here")
        for path in sorted(staging.rglob("*")) if path.is_file()
    )  # fmt: skip
