# SPDX-License-Identifier: Apache-2.0
"""Models brought in from a folder or a USB stick: found by name and size, known by their hash, copied into the store.

Any folder will do: a stick that somebody filled on another machine, ComfyUI's `models`, the hub's own cache. Files that a card
knows the hash of must have it; of others the header is held against the length, and this first copy's hash holds from then on.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aiprod.film.errors import Stopped, UserError
from aiprod.models import store
from aiprod.models.cards import ModelCard, ModelFile, all_cards, card
from aiprod.models.licences import need_acceptance
from aiprod.models.store import declared
from aiprod.models.store.records import write

_MOST_FILES = 200_000
_WEIGHTS = (".safetensors", ".gguf")


@dataclass(frozen=True)
class Imported:
    """What an import did for one model.

    Attributes:
        model: the card's id.
        files: those that were brought in.
        missing: those that the folder did not have; `pull` fetches them.
        refused: (file, why) of those that looked right by name and were not.
        size: bytes.
    """

    model: str
    files: tuple[str, ...]
    missing: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    size: int

    @property
    def whole(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is: bytes."""

    model: str
    file: str
    done: int
    total: int


def import_from(
    place: Path, model_id: str = "", *, precision: str = "", link: bool = False, stop: threading.Event | None = None,
    progress: Callable[[ImportProgress], None] = lambda news: None,
) -> tuple[Imported, ...]:  # fmt: skip
    """Bring in what a folder (or one file) has of our models.

    Args:
        place: the folder or file.
        model_id: only this model; "" for every one that is found.
        precision: of the card's; "" for the first of which something is found.
        link: no copy: a second name of the same file, where both are on one disk. Then the original must not be changed.
        stop: ends it; what was copied is kept.
        progress: is told how far it is.

    Raises:
        UserError: there is no such place, nothing of a model was found, a licence is not accepted, or the disk is too small.
        Stopped: `stop` was set.
    """
    if not place.exists():
        raise UserError(f"{place} can't be imported", "there is no such folder or file", "Is the disk or stick connected?")
    paths = _by_name(place)
    models = [card(model_id)] if model_id else [model for model in all_cards().values() if any(file.hub for file in model.files)]
    found = [(model, _chosen(model, precision if model_id else "", paths)) for model in models]
    found = [(model, candidates) for model, candidates in found if any(candidates.values())]
    if not found:
        raise UserError(
            f"Nothing was found in {place}",
            f"it holds no file of {models[0].title if model_id else 'a model that AIPROD knows'}",
            "`aiprod models show ID` names its files.",
        )
    for model, _ in found:
        need_acceptance(model)
    _check_room(found, link=link)
    return tuple(_bring(model, candidates, link, stop or threading.Event(), progress) for model, candidates in found)


Candidates = dict[ModelFile, list[Path]]


def _by_name(place: Path) -> dict[str, list[Path]]:
    """Every file below a place by its own name, in lower case."""
    found: dict[str, list[Path]] = {}
    for number, path in enumerate(_walk(place)):
        if number >= _MOST_FILES:
            raise UserError(f"{place} can't be searched", f"it holds more than {_MOST_FILES} files", "Name a smaller folder.")
        found.setdefault(path.name.lower(), []).append(path)
    return found


def _walk(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for folder, folders, names in os.walk(place):
        folders.sort()
        for name in sorted(names):
            yield Path(folder, name)


def _chosen(model: ModelCard, precision: str, paths: dict[str, list[Path]]) -> Candidates:
    """The model's files with the paths that may be them, in the precision that most of is there."""
    if not model.stored or model.built:
        raise UserError(f"{model.title} is not imported", "its files don't come from a hub", "See `aiprod models show`.")
    options = [_candidates(model.chosen(name), paths) for name in ([precision] if precision else model.precisions or ("",))]
    return max(options, key=lambda option: sum(bool(places) for places in option.values()))


def _candidates(files: tuple[ModelFile, ...], paths: dict[str, list[Path]]) -> Candidates:
    return {file: [path for name in _names(file) for path in paths.get(name, []) if _may_be(file, path)] for file in files}


def _names(file: ModelFile) -> set[str]:
    """What the file may be called: as on the hub, as with us."""
    return {Path(file.name).name.lower(), file.hub.name.lower() if file.hub else ""} - {""}


def _may_be(file: ModelFile, path: Path) -> bool:
    """By its size; a small file that many models have under one name also by the folder that it is in."""
    if not path.is_file():
        return False
    if file.sha256 or file.size:
        return path.stat().st_size == file.size
    if path.suffix in _WEIGHTS:
        return True
    return file.hub is not None and path.parent.name in {Path(file.hub.path).parent.name, Path(file.name).parent.name}


def _check_room(found: list[tuple[ModelCard, Candidates]], *, link: bool) -> None:
    if not link:
        sizes = [places[0].stat().st_size for _, candidates in found for places in candidates.values() if places]
        store.need_space(sum(sizes), "what is to be imported")


def _bring(
    model: ModelCard, candidates: Candidates, link: bool, stop: threading.Event, progress: Callable[[ImportProgress], None]
) -> Imported:
    total = sum(places[0].stat().st_size for places in candidates.values() if places)
    done, kept, refused = 0, [], []

    def count(file: str, size: int) -> None:
        nonlocal done
        done += size
        progress(ImportProgress(model.id, file, min(done, total), total))

    for file, places in candidates.items():
        for path in places:
            if stop.is_set():
                raise Stopped("The import was stopped", "", "What was copied is kept.")
            try:
                kept.append(_copied(file, path, link, stop, partial(count, file.name)))
                break
            except UserError as error:
                refused.append((str(path), error.why or error.what))
    return _published(model, candidates, tuple(kept), tuple(refused))


def _copied(file: ModelFile, path: Path, link: bool, stop: threading.Event, count: Callable[[int], None]) -> store.Kept:
    """A file in the store. Raises UserError where it is not what it should be."""
    known = file.sha256 or (declared.recorded(file.hub) if file.hub else "")
    if not known and path.suffix in _WEIGHTS:
        _check_header(path)
    blob, sha256 = store.copy_in(path, known, link=link, stop=stop, progress=count)
    by = "card" if file.sha256 else "hub" if known else "copy"
    return store.Kept(name=file.name, sha256=sha256, size=blob.stat().st_size, declared=by, source=str(path))


def _check_header(path: Path) -> None:
    """Raises UserError where a weight file's header does not fit it."""
    from aiprod.models.recognising.inspecting import headers

    found = headers([path])[path]
    if isinstance(found, str):
        raise UserError(f"{path} is no whole model file", found, "Copy it once more from where it came.")


def _published(
    model: ModelCard, candidates: Candidates, kept: tuple[store.Kept, ...], refused: tuple[tuple[str, str], ...]
) -> Imported:
    """What was brought in, beside what was there already; whole, or as a model on its way."""
    names = {file.name for file in kept}
    before = store.manifest(model.id) or store.manifest(model.id, coming=True)
    older = [k for k in (before.files if before else ()) if k.name not in names and k.sha256 and store.blob(k.sha256).is_file()]
    files = (*kept, *older)
    missing = tuple(file.name for file in candidates if file.name not in {k.name for k in files})
    precision = next((file.precision for file in candidates if file.precision), "")
    made = store.Manifest(id=model.id, precision=precision, files=files, since=time.time())
    if missing:
        write(made, coming=True)
    else:
        store.publish(made)
    return Imported(model.id, tuple(names), missing, refused, sum(k.size for k in kept))
