# SPDX-License-Identifier: Apache-2.0
"""The finished film, written somewhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.hashing import hash_file
from aiprod.film.store import FilmStore
from aiprod.production.commission import check_format
from aiprod.production.state import delivered
from aiprod.production.workers import check_stop

_PIECE = 8 << 20


def export_film(
    store: FilmStore, target: Path, *, form: str = "h264", again: bool = False, stop: threading.Event | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:  # fmt: skip
    """Write the delivered film to `target`, whole or not at all.

    Args:
        store: the film.
        target: the file; nothing is ever overwritten.
        form: the delivery format.
        again: the order may have been carried out before without anyone hearing of it: a target that equals the film is fine.
        stop: set it to give up.
        progress: is told (bytes done, bytes in all).

    Raises:
        UserError: the film is not finished, the format is unknown, the target is there, the disk is full.
        Stopped: `stop` was set; nothing is left behind.
    """
    check_format(form)
    source = delivered(store, ".mp4")
    if target.exists():
        if again and _equal(source, target):
            return target
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    part = target.with_name(target.name + ".part")
    with disk_errors(target):
        try:
            _copy(source, part, stop, progress)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return target


def _copy(source: Path, target: Path, stop: threading.Event | None, progress: Callable[[int, int], None]) -> None:
    total, done = source.stat().st_size, 0
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(_PIECE):
            check_stop(stop)
            writer.write(piece)
            done += len(piece)
            progress(done, total)


def _equal(first: Path, second: Path) -> bool:
    return second.is_file() and first.stat().st_size == second.stat().st_size and hash_file(first) == hash_file(second)
