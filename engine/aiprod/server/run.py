# SPDX-License-Identifier: Apache-2.0
"""`aiprod serve`: everything started in order, served until somebody stops it, and ended in order.

Order of the start: the one-instance lock, the port, the job store (which takes back what a killed engine left), the workers, the
door, and only then the discovery file: whoever finds it finds an engine that answers.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack, nullcontext, suppress
from typing import TYPE_CHECKING

from aiprod.film.errors import EngineError
from aiprod.observe import process
from aiprod.observe.logs import REDACTOR
from aiprod.server.bus import Bus
from aiprod.server.connections import protocols
from aiprod.server.discovery import Presence
from aiprod.server.engine import Engine, open_store
from aiprod.server.faces import faces
from aiprod.server.leftovers import settle_leftovers
from aiprod.server.private import private_folder
from aiprod.server.settings import ServerSettings
from aiprod.wire.discovery import Discovery, new_secret

if TYPE_CHECKING:
    import uvicorn

    from aiprod.server.guard import App

log = logging.getLogger(__name__)
_DESCRIPTORS = 8192
_GRACE_S = 10
Started = Callable[[Discovery], None]


class Running:
    """A server that runs in this process's event loop. Use `async with`; `serve` does it all for a whole process.

    Raises:
        AlreadyRunningError: another engine of this user runs.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self._presence = Presence(settings)
        self._ends = AsyncExitStack()
        self.engine: Engine
        self.discovery: Discovery

    async def __aenter__(self) -> Running:
        async with AsyncExitStack() as ends:
            ends.callback(self._presence.leave)
            await self._start(ends)
            self._ends = ends.pop_all()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._ends.aclose()

    async def _start(self, ends: AsyncExitStack) -> None:
        """Start everything in order; `ends` takes what ends it, in the other order."""
        _more_descriptors()
        listener = self._presence.bind()
        ends.callback(listener.close)
        port, token = listener.getsockname()[1], self.settings.token or new_secret()
        REDACTOR.hide(token)
        store = await asyncio.to_thread(open_store, self.settings)
        ends.push_async_callback(asyncio.to_thread, store.close)
        await asyncio.to_thread(store.outcomes.prune)
        bus = Bus(self.settings.clock)
        lobby, over_http, over_socket = protocols(self.settings.limits)
        self.engine = Engine(self.settings, store, bus, token=token, port=port, lobby=lobby)
        ends.push_async_callback(asyncio.to_thread, self.engine.close)
        await self._start_workers(ends)
        self._follow(ends)
        self._look_after_money(ends)
        self._server = _uvicorn(faces(self.engine), self.settings, over_http, over_socket)
        self._serving = asyncio.ensure_future(self._server.serve(sockets=[listener]))
        ends.push_async_callback(self._stopped)
        await self._until_it_answers()
        self.discovery = self._presence.publish(port, token, self.engine.started)
        log.info("the engine is ready", extra={"port": port, "instance": self._presence.instance})

    async def _start_workers(self, ends: AsyncExitStack) -> None:
        if self.settings.workers:
            from aiprod.server.supervisor import Supervisor

            self.engine.supervisor = Supervisor(self.engine.store, self.engine.bus, self.settings)
            ends.push_async_callback(self.engine.supervisor.stop)
            await self.engine.supervisor.start()

    def _follow(self, ends: AsyncExitStack) -> None:
        """Everything that listens to the bus for the server itself."""
        engine = self.engine
        for each in (engine.snapshots.follow(engine.bus), engine.notifier.follow(engine.bus), engine.counting.follow()):
            ends.push_async_callback(_ended, asyncio.ensure_future(each))

    def _look_after_money(self, ends: AsyncExitStack) -> None:
        """In a thread of its own: it may have to ask providers, and nobody waits for that."""
        stopping = threading.Event()
        ends.callback(stopping.set)
        threading.Thread(
            target=settle_leftovers, args=(self.engine.store, stopping), daemon=True, name="engine-leftovers"
        ).start()

    async def _until_it_answers(self) -> None:
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise EngineError("The server did not start", "its loop ended at once", "See the engine's log.")
            await asyncio.sleep(0.005)

    async def wait(self) -> None:
        """Until somebody asks the server to stop."""
        await asyncio.shield(self._serving)

    def stop(self) -> None:
        """Ask it to stop: what is under way is answered first, and no new client finds us."""
        self.engine.stopping = True
        self.engine.hosts.close()
        self._presence.hide()
        self._server.should_exit = True

    async def _stopped(self) -> None:
        self.stop()
        self.engine.bus.close()
        with suppress(asyncio.CancelledError):
            await self._serving


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def serve(settings: ServerSettings, started: Started | None = None) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        settings: how.
        started: is told where the engine is, once it can be used.

    Raises:
        AlreadyRunningError: another engine of this user runs.
        UserError: the database can't be used.
    """
    process.begin("server", private_folder(private_folder(settings.folder) / "logs"))
    try:
        asyncio.run(_serve(settings, started))
    finally:
        process.end()


async def _serve(settings: ServerSettings, started: Started | None) -> None:
    async with Running(settings) as running:
        _stop_on_signals(running)
        if started is not None:
            started(running.discovery)
        await running.wait()


def _stop_on_signals(running: Running) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(running.stop))
        else:
            loop.add_signal_handler(number, running.stop)


def _uvicorn(app: App, settings: ServerSettings, http: type[asyncio.Protocol], sockets: type[asyncio.Protocol]) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        """Leaves the signals to us."""

        def capture_signals(self) -> object:  # type: ignore[override]
            return nullcontext()

    config = uvicorn.Config(
        app, http=http, ws=sockets, lifespan="off", access_log=False, log_config=None, server_header=False, date_header=False,
        proxy_headers=False, ws_max_size=settings.limits.message, ws_per_message_deflate=False,
        ws_ping_interval=settings.limits.ping_every_s, ws_ping_timeout=settings.limits.silence_s - settings.limits.ping_every_s,
        timeout_keep_alive=round(settings.limits.idle_s), h11_max_incomplete_event_size=settings.limits.headers,
        timeout_graceful_shutdown=_GRACE_S,
    )  # fmt: skip
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    return Server(config)


def _more_descriptors() -> None:
    """Room for many connections, as far as the system lets us."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, _DESCRIPTORS) if hard != resource.RLIM_INFINITY else _DESCRIPTORS
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
