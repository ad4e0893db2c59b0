# SPDX-License-Identifier: Apache-2.0
"""Estimates beside what it really took, per job and generator, so that the error of estimates is a figure.

An estimate or an actual is a dict of the caller's own; three keys are understood: `generator`, `seconds`, `cost_eur`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.dialects import postgresql, sqlite

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.money import euros, micro
from aiprod.production.jobs.tables import IS_MEASURED, estimates


class EstimateError(BaseModel):
    """How good estimates were. Errors are shares of the actual (0.2 = 20 %); bias > 0: estimated too long."""

    model_config = ConfigDict(frozen=True)

    generator: str
    count: int
    mean_error: float | None
    bias: float | None
    mean_cost_error_eur: float | None


class Compared(BaseModel):
    """One estimate and its actual."""

    model_config = ConfigDict(frozen=True)

    job: str
    generator: str
    estimated_s: float | None
    actual_s: float | None
    estimated_eur: float | None
    actual_eur: float | None
    created_at: float
    measured_at: float | None


class Estimates:
    """The table of estimates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def expect(self, job: str, generator: str, seconds: float | None, cost_eur: float | None = None) -> None:
        """Note what a generator is expected to take for a job; a later estimate of the same replaces it."""
        estimate = {"generator": generator, "seconds": seconds, "cost_eur": cost_eur}
        self._database.write(lambda c: expect(c, job, estimate, self._database.clock()))

    def measure(self, job: str, generator: str, seconds: float | None, cost_eur: float | None = None) -> None:
        """Note what it took. Without an estimate beside it, it is kept but tells nothing about error."""
        actual = {"generator": generator, "seconds": seconds, "cost_eur": cost_eur}
        self._database.write(lambda c: measure(c, job, actual, self._database.clock()))

    def of(self, job: str) -> list[Compared]:
        """All of one job."""
        return self._database.read(lambda c: [_compared(r) for r in c.execute(
            sa.select(estimates).where(estimates.c.job == job).order_by(estimates.c.id)).mappings()])  # fmt: skip

    def errors(self, last: int = 100) -> list[EstimateError]:
        """Per generator, the error of the `last` measured estimates."""
        return self._database.read(lambda c: [_error(c, generator, last) for generator in _generators(c)])


def number(value: Any) -> float | None:
    """A finite number that is not negative, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return float(value)


def expect(connection: sa.Connection, job: str, estimate: Mapping[str, Any] | None, now: float) -> None:
    """As `Estimates.expect`, inside a transaction; does nothing where the estimate has neither time nor cost."""
    _put(connection, job, estimate, {"created_at": now}, "estimated")


def measure(connection: sa.Connection, job: str, actual: Mapping[str, Any] | None, now: float) -> None:
    """As `Estimates.measure`, inside a transaction."""
    _put(connection, job, actual, {"created_at": now, "measured_at": now}, "actual")


def beside(estimate: str | None, actual: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The actual, with the generator of the job's estimate (as kept) where it names none."""
    if actual is None or estimate is None or "generator" in actual:
        return actual
    return {**actual, "generator": json.loads(estimate).get("generator")}


def _put(connection: sa.Connection, job: str, given: Mapping[str, Any] | None, times: dict[str, float], prefix: str) -> None:
    seconds, cost = (number((given or {}).get(key)) for key in ("seconds", "cost_eur"))
    if given is None or (seconds is None and cost is None):
        return
    values = {f"{prefix}_s": seconds, f"{prefix}_micro": None if cost is None else micro(cost), **times}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(estimates).values(job=job, generator=str(given.get("generator") or ""), **values)
    later = {name: value for name, value in values.items() if name != "created_at"}
    connection.execute(statement.on_conflict_do_update(index_elements=["job", "generator"], set_=later))


def _compared(row: sa.RowMapping) -> Compared:
    return Compared(
        job=row["job"], generator=row["generator"], estimated_s=row["estimated_s"], actual_s=row["actual_s"],
        estimated_eur=euros(row["estimated_micro"]), actual_eur=euros(row["actual_micro"]),
        created_at=row["created_at"], measured_at=row["measured_at"],
    )  # fmt: skip


def _generators(connection: sa.Connection) -> list[str]:
    return list(
        connection.execute(sa.select(estimates.c.generator).where(IS_MEASURED).distinct().order_by("generator")).scalars()
    )


def _error(connection: sa.Connection, generator: str, last: int) -> EstimateError:
    found = [_compared(row) for row in connection.execute(
        sa.select(estimates).where(IS_MEASURED, estimates.c.generator == generator)
        .order_by(estimates.c.measured_at.desc(), estimates.c.id.desc()).limit(last)).mappings()]  # fmt: skip
    times = [(c.estimated_s - c.actual_s) / c.actual_s for c in found if c.estimated_s is not None and c.actual_s]
    costs = [abs(c.estimated_eur - c.actual_eur) for c in found if c.estimated_eur is not None and c.actual_eur is not None]
    return EstimateError(
        generator=generator, count=len(times), mean_error=_mean([abs(t) for t in times]), bias=_mean(times),
        mean_cost_error_eur=_mean(costs),
    )  # fmt: skip


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
