# SPDX-License-Identifier: Apache-2.0
"""The relay between editors and those who ask something of them. In memory only: it begins empty with every server.

A panel attends: it reports, waits, and is handed commands in the order in which they were asked, each once. A host belongs to
the client whose panel came with its key first; nobody else can attend, answer or leave under it. Everything here runs on the
server's loop.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import string
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiprod.server.identity import Client
from aiprod.server.settings import Clock, Limits
from aiprod.wire.errors import WireError
from aiprod.wire.hosts import AskHost, Attend, HostCommand, HostReport, HostView, Outcome

MOST_HOSTS, MOST_OF_CLIENT = 32, 8
MOST_WAITING = 16
"""Commands that one host may have unanswered."""
MOST_REMEMBERED = 128
"""Answered commands whose outcome can still be asked for."""
LARGEST_ARGUMENTS, LARGEST_RESULT = 768 << 10, 512 << 10
"""Bytes of JSON."""
MOST_BYTES = 24 << 20
"""Of all arguments that wait, and of all results that are remembered."""
_NEWS_EVERY_S = 0.3
_LETTERS = string.digits + string.ascii_lowercase
Ending = Literal["closed", "unpaired", "stopped", "silent", "late"]
"""How a host goes, or how it lets a command wait."""
_NAMES = {"resolve": "DaVinci Resolve", "premiere": "Premiere Pro"}


@dataclass(eq=False)
class Command:
    """Something that was asked of a host."""

    id: str
    host: Host
    asker: str
    action: str
    arguments: dict[str, Any]
    size: int
    """Bytes of the arguments; once it is answered, of the result."""
    state: str = "waiting"
    result: dict[str, Any] | None = None
    error: str = ""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    deadline: asyncio.TimerHandle | None = None

    def finish(self, result: dict[str, Any] | None, error: str, size: int) -> None:
        """It is answered, or never will be."""
        self.state, self.result, self.error, self.size = ("failed" if error else "done"), result, error, size
        self.arguments = {}
        if self.deadline is not None:
            self.deadline.cancel()
        self.host.commands.pop(self.id, None)
        self.ended.set()

    @property
    def outcome(self) -> Outcome:
        return Outcome(state=self.state, result=self.result, error=self.error)  # type: ignore[arg-type]


@dataclass(eq=False)
class Host:
    """An editor whose panel attends.

    Attributes:
        client: whose panel it is.
        turn: counts its calls of `attend`; only the newest is handed commands.
        commands: those that it hasn't answered, by id.
    """

    key: str
    client: str
    report: HostReport
    since: float
    seen_at: float
    turn: int = 0
    attending: int = 0
    commands: dict[str, Command] = field(default_factory=dict)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    silence: asyncio.TimerHandle | None = None

    @property
    def title(self) -> str:
        return f"{_NAMES[self.report.host]} {self.report.version}"

    @property
    def view(self) -> HostView:
        return HostView(
            key=self.key, report=self.report.model_dump(mode="json"), since=self.since, seen_at=self.seen_at,
            waiting=len(self.commands),
        )  # fmt: skip

    def waiting(self) -> list[Command]:
        return [command for command in self.commands.values() if command.state == "waiting"]


class Hosts:
    """The editors that are there.

    Args:
        limits: how long silence may last.
        clock: unix seconds.
        changed: called, now and then, after a host came, went or reported something new.
    """

    def __init__(self, limits: Limits, clock: Clock, changed: Callable[[int], object]) -> None:
        self._limits, self._clock, self._changed = limits, clock, changed
        self._hosts: dict[str, Host] = {}
        self._commands: dict[str, Command] = {}
        self._ended: deque[Command] = deque()
        self._telling: asyncio.TimerHandle | None = None
        self._closed = False

    # -- for panels

    async def attend(self, client: Client, request: Attend) -> list[HostCommand]:
        """Report, and wait for commands.

        Raises:
            WireError: the key is somebody else's, or there are too many hosts.
        """
        host = self._entered(client, request)
        host.turn += 1
        turn = host.turn
        host.stirred.set()
        host.attending += 1
        self._seen(host)
        try:
            async with asyncio.timeout(request.wait_s):
                while self._attends(host, turn) and not host.waiting():
                    host.stirred.clear()
                    await host.stirred.wait()
        except TimeoutError:
            pass
        finally:
            host.attending -= 1
            self._seen(host)
        return self._handed(host) if self._attends(host, turn) else []

    def answer(self, client: Client, key: str, command: str, result: dict[str, Any] | None, error: str) -> None:
        """What came of a command. Raises WireError: unknown or answered, another's, too large, or no answer at all."""
        host = self._own(client, key)
        asked = host.commands.get(command)
        if asked is None or asked.state != "taken":
            raise WireError(
                "conflict", "This command is not waiting for an answer", "it was answered, given up, or never handed out",
                "Leave it, and attend again.",
            )  # fmt: skip
        if (result is None) == (not error):
            raise WireError("invalid", "An answer is either a result or an error", "there must be exactly one of them")
        size = _measure(result, LARGEST_RESULT, "The editor's answer") if result is not None else 0
        self._seen(host)
        self._finish(asked, result, error, size)

    def leave(self, client: Client, key: str) -> None:
        """The panel closes. Raises WireError when the host is another's."""
        if key in self._hosts:
            self._remove(self._own(client, key), "closed")

    def drop(self, client: str) -> None:
        """A client is forgotten: its hosts are gone at once."""
        for host in [host for host in self._hosts.values() if host.client == client]:
            self._remove(host, "unpaired")

    # -- for those who ask

    def listed(self) -> tuple[HostView, ...]:
        return tuple(host.view for host in self._hosts.values())

    def ask(self, client: Client, request: AskHost) -> str:
        """Have a host do something; returns the command's id.

        Raises:
            WireError: it isn't there, can't do this, has too much to do, or the arguments are too long.
        """
        host = self._hosts.get(request.key)
        if host is None:
            raise WireError("not_found", "This editor is not there", "its panel is closed or not connected", "Open the panel.")
        if request.action not in host.report.actions:
            why = "this edition or version can't do it, or the panel is older than the engine"
            raise WireError("refused", f"{host.title} can't do this: {request.action}", why, "Use the hand-off folder.")
        if len(host.commands) >= MOST_WAITING:
            raise WireError(
                "too_many", f"{host.title} has too much to do", f"{MOST_WAITING} commands wait for their answers",
                "Wait until some are done.", retry_after_s=2,
            )  # fmt: skip
        arguments = request.arguments or {}
        size = _measure(arguments, LARGEST_ARGUMENTS, "What the editor is to be asked")
        if size + sum(c.size for c in self._commands.values() if not c.ended.is_set()) > MOST_BYTES:
            raise WireError("too_many", "Too much waits for the editors", "", "Wait until some of it is done.", retry_after_s=2)
        command = Command(_new_id(), host, client.id, request.action, arguments, size)
        loop = asyncio.get_running_loop()
        command.deadline = loop.call_later(request.patience_s, self._impatient, command, request.patience_s)
        host.commands[command.id] = self._commands[command.id] = command
        host.stirred.set()
        self._tell()
        return command.id

    async def outcome(self, client: Client, command: str, wait_s: float) -> Outcome:
        """How far a command is; held back until it has ended. Raises WireError for one that is unknown to this client."""
        asked = self._commands.get(command)
        if asked is None or not (client.owner or client.id == asked.asker):
            why = "it is too old, somebody else's, or the engine was restarted since"
            raise WireError("not_found", "This command is not known", why, "Look at the editor's timeline before asking again.")
        if not asked.ended.is_set() and wait_s > 0:
            try:
                async with asyncio.timeout(wait_s):
                    await asked.ended.wait()
            except TimeoutError:
                pass
        return asked.outcome

    def close(self) -> None:
        """The server stops: nobody is kept waiting, and nobody comes in."""
        self._closed = True
        for host in list(self._hosts.values()):
            self._remove(host, "stopped")
        if self._telling is not None:
            self._telling.cancel()

    # -- inside

    def _entered(self, client: Client, request: Attend) -> Host:
        """The host of a key, known from now on."""
        if self._closed:
            raise WireError("stopping", "The engine is stopping", "", "Come back in a moment.")
        if request.key in self._hosts:
            host = self._own(client, request.key)
            if host.report != request.report:
                host.report = request.report
                self._tell()
            return host
        self._require_room(client)
        now = self._clock()
        host = self._hosts[request.key] = Host(request.key, client.id, request.report, now, now)
        self._tell()
        return host

    def _require_room(self, client: Client) -> None:
        mine = sum(host.client == client.id for host in self._hosts.values())
        if len(self._hosts) >= MOST_HOSTS or mine >= MOST_OF_CLIENT:
            raise WireError("too_many", "Too many editors are connected", "", "Close a panel.", retry_after_s=10)

    def _own(self, client: Client, key: str) -> Host:
        host = self._hosts.get(key)
        if host is None:
            raise WireError("not_found", "This editor is not known", "it was silent for too long", "Attend again.")
        if host.client != client.id:
            raise WireError("not_permitted", "This editor is another panel's", "its key is in use", "Choose another key.")
        return host

    def _attends(self, host: Host, turn: int) -> bool:
        """Whether this call is the newest one of a host that is still there."""
        return host.turn == turn and self._hosts.get(host.key) is host

    def _handed(self, host: Host) -> list[HostCommand]:
        commands = host.waiting()
        for command in commands:
            command.state = "taken"
        return [HostCommand(id=c.id, action=c.action, arguments=c.arguments) for c in commands]  # type: ignore[arg-type]

    def _seen(self, host: Host) -> None:
        """It has been heard; from now on silence counts, unless it is waiting here."""
        host.seen_at = self._clock()
        if host.silence is not None:
            host.silence.cancel()
            host.silence = None
        if not host.attending and self._hosts.get(host.key) is host:
            loop = asyncio.get_running_loop()
            host.silence = loop.call_later(self._limits.host_silence_s, self._remove, host, "silent")

    def _remove(self, host: Host, ending: Ending) -> None:
        if self._hosts.get(host.key) is not host:
            return
        del self._hosts[host.key]
        if host.silence is not None:
            host.silence.cancel()
        for command in list(host.commands.values()):
            self._finish(command, None, _sentence(host, command, said(ending)))
        host.stirred.set()
        self._tell()

    def _impatient(self, command: Command, patience_s: float) -> None:
        if not command.ended.is_set():
            self._finish(command, None, _sentence(command.host, command, said("late", patience_s)))

    def _finish(self, command: Command, result: dict[str, Any] | None, error: str, size: int = 0) -> None:
        command.finish(result, error, size)
        self._ended.append(command)
        kept = sum(ended.size for ended in self._ended)
        while len(self._ended) > MOST_REMEMBERED or kept > MOST_BYTES:
            oldest = self._ended.popleft()
            kept -= oldest.size
            self._commands.pop(oldest.id, None)
        self._tell()

    def _tell(self) -> None:
        """Tell everyone, not more often than three times a second."""
        if self._telling is None and not self._closed:
            self._telling = asyncio.get_running_loop().call_later(_NEWS_EVERY_S, self._tell_now)

    def _tell_now(self) -> None:
        self._telling = None
        self._changed(len(self._hosts))


def said(ending: Ending, seconds: float = 0.0) -> str:
    """Why a host is gone, or won't answer."""
    if ending == "late":
        return f"no answer came within {seconds:.0f} s"
    if ending == "closed":
        return "its panel was closed"
    if ending == "unpaired":
        return "its panel was unpaired"
    if ending == "stopped":
        return "the engine stopped"
    return "its panel fell silent"


def _sentence(host: Host, command: Command, why: str) -> str:
    """For a command that nobody will answer."""
    if command.state == "waiting":
        return f"{host.title} was not reached: {why}. Nothing was changed in it."
    return f"{host.title} did not answer: {why}. Look at its timeline: what was asked may have been done in part."


def _measure(data: dict[str, Any], limit: int, what: str) -> int:
    """Bytes of some JSON. Raises WireError for one that is too long, or none that others could read."""
    try:
        size = len(json.dumps(data, allow_nan=False, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise WireError("invalid", f"{what} can't be passed on", "a number in it is not finite") from error
    if size > limit:
        raise WireError("too_large", f"{what} is too long", f"{size >> 10} KiB; {limit >> 10} KiB are allowed")
    return size


def _new_id() -> str:
    return "cmd_" + "".join(secrets.choice(_LETTERS) for _ in range(26))
