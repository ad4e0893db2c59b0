# SPDX-License-Identifier: Apache-2.0
"""How far a production is, how long the rest will take, and how sure that is.

Work is counted in CPU seconds: first as foreseen from the brief (`speeds`), then, step by step, as measured in this run. How
many seconds on the clock that is worth (other programs, fewer or more cores) is measured as well, all the time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from aiprod.film.takes import Department
from aiprod.production.speeds import COSTS, Size, Speeds, Step, cores

_PHASES: tuple[frozenset[Step], ...] = (
    frozenset({("writing", "screenplay"), ("directing", "shots")}),
    frozenset({("voices", "speech"), ("directing", "still")}),
    frozenset({
        ("directing", "storyboard"), ("shooting", "footage"), ("music", "score"), ("music", "ambience"), ("music", "effect"),
        ("mixing", "mix"), ("quality", "voice score"),
    }),
    frozenset({("grading", "grade"), ("rendering", "segment"), ("rendering", "picture")}),
    frozenset({("delivery", "package"), ("quality", "picture")}),
    frozenset({("quality", "report")}),
)  # fmt: skip
"""What is done at the same time, in the order of the pipeline."""
_BY_WORKERS = frozenset({
    ("directing", "still"), ("directing", "storyboard"), ("shooting", "footage"), ("music", "score"), ("music", "ambience"),
    ("music", "effect"), ("rendering", "segment"), ("delivery", "package"), ("quality", "picture"),
})  # fmt: skip
_FOOTAGE: Step = ("shooting", "footage")
_WORKERS = 2
_PRIOR_SHARE = 0.15
"""What was foreseen counts as much as having measured this share of a step."""
_PACE_SHARE = 0.15
"""The clock's pace counts as known from the start for this share of the whole."""
_SCALE_SHARE = 0.05
"""How fast the machine is counts as known from the start for this share of the whole."""
_JUDGED_AT = 0.1
"""How much must be done before the forecast that is later judged is taken."""
_WORTH_LEARNING = 0.5
"""A step teaches something when at least this share of it was made in this run."""


class Outlook(NamedTuple):
    """Share of this run's work that is done, seconds to go, and how far off those may be."""

    fraction: float
    eta_s: float
    error_s: float


@dataclass
class _Progress:
    """One step of the run. Weights compare the takes of a step with each other."""

    cost: float
    weights: dict[str, float] = field(default_factory=dict)
    foreseen: float = 0.0
    partial: dict[str, float] = field(default_factory=dict)
    made: float = 0.0
    kept: float = 0.0
    cpu_s: float = 0.0
    over: bool = False

    @property
    def total(self) -> float:
        return max(sum(self.weights.values()), self.foreseen, 1e-9)

    @property
    def made_share(self) -> float:
        return min((self.made + sum(self.partial.values())) / self.total, 1.0)

    @property
    def left_share(self) -> float:
        return 0.0 if self.over else max(1.0 - self.made_share - self.kept / self.total, 0.0)

    @property
    def foreseen_made(self) -> float:
        """CPU seconds that what was made should have taken."""
        return self.cost * min(self.made / self.total, 1.0)

    def measured(self, scale: float) -> float:
        """CPU seconds of the whole step: foreseen at first (times `scale`), measured more and more."""
        share = min(self.made / self.total, 1.0)
        return (self.cost * scale * _PRIOR_SHARE + self.cpu_s) / (_PRIOR_SHARE + share)


class Forecast:
    """Follows one run. Methods may be called from any thread.

    Args:
        size: of the film; None when nobody wants to know.
        speeds: what is known of this machine.
        until: the department that the run stops after; None for the whole film.
        tick: seconds that only grow.
        machine_cores: for tests.
    """

    def __init__(
        self, size: Size | None = None, speeds: Speeds | None = None, *, until: Department | None = None,
        departments: tuple[Department, ...] = (), tick: Callable[[], float] = time.monotonic, machine_cores: int | None = None,
    ) -> None:  # fmt: skip
        self._size, self._speeds, self._tick = size, speeds or Speeds(), tick
        self._apart = {_FOOTAGE} if size and size.in_darkroom else set()
        self._lanes = min(max(machine_cores or cores(), 1), _WORKERS + 1)
        wanted = departments[: departments.index(until) + 1] if until in departments else None
        self._steps = {
            step: _Progress(self._speeds.cost(step, size)) for step in COSTS if size and (wanted is None or step[0] in wanted)
        }
        self._keys: set[tuple[Step, str]] = set()
        self._shots: dict[str, tuple[Step, str]] = {}
        self._lock, self._began, self._fraction = threading.RLock(), tick(), 0.0
        self._judged: tuple[float, float] | None = None

    def resize(self, size: Size) -> None:
        """The film turned out to be of another size than the brief wanted."""
        with self._lock:
            if self._size is not None:
                self._size = size
                for step, progress in self._steps.items():
                    progress.cost = self._speeds.cost(step, size)

    def foresee(self, step: Step, total: float) -> None:
        """A step will have takes of this weight in all."""
        with self._lock:
            if step in self._steps:
                self._steps[step].foreseen = max(self._steps[step].foreseen, total)

    def begun(self, step: Step, key: str, weight: float, shot: str = "") -> None:
        """A take is wanted."""
        with self._lock:
            if step in self._steps:
                self._steps[step].weights.setdefault(key, weight)
                self._steps[step].over = False
                if shot and step[1] == "footage":
                    self._shots[shot] = step, key

    def frames(self, shot: str, done: int, total: int) -> None:
        """A shot under way has so many frames."""
        with self._lock:
            if shot in self._shots:
                step, key = self._shots[shot]
                progress = self._steps[step]
                if (step, key) not in self._keys:
                    progress.partial[key] = progress.weights.get(key, 1.0) * done / max(total, 1)

    def done(self, step: Step, key: str, cpu_seconds: float, *, reused: bool) -> None:
        """A take is there. Only the first time counts."""
        with self._lock:
            if step not in self._steps or (step, key) in self._keys:
                return
            self._keys.add((step, key))
            progress = self._steps[step]
            progress.partial.pop(key, None)
            weight = progress.weights.setdefault(key, 1.0)
            if reused:
                progress.kept += weight
            else:
                progress.made += weight
                progress.cpu_s += cpu_seconds

    def finished(self, department: Department) -> None:
        """A department is through: what it was thought to do besides will not come."""
        with self._lock:
            for (name, _), progress in self._steps.items():
                if name == department and (progress.made + progress.kept) >= sum(progress.weights.values()):
                    progress.over = True

    def outlook(self) -> Outlook | None:
        """How it stands now; None when nobody wanted a forecast."""
        with self._lock:
            if self._size is None:
                return None
            scale = self._scale()
            made, left = self._wall(scale, made=True), self._wall(scale, made=False)
            elapsed = self._tick() - self._began
            whole = made + left
            if whole <= 0:
                return Outlook(self._fraction, 0.0, 0.0)
            pace = (elapsed + _PACE_SHARE * whole) / (made + _PACE_SHARE * whole)
            eta = left * pace
            self._fraction = max(self._fraction, min(made / whole, 1.0))
            if self._judged is None and self._fraction >= _JUDGED_AT:
                self._judged = elapsed, eta
            return Outlook(self._fraction, eta, eta * self._speeds.error * (1 - 0.7 * self._fraction))

    def _scale(self) -> float:
        """How much more the steps so far took than was foreseen: the others will be no different."""
        known = sum(progress.cost for progress in self._steps.values()) * _SCALE_SHARE
        took = sum(progress.cpu_s for progress in self._steps.values())
        return (took + known) / max(sum(progress.foreseen_made for progress in self._steps.values()) + known, 1e-9)

    def _wall(self, scale: float, *, made: bool) -> float:
        """Seconds for what was made, or for what is left, if the machine were ours."""
        return sum(self._phase({step: self._cpu(step, scale, made=made) for step in phase}) for phase in _PHASES)

    def _cpu(self, step: Step, scale: float, *, made: bool) -> float:
        progress = self._steps.get(step)
        if progress is None:
            return 0.0
        return progress.measured(scale) * (progress.made_share if made else progress.left_share)

    def _phase(self, cpu: Mapping[Step, float]) -> float:
        """Seconds of steps that are done at the same time: by the workers, here, and by the device that video models have."""
        apart = sum(seconds for step, seconds in cpu.items() if step in self._apart)
        by_workers = sum(seconds for step, seconds in cpu.items() if step in _BY_WORKERS - self._apart)
        here = sum(cpu.values()) - by_workers - apart
        return max(by_workers / min(_WORKERS, self._lanes), here, (by_workers + here) / self._lanes, apart)

    def learn(self) -> Speeds:
        """After the run: what it showed, for the next one."""
        with self._lock:
            if self._size is None:
                return self._speeds
            for step, progress in self._steps.items():
                share = progress.made / progress.total
                if share >= _WORTH_LEARNING:
                    self._speeds.learn(step, self._size, progress.cpu_s / share)
            if self._judged is not None:
                then, eta = self._judged
                self._speeds.learn_error(abs(self._tick() - self._began - then - eta) / max(eta, 1e-6))
            return self._speeds
