# SPDX-License-Identifier: Apache-2.0
"""Devices and accidents: what a second device is worth, how soon a killed worker's job runs again, how soon a cancel is felt.

The devices are not there: their duty sleeps and burns a fixed, small cost, as a host does while its card computes. Everything
else is real: the store, the supervisor, a worker process for each device.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.cli.benches import drills
from aiprod.production.jobs import Job, JobOrder, JobStore
from aiprod.server.bus import Bus, Subscription
from aiprod.server.devices import Device
from aiprod.server.supervisor import Plan, Supervisor

_SLEEP_S, _CPU_S = 0.4, 0.01
_ACCIDENTS = 10


def run(runs: int = 40, seed: int = 0) -> dict[str, Any]:
    """Work off `runs` jobs with one device and with two; then kill and cancel a few at random moments."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = (asyncio.run(_throughput(Path(folder) / str(count), count, runs)) for count in (1, 2))
        again = asyncio.run(_accidents(Path(folder) / "kills", _killed, seed))
        listens = asyncio.run(_accidents(Path(folder) / "cancels", _cancelled, seed))
        deaf = asyncio.run(_accidents(Path(folder) / "deaf", _ended, seed))
    return {
        "jobs": runs, "one_device_per_s": round(one, 2), "two_devices_per_s": round(two, 2), "factor": round(two / one, 3),
        "reach": "factor ≥ 1.9; a killed worker's job runs again ≤ 5 s; cancelled < 1 s",
        "killed_worker_to_running_again_s": _spread(again), "cancel_to_cancelled_s": _spread(listens),
        "cancel_to_cancelled_in_the_middle_of_a_library_call_s": _spread(deaf),
    }  # fmt: skip


@dataclass
class _Shop:
    store: JobStore
    supervisor: Supervisor
    news: Subscription

    def order(self, kind: str, **arguments: Any) -> Job:
        job = self.store.submit(JobOrder(kind=kind, arguments=arguments, client="bench", device="any"), queue=True)
        self.supervisor.wake()
        return job

    async def state(self, job: Job, state: str) -> None:
        async for event in self.news:
            if event.job_id == job.id and event.data.get("state") == state:
                return


@dataclass(frozen=True)
class _Place:
    folder: Path
    devices: tuple[str, ...] = ()


@asynccontextmanager
async def _shop(folder: Path, devices: int) -> AsyncIterator[_Shop]:
    folder.mkdir()
    store, bus = JobStore.open(f"sqlite:///{folder / 'jobs.sqlite'}"), Bus(waiting=100_000)
    found = tuple(Device(f"gpu:{number}", "gpu", "bench") for number in range(devices))
    supervisor = Supervisor(store, bus, _Place(folder), Plan(devices=found, duties=drills.DUTIES))
    await supervisor.start()
    while any(device.state != "idle" for device in supervisor.devices()):
        await asyncio.sleep(0.05)
    try:
        yield _Shop(store, supervisor, bus.subscribe())
    finally:
        await supervisor.stop()
        store.close()


async def _throughput(folder: Path, devices: int, count: int) -> float:
    """Jobs a second, from the first claim to the last delivery."""
    async with _shop(folder, devices) as shop:
        orders = [JobOrder(kind="burn", arguments={"sleep_s": _SLEEP_S, "cpu_s": _CPU_S}, client="bench", device="any")] * count
        jobs = [shop.store.submit(order, queue=True).id for order in orders]
        began, left = time.monotonic(), set(jobs)
        shop.supervisor.wake()
        async for event in shop.news:
            if event.data.get("state") == "delivered":
                left.discard(event.job_id)
            if not left:
                break
        return count / (time.monotonic() - began)


async def _accidents(folder: Path, accident: Any, seed: int) -> list[float]:
    dice = random.Random(seed)
    async with _shop(folder, 1) as shop:
        return [await accident(shop, folder / f"job-{number}", dice) for number in range(_ACCIDENTS)]


async def _begun(shop: _Shop, folder: Path, dice: random.Random) -> Job:
    """A job in the middle of its steps."""
    job = shop.order("steps", folder=str(folder), steps=1000, step_s=0.05)
    await shop.state(job, "running")
    await asyncio.sleep(dice.uniform(0.1, 0.5))
    return job


async def _killed(shop: _Shop, folder: Path, dice: random.Random) -> float:
    """Seconds from the worker's SIGKILL until the job runs again."""
    job = await _begun(shop, folder, dice)
    worker = shop.supervisor._stations[0].worker
    assert worker is not None
    began = time.monotonic()
    os.kill(worker.pid, signal.SIGKILL)
    await shop.state(job, "running")
    took = time.monotonic() - began
    await shop.supervisor.cancel(job.id)
    return took


async def _ended(shop: _Shop, _folder: Path, _dice: random.Random) -> float:
    """Seconds from the cancel of a job that does not listen until it is cancelled in the store."""
    job = shop.order("deaf")
    async for event in shop.news:
        if event.job_id == job.id and event.kind == "progress":
            break
    began = time.monotonic()
    await shop.supervisor.cancel(job.id)
    return time.monotonic() - began


async def _cancelled(shop: _Shop, folder: Path, dice: random.Random) -> float:
    """Seconds from the cancel until the job is cancelled in the store."""
    job = await _begun(shop, folder, dice)
    began = time.monotonic()
    await shop.supervisor.cancel(job.id)
    return time.monotonic() - began


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {"median": round(ordered[len(ordered) // 2], 3), "longest": round(ordered[-1], 3)}
