# SPDX-License-Identifier: Apache-2.0
"""The one way in which a job changes its state: the row, a line of its history, and its client's counts, together.

A client's row counts its jobs by state, so that neither "how many" nor "whose turn" ever has to look at finished jobs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiprod.production.jobs import states
from aiprod.production.jobs.errors import StaleLeaseError, UnknownJobError
from aiprod.production.jobs.rows import Row, first
from aiprod.production.jobs.states import HELD, TERMINAL, JobState
from aiprod.production.jobs.tables import IS_BUSY, clients, jobs, transitions

MICRO = 1_000_000
SHORTEST_S = 1.0
"""A turn on a device counts at least this long, so that a flood of tiny jobs has its price."""
GAP = 1 << 20
"""Between two neighbours of the queue; so often can a place between them be halved twenty times."""

_LOCKED = sa.select(jobs).where(jobs.c.id == sa.bindparam("job")).with_for_update()
_NOTE = sa.insert(transitions)
_UPDATE = sa.update(jobs).where(jobs.c.id == sa.bindparam("job_id"))
_NO_LEASE: dict[str, Any] = {
    "lease_owner": None, "lease_token": None, "lease_until": None, "leased_at": None, "step_until": None, "charged": 0,
    "cancel_requested": False, "pause_requested": False,
}  # fmt: skip


def locked(connection: sa.Connection, job: str) -> Row:
    """The job's row, kept from others until the transaction ends.

    Raises:
        UnknownJobError: there is no such job.
    """
    row = first(connection.execute(_LOCKED, {"job": job}))
    if row is None:
        raise UnknownJobError(job)
    return row


def leased(connection: sa.Connection, token: str) -> Row:
    """The row of the job that this lease is for, locked.

    Raises:
        StaleLeaseError: the lease is over.
    """
    row = first(connection.execute(_LOCKED, {"job": token.partition(".")[0]}))
    if row is None or row["lease_token"] != token:
        raise StaleLeaseError(token)
    return row


def move(
    connection: sa.Connection, row: Row, after: JobState, now: float, values: Mapping[str, Any] | None = None, *,
    reason: str = "", by: str = "", at_end: bool = False,
) -> Row:  # fmt: skip
    """Take a locked job one step further; `values` are further columns to set. Gives the new row.

    A job that is queued (again) keeps its place, or goes to the end of its client's line (`at_end`).

    Raises:
        IllegalTransitionError: the state machine has no such step.
    """
    before = JobState(row["state"])
    states.check(row["id"], before, after)
    new: dict[str, Any] = {"state": after.value}
    if (before in TERMINAL) is not (after in TERMINAL):
        new["finished_at"] = now if after in TERMINAL else None
    if before in HELD and after not in HELD:
        new |= _NO_LEASE
        _bill(connection, row, now)
    if after is JobState.QUEUED:
        place = enter_line(connection, row["client"], before)
        new["position"] = place if at_end else row["position"]
    else:
        connection.execute(_count_statement(before, after), {"client": row["client"]})
    changed = put(connection, row, now, {**new, **(values or {})})
    note(connection, row["id"], ((before, after),), now, reason, by)
    return changed


def note(
    connection: sa.Connection, job: str, steps: Sequence[tuple[JobState | None, JobState]], now: float, reason: str, by: str
) -> None:
    """Write steps into the job's history."""
    connection.execute(_NOTE, [
        {"job": job, "before": before and before.value, "after": after.value, "at": now, "reason": reason, "by": by}
        for before, after in steps
    ])  # fmt: skip


def put(connection: sa.Connection, row: Row, now: float, values: Mapping[str, Any]) -> Row:
    """Set columns of a locked job, without a step of its life. Gives the new row (the lock makes it certain)."""
    new = {**values, "updated_at": now}
    connection.execute(_UPDATE, {**new, "job_id": row["id"]})
    return {**row, **new}


def _bill(connection: sa.Connection, row: Row, now: float) -> None:
    """Correct what the client was charged at the claim to what the job took of the device."""
    held_s = max(SHORTEST_S, now - row["leased_at"])
    connection.execute(_SETTLE, {"client": row["client"], "charged": row["charged"], "held": round(held_s * MICRO)})


@lru_cache(maxsize=256)
def _count_statement(before: JobState | None, after: JobState) -> sa.Update:
    return sa.update(clients).where(clients.c.id == sa.bindparam("client")).values(_one_more(before, after))


def _one_more(before: JobState | None, after: JobState) -> dict[str, sa.ColumnElement[int]]:
    values = {after.value: clients.c[after.value] + 1}
    if before is not None:
        values[before.value] = clients.c[before.value] - 1
    return values


_SETTLE = (
    sa.update(clients)
    .where(clients.c.id == sa.bindparam("client"))
    .values(
        share=clients.c.share
        - sa.bindparam("charged", type_=sa.BigInteger)
        + sa.bindparam("held", type_=sa.BigInteger).op("/")(clients.c.weight)
    )
)

_LOWEST_BUSY = sa.select(sa.func.min(clients.c.share)).where(IS_BUSY).scalar_subquery()
_FLOOR = sa.select(sa.func.coalesce(_LOWEST_BUSY, sa.select(sa.func.max(clients.c.share)).scalar_subquery(), 0).label("floor"))


def enter_line(connection: sa.Connection, client: str, before: JobState | None) -> int:
    """Count one more queued job and give its place, the last in the client's line.

    A client that had nothing to do starts level with the one that has had least of those who are at it (or, when the engine
    was idle, with all others): being away earns nothing, and being new costs nothing.
    """
    parameters = {"client": client, "floor": connection.execute(_FLOOR).scalar_one()}
    place = connection.execute(_enter_statement(before), parameters).scalar()
    if place is None:
        know_client(connection, client)
        place = connection.execute(_enter_statement(before), parameters).scalar_one()
    return int(place)


@lru_cache(maxsize=32)
def _enter_statement(before: JobState | None) -> Any:
    # Whoever is at it has at least the floor already.
    floor = sa.bindparam("floor", type_=sa.BigInteger)
    share = sa.case((clients.c.share >= floor, clients.c.share), else_=floor)
    values = {**_one_more(before, JobState.QUEUED), "line": clients.c.line + GAP, "share": share}
    return sa.update(clients).where(clients.c.id == sa.bindparam("client")).values(values).returning(clients.c.line)


def know_client(connection: sa.Connection, client: str) -> None:
    """Make the client's row where there is none."""
    connection.execute(_know_statement(connection.dialect.name), {"id": client})


@lru_cache(maxsize=2)
def _know_statement(dialect: str) -> sa.Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(clients).on_conflict_do_nothing()


def count_new(connection: sa.Connection, client: str, state: JobState) -> None:
    """Count a job that is new in a state other than queued."""
    statement = _count_statement(None, state)
    if not connection.execute(statement, {"client": client}).rowcount:
        know_client(connection, client)
        connection.execute(statement, {"client": client})
