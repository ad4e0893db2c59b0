# SPDX-License-Identifier: Apache-2.0
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.production.panels.machines import Machine, premiere_panel, resolve_panel


@pytest.fixture(params=["windows", "macos", "linux"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """An empty machine of each kind."""
    return Machine(request.param, tmp_path / "machine")


@pytest.fixture(params=["windows", "macos"])
def studio(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """A machine of each kind that Premiere exists for."""
    return Machine(request.param, tmp_path / "machine")


@pytest.fixture
def resolve_source(tmp_path: Path) -> Path:
    return resolve_panel(tmp_path / "source" / "resolve")


@pytest.fixture
def premiere_source(tmp_path: Path) -> Path:
    return premiere_panel(tmp_path / "source" / "premiere")


@pytest.fixture
def as_user() -> Iterator[Path]:
    """A folder of a user who is not almighty, and being that user meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="aiprod-user-"))
    folder.chmod(0o755)
    almighty = os.geteuid() == 0
    if almighty:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        if not os.access(__file__, os.R_OK, effective_ids=True):
            pytest.skip("other users may not read this checkout")
        yield folder
    finally:
        if almighty:
            os.seteuid(0)
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
