# SPDX-License-Identifier: Apache-2.0
"""From an operation to its handler, the same way for HTTP and socket: permission, idempotence, threads, audit.

A handler is a function `(engine, client, request) → reply`, registered under the operation's name. One that is not a
coroutine runs in a thread: it may read and write files. Handlers never see HTTP.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import AiprodError
from aiprod.film.store import FilmBusyError
from aiprod.observe import traces
from aiprod.server.identity import Client
from aiprod.wire.base import Reply, Request
from aiprod.wire.errors import WireError, as_wire
from aiprod.wire.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from aiprod.server.engine import Engine

log = logging.getLogger(__name__)
_MODULES = (
    "jobs", "films", "making", "takes", "service", "money", "panels", "webhooks", "clips", "hosts", "interchange", "handoff",
    "models",
)  # fmt: skip


@dataclass(frozen=True)
class Encoded:
    """A reply that is JSON already."""

    json: bytes


@dataclass(frozen=True)
class Payload:
    """A reply that is a file: on disk, or in memory."""

    mime: str
    size: int
    name: str
    path: Path | None = None
    data: bytes = b""


Answer = Reply | Encoded | Payload
Handler = Callable[..., Any]


@dataclass(frozen=True)
class _Registered:
    function: Handler
    slow: bool
    quick: bool
    is_async: bool


_HANDLERS: dict[str, _Registered] = {}


def handles(name: str, *, slow: bool = False, quick: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of an operation.

    Args:
        name: the operation's.
        slow: it may take minutes, and gets a thread of its own.
        quick: it is a coroutine that hardly ever waits; a socket answers it before it reads on.
    """

    def register(function: Handler) -> Handler:
        if name not in OPERATIONS or name in _HANDLERS:
            raise ValueError(f"{name!r} is no operation, or has a handler already")
        _HANDLERS[name] = _Registered(function, slow, quick, inspect.iscoroutinefunction(function))
        return function

    return register


def handlers() -> dict[str, _Registered]:
    """Every handler, by operation."""
    for module in _MODULES:
        import_module(f"aiprod.server.handlers.{module}")
    return _HANDLERS


def is_quick(name: str) -> bool:
    return name in _HANDLERS and _HANDLERS[name].quick


async def invoke(engine: Engine, client: Client, operation: Operation, request: Request) -> Answer:
    """Do what was asked.

    Raises:
        WireError: it can't be done; every other error has become one.
    """
    try:
        client.require(operation.permission)
        answer = await (_once if operation.mutates else _done)(engine, client, operation, request)
    except Exception as error:
        refused = _explained(error, operation)
        engine.note(client, operation, request, refused.code)
        raise refused from error
    engine.note(client, operation, request, "ok")
    return answer


def _explained(error: Exception, operation: Operation) -> WireError:
    if not isinstance(error, AiprodError):
        log.error("an operation failed", extra={"op": operation.name}, exc_info=error)
    code = "conflict" if isinstance(error, FilmBusyError) else _CODES.get(getattr(error, "code", ""), "")
    if code and isinstance(error, AiprodError):
        return WireError(code, error.what, error.why, error.remedy)
    return as_wire(error)


_CODES = {
    "job_unknown": "not_found", "unknown": "not_found", "job_state": "conflict", "operation_reused": "operation_mismatch",
    "operation_pending": "busy", "order_invalid": "refused", "budget_exceeded": "budget",
    "database_unavailable": "busy", "database_full": "busy", "database_read_only": "busy", "database_busy": "busy",
}  # fmt: skip
"""Codes of errors from other rooms → codes of the wire."""


async def _done(engine: Engine, client: Client, operation: Operation, request: Request) -> Answer:
    handler = _HANDLERS[operation.name]
    if handler.is_async:
        answer: Answer = await handler.function(engine, client, request)
        return answer
    pool = engine.slow_threads if handler.slow else engine.threads
    loop = asyncio.get_running_loop()
    if operation.cost != "job":
        return await loop.run_in_executor(pool, handler.function, engine, client, request)
    # A job's trace begins with the request that ordered it, and is handed on with the order.
    with traces.span("order", operation=operation.name, client=client.id):
        return await loop.run_in_executor(pool, copy_context().run, handler.function, engine, client, request)


async def _once(engine: Engine, client: Client, operation: Operation, request: Request) -> Answer:
    """A change, unless its operation id says that it was made: then the first reply again."""
    operation_id = getattr(request, "operation_id", None)
    if operation_id is None:
        return await _done(engine, client, operation, request)
    return await engine.replays.once(
        client.id, operation, operation_id, request, lambda: _done(engine, client, operation, request)
    )
