# SPDX-License-Identifier: Apache-2.0
"""The store against a model of it in a few lines: any order of calls gives the same states, places, attempts and refusals."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.server.jobs.helpers import LEASE_S, Clock, S, failure, order

from aiprod.production.jobs import HELD, TERMINAL, IllegalTransitionError, JobState, JobStore, StaleLeaseError
from aiprod.production.jobs.checking import problems

FILMS = ("", "film-a", "film-b")


@dataclass
class Modelled:
    """A job as the model knows it."""

    client: str
    film: str
    priority: int
    place: int
    state: JobState = S.QUEUED
    attempt: int = 0
    token: str | None = None
    cancel: bool = False
    pause: bool = False
    lease_until: float = 0.0
    not_before: float = 0.0

    @property
    def held(self) -> bool:
        return self.state in HELD

    def leave(self, state: JobState) -> None:
        self.state, self.token, self.cancel, self.pause = state, None, False, False


class StoreMachine(RuleBasedStateMachine):
    """Rules are calls; after each the model and the store agree."""

    jobs = Bundle("jobs")
    tokens = Bundle("tokens")
    max_attempts = 2

    def __init__(self, fresh_url: Callable[[], str]) -> None:
        super().__init__()
        self.url = fresh_url()
        self.clock = Clock()
        self.store = JobStore.open(self.url, self.clock, random.Random(1))
        self.model: dict[str, Modelled] = {}
        self.places = 0

    def teardown(self) -> None:
        assert problems(self.store) == []
        self.store.close()

    def _place(self) -> int:
        self.places += 1
        return self.places

    def _expect(self, legal: bool, call: object, *arguments: object) -> bool:
        """Whether the call was taken; it must be just where the model says so."""
        if legal:
            call(*arguments)  # type: ignore[operator]
            return True
        with pytest.raises(IllegalTransitionError):
            call(*arguments)  # type: ignore[operator]
        return False

    @rule(target=jobs, client=st.sampled_from("abc"), film=st.sampled_from(FILMS), priority=st.integers(-1, 1))
    def submit(self, client: str, film: str, priority: int) -> str:
        job = self.store.submit(order(client, film=film, priority=priority, max_attempts=self.max_attempts), queue=True)
        self.model[job.id] = Modelled(client, film, priority, self._place())
        return job.id

    def _ready(self) -> dict[str, Modelled]:
        busy = {job.film for job in self.model.values() if job.held and job.film}
        now = self.clock()
        return {
            name: job for name, job in self.model.items()
            if job.state is S.QUEUED and job.not_before <= now and job.film not in busy
        }  # fmt: skip

    @rule(target=tokens)
    def claim(self) -> object:
        ready = self._ready()
        job = self.store.claim("worker", ["cpu"], LEASE_S)
        if job is None:
            assert ready == {}
            return multiple()
        best = max(other.priority for other in ready.values())
        assert job.id in ready
        assert ready[job.id].priority == best
        own = [name for name, other in ready.items() if other.priority == best and other.client == job.client]
        assert job.id == min(own, key=lambda name: ready[name].place)
        mine = self.model[job.id]
        mine.state, mine.attempt, mine.token, mine.lease_until = S.LEASED, mine.attempt + 1, job.token, self.clock() + LEASE_S
        return job.token

    def _mine(self, token: str) -> Modelled | None:
        return next((job for job in self.model.values() if job.token == token), None)

    def _by_token(self, token: str, legal: frozenset[JobState], call: object, *arguments: object) -> Modelled | None:
        mine = self._mine(token)
        if mine is None:
            with pytest.raises(StaleLeaseError):
                call(token, *arguments)  # type: ignore[operator]
            return None
        return mine if self._expect(mine.state in legal, call, token, *arguments) else None

    @rule(token=tokens)
    def start(self, token: str) -> None:
        if mine := self._by_token(token, frozenset({S.LEASED, S.REVIEWING}), self.store.start):
            mine.state = S.RUNNING

    @rule(token=tokens)
    def review(self, token: str) -> None:
        if mine := self._by_token(token, frozenset({S.RUNNING}), self.store.review):
            mine.state = S.REVIEWING

    @rule(token=tokens)
    def deliver(self, token: str) -> None:
        if mine := self._by_token(token, frozenset({S.RUNNING, S.REVIEWING}), self.store.deliver, {}):
            mine.leave(S.DELIVERED)

    @rule(token=tokens, final=st.booleans())
    def fail(self, token: str, final: bool) -> None:
        mine = self._by_token(token, HELD, self.store.fail, failure("internal" if final else "transient"))
        if mine is not None:
            self._failed(mine, final)

    def _failed(self, mine: Modelled, final: bool) -> None:
        if mine.cancel:
            mine.leave(S.CANCELLED)
        elif final or mine.attempt >= self.max_attempts:
            mine.leave(S.FAILED)
        else:
            mine.leave(S.PAUSED if mine.pause else S.QUEUED)
            name = next(name for name, job in self.model.items() if job is mine)
            mine.not_before = self.store.get(name).not_before
            assert mine.not_before > self.clock()

    @rule(token=tokens)
    def release(self, token: str) -> None:
        if mine := self._by_token(token, HELD, self.store.release, "enough"):
            mine.attempt -= 1
            mine.leave(S.CANCELLED if mine.cancel else S.PAUSED if mine.pause else S.QUEUED)

    @rule(token=tokens)
    def stopped(self, token: str) -> None:
        if mine := self._by_token(token, HELD, self.store.cancelled):
            mine.leave(S.CANCELLED)

    @rule(token=tokens, beat=st.booleans())
    def heartbeat(self, token: str, beat: bool) -> None:
        mine = self._mine(token)
        assert self.store.heartbeat([token], LEASE_S) == (set() if mine else {token})
        if mine:
            mine.lease_until = self.clock() + LEASE_S

    @rule(job=jobs)
    def cancel(self, job: str) -> None:
        mine = self.model[job]
        legal = mine.state not in (S.DELIVERED, S.FAILED, S.EXPIRED)
        if self._expect(legal, self.store.cancel, job) and mine.state is not S.CANCELLED:
            if mine.held:
                mine.cancel = True
            else:
                mine.leave(S.CANCELLED)

    @rule(job=jobs)
    def pause(self, job: str) -> None:
        mine = self.model[job]
        if self._expect(mine.state not in TERMINAL, self.store.pause, job) and mine.state is not S.PAUSED:
            if mine.held:
                mine.pause = True
            else:
                mine.leave(S.PAUSED)

    @rule(job=jobs)
    def resume(self, job: str) -> None:
        mine = self.model[job]
        if self._expect(mine.state is S.PAUSED or (mine.held and mine.pause), self.store.resume, job):
            mine.pause = False
            if not mine.held:
                mine.state = S.QUEUED

    @rule(job=jobs)
    def retry(self, job: str) -> None:
        mine = self.model[job]
        if self._expect(mine.state in (S.FAILED, S.CANCELLED), self.store.retry, job):
            mine.state, mine.attempt, mine.not_before, mine.place = S.QUEUED, 0, 0.0, self._place()

    @rule(job=consumes(jobs))
    @precondition(lambda self: len(self._line()) > 1)
    def to_the_end(self, job: str) -> None:
        if self.model[job].state is S.QUEUED:
            self.store.reorder(job, None)
            self.model[job].place = self._place()

    def _line(self) -> list[str]:
        return [name for name, job in self.model.items() if job.state is S.QUEUED]

    @rule(seconds=st.sampled_from([0.1, 1.0, 10.0, LEASE_S + 1]))
    def time_passes(self, seconds: float) -> None:
        self.clock.tick(seconds)
        lapsed = {name for name, job in self.model.items() if job.held and job.lease_until <= self.clock()}
        assert {job.id for job in self.store.expire()} == lapsed
        for name in lapsed:
            self._failed(self.model[name], final=False)

    @rule()
    def server_starts_again(self) -> None:
        self.store.close()
        self.store = JobStore.open(self.url, self.clock, random.Random(2))
        held = {name for name, job in self.model.items() if job.held}
        assert {job.id for job in self.store.recover("worker")} == held
        for mine in (self.model[name] for name in held):
            mine.attempt -= 1
            mine.leave(S.CANCELLED if mine.cancel else S.PAUSED if mine.pause else S.QUEUED)

    @invariant()
    def both_agree(self) -> None:
        for job in self.store.find(limit=1000):
            mine = self.model[job.id]
            assert (job.state, job.attempt, job.lease_token) == (mine.state, mine.attempt, mine.token)
            assert (job.cancel_requested, job.pause_requested) == (mine.cancel, mine.pause)
        counts = self.store.counts()
        assert all(counts[state] == sum(job.state is state for job in self.model.values()) for state in S)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 25), ("postgres", 5)])
def test_any_order_of_calls(request: pytest.FixtureRequest, kind: str, examples: int) -> None:
    fresh_url = request.getfixturevalue(f"fresh_{kind}_url")
    how = settings(
        max_examples=examples, stateful_step_count=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(partial(StoreMachine, fresh_url), settings=how)
