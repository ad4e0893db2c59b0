# SPDX-License-Identifier: Apache-2.0
"""The chain at work: every shot of a film is handed to its first candidate, and passed on when that one can't.

A shot's take is found by the recipe of the candidate that made it, so nothing here touches how takes are named: a film that
only the animatic makes has the same takes whether it was asked for or reached.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import LostProcessError, Stopped, UserError
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import Recipe, Take
from aiprod.production.chain import plans
from aiprod.production.chain.builders import CloudKit
from aiprod.production.chain.candidates import Candidate, chain, explicit_cloud
from aiprod.production.chain.crew import Built, Crew
from aiprod.production.chain.faults import Decision, Fault, Step, decide, fault_of
from aiprod.production.chain.money import Purse, Refusal
from aiprod.production.chain.record import FallBook
from aiprod.production.chain.remembering import Asked, Memory, Said
from aiprod.production.darkroom import Darkroom, Lane, shared
from aiprod.production.recipes import recipe
from aiprod.production.workers import outcome
from aiprod.shooting.cloud.settings import key_of

if TYPE_CHECKING:
    from aiprod.production.lookout import Lookout
    from aiprod.production.studio import Crew as StudioCrew
    from aiprod.production.studio import Pending, Studio
    from aiprod.shooting.generator import Watch

LOCAL, REMOTE = "aiprod.production.steps.shooting:shoot", "aiprod.production.steps.shooting:buy"
"""The builders of footage."""
_LOOK_S = 0.05
_GRACE_S = 0.5
"""What cloud shots that were asked to stop have to cancel their tasks."""


@dataclass
class _Shot:
    """A shot on its way along the chain."""

    request: ShootRequest
    key: str
    candidates: tuple[Candidate, ...]
    at: int = 0
    tries: int = 0
    level: int = 0
    pending: Pending | None = None
    not_before: float = 0.0
    asked: Asked | None = None
    """The request as the candidate is given it; None while it waits for earlier shots."""
    waits_since: int = -1
    """How many shots were made when it began to wait: it is looked at again when there are more."""

    @property
    def id(self) -> str:
        return self.request.shot.id

    @property
    def plan(self) -> dict[str, int]:
        """The smaller plan as recipes and builders name it; nothing for the plan as it is."""
        return {"smaller": self.level} if self.level else {}

    @property
    def candidate(self) -> Candidate:
        return self.candidates[self.at]

    @property
    def last(self) -> bool:
        return self.at == len(self.candidates) - 1


@dataclass
class Chain:
    """The chain of one production.

    Args:
        studio: makes and keeps the takes.
        wanted: the film's generator.
        stop: ends the waiting of cloud shots.
        job: the job that this production is, or "".
        level: the smaller plan to begin with (a job that ran out of memory begins one lower).
        purse: opens the film's purse; only when a cloud generator comes into question.
        watch: someone to show a cloud shot's progress to.
        darkroom: where shots are made whose models are kept; None: this process's own.
        lookout: sees what is made there.
    """

    studio: Studio
    wanted: str
    stop: threading.Event = field(default_factory=threading.Event)
    job: str = ""
    level: int = 0
    purse: Callable[[Path, str], Purse] = Purse.of
    watch: Callable[[str], AbstractContextManager[Watch | None]] = lambda _shot: nullcontext()
    darkroom: Darkroom | None = None
    lookout: Lookout | None = None
    clock: Callable[[], float] = time.monotonic
    dice: random.Random = field(default_factory=random.Random)

    @classmethod
    def of(cls, studio: Studio, wanted: str, lookout: Lookout | None = None, *, job: str = "", level: int = 0) -> Chain:
        """The chain of a production, stopped and watched as it is."""
        made = cls(studio, wanted, stop=studio.stop or threading.Event(), job=job, level=level)
        if lookout is not None:
            made.watch, made.lookout = lookout.near, lookout
        return made

    def __post_init__(self) -> None:
        self._book = FallBook(self.studio.store.root)
        self._crew, self._halt, self._keep = Crew(), threading.Event(), False
        self._shots: dict[str, _Shot] = {}
        self._made: dict[str, Take] = {}
        self._memory = Memory(self.studio.store.root, self.studio.takes)
        self._lane: Lane | None = None
        self._open_purse: Purse | None = None
        self._candidates: tuple[Candidate, ...] | None = None
        self._named: str | None = None

    @property
    def busy(self) -> bool:
        """Whether shots are under way."""
        return bool(self._shots)

    def know(
        self, film: Sequence[ShootRequest], said: Mapping[str, Said] | None = None, own: Mapping[str, Path] | None = None
    ) -> None:
        """Learn the film's shots, in order, the sound of what is said in each, and where the user's own references lie: before
        the first is started."""
        self._memory.know(film, said, own)

    def start(self, request: ShootRequest) -> None:
        """Hand a shot to the first candidate that has not given it up before."""
        if self._candidates is None:
            self._candidates = chain(self.wanted, self._refusal)
            self._named = self._candidates[0].name if explicit_cloud(self.wanted) else None
        key = request.content_hash()
        gone = {fall.gave_way for fall in self._book.of(key)}
        left = tuple(item for item in self._candidates if item.name not in gone) or self._candidates[-1:]
        shot = self._shots[request.shot.id] = _Shot(request, key, left)
        self._begin(shot, fresh=True)

    def finish(self, shot_id: str, done: int, total: int) -> Take:
        """Wait for a shot's footage, looking after all the others meanwhile.

        Raises:
            Stopped: the production was stopped.
            AiprodError: the last candidate failed.
        """
        shot = self._shots[shot_id]
        while not self._is_made(shot):
            self._attend()
        assert shot.pending is not None
        fresh = shot.pending.take is None or shot.pending.fresh
        take = self._made[shot_id] = self.studio.finish(shot.pending, done, total)
        if fresh:
            for text in take.facts.get("warnings", []):
                self.studio.warn("shooting", f"Shot {shot_id}: {text}")
        del self._shots[shot_id]
        return take

    def local(self) -> tuple[Candidate, ...]:
        """The generators of the chain that work on this machine."""
        if self._candidates is None:
            self._candidates = chain(self.wanted, self._refusal)
        return tuple(item for item in self._candidates if not item.remote)

    def asked(self, request: ShootRequest, candidate: Candidate) -> Asked:
        """A request as a candidate is given it, once the shot is made; without memories that can't be had any more."""
        return self._memory.asked(request, candidate.generator(), self._made.get) or Asked(request)

    def close(self) -> None:
        """The production ends. If it was stopped, what can be cancelled at providers is, unless it will go on later
        (`stop.keep`); if it failed, paid tasks stay on record, to be fetched next time."""
        self._keep = not self.stop.is_set() or bool(getattr(self.stop, "keep", False))
        self._halt.set()
        if self._lane is not None:
            self._lane.close(_GRACE_S)
        idle = self._crew.drain(_GRACE_S)
        if self._open_purse is not None and idle:
            self._open_purse.close()
            self._open_purse = None

    def _begin(self, shot: _Shot, *, fresh: bool = False) -> None:
        """Give a shot to its candidate; nothing where it has to wait for earlier shots. A fresh one may begin smaller."""
        candidate = shot.candidate
        shot.asked = self._memory.asked(shot.request, candidate.generator(), self._take_of)
        if shot.asked is None:
            shot.waits_since = self._count()
            return
        try:
            made = self._recipe(shot)
        except UserError as error:
            shot.tries += 1
            self._decide(shot, error)
            return
        if fresh and self.level and self.studio.found(f"shot {shot.id}", made) is None:
            shot.level = self.level
            made = self._recipe(shot)
        if candidate.name == self._named and self.studio.found(f"shot {shot.id}", made) is None:
            self._insist(candidate)
        self._hand_out(shot, made)

    def _hand_out(self, shot: _Shot, made: Recipe) -> None:
        candidate, asked = shot.candidate, shot.asked
        assert asked is not None
        arguments: dict[str, Any] = {"request": asked.request.to_json(), "generator_name": candidate.name, **shot.plan}
        if asked.media:
            arguments["media"] = {name: str(path) for name, path in asked.media.items()}
        if candidate.remote:
            arguments["kit"] = self._kit()
        shot.tries, shot.not_before = shot.tries + 1, 0.0
        shot.pending = self.studio.start(
            f"shot {shot.id}", made, REMOTE if candidate.remote else LOCAL, arguments, weight=shot.request.shot.frames,
            shot=shot.id, crew=self.crew_for(candidate),
        )  # fmt: skip

    def _take_of(self, shot_id: str) -> Take | None:
        """The take of a shot, for those that are reminded of it; None while it is made. KeyError for one that nobody makes."""
        if shot_id in self._made:
            return self._made[shot_id]
        shot = self._shots[shot_id]
        if not self._is_made(shot):
            return None
        assert shot.pending is not None
        return self.studio.publish(shot.pending)

    @staticmethod
    def _recipe(shot: _Shot) -> Recipe:
        made_by = shot.candidate.generator()
        request = shot.asked.request if shot.asked is not None else shot.request
        return recipe(
            "shooting", "footage", f"{made_by.id}/{made_by.version}", objects={"request": request}, parameters=shot.plan,
            models=made_by.models(request), seed=request.shot.seed,
        )  # fmt: skip

    def crew_for(self, candidate: Candidate) -> StudioCrew | None:
        """Clouds are waited for in threads; kept models are in the darkroom; the rest is the worker processes'."""
        if candidate.remote:
            return self._crew
        if not candidate.keeps:
            return None
        if self._lane is None:
            self._lane = (self.darkroom or shared()).lane(self.lookout)
        return self._lane

    def _insist(self, candidate: Candidate) -> None:
        """A cloud that the user named must be usable before the work begins: what is missing only the user can give."""
        provider = explicit_cloud(candidate.name)
        refusal = self._refusal(provider) if provider is not None else None
        if refusal is not None and refusal.code != "budget_exceeded":
            raise UserError(f"{candidate.generator().title} can't be used for this film", refusal.sentence, refusal.remedy)

    def _kit(self) -> CloudKit:
        return CloudKit(self.studio.store.root, self._purse(), self._halt, self.watch, keep=lambda: self._keep)

    def _purse(self) -> Purse:
        if self._open_purse is None:
            self._open_purse = self.purse(self.studio.store.root, self.job)
        return self._open_purse

    def _refusal(self, provider: str) -> Refusal | None:
        """Why a provider may not be used. The job database is opened only where there is a key."""
        if key_of(provider) is None:
            return Refusal("no_key", f"there is no API key for {provider}", "Set its key in the environment or the keyring.")
        return self._purse().refusal(provider)

    def _count(self) -> int:
        """How many shots are made."""
        return len(self._made) + sum(self._is_made(shot) for name, shot in self._shots.items() if name not in self._made)

    def _is_made(self, shot: _Shot) -> bool:
        """Whether there is a take, or a builder that ended well."""
        pending = shot.pending
        if pending is None:
            return False
        return pending.take is not None or (pending.future is not None and pending.future.done() and not _error(pending))

    def _attend(self) -> None:
        """Look after every shot once: begin what waited long enough, and decide about what failed."""
        if self.stop.is_set():
            raise Stopped("The production was stopped", "that was asked for", "Finished takes are kept: `aiprod resume` goes on.")
        for shot in list(self._shots.values()):
            if shot.pending is None and self.clock() >= shot.not_before:
                if shot.asked is not None or shot.waits_since != self._count():
                    self._begin(shot)
            elif shot.pending is not None and (error := _error(shot.pending)) is not None:
                self._failed(shot, error)
        under_way = [shot.pending.future for shot in self._shots.values() if shot.pending and shot.pending.future]
        running = [future for future in under_way if not future.done()]
        if running:
            wait(running, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
        else:
            self.stop.wait(_LOOK_S)

    def _failed(self, shot: _Shot, error: BaseException) -> None:
        pending = shot.pending
        assert pending is not None and pending.future is not None
        self.studio.failed(pending)
        shot.pending = None
        lost = _is_lost(pending.future) and not shot.candidate.keeps  # a new darkroom can be had at once
        if isinstance(error, Stopped) or not isinstance(error, Exception) or lost:
            outcome(pending.future)
        self._decide(shot, error)

    def _decide(self, shot: _Shot, error: BaseException) -> None:
        fault = fault_of(error)
        decision = decide(
            fault, shot.tries, remote=shot.candidate.remote, last=shot.last, can_shrink=self._shrinks(shot), dice=self.dice
        )
        self._carry_out(shot, fault, decision, error)

    def _carry_out(self, shot: _Shot, fault: Fault, decision: Decision, error: BaseException) -> None:
        if decision.step is Step.RAISE:
            raise error
        if decision.step is Step.FALL:
            self._fall(shot, fault)
        elif decision.step is Step.SMALLER:
            shot.level, shot.tries = shot.level + 1, 0
            self.studio.warn("shooting", f"Shot {shot.id}: {fault.sentence}; it is made smaller and enlarged.")
        else:
            shot.not_before = self.clock() + decision.pause_s
            self.studio.note("shooting", f"Shot {shot.id}: {fault.sentence}; it is tried again in {decision.pause_s:.0f} s.")

    def _fall(self, shot: _Shot, fault: Fault) -> None:
        """On to the next candidate, on record before it begins."""
        gave_way = shot.candidate.name
        shot.at, shot.tries, shot.level = shot.at + 1, 0, self.level
        fall = self._book.add(
            shot=shot.id, request=shot.key, gave_way=gave_way, to=shot.candidate.name, kind=str(fault.kind), code=fault.code,
            sentence=fault.sentence,
        )  # fmt: skip
        self.studio.fell(shot.id, fall.text())

    def _shrinks(self, shot: _Shot) -> bool:
        """Whether there is a smaller plan: only for work on this machine."""
        return not shot.candidate.remote and plans.can_shrink(shot.level)


def _error(pending: Pending) -> BaseException | None:
    """What a builder that ended badly raised."""
    return pending.future.exception() if pending.future is not None and pending.future.done() else None


def _is_lost(future: Future[Built]) -> bool:
    """Whether the process that worked on it is gone, and its pool with it."""
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(future.exception(), BrokenProcessPool | LostProcessError)
