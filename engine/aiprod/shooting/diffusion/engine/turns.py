# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is on the device: one at a time, and clips that are being finished come before clips that are begun."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_LOOK_S = 0.1
_PATIENCE_S = 0.25
"""How long after a reader's last piece the device is kept for its next one."""


class Turns:
    """The device, to be had by one thread at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken, self._waiting, self._readers, self._read_at = False, 0, 0, float("-inf")

    @contextmanager
    def making(self) -> Iterator[None]:
        """For sampling: when nobody reads frames, or is about to."""
        with self._changed:
            while self._taken or self._waiting or self._reader_comes():
                self._changed.wait(_LOOK_S)
            self._taken = True
        with self._until_done():
            yield

    @contextmanager
    def finishing(self, look: Callable[[], None]) -> Iterator[None]:
        """For decoding. `look` is called now and then while it is waited for, and may raise."""
        with self._changed:
            self._waiting += 1
            try:
                while self._taken:
                    self._changed.wait(_LOOK_S)
                    look()
                self._taken = True
            finally:
                self._waiting -= 1
        with self._until_done():
            yield
        self._read_at = monotonic()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Around all the decoding of a clip."""
        with self._changed:
            self._readers, self._read_at = self._readers + 1, monotonic()
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def _reader_comes(self) -> bool:
        return self._readers > 0 and monotonic() - self._read_at < _PATIENCE_S

    @contextmanager
    def _until_done(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
