# SPDX-License-Identifier: Apache-2.0
"""What every trainer's recipe has in common, and how recipes are read: YAML, and an unknown key is refused by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field

from aiprod.film.base import FilmObject, SchemaError
from aiprod.film.errors import UserError

Tracker = Literal["tensorboard", "wandb", "mlflow"]


class Running(FilmObject):
    """How long, how fast and how carefully a run goes. All counts are steps."""

    steps: int = Field(1000, ge=1)
    """The whole run: the rate's course depends on it, so a run that was stopped goes on as the same run."""
    batch: int = Field(8, ge=1)
    """Of all devices together."""
    rate: float = Field(1e-3, gt=0)
    warmup: int = Field(20, ge=0)
    cooldown: float = Field(0.2, ge=0, le=1)
    """The last share of the run, in which the rate falls to zero."""
    boxed: bool = False
    """The rate's course follows the time that a run is given, where it is over before the steps are: for one short run on a
    rented card. Going on from it another time is then another course."""
    clip: float = Field(1.0, gt=0)
    """The gradients' norm at most."""
    ema: float = Field(0.999, ge=0, lt=1)
    """Of the running average of the weights, which is what a run delivers."""
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    """bf16 autocast or plain float32; auto takes bf16 on CUDA."""
    seed: int = Field(7, ge=0)
    log_every: int = Field(10, ge=1)
    save_every: int = Field(100, ge=1)
    sample_every: int = Field(0, ge=0)
    """Samples while training; 0 makes them at the end only."""
    track: tuple[Tracker, ...] = ()
    """Where figures go beside the journal; the package must be installed."""
    project: str = "aiprod"


Recipe = TypeVar("Recipe", bound=FilmObject)


def read_recipe(path: Path | None, kind: type[Recipe]) -> Recipe:
    """A recipe from a YAML file, or the plain one where no file is given.

    Raises:
        UserError: it can't be read, holds a key that is unknown or a value that can't be; the sentence names it.
    """
    if path is None:
        return kind()
    import yaml

    try:
        data: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"The recipe {path} can't be read", str(error), "Give a YAML file.") from error
    if not isinstance(data, dict):
        raise UserError(f"{path} is not a recipe", "it holds no keys", "docs/training.md shows one.")
    try:
        return kind.from_json(data)
    except SchemaError as error:
        raise UserError(
            f"The recipe {path} can't be used", error.why, "Mend or take out this key; docs/training.md lists all."
        ) from error
