# SPDX-License-Identifier: Apache-2.0
"""The fake UIManager and its dispatcher: documented elements, attributes, methods and events; a user who clicks and types."""

import sys
import time
from collections import deque

from tests.plugin.resolve.elements import ELEMENTS, Element, Window, make
from tests.plugin.resolve.handles import UnknownApi

# Elements that the documentation's list leaves out and scripts in the field use.
_GROUPS = ("VGroup", "HGroup", "Stack")
_GAPS = ("VGap", "HGap")


class NeverEnded(Exception):  # noqa: N818 - what a test reads
    """A loop went on long after the user had nothing more to do: no handler called ExitLoop."""


class Manager:
    """`fusion.UIManager`. For the test: `windows` that there are, `user` = a generator that acts between two turns of the loop.

    Attributes: events = what waits to be told; patience = seconds that a loop may run without a user before it is given up.
    """

    def __init__(self, host: "object") -> None:
        self.host = host
        self.windows: list[Window] = []
        self.events: deque = deque()
        self.user: object = None
        self.patience = 30.0
        self.timers: list[Element] = []

    def __call__(self) -> "Manager":
        return self

    def __getattr__(self, name: str) -> "object":
        if name.startswith("_"):
            raise AttributeError(name)
        host = self.__dict__["host"]
        host.gate.guard(f"UIManager.{name}")
        if name in ELEMENTS and name not in ("Window", "Dialog"):
            return lambda *given: self._made(name, given)
        if name in _GROUPS or name in _GAPS or name == "Timer":
            return lambda *given: self._made(name, given)
        raise host.gate.broken(UnknownApi(f"UIManager has no element {name}"))

    def _made(self, name: str, given: "tuple") -> Element:
        element = make(self, name, given)
        if name == "Timer":
            self.timers.append(element)
        return element

    def FindWindow(self, name: str) -> "Window | None":  # noqa: N802 - the host's name
        self.host.gate.guard("UIManager.FindWindow")
        return next((window for window in self.windows if window.identity == name), None)

    def FindWindows(self, name: str) -> "list[Window]":  # noqa: N802 - the host's name
        return [window for window in self.windows if window.identity == name]

    def QueueEvent(self, element: Element, event: str, info: "dict") -> None:  # noqa: N802 - the host's name
        self.queue(element, event, info)

    # What the fake and the test do.

    def queue(self, element: Element, event: str, info: "dict | None" = None) -> None:
        """An event that is told at the next turn of the loop, if a handler listens."""
        self.events.append((element, event, dict(info or {})))

    def window(self, name: str) -> Window:
        """A window that is shown, for the test."""
        found = next((window for window in self.windows if window.identity == name and window.shown), None)
        assert found is not None, f"no window {name} is shown; there are {[one.identity for one in self.windows]}"
        return found

    def turn(self) -> bool:
        """One turn: the user does the next thing, then one event is told. False when there was nothing to do."""
        acted = self._user_acts()
        if not self.events:
            return acted
        element, event, info = self.events.popleft()
        handler = element.handler(event)
        if handler is not None:
            handler({"who": element.identity, "what": event, "when": 0.0, "sender": element, "modifiers": {}, **info})
        return True

    def _user_acts(self) -> bool:
        if self.user is None:
            return False
        try:
            next(self.user)
        except StopIteration:
            self.user = None
        return True


class _On:
    """`disp.On.Timeout = fn`."""


class Dispatcher:
    """`bmd.UIDispatcher(ui)`."""

    def __init__(self, host: "object", manager: "Manager | None") -> None:
        if manager is None:
            raise TypeError("UIDispatcher: the UIManager is None")
        self._host, self._manager = host, manager
        self._ended: int | None = None
        self._idle_since = time.monotonic()
        self.On = _On()

    def AddWindow(self, given: "dict", children: "object" = None) -> Window:  # noqa: N802 - the host's name
        self._host.gate.guard("UIDispatcher.AddWindow")
        window = make(self._manager, "Window", (given, children) if children is not None else (given,))
        self._manager.windows.append(window)
        return window

    def AddDialog(self, given: "dict", children: "object" = None) -> Window:  # noqa: N802 - the host's name
        window = make(self._manager, "Dialog", (given, children) if children is not None else (given,))
        self._manager.windows.append(window)
        return window

    def ExitLoop(self, code: int = 0) -> None:  # noqa: N802 - the host's name
        self._host.gate.guard("UIDispatcher.ExitLoop")
        self._ended = code

    def RunLoop(self) -> int:  # noqa: N802 - the host's name
        """Holds on until ExitLoop, and holds Python too: other threads hardly run."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(1.0)
        try:
            while self._ended is None:
                self._turn()
        finally:
            sys.setswitchinterval(before)
        code, self._ended = self._ended, None
        return code

    def __getattr__(self, name: str) -> "object":
        if name == "StepLoop" and self._host.profile.step_loop:
            return self._step
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "StepLoop":  # what a build without it gives is not known: the mildest is an AttributeError
            raise AttributeError(name)
        raise self._host.gate.broken(UnknownApi(f"UIDispatcher.{name} does not exist"))

    def __dir__(self) -> "list[str]":
        return ["AddDialog", "AddWindow", "ExitLoop", "On", "RunLoop", *(["StepLoop"] if self._host.profile.step_loop else [])]

    def _step(self) -> None:
        """Does not block."""
        self._host.gate.guard("UIDispatcher.StepLoop")
        self._turn()

    def _turn(self) -> None:
        self._host.gate.let_go()
        self._tick()
        if self._manager.turn() or self._manager.user is not None:
            self._idle_since = time.monotonic()
        elif time.monotonic() - self._idle_since > self._manager.patience:
            raise NeverEnded("no handler called ExitLoop, and the user is done")

    def _tick(self) -> None:
        """Timers reach `disp.On.Timeout` in some builds and never in others."""
        handler = getattr(self.On, "Timeout", None)
        if self._host.profile.timer and handler is not None:
            for timer in self._manager.timers:
                if timer.values.get("running"):
                    handler({"who": timer.identity, "what": "Timeout", "sender": timer})
