# SPDX-License-Identifier: Apache-2.0
"""Webhooks: where to tell whom about what. Sending and signing are the server's work."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import UnknownThingError
from aiprod.production.jobs.ids import Names
from aiprod.production.jobs.rows import text
from aiprod.production.jobs.tables import webhooks


class Webhook(BaseModel):
    """An address that wants to be told. The secret signs what is sent; it is kept out of representations."""

    model_config = ConfigDict(frozen=True)

    id: str
    url: str
    secret: str = Field(repr=False)
    events: tuple[str, ...]
    created_at: float
    failures: int = 0
    disabled_at: float | None = None


class Webhooks:
    """All webhooks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    def add(self, url: str, secret: str, events: Sequence[str]) -> Webhook:
        """Remember an address."""
        now = self._database.clock()
        made = Webhook(id=self._names.new("hook", now), url=url, secret=secret, events=tuple(events), created_at=now)
        values = {**made.model_dump(), "events": text(made.events)}
        self._database.write(lambda c: c.execute(sa.insert(webhooks), values))
        return made

    def get(self, webhook: str) -> Webhook:
        """One webhook. Raises UnknownThingError."""
        row = self._database.read(lambda c: c.execute(sa.select(webhooks).where(webhooks.c.id == webhook)).mappings().first())
        if row is None:
            raise UnknownThingError("webhook", webhook)
        return _webhook(row)

    def all(self, *, active: bool = False) -> list[Webhook]:
        """Every webhook, oldest first; with `active`, without the disabled ones."""
        statement = sa.select(webhooks).order_by(webhooks.c.id)
        if active:
            statement = statement.where(webhooks.c.disabled_at.is_(None))
        return self._database.read(lambda c: [_webhook(row) for row in c.execute(statement).mappings()])

    def remove(self, webhook: str) -> None:
        """Forget it. Raises UnknownThingError."""
        if not self._database.write(lambda c: c.execute(sa.delete(webhooks).where(webhooks.c.id == webhook)).rowcount):
            raise UnknownThingError("webhook", webhook)

    def delivered(self, webhook: str) -> None:
        """It was told: earlier failures are forgotten."""
        statement = sa.update(webhooks).where(webhooks.c.id == webhook, webhooks.c.failures > 0).values(failures=0)
        self._database.write(lambda c: c.execute(statement))

    def failed(self, webhook: str, disable_after: int = 20) -> Webhook | None:
        """It could not be told; after `disable_after` failures in a row it is disabled. None where it was removed."""
        return self._database.write(lambda c: self._failed(c, webhook, disable_after))

    def _failed(self, connection: sa.Connection, webhook: str, disable_after: int) -> Webhook | None:
        too_often = sa.and_(webhooks.c.failures + 1 >= disable_after, webhooks.c.disabled_at.is_(None))
        row = connection.execute(
            sa.update(webhooks).where(webhooks.c.id == webhook)
            .values(failures=webhooks.c.failures + 1,
                    disabled_at=sa.case((too_often, self._database.clock()), else_=webhooks.c.disabled_at))
            .returning(*webhooks.c)
        ).mappings().first()  # fmt: skip
        return _webhook(row) if row is not None else None


def _webhook(row: sa.RowMapping) -> Webhook:
    return Webhook.model_validate({**row, "events": json.loads(row["events"])})
