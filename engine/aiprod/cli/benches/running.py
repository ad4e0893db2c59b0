# SPDX-License-Identifier: Apache-2.0
"""Parts that benches share: run the real command line in its own process, and watch it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BRIEF = "A lighthouse keeper finds a message in a bottle"


@dataclass(frozen=True)
class Ran:
    """A finished command: exit code, wall seconds, peak memory of the whole process tree in MB, and what it said."""

    code: int
    wall_s: float
    peak_mb: float
    errors: str


def command(*arguments: str) -> list[str]:
    """The command line, as a list for subprocess."""
    return [sys.executable, "-m", "aiprod.cli", *arguments]


def run(*arguments: str) -> Ran:
    """Run the command line to its end and measure it."""
    start = time.monotonic()
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    meter = _MemoryMeter(process.pid)
    meter.start()
    _, errors = process.communicate()
    meter.done.set()
    meter.join()
    return Ran(process.returncode, time.monotonic() - start, meter.peak_mb, errors)


def make(root: Path, *, brief: str = BRIEF, duration_s: float = 30, seed: int = 1, size: str = "1920x1080") -> Ran:
    """Make a film and insist that it was made."""
    ran = run("make", brief, "--out", str(root), "--duration", str(duration_s), "--seed", str(seed), "--size", size)
    if ran.code != 0:
        raise RuntimeError(f"the film could not be made: {ran.errors.strip()}")
    return ran


@contextmanager
def home_of_its_own() -> Iterator[Path]:
    """What is built, measured or learnt inside goes to a folder of its own, which is removed: it is not the user's."""
    before = os.environ.get("AIPROD_HOME")
    with tempfile.TemporaryDirectory(prefix="aiprod-bench-") as name:
        os.environ["AIPROD_HOME"] = name
        try:
            yield Path(name)
        finally:
            if before is None:
                del os.environ["AIPROD_HOME"]
            else:
                os.environ["AIPROD_HOME"] = before


class _MemoryMeter(threading.Thread):
    """Samples the resident memory of a process and its children (Linux: /proc; elsewhere it reads 0)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self.peak_mb, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.2):
            self.peak_mb = max(self.peak_mb, sum(_private_mb(pid) for pid in _tree(self._pid)))


def _tree(root: int) -> list[int]:
    """A process and all below it."""
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                queue += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _private_mb(pid: int) -> float:
    """Proportional memory of a process: pages shared by several count once in all."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        pass
    return 0.0


def take_hashes(root: Path) -> dict[str, str]:
    """Step name → hash of the take's files, for the film as it stands."""
    from aiprod.film.takestore import TakeStore
    from aiprod.production.state import read_state

    takes = TakeStore(root / "takes")
    return {name: takes.load(take_id).result_hash for name, take_id in read_state(root).takes.items()}
