# SPDX-License-Identifier: Apache-2.0
"""Gathering: clips that go together are made together. The first waits a little for others, but only while others are coming."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from aiprod.film.errors import Stopped
from aiprod.shooting.diffusion.engine.coming import Coming
from aiprod.shooting.diffusion.engine.jobs import Job

LONGEST_WAIT_S = 5.0
_WORTH, _LEAST_WAIT_S = 0.5, 1.0
"""What a clip may be kept waiting, as a share of what such clips usually take; so long even where they take no time."""


class Gathering:
    """The queue of an engine.

    Args:
        coming: who is on the way.
        room: how many clips of a kind may go together.
        usual: seconds that such a clip takes; None where that is not known yet.
        tick: seconds that only grow.
    """

    def __init__(
        self, coming: Coming, room: Callable[[Job], int], usual: Callable[[Job], float | None] = lambda job: None, *,
        tick: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self._room, self._usual, self._tick = room, usual, tick
        self._coming, self._changed = coming, coming.changed
        self._waiting: list[Job] = []
        self._closed = False

    def put(self, job: Job) -> None:
        """Hand a clip in; the thread that does is not expected with another for now."""
        with self._changed:
            self._coming.arrived()
            self._waiting.append(job)
            self._changed.notify_all()

    def remove(self, job: Job) -> None:
        """It is no longer wanted."""
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
            self._changed.notify_all()

    def waiting(self) -> list[Job]:
        with self._changed:
            return [job for job in self._waiting if not job.over]

    def holds(self, job: Job) -> bool:
        """Whether it still waits."""
        with self._changed:
            return job in self._waiting

    def close(self) -> None:
        """No more clips are made; those that wait fail."""
        with self._changed:
            self._closed = True
            for job in self._waiting:
                job.fail(Stopped("The clip was stopped", "the engine of the video models ended"))
            self._changed.notify_all()

    def take(self) -> list[Job]:
        """The next clips to be made together. Waits for the first; none when closed."""
        with self._changed:
            while not self._closed:
                self._waiting = [job for job in self._waiting if not job.over]
                if not self._waiting:
                    self._changed.wait()
                    continue
                first = self._waiting[0]
                group = [job for job in self._waiting if job.key == first.key][: max(1, self._room(first))]
                left = self._patience(first) - (self._tick() - first.came)
                if len(group) >= self._room(first) or not self._coming.any() or left <= 0:
                    self._waiting = [job for job in self._waiting if job not in group]
                    return group
                self._changed.wait(left)
            return []

    def _patience(self, job: Job) -> float:
        usual = self._usual(job)
        return LONGEST_WAIT_S if usual is None else min(LONGEST_WAIT_S, max(_WORTH * usual, _LEAST_WAIT_S))
