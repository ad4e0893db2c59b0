# SPDX-License-Identifier: Apache-2.0
"""The job store: how many jobs a second go through all their states, and whether money stays exact under 32 threads.

Every step is a durable commit of its own. With one worker that is four waits for the disk per job; with several they share
them. The disk's own speed is printed beside the figures, since it decides most of them.
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiprod.cli.benches.postgres import binaries, cluster

_WORKERS = 16
_CLIENTS = 5
_SPENDERS = 32


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Put `runs` jobs (2000) through SQLite and, where it is installed, a quarter of them through PostgreSQL."""
    count = runs or 2000
    with tempfile.TemporaryDirectory() as folder:
        figures = {"fsync_ms": _fsync_ms(Path(folder)), "sqlite": _figures(f"sqlite:///{folder}/one", count, seed)}
    programs = binaries()
    if programs is None:
        return {**figures, "postgres": "not installed here"}
    with cluster(programs, durable=True) as url:
        return {**figures, "postgres": _figures(f"{url}/postgres", max(1, count // 4), seed)}


def _figures(url: str, count: int, seed: int) -> dict[str, Any]:
    from aiprod.production.jobs import JobState, JobStore
    from aiprod.production.jobs.checking import problems

    store = JobStore.open(url)
    rates: dict[str, Any] = {"jobs": count}
    for workers in (1, _WORKERS):
        share = max(1, count // 4) if workers == 1 else count
        rates[f"submitted_per_s_{workers}_threads"] = _submit(store, share, workers)
        rates[f"claimed_and_finished_per_s_{workers}_workers"] = _work_off(store, share, workers)
    rates["reach"] = f"≥ 200 claimed and finished per s with {_WORKERS} workers on SQLite"
    rates["delivered"] = store.counts()[JobState.DELIVERED]
    rates["spending"] = _spend(store, seed)
    rates["problems"] = problems(store)
    store.close()
    return rates


def _submit(store: Any, count: int, threads: int) -> float:
    from aiprod.production.jobs import JobOrder

    def submit(number: int) -> None:
        for n in range(number, count, threads):
            order = JobOrder(kind="film", client=f"client-{n % _CLIENTS}", film=f"film-{n}", arguments={"film": f"film-{n}"})
            store.submit(order, estimate={"generator": "animatic", "seconds": 3.0}, queue=True)

    return _rate(count, threads, submit)


def _work_off(store: Any, count: int, workers: int) -> float:
    def work(number: int) -> None:
        while job := store.claim(f"worker-{number}", ["cpu"], 30.0):
            store.start(job.token)
            store.review(job.token)
            store.deliver(job.token, {"file": "film.mp4"}, {"seconds": 2.5})

    return _rate(count, workers, work)


def _spend(store: Any, seed: int) -> dict[str, Any]:
    """Threads that reserve, settle and release at once, three times what the cap allows."""
    from aiprod.production.jobs import BudgetExceeded

    cap_eur, tries = 12.0, 25
    store.spending.set_cap("film", cap_eur)
    paid = [0] * _SPENDERS
    refused = [0] * _SPENDERS

    def spend(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        for _ in range(tries):
            amount = f"{chance.uniform(0.01, 0.1):.6f}"
            try:
                held = store.spending.reserve("film", "provider", amount)
            except BudgetExceeded:
                refused[number] += 1
                continue
            if chance.random() < 0.2:
                store.spending.release(held.id)
            else:
                paid[number] += store.spending.settle(held.id, amount).actual_micro

    rate = _rate(_SPENDERS * tries, _SPENDERS, spend)
    budget = store.spending.budget("film")
    return {
        "threads": _SPENDERS, "tries_per_s": rate, "refused": sum(refused), "cap_eur": cap_eur,
        "spent_eur": store.spending.spent("film"), "exact": budget.spent_micro == sum(paid) and budget.reserved_micro == 0,
        "overrun_micro": max(0, budget.spent_micro - budget.cap_micro), "reach": "exact, overrun 0",
    }  # fmt: skip


def _rate(count: int, threads: int, work: Callable[[int], None]) -> float:
    """`count` things done by so many threads, per second."""
    started = time.perf_counter()
    at_work = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    return round(count / (time.perf_counter() - started), 1)


def _fsync_ms(folder: Path, times: int = 100) -> float:
    """What this disk takes to have 4 KB for certain, in milliseconds."""
    with (folder / "probe").open("wb", buffering=0) as probe:
        started = time.perf_counter()
        for _ in range(times):
            probe.write(b"x" * 4096)
            os.fsync(probe.fileno())
        return round((time.perf_counter() - started) / times * 1000, 2)
