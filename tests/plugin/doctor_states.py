# SPDX-License-Identifier: Apache-2.0
"""Every broken state that the doctor of panels knows, made for real on temporary machines, and what it says of each.

    python -m tests.plugin.doctor_states docs/panels/doctor.md

writes the page again. The machines are trees laid out like Windows, macOS and Linux; the engine is the real one.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.plugin.doctor_stage import Stage, answering, keep_token, pair, staged
from tests.unit.production.panels.machines import Machine, everything_below, resolve_panel, write

from aiprod.production.panels.findings import Editor, Finding
from aiprod.production.panels.resolve_install import install_resolve, panel_folder, token_file
from aiprod.production.panels.words import told

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
