# SPDX-License-Identifier: Apache-2.0
"""What a database driver's complaint means, in the reader's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from aiprod.production.jobs.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseError,
    DatabaseFullError,
    DatabaseReadOnlyError,
    OrderError,
)

_FULL = "Nothing was lost: the last step was not taken. Free some space and try again."
_READ_ONLY = (
    "Nothing was changed. Give the user who runs AIPROD the right to write there, or set AIPROD_DATABASE to another place."
)
_BUSY = "Nothing was changed. Another program holds the database; close it, or try again."
_DAMAGED = "Move the file away (a backup may lie beside it) and start again; films are not in it and are safe."
_AWAY = "Nothing was changed. See that the database is there and reachable, then try again."

# Primary result codes of SQLite, and SQLSTATEs (or their classes) of PostgreSQL.
_SQLITE: dict[int, tuple[type[DatabaseError], str, str]] = {
    sqlite3.SQLITE_FULL: (DatabaseFullError, "is full", _FULL),
    sqlite3.SQLITE_READONLY: (DatabaseReadOnlyError, "can't be written", _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (DatabaseReadOnlyError, "can't be opened", _READ_ONLY),
    sqlite3.SQLITE_PERM: (DatabaseReadOnlyError, "can't be opened", _READ_ONLY),
    sqlite3.SQLITE_BUSY: (DatabaseBusyError, "is busy", _BUSY),
    sqlite3.SQLITE_LOCKED: (DatabaseBusyError, "is busy", _BUSY),
    sqlite3.SQLITE_CORRUPT: (DatabaseDamagedError, "is damaged", _DAMAGED),
    sqlite3.SQLITE_NOTADB: (DatabaseDamagedError, "is not a database", _DAMAGED),
    sqlite3.SQLITE_IOERR: (DatabaseError, "can't be read or written", _AWAY),
}
_POSTGRES: tuple[tuple[str, type[DatabaseError], str, str], ...] = (
    ("53100", DatabaseFullError, "is full", _FULL),
    ("25006", DatabaseReadOnlyError, "can't be written", _READ_ONLY),
    ("42501", DatabaseReadOnlyError, "may not be used by this user", _READ_ONLY),
    ("40", DatabaseBusyError, "is busy", _BUSY),
    ("55P03", DatabaseBusyError, "is busy", _BUSY),
    ("53", DatabaseError, "has no room for another connection", _AWAY),
    ("57", DatabaseError, "is shutting down", _AWAY),
    ("28", DatabaseError, "refuses the user or the password", _AWAY),
    ("3D", DatabaseError, "does not exist", _AWAY),
    ("08", DatabaseError, "can't be reached", _AWAY),
)
_DEADLOCK = ("40001", "40P01")
_UNKEEPABLE = ("22021", "22P05", "22003")
"""NUL characters, which PostgreSQL does not keep, and numbers beyond 64 bits."""


@contextmanager
def translated(shown: str) -> Iterator[None]:
    """Turn a driver's error about the database itself into a DatabaseError; others (ours to fix) pass."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        known = _known(error)
        if known is None:
            if _sqlstate(error) in _UNKEEPABLE:
                raise _unkeepable(error) from error
            raise
        kind, what, remedy = known
        raise kind(f"The job database {shown} {what}", str(error.orig).splitlines()[0][:300], remedy) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise _unkeepable(error) from error
    except OSError as error:
        raise DatabaseError(f"The job database {shown} can't be reached", str(error), _AWAY) from error
    except sa.exc.TimeoutError as error:
        raise DatabaseBusyError(f"The job database {shown} is busy", "all its connections are in use", _BUSY) from error


def _unkeepable(error: Exception) -> OrderError:
    """Half a character, a NUL, a number beyond all measure: the caller's mistake, not the database's."""
    return OrderError("This can't be kept in the job database", f"a text or a number in it is not one: {type(error).__name__}",
                      "Send plain text and sensible numbers.")  # fmt: skip


def _known(error: sa.exc.DBAPIError) -> tuple[type[DatabaseError], str, str] | None:
    if isinstance(error.orig, sqlite3.Error):
        return _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    state = _sqlstate(error)
    for prefix, kind, what, remedy in _POSTGRES:
        if state.startswith(prefix):
            return kind, what, remedy
    if is_disconnect(error) or isinstance(error, sa.exc.InterfaceError):
        return DatabaseError, "can't be reached", _AWAY
    return None


def _sqlstate(error: sa.exc.DBAPIError) -> str:
    """PostgreSQL's five letters, which pg8000 hands over as field C; empty when there are none."""
    detail = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return str(detail.get("C", "")) if isinstance(detail, dict) else ""


def is_transient(error: sa.exc.DBAPIError) -> bool:
    """Whether PostgreSQL ended the transaction for the sake of another one, so that it can simply be done again."""
    return _sqlstate(error) in _DEADLOCK


def is_disconnect(error: Exception) -> bool:
    """Whether the connection is gone (pg8000 lets the socket's own errors through)."""
    return isinstance(error, OSError) or (isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated)


def mark_disconnect(context: sa.engine.ExceptionContext) -> None:
    """Tell SQLAlchemy, which does not know it for pg8000, which errors end a connection: the server's farewell, the socket's
    own errors (then the pool's others are dead too), and whatever broke off in the middle of the protocol."""
    error = context.sqlalchemy_exception
    if isinstance(error, sa.exc.DBAPIError):
        ended = isinstance(error, sa.exc.InterfaceError) or _sqlstate(error).startswith("57P")
        context.is_disconnect = context.is_disconnect or ended
    else:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = isinstance(context.original_exception, OSError)
