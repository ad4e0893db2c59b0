# SPDX-License-Identifier: Apache-2.0
"""What the server does with connections as such: deadlines, room for the next one, and no endless messages.

uvicorn's protocols answer requests well, but wait for ever for headers that never come and for clients that read nothing. The
subclasses here add deadlines to both, and a `Lobby` in which the longest silent connection gives way to a new one, so that a
thousand open sockets keep nobody out.
"""

from __future__ import annotations

import asyncio
import http
import socket
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.server import ServerProtocol

from aiprod.server.answers import error_body
from aiprod.server.settings import Limits
from aiprod.wire.errors import WireError

_SEND_BUFFER = 256 << 10
"""Bytes that the system may keep for a slow client: a few pictures, not seconds of them."""


class Lobby:
    """The connections of one server: those that have yet to say something, in order, and all together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waiting: dict[GuardedHttp, None] = {}
        self._all: set[asyncio.Protocol] = set()
        self.turned_away = 0

    @property
    def open(self) -> int:
        return len(self._all)

    def enter(self, connection: GuardedHttp) -> None:
        """A new connection. Where there are too many, one that says nothing goes."""
        self._all.add(connection)
        self._waiting[connection] = None
        if len(self._waiting) > self.limits.waiting or len(self._all) > self.limits.connections:
            self.turned_away += 1
            next(iter(self._waiting)).abort()

    def wait(self, connection: GuardedHttp) -> None:
        """It has been answered and may ask again."""
        if connection in self._all:
            self._waiting[connection] = None

    def speak(self, connection: GuardedHttp) -> None:
        """It has asked for something."""
        self._waiting.pop(connection, None)

    def become(self, connection: GuardedHttp, socket: asyncio.Protocol) -> None:
        """It has become a WebSocket."""
        self.leave(connection)
        self._all.add(socket)

    def leave(self, connection: asyncio.Protocol) -> None:
        self._all.discard(connection)
        if isinstance(connection, GuardedHttp):
            self._waiting.pop(connection, None)


class _Stalling:
    """Hangs up on a client that takes nothing of what is sent to it."""

    def __init__(self, transport: asyncio.Transport, after_s: float) -> None:
        self._transport, self._after_s = transport, after_s
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._after_s, self._transport.abort)

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class GuardedHttp(H11Protocol):
    """HTTP/1.1 with a deadline for headers and for the client's reading."""

    lobby: ClassVar[Lobby]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._stalling = _Stalling(transport, self.lobby.limits.stalled_s)
        self._deadline: asyncio.TimerHandle | None = None
        self._await_headers()
        self.lobby.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lobby.leave(self)
        self._headers_came()
        self._stalling.end()
        super().connection_lost(exc)

    def abort(self) -> None:
        """Hang up without a word."""
        self.lobby.leave(self)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_headers()
        else:
            self._headers_came()
            self.lobby.speak(self)

    def on_response_complete(self) -> None:
        self.lobby.wait(self)
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._headers_came()
        self._stalling.end()
        super().handle_websocket_upgrade(event)
        self.lobby.become(self, self.transport.get_protocol())  # type: ignore[arg-type]

    def _await_headers(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.lobby.limits.headers_s, self.abort)

    def _headers_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalling.begin()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stalling.end()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP at all is answered in the one shape of errors too, where an answer is still possible."""
        error = WireError("bad_request", "This is not a request that can be understood", "it is not valid HTTP/1.1")
        body = error_body(error)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._write(h11.Response(status_code=400, headers=headers, reason=b"Bad Request"))
            self._write(h11.Data(data=body))
            self._write(h11.EndOfMessage())
        self.transport.close()

    def _write(self, event: h11.Event) -> None:
        output = self.conn.send(event)
        if output:
            self.transport.write(output)


class _Handshake(ServerProtocol):
    """Refuses a handshake that is none in the one shape of errors."""

    def reject(self, status: http.HTTPStatus | int, text: str) -> Response:
        code = "internal" if status >= 500 else "bad_request"
        error = WireError(
            code, "This is not a WebSocket handshake that can be understood", text.strip().rpartition(": ")[2][:200]
        )
        response = super().reject(status, error_body(error).decode())
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json"
        return response


class GuardedSocket(WebSocketsSansIOProtocol):
    """A WebSocket without endless messages, floods of control frames, or readers that do not read."""

    lobby: ClassVar[Lobby]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.conn = _Handshake(max_size=self.config.ws_max_size, logger=self.logger)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._stalling = _Stalling(self.transport, self.lobby.limits.stalled_s)
        self._controls, self._controls_since = 0, self.loop.time()
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lobby.leave(self)
        self._stalling.end()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalling.begin()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stalling.end()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= self.lobby.limits.fragments:
            self._fail(1009, "too many fragments")
            return
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """A text that is no UTF-8 ends the socket, without a word in the log: strangers could fill it."""
        if self.curr_msg_data_type == "text":
            self.frames = [b"".join(self.frames)]
            try:
                self.frames[0].decode()
            except UnicodeDecodeError:
                self._fail(1007, "the text is not UTF-8")
                return
        super().send_receive_event_to_app()

    def handle_ping(self) -> None:
        if self._flood():
            self._fail(1008, "too many pings")
            return
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._flood():
            self._fail(1008, "too many pongs")
            return
        super().handle_pong(event)

    def keepalive_timeout(self) -> None:
        """Silence is no fault of ours: the close says "going away", not "internal error"."""
        if not self.close_sent and not self.transport.is_closing():
            self._fail(1001, "nothing was heard for too long")

    def _flood(self) -> bool:
        now = self.loop.time()
        if now - self._controls_since > self.lobby.limits.controls_s:
            self._controls, self._controls_since = 0, now
        self._controls += 1
        return self._controls > self.lobby.limits.controls

    def _fail(self, code: int, reason: str) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.fail(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.close()


def protocols(limits: Limits) -> tuple[Lobby, type[GuardedHttp], type[GuardedSocket]]:
    """The lobby of a server, and its own protocol classes that share it."""
    lobby = Lobby(limits)
    over_http = type("HttpOfEngine", (GuardedHttp,), {"lobby": lobby})
    over_socket = type("SocketOfEngine", (GuardedSocket,), {"lobby": lobby})
    return lobby, over_http, over_socket
