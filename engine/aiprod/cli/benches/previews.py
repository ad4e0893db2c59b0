# SPDX-License-Identifier: Apache-2.0
"""Live previews, from the worker process to clients on their sockets: how late they are, and what a viewer costs the server.

A real server in a process of its own; a worker that shows pictures of a real preview's size as fast as two builders do; and
clients of the Python client, all in this process.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_BYTES, _EVERY_S = 40_000, 0.2
"""A JPEG of 854×480 at quality 70; two builders show one every 0.4 s each."""
_VIEWERS = (0, 1, 10, 50)
_TIMES = {50: "p50_ms", 95: "p95_ms", 99: "p99_ms"}


def run(runs: int = 60, seed: int = 0) -> dict[str, Any]:
    """Show `runs` pictures to no, one and more viewers. (`seed` is not used: nothing is random.)"""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server:
        rounds = {viewers: asyncio.run(_round(server, viewers, runs)) for viewers in _VIEWERS}
    idle, most = rounds[0]["server_cpu_share"], max(_VIEWERS)
    each = max(rounds[most]["server_cpu_share"] - idle, 0.0) / most
    return {
        "pictures": runs, "every_s": _EVERY_S, "bytes": _BYTES, "viewers": {str(count): value for count, value in rounds.items()},
        "server_cpu_per_viewer_percent": round(100 * each, 3), "reach": "p95 < 100 ms",
    }  # fmt: skip


@dataclass
class _Server:
    """The server's process, and the lines that it is talked to with."""

    folder: Path
    process: subprocess.Popen[str]

    def ask(self, line: str) -> str:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def _server(folder: Path) -> Iterator[_Server]:
    command = [sys.executable, "-m", "aiprod.cli.benches.previews", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        server = _Server(folder, process)
        if server.ask("ready?") != "ready":
            raise RuntimeError("the server did not start")
        try:
            yield server
        finally:
            server.ask("end")


@dataclass
class _Viewers:
    late_s: list[float] = field(default_factory=list)
    seen: int = 0
    dropped: int = 0


async def _round(server: _Server, viewers: int, count: int) -> dict[str, Any]:
    """One job full of pictures, watched by some."""
    seen, ready = _Viewers(), asyncio.Semaphore(0)
    watching = [asyncio.ensure_future(_watch(server.folder, seen, ready)) for _ in range(viewers)]
    for _ in watching:
        await ready.acquire()
    cpu, began = float(await asyncio.to_thread(server.ask, "cpu")), time.monotonic()
    await asyncio.to_thread(server.ask, f"show {count}")
    took, spent = time.monotonic() - began, float(await asyncio.to_thread(server.ask, "cpu")) - cpu
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    figures: dict[str, Any] = {"server_cpu_share": round(spent / took, 4)}
    if viewers:
        late = sorted(seen.late_s)
        figures |= {name: round(1000 * late[min(len(late) * part // 100, len(late) - 1)], 1) for part, name in _TIMES.items()}
        figures |= {"seen_of_all": round(seen.seen / (viewers * count), 3), "dropped": seen.dropped}
    return figures


async def _watch(folder: Path, seen: _Viewers, ready: asyncio.Semaphore) -> None:
    from aiprod.client.client import AsyncClient
    from aiprod.client.finding import of_this_user

    async with AsyncClient(of_this_user(folder / "engine.json")) as client:
        await client.devices.list()
        news = client.news(previews=True)
        pending = asyncio.ensure_future(anext(news))
        await asyncio.sleep(0.5)  # until the subscription has reached the server; the first picture comes a second later
        ready.release()
        while True:
            event = await pending
            if event.kind == "preview":
                seen.late_s.append(time.time() - float(event.data["made_at"]))
                seen.seen, seen.dropped = seen.seen + 1, seen.dropped + event.dropped
            pending = asyncio.ensure_future(anext(news))


# The server's side


async def _serve(folder: Path) -> None:
    from aiprod.cli.benches import drills
    from aiprod.server.devices import Device
    from aiprod.server.run import Running
    from aiprod.server.settings import ServerSettings
    from aiprod.server.supervisor import Plan, Supervisor

    settings = ServerSettings(folder=folder, films_root=folder / "films", ports=(), workers=False)
    plan = Plan(devices=(Device("cpu", "cpu", "bench"),), duties=drills.DUTIES)
    async with Running(settings) as running:
        engine = running.engine
        engine.supervisor = Supervisor(engine.store, engine.bus, settings, plan)
        await engine.supervisor.start()
        with suppress(EOFError):
            while (line := (await asyncio.to_thread(sys.stdin.readline)).split()) and line[0] != "end":
                print(await _answer(engine, line), flush=True)
    print("ended", flush=True)


async def _answer(engine: Any, line: list[str]) -> str:
    from aiprod.production.jobs import JobOrder

    if line[0] == "cpu":
        return str(time.process_time())
    if line[0] == "ready?":
        while any(device.state != "idle" for device in engine.supervisor.devices()):
            await asyncio.sleep(0.05)
        return "ready"
    news = engine.bus.subscribe()
    arguments = {"count": int(line[1]), "every_s": _EVERY_S, "bytes": _BYTES}
    job = engine.store.submit(JobOrder(kind="pictures", arguments=arguments, client="bench"), queue=True)
    engine.supervisor.wake()
    async for event in news:
        if event.job_id == job.id and event.data.get("state") in ("delivered", "failed"):
            return str(event.data["state"])
    return "the bus was closed"


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
