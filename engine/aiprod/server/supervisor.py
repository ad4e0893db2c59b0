# SPDX-License-Identifier: Apache-2.0
"""The supervisor: workers for all devices, jobs for all workers, and nothing lost whatever happens.

It lives in the server's event loop. For each device a `Station` keeps a worker process and gives it jobs; the supervisor
renews their leases, hears of wishes and deadlines from the store, and at the start takes back what an earlier life of this
server had in hand.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import platform
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from aiprod.production.jobs import IllegalTransitionError, Job
from aiprod.server.bus import Bus
from aiprod.server.channel import Header
from aiprod.server.devices import UNKNOWN, Device, Memory, find
from aiprod.server.duties import DUTIES
from aiprod.server.errands import Errands
from aiprod.server.processes import WorkerProcess
from aiprod.server.running import House, Run, Timing, Wish
from aiprod.server.station import Station

if TYPE_CHECKING:
    from aiprod.production.jobs import JobStore

log = logging.getLogger(__name__)
_STORE_THREADS = 4
_MEMORY_EVERY_S = 5.0
_KILL_MARGIN_S = 2.0


class Settings(Protocol):
    """What the supervisor needs of the server's settings."""

    @property
    def folder(self) -> Path:
        """The server's own files; logs of workers go into `logs` in it."""
        ...

    @property
    def devices(self) -> tuple[str, ...]:
        """Ids of the devices to use; empty: all there are."""
        ...


@dataclass(frozen=True)
class Plan:
    """What may be different from a plain server: for other machines, for benches, for programs with duties of their own.

    Attributes:
        timing: how patient to be.
        devices: these devices instead of those that are found; they need not exist, a worker process is started for each.
        duties: more kinds of jobs, "module:function" each, beside `duties.DUTIES`.
        path: folders beside the engine's that workers' Python looks into for them.
        environment: more of the workers' environment.
        owner: the name that leases are held under; the same after a restart, another for each server on one database.
    """

    timing: Timing = field(default_factory=Timing)
    devices: tuple[Device, ...] | None = None
    duties: Mapping[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""


@dataclass(frozen=True)
class DeviceInfo:
    """A device as it stands.

    Attributes:
        id, kind, name: which.
        memory_total, memory_free: bytes; 0 where the system does not say.
        state: "starting", "idle", "busy", or "down" while its worker is being replaced.
        job_id: what it works on; empty for nothing.
        reason: why it is down.
        restarts: how many workers were replaced.
    """

    id: str
    kind: Literal["cpu", "gpu"]
    name: str
    memory_total: int
    memory_free: int
    state: Literal["starting", "idle", "busy", "down"]
    job_id: str
    reason: str = ""
    restarts: int = 0


class Supervisor:
    """See the module. `start` and `stop` once each; the rest from the event loop, `wake` from anywhere.

    Args:
        store: the jobs.
        bus: where their news goes.
        settings: the server's.
        plan: what is different from a plain server.
    """

    def __init__(self, store: JobStore, bus: Bus, settings: Settings, plan: Plan | None = None) -> None:
        self.store, self.bus = store, bus
        self._settings, self._plan = settings, plan or Plan()
        self._timing = self._plan.timing
        self._threads = ThreadPoolExecutor(_STORE_THREADS, thread_name_prefix="supervisor")
        self._owner = self._plan.owner or _owner(settings.folder)
        self._memory: dict[str, Memory] = {}
        self._stations: list[Station] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._alarms: dict[float, asyncio.TimerHandle] = {}

    # Life

    async def start(self) -> None:
        """Take back what an earlier life of this server had in hand, and start the workers. Does not wait for them."""
        self._loop = asyncio.get_running_loop()
        recovered: list[Job] = await self._ask(self.store.recover, f"{self._owner}/")
        devices = self._plan.devices
        if devices is None:
            devices = await asyncio.to_thread(find, self._settings.devices)
        house = self._house()
        for job in recovered:
            house.tell(job, "the engine was started again")
        self._memory = {device.id: device.memory for device in devices}
        self._stations = [*(Station(device, house) for device in devices), Errands(house)]
        loops = [self._renewing, self._looking, *([self._measuring] if self._plan.devices is None else [])]
        self._tasks = [asyncio.ensure_future(station.run()) for station in self._stations]
        self._tasks += [asyncio.ensure_future(self._forever(loop)) for loop in loops]

    async def stop(self) -> None:
        """Give running jobs back and end all workers. Jobs go on from their checkpoints when the server starts again."""
        await asyncio.gather(*(station.stop() for station in self._stations))
        workers, others = self._tasks[: len(self._stations)], self._tasks[len(self._stations) :]
        for task in others:
            task.cancel()
        await asyncio.gather(*workers, *others, return_exceptions=True)
        for alarm in self._alarms.values():
            alarm.cancel()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _house(self) -> House:
        return House(
            store=self.store, bus=self.bus, timing=self._timing, duties={**DUTIES, **self._plan.duties}, owner=self._owner,
            spawn=self._spawn, ask=self._ask, wake_at=self._wake_at,
        )  # fmt: skip

    def _spawn(self, device: Device, hear: Callable[[Header, bytes], None], gone: Callable[[], None]) -> WorkerProcess:
        url = self.store.database.url.render_as_string(hide_password=False)
        return WorkerProcess(
            device, self._settings.folder / "logs", extra={"AIPROD_DATABASE": url, **self._plan.environment},
            path=self._plan.path, hear=hear, gone=gone,
        )  # fmt: skip

    # Asked from outside

    def devices(self) -> list[DeviceInfo]:
        """The devices as they stand now."""
        return [self._info(station) for station in self._stations if not isinstance(station, Errands)]

    def _info(self, station: Station) -> DeviceInfo:
        device, run = station.device, station.current
        memory = self._memory.get(device.id, UNKNOWN)
        return DeviceInfo(
            device.id, device.kind, device.name, memory.total, memory.free, station.state, run.job.id if run else "",
            station.reason, station.restarts,
        )  # fmt: skip

    def wake(self) -> None:
        """There may be work. From any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is over
                self._loop.call_soon_threadsafe(self._wake_all)

    def _wake_all(self) -> None:
        for station in self._stations:
            station.wake()

    def _wake_at(self, at: float) -> None:
        """Wake when the store's clock shows `at`; at once when that is past. From the event loop."""
        delay = at - self.store.database.clock()
        if delay <= 0:
            self._wake_all()
        elif self._loop is not None and at not in self._alarms:
            self._alarms[at] = self._loop.call_later(delay + 0.005, self._alarm, at)

    def _alarm(self, at: float) -> None:
        self._alarms.pop(at, None)
        self._wake_all()

    async def cancel(self, job_id: str, by: str = "", reason: str = "") -> None:
        """Cancel a job; returns when that is done, in well under a second. Raises what the store raises."""
        await self._wish(job_id, "cancel", lambda: self.store.cancel(job_id, by, reason))

    async def pause(self, job_id: str, by: str = "") -> None:
        """Pause a job; returns when its worker has let go of it. Raises what the store raises."""
        await self._wish(job_id, "pause", lambda: self.store.pause(job_id, by))

    async def _wish(self, job_id: str, wish: Wish, keep: Callable[[], Job]) -> None:
        run = self._run_of(job_id)
        try:
            job: Job = await self._ask(keep)
        except IllegalTransitionError:
            if run is None:
                raise
            return  # it ended while we were asking
        run = run or self._run_of(job_id)
        if run is None:
            self._house().tell(job)
            return
        run.want(wish)
        with suppress(TimeoutError):
            await asyncio.wait_for(run.over.wait(), self._timing.grace_s + _KILL_MARGIN_S)

    def _run_of(self, job_id: str) -> Run | None:
        return next((s.current for s in self._stations if s.current is not None and s.current.job.id == job_id), None)

    # What goes on all the time

    async def _renewing(self) -> None:
        await self._renew()
        await asyncio.sleep(self._timing.lease_s / 4)

    async def _renew(self) -> None:
        """Renew the leases of the jobs in hand; let go of those that are no longer ours."""
        runs = {station.current.token: station.current for station in self._stations if station.current is not None}
        if runs:
            for token in await self._ask(self.store.heartbeat, list(runs), self._timing.lease_s):
                if not runs[token].over.is_set():
                    log.warning("a lease was lost", extra={"job": runs[token].job.id})
                    runs[token].want("drop")

    async def _looking(self) -> None:
        """Wishes that came another way (another server on the same database), deadlines, silent steps."""
        for wish in await self._ask(self.store.wishes, f"{self._owner}/"):
            run = self._run_of(wish.job)
            if run is not None and run.token == wish.token:
                run.want(wish.wish)
        changed: list[Job] = await self._ask(self.store.expire)
        if changed:
            await self._renew()
        for job in changed:
            self._house().tell(job)
        await asyncio.sleep(self._timing.look_s)

    async def _measuring(self) -> None:
        """The free memory of the devices."""
        await asyncio.sleep(_MEMORY_EVERY_S)
        found = await asyncio.to_thread(find, self._settings.devices)
        self._memory.update({device.id: device.memory for device in found})

    async def _forever(self, round_: Callable[[], Awaitable[None]]) -> None:
        """One round after the other, whatever a round runs into."""
        while True:
            try:
                await round_()
            except Exception:
                log.exception("the supervisor goes on after an error")
                await asyncio.sleep(self._timing.look_s)

    async def _ask(self, function: Callable[..., Any], *arguments: object) -> Any:
        """A call of the store, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: function(*arguments))


def _owner(folder: Path) -> str:
    """The same for each life of the server that keeps its files in this folder of this machine."""
    return f"{platform.node() or 'engine'}-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]}"


__all__ = ["DeviceInfo", "Plan", "Settings", "Supervisor", "Timing"]
