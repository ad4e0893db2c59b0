# SPDX-License-Identifier: Apache-2.0
"""The panel really runs under every Python that is to be had here, from 3.6 on, against a real engine and in the fake host."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugin.resolve.profiles import SCRIPTED
from tests.server.harness import EngineProcess, running

from aiprod.server.settings import Limits

SCRIPT = Path(__file__).with_name("other_python.py")


def others() -> dict[str, str]:
    """Version → interpreter: the oldest and the newest Python beside ours ($AIPROD_ALL_PYTHONS: all that there are)."""
    found: dict[str, str] = {}
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for path in sorted(home.glob("3.*/bin/python")):
        found[re.match(r"\d+\.\d+", path.parts[-3]).group()] = str(path)  # type: ignore[union-attr]
    for minor in range(6, 16):
        if path := shutil.which(f"python3.{minor}"):
            found.setdefault(f"3.{minor}", str(path))
    found.pop("{}.{}".format(*sys.version_info[:2]), None)
    able = {name: path for name, path in sorted(found.items(), key=lambda row: int(row[0][2:])) if starts(path)}
    names = list(able) if os.environ.get("AIPROD_ALL_PYTHONS") else [*able][:1] + [*able][1:][-1:]
    return {name: able[name] for name in names}


def starts(path: str) -> bool:
    return subprocess.run([path, "-c", "import ssl"], capture_output=True, check=False).returncode == 0


OTHERS = others()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine"), limits=Limits()) as started:
        yield started


@pytest.mark.parametrize("version", [*OTHERS, "ours"])
def test_the_panel_runs_under(version: str, engine: EngineProcess, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "server").mkdir(parents=True)
    file = Path(shutil.copy(engine.server / "engine.json", home / "server" / "engine.json"))
    file.chmod(0o600)
    python = sys.executable if version == "ours" else OTHERS[version]
    environment = {"AIPROD_HOME": str(home), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([python, str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["asked"]["frames"] == 12 and found["asked"]["state"] == "cancelled"
    assert found["asked"]["met"] and found["asked"]["connected"] and found["asked"]["ended"]
    assert found["counted"] == {"wrong": 0}
    assert found["placed"] == {profile: [1, []] for profile in SCRIPTED}


def test_another_python_than_ours_was_there() -> None:
    if not OTHERS:
        pytest.skip("no other Python is installed here; syntax and library are checked by vermin")
    assert len(OTHERS) >= 1
