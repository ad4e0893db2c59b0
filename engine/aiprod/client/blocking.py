# SPDX-License-Identifier: Apache-2.0
"""The client for programs without an event loop: it runs one of its own in a thread.

with Client(start=True) as engine:
    ordered = engine.generate("A lighthouse keeper finds a lost whale.")
    for news in engine.watch(ordered.job.id):
        print(news.kind, news.data)
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Coroutine, Iterator
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from aiprod.client.blocking_operations import BlockingOperations
from aiprod.client.client import AsyncClient
from aiprod.client.finding import Locate
from aiprod.client.link import Link, R
from aiprod.client.news import News
from aiprod.wire.base import Request
from aiprod.wire.jobs import JobView

T = TypeVar("T")


class _Loop:
    """An event loop in a thread. Whoever waits for it can be interrupted."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="aiprod-client", daemon=True)
        self._thread.start()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine; on Ctrl-C the coroutine is cancelled."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        if not self._thread.is_alive():
            self._loop.close()


class _Waiting:
    """A link whose calls wait."""

    def __init__(self, loop: _Loop, link: Link) -> None:
        self._loop, self._link = loop, link

    def call(self, operation: str, request: Request, reply: type[R]) -> R:
        return self._loop.wait(self._link.call(operation, request, reply))

    def fetch(self, operation: str, request: Request) -> bytes:
        return self._loop.wait(self._link.fetch(operation, request))

    def read(self, operation: str, request: Request) -> str:
        return self._loop.wait(self._link.read(operation, request))


class Client(BlockingOperations):
    """The engine, to be asked and watched; see `AsyncClient` for the parameters."""

    def __init__(self, locate: Locate | None = None, *, start: bool = False, over: Literal["http", "socket"] = "http") -> None:
        self._loop = _Loop()
        self._async = self._loop.wait(_made(locate, start, over))
        super().__init__(_Waiting(self._loop, self._async._link))

    def __enter__(self) -> Self:
        """Make sure that the engine is there. Raises NoEngineError, ImpostorError."""
        try:
            self._loop.wait(self._async.__aenter__())
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up. Jobs go on."""
        self._loop.wait(self._async.close())
        self._loop.close()

    def news(self, jobs: Collection[str] = (), *, previews: bool = False, after: str = "") -> Iterator[News]:
        """News as it happens, until the iteration is left."""
        return self._iterated(self._async.news(jobs, previews=previews, after=after))

    def watch(self, job_id: str, *, previews: bool = False) -> Iterator[News]:
        """News of one job: its state now, then all that happens, up to its last state."""
        return self._iterated(self._async.watch(job_id, previews=previews))

    def finished(self, job_id: str) -> JobView:
        """The job, once it has ended."""
        return self._loop.wait(self._async.finished(job_id))

    def save(self, operation: str, request: Request, path: Path) -> Path:
        """Write a file of the engine to `path`, however large."""
        return self._loop.wait(self._async.save(operation, request, path))

    def _iterated(self, found_by: AsyncIterator[News]) -> Iterator[News]:
        try:
            while (found := self._loop.wait(_next(found_by))) is not None:
                yield found
        finally:
            self._loop.wait(_closed(found_by))


async def _made(locate: Locate | None, start: bool, over: Literal["http", "socket"]) -> AsyncClient:
    return AsyncClient(locate, start=start, over=over)


async def _next(news: AsyncIterator[News]) -> News | None:
    return await anext(news, None)


async def _closed(news: AsyncIterator[News]) -> None:
    close = getattr(news, "aclose", None)
    if close is not None:
        await close()
