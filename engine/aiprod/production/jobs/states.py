# SPDX-License-Identifier: Apache-2.0
"""The life of a job as one table: which state may follow which. Nothing else decides it."""

from __future__ import annotations

from enum import StrEnum

from aiprod.production.jobs.errors import IllegalTransitionError


class JobState(StrEnum):
    """Where a job stands."""

    RECEIVED = "received"
    PLANNED = "planned"
    QUEUED = "queued"
    LEASED = "leased"
    RUNNING = "running"
    REVIEWING = "reviewing"
    DELIVERED = "delivered"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"


_S = JobState

HELD = frozenset({_S.LEASED, _S.RUNNING, _S.REVIEWING})
"""A worker has the job: it has an owner, a token and a lease."""
TERMINAL = frozenset({_S.DELIVERED, _S.CANCELLED, _S.FAILED, _S.EXPIRED})
"""Nothing more happens by itself."""
OPEN = frozenset(set(_S) - TERMINAL)

_LEAVE_A_WORKER = frozenset({_S.QUEUED, _S.PAUSED, _S.CANCELLED, _S.FAILED, _S.EXPIRED})

LEGAL: dict[JobState | None, frozenset[JobState]] = {
    None: frozenset({_S.RECEIVED}),
    _S.RECEIVED: frozenset({_S.PLANNED, _S.CANCELLED, _S.FAILED, _S.EXPIRED}),
    _S.PLANNED: frozenset({_S.QUEUED, _S.PAUSED, _S.CANCELLED, _S.FAILED, _S.EXPIRED}),
    _S.QUEUED: frozenset({_S.LEASED, _S.PAUSED, _S.CANCELLED, _S.EXPIRED}),
    _S.LEASED: frozenset({_S.RUNNING}) | _LEAVE_A_WORKER,
    _S.RUNNING: frozenset({_S.REVIEWING, _S.DELIVERED}) | _LEAVE_A_WORKER,
    _S.REVIEWING: frozenset({_S.RUNNING, _S.DELIVERED}) | _LEAVE_A_WORKER,
    _S.PAUSED: frozenset({_S.QUEUED, _S.CANCELLED, _S.EXPIRED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.CANCELLED: frozenset({_S.QUEUED}),
    _S.EXPIRED: frozenset({_S.QUEUED}),
    _S.DELIVERED: frozenset(),
}
"""From each state (None: not yet there) the states that may follow."""


def check(job: str, before: JobState | None, after: JobState) -> None:
    """Refuse a step that the table does not have.

    Raises:
        IllegalTransitionError: the job is not in a state that `after` may follow.
    """
    if after not in LEGAL[before]:
        raise IllegalTransitionError(job, before, after)
