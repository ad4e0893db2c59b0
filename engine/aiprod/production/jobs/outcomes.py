# SPDX-License-Identifier: Apache-2.0
"""What operations answered, so that one that is sent again is not done again.

`begin` either opens the operation (do it, then `finish` or `abandon`) or gives the answer of the first time. An operation
that was begun and never finished, because its server died, may be begun again after a while.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import OperationPendingError, OperationReusedError
from aiprod.production.jobs.rows import text
from aiprod.production.jobs.tables import outcomes

ABANDONED_AFTER_S = 60.0
KEPT_S = 7 * 86400.0


@dataclass(frozen=True)
class Outcome:
    """A stored answer."""

    op: str
    response: Any
    created_at: float


class Outcomes:
    """Answers by (client, operation id)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, client: str, operation_id: str, op: str, request_hash: str) -> Outcome | None:
        """None: it is yours to do. An outcome: it was done, give this answer.

        Raises:
            OperationReusedError: the id was used for another operation or request.
            OperationPendingError: it is being done at this moment.
        """
        key = {"client": client, "operation_id": operation_id}
        asked = {"op": op, "request_hash": request_hash}
        return self._database.write(lambda c: self._begin(c, key, asked))

    def finish(self, client: str, operation_id: str, response: Any) -> None:
        """Keep the answer."""
        self._set(client, operation_id, response=text(response))

    def abandon(self, client: str, operation_id: str) -> None:
        """It failed without effect and may be tried again under the same id."""
        statement = sa.delete(outcomes).where(_is(client, operation_id), outcomes.c.response.is_(None))
        self._database.write(lambda c: c.execute(statement))

    def prune(self, kept_s: float = KEPT_S) -> int:
        """Forget answers older than `kept_s` seconds. How many."""
        statement = sa.delete(outcomes).where(outcomes.c.created_at < self._database.clock() - kept_s)
        return self._database.write(lambda c: c.execute(statement).rowcount)

    def _begin(self, connection: sa.Connection, key: dict[str, str], asked: dict[str, str]) -> Outcome | None:
        now = self._database.clock()
        insert = sqlite.insert if self._database.sqlite else postgresql.insert
        if connection.execute(insert(outcomes).on_conflict_do_nothing(), {**key, **asked, "created_at": now}).rowcount:
            return None
        where = _is(key["client"], key["operation_id"])
        row = connection.execute(sa.select(outcomes).where(where).with_for_update()).mappings().one()
        if (row["op"], row["request_hash"]) != (asked["op"], asked["request_hash"]):
            raise OperationReusedError(key["operation_id"])
        if row["response"] is not None:
            return Outcome(row["op"], json.loads(row["response"]), row["created_at"])
        if row["created_at"] > now - ABANDONED_AFTER_S:
            raise OperationPendingError(key["operation_id"])
        connection.execute(sa.update(outcomes).where(where).values(created_at=now))
        return None

    def _set(self, client: str, operation_id: str, **values: Any) -> None:
        self._database.write(lambda c: c.execute(sa.update(outcomes).where(_is(client, operation_id)).values(**values)))


def _is(client: str, operation_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(outcomes.c.client == client, outcomes.c.operation_id == operation_id)
