# SPDX-License-Identifier: Apache-2.0
"""Webhooks: addresses are told when jobs end. Signed (see `wire.signing`), tried again for hours, never twice the same id.

A message is a small file from the moment its job has ended until it was delivered or given up, so that a server that was
killed goes on with it. It says which job came to which end, and nothing of what the film is about.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aiprod import __version__
from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.server.outside import ForbiddenAddressError, Outside
from aiprod.wire.signing import DELIVERY, EVENT, SIGNATURE, TIMESTAMP, signature

if TYPE_CHECKING:
    from aiprod.production.jobs import Job
    from aiprod.production.jobs.store import JobStore
    from aiprod.production.jobs.webhooks import Webhook
    from aiprod.server.bus import Bus

EVENTS = ("delivered", "failed", "cancelled", "expired")
BACKOFF_S = (5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0, 10800.0)
"""Pauses between the attempts of one message; after the last it is given up."""
_GONE = 410
"""The answer with which a receiver says that it wants no more."""
_AT_ONCE, _MOST = 8, 2_000
"""Calls at the same time; messages that may wait."""
_REMEMBERED = 1_000
_CAUGHT_UP = 200
"""Ended jobs that are looked at after news was missed."""
log = logging.getLogger(__name__)


def _uncounted(_outcome: str) -> None:
    """Nobody counts."""


class Message(BaseModel):
    """Something to tell one address, as it lies in its file."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    webhook: str
    event: str
    body: str
    tries: int = 0
    due: float = 0.0


class Notifier:
    """Tells addresses about jobs that have ended.

    Args:
        store: jobs and webhooks.
        folder: where messages wait.
        outside: makes the calls, and knows which addresses are forbidden.
        count: is told each outcome: "delivered", "retried", "refused", "given_up", "disabled", "overflow".
        clock: unix seconds.
        pause: waits; tests bring their own.
    """

    def __init__(
        self, store: JobStore, folder: Path, *, outside: Outside | None = None, count: Callable[[str], None] = _uncounted,
        clock: Callable[[], float] = time.time, pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._store, self._folder, self._outside = store, folder, outside or Outside()
        self._count, self._clock, self._pause = count, clock, pause
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._told: dict[str, None] = {}

    async def check(self, url: str) -> None:
        """Raises UserError for an address that would never be called: for when it is added."""
        await self._outside.check(url)

    async def follow(self, bus: Bus) -> None:
        """Go on with what waits since last time, then tell of every job that ends. Runs until it is cancelled."""
        subscription = bus.subscribe(None, previews=False)
        try:
            for message in await asyncio.to_thread(self._waiting):
                self._begin(message)
            async for event in subscription:
                if event.kind == "resync":
                    await self._catch_up()
                elif event.kind == "state" and event.data.get("state") in EVENTS:
                    await self.tell(event.job_id)
        finally:
            subscription.close()
            await self.close()

    async def tell(self, job_id: str) -> None:
        """Queue what there is to tell of a job that has ended. Each end of a job is told once."""
        try:
            job = await asyncio.to_thread(self._store.get, job_id)
            await self._tell(job)
        except UserError as error:
            log.warning("a webhook could not be prepared", extra={"job": job_id, "why": str(error)})

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    async def close(self) -> None:
        """Stop; messages that were not delivered keep their files."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _catch_up(self) -> None:
        from aiprod.production.jobs import JobState

        states = [JobState(name) for name in EVENTS]
        for job in await asyncio.to_thread(lambda: self._store.find(states=states, limit=_CAUGHT_UP)):
            if job.finished_at is not None and self._clock() - job.finished_at < sum(BACKOFF_S):
                await self.tell(job.id)

    async def _tell(self, job: Job) -> None:
        state = job.state.value
        end = f"{job.id}:{job.attempt}:{state}:{job.finished_at}"
        if state not in EVENTS or end in self._told:
            return
        self._told[end] = None
        while len(self._told) > _REMEMBERED:
            del self._told[next(iter(self._told))]
        for hook in await asyncio.to_thread(lambda: self._store.webhooks.all(active=True)):
            if state in hook.events:
                await self._queue(_message(hook, job, end))

    async def _queue(self, message: Message) -> None:
        if message.id in self._under_way:
            return
        if len(self._under_way) >= _MOST:
            self._count("overflow")
            log.warning("a webhook was dropped: too many wait", extra={"webhook": message.webhook})
            return
        await asyncio.to_thread(self._keep, message)
        self._begin(message)

    def _begin(self, message: Message) -> None:
        task = asyncio.ensure_future(self._carry(message))
        self._under_way[message.id] = task
        task.add_done_callback(lambda _task: self._under_way.pop(message.id, None))

    async def _carry(self, message: Message) -> None:
        """One message until it is delivered or given up."""
        while True:
            await self._pause(max(0.0, message.due - self._clock()))
            async with self._room:
                outcome = await self._attempt(message)
            self._count(outcome)
            if outcome != "retried" or message.tries >= len(BACKOFF_S):
                break
            message = message.model_copy(update={"tries": message.tries + 1, "due": self._clock() + BACKOFF_S[message.tries]})
            await asyncio.to_thread(self._keep, message)
        if outcome == "retried":
            self._count("given_up")
        await asyncio.to_thread(self._path(message.id).unlink, True)

    async def _attempt(self, message: Message) -> str:
        """One call; what came of it."""
        try:
            hook = await asyncio.to_thread(self._store.webhooks.get, message.webhook)
        except UserError:
            return "disabled"
        if hook.disabled_at is not None:
            return "disabled"
        status, refused = await self._call(hook, message)
        if 200 <= status < 300:
            await asyncio.to_thread(self._store.webhooks.delivered, hook.id)
            return "delivered"
        return await self._failed(hook, refused=refused, gone=status == _GONE)

    async def _call(self, hook: Webhook, message: Message) -> tuple[int, bool]:
        """The status of the answer, 0 where there was none; whether the address is forbidden."""
        try:
            status = await self._outside.post(hook.url, message.body.encode(), self._headers(hook, message))
        except ForbiddenAddressError:
            log.warning("a webhook leads to a forbidden address", extra={"webhook": hook.id})
            return 0, True
        except (UserError, OSError, TimeoutError) as error:
            log.info("a webhook could not be delivered", extra={"webhook": hook.id, "error_type": type(error).__name__})
            return 0, False
        log.info("a webhook was answered", extra={"webhook": hook.id, "status": status, "delivery": message.id})
        return status, False

    async def _failed(self, hook: Webhook, *, refused: bool, gone: bool) -> str:
        if gone:
            await asyncio.to_thread(self._store.webhooks.failed, hook.id, 1)
            return "disabled"
        after = await asyncio.to_thread(self._store.webhooks.failed, hook.id)
        if after is None or after.disabled_at is not None:
            log.warning("a webhook was disabled after many failures", extra={"webhook": hook.id})
            return "disabled"
        return "refused" if refused else "retried"

    def _headers(self, hook: Webhook, message: Message) -> dict[str, str]:
        timestamp = str(int(self._clock()))
        return {
            EVENT: message.event, DELIVERY: message.id, TIMESTAMP: timestamp, "Content-Type": "application/json",
            SIGNATURE: signature(hook.secret, timestamp, message.body.encode()), "User-Agent": f"AIPROD/{__version__}",
        }  # fmt: skip

    # --- the messages on disk --------------------------------------------------------------------------------------

    def _path(self, message_id: str) -> Path:
        return self._folder / f"{message_id}.json"

    def _keep(self, message: Message) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(UserError):  # a full disk costs the memory of it, not the message
            write_atomically(self._path(message.id), message.model_dump_json().encode())

    def _waiting(self) -> list[Message]:
        found = []
        for path in sorted(self._folder.glob("*.json"))[:_MOST]:
            try:
                found.append(Message.model_validate_json(path.read_bytes()))
            except (OSError, ValidationError):
                path.unlink(missing_ok=True)
        return found


def _message(hook: Webhook, job: Job, end: str) -> Message:
    delivery = hashlib.sha256(f"{hook.id}:{end}".encode()).hexdigest()[:32]
    failure = job.failure
    told: dict[str, Any] = {
        "id": job.id, "kind": job.kind, "state": job.state.value, "film": job.film, "client": job.client, "attempt": job.attempt,
        "created_at": job.created_at, "finished_at": job.finished_at,
        "failure": {"code": failure.code, "error_class": failure.error_class} if failure else None,
    }  # fmt: skip
    body = json.dumps({"event": job.state.value, "delivery": delivery, "job": told})
    return Message(id=delivery, webhook=hook.id, event=job.state.value, body=body)
