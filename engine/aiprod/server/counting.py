# SPDX-License-Identifier: Apache-2.0
"""What happens to jobs, as figures for Prometheus: counted from their news, so that nothing else has to think of it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.observe.metrics import DeviceMemory
from aiprod.production.jobs import Job, JobState

if TYPE_CHECKING:
    from aiprod.server.bus import JobEvent
    from aiprod.server.engine import Engine

_ENDS = ("delivered", "failed", "cancelled", "expired")
_REMEMBERED = 4096


class Counting:
    """Counts starts and ends of jobs, falls of generators, and how good estimates were."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._metrics = engine, engine.metrics
        self._started: OrderedDict[str, None] = OrderedDict()
        self._restarts: dict[str, int] = {}

    async def follow(self) -> None:
        """Count what the bus tells. Runs until it is cancelled."""
        subscription = self._engine.bus.subscribe(None)
        try:
            async for event in subscription:
                await self._count(event)
        finally:
            subscription.close()

    async def _count(self, event: JobEvent) -> None:
        if event.kind == "fall":
            self._metrics.fell("", "")  # which one, and why, stands in the event's sentence and in the film's record
        elif event.kind == "state" and event.data.get("state") in (*_ENDS, "running"):
            try:
                job = await self._engine.in_thread(self._engine.store.get, event.job_id)
            except UserError:
                return
            self._note(job, str(event.data["state"]))

    def _note(self, job: Job, state: str) -> None:
        if state == "running":
            self._note_start(job)
        elif job.state.value == state and job.started_at is not None:
            self._started.pop(job.id, None)
            self._metrics.job_ended(job.kind, state, (job.finished_at or job.updated_at) - job.started_at)
            self._note_estimate(job)

    def _note_start(self, job: Job) -> None:
        """Only the first start: later ones come after a pause or a lost worker."""
        if job.id in self._started or job.started_at is None:
            return
        self._started[job.id] = None
        while len(self._started) > _REMEMBERED:
            self._started.popitem(last=False)
        self._metrics.job_started(job.kind, job.started_at - job.created_at)

    def _note_estimate(self, job: Job) -> None:
        if job.state is not JobState.DELIVERED or not job.estimate or not job.actual or job.attempt > 1:
            return
        for name, of in (("seconds", "seconds"), ("cost_eur", "euros")):
            foreseen, took = job.estimate.get(name), job.actual.get(name)
            if isinstance(foreseen, int | float) and isinstance(took, int | float):
                self._metrics.estimated(job.kind, of, float(foreseen), float(took))

    def look(self) -> None:
        """What is asked for when the figures are read. Reads the database."""
        from aiprod.production.chain.breaker import CircuitBreaker
        from aiprod.shooting.cloud.offers import provider_names

        engine = self._engine
        self._metrics.jobs({state.value: number for state, number in engine.store.counts().items()})
        self._metrics.devices(DeviceMemory(d.id, d.memory_total, d.memory_free) for d in engine.devices())
        for provider in provider_names():
            self._metrics.breaker(provider, CircuitBreaker(provider).state())
        reserved, spent = engine.store.spending.totals()
        self._metrics.money(reserved_eur=reserved, spent_eur=spent)
        for device in engine.supervisor.devices() if engine.supervisor else ():
            for _ in range(device.restarts - self._restarts.get(device.id, 0)):
                self._metrics.worker_restarted(device.id, device.reason or "ended")
            self._restarts[device.id] = device.restarts
