# SPDX-License-Identifier: Apache-2.0
"""A process beside the server for thinking that takes a second or so: it would make every other client wait.

It is started when it is first needed, and again when it has died; it ends with the server, however that ends.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from aiprod.film.errors import EngineError
from aiprod.production.workers import follow_parent

T = TypeVar("T")


class Aside:
    """Runs functions of modules in a process of its own, one at a time. Safe from several threads."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call it there. Raises what it raises; EngineError when the process died twice."""
        try:
            return await asyncio.wrap_future(self._submit(function, *arguments))
        except BrokenProcessPool:
            self._drop()
        try:
            return await asyncio.wrap_future(self._submit(function, *arguments))
        except BrokenProcessPool as error:
            raise EngineError("This could not be worked out", "the process for it died", "Try again.") from error

    def _submit(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=follow_parent)
            return self._pool.submit(function, *arguments)

    def _drop(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        self._drop()
