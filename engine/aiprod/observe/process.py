# SPDX-License-Identifier: Apache-2.0
"""Logs and traces of a process and its children: begun in one call, handed on through the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from aiprod.observe import logs, traces

FOLDER, TRACEPARENT = "AIPROD_OBSERVE", "TRACEPARENT"
"""Environment variables of a child process."""


def begin(process: str, folder: Path | None = None) -> None:
    """Start this process's log and traces.

    Args:
        process: what it is: "server", "worker-cpu", "builder".
        folder: where; None takes the folder that the parent process handed down, and does nothing where there is none.
    """
    handed = os.environ.get(FOLDER, "")
    if folder is None and not handed:
        return
    target = folder or Path(handed)
    logs.start(process, target)
    traces.start(process, target, redactor=logs.REDACTOR)


def environment(folder: Path | None = None) -> dict[str, str]:
    """What a child's environment needs so that `begin` and `inherited` work there."""
    where = str(folder) if folder else os.environ.get(FOLDER, "")
    running = traces.traceparent()
    return {**({FOLDER: where} if where else {}), **({TRACEPARENT: running} if running else {})}


@contextmanager
def inherited(environment: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Go on with the trace that the parent process handed down."""
    with traces.continue_from(environment.get(TRACEPARENT, "")):
        yield


def end() -> None:
    """Write what is waiting and close."""
    traces.stop()
    logs.stop()
