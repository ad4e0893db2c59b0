# SPDX-License-Identifier: Apache-2.0
"""The link over HTTP. It finds the engine by itself, and finds it again when it was started anew."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aiprod.client.finding import Endpoint, Locate, NoEngineError, http_client, refusal
from aiprod.client.link import R
from aiprod.wire.base import Mutation, Request
from aiprod.wire.errors import WireError
from aiprod.wire.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
PATIENCE_S = 30.0
"""How long an engine that went away is waited for."""
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_SILENCE_S = 900.0
"""How long an answer may take: models are hashed and files are read meanwhile."""
_LONGEST_WAIT_S = 5.0
_BLOCK = 1 << 20


class HttpLink:
    """Requests over HTTP.

    A request that can be sent twice safely is sent again when the engine went away before it answered; changes carry an
    operation id for that, so that nothing is done twice.

    Args:
        locate: finds the engine.
        patience_s: how long an engine that went away is waited for.
    """

    def __init__(self, locate: Locate, patience_s: float = PATIENCE_S) -> None:
        self._locate, self._patience_s = locate, patience_s
        self._client: httpx.AsyncClient | None = None
        self._earlier: list[httpx.AsyncClient] = []
        self._connecting = asyncio.Lock()

    async def call(self, operation: str, request: Request, reply: type[R]) -> R:
        """The reply to a request. Raises WireError, NoEngineError, ImpostorError."""
        return reply.model_validate_json(await self._sent(operation, request, _content))

    async def fetch(self, operation: str, request: Request) -> bytes:
        """The file that is asked for."""
        return await self._sent(operation, request, _content)

    async def read(self, operation: str, request: Request) -> str:
        """The text that is asked for."""
        return (await self._sent(operation, request, _content)).decode()

    async def save(self, operation: str, request: Request, path: Path) -> Path:
        """Write the file that is asked for to `path`, whole or not at all, without holding it in memory."""
        partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")

        async def write(answer: httpx.Response) -> Path:
            with partial.open("wb") as stream:
                async for block in answer.aiter_bytes(_BLOCK):
                    await asyncio.to_thread(stream.write, block)
            return partial.replace(path)

        try:
            return await self._sent(operation, request, write)
        finally:
            partial.unlink(missing_ok=True)

    async def close(self) -> None:
        """Hang up."""
        self._forget()
        while self._earlier:
            await self._earlier.pop().aclose()

    def _forget(self) -> None:
        """Look for the engine anew next time; requests that are under way keep their connections."""
        if self._client is not None:
            self._earlier.append(self._client)
            self._client = None

    async def _sent(self, name: str, request: Request, take: Callable[[httpx.Response], Awaitable[T]]) -> T:
        """Send, and send again while that is safe and may help."""
        operation = OPERATIONS[name]
        request = repeatable(request)
        deadline = asyncio.get_running_loop().time() + self._patience_s
        for tries in range(1_000):
            try:
                return await self._once(operation, request, take)
            except (WireError, NoEngineError) as error:
                pause = _pause(error, operation, tries)
                if pause is None or asyncio.get_running_loop().time() + pause > deadline:
                    raise
                if not isinstance(error, WireError) or error.code == "wrong_token":
                    self._forget()
                await asyncio.sleep(pause)
        raise AssertionError("the deadline ends the loop")

    async def _once(self, operation: Operation, request: Request, take: Callable[[httpx.Response], Awaitable[T]]) -> T:
        import httpx

        client = await self._connected()
        try:
            async with client.stream(**_parts(operation, request)) as answer:
                if answer.status_code >= 300:
                    await answer.aread()
                    raise refusal(answer)
                return await take(answer)
        except httpx.TransportError as error:
            raise LostEngineError("The engine went away", type(error).__name__, "It may have been stopped.") from error
        except httpx.StreamError as error:
            raise LostEngineError("The engine's answer broke off", type(error).__name__) from error

    async def _connected(self) -> httpx.AsyncClient:
        import httpx

        async with self._connecting:
            if self._client is None:
                endpoint: Endpoint = await self._locate()
                limits = httpx.Timeout(_SILENCE_S, connect=5.0)
                self._client = http_client(endpoint, timeout_s=limits, token=endpoint.token)
            return self._client


class LostEngineError(NoEngineError):
    """The engine went away while it was asked something."""


def repeatable(request: Request) -> Request:
    """A change with an operation id, so that it can be sent again."""
    if isinstance(request, Mutation) and request.operation_id is None:
        return request.model_copy(update={"operation_id": uuid.uuid4().hex})
    return request


def _pause(error: Exception, operation: Operation, tries: int) -> float | None:
    """How long to wait before the request is sent again; None where that is of no use, or could do it twice."""
    usual = _PAUSES_S[min(tries, len(_PAUSES_S) - 1)]
    if isinstance(error, LostEngineError):
        return usual if operation.idempotent else None
    if isinstance(error, NoEngineError):
        return usual if tries else None
    if isinstance(error, WireError):
        if error.code == "wrong_token":
            return 0.0 if tries == 0 else None
        if error.code in ("busy", "stopping", "too_many") and operation.idempotent:
            return min(error.retry_after_s or usual, _LONGEST_WAIT_S)
    return None


def _parts(operation: Operation, request: Request) -> dict[str, Any]:
    """A request as httpx wants it."""
    from urllib.parse import quote

    body = request.model_dump(mode="json", exclude_none=True)
    place = {name: quote(str(body.pop(name)), safe="") for name in operation.path_fields}
    url = operation.path.format(**place)
    if operation.method == "GET":
        return {"method": "GET", "url": url, "params": {name: _query(value) for name, value in body.items()}}
    return {"method": "POST", "url": url, "json": body}


def _query(value: Any) -> Any:
    return value if isinstance(value, list) else ("true" if value else "false") if isinstance(value, bool) else str(value)


async def _content(answer: httpx.Response) -> bytes:
    return await answer.aread()
