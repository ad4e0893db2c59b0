# SPDX-License-Identifier: Apache-2.0
"""The faces of the engine put together: the guard, behind it HTTP and the sockets."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from aiprod.production.jobs import UnknownJobError
from aiprod.server.answers import Receive, Scope, Send, deny_socket
from aiprod.server.guard import App, Guard
from aiprod.server.http import build_app
from aiprod.server.news import News
from aiprod.server.sockets import Link, Session, serve_socket
from aiprod.wire.base import JobId
from aiprod.wire.errors import WireError
from aiprod.wire.jobs import FINAL
from aiprod.wire.operations import DOOR_PATH, SOCKET_PATH

if TYPE_CHECKING:
    from aiprod.server.engine import Engine

_JOB = JobId.__metadata__[0].pattern.strip("^$")  # type: ignore[attr-defined]
_PREVIEW = re.compile(rf"/api/v1/preview/({_JOB})")
_ENCODINGS = ("binary", "base64")
_DOOR_S = 30.0
"""How long the socket without a token stays open."""


def faces(engine: Engine) -> App:
    """The whole ASGI application of an engine."""
    http = build_app(engine)

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await _socket(engine, scope, receive, send)
        else:
            await http(scope, receive, send)

    return Guard(inside, engine.port, engine.doorkeeper, engine.settings.limits, engine.refused)


async def _socket(engine: Engine, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == SOCKET_PATH:
        await serve_socket(engine, scope, receive, send, lambda link: Session(engine, link).run())
        return
    if scope["path"] == DOOR_PATH:
        await serve_socket(engine, scope, receive, send, lambda link: _at_the_door(engine, link))
        return
    try:
        job_id, base64 = await _preview_asked(engine, scope)
    except WireError as error:
        await deny_socket(send, error)
        return
    await serve_socket(engine, scope, receive, send, lambda link: _preview(engine, link, job_id, base64=base64))


async def _at_the_door(engine: Engine, link: Link) -> None:
    """Serve somebody without a token, for a while: no operation that needs a permission is done for them."""
    try:
        async with asyncio.timeout(_DOOR_S):
            await Session(engine, link).run()
    except TimeoutError:
        link.close(1000, "the door closes after a while")


async def _preview_asked(engine: Engine, scope: Scope) -> tuple[str, bool]:
    """Which job's pictures are asked for, and whether in base64. Raises WireError."""
    match = _PREVIEW.fullmatch(scope["path"])
    if match is None:
        raise WireError("no_such_route", "There is no socket here", "", f"Use {SOCKET_PATH}.")
    scope["client_of_engine"].require("read")
    encoding = parse_qs(scope["query_string"].decode("latin-1")).get("encoding", ["binary"])
    if len(encoding) != 1 or encoding[0] not in _ENCODINGS:
        raise WireError("invalid", "The pictures can't be sent so", f"encoding is one of {', '.join(_ENCODINGS)}")
    try:
        await engine.in_thread(engine.store.get, match[1])
    except UnknownJobError as error:
        raise WireError("not_found", error.what, error.why, error.remedy) from error
    return match[1], encoding[0] == "base64"


async def _preview(engine: Engine, link: Link, job_id: str, *, base64: bool) -> None:
    """Pictures and news of one job, until it has ended or the client hangs up."""
    subscription = engine.bus.subscribe([job_id], previews=True, client=link.client.id)
    news = News("preview", subscription, link, base64=base64, metrics=engine.metrics)
    job = await engine.in_thread(engine.store.get, job_id)
    pump = asyncio.ensure_future(news.run(until_final=True))
    if job.state.value in FINAL:
        news.close()
    listening = asyncio.ensure_future(_ignore(link))
    try:
        await asyncio.wait({pump, listening}, return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            link.close(1000, "the job has ended")
    finally:
        news.close()
        for task in (pump, listening):
            task.cancel()


async def _ignore(link: Link) -> None:
    """Read on, so that it is noticed when the client hangs up."""
    while await link.next() is not None:
        pass
