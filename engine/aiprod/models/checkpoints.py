# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: the verified files of a video model, recognised, with what each part of it is.

`recognising` makes a `Checkpoint` from files in any layout; `loading` makes modules of its components; the families of
`shooting.diffusion` drive them. Names of components are those of diffusers' pipelines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aiprod.film.hashing import hash_json
from aiprod.film.takes import ModelUse

FamilyName = Literal["wan", "ltx2"]
Layout = Literal["diffusers", "official", "comfy", "gguf"]


@dataclass(frozen=True)
class Component:
    """One part of a model.

    Attributes:
        name: "transformer", "transformer_2", "vae", "text_encoder", "tokenizer", "connectors", "audio_vae", "vocoder",
            "latent_upsampler", "temporal_upsampler", "image_encoder", "duration_head", "scheduler", …
        kind: the class that takes it, in diffusers or transformers ("WanTransformer3DModel").
        config: that class's configuration; derived from the weights' shapes where the files carry none.
        files: safetensors or GGUF; a folder's files for tokenizers. Verified.
        layout: how its tensors are named.
        prefix: what every tensor name begins with in a file that holds several components.
        parameters: how many numbers it holds.
        dtype: of most of them, as safetensors or GGUF names it ("BF16", "F8_E4M3", "Q4_K").
    """

    name: str
    kind: str
    config: Mapping[str, Any]
    files: tuple[Path, ...]
    layout: Layout = "diffusers"
    prefix: str = ""
    parameters: int = 0
    dtype: str = "BF16"


@dataclass(frozen=True)
class Checkpoint:
    """A model that can be loaded.

    Attributes:
        id: the card's id.
        family, version: "wan" "2.1" | "2.2"; "ltx2" "2.0" | "2.3" | "2.5".
        variant: "t2v-14b", "i2v-a14b", "ti2v-5b", "vace-1.3b", "dev", "distilled", …
        components: by name.
        hashes: SHA-256 of every weight file, by file name: they go into the recipe.
        licence: SPDX expression or LicenseRef.
        boundary: of a model with two experts, the share of the schedule (0 to 1) from which on the high-noise expert works.
        distilled: whether it wants few steps and no guidance.
    """

    id: str
    family: FamilyName
    version: str
    variant: str
    components: Mapping[str, Component]
    hashes: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    boundary: float | None = None
    distilled: bool = False

    def use(self) -> ModelUse:
        """The checkpoint as recipes and the ledger name it."""
        return ModelUse(id=self.id, sha256=hash_json(sorted(self.hashes.items())), licence=self.licence)
