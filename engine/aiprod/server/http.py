# SPDX-License-Identifier: Apache-2.0
"""The HTTP face: one route for each operation, built from the table.

Path, query and body become the operation's request, the handler's reply becomes the answer. What describes the routes is made
from the same table, by `documents`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import nullcontext
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from pydantic_core import from_json, to_json
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from aiprod.observe import traces
from aiprod.server.answers import Receive, Scope, Send, as_json, send_error, send_json, send_text
from aiprod.server.documents import docs_page, document
from aiprod.server.guard import too_large
from aiprod.server.handling import Answer, Encoded, Payload, handlers, invoke
from aiprod.server.serving import send_file
from aiprod.wire.base import Request, Text
from aiprod.wire.errors import WireError, as_wire
from aiprod.wire.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from aiprod.server.engine import Engine

_MOST_PARAMETERS = 200


class ClientGoneError(Exception):
    """The client hung up before its request was whole."""


class OperationRoute(Route):
    """A route whose requests go straight to their operation."""

    def __init__(self, engine: Engine, operation: Operation) -> None:
        super().__init__(operation.path, _Endpoint, name=operation.name)
        self.methods = {operation.method}
        self._answer = _Endpoint(engine, operation).answer

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in (self.methods or ()):
            raise HTTPException(405)
        await self._answer(scope, receive, send)


def build_app(engine: Engine) -> Starlette:
    """The application behind the guard."""
    known = handlers()
    served = [operation for operation in OPERATIONS.values() if operation.method]
    assert known.keys() >= {operation.name for operation in served}
    app = Starlette(routes=[OperationRoute(engine, operation) for operation in served])
    app.router.redirect_slashes = False
    documents = _Documents()
    app.add_route("/openapi.json", documents.route(0, "application/json"), methods=["GET"])
    app.add_route("/docs", documents.route(1, "text/html; charset=utf-8", b"default-src 'none'; style-src 'unsafe-inline'"))
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(Exception, _our_fault)
    return app


class _Endpoint:
    """What stands behind one route."""

    def __init__(self, engine: Engine, operation: Operation) -> None:
        self._engine, self._operation = engine, operation
        fields = operation.request.model_fields
        self._waits = not fields.keys().isdisjoint(("wait_s", "timeout_s"))
        self._many = {name for name, field in fields.items() if str(field.annotation).startswith("tuple")}

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, outcome = perf_counter(), "ok"
        try:
            request = await self._request(scope, receive)
            with traces.continue_from(_trace(scope)) if self._operation.cost == "job" else nullcontext():
                work = invoke(self._engine, scope["client_of_engine"], self._operation, request)
                answer = await (_while_there(receive, work) if self._waits else work)
        except WireError as error:
            outcome = error.code
            await send_error(send, error, close=error.code in ("too_large", "too_slow"))
        except ClientGoneError:
            outcome = "client_gone"
        else:
            await _send(scope, receive, send, answer)
        self._engine.metrics.request(self._operation.name, "http", outcome, perf_counter() - begun)

    async def _request(self, scope: Scope, receive: Receive) -> Request:
        scope["client_of_engine"].require(self._operation.permission)
        if self._operation.method == "GET":
            return self._from_query(scope)
        limits = self._engine.settings.limits
        limit = limits.long_body if self._operation.takes_documents else limits.body
        return self._from_body(await read_body(receive, limit, limits.body_s), scope.get("path_params", {}))

    def _from_query(self, scope: Scope) -> Request:
        given: dict[str, Any] = dict(scope.get("path_params", {}))
        for name, value in _pairs(scope["query_string"]):
            if name in self._many:
                given.setdefault(name, []).append(value)
            elif name in given:
                raise WireError("invalid", "The request is not as it must be", f"{name!r:.80} is given twice")
            else:
                given[name] = value
        return _valid(lambda: self._operation.request.model_validate(given))

    def _from_body(self, body: bytes, path: dict[str, Any]) -> Request:
        if not path:
            return read_request(self._operation, body)
        data = _object(body)
        if both := data.keys() & path.keys():
            raise WireError("invalid", "The request is not as it must be", f"{min(both)!r:.80} belongs in the path alone")
        return read_request(self._operation, to_json({**data, **path}))


def _trace(scope: Scope) -> str:
    """The trace that the client's request belongs to, where it says so."""
    given = [value for name, value in scope["headers"] if name == b"traceparent"]
    return given[0].decode("latin-1") if len(given) == 1 else ""


def read_request(operation: Operation, body: bytes) -> Request:
    """A request from its JSON. Raises WireError where it is none."""
    return _valid(lambda: operation.request.model_validate_json(body or b"{}", strict=True))


def _valid(read: Any) -> Request:
    try:
        request: Request = read()
    except ValidationError as error:
        raise refusal(error) from error
    return request


def refusal(error: ValidationError) -> WireError:
    """What is wrong with a request, without repeating what was sent."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return WireError("bad_json", "The request is no JSON", first["msg"][:200])
    place = ".".join(str(part)[:60] for part in first["loc"][:6]) or "the whole"
    return WireError(
        "invalid", "The request is not as it must be", f"{place}: {first['msg'][:300]}", "See /docs for what it may contain."
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = from_json(body or b"{}", allow_inf_nan=False)
    except ValueError as error:
        raise WireError("bad_json", "The request is no JSON", str(error)[:200]) from error
    if not isinstance(data, dict):
        raise WireError("invalid", "The request is not as it must be", "it must be an object")
    return data


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        text = query.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise WireError(
            "bad_request", "The query can't be read", "it must be UTF-8, percent-encoded, and not too long"
        ) from error


async def read_body(receive: Receive, limit: int, deadline_s: float) -> bytes:
    """The whole body of a request. Raises WireError: too large, too slow; ClientGoneError."""
    chunks, size = [], 0
    try:
        async with asyncio.timeout(deadline_s):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise ClientGoneError
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                chunks.append(chunk)
                if not message.get("more_body"):
                    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    except TimeoutError as error:
        raise WireError("too_slow", "The request did not arrive in time", f"{deadline_s:.0f} s are allowed") from error


async def _while_there(receive: Receive, work: Coroutine[Any, Any, Answer]) -> Answer:
    """Work that may be held back for long: a client that hangs up ends it. Raises ClientGoneError."""
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
    try:
        return await task
    except asyncio.CancelledError as error:
        raise ClientGoneError from error


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(scope: Scope, receive: Receive, send: Send, answer: Answer) -> None:
    if isinstance(answer, Encoded):
        await send_json(send, answer.json)
    elif isinstance(answer, Payload):
        await send_file(scope, receive, send, answer)
    elif isinstance(answer, Text):
        await send_text(send, answer.text.encode(), answer.mime)
    else:
        await send_json(send, as_json(answer))


class _Documents:
    """What describes the routes, for programs and for people. It is worked out when it is first asked for, beside the loop: it
    takes as long as all the rest of a start."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._bodies: tuple[bytes, bytes] | None = None

    def route(self, which: int, mime: str, policy: bytes = b"default-src 'none'") -> Any:
        documents = self

        class Document:
            async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
                await send_text(send, (await documents.bodies())[which], mime, policy)

        return Document()

    async def bodies(self) -> tuple[bytes, bytes]:
        async with self._lock:
            if self._bodies is None:
                self._bodies = await asyncio.to_thread(_described)
            return self._bodies


def _described() -> tuple[bytes, bytes]:
    found = document()
    return to_json(found), docs_page(found)


class _Reply:
    """An error as Starlette wants it: an application."""

    def __init__(self, error: WireError, allow: str = "") -> None:
        self._error, self._allow = error, allow

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send_error(send, self._error, extra=[(b"allow", self._allow.encode())] if self._allow else None)


async def _no_route(request: Any, error: Exception) -> Any:
    status = getattr(error, "status_code", 404)
    if status == 405:
        path = request.scope["path"]
        allow = ", ".join(sorted({m for r in request.app.routes if r.path_regex.fullmatch(path) for m in r.methods}))
        return _Reply(WireError("wrong_method", "This can't be done so", f"the method here is {allow}", "See /docs."), allow)
    return _Reply(WireError("no_such_route", "There is nothing here", "no operation has this path", "See /docs."))


async def _our_fault(request: Any, error: Exception) -> Any:
    return _Reply(as_wire(error))
