# SPDX-License-Identifier: Apache-2.0
"""The whole contract as data: operations, messages as JSON schemas, frames, error codes. It becomes `protocol.json`."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from aiprod.film.base import FilmObject
from aiprod.wire import envelopes
from aiprod.wire.base import PROTOCOL, PROTOCOL_RANGE, Reply
from aiprod.wire.discovery import CANDIDATE_PORTS
from aiprod.wire.errors import CODES, ErrorReply
from aiprod.wire.jobs import FINAL, EventView
from aiprod.wire.operations import DOOR_PATH, OPERATIONS, PREVIEW_PATH, SOCKET_PATH, Operation

_FROM_CLIENT: tuple[type[BaseModel], ...] = (
    envelopes.RequestFrame, envelopes.CancelFrame, envelopes.PingFrame, envelopes.PongFrame,
)  # fmt: skip
_FROM_SERVER: tuple[type[BaseModel], ...] = (
    envelopes.HelloFrame, envelopes.ResponseFrame, envelopes.EventFrame, envelopes.PingFrame, envelopes.PongFrame,
    envelopes.ErrorFrame,
)  # fmt: skip
_REF = "#/$defs/{model}"


def constants() -> dict[str, Any]:
    """What a client needs to know to connect."""
    return {
        "protocol": PROTOCOL, "protocol_range": list(PROTOCOL_RANGE), "subprotocol": envelopes.SUBPROTOCOL,
        "token_prefix": envelopes.TOKEN_PREFIX, "socket_path": SOCKET_PATH, "door_path": DOOR_PATH, "preview_path": PREVIEW_PATH,
        "candidate_ports": list(CANDIDATE_PORTS), "final": list(FINAL),
    }  # fmt: skip


def contract() -> dict[str, Any]:
    """Everything."""
    return {
        "title": "AIPROD engine", **constants(), "ping_every_s": envelopes.PING_EVERY_S, "silence_s": envelopes.SILENCE_S,
        "operations": {name: _operation(operation) for name, operation in OPERATIONS.items()},
        "frames": {
            "from_client": [_ref(frame) for frame in _FROM_CLIENT], "from_engine": [_ref(frame) for frame in _FROM_SERVER],
            "picture": "four bytes (big endian) with the length of a JSON header, the header, the picture",
        },
        "errors": CODES, "error_reply": _ref(ErrorReply), "$defs": definitions(),
    }  # fmt: skip


def protocol_json() -> str:
    """The contract as text."""
    return json.dumps(contract(), indent=1, ensure_ascii=False) + "\n"


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "summary": operation.summary, "permission": operation.permission, "cost": operation.cost,
        "idempotent": operation.idempotent, "mutates": operation.mutates, "method": operation.method, "path": operation.path,
        "request": _ref(operation.request), "response": _ref(operation.response), "mime": list(operation.mime),
    }  # fmt: skip


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


@cache
def _models() -> tuple[type[BaseModel], ...]:
    found: dict[str, type[BaseModel]] = {}
    everything: list[type[BaseModel]] = [*_used(), *_FROM_CLIENT, *_FROM_SERVER, ErrorReply, EventView]
    for model in everything:
        assert found.setdefault(model.__name__, model) is model, f"two messages are called {model.__name__}"
    return tuple(found.values())


def _used() -> Iterable[type[BaseModel]]:
    for operation in OPERATIONS.values():
        yield operation.request
        yield operation.response


def definitions() -> dict[str, Any]:
    """Name → JSON schema of every message and of what is in them, in alphabetical order."""
    _, schema = models_json_schema([(model, "validation") for model in _models()], ref_template=_REF)
    found: dict[str, Any] = {name: untitled(one) for name, one in schema["$defs"].items()}
    for kind in _classes():
        one = found[kind.__name__]
        if issubclass(kind, FilmObject):
            one["properties"]["schema"] = {"const": kind.schema_label(), "description": "Which version of the object this is."}
        if issubclass(kind, Reply):
            one["required"] = list(one.get("properties", {}))
        if "description" in one:
            one["description"] = inspect.cleandoc(one["description"])
    return dict(sorted(found.items()))


def untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without the titles that repeat its names."""
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key in ("properties", "$defs"):
            kept[key] = {name: untitled(one) for name, one in value.items()}
        elif isinstance(value, dict) and key in ("items", "additionalProperties"):
            kept[key] = untitled(value)
        elif isinstance(value, list) and key in ("anyOf", "oneOf", "prefixItems"):
            kept[key] = [untitled(one) for one in value]
        else:
            kept[key] = value
    return kept


@cache
def _classes() -> frozenset[type[BaseModel]]:
    """Every class that takes part, however deep inside the messages."""
    found: set[type[BaseModel]] = set()
    waiting: list[Any] = list(_models())
    while waiting:
        kind = waiting.pop()
        waiting += typing.get_args(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
            found.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return frozenset(found)
