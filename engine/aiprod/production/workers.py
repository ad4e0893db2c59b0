# SPDX-License-Identifier: Apache-2.0
"""Worker processes for the heavy steps, which die with their parent.

A worker writes only into the folder it was handed; the parent alone gives a take its name. So a worker that outlives a
killed parent by a moment can publish nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from pathlib import Path
from time import process_time
from types import TracebackType
from typing import Any, Self

from aiprod.film.errors import EngineError

_HEAVY = (
    "aiprod.shooting.animatic.animatic", "aiprod.rendering.execute", "aiprod.rendering.kernels", "aiprod.delivery.mp4",
    "aiprod.delivery.poster", "aiprod.quality.picture", "aiprod.music.score", "scipy.signal",
)  # fmt: skip
Built = tuple[dict[str, Any], float]
"""What a builder measured, and the CPU seconds it took."""


def _follow_parent() -> None:
    """End this process when the parent ends, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="follow-parent").start()


def _quiet_libraries() -> None:
    """Two workers on two cores: each library keeps to one thread and does not spin while it waits."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("SVT_LOG", "0")


def _initialise(log: str) -> None:
    """Libraries that write to the terminal on their own write to a log; what matters comes back as an exception."""
    _quiet_libraries()
    _follow_parent()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(handle, 2)
    os.close(handle)


def _import_heavy() -> None:
    for name in _HEAVY:
        import_module(name)


def build(builder: str, folder: Path, arguments: Mapping[str, Any]) -> Built:
    """Call a builder "module:function" with (folder, **arguments) and measure it."""
    module, _, name = builder.partition(":")
    function: Callable[..., dict[str, Any]] = getattr(import_module(module), name)
    start = process_time()
    facts = function(folder, **arguments)
    return facts, process_time() - start


class Workers:
    """A pool of processes for builders. Use as a context manager; leaving it on an error stops the workers at once."""

    def __init__(self, count: int, log: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._count = count
        self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_initialise, initargs=(str(log),))

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]:
        return self._pool.submit(build, builder, folder, arguments)

    def warm(self) -> None:
        """Start the processes and let them import what every film needs, while the first departments think."""
        for _ in range(self._count):
            self._pool.submit(_import_heavy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._pool.shutdown()
            return
        processes = list(self._pool._processes.values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def outcome(future: Future[Built]) -> Built:
    """A builder's result. Raises what the builder raised; EngineError when its process died."""
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise EngineError(
            "A worker process died", "it may have been killed, or the machine ran out of memory",
            "Run `aiprod resume`: finished takes are kept.",
        ) from error  # fmt: skip
