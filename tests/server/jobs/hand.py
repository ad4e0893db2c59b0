# SPDX-License-Identifier: Apache-2.0
"""A process of its own that works on a store and says, a JSON line each, what it has done. Run by the tests.

`hand.py URL work NAME`: claim and finish thirty jobs, and spend.
`hand.py URL churn NAME`: all kinds of steps, without end, to be killed.
It says when it is ready and begins when it is sent a line.
"""

from __future__ import annotations

import itertools
import json
import random
import sys

from aiprod.production.jobs import BudgetExceeded, Failure, Job, JobOrder, JobStore


def say(**done: object) -> None:
    sys.stdout.write(json.dumps(done) + "\n")
    sys.stdout.flush()


def work(store: JobStore, name: str) -> None:
    for _ in range(30):
        job = store.claim(name, ["cpu"], 30.0)
        assert job is not None
        store.start(job.token)
        try:
            held = store.spending.reserve("film", "provider", "0.03", job.id)
            say(spent=store.spending.settle(held.id, "0.03").actual_micro)
        except BudgetExceeded:
            pass
        store.review(job.token)
        say(delivered=store.deliver(job.token, {}).id, by=name)


def churn(store: JobStore, name: str) -> None:
    chance = random.Random(name)
    for number in itertools.count():
        job = store.submit(JobOrder(kind="film", client=f"client-{number % 3}", film=f"film-{number % 4}"), queue=True)
        say(submitted=job.id)
        if chance.random() < 0.2:
            store.pause(job.id)
            store.resume(job.id)
        if (mine := store.claim(name, ["cpu"], 30.0)) is not None:
            _carry(store, mine, chance)
        store.audit.append(name, "churn", "ok", job.id)


def _carry(store: JobStore, job: Job, chance: random.Random) -> None:
    store.start(job.token)
    held = store.spending.reserve("film", "provider", "0.01", job.id)
    say(reserved=held.id)
    store.checkpoint(job.token, {"takes": [job.id]})
    store.spending.settle(held.id, "0.01")
    end = chance.random()
    if end < 0.2:
        store.fail(job.token, Failure(code="broke", error_class="transient", message="It broke"))
    elif end < 0.3:
        store.release(job.token, "enough")
    elif end < 0.9:
        store.review(job.token)
        say(delivered=store.deliver(job.token, {}).id)


if __name__ == "__main__":
    url, what, who = sys.argv[1:]
    opened = JobStore.open(url)
    say(ready=who)
    sys.stdin.readline()
    {"work": work, "churn": churn}[what](opened, who)
