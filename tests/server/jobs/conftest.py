# SPDX-License-Identifier: Apache-2.0
"""Real databases for every test of the store: a SQLite file and a PostgreSQL database, each its own."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.server.jobs.helpers import Clock
from tests.server.jobs.postgres import cluster, required_binaries

from aiprod.production.jobs import JobStore


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL cluster for the whole run: the URL of its superuser, without a database name."""
    with cluster(required_binaries()) as url:
        yield url


@pytest.fixture
def fresh_postgres_url(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes fresh, empty PostgreSQL databases, which are gone after the test."""
    engine = sa.create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    names: list[str] = []

    def make() -> str:
        names.append(f"test_{random.SystemRandom().randrange(10**12)}")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {names[-1]}"))
        return f"{postgres_server}/{names[-1]}"

    yield make
    with engine.connect() as connection:
        for name in names:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def fresh_sqlite_url(tmp_path: Path) -> Callable[[], str]:
    """Names SQLite databases that are not there yet."""
    numbers = itertools.count()
    return lambda: f"sqlite:///{tmp_path / str(next(numbers)) / 'jobs.sqlite'}"


@pytest.fixture
def postgres_url(fresh_postgres_url: Callable[[], str]) -> str:
    """A fresh, empty PostgreSQL database."""
    return fresh_postgres_url()


@pytest.fixture
def sqlite_url(fresh_sqlite_url: Callable[[], str]) -> str:
    """A SQLite database that is not there yet."""
    return fresh_sqlite_url()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn, fresh."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[JobStore]:
    """A store with a clock that stands still until told, and seeded chance."""
    opened = JobStore.open(url, clock, random.Random(7))
    yield opened
    opened.close()
