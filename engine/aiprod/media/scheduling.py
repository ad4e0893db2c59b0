# SPDX-License-Identifier: Apache-2.0
"""An encoder's threads share the machine like everybody else's.

SVT-AV1, run by root (in a container, say), puts its threads and the thread that opened it under real-time scheduling at the
highest priority, and leaves them there: nothing else on the machine runs until the film is done, and whatever the process
starts later inherits it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TASKS = Path("/proc/self/task")


def share_fairly() -> None:
    """Give ordinary scheduling back to every thread of this process that was made real-time. Does nothing off Linux."""
    if not hasattr(os, "sched_setscheduler") or not _TASKS.is_dir():
        return
    for task in _TASKS.iterdir():
        with suppress(OSError):  # the thread may have ended
            if os.sched_getscheduler(int(task.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                os.sched_setscheduler(int(task.name), os.SCHED_OTHER, os.sched_param(0))
