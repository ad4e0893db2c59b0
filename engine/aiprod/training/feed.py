# SPDX-License-Identifier: Apache-2.0
"""The stream of rendered clips, taken in by a thread so that training never waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiprod.film.errors import EngineError
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import ClipSpec
from aiprod.training.recipe import Geometry

_PATIENCE_S = 120.0


class Footage:
    """Clips as they are rendered: `ready()` hands over what has come in, `wait(n)` waits for so many in all."""

    def __init__(self, size: Geometry, seed: int, workers: int, first: int, most: int = 3000) -> None:
        spec = ClipSpec.of(size)
        self._pool = RenderPool(spec, seed=seed, start=first, workers=workers, slots=4 * workers)
        self._waiting: deque[Clip] = deque()
        self._changed = threading.Condition()
        self._most = most
        self._ended = False
        self._error: BaseException | None = None
        self.taken = 0
        self._thread = threading.Thread(target=self._collect, daemon=True, name="aiprod-footage")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join(timeout=10)
        self._pool.close()

    @property
    def failures(self) -> list[str]:
        """Scenes that could not be rendered."""
        return [f"{failure.index}: {failure.reason}" for failure in self._pool.failures]

    def ready(self) -> Sequence[Clip]:
        """What has come in since the last call."""
        with self._changed:
            self._check()
            found = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
        self.taken += len(found)
        return found

    def pause(self) -> None:
        """Take nothing more: the processes rest once their ring is full, and leave the machine to others."""
        with self._changed:
            self._most = 0

    def wait(self, count: int) -> Sequence[Clip]:
        """At least `count` clips. Raises EngineError where none come for two minutes."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self._waiting) >= min(count, self._most) or self._ended, _PATIENCE_S)
        if not came:
            raise EngineError(
                "No footage comes in", "; ".join(self.failures[:3]) or "rendering is too slow", "Try fewer workers."
            )
        return self.ready()

    def _check(self) -> None:
        if self._error is not None:
            raise EngineError("Rendering stopped", str(self._error), "Start the run again.") from self._error

    def _collect(self) -> None:
        try:
            for clip in self._pool:
                with self._changed:
                    self._changed.wait_for(lambda: len(self._waiting) < self._most or self._ended)
                    if self._ended:
                        return
                    self._waiting.append(clip)
                    self._changed.notify_all()
        except BaseException as error:
            self._error = error
            with self._changed:
                self._ended = True
                self._changed.notify_all()
            raise
