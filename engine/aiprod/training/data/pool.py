# SPDX-License-Identifier: Apache-2.0
"""Many processes render scenes into one ring of clips that a trainer reads while they go on.

Clips come out in the order of their indices, whichever process made them: the same seed gives the same stream for any
number of workers, and `start` goes on where a stopped run was. A scene that can't be rendered, or a process that dies, is
left out and reported in `failures`; the stream goes on. The ring is a file mapped into every process, in memory where
`/dev/shm` has room for it; its size is bounded by the number of slots.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import CAMERA_DIMS, SLOT_COUNT, encode
from aiprod.training.data.render import CELL
from aiprod.training.data.sampler import WINDOWS, ClipSpec, Split, sample

_POLL_S = 1.0
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Clip:
    """A rendered clip. Its arrays are the receiver's own.

    Attributes:
        group: clips of one set-up share it, see `sampler.WINDOWS`.
        frames: uint8 [frames, height, width, RGB].
        codes: int16 [SLOT_COUNT], see `conditioning.encode`.
        camera: float32 [frames, CAMERA_DIMS].
        subjects: uint8 [latent frames, height / 8, width / 8]: how much of each cell the subjects cover; None where nobody knows.
    """

    index: int
    group: int
    frames: NDArray[np.uint8]
    codes: NDArray[np.int16]
    camera: NDArray[np.float32]
    subjects: NDArray[np.uint8] | None = None


@dataclass(frozen=True)
class Failure:
    """A scene that did not become a clip."""

    index: int
    reason: str


@dataclass
class Ring:
    """The arrays that all processes share: one file, mapped. A slot holds the windows of one set-up, side by side."""

    path: Path
    spec: ClipSpec
    slots: int
    frames: NDArray[np.uint8] = field(init=False)
    codes: NDArray[np.int16] = field(init=False)
    camera: NDArray[np.float32] = field(init=False)
    subjects: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        clips = self.slots * WINDOWS
        shape = (self.slots, WINDOWS, self.spec.frames, self.spec.height, self.spec.width, 3)
        sizes = [int(np.prod(shape)), clips * SLOT_COUNT * 2, clips * self.spec.frames * CAMERA_DIMS * 4]
        cells = ((self.spec.frames + 3) // 4, self.spec.height // CELL, self.spec.width // CELL)
        sizes.append(clips * int(np.prod(cells)))
        sizes = [size + -size % 64 for size in sizes]
        if not self.path.exists():
            with self.path.open("wb") as file:
                file.truncate(sum(sizes))
        whole: Any = np.memmap(self.path, np.uint8, "r+", shape=(sum(sizes),))
        parts = np.split(whole, np.cumsum(sizes)[:3])
        self.frames = parts[0][: int(np.prod(shape))].reshape(shape)
        self.codes = parts[1][: clips * SLOT_COUNT * 2].view(np.int16).reshape(self.slots, WINDOWS, SLOT_COUNT)
        tracks = parts[2][: clips * self.spec.frames * CAMERA_DIMS * 4].view(np.float32)
        self.camera = tracks.reshape(self.slots, WINDOWS, self.spec.frames, CAMERA_DIMS)
        self.subjects = parts[3][: clips * int(np.prod(cells))].reshape(self.slots, WINDOWS, *cells)


@dataclass(frozen=True)
class _Task:
    """What a worker needs to know; sent to it once."""

    path: str
    spec: ClipSpec
    slots: int
    seed: int
    split: Split


def _work(task: _Task, orders: Connection) -> None:
    """Render one set-up after the other as (set-up, slot) comes in, and say for each window why it failed, if it did."""
    os.nice(5)
    ring = Ring(Path(task.path), task.spec, task.slots)
    while True:
        try:
            group, slot = orders.recv()
            orders.send([_fill(ring, slot, window, task, group * WINDOWS + window) for window in range(WINDOWS)])
        except (EOFError, OSError):
            return


@dataclass
class _Worker:
    """A process, its line, and what it was told to make: (set-up, slot), the one under work first."""

    process: BaseProcess
    line: Connection
    orders: deque[tuple[int, int]]


def _fill(ring: Ring, slot: int, window: int, task: _Task, index: int) -> str:
    """Render one scene into a slot; the reason where that failed."""
    from aiprod.training.data.render import rendered

    try:
        scene = sample(index, task.spec, seed=task.seed, split=task.split)
        ring.frames[slot, window], ring.subjects[slot, window] = rendered(scene)
        ring.codes[slot, window] = encode(scene.labels)
        ring.camera[slot, window] = scene.camera
    except Exception as error:  # noqa: BLE001 - one bad scene must not end a run; the pool reports it
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def no_main_module() -> Iterator[None]:
    """Renderers need nothing of the program that starts them; without this they would import it, and torch with it."""
    main = sys.modules["__main__"]
    kept: dict[str, Any] = {name: main.__dict__.pop(name) for name in ("__spec__", "__file__") if name in main.__dict__}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(kept)


_MEMORY = Path("/dev/shm")


def _roomy(size: int) -> Path | None:
    """The folder in memory if it can hold so many bytes twice; None for the system's temporary folder."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2 * size else None


class RenderPool:
    """Processes that render clips of a split from `start` on, for ever or up to `stop`.

    Args:
        spec: size, rate and length of the clips.
        seed, split: of the sampler.
        start, stop: indices of the first clip and behind the last one (None: no end).
        workers: processes; all cores but one where None.
        slots: set-ups in the ring; at least twice the workers.
        folder: where the ring's file goes; memory, or else the system's temporary folder, where None.
    """

    def __init__(
        self, spec: ClipSpec, *, seed: int = 0, split: Split = "train", start: int = 0, stop: int | None = None,
        workers: int | None = None, slots: int | None = None, folder: Path | None = None,
    ) -> None:  # fmt: skip
        self.workers = workers or max((os.cpu_count() or 2) - 1, 1)
        self.failures: list[Failure] = []
        self._next, self._stop = start, 2**62 if stop is None else stop
        count = max(slots or 0, 2 * self.workers, 4)
        room = folder or _roomy(count * WINDOWS * spec.frames * spec.height * spec.width * 3)
        self._folder = tempfile.TemporaryDirectory(prefix="aiprod-ring-", dir=room)
        self._ring = Ring(Path(self._folder.name) / "ring.bin", spec, count)
        self._task = _Task(str(self._ring.path), spec, count, seed, split)
        self._free = list(range(count))
        self._ahead = start // WINDOWS
        self._deepest = -(-count // self.workers)
        self._made: dict[int, tuple[int, list[str]]] = {}
        self._crew = [self._started() for _ in range(self.workers)]
        self._give_orders()

    def _started(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_work, args=(self._task, theirs), daemon=True, name="aiprod-render")
        with no_main_module():
            process.start()
        theirs.close()
        return _Worker(process, ours, deque())

    def _give_orders(self) -> None:
        """Every free slot gets the next set-up; who has least to do takes it."""
        while self._free and self._ahead * WINDOWS < self._stop:
            worker = min(self._crew, key=lambda worker: len(worker.orders))
            if len(worker.orders) >= self._deepest:
                return
            order = (self._ahead, self._free.pop())
            worker.orders.append(order)
            self._ahead += 1
            with suppress(OSError):  # a dead worker is found, and its orders given to another, in `_collect`
                worker.line.send(order)

    def _collect(self, timeout_s: float) -> None:
        """Take in what the workers have finished; replace those that died."""
        by_line = {worker.line: worker for worker in self._crew}
        for line in wait(list(by_line), timeout_s):
            worker = by_line[cast("Connection", line)]
            try:
                reasons = worker.line.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            group, slot = worker.orders.popleft()
            self._made[group] = (slot, reasons)

    def _replace(self, worker: _Worker) -> None:
        """A process that died loses the set-up under work; another one takes over the rest of its orders."""
        worker.process.join()
        worker.line.close()
        if worker.orders:
            group, slot = worker.orders.popleft()
            self._made[group] = (slot, [f"the process that rendered it ended with code {worker.process.exitcode}"] * WINDOWS)
        fresh = self._started()
        self._crew[self._crew.index(worker)] = fresh
        for order in worker.orders:
            fresh.orders.append(order)
            fresh.line.send(order)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Iterator[Clip]:
        while self._next < self._stop:
            yield from self._handed_out(block=True)

    def arrived(self, most: int = 256) -> list[Clip]:
        """The next clips in order that are there already, without waiting."""
        found: list[Clip] = []
        while self._next < self._stop and len(found) < most:
            before = self._next
            found += self._handed_out(block=False)
            if self._next == before:
                break
        return found

    def _handed_out(self, block: bool) -> list[Clip]:
        """The windows of the next set-up; none where it is not there and `block` is false."""
        group = self._next // WINDOWS
        taken = self._take(group, block)
        if taken is None:
            return []
        slot, reasons = taken
        last = min((group + 1) * WINDOWS, self._stop)
        made = [self._taken(index, slot, reasons[index % WINDOWS]) for index in range(self._next, last)]
        self._next = last
        self._free.append(slot)
        self._give_orders()
        return [clip for clip in made if clip is not None]

    def _taken(self, index: int, slot: int, reason: str) -> Clip | None:
        """A clip copied out of the ring; None, and an entry in `failures`, where it could not be made."""
        if reason:
            self.failures.append(Failure(index, reason))
            return None
        at = (slot, index % WINDOWS)
        ring = self._ring
        parts = (np.array(kind[at]) for kind in (ring.frames, ring.codes, ring.camera, ring.subjects))
        return Clip(index, index // WINDOWS, *parts)

    def _take(self, group: int, block: bool) -> tuple[int, list[str]] | None:
        """A set-up's slot, and for each window the reason where it failed."""
        self._collect(0)
        while block and group not in self._made:
            self._collect(_POLL_S)
        return self._made.pop(group, None)

    @property
    def rendered(self) -> int:
        """The index behind the last clip that was handed out: a later pool's `start`."""
        return self._next

    def close(self) -> None:
        """End the processes and remove the ring."""
        for worker in self._crew:
            worker.process.terminate()
        for worker in self._crew:
            worker.process.join()
            worker.line.close()
        self._folder.cleanup()
