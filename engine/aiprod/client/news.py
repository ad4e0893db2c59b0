# SPDX-License-Identifier: Apache-2.0
"""News of jobs as a client has it, and the box in which it waits to be read."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_MOST = 10_000


@dataclass(frozen=True)
class News:
    """A piece of news of a job.

    Attributes:
        kind: "state", "progress", "warning", "note", "fall" (a generator gave way to another), "preview", "hosts" (an
            editor came, went, or shows something else), or "resync": some news was missed, ask for the state of what you follow.
        job_id: the job; empty for "hosts" and "resync".
        at: unix seconds.
        data: details: {state, reason, attempt}, {department, step, shot, done, total, fraction, eta_s, …}, {shot, frame, …}.
        cursor: where to go on after this.
        image: a preview's picture, JPEG or WebP as `data["mime"]` says.
        dropped: previews that were left out before this because the reader was slow.
    """

    kind: str
    job_id: str = ""
    at: float = 0.0
    data: Mapping[str, Any] = field(default_factory=dict)
    cursor: str = ""
    image: bytes = b""
    dropped: int = 0

    @property
    def state(self) -> str:
        """The job's new state, for "state"."""
        return str(self.data.get("state", "")) if self.kind == "state" else ""


class Box:
    """News that waits for its reader. Of previews only the newest of each job waits; when far too much waits, all of it gives
    way to one "resync"."""

    def __init__(self) -> None:
        self._waiting: deque[News] = deque()
        self._previews: dict[str, News] = {}
        self._came = asyncio.Event()
        self._end: Exception | None = None
        self._ended = False

    def put(self, news: News) -> None:
        if news.kind == "preview":
            late = self._previews.pop(news.job_id, None)
            if late is not None:
                lost = News("preview", news.job_id, news.at, news.data, news.cursor, news.image, news.dropped + late.dropped + 1)
                news = lost
            self._previews[news.job_id] = news
        else:
            self._keep(news)
        self._came.set()

    def _keep(self, news: News) -> None:
        if len(self._waiting) >= _MOST:
            self._waiting.clear()
            self._previews.clear()
            news = News("resync", at=news.at, cursor=news.cursor)
        self._waiting.append(news)

    def end(self, error: Exception | None = None) -> None:
        """No more will come; an error is raised to the reader after what waits."""
        if not self._ended:
            self._ended, self._end = True, error
            self._came.set()

    async def take(self) -> News | None:
        """The next piece; None at the end. Raises what ended it."""
        while True:
            if self._waiting:
                return self._waiting.popleft()
            if self._previews:
                return self._previews.pop(next(iter(self._previews)))
            if self._ended:
                if self._end is not None:
                    raise self._end
                return None
            self._came.clear()
            await self._came.wait()
