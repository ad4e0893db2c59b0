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
from aiprod.models.recognising import together, versions
from aiprod.models.recognising.configs import DERIVERS, LISTS
from aiprod.models.recognising.gathering import looked
from aiprod.models.recognising.headers import Header
from aiprod.models.recognising.shapes import gap

_COMPARED = (
    "in_channels", "out_channels", "num_layers", "ffn_dim", "text_dim", "image_dim", "cross_attention_dim", "gated_attn", "z_dim",
    "base_dim", "latent_channels", "block_out_channels", "decoder_block_out_channels", "d_model", "vocab_size", "mid_channels",
    "spatial_upsample", "temporal_upsample", "hidden_channels", "per_modality_projections", "video_hidden_dim",
)  # fmt: skip
"""Settings that shapes give away and that a wrong file gets wrong."""

_CONFIGS = ("config.json", "scheduler_config.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json")


def read(folder: Path, *, id: str, licence: str, hashes: Mapping[str, str], distilled: bool | None = None) -> Checkpoint:
    """The checkpoint of a folder. Raises UserError where something is missing or unknown, or doesn't fit the rest."""
    index = settings(folder / "model_index.json")
    places = sorted(p for p in folder.iterdir() if p.is_dir())
    headers = looked([file for place in places for file in sorted(place.glob("*.safetensors"))])
    components = {}
    for place in places:
        entry = index.get(place.name)
        kind = entry[1] if isinstance(entry, list) and len(entry) == 2 else None
        part = component(place, place.name, kind, headers)
        if part is not None:
            components[place.name] = part
    missing = [name for name, entry in index.items() if isinstance(entry, list) and entry[0] and name not in components]
    if missing:
        raise UserError(
            f"The model in {folder.name} is incomplete", f"its list names {', '.join(missing)}, which is not there",
            "Fetch the missing folders, or the whole model again.",
        )  # fmt: skip
    model = versions.identify(components, index)
    for part in components.values():
        _matches(part, headers)
    together.check(components)
    if distilled is not None:
        model |= {"distilled": distilled}
    known = {name: hashes.get(name) or hash_file(folder / name) for name in _weights(folder, components)}
    return Checkpoint(id=id or folder.name, components=components, hashes=known, licence=licence, **model)


def component(folder: Path, name: str, kind: str | None = None, headers: Mapping[Path, Header] | None = None) -> Component | None:
    """The part that a folder holds; None where it holds none. `kind` is what the list says it is, where there is one."""
    config = next((folder / file for file in _CONFIGS if (folder / file).is_file()), None)
    if config is None:
        return None
    values = settings(config)
    own = sorted(folder.glob("*.safetensors"))
    known = headers if headers is not None else looked(own)
    headers = {path: known[path] for path in own}
    kind = kind or values.get("_class_name") or (values.get("architectures") or [None])[0] or values.get("tokenizer_class") or ""
    files = tuple(headers) or tuple(sorted(p for p in folder.iterdir() if p.is_file()))
    parameters = sum(h.parameters for h in headers.values())
    dtype = max(headers.values(), key=lambda h: h.parameters).dtype if headers else ""
    return Component(name, str(kind), values, files, "diffusers", "", parameters, dtype)


def _matches(part: Component, headers: Mapping[Path, Header]) -> None:
    """The weights must be what the configuration beside them says. Raises UserError."""
    shapes = {name: tensor for path in part.files if path in headers for name, tensor in headers[path].tensors.items()}
    derive = DERIVERS.get(part.kind)
    if derive is None:
        return
    try:
        found = derive(shapes)
    except (KeyError, ZeroDivisionError, ValueError) as error:
        raise UserError(
            f"The {part.name} is incomplete or another model's", f"it has no {error.args[0]}", "Fetch the model's folder again."
        ) from error
    wrong = next(
        (key for key in _COMPARED if key in found and key in part.config and _differ(part.config[key], found[key])), None
    )
    if wrong:
        raise UserError(
            f"The {part.name} is not the one its folder describes",
            f"{wrong} is {part.config[wrong]} in config.json, the weights have {found[wrong]}", "Fetch the model's folder again.",
        )  # fmt: skip
    for name in LISTS:
        lack = gap(shapes, name)
        if lack:
            raise UserError(f"The {part.name} is incomplete", lack, "Fetch the model's folder again.")


def _differ(one: Any, other: Any) -> bool:
    return bool((list(one) if isinstance(one, list | tuple) else one) != other)


def _weights(folder: Path, components: Mapping[str, Component]) -> list[str]:
    files = [file for part in components.values() for file in part.files if file.suffix == ".safetensors"]
    return sorted(file.relative_to(folder).as_posix() for file in files)


def settings(path: Path) -> dict[str, Any]:
    """A JSON file of settings. Raises UserError where it can't be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} can't be read", str(error), "Fetch the model again.") from error
    if not isinstance(found, dict):
        raise UserError(f"{path.name} can't be read", "it is no list of settings", "Fetch the model again.")
    return found
