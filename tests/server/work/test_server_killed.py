# SPDX-License-Identifier: Apache-2.0
"""The server is killed at seeded moments, again and again (`aiprod bench jobs_kill` does it 200 times)."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiprod.cli.benches import jobs_kill


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_server_loses_nothing_and_does_nothing_twice(seed: int) -> None:
    figures = jobs_kill.run(runs=5, seed=seed)
    assert figures["wrong"] == []
    assert figures["jobs"] == figures["delivered"] == figures["orders"]
    assert (figures["lost"], figures["delivered_twice"], figures["steps_made_twice_or_missing"]) == (0, 0, 0)


def test_workers_and_all_below_them_end_with_their_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aiprod.cli.benches.jobs_kill", str(tmp_path), "4"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        while not list(tmp_path.glob("job-*/.making-*")):
            assert server.poll() is None
        workers = below(server.pid)
        server.kill()
    assert len(workers) >= 2
    until_gone(workers)


def below(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def until_gone(pids: list[int]) -> None:
    """Wait for processes to end; a hang is an error."""
    late = time.monotonic() + 60
    while left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < late, left
        time.sleep(0.02)
