# SPDX-License-Identifier: Apache-2.0
"""The panel without a face: connection, what others ask of this host, the user's own orders, where the user stands.

Runs on the host's thread, one step at a time. A window (`window.py`) shows it; without one it is the bridge for the desktop.
"""

import secrets
import threading
import time
from typing import Any, Callable, Dict, List, Optional

from aiprod_resolve import VERSION, reading
from aiprod_resolve.actions import Actions
from aiprod_resolve.client import Door
from aiprod_resolve.errors import ForgottenError, HostError, PanelError
from aiprod_resolve.hostinfo import Host
from aiprod_resolve.lines import Attendance, Orders
from aiprod_resolve.studio import Progress, Studio
from aiprod_resolve.tasks import Pump, Steps, Task

LOOK_EVERY_S = 1.0
"""How often it is looked where the user stands."""
CLOSING_S = 3.0


class Panel:
    """A panel that runs.

    Attributes:
        here: where the user stands, as `hosts.attend` reports it.
        connection: why there is no connection; None while there is one, or while it is still being looked for.
        progress: how far the user's order is; None while nothing is under way.
        open: false once it was closed.
    """

    def __init__(self, host: Host, mode: str, lang: str, show: Optional[Callable[[Progress], None]] = None) -> None:
        self.host, self.mode, self.lang = host, mode, lang
        self.open = True
        self.progress: Optional[Progress] = None
        self.here: Dict[str, Any] = {"problem": None}
        self._door = Door(f"{host.info.product} {host.info.text}")
        self.orders = Orders(self._door)
        self.actions = Actions(host, lang)
        self._show = show
        self.studio = Studio(self.actions, self.orders, self._showed, lang)
        self.pump = Pump()
        self._lock, self._looked = threading.Lock(), 0.0
        self._answered: Dict[str, bool] = {}
        self._report = self._fresh_report()
        self.attendance = Attendance(self._door, secrets.token_urlsafe(16), self.report)
        self._own: Optional[Task] = None

    # -- what the network's threads ask

    def report(self) -> Dict[str, Any]:
        """What `hosts.attend` says of this host. May be called from any thread: it asks the host nothing."""
        with self._lock:
            report = dict(self._report)
        if self.pump.stuck():
            report["problem"] = HostError("host_waiting").sentence(self.lang)[:200]
        return report

    def _fresh_report(self) -> Dict[str, Any]:
        problem = self.here.get("problem")
        report = {key: value for key, value in self.here.items() if value is not None and key != "problem"}
        report.update(
            {"host": "resolve", "version": self.host.info.text, "edition": "Studio" if self.host.info.studio else "free"}
        )
        report.update({"mode": self.mode, "panel_version": VERSION, "actions": self.actions.names()})
        if problem:
            report["problem"] = HostError(problem).sentence(self.lang)[:200]
        return report

    # -- the host's thread

    def step(self) -> bool:
        """One step. False where there is nothing to do now."""
        for command in self.attendance.commands():
            self._take(command)
        if time.monotonic() - self._looked >= LOOK_EVERY_S and not self.actions.busy:
            self.pump.watched(self.look)
        return self.pump.step()

    def look(self) -> None:
        """See where the user stands."""
        self._looked = time.monotonic()
        try:
            self.here = reading.read_report(self.host)
        except Exception:  # noqa: BLE001 - a host that quits raises whatever it likes
            self.here = {"problem": "host_waiting"}
        with self._lock:
            self._report = self._fresh_report()

    def _take(self, command: Dict[str, Any]) -> None:
        """Do what somebody else asks of this host, once."""
        name = str(command["id"])
        if name in self._answered:
            return
        self._answered[name] = True
        steps = self.actions.steps(str(command["action"]), dict(command.get("arguments") or {}))
        self.pump.start(str(command["action"]), steps, lambda task: self._answer(name, task))

    def _answer(self, name: str, task: Task) -> None:
        if task.error is None:
            self.attendance.answer(name, result=task.result)
        else:
            self.attendance.answer(name, error=task.error.sentence(self.lang))
        self._looked = 0.0

    # -- the user's own orders

    @property
    def working(self) -> bool:
        return self._own is not None and not self._own.done

    def order(self, name: str, steps: Steps, then: Callable[[Task], None]) -> bool:
        """Begin something; false where something is under way."""
        if self.working:
            return False
        self._own = self.pump.start(name, steps, lambda task: self._ended(task, then))
        return True

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._own is not None:
            self._own.cancel()

    def _ended(self, task: Task, then: Callable[[Task], None]) -> None:
        self.progress, self._looked = None, 0.0
        then(task)

    def _showed(self, progress: Progress) -> None:
        self.progress = progress
        if self._show is not None:
            self._show(progress)

    # -- connection

    @property
    def connected(self) -> bool:
        return self.attendance.connected

    @property
    def connection(self) -> Optional[PanelError]:
        return self.attendance.error

    def connect(self) -> None:
        """Try now. The user's wish: a panel that was forgotten is paired anew."""
        if isinstance(self.attendance.error, ForgottenError):
            self._door.may_pair = True
        self.attendance.retry_now()

    def close(self) -> List[str]:
        """Stop everything. Returns the names of threads that did not end in time."""
        self.open = False
        self.pump.cancel_all()
        until = time.monotonic() + CLOSING_S
        while self.pump.step() and time.monotonic() < until:
            pass
        left = [] if self.attendance.stop() else ["attendance"]
        return left if self.orders.stop() else [*left, "orders"]
