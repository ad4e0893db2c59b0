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
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from importlib import import_module
from multiprocessing import connection
from pathlib import Path
from time import process_time
from types import TracebackType
from typing import Any, Self

from aiprod.film.errors import LostProcessError, Stopped
from aiprod.observe import process, traces
from aiprod.production import watching

_HEAVY = (
    "aiprod.shooting.animatic.animatic", "aiprod.rendering.execute", "aiprod.rendering.kernels", "aiprod.delivery.muxing",
    "aiprod.delivery.poster", "aiprod.quality.picture", "aiprod.music.score", "scipy.signal",
)  # fmt: skip
Built = tuple[dict[str, Any], float]
"""What a builder measured, and the CPU seconds it took."""
_STEP_BACK = 3
_LOOK_S = 0.05
"""How often somebody who waits looks whether to stop."""
_GRACE_S = 0.1
"""What builders that were asked to stop have to come to the end of their frame."""


def follow_parent() -> None:
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


def _initialise(log: str, way: watching.Way | None) -> None:
    """Libraries that write to the terminal on their own write to a log; what matters comes back as an exception."""
    _quiet_libraries()
    follow_parent()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(handle, 2)
    os.close(handle)
    process.begin("builder")
    if way is not None:
        watching.open_sink(way)
        if way.pictures:
            _step_back()


def _step_back() -> None:
    """Somebody watches: whoever passes pictures on, and answers, comes before whoever makes them."""
    if os.name == "posix":
        os.nice(_STEP_BACK)


def _import_heavy() -> None:
    for name in _HEAVY:
        import_module(name)


def build(builder: str, folder: Path, arguments: Mapping[str, Any], trace: str = "") -> Built:
    """Call a builder "module:function" with (folder, **arguments) and measure it, as a part of a trace where there is one."""
    module, _, name = builder.partition(":")
    function: Callable[..., dict[str, Any]] = getattr(import_module(module), name)
    start = process_time()
    with traces.continue_from(trace), traces.span("build", builder=builder) if trace else nullcontext():
        facts = function(folder, **arguments)
    return facts, process_time() - start


class Workers:
    """A pool of processes for builders. Use as a context manager; leaving it on an error stops the workers at once.

    Args:
        count: how many processes.
        log: what their libraries print.
        way: how they reach whoever watches them.
    """

    def __init__(self, count: int, log: Path, way: watching.Way | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self._count = count
        self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_initialise, initargs=(str(log), way))
        self._given: list[Future[Built]] = []
        self._warmed = False

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]:
        trace = traces.traceparent() if process.FOLDER in os.environ else ""
        future = self._pool.submit(build, builder, folder, arguments, trace)
        self._given.append(future)
        return future

    def warm(self) -> None:
        """Start the processes and let them import what every film needs, while the first departments think; once."""
        if self._warmed:
            return
        self._warmed = True
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
        if isinstance(error, Stopped):
            wait([future for future in self._given if future.running()], timeout=_GRACE_S)
        _end(processes)


def _end(processes: list[Any]) -> None:
    """End processes and see them gone, so that nothing is written any more."""
    for each in processes:
        each.terminate()
    for each in processes:
        if not connection.wait([each.sentinel], timeout=1):
            each.kill()


def outcome(future: Future[Built], stop: threading.Event | None = None) -> Built:
    """A builder's result.

    Raises:
        Stopped: `stop` was set before it was there.
        LostProcessError: its process died.
        Exception: what the builder raised.
    """
    while stop is not None and not future.done():
        check_stop(stop)
        wait((future,), timeout=_LOOK_S)
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise LostProcessError(
            "A worker process died", "it may have been killed, or the machine ran out of memory",
            "Run `aiprod resume`: finished takes are kept.",
        ) from error  # fmt: skip


def check_stop(stop: threading.Event | None) -> None:
    """Raises Stopped when that was asked for."""
    if stop is not None and stop.is_set():
        raise Stopped("The production was stopped", "that was asked for", "Finished takes are kept: `aiprod resume` goes on.")
