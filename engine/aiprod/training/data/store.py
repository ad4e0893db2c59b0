# SPDX-License-Identifier: Apache-2.0
"""Clips in memory that a trainer draws batches from while more are coming in."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import CAMERA_DIMS, SLOT_COUNT, Codes, Floats
from aiprod.training.data.pool import Clip
from aiprod.training.data.sampler import ClipSpec
from aiprod.training.mirror import mirrored_camera, mirrored_codes


@dataclass(frozen=True)
class Batch:
    """uint8 [clips, frames, height, width, RGB], int16 [clips, SLOT_COUNT], float32 [clips, frames, CAMERA_DIMS]."""

    frames: NDArray[np.uint8]
    codes: Codes
    camera: Floats


class ClipStore:
    """Up to `capacity` clips. One thread fills it, another one reads; rows once written never change until all are taken.

    When it is full, new clips take the place of the oldest ones: the trainer then sees fresh footage only.
    """

    def __init__(self, spec: ClipSpec, capacity: int) -> None:
        self.capacity = capacity
        self.frames = np.empty((capacity, spec.frames, spec.height, spec.width, 3), np.uint8)
        self.codes = np.full((capacity, SLOT_COUNT), -1, np.int16)
        self.camera = np.zeros((capacity, spec.frames, CAMERA_DIMS), np.float32)
        self.added = 0
        self._changed = threading.Condition()
        self._ended = False
        self._error: BaseException | None = None

    def __len__(self) -> int:
        return min(self.added, self.capacity)

    def add(self, clip: Clip) -> None:
        row = self.added % self.capacity
        self.frames[row], self.codes[row], self.camera[row] = clip.frames, clip.codes, clip.camera
        with self._changed:
            self.added += 1
            self._changed.notify_all()

    def fill_from(self, clips: Iterable[Clip]) -> threading.Thread:
        """Take clips in another thread until there are no more. What stops it is raised again in `wait`."""
        thread = threading.Thread(target=self._fill, args=(clips,), daemon=True, name="aiprod-clips")
        thread.start()
        return thread

    def _fill(self, clips: Iterable[Clip]) -> None:
        try:
            for clip in clips:
                if self._ended:
                    return
                self.add(clip)
        except BaseException as error:
            self._error = error
            raise
        finally:
            self.stop()

    def stop(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait(self, count: int, timeout_s: float | None = None) -> int:
        """Until there are `count` clips, none will come any more, or the time is over. Returns how many there are."""
        with self._changed:
            self._changed.wait_for(lambda: len(self) >= count or self._ended, timeout_s)
        if self._error is not None:
            raise RuntimeError("rendering stopped") from self._error
        return len(self)

    def batch(self, size: int, rng: np.random.Generator, mirror: float = 0.0) -> Batch:
        """Clips drawn at random; each mirrored (frames, labels and camera) with the chance `mirror`."""
        rows = rng.integers(len(self), size=size)
        frames, codes, camera = self.frames[rows], self.codes[rows], self.camera[rows]
        turned = np.flatnonzero(rng.random(size) < mirror)
        frames[turned] = frames[turned, :, :, ::-1]
        codes[turned], camera[turned] = mirrored_codes(codes[turned]), mirrored_camera(camera[turned])
        return Batch(frames, codes, camera)
