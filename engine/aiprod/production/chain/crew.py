# SPDX-License-Identifier: Apache-2.0
"""Threads for work that is done elsewhere: they wait for a provider, while the worker processes keep the processors busy.

The threads do not outlive the program. A task that one of them was waiting for is on record, and fetched next time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, wait
from importlib import import_module
from pathlib import Path
from time import thread_time
from typing import Any

Built = tuple[dict[str, Any], float]
_AT_ONCE = 4


class Crew:
    """Runs builders ("module:function", called with a folder and arguments) in threads of this process.

    Args:
        at_once: how many of them; the others wait their turn.
    """

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._given: list[Future[Built]] = []

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]:
        future: Future[Built] = Future()
        self._given.append(future)
        given = future, builder, folder, arguments
        threading.Thread(target=self._run, args=given, daemon=True, name=f"crew {folder.name}").start()
        return future

    def drain(self, seconds: float) -> bool:
        """Wait a moment for what is under way; whether all of it ended. What did not begin will not."""
        running = [future for future in self._given if not future.cancel() and not future.done()]
        return not wait(running, timeout=seconds).not_done

    def _run(self, future: Future[Built], builder: str, folder: Path, arguments: Mapping[str, Any]) -> None:
        with self._turns:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(_built(builder, folder, arguments))
            except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
                future.set_exception(error)


def _built(builder: str, folder: Path, arguments: Mapping[str, Any]) -> Built:
    module, _, name = builder.partition(":")
    function = getattr(import_module(module), name)
    began = thread_time()
    facts: dict[str, Any] = function(folder, **arguments)
    return facts, thread_time() - began
