# SPDX-License-Identifier: Apache-2.0
"""Every broken state that the doctor of panels knows, made for real on temporary machines, and what it says of each.

    python -m tests.plugin.doctor_states docs/panels/doctor.md

writes the page again. The machines are trees laid out like Windows, macOS and Linux; the engine is the real one.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.server.harness import EngineProcess, running
from tests.unit.production.panels.machines import Machine, everything_below, premiere_panel, resolve_panel, write

from aiprod.client.panel_line import ClientLine
from aiprod.production.panels.doctor import examine
from aiprod.production.panels.findings import Editor, Finding
from aiprod.production.panels.premiere_install import install_premiere
from aiprod.production.panels.resolve_install import install_resolve, panel_folder, token_file
from aiprod.production.panels.system import Platform
from aiprod.production.panels.words import told
from aiprod.wire.discovery import new_secret

PATIENCE_S = 1.0
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
        line = ClientLine(self.discovery, PATIENCE_S)
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


Broken = Callable[[Stage], AbstractContextManager[Machine]]
STATES: list[tuple[Editor, str, str, Broken]] = []
"""Editor, what is wrong, the step that fails first ("": none), and how it is made."""


def state(editor: Editor, title: str, fails: str) -> Callable[[Callable[[Stage], Iterator[Machine]]], Broken]:
    """Declare a state: a generator that makes it, gives the machine, and mends what others share."""

    def add(make: Callable[[Stage], Iterator[Machine]]) -> Broken:
        made = contextmanager(make)
        STATES.append((editor, title, fails, made))
        return made

    return add


# DaVinci Resolve


@state("resolve", "All is well", "")
def _resolve_well(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.resolve()


@state("resolve", "Resolve is not installed", "editor")
def _no_resolve(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("linux")


@state("resolve", "The free edition from 21.1 on", "abilities")
def _free(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.machine("windows").with_resolve("21.1.0", studio=False)


@state("resolve", "The Mac App Store's edition", "abilities")
def _store(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.machine("macos").with_store_resolve()


@state("resolve", "The free edition from 19.1 to 21.0: the desktop is the panel's face", "")
def _bridge(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.resolve("macos", "20.3.1", studio=False)


@state("resolve", "The launcher is missing", "launcher")
def _no_launcher(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("linux")
    machine.launcher.unlink()
    with stage.opened("resolve"):
        yield machine


@state("resolve", "The launcher lies where Blackmagic's README says, and where Resolve does not look", "launcher")
def _wrong_place(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    wrong = machine.home / "AppData/Roaming/Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion/Scripts/Utility/AIPROD.py"
    wrong.parent.mkdir(parents=True)
    machine.launcher.rename(wrong)
    with stage.opened("resolve"):
        yield machine


@state("resolve", "Another script has the launcher's name", "launcher")
def _foreign(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("macos")
    machine.launcher.write_text("print('something else')\n")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "The launcher is of another version", "launcher")
def _old_launcher(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    machine.launcher.write_text("# AIPROD launcher\nprint('old')\n")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "An old copy lies about", "")
def _stale(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    write(machine.scripts / "Edit" / "AIPROD.py", "# AIPROD launcher\n")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "The package is missing", "package")
def _no_package(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    panel_folder(machine.system).rename(stage.folder / f"gone{stage.machines}")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "A file of the package is damaged", "package")
def _damaged(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("linux")
    (panel_folder(machine.system) / "aiprod_resolve" / "deep" / "more.py").write_text("torn")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "The package is of another version", "package")
def _old_package(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    source = resolve_panel(stage.folder / f"old{stage.machines}", "0.9")
    write(source / "launcher" / "AIPROD.py", (stage.sources["resolve"] / "launcher" / "AIPROD.py").read_text())
    install_resolve(machine.system, source)
    with stage.opened("resolve"):
        yield machine


@state("resolve", "There is no Python", "python")
def _no_python(stage: Stage) -> Iterator[Machine]:
    machine = stage.machine("windows").with_resolve("20.3.1")
    install_resolve(machine.system, stage.sources["resolve"])
    with stage.opened("resolve"):
        yield machine


@state("resolve", "Python is too new for an older Resolve", "python")
def _new_python(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.resolve("macos", "20.3.1", python="3.14.0")


@state("resolve", "Python is too old", "python")
def _old_python(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.resolve("linux", "19.0.3", python="3.5.9")


@state("resolve", "Python has 32 bits", "python")
def _narrow_python(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve"):
        yield stage.resolve().with_python("3.12.5", bits=32)


@state("resolve", "A script service of an earlier Resolve is stuck", "scripts")
def _stuck(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    machine.running = ("fuscript.exe", "explorer.exe")
    with stage.opened("resolve"):
        yield machine


@state("resolve", "Others may read what is secret", "data")
def _open_data(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("linux")
    stage.engine.server.chmod(0o755)
    with stage.opened("resolve"):
        yield machine
    stage.engine.server.chmod(0o700)


@state("resolve", "The engine's file can be read by others", "data")
def _open_file(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("macos")
    stage.discovery.chmod(0o644)
    yield machine
    stage.discovery.chmod(0o600)


@state("resolve", "The engine does not run", "engine")
def _no_engine(stage: Stage) -> Iterator[Machine]:
    machine, away = stage.resolve("linux"), stage.discovery.with_name("away.json")
    stage.discovery.rename(away)
    yield machine
    away.rename(stage.discovery)


@state("resolve", "The engine's file is damaged", "engine")
def _torn(stage: Stage) -> Iterator[Machine]:
    machine, good = stage.resolve(), stage.discovery.read_bytes()
    stage.discovery.write_bytes(b'{"schema": "Eng')
    yield machine
    stage.discovery.write_bytes(good)


@state("resolve", "The engine was killed", "engine")
def _killed(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    stage.engine.kill()
    yield machine
    stage.engine.start()


@state("resolve", "Nobody answers at the engine's port", "proof")
def _silent(stage: Stage) -> Iterator[Machine]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        stage.ports[port] = "silent"
        with stage.announced(port=port):
            yield stage.resolve()


@state("resolve", "Another program answers at the engine's port", "proof")
def _impostor(stage: Stage) -> Iterator[Machine]:
    body = json.dumps({"proof": "0" * 64, "protocol": [1, 1], "app_version": "1.0"}).encode()
    with answering(200, body) as port, stage.announced(port=port):
        stage.ports[port] = "impostor"
        yield stage.resolve("macos")


@state("resolve", "The engine speaks another version", "protocol")
def _other_protocol(stage: Stage) -> Iterator[Machine]:
    error = {"code": "protocol", "message": "This client is too old for the engine", "why": "", "remedy": "Update the client."}
    with answering(426, json.dumps({"error": error}).encode()) as port, stage.announced(port=port, protocol=[2, 3]):
        stage.ports[port] = "newer"
        yield stage.resolve()


@state("resolve", "The panel was not opened yet", "round_trip")
def _not_paired(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve()
    token_file(machine.system).unlink(missing_ok=True)
    yield machine


@state("resolve", "The panel was forgotten", "paired")
def _forgotten(stage: Stage) -> Iterator[Machine]:
    machine, paired = stage.resolve(), pair(stage.engine, "resolve")
    keep_token(stage.data, paired)
    stage.forget(paired)
    yield machine


@state("resolve", "The panel's key is damaged", "paired")
def _torn_key(stage: Stage) -> Iterator[Machine]:
    machine = stage.resolve("linux")
    keep_token(stage.data, pair(stage.engine, "resolve"))
    token_file(machine.system).write_text("{torn")
    yield machine
    token_file(machine.system).unlink()


@state("resolve", "The panel is closed", "round_trip")
def _closed(stage: Stage) -> Iterator[Machine]:
    machine, paired = stage.resolve(), pair(stage.engine, "resolve")
    keep_token(stage.data, paired)
    yield machine
    stage.forget(paired)


@state("resolve", "The editor has no project", "round_trip")
def _problem(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve", problem="No project is open."):
        yield stage.resolve("macos")


@state("resolve", "The editor does not answer: a dialog is open", "round_trip")
def _mute(stage: Stage) -> Iterator[Machine]:
    with stage.opened("resolve", answers=False):
        yield stage.resolve()


# Premiere


@state("premiere", "All is well", "")
def _premiere_well(stage: Stage) -> Iterator[Machine]:
    with stage.opened("premiere"):
        yield stage.premiere()


@state("premiere", "Linux", "editor")
def _linux(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("linux")


@state("premiere", "Premiere is not installed", "editor")
def _no_premiere(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("macos")


@state("premiere", "Premiere is too old", "editor")
def _old_premiere(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("windows").with_premiere("25.2.0")


@state("premiere", "Premiere was never started", "started")
def _never_started(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("windows").with_premiere(started=False)


@state("premiere", "Creative Cloud is absent", "creative_cloud")
def _no_cloud(stage: Stage) -> Iterator[Machine]:
    yield stage.machine("macos").with_premiere(agent=False)


@state("premiere", "The panel is not in Premiere", "panel")
def _no_panel(stage: Stage) -> Iterator[Machine]:
    with stage.opened("premiere"):
        yield stage.machine("windows").with_premiere("26.2.0")


@state("premiere", "An older panel is in Premiere", "panel")
def _old_panel(stage: Stage) -> Iterator[Machine]:
    machine = stage.premiere()
    machine.agent.with_name("installed.json").write_text(json.dumps({"AIPROD": "1.0.0"}))
    with stage.opened("premiere"):
        yield machine


@state("premiere", "No panel is paired", "paired")
def _unpaired(stage: Stage) -> Iterator[Machine]:
    yield stage.premiere("windows", "25.6.0")


@state("premiere", "The panel is closed in Premiere", "round_trip")
def _premiere_closed(stage: Stage) -> Iterator[Machine]:
    paired = pair(stage.engine, "premiere")
    yield stage.premiere()
    stage.forget(paired)


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage below a folder, with a real engine."""
    sources: dict[Editor, Path] = {"resolve": resolve_panel(folder / "resolve"), "premiere": premiere_panel(folder / "premiere")}
    with running(folder / "data") as engine:
        yield Stage(folder, engine, sources)


@dataclass(frozen=True)
class Seen:
    """What the doctor found in a state, and said of it in English and French."""

    editor: Editor
    title: str
    fails: str
    findings: list[Finding]
    english: str
    french: str


def seen(stage: Stage) -> Iterator[Seen]:
    """Every state, one after the other. The doctor only looks: it changes nothing."""
    for editor, title, fails, made in STATES:
        with made(stage) as machine:
            before = everything_below(machine.root)
            found = stage.findings(machine, editor)
            assert everything_below(machine.root) == before, title
            english, french = (stage.plain(told(editor, found, language), machine) for language in ("en", "fr"))
            yield Seen(editor, title, fails, found, english, french)


def page(states: Iterable[Seen]) -> str:
    """The page of all states."""
    parts = [_HEAD]
    for one in states:
        name = "DaVinci Resolve" if one.editor == "resolve" else "Premiere"
        parts.append(f"## {name}: {one.title}\n\n```text\n{one.english}\n```\n\n```text\n{one.french}\n```\n")
    return "\n".join(parts)


_HEAD = """# What the doctor says

`aiprod panels doctor [resolve|premiere]` looks at every step between the file on the disk and an answer of the editor, names the
first one that fails, and says what mends it; `--lang fr` says it in French, `--json` for programs. This page shows its output in
every broken state that it knows, on machines of all three systems. It is written by
`python -m tests.plugin.doctor_states docs/panels/doctor.md`, which makes each of these states, and a test holds it to them.
"""


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder)) as stage:
        target.write_text(page(seen(stage)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
