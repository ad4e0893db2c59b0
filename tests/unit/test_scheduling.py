# SPDX-License-Identifier: Apache-2.0
"""The tests' own scheduler: a worker that dies costs one test, and the run ends."""

import os
import subprocess
import sys
from pathlib import Path

from tests.scheduling import workers

_ROOT = Path(__file__).resolve().parents[2]
_FINE = "import pytest\n@pytest.mark.parametrize('n', range(4))\ndef test_fine(n): pass\n"
_DEADLY = _FINE + "def test_deadly():\n    import os\n    os._exit(1)\ndef test_after(): pass\n"


def _run(folder: Path, **files: str) -> tuple[int, str]:
    """A run of its own with two workers. Returns its exit code and what it says last."""
    (folder / "conftest.py").write_text("from tests.scheduling import pytest_xdist_make_scheduler\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    for name, text in files.items():
        (folder / f"test_{name}.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "xdist.plugin", "-n", "2"]
    command += ["--dist", "loadfile", "--no-loadscope-reorder"]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout.strip().splitlines()[-1]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}


def test_what_a_dead_worker_left_undone_is_done_and_the_run_ends(tmp_path: Path) -> None:
    """Files of one test, files that were done already, and the last test of all: each of them could make a run wait for ever."""
    single = "def test_single(): pass\n"
    last = "def test_last():\n    import os\n    os._exit(1)\n"
    code, told = _run(tmp_path, a=_FINE, b=_FINE, c=_DEADLY, d=_FINE, e=single, f=single, z=last)
    assert code == 1
    assert told.startswith("2 failed, 19 passed"), told


def test_there_are_as_many_workers_as_processors_and_memory_bear() -> None:
    gib = 1 << 30
    assert [workers(2, memory * gib) for memory in (0, 8, 14, 16, 64)] == [2, 2, 2, 3, 3]
    assert [workers(processors, 512 * gib) for processors in (1, 4, 64)] == [2, 5, 8]
