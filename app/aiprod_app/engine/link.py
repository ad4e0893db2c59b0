# SPDX-License-Identifier: Apache-2.0
"""The engine server as the interface sees it: started when need be, watched, found again when it went away.

    studio.engine.ask(lambda client: client.films.get(film=name), self._shown, owner=self)

Everything that is asked travels on a thread of its own; answers come back on the interface thread.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError, EngineError
from aiprod.film.messages import localised
from aiprod_app.background import Courier, Failed, Task
from aiprod_app.i18n.languages import language_in_use

if TYPE_CHECKING:  # loaded on the link's own thread: the window does not wait for them
    from asyncio import AbstractEventLoop

    from aiprod.client.client import AsyncClient
    from aiprod.client.finding import Endpoint, Locate

T = TypeVar("T")
State = Literal["starting", "ready", "away", "closed"]
_LOOK_S = 2.0
_AGAIN_S = (0.2, 0.5, 1.0, 2.0, 5.0)


class EngineLink(QObject):
    """The engine.

    Signals:
        state_changed: "starting", "ready", "away" (it will be tried again), "closed".
        news: `aiprod.client.news.News` of every job, with pictures.
        failed: an AiprodError that nobody else was told.
        restarted: another engine than before answers: the one before ended so briefly that nobody saw it away.

    Args:
        start: start an engine when none runs.
        locate: how it is found; by default the engine of this user.
    """

    state_changed = Signal(str)
    news = Signal(object)
    failed = Signal(object)
    restarted = Signal()

    def __init__(self, *, start: bool = True, locate: Locate | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "starting"
        self.why: AiprodError | None = None
        """Why it is away."""
        self._start, self._finds = start, locate
        self._courier = Courier(self)
        self._gate = threading.Lock()
        self._loop: AbstractEventLoop | None = None
        """Of the link's thread, once it runs."""
        self._running: set[object] = set()
        self._client: AsyncClient | None = None
        self._closing = False
        self._instance = ""
        self._early: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._thread = threading.Thread(target=self._run, name="engine-link", daemon=True)

    def open(self) -> None:
        """Begin: find or start the engine, and hear its news."""
        self._send(self._watch)
        self._thread.start()

    def ask(
        self, question: Callable[[AsyncClient], Awaitable[T]], then: Callable[[T], None] | None = None,
        failed: Failed | None = None, *, owner: QObject | None = None,
    ) -> Task:  # fmt: skip
        """Ask the engine. Without `failed`, an error goes to the `failed` signal, so that it is seen.

        A question is asked once: what happens when the engine goes away meanwhile is the client's (see `aiprod.client`).
        """
        task = Task(owner)
        if self._closing:
            return task
        self._send(lambda: self._asked(task, question, then, failed or self.failed.emit))
        return task

    def _send(self, question: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask on the link's own thread; what is asked before it runs is asked then."""
        with self._gate:
            loop = self._loop
            if loop is None:
                self._early.append(question)
                return
        self._soon(loop, question)

    def _soon(self, loop: AbstractEventLoop, question: Callable[[], Coroutine[Any, Any, None]]) -> None:
        def begin() -> None:
            task = loop.create_task(question())
            self._running.add(task)
            task.add_done_callback(self._running.discard)

        loop.call_soon_threadsafe(begin)

    async def _asked(
        self, task: Task, question: Callable[[AsyncClient], Awaitable[Any]], then: Callable[[Any], None] | None, failed: Failed
    ) -> None:
        try:
            result = await question(await self._ready())
        except AiprodError as error:
            localised(error, language_in_use())
            self._courier.send(lambda caught=error: failed(caught) if task.wanted else None)  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            told = EngineError("The engine could not be asked", f"{type(error).__name__}: {error}")
            self._courier.send(lambda: failed(told) if task.wanted else None)
        else:
            if then is not None:
                self._courier.send(lambda: then(result) if task.wanted else None)

    async def _ready(self) -> AsyncClient:
        if self._client is None:
            await self._find()
        assert self._client is not None
        return self._client

    async def _find(self) -> None:
        from aiprod.client.client import AsyncClient
        from aiprod.client.starting import ensure_server

        if self._start:
            await ensure_server()
        self._seen((await self._locate()).instance)
        if self._client is None:
            self._client = AsyncClient(self._locate)

    async def _locate(self) -> Endpoint:
        if self._finds is None:
            from aiprod.client.finding import of_this_user

            self._finds = of_this_user()
        return await self._finds()

    async def _watch(self) -> None:
        """For as long as the desktop runs: connect, hear the news, and after a loss connect again."""
        import asyncio

        tries = 0
        while not self._closing:
            try:
                await self._find()
                self._tell("ready")
                tries = 0
                await self._hear(await self._ready())
            except AiprodError as error:
                self._tell("away", error)
            except OSError as error:
                self._tell("away", EngineError("The engine does not answer", str(error)))
            await asyncio.sleep(_AGAIN_S[min(tries, len(_AGAIN_S) - 1)])
            tries += 1

    async def _hear(self, client: AsyncClient) -> None:
        """News, until the connection is lost for good; the client itself bridges short losses, which are shown meanwhile."""
        import asyncio

        pulse = asyncio.ensure_future(self._pulse())
        try:
            async for item in client.news(previews=True):
                self._courier.send(lambda told=item: self.news.emit(told))  # type: ignore[misc]
        finally:
            pulse.cancel()
            with suppress(asyncio.CancelledError):
                await pulse

    async def _pulse(self) -> None:
        """Look whether it is still there: a socket may take long to notice."""
        import asyncio

        from aiprod.client.starting import ensure_server

        while True:
            await asyncio.sleep(_LOOK_S)
            try:
                self._seen((await self._locate()).instance)
                self._tell("ready")
            except AiprodError as error:
                self._tell("away", error)
                if self._start:
                    with suppress(AiprodError):
                        await ensure_server()

    def _seen(self, instance: str) -> None:
        """Which start of the engine answers."""
        before, self._instance = self._instance, instance
        if before and instance and instance != before:
            self._courier.send(self._begun_again)

    def _begun_again(self) -> None:
        if self.state == "ready":
            self.restarted.emit()

    def _tell(self, state: State, why: AiprodError | None = None) -> None:
        if why is not None:
            localised(why, language_in_use())
        self._courier.send(lambda: self._become(state, why))

    def _become(self, state: State, why: AiprodError | None) -> None:
        self.why = why
        if state != self.state and self.state != "closed":
            self.state = state
            self.state_changed.emit(state)

    def close(self) -> None:
        """Hang up. The engine and its jobs go on."""
        self._closing = True
        if self._thread.is_alive():
            self._send(self._hang_up)
            self._thread.join(5)
        self._become("closed", None)

    async def _hang_up(self) -> None:
        import asyncio

        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        if self._client is not None:
            with suppress(AiprodError, OSError, TimeoutError):
                await asyncio.wait_for(self._client.close(), 3)
        asyncio.get_running_loop().stop()

    def _run(self) -> None:
        import asyncio

        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        with self._gate:
            self._loop, early = loop, tuple(self._early)
            self._early.clear()
        for question in early:
            self._soon(loop, question)
        loop.run_forever()
        loop.close()
