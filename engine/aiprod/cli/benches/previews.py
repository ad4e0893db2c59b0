# SPDX-License-Identifier: Apache-2.0
"""Live previews, from the worker process to clients on their sockets: how late they are, and what a viewer costs the server.

A real server in a process of its own; clients of the Python client, all in this process; and first a worker that shows
pictures of a real preview's size as fast as two builders do, then a film that is really shot at full HD: there the builders
need the processors themselves, and it shows how often a viewer sees something new.
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
from itertools import pairwise
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
        film = asyncio.run(_film(server, Path(folder) / "bench.aiprod"))
    idle, most = rounds[0]["server_cpu_share"], max(_VIEWERS)
    each = max(rounds[most]["server_cpu_share"] - idle, 0.0) / most
    return {
        "pictures": runs, "every_s": _EVERY_S, "bytes": _BYTES, "viewers": {str(count): value for count, value in rounds.items()},
        "server_cpu_per_viewer_percent": round(100 * each, 3), "reach": "p95 < 100 ms",
        "film": film,
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
    """What viewers saw.

    Attributes:
        late_s: of each new picture, seconds since it was made.
        seen: pictures.
        dropped: pictures that were left out on the way.
        at: shot → when pictures of it came, new or again.
    """

    late_s: list[float] = field(default_factory=list)
    seen: int = 0
    dropped: int = 0
    at: dict[str, list[float]] = field(default_factory=dict)

    def late(self) -> dict[str, float]:
        late = sorted(self.late_s)
        return {name: round(1000 * late[min(len(late) * part // 100, len(late) - 1)], 1) for part, name in _TIMES.items()}


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
        figures |= {**seen.late(), "seen_of_all": round(seen.seen / (viewers * count), 3), "dropped": seen.dropped}
    return figures


async def _film(server: _Server, root: Path) -> dict[str, Any]:
    """Shoot a short film at full HD, with one viewer."""
    from aiprod.cli.benches.running import BRIEF
    from aiprod.production.commission import Wish, read_wish

    read_wish(Wish(BRIEF, duration_s=5.0, seed=1)).create(root)
    seen, ready = _Viewers(), asyncio.Semaphore(0)
    watching = asyncio.ensure_future(_watch(server.folder, seen, ready))
    await ready.acquire()
    how = await asyncio.to_thread(server.ask, f"film {root}")
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    together = sorted(at for times in seen.at.values() for at in times)
    return {
        "outcome": how, "shots": len(seen.at), "pictures": seen.seen, **seen.late(),
        "longest_without_any_picture_s": _longest([together]),
        "longest_without_one_of_a_shot_under_way_s": _longest(list(seen.at.values())), "reach": "a picture every 2 s",
    }  # fmt: skip


def _longest(series: list[list[float]]) -> float:
    return round(max((after - before for times in series for before, after in pairwise(times)), default=0.0), 2)


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
                now = time.time()
                if not event.data["repeated"]:
                    seen.late_s.append(now - float(event.data["made_at"]))
                seen.at.setdefault(str(event.data["shot"]), []).append(now)
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
    if line[0] == "film":
        order = JobOrder(kind="film", arguments={"film": line[1], "until": "shooting"}, client="bench")
    else:
        arguments = {"count": int(line[1]), "every_s": _EVERY_S, "bytes": _BYTES}
        order = JobOrder(kind="pictures", arguments=arguments, client="bench")
    job = engine.store.submit(order, queue=True)
    engine.supervisor.wake()
    async for event in news:
        if event.job_id == job.id and event.data.get("state") in ("delivered", "failed"):
            return str(event.data["state"])
    return "the bus was closed"


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
