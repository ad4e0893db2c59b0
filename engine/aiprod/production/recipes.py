# SPDX-License-Identifier: Apache-2.0
"""Recipes of the steps: everything that decides what a take is, and nothing else.

What does not belong in a recipe: paths, times, positions in the film. A shot's recipe holds the shot, not its number, so
that a change elsewhere leaves it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiprod.film.base import FilmObject
from aiprod.film.takes import Department, ModelUse, Recipe, Take


def recipe(
    department: Department, step: str, generator: str, *, objects: Mapping[str, FilmObject | Sequence[FilmObject]] | None = None,
    parameters: Mapping[str, Any] | None = None, takes: Mapping[str, Take] | None = None,
    models: tuple[ModelUse, ...] = (), seed: int = 0,
) -> Recipe:  # fmt: skip
    """A recipe from film objects, plain parameters and the takes it is made from."""
    given = {name: _plain(value) for name, value in (objects or {}).items()}
    return Recipe(
        department=department, step=step, generator=generator, parameters={**given, **(parameters or {})},
        inputs={name: take.result_hash for name, take in (takes or {}).items()}, models=models, seed=seed,
    )  # fmt: skip


def _plain(value: FilmObject | Sequence[FilmObject]) -> Any:
    return value.to_json() if isinstance(value, FilmObject) else [item.to_json() for item in value]
