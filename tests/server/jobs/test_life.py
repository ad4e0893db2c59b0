# SPDX-License-Identifier: Apache-2.0
"""What becomes of jobs: leases, failures, retries, deadlines, people's wishes, dead servers."""

from __future__ import annotations

import random

import pytest
from tests.server.jobs.helpers import LEASE_S, Clock, S, bring, claimed, failure, order, queued

from aiprod.film.errors import UserError
from aiprod.production.jobs import (
    Failure,
    IllegalTransitionError,
    JobOrder,
    JobStore,
    OperationReusedError,
    OrderError,
    StaleLeaseError,
    UnknownJobError,
)
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.retrying import MAX_RECOVERIES, policy, wait_s


@pytest.fixture(autouse=True)
def _whole(store: JobStore) -> object:
    """Whatever a test did, the store's promises hold after it."""
    yield
    assert problems(store) == []


# Coming in


def test_a_job_comes_back_as_it_was_ordered(store: JobStore, clock: Clock) -> None:
    given = order(
        kind="export", arguments={"film": "film_1", "n": [1, 2.5, None, {"é": "\u0000\ud800"}]}, film="film_1", title="L’été 🎬",
        priority=7, device="any", operation_id="op-1", max_attempts=5, deadline_s=60.0, step_deadline_s=5.0,
        traceparent="00-a-b-01",
    )  # fmt: skip
    job = store.submit(given)
    assert JobOrder(**{name: getattr(job, name) for name in JobOrder.model_fields}) == given
    assert job == store.get(job.id)
    assert (job.state, job.attempt, job.created_at, job.updated_at) == (S.RECEIVED, 0, clock(), clock())
    assert job.id.startswith("job_")
    assert len(job.id) == 30


def test_ids_sort_by_time_also_within_a_millisecond(store: JobStore, clock: Clock) -> None:
    made = [store.submit(order()).id for _ in range(20)]
    clock.tick(0.001)
    made.append(store.submit(order()).id)
    assert made == sorted(made)


def test_the_same_operation_is_the_same_job(store: JobStore) -> None:
    first = store.submit(order(operation_id="op", arguments={"a": 1}), queue=True)
    again = store.submit(order(operation_id="op", arguments={"a": 1}, traceparent="00-other"), queue=True)
    assert again == first
    assert store.submit(order("panel", operation_id="op")).id != first.id
    assert sum(store.counts().values()) == 2
    with pytest.raises(OperationReusedError):
        store.submit(order(operation_id="op", arguments={"a": 2}), queue=True)
    assert sum(store.counts().values()) == 2


def test_an_operation_is_remembered_after_its_job_has_ended(store: JobStore) -> None:
    job = queued(store, operation_id="op")
    store.cancel(job.id)
    assert queued(store, operation_id="op").state is S.CANCELLED


@pytest.mark.parametrize("bad", [{"a": float("nan")}, {"a": b"x"}, {"a": object()}, {"a": {1, 2}}])
def test_arguments_that_are_not_json_are_refused(store: JobStore, bad: dict[str, object]) -> None:
    with pytest.raises(OrderError, match="not JSON"):
        store.submit(order(arguments=bad))
    assert sum(store.counts().values()) == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"client": ""}, {"kind": ""}, {"priority": 101}, {"max_attempts": 0}, {"deadline_s": 0}, {"title": "a\x00"},
        {"device": "tpu"}, {"x": 1},
    ],
    ids=str,
)  # fmt: skip
def test_senseless_orders_can_not_be_made(store: JobStore, bad: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        JobOrder(**{"kind": "film", "client": "desktop", **bad})  # type: ignore[arg-type]


def test_unknown_jobs_are_named(store: JobStore) -> None:
    for ask in (store.get, store.cancel, store.pause, store.resume, store.retry, store.queue):
        with pytest.raises(UnknownJobError, match="job_none"):
            ask("job_none")
    assert store.history("job_none") == []


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"], ids=["nul", "half a character"])
def test_text_that_can_not_be_kept_is_the_caller_s_mistake(store: JobStore, text: str) -> None:
    job = queued(store)
    for ask in (
        lambda: store.get(text), lambda: store.find(client=text), lambda: store.films.get(text), lambda: store.progress(text, {}),
        lambda: store.reorder(job.id, text), lambda: store.panels.by_token(text), lambda: store.spending.set_cap(text, 1),
    ):  # fmt: skip
        try:
            ask()
        except (UserError, StaleLeaseError) as said:
            assert "NoneType" not in str(said)
    assert store.get(job.id) == job
    with pytest.raises(UserError):
        store.find(limit=10**30)


# Finding


def test_find_pages_through_jobs_newest_first(store: JobStore, clock: Clock) -> None:
    made = []
    for number in range(7):
        clock.tick(1)
        made.append(queued(store, f"client-{number % 2}", film=f"film-{number % 3}").id)
    newest = made[::-1]
    assert [job.id for job in store.find()] == newest
    first = store.find(limit=3)
    assert [job.id for job in first + store.find(limit=10, before=first[-1].id)] == newest
    assert [job.id for job in store.find(client="client-1")] == [made[5], made[3], made[1]]
    assert [job.id for job in store.find(film="film-0")] == [made[6], made[3], made[0]]
    store.cancel(made[4])
    assert [job.id for job in store.find(states=[S.CANCELLED])] == [made[4]]
    assert store.find(states=[S.QUEUED], client="client-0", film="film-1") == []
    assert store.find(states=[]) == []


def test_counts_are_of_all_jobs(store: JobStore) -> None:
    for state in (S.DELIVERED, S.FAILED, S.PAUSED, S.PLANNED):
        bring(store, state)
    assert {state: count for state, count in store.counts().items() if count} == {
        S.DELIVERED: 1, S.FAILED: 1, S.PAUSED: 1, S.PLANNED: 1,
    }  # fmt: skip
    assert set(store.counts()) == set(S)


# Leases


def test_a_claim_gives_one_worker_one_job_with_a_new_token_each_time(store: JobStore, clock: Clock) -> None:
    job = queued(store)
    first = claimed(store, "server-1:cpu")
    assert (first.id, first.state, first.attempt) == (job.id, S.LEASED, 1)
    assert (first.lease_owner, first.lease_until) == ("server-1:cpu", clock() + LEASE_S)
    assert store.claim("server-1:cpu", ["cpu"], LEASE_S) is None
    store.release(first.token, "the server stops")
    second = claimed(store, "server-2:cpu")
    assert second.id == job.id
    assert second.token != first.token


def test_only_offered_devices_are_given_work(store: JobStore) -> None:
    gpu, either = queued(store, device="gpu"), queued(store, device="any")
    assert claimed(store, devices=("cpu",)).id == either.id
    assert store.claim("w", ["cpu"], LEASE_S) is None
    assert claimed(store, devices=("gpu",)).id == gpu.id


def test_a_film_has_one_running_job(store: JobStore) -> None:
    first, second, other = queued(store, film="film_a"), queued(store, film="film_a"), queued(store, film="film_b")
    assert claimed(store).id == first.id
    assert claimed(store).id == other.id
    assert store.claim("w", ["cpu"], LEASE_S) is None
    running = store.start(store.get(first.id).token)
    assert store.claim("w", ["cpu"], LEASE_S) is None
    store.deliver(running.token, {})
    assert claimed(store).id == second.id


def test_a_heartbeat_keeps_a_lease_alive_and_names_the_dead_ones(store: JobStore, clock: Clock) -> None:
    queued(store), queued(store)
    kept, lost = claimed(store), claimed(store)
    clock.tick(LEASE_S - 1)
    assert store.heartbeat([kept.token, "job_x.1"], LEASE_S) == {"job_x.1"}
    clock.tick(2)
    assert [job.id for job in store.expire()] == [lost.id]
    assert store.heartbeat([kept.token, lost.token], LEASE_S) == {lost.token}
    assert store.heartbeat([], LEASE_S) == set()
    assert store.get(kept.id).lease_until == clock() + LEASE_S


def test_a_worker_whose_lease_is_over_can_do_nothing(store: JobStore, clock: Clock) -> None:
    queued(store, max_attempts=9)
    stale = claimed(store).token
    clock.tick(LEASE_S + 1)
    store.expire()
    clock.tick(60)
    fresh = claimed(store)
    speak = [
        lambda t: store.start(t), lambda t: store.progress(t, {}), lambda t: store.checkpoint(t, {}), lambda t: store.review(t),
        lambda t: store.deliver(t, {"twice": True}), lambda t: store.fail(t, failure()), lambda t: store.release(t, ""),
        lambda t: store.cancelled(t), lambda t: store.paused(t),
    ]  # fmt: skip
    for say in speak:
        for token in (stale, "", "nonsense", f"{fresh.id}.999"):
            with pytest.raises(StaleLeaseError):
                say(token)
    assert store.get(fresh.id) == fresh
    store.start(fresh.token)
    done = store.deliver(fresh.token, {"once": True})
    with pytest.raises(StaleLeaseError):
        store.deliver(fresh.token, {"twice": True})
    assert store.get(done.id).result == {"once": True}


def test_a_lapsed_lease_that_nobody_took_can_still_be_renewed(store: JobStore, clock: Clock) -> None:
    queued(store)
    job = claimed(store)
    clock.tick(LEASE_S + 1)
    assert store.heartbeat([job.token], LEASE_S) == set()
    assert store.expire() == []


def test_progress_checkpoint_and_result_are_kept(store: JobStore, clock: Clock) -> None:
    queued(store)
    token = claimed(store).token
    store.start(token)
    store.progress(token, {"department": "shooting", "fraction": 0.25})
    store.checkpoint(token, {"takes": ["a", "b"]})
    job = store.get(store.find()[0].id)
    assert (job.progress, job.checkpoint) == ({"department": "shooting", "fraction": 0.25}, {"takes": ["a", "b"]})
    clock.tick(3)
    store.review(token)
    done = store.deliver(token, {"file": "film.mp4"}, {"seconds": 3.0})
    assert (done.state, done.result, done.actual) == (S.DELIVERED, {"file": "film.mp4"}, {"seconds": 3.0})
    assert (done.started_at, done.finished_at) == (clock() - 3, clock())
    assert done.lease_token is None
    with pytest.raises(ValueError, match="nobody holds it"):
        _ = done.token


def test_a_review_may_send_the_job_back_to_work(store: JobStore) -> None:
    queued(store)
    token = claimed(store).token
    first = store.start(token)
    store.review(token)
    again = store.start(token)
    assert (again.state, again.started_at) == (S.RUNNING, first.started_at)


def test_work_must_be_started_before_it_is_done(store: JobStore) -> None:
    queued(store)
    token = claimed(store).token
    for early in (store.review, lambda t: store.deliver(t, {})):
        with pytest.raises(IllegalTransitionError):
            early(token)


# Failures


@pytest.mark.parametrize("error", ["transient", "provider", "lost_worker", "deadline"])
def test_errors_that_may_pass_are_tried_again_with_growing_waits(store: JobStore, clock: Clock, error: str) -> None:
    job = queued(store, max_attempts=4)
    waits = []
    for _ in range(3):
        back = store.fail(claimed(store).token, failure(error))
        assert back.state is S.QUEUED
        assert back.failure is not None
        waits.append(back.not_before - clock())
        assert waits[-1] <= 0 or store.claim("w", ["cpu"], LEASE_S) is None
        clock.tick(waits[-1])
    rule = policy(error)  # type: ignore[arg-type]
    assert rule is not None
    for number, wait in enumerate(waits):
        assert rule.first_s * 2**number * 0.5 <= wait <= rule.first_s * 2**number + 1e-6
    last = store.fail(claimed(store).token, failure(error))
    assert (last.id, last.state, last.attempt) == (job.id, S.FAILED, 4)
    assert [s.after for s in store.history(job.id)].count(S.LEASED) == 4


@pytest.mark.parametrize("error", ["moderation", "input", "internal"])
def test_errors_that_would_come_again_are_final(store: JobStore, error: str) -> None:
    queued(store)
    said = Failure(code="refused", error_class=error, message="No", why="Because", remedy="Change it")  # type: ignore[arg-type]
    job = store.fail(claimed(store).token, said)
    assert (job.state, job.failure, job.attempt) == (S.FAILED, said, 1)
    assert store.history(job.id)[-1].reason == "refused: No"


def test_out_of_memory_is_tried_once_more_and_smaller(store: JobStore, clock: Clock) -> None:
    queued(store, arguments={"film": "f"}, max_attempts=9)
    smaller = store.fail(claimed(store).token, failure("resource"))
    assert (smaller.state, smaller.arguments) == (S.QUEUED, {"film": "f", "degrade": 1})
    clock.tick(60)
    assert store.fail(claimed(store).token, failure("resource")).state is S.FAILED
    store.retry(smaller.id)
    again = store.fail(claimed(store).token, failure("resource"))
    assert (again.state, again.arguments["degrade"]) == (S.QUEUED, 2)


def test_backoff_is_seeded_capped_and_spread() -> None:
    rule = policy("provider")
    assert rule is not None
    assert wait_s(rule, 2, random.Random(1)) == wait_s(rule, 2, random.Random(1))
    many = [wait_s(rule, 60, random.Random(seed)) for seed in range(200)]
    assert max(many) <= rule.longest_s
    assert min(many) >= rule.longest_s / 2
    assert max(many) - min(many) > rule.longest_s * 0.45


def test_a_delivered_job_carries_no_old_failure(store: JobStore, clock: Clock) -> None:
    queued(store)
    store.fail(claimed(store).token, failure())
    clock.tick(60)
    token = claimed(store).token
    store.start(token)
    assert store.deliver(token, {}).failure is None


def test_a_job_given_back_has_lost_no_attempt(store: JobStore) -> None:
    job = queued(store, max_attempts=1)
    for _ in range(5):
        back = store.release(claimed(store).token, "the server stops")
        assert (back.state, back.attempt) == (S.QUEUED, 0)
    assert store.history(job.id)[-1].reason == "the server stops"


# Time


def test_a_lapsed_lease_is_a_lost_worker(store: JobStore, clock: Clock) -> None:
    job = queued(store, max_attempts=2)
    store.start(claimed(store).token)
    clock.tick(LEASE_S)
    (changed,) = store.expire()
    assert (changed.id, changed.state) == (job.id, S.QUEUED)
    assert changed.failure is not None
    assert (changed.failure.error_class, changed.failure.code) == ("lost_worker", "lease_lapsed")
    clock.tick(60)
    claimed(store)
    clock.tick(LEASE_S)
    assert store.expire()[0].state is S.FAILED
    assert store.expire() == []


@pytest.mark.parametrize("state", [S.RECEIVED, S.PLANNED, S.QUEUED, S.LEASED, S.RUNNING, S.REVIEWING, S.PAUSED], ids=str)
def test_a_deadline_ends_a_job_wherever_it_stands(store: JobStore, clock: Clock, state: S) -> None:
    job = bring(store, state, deadline_s=20.0)
    clock.tick(19)
    assert store.expire() == []
    clock.tick(1)
    (late,) = store.expire()
    assert (late.id, late.state, late.finished_at) == (job.id, S.EXPIRED, clock())
    assert late.failure is not None
    assert late.failure.code == "deadline_passed"
    if job.lease_token:
        with pytest.raises(StaleLeaseError):
            store.progress(job.lease_token, {})


def test_a_job_that_is_too_late_is_not_begun(store: JobStore, clock: Clock) -> None:
    queued(store, deadline_s=5.0)
    clock.tick(5)
    assert store.claim("w", ["cpu"], LEASE_S) is None


def test_ended_jobs_do_not_expire(store: JobStore, clock: Clock) -> None:
    for state in (S.DELIVERED, S.FAILED, S.CANCELLED):
        bring(store, state, deadline_s=5.0, step_deadline_s=1.0)
    clock.tick(1000)
    assert store.expire() == []


def test_a_silent_step_is_tried_again(store: JobStore, clock: Clock) -> None:
    queued(store, step_deadline_s=10.0)
    token = claimed(store).token
    store.start(token)
    for _ in range(3):
        clock.tick(9)
        store.progress(token, {"done": 1})
        store.heartbeat([token], LEASE_S)
        assert store.expire() == []
    clock.tick(5)
    store.checkpoint(token, {"takes": []})
    clock.tick(9)
    assert store.expire() == []
    clock.tick(1)
    (changed,) = store.expire()
    assert changed.state is S.QUEUED
    assert changed.failure is not None
    assert changed.failure.code == "step_silent"
    assert changed.checkpoint == {"takes": []}


def test_a_retry_starts_the_deadline_anew(store: JobStore, clock: Clock) -> None:
    job = queued(store, deadline_s=5.0)
    clock.tick(6)
    store.expire()
    again = store.retry(job.id)
    assert (again.state, again.finished_at, again.failure) == (S.QUEUED, None, None)
    clock.tick(4)
    assert store.expire() == []
    assert claimed(store).id == job.id


# People


@pytest.mark.parametrize("state", [S.RECEIVED, S.PLANNED, S.QUEUED, S.PAUSED], ids=str)
def test_a_waiting_job_is_cancelled_at_once(store: JobStore, state: S) -> None:
    job = bring(store, state)
    gone = store.cancel(job.id, by="user", reason="changed my mind")
    assert gone.state is S.CANCELLED
    assert (store.history(job.id)[-1].by, store.history(job.id)[-1].reason) == ("user", "changed my mind")
    assert store.cancel(job.id) == gone
    assert store.claim("w", ["cpu"], LEASE_S) is None


@pytest.mark.parametrize("state", [S.LEASED, S.RUNNING, S.REVIEWING], ids=str)
def test_a_running_job_is_cancelled_by_its_worker(store: JobStore, state: S) -> None:
    job = bring(store, state)
    asked = store.cancel(job.id)
    assert (asked.state, asked.cancel_requested) == (state, True)
    assert [(w.job, w.token, w.wish) for w in store.wishes("work")] == [(job.id, job.token, "cancel")]
    assert store.wishes("other") == []
    gone = store.cancelled(job.token)
    assert (gone.state, gone.cancel_requested) == (S.CANCELLED, False)


@pytest.mark.parametrize("leave", ["fail", "release", "lapse", "recover"])
def test_a_cancelled_job_does_not_come_back_however_its_worker_ends(store: JobStore, clock: Clock, leave: str) -> None:
    job = bring(store, S.RUNNING)
    store.cancel(job.id)
    clock.tick(LEASE_S if leave == "lapse" else 0)
    {
        "fail": lambda: store.fail(job.token, failure()), "release": lambda: store.release(job.token, ""),
        "lapse": store.expire, "recover": lambda: store.recover("work"),
    }[leave]()  # fmt: skip
    assert store.get(job.id).state is S.CANCELLED


def test_what_was_made_before_the_cancel_came_is_delivered(store: JobStore) -> None:
    job = bring(store, S.REVIEWING)
    store.cancel(job.id)
    assert store.deliver(job.token, {}).state is S.DELIVERED
    with pytest.raises(IllegalTransitionError):
        store.cancel(job.id)


def test_pause_and_resume_keep_the_place(store: JobStore) -> None:
    first, second = queued(store), queued(store)
    assert store.pause(first.id).state is S.PAUSED
    assert store.pause(first.id).state is S.PAUSED
    store.resume(first.id)
    assert [job.id for job in store.line()] == [first.id, second.id]
    with pytest.raises(IllegalTransitionError):
        store.resume(first.id)
    store.pause(first.id)
    assert claimed(store).id == second.id
    assert store.claim("w", ["cpu"], LEASE_S) is None


def test_a_job_paused_before_it_was_queued_goes_to_the_end(store: JobStore) -> None:
    early = bring(store, S.PLANNED)
    store.pause(early.id)
    later = queued(store)
    store.resume(early.id)
    assert [job.id for job in store.line()] == [later.id, early.id]


def test_a_running_job_is_paused_by_its_worker_and_goes_on_from_its_checkpoint(store: JobStore) -> None:
    job = bring(store, S.RUNNING)
    store.checkpoint(job.token, {"takes": ["a"]})
    asked = store.pause(job.id)
    assert (asked.state, asked.pause_requested) == (S.RUNNING, True)
    assert store.wishes()[0].wish == "pause"
    still = store.paused(job.token)
    assert (still.state, still.attempt, still.pause_requested) == (S.PAUSED, 0, False)
    store.resume(job.id)
    assert claimed(store).checkpoint == {"takes": ["a"]}


def test_a_pause_can_be_taken_back_before_the_worker_hears_of_it(store: JobStore) -> None:
    job = bring(store, S.RUNNING)
    store.pause(job.id)
    assert not store.resume(job.id).pause_requested
    assert store.wishes() == []


def test_a_job_that_fails_while_a_pause_is_wanted_is_paused(store: JobStore) -> None:
    job = bring(store, S.RUNNING)
    store.pause(job.id)
    assert store.fail(job.token, failure()).state is S.PAUSED


def test_received_and_ended_jobs_can_not_be_paused(store: JobStore) -> None:
    for state in (S.RECEIVED, S.DELIVERED, S.CANCELLED):
        with pytest.raises(IllegalTransitionError):
            store.pause(bring(store, state).id)


def test_a_retry_gives_fresh_attempts_at_the_end_of_the_line(store: JobStore) -> None:
    job = queued(store, max_attempts=1)
    token = claimed(store).token
    store.checkpoint(token, {"takes": ["a"]})
    assert store.fail(token, failure()).state is S.FAILED
    other = queued(store)
    again = store.retry(job.id, by="user")
    assert (again.state, again.attempt, again.checkpoint, again.not_before) == (S.QUEUED, 0, {"takes": ["a"]}, 0)
    assert [j.id for j in store.line()] == [other.id, job.id]
    for state in (S.QUEUED, S.DELIVERED, S.RUNNING):
        with pytest.raises(IllegalTransitionError):
            store.retry(bring(store, state, priority=100).id)


# Servers


def test_a_server_that_comes_back_takes_over_what_it_had(store: JobStore) -> None:
    mine, other = queued(store), queued(store)
    store.start(claimed(store, "server-a/1:cpu").token)
    claimed(store, "server-b/1:cpu")
    (back,) = store.recover("server-a/")
    assert (back.id, back.state, back.attempt) == (mine.id, S.QUEUED, 0)
    assert store.get(other.id).state is S.LEASED
    assert store.recover("server-a/") == []


def test_a_job_that_is_there_whenever_the_server_dies_is_given_up(store: JobStore) -> None:
    job = queued(store)
    for _ in range(MAX_RECOVERIES):
        claimed(store, "server")
        assert store.recover("server")[0].state is S.QUEUED
    claimed(store, "server")
    (ended,) = store.recover("server")
    assert ended.state is S.FAILED
    assert ended.failure is not None
    assert ended.failure.code == "server_lost_often"
    assert store.retry(job.id).state is S.QUEUED


def test_a_job_that_gets_on_between_the_deaths_is_not_given_up(store: JobStore) -> None:
    queued(store)
    for number in range(MAX_RECOVERIES + 5):
        store.checkpoint(claimed(store, "server").token, {"takes": number})
        assert store.recover("server")[0].state is S.QUEUED
