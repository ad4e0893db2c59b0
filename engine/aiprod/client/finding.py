# SPDX-License-Identifier: Apache-2.0
"""Finding the engine, and making sure that it is the engine, before a secret is sent to it."""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.wire.base import PROTOCOL
from aiprod.wire.discovery import Discovery, discovery_path, fingerprint, is_proof, read_discovery
from aiprod.wire.errors import WireError
from aiprod.wire.operations import OPERATIONS
from aiprod.wire.service import Hello, HelloRequest

if TYPE_CHECKING:
    import httpx

_HELLO_S = 5.0


class NoEngineError(UserError):
    """No engine runs, or it does not answer."""


class ImpostorError(UserError):
    """Something else answers where the engine should be. It was told nothing."""


@dataclass(frozen=True)
class Endpoint:
    """A proven engine and the token for it.

    Attributes:
        port: on 127.0.0.1.
        token: the owner's, or a panel's.
        panel: the panel's id, if the token is a panel's.
        instance: which start of the engine this is, where known.
    """

    port: int
    token: str = field(repr=False)
    panel: str | None = None
    instance: str = ""

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"


Locate = Callable[[], Awaitable[Endpoint]]
"""Finds the engine, again each time it is called: it may have been started anew at another port with another token."""


def of_this_user(path: Path | None = None) -> Locate:
    """Finds the engine of this user by its discovery file (`path`, or the usual one)."""

    async def locate() -> Endpoint:
        found = read_discovery(path)
        if found is None:
            raise NoEngineError("The engine does not run", f"nothing is announced in {path or discovery_path()}", _START)
        return await proven(_endpoint(found))

    return locate


def of_panel(port: int, panel: str, token: str) -> Locate:
    """Finds the engine at a known port, for a program that was paired with it."""

    async def locate() -> Endpoint:
        return await proven(Endpoint(port, token, panel))

    return locate


_START = "Start it with `aiprod serve`."


def _endpoint(found: Discovery) -> Endpoint:
    return Endpoint(found.port, found.token, instance=found.instance)


async def proven(endpoint: Endpoint) -> Endpoint:
    """The endpoint, once whoever listens there has proven to be the engine. The token is not sent.

    Raises:
        NoEngineError: nobody answers.
        ImpostorError: somebody answers who does not know the token.
        WireError: the engine speaks another version of the wire.
    """
    import httpx

    nonce = secrets.token_urlsafe(32)
    request = HelloRequest(nonce=nonce, protocol=PROTOCOL, panel=endpoint.panel)
    try:
        async with http_client(endpoint, timeout_s=_HELLO_S) as client:
            answer = await client.post(OPERATIONS["server.hello"].path, json=request.model_dump(mode="json", exclude_none=True))
        hello = Hello.model_validate_json(answer.content)
    except httpx.TransportError as error:
        raise NoEngineError("The engine does not answer", f"nobody does at port {endpoint.port}", _START) from error
    except ValueError as error:
        raise _stranger(endpoint, answer) from error
    key = fingerprint(endpoint.token) if endpoint.panel else endpoint.token
    if not is_proof(hello.proof, key, nonce, endpoint.port):
        raise _impostor(endpoint)
    return endpoint


def http_client(endpoint: Endpoint, *, timeout_s: float | httpx.Timeout, token: str = "") -> httpx.AsyncClient:
    """A client that talks to this machine alone: no proxies, no redirects, no more than it is told."""
    import httpx

    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        base_url=endpoint.http_url, headers=headers, timeout=timeout_s, trust_env=False, follow_redirects=False, verify=_no_tls(),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
    )  # fmt: skip


@cache
def _no_tls() -> ssl.SSLContext:
    """A context that trusts nobody: TLS is not spoken here, and reading all authorities for each client takes long."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _stranger(endpoint: Endpoint, answer: httpx.Response) -> UserError:
    """Whoever answered did not say hello: an engine with other words, or no engine."""
    error = refusal(answer)
    return error if error.code == "protocol" else _impostor(endpoint)


def _impostor(endpoint: Endpoint) -> ImpostorError:
    return ImpostorError(
        "This is not the engine", f"whatever answers at port {endpoint.port} could not prove it; it was told nothing",
        "Start the engine again with `aiprod serve`.",
    )  # fmt: skip


def refusal(answer: httpx.Response) -> WireError:
    """The error of an answer that is no success."""
    from aiprod.wire.errors import ErrorReply

    try:
        body = ErrorReply.model_validate_json(answer.content).error
    except ValueError:
        return WireError("internal", "The engine answered something that is no answer", f"status {answer.status_code}")
    wait = answer.headers.get("retry-after", "")
    return WireError(body.code, body.message, body.why, body.remedy, retry_after_s=float(wait) if wait.isdigit() else None)
