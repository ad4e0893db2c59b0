# SPDX-License-Identifier: Apache-2.0
"""How a job leaves its worker other than delivered: failed, given back, lost, too late, or because somebody wished it."""

from __future__ import annotations

import json
import random
from typing import Any

import sqlalchemy as sa

from aiprod.production.jobs import retrying
from aiprod.production.jobs.models import Failure
from aiprod.production.jobs.moving import move
from aiprod.production.jobs.rows import Row, failure_text, text
from aiprod.production.jobs.states import JobState

LOST = Failure(
    code="lease_lapsed", error_class="lost_worker", message="The worker fell silent",
    why="it did not renew its lease in time", remedy="It is tried again by itself.",
)  # fmt: skip
SILENT = Failure(
    code="step_silent", error_class="deadline", message="A step took too long",
    why="no progress came within the step's deadline", remedy="Allow a longer step, or make the film smaller.",
)  # fmt: skip
LATE = Failure(
    code="deadline_passed", error_class="deadline", message="The job was not done in time",
    why="its deadline passed", remedy="Retry it; the deadline then starts anew.",
)  # fmt: skip
_DEADLY = Failure(
    code="server_lost_often", error_class="lost_worker", message="The job was given up",
    why="the server died too often while it ran", remedy="See the server's log, then retry the job.",
)  # fmt: skip


def fail(connection: sa.Connection, row: Row, failure: Failure, now: float, rng: random.Random, by: str) -> Row:
    """End an attempt that failed: tried again later where that may help, else failed for good."""
    reason = f"{failure.code}: {failure.message}"[:500]
    if row["cancel_requested"]:
        return move(connection, row, JobState.CANCELLED, now, reason=reason, by=by)
    again = _again(row, failure, now, rng)
    kept = {"failure": failure_text(failure)}
    if again is None:
        return move(connection, row, JobState.FAILED, now, kept, reason=reason, by=by)
    return move(connection, row, _where_to(row), now, {**kept, **again}, reason=reason, by=by)


def _again(row: Row, failure: Failure, now: float, rng: random.Random) -> dict[str, Any] | None:
    """The columns of another attempt; None where there will be none."""
    rule = retrying.policy(failure.error_class)
    if rule is None or row["attempt"] >= row["max_attempts"]:
        return None
    wait = {"not_before": now + retrying.wait_s(rule, row["attempt"], rng)}
    if not rule.degrade:
        return wait
    return None if row["degrades"] >= retrying.MAX_DEGRADES else {**wait, **_smaller(row)}


def _smaller(row: Row) -> dict[str, Any]:
    """The same job, asked to be made with less: never the same again after it ran out of memory."""
    arguments = json.loads(row["arguments"])
    degrade = arguments.get("degrade", 0)
    arguments["degrade"] = (degrade if isinstance(degrade, int) else 0) + 1
    return {"arguments": text(arguments), "degrades": row["degrades"] + 1}


def _where_to(row: Row) -> JobState:
    return JobState.PAUSED if row["pause_requested"] else JobState.QUEUED


def give_back(connection: sa.Connection, row: Row, now: float, *, reason: str, by: str, **values: Any) -> Row:
    """Put the job back unharmed, this attempt not counted; a wish to cancel or pause is granted now."""
    after = JobState.CANCELLED if row["cancel_requested"] else _where_to(row)
    return move(connection, row, after, now, {"attempt": max(0, row["attempt"] - 1), **values}, reason=reason, by=by)


def stop(connection: sa.Connection, row: Row, after: JobState, now: float) -> Row:
    """The worker has stopped for a cancel or a pause; a pause does not count as an attempt."""
    uncounted = {"attempt": max(0, row["attempt"] - 1)} if after is JobState.PAUSED else {}
    return move(connection, row, after, now, uncounted, reason="stopped", by=row["lease_owner"])


def recover(connection: sa.Connection, row: Row, now: float, by: str) -> Row:
    """Take a job over from a dead server. One that was there at too many deaths may be their cause and is given up."""
    if row["recoveries"] >= retrying.MAX_RECOVERIES and not row["cancel_requested"]:
        return move(connection, row, JobState.FAILED, now, {"failure": failure_text(_DEADLY)}, reason=_DEADLY.message, by=by)
    return give_back(connection, row, now, reason="its server ended", by=by, recoveries=row["recoveries"] + 1)


def overdue(connection: sa.Connection, row: Row, now: float, rng: random.Random) -> Row | None:
    """What time does to an open job: its deadline, its lease, its step. None where nothing is overdue."""
    if row["deadline_at"] is not None and row["deadline_at"] <= now:
        return move(connection, row, JobState.EXPIRED, now, {"failure": failure_text(LATE)}, reason=LATE.why, by="clock")
    if row["lease_until"] is not None and row["lease_until"] <= now:
        return fail(connection, row, LOST, now, rng, "clock")
    if row["step_until"] is not None and row["step_until"] <= now:
        return fail(connection, row, SILENT, now, rng, "clock")
    return None
