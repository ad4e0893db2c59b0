# SPDX-License-Identifier: Apache-2.0
"""Work on the host's thread in small steps, so that the host is never held for long.

A piece of work is a generator. It yields nothing after every few calls of the host, a number of seconds to wait, or a `Call` of
the network whose answer it needs; the pump goes on with it when that is there. Between two steps the host draws its windows.
"""

import time
from typing import Any, Callable, Generator, List, Optional

from aiprod_resolve.errors import PanelError
from aiprod_resolve.lines import Call

Steps = Generator[Any, Any, Any]
STUCK_S = 3.0
"""A step that takes longer is held up by something in the host: a dialog that waits for its user."""


class Task:
    """A piece of work under way.

    Attributes:
        done, result, error: how it ended; `error` is None where it was done.
        cancelled: somebody asked to stop it; it stops at its next step.
    """

    def __init__(self, name: str, steps: Steps, then: Optional[Callable[["Task"], None]] = None) -> None:
        self.name, self._steps, self._then = name, steps, then
        self.done = self.cancelled = False
        self.result: Any = None
        self.error: Optional[PanelError] = None
        self._until, self._call = 0.0, None  # type: float, Optional[Call]

    def cancel(self) -> None:
        self.cancelled = True

    def ready(self, now: float) -> bool:
        """Whether its next step can be made now."""
        return self.cancelled or (now >= self._until and (self._call is None or self._call.done))

    def step(self) -> None:
        """Make the next step."""
        call, self._call, self._until = self._call, None, 0.0
        try:
            if self.cancelled:
                self._steps.throw(PanelError("cancelled"))
                self.cancelled = False  # it went on: it cleans up
                return
            self._wait_for(self._advanced(call))
        except StopIteration as end:
            self._end(result=end.value)
        except PanelError as error:
            self._end(error=error)
        except Exception as error:  # noqa: BLE001 - the host raises whatever it likes
            self._end(error=PanelError("unforeseen", what=repr(error)))

    def _advanced(self, call: Optional[Call]) -> Any:
        if call is None:
            return next(self._steps)
        if call.error is not None:
            return self._steps.throw(call.error)
        return self._steps.send(call.result)

    def _wait_for(self, asked: Any) -> None:
        if isinstance(asked, Call):
            self._call = asked
        elif isinstance(asked, (int, float)):
            self._until = time.monotonic() + asked

    def _end(self, result: Any = None, error: Optional[PanelError] = None) -> None:
        self.done, self.result, self.error = True, result, error
        if self._then is not None:
            self._then(self)


class Pump:
    """Makes steps of all work under way, one at a time.

    Attributes:
        slowest_s: the longest step so far.
    """

    def __init__(self) -> None:
        self._tasks: List[Task] = []
        self._begun = 0.0
        self.slowest_s = 0.0

    def start(self, name: str, steps: Steps, then: Optional[Callable[[Task], None]] = None) -> Task:
        task = Task(name, steps, then)
        self._tasks.append(task)
        return task

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def stuck(self) -> bool:
        """Whether a step has been held up for long. Asked by other threads."""
        begun = self._begun
        return bool(begun) and time.monotonic() - begun > STUCK_S

    def watched(self, work: Callable[[], None]) -> None:
        """Do something of the host's thread, so that others can tell if it is held up."""
        begun = self._begun = time.monotonic()
        try:
            work()
        finally:
            self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
            self._begun = 0.0

    def step(self) -> bool:
        """Make one step of the next task that can go on. False where none can now."""
        now = time.monotonic()
        for task in list(self._tasks):
            if task.ready(now):
                self._tasks.remove(task)
                self.watched(task.step)
                if not task.done:
                    self._tasks.append(task)  # behind the others: all go on in turn
                return True
        return False

    def cancel_all(self) -> None:
        for task in self._tasks:
            task.cancel()


class Turn:
    """One writes to the host at a time."""

    def __init__(self) -> None:
        self._taken = False

    @property
    def taken(self) -> bool:
        return self._taken

    def hold(self, steps: Steps) -> Steps:
        """The same steps, once nobody else is writing."""
        while self._taken:
            yield 0.05
        self._taken = True
        try:
            result = yield from steps
        finally:
            self._taken = False
        return result


def run_through(steps: Steps, pause: Callable[[float], None] = time.sleep) -> Any:
    """Do all the steps at once, waiting where they wait. For tests and scripts without a window."""
    task = Task("", steps)
    while not task.done:
        if task.ready(time.monotonic()):
            task.step()
        pause(0.0)
    if task.error is not None:
        raise task.error
    return task.result
