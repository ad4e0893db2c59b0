# SPDX-License-Identifier: Apache-2.0
"""How many workers there are, and how the tests' files are dealt to them, so that one that dies costs one test and never the run.

xdist's own `loadfile` (3.8) puts every file that a dead worker had begun back into its queue, finished ones too. Whoever draws a
finished one has nothing to do, reports nothing, is given nothing more, and the run waits for ever. It also runs the test that
killed its worker again, until no worker is left.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

_AHEAD = 2
"""A worker looks at the next test before it begins one: with fewer than these it would wait."""


_MOST, _BYTES_EACH = 8, 5 << 30
"""Workers, and what each takes with all that it starts."""


class Files(LoadFileScheduling):
    """Whole files, in their order; what a dead worker left undone is done by the others, but for the test that it died of."""

    def remove_node(self, node: WorkerController) -> str | None:
        left = {file: tests for file, tests in self.assigned_work.pop(node).items() if not all(tests.values())}
        died_of = next((test for tests in left.values() for test, done in tests.items() if not done), None)
        for file, tests in left.items():
            tests = {test: done or test == died_of for test, done in tests.items()}
            if not all(tests.values()):
                self.workqueue[file] = tests
                self.workqueue.move_to_end(file, last=False)
        for other in self.nodes:
            self._reschedule(other)
        return died_of

    def _reschedule(self, node: WorkerController) -> None:
        if node not in self.registered_collections:
            return  # it took a dead one's place, and still looks for its tests
        while not node.shutting_down and self._pending_of(self.assigned_work[node]) <= _AHEAD:
            if not self.workqueue:
                node.shutdown()
                return
            self._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Files | None:
    """The scheduler of a run with `--dist loadfile`."""
    return Files(config, log) if config.getoption("dist") == "loadfile" else None  # type: ignore[arg-type]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """The workers of a run with `-n auto`."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return workers(processors, _memory())


def workers(processors: int, memory: int) -> int:
    """One more than there are processors, since tests also wait (for servers, deadlines, timers), as far as so many bytes of
    memory let it; never fewer than two."""
    return max(2, min(processors + 1, memory // _BYTES_EACH, _MOST))


def _memory() -> int:
    """Bytes that this machine has, or that the group that this process is in may take; 0 where nothing says it."""
    if not hasattr(os, "sysconf"):
        return 0
    limit = Path("/sys/fs/cgroup/memory.max")
    told = limit.read_text("utf-8").strip() if limit.is_file() else "max"
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(there, int(told)) if told.isdigit() else there
