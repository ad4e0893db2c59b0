# SPDX-License-Identifier: Apache-2.0
"""Jobs: look at them, move them, wait for their news."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiprod.production.jobs import Job, JobState
from aiprod.server.bus import JobEvent
from aiprod.server.engine import Engine
from aiprod.server.handling import Encoded, Payload, handles
from aiprod.server.identity import Client
from aiprod.server.views import event_view, job_view, transition_view
from aiprod.wire.errors import WireError
from aiprod.wire.jobs import (
    FINAL,
    CancelJob,
    EventList,
    JobHistory,
    JobList,
    JobMutation,
    JobRequest,
    JobView,
    ListJobs,
    PollEvents,
    PrioritiseJob,
    ReorderJob,
    WaitForJob,
    WaitForPreview,
)


@handles("jobs.status", quick=True)
async def status(engine: Engine, _client: Client, request: JobRequest) -> Encoded:
    """Answered from a snapshot while there is no news of the job."""
    kept = engine.snapshots.get(request.job_id)
    if kept is None:
        kept = engine.snapshots.put(await _job(engine, request.job_id))
    return Encoded(kept)


async def _job(engine: Engine, job_id: str) -> Job:
    return await engine.in_thread(engine.store.get, job_id)


@handles("jobs.list")
def listed(engine: Engine, _client: Client, request: ListJobs) -> JobList:
    states = [JobState(state) for state in request.states] or None
    found = engine.store.find(states=states, client=request.client, film=request.film, limit=request.limit, before=request.before)
    counts = {state.value: number for state, number in engine.store.counts().items()}
    return JobList(jobs=tuple(job_view(job) for job in found), counts=counts)


@handles("jobs.history")
def history(engine: Engine, _client: Client, request: JobRequest) -> JobHistory:
    engine.store.get(request.job_id)
    steps = engine.store.history(request.job_id)
    return JobHistory(job_id=request.job_id, transitions=tuple(transition_view(step) for step in steps))


@handles("jobs.wait")
async def wait(engine: Engine, _client: Client, request: WaitForJob) -> JobView:
    """The job as soon as it has ended, or as it stands when the time is up."""
    engine.require_room()
    subscription = engine.bus.subscribe([request.job_id])
    engine.polls += 1
    try:
        job = await _job(engine, request.job_id)
        async with asyncio.timeout(request.timeout_s):
            while job.state.value not in FINAL:
                event = await anext(subscription, None)
                if event is None:
                    break
                if event.kind in ("state", "resync"):
                    job = await _job(engine, request.job_id)
    except TimeoutError:
        job = await _job(engine, request.job_id)
    finally:
        engine.polls -= 1
        subscription.close()
    return job_view(job)


@handles("jobs.preview")
async def preview(engine: Engine, _client: Client, request: WaitForPreview) -> Payload:
    """The newest picture, or the next one. Raises WireError when none comes in time."""
    engine.require_room()
    await _job(engine, request.job_id)
    subscription = engine.bus.subscribe([request.job_id], previews=True)
    engine.polls += 1
    try:
        if request.fresh:
            subscription.drain()
        async with asyncio.timeout(request.wait_s):
            async for event in subscription:
                if event.kind == "preview":
                    return _picture(event)
    except TimeoutError:
        pass
    finally:
        engine.polls -= 1
        subscription.close()
    raise WireError("not_found", "There is no picture", "no shot of this job is being made now", "Ask again while it runs.")


def _picture(event: JobEvent) -> Payload:
    mime = str(event.data["mime"])
    name = f"{event.data.get('shot') or 'shot'}-{event.data.get('frame', 0)}.{mime.partition('/')[2]}"
    return Payload(mime, len(event.image), name, data=event.image)


@handles("jobs.cancel")
async def cancel(engine: Engine, client: Client, request: CancelJob) -> JobView:
    """Felt in under a second: a worker that does not stop by itself is stopped."""
    if engine.supervisor is None:
        return job_view(await _moved(engine, lambda: engine.store.cancel(request.job_id, client.id, request.reason)))
    await engine.supervisor.cancel(request.job_id, client.id, request.reason)
    return await _fresh(engine, request.job_id)


@handles("jobs.pause")
async def pause(engine: Engine, client: Client, request: JobMutation) -> JobView:
    if engine.supervisor is None:
        return job_view(await _moved(engine, lambda: engine.store.pause(request.job_id, client.id)))
    await engine.supervisor.pause(request.job_id, client.id)
    return await _fresh(engine, request.job_id)


async def _fresh(engine: Engine, job_id: str) -> JobView:
    engine.snapshots.drop(job_id)
    return job_view(await _job(engine, job_id))


@handles("jobs.resume")
async def resume(engine: Engine, client: Client, request: JobMutation) -> JobView:
    return job_view(await _moved(engine, lambda: engine.store.resume(request.job_id, client.id)))


@handles("jobs.retry")
async def retry(engine: Engine, client: Client, request: JobMutation) -> JobView:
    return job_view(await _moved(engine, lambda: engine.store.retry(request.job_id, client.id)))


@handles("jobs.reorder")
async def reorder(engine: Engine, _client: Client, request: ReorderJob) -> JobView:
    return job_view(await _moved(engine, lambda: engine.store.reorder(request.job_id, request.before)))


@handles("jobs.priority")
async def prioritise(engine: Engine, _client: Client, request: PrioritiseJob) -> JobView:
    return job_view(await _moved(engine, lambda: engine.store.set_priority(request.job_id, request.priority)))


async def _moved(engine: Engine, move: Callable[[], Job]) -> Job:
    """Do something to a job in the store, and tell everyone."""
    job = await engine.in_thread(move)
    engine.changed(job)
    return job


@handles("events.poll")
async def poll(engine: Engine, _client: Client, request: PollEvents) -> EventList:
    """News after a cursor. Without one, the cursor from which news will come."""
    engine.require_room()
    if not request.after:
        return EventList(events=(), cursor=engine.bus.cursor)
    engine.polls += 1
    try:
        news: list[Any] = await engine.bus.wait(request.after, request.wait_s, request.jobs or None)
    finally:
        engine.polls -= 1
    cursor = news[-1].cursor if news else request.after
    return EventList(events=tuple(event_view(event) for event in news), cursor=cursor)
