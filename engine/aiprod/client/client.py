# SPDX-License-Identifier: Apache-2.0
"""The client: every operation as a typed method, news of jobs as it happens.

    async with AsyncClient(start=True) as engine:
        ordered = await engine.generate("A lighthouse keeper finds a lost whale.")
        async for news in engine.watch(ordered.job.id, previews=True):
            print(news.kind, news.data)

`Client` (in `aiprod.client.blocking`) is the same for programs without an event loop.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from aiprod.client.finding import Locate, of_this_user
from aiprod.client.http import HttpLink
from aiprod.client.news import News
from aiprod.client.operations import Operations
from aiprod.wire.jobs import FINAL, JobRequest, JobView, Subscribe

if TYPE_CHECKING:
    from aiprod.client.socket import SocketLink
    from aiprod.wire.base import Request


class AsyncClient(Operations):
    """The engine, to be asked and watched.

    Args:
        locate: how it is found; by default the engine of this user.
        start: start one when none runs.
        over: what requests travel over. News always travels over a socket, which is opened when it is first wanted.
    """

    def __init__(self, locate: Locate | None = None, *, start: bool = False, over: Literal["http", "socket"] = "http") -> None:
        self._start, self._locate = start and locate is None, locate or of_this_user()
        self._http = HttpLink(self._locate)
        self._news_link: SocketLink | None = None
        super().__init__(self._http if over == "http" else self._socket)

    @property
    def _socket(self) -> SocketLink:
        if self._news_link is None:
            from aiprod.client.socket import SocketLink

            self._news_link = SocketLink(self._locate)
        return self._news_link

    async def __aenter__(self) -> Self:
        """Make sure that the engine is there. Raises NoEngineError, ImpostorError."""
        if self._start:
            from aiprod.client.starting import ensure_server

            await ensure_server()
        else:
            await self._locate()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up. Jobs go on."""
        await self._http.close()
        if self._news_link is not None:
            await self._news_link.close()

    async def news(self, jobs: Collection[str] = (), *, previews: bool = False, after: str = "") -> AsyncIterator[News]:
        """News as it happens, until the iteration is left.

        A connection that breaks is made again, and the news goes on where it was; where that can't be, a "resync" comes.

        Args:
            jobs: only news of these; empty: of all.
            previews: pictures too.
            after: go on after this cursor.
        """
        feed = await self._socket.subscribe(Subscribe(jobs=tuple(jobs), previews=previews, after=after))
        try:
            while (news := await feed.box.take()) is not None:
                yield news
        finally:
            await self._socket.unsubscribe(feed)

    async def watch(self, job_id: str, *, previews: bool = False) -> AsyncIterator[News]:
        """News of one job: its state now, then all that happens, up to its last state."""
        feed = await self._socket.subscribe(Subscribe(jobs=(job_id,), previews=previews))
        try:
            now = await self._now(job_id)
            yield now
            while now.state not in FINAL:
                found = await feed.box.take()
                if found is None:
                    return
                now = await self._now(job_id) if found.kind == "resync" else found
                yield now
        finally:
            await self._socket.unsubscribe(feed)

    async def _now(self, job_id: str) -> News:
        job = await self._socket.call("jobs.status", JobRequest(job_id=job_id), JobView)
        return News("state", job.id, job.updated_at, {"state": job.state, "attempt": job.attempt})

    async def finished(self, job_id: str) -> JobView:
        """The job, once it has ended."""
        async for _news in self.watch(job_id):
            pass
        return await self.jobs.status(job_id)

    async def save(self, operation: str, request: Request, path: Path) -> Path:
        """Write a file of the engine ("takes.file", "assets.file", "diagnostics.bundle") to `path`, however large."""
        return await self._http.save(operation, request, path)
