# SPDX-License-Identifier: Apache-2.0
"""The audit record: append-only, each row's hash covering the row before, so that a changed or missing row is seen.

The database refuses updates and deletions by itself (triggers); the chain shows what was done around it. The last rows cut
off can only be seen against a head that was written down elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from aiprod.film.hashing import hash_json
from aiprod.production.jobs.database import Database
from aiprod.production.jobs.tables import audit

_LOCK = 0x41554449
_START = "0" * 64
_BATCH = 1000
_LAST = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)


class AuditEntry(BaseModel):
    """Who did what, to what, and how it went. Never what was said: no prompts, no secrets."""

    model_config = ConfigDict(frozen=True)

    seq: int
    at: float
    client: str
    op: str
    outcome: str
    object_id: str
    hash: str


class Audit:
    """The record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, client: str, op: str, outcome: str, object_id: str = "") -> AuditEntry:
        """Write one line."""
        return self._database.write(lambda c: self._append(c, client, op, outcome, object_id))

    def entries(self, after: int = 0, limit: int = 100) -> list[AuditEntry]:
        """Lines after number `after`, oldest first."""
        statement = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit)
        return self._database.read(lambda c: [AuditEntry.model_validate(dict(r)) for r in c.execute(statement).mappings()])

    def head(self) -> tuple[int, str]:
        """Number and hash of the last line; written down elsewhere, it proves that nothing was cut off."""
        row = self._database.read(lambda c: c.execute(_LAST).first())
        return (row.seq, row.hash) if row is not None else (0, _START)

    def first_break(self) -> int | None:
        """The number of the first line that does not fit its neighbours; None where the chain is whole."""
        expected, before = 1, _START
        for entry in self._all():
            if entry.seq != expected or entry.hash != _hash(before, entry.model_dump(exclude={"hash"})):
                return expected
            expected, before = entry.seq + 1, entry.hash
        return None

    def _all(self) -> Iterable[AuditEntry]:
        after = 0
        while batch := self.entries(after, _BATCH):
            yield from batch
            after = batch[-1].seq

    def _append(self, connection: sa.Connection, client: str, op: str, outcome: str, object_id: str) -> AuditEntry:
        self._database.serialise(connection, _LOCK)
        last = connection.execute(_LAST).first()
        fields = {
            "seq": (last.seq if last is not None else 0) + 1, "at": self._database.clock(), "client": client, "op": op,
            "outcome": outcome, "object_id": object_id,
        }  # fmt: skip
        entry = AuditEntry.model_validate({**fields, "hash": _hash(last.hash if last is not None else _START, fields)})
        connection.execute(sa.insert(audit), entry.model_dump())
        return entry


def _hash(before: str, fields: dict[str, object]) -> str:
    return hash_json([before, fields])
