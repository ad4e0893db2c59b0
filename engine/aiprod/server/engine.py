# SPDX-License-Identifier: Apache-2.0
"""Everything that handlers work with: the store, the bus, the workers, the doors. One object for a running server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from aiprod.film.store import FilmStore
from aiprod.observe.metrics import Metrics
from aiprod.production.jobs import Job
from aiprod.server.aside import Aside
from aiprod.server.bus import Bus
from aiprod.server.counting import Counting
from aiprod.server.hosts import Hosts
from aiprod.server.identity import Client, Doorkeeper
from aiprod.server.pairing import PairingDesk
from aiprod.server.recording import Recorder, subject_of
from aiprod.server.replays import Replays
from aiprod.server.settings import ServerSettings
from aiprod.server.views import Snapshots
from aiprod.server.webhooks import Notifier
from aiprod.wire.base import Request
from aiprod.wire.errors import WireError
from aiprod.wire.operations import OPERATIONS, Operation
from aiprod.wire.service import DeviceView

if TYPE_CHECKING:
    from aiprod.production.jobs.store import JobStore
    from aiprod.server.connections import Lobby
    from aiprod.server.sockets import Sockets
    from aiprod.server.supervisor import Supervisor

T = TypeVar("T")
_THREADS, _SLOW_THREADS = 16, 3


class Engine:
    """A running server's parts.

    Args:
        settings: how it runs.
        store: jobs and the small tables beside them.
        bus: news of jobs.
        token: the owner's.
        port: where it listens.
        supervisor: the workers; None where none are wanted.
    """

    def __init__(
        self, settings: ServerSettings, store: JobStore, bus: Bus, *, token: str, port: int, lobby: Lobby,
        supervisor: Supervisor | None = None,
    ) -> None:  # fmt: skip
        from aiprod.server.sockets import Sockets

        self.settings, self.store, self.bus, self.supervisor = settings, store, bus, supervisor
        self.token, self.port, self.lobby = token, port, lobby
        self.started, self._begun = settings.clock(), time.monotonic()
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="engine")
        self.slow_threads = ThreadPoolExecutor(_SLOW_THREADS, thread_name_prefix="engine-slow")
        self.doorkeeper = Doorkeeper(token, settings.clock)
        self.pairing = PairingDesk(store.panels, self.doorkeeper, settings.clock)
        self.recorder = Recorder(store.audit, settings.clock)
        self.replays = Replays(store.outcomes, self.threads)
        self.metrics = Metrics(OPERATIONS)
        self.snapshots = Snapshots()
        self.notifier = Notifier(store, settings.folder / "webhooks", count=self.metrics.webhook, clock=settings.clock)
        self.sockets: Sockets = Sockets(settings.limits, self.metrics)
        self.counting = Counting(self)
        self.aside = Aside()
        self.hosts = Hosts(settings.limits, settings.clock, lambda number: bus.publish("hosts", "", {"hosts": number}))
        self.polls = 0
        self.stopping = False

    @property
    def uptime_s(self) -> float:
        return time.monotonic() - self._begun

    def close(self) -> None:
        """End what is under way in threads, and write the record."""
        self.threads.shutdown(wait=True, cancel_futures=True)
        self.aside.close()
        self.slow_threads.shutdown(wait=False, cancel_futures=True)
        self.recorder.close()

    async def in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        """Run something that may wait for a disk or a database, without holding the loop."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)

    def note(self, client: Client, operation: Operation, request: Request | None, outcome: str) -> None:
        """Write a change, or a failed attempt at something, into the audit record."""
        if outcome != "ok":
            self.recorder.refused(client.id, operation.name, outcome, subject_of(request))
        elif operation.mutates or operation.name == "pairing.exchange":
            self.recorder.did(client.id, operation.name, outcome, subject_of(request))

    def refused(self, peer: str, route: str, code: str) -> None:
        """For the guard: somebody was turned away."""
        self.metrics.refused(code)
        self.recorder.refused(f"peer {peer}", route, code)

    def changed(self, job: Job, reason: str = "") -> None:
        """A handler has changed a job: tell everyone."""
        self.snapshots.drop(job.id)
        self.bus.publish("state", job.id, {"state": job.state.value, "reason": reason, "attempt": job.attempt})
        if self.supervisor is not None:
            self.supervisor.wake()

    def devices(self) -> tuple[DeviceView, ...]:
        """What films are made on."""
        if self.supervisor is None:
            return ()
        return tuple(
            DeviceView(
                id=d.id, kind=d.kind, name=d.name, memory_total=d.memory_total, memory_free=d.memory_free, state=d.state,
                job_id=d.job_id,
            )
            for d in self.supervisor.devices()
        )  # fmt: skip

    def film(self, film_id: str) -> FilmStore:
        """A known film, opened. Raises WireError when there is none, or its folder is gone."""
        root = self.store.films.path(film_id)
        if not (root / "film.json").is_file():
            raise WireError("gone", "The film is not where it was", f"{root} has no film.json", "Open it from its new place.")
        return FilmStore(root)

    def film_id(self, store: FilmStore) -> str:
        """The id of an open film; it becomes known by this."""
        return self.store.films.register(store.root, store.film.name)

    def require_room(self) -> None:
        """Raises WireError when too many clients are being kept waiting already."""
        if self.stopping:
            raise WireError("stopping", "The engine is stopping", "", "Start it again.")
        if self.polls >= self.settings.limits.polls:
            raise WireError("too_many", "Too many clients are waiting for news", "", "Use a socket.", retry_after_s=1)


def open_store(settings: ServerSettings) -> JobStore:
    """The job store of these settings. Raises UserError when its database can't be used."""
    from aiprod.production.jobs import default_url
    from aiprod.production.jobs.store import JobStore

    url = settings.database or (f"sqlite:///{settings.folder / 'jobs.sqlite'}" if _own_folder(settings) else default_url())
    return JobStore.open(url, settings.clock)


def _own_folder(settings: ServerSettings) -> bool:
    """Whether these settings keep the server's files in another place than usual."""
    from aiprod.wire.discovery import server_folder

    return settings.folder != server_folder()
