# SPDX-License-Identifier: Apache-2.0
"""Training states and weights on disk: safetensors only, written whole or not at all, refused by another architecture.

A *state* is everything a run needs to go on as if it had not stopped. *Packed weights* are what travels: each row of a
matrix as whole numbers of 16 bits and a scale, high and low bytes apart. The high bytes alone are the weights at 8 bits.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from aiprod.film.errors import UserError

_PART_BYTES = 15 << 20


def save_tensors(path: Path, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
    """Write tensors and facts as one file, atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(plain, unfinished, metadata={"facts": json.dumps(facts)})
    with unfinished.open("rb") as stream:
        os.fsync(stream.fileno())
    unfinished.replace(path)


def load_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read what `save_tensors` wrote. Raises UserError for a file that is missing, damaged or something else."""
    try:
        with safe_open(path, framework="pt") as file:
            facts = json.loads((file.metadata() or {}).get("facts", "{}"))
            return {name: file.get_tensor(name) for name in file.keys()}, facts  # noqa: SIM118  (not a dict)
    except (OSError, SafetensorError, json.JSONDecodeError) as error:
        raise UserError(f"The checkpoint {path} can't be read", str(error), "Take an earlier one, or start again.") from error


def check_architecture(found: dict[str, Any], kind: str, identity: str, path: Path) -> None:
    """Raises UserError where a checkpoint is of another kind or of another architecture than the recipe's."""
    if found.get("kind") != kind:
        raise UserError(f"{path} is no checkpoint of a {kind}", f"it says {found.get('kind')!r}", "Choose another file.")
    if found.get("architecture") != identity:
        raise UserError(
            f"The checkpoint {path} is of another architecture",
            f"it has {found.get('architecture')!r}, the recipe makes {identity!r}",
            "Use the recipe that it was trained with, or start in an empty folder.",
        )


def pack(tensors: dict[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Weights as (high bytes with scales and small tensors, low bytes)."""
    high, low = {}, {}
    for name, tensor in tensors.items():
        exact = tensor.detach().float().cpu()
        if exact.ndim < 2 or exact.numel() < 4096:
            high[name] = exact
            continue
        rows = exact.flatten(1)
        scale = rows.abs().amax(1, keepdim=True).clamp_min(1e-12) / 32_512
        whole = (rows / scale).round().clamp(-32_512, 32_512).to(torch.int32)
        upper = (whole + 128).div(256, rounding_mode="floor")
        high[f"{name}.high"], high[f"{name}.scale"] = upper.to(torch.int8).view(exact.shape), scale.flatten()
        low[f"{name}.low"] = (whole - upper * 256).to(torch.int8).view(exact.shape)
    return high, low


def unpack(high: dict[str, Tensor], low: dict[str, Tensor] | None = None) -> dict[str, Tensor]:
    """The weights that were packed; at 8 bits where the low bytes are missing."""
    found = {}
    for name, tensor in high.items():
        if f"{name.removesuffix('.scale')}.high" in high:  # the scale of a matrix; a weight may be called so itself
            continue
        if not name.endswith(".high"):
            found[name] = tensor
            continue
        plain = name.removesuffix(".high")
        whole = tensor.float() * 256
        if low is not None:
            whole = whole + low[f"{plain}.low"].float()
        found[plain] = (whole.flatten(1) * high[f"{plain}.scale"][:, None]).view(tensor.shape)
    return found


def save_parts(folder: Path, stem: str, tensors: dict[str, Tensor], facts: dict[str, Any]) -> list[Path]:
    """Write tensors as files of at most 15 MiB: `stem.0.safetensors`, `stem.1.safetensors`, …"""
    paths = []
    for index, part in enumerate(_parts(tensors)):
        paths.append(folder / f"{stem}.{index}.safetensors")
        save_tensors(paths[-1], part, facts)
    return paths


def load_parts(folder: Path, stem: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read what `save_parts` wrote. Raises UserError where nothing is there."""
    paths = sorted(folder.glob(f"{stem}.*.safetensors"))
    if not paths:
        raise UserError(f"There are no weights {stem!r} in {folder}", "no file has that name", "Give the folder of a run.")
    tensors: dict[str, Tensor] = {}
    facts: dict[str, Any] = {}
    for path in paths:
        part, facts = load_tensors(path)
        tensors.update(part)
    return tensors, facts


def _parts(tensors: dict[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    part: dict[str, Tensor] = {}
    size = 0
    for name, tensor in tensors.items():
        own = tensor.numel() * tensor.element_size()
        if part and size + own > _PART_BYTES:
            yield part
            part, size = {}, 0
        part[name] = tensor
        size += own
    yield part
