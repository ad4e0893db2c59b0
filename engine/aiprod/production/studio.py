# SPDX-License-Identifier: Apache-2.0
"""The studio makes takes: it reuses what is there, makes what is not, and keeps what is finished.

This is the whole of staleness: a step's recipe names everything that decides its result, takes are found by recipe, so a
step runs exactly when nothing equal was made before.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Protocol

from aiprod.film.files import disk_errors
from aiprod.film.store import FilmStore
from aiprod.film.takes import Department, Recipe, Take
from aiprod.film.takestore import DamagedTakeError
from aiprod.production.events import Event, Listener
from aiprod.production.forecast import Forecast
from aiprod.production.speeds import Size, Step
from aiprod.production.workers import Built, Workers, check_stop, outcome

Builder = Callable[[Path], dict[str, Any]]


class Crew(Protocol):
    """Whoever runs builders."""

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]: ...


@dataclass
class Pending:
    """A take on its way: already there, or being made by a worker."""

    name: str
    recipe: Recipe
    take: Take | None = None
    folder: Path | None = None
    future: Future[Built] | None = None
    fresh: bool = False
    """Whether it was published before anybody asked for it."""


def step_of(recipe: Recipe) -> Step:
    return recipe.department, recipe.step


class Studio:
    """Makes the takes of one film.

    Args:
        store: the open film, locked by the caller.
        workers: processes for the heavy builders.
        listener: is told of every take, warning and note.
        stop: once it is set, no more takes are made: whatever is asked for raises Stopped.
        forecast: learns what is made, to say how long the rest will take.
        warm: have the workers get ready as soon as anything is made here: they will be needed. Where all is there already, they
            are never started.
    """

    def __init__(
        self, store: FilmStore, workers: Workers, listener: Listener, *,
        stop: threading.Event | None = None, forecast: Forecast | None = None, warm: bool = False,
    ) -> None:  # fmt: skip
        self.store, self.takes, self._warm = store, store.takes, warm
        self._workers, self._tell, self._stop, self._forecast = workers, listener, stop, forecast or Forecast()
        self.used: dict[str, Take] = {}
        self.made: list[Take] = []
        self.warnings: list[str] = []
        self._under_way: dict[str, Pending] = {}

    @property
    def stop(self) -> threading.Event | None:
        """What ends the production, where somebody may."""
        return self._stop

    def path(self, take: Take, name: str) -> Path:
        return self.takes.path(take, name)

    def warn(self, department: Department, text: str) -> None:
        self.warnings.append(text)
        self._tell(Event("warning", department, text=text))

    def note(self, department: Department, text: str) -> None:
        self._tell(Event("note", department, text=text))

    def fell(self, shot: str, reason: str) -> None:
        """A generator gave way to another for a shot."""
        self._tell(Event("fall", "shooting", text=reason, shot=shot))

    def measured(self, size: Size) -> None:
        """How much film there is to make is known."""
        self._forecast.resize(size)

    def started(self, department: Department) -> None:
        self._tell(Event("started", department))

    def finished(self, department: Department) -> None:
        self._forecast.finished(department)
        self._tell(Event("finished", department))

    def take(self, name: str, recipe: Recipe, builder: Builder, done: int = 1, total: int = 1) -> Take:
        """The take of a recipe: found, or made here and now by `builder(folder)`."""
        self._forecast.foresee(step_of(recipe), total)
        found = self.found(name, recipe)
        if found is None:
            check_stop(self._stop)
            found = self._made_here(name, recipe, builder)
            self._announce(name, recipe, found, done, total, reused=False)
        else:
            self._announce(name, recipe, found, done, total, reused=True)
        return found

    def start(
        self,
        name: str,
        recipe: Recipe,
        builder: str,
        arguments: Mapping[str, Any],
        *,
        weight: float = 1.0,
        shot: str = "",
        crew: Crew | None = None,
    ) -> Pending:
        """Begin a take in a worker process, unless it is there.

        Args:
            name, recipe: the take.
            builder: "module:function".
            arguments: for it.
            weight: how much work it is, compared with the other takes of its step.
            shot: the shot that it shows, whose frames may be counted while it is made.
            crew: who builds it, where it is not the worker processes.
        """
        check_stop(self._stop)
        key = recipe.content_hash()
        if key in self._under_way:
            return self._under_way[key]
        self._forecast.begun(step_of(recipe), name, weight, shot)
        found = self.found(name, recipe)
        if found is not None:
            self._forecast.done(step_of(recipe), name, 0.0, reused=True)
            return Pending(name, recipe, take=found)
        folder = self.takes.begin(recipe)
        pending = Pending(name, recipe, folder=folder, future=(crew or self._workers).submit(builder, folder, arguments))
        self._under_way[key] = pending
        return pending

    def finish(self, pending: Pending, done: int = 1, total: int = 1) -> Take:
        """Wait for a started take and publish it."""
        reused = pending.take is not None and not pending.fresh
        take = self.publish(pending)
        self._announce(pending.name, pending.recipe, take, done, total, reused=reused)
        return take

    def publish(self, pending: Pending) -> Take:
        """Wait for a started take and publish it, without a word: it is told when it is finished."""
        if pending.take is None:
            assert pending.future is not None and pending.folder is not None
            with disk_errors(self.takes.root):
                facts, cpu_seconds = outcome(pending.future, self._stop)
            pending.take = self._publish(pending.name, pending.recipe, pending.folder, facts, cpu_seconds)
            pending.fresh = True
        return pending.take

    def failed(self, pending: Pending) -> None:
        """A started take came to nothing: it may be started again."""
        self._under_way.pop(pending.recipe.content_hash(), None)
        if pending.folder is not None:
            self.takes.abandon(pending.folder)

    def found(self, name: str, recipe: Recipe) -> Take | None:
        """The take of a recipe if it is there and whole; a damaged one is set aside, with a warning."""
        try:
            return self.takes.find(recipe)
        except DamagedTakeError as error:
            aside = self.takes.set_aside(recipe.content_hash())
            self.warn(recipe.department, f"{name}: {error.why}. It is made again; the damaged one was moved to {aside}.")
            return None

    def _made_here(self, name: str, recipe: Recipe, builder: Builder) -> Take:
        if self._warm:
            self._workers.warm()
        folder = self.takes.begin(recipe)
        start = process_time()
        try:
            with disk_errors(self.takes.root):
                facts = builder(folder)
            return self._publish(name, recipe, folder, facts, process_time() - start)
        except BaseException:
            self.takes.abandon(folder)
            raise

    def _publish(self, name: str, recipe: Recipe, folder: Path, facts: dict[str, Any], cpu_seconds: float) -> Take:
        take = self.takes.finish(recipe, folder, facts, cpu_seconds)
        self.made.append(take)
        self._log(name, take)
        return take

    def _log(self, name: str, take: Take) -> None:
        """One line for every take ever made: the ledger's raw material, and the proof that nothing is made twice."""
        line = json.dumps({"take": take.id, "name": name, "department": take.recipe.department}) + "\n"
        path = self.store.root / "made.jsonl"
        with disk_errors(path), path.open("a", encoding="utf-8") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())

    def _announce(self, name: str, recipe: Recipe, take: Take, done: int, total: int, *, reused: bool) -> None:
        self.used[name] = take
        self._forecast.done(step_of(recipe), name, take.cpu_seconds, reused=reused)
        self._tell(Event("take", recipe.department, done, total, reused, name))
