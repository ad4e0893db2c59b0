# SPDX-License-Identifier: Apache-2.0
"""Work off the interface thread, whose results come back to it.

    studio.background.run(lambda: read(path), self._shown, self._failed, owner=self)

The callbacks are called on the interface thread, and not at all once `owner` (a widget that went away) is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from aiprod.film.errors import AiprodError, EngineError
from aiprod.film.messages import localised
from aiprod_app.i18n.languages import language_in_use

T = TypeVar("T")
Failed = Callable[[AiprodError], None]


class Task:
    """Work under way. Cancelling it means that nobody will hear of its result; work that waits is not begun."""

    def __init__(self, owner: QObject | None) -> None:
        self._owner, self.cancelled = owner, False
        self.stop = threading.Event()
        """For work that can stop half way."""
        self.future: Future[None] | None = None

    @property
    def wanted(self) -> bool:
        return not self.cancelled and (self._owner is None or shiboken6.isValid(self._owner))

    def cancel(self) -> None:
        self.cancelled = True
        self.stop.set()
        if self.future is not None:
            self.future.cancel()


class Courier(QObject):
    """Brings calls to the thread that it was made on, the interface thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(_call, Qt.ConnectionType.QueuedConnection)

    def send(self, call: Callable[[], None]) -> None:
        """Have `call` called on the interface thread, soon. From any thread; after the end of the desktop, not at all."""
        if shiboken6.isValid(self):
            self._arrived.emit(call)


def _call(call: Callable[[], None]) -> None:
    call()


class Background(QObject):
    """Threads for short work.

    Args:
        workers: how many; one thread does its work in order.
    """

    def __init__(self, workers: int = 2, name: str = "background", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._courier = Courier(self)
        pool = self._pool
        self.destroyed.connect(lambda *_: pool.shutdown(wait=False, cancel_futures=True))

    def run(
        self, work: Callable[[], T], then: Callable[[T], None] | None = None, failed: Failed | None = None, *,
        owner: QObject | None = None,
    ) -> Task:  # fmt: skip
        """Do `work` on a thread of ours; then call `then` with its result, or `failed` with an AiprodError, on the interface
        thread. Errors speak the user's language; those that are not AIPROD's come as an EngineError that names them."""
        task = Task(owner)
        task.future = self._pool.submit(self._work, task, work, then, failed)
        return task

    def _work(
        self, task: Task, work: Callable[[], Any], then: Callable[[Any], None] | None, failed: Failed | None
    ) -> None:  # fmt: skip
        if not task.wanted:
            return
        try:
            result = work()
        except AiprodError as error:
            self._report(task, failed, error)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: whoever asked gets it
            self._report(task, failed, EngineError("Something went wrong", f"{type(error).__name__}: {error}"))
        else:
            if then is not None:
                self._courier.send(lambda: then(result) if task.wanted else None)

    def _report(self, task: Task, failed: Failed | None, error: AiprodError) -> None:
        if failed is not None:
            localised(error, language_in_use())
            self._courier.send(lambda: failed(error) if task.wanted else None)

    def close(self, *, wait: bool = True, finish: bool = False) -> None:
        """Begin nothing more, and (unless told not to) wait for what is under way; with `finish`, for all that was asked."""
        self._pool.shutdown(wait=wait or finish, cancel_futures=not finish)
