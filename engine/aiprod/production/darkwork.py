# SPDX-License-Identifier: Apache-2.0
"""What the darkroom's process does: it takes orders, builds each in a thread of its own, and shows what it is asked to show."""

from __future__ import annotations

import os
import threading
from importlib import import_module
from multiprocessing import util
from pathlib import Path
from time import monotonic, thread_time
from typing import Any

from aiprod.film.errors import Stopped
from aiprod.observe import process, traces
from aiprod.production import watching, workers
from aiprod.production.channel import Channel, Header, connect
from aiprod.production.ferry import told

_AT_ONCE = 8
"""Shots in work together: as many as a model may make in one batch. Most of their threads wait for the device."""
_LAST_WORDS_S = 5.0
_LOOK_S = 1.0


def run(address: str, key: str, log: str, idle_s: float) -> None:
    """Be the darkroom until the parent is gone, or nothing was asked for so many seconds."""
    workers.follow_parent()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(handle, 2)
    os.close(handle)
    process.begin("darkroom")
    Darkwork(address, key).serve(idle_s)


class Darkwork:
    """The orders of one darkroom."""

    def __init__(self, address: str, key: str) -> None:
        self._sinks: dict[int, _OrderSink] = {}
        self._changed, self._ended = threading.Condition(), threading.Event()
        self._idle_since = monotonic()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._channel = Channel(connect(address, key), self._hear, self._ended.set, name="darkroom")

    def serve(self, idle_s: float) -> None:
        self._channel.start()
        while not self._ended.wait(min(_LOOK_S, idle_s)):
            with self._changed:
                if not self._sinks and monotonic() - self._idle_since > idle_s:
                    break
        self._channel.flush(_LAST_WORDS_S)
        _leave()

    def _hear(self, header: Header, _body: bytes) -> None:
        if header["type"] == "run":
            sink = _OrderSink(self._channel, header)
            with self._changed:
                self._sinks[header["order"]] = sink
            threading.Thread(target=self._work, args=(header, sink), daemon=True, name=f"order {header['order']}").start()
        elif header["type"] == "exit":
            self._ended.set()
        elif header["type"] == "stop":
            with self._changed:
                if (wanted := self._sinks.get(header["order"])) is not None:
                    wanted.stopped = True

    def _work(self, order: Header, sink: _OrderSink) -> None:
        answer: dict[str, Any]
        try:
            with self._turns, watching.through(sink):
                sink.check()
                facts, seconds = _built(order)
            answer = {"type": "built", "facts": facts, "seconds": seconds}
        except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
            answer = {"type": "failed", "error": told(error)}
        with self._changed:
            del self._sinks[order["order"]]
            self._idle_since = monotonic()
        self._channel.send({**answer, "order": order["order"]})


def _leave() -> None:
    """End now: the libraries of models take seconds to go by themselves. Only what the system would keep is given back."""
    util._run_finalizers()  # type: ignore[attr-defined]
    os._exit(0)


class _OrderSink(watching.Sink):
    """Shows what one order shows, through the darkroom's own channel."""

    def __init__(self, channel: Channel, order: Header) -> None:
        super().__init__(pictures=bool(order["pictures"]))
        self._way, self._order, self._watched = channel, order["order"], bool(order["watched"])

    def check(self) -> None:
        """Raises Stopped where the order was taken back before it began."""
        if self.stopped:
            raise Stopped("The shot was stopped", "the production was asked to stop", "`aiprod resume` goes on.")

    def _send(self, header: Header, body: bytes, newest: str) -> None:
        if self._watched:
            self._way.send({"type": "seen", "order": self._order, "seen": header}, body, newest and f"{self._order} {newest}")


def _built(order: Header) -> workers.Built:
    """What the builder measured, and the seconds of the device and of this thread that it took."""
    from aiprod.shooting.diffusion import engine

    module, _, name = order["builder"].partition(":")
    function = getattr(import_module(module), name)
    began = thread_time()
    with traces.continue_from(order["trace"]), engine.expecting(), engine.metered() as meter:
        facts: dict[str, Any] = function(Path(order["folder"]), **order["arguments"])
    return facts, thread_time() - began + meter.seconds
