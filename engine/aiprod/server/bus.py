# SPDX-License-Identifier: Apache-2.0
"""The event bus: what happens to jobs, told to everyone who watches, without ever waiting for a slow watcher.

A watcher that falls behind loses pictures first (only the newest counts), then in-between progress (only the newest of each
job counts); changes of state are never dropped one by one: when even those pile up, the watcher gets one "resync" and asks
for the whole again. Events carry a cursor, so that a client that comes back goes on where it was.
"""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Kind = Literal["state", "progress", "warning", "note", "fall", "preview", "hosts", "resync"]
FINAL = frozenset({"delivered", "failed", "cancelled", "expired"})
"""States after which nothing more is shown of a job's pictures."""
_OVERTAKEN = ("progress", "hosts")
"""Kinds of which only the newest counts: that of each job, and the one that says that the editors changed."""
_KEPT = 4096
_WAITING = 1024


@dataclass(frozen=True)
class JobEvent:
    """One piece of news.

    Attributes:
        cursor: "<bus instance>-<number>"; hand it back to go on after this event.
        job_id: the job; empty for "resync", and for "hosts": an editor came, went, or shows something else.
        at: unix seconds.
        kind: what it is. "resync" means that events were lost: ask for the state of everything afresh.
        data: JSON-able details.
        image: the encoded picture of a "preview".
    """

    cursor: str
    job_id: str
    at: float
    kind: Kind
    data: Mapping[str, Any]
    image: bytes = b""


@dataclass
class _Inbox:
    """What waits for one watcher, by number. Bounded: one preview and one progress for each job, some of the rest."""

    limit: int
    texts: deque[tuple[int, JobEvent]] = field(default_factory=deque)
    progress: dict[str, tuple[int, JobEvent]] = field(default_factory=dict)
    previews: dict[str, tuple[int, JobEvent]] = field(default_factory=dict)

    def put(self, number: int, event: JobEvent) -> str:
        """Take an event in; returns what that cost: "", "preview", "progress" or "overflow"."""
        if event.kind == "preview":
            return self._newest(self.previews, number, event, "preview")
        if event.kind in _OVERTAKEN:
            return self._newest(self.progress, number, event, "progress")
        if len(self.texts) >= self.limit:
            return "overflow"
        self.texts.append((number, event))
        return ""

    @staticmethod
    def _newest(kept: dict[str, tuple[int, JobEvent]], number: int, event: JobEvent, cost: str) -> str:
        lost = kept.pop(event.job_id, None)
        kept[event.job_id] = number, event
        return cost if lost else ""

    def clear(self) -> None:
        self.texts.clear()
        self.progress.clear()
        self.previews.clear()

    def pop(self) -> JobEvent | None:
        """The oldest event."""
        heads = [(next(iter(kept.values()))[0], kept) for kept in (self.progress, self.previews) if kept]
        number, kept = min(heads, key=lambda head: head[0], default=(None, None))
        if self.texts and (number is None or self.texts[0][0] < number):
            return self.texts.popleft()[1]
        return kept.pop(next(iter(kept)))[1] if kept else None


class Subscription:
    """An async iterator over events. It ends when it or the bus is closed; close it when done.

    Attributes:
        dropped: previews that this watcher was too slow for.
        coalesced: progress events that were overtaken by newer ones.
    """

    def __init__(self, bus: Bus, jobs: Collection[str] | None, *, previews: bool, client: str, limit: int) -> None:
        self.client, self.dropped, self.coalesced = client, 0, 0
        self._bus, self._jobs, self._previews = bus, None if jobs is None else frozenset(jobs), previews
        self._inbox, self._closed = _Inbox(limit), False
        self._waiter: asyncio.Future[None] | None = None

    def wants(self, event: JobEvent) -> bool:
        if event.kind == "preview" and not self._previews:
            return False
        return event.kind == "resync" or self._jobs is None or event.job_id in self._jobs

    def put(self, number: int, event: JobEvent) -> str:
        """For the bus, under its lock: hand over an event; returns what was lost, as `_Inbox.put`."""
        cost = self._inbox.put(number, event)
        self.dropped += cost == "preview"
        self.coalesced += cost == "progress"
        if cost == "overflow":
            self._inbox.clear()
            self._inbox.put(number, self._bus.resync(number, event.at, "this watcher fell too far behind"))
        self._wake()
        return cost

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is None:
            return
        loop = waiter.get_loop()
        with suppress(RuntimeError):  # the watcher's loop is gone, and the watcher with it
            loop.call_soon_threadsafe(_set, waiter)

    def drain(self) -> list[JobEvent]:
        """Everything that is at hand now, in order, without waiting."""
        with self._bus.lock:
            return list(iter(self._inbox.pop, None))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> JobEvent:
        while True:
            with self._bus.lock:
                event = self._inbox.pop()
                if event is None and not self._closed:
                    self._waiter = asyncio.get_running_loop().create_future()
                    waiter = self._waiter
            if event is not None:
                return event
            if self._closed:
                raise StopAsyncIteration
            await waiter

    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        """End the iteration. May be called from any thread."""
        with self._bus.lock:
            self._closed = True
            self._wake()
        self._bus.forget(self)


def _set(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


class _History:
    """The last events without pictures, for those who come back: of a job's progress only the newest."""

    def __init__(self, keep: int) -> None:
        self._keep, self.forgotten = keep, 0
        self._events: dict[int, JobEvent] = {}
        self._progress: dict[str, int] = {}

    def add(self, number: int, event: JobEvent) -> None:
        if event.kind == "preview":
            return
        if event.kind in _OVERTAKEN:
            self._events.pop(self._progress.pop(event.job_id, -1), None)
            self._progress[event.job_id] = number
        self._events[number] = event
        while len(self._events) > self._keep:
            self.forgotten = next(iter(self._events))
            lost = self._events.pop(self.forgotten)
            if self._progress.get(lost.job_id) == self.forgotten:
                del self._progress[lost.job_id]

    def after(self, number: int) -> Iterator[tuple[int, JobEvent]]:
        return ((n, event) for n, event in self._events.items() if n > number)


class Bus:
    """The house's one bus. Publishing is safe from any thread and never waits for a watcher.

    Args:
        clock: unix seconds.
        keep: how many events are kept for those who come back with a cursor.
        waiting: how many state changes, warnings and notes may wait for one watcher before it has to resync.
    """

    def __init__(self, clock: Callable[[], float] = time.time, keep: int = _KEPT, waiting: int = _WAITING) -> None:
        self.lock = threading.RLock()
        self.instance = uuid.uuid4().hex[:12]
        self._clock, self._waiting, self._number = clock, waiting, 0
        self._history = _History(keep)
        self._subscriptions: set[Subscription] = set()
        self._pictures: dict[str, tuple[int, JobEvent]] = {}
        self._counts: Counter[str] = Counter()

    @property
    def cursor(self) -> str:
        """The cursor of the newest event."""
        return self._cursor(self._number)

    def publish(self, kind: Kind, job_id: str, data: Mapping[str, Any], image: bytes = b"") -> JobEvent:
        """Tell everyone who watches."""
        with self.lock:
            self._number += 1
            event = JobEvent(self._cursor(self._number), job_id, self._clock(), kind, data, image)
            self._remember(event)
            for subscription in self._subscriptions:
                if subscription.wants(event):
                    self._count(subscription.put(self._number, event))
        return event

    def _remember(self, event: JobEvent) -> None:
        self._counts[f"published_{event.kind}"] += 1
        self._history.add(self._number, event)
        if event.kind == "preview":
            self._pictures[event.job_id] = self._number, event
        elif event.kind == "state" and event.data.get("state") in FINAL:
            self._pictures.pop(event.job_id, None)

    def _count(self, cost: str) -> None:
        if cost:
            self._counts[{"preview": "previews_dropped", "progress": "progress_coalesced", "overflow": "resyncs"}[cost]] += 1

    def subscribe(
        self, jobs: Collection[str] | None = None, *, previews: bool = False, after: str | None = None, client: str | None = None,
    ) -> Subscription:  # fmt: skip
        """Watch some jobs, or all.

        Args:
            jobs: their ids; None for all.
            previews: whether pictures are wanted; the newest of each running job comes at once.
            after: the cursor of the last event seen; what came since is given again. One that is unknown here or too old
                brings a "resync" first.
            client: who watches, for the records.
        """
        subscription = Subscription(self, jobs, previews=previews, client=client or "", limit=self._waiting)
        with self.lock:
            for number, event in [*self._missed(after), *self._pictures.values()]:
                if subscription.wants(event):
                    subscription.put(number, event)
            self._subscriptions.add(subscription)
        return subscription

    def _missed(self, after: str | None) -> list[tuple[int, JobEvent]]:
        if after is None:
            return []
        number = self._number_of(after)
        if number is None:
            return [(self._number, self.resync(self._number, self._clock(), "the cursor is unknown here or too old"))]
        return list(self._history.after(number))

    def _number_of(self, cursor: str) -> int | None:
        instance, _, digits = cursor.rpartition("-")
        if instance != self.instance or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
            return None
        number = int(digits)
        return number if self._history.forgotten <= number <= self._number else None

    def resync(self, number: int, at: float, reason: str) -> JobEvent:
        """The event that says: events were lost, ask for everything afresh."""
        return JobEvent(self._cursor(number), "", at, "resync", {"reason": reason})

    def _cursor(self, number: int) -> str:
        return f"{self.instance}-{number}"

    async def wait(self, after: str, timeout: float, jobs: Collection[str] | None = None) -> list[JobEvent]:
        """Long poll: what came after a cursor, at once if there is something; an empty list after `timeout` seconds."""
        subscription = self.subscribe(jobs, after=after)
        try:
            if ready := subscription.drain():
                return ready
            first = await asyncio.wait_for(anext(subscription), timeout)
            return [first, *subscription.drain()]
        except (TimeoutError, StopAsyncIteration):
            return []
        finally:
            subscription.close()

    def forget(self, subscription: Subscription) -> None:
        """For a subscription that closes."""
        with self.lock:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """End every subscription: the server stops."""
        for subscription in list(self._subscriptions):
            subscription.close()

    def counters(self) -> dict[str, int]:
        """Published by kind, previews dropped, progress coalesced, resyncs, and how many watch now."""
        with self.lock:
            return {**self._counts, "subscribers": len(self._subscriptions)}
