# SPDX-License-Identifier: Apache-2.0
"""What travels over the socket.

Text frames are one JSON envelope each; `type` says which. Binary frames, from the engine only, are previews: four bytes with
the length of a JSON header (big endian), the header, and the picture.

The first frame on a socket is the engine's `hello`. Whoever connected may then send requests, each with an id of its own, and
gets one response with the same id for each; responses may come in another order. Both sides may `ping` at any time; a client's
ping is answered with `pong`, and the engine pings every 15 s, so that a client whose host reports a dead socket late can tell.
The engine closes a socket on which nothing was heard for 45 s, not even the answers that WebSocket libraries give by themselves.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from aiprod.wire.base import Json, Message, OperationId
from aiprod.wire.errors import ErrorBody
from aiprod.wire.jobs import EventView

SUBPROTOCOL = "aiprod.v1"
TOKEN_PREFIX = "aiprod.token."
"""A client offers `aiprod.v1` and `aiprod.token.<token>` as sub-protocols; the engine answers with the first alone."""
PING_EVERY_S, SILENCE_S = 15.0, 45.0

RequestId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._:-]{1,64}$")]


class HelloFrame(Message):
    """The engine greets."""

    type: Literal["hello"] = "hello"
    protocol: int
    protocol_range: tuple[int, int]
    app_version: str
    session: str
    client: str
    """Who the engine takes the other side for: "owner", or a panel's id."""
    capabilities: tuple[str, ...]
    """The permissions that the token carries."""


class RequestFrame(Message):
    """Do this."""

    type: Literal["request"] = "request"
    id: RequestId
    op: Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z_]+)?$", max_length=64)]
    operation_id: OperationId | None = None
    body: Json = Field(default_factory=dict)


class ResponseFrame(Message):
    """It was done (`body`), or why not (`error`)."""

    type: Literal["response"] = "response"
    id: str
    ok: bool
    body: Json | None = None
    error: ErrorBody | None = None


class EventFrame(Message):
    """News for a subscription."""

    type: Literal["event"] = "event"
    subscription: str
    event: EventView
    dropped: int = 0
    """How many previews were left out before this one because the client was slow."""


class CancelFrame(Message):
    """Never mind that request: no response will be waited for. A job that it has ordered goes on."""

    type: Literal["cancel"] = "cancel"
    id: RequestId


class PingFrame(Message):
    type: Literal["ping"] = "ping"


class PongFrame(Message):
    type: Literal["pong"] = "pong"


class ErrorFrame(Message):
    """A frame that could not be understood, so that there is no request to answer."""

    type: Literal["error"] = "error"
    error: ErrorBody


FromClient = Annotated[RequestFrame | CancelFrame | PingFrame | PongFrame, Field(discriminator="type")]
FromServer = Annotated[HelloFrame | ResponseFrame | EventFrame | PingFrame | PongFrame | ErrorFrame, Field(discriminator="type")]

from_client: TypeAdapter[RequestFrame | CancelFrame | PingFrame | PongFrame] = TypeAdapter(FromClient)
from_server: TypeAdapter[HelloFrame | ResponseFrame | EventFrame | PingFrame | PongFrame | ErrorFrame] = TypeAdapter(FromServer)


def pack_picture(header: dict[str, Any], image: bytes) -> bytes:
    """A preview as a binary frame."""
    head = json.dumps(header, separators=(",", ":")).encode()
    return len(head).to_bytes(4, "big") + head + image


def unpack_picture(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """Header and picture of a binary frame. Raises ValueError where it is none."""
    length = int.from_bytes(frame[:4], "big")
    if len(frame) < 4 + length or length < 2:
        raise ValueError("the frame is shorter than its header says")
    header = json.loads(frame[4 : 4 + length])
    if not isinstance(header, dict):
        raise ValueError("the frame's header is not an object")
    return header, frame[4 + length :]
