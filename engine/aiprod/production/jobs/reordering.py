# SPDX-License-Identifier: Apache-2.0
"""Another place in a client's line.

Between clients the fair share decides, and between priorities the priority: a place means something only among jobs of one
client and one priority, so anything else is refused rather than quietly ignored.
"""

from __future__ import annotations

import sqlalchemy as sa

from aiprod.production.jobs import moving
from aiprod.production.jobs.errors import OrderError
from aiprod.production.jobs.moving import GAP
from aiprod.production.jobs.rows import Row
from aiprod.production.jobs.states import JobState
from aiprod.production.jobs.tables import clients, jobs


def place_before(connection: sa.Connection, row: Row, other: Row | None) -> int:
    """The position directly before `other`, or behind all (None). May renumber the client's line.

    Raises:
        OrderError: a job is not queued, or the two do not stand in the same line.
    """
    _check(row, other)
    if other is None:
        return _behind_all(connection, row["client"])
    below = _neighbour(connection, row, other)
    if below is not None and other["position"] - below < 2:
        _renumber(connection, row["client"])
        other = moving.locked(connection, other["id"])
        below = _neighbour(connection, row, other)
    return int(other["position"]) - GAP if below is None else (below + int(other["position"])) // 2


def _check(row: Row, other: Row | None) -> None:
    for job in (row, other):
        if job is not None and job["state"] != JobState.QUEUED:
            raise OrderError(
                f"Job {job['id']} has no place in the queue", f"it is {job['state']}", "Only queued jobs can be moved."
            )
    if other is not None and other["id"] == row["id"]:
        raise OrderError(f"Job {row['id']} can't stand before itself", "", "Name another job, or none to move it to the end.")
    if other is not None and other["client"] != row["client"]:
        raise OrderError("These jobs stand in different lines", "clients take turns by fair share", "Use a priority instead.")
    if other is not None and other["priority"] != row["priority"]:
        raise OrderError(
            "These jobs have different priorities", "the higher one goes first", "Give both the same priority first."
        )


def _behind_all(connection: sa.Connection, client: str) -> int:
    statement = sa.update(clients).where(clients.c.id == client).values(line=clients.c.line + GAP).returning(clients.c.line)
    return int(connection.execute(statement).scalar_one())


def _neighbour(connection: sa.Connection, row: Row, other: Row) -> int | None:
    """The position of the job that stands directly before `other`, leaving out the one to be moved."""
    earlier = sa.or_(jobs.c.position < other["position"], sa.and_(jobs.c.position == other["position"], jobs.c.id < other["id"]))
    return connection.execute(
        sa.select(jobs.c.position)
        .where(_in_line(row["client"]), jobs.c.priority == row["priority"], jobs.c.id != row["id"], earlier)
        .order_by(jobs.c.position.desc(), jobs.c.id.desc())
        .limit(1)
    ).scalar()


def _in_line(client: str) -> sa.ColumnElement[bool]:
    return sa.and_(jobs.c.client == client, sa.text("state = 'queued'"))


def _renumber(connection: sa.Connection, client: str) -> None:
    """Give the line its gaps back."""
    line = connection.execute(sa.select(clients.c.line).where(clients.c.id == client)).scalar_one()
    ids = connection.execute(sa.select(jobs.c.id).where(_in_line(client)).order_by(jobs.c.position, jobs.c.id)).scalars().all()
    first = line - GAP * (len(ids) - 1)
    statement = sa.update(jobs).where(jobs.c.id == sa.bindparam("job_id")).values(position=sa.bindparam("place"))
    connection.execute(statement, [{"job_id": job, "place": first + GAP * n} for n, job in enumerate(ids)])
