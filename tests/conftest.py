# SPDX-License-Identifier: Apache-2.0
"""What every test has: the engine on the path of child processes too, and no hub to ask."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from tests.scheduling import pytest_xdist_auto_num_workers, pytest_xdist_make_scheduler

__all__ = ["pytest_xdist_auto_num_workers", "pytest_xdist_make_scheduler"]
_ROOT = Path(__file__).resolve().parents[1]
os.environ["PYTHONPATH"] = os.pathsep.join([str(_ROOT / "engine"), str(_ROOT / "app")])
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # workers share the processors; threads that share them once more only wait
if "NUMBA_CACHE_DIR" not in os.environ:  # else every data folder of a test's own would have the kernels compiled anew
    os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(prefix="aiprod-tests-")
    atexit.register(shutil.rmtree, os.environ["NUMBA_CACHE_DIR"], ignore_errors=True)

gc.disable()


def pytest_collection_finish() -> None:
    """What was loaded to find the tests stays: it is not looked through again at every collection of garbage."""
    gc.freeze()
    gc.enable()


def pytest_collectstart() -> None:
    _without_stand_ins()


def pytest_runtest_setup() -> None:
    _without_stand_ins()


@pytest.fixture(scope="session")
def finished_film(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A film that the command line made (`tests/films.py`); who changes it copies it first."""
    from tests.films import cat_film

    return cat_film(tmp_path_factory, worker_id)


def _without_stand_ins() -> None:
    """Take away what the package colour puts in matplotlib's place where that is not installed: whoever asks importlib for such a
    module is answered by an error (diffusers asks)."""
    if "matplotlib" in sys.modules and getattr(sys.modules["matplotlib"], "__spec__", None) is None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
            del sys.modules[name]
