# SPDX-License-Identifier: Apache-2.0
"""The files of a model: which are there, which belong together as shards, and what each says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.models.recognising import inspecting
from aiprod.models.recognising.headers import Header

WEIGHTS = (".safetensors", ".sft", ".gguf")
PICKLES = (".pt", ".pth", ".ckpt", ".bin", ".pkl", ".pickle")
_SHARD = re.compile(r"(.*)-(\d{5})-of-(\d{5})\.(safetensors|gguf)$")


@dataclass(frozen=True)
class Bundle:
    """One file, or the shards of one; they are read as one."""

    files: tuple[Path, ...]
    header: Header

    @property
    def title(self) -> str:
        """The name that its reader knows."""
        return self.files[0].name


@dataclass(frozen=True)
class Gathered:
    """What lies in the places that were named."""

    bundles: tuple[Bundle, ...]
    folders: tuple[Path, ...]
    """With settings: of text encoders and tokenizers."""
    pickles: tuple[Path, ...]


def gather(places: Sequence[Path]) -> Gathered:
    """Everything in these files and folders.

    Raises:
        UserError: a file is damaged, lies about itself, or is one that can run code; a shard is missing.
    """
    files, folders, pickles = [], [], []
    for place in places:
        if place.is_file():
            files.append(place)
            continue
        inside = sorted(p for p in place.rglob("*") if p.is_file())
        files += [p for p in inside if p.suffix.lower() in WEIGHTS]
        pickles += [p for p in inside if p.suffix.lower() in PICKLES]
        folders += sorted({p.parent for p in inside if p.name in ("config.json", "tokenizer_config.json", "configuration.json")})
    return Gathered(tuple(_bundles(files)), tuple(folders), tuple(pickles))


def looked(files: Sequence[Path]) -> dict[Path, Header]:
    """Headers by path. Raises UserError at the first file that is not to be used."""
    found = inspecting.headers(files)
    for path, header in found.items():
        if isinstance(header, str):
            raise UserError(f"{path.name} can't be used", header, _remedy(header))
    return {path: header for path, header in found.items() if isinstance(header, Header)}


def _remedy(why: str) -> str:
    if "pickle" in why or "program" in why:
        return "Fetch the model as safetensors or GGUF."
    return "Fetch the file again from its source."


def _bundles(files: Sequence[Path]) -> list[Bundle]:
    headers = looked(files)
    alone: list[Bundle] = []
    shards: dict[tuple[Path, str, int], dict[int, Path]] = {}
    for path in files:
        found = _SHARD.match(path.name)
        if found and int(found[3]) > 1:
            shards.setdefault((path.parent, found[1], int(found[3])), {})[int(found[2])] = path
        else:
            alone.append(Bundle((path,), headers[path]))
    return alone + [_joined(name, total, numbered, headers) for (_, name, total), numbered in shards.items()]


def _joined(name: str, total: int, numbered: dict[int, Path], headers: dict[Path, Header]) -> Bundle:
    absent = [number for number in range(1, total + 1) if number not in numbered]
    if absent:
        raise UserError(
            f"{name} is incomplete", f"of its {total} files, number {absent[0]} is missing", "Fetch the missing file."
        )  # fmt: skip
    files = tuple(path for _, path in sorted(numbered.items()))
    tensors = {key: tensor for path in files for key, tensor in headers[path].tensors.items()}
    first = headers[files[0]]
    return Bundle(files, Header(tensors, first.metadata, sum(headers[path].size for path in files), first.kind))
