# SPDX-License-Identifier: Apache-2.0
"""Questions to the store that change nothing."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from aiprod.production.jobs.models import Transition, Wish
from aiprod.production.jobs.rows import Row, every, first
from aiprod.production.jobs.states import JobState
from aiprod.production.jobs.tables import IS_HELD, IS_OPEN, STATE_COLUMNS, clients, jobs, transitions

_ONE = sa.select(jobs).where(jobs.c.id == sa.bindparam("job"))
_HISTORY = sa.select(transitions).where(transitions.c.job == sa.bindparam("of")).order_by(transitions.c.id)
_COUNTS = sa.select(*(sa.func.coalesce(sa.func.sum(clients.c[name]), 0).label(name) for name in STATE_COLUMNS))
_OVERDUE = sa.union(
    sa.select(jobs.c.id).where(IS_HELD, jobs.c.lease_until <= sa.bindparam("now")),
    sa.select(jobs.c.id).where(IS_HELD, jobs.c.step_until <= sa.bindparam("now")),
    sa.select(jobs.c.id).where(IS_OPEN, jobs.c.deadline_at <= sa.bindparam("now")),
)
_HELD = sa.select(jobs).where(IS_HELD).order_by(jobs.c.id)
_LINE = sa.select(jobs).where(sa.text("state = 'queued'")).order_by(jobs.c.priority.desc(), jobs.c.position, jobs.c.id)


def one(connection: sa.Connection, job: str) -> Row | None:
    """A job's row."""
    return first(connection.execute(_ONE, {"job": job}))


def find(
    connection: sa.Connection,
    states: Collection[JobState] | None,
    client: str | None,
    film: str | None,
    limit: int,
    before: str | None,
) -> list[Row]:
    """Rows newest first; None means any."""
    statement = sa.select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if states is not None:
        statement = statement.where(jobs.c.state.in_([state.value for state in states]))
    if client is not None:
        statement = statement.where(jobs.c.client == client)
    if film is not None:
        statement = statement.where(jobs.c.film == film)
    if before is not None:
        statement = statement.where(jobs.c.id < before)
    return every(connection.execute(statement))


def line(connection: sa.Connection, limit: int) -> list[Row]:
    """Queued jobs by priority and place (between clients the fair share decides when it comes to it)."""
    return every(connection.execute(_LINE.limit(limit)))


def waiting(connection: sa.Connection, devices: Collection[str], now: float) -> bool:
    """Whether a queued job for some devices may run now."""
    of_these = sa.select(jobs.c.id).where(
        sa.text("jobs.state = 'queued'"), jobs.c.device.in_(list(devices)), jobs.c.not_before <= now
    )
    return connection.execute(of_these.limit(1)).first() is not None


def history(connection: sa.Connection, job: str) -> list[Transition]:
    """All steps of a job, oldest first."""
    rows = connection.execute(_HISTORY, {"of": job}).mappings()
    return [Transition.model_validate({name: row[name] for name in Transition.model_fields}) for row in rows]


def counts(connection: sa.Connection) -> dict[JobState, int]:
    """How many jobs are in each state; from the clients' counts, so it costs the same after a million jobs."""
    row = connection.execute(_COUNTS).mappings().one()
    return {JobState(name): int(row[name]) for name in STATE_COLUMNS}


def overdue(connection: sa.Connection, now: float) -> list[str]:
    """Ids of open jobs that time has something to say to."""
    return sorted(connection.execute(_OVERDUE, {"now": now}).scalars())


def held(connection: sa.Connection, owner_prefix: str) -> list[Row]:
    """Rows of jobs that workers of these owners have."""
    return [row for row in every(connection.execute(_HELD)) if (row["lease_owner"] or "").startswith(owner_prefix)]


def wishes(connection: sa.Connection, owner_prefix: str) -> list[Wish]:
    """What is wanted of those jobs."""
    return [
        Wish(job=row["id"], token=row["lease_token"], wish="cancel" if row["cancel_requested"] else "pause")
        for row in held(connection, owner_prefix)
        if row["cancel_requested"] or row["pause_requested"]
    ]
