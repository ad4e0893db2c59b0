# SPDX-License-Identifier: Apache-2.0
"""The way a film goes: every department in its turn, from the brief to the delivered file.

The order is chosen so that the machine is never idle: pictures and sounds are made by worker processes while lines are
spoken, mixed and judged here. Nothing is decided by what happened last time except through the takes that are there.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import BusyError, Stopped, UserError
from aiprod.film.store import FilmStore
from aiprod.film.styles import AUTO
from aiprod.film.takes import Department, Take
from aiprod.production.chain.candidates import pictures_by
from aiprod.production.chain.guessing import primed
from aiprod.production.chain.record import Fall, FallBook
from aiprod.production.cut import Cut
from aiprod.production.events import Event, Listener, silent
from aiprod.production.forecast import Forecast
from aiprod.production.lookout import Lookout
from aiprod.production.shelf import lines_made
from aiprod.production.speeds import Size, Speeds
from aiprod.production.state import ProductionState, write_state
from aiprod.production.studio import Studio
from aiprod.production.watching import Preview
from aiprod.production.workers import Workers, check_stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEPARTMENTS: tuple[Department, ...] = (
    "writing", "directing", "voices", "shooting", "music", "editing", "grading", "mixing", "rendering", "delivery", "quality",
)  # fmt: skip
_WORKERS = 2
_WHOLE = 0.9
"""Share of the takes that must have been made afresh for a run to count as a whole film."""


@dataclass(frozen=True)
class Produced:
    """What a run of the production came to.

    Attributes:
        store: the film.
        state: the takes it is made of.
        made: how many takes this run made, the others were there.
        passed: whether quality control passed; None when the run stopped before it.
    """

    store: FilmStore
    state: ProductionState
    made: int
    passed: bool | None

    def to_json(self) -> dict[str, Any]:
        return {
            "film": str(self.store.root), "made": self.made, "passed": self.passed, "department": self.state.department,
            "delivery": [str(self.store.root / name) for name in self.state.delivery], "warnings": list(self.state.warnings),
        }  # fmt: skip

    def sentence(self) -> str:
        """For the user: where the film is, and whether it passed."""
        return sentence(self.to_json())


def sentence(produced: Mapping[str, Any]) -> str:
    """For the user: where a film is, and whether it passed, from `Produced.to_json`."""
    film = next((name for name in produced["delivery"] if name.endswith(".mp4")), None)
    if film is None:
        return f"{produced['film']} stands after {produced['department']}. `aiprod resume {produced['film']}` goes on."
    verdict = "Quality control passed." if produced["passed"] else "Quality control found faults: see delivery/quality.html."
    return f"{film}\n{verdict}"


def check(generator_name: str, until: str | None, *, style: str = AUTO, writer: str = "auto") -> None:
    """Refuse at once what would only fail later. Raises UserError."""
    from aiprod.production.chain import candidates
    from aiprod.shooting.finishing.looks import look_for
    from aiprod.writing.writers import chosen_model

    candidates.check(generator_name)
    look_for(style)
    chosen_model(writer)
    if until is not None and until not in DEPARTMENTS:
        raise UserError(f"There is no department {until!r}", f"they are {', '.join(DEPARTMENTS)}", "Choose one with --until.")


def produce(
    store: FilmStore, *, until: str | None = None, listener: Listener = silent, stop: threading.Event | None = None,
    preview: Callable[[Preview], None] | None = None, patience_s: float = 0.0, job: str = "", degrade: int = 0,
) -> Produced:  # fmt: skip
    """Make, or go on making, a film.

    Args:
        store: the open film.
        until: stop after this department.
        listener: is told of the progress; one call at a time, but from more than one thread.
        stop: set it from another thread to end the production within a moment.
        preview: is given small pictures of the shots while they are made, from other threads; None: none are made.
        patience_s: how long to wait for another process that holds the film.
        job: the job that this is, for what is paid.
        degrade: how often memory ran out before; then fewer things are made at once, and smaller.

    Raises:
        BusyError: the film is being made by another process.
        Stopped: `stop` was set; finished takes are kept, half-made ones are gone.
        UserError: the disk is full, a request can't be met.
    """
    check(store.film.generator, until, style=store.film.brief.style, writer=store.film.writer)
    with _held(store, patience_s, stop) as film:
        forecast, began = _forecast(film, until), monotonic()
        foreseen = forecast.outlook()
        run = _Run(until, _Teller(listener, forecast), stop, preview, job, degrade)
        made = run.produce(film)
        forecast.learn().save()
        if foreseen is not None and until is None and made.made >= _WHOLE * len(made.state.takes):
            _compare(film, foreseen.eta_s, monotonic() - began)
        return made


def _compare(store: FilmStore, estimated_s: float, actual_s: float) -> None:
    """Keep what was foreseen for a whole film beside what it took."""
    from aiprod.production.chain.history import Outcome, note_outcome

    note_outcome(Outcome(round(time.time(), 3), store.film.name, store.film.generator, round(estimated_s, 2), round(actual_s, 2)))


@contextmanager
def _held(store: FilmStore, patience_s: float, stop: threading.Event | None) -> Iterator[FilmStore]:
    """The film, ours alone. What a killed production left half made is cleared away, before and after."""
    from filelock import Timeout

    lock, late = store.lock(), monotonic() + patience_s
    while not lock.is_locked:
        check_stop(stop)
        try:
            lock.acquire(timeout=min(0.1, patience_s), poll_interval=0.05)
        except Timeout as error:
            if monotonic() >= late:
                raise BusyError(
                    f"{store.root} is being worked on", "another AIPROD holds it", "Wait until it is done."
                ) from error
    try:
        store.takes.clear_unfinished()
        store.refresh()
        yield store
    finally:
        store.takes.clear_unfinished()
        lock.release()


@dataclass(frozen=True)
class _Run:
    """What one run of the production was given besides the film; see `produce`."""

    until: str | None
    teller: _Teller
    stop: threading.Event | None
    preview: Callable[[Preview], None] | None
    job: str
    degrade: int

    def produce(self, store: FilmStore) -> Produced:
        count, board = min(_WORKERS, os.cpu_count() or 1) if not self.degrade else 1, _Board(store)
        with (
            closing(Lookout(count, self.teller.frame, self.preview, board.still)) as lookout,
            Workers(count, store.root / "workers.log", lookout.way) as workers,
        ):
            warm = self.until != "writing"
            studio = Studio(store, workers, self.teller, stop=self.stop, forecast=self.teller.forecast, warm=warm)
            board.used = studio.used
            try:
                return _run(Cut(studio, store.film, lookout, self.job, self.degrade), self.until)
            except Stopped:
                lookout.stop()
                raise


class _Board:
    """The storyboard's pictures, for those who look at a shot before its first frame."""

    def __init__(self, store: FilmStore) -> None:
        self._takes = store.takes
        self.used: Mapping[str, Take] = {}

    def still(self, shot: str) -> NDArray[np.uint8] | None:
        from aiprod.media.pictures import read_picture

        take = self.used.get(f"still {shot}")
        return None if take is None else read_picture(self._takes.path(take, "still.png"))


class _Teller:
    """Tells the listener, one piece of news at a time, each with how long the rest will take."""

    def __init__(self, listener: Listener, forecast: Forecast) -> None:
        self._listener, self.forecast, self._lock = listener, forecast, threading.RLock()

    def __call__(self, event: Event) -> None:
        with self._lock:
            outlook = self.forecast.outlook()
            if outlook is not None:
                event = replace(event, fraction=outlook.fraction, eta_s=outlook.eta_s, eta_error_s=outlook.error_s)
            self._listener(event)

    def frame(self, shot: str, done: int, total: int) -> None:
        """A shot under way has so many frames."""
        self.forecast.frames(shot, done, total)
        self(Event("frame", "shooting", done, total, text=f"shot {shot}", shot=shot))


def _forecast(store: FilmStore, until: str | None) -> Forecast:
    film = store.film
    last = until if until in DEPARTMENTS else None
    name = pictures_by(film.generator)
    return Forecast(Size.of(film.brief, name), primed(Speeds.load(), film.brief, name), until=last, departments=DEPARTMENTS)


class _StopEarly(Exception):  # noqa: N818 - not an error
    """The department that was asked for is done."""


def _run(cut: Cut, until: str | None) -> Produced:
    try:
        with suppress(_StopEarly):
            _departments(cut, until)
    finally:
        if cut.chain is not None:
            cut.chain.close()
    state = _state(cut, until or DEPARTMENTS[-1])
    write_state(cut.root, state)
    passed = cut.report.passed if cut.report else None
    return Produced(cut.studio.store, state, len(cut.studio.made), passed)


def _departments(cut: Cut, until: str | None) -> None:
    """Every department in its turn. Imports are here so that a run that stops early loads no more than it needs."""
    from aiprod.production.steps import (
        delivery,
        directing,
        editing,
        grading,
        mixing,
        quality,
        rendering,
        shooting,
        sound,
        voices,
        writing,
    )

    def turn(department: Department, *work: Callable[[Cut], object]) -> None:
        cut.studio.started(department)
        for step in work:
            step(cut)
        cut.studio.finished(department)
        if until == department:
            _settle(cut)
            raise _StopEarly

    turn("writing", writing.run)
    turn("directing", directing.cast, directing.plan)
    turn("voices", voices.run, directing.settle, _measure, directing.start_storyboard)
    sounds = sound.start(cut, editing.spot(cut)) if until != "shooting" else []
    cut.studio.started("shooting")
    shooting.start(cut)
    if until == "shooting":
        turn("shooting", shooting.finish)
    directing.finish_storyboard(cut)
    cut.studio.started("music")
    cut.stems = tuple(sound.finish(cut, sounds))
    cut.studio.finished("music")
    turn("mixing", mixing.run)
    quality.score_voices(cut)
    turn("shooting", shooting.finish)
    turn("editing", editing.run)
    turn("grading", grading.run)
    turn("rendering", rendering.run)
    turn("delivery", delivery.run)
    turn("quality", quality.run)


def _measure(cut: Cut) -> None:
    """The film's real length is known: what is left to do is foreseen from that."""
    from aiprod.editing.clock import film_frames

    brief = cut.brief
    seconds = brief.rate.seconds(film_frames(cut.shot_list))
    cut.studio.measured(Size.of(brief.changed(duration_s=seconds), pictures_by(cut.film.generator)))


def _settle(cut: Cut) -> None:
    """Before an early stop: what is under way is finished, not thrown away."""
    from aiprod.production.steps import directing, shooting

    if cut.board:
        directing.start_storyboard(cut)
    if cut.sheet is not None:
        directing.finish_storyboard(cut)
    shooting.finish(cut)


def _falls(cut: Cut) -> tuple[Fall, ...]:
    """The falls of the shots as they are now."""
    requests = {request.content_hash() for request in cut.requests.values()}
    return tuple(fall for fall in FallBook(cut.root).all() if fall.request in requests)


def _state(cut: Cut, department: str) -> ProductionState:
    spent: dict[str, float] = {}
    for take in cut.studio.used.values():
        spent[take.recipe.department] = round(spent.get(take.recipe.department, 0.0) + take.cpu_seconds, 3)
    return ProductionState(
        takes={name: take.id for name, take in cut.studio.used.items()}, department=department, delivery=cut.delivery,
        warnings=tuple(dict.fromkeys(cut.studio.warnings)), cpu_seconds=spent, document=cut.film.content_hash(),
        falls=_falls(cut), essence=cut.film.essence(), made=lines_made(cut.root),
    )  # fmt: skip
