# SPDX-License-Identifier: Apache-2.0
"""`python -m aiprod.server.worker`: the process that does the work of one device, one job at a time.

Started by the server and by nobody else. The main thread runs duties; another listens to the server, so that a stop arrives
in the middle of anything; a third says now and then that this process lives. When the server is gone, so is this process, and
everything it started.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import EngineError, Stopped
from aiprod.observe import logs, process, traces
from aiprod.server.channel import Channel, Header, Link, from_environment
from aiprod.server.duties import Context, duty
from aiprod.server.failures import failure_of

if TYPE_CHECKING:
    from aiprod.production.events import Event
    from aiprod.production.watching import Preview

log = logging.getLogger(__name__)
_BEAT_S = 1.0
_FRAMES_EVERY_S = 0.1
"""Progress within a shot is told no more often."""
_CHECKPOINT_EVERY_S = 1.0
_LAST_WORDS_S = 5.0
_SWITCH_S = 0.001
"""How long a computing thread may keep Python's lock while pictures wait to be passed on."""


class StopSignal(threading.Event):
    """Asks a job to stop.

    Attributes:
        keep: whether the job will go on later, so that what was ordered elsewhere (a cloud's task) is left to run.
    """

    keep = False

    def give(self, *, keep: bool) -> None:
        """Ask. What was said first stands."""
        if not self.is_set():
            self.keep = keep
            self.set()


class Worker:
    """One worker's connection to its server, and the job it has."""

    def __init__(self, link: Link, device: str) -> None:
        self._device = device
        self._orders: queue.SimpleQueue[tuple[Header, threading.Event] | None] = queue.SimpleQueue()
        self._duties: Mapping[str, str] = {}
        self._token, self._stop = "", StopSignal()
        self._channel = Channel(link, self._hear, _end_everything, name="server")

    def run(self) -> None:
        """Serve until the server says exit or is gone."""
        self._channel.start()
        self._channel.send({"type": "hello", "pid": os.getpid(), "device": self._device})
        threading.Thread(target=self._beat, daemon=True, name="beat").start()
        while (given := self._orders.get()) is not None:
            self._work(*given)

    def _hear(self, header: Header, _body: bytes) -> None:
        """From the server. "stop" is about the job that is under way, whatever was ordered after it."""
        if header["type"] == "welcome":
            self._duties = header["duties"]
        elif header["type"] == "run":
            self._token, self._stop = header["token"], StopSignal()
            self._orders.put((header, self._stop))
        elif header["type"] == "stop" and header["token"] == self._token:
            self._stop.give(keep=bool(header.get("keep")))
        elif header["type"] == "exit":
            self._stop.give(keep=True)
            self._orders.put(None)

    def _beat(self) -> None:
        wake = threading.Event()
        while self._channel.open:
            self._channel.send({"type": "beat", "token": self._token}, newest="beat")
            wake.wait(_BEAT_S)

    def _work(self, order: Header, stop: threading.Event) -> None:
        """Do a job and say how it ended."""
        began = time.monotonic()
        with (
            logs.bound(job=order["job"]), traces.continue_from(order.get("traceparent", "")),
            traces.span("job", job=order["job"], kind=order["kind"], attempt=order["attempt"]),
        ):  # fmt: skip
            outcome = self._outcome(order, stop)
        seconds = round(time.monotonic() - began, 3)
        log.info("a job ended", extra={"job": order["job"], "how": outcome["how"], "seconds": seconds})
        self._channel.send({"type": "outcome", "token": order["token"], "seconds": seconds, **outcome})
        if outcome.get("failure", {}).get("code") == "out_of_memory":
            # What is left of this process may be in pieces; a new one is not.
            self._channel.flush(_LAST_WORDS_S)
            _end_everything()

    def _outcome(self, order: Header, stop: threading.Event) -> dict[str, Any]:
        reporter = Reporter(self._channel, order["token"])
        context = Context(
            order["job"], order["attempt"], stop, reporter.event, reporter.progress, reporter.preview, reporter.checkpoint
        )
        try:
            result = duty(order["kind"], self._duties)(order["arguments"], context)
        except Stopped:
            return {"how": "stopped"}
        except BaseException as error:
            if stop.is_set():  # what was broken off may complain
                return {"how": "stopped"}
            log.warning("a job failed", exc_info=error)
            return {"how": "failed", "failure": failure_of(error)}
        return {"how": "delivered", "result": result}

    def last_words(self) -> None:
        """See that everything said was sent."""
        self._channel.flush(_LAST_WORDS_S)


class Reporter:
    """Tells the server about one job, no more often than is worth hearing."""

    def __init__(self, channel: Channel, token: str, tick: Callable[[], float] = time.monotonic) -> None:
        self._channel, self._token, self._tick = channel, token, tick
        self._told = self._kept = float("-inf")
        self._takes = 0

    def event(self, event: Event) -> None:
        """News of a production."""
        if event.kind in ("warning", "note", "fall"):
            self._send(event.kind, {"department": event.department, "text": event.text, "shot": event.shot})
        elif event.kind == "started" and event.department == "quality":
            self._channel.send({"type": "event", "token": self._token, "kind": "review"})
        elif event.kind == "frame":
            if self._tick() - self._told >= _FRAMES_EVERY_S:
                self.progress(_fields(event, "frame"))
        else:
            self.progress(_fields(event, event.text))
        if event.kind == "take":
            self._count(event)

    def _count(self, event: Event) -> None:
        self._takes += not event.reused
        now = self._tick()
        if now - self._kept >= _CHECKPOINT_EVERY_S:
            self._kept = now
            self.checkpoint({"department": event.department, "takes": self._takes, "last": event.text})

    def progress(self, fields: Mapping[str, Any]) -> None:
        self._told = self._tick()
        self._send("progress", fields, newest="progress")

    def _send(self, kind: str, data: Mapping[str, Any], newest: str = "") -> None:
        self._channel.send({"type": "event", "token": self._token, "kind": kind, "data": dict(data)}, newest=newest)

    def checkpoint(self, data: Mapping[str, Any]) -> None:
        self._channel.send({"type": "checkpoint", "token": self._token, "data": dict(data)}, newest="checkpoint")

    def preview(self, picture: Preview) -> None:
        header = {"type": "preview", "token": self._token, "data": picture.to_json()}
        self._channel.send(header, picture.image, newest=f"preview {picture.shot}")


def _fields(event: Event, step: str) -> dict[str, Any]:
    """A production's progress as the wire has it."""
    return {
        "department": event.department, "step": step, "shot": event.shot, "done": event.done, "total": event.total,
        "fraction": round(event.fraction or 0.0, 4), "eta_s": _rounded(event.eta_s), "eta_error_s": _rounded(event.eta_error_s),
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _end_everything() -> None:
    """End this process and all it started, now. A worker leads a process group of its own."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def main() -> int:
    """Run a worker. Returns the exit code."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which stops its workers in order
    sys.setswitchinterval(_SWITCH_S)
    try:
        link, device = from_environment()
    except EngineError as error:
        print(f"aiprod: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    process.begin(f"worker-{device.replace(':', '-')}")
    worker = Worker(link, device)
    worker.run()
    worker.last_words()
    process.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
