# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is: priority, then weighted fair share between clients, then the place in the client's line.

Fair share is start-time fair queueing over device seconds. Each client has a `share`, the weighted time it has had; the
lowest goes first. A claim is charged at once with what the job is expected to take, so that a client with many devices' worth
of jobs does not take them all; when the job leaves the device the charge is corrected to what it took. One query looks at
each waiting client's best job through an index, however long the lines and the history are.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.moving import MICRO, SHORTEST_S
from aiprod.production.jobs.rows import Row, first
from aiprod.production.jobs.tables import IS_HELD, WAITS, clients, jobs, transitions

EXPECTED_S = 10.0
"""What a job without an estimate is charged until it has ended."""
_LOCK = 0x434C4149
_TRIES = 5


def _eligible() -> sa.ScalarSelect[Any]:
    """The best job of a client that may run now on the devices offered."""
    other = jobs.alias("other")
    busy = sa.exists().where(other.c.film == jobs.c.film, other.c.film != sa.text("''"), sa.text(f"other.{IS_HELD.text}"))
    return (
        sa.select(jobs.c.id)
        .where(
            jobs.c.client == clients.c.id, sa.text("jobs.state = 'queued'"), jobs.c.not_before <= sa.bindparam("now"),
            jobs.c.device.in_(sa.bindparam("devices", expanding=True)), sa.or_(jobs.c.film == "", ~busy),
            sa.or_(jobs.c.deadline_at.is_(None), jobs.c.deadline_at > sa.bindparam("now")),
        )
        .order_by(jobs.c.priority.desc(), jobs.c.position, jobs.c.id)
        .limit(1).correlate(clients).scalar_subquery()
    )  # fmt: skip


def _next() -> sa.Select[Any]:
    best = sa.select(_eligible().label("job"), clients.c.share, clients.c.weight).where(WAITS).subquery("best")
    return (
        sa.select(jobs, best.c.share, best.c.weight)
        .join(best, jobs.c.id == best.c.job)
        .order_by(jobs.c.priority.desc(), best.c.share, jobs.c.position, jobs.c.id)
        .limit(1)
    )


_NEXT = _next()
_TAKE = (
    sa.update(jobs)
    .where(jobs.c.id == sa.bindparam("job_id"), sa.text("state = 'queued'"))
    .values(fence=jobs.c.fence + 1, attempt=jobs.c.attempt + 1)
    .returning(*jobs.c)
)
_CHARGE = (
    sa.update(clients)
    .where(clients.c.id == sa.bindparam("client"))
    .values(
        share=clients.c.share + sa.bindparam("charged", type_=sa.BigInteger),
        queued=clients.c.queued - 1, leased=clients.c.leased + 1,
    )
)  # fmt: skip
_NOTE = sa.insert(transitions)


def claim(database: Database, connection: sa.Connection, owner: str, devices: Collection[str], lease_s: float) -> Row | None:
    """Take the next job for `owner`, or None where nothing may run on these devices now."""
    database.serialise(connection, _LOCK)
    now = database.clock()
    for _ in range(_TRIES):
        found = first(connection.execute(_NEXT, {"now": now, "devices": [*devices, "any"]}))
        if found is None:
            return None
        if taken := _take(connection, found, owner, now, lease_s):
            return taken
    return None


def _take(connection: sa.Connection, found: Row, owner: str, now: float, lease_s: float) -> Row | None:
    """Lease the job, unless somebody paused or cancelled it since it was found."""
    charged = round(_expected_s(found) * MICRO) // found["weight"]
    lease = {
        "state": "leased", "lease_owner": owner, "lease_token": f"{found['id']}.{found['fence'] + 1}",
        "lease_until": now + lease_s, "leased_at": now, "charged": charged, "updated_at": now,
    }  # fmt: skip
    row = first(connection.execute(_TAKE, {"job_id": found["id"], **lease}))
    if row is not None:
        connection.execute(_CHARGE, {"client": row["client"], "charged": charged})
        connection.execute(_NOTE, {"job": row["id"], "before": "queued", "after": "leased", "at": now, "by": owner,
                                   "reason": f"attempt {row['attempt']}"})  # fmt: skip
    return row


def _expected_s(row: Row) -> float:
    """Seconds the job is expected to take, from its estimate."""
    return max(SHORTEST_S, float(row["expected_s"])) if row["expected_s"] is not None else EXPECTED_S
