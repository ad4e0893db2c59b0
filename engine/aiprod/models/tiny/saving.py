# SPDX-License-Identifier: Apache-2.0
"""What the makers of tiny checkpoints share: seeded weights, and writing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'\"()-éèàùç"
"""What the tiny tokenizers know as single tokens."""


def seeded(name: str, make: Callable[[], Any]) -> Any:
    """A module whose weights depend on `name` alone; the caller's random state stays as it was.

    Parameters that a library leaves without a value, or at 0 so that training starts gently, get small random values: a tiny
    model must feel everything that goes in.
    """
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(zlib.crc32(name.encode()))
        module = make()
        with torch.no_grad():
            for parameter in module.parameters():
                if not torch.isfinite(parameter).all() or not parameter.any():
                    parameter.copy_(torch.randn_like(parameter) * 0.02)
    return module.eval()


def save_all(folder: Path, parts: Mapping[str, Any]) -> None:
    """Every part in its own folder, as its library saves it."""
    for name, part in parts.items():
        part.save_pretrained(folder / name)


def save_index(folder: Path, pipeline: str, parts: Mapping[str, Any], **values: Any) -> None:
    """model_index.json, as diffusers' pipelines read it. Parts are objects, or None for one that the pipeline does without."""
    import diffusers

    index: dict[str, Any] = {"_class_name": pipeline, "_diffusers_version": diffusers.__version__, **values}
    for name, part in parts.items():
        index[name] = [None, None] if part is None else [_library(part), type(part).__name__]
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", "utf-8")


def _library(part: Any) -> str:
    """Where from_pretrained finds the class: the package, or the pipeline's own module of diffusers."""
    names = type(part).__module__.split(".")
    return names[2] if names[:2] == ["diffusers", "pipelines"] else names[0]
