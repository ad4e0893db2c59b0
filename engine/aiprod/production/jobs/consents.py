# SPDX-License-Identifier: Apache-2.0
"""Who agreed that prompts may go to which provider, to which words, and when. Nothing is ever deleted here."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.tables import consents


class Consent(BaseModel):
    """One agreement. `text_sha256` is the hash of the words that were agreed to."""

    model_config = ConfigDict(frozen=True)

    id: int
    provider: str
    who: str
    text_sha256: str
    granted_at: float
    revoked_at: float | None


def text_hash(text: str) -> str:
    """How the words of a consent are remembered."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Consents:
    """All agreements, given and taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(self, provider: str, who: str, text: str) -> Consent:
        """Remember an agreement; an earlier one for the provider ends with it."""
        return self._database.write(lambda c: self._grant(c, provider, who, text_hash(text)))

    def revoke(self, provider: str) -> bool:
        """Take the agreement back. Whether there was one."""
        return self._database.write(lambda c: self._revoke(c, provider))

    def granted(self, provider: str, text: str | None = None) -> Consent | None:
        """The agreement in force; with `text`, only where it is to these very words."""
        statement = sa.select(consents).where(consents.c.provider == provider, consents.c.revoked_at.is_(None))
        row = self._database.read(lambda c: c.execute(statement).mappings().first())
        found = Consent.model_validate(dict(row)) if row is not None else None
        return None if found is None or (text is not None and found.text_sha256 != text_hash(text)) else found

    def all(self) -> list[Consent]:
        """Every agreement ever, oldest first."""
        statement = sa.select(consents).order_by(consents.c.id)
        return self._database.read(lambda c: [Consent.model_validate(dict(r)) for r in c.execute(statement).mappings()])

    def _grant(self, connection: sa.Connection, provider: str, who: str, digest: str) -> Consent:
        self._database.serialise(connection, 0x434F4E53)
        self._revoke(connection, provider)
        values = {"provider": provider, "who": who, "text_sha256": digest, "granted_at": self._database.clock()}
        row = connection.execute(sa.insert(consents).returning(*consents.c), values).mappings().one()
        return Consent.model_validate(dict(row))

    def _revoke(self, connection: sa.Connection, provider: str) -> bool:
        statement = (
            sa.update(consents)
            .where(consents.c.provider == provider, consents.c.revoked_at.is_(None))
            .values(revoked_at=self._database.clock())
        )
        return connection.execute(statement).rowcount > 0
