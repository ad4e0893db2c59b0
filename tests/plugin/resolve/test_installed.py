# SPDX-License-Identifier: Apache-2.0
"""From the installer to the round trip: the shipped panel is installed, started by its launcher in a host, and examined."""

import runpy
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.user import Doing, User, _then_close
from tests.server.harness import ROOT, EngineProcess, running
from tests.unit.production.panels.machines import Machine

from aiprod.cli.main import main
from aiprod.client.panel_line import ClientLine
from aiprod.production.panels.doctor import examine
from aiprod.production.panels.findings import Finding
from aiprod.production.panels.resolve_install import install_resolve

MakeHost = Callable[..., Host]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("installed")) as started:
        yield started


@pytest.fixture
def machine(engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A machine with Resolve, whose user keeps AIPROD's data elsewhere; nothing of the checkout's package is in sight."""
    monkeypatch.delenv("AIPROD_HOME", raising=False)
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place != str(ROOT / "plugins" / "resolve")])
    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "aiprod_resolve"}
    machine = Machine("linux", tmp_path / "m", running=("resolve", "fuscript"), data=engine.folder)
    machine.environment["AIPROD_HOME"] = str(engine.folder)
    yield machine.with_resolve("21.0.4").with_python("3.11.2")
    for name in [name for name in sys.modules if name.split(".")[0] == "aiprod_resolve"]:
        del sys.modules[name]
    sys.modules.update(kept)


def examined(machine: Machine) -> list[Finding]:
    return examine(machine.system, "resolve", ClientLine(machine.data_home / "server" / "engine.json"))


def wrong(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.step, one.sentence) for one in findings if one.state in ("failed", "skipped")]


def test_installed_started_examined_and_taken_out(
    machine: Machine, engine: EngineProcess, make_host: MakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wrong(examined(machine))[0][0] == "launcher"
    assert install_resolve(machine.system).ok
    assert [step for step, _ in wrong(examined(machine))] == ["round_trip"]
    fake = make_host("21.0.4-studio")
    fake.user.project("Film")
    fake.user.timeline()
    seen: list[Future[list[Finding]]] = []
    with ThreadPoolExecutor(1) as thread:

        def doing(user: User) -> Doing:
            yield from user.connected()
            seen.append(thread.submit(examined, machine))
            yield from user.until(lambda: seen[0].done(), "the doctor")

        start(machine, fake, doing, monkeypatch)
    assert wrong(seen[0].result()) == [] and seen[0].result()[-1].sentence == "DaVinci Resolve Studio 21.0.4.5 answered."
    with engine.http() as owner, monkeypatch.context() as patch:
        assert len(owner.get("/api/v1/pairing").json()["panels"]) == 1
        patch.setenv("AIPROD_HOME", str(engine.folder))
        patch.setenv("HOME", machine.system.home)
        assert main(["panels", "install", "resolve", "--uninstall", "--root", str(machine.root)]) == 0
        assert owner.get("/api/v1/pairing").json()["panels"] == [], "the engine forgets the panel too"
    assert not machine.launcher.exists() and not (machine.data_home / "panels" / "resolve").exists()


def start(machine: Machine, fake: Host, doing: Callable[[User], Doing], monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose the script in Resolve's menu: the launcher runs with the host's globals, and finds all else by itself."""
    user = User(fake)
    fake.ui.user = _then_close(user, doing(user))
    fake.gate.own_thread()
    with monkeypatch.context() as patch:
        patch.setenv("HOME", str(machine.home))
        patch.setenv("AIPROD_LANG", "en")
        runpy.run_path(str(machine.launcher), init_globals=fake.script_globals())
    package = sys.modules["aiprod_resolve"].__file__
    assert package and Path(package).is_relative_to(machine.data_home), "the installed package is the one that ran"
