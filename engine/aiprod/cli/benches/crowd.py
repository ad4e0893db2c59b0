# SPDX-License-Identifier: Apache-2.0
"""A crowd at the door: many panels order jobs and watch them at once, for a minute. Nothing may be lost, nothing done twice.

A real server in a process of its own, with real worker processes; each client is a panel with a token of its own, the Python
client over HTTP, and one WebSocket. The jobs are small: each writes its name into a file that only grows, which is how it is
known whether one was done twice. One order in four is sent twice with the same operation id, as a client does that lost its
connection: it must be one job.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

from aiprod.cli.benches.ipc import percentiles

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.server.duties import Context

_CROWDS = (50, 100)
_DEVICES = 2
_TWICE = 0.25
_PATIENCE_S = 120.0
"""How long a client waits for a job before it counts as lost."""


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Let 50, then 100 clients come for `runs` seconds each (default 60)."""
    figures: dict[str, Any] = {"seconds": runs or 60, "reach": "0 errors, 0 lost, 0 doubled"}
    for number in _CROWDS:
        with tempfile.TemporaryDirectory() as folder, _server(Path(folder)):
            figures[f"{number} clients"] = asyncio.run(_crowd(Path(folder), number, runs or 60, random.Random(seed)))
    return figures


@dataclass
class _Tally:
    """What all clients together have seen."""

    ordered: list[str] = field(default_factory=list)
    delivered: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    two_jobs: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=dict)

    def timed(self, what: str, seconds: float) -> None:
        self.took.setdefault(what, []).append(seconds)


async def _crowd(folder: Path, number: int, seconds: int, dice: random.Random) -> dict[str, Any]:
    from aiprod.client.client import AsyncClient
    from aiprod.client.finding import of_panel, of_this_user

    tally = _Tally()
    async with AsyncClient(of_this_user(folder / "engine.json")) as owner:
        port = (await of_this_user(folder / "engine.json")()).port
        films = [await _film(owner, folder, n) for n in range(number)]
        panels = [await _panel(owner) for _ in range(number)]
        clients = [AsyncClient(of_panel(port, panel, token)) for panel, token in panels]
        end = monotonic() + seconds
        await asyncio.gather(
            *(_client(c, f, end, tally, random.Random(dice.random())) for c, f in zip(clients, films, strict=True))
        )
        health = await owner.server.health()
        await asyncio.gather(*(client.close() for client in clients))
    done = Counter((folder / "done.txt").read_text("utf-8").split())
    return {
        "jobs": len(tally.ordered), "jobs_per_s": round(len(tally.ordered) / seconds, 1), "errors": dict(tally.errors),
        "lost": len(tally.lost) + len(set(tally.ordered) - set(done)), "doubled": sum(times - 1 for times in done.values()),
        "orders_that_became_two_jobs": tally.two_jobs, "jobs_nobody_ordered": len(set(done) - set(tally.ordered)),
        "left_in_the_store": {state: count for state, count in health.jobs.items() if count},
        **{what: percentiles(took) for what, took in tally.took.items()},
    }  # fmt: skip


async def _film(owner: AsyncClient, folder: Path, number: int) -> str:
    """A film of the client's own: only one job of a film runs at a time."""
    from aiprod.film.brief import Brief
    from aiprod.film.film import Film
    from aiprod.film.store import FilmStore

    store = FilmStore.create(
        folder / "films" / f"{number}.aiprod", Film(name=str(number), brief=Brief(text="A cat.", language="en"))
    )
    return (await owner.films.open(str(store.root))).id


async def _panel(owner: AsyncClient) -> tuple[str, str]:
    paired = await owner.pairing.exchange((await owner.pairing.start()).code, "a bench")
    return paired.panel, paired.token


async def _client(client: AsyncClient, film: str, end: float, tally: _Tally, dice: random.Random) -> None:
    """Come, order, watch, order again, until the time is over."""
    began = perf_counter()
    await client.server.health()
    tally.timed("first_answer", perf_counter() - began)
    while monotonic() < end:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await _order(client, film, tally, dice)
        except TimeoutError:
            tally.lost.append(film)
        except Exception as error:  # noqa: BLE001 - every error counts, whatever it is
            tally.errors[f"{type(error).__name__}: {getattr(error, 'code', '')}"] += 1


async def _order(client: AsyncClient, film: str, tally: _Tally, dice: random.Random) -> None:
    began, operation = perf_counter(), f"crowd-{dice.getrandbits(64):x}"
    job = (await client.check(film=film, operation_id=operation)).job.id
    tally.ordered.append(job)
    tally.timed("order", perf_counter() - began)
    if dice.random() < _TWICE:
        again = (await client.check(film=film, operation_id=operation)).job.id
        tally.two_jobs += again != job
    asked = perf_counter()
    await client.jobs.status(job)
    tally.timed("status", perf_counter() - asked)
    last = ""
    async for news in client.watch(job):
        last = news.state or last
    tally.timed("order_to_delivered", perf_counter() - began)
    if last != "delivered":
        tally.errors[f"a job was {last or 'never'} delivered"] += 1


@contextmanager
def _server(folder: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "aiprod.cli.benches.crowd", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the server did not start")
        try:
            yield
        finally:
            process.stdin.close()


# The server's side


def small(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """The duty: write the job's name down, in one piece, and be done."""
    handle = os.open(Path(arguments["path"]).parent.parent / "done.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{context.job}\n".encode())
    finally:
        os.close(handle)
    return {"passed": True}


async def _serve(folder: Path) -> None:
    from aiprod.server.devices import Device
    from aiprod.server.run import Running
    from aiprod.server.settings import ServerSettings
    from aiprod.server.supervisor import Plan, Supervisor

    settings = ServerSettings(folder=folder, films_root=folder / "ordered", ports=(), workers=False)
    devices = tuple(Device(f"cpu:{number}", "cpu", "bench") for number in range(_DEVICES))
    async with Running(settings) as running:
        engine = running.engine
        duties = {"check": "aiprod.cli.benches.crowd:small"}
        engine.supervisor = Supervisor(engine.store, engine.bus, settings, Plan(devices=devices, duties=duties))
        await engine.supervisor.start()
        while any(device.state != "idle" for device in engine.supervisor.devices()):
            await asyncio.sleep(0.05)
        print("ready", flush=True)
        with suppress(EOFError):
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
