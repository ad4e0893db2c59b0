# SPDX-License-Identifier: Apache-2.0
"""What a script holds: handles of the host's objects, on which only documented names exist."""


class UnknownApi(Exception):  # noqa: N818 - what a test reads
    """A script used a name that this version of the host does not have; no AttributeError, which hasattr would hide."""


class WrongArguments(Exception):  # noqa: N818 - what a test reads
    """A script called a documented name in no documented way."""


class WrongThread(Exception):  # noqa: N818 - what a test reads
    """A script called the host from another thread than the one it was started on."""


class Handle:
    """A remote object. Two handles of one object are not equal: scripts compare GetUniqueId."""

    __slots__ = ("_host", "_node")

    def __init__(self, host: "object", node: "object") -> None:
        object.__setattr__(self, "_host", host)
        object.__setattr__(self, "_node", node)

    def __getattr__(self, name: str) -> "object":
        if name.startswith("__"):
            raise AttributeError(name)
        return self._host.gate.member(self._node, name)

    def __setattr__(self, name: str, value: "object") -> None:
        raise self._host.gate.broken(UnknownApi(f"{self._node.kind}.{name} cannot be set"))

    def __dir__(self) -> "list[str]":
        return self._host.gate.names(self._node)

    def __repr__(self) -> str:
        return f"<{self._node.kind} {self._node.number:#x} [App: 'Resolve' on 127.0.0.1]>"


class Method:
    """A documented name of one object, ready to be called."""

    __slots__ = ("_gate", "_name", "_node")

    def __init__(self, gate: "object", node: "object", name: str) -> None:
        self._gate, self._node, self._name = gate, node, name

    def __call__(self, *arguments: "object", **named: "object") -> "object":
        return self._gate.call(self._node, self._name, arguments, named)
