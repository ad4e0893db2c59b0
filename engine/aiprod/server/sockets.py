# SPDX-License-Identifier: Apache-2.0
"""The socket face: requests, responses and news over one WebSocket.

Nothing is queued here for a slow client: news waits in its subscription, where pictures and progress give way to newer ones,
and whoever takes nothing for too long is hung up on (see `connections`).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import to_json

from aiprod import __version__
from aiprod.server.answers import Message, Receive, Scope, Send, as_json, deny_socket
from aiprod.server.bus import Subscription
from aiprod.server.handling import Answer, Encoded, Payload, invoke, is_quick
from aiprod.server.http import read_request, refusal
from aiprod.server.identity import NOBODY, Client
from aiprod.server.news import News
from aiprod.server.settings import Limits
from aiprod.wire.base import PROTOCOL, PROTOCOL_RANGE, Binary, Done, Request
from aiprod.wire.envelopes import (
    SUBPROTOCOL,
    CancelFrame,
    ErrorFrame,
    HelloFrame,
    PingFrame,
    PongFrame,
    RequestFrame,
    from_client,
)
from aiprod.wire.errors import WireError, as_wire
from aiprod.wire.jobs import Subscribe, Subscribed, Unsubscribe
from aiprod.wire.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from aiprod.observe.metrics import Metrics
    from aiprod.server.engine import Engine

log = logging.getLogger(__name__)
_MOST_NONSENSE = 20
"""Frames without sense after which a socket is closed."""
_PING, _PONG = as_json(PingFrame()).decode(), as_json(PongFrame()).decode()
_POLICY, _UNSUPPORTED = 1008, 1003


class Sockets:
    """The open sockets, by client."""

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        self._limits, self._metrics = limits, metrics
        self._open: dict[Link, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def connected(self, client: str) -> bool:
        return any(link.client.id == client for link in self._open)

    def admit(self, client: Client) -> None:
        """Raises WireError when there are too many."""
        mine = sum(link.client.id == client.id for link in self._open)
        if len(self._open) >= self._limits.sockets or (not client.owner and mine >= self._limits.sockets_of_panel):
            raise WireError("too_many", "Too many sockets are open", "", "Close one of them.", retry_after_s=5)

    def add(self, link: Link) -> None:
        self._open[link] = None
        self._metrics.connected(1)

    def remove(self, link: Link) -> None:
        if link in self._open:
            del self._open[link]
            self._metrics.connected(-1)

    def drop(self, client: str) -> None:
        """Hang up on a client: its token counts no longer."""
        for link in [link for link in self._open if link.client.id == client]:
            link.close(_POLICY, "the token was revoked")


class Link:
    """One open socket: sends whole frames, and knows how to hang up."""

    def __init__(self, client: Client, receive: Receive, send: Send) -> None:
        self.client, self._receive, self._send = client, receive, send
        self.closed = asyncio.Event()
        self._ending: asyncio.Task[None] | None = None

    async def accept(self, scope: Scope) -> None:
        offered = SUBPROTOCOL in scope.get("subprotocols", [])
        await self._send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL if offered else None})

    async def text(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def binary(self, data: bytes) -> None:
        await self._send({"type": "websocket.send", "bytes": data})

    async def next(self) -> Message | None:
        """The next frame; None when the client has hung up."""
        message = await self._receive()
        return message if message["type"] == "websocket.receive" else None

    def close(self, code: int, reason: str) -> None:
        """Begin to hang up; may be called from anywhere on the loop."""
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._close(code, reason))

    async def _close(self, code: int, reason: str) -> None:
        with suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code, "reason": reason})
        self.closed.set()


class Session:
    """A client on `/api/v1/ws`."""

    def __init__(self, engine: Engine, link: Link) -> None:
        self._engine, self._link, self._client = engine, link, link.client
        self._requests: dict[str, asyncio.Task[None]] = {}
        self._news: dict[str, News] = {}
        self._nonsense = 0

    async def run(self) -> None:
        """Greet, then serve until one side hangs up."""
        hello = HelloFrame(
            protocol=PROTOCOL, protocol_range=PROTOCOL_RANGE, app_version=__version__, session=secrets.token_hex(8),
            client=self._client.id, capabilities=tuple(sorted(self._client.permissions)),
        )  # fmt: skip
        await self._link.text(as_json(hello).decode())
        pinger = asyncio.ensure_future(self._ping())
        try:
            while (message := await self._link.next()) is not None:
                await self._take(message)
        finally:
            pinger.cancel()
            for task in self._requests.values():
                task.cancel()
            for news in self._news.values():
                news.close()

    async def _ping(self) -> None:
        with suppress(OSError):
            while True:
                await asyncio.sleep(self._engine.settings.limits.ping_every_s)
                await self._link.text(_PING)

    async def _take(self, message: Message) -> None:
        text = message.get("text")
        if text is None:
            self._link.close(_UNSUPPORTED, "clients send text frames")
            return
        try:
            frame = from_client.validate_json(text)
        except ValidationError as error:
            await self._nonsensical(refusal(error))
            return
        if isinstance(frame, RequestFrame):
            await self._begin(frame)
        elif isinstance(frame, CancelFrame):
            if task := self._requests.pop(frame.id, None):
                task.cancel()
        elif isinstance(frame, PingFrame):
            await self._link.text(_PONG)

    async def _nonsensical(self, error: WireError) -> None:
        self._nonsense += 1
        if self._nonsense > _MOST_NONSENSE:
            self._link.close(_POLICY, "too many frames without sense")
            return
        await self._link.text(as_json(ErrorFrame(error=error.body)).decode())

    async def _begin(self, frame: RequestFrame) -> None:
        if frame.id in self._requests:
            await self._refuse(frame.id, WireError("conflict", "This request is under way already", "its id is in use"))
        elif len(self._requests) >= self._engine.settings.limits.requests_of_socket:
            await self._refuse(frame.id, WireError("too_many", "Too many requests at once", "", "Wait for answers first."))
        elif is_quick(frame.op):
            await self._answer(frame)
        else:
            task = asyncio.ensure_future(self._answer(frame))
            self._requests[frame.id] = task
            task.add_done_callback(lambda done: self._ended(frame.id, done))

    def _ended(self, request_id: str, task: asyncio.Task[None]) -> None:
        if self._requests.get(request_id) is task:
            del self._requests[request_id]
        if not task.cancelled() and task.exception() is not None:
            self._link.close(_POLICY, "the connection can't be used any more")

    async def _answer(self, frame: RequestFrame) -> None:
        begun, outcome = perf_counter(), "ok"
        with suppress(OSError):
            try:
                body = await self._body(frame)
            except WireError as error:
                outcome = error.code
                await self._refuse(frame.id, error)
            else:
                await self._link.text(f'{{"type":"response","id":"{frame.id}","ok":true,"body":{body.decode()}}}')
        self._engine.metrics.request(frame.op, "ws", outcome, perf_counter() - begun)

    async def _refuse(self, request_id: str, error: WireError) -> None:
        body = as_json(error.body).decode()
        await self._link.text(f'{{"type":"response","id":"{request_id}","ok":false,"error":{body}}}')

    async def _body(self, frame: RequestFrame) -> bytes:
        operation = OPERATIONS.get(frame.op)
        if operation is None:
            raise WireError("unknown_operation", f"There is no operation {frame.op!r}", "", "See /docs.")
        request = _request(operation, frame)
        if not operation.method:
            self._client.require(operation.permission)
            return as_json(_ONLY_HERE[operation.name](self, request))
        return await encoded(await invoke(self._engine, self._client, operation, request))

    # -- what only makes sense on a socket

    def subscribe(self, request: Request) -> Subscribed:
        assert isinstance(request, Subscribe)
        if len(self._news) >= self._engine.settings.limits.subscriptions:
            raise WireError("too_many", "Too many subscriptions on this socket", "", "End one of them.")
        cursor = self._engine.bus.cursor
        subscription = self._subscription(request)
        name = f"s{secrets.token_hex(4)}"
        news = News(name, subscription, self._link, base64=request.encoding == "base64", metrics=self._engine.metrics)
        self._news[name] = news
        news.start()
        return Subscribed(subscription=name, cursor=cursor)

    def _subscription(self, request: Subscribe) -> Subscription:
        jobs = request.jobs or None
        return self._engine.bus.subscribe(jobs, previews=request.previews, after=request.after or None, client=self._client.id)

    def unsubscribe(self, request: Request) -> Done:
        assert isinstance(request, Unsubscribe)
        news = self._news.pop(request.subscription, None)
        if news is None:
            raise WireError("not_found", "There is no such subscription on this socket")
        news.close()
        return Done()


_ONLY_HERE: dict[str, Callable[[Session, Request], Any]] = {
    "events.subscribe": Session.subscribe,
    "events.unsubscribe": Session.unsubscribe,
}
"""The operations without an HTTP route."""


def socket_operations() -> frozenset[str]:
    return frozenset(_ONLY_HERE)


def _request(operation: Operation, frame: RequestFrame) -> Request:
    body = frame.body
    if operation.mutates and frame.operation_id is not None and body.get("operation_id") is None:
        body = {**body, "operation_id": frame.operation_id}
    try:
        return read_request(operation, to_json(body))
    except (ValueError, RecursionError) as error:
        raise WireError("bad_json", "The request can't be read", "it holds what JSON can't carry") from error


async def encoded(answer: Answer) -> bytes:
    """An answer as JSON; files in base64. Raises WireError for a file that is too large for a socket."""
    if isinstance(answer, Encoded):
        return answer.json
    if not isinstance(answer, Payload):
        return as_json(answer)
    if answer.size > Binary.SOCKET_LIMIT:
        raise WireError(
            "too_large",
            "The file is too large for a socket",
            f"it has {answer.size >> 20} MiB",
            "Fetch it over HTTP, or by path.",
        )
    data = await asyncio.to_thread(answer.path.read_bytes) if answer.path else answer.data
    return as_json(Binary(mime=answer.mime, size=len(data), base64=b64encode(data).decode()))


async def serve_socket(
    engine: Engine, scope: Scope, receive: Receive, send: Send, run: Callable[[Link], Awaitable[None]]
) -> None:
    """Admit a WebSocket, and run something on it until it ends."""
    link = Link(scope["client_of_engine"], receive, send)
    await receive()
    try:
        engine.sockets.admit(link.client)
    except WireError as error:
        await deny_socket(send, error)
        return
    engine.sockets.add(link)
    if not link.client.owner and link.client.id != NOBODY.id:
        engine.threads.submit(engine.store.panels.seen, link.client.id)
    try:
        with suppress(OSError):
            await link.accept(scope)
            await run(link)
    except Exception as error:  # a fault of ours ends this socket in good order
        log.error("a socket failed", exc_info=error)
        engine.metrics.request("socket", "ws", as_wire(error).code, 0.0)
        link.close(_POLICY, "the engine could not go on with this connection")
    finally:
        engine.sockets.remove(link)
        if link._ending is not None:
            await link.closed.wait()
