# SPDX-License-Identifier: Apache-2.0
"""The frame of a run: learners with their whole state on disk, going on to the bit, and stopping when something is wrong.

A run's folder holds `state.safetensors` (all that is needed to go on), `journal.jsonl`, `report.json`, samples, and at the end
the weights. Steps draw their own randomness from seed and number, so a run killed at any moment goes on to the same losses.
"""

from __future__ import annotations

import errno
import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, cast

import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from aiprod.film.errors import DiskFullError, EngineError, UserError
from aiprod.film.files import write_json
from aiprod.training.checkpoints import check_architecture, load_tensors, save_tensors
from aiprod.training.flow import chance
from aiprod.training.loop import LossError, rate_at
from aiprod.training.optimisers import Average, Averaged, Optimiser
from aiprod.training.trainers.journals import Log, keepers_for
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import Ranks, like, whole

STATE, REPORT, JOURNAL = "state.safetensors", "report.json", "journal.jsonl"
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, 112)
"""The last is Windows' own."""


class Learnt:
    """The weights of a model that learn, as optimisers and averages take them; frozen ones cost nothing."""

    def __init__(self, model: nn.Module) -> None:
        self._model = model

    def named_parameters(self) -> list[tuple[str, nn.Parameter]]:
        return [(name, p) for name, p in self._model.named_parameters() if p.requires_grad]


class Player:
    """A network that learns: the weights with their optimiser and, where it is delivered, their running average."""

    def __init__(
        self, model: nn.Module, settings: Running, *, inner: dict[str, int] | None = None, averaged: bool = True
    ) -> None:
        self.model = model
        self.learnt = cast("nn.Module", Learnt(model))
        self.optimiser = Optimiser(self.learnt.named_parameters(), inner or {}, 0.0)
        self.average = Average(self.learnt, settings.ema) if averaged else None
        self.clip = settings.clip

    def learn(self, rate: float) -> None:
        """One step along the gradients."""
        self.optimiser.clip(self.clip)
        self.optimiser.step(rate)
        if self.average is not None:
            self.average.update(self.optimiser.step_count)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that goes on: what learns (frozen weights are the base model's), averages, the optimiser's state."""
        learnt = self.optimiser.parameters
        found = {f"model.{name}": p.detach() for name, p in learnt.items()}
        found |= {f"buffer.{name}": b for name, b in self.model.named_buffers()}
        if self.average is not None:
            found |= {f"average.{name}": self.average.tensors[name] for name in learnt}
        return found | {f"optimiser.{name}": t for name, t in self.optimiser.state().items()}

    def load(self, tensors: dict[str, Tensor], steps: int) -> None:
        """Go on from what `tensors` gave."""
        with torch.no_grad():
            for name, own in self.tensors().items():
                own.copy_(like(tensors[name], own))
        self.optimiser.step_count = steps

    def sound(self) -> bool:
        """Whether every weight is a number."""
        return all(bool(torch.isfinite(whole(p.detach())).all()) for p in self.optimiser.parameters.values())


class Learner(ABC):
    """What a trainer is to the frame.

    Attributes:
        identity: of the architecture; a state of another one is refused.
        data: the hash of the data set; a state that learnt another one is refused.
        players: the networks by name.
    """

    kind: ClassVar[str]
    identity: str
    data: str
    players: dict[str, Player]

    def __init__(self, settings: Running, device: torch.device, ranks: Ranks) -> None:
        self.settings, self.device, self.ranks = settings, device, ranks
        self.haste, self.step_count = 1.0, 0
        self.waited_s = 0.0
        self.passed: Callable[[], float] = lambda: 0.0

    @abstractmethod
    def learn(self, rate: float, luck: torch.Generator) -> Tensor:
        """One step at a rate; its loss, on this device's share of the batch."""

    def figures(self) -> dict[str, float]:
        """Measures on held-out data."""
        return {}

    def show(self, folder: Path) -> None:  # noqa: B027 - not everything has samples
        """Make samples."""

    def deliver(self, folder: Path) -> list[str]:
        """Write the finished weights; the names of the files. Every device calls it, the first one writes."""
        return []

    def work(self) -> float:
        """Useful operations of a step, all devices together; 0 where nobody counted."""
        return 0.0

    def close(self) -> None:  # noqa: B027 - not everything has something open
        """Let go of where its data come from. Nothing is learnt after it."""

    @contextmanager
    def fetching(self) -> Iterator[None]:
        """Around whatever brings a step's data: the time counts as waiting."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.waited_s += time.perf_counter() - begun

    def step(self) -> Tensor:
        """The next step of the run."""
        settings, progress = self.settings, max(self.step_count / self.settings.steps, self.passed())
        rate = self.haste * rate_at(self.step_count, progress, settings.rate, settings.warmup, settings.cooldown)
        loss = self.learn(rate, chance(settings.seed, self.step_count, self.device))
        self.step_count += 1
        return self.ranks.mean(loss.detach())

    def autocast(self) -> torch.autocast:
        wanted = self.settings.precision
        half = wanted == "bf16" or (wanted == "auto" and self.device.type == "cuda")
        return torch.autocast(self.device.type, torch.bfloat16, enabled=half)

    def sound(self) -> bool:
        return all(player.sound() for player in self.players.values())

    def save(self, path: Path) -> None:
        """Everything that is needed to go on. Every device calls it, the first one writes.

        Raises:
            DiskFullError: the earlier state is whole.
        """
        tensors = {f"{name}.{key}": whole(t) for name, player in self.players.items() for key, t in player.tensors().items()}
        facts = {"kind": self.kind, "architecture": self.identity, "data": self.data, "steps": self.step_count}
        if self.ranks.first:
            counts = {name: player.optimiser.step_count for name, player in self.players.items()}
            save_state(path, tensors, facts | {"haste": self.haste, "counts": counts})

    def load(self, path: Path) -> None:
        """Go on from a state of the same architecture that learnt the same data."""
        tensors, facts = load_tensors(path)
        check_architecture(facts, self.kind, self.identity, path)
        if facts["data"] != self.data:
            raise UserError(
                f"The data set was changed under the run in {path.parent}",
                f"it learnt {facts['data'][:12]}, now it is {self.data[:12]}",
                "Bring the data set back as it was, or start in an empty folder.",
            )
        self.step_count, self.haste = int(facts["steps"]), float(facts["haste"])
        for name, player in self.players.items():
            own = {key.removeprefix(f"{name}."): t for key, t in tensors.items() if key.startswith(f"{name}.")}
            player.load(own, int(facts["counts"][name]))


def save_state(path: Path, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
    """`save_tensors` with one clear error when the disk says no; what was there before stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_tensors(path, tensors, facts)
    except (OSError, SafetensorError) as error:
        raise _unwritten(path, error) from error
    finally:
        with suppress(OSError):
            path.with_name(f".{path.name}.unfinished").unlink(missing_ok=True)


def _unwritten(path: Path, error: Exception) -> UserError:
    found = re.search(r"os error (\d+)", str(error))  # safetensors hides the system's number in a sentence
    number = error.errno if isinstance(error, OSError) else int(found[1]) if found else 0
    full = number in _DISK_FULL
    why = "the disk is full" if full else os.strerror(number) if number else str(error)
    what = f"The state {path} can't be written"
    remedy = "Make room for it and give the same command again: the run goes on from there."
    return (DiskFullError if full else UserError)(what, f"{why}; the state before it is whole", remedy)


@dataclass
class Course:
    """How a run is carried out.

    Attributes:
        out: its folder.
        seconds: stop after so long, to go on another time; None: to the end.
        between: called after every step.
    """

    out: Path
    seconds: float | None = None
    listen: Callable[[str], None] = field(default=lambda line: None)
    clock: Callable[[], float] = field(default=time.monotonic)
    between: Callable[[Learner], None] = field(default=lambda learner: None)


def carry_out(learner: Learner, course: Course) -> dict[str, Any]:
    """Train, or go on where the folder's state says. Returns the report, which is also in `report.json`.

    A loss that is no number takes the run back to its last good state, once, at half the rate. The second time it stops, and the
    report says why; nothing is delivered then.

    Raises:
        UserError: the folder holds a run of another architecture or data; the disk is full.
    """
    log = Log(course.out / JOURNAL, [], course.listen)
    if learner.ranks.first:
        log.keepers = keepers_for(learner.settings, learner.kind, course.out)
    run = _Run(learner, course, log)
    try:
        report = run.whole()
    finally:
        log.close()
        learner.close()
    if learner.ranks.first:
        write_json(course.out / REPORT, report)
    return report


class _Run:
    def __init__(self, learner: Learner, course: Course, log: Log) -> None:
        self.learner, self.course, self.log = learner, course, log
        self.state = course.out / STATE
        self.begun = course.clock()
        self.learning = 0.0
        self.pace: list[tuple[int, float, float]] = []
        self.waiting: list[Tensor] = []
        self.losses: list[float] = []
        self.troubles: list[str] = []

    def whole(self) -> dict[str, Any]:
        learner = self.learner
        start = self._open()
        before = learner.figures()
        begun = self.course.clock()
        self._box(begun)
        stopped = self._learn()
        self.learning = self.course.clock() - begun
        report: dict[str, Any] = {
            "kind": learner.kind, "device": device_name(learner.device), "devices": learner.ranks.count, "from_step": start,
            "steps": learner.step_count, "of": learner.settings.steps, "seconds": round(self.learning, 2), "stopped": stopped,
            "troubles": self.troubles, "before": before, "losses": _ends(self.losses),
        }  # fmt: skip
        if not stopped:
            report |= self._finish()
        return report | self._speed()

    def _open(self) -> int:
        """Where the run begins: at its state, or at the beginning, which is made a state at once."""
        if self.state.exists():
            self.learner.load(self.state)
        else:
            self.learner.save(self.state)
        self.tell(event="begun", at=self.learner.step_count)
        return self.learner.step_count

    def _box(self, begun: float) -> None:
        """Let the rate follow the time that is left, where the recipe wants it so."""
        if not self.learner.settings.boxed or self.course.seconds is None:
            return
        left = max(self.course.seconds - (begun - self.begun), 1e-9)
        now = self.learner.ranks.mean
        self.learner.passed = lambda: float(now(torch.tensor((self.course.clock() - begun) / left, device=self.learner.device)))

    def _learn(self) -> str:
        """All steps. Returns why the run had to stop, "" where it did not."""
        while True:
            try:
                self._steps()
            except LossError as error:
                self.troubles.append(str(error))
                self.waiting = []
                self.learner.load(self.state)
                if self.learner.haste < 1:
                    return f"{error}: twice, at half the rate too"
                self.learner.haste = 0.5
                self.tell(event="unstable", why=str(error), back_to=self.learner.step_count, haste=0.5)
            else:
                return ""

    def _steps(self) -> None:
        learner, settings = self.learner, self.learner.settings
        while learner.step_count < settings.steps and not self._late():
            self.waiting.append(learner.step())
            self.course.between(learner)
            if learner.step_count % settings.log_every == 0:
                self._check()
            if learner.step_count % settings.save_every == 0:
                self._save()
            if settings.sample_every and learner.step_count % settings.sample_every == 0:
                self._show()
        self._save()

    def _late(self) -> bool:
        """Whether the time is over; devices agree on it."""
        if self.course.seconds is None:
            return False
        own = float(self.course.clock() - self.begun >= self.course.seconds)
        return bool(self.learner.ranks.mean(torch.tensor(own, device=self.learner.device)) > 0)

    def _check(self) -> None:
        """Write down the losses since the last time. Raises LossError where one is no number."""
        if not self.waiting:
            return
        found: list[float] = torch.stack(self.waiting).float().tolist()
        self.waiting = []
        mean = sum(found) / len(found)
        learner = self.learner
        if not all(abs(value) < float("inf") for value in found):
            raise _unstable(learner)
        self.losses += found
        now = self.course.clock()
        seconds = now - self.begun
        self.pace.append((len(self.losses), now, learner.waited_s))
        self.tell(step=learner.step_count, loss=mean, seconds=round(seconds, 3), waited=self._paced()[2], losses=found)

    def _save(self) -> None:
        """Write the state, if it is a good one."""
        self._check()
        if not self.learner.sound():
            raise _unstable(self.learner)
        self.learner.save(self.state)

    def _show(self) -> None:
        if self.learner.ranks.first or self.learner.ranks.count > 1:
            self.learner.show(self.course.out / "samples" / f"{self.learner.step_count:07d}")
            self.tell(step=self.learner.step_count, **self.learner.figures())

    def _finish(self) -> dict[str, Any]:
        learner = self.learner
        after = learner.figures()
        learner.show(self.course.out / "samples" / f"{learner.step_count:07d}")
        self.tell(step=learner.step_count, event="done", **after)
        return {"after": after, "files": learner.deliver(self.course.out)}

    def _speed(self) -> dict[str, float]:
        """Steps and useful work a second, and the share of the time that was spent waiting for data."""
        count, seconds, waited = self._paced()
        a_second = count / max(seconds, 1e-9)
        return {"steps_a_second": a_second, "work_a_second": a_second * self.learner.work(), "waited": waited}

    def _paced(self) -> tuple[int, float, float]:
        """Steps, their seconds, and the share that was waited. What the first steps cost beside their work, and waiting for the
        first data, is left out where more follow."""
        if len(self.pace) > 1:
            (first, begun, before), (last, ended, after) = self.pace[0], self.pace[-1]
            return last - first, ended - begun, round((after - before) / max(ended - begun, 1e-9), 5)
        seconds = self.learning or self.course.clock() - self.begun
        return len(self.losses), seconds, round(self.learner.waited_s / max(seconds, 1e-9), 5)

    def tell(self, **facts: Any) -> None:
        if self.learner.ranks.first:
            self.log.write(kind=self.learner.kind, **facts)


def _unstable(learner: Learner) -> LossError:
    return LossError(
        f"The loss of the {learner.kind} is no number at step {learner.step_count}", "the training became unstable",
        "Go on from the last state with a lower rate.",
    )  # fmt: skip


def _ends(losses: list[float]) -> dict[str, float]:
    if not losses:
        return {}
    few = max(len(losses) // 10, 1)
    return {"first": sum(losses[:few]) / few, "last": sum(losses[-few:]) / few}


def averaged(player: Player) -> Averaged:
    """Within `with averaged(player):` the network has its averaged weights."""
    if player.average is None:
        raise EngineError("This network has no averaged weights", "it is not delivered")
    return Averaged(player.learnt, player.average)


def delivered(player: Player) -> Iterator[tuple[str, Tensor]]:
    """The averaged weights that were learnt, whole, on the host, one by one. Every device must go through it."""
    if player.average is None:
        raise EngineError("This network has no averaged weights", "it is not delivered")
    for name in player.optimiser.parameters:
        yield name, whole(player.average.tensors[name]).cpu()


def device_name(device: torch.device) -> str:
    """What the device is called: the key of measured speeds."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"cpu, {torch.get_num_threads()} threads"


def device_for(name: str) -> torch.device:
    """The device that was asked for. Raises UserError where it isn't there."""
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no CUDA device here", "torch finds none", "Use --device cpu.")
    return torch.device(name)
