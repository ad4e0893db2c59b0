# SPDX-License-Identifier: Apache-2.0
"""Paired panels: who they are, what they may do, and the hash of their token (never the token)."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import UnknownThingError
from aiprod.production.jobs.ids import Names
from aiprod.production.jobs.rows import text
from aiprod.production.jobs.tables import panels


class Panel(BaseModel):
    """A panel that was paired with this engine."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    host_kind: str
    token_sha256: str
    capabilities: tuple[str, ...]
    created_at: float
    last_seen: float | None = None
    revoked_at: float | None = None


class Panels:
    """All panels ever paired."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    def add(self, name: str, host_kind: str, token_sha256: str, capabilities: Sequence[str]) -> Panel:
        """Pair a panel."""
        now = self._database.clock()
        made = Panel(
            id=self._names.new("panel", now), name=name, host_kind=host_kind, token_sha256=token_sha256,
            capabilities=tuple(capabilities), created_at=now,
        )  # fmt: skip
        values = {**made.model_dump(), "capabilities": text(made.capabilities)}
        self._database.write(lambda c: c.execute(sa.insert(panels), values))
        return made

    def by_token(self, token_sha256: str) -> Panel | None:
        """The panel with this token's hash, unless it was revoked. A lookup by hash gives no timing of the token away."""
        statement = sa.select(panels).where(panels.c.token_sha256 == token_sha256, panels.c.revoked_at.is_(None))
        row = self._database.read(lambda c: c.execute(statement).mappings().first())
        return _panel(row) if row is not None else None

    def get(self, panel: str) -> Panel:
        """One panel, revoked or not. Raises UnknownThingError."""
        row = self._database.read(lambda c: c.execute(sa.select(panels).where(panels.c.id == panel)).mappings().first())
        if row is None:
            raise UnknownThingError("panel", panel)
        return _panel(row)

    def all(self) -> list[Panel]:
        """Every panel, oldest first, the revoked ones too."""
        statement = sa.select(panels).order_by(panels.c.id)
        return self._database.read(lambda c: [_panel(row) for row in c.execute(statement).mappings()])

    def seen(self, panel: str) -> None:
        """The panel spoke to us just now."""
        self._set(panel, panels.c.id == panel, last_seen=self._database.clock())

    def revoke(self, panel: str) -> Panel:
        """Its token counts no longer. Revoking again keeps the first time. Raises UnknownThingError."""
        found = self.get(panel)
        if found.revoked_at is None:
            self._set(panel, sa.and_(panels.c.id == panel, panels.c.revoked_at.is_(None)), revoked_at=self._database.clock())
        return self.get(panel)

    def _set(self, panel: str, where: sa.ColumnElement[bool], **values: float) -> None:
        self._database.write(lambda c: c.execute(sa.update(panels).where(where).values(**values)))


def _panel(row: sa.RowMapping) -> Panel:
    return Panel.model_validate({**row, "capabilities": json.loads(row["capabilities"])})
