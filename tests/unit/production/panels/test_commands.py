# SPDX-License-Identifier: Apache-2.0
"""`aiprod panels install|doctor|build`, as people type it, on a machine below a folder."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from tests.unit.production.panels.machines import Machine

from aiprod.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tree is laid out like Linux")


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine("linux", tmp_path / "m", data=tmp_path / "data")
    monkeypatch.setenv("HOME", machine.system.home)
    monkeypatch.setenv("AIPROD_HOME", str(machine.data_home))
    monkeypatch.setenv("PATH", "/usr/local/bin")
    return machine


def test_in_and_out_with_the_shipped_panel(linux: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    linux.with_resolve("20.3.1")
    assert main(["panels", "install", "resolve", "--root", str(linux.root), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert [action["done"] for action in done] == ["installed", "installed"]
    assert f"HOME = {str(linux.data_home)!a}" in linux.launcher.read_text("utf-8")
    assert main(["panels", "install", "resolve", "--root", str(linux.root), "--uninstall", "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "retiré" in told and "C’était au panneau." in told and not linux.launcher.exists()


def test_what_failed_is_said_with_the_exit_code_of_the_user(linux: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panels", "install", "resolve", "--root", str(linux.root), "--lang", "en"]) == 2
    assert "DaVinci Resolve was not found" in capsys.readouterr().out
    assert main(["panels", "install", "premiere", "--root", str(linux.root), "--lang", "fr"]) == 2
    assert "Premiere n’existe pas pour Linux." in capsys.readouterr().out


def test_the_doctor_looks_at_the_editors_that_are_there(linux: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    linux.with_resolve("21.1.0", studio=False)
    assert main(["panels", "doctor", "--root", str(linux.root), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["resolve"]
    states = {finding["step"]: finding["state"] for finding in found["resolve"]}
    assert (states["editor"], states["abilities"], states["launcher"]) == ("ok", "failed", "skipped")
    assert main(["panels", "doctor", "premiere", "--root", str(linux.root), "--lang", "en"]) == 2
    assert "To be mended first: The editor." in capsys.readouterr().out


def test_the_shipped_package_for_premiere_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panels", "build", "premiere", "--to", str(tmp_path), "--json"]) == 0
    package = Path(json.loads(capsys.readouterr().out)["package"])
    assert package.parent == tmp_path and package.name.endswith("_premierepro.ccx")
    assert json.loads(zipfile.ZipFile(package).read("manifest.json"))["manifestVersion"] == 5
