# SPDX-License-Identifier: Apache-2.0
"""Jobs that survive anything: the durable store, the state machine, the money and the consents.

Names and errors load nothing heavy; `JobStore` and its companions bring SQLAlchemy, and are loaded when first asked for.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from aiprod.production.jobs.errors import (
    BudgetExceeded,
    DatabaseError,
    IllegalTransitionError,
    OperationPendingError,
    OperationReusedError,
    OrderError,
    StaleLeaseError,
    StoreError,
    UnknownJobError,
    UnknownThingError,
)
from aiprod.production.jobs.models import Failure, Job, JobOrder, Transition, Wish
from aiprod.production.jobs.states import HELD, LEGAL, OPEN, TERMINAL, JobState

if TYPE_CHECKING:
    from aiprod.production.jobs.consents import Consent, Consents
    from aiprod.production.jobs.database import Database
    from aiprod.production.jobs.spending import Budget, Reservation, Spending
    from aiprod.production.jobs.store import JobStore

_LATER = {
    "JobStore": "store", "Spending": "spending", "Reservation": "spending", "Budget": "spending", "Consents": "consents",
    "Consent": "consents", "Database": "database",
}  # fmt: skip

__all__ = [
    "HELD", "LEGAL", "OPEN", "TERMINAL", "Budget", "BudgetExceeded", "Consent", "Consents", "Database", "DatabaseError",
    "Failure", "IllegalTransitionError", "Job", "JobOrder", "JobState", "JobStore", "OperationPendingError",
    "OperationReusedError", "OrderError", "Reservation", "Spending", "StaleLeaseError", "StoreError", "Transition",
    "UnknownJobError", "UnknownThingError", "Wish", "default_url",
]  # fmt: skip


def default_url() -> str:
    """The database of this user: $AIPROD_DATABASE, or a SQLite file in the application's folder."""
    if given := os.environ.get("AIPROD_DATABASE"):
        return given
    from aiprod.models.library import store_root

    return f"sqlite:///{store_root() / 'server' / 'jobs.sqlite'}"


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
