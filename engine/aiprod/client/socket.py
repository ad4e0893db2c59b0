# SPDX-License-Identifier: Apache-2.0
"""The link over one WebSocket: requests, and news as it happens. It comes back by itself, and goes on where it was."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiprod.client.finding import ImpostorError, Locate
from aiprod.client.http import LostEngineError, repeatable
from aiprod.client.link import R
from aiprod.client.news import Box, News
from aiprod.film.errors import UserError
from aiprod.wire.base import PROTOCOL, Binary, Reply, Request, Text
from aiprod.wire.envelopes import (
    PING_EVERY_S,
    SILENCE_S,
    SUBPROTOCOL,
    TOKEN_PREFIX,
    CancelFrame,
    ErrorFrame,
    EventFrame,
    HelloFrame,
    PingFrame,
    PongFrame,
    RequestFrame,
    ResponseFrame,
    from_server,
    unpack_picture,
)
from aiprod.wire.errors import ErrorBody, ErrorReply, WireError
from aiprod.wire.jobs import Subscribe, Subscribed, Unsubscribe
from aiprod.wire.operations import OPERATIONS, SOCKET_PATH

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

PATIENCE_S = 30.0
_PAUSES_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
_HELLO_S = 10.0
_TURNED_AWAY = 2
"""Refusals in a row after which it is not tried again. One can happen when the engine is started anew just now."""
_EARLY = 256
"""News that is kept for a subscription whose name did not arrive yet."""


@dataclass
class _Asked:
    """A request whose answer is awaited."""

    frame: RequestFrame
    answer: asyncio.Future[dict[str, Any]]
    again: bool
    """Whether it may be sent twice."""


@dataclass
class Feed:
    """A subscription as the client has it; it outlives connections."""

    wish: Subscribe
    box: Box = field(default_factory=Box)
    name: str = ""
    """What the engine calls it on the present connection."""
    cursor: str = ""

    def take(self, news: News) -> None:
        self.cursor = news.cursor or self.cursor
        self.box.put(news)


class SocketLink:
    """Requests and news over one WebSocket.

    Args:
        locate: finds the engine.
        patience_s: how long an engine that went away is waited for before everything that waits is given up.
    """

    def __init__(self, locate: Locate, patience_s: float = PATIENCE_S) -> None:
        self._locate, self._patience_s = locate, patience_s
        self._asked: dict[str, _Asked] = {}
        self._feeds: list[Feed] = []
        self._early: deque[tuple[str, News]] = deque(maxlen=_EARLY)
        self._socket: ClientConnection | None = None
        self._running: asyncio.Task[None] | None = None
        self._numbers, self._heard_at = 0, 0.0
        self.greeting: HelloFrame | None = None
        self.reconnections = 0

    # --- requests --------------------------------------------------------------------------------------------------

    async def call(self, operation: str, request: Request, reply: type[R]) -> R:
        """The reply to a request. Raises WireError, NoEngineError, ImpostorError."""
        return reply.model_validate(await self._ask(operation, request))

    async def fetch(self, operation: str, request: Request) -> bytes:
        """The file that is asked for, up to 8 MiB."""
        return b64decode(Binary.model_validate(await self._ask(operation, request)).base64)

    async def read(self, operation: str, request: Request) -> str:
        """The text that is asked for."""
        return Text.model_validate(await self._ask(operation, request)).text

    async def _ask(self, operation: str, request: Request) -> dict[str, Any]:
        self._start()
        self._numbers += 1
        body = repeatable(request).model_dump(mode="json", exclude_none=True)
        frame = RequestFrame(id=f"r{self._numbers}", op=operation, body=body)
        asked = _Asked(frame, asyncio.get_running_loop().create_future(), OPERATIONS[operation].idempotent)
        self._asked[frame.id] = asked
        try:
            await self._send(frame.model_dump_json(exclude_none=True))
            return await asked.answer
        except asyncio.CancelledError:
            await self._send(CancelFrame(id=frame.id).model_dump_json())
            raise
        finally:
            self._asked.pop(frame.id, None)

    async def _send(self, text: str) -> None:
        """Send now if there is a connection; what is asked for is sent again by the next one anyway."""
        from websockets.exceptions import ConnectionClosed

        if self._socket is not None:
            with suppress(ConnectionClosed):
                await self._socket.send(text)

    # --- news ------------------------------------------------------------------------------------------------------

    async def subscribe(self, wish: Subscribe) -> Feed:
        """Have news sent. Raises WireError when the engine refuses."""
        feed = Feed(wish, cursor=wish.after)
        await self._subscribe(feed)
        self._feeds.append(feed)
        return feed

    async def _subscribe(self, feed: Feed) -> None:
        wish = feed.wish.model_copy(update={"after": feed.cursor})
        found = await self.call("events.subscribe", wish, Subscribed)
        feed.name, feed.cursor = found.subscription, feed.cursor or found.cursor
        for early in [early for early in self._early if early[0] == feed.name]:
            self._early.remove(early)
            feed.take(early[1])

    async def unsubscribe(self, feed: Feed) -> None:
        """No more of this news."""
        if feed in self._feeds:
            self._feeds.remove(feed)
        feed.box.end()
        if self._socket is not None and feed.name:
            with suppress(UserError):
                await self.call("events.unsubscribe", Unsubscribe(subscription=feed.name), Reply)

    # --- the connection --------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._run())

    async def close(self) -> None:
        """Hang up; whoever waits is told."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._give_up(LostEngineError("The connection was closed", "by this program"))

    async def _run(self) -> None:
        """Connect, and connect again, until the engine was away for too long."""
        from websockets.exceptions import WebSocketException

        tries, turned_away = 0, 0
        while True:
            before = self._heard_at
            try:
                await self._connected_once()
                error: Exception = LostEngineError("The engine hung up", "it was stopped, or the token was taken back")
            except (OSError, UserError, ValueError, WebSocketException) as caught:
                error = _explained(caught)
            turned_away = turned_away + 1 if _is_refusal(error) else 0
            tries = tries + 1 if self._heard_at == before else 0
            if self._hopeless(error, turned_away):
                self._give_up(error)
                return
            self.reconnections += not tries
            await asyncio.sleep(_PAUSES_S[min(tries, len(_PAUSES_S) - 1)])

    def _hopeless(self, error: Exception, turned_away: int) -> bool:
        """Whether trying again is of no use: nobody was ever there, or for too long, or they do not want us."""
        if self.greeting is None or turned_away >= _TURNED_AWAY or isinstance(error, ImpostorError):
            return True
        if isinstance(error, WireError) and error.code == "protocol":
            return True
        return asyncio.get_running_loop().time() - self._heard_at > self._patience_s

    async def _connected_once(self) -> None:
        """One connection from its beginning to its end."""
        from websockets.asyncio.client import connect

        endpoint = await self._locate()
        protocols = [SUBPROTOCOL, TOKEN_PREFIX + endpoint.token]
        async with connect(
            endpoint.socket_url + SOCKET_PATH, subprotocols=protocols, proxy=None, compression=None, max_size=None,  # type: ignore[arg-type]
            open_timeout=_HELLO_S, ping_interval=PING_EVERY_S, ping_timeout=SILENCE_S - PING_EVERY_S, close_timeout=1.0,
        ) as socket:  # fmt: skip
            await self._greeted(socket)
            self._socket = socket
            again = asyncio.ensure_future(self._go_on())
            try:
                await self._listen(socket)
            finally:
                self._socket = None
                again.cancel()
                self._early.clear()
                self._lose_unrepeatable()

    async def _greeted(self, socket: ClientConnection) -> None:
        async with asyncio.timeout(_HELLO_S):
            hello = from_server.validate_json(await socket.recv())
        if not isinstance(hello, HelloFrame) or not hello.protocol_range[0] <= PROTOCOL <= hello.protocol_range[1]:
            raise WireError("protocol", "The engine speaks another version of the wire", "", "Update AIPROD.")
        self.greeting = hello
        self._heard_at = asyncio.get_running_loop().time()

    async def _go_on(self) -> None:
        """After a connection is made: what was asked is asked again, and news goes on where it was."""
        for asked in list(self._asked.values()):
            await self._send(asked.frame.model_dump_json(exclude_none=True))
        for feed in list(self._feeds):
            try:
                await self._subscribe(feed)
            except UserError as error:
                feed.box.end(error)

    async def _listen(self, socket: ClientConnection) -> None:
        async with asyncio.timeout(SILENCE_S) as silence:
            async for frame in socket:
                self._heard_at = asyncio.get_running_loop().time()
                silence.reschedule(self._heard_at + SILENCE_S)
                if isinstance(frame, bytes):
                    self._picture(frame)
                else:
                    await self._take(frame)

    async def _take(self, text: str) -> None:
        frame = from_server.validate_json(text)
        if isinstance(frame, ResponseFrame):
            self._answered(frame)
        elif isinstance(frame, EventFrame):
            self._event(frame)
        elif isinstance(frame, PingFrame):
            await self._send(PongFrame().model_dump_json())
        elif isinstance(frame, ErrorFrame):
            self._fail(_refused(frame.error))

    def _answered(self, frame: ResponseFrame) -> None:
        asked = self._asked.get(frame.id)
        if asked is None or asked.answer.done():
            return
        if frame.ok:
            asked.answer.set_result(frame.body or {})
        else:
            asked.answer.set_exception(_refused(frame.error or ErrorBody(code="internal", message="The engine gave no reason")))

    def _event(self, frame: EventFrame) -> None:
        view = frame.event
        data = dict(view.data)
        image = b64decode(data.pop("base64", ""))
        self._hand_out(frame.subscription, News(view.kind, view.job_id, view.at, data, view.cursor, image, frame.dropped))

    def _picture(self, frame: bytes) -> None:
        header, image = unpack_picture(frame)
        name = str(header.pop("subscription", ""))
        known = {key: header.pop(key) for key in ("job_id", "at", "cursor", "dropped") if key in header}
        self._hand_out(name, News("preview", data=header, image=image, **known))

    def _hand_out(self, name: str, news: News) -> None:
        for feed in self._feeds:
            if feed.name == name:
                feed.take(news)
                return
        self._early.append((name, news))

    def _lose_unrepeatable(self) -> None:
        for asked in self._asked.values():
            if not asked.again and not asked.answer.done():
                asked.answer.set_exception(LostEngineError("The engine went away", "before it answered"))

    def _fail(self, error: Exception) -> None:
        """Whoever waits for an answer gets the error instead."""
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(error)

    def _give_up(self, error: Exception) -> None:
        self._fail(error)
        for feed in self._feeds:
            feed.box.end(error)
        self._feeds.clear()
        self.greeting = None


def _refused(error: ErrorBody) -> WireError:
    return WireError(error.code, error.message, error.why, error.remedy)


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, WireError) and 400 <= error.status < 500


def _explained(error: Exception) -> Exception:
    from websockets.exceptions import InvalidStatus

    if isinstance(error, UserError):
        return error
    if isinstance(error, InvalidStatus):
        return _refused(_body(error.response.body))
    if isinstance(error, ValueError):
        return WireError("protocol", "The engine said something that is not understood", "", "Update AIPROD.")
    return LostEngineError("The engine does not answer", type(error).__name__, "Start it with `aiprod serve`.")


def _body(data: bytes | bytearray | None) -> ErrorBody:
    try:
        return ErrorReply.model_validate_json(data or b"").error
    except ValueError:
        return ErrorBody(code="internal", message="The engine refused the connection")
