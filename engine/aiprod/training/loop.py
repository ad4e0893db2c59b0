# SPDX-License-Identifier: Apache-2.0
"""The loop that every trainer goes through: until when, how fast, what is written down, and when to stop at once."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from aiprod.film.errors import EngineError

Clock = Callable[[], float]


class LossError(EngineError):
    """The loss is no number any more."""


@dataclass(frozen=True)
class Until:
    """When a run ends: after so many steps (then a resumed run is the same run), or after so many seconds from its start."""

    clock: Clock
    steps: int | None = None
    seconds: float | None = None
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "begun", self.clock())

    def progress(self, step: int) -> float:
        """How far the run is, 0 … 1."""
        shares = [0.0]
        if self.steps is not None:
            shares.append(step / max(self.steps, 1))
        if self.seconds is not None:
            shares.append((self.clock() - self.begun) / max(self.seconds, 1e-9))
        return min(max(shares), 1.0)


@dataclass
class Journal:
    """What happened, one JSON object a line, in a file and to whoever listens."""

    path: Path
    listen: Callable[[str], None] = field(default=lambda line: None)

    def write(self, **facts: Any) -> None:
        line = json.dumps({k: round(v, 5) if isinstance(v, float) else v for k, v in facts.items()})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
        self.listen(line)


class Trainer(Protocol):
    """What the loop needs of a trainer."""

    @property
    def kind(self) -> str: ...

    @property
    def step_count(self) -> int: ...

    def step(self, progress: float) -> Tensor:
        """One step; the loss, still on the device."""
        ...

    def save(self, path: Path) -> None: ...


def rate_at(step: int, progress: float, rate: float, warmup: int, cooldown: float) -> float:
    """Up in `warmup` steps, level, and down to nothing over the last share of the run."""
    rise = min(1.0, (step + 1) / max(warmup, 1))
    fall = 1.0 if progress <= 1 - cooldown else (1 - progress) / max(cooldown, 1e-9)
    return rate * min(rise, max(fall, 0.0))


@dataclass
class Loop:
    """Runs a trainer. `between` is called after each step (to take in new footage); states are written to `state`."""

    until: Until
    journal: Journal
    log_every: int = 20
    state: Path | None = None
    save_every_s: float = 60.0
    between: Callable[[], None] = lambda: None

    def run(self, trainer: Trainer) -> list[float]:
        """Train to the end. Returns the losses.

        Raises:
            LossError: the loss is not finite; the state on disk is the last good one.
        """
        losses: list[float] = []
        waiting: list[Tensor] = []
        if self.state and not self.state.exists():
            trainer.save(self.state)
        clock, saved = self.until.clock, self.until.clock()
        while (progress := self.until.progress(trainer.step_count)) < 1:
            waiting.append(trainer.step(progress).detach())
            self.between()
            if trainer.step_count % self.log_every:
                continue
            losses += self._checked(trainer, waiting, progress)
            waiting = []
            if self.state and clock() - saved >= self.save_every_s:
                trainer.save(self.state)
                saved = clock()
        losses += self._checked(trainer, waiting, 1.0)
        if self.state:
            trainer.save(self.state)
        return losses

    def _checked(self, trainer: Trainer, waiting: list[Tensor], progress: float) -> list[float]:
        if not waiting:
            return []
        found: list[float] = torch.stack(waiting).float().tolist()
        if not all(math.isfinite(value) for value in found):
            raise LossError(
                f"The loss of the {trainer.kind} is no number at step {trainer.step_count}",
                "the training became unstable",
                "Go on from the last state with a lower rate.",
            )
        seconds = self.until.clock() - self.until.begun
        mean = sum(found) / len(found)
        self.journal.write(kind=trainer.kind, step=trainer.step_count, loss=mean, progress=progress, seconds=seconds)
        return found
