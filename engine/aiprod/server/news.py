# SPDX-License-Identifier: Apache-2.0
"""News of jobs on their way to one socket: events as JSON, pictures as binary frames or base64."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from aiprod.server.answers import as_json
from aiprod.server.views import event_view
from aiprod.wire.envelopes import EventFrame, pack_picture

if TYPE_CHECKING:
    from aiprod.observe.metrics import Metrics
    from aiprod.server.bus import JobEvent, Subscription


class Outlet(Protocol):
    """Where frames go. Waits while the other side is slow."""

    async def text(self, text: str) -> None: ...

    async def binary(self, data: bytes) -> None: ...


class News:
    """One subscription, pumped into one socket. While a frame waits for the client, newer pictures replace older ones."""

    def __init__(self, name: str, subscription: Subscription, out: Outlet, *, base64: bool, metrics: Metrics) -> None:
        self._name, self._subscription, self._out, self._base64 = name, subscription, out, base64
        self._metrics, self._dropped = metrics, 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.ensure_future(self.run())

    def close(self) -> None:
        self._subscription.close()
        if self._task is not None:
            self._task.cancel()

    async def run(self, *, until_final: bool = False) -> None:
        """Send what comes; with `until_final`, up to the job's last state."""
        with suppress(OSError):
            async for event in self._subscription:
                await self._send(event)
                if until_final and event.kind == "state" and _is_final(event):
                    return

    async def _send(self, event: JobEvent) -> None:
        dropped = self._subscription.dropped - self._dropped
        self._dropped += dropped
        if event.kind != "preview":
            await self._text(event, dropped)
            return
        self._metrics.preview(sent=1, dropped=dropped)
        if self._base64:
            await self._text(event, dropped)
        else:
            header = {
                "type": "preview",
                "subscription": self._name,
                "cursor": event.cursor,
                "job_id": event.job_id,
                "at": event.at,
            }
            await self._out.binary(pack_picture({**event.data, **header, "dropped": dropped}, event.image))

    async def _text(self, event: JobEvent, dropped: int) -> None:
        view = event_view(event)
        if event.image:
            view = view.model_copy(update={"data": {**view.data, "base64": b64encode(event.image).decode()}})
        await self._out.text(as_json(EventFrame(subscription=self._name, event=view, dropped=dropped)).decode())


def _is_final(event: JobEvent) -> bool:
    from aiprod.server.bus import FINAL

    return event.data.get("state") in FINAL
