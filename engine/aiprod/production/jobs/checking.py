# SPDX-License-Identifier: Apache-2.0
"""Whether a store keeps its promises: every job in a legal state with a whole history, every count and every sum right.

For tests, benches and `aiprod doctor`; it reads everything and takes its time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from aiprod.production.jobs.rows import Row, every
from aiprod.production.jobs.states import HELD, LEGAL, TERMINAL, JobState
from aiprod.production.jobs.store import JobStore
from aiprod.production.jobs.tables import STATE_COLUMNS, budgets, clients, jobs, reservations, transitions

_LEASE = ("lease_owner", "lease_token", "lease_until", "leased_at")


def problems(store: JobStore) -> list[str]:
    """What is wrong, a sentence each; empty when all is well. Reads one consistent state."""
    found = store.database.write(lambda connection: list(_all(connection)))
    broken = store.audit.first_break()
    return found if broken is None else [*found, f"the audit record is broken at line {broken}"]


def _all(connection: sa.Connection) -> Iterator[str]:
    known = every(connection.execute(sa.select(jobs).order_by(jobs.c.id)))
    steps = defaultdict(list)
    for step in every(connection.execute(sa.select(transitions).order_by(transitions.c.id))):
        steps[step["job"]].append(step)
    for row in known:
        yield from _life(row, steps.pop(row["id"], []))
        yield from _lease(row)
    yield from (f"there is a history of {job}, but no such job" for job in steps)
    yield from _films(known)
    yield from _counts(connection, known)
    yield from _money(connection)


def _life(row: Row, steps: list[Row]) -> Iterator[str]:
    before = None
    for step in steps:
        if step["before"] != before:
            yield f"{row['id']}: its history jumps from {before} to {step['before']}"
        if JobState(step["after"]) not in LEGAL[step["before"] and JobState(step["before"])]:
            yield f"{row['id']}: it went from {step['before']} to {step['after']}"
        before = step["after"]
    if before != row["state"]:
        yield f"{row['id']}: it is {row['state']}, its history says {before}"
    if (row["finished_at"] is not None) is not (row["state"] in TERMINAL):
        yield f"{row['id']}: it is {row['state']} and finished_at is {row['finished_at']}"


def _lease(row: Row) -> Iterator[str]:
    for name in _LEASE:
        if (row[name] is not None) is not (row["state"] in HELD):
            yield f"{row['id']}: it is {row['state']} and {name} is {row[name]}"


def _films(known: list[Row]) -> Iterator[str]:
    busy = Counter(row["film"] for row in known if row["film"] and row["state"] in HELD)
    yield from (f"film {film} has {count} running jobs" for film, count in busy.items() if count > 1)


def _counts(connection: sa.Connection, known: list[Row]) -> Iterator[str]:
    real = Counter((row["client"], row["state"]) for row in known)
    for row in every(connection.execute(sa.select(clients))):
        for state in STATE_COLUMNS:
            if row[state] != real[row["id"], state]:
                yield f"client {row['id']} counts {row[state]} {state} jobs and has {real[row['id'], state]}"


def _money(connection: sa.Connection) -> Iterator[str]:
    reserved: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for row in every(connection.execute(sa.select(reservations))):
        reserved[row["film"]] += row["amount_micro"] if row["state"] == "reserved" else 0
        spent[row["film"]] += row["actual_micro"] or 0
    for row in every(connection.execute(sa.select(budgets))):
        if row["reserved_micro"] != reserved[row["film"]]:
            yield f"film {row['film']} has {row['reserved_micro']} µ€ reserved, its reservations are {reserved[row['film']]} µ€"
        if row["spent_micro"] != spent[row["film"]]:
            yield f"film {row['film']} has spent {row['spent_micro']} µ€, its bills are {spent[row['film']]} µ€"
