# SPDX-License-Identifier: Apache-2.0
"""Every pair of states: the step is taken and written down, or refused and nothing changes."""

from __future__ import annotations

import itertools

import pytest
from tests.server.jobs.helpers import Clock, S, bring, order

from aiprod.production.jobs import HELD, LEGAL, OPEN, TERMINAL, IllegalTransitionError, Job, JobState, JobStore
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.moving import locked, move

EXPECTED = {
    None: {S.RECEIVED},
    S.RECEIVED: {S.PLANNED, S.CANCELLED, S.FAILED, S.EXPIRED},
    S.PLANNED: {S.QUEUED, S.PAUSED, S.CANCELLED, S.FAILED, S.EXPIRED},
    S.QUEUED: {S.LEASED, S.PAUSED, S.CANCELLED, S.EXPIRED},
    S.LEASED: {S.RUNNING, S.QUEUED, S.PAUSED, S.CANCELLED, S.FAILED, S.EXPIRED},
    S.RUNNING: {S.REVIEWING, S.DELIVERED, S.QUEUED, S.PAUSED, S.CANCELLED, S.FAILED, S.EXPIRED},
    S.REVIEWING: {S.RUNNING, S.DELIVERED, S.QUEUED, S.PAUSED, S.CANCELLED, S.FAILED, S.EXPIRED},
    S.DELIVERED: set(),
    S.PAUSED: {S.QUEUED, S.CANCELLED, S.EXPIRED},
    S.CANCELLED: {S.QUEUED},
    S.FAILED: {S.QUEUED},
    S.EXPIRED: {S.QUEUED},
}  # fmt: skip


def _at(store: JobStore, clock: Clock, state: JobState) -> Job:
    if state is not S.EXPIRED:
        return bring(store, state)
    job = bring(store, S.QUEUED, deadline_s=5)
    clock.tick(6)
    store.expire()
    return store.get(job.id)


def test_the_table_is_what_the_house_agreed_on() -> None:
    assert {state: set(after) for state, after in LEGAL.items()} == EXPECTED
    assert set(S) == HELD | TERMINAL | (OPEN - HELD)
    assert not OPEN & TERMINAL


def test_every_state_but_delivered_has_a_way_out_and_every_state_can_be_reached() -> None:
    assert set().union(*LEGAL.values()) == set(S)
    assert [state for state in S if not LEGAL[state]] == [S.DELIVERED]


@pytest.mark.parametrize(("before", "after"), list(itertools.product(S, S)), ids=lambda state: str(state))
def test_every_step(sqlite_url: str, clock: Clock, before: JobState, after: JobState) -> None:
    store = JobStore.open(sqlite_url, clock)
    job = _at(store, clock, before)
    assert job.state is before
    steps = len(store.history(job.id))

    def step() -> None:
        store.database.write(lambda c: move(c, locked(c, job.id), after, clock(), reason="why", by="me"))

    if after in EXPECTED[before]:
        step()
        last = store.history(job.id)[-1]
        assert (last.before, last.after, last.reason, last.by, last.at) == (before, after, "why", "me", clock())
        assert store.get(job.id).state is after
    else:
        with pytest.raises(IllegalTransitionError):
            step()
        assert store.get(job.id) == job
        assert len(store.history(job.id)) == steps
    if after not in HELD:  # a lease is more than a state; only `claim` gives one
        assert problems(store) == []
    store.close()


def test_each_way_through_the_store_leaves_its_history(store: JobStore, clock: Clock) -> None:
    job = bring(store, S.DELIVERED)
    assert [step.after for step in store.history(job.id)] == [
        S.RECEIVED, S.PLANNED, S.QUEUED, S.LEASED, S.RUNNING, S.REVIEWING, S.DELIVERED,
    ]  # fmt: skip
    assert [step.by for step in store.history(job.id)][3:] == ["worker"] * 4
    assert problems(store) == []


def test_a_submission_in_one_go_still_writes_every_step(store: JobStore) -> None:
    job = store.submit(order(), estimate={"seconds": 2.5}, queue=True)
    assert [(s.before, s.after) for s in store.history(job.id)] == [
        (None, S.RECEIVED), (S.RECEIVED, S.PLANNED), (S.PLANNED, S.QUEUED),
    ]  # fmt: skip
    assert store.submit(order(), estimate={"seconds": 2.5}).state is S.PLANNED
    assert store.submit(order()).state is S.RECEIVED
    assert store.counts()[S.QUEUED] == store.counts()[S.PLANNED] == store.counts()[S.RECEIVED] == 1
