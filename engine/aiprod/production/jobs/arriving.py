# SPDX-License-Identifier: Apache-2.0
"""How an order becomes a job: received, planned, queued."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from aiprod.production.jobs import estimates, moving
from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import OperationReusedError
from aiprod.production.jobs.rows import Row, every, first, text
from aiprod.production.jobs.states import JobState
from aiprod.production.jobs.tables import clients, jobs

Estimate = dict[str, Any]

_STEPS = ((None, JobState.RECEIVED), (JobState.RECEIVED, JobState.PLANNED), (JobState.PLANNED, JobState.QUEUED))
_INSERT = sa.insert(jobs).returning(*jobs.c)
_SAME = sa.select(jobs).where(jobs.c.client == sa.bindparam("by"), jobs.c.operation_id == sa.bindparam("operation"))
_CLIENT = sa.select(clients.c.id).where(clients.c.id == sa.bindparam("client")).with_for_update()


def arrive(
    database: Database, connection: sa.Connection, job: str, order: dict[str, Any], estimate: Estimate | None, queue: bool
) -> Row:
    """Write the new job, or find the one that this operation id made before.

    Raises:
        OperationReusedError: the operation id was used for another order.
    """
    if order["operation_id"] is not None and (earlier := _same(database, connection, order)) is not None:
        return earlier
    now = database.clock()
    last = 2 if queue else 1 if estimate is not None else 0
    state = _STEPS[last][1]
    values = {**order, "id": job, "state": state.value, "created_at": now, "updated_at": now, **planned(estimate)}
    values["deadline_at"] = None if order["deadline_s"] is None else now + order["deadline_s"]
    if queue:
        values["position"] = moving.enter_line(connection, order["client"], None)
    else:
        moving.count_new(connection, order["client"], state)
    row = every(connection.execute(_INSERT, values))[0]
    moving.note(connection, job, _STEPS[: last + 1], now, "", order["client"])
    estimates.expect(connection, job, estimate, now)
    return row


def planned(estimate: Estimate | None) -> dict[str, Any]:
    """The columns that an estimate fills."""
    if estimate is None:
        return {}
    return {"estimate": text(estimate), "expected_s": estimates.number(estimate.get("seconds"))}


def _same(database: Database, connection: sa.Connection, order: dict[str, Any]) -> Row | None:
    if not database.sqlite:
        # Two servers with the same operation: the second waits here and then finds the job of the first.
        moving.know_client(connection, order["client"])
        connection.execute(_CLIENT, {"client": order["client"]})
    found = first(connection.execute(_SAME, {"by": order["client"], "operation": order["operation_id"]}))
    if found is not None and found["order_hash"] != order["order_hash"]:
        raise OperationReusedError(order["operation_id"])
    return found
