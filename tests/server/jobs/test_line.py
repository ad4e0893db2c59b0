# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is: priorities, fair share, places; and that history costs nothing."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from tests.server.jobs.helpers import LEASE_S, Clock, S, bring, claimed, failure, order, queued

from aiprod.production.jobs import IllegalTransitionError, JobStore, OrderError, claiming
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.tables import jobs


def _serve(store: JobStore, clock: Clock, turns: int, seconds: float = 1.0) -> list[str]:
    """Do so many jobs, one after the other; whose they were."""
    served = []
    for _ in range(turns):
        job = claimed(store)
        store.start(job.token)
        clock.tick(seconds)
        store.deliver(job.token, {})
        served.append(job.client)
    return served


def test_one_client_with_a_thousand_jobs_does_not_starve_another(sqlite_url: str, clock: Clock) -> None:
    store = JobStore.open(sqlite_url, clock)
    for _ in range(1000):
        queued(store, "greedy")
    _serve(store, clock, 20)
    for _ in range(10):
        queued(store, "modest")
    served = _serve(store, clock, 21)
    assert Counter(served)["modest"] == 10
    assert all(served[turn : turn + 3].count("modest") >= 1 for turn in range(0, 18))
    assert problems(store) == []
    store.close()


def test_devices_are_shared_by_time_not_by_count(store: JobStore, clock: Clock) -> None:
    for _ in range(40):
        queued(store, "long")
        queued(store, "short")
    had: Counter[str] = Counter()
    for _ in range(44):
        job = claimed(store)
        store.start(job.token)
        seconds = 10.0 if job.client == "long" else 1.0
        clock.tick(seconds)
        store.deliver(job.token, {})
        had[job.client] += int(seconds)
    assert abs(had["long"] - had["short"]) <= 10


def test_weights_divide_the_devices(store: JobStore, clock: Clock) -> None:
    store.set_weight("studio", 3)
    for _ in range(60):
        queued(store, "studio")
        queued(store, "guest")
    assert Counter(_serve(store, clock, 40)) == {"studio": 30, "guest": 10}
    for bad in (0, 1001):
        with pytest.raises(OrderError):
            store.set_weight("studio", bad)


def test_being_away_earns_nothing_and_being_new_costs_nothing(store: JobStore, clock: Clock) -> None:
    for _ in range(30):
        queued(store, "always")
    queued(store, "sometimes")
    _serve(store, clock, 20)
    for _ in range(20):
        queued(store, "sometimes")
        queued(store, "new")
    served = Counter(_serve(store, clock, 12))
    assert all(3 <= served[client] <= 5 for client in ("always", "sometimes", "new"))


def test_who_used_an_idle_engine_long_is_not_punished_for_it(store: JobStore, clock: Clock) -> None:
    for _ in range(25):
        queued(store, "old")
    _serve(store, clock, 25, seconds=100)
    for _ in range(6):
        queued(store, "new")
    for _ in range(6):
        queued(store, "old")
    assert Counter(_serve(store, clock, 6)) == {"new": 3, "old": 3}


def test_many_devices_at_once_are_shared_too(store: JobStore) -> None:
    for _ in range(20):
        queued(store, "greedy")
    for _ in range(3):
        queued(store, "modest")
    assert Counter(claimed(store).client for _ in range(6)) == {"greedy": 3, "modest": 3}


def test_a_job_of_known_length_is_charged_as_such(store: JobStore) -> None:
    for client, seconds in (("long", 50.0), ("short", 5.0)):
        for _ in range(12):
            store.submit(order(client), estimate={"seconds": seconds}, queue=True)
    assert Counter(claimed(store).client for _ in range(11)) == {"long": 1, "short": 10}


def test_weights_count_while_the_jobs_still_run(store: JobStore) -> None:
    store.set_weight("studio", 3)
    for _ in range(12):
        queued(store, "studio")
        queued(store, "guest")
    assert Counter(claimed(store).client for _ in range(12)) == {"studio": 9, "guest": 3}


def test_priority_goes_before_fairness(store: JobStore) -> None:
    queued(store, "a", title="1"), queued(store, "b", title="2")
    queued(store, "a", title="urgent", priority=5), queued(store, "a", title="urgent too", priority=5)
    queued(store, "b", title="never mind", priority=-5)
    assert [claimed(store).title for _ in range(5)] == ["urgent", "urgent too", "2", "1", "never mind"]


def test_priority_can_be_changed(store: JobStore) -> None:
    first, second = queued(store), queued(store)
    assert store.set_priority(second.id, 10).priority == 10
    assert claimed(store).id == second.id
    for bad in (-101, 101):
        with pytest.raises(OrderError):
            store.set_priority(first.id, bad)
    with pytest.raises(IllegalTransitionError):
        store.set_priority(bring(store, S.DELIVERED, priority=50).id, 1)


def test_a_job_moves_to_any_place_of_its_line(store: JobStore) -> None:
    ids = [queued(store).id for _ in range(5)]
    store.reorder(ids[4], ids[0])
    store.reorder(ids[1], None)
    store.reorder(ids[0], ids[3])
    assert [job.id for job in store.line()] == [ids[4], ids[2], ids[0], ids[3], ids[1]]
    assert [claimed(store).id for _ in range(5)] == [ids[4], ids[2], ids[0], ids[3], ids[1]]


def test_moving_into_the_same_gap_for_ever_finds_room(store: JobStore) -> None:
    ids = [queued(store).id for _ in range(6)]
    expected = list(ids)
    for turn in range(100):
        moved, before = expected[-1], expected[1 + turn % 2]
        store.reorder(moved, before)
        expected.remove(moved)
        expected.insert(expected.index(before), moved)
    assert [job.id for job in store.line()] == expected
    assert len({job.position for job in store.line()}) == 6


def test_a_place_means_something_only_in_one_line(store: JobStore) -> None:
    job, foreign, urgent = queued(store), queued(store, "other"), queued(store, priority=3)
    running = bring(store, S.RUNNING, priority=9)
    for before in (foreign.id, urgent.id, running.id, job.id):
        with pytest.raises(OrderError):
            store.reorder(job.id, before)
    with pytest.raises(OrderError):
        store.reorder(running.id, None)


def test_a_failed_job_waits_without_holding_up_its_line(store: JobStore, clock: Clock) -> None:
    first, second = queued(store), queued(store)
    store.fail(claimed(store).token, failure("provider"))
    assert claimed(store).id == second.id
    clock.tick(10)
    assert claimed(store).id == first.id


def _claim_plan(store: JobStore) -> str:
    """How SQLite would look for the next job."""
    with store.database.engine.connect() as connection:
        question = claiming._NEXT.params(now=0.0, devices=["cpu", "any"])
        query = question.compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))


def test_looking_for_the_next_job_goes_by_indexes_alone(sqlite_url: str) -> None:
    store = JobStore.open(sqlite_url)
    plan = _claim_plan(store)
    for index in ("jobs_line", "jobs_one_per_film", "clients_waiting"):
        assert index in plan
    assert "SCAN jobs" not in plan
    assert "SCAN other" not in plan
    store.close()


def _steps(store: JobStore) -> int:
    """How many steps SQLite's machine takes to find the next job: a measure of work that no other program disturbs."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    with store.database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.set_progress_handler(count, 1)
        connection.execute(claiming._NEXT, {"now": 0.0, "devices": ["cpu", "any"]}).first()
        driver.set_progress_handler(None, 0)
    return taken


def test_a_long_history_costs_nothing(sqlite_url: str, clock: Clock) -> None:
    store = JobStore.open(sqlite_url, clock)
    for client in ("a", "b"):
        queued(store, client)
    before = _steps(store)
    _pretend_history(store, 20_000)
    assert _steps(store) <= before + 10
    store.close()


def _pretend_history(store: JobStore, count: int) -> None:
    """Delivered jobs, written in bulk."""
    template = store.database.read(lambda c: c.execute(sa.text("SELECT * FROM jobs LIMIT 1")).mappings().one())
    rows = [{**template, "id": f"job_{n:026d}", "state": "delivered", "film": f"film-{n % 50}"} for n in range(count)]
    store.database.write(lambda c: c.execute(sa.insert(jobs), rows))


def test_jobs_of_a_busy_film_are_passed_over(store: JobStore) -> None:
    for _ in range(5):
        queued(store, film="busy")
    free = queued(store, film="free")
    claimed(store)
    assert claimed(store).id == free.id
    assert store.claim("w", ["cpu"], LEASE_S) is None
