# SPDX-License-Identifier: Apache-2.0
"""Reels: clips that were made together are decoded together, a piece at a time, by whoever reads first.

Everything here happens in somebody's turn on the device (`turns`), so that one reader at a time is in it. What is decoded for the
others waits for them as 8-bit frames.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aiprod.shooting.diffusion.engine.memory import host_free

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.jobs import Job

    Frames = NDArray[np.uint8]

_SHARE_WAITING = 1 / 8
"""Of the machine's free memory, what frames that nobody has read yet may take."""


class TornError(Exception):
    """Another reader's decoding broke off: the clip is decoded afresh, with those that still read."""


class Reel:
    """Clips that are decoded at once.

    Args:
        jobs: whose latents are finished and of one size.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = list(jobs)
        self._waiting: dict[Job, deque[Frames]] = {job: deque() for job in jobs}
        self._pieces: Iterator[Frames] | None = None
        self._torn = False
        self._next: Reel | None = None

    def whole(self) -> Reel:
        """This one; where it is torn, the one of those that still read."""
        if not self._torn:
            return self
        if self._next is None:
            self._next = Reel(list(self._waiting))
        return self._next.whole()

    def holds(self, job: Job) -> bool:
        """Whether a clip is still to be read from it."""
        return job in self._waiting

    def frames(self, job: Job) -> Iterator[Frames]:
        """A clip's frames [height, width, 3], as many as were asked for. Raises TornError."""
        stays = False
        try:
            for _ in range(job.request.frames):
                while not self._waiting[job]:
                    self._advance()
                yield self._waiting[job].popleft()
        except TornError:
            stays = True
            raise
        finally:
            if not stays:
                self._leave(job)

    def _advance(self) -> None:
        """Decode the next piece for all that still read."""
        if self._torn:
            raise TornError
        try:
            if self._pieces is None:
                self._pieces = self._decoded()
            piece = next(self._pieces)
        except BaseException:
            self._torn = True
            raise
        for index, job in enumerate(self._jobs):
            if job in self._waiting:
                self._waiting[job].extend(piece[index])

    def _decoded(self) -> Iterator[Frames]:
        model = self._jobs[0].model
        return model.driver.pictures([job.finished() for job in self._jobs], model.way(self._jobs[0]).tile_frames)

    def _leave(self, job: Job) -> None:
        """It reads no more. The last one gives the decoder back."""
        self._waiting.pop(job, None)
        close = getattr(self._pieces, "close", None)
        if not self._waiting and close is not None:
            close()


def wind(jobs: Sequence[Job]) -> None:
    """Put finished clips that go together on reels, as many on each as memory allows."""
    most = _most(jobs)
    for start in range(0, len(jobs), most):
        if len(group := jobs[start : start + most]) > 1:
            reel = Reel(group)
            for job in group:
                job.reel = reel


def reel_of(job: Job) -> Reel | None:
    """The reel that a clip is to be read from; None where it is decoded alone."""
    way = job.model.way(job)
    if job.reel is None or way.tile is not None or way.decoded < 2:
        return None
    reel = job.reel.whole()
    return reel if reel.holds(job) else None


def _most(jobs: Sequence[Job]) -> int:
    if not jobs:
        return 1
    way, request = jobs[0].model.way(jobs[0]), jobs[0].request
    waiting = int(host_free() * _SHARE_WAITING / (request.frames * request.width * request.height * 3))
    return 1 if way.tile is not None else max(1, min(way.decoded, waiting))
