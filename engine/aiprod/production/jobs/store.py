# SPDX-License-Identifier: Apache-2.0
"""The durable store of jobs. Every method is one transaction; what it returns is on disk.

Safe for threads and for several processes on one database. Workers speak by lease token: a token of an earlier lease is
refused (`StaleLeaseError`), so that no job is delivered twice.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, Self

import sqlalchemy as sa

from aiprod.production.jobs import arriving, claiming, ending, estimates, moving, queries, rows
from aiprod.production.jobs.audit import Audit
from aiprod.production.jobs.consents import Consents
from aiprod.production.jobs.database import Clock, Database
from aiprod.production.jobs.errors import IllegalTransitionError, OrderError, UnknownJobError
from aiprod.production.jobs.films import Films
from aiprod.production.jobs.ids import Names
from aiprod.production.jobs.migrate import migrate
from aiprod.production.jobs.models import Failure, Job, JobOrder, Transition, Wish
from aiprod.production.jobs.moving import leased, locked, move, put
from aiprod.production.jobs.outcomes import Outcomes
from aiprod.production.jobs.panels import Panels
from aiprod.production.jobs.reordering import place_before
from aiprod.production.jobs.rows import Row
from aiprod.production.jobs.spending import Spending
from aiprod.production.jobs.states import HELD, TERMINAL, JobState
from aiprod.production.jobs.tables import IS_HELD, clients, jobs
from aiprod.production.jobs.webhooks import Webhooks

_S = JobState
_AFRESH = {"attempt": 0, "degrades": 0, "recoveries": 0, "not_before": 0.0, "failure": None}
_RENEW = (
    sa.update(jobs)
    .where(jobs.c.lease_token.in_(sa.bindparam("tokens", expanding=True)), IS_HELD)
    .values(lease_until=sa.bindparam("until", type_=sa.Double))
    .returning(jobs.c.lease_token)
)


class JobStore:
    """Jobs, and beside them the other small tables of the same database (`films`, `spending`, `consents`, …)."""

    def __init__(self, database: Database, rng: random.Random | None = None) -> None:
        self.database = database
        self._rng = rng or random.Random()
        self._names = Names()
        self.films = Films(database)
        self.spending = Spending(database)
        self.consents = Consents(database)
        self.estimates = estimates.Estimates(database)
        self.panels = Panels(database)
        self.webhooks = Webhooks(database)
        self.outcomes = Outcomes(database)
        self.audit = Audit(database)

    @classmethod
    def open(cls, url: str, clock: Clock = time.time, rng: random.Random | None = None) -> Self:
        """Open, create or upgrade the database at `url`.

        Raises:
            DatabaseError: it can't be used (its subclasses say why); nothing was changed.
        """
        database = Database(url, clock)
        migrate(database)
        return cls(database, rng)

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    # Coming in

    def submit(self, order: JobOrder, *, estimate: dict[str, Any] | None = None, queue: bool = False) -> Job:
        """Take an order; with `queue` it is planned and queued at once. The same operation id gives the same job.

        Raises:
            OperationReusedError: the client used this operation id for another order.
            OrderError: the arguments are not plain JSON.
        """
        values, name = rows.order_values(order), self._names.new("job", self.database.clock())
        return self._job(lambda c: arriving.arrive(self.database, c, name, values, estimate, queue))

    def plan(self, job: str, estimate: dict[str, Any], by: str = "") -> Job:
        """Received → planned, with what it is expected to take (keys `generator`, `seconds`, `cost_eur` are understood)."""

        def work(connection: sa.Connection) -> Row:
            row = move(connection, locked(connection, job), _S.PLANNED, self._now(), arriving.planned(estimate), by=by)
            estimates.expect(connection, job, estimate, self._now())
            return row

        return self._job(work)

    def queue(self, job: str, by: str = "") -> Job:
        """Planned → queued, at the end of its client's line."""
        return self._job(lambda c: move(c, locked(c, job), _S.QUEUED, self._now(), by=by, at_end=True))

    # Asking

    def get(self, job: str) -> Job:
        """One job. Raises UnknownJobError."""
        row = self.database.read(lambda c: queries.one(c, job))
        if row is None:
            raise UnknownJobError(job)
        return rows.job(row)

    def find(
        self, states: Collection[JobState] | None = None, client: str | None = None, film: str | None = None, limit: int = 100,
        before: str | None = None,
    ) -> list[Job]:  # fmt: skip
        """Jobs, newest first; `before` (a job's id) goes on where the last page ended."""
        return [rows.job(row) for row in self.database.read(lambda c: queries.find(c, states, client, film, limit, before))]

    def line(self, limit: int = 100) -> list[Job]:
        """The queue, next first (as far as it can be known: clients take turns by fair share)."""
        return [rows.job(row) for row in self.database.read(lambda c: queries.line(c, limit))]

    def history(self, job: str) -> list[Transition]:
        """Every step of a job's life, oldest first."""
        return self.database.read(lambda c: queries.history(c, job))

    def counts(self) -> dict[JobState, int]:
        """How many jobs are in each state, of all time."""
        return self.database.read(queries.counts)

    def wishes(self, owner_prefix: str = "") -> list[Wish]:
        """Cancels and pauses that workers of these owners have not heard of yet (another server may have taken them)."""
        return self.database.read(lambda c: queries.wishes(c, owner_prefix))

    # Workers

    def claim(self, owner: str, devices: Collection[str], lease_s: float) -> Job | None:
        """Lease the next job that may run on `devices`: by priority, then fair share, then place. None: nothing to do."""
        row = self.database.write(lambda c: claiming.claim(self.database, c, owner, devices, lease_s))
        return None if row is None else rows.job(row)

    def waiting(self, devices: Collection[str]) -> bool:
        """Whether a job for `devices` waits that may run now."""
        return bool(self.database.read(lambda c: queries.waiting(c, devices, self._now())))

    def heartbeat(self, tokens: Collection[str], lease_s: float) -> set[str]:
        """Renew leases. Gives the tokens that are no longer valid: their workers should drop what they do."""
        if not tokens:
            return set()
        values = {"tokens": list(tokens), "until": self._now() + lease_s}
        return set(tokens) - self.database.write(lambda c: set(c.execute(_RENEW, values).scalars()))

    def start(self, token: str) -> Job:
        """The worker has begun: leased → running (or back from reviewing). Raises StaleLeaseError."""

        def work(connection: sa.Connection, row: Row, now: float) -> Row:
            started = {"started_at": now if row["started_at"] is None else row["started_at"]}
            return move(connection, row, _S.RUNNING, now, started | _step(row, now), by=row["lease_owner"])

        return self._by_token(token, work)

    def progress(self, token: str, progress: dict[str, Any]) -> None:
        """How far it is; also the sign of life that the step's deadline counts from. Raises StaleLeaseError."""
        self._tell(token, progress=rows.text(progress))

    def checkpoint(self, token: str, checkpoint: dict[str, Any]) -> None:
        """What the next attempt goes on from. Raises StaleLeaseError."""
        self._tell(token, checkpoint=rows.text(checkpoint), recoveries=0)

    def review(self, token: str) -> Job:
        """Made; now it is looked at: running → reviewing. Raises StaleLeaseError."""

        def work(connection: sa.Connection, row: Row, now: float) -> Row:
            return move(connection, row, _S.REVIEWING, now, _step(row, now), by=row["lease_owner"])

        return self._by_token(token, work)

    def deliver(self, token: str, result: dict[str, Any], actual: dict[str, Any] | None = None) -> Job:
        """Done. `actual` stands beside the estimate (`generator`, the estimate's unless named; `seconds`, `cost_eur`).

        Raises:
            StaleLeaseError: the job is no longer this worker's.
        """
        kept = {"result": rows.text(result), "actual": rows.optional_text(actual), "failure": None}

        def work(connection: sa.Connection, row: Row, now: float) -> Row:
            estimates.measure(connection, row["id"], estimates.beside(row["estimate"], actual), now)
            return move(connection, row, _S.DELIVERED, now, kept, by=row["lease_owner"])

        return self._by_token(token, work)

    def fail(self, token: str, failure: Failure) -> Job:
        """The attempt failed; the class of the error decides what comes next. Raises StaleLeaseError."""
        return self._by_token(token, lambda c, row, now: ending.fail(c, row, failure, now, self._rng, row["lease_owner"]))

    def release(self, token: str, reason: str) -> Job:
        """Give the job back unharmed: queued again, this attempt not counted. Raises StaleLeaseError."""
        return self._by_token(token, lambda c, row, now: ending.give_back(c, row, now, reason=reason, by=row["lease_owner"]))

    def cancelled(self, token: str) -> Job:
        """The worker has stopped because the job was cancelled. Raises StaleLeaseError."""
        return self._by_token(token, lambda c, row, now: ending.stop(c, row, _S.CANCELLED, now))

    def paused(self, token: str) -> Job:
        """The worker has stopped because the job was paused; the attempt is not counted. Raises StaleLeaseError."""
        return self._by_token(token, lambda c, row, now: ending.stop(c, row, _S.PAUSED, now))

    # People

    def cancel(self, job: str, by: str = "", reason: str = "") -> Job:
        """Cancel a job: at once where it waits, by its worker where it runs (`cancel_requested`). Twice is once.

        Raises:
            UnknownJobError, IllegalTransitionError: it has already ended another way.
        """

        def work(connection: sa.Connection) -> Row:
            row = locked(connection, job)
            if row["state"] == _S.CANCELLED:
                return row
            if row["state"] in HELD:
                return put(connection, row, self._now(), {"cancel_requested": True})
            return move(connection, row, _S.CANCELLED, self._now(), reason=reason, by=by)

        return self._job(work)

    def pause(self, job: str, by: str = "") -> Job:
        """Pause a job: at once where it waits, by its worker where it runs (`pause_requested`). Twice is once.

        Raises:
            UnknownJobError, IllegalTransitionError: it is not planned yet, or has ended.
        """

        def work(connection: sa.Connection) -> Row:
            row = locked(connection, job)
            if row["state"] == _S.PAUSED:
                return row
            if row["state"] in HELD:
                return put(connection, row, self._now(), {"pause_requested": True})
            return move(connection, row, _S.PAUSED, self._now(), by=by)

        return self._job(work)

    def resume(self, job: str, by: str = "") -> Job:
        """Go on with a paused job, at its old place; a pause that its worker has not heard of yet is taken back."""

        def work(connection: sa.Connection) -> Row:
            row = locked(connection, job)
            if row["state"] in HELD and row["pause_requested"]:
                return put(connection, row, self._now(), {"pause_requested": False})
            if row["state"] != _S.PAUSED:
                raise IllegalTransitionError(job, row["state"], "resumed")
            return move(connection, row, _S.QUEUED, self._now(), reason="resumed", by=by, at_end=not row["position"])

        return self._job(work)

    def retry(self, job: str, by: str = "") -> Job:
        """Queue a failed, cancelled or expired job again, with fresh attempts and a fresh deadline, from its checkpoint."""

        def work(connection: sa.Connection) -> Row:
            row, now = locked(connection, job), self._now()
            if row["state"] not in TERMINAL:
                raise IllegalTransitionError(job, row["state"], "retried")
            deadline = None if row["deadline_s"] is None else now + row["deadline_s"]
            afresh = {**_AFRESH, "deadline_at": deadline}
            return move(connection, row, _S.QUEUED, now, afresh, reason="retried", by=by, at_end=True)

        return self._job(work)

    def reorder(self, job: str, before: str | None) -> Job:
        """Move a queued job directly before another of its line (same client, same priority), or to the end (None).

        Raises:
            UnknownJobError, OrderError: one is not queued, or they stand in different lines.
        """

        def work(connection: sa.Connection) -> Row:
            row = locked(connection, job)
            other = None if before is None else locked(connection, before)
            return put(connection, row, self._now(), {"position": place_before(connection, row, other)})

        return self._job(work)

    def set_priority(self, job: str, priority: int) -> Job:
        """Another priority (−100…100) for a job that has not ended.

        Raises:
            UnknownJobError, OrderError, IllegalTransitionError
        """
        if not -100 <= priority <= 100:
            raise OrderError(f"{priority} is not a priority", "priorities go from -100 to 100", "Choose one of these.")

        def work(connection: sa.Connection) -> Row:
            row = locked(connection, job)
            if row["state"] in TERMINAL:
                raise IllegalTransitionError(job, row["state"], "given another priority")
            return put(connection, row, self._now(), {"priority": priority})

        return self._job(work)

    def set_weight(self, client: str, weight: int) -> None:
        """A client's part of the devices against the others' (1…1000; 1 unless set)."""
        if not 1 <= weight <= 1000:
            raise OrderError(f"{weight} is not a weight", "weights go from 1 to 1000", "Choose one of these.")

        def work(connection: sa.Connection) -> None:
            moving.know_client(connection, client)
            connection.execute(sa.update(clients).where(clients.c.id == client).values(weight=weight))

        self.database.write(work)

    # Time and accidents

    def expire(self) -> list[Job]:
        """Let time do its work: lapsed leases and silent steps → tried again or failed, deadlines → expired. What changed."""
        late = self.database.read(lambda c: queries.overdue(c, self._now()))
        changed = [self.database.write(partial(self._overdue, job=job)) for job in late]
        return [rows.job(row) for row in changed if row is not None]

    def recover(self, owner_prefix: str) -> list[Job]:
        """At a server's start: whatever its earlier life had in hand is queued again (or granted its cancel or pause)."""

        def work(connection: sa.Connection) -> list[Row]:
            found = [locked(connection, row["id"]) for row in queries.held(connection, owner_prefix)]
            return [ending.recover(connection, row, self._now(), owner_prefix) for row in found if row["state"] in HELD]

        return [rows.job(row) for row in self.database.write(work)]

    # Parts of the above

    def _now(self) -> float:
        return self.database.clock()

    def _job(self, work: Callable[[sa.Connection], Row]) -> Job:
        return rows.job(self.database.write(work))

    def _by_token(self, token: str, work: Callable[[sa.Connection, Row, float], Row]) -> Job:
        return self._job(lambda c: work(c, leased(c, token), self._now()))

    def _overdue(self, connection: sa.Connection, job: str) -> Row | None:
        return ending.overdue(connection, locked(connection, job), self._now(), self._rng)

    def _tell(self, token: str, **values: Any) -> None:
        def work(connection: sa.Connection) -> None:
            row, now = leased(connection, token), self._now()
            put(connection, row, now, {**values, **_step(row, now)})

        self.database.write(work)


def _step(row: Row, now: float) -> dict[str, float]:
    """A sign of life: the step's deadline counts anew."""
    return {} if row["step_deadline_s"] is None else {"step_until": now + row["step_deadline_s"]}
