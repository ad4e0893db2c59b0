# SPDX-License-Identifier: Apache-2.0
"""What a question to the engine costs: a job's status over HTTP and over WebSocket, against a bare Starlette echo.

One server process runs both on one event loop. The echo answers with as many bytes as a status has, and does nothing else: no
guard, no token, no table, no store. The clients are as lean as can be, so that the servers are measured and not them; the
Python client, as programs use it, is measured beside. Echo and status take turns, so that a busy machine troubles both alike.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

_TURN = 50
"""Questions in a row to one side before the other gets its turn."""
_WARM = 200
_PARTS = {50: "p50_ms", 95: "p95_ms", 99: "p99_ms"}
Ask = Callable[[], Awaitable[None]]


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Ask each side `runs` times (default 3000) in each way. (`seed` is not used: nothing is random.)"""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as at:
        return asyncio.run(_measured(at, max(runs or 3000, _TURN)))


async def _measured(at: dict[str, Any], count: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"questions": count, "bytes_of_a_status": at["bytes"], "reach": "p95 ≤ 3 × the echo's"}
    path = f"/api/v1/status/{at['job']}"
    async with _http(at["echo"], "/echo") as echo, _http(at["port"], path, at["token"]) as status:
        figures["http"] = _compared(*await _turns(echo, status, count))
    async with _socket(at["echo"], "/echo", [], at["job"]) as echo, _engine_socket(at) as status:
        figures["websocket"] = _compared(*await _turns(echo, status, count))
    figures["python_client"] = await _python_client(at, count)
    return figures


async def _turns(echo: Ask, status: Ask, count: int) -> tuple[list[float], list[float]]:
    """Seconds of each question to either side."""
    await _timed(echo, _WARM)
    await _timed(status, _WARM)
    took: tuple[list[float], list[float]] = [], []
    for _ in range(0, count, _TURN):
        for ask, seconds in zip((echo, status), took, strict=True):
            seconds += await _timed(ask, _TURN)
    return took


async def _timed(ask: Ask, count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        began = perf_counter()
        await ask()
        seconds.append(perf_counter() - began)
    return seconds


def _compared(echo: list[float], status: list[float]) -> dict[str, Any]:
    first, second = percentiles(echo), percentiles(status)
    ratios = {f"{name.removesuffix('_ms')}_ratio": round(second[name] / first[name], 2) for name in ("p50_ms", "p95_ms")}
    return {"echo": first, "status": second, **ratios}


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    return {name: round(1000 * ordered[min(len(ordered) * part // 100, len(ordered) - 1)], 3) for part, name in _PARTS.items()}


@asynccontextmanager
async def _http(port: int, path: str, token: str = "") -> AsyncIterator[Ask]:
    """A connection kept alive, on which one question is asked after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{bearer}\r\n".encode()

    async def ask() -> None:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.decode())
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))

    try:
        yield ask
    finally:
        writer.close()


@asynccontextmanager
async def _socket(port: int, path: str, protocols: list[Any], job: str) -> AsyncIterator[Ask]:
    from websockets.asyncio.client import connect

    request = json.dumps({"type": "request", "id": "1", "op": "jobs.status", "body": {"job_id": job}})
    url = f"ws://127.0.0.1:{port}{path}"
    async with connect(url, subprotocols=protocols or None, proxy=None, compression=None) as link:
        if protocols:
            await link.recv()

        async def ask() -> None:
            await link.send(request)
            while '"type":"response"' not in str(await link.recv()):
                pass

        yield ask


def _engine_socket(at: dict[str, Any]) -> Any:
    from aiprod.wire.envelopes import SUBPROTOCOL, TOKEN_PREFIX
    from aiprod.wire.operations import SOCKET_PATH

    return _socket(at["port"], SOCKET_PATH, [SUBPROTOCOL, TOKEN_PREFIX + at["token"]], at["job"])


async def _python_client(at: dict[str, Any], count: int) -> dict[str, Any]:
    """The same question as programs ask it."""
    from aiprod.client.client import AsyncClient
    from aiprod.client.finding import of_this_user

    figures: dict[str, Any] = {}
    for over in ("http", "socket"):
        async with AsyncClient(of_this_user(Path(at["discovery"])), over=over) as client:  # type: ignore[arg-type]

            async def ask(client: AsyncClient = client) -> None:
                await client.jobs.status(at["job"])

            await _timed(ask, _WARM)
            figures[over] = percentiles(await _timed(ask, count))
    return figures


@contextmanager
def _server(folder: Path) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "aiprod.cli.benches.ipc", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        said = process.stdout.readline()
        if not said:
            raise RuntimeError("the server did not start")
        try:
            yield json.loads(said)
        finally:
            process.stdin.close()


# The server's side


async def _serve(folder: Path) -> None:
    from aiprod.production.jobs import JobOrder
    from aiprod.server.run import Running
    from aiprod.server.settings import ServerSettings

    settings = ServerSettings(folder=folder, films_root=folder / "films", ports=(), workers=False)
    async with Running(settings) as running:
        job = running.engine.store.submit(JobOrder(kind="film", client="owner", title="A film of the bench"), queue=True)
        body = await _one_status(running.discovery.port, running.discovery.token, job.id)
        async with _echoing(body) as echo:
            at = {
                "port": running.discovery.port, "token": running.discovery.token, "job": job.id, "echo": echo,
                "bytes": len(body), "discovery": str(folder / "engine.json"),
            }  # fmt: skip
            print(json.dumps(at), flush=True)
            await asyncio.to_thread(sys.stdin.read)


async def _one_status(port: int, token: str, job: str) -> bytes:
    import httpx

    async with httpx.AsyncClient(trust_env=False, headers={"authorization": f"Bearer {token}"}) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/api/v1/status/{job}")
        answer.raise_for_status()
        return answer.content


@asynccontextmanager
async def _echoing(body: bytes) -> AsyncIterator[int]:
    """A bare Starlette application on this loop: the same bytes for every question, in an envelope over WebSocket."""
    import socket

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route, WebSocketRoute
    from starlette.websockets import WebSocket

    envelope = f'{{"type":"response","id":"1","ok":true,"body":{body.decode()}}}'

    async def answer(_request: Request) -> Response:
        return Response(body, media_type="application/json")

    async def talk(link: WebSocket) -> None:
        await link.accept()
        async for _question in link.iter_text():
            await link.send_text(envelope)

    class Server(uvicorn.Server):
        def capture_signals(self) -> Any:
            from contextlib import nullcontext

            return nullcontext()

    app = Starlette(routes=[Route("/echo", answer), WebSocketRoute("/echo", talk)])
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        server = Server(uvicorn.Config(app, access_log=False, log_config=None, lifespan="off", ws_per_message_deflate=False))
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.005)
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
