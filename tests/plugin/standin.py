# SPDX-License-Identifier: Apache-2.0
"""Something that stands where the engine should be: one that proves itself and then misbehaves, or an impostor."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from aiprod.wire.discovery import fingerprint, prove
from aiprod.wire.envelopes import SUBPROTOCOL, pack_picture
from aiprod.wire.operations import DOOR_PATH


@dataclass
class StandIn:
    """How it behaves.

    Attributes:
        token: what it proves itself with; empty for an impostor, which proves nothing.
        mute_for: on so many connections it says nothing at all after its greeting.
        pictures: sends a preview in each form after a subscription.
        offered: the sub-protocols that were offered to it: all that it learns of tokens.
    """

    token: str = ""
    mute_for: int = 0
    pictures: bool = False
    protocol_range: tuple[int, int] = (1, 1)
    port: int = 0
    offered: list[str] = field(default_factory=list)
    connections: int = 0

    async def __call__(self, link: ServerConnection) -> None:
        assert link.request is not None
        self.offered += link.request.headers.get_all("Sec-WebSocket-Protocol")
        hello = {
            "type": "hello", "protocol": 1, "protocol_range": self.protocol_range, "app_version": "0", "session": "x",
            "client": "nobody", "capabilities": [],
        }  # fmt: skip
        await link.send(json.dumps(hello))
        at_the_door = link.request.path == DOOR_PATH
        self.connections += not at_the_door
        if not at_the_door and self.connections <= self.mute_for:
            await asyncio.Event().wait()
        async for text in link:
            frame = json.loads(text)
            if frame["type"] == "ping":
                await link.send('{"type": "pong"}')
            elif frame["type"] == "request":
                await link.send(json.dumps({"type": "response", "id": frame["id"], "ok": True, "body": self._body(frame)}))
                if self.pictures and frame["op"] == "events.subscribe":
                    await self._show(link)

    def _body(self, frame: dict[str, Any]) -> dict[str, Any]:
        if frame["op"] == "server.hello":
            key = fingerprint(self.token) if "panel" in frame["body"] else self.token
            proof = prove(key, frame["body"]["nonce"], self.port) if self.token else "0" * 64
            return {"proof": proof, "protocol": [1, 1], "app_version": "0"}
        if frame["op"] == "events.subscribe":
            return {"subscription": "s1", "cursor": "c-1"}
        return {"live": True, "heard": frame["op"]}

    async def _show(self, link: ServerConnection) -> None:
        head = {"type": "preview", "subscription": "s1", "cursor": "c-2", "job_id": "job_é", "at": 1.5, "dropped": 3}
        await link.send(pack_picture({**head, "mime": "image/webp", "shot": "plan-é-漢-🎬"}, bytes(range(256))))
        event = {
            "cursor": "c-3",
            "job_id": "job_é",
            "at": 2.0,
            "kind": "preview",
            "data": {"mime": "image/jpeg", "base64": "/9j/"},
        }
        await link.send(json.dumps({"type": "event", "subscription": "s1", "event": event, "dropped": 0}))


@contextmanager
def standing_in(**how: Any) -> Iterator[StandIn]:
    """A stand-in for the length of a block, in a thread with its own loop."""
    one, ready = StandIn(**how), threading.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with serve(one, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL], ping_interval=None) as server:  # type: ignore[list-item]
            one.port = next(iter(server.sockets)).getsockname()[1]
            ready.set()
            await asyncio.Event().wait()

    task = loop.create_task(run())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.wait([task])), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield one
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
