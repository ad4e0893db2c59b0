# SPDX-License-Identifier: Apache-2.0
"""The schema: made from nothing, brought up from every released revision, never taken back."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.server.jobs.helpers import Clock, S, bring, in_threads, queued

from aiprod.film.errors import UserError
from aiprod.production.jobs import Database, JobStore
from aiprod.production.jobs import migrate as migrating
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.errors import NewerDatabaseError
from aiprod.production.jobs.tables import metadata

FIXTURES = Path(__file__).parent / "fixtures"


def test_the_list_of_revisions_is_what_the_package_holds() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == migrating.REVISIONS
    assert scripts.get_heads() == [migrating.HEAD]


def test_the_migrations_make_exactly_the_tables(store: JobStore) -> None:
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), metadata) == []


def test_opening_again_changes_nothing(store: JobStore, url: str, clock: Clock) -> None:
    job = bring(store, S.DELIVERED)
    again = JobStore.open(url, clock)
    assert again.get(job.id) == job
    again.close()


def test_a_database_may_be_opened_first_by_many(url: str) -> None:
    stores = in_threads(8, lambda _: JobStore.open(url))
    queued(stores[0])
    assert all(store.counts()[S.QUEUED] == 1 for store in stores)
    for store in stores:
        store.close()


def test_a_new_file_that_another_process_prepares_is_waited_for(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite refuses to switch a file to WAL while another writes it, without waiting; the other is done at our first wait."""
    file = Path(sa.make_url(sqlite_url).database or "")
    file.parent.mkdir()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("aiprod.production.jobs.database.time.sleep", lambda _seconds: other.rollback())
    store = JobStore.open(sqlite_url)
    assert queued(store).state is S.QUEUED
    other.close()
    store.close()


def _dumps() -> list[Path]:
    return sorted(FIXTURES.glob("schema-*.sql"))


@pytest.mark.parametrize("dump", _dumps(), ids=lambda path: path.stem)
def test_every_released_schema_is_brought_up_with_its_data(sqlite_url: str, clock: Clock, dump: Path) -> None:
    file = Path(sa.make_url(sqlite_url).database or "")
    file.parent.mkdir(parents=True)
    with sqlite3.connect(file) as connection:
        connection.executescript(dump.read_text("utf-8"))
    connection.close()
    store = JobStore.open(sqlite_url, clock)
    assert problems(store) == []
    assert {state for state, count in store.counts().items() if count} == {S.DELIVERED, S.QUEUED, S.RUNNING, S.FAILED}
    assert store.spending.spent("film_a") == 1.25
    assert store.consents.granted("runway") is not None
    assert len(store.audit.entries()) == 2
    (back,) = store.recover("server")
    assert back.checkpoint == {"takes": ["t1"]}
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


def test_there_is_a_dump_of_every_revision() -> None:
    assert [path.stem for path in _dumps()] == [f"schema-{revision}" for revision in migrating.REVISIONS]


def test_a_newer_schema_is_refused_untouched(store: JobStore, url: str) -> None:
    queued(store)
    store.database.write(lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(NewerDatabaseError, match=r"schema 9999.*Update AIPROD") as refused:
        JobStore.open(url)
    assert isinstance(refused.value, UserError)
    assert refused.value.exit_code == 2
    assert store.counts()[S.QUEUED] == 1


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program one revision ahead: its new migration adds a column, or whatever a test writes there."""
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    real = Path(migrating.__file__).parent / "migrations"
    for name in ("env.py", *(f"versions/r{revision}.py" for revision in migrating.REVISIONS)):
        (scripts / name).write_text((real / name).read_text("utf-8"), "utf-8")
    new = scripts / "versions" / "r_next.py"
    new.write_text(_migration("op.add_column('films', sa.Column('colour', sa.Text))"), "utf-8")
    monkeypatch.setattr(migrating, "_SCRIPTS", scripts)
    monkeypatch.setattr(migrating, "REVISIONS", (*migrating.REVISIONS, "next"))
    return new


def _migration(body: str) -> str:
    lines = "\n    ".join(body.splitlines())
    return (
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = 'next'\ndown_revision = '{migrating.HEAD}'\n"
        f"def upgrade():\n    {lines}\n"
    )


def _columns(database: Database) -> set[str]:
    return {column["name"] for column in database.read(lambda c: sa.inspect(c).get_columns("films"))}


def test_a_migration_keeps_what_is_there_and_leaves_a_backup(store: JobStore, next_revision: Path) -> None:
    job = bring(store, S.RUNNING)
    migrating.migrate(store.database, "next")
    assert "colour" in _columns(store.database)
    assert store.get(job.id) == job
    if store.database.file is not None:
        backup = migrating.backup_path(store.database.file, migrating.HEAD)
        old = Database(f"sqlite:///{backup}")
        assert "colour" not in _columns(old)
        assert old.read(lambda c: c.execute(sa.text("SELECT id FROM jobs")).scalar()) == job.id
        old.close()
        assert not list(backup.parent.glob("*.part"))


def test_a_migration_that_fails_leaves_everything_as_it_was(store: JobStore, next_revision: Path) -> None:
    job = bring(store, S.RUNNING)
    half = "op.add_column('films', sa.Column('colour', sa.Text))\nop.execute('DELETE FROM jobs')\nraise RuntimeError('no')"
    next_revision.write_text(_migration(half), "utf-8")
    with pytest.raises(RuntimeError, match="no"):
        migrating.migrate(store.database, "next")
    assert "colour" not in _columns(store.database)
    assert store.get(job.id) == job
    assert store.database.read(migrating.revision) == migrating.REVISIONS[-2]
    assert problems(store) == []


def test_many_processes_migrate_once(store: JobStore, next_revision: Path) -> None:
    """`ADD COLUMN` twice would fail."""
    bring(store, S.DELIVERED)
    in_threads(6, lambda _: migrating.migrate(Database(store.database.url.render_as_string(hide_password=False)), "next"))
    assert "colour" in _columns(store.database)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps files private by the folder's access list")
def test_the_file_and_its_backup_belong_to_the_user_alone(sqlite_url: str, next_revision: Path) -> None:
    before = os.umask(0o022)
    try:
        store = JobStore.open(sqlite_url)
        queued(store)
        migrating.migrate(store.database, "next")
    finally:
        os.umask(before)
    file = store.database.file
    assert file is not None
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert len(modes) >= 3
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    store.close()
