# SPDX-License-Identifier: Apache-2.0
"""Between rows and objects."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa

from aiprod.production.jobs import tables
from aiprod.production.jobs.errors import OrderError
from aiprod.production.jobs.models import Failure, Job, JobOrder

Row = dict[str, Any]
"""A row by column name."""
_TEXTS = ("arguments", "progress", "checkpoint", "result", "failure", "estimate", "actual")
_FIELDS = tuple(name for name in Job.model_fields if name in tables.jobs.c)


def first(result: sa.CursorResult[Any]) -> Row | None:
    """The first row, if there is one."""
    names, row = result.keys(), result.first()
    return None if row is None else dict(zip(names, row, strict=True))


def every(result: sa.CursorResult[Any]) -> list[Row]:
    """All rows."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def text(value: Any) -> str:
    """JSON text that both databases keep (pure ASCII, sorted: no NUL and no half characters can be in it).

    Raises:
        OrderError: the value is not JSON (NaN, bytes, objects).
    """
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False, sort_keys=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise OrderError("This can't be kept with a job", f"it is not JSON: {error}", "Send plain JSON values.") from error


def optional_text(value: dict[str, Any] | None) -> str | None:
    """As `text`; nothing stays nothing."""
    return None if value is None else text(value)


def failure_text(failure: Failure) -> str:
    """A failure as it is kept."""
    return text(failure.model_dump(mode="json"))


def job(row: Row) -> Job:
    """The object of a row."""
    fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
    for name in _TEXTS:
        if fields[name] is not None:
            fields[name] = json.loads(fields[name])
    return Job.model_validate(fields)


def order_values(order: JobOrder) -> dict[str, Any]:
    """An order's own columns, with a hash that tells whether an operation id comes back with another order."""
    fields = {name: getattr(order, name) for name in JobOrder.model_fields}
    asked = text({**fields, "traceparent": ""})
    return {**fields, "arguments": text(order.arguments), "order_hash": hashlib.sha256(asked.encode()).hexdigest()}
