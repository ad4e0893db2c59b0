# SPDX-License-Identifier: Apache-2.0
"""Many at once: threads, processes, and processes that are killed in the middle of writing."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.server.jobs.helpers import LEASE_S, Clock, S, claimed, in_threads, order, queued

from aiprod.production.jobs import DatabaseError, JobStore, StaleLeaseError
from aiprod.production.jobs.checking import problems

HAND = Path(__file__).parent / "hand.py"


def _work_off(store: JobStore, owner: str) -> list[str]:
    """Claim and finish jobs until there are none; their ids."""
    done = []
    while job := store.claim(owner, ["cpu"], LEASE_S):
        store.start(job.token)
        store.progress(job.token, {"by": owner})
        store.review(job.token)
        store.deliver(job.token, {"by": owner})
        done.append(job.id)
    return done


def test_thirty_two_threads_never_get_the_same_job(store: JobStore) -> None:
    made = [queued(store, f"client-{n % 5}").id for n in range(160)]
    done = [job for jobs in in_threads(32, lambda n: _work_off(store, f"thread-{n}")) for job in jobs]
    assert sorted(done) == made
    assert store.counts()[S.DELIVERED] == 160
    assert problems(store) == []


def test_thirty_two_threads_submit_the_same_operation_once(store: JobStore) -> None:
    ids = in_threads(32, lambda n: store.submit(order(operation_id=f"op-{n % 4}"), queue=True).id)
    assert len(set(ids)) == 4
    assert sum(store.counts().values()) == 4
    assert problems(store) == []


def test_threads_that_fight_over_one_job_leave_it_whole(store: JobStore) -> None:
    """Cancel, pause, resume, reprioritise and work on the same few jobs at once: each is refused or done, never half."""
    ids = [queued(store, f"client-{n % 2}", film=f"film-{n % 3}").id for n in range(12)]

    def meddle(number: int) -> None:
        chance = random.Random(number)
        for _ in range(15):
            job = chance.choice(ids)
            act = chance.choice([store.cancel, store.pause, store.resume, store.retry, store.get, _claim, _prioritise])
            try:
                act(job) if act not in (_claim, _prioritise) else act(store, job)  # type: ignore[operator]
            except (StaleLeaseError, ValueError):
                raise
            except Exception as error:
                if "can't become" not in str(error):
                    raise

    in_threads(16, meddle)
    assert problems(store) == []
    assert sum(store.counts().values()) == 12


def _claim(store: JobStore, _job: str) -> None:
    job = store.claim("worker", ["cpu"], LEASE_S)
    if job is not None:
        store.start(job.token)
        store.release(job.token, "enough")


def _prioritise(store: JobStore, job: str) -> None:
    store.set_priority(job, random.Random(job).randrange(-5, 5))


def test_one_bad_step_in_a_shared_commit_spoils_no_other(store: JobStore) -> None:
    """Half of the threads are refused in the same instant; the others' jobs are all there."""
    started = threading.Barrier(24)

    def write(number: int) -> str | None:
        started.wait()
        if number % 2:
            with pytest.raises(ZeroDivisionError):
                store.database.write(_spoiled)
            return None
        return queued(store, f"client-{number}").id

    made = {job for job in in_threads(24, write) if job}
    assert {job.id for job in store.find()} == made
    assert len(made) == 12
    assert store.database.read(lambda c: c.execute(sa.text("SELECT count(*) FROM clients WHERE id = 'spoiled'")).scalar()) == 0
    assert problems(store) == []


def _spoiled(connection: sa.Connection) -> None:
    connection.execute(sa.text("INSERT INTO clients (id) VALUES ('spoiled')"))
    raise ZeroDivisionError


def test_a_write_inside_a_write_is_refused_rather_than_waiting_for_itself(sqlite_url: str) -> None:
    store = JobStore.open(sqlite_url)
    with pytest.raises(RuntimeError, match="inside a write"):
        store.database.write(lambda _: queued(store))
    assert queued(store).state is S.QUEUED
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't interrupt a waiting thread")
def test_ctrl_c_while_waiting_to_write_stops_nobody_else(sqlite_url: str) -> None:
    """The main thread waits behind a long write, and a third behind it; the interrupt leaves both others unharmed."""
    store = JobStore.open(sqlite_url)
    turns, begun, release = store.database._turns, threading.Event(), threading.Event()

    def long(_connection: sa.Connection) -> None:
        begun.set()
        release.wait()

    def interrupt() -> None:
        while not turns._waiting:
            pass
        os.kill(os.getpid(), signal.SIGINT)

    first = threading.Thread(target=store.database.write, args=(long,))
    first.start()
    begun.wait()
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        queued(store, "interrupted")
    behind = threading.Thread(target=queued, args=(store, "behind"))
    behind.start()
    release.set()
    first.join()
    behind.join()
    queued(store, "after")
    assert {job.client for job in store.find()} == {"behind", "after"}
    store.close()


def test_a_database_that_is_held_is_busy_for_all_at_once(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiprod.production.jobs.database.BUSY_TIMEOUT_S", 0.2)
    store = JobStore.open(sqlite_url)
    other = sa.create_engine(sqlite_url).connect()
    other.exec_driver_sql("BEGIN IMMEDIATE")

    def refused(number: int) -> bool:
        with pytest.raises(DatabaseError, match="is busy"):
            queued(store, f"client-{number}")
        return True

    assert all(in_threads(16, refused))
    other.rollback()
    assert all(in_threads(16, lambda number: queued(store, f"client-{number}")))
    assert store.counts()[S.QUEUED] == 16
    other.close()
    store.close()


# Processes


@contextmanager
def _hand(url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Another process at work on the same database, ready to begin; it tells a line for each thing it has done."""
    command = [sys.executable, str(HAND), url, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert "ready" in process.stdout.readline()
            yield process
        finally:
            process.kill()


def _go(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def _lines(process: subprocess.Popen[str], count: int | None = None) -> list[dict[str, str]]:
    """The next `count` lines, or all until its end (a last line that was cut off by its death does not count)."""
    assert process.stdout is not None
    return [json.loads(line) for line in itertools.islice(process.stdout, count) if line.endswith("\n")]


def test_two_processes_share_the_work_and_the_money(store: JobStore, url: str) -> None:
    made = [queued(store, f"client-{n % 3}").id for n in range(60)]
    store.spending.set_cap("film", 1)
    with _hand(url, "work", "one") as one, _hand(url, "work", "two") as two:
        _go(one, two)
        said = [*_lines(one), *_lines(two)]
        assert (one.wait(), two.wait()) == (0, 0)
    assert sorted(line["delivered"] for line in said if "delivered" in line) == made
    spent = sum(int(line["spent"]) for line in said if "spent" in line)
    assert store.spending.budget("film").spent_micro == spent
    assert spent <= 1_000_000
    assert Counter(line["by"] for line in said if "delivered" in line) == {"one": 30, "two": 30}
    assert problems(store) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_process_killed_in_the_middle_of_writing_loses_nothing_it_had_confirmed(
    store: JobStore, url: str, clock: Clock, seed: int
) -> None:
    """SIGKILL after a random number of confirmed steps: all of these are there, and the store's promises hold."""
    chance = random.Random(seed)
    store.spending.set_cap("film", 1000)
    with _hand(url, "churn", f"hand-{seed}") as process:
        _go(process)
        said = _lines(process, chance.randrange(1, 60))
        os.kill(process.pid, signal.SIGKILL)
        said += _lines(process)
    assert problems(store) == []
    _confirmed(store, said)
    back = store.recover(f"hand-{seed}")
    assert all(job.state is S.QUEUED for job in back)
    assert store.find(states=[S.LEASED, S.RUNNING, S.REVIEWING]) == []
    clock.now = 4e9
    assert store.claim("next", ["cpu"], LEASE_S) is not None or not store.counts()[S.QUEUED]
    assert problems(store) == []


def _confirmed(store: JobStore, said: list[dict[str, str]]) -> None:
    """Whatever the dead process said it had done is in the database."""
    for line in said:
        if "submitted" in line:
            assert store.get(line["submitted"]).client
        if "delivered" in line:
            assert store.get(line["delivered"]).state is S.DELIVERED
        if "reserved" in line:
            assert store.spending.get(line["reserved"]).film == "film"
    assert not {key: n for key, n in Counter(line.get("delivered") for line in said).items() if key and n > 1}


def test_who_waits_too_long_for_another_process_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiprod.production.jobs.database.BUSY_TIMEOUT_S", 0.05)
    store = JobStore.open(sqlite_url)
    other = sa.create_engine(sqlite_url).connect()
    other.exec_driver_sql("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="is busy") as refused:
        queued(store)
    assert refused.value.code == "database_busy"  # type: ignore[attr-defined]
    assert store.find() == []
    other.rollback()
    queued(store)
    assert claimed(store)
    other.close()
    store.close()
