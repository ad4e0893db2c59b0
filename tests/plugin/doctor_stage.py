# SPDX-License-Identifier: Apache-2.0
"""Where the doctor of panels is shown broken states: machines on trees, a real engine, and panels that are open, or mute."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.server.harness import EngineProcess, running
from tests.unit.production.panels.machines import Machine, premiere_panel, resolve_panel

from aiprod.client.panel_line import ClientLine
from aiprod.production.panels.doctor import examine
from aiprod.production.panels.findings import Editor, Finding
from aiprod.production.panels.premiere_install import install_premiere
from aiprod.production.panels.resolve_install import install_resolve
from aiprod.production.panels.system import Platform
from aiprod.wire.discovery import new_secret

PATIENCE_S, DEAF_S = 20.0, 1.0
"""How long a panel may take to answer; and one that never does."""
REPORTS: dict[Editor, dict[str, Any]] = {
    "resolve": {"host": "resolve", "version": "21.0.4", "edition": "Studio", "project": "Été", "actions": ["context"]},
    "premiere": {"host": "premiere", "version": "26.3.0", "project": "Été", "actions": ["context"]},
}


class Panel:
    """A panel that is open in an editor: paired, attending, and answering, or not."""

    def __init__(self, engine: EngineProcess, editor: Editor, *, answers: bool = True, problem: str = "") -> None:
        self._engine, self._editor, self._answers = engine, editor, answers
        self._report = REPORTS[editor] | ({"problem": problem} if problem else {})
        self.paired = pair(engine, editor)
        self._key, self._closed = new_secret(), threading.Event()
        self._attend()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._closed.is_set():
            if not self._answers:
                self._closed.wait(0.05)
                continue
            for command in self._attend(wait_s=0.2):
                self._post("answer", command=command["id"], result={"project": "Été"})

    def _attend(self, wait_s: float = 0.0) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._post("attend", report=self._report, wait_s=wait_s).get("commands", [])
        return found

    def _post(self, what: str, **body: Any) -> dict[str, Any]:
        with self._engine.http(self.paired["token"]) as client:
            answer: dict[str, Any] = client.post(f"/api/v1/hosts/{what}", json={"key": self._key, **body}).json()
            return answer

    def close(self) -> None:
        self._closed.set()
        self._thread.join(10)
        self._post("leave")


def pair(engine: EngineProcess, editor: Editor) -> dict[str, Any]:
    """Pair a panel, as panels do."""
    program = {"resolve": "DaVinci Resolve 21.0.4", "premiere": "Premiere 26.3.0"}[editor]
    with engine.http() as owner:
        code = owner.post("/api/v1/pairing/start", json={"name": "panel"}).json()["code"]
        made: dict[str, Any] = owner.post("/api/v1/pairing/exchange", json={"code": code, "host": program}).json()
    return made


@contextmanager
def answering(status: int, body: bytes) -> Iterator[int]:
    """A server that answers everything alike; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Stage:
    """Where states are made: one real engine, whose data all machines share, and a folder for machines."""

    folder: Path
    engine: EngineProcess
    sources: dict[Editor, Path]
    machines: int = 0
    ports: dict[int, str] = field(default_factory=dict)
    patience_s: float = PATIENCE_S

    @property
    def data(self) -> Path:
        return self.engine.folder

    @property
    def discovery(self) -> Path:
        return self.engine.server / "engine.json"

    def machine(self, platform: Platform) -> Machine:
        """A new machine without editors."""
        self.machines += 1
        return Machine(platform, self.folder / f"m{self.machines}", running=("resolve", "fuscript"), data=self.data)

    def resolve(
        self, platform: Platform = "windows", version: str = "21.0.4", *, studio: bool = True, python: str = "3.12.4"
    ) -> Machine:
        """A machine with Resolve and its panel."""
        machine = self.machine(platform).with_resolve(version, studio=studio).with_python(python)
        install_resolve(machine.system, self.sources["resolve"])
        return machine

    def premiere(self, platform: Platform = "macos", version: str = "26.3.0") -> Machine:
        """A machine with Premiere and its panel."""
        machine = self.machine(platform).with_premiere(version)
        install_premiere(machine.system, self.sources["premiere"])
        return machine

    @contextmanager
    def opened(self, editor: Editor, **how: Any) -> Iterator[Panel]:
        """A panel that is open in the editor meanwhile."""
        panel = Panel(self.engine, editor, **how)
        self.patience_s = PATIENCE_S if how.get("answers", True) else DEAF_S
        if editor == "resolve":
            keep_token(self.data, panel.paired)
        try:
            yield panel
        finally:
            panel.close()
            self.forget(panel.paired)
            (self.data / "panels" / "resolve.json").unlink(missing_ok=True)

    def forget(self, paired: dict[str, Any]) -> None:
        with self.engine.http() as owner:
            owner.post(f"/api/v1/pairing/{paired['panel']}/revoke", json={})

    @contextmanager
    def announced(self, **changes: Any) -> Iterator[None]:
        """The discovery file says something else meanwhile."""
        good = self.discovery.read_bytes()
        self.discovery.write_text(json.dumps(json.loads(good) | changes))
        try:
            yield
        finally:
            self.discovery.write_bytes(good)

    def findings(self, machine: Machine, editor: Editor) -> list[Finding]:
        line = ClientLine(self.discovery, self.patience_s)
        return examine(machine.system, editor, line, self.sources[editor])

    def plain(self, text: str, machine: Machine) -> str:
        """The doctor's words without what differs from machine to machine and from day to day."""
        found = json.loads(self.discovery.read_bytes()) if self.discovery.is_file() and self.discovery.stat().st_size > 20 else {}
        for port in (self.engine.port, *self.ports):
            text = text.replace(f"port {port}", "port 47610")
        text = text.replace(f"{found.get('app_version')}, port", "1.0, port")
        for pid in (found.get("pid"), self.engine.process.pid if self.engine.process else None):
            text = text.replace(f"process {pid}", "process 4242").replace(f"processus {pid}", "processus 4242")
        text = re.sub(r"panel_[0-9a-z]{26}", "panel_01m8d2cktb0x8dr1hm0zaa2wrf", text)
        usual, system = machine.usual_data_home, machine.system
        return re.sub(re.escape(str(self.data)) + r"([^\s']*)", lambda found: system.shown(usual / found[1].lstrip("/")), text)


def keep_token(data: Path, paired: dict[str, Any]) -> None:
    """Keep the panel's key as the panel does."""
    path = data / "panels" / "resolve.json"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(json.dumps({"panel": paired["panel"], "token": paired["token"], "port": 0}))
    path.chmod(0o600)


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage below a folder, with a real engine."""
    sources: dict[Editor, Path] = {"resolve": resolve_panel(folder / "resolve"), "premiere": premiere_panel(folder / "premiere")}
    with running(folder / "data") as engine:
        yield Stage(folder, engine, sources)
