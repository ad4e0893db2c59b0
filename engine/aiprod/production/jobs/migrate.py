# SPDX-License-Identifier: Apache-2.0
"""Bring a database to this program's schema: in one transaction, after a backup of the SQLite file, never backwards."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import DatabaseError, NewerDatabaseError
from aiprod.production.jobs.faults import translated

REVISIONS = ("0001",)
"""All revisions, oldest first; the last one is this program's schema."""
HEAD = REVISIONS[-1]
_LOCK = 0x41495052
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = HEAD) -> None:
    """Create or upgrade the schema; do nothing where it is already right.

    Raises:
        NewerDatabaseError: the schema is of a later AIPROD; nothing was changed.
        DatabaseError: no room, no right to write, or no server.
    """
    if database.file is not None:
        _private_file(database.file)
    if database.read(revision) != to:
        database.write(lambda connection: _upgrade(database, connection, to))


def revision(connection: sa.Connection) -> str:
    """The schema's revision; empty for a database that has none yet.

    Raises:
        NewerDatabaseError: the revision is not one that this program knows.
    """
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""
    if found and found not in REVISIONS:
        raise NewerDatabaseError(
            f"The job database has schema {found}", f"this AIPROD knows schemas up to {HEAD}",
            "Update AIPROD to use it, or set AIPROD_DATABASE to another place; nothing was changed.",
        )  # fmt: skip
    return found


def _upgrade(database: Database, connection: sa.Connection, to: str) -> None:
    """Under the write lock: look again (another process may have been faster), back up, migrate."""
    database.serialise(connection, _LOCK)
    found = revision(connection)
    if found == to:
        return
    if found and database.file is not None:
        _back_up(database.file, found)
    _run_alembic(connection, to)


def _run_alembic(connection: sa.Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _private_file(file: Path) -> None:
    """The file holds secrets of webhooks and prompts of films: it belongs to its user alone."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        if not file.is_file():
            raise DatabaseError(
                f"The job database {file} can't be made", error.strerror or str(error),
                "Make the folder writable, or set AIPROD_DATABASE to another place.",
            ) from error  # fmt: skip


def backup_path(file: Path, found: str) -> Path:
    """Where the copy from before a migration lies."""
    return file.with_name(f"{file.name}.schema-{found}.backup")


def _back_up(file: Path, found: str) -> None:
    """A whole, consistent copy beside the file; a copy that is already there is from an earlier, failed try and is replaced."""
    target = backup_path(file, found)
    part = target.with_name(target.name + ".part")
    with translated(str(part)):
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_RDWR, 0o600))
        _copy(file, part)
    part.replace(target)


def _copy(file: Path, part: Path) -> None:
    source, copy = sqlite3.connect(file), sqlite3.connect(part)
    try:
        source.backup(copy)
    except sqlite3.Error as error:
        raise sa.exc.DBAPIError.instance("backup", None, error, sqlite3.Error) from error
    finally:
        source.close()
        copy.close()
