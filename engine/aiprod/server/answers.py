# SPDX-License-Identifier: Apache-2.0
"""Answers over HTTP: JSON, errors in their one shape, and the headers that go with all of them."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pydantic import BaseModel

from aiprod.wire.errors import ErrorReply, WireError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SAFE: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
"""On every answer: nothing of ours is guessed at, kept, framed, or fetched by a page."""
_STRICT = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_JSON = (b"content-type", b"application/json")
_CLOSE = (b"connection", b"close")


async def send_bytes(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """A whole answer at once."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*SAFE, *headers, length]})
    await send({"type": "http.response.body", "body": body})


async def send_json(send: Send, body: bytes, status: int = 200) -> None:
    await send_bytes(send, status, body, [_JSON, _STRICT])


async def send_text(send: Send, body: bytes, mime: str, policy: bytes = b"default-src 'none'") -> None:
    await send_bytes(send, 200, body, [(b"content-type", mime.encode()), (b"content-security-policy", policy)])


def as_json(model: BaseModel) -> bytes:
    """A message as JSON. Lone surrogates (names of files that are no UTF-8), which can't be sent, become "?"."""
    try:
        return model.model_dump_json().encode()
    except ValueError:
        data = model.model_dump(mode="python", by_alias=True)
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")


async def send_error(send: Send, error: WireError, *, close: bool = False, extra: Headers | None = None) -> None:
    """An error in its one shape. `close` ends the connection: what the client is still sending is not read."""
    headers = [_JSON, _STRICT, *(extra or []), *error_headers(error)]
    await send_bytes(send, error.status, error_body(error), [*headers, _CLOSE] if close else headers)


async def deny_socket(send: Send, error: WireError) -> None:
    """Refuse a WebSocket before the upgrade, as plain HTTP."""
    body = error_body(error)
    headers = [*SAFE, _JSON, _STRICT, *error_headers(error)]
    await send({"type": "websocket.http.response.start", "status": error.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})


def error_body(error: WireError) -> bytes:
    return as_json(ErrorReply(error=error.body))


def error_headers(error: WireError) -> Headers:
    headers: Headers = []
    if error.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if error.retry_after_s is not None:
        headers.append((b"retry-after", str(max(1, math.ceil(error.retry_after_s))).encode()))
    return headers
