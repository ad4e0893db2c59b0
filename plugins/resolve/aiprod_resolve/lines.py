# SPDX-License-Identifier: Apache-2.0
"""The network's own threads. They touch nothing of the host: what they learn is fetched by the host's thread.

`Orders` asks for one thing after the other; `Attendance` is the long poll by which the engine hands over what others ask of this
host. Both end when the panel closes, whatever they wait for.
"""

import queue
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from aiprod_resolve.client import Client, Door
from aiprod_resolve.errors import EngineError, LostError, PanelError

WAIT_S = 5.0
"""How long one poll is held back: as old as the report may get."""
_BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 10.0)


class Call:
    """Something that was asked for; done once `done` is true."""

    def __init__(
        self, name: str, fields: Optional[Dict[str, Any]] = None, binary: bool = False, work: Optional[Callable[[], Any]] = None
    ) -> None:
        self.name, self.fields, self.binary, self.work = name, fields or {}, binary, work
        self.result: Any = None
        self.error: Optional[PanelError] = None
        self._done = threading.Event()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def finish(self, result: Any = None, error: Optional[PanelError] = None) -> None:
        self.result, self.error = result, error
        self._done.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end of it (on other threads than the host's)."""
        return self._done.wait(timeout_s)

    def value(self) -> Any:
        """What came of it. Raises PanelError."""
        if self.error is not None:
            raise self.error
        return self.result


class Orders:
    """A thread that asks the engine for one thing after the other."""

    def __init__(self, door: Door, patience_s: float = 20.0) -> None:
        self._stopped = threading.Event()
        self._client = Client(door, self._stopped, patience_s)
        self._calls: queue.Queue[Optional[Call]] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="aiprod-orders", daemon=True)
        self._thread.start()

    def ask(self, name: str, **fields: Any) -> Call:
        """Ask; the reply comes into the call."""
        return self._put(Call(name, fields))

    def fetch(self, name: str, **fields: Any) -> Call:
        """Ask for a file."""
        return self._put(Call(name, fields, binary=True))

    def do(self, name: str, work: Callable[[], Any]) -> Call:
        """Do something else that may wait for the network."""
        return self._put(Call(name, work=work))

    def _put(self, call: Call) -> Call:
        self._calls.put(call)
        return call

    def _run(self) -> None:
        while not self._stopped.is_set():
            call = self._calls.get()
            if call is not None:
                self._do(call)
        self._client.close()

    def _do(self, call: Call) -> None:
        try:
            if call.work is not None:
                call.finish(call.work())
                return
            ask = self._client.fetch if call.binary else self._client.ask
            call.finish(ask(call.name, call.fields))
        except PanelError as error:
            call.finish(error=error)
        except Exception as error:  # noqa: BLE001 - a thread must not die of what nobody foresaw
            call.finish(error=PanelError("unforeseen", what=repr(error)))

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End the thread. False where it still hangs in a request."""
        self._stopped.set()
        self._calls.put(None)
        self._client.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()


class Attendance:
    """A thread that reports where the user stands and brings what others ask of this host.

    Attributes:
        error: why there is no connection now; None while there is one.
        connected: whether the last poll was answered.
    """

    def __init__(self, door: Door, key: str, report: Callable[[], Dict[str, Any]]) -> None:
        self.error: Optional[PanelError] = None
        self.connected = False
        self._key, self._report = key, report
        self._stopped, self._hurry = threading.Event(), threading.Event()
        self._client = Client(door, self._stopped, patience_s=0.0)
        self._commands: Deque[Dict[str, Any]] = deque()
        self._answers: queue.Queue[Optional[Tuple[str, Any, Optional[str]]]] = queue.Queue()
        self._answering = Client(door, self._stopped, patience_s=60.0)
        self._threads = [
            threading.Thread(target=self._attend, name="aiprod-attendance", daemon=True),
            threading.Thread(target=self._answer_all, name="aiprod-answers", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def commands(self) -> List[Dict[str, Any]]:
        """What was asked since the last call."""
        found = []
        while self._commands:
            found.append(self._commands.popleft())
        return found

    def answer(self, command: str, result: Any = None, error: Optional[str] = None) -> None:
        """Say what came of a command."""
        self._answers.put((command, result, error))

    def retry_now(self) -> None:
        """Don't wait for the next try."""
        self._hurry.set()

    def _attend(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            try:
                fields = {"key": self._key, "report": self._report(), "wait_s": WAIT_S if self.connected else 0.0}
                found = self._client.ask("hosts.attend", fields)
                self._commands.extend(found.get("commands", ()))
                self.connected, self.error, failures = True, None, 0
            except Exception as error:  # noqa: BLE001 - a thread must not die of what nobody foresaw
                self.connected = False
                self.error = error if isinstance(error, PanelError) else PanelError("unforeseen", what=repr(error))
                self._pause(failures)
                failures += 1
        self._client.close()

    def _pause(self, failures: int) -> None:
        """Wait longer after each failure, unless the user asks to try now or the panel closes."""
        until = time.monotonic() + _BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)]
        while not self._stopped.is_set() and time.monotonic() < until and not self._hurry.wait(0.1):
            pass
        self._hurry.clear()

    def _answer_all(self) -> None:
        while True:
            given = self._answers.get()
            if given is None:
                break
            command, result, error = given
            fields: Dict[str, Any] = {"key": self._key, "command": command, "operation_id": "answer." + command}
            fields.update({"error": " ".join(error.split())[:200]} if error is not None else {"result": result})
            try:
                self._answering.ask("hosts.answer", fields)
            except PanelError as failure:
                self.error = None if isinstance(failure, (EngineError, LostError)) else failure
        self._answering.close()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End the threads and say goodbye. False where one still hangs in a request."""
        attending, answering = self._threads
        was_there = self.connected
        self._stopped.set()
        self._hurry.set()
        self._client.close()  # ends the poll that is held back
        attending.join(timeout_s)
        if was_there:
            self._goodbye()
        self._answers.put(None)
        answering.join(timeout_s)
        return not (attending.is_alive() or answering.is_alive())

    def _goodbye(self) -> None:
        done = threading.Thread(target=self._leave, name="aiprod-leave", daemon=True)
        done.start()
        done.join(2.0)

    def _leave(self) -> None:
        with suppress(PanelError):  # the engine notices by our silence too
            self._answering.ask("hosts.leave", {"key": self._key}, patience_s=0.0)
