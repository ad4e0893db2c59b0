# SPDX-License-Identifier: Apache-2.0
"""Work that can't be interrupted at once, done where it can be left: in a process or a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from aiprod.production.workers import Workers, build, check_stop, outcome

T = TypeVar("T")
_LOOK_S = 0.05
_GRACE_S = 0.25
"""What work that was asked to stop has to end by itself, before it is left alone."""


def apart(builder: str, folder: Path, arguments: Mapping[str, Any], stop: threading.Event | None) -> dict[str, Any]:
    """Call "module:function" with (folder, **arguments): here, or in another process where somebody may stop it.

    Raises Stopped when `stop` was set, and what the builder raises.
    """
    if stop is None:
        return build(builder, folder, arguments)[0]
    with Workers(1, folder / "worker.log") as workers:
        return outcome(workers.submit(builder, folder, arguments), stop)[0]


def promptly(work: Callable[[], T], stop: threading.Event | None) -> T:
    """Call `work`, which looks at `stop` itself, but only now and then: an encoder may take seconds to close.

    Raises Stopped soon after `stop` was set; the work then ends by itself, in a thread that nobody waits for.
    """
    if stop is None:
        return work()
    results: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue()

    def run() -> None:
        try:
            results.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            results.put((None, error))

    thread = threading.Thread(target=run, daemon=True, name="promptly")
    thread.start()
    while thread.is_alive() and not stop.is_set():
        thread.join(_LOOK_S)
    thread.join(_GRACE_S)
    if thread.is_alive():
        check_stop(stop)
    made, error = results.get()
    if error is not None:
        raise error
    return made  # type: ignore[return-value]


def one_by_one(items: Iterable[T], stop: threading.Event | None) -> Iterator[T]:
    """Items as they come, each waited for no longer than until `stop` is set. Raises Stopped."""
    source, end = iter(items), object()
    while (item := promptly(lambda: next(source, end), stop)) is not end:
        yield item  # type: ignore[misc]
