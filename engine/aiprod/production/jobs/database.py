# SPDX-License-Identifier: Apache-2.0
"""One database, SQLite or PostgreSQL, and the two ways to use it: `write` (one durable transaction) and `read`.

SQLite: WAL with `synchronous=FULL`, because a reservation or a delivery that a power cut takes back would be spent or made
twice; the price is one fsync per commit, which writers that wait share (`turns.py`). Other processes wait by `busy_timeout`.
PostgreSQL: READ COMMITTED with row locks; a transaction that the server chose to end for a deadlock is done again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from aiprod.production.jobs.errors import DatabaseError
from aiprod.production.jobs.faults import is_disconnect, is_transient, mark_disconnect, translated
from aiprod.production.jobs.turns import Turns, Work

T = TypeVar("T")
Clock = Callable[[], float]

BUSY_TIMEOUT_S = 30.0
_TRIES = 8
_POOL = 8
_MOST_CONNECTIONS = 40
_MOST_TO_A_SERVER = 20
"""PostgreSQL allows a hundred in all, and each process has two pools (writing, reading)."""


class Database:
    """A database by its URL. Threads may share it; several processes may open the same one."""

    def __init__(self, url: str, clock: Clock = time.time) -> None:
        self.url = _parsed(url)
        self.clock = clock
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.sqlite else _postgres_engine(self.url, "READ COMMITTED")
        # Reading needs no transaction; on a server that saves two of three round trips.
        self._readers = self.engine if self.sqlite else _postgres_engine(self.url, "AUTOCOMMIT")
        self._turns = Turns(self.engine.connect)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a server."""
        return Path((self.url.database or "").removeprefix("file:")) if self.sqlite else None

    def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction that is on disk when this returns. It may be run again: it must have no other effects.

        Raises:
            DatabaseError: the disk is full, the file can't be written, the server is away; nothing was changed.
        """
        with translated(self._shown()):
            return self._turns.write(work) if self.sqlite else self._write_postgres(work)

    def read(self, work: Work[T]) -> T:
        """Run `work` without changing anything."""
        with translated(self._shown()):
            return self._once_more(lambda: self._read(work))

    def serialise(self, connection: sa.Connection, key: int) -> None:
        """Let no other transaction with the same key go on until this one ends (SQLite has but one writer anyway)."""
        if not self.sqlite:
            connection.execute(_ADVISORY, {"key": key})

    def close(self) -> None:
        """Close all connections. The database may be used again afterwards."""
        self._turns.close()
        self.engine.dispose()
        self._readers.dispose()

    def _shown(self) -> str:
        return str(self.file) if self.sqlite else self.url.render_as_string(hide_password=True)

    def _read(self, work: Work[T]) -> T:
        with self._readers.connect() as connection:
            return work(connection)

    def _write_postgres(self, work: Work[T]) -> T:
        for left in reversed(range(_TRIES)):
            try:
                return self._once_more(lambda: self._transaction(work))
            except sa.exc.DBAPIError as error:
                if not left or not is_transient(error):
                    raise
        raise AssertionError("the last try raises")

    def _once_more(self, attempt: Callable[[], T]) -> T:
        """A connection may have died unnoticed in the pool; then a fresh one is tried, once."""
        try:
            return attempt()
        except (sa.exc.DBAPIError, OSError) as error:
            if not is_disconnect(error):
                raise
            return attempt()

    def _transaction(self, work: Work[T]) -> T:
        with self.engine.connect() as connection:
            result = work(connection)
            try:
                connection.commit()
            except (sa.exc.DBAPIError, OSError) as error:
                if is_disconnect(error):
                    # Whether it took place is unknown: it must not be tried again blindly.
                    raise DatabaseError("The job database went away at the end of a step", "whether the step was kept is unknown",
                                        "Look at the job's status before trying again.") from error  # fmt: skip
                raise
            return result


_ADVISORY = sa.text("SELECT pg_advisory_xact_lock(:key)")


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise DatabaseError(
            f"{url!r} is not a database", str(error), "Use sqlite:///PATH or postgresql://USER@HOST/NAME."
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+pg8000")
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    raise DatabaseError(
        f"{parsed.render_as_string(hide_password=True)!r} can't hold the jobs",
        "they are kept in a SQLite file or in PostgreSQL",
        "Use sqlite:///PATH or postgresql://USER@HOST/NAME.",
    )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url, pool_size=_POOL, max_overflow=_MOST_CONNECTIONS - _POOL, pool_timeout=BUSY_TIMEOUT_S,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_S},
    )  # fmt: skip
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Transactions are begun by us (BEGIN IMMEDIATE), never by the driver.
    connection.isolation_level = None
    _into_wal(connection)
    for pragma in ("synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _into_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file to WAL. While another process does the same, SQLite says "locked" without waiting; so we wait."""
    patience = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)


def _postgres_engine(url: sa.URL, isolation: Literal["READ COMMITTED", "AUTOCOMMIT"]) -> sa.Engine:
    engine = sa.create_engine(
        url, pool_size=_POOL, max_overflow=_MOST_TO_A_SERVER - _POOL, pool_timeout=BUSY_TIMEOUT_S, isolation_level=isolation
    )
    sa.event.listen(engine, "handle_error", mark_disconnect)
    return engine
