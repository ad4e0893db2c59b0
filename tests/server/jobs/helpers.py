# SPDX-License-Identifier: Apache-2.0
"""What the tests of the store share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from aiprod.production.jobs import Failure, Job, JobOrder, JobState, JobStore

S = JobState
LEASE_S = 30.0


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += seconds


def order(client: str = "desktop", **fields: Any) -> JobOrder:
    return JobOrder(**{"kind": "film", "client": client, **fields})


def queued(store: JobStore, client: str = "desktop", **fields: Any) -> Job:
    return store.submit(order(client, **fields), queue=True)


def claimed(store: JobStore, owner: str = "worker", devices: tuple[str, ...] = ("cpu",)) -> Job:
    job = store.claim(owner, devices, LEASE_S)
    assert job is not None
    return job


def failure(error_class: Any = "transient", code: str = "broke") -> Failure:
    return Failure(code=code, error_class=error_class, message="It broke")


def bring(store: JobStore, state: JobState, **fields: Any) -> Job:
    """A job that went the straight way to `state`."""
    job = store.submit(order(**fields))
    if state is S.RECEIVED:
        return job
    job = store.plan(job.id, {"seconds": 1.0})
    if state is S.PLANNED:
        return job
    job = store.queue(job.id)
    if state is S.QUEUED:
        return job
    if state is S.PAUSED:
        return store.pause(job.id)
    if state is S.CANCELLED:
        return store.cancel(job.id)
    return _with_worker(store, state)


def _with_worker(store: JobStore, state: JobState) -> Job:
    job = claimed(store)
    if state is S.LEASED:
        return job
    token = job.token
    job = store.start(token)
    if state is S.RUNNING:
        return job
    if state is S.FAILED:
        return store.fail(token, failure("internal"))
    if state is S.EXPIRED:
        raise ValueError("needs a clock")
    job = store.review(token)
    return job if state is S.REVIEWING else store.deliver(token, {"ok": True})


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(0…count−1)` at once; results in order. An error of any thread is raised here."""
    results: list[Any] = [None] * count
    errors: list[BaseException] = []
    start = threading.Barrier(count)

    def one(number: int) -> None:
        start.wait()
        try:
            results[number] = work(number)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
