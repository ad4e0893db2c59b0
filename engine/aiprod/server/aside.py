# SPDX-License-Identifier: Apache-2.0
"""A process beside the server for thinking that takes a second or so: it would make every other client wait.

It is started when it is first needed, and again when it has died; it ends with the server, however that ends. Few may wait for
it, and none for ever.
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
from aiprod.wire.errors import WireError

T = TypeVar("T")
_MOST_WAITING, _DEADLINE_S = 16, 120.0


class Aside:
    """Runs functions of modules in a process of its own, one at a time.

    Args:
        most: how many may wait.
        deadline_s: how long one may take, its waiting included; then the process is ended.
    """

    def __init__(self, most: int = _MOST_WAITING, deadline_s: float = _DEADLINE_S) -> None:
        self._most, self._deadline_s, self._waiting = most, deadline_s, 0
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call it there. Raises what it raises.

        Raises:
            WireError: too many wait already, or it took too long.
            EngineError: the process died twice.
        """
        if self._waiting >= self._most:
            raise WireError("too_many", "Too much is being worked out already", "", "Ask again in a moment.", retry_after_s=2)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._twice(function, *arguments)
        except TimeoutError as error:
            self.close()
            raise WireError("too_slow", "This could not be worked out", f"{self._deadline_s:.0f} s were not enough") from error
        finally:
            self._waiting -= 1

    async def _twice(self, function: Callable[..., T], *arguments: object) -> T:
        try:
            return await asyncio.wrap_future(self._submit(function, *arguments))
        except BrokenProcessPool:
            self.close()
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

    def close(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            processes = list(pool._processes.values())
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
