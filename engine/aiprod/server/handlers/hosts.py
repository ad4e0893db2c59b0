# SPDX-License-Identifier: Apache-2.0
"""The editors that the panels live in: attended by panels, asked by the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aiprod.server.engine import Engine
from aiprod.server.handling import handles
from aiprod.server.identity import Client
from aiprod.wire.base import Done, Nothing
from aiprod.wire.hosts import AnswerCommand, Asked, AskHost, Attend, Attended, HostList, LeaveHost, Outcome, OutcomeRequest


@handles("hosts.attend")
async def attend(engine: Engine, client: Client, request: Attend) -> Attended:
    with _waiting(engine, request.wait_s):
        return Attended(commands=tuple(await engine.hosts.attend(client, request)))


@handles("hosts.answer")
async def answer(engine: Engine, client: Client, request: AnswerCommand) -> Done:
    engine.hosts.answer(client, request.key, request.command, request.result, request.error or "")
    return Done()


@handles("hosts.leave")
async def leave(engine: Engine, client: Client, request: LeaveHost) -> Done:
    engine.hosts.leave(client, request.key)
    return Done()


@handles("hosts.list", quick=True)
async def listed(engine: Engine, _client: Client, _request: Nothing) -> HostList:
    return HostList(hosts=engine.hosts.listed())


@handles("hosts.ask")
async def ask(engine: Engine, client: Client, request: AskHost) -> Asked:
    return Asked(command=engine.hosts.ask(client, request))


@handles("hosts.outcome")
async def outcome(engine: Engine, client: Client, request: OutcomeRequest) -> Outcome:
    with _waiting(engine, request.wait_s):
        return await engine.hosts.outcome(client, request.command, request.wait_s)


@contextmanager
def _waiting(engine: Engine, wait_s: float) -> Iterator[None]:
    """Counts a client that is kept waiting. Raises WireError when too many are."""
    if wait_s <= 0:
        yield
        return
    engine.require_room()
    engine.polls += 1
    try:
        yield
    finally:
        engine.polls -= 1
