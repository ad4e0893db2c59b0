# SPDX-License-Identifier: Apache-2.0
"""Jobs and their news in the form of the wire, and the snapshots that `status` is answered from."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from aiprod.production.jobs import Job, Transition
from aiprod.server.answers import as_json
from aiprod.wire.jobs import EventView, FailureView, JobView, Progress, TransitionView

if TYPE_CHECKING:
    from aiprod.server.bus import Bus, JobEvent

_FRESH_S = 0.25
_KEPT = 2048
_PROGRESS = frozenset(Progress.model_fields)


def job_view(job: Job) -> JobView:
    """A job as clients see it: without arguments, lease and checkpoint, which are the engine's own."""
    return JobView(
        id=job.id, kind=job.kind, state=job.state.value, title=job.title, film=job.film, client=job.client,
        priority=job.priority, position=job.position, device=job.device, attempt=job.attempt, max_attempts=job.max_attempts,
        progress=progress_view(job.progress), result=job.result, failure=_failure(job), estimate=job.estimate,
        actual=job.actual, cancel_requested=job.cancel_requested, pause_requested=job.pause_requested,
        not_before=job.not_before or None, created_at=job.created_at, updated_at=job.updated_at, started_at=job.started_at,
        finished_at=job.finished_at,
    )  # fmt: skip


def _failure(job: Job) -> FailureView | None:
    return FailureView(**job.failure.model_dump()) if job.failure else None


def progress_view(data: dict[str, object] | None) -> Progress | None:
    if not data:
        return None
    return Progress.model_validate({name: value for name, value in data.items() if name in _PROGRESS and value is not None})


def transition_view(step: Transition) -> TransitionView:
    return TransitionView(
        source=step.before.value if step.before else "", target=step.after.value, at=step.at, reason=step.reason, by=step.by
    )


def event_view(event: JobEvent) -> EventView:
    return EventView(cursor=event.cursor, job_id=event.job_id, at=event.at, kind=event.kind, data=dict(event.data))


class Snapshots:
    """Jobs as JSON, ready to send. One is good until there is news of its job, and never longer than a quarter second: so a
    hundred clients that ask every moment cost the database almost nothing."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def get(self, job_id: str) -> bytes | None:
        kept = self._kept.get(job_id)
        return kept[1] if kept and self._clock() - kept[0] < _FRESH_S else None

    def put(self, job: Job) -> bytes:
        body = as_json(job_view(job))
        self._kept[job.id] = self._clock(), body
        self._kept.move_to_end(job.id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return body

    def drop(self, job_id: str) -> None:
        """There is news of the job."""
        self._kept.pop(job_id, None)

    async def follow(self, bus: Bus) -> None:
        """Drop what news makes stale, for as long as the bus lives."""
        subscription = bus.subscribe(None)
        try:
            async for event in subscription:
                if event.kind == "resync":
                    self._kept.clear()
                else:
                    self.drop(event.job_id)
        except asyncio.CancelledError:
            subscription.close()
            raise
