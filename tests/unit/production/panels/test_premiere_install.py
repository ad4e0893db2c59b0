# SPDX-License-Identifier: Apache-2.0
"""The panel goes into Premiere by Adobe's own installer, which is not believed; without it, the two clicks are said."""

from pathlib import Path

import pytest
from tests.unit.production.panels.machines import Machine, premiere_panel

from aiprod.film.errors import EngineError
from aiprod.production.panels import premiere_hosts
from aiprod.production.panels.actions import Report
from aiprod.production.panels.premiere_install import build_premiere, install_premiere, package_file, uninstall_premiere
from aiprod.production.panels.sources import premiere_manifest


def done(report: Report) -> list[str]:
    return [action.done for action in report.actions]


def test_adobes_installer_installs_it_once(studio: Machine, premiere_source: Path) -> None:
    studio.with_premiere()
    report = install_premiere(studio.system, premiere_source)
    assert report.ok and done(report) == ["installed"] and "Restart Premiere" in report.actions[0].sentence
    assert studio.in_premiere == {"AIPROD": "1.2.0"}
    assert package_file(studio.system, premiere_manifest(premiere_source)).name == "org.example.aiprod_premierepro.ccx"
    assert done(install_premiere(studio.system, premiere_source)) == ["unchanged"]


def test_a_new_version_takes_the_place_of_the_old(studio: Machine, premiere_source: Path, tmp_path: Path) -> None:
    install_premiere(studio.with_premiere().system, premiere_source)
    report = install_premiere(studio.system, premiere_panel(tmp_path / "newer", "1.3.0"))
    assert done(report) == ["updated"] and studio.in_premiere == {"AIPROD": "1.3.0"}


def test_out_again_by_its_displayed_name(studio: Machine, premiere_source: Path) -> None:
    install_premiere(studio.with_premiere().system, premiere_source)
    report = uninstall_premiere(studio.system, premiere_source)
    assert report.ok and done(report) == ["removed", "removed"] and studio.in_premiere == {}
    assert done(uninstall_premiere(studio.system, premiere_source)) == ["absent"]


def test_an_installer_that_hangs_is_ended_and_said(
    studio: Machine, premiere_source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(premiere_hosts, "UPIA_S", 1.0)
    report = install_premiere(studio.with_premiere().agent_is("hang").system, premiere_source)
    assert not report.ok and report.actions[-1].sentence == "Adobe's installer did not come to an end."


@pytest.mark.parametrize(("mood", "why"), [("refuse", "status = -411!"), ("lie", "Installation Successful")])
def test_an_installer_that_refuses_or_lies_is_not_believed(studio: Machine, premiere_source: Path, mood: str, why: str) -> None:
    report = install_premiere(studio.with_premiere().agent_is(mood).system, premiere_source)
    assert not report.ok and why in report.actions[-1].sentence
    assert "as an administrator" in report.actions[-1].remedy


def test_without_creative_cloud_the_two_clicks_are_said(studio: Machine, premiere_source: Path) -> None:
    report = install_premiere(studio.with_premiere(agent=False).system, premiere_source)
    assert not report.ok and "double-click" in report.actions[-1].remedy
    assert report.actions[-1].path.endswith(".ccx")
    assert package_file(studio.system, premiere_manifest(premiere_source)).is_file()


def test_a_premiere_that_was_never_started_is_noted(studio: Machine, premiere_source: Path) -> None:
    report = install_premiere(studio.with_premiere(started=False).system, premiere_source)
    assert report.ok and done(report) == ["left", "installed"]


@pytest.mark.parametrize("version", ["25.2.0", "24.6.1"])
def test_a_premiere_that_is_too_old_gets_nothing(studio: Machine, premiere_source: Path, version: str) -> None:
    report = install_premiere(studio.with_premiere(version).system, premiere_source)
    assert not report.ok and version in report.actions[0].sentence and "hand-off" in report.actions[0].remedy
    assert studio.in_premiere == {} and not studio.data_home.exists()


def test_without_premiere_it_is_said(machine: Machine, premiere_source: Path) -> None:
    report = install_premiere(machine.system, premiere_source)
    assert not report.ok and done(report) == ["failed"]
    assert ("Linux" in report.actions[0].sentence) == (machine.platform == "linux")


def test_a_panel_that_can_not_be_packed_is_an_error_of_ours(tmp_path: Path) -> None:
    source = premiere_panel(tmp_path / "broken")
    (source / "build_ccx.py").write_text("raise SystemExit('an icon is missing')\n")
    with pytest.raises(EngineError, match="an icon is missing"):
        build_premiere(tmp_path / "out.ccx", source)
    assert list(tmp_path.glob(".*")) == []
