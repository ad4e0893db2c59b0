# SPDX-License-Identifier: Apache-2.0
"""Finishing: latents become frames and sound, in the thread that reads them, a piece at a time."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import torch

from aiprod.film.faults import is_memory
from aiprod.shooting.diffusion.engine import SAMPLING_SHARE
from aiprod.shooting.diffusion.engine.making import Making, no_memory
from aiprod.shooting.diffusion.engine.reels import TornError, reel_of
from aiprod.shooting.diffusion.families.base import Footage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.jobs import Job
    from aiprod.shooting.diffusion.engine.turns import Turns

_END = object()


class Finishing:
    """Decodes finished clips.

    Args:
        turns: the device.
        making: finds a smaller way when memory runs out.
    """

    def __init__(self, turns: Turns, making: Making) -> None:
        self._turns, self._making = turns, making

    def footage(self, job: Job) -> Footage:
        """The clip's sound, and its frames while they are read."""
        begun = self._begun(job)
        return Footage(self._frames(job, begun.frames), begun.count, begun.sound, begun.sound_rate)

    def _begun(self, job: Job) -> Footage:
        footage: Footage = self._insisted(job, lambda: self._decode(job))
        return footage

    def _frames(self, job: Job, frames: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        """Memory may run out at any piece: then the rest is decoded in a smaller way; or whoever decoded it along is gone."""
        done = 0
        try:
            with self._turns.reading():
                while True:
                    frame, error = self._tried(job, lambda: next(frames, _END))  # noqa: B023 - called at once
                    if error is not None:
                        self._smaller(job, error)
                        frames = islice(self._begun(job).frames, done, None)
                    elif frame is _END:
                        return
                    else:
                        done += 1
                        if done == 1:
                            job.model.seen(job, frame)
                        yield frame
        finally:
            self._leave(frames)

    def _insisted(self, job: Job, work: Callable[[], Any]) -> Any:
        """What `work` returns, in as small a way as it takes."""
        while True:
            made, error = self._tried(job, work)
            if error is None:
                return made
            self._smaller(job, error)

    def _tried(self, job: Job, work: Callable[[], Any]) -> tuple[Any, Exception | None]:
        """What `work` returned, or that memory ran out or its reel is torn; everything else is raised."""
        look = _look(job)
        try:
            with self._turns.finishing(look), torch.no_grad():
                job.model.arrange(job)
                with job.model.residence.brake.looking(look):
                    return work(), None
        except Exception as error:
            if not is_memory(error) and not isinstance(error, TornError):
                raise
            traceback.clear_frames(error.__traceback__)
            return None, error.with_traceback(None)

    def _smaller(self, job: Job, error: Exception) -> None:
        if isinstance(error, TornError):
            return
        with self._turns.finishing(_look(job)):
            if not self._making.smaller(job, "decode", job.model.way(job).decoded if job.reel else 1):
                raise no_memory(job, "decode") from error
            job.reel = None

    def _decode(self, job: Job) -> Footage:
        way, reel = job.model.way(job), reel_of(job)
        made = reel.frames(job) if reel else None
        return job.model.driver.decode(job.finished(), tile=way.tile, frames=way.tile_frames, made=made)

    def _leave(self, frames: Iterator[Any]) -> None:
        """Give the decoder back, also where somebody stopped reading."""
        if hasattr(frames, "close"):
            with self._turns.finishing(lambda: None):
                frames.close()


def _look(job: Job) -> Callable[[], None]:
    """Asks whoever waits for the frames whether they are still wanted."""

    def look() -> None:
        if job.watch is not None:
            job.watch.frame(int(SAMPLING_SHARE * job.request.frames), job.request.frames, None)

    return look
