# SPDX-License-Identifier: Apache-2.0
"""What the tests of productions have: a small film that is rendered already, made once for all of them."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from tests.unit.production.storm import storm_film

from aiprod.film.store import FilmStore
from aiprod.production.pipeline import produce


@pytest.fixture(scope="session")
def storm_made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """That film, rendered; made once for all workers. Tests work on copies (`storm`)."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "storm-film" / "storm.aiprod"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(str(folder) + ".lock"):
        if not folder.is_dir():
            half = folder.with_name("half")
            produce(FilmStore.create(half, storm_film()), until="rendering")
            half.rename(folder)
    return folder


@pytest.fixture
def storm(storm_made: Path, tmp_path: Path) -> FilmStore:
    """The rendered film, the test's own."""
    return FilmStore(shutil.copytree(storm_made, tmp_path / storm_made.name))
