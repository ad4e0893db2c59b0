# SPDX-License-Identifier: Apache-2.0
"""One file, fetched over several connections into a partial, through cuts, stalls, busy hubs and addresses that expire."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Callable, Iterator

from aiprod.film.errors import AiprodError, EngineError, Stopped
from aiprod.models.cards import HubFile
from aiprod.models.pulling.hub import Hub, Offered, PassingError
from aiprod.models.pulling.partial import PIECE, Partial

_LOOK_S = 0.1


class Fetcher:
    """Fetches what a partial misses.

    Args:
        hub: where from.
        file, offered: what.
        partial: where to.
        stop: ends it.
        heard: is called with the number of bytes that were written, from several threads.
    """

    def __init__(
        self, hub: Hub, file: HubFile, offered: Offered, partial: Partial, stop: threading.Event, heard: Callable[[int], None]
    ) -> None:
        self._hub, self._file, self._offered, self._partial = hub, file, offered, partial
        self._stop, self._heard = stop, heard
        self._lock = threading.Lock()
        self._spans: deque[tuple[int, int]] = deque()
        self._tails: dict[int, bytes] = {}
        self._busy, self._failures, self._connections = 0, 0, 1
        self._failure: BaseException | None = None

    def run(self, wait: Callable[[float], None]) -> None:
        """Fetch; returns when nothing is missing.

        Args:
            wait: is called with seconds until the connections have ended: it waits, and may tell somebody how far it is.

        Raises:
            UserError: the hub refuses, or the disk is full.
            EngineError: it failed too often in a row.
            Stopped: `stop` was set.
        """
        self._spans.extend(self._partial.missing())
        self._connections = max(1, min(self._hub.settings.connections, len(self._spans)))
        threads = [threading.Thread(target=self._work, name=f"pull-{n}", daemon=True) for n in range(self._connections)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            wait(_LOOK_S)
        if self._failure is not None:
            raise self._failure
        if self._stop.is_set():
            raise Stopped(f"The download of {self._file.name} was stopped", "", "Order it again: it goes on where it was.")

    @property
    def _ended(self) -> bool:
        return self._stop.is_set() or self._failure is not None

    def _work(self) -> None:
        """One connection's thread: span after span."""
        while not self._ended:
            with self._lock:
                span = self._spans.popleft() if self._spans else None
                self._busy += span is not None
                idle = span is None and self._busy == 0
            if idle:
                return
            if span is None:  # another's may come back
                self._stop.wait(_LOOK_S)
            else:
                self._take(span)

    def _take(self, span: tuple[int, int]) -> None:
        """Fetch a span; what is left of it after a failure goes back."""
        position, offered, pause = span[0], self._offered, 0.0
        try:
            for position in self._pieces(offered, *span):  # noqa: B007 - where it got to, whatever happens
                pass
        except PassingError as error:
            pause = self._failed(error, offered)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it ends the pull and is raised there
            self._failure = self._failure or error
        finally:
            with self._lock:
                self._busy -= 1
                if position < span[1]:
                    self._spans.append((position, span[1]))
        self._stop.wait(pause)

    def _pieces(self, offered: Offered, start: int, end: int) -> Iterator[int]:
        """Write piece after piece; gives the position after each. What came of a piece before a cut is gone on from."""
        buffer = bytearray(self._tails.pop(start, b""))
        before = len(buffer)
        try:
            with self._hub.open(self._file, offered, start + before, end) as blocks:
                for block in blocks:
                    if self._ended:
                        return
                    buffer += block
                    self._failures = 0
                    while len(buffer) >= min(PIECE, end - start):
                        start = self._written(start, buffer, end)
                        yield start
                        if start >= end:
                            return
            raise PassingError("the connection broke off")
        except PassingError:
            if len(buffer) > before:
                self._tails[start] = bytes(buffer)
            raise

    def _written(self, start: int, buffer: bytearray, end: int) -> int:
        """One piece on the disk; gives where the next begins."""
        length = min(PIECE, end - start)
        self._partial.write(start, bytes(buffer[:length]))
        del buffer[:length]
        self._heard(length)
        return start + length

    def _failed(self, error: PassingError, offered: Offered) -> float:
        """Count a failure; gives the seconds to wait before the next try."""
        with self._lock:
            self._failures += 1
            failures = self._failures
        if failures >= self._hub.settings.tries * self._connections:
            self._failure = self._failure or given_up(self._file, error)
        if error.stale:
            self._renew(offered)
        growth: float = 2.0 ** min(failures // self._connections, 6)
        return max(error.wait_s, self._hub.settings.backoff_s * growth * random.uniform(0.5, 1.0))

    def _renew(self, used: Offered) -> None:
        """Ask for the address again, once for all connections that it failed."""
        with self._lock:
            if self._offered is not used:
                return
            try:
                fresh = self._hub.ask(self._file)
            except PassingError:
                return
            except AiprodError as error:
                self._failure = self._failure or error
                return
            if (fresh.size, fresh.sha256) != (used.size, used.sha256):
                self._failure = self._failure or EngineError(
                    f"{self._file.name} changed on the hub while it was fetched", "", "Order it again."
                )
            self._offered = fresh


def given_up(file: HubFile, error: PassingError) -> EngineError:
    remedy = "Is the network there? What came is kept: try it again."
    return EngineError(f"{file.name} could not be fetched from {file.repo}", error.why, remedy)
