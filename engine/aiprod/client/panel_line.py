# SPDX-License-Identifier: Apache-2.0
"""How the doctor of panels talks to the engine: whether it is the engine, whom it lets in, and which editors answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from aiprod.client.blocking import Client
from aiprod.client.finding import Endpoint, ImpostorError, NoEngineError, of_panel, of_this_user, proven
from aiprod.film.errors import AiprodError
from aiprod.wire.discovery import Discovery
from aiprod.wire.errors import WireError
from aiprod.wire.hosts import HostView

T = TypeVar("T")
Proof = Literal["proven", "silent", "impostor", "other protocol"]
_NAMES = {"resolve": "DaVinci Resolve", "premiere": "Premiere"}


@dataclass(frozen=True)
class LivePanel:
    """An editor that attends.

    Attributes:
        key: by which it is asked.
        host: "resolve" or "premiere".
        named: as people call it, with edition and version.
        problem: why it can't do anything just now.
    """

    key: str
    host: str
    named: str
    problem: str = ""


class ClientLine:
    """The doctor's line, over HTTP.

    Args:
        path: the engine's discovery file.
        patience_s: how long a panel may take to answer.
    """

    def __init__(self, path: Path, patience_s: float = 8.0) -> None:
        self._path, self._patience_s = path, patience_s

    def prove(self, found: Discovery) -> Proof:
        try:
            _waited(proven(Endpoint(found.port, found.token)))
        except NoEngineError:
            return "silent"
        except ImpostorError:
            return "impostor"
        except WireError as error:
            return "other protocol" if error.code == "protocol" else "impostor"
        return "proven"

    def takes(self, panel: str, token: str, port: int) -> bool:
        try:
            with Client(of_panel(port, panel, token)) as engine:
                engine.hosts.list()
        except (ImpostorError, WireError):
            return False
        return True

    def paired(self) -> tuple[str, ...]:
        with self._owner() as engine:
            return tuple(f"{panel.host} · {panel.name}" for panel in engine.pairing.list().panels)

    def live(self) -> tuple[LivePanel, ...]:
        with self._owner() as engine:
            return tuple(map(_live, engine.hosts.list().hosts))

    def round_trip(self, key: str) -> str:
        """Asked where the user stands, any answer will do: also one that says why it can't tell."""
        try:
            with self._owner() as engine:
                asked = engine.hosts.ask(key, "context", patience_s=self._patience_s)
                return _answered(engine, asked.command, self._patience_s)
        except AiprodError as error:
            return str(error)

    def _owner(self) -> Client:
        return Client(of_this_user(self._path))


def _answered(engine: Client, command: str, patience_s: float) -> str:
    until = time.monotonic() + patience_s
    while (left := until - time.monotonic()) > 0:
        outcome = engine.hosts.outcome(command, wait_s=left)
        if outcome.state == "done":
            return ""
        if outcome.state == "failed":
            return outcome.error
    return f"not within {patience_s:.0f} s"


def _live(host: HostView) -> LivePanel:
    report = host.report
    said = [report.get(word) for word in ("edition", "version")]
    named = " ".join(filter(None, [_NAMES.get(str(report.get("host")), "?"), *map(_word, said)]))
    return LivePanel(host.key, str(report.get("host")), named, _word(report.get("problem")))


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _waited(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
