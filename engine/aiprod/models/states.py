# SPDX-License-Identifier: Apache-2.0
"""How a model stands on this machine: here, partly here, not here; how many of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aiprod.models import library, store
from aiprod.models.cards import ModelCard, ModelFile
from aiprod.models.pulling.partial import received
from aiprod.models.store import declared

State = Literal["installed", "partial", "absent"]


@dataclass(frozen=True)
class FileState:
    """A file of a model.

    Attributes:
        name: in the model's folder.
        size: bytes; 0 where only the hub knows.
        here: bytes of it that are here.
        sha256: which it has or must have; empty where nobody knows yet.
        declared: who named it first: "card", "hub" (at the first pull), "copy" (at an import), "built"; "" for nobody yet.
        source: where it is to be had, for people.
    """

    name: str
    size: int
    here: int
    sha256: str
    declared: str
    source: str


@dataclass(frozen=True)
class ModelState:
    """A model as it stands.

    Attributes:
        precision: the one that is here, or that would be fetched.
        size, here: bytes of all its files, as far as they are known, and of those that are here.
    """

    state: State
    precision: str
    files: tuple[FileState, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def here(self) -> int:
        return sum(file.here for file in self.files)


def state(model: ModelCard) -> ModelState:
    """How a model stands. Nothing is hashed: whether files are whole is `library.verify`'s to say."""
    found = store.manifest(model.id) or store.manifest(model.id, coming=True) if model.stored else None
    precision = found.precision if found else (model.precisions[0] if model.precisions else "")
    files = tuple(_files(model, found, precision))
    if library.installed(model.id):
        return ModelState("installed", precision, files)
    begun = model.stored and (found is not None or any(file.here for file in files))
    return ModelState("partial" if begun else "absent", precision, files)


def _files(model: ModelCard, found: store.Manifest | None, precision: str) -> Iterator[FileState]:
    if not model.stored:
        here = library.installed(model.id)
        for file in model.files:
            yield FileState(file.name, file.size, file.size if here else 0, file.sha256, "card", model.source)
        return
    if model.built:
        for kept in found.files if found else ():
            yield FileState(kept.name, kept.size, kept.size, kept.sha256, kept.declared, kept.source)
        return
    for file in model.chosen(precision if precision in model.precisions else ""):
        yield _stored(file, found)


def _stored(file: ModelFile, found: store.Manifest | None) -> FileState:
    kept = found.file(file.name) if found else None
    sha256, by = (kept.sha256, kept.declared) if kept and kept.sha256 else _known(file)
    size = kept.size if kept else file.bytes
    here = 0
    if sha256:
        here = size if store.blob(sha256).is_file() else received(sha256, size)
    source = f"{file.hub.repo}/{file.hub.path}" if file.hub else ""
    return FileState(file.name, size, here, sha256, by if sha256 else "", source)


def _known(file: ModelFile) -> tuple[str, str]:
    if file.sha256:
        return file.sha256, "card"
    return (declared.recorded(file.hub), "hub") if file.hub else ("", "")
