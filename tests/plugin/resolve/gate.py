# SPDX-License-Identifier: Apache-2.0
"""The one door of the fake host: every name that a script reads and every call that it makes comes through here."""

import re
import threading
import time

from tests.plugin.resolve.checking import mismatch
from tests.plugin.resolve.facts import CONSTANTS, Form, forms_of, names_of
from tests.plugin.resolve.handles import Handle, Method, UnknownApi, WrongArguments, WrongThread
from tests.plugin.resolve.state import Node

# Host time of a call in milliseconds: (the call, each clip, file or item in its arguments or answer). What a remote call costs on
# a workstation, by order of magnitude; the rule that it serves: nothing of ours may hold the host for 50 ms at a stretch.
COSTS = {
    "MediaPool.AppendToTimeline": (2.0, 2.0),
    "MediaPool.CreateTimelineFromClips": (8.0, 2.0),
    "MediaPool.CreateEmptyTimeline": (8.0, 0.0),
    "MediaPool.ImportMedia": (2.0, 6.0),
    "MediaPool.ImportTimelineFromFile": (10.0, 0.0),
    "MediaStorage.AddItemListToMediaPool": (2.0, 6.0),
    "Project.ExportCurrentFrameAsStill": (30.0, 0.0),
    "ProjectManager.SaveProject": (25.0, 0.0),
    "Resolve.OpenPage": (30.0, 0.0),
    "Timeline.AddTrack": (3.0, 0.0),
    "Timeline.DeleteClips": (5.0, 1.0),
    "Timeline.Export": (20.0, 0.0),
}
COST = (0.3, 0.01)


class Call:
    """One call that a script made; `ms` is host time by `COSTS`, `seconds` the fake's own."""

    def __init__(self, owner: str, name: str, arguments: "tuple") -> None:
        self.owner, self.name, self.arguments = owner, name, arguments
        self.full = f"{owner}.{name}"
        self.answer: object = None
        self.ms = self.seconds = 0.0

    def __repr__(self) -> str:
        return f"{self.full}{self.arguments!r} -> {self.answer!r}"


def snake(name: str) -> str:
    """GetLUT → get_lut, ImportTimelineFromFile → import_timeline_from_file."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Gate:
    """Checks, gates, counts and carries out calls.

    Attributes: calls in order; violations = what no script may do, also where the script swallowed the exception; superseded =
    full names of older forms used on 21.1; stretches = host milliseconds between two times that the script let go.
    """

    def __init__(self, host: "object", acts: "dict") -> None:
        self._host, self._acts = host, acts
        self._thread = threading.get_ident()
        self.calls: list[Call] = []
        self.violations: list[Exception] = []
        self.superseded: list[str] = []
        self.fabricated: list[str] = []
        self.stretches = [0.0]
        self.unhang = threading.Event()

    def broken(self, error: Exception) -> Exception:
        self.violations.append(error)
        return error

    def let_go(self) -> None:
        """The script waits: the host can draw its windows."""
        if self.stretches[-1]:
            self.stretches.append(0.0)

    def own_thread(self) -> None:
        """The thread that calls is the script's from now on."""
        self._thread = threading.get_ident()

    def guard(self, what: str) -> None:
        if threading.get_ident() != self._thread:
            raise self.broken(WrongThread(f"{what} from another thread than the script's"))

    def names(self, node: Node) -> "list[str]":
        constants = list(CONSTANTS) if node.kind == "Resolve" else []
        return sorted(names_of(node.kind, self._host.profile.number) + constants)

    def member(self, node: Node, name: str) -> "object":
        """What a script gets for `object.name`."""
        self.guard(f"{node.kind}.{name}")
        if (node.kind, name) in self._host.members:
            return self._host.members[node.kind, name]
        if node.kind == "Resolve" and name in CONSTANTS:
            return CONSTANTS[name]
        if forms_of(node.kind, name, self._host.profile.number):
            return Method(self, node, name)
        if self._host.profile.fabricates:
            return self._fabricate(node, name)
        raise self.broken(UnknownApi(f"{node.kind}.{name} does not exist in {self._host.profile.name}"))

    def _fabricate(self, node: Node, name: str) -> "object":
        def nothing(*_arguments: "object") -> None:
            self.fabricated.append(f"{node.kind}.{name}")

        return nothing

    def call(self, node: Node, name: str, arguments: "tuple", named: "dict") -> "object":
        self.guard(f"{node.kind}.{name}()")
        form = self._form(node, name, arguments, named)
        call = Call(node.kind, name, arguments)
        self.calls.append(call)
        before = time.perf_counter()
        answer = self._answer(node, form, call)
        call.seconds = time.perf_counter() - before
        call.ms = self._cost(call, answer)
        self.stretches[-1] += call.ms
        call.answer = self.wrap(answer)
        return call.answer

    def _form(self, node: Node, name: str, arguments: "tuple", named: "dict") -> Form:
        full = f"{node.kind}.{name}"
        if named:
            raise self.broken(WrongArguments(f"{full} takes no named arguments: {', '.join(named)}"))
        forms = forms_of(node.kind, name, self._host.profile.number)
        newest_first = sorted(forms, key=lambda form: form.superseded is not None)
        reasons = [(mismatch(form, arguments), form) for form in newest_first]
        fitting = next((form for reason, form in reasons if not reason), None)
        if fitting is None:
            raise self.broken(WrongArguments(f"{full}: {reasons[0][0]}"))
        if fitting.superseded and fitting.superseded <= self._host.profile.number:
            self.superseded.append(full)
        return fitting

    def _answer(self, node: Node, form: Form, call: Call) -> "object":
        host = self._host
        soft = False if form.returns == "bool" else None
        if call.full in host.faults.hangs:
            self.unhang.wait(30)
        if host.gone and host.faults.dead_raises:
            raise ConnectionError("the host has quit")
        if host.modal or host.gone or call.full in host.faults.fails:
            return soft
        if form.studio and not host.profile.studio:
            host.modal = f"{call.name} needs DaVinci Resolve Studio"
            return False
        if form.studio and host.faults.ai_errors:
            return f"Error: {call.name} could not be started"
        if not host.usable(node):
            return "" if call.name == "GetUniqueId" else soft
        act = self._acts[node.kind][snake(call.name)]
        return act(host, node, *[self.unwrap(value) for value in call.arguments])

    def _cost(self, call: Call, answer: "object") -> float:
        fixed, each = COSTS.get(call.full, COST)
        lists = [value for value in (*call.arguments, answer) if isinstance(value, (list, tuple, dict))]
        return fixed + each * max([len(value) for value in lists] or [1])

    def wrap(self, value: "object") -> "object":
        """State → handles, in lists, tuples and dictionaries too."""
        if isinstance(value, Node):
            return Handle(self._host, value)
        if isinstance(value, (list, tuple)):
            return type(value)(self.wrap(part) for part in value)
        if isinstance(value, dict):
            return {key: self.wrap(part) for key, part in value.items()}
        return value

    def unwrap(self, value: "object") -> "object":
        if isinstance(value, Handle):
            return object.__getattribute__(value, "_node")
        if isinstance(value, list):
            return [self.unwrap(part) for part in value]
        if isinstance(value, dict):
            return {key: self.unwrap(part) for key, part in value.items()}
        return value
