# SPDX-License-Identifier: Apache-2.0
"""The finished film, written somewhere else, in any format.

Everything is made in a folder beside its place and moved there when all of it is whole: a file, a folder of numbered stills, or
a package. Nothing is ever overwritten.
"""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.delivery import presets
from aiprod.delivery.formats import Format, named
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.film.hashing import hash_file
from aiprod.film.master import MasterOrder
from aiprod.film.store import FilmStore
from aiprod.production.state import delivered
from aiprod.production.workers import check_stop

_PIECE = 8 << 20
_SCREENING = MasterOrder(format="h264", output="rec709")
Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Exported:
    """What was written, and what its orderer should know."""

    path: Path
    notes: tuple[str, ...] = ()


def export_film(
    store: FilmStore, target: Path, *, form: str = "", order: MasterOrder | None = None, again: bool = False,
    stop: threading.Event | None = None, progress: Progress = _silent, **choices: Any,
) -> Exported:  # fmt: skip
    """Write the finished film to `target`, whole or not at all.

    Args:
        store: the film.
        target: the file, or the folder of a sequence, of stems or of a package; nothing is ever overwritten.
        form: the format, where there is no order.
        order: what is wanted.
        again: the order may have been carried out before without anyone hearing of it: a target that it can have made is fine.
        stop: set it to give up.
        progress: is told (frames or bytes done, in all).
        choices: fields of `MasterOrder`, instead of an order.

    Raises:
        UserError: the film is not finished, the order can't be met, the target is there, the disk is full.
        Stopped: `stop` was set; nothing is left behind.
    """
    wanted = presets.filled(order or MasterOrder(format=form, **choices))
    if target.exists() or target.is_symlink():
        if again and _made_before(store, target, wanted):
            return Exported(target)
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    if _is_screening_copy(wanted, target):
        return Exported(_copied(store, target, stop, progress))
    from aiprod.production.masterwork import Masterwork

    work = Masterwork(store, wanted, target, stop, progress)
    work.check()
    with _beside(target) as making:
        made = work.make(making)
        _placed(made, target.parent)
    return Exported(target, tuple(work.notes))


def keep_master(
    store: FilmStore, order: MasterOrder, folder: Path, *, stop: threading.Event | None = None, progress: Progress = _silent
) -> Exported:
    """A master beside the screening copy, made only where the film or the order is not what it was made from.

    What lies there under its name is ours and is replaced when the new one is whole. Raises UserError, Stopped.
    """
    from aiprod.delivery.package import slug
    from aiprod.production.finishing import Finished

    wanted = presets.filled(order)
    film = Finished(store)
    target = folder / f"{slug(film.title)}.{order.name}{suffix_of(order)}"
    key = {"order": wanted.to_json(), "film": film.facts.content_hash()}
    if is_kept(store, target, key):
        return Exported(target)
    with _beside(target) as making:
        made = export_film(store, making / target.name, order=order, stop=stop, progress=progress)
        for path in making.iterdir():
            _replaced(path, folder / path.name)
    note_kept(store, target, key)
    return Exported(target, made.notes)


def is_kept(store: FilmStore, target: Path, key: Any) -> bool:
    """Whether what lies there was made from just this."""
    note = _note(store, target)
    return target.exists() and note.is_file() and bool(read_json(note) == key)


def note_kept(store: FilmStore, target: Path, key: Any) -> None:
    """Remember what a delivered file was made from."""
    write_json(_note(store, target), key)


def _note(store: FilmStore, target: Path) -> Path:
    return store.root / ".masters" / f"{target.name}.json"


def _replaced(path: Path, target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    path.replace(target)


def suffix_of(order: MasterOrder) -> str:
    """Of the file that an order makes; "" for a folder. Raises UserError for unknown names."""
    wanted = presets.filled(order)
    return "" if wanted.package else named(wanted.format).suffix


def check_export(order: MasterOrder) -> Format:
    """The format of an order. Raises UserError for one that this version can't make, whatever the film."""
    wanted = presets.filled(order)
    form = named(wanted.format)
    if form.kind in ("video", "sequence"):
        form.check_output(wanted.output or "rec709")
    return form


def _is_screening_copy(order: MasterOrder, target: Path) -> bool:
    """Whether the order is what lies in delivery/ already."""
    plain = order.changed(preset="", subtitles=None if order.subtitles == "soft" else order.subtitles)
    return plain == _SCREENING and target.suffix.lower() == ".mp4"


def _copied(store: FilmStore, target: Path, stop: threading.Event | None, progress: Progress) -> Path:
    source = delivered(store, ".mp4")
    with _beside(target) as making:
        part = making / target.name
        _copy(source, part, stop, progress)
        part.replace(target)
    return target


def _copy(source: Path, target: Path, stop: threading.Event | None, progress: Progress) -> None:
    total, done = source.stat().st_size, 0
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(_PIECE):
            check_stop(stop)
            writer.write(piece)
            done += len(piece)
            progress(done, total)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder next to the target, gone at the end, however that comes."""
    making = target.parent / f".exporting-{uuid.uuid4().hex[:8]}"
    with disk_errors(target):
        if not target.parent.is_dir():
            raise UserError(f"{target} can't be written", f"there is no folder {target.parent}", "Make it, or choose another.")
        making.mkdir()
        try:
            yield making
        finally:
            shutil.rmtree(making, ignore_errors=True)


def _placed(made: tuple[Path, ...], folder: Path) -> None:
    """Move what was made to its place, the master last. Nothing is moved if anything is in its way."""
    for path in made:
        if (folder / path.name).exists():
            raise UserError(f"{folder / path.name} exists already", "nothing is ever overwritten", "Choose another name.")
    for path in reversed(made):
        path.replace(folder / path.name)


def _made_before(store: FilmStore, target: Path, order: MasterOrder) -> bool:
    """Whether a target is what the order makes: it got its name only when it was whole."""
    if _is_screening_copy(order, target):
        return _equal(delivered(store, ".mp4"), target)
    from aiprod.production.masterwork import looks_made

    return looks_made(store, order, target)


def _equal(first: Path, second: Path) -> bool:
    return second.is_file() and first.stat().st_size == second.stat().st_size and hash_file(first) == hash_file(second)
