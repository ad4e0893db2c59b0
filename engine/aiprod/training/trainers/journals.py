# SPDX-License-Identifier: Apache-2.0
"""What a run tells while it goes: a journal as JSON lines always, and the trackers that its recipe names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.training.trainers.settings import Running, Tracker

_PACKAGES: dict[Tracker, str] = {"tensorboard": "tensorboard", "wandb": "wandb", "mlflow": "mlflow"}


class Keeper(Protocol):
    """A place for figures over steps."""

    def put(self, step: int, figures: dict[str, float]) -> None: ...

    def close(self) -> None: ...


@dataclass
class Log:
    """The journal of a run and its trackers. Numbers are written whole, so that equal losses are seen to be equal."""

    path: Path
    keepers: list[Keeper] = field(default_factory=list)
    listen: Callable[[str], None] = field(default=lambda line: None)

    def write(self, **facts: Any) -> None:
        """Append one line; figures of a step go to the trackers too."""
        line = json.dumps(facts, ensure_ascii=False)
        with disk_errors(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        self.listen(line)
        figures = {name: float(value) for name, value in facts.items() if isinstance(value, float)}
        for keeper in self.keepers if "step" in facts else ():
            keeper.put(int(facts["step"]), figures)

    def close(self) -> None:
        for keeper in self.keepers:
            keeper.close()


def keepers_for(settings: Running, kind: str, folder: Path) -> list[Keeper]:
    """The trackers that a recipe names. Raises UserError where one isn't installed."""
    for name in settings.track:
        if find_spec(_PACKAGES[name]) is None:
            raise UserError(
                f"The recipe tracks with {name}, which is not installed", "only its own package can write its files",
                f"Run `pip install {_PACKAGES[name]}` in AIPROD's environment, or take it out of `track`.",
            )  # fmt: skip
    return [_KEEPERS[name](settings, kind, folder) for name in settings.track]


class _TensorBoard:
    def __init__(self, settings: Running, kind: str, folder: Path) -> None:
        self._writer = import_module("torch.utils.tensorboard").SummaryWriter(str(folder / "tensorboard"))

    def put(self, step: int, figures: dict[str, float]) -> None:
        for name, value in figures.items():
            self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        self._writer.close()


class _Wandb:
    def __init__(self, settings: Running, kind: str, folder: Path) -> None:
        self._run = import_module("wandb").init(
            project=settings.project, name=f"{kind} {folder.name}", dir=str(folder), config=settings.model_dump(mode="json")
        )

    def put(self, step: int, figures: dict[str, float]) -> None:
        self._run.log(figures, step=step)

    def close(self) -> None:
        self._run.finish()


class _MlFlow:
    def __init__(self, settings: Running, kind: str, folder: Path) -> None:
        self._module = import_module("mlflow")
        self._module.set_experiment(settings.project)
        self._module.start_run(run_name=f"{kind} {folder.name}")
        self._module.log_params(settings.model_dump(mode="json"))

    def put(self, step: int, figures: dict[str, float]) -> None:
        self._module.log_metrics(figures, step=step)

    def close(self) -> None:
        self._module.end_run()


_KEEPERS: dict[Tracker, Callable[[Running, str, Path], Keeper]] = {
    "tensorboard": _TensorBoard, "wandb": _Wandb, "mlflow": _MlFlow,
}  # fmt: skip
