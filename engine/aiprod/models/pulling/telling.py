# SPDX-License-Identifier: Apache-2.0
"""How far a pull is: bytes counted from many threads, told from one."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_WINDOW_S = 8.0
_EVERY_S = 0.25


@dataclass(frozen=True)
class PullProgress:
    """How far a pull is.

    Attributes:
        model, file: what is being fetched; no file while a model's files are asked about.
        stage: "asking", "fetching", "checking".
        done, total: bytes of the whole model.
        rate: bytes per second, over the last seconds.
        eta_s: seconds to go at that rate; None where there is none yet.
    """

    model: str
    file: str
    stage: str
    done: int
    total: int
    rate: float = 0.0
    eta_s: float | None = None


class Teller:
    """Counts and tells.

    Args:
        model: the card's id.
        listener: is told.
    """

    def __init__(self, model: str, listener: Callable[[PullProgress], None]) -> None:
        self._model, self._listener = model, listener
        self._lock = threading.Lock()
        self._file, self._stage = "", "asking"
        self._done, self._total, self.fetched = 0, 0, 0
        self._seen: deque[tuple[float, int]] = deque()
        self._told = 0.0

    def begin(self, total: int, done: int) -> None:
        """The sum is known: so many bytes, of which so many are here."""
        with self._lock:
            self._total, self._done = total, done

    def stage(self, stage: str, file: str) -> None:
        self._stage, self._file = stage, file
        self.tell(now=True)

    def heard(self, size: int) -> None:
        """So many bytes came. From any thread."""
        with self._lock:
            self._done += size
            self.fetched += size

    def lost(self, size: int) -> None:
        """So many bytes were dropped again."""
        with self._lock:
            self._done -= size

    def tell(self, *, now: bool = False) -> None:
        """Tell the listener, if it is time."""
        at = time.monotonic()
        if not now and at - self._told < _EVERY_S:
            return
        self._told = at
        with self._lock:
            done, total, rate = self._done, self._total, self._rate(at)
        eta = (total - done) / rate if rate > 0 else None
        self._listener(PullProgress(self._model, self._file, self._stage, done, total, round(rate), eta))

    def _rate(self, at: float) -> float:
        self._seen.append((at, self.fetched))
        while len(self._seen) > 2 and at - self._seen[0][0] > _WINDOW_S:
            self._seen.popleft()
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last > first else 0.0
