# SPDX-License-Identifier: Apache-2.0
"""Work off the interface thread, whose results come back to it.

    studio.background.run(lambda: read(path), self._shown, self._failed, owner=self)

The callbacks are called on the interface thread, and not at all once `owner` (a widget that went away) is gone.
"""

from __future__ import annotations

import threading
import weakref
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
        self._owner, self.cancelled = _reference(owner), False
        self.stop = threading.Event()
        """For work that can stop half way."""
        self.future: Future[None] | None = None
        self.forget: Callable[[], None] | None = None

    @property
    def wanted(self) -> bool:
        return not self.cancelled and (self._owner is None or _is_there(self._owner))

    def cancel(self) -> None:
        self.cancelled = True
        self.stop.set()
        if self.future is not None and self.future.cancel() and self.forget is not None:
            self.forget()


class Courier:
    """Brings calls to the interface thread, on which it is made.

    Other threads hold a courier, and so no object of Qt's: one that they were the last to hold would be destroyed on their
    thread, under the hands of the interface.

    Args:
        owner: once it is gone, nothing is brought any more.
    """

    def __init__(self, owner: QObject) -> None:
        self._owner, self._box = weakref.ref(owner), _letter_box()

    def send(self, call: Callable[[], None]) -> None:
        """Have `call` called on the interface thread, soon. From any thread; after the end of the owner, not at all."""
        owner = self._owner
        self._box.came.emit(lambda: call() if _is_there(owner) else None)


class _LetterBox(QObject):
    """Where calls come in. There is one, for as long as the process lives: nobody who sends a call ever finds it gone."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(_open, Qt.ConnectionType.QueuedConnection)


_letter_boxes: list[_LetterBox] = []


def _letter_box() -> _LetterBox:
    if not _letter_boxes:
        _letter_boxes.append(_LetterBox())
    return _letter_boxes[0]


def _open(call: Callable[[], None]) -> None:
    call()


def _reference(owner: QObject | None) -> weakref.ref[QObject] | None:
    return None if owner is None else weakref.ref(owner)


def _is_there(reference: weakref.ref[QObject]) -> bool:
    owner = reference()
    return owner is not None and shiboken6.isValid(owner)


class _Order:
    """Work, and who is told of it. What it holds may belong to Qt: it is let go on the interface thread alone, by `forget`."""

    def __init__(
        self, background: QObject, task: Task, work: Callable[[], Any], then: Callable[[Any], None] | None, failed: Failed | None
    ) -> None:  # fmt: skip
        self._background, self.task = weakref.ref(background), task
        self._work: Callable[[], Any] | None = work
        self._then, self._failed = then, failed
        self._result: Any = None
        self._error: AiprodError | None = None

    def do(self) -> None:
        """Do the work. On a thread of the pool."""
        if self._work is None or self.task.cancelled:
            return
        try:
            self._result = self._work()
        except AiprodError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: whoever asked gets it
            self._error = EngineError("Something went wrong", f"{type(error).__name__}: {error}")
        if self._error is not None:
            localised(self._error, language_in_use())

    def tell(self) -> None:
        """Tell whoever asked. On the interface thread."""
        then, failed, result, error = self._then, self._failed, self._result, self._error
        self.forget()
        if not self.task.wanted or not _is_there(self._background):
            return
        if error is not None:
            if failed is not None:
                failed(error)
        elif then is not None:
            then(result)

    def forget(self) -> None:
        self._work, self._then, self._failed, self._result, self._error = None, None, None, None, None


def _fulfil(order: _Order, box: _LetterBox) -> None:
    order.do()
    box.came.emit(order.tell)


class Background(QObject):
    """Threads for short work.

    Args:
        workers: how many; one thread does its work in order.
    """

    def __init__(self, workers: int = 2, name: str = "background", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._box = _letter_box()
        pool = self._pool
        self.destroyed.connect(lambda *_: pool.shutdown(wait=False, cancel_futures=True))

    def run(
        self, work: Callable[[], T], then: Callable[[T], None] | None = None, failed: Failed | None = None, *,
        owner: QObject | None = None,
    ) -> Task:  # fmt: skip
        """Do `work` on a thread of ours; then call `then` with its result, or `failed` with an AiprodError, on the interface
        thread. Errors speak the user's language; those that are not AIPROD's come as an EngineError that names them."""
        task = Task(owner)
        order = _Order(self, task, work, then, failed)
        task.forget = order.forget
        task.future = self._pool.submit(_fulfil, order, self._box)
        return task

    def close(self, *, wait: bool = True, finish: bool = False) -> None:
        """Begin nothing more, and (unless told not to) wait for what is under way; with `finish`, for all that was asked."""
        self._pool.shutdown(wait=wait or finish, cancel_futures=not finish)
