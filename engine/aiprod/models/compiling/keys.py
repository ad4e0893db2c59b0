# SPDX-License-Identifier: Apache-2.0
"""What decides a built part, as one hash: other weights, another LoRA, another size, card or library give another key.

A part whose weights stay outside (a transformer block's engine) is decided by its structure alone, so that one engine serves all
blocks of a model, with and without LoRAs; its weights have a key of their own (`weights_key`), which says what must be made again
when a LoRA is fused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from aiprod.film.hashing import hash_file, hash_json
from aiprod.models.checkpoints import Checkpoint

LoraStack = Sequence[tuple[str, float]]
"""(SHA-256 of a LoRA's file, weight), in the order in which they are fused."""

_LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "onnx": ("torch", "diffusers", "onnx", "onnxscript"),
    "tensorrt-rtx": ("torch", "diffusers", "onnx", "onnxscript", "tensorrt-rtx-cu12-bindings"),
    "tensorrt": ("torch", "diffusers", "torch-tensorrt", "tensorrt"),
    "torchao": ("torch", "diffusers", "torchao"),
    "gguf": ("torch", "diffusers", "gguf"),
}
_FORMAT = 4
"""To be raised when the same key would give another part."""


@dataclass(frozen=True)
class PartKey:
    """A built part.

    Attributes:
        part: "vae.decoder", "transformer.block".
        kind: the class it is made of.
        structure: `structure_of` that class's configuration.
        weights: `weights_key`, or "" where the weights stay outside.
        shapes: the sizes it was built for, whatever they are; empty where any size will do.
        precision: of what is stored and computed.
        route: "onnx", "tensorrt-rtx", "tensorrt".
        targets: cards it was built for ("sm89"), or empty.
        builder: `builder_of` the route.
    """

    part: str
    kind: str
    structure: str
    route: str
    weights: str = ""
    precision: str = "float32"
    shapes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    builder: str = ""

    def digest(self) -> str:
        """SHA-256 (hex)."""
        return hash_json([_FORMAT, asdict(self)])


def structure_of(config: Mapping[str, Any], *, but: Sequence[str] = ()) -> str:
    """A configuration's hash, without what does not matter and what libraries note down for themselves ("_…")."""
    return hash_json({name: value for name, value in sorted(config.items()) if name[0] != "_" and name not in but})


def weights_key(checkpoint: Checkpoint, component: str, loras: LoraStack = ()) -> str:
    """The key of a component's weights with the LoRAs that are fused into them. Order and weight of LoRAs matter."""
    files = sorted(_hash(checkpoint, path) for path in checkpoint.components[component].files)
    return hash_json([component, files, [list(each) for each in loras]])


def builder_of(route: str) -> str:
    """The libraries that build a route's parts, with versions."""
    return " ".join(f"{name}={_version(name)}" for name in _LIBRARIES.get(route, ("torch", "diffusers")))


def _hash(checkpoint: Checkpoint, path: Path) -> str:
    """Known from the checkpoint, or read afresh."""
    for name, sha256 in checkpoint.hashes.items():
        if path.as_posix().endswith(f"/{name}"):
            return sha256
    return hash_file(path)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
