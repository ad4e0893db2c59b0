# SPDX-License-Identifier: Apache-2.0
"""What stations share, what they know of a job they have, and how patient they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiprod.production.jobs import Job, JobState
from aiprod.server.bus import Bus
from aiprod.server.channel import Header
from aiprod.server.devices import Device

if TYPE_CHECKING:
    from aiprod.production.jobs import JobStore
    from aiprod.server.processes import WorkerProcess

Wish = Literal["", "cancel", "pause", "release", "drop"]
"""What somebody wants of a running job: "release" gives it back (the server stops), "drop" means that it is no longer ours."""
_STRENGTH: dict[Wish, int] = {"": 0, "release": 1, "pause": 2, "cancel": 3, "drop": 4}


@dataclass(frozen=True)
class Timing:
    """How patient the supervisor is. Seconds.

    Attributes:
        lease_s: how long a job is ours without a word to the store.
        silent_s: how long a worker may say nothing before it is ended.
        grace_s: what a worker has to stop by itself when it is asked.
        start_s: what a worker has to come up.
        poll_s: how often the store is asked for work without being told that there is some.
        look_s: how often the store is asked for wishes, lapsed leases and deadlines.
        backoff_s, longest_backoff_s: pause after a worker that died young, doubled each time.
        young_s: a worker that lives longer was no failed start.
        farewell_s: what workers have to end by themselves when the server stops.
    """

    lease_s: float = 20.0
    silent_s: float = 15.0
    grace_s: float = 0.6
    start_s: float = 60.0
    poll_s: float = 1.0
    look_s: float = 1.0
    backoff_s: float = 0.25
    longest_backoff_s: float = 30.0
    young_s: float = 10.0
    farewell_s: float = 1.0


@dataclass
class Run:
    """A job that a worker has.

    Attributes:
        job: as it was claimed.
        wish: what is wanted of it.
        began: when, by the loop's clock.
        outcome: what the worker said at the end.
        changed: set whenever there is something to look at.
        over: set when the store has heard how it ended.
    """

    job: Job
    wish: Wish = ""
    began: float = 0.0
    outcome: Header | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    progress: Mapping[str, Any] | None = None
    checkpoint: Mapping[str, Any] | None = None
    reviewing: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """The checkpoint as it stands: what earlier attempts left, and what this one said."""
        return {**(self.job.checkpoint or {}), **(self.checkpoint or {})}

    @property
    def spent_before_s(self) -> float:
        """Seconds that earlier attempts took, as far as they were kept: what the job took is their sum."""
        return float((self.job.checkpoint or {}).get("spent_s", 0.0))

    @property
    def token(self) -> str:
        return self.job.token

    def want(self, wish: Wish) -> None:
        """Wish something; a stronger wish stays."""
        if _STRENGTH[wish] > _STRENGTH[self.wish]:
            self.wish = wish
            self.changed.set()


@dataclass(frozen=True)
class House:
    """What all stations share.

    Attributes:
        store, bus: where jobs are kept and told of.
        timing: how patient to be.
        duties: kind of job → "module:function".
        owner: who holds leases: this, then "/" and the device's id.
        spawn: starts a worker process for a device.
        ask: runs a call of the store in a thread.
        wake_at: has everyone look for work when the store's clock shows that time.
    """

    store: JobStore
    bus: Bus
    timing: Timing
    duties: Mapping[str, str]
    owner: str
    spawn: Callable[[Device, Callable[[Header, bytes], None], Callable[[], None]], WorkerProcess]
    ask: Callable[..., Awaitable[Any]]
    wake_at: Callable[[float], None]

    def tell(self, job: Job, reason: str = "") -> None:
        """Publish a job's state."""
        told = reason or (job.failure.message if job.failure and job.state is not JobState.DELIVERED else "")
        self.bus.publish("state", job.id, {"state": job.state.value, "reason": told, "attempt": job.attempt})
        if job.state is JobState.QUEUED:
            self.wake_at(job.not_before)
