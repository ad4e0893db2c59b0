# SPDX-License-Identifier: Apache-2.0
"""Wishes that a thread fulfils one after the other; what is not wanted any more is never begun."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from aiprod.film.errors import AiprodError
from aiprod_app.background import Background

T = TypeVar("T")


class Desk(Generic[T]):
    """A bounded pile of wishes by key.

    Args:
        background: whose threads do the work.
        owner: nothing is told any more once it is gone.
        done: is told each key and its result, or the error, on the interface thread.
        most: wishes kept; beyond them the oldest is dropped.
        in_order: the oldest first; else the newest.
    """

    def __init__(
        self, background: Background, owner: QObject, done: Callable[[Hashable, T | AiprodError], None], most: int = 256, *,
        in_order: bool = False,
    ) -> None:  # fmt: skip
        self._in_order = in_order
        self._background, self._owner, self._done, self._most = background, owner, done, most
        self._waiting: OrderedDict[Hashable, Callable[[], T]] = OrderedDict()
        self._busy: Hashable | None = None

    def ask(self, key: Hashable, work: Callable[[], T]) -> None:
        """Wish for something. A wish of the same key that waits is replaced."""
        self._waiting[key] = work
        self._waiting.move_to_end(key)
        while len(self._waiting) > self._most:
            self._waiting.popitem(last=False)
        self._next()

    def waits(self, key: Hashable) -> bool:
        return key in self._waiting or key == self._busy

    @property
    def idle(self) -> bool:
        return self._busy is None

    def forget(self) -> None:
        """Nothing that waits is wanted any more."""
        self._waiting.clear()

    def _next(self) -> None:
        if self._busy is not None or not self._waiting:
            return
        key, work = self._waiting.popitem(last=not self._in_order)
        self._busy = key
        try:
            self._background.run(
                work, lambda found: self._told(key, found), lambda error: self._told(key, error), owner=self._owner
            )
        except RuntimeError:  # its threads have ended: nothing is wanted any more
            self._waiting.clear()
            self._busy = None

    def _told(self, key: Hashable, found: T | AiprodError) -> None:
        self._busy = None
        self._done(key, found)
        self._next()
