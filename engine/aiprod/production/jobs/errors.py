# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with jobs, money and their database. Each error has a stable `code` for programs."""

from __future__ import annotations

from typing import ClassVar

from aiprod.film.errors import EngineError, UserError


class StoreError(UserError):
    """Root of the errors of this room."""

    code: ClassVar[str] = "store_error"


class UnknownJobError(StoreError):
    """No job has this id."""

    code = "job_unknown"

    def __init__(self, job: str) -> None:
        super().__init__(f"There is no job {job!r}", "", "List the jobs to see their ids.")
        self.job = job


class IllegalTransitionError(StoreError):
    """The job is in a state from which the wanted one can't be reached."""

    code = "job_state"

    def __init__(self, job: str, before: str | None, after: str) -> None:
        super().__init__(f"Job {job} can't become {after}", f"it is {before or 'not yet there'}", "Look at its status first.")
        self.job, self.before, self.after = job, before, after


class StaleLeaseError(EngineError):
    """A worker spoke for a job that is no longer its own; what it brought is refused, so nothing is done twice."""

    code: ClassVar[str] = "lease_stale"

    def __init__(self, token: str) -> None:
        super().__init__(
            f"The lease {token!r} is no longer valid", "the job was given back, ended, or given to another worker",
            "Drop the work; the job's own status is right.",
        )  # fmt: skip
        self.token = token


class OperationReusedError(StoreError):
    """The same operation id came with another request."""

    code = "operation_reused"

    def __init__(self, operation_id: str) -> None:
        super().__init__(
            f"The operation id {operation_id!r} was already used for another request",
            "an operation id names one request for ever",
            "Send a new id with a new request.",
        )


class OperationPendingError(StoreError):
    """The same operation is being done right now."""

    code = "operation_pending"

    def __init__(self, operation_id: str) -> None:
        super().__init__(f"The operation {operation_id!r} is still being done", "", "Ask again in a moment.")


class OrderError(StoreError):
    """The order for a job, or for its place in the queue, makes no sense."""

    code = "order_invalid"


class UnknownThingError(StoreError):
    """A film, panel, webhook or reservation that is not in the store."""

    code = "unknown"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"There is no {kind} {name!r}", "", f"List the {kind}s to see what there is.")
        self.kind, self.name = kind, name


class BudgetExceeded(StoreError):  # noqa: N818 - the house's name for it
    """The film's spending cap does not allow this."""

    code = "budget_exceeded"


class DatabaseError(StoreError):
    """The database can't do its work; nothing was half written."""

    code = "database_unavailable"


class DatabaseFullError(DatabaseError):
    """No room left for the database."""

    code = "database_full"


class DatabaseReadOnlyError(DatabaseError):
    """The database may not be written."""

    code = "database_read_only"


class DatabaseBusyError(DatabaseError):
    """Another program holds the database for too long."""

    code = "database_busy"


class DatabaseDamagedError(DatabaseError):
    """The file is not a whole database."""

    code = "database_damaged"


class NewerDatabaseError(DatabaseError):
    """The database was written by a newer AIPROD."""

    code = "database_newer"
