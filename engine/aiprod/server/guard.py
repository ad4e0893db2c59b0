# SPDX-License-Identifier: Apache-2.0
"""The guard in front of everything: a request that isn't ours is turned away before any work is done for it.

In this order: Host, OPTIONS, Origin, Sec-Fetch-Site, token, content type, size. Host is checked against a list, because a web
page can make its own name point here (DNS rebinding); Origin must be absent or exactly what Premiere's panels send; there is
no CORS, so no page may read an answer; JSON alone is accepted, so no page may post a form.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiprod.server.answers import Receive, Scope, Send, deny_socket, send_error
from aiprod.server.identity import NOBODY, Client, Doorkeeper
from aiprod.server.settings import Limits
from aiprod.wire.envelopes import SUBPROTOCOL, TOKEN_PREFIX
from aiprod.wire.errors import WireError
from aiprod.wire.operations import DOOR_PATH, OPERATIONS

App = Callable[[Scope, Receive, Send], Awaitable[None]]
Report = Callable[[str, str, str], None]
"""Called with (peer, route, code) for each refusal."""

_ORIGIN = b"file://"
_JSON = re.compile(rb"application/json(\s*;\s*charset=utf-8)?", re.IGNORECASE)
_PUBLIC = {("POST", operation.path) for operation in OPERATIONS.values() if not operation.permission}
_PUBLIC |= {("GET", "/openapi.json"), ("GET", "/docs")}
"""What needs no token: proving who we are, trading a pairing code, and the documents, which are the same for everyone."""
_LONG = re.compile(
    "|".join(
        re.sub(r"{\w+}", "[^/]+", operation.path) for operation in OPERATIONS.values() if operation.takes_documents
    )
)  # fmt: skip
"""Where whole documents come in."""


@dataclass
class _Seen:
    """The headers that matter, each with all its values."""

    host: list[bytes] = field(default_factory=list)
    origin: list[bytes] = field(default_factory=list)
    sec_fetch_site: list[bytes] = field(default_factory=list)
    authorization: list[bytes] = field(default_factory=list)
    content_type: list[bytes] = field(default_factory=list)
    content_length: list[bytes] = field(default_factory=list)
    transfer_encoding: list[bytes] = field(default_factory=list)


_NAMES = {name.replace("_", "-").encode(): name for name in _Seen.__dataclass_fields__}


class Guard:
    """Pure ASGI, so that it costs microseconds.

    Args:
        app: what is guarded.
        port: where we listen; part of the hosts that are allowed.
        doorkeeper: knows the tokens.
        limits: sizes.
        report: is told of each refusal.
    """

    def __init__(self, app: App, port: int, doorkeeper: Doorkeeper, limits: Limits, report: Report) -> None:
        self._app, self._doorkeeper, self._limits, self._report = app, doorkeeper, limits, report
        self._hosts = {f"{host}:{port}".encode() for host in ("127.0.0.1", "localhost", "[::1]")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        seen = _seen(scope)
        try:
            scope["client_of_engine"] = self._admitted(scope, seen)
        except WireError as error:
            self._report(_peer(scope), _route(scope), error.code)
            if scope["type"] == "websocket":
                await deny_socket(send, error)
            else:
                await send_error(send, error, close=self._has_much_to_say(seen))
            return
        await self._app(scope, receive, send)

    def _admitted(self, scope: Scope, seen: _Seen) -> Client:
        if len(seen.host) != 1 or seen.host[0].lower() not in self._hosts:
            raise WireError(
                "bad_host", "This is not the engine's name", "the Host header must be 127.0.0.1 or localhost and the port"
            )
        if scope["type"] == "websocket":
            _check_origin(seen)
            if scope["path"] == DOOR_PATH and SUBPROTOCOL in scope.get("subprotocols", []):
                return NOBODY
            return self._doorkeeper.admit(_socket_token(scope), _peer(scope))
        return self._admitted_http(scope, seen)

    def _admitted_http(self, scope: Scope, seen: _Seen) -> Client:
        method = scope["method"]
        if method == "OPTIONS":
            raise WireError("preflight", "Web pages may not use the engine", "there is no CORS here")
        _check_origin(seen)
        if any(site not in (b"none", b"same-origin") for site in seen.sec_fetch_site):
            raise WireError("cross_site", "Web pages may not use the engine", "the request comes from another site")
        client = NOBODY if (method, scope["path"]) in _PUBLIC else self._doorkeeper.admit(_bearer(seen), _peer(scope))
        if method == "POST" and not (len(seen.content_type) == 1 and _JSON.fullmatch(seen.content_type[0])):
            raise WireError("not_json", "Only JSON is understood", "the content type must be application/json")
        if seen.content_length and seen.transfer_encoding:
            raise WireError("bad_request", "This is not a request that can be understood", "it gives its length in two ways")
        if _length(seen) > self.body_limit(scope["path"]):
            raise too_large(self.body_limit(scope["path"]))
        return client

    def body_limit(self, path: str) -> int:
        return self._limits.long_body if _LONG.fullmatch(path) else self._limits.body

    def _has_much_to_say(self, seen: _Seen) -> bool:
        """Whether a refused client may go on sending for long: then it is hung up on."""
        return bool(seen.transfer_encoding) or _length(seen) > self._limits.body


def too_large(limit: int) -> WireError:
    return WireError("too_large", "This is too much at once", f"at most {limit >> 10} KiB are read")


def _seen(scope: Scope) -> _Seen:
    seen = _Seen()
    for name, value in scope["headers"]:
        field_name = _NAMES.get(name)
        if field_name is not None:
            getattr(seen, field_name).append(value)
    return seen


def _check_origin(seen: _Seen) -> None:
    if seen.origin and seen.origin != [_ORIGIN]:
        raise WireError("bad_origin", "Web pages may not use the engine", "the request comes from a web page")


def _bearer(seen: _Seen) -> str | None:
    if len(seen.authorization) != 1:
        return None
    scheme, _, token = seen.authorization[0].decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _socket_token(scope: Scope) -> str | None:
    """The token among the sub-protocols. A client that does not speak ours has none."""
    offered = scope.get("subprotocols", [])
    tokens = [name.removeprefix(TOKEN_PREFIX) for name in offered if name.startswith(TOKEN_PREFIX)]
    return tokens[0] if SUBPROTOCOL in offered and len(tokens) == 1 else None


def _length(seen: _Seen) -> int:
    digits = seen.content_length[0] if seen.content_length else b"0"
    return int(digits) if digits.isdigit() and len(digits) < 16 else 1 << 62


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _route(scope: Scope) -> str:
    """What was asked for, without its query; short, since strangers choose it."""
    return f"{scope.get('method', 'WS')} {scope['path'][:120]}"
