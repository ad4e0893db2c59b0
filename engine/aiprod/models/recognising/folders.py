# SPDX-License-Identifier: Apache-2.0
"""Folders in diffusers' layout: model_index.json, and every part in its own folder with its configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.models.recognising import versions
from aiprod.models.recognising.headers import Header, read_safetensors

_CONFIGS = ("config.json", "scheduler_config.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json")


def read(folder: Path, *, id: str, licence: str, hashes: Mapping[str, str]) -> Checkpoint:
    """The checkpoint of a folder. Raises UserError where something is missing or unknown, or doesn't fit the rest."""
    index = _json(folder / "model_index.json")
    components = {}
    for place in sorted(p for p in folder.iterdir() if p.is_dir()):
        kind = (index.get(place.name) or (None, None))[1]
        part = component(place, place.name, kind)
        if part is not None:
            components[place.name] = part
    missing = [name for name, entry in index.items() if isinstance(entry, list) and entry[0] and name not in components]
    if missing:
        raise UserError(
            f"The model in {folder.name} is incomplete", f"its list names {', '.join(missing)}, which is not there",
            "Fetch the missing folders, or the whole model again.",
        )  # fmt: skip
    model = versions.identify(components, index)
    known = {name: hashes.get(name) or hash_file(folder / name) for name in _weights(folder, components)}
    return Checkpoint(id=id or folder.name, components=components, hashes=known, licence=licence, **model)


def component(folder: Path, name: str, kind: str | None = None) -> Component | None:
    """The part that a folder holds; None where it holds none. `kind` is what the list says it is, where there is one."""
    config = next((folder / file for file in _CONFIGS if (folder / file).is_file()), None)
    if config is None:
        return None
    values = _json(config)
    headers = {path: _header(path) for path in sorted(folder.glob("*.safetensors"))}
    kind = kind or values.get("_class_name") or (values.get("architectures") or [None])[0] or values.get("tokenizer_class") or ""
    files = tuple(headers) or tuple(sorted(p for p in folder.iterdir() if p.is_file()))
    parameters = sum(h.parameters for h in headers.values())
    dtype = max(headers.values(), key=lambda h: h.parameters).dtype if headers else ""
    return Component(name, str(kind), values, files, "diffusers", "", parameters, dtype)


def _header(path: Path) -> Header:
    try:
        return read_safetensors(path)
    except ValueError as error:
        raise UserError(f"{path.name} is no usable model file", str(error), "Fetch it again.") from error


def _weights(folder: Path, components: Mapping[str, Component]) -> list[str]:
    files = [file for part in components.values() for file in part.files if file.suffix == ".safetensors"]
    return sorted(file.relative_to(folder).as_posix() for file in files)


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} can't be read", str(error), "Fetch the model again.") from error
    if not isinstance(found, dict):
        raise UserError(f"{path.name} can't be read", "it is no list of settings", "Fetch the model again.")
    return found
