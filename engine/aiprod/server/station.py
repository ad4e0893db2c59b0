# SPDX-License-Identifier: Apache-2.0
"""A station: one device with its worker process, kept alive, and the job it has.

A station runs in the server's event loop. It starts its worker, hands it one job at a time, passes on what it says, and makes
sure that whatever happens (the job ends, somebody stops it, the worker dies or falls silent) the job store hears of it once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from aiprod.film.errors import AiprodError, EngineError
from aiprod.production.jobs import DatabaseError, Failure, Job, StaleLeaseError, StoreError
from aiprod.server.channel import Header
from aiprod.server.devices import Device
from aiprod.server.failures import failure_of, lost
from aiprod.server.processes import WorkerProcess
from aiprod.server.running import House, Run

if TYPE_CHECKING:
    from aiprod.production.jobs import JobStore

_KEEP_EVERY_S = 1.0
_LOOK_S = 0.05
log = logging.getLogger(__name__)


class Station:
    """One device at work. `run` does everything; the rest may be called from the event loop at any time."""

    def __init__(self, device: Device, house: House) -> None:
        self.device, self.house = device, house
        self.state: Literal["starting", "idle", "busy", "down"] = "starting"
        self.reason, self.restarts = "", 0
        self.current: Run | None = None
        self.worker: WorkerProcess | None = None
        self.stopping = False
        self._work = asyncio.Event()
        self._ready, self._gone = asyncio.Event(), asyncio.Event()
        self._heard = 0.0
        self._failures, self._ended_by_us = 0, False

    # From outside

    def wake(self) -> None:
        """There may be work."""
        self._work.set()

    @property
    def owner(self) -> str:
        return f"{self.house.owner}/{self.device.id}"

    @property
    def kinds(self) -> Collection[str]:
        return (self.device.kind,)

    async def run(self) -> None:
        """Keep a worker alive and give it jobs, until `stopping`."""
        while not self.stopping:
            began = _now()
            try:
                await self._start()
                await self._serve()
            except (AiprodError, OSError) as error:
                self.reason = str(error)
                log.warning("a worker did not come up", extra={"device": self.device.id, "reason": self.reason})
            except Exception as error:
                # A fault of ours must not cost the device; the job's lease lapses, and it is given again.
                self.reason = f"{type(error).__name__}: {error}"
                log.exception("a station begins anew after a fault", extra={"device": self.device.id})
            finally:
                await self._end()
            if not self.stopping:
                await self._pause(_now() - began)

    async def stop(self) -> None:
        """Give the job back, if there is one, and end the worker."""
        self.stopping = True
        run = self.current
        if run is not None:
            run.want("release")
            await run.over.wait()
        if self.worker is not None:
            self.worker.send({"type": "exit"})
            await self._until(self._gone, self.house.timing.farewell_s)
        self._gone.set()
        self._work.set()
        self._ready.set()

    # The worker

    async def _start(self) -> None:
        """A worker that has said hello. Raises EngineError when none comes up."""
        self.state, self._ready, self._gone = "starting", asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        gone = self._gone
        self.worker = await asyncio.to_thread(
            self.house.spawn,
            self.device,
            lambda header, body: _soon(loop, self._hear, header, body),
            lambda: _soon(loop, gone.set),
        )
        late = _now() + self.house.timing.start_s
        while not self._ready.is_set() and not self._gone.is_set():
            if self.worker.ended or _now() > late:
                raise _no_start(self.worker)
            await self._until(self._ready, _LOOK_S)

    async def _end(self) -> None:
        """See the worker gone, with everything below it."""
        self.state = "down"
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.kill()
            await asyncio.to_thread(worker.wait, 5.0)

    async def _pause(self, lived_s: float) -> None:
        """Before the next worker: at once after a long life, longer and longer after short ones."""
        timing = self.house.timing
        self.restarts += 1
        self._failures = 0 if lived_s > timing.young_s or self._ended_by_us else self._failures + 1
        self._ended_by_us = False
        if self._failures > 1:
            pause = min(timing.backoff_s * 2 ** (self._failures - 2), timing.longest_backoff_s)
            self._gone.clear()
            await self._until(self._gone, pause)

    def _hear(self, header: Header, body: bytes) -> None:
        """From the worker, in the event loop."""
        self._heard = _now()
        run, kind = self.current, header["type"]
        if kind == "hello":
            assert self.worker is not None
            self.worker.send({"type": "welcome", "duties": dict(self.house.duties)})
            self._ready.set()
        elif run is None or header.get("token") != run.token or run.outcome is not None:
            return
        elif kind == "event":
            self._event(run, header)
        elif kind == "preview":
            self.house.bus.publish("preview", run.job.id, header["data"], body)
        elif kind == "checkpoint":
            run.checkpoint = header["data"]
        elif kind == "outcome":
            run.outcome = header
            run.changed.set()

    def _event(self, run: Run, header: Header) -> None:
        kind = header["kind"]
        if kind == "review":
            run.reviewing = True
        else:
            if kind == "progress":
                run.progress = header["data"]
            self.house.bus.publish(kind, run.job.id, header["data"])

    # Jobs

    async def _serve(self) -> None:
        """Give the worker jobs for as long as it lives."""
        self.state, self.reason = "idle", ""
        while not self._gone.is_set() and not self.stopping:
            self._work.clear()
            job = await self._claimed()
            if job is not None:
                await self._do(Run(job))
                self._failures = 0 if not self._gone.is_set() else self._failures
            elif not self._gone.is_set():
                await self._until_work()

    async def _until_work(self) -> None:
        """Until somebody says that there may be some, or it is time to look, or the worker is gone."""
        waiting = [asyncio.ensure_future(event.wait()) for event in (self._work, self._gone)]
        try:
            await asyncio.wait(waiting, timeout=self.house.timing.poll_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def _claimed(self) -> Job | None:
        try:
            job: Job | None = await self.house.ask(
                self.house.store.claim, self.owner, self.kinds, self.house.timing.lease_s
            )  # fmt: skip
        except DatabaseError as error:
            log.warning("no job could be claimed", extra={"reason": str(error)})
            return None
        if job is not None:
            self.house.tell(job)
        return job

    async def _do(self, run: Run) -> None:
        """One job, from its lease to what the store hears of it."""
        self.current, self.state, self.reason, self._heard, run.began = run, "busy", "", _now(), _now()
        keeper = None
        try:
            if await self._begun(run):
                keeper = asyncio.ensure_future(self._keep(run))
                how = await self._watch(run)
            else:
                how = "stopped"
            if keeper is not None:
                keeper.cancel()
                await asyncio.wait([keeper])
                if how != "delivered":
                    with suppress(StoreError, StaleLeaseError):
                        await self._keep_checkpoint(run)
            await self._settle(run, how)
        finally:
            if keeper is not None:
                keeper.cancel()
            self.current, self.state = None, "idle"
            run.over.set()

    async def _begun(self, run: Run) -> bool:
        """Tell the store and the worker. False when the job is no longer ours, or its start could not be kept."""
        if self.stopping or self._gone.is_set():
            run.want("release")
            return False
        try:
            arguments = await self.house.ask(_arguments, self.house.store, run.job)
            job = await self.house.ask(self.house.store.start, run.token)
        except StaleLeaseError:
            run.want("drop")
            return False
        except DatabaseError as error:
            log.warning("a job could not be started", extra={"job": run.job.id, "reason": str(error)})
            run.want("release")
            return False
        except AiprodError as error:
            run.outcome = {"how": "failed", "failure": failure_of(error)}
            return True
        self.house.tell(job)
        assert self.worker is not None
        self.worker.send({
            "type": "run", "token": run.token, "job": job.id, "kind": job.kind, "arguments": arguments, "attempt": job.attempt,
            "traceparent": job.traceparent,
        })  # fmt: skip
        return True

    async def _watch(self, run: Run) -> str:
        """Until the job ended, one way or the other: "delivered", "failed", "stopped" or "lost"."""
        timing, asked = self.house.timing, 0.0
        while run.outcome is None and not self._gone.is_set():
            if run.wish and not asked:
                asked = _now()
                if self.worker is not None:
                    self.worker.send({"type": "stop", "token": run.token, "keep": run.wish != "cancel"})
            if asked and _now() - asked >= timing.grace_s:
                self._ended_by_us = True
                await self._kill("it did not stop in time")
                return "stopped"
            if _now() - self._heard > timing.silent_s:
                await self._kill("it fell silent")
                break
            await self._until_news(run, min(timing.grace_s / 4, timing.silent_s / 4))
        return str(run.outcome["how"]) if run.outcome is not None else "lost"

    async def _until_news(self, run: Run, patience_s: float) -> None:
        run.changed.clear()
        if run.outcome is not None or self._gone.is_set():
            return
        waiting = [asyncio.ensure_future(event.wait()) for event in (run.changed, self._gone)]
        try:
            await asyncio.wait(waiting, timeout=patience_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def _kill(self, why: str) -> None:
        """End the worker with all below it; a new one comes after this job is settled."""
        self.reason = why
        self._gone.set()
        if self.worker is not None:
            log.info("a worker is ended", extra={"device": self.device.id, "reason": why})
            self.worker.kill()
            await asyncio.to_thread(self.worker.wait, 2.0)

    async def _keep(self, run: Run) -> None:
        """Keep progress and checkpoints in the store, now and then, and move the job to its review."""
        reviewing, progress, checkpoint = False, None, None
        while True:
            try:
                if run.reviewing and not reviewing:
                    self.house.tell(await self.house.ask(self.house.store.review, run.token))
                    reviewing = True
                if run.checkpoint is not None and run.checkpoint is not checkpoint:
                    checkpoint = run.checkpoint
                    await self._keep_checkpoint(run)
                if run.progress is not None and run.progress is not progress:
                    progress = run.progress
                    await self.house.ask(self.house.store.progress, run.token, dict(progress))
            except StaleLeaseError:
                run.want("drop")
                return
            except StoreError as error:
                log.warning("progress could not be kept", extra={"job": run.job.id, "reason": str(error)})
            await asyncio.sleep(_KEEP_EVERY_S)

    async def _keep_checkpoint(self, run: Run) -> None:
        """What the worker said last, and how long the job has taken so far in all attempts."""
        spent = round(run.spent_before_s + _now() - run.began, 3)
        await self.house.ask(self.house.store.checkpoint, run.token, {**run.kept, "spent_s": spent})

    async def _settle(self, run: Run, how: str) -> None:
        """Tell the store how it ended, again and again while its database can't take it and the job is still ours."""
        late = _now() + self.house.timing.lease_s
        while run.wish != "drop":
            try:
                self.house.tell(await self.house.ask(self._ending(run, how)))
                return
            except StaleLeaseError:
                log.info("a result came too late and is not kept", extra={"job": run.job.id})
                return
            except DatabaseError as error:
                log.error("the end of a job could not be kept", extra={"job": run.job.id, "reason": str(error)})
                if self.stopping or _now() > late:
                    return
            except StoreError as error:  # the result is no JSON: a fault of the duty
                run.outcome, how = {"failure": failure_of(error)}, "failed"
            await asyncio.sleep(_KEEP_EVERY_S)

    def _ending(self, run: Run, how: str) -> Callable[[], Job]:
        """The store's word for an ending."""
        store, token, said = self.house.store, run.token, run.outcome or {}
        if how == "delivered":
            result = {name: value for name, value in said["result"].items() if name != "actual"}
            seconds = round(run.spent_before_s + said["seconds"], 3)
            return partial(store.deliver, token, result, {"seconds": seconds, **said["result"].get("actual", {})})
        if run.wish == "cancel":
            return partial(store.cancelled, token)
        if run.wish == "pause":
            return partial(store.paused, token)
        if run.wish == "release" or how == "stopped":
            return partial(store.release, token, "the engine stops" if self.stopping else "given back")
        failure = said["failure"] if how == "failed" else lost(self.reason or "its process ended")
        return partial(store.fail, token, Failure(**failure))

    @staticmethod
    async def _until(event: asyncio.Event, timeout_s: float) -> None:
        try:
            await asyncio.wait_for(event.wait(), timeout_s)
        except TimeoutError:
            return


def _soon(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *arguments: object) -> None:
    """Call in the event loop; nothing when that is over."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _no_start(worker: WorkerProcess) -> EngineError:
    why = worker.last_words() if worker.ended else "it did not answer in time"
    return EngineError(f"The worker for {worker.device.id} does not start", why or "it ended at once", f"See {worker.log}.")


def _arguments(store: JobStore, job: Job) -> dict[str, Any]:
    """The job's arguments; its film by path, where it is named by id or not at all. Raises UserError for an unknown one."""
    arguments = dict(job.arguments)
    if job.film and arguments.get("film", job.film) == job.film:
        arguments["film"] = str(store.films.path(job.film))
    return arguments
