# SPDX-License-Identifier: Apache-2.0
"""Takes: everything made is kept with the recipe it was made from, and never changed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import Field, field_validator

from aiprod.film.base import FilmObject

Department = Literal[
    "writing", "directing", "shooting", "voices", "music", "editing", "grading", "mixing", "rendering", "quality", "delivery"
]


class ModelUse(FilmObject):
    """A model that took part in making a take."""

    id: str
    sha256: str
    licence: str


class Recipe(FilmObject):
    """All that decides what a take is. Two equal recipes make equal takes."""

    department: Department
    step: str
    """What is made: "speech", "footage", "score", …"""
    generator: str
    """Who makes it, with its version: "kokoro/1", "animatic/1"."""
    inputs: dict[str, str] = Field(default_factory=dict)
    """Name → content hash of a take, or SHA-256 of a file."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """JSON-able; film objects in their `to_json` form."""
    models: tuple[ModelUse, ...] = ()
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)


class TakeFile(FilmObject):
    """A file of a take. The path is relative to the take's folder and stays inside it."""

    path: str
    sha256: str
    size: int = Field(ge=0)

    @field_validator("path")
    @classmethod
    def _inside(cls, path: str) -> str:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or not path:
            raise ValueError(f"a take's file must lie inside its folder, not at {path!r}")
        return path


class Take(FilmObject):
    """A finished, immutable result: `take.json` in the folder that is named by the recipe's hash."""

    id: str
    """The recipe's content hash."""
    recipe: Recipe
    files: tuple[TakeFile, ...]
    facts: dict[str, Any] = Field(default_factory=dict)
    """Measured of the result (duration, loudness, warnings); never used to decide identity."""
    cpu_seconds: float = Field(0, ge=0)
    cost: float = Field(0, ge=0)
    """Money paid for it, in euros; 0 for everything made on this machine."""
    licences: tuple[str, ...] = ()

    @property
    def result_hash(self) -> str:
        """One hash over the files' names and contents: what a later step depends on."""
        from aiprod.film.hashing import hash_json

        return hash_json(sorted((f.path, f.sha256) for f in self.files))
