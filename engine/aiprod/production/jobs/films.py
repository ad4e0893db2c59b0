# SPDX-License-Identifier: Apache-2.0
"""The films this engine knows: clients speak of ids, only the engine knows paths."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.dialects import postgresql, sqlite

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import UnknownThingError
from aiprod.production.jobs.ids import Names
from aiprod.production.jobs.tables import films


class FilmEntry(BaseModel):
    """A known film."""

    model_config = ConfigDict(frozen=True)

    id: str
    path: Path
    name: str
    created_at: float


class Films:
    """Film ids and their folders."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    def register(self, path: Path | str, name: str = "") -> str:
        """The id of the film in this folder; a new one where it was not known. Links are followed: one film, one id."""
        whole = Path(path).expanduser().resolve()
        return self._database.write(lambda c: self._register(c, whole, name or whole.stem))

    def get(self, film: str) -> FilmEntry:
        """One film. Raises UnknownThingError."""
        statement = sa.select(films).where(films.c.id == film)
        row = self._database.read(lambda c: c.execute(statement).mappings().first())
        if row is None:
            raise UnknownThingError("film", film)
        return FilmEntry.model_validate(dict(row))

    def path(self, film: str) -> Path:
        """The film's folder. Raises UnknownThingError."""
        return self.get(film).path

    def find(self, path: Path | str) -> str | None:
        """The id of the film in this folder, where it is known."""
        statement = sa.select(films.c.id).where(films.c.path == str(Path(path).expanduser().resolve()))
        return self._database.read(lambda c: c.execute(statement).scalar())

    def all(self, limit: int = 1000) -> list[FilmEntry]:
        """Known films, newest first."""
        statement = sa.select(films).order_by(films.c.id.desc()).limit(limit)
        return self._database.read(lambda c: [FilmEntry.model_validate(dict(r)) for r in c.execute(statement).mappings()])

    def forget(self, film: str) -> None:
        """Know it no longer; its folder is not touched."""
        self._database.write(lambda c: c.execute(sa.delete(films).where(films.c.id == film)))

    def _register(self, connection: sa.Connection, path: Path, name: str) -> str:
        now = self._database.clock()
        insert = sqlite.insert if self._database.sqlite else postgresql.insert
        values = {"id": self._names.new("film", now), "path": str(path), "name": name, "created_at": now}
        connection.execute(insert(films).on_conflict_do_nothing(index_elements=["path"]), values)
        return str(connection.execute(sa.select(films.c.id).where(films.c.path == str(path))).scalar_one())
