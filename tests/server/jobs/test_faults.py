# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, a file that may not be written or is no database, a server that is away: said clearly, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.server.jobs.helpers import Clock, S, bring, claimed, in_threads, queued
from tests.server.jobs.postgres import cluster, required_binaries

from aiprod.film.errors import UserError
from aiprod.production.jobs import DatabaseError, JobStore, default_url
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.errors import DatabaseDamagedError, DatabaseFullError, DatabaseReadOnlyError


def _limit(store: JobStore, pages: int | None) -> None:
    """Let SQLite's file have at most so many more pages: to the writer the disk is then full."""

    def set_limit(connection: sa.Connection) -> None:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {2**30 if pages is None else now + pages}")

    store.database.write(set_limit)


def test_a_full_database_refuses_the_step_and_keeps_all_the_others(sqlite_url: str, clock: Clock) -> None:
    store = JobStore.open(sqlite_url, clock)
    made = [queued(store).id for _ in range(5)]
    running = claimed(store)
    _limit(store, 3)
    with pytest.raises(DatabaseFullError, match=r"is full.*Free some space") as refused:
        for _ in range(10_000):
            made.append(queued(store, arguments={"text": "x" * 500}).id)
    assert isinstance(refused.value, UserError)
    assert sorted(job.id for job in store.find(limit=1000)) == sorted(made)
    assert problems(store) == []
    _limit(store, None)
    store.start(running.token)
    assert store.deliver(running.token, {}).state is S.DELIVERED
    store.close()


def test_a_full_database_tells_every_thread_of_its_own_step(sqlite_url: str) -> None:
    store = JobStore.open(sqlite_url)
    queued(store)
    _limit(store, 4)

    def submit(number: int) -> str | None:
        try:
            return queued(store, f"client-{number}", arguments={"text": "x" * (10 if number % 2 else 50_000)}).id
        except DatabaseFullError:
            return None

    made = {job for job in in_threads(16, submit) if job}
    assert made < {job.id for job in store.find(limit=1000)}
    assert problems(store) == []
    store.close()


def test_sqlite_keeps_what_it_confirmed_through_a_power_cut(sqlite_url: str) -> None:
    """WAL, and an fsync at each commit (2 = FULL), on the connection that writes."""
    store = JobStore.open(sqlite_url)
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("fullfsync", 1)):
        assert store.database.write(lambda c, p=pragma: c.exec_driver_sql(f"PRAGMA {p}").scalar()) == value
    store.close()


_ON_A_SMALL_DISK = """
import json, sys
from aiprod.production.jobs import JobStore, JobOrder
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.errors import DatabaseError
store = JobStore.open(f"sqlite:///{sys.argv[1]}/jobs.sqlite")
made, said = [], None
try:
    for n in range(100000):
        made.append(store.submit(JobOrder(kind="film", client="c", arguments={"text": "x" * 5000}), queue=True).id)
except DatabaseError as error:
    said = [error.code, str(error)]
store.close()
store = JobStore.open(f"sqlite:///{sys.argv[1]}/jobs.sqlite")
kept = [job.id for job in store.find(limit=100000)][::-1]
print(json.dumps({"made": made, "kept": kept, "said": said, "problems": problems(store)}))
"""


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """On a real file system of 4 MB, mounted for this process alone."""
    code = tmp_path / "fill.py"
    code.write_text(_ON_A_SMALL_DISK)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"mount -t tmpfs -o size=4m tmpfs {disk} && exec {sys.executable} {code} {disk}"
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this system lets no user mount a small disk (unshare -rm)")
    ran = subprocess.run([unshare, "-rm", "sh", "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout)
    assert told["said"] is not None
    assert told["said"][0] == "database_full", told["said"]
    assert told["kept"] == told["made"] != []
    assert told["problems"] == []


def test_a_database_that_may_not_be_written_can_still_be_read(sqlite_url: str) -> None:
    store = JobStore.open(sqlite_url)
    job = queued(store)
    closed = JobStore.open(sqlite_url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true")
    assert closed.get(job.id).state is S.QUEUED
    for step in (lambda: queued(closed), lambda: closed.cancel(job.id), lambda: closed.claim("w", ["cpu"], 30.0)):
        with pytest.raises(DatabaseReadOnlyError, match=r"can't be written.*Nothing was changed"):
            step()
    assert store.get(job.id) == job
    assert problems(store) == []
    closed.close()
    store.close()


def test_a_place_that_can_not_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseError, match="can't be made"):
        JobStore.open(f"sqlite:///{tmp_path / 'file' / 'jobs.sqlite'}")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatabaseError, match="can't be"):
        JobStore.open(f"sqlite:///{tmp_path / 'folder'}")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "jobs.sqlite"
    file.write_bytes(b"my shopping list, and quite a long one " * 100)
    before = file.read_bytes()
    with pytest.raises(DatabaseDamagedError, match=r"not a database.*films are not in it"):
        JobStore.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x@y/z", "nonsense", "postgresql+psycopg2x:/"])
def test_urls_that_can_not_hold_jobs_are_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="Use sqlite:///PATH or postgresql://"):
        JobStore.open(url)


def test_a_server_that_is_away_is_said_without_its_password() -> None:
    with pytest.raises(DatabaseError, match="can't be reached") as refused:
        JobStore.open("postgresql://aiprod:s3cret@127.0.0.1:1/jobs")
    assert "s3cret" not in str(refused.value)


def test_a_database_server_that_restarts_is_found_again() -> None:
    with cluster(required_binaries()) as server:
        store = JobStore.open(f"{server}/postgres")
        job = bring(store, S.RUNNING)
        _end_all_connections(f"{server}/postgres")
        assert store.get(job.id) == job
        _end_all_connections(f"{server}/postgres")
        assert store.review(job.token).state is S.REVIEWING
        assert problems(store) == []
    with pytest.raises(DatabaseError):
        store.get(job.id)
    store.close()


def _end_all_connections(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
    engine.dispose()


def test_a_full_server_is_said_like_a_full_disk(postgres_url: str) -> None:
    """PostgreSQL's own complaint, raised where a full disk would raise it."""
    store = JobStore.open(postgres_url)
    job = queued(store)
    store.database.write(lambda c: c.execute(sa.text(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$")))  # fmt: skip
    store.database.write(lambda c: c.execute(sa.text(
        "CREATE TRIGGER full_disk BEFORE INSERT ON transitions EXECUTE FUNCTION full_disk()")))  # fmt: skip
    with pytest.raises(DatabaseFullError, match="is full"):
        store.cancel(job.id)
    assert store.get(job.id) == job
    store.close()


def test_a_server_that_only_reads_is_said(postgres_url: str) -> None:
    store = JobStore.open(postgres_url)
    job = queued(store)
    store.database.write(lambda c: c.execute(sa.text(
        f"ALTER DATABASE {sa.make_url(postgres_url).database} SET default_transaction_read_only = on")))  # fmt: skip
    store.close()
    with pytest.raises(DatabaseReadOnlyError, match="can't be written"):
        store.cancel(job.id)
    assert store.get(job.id).state is S.QUEUED
    store.close()


def test_the_usual_place_is_in_the_application_s_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AIPROD_DATABASE", raising=False)
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    assert default_url() == f"sqlite:///{tmp_path / 'server' / 'jobs.sqlite'}"
    monkeypatch.setenv("AIPROD_DATABASE", "postgresql://x@y/z")
    assert default_url() == "postgresql://x@y/z"


def test_names_and_errors_load_no_database() -> None:
    code = "import aiprod.production.jobs, sys; aiprod.production.jobs.JobOrder; print('sqlalchemy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert ran.stdout.strip() == "False"
