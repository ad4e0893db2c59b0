# SPDX-License-Identifier: Apache-2.0
"""A change that is sent again is not made again: its operation id brings the first reply."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

from aiprod.film.hashing import hash_json
from aiprod.production.jobs.outcomes import Outcome, Outcomes
from aiprod.server.answers import as_json
from aiprod.server.handling import Answer, Encoded
from aiprod.wire.base import Reply, Request
from aiprod.wire.errors import WireError
from aiprod.wire.operations import Operation

Do = Callable[[], Awaitable[Answer]]


class Replays:
    """Remembers replies by client and operation id: in the database for a week, and here while they are being made."""

    def __init__(self, outcomes: Outcomes, threads: Executor) -> None:
        self._outcomes, self._threads = outcomes, threads
        self._under_way: dict[tuple[str, str], tuple[str, asyncio.Future[Answer]]] = {}

    async def once(self, client: str, operation: Operation, operation_id: str, request: Request, do: Do) -> Answer:
        """The reply to a change: made now, or the one of the first time.

        Raises:
            WireError: the id was used for another request.
        """
        digest = hash_json([operation.name, request.model_dump(mode="json", exclude={"operation_id"})])
        key = client, operation_id
        if key in self._under_way:
            first, answer = self._under_way[key]
            if first != digest:
                raise _mismatch(operation_id)
            return await asyncio.shield(answer)
        # A task of its own: a client that hangs up does not leave a change half remembered.
        made = asyncio.ensure_future(self._made(key, operation, digest, do))
        self._under_way[key] = digest, made
        made.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(made)

    async def _made(self, key: tuple[str, str], operation: Operation, digest: str, do: Do) -> Answer:
        earlier = await self._run(self._outcomes.begin, *key, operation.name, digest)
        if isinstance(earlier, Outcome):
            return Encoded(json.dumps(earlier.response, ensure_ascii=False).encode("utf-8", "replace"))
        try:
            answer = await do()
        except BaseException:
            await self._run(self._outcomes.abandon, *key)
            raise
        assert isinstance(answer, Reply)
        body = as_json(answer)
        await self._run(self._outcomes.finish, *key, json.loads(body))
        return Encoded(body)

    async def _run(self, function: Callable[..., object], *arguments: object) -> object:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)


def _mismatch(operation_id: str) -> WireError:
    return WireError(
        "operation_mismatch", f"The operation id {operation_id!r} was already used for another request",
        "an operation id names one request for ever", "Send a new id with a new request.",
    )  # fmt: skip
