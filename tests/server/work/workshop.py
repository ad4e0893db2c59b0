# SPDX-License-Identifier: Apache-2.0
"""A supervisor with real worker processes on a store of its own, for the length of a test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.cli.benches import drills
from aiprod.production.jobs import Job, JobOrder, JobStore
from aiprod.server.bus import Bus, JobEvent, Subscription
from aiprod.server.devices import Device
from aiprod.server.supervisor import Plan, Supervisor, Timing

ROOT = Path(__file__).resolve().parents[3]
ODD = {
    name: f"tests.server.work.odd_duties:{name}"
    for name in ("fail", "die", "mute", "deaf", "not_json", "fill", "environment", "missing")
}
CPU = Device("cpu", "cpu", "a processor")
PATIENCE_S = 600.0
"""Only against a hang: a film takes its time on a busy machine."""


@dataclass(frozen=True)
class Place:
    """What the supervisor wants of the server's settings."""

    folder: Path
    devices: tuple[str, ...] = ()


@dataclass
class Workshop:
    """A running supervisor, with what tests ask of it."""

    store: JobStore
    bus: Bus
    supervisor: Supervisor
    news: Subscription
    seen: list[JobEvent]

    def order(self, kind: str, arguments: dict[str, Any] | None = None, **more: Any) -> Job:
        order = JobOrder(kind=kind, arguments=arguments or {}, client="test", **more)
        job = self.store.submit(order, queue=True)
        self.supervisor.wake()
        return job

    async def until(self, wanted: Callable[[JobEvent], bool]) -> JobEvent:
        """Wait for a piece of news."""
        async with asyncio.timeout(PATIENCE_S):
            async for event in self.news:
                self.seen.append(event)
                if wanted(event):
                    return event
        raise AssertionError("the bus was closed")

    async def state(self, job: Job, *states: str) -> Job:
        """Wait until a job is in one of some states."""
        await self.until(lambda event: event.job_id == job.id and event.data.get("state") in states)
        return self.store.get(job.id)

    async def progress(self, job: Job) -> JobEvent:
        return await self.until(lambda event: event.job_id == job.id and event.kind == "progress")

    async def idle(self) -> None:
        """Wait until every device has a worker and nothing to do."""
        async with asyncio.timeout(PATIENCE_S):
            while any(device.state != "idle" for device in self.supervisor.devices()):
                await asyncio.sleep(0.01)

    def states(self, job: Job) -> list[str]:
        return [step.after.value for step in self.store.history(job.id)]

    def told(self, job: Job) -> list[str]:
        """The states that the bus told of."""
        self.seen += self.news.drain()
        return [event.data["state"] for event in self.seen if event.job_id == job.id and event.kind == "state"]


@asynccontextmanager
async def workshop(
    folder: Path,
    *,
    timing: Timing | None = None,
    devices: tuple[Device, ...] = (CPU,),
    url: str = "",
    duties: dict[str, str] | None = None,
    environment: dict[str, str] | None = None,
) -> AsyncIterator[Workshop]:
    store, bus = JobStore.open(url or f"sqlite:///{folder / 'jobs.sqlite'}"), Bus()
    plan = Plan(
        timing=timing or Timing(),
        devices=devices,
        duties=duties or {**drills.DUTIES, **ODD},
        path=(str(ROOT),),
        environment=environment or {},
    )
    supervisor = Supervisor(store, bus, Place(folder), plan)
    await supervisor.start()
    try:
        yield Workshop(store, bus, supervisor, bus.subscribe(previews=True), [])
    finally:
        await supervisor.stop()
        store.close()


def in_workshop(folder: Path, test: Callable[[Workshop], Awaitable[None]], **more: Any) -> None:
    """Run a test in a workshop of its own."""

    async def run() -> None:
        async with workshop(folder, **more) as shop:
            await test(shop)

    asyncio.run(run())
