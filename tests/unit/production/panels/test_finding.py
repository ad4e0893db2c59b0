# SPDX-License-Identifier: Apache-2.0
"""Every installed editor is found, on all three systems, with its version and edition."""

import sys
from pathlib import Path

import pytest
from tests.unit.production.panels.machines import Machine, Registered, bundle, program, write

from aiprod.production.panels.premiere_hosts import find_premiere, installer_agent, listed_version, registered_version
from aiprod.production.panels.resolve_hosts import every_folder, find_resolve
from aiprod.production.panels.system import Ran, System, run_program, this_system
from aiprod.production.panels.versions import Edition, Mode, mode, of_windows_program, parsed

FAST = 5.0


def test_an_empty_machine_has_no_editor(machine: Machine) -> None:
    assert find_resolve(machine.system) == []
    assert find_premiere(machine.system) == []
    assert installer_agent(machine.system) is None


@pytest.mark.parametrize(("studio", "edition"), [(True, "studio"), (False, "free")])
def test_resolve_is_found_with_its_version_and_edition(machine: Machine, studio: bool, edition: str) -> None:
    machine.with_resolve("20.3.1", studio=studio)
    (host,) = find_resolve(machine.system)
    assert host.version[:3] == (20, 3, 1) and host.edition == edition
    assert host.program is not None and host.program.exists()
    assert host.folders[0].path == machine.scripts and host.folders[0].scope == "user"
    assert machine.everybodys_scripts in [folder.path for folder in host.folders]


def test_a_resolve_that_was_never_started_is_found_without_its_edition(machine: Machine) -> None:
    machine.with_resolve("19.1.0", started=False)
    (host,) = find_resolve(machine.system)
    assert host.edition == "unknown"
    assert host.version == (() if machine.platform == "linux" else host.version)


def test_folders_of_a_resolve_whose_program_is_elsewhere_are_enough(machine: Machine) -> None:
    machine.scripts.parent.mkdir(parents=True)
    (host,) = find_resolve(machine.system)
    assert host.program is None and host.folders[0].path == machine.scripts


def test_a_program_that_was_updated_since_its_last_start_has_no_known_edition(tmp_path: Path) -> None:
    machine = Machine("macos", tmp_path).with_resolve("21.0.4", studio=False)
    bundle(tmp_path / "Applications/DaVinci Resolve/DaVinci Resolve.app", "x", "21.1.0")
    (host,) = find_resolve(machine.system)
    assert host.version == (21, 1, 0) and host.edition == "unknown"


@pytest.mark.parametrize("place", ["D:\\Programme\\Résolve", "E:\\Program Files\\Blackmagic Design\\DaVinci Resolve"])
def test_resolve_on_another_drive(tmp_path: Path, place: str) -> None:
    """By the registry, wherever it is; and at the usual place of every drive."""
    machine = Machine("windows", tmp_path)
    machine.with_resolve("18.6.6", at=place)
    if place.startswith("E:"):
        machine.registry.values.clear()
    (host,) = find_resolve(machine.system)
    assert host.program is not None and machine.system.shown(host.program) == f"{place}\\Resolve.exe"
    assert host.version[:3] == (18, 6, 6)


def test_the_registry_tells_a_version_that_the_program_does_not(tmp_path: Path) -> None:
    machine = Machine("windows", tmp_path).with_resolve("18.0", at="D:\\Resolve", started=False)
    write(machine.system.path("D:\\Resolve\\Resolve.exe"), "no resources")
    key = next(key for key, _ in machine.registry.values)
    machine.registry.values[key, "DisplayVersion"] = "19.1.3.0007"
    (host,) = find_resolve(machine.system)
    assert host.version == (19, 1, 3, 7)


def test_resolve_of_the_app_store_has_an_edition_of_its_own(tmp_path: Path) -> None:
    machine = Machine("macos", tmp_path).with_store_resolve()
    (host,) = find_resolve(machine.system)
    assert host.edition == "store" and [folder.scope for folder in host.folders] == ["container"]
    both = find_resolve(machine.with_resolve("21.0.4").system)
    assert [host.edition for host in both] == ["studio", "store"]


def test_resolve_below_home_resolve_and_a_link_to_it_are_one(tmp_path: Path) -> None:
    machine = Machine("linux", tmp_path).with_resolve(at="/home/resolve")
    (tmp_path / "opt").mkdir()
    (tmp_path / "opt" / "resolve").symlink_to(tmp_path / "home" / "resolve")
    hosts = find_resolve(machine.system)
    assert len({host.program.resolve() for host in hosts if host.program}) == 1
    folders = [folder.path for folder in every_folder(machine.system)]
    assert len(folders) == len({folder.resolve() for folder in folders})


def test_logs_are_read_from_their_newest_start(tmp_path: Path) -> None:
    machine = Machine("linux", tmp_path).with_resolve("18.6", studio=False)
    log = machine.home / ".local/share/DaVinciResolve/logs/davinci_resolve.log"
    write(log, log.read_text() + "x" * 50 + "\n | Running DaVinci Resolve Studio v20.0.1.0007 (Linux/Clang x86_64)\n")
    (host,) = find_resolve(machine.system)
    assert (host.version, host.edition) == ((20, 0, 1, 7), "studio")


@pytest.mark.parametrize(
    ("version", "edition", "expected"),
    [
        ("18.6", "free", "panel"), ("19.0", "free", "panel"), ("19.1", "free", "bridge"), ("21.0.4", "free", "bridge"),
        ("21.1", "free", "hand-off"), ("22.0", "free", "hand-off"), ("18.6", "studio", "panel"), ("21.1", "studio", "panel"),
        ("21.0", "store", "hand-off"), ("19.0", "unknown", "panel"), ("20.3", "unknown", "panel or bridge"),
        ("21.1.1", "unknown", "panel or hand-off"), ("", "unknown", "unknown"), ("", "studio", "panel"),
    ],
)  # fmt: skip
def test_what_each_edition_can_do(version: str, edition: Edition, expected: Mode) -> None:
    assert mode(parsed(version), edition) == expected


# Premiere


@pytest.mark.parametrize("version", ["25.6.0", "26.3.1"])
def test_premiere_is_found(studio: Machine, version: str) -> None:
    (host,) = find_premiere(studio.with_premiere(version).system)
    assert host.version[:3] == parsed(version) and host.started
    assert installer_agent(studio.system) == studio.agent


def test_premiere_that_was_never_started(studio: Machine) -> None:
    (host,) = find_premiere(studio.with_premiere(started=False).system)
    assert not host.started


def test_of_several_premieres_the_newest_comes_first_and_elements_and_rush_are_not_premiere(tmp_path: Path) -> None:
    machine = Machine("macos", tmp_path).with_premiere("26.3.0")
    apps = tmp_path / "Applications"
    bundle(apps / "Adobe Premiere Pro 2025/Adobe Premiere Pro 2025.app", "com.adobe.PremierePro.25", "25.2.0")
    bundle(apps / "Adobe Premiere Pro (Beta)/Adobe Premiere Pro (Beta).app", "com.adobe.PremierePro.26", "26.5.0")
    bundle(apps / "Adobe Premiere Elements 2026/Adobe Premiere Elements 2026.app", "com.adobe.PremiereElements", "30.0")
    bundle(apps / "Adobe Premiere Rush/Adobe Premiere Rush.app", "com.adobe.PremiereRush", "2.0")
    assert [host.version for host in find_premiere(machine.system)] == [(26, 5, 0), (26, 3, 0), (25, 2, 0)]


def test_premiere_on_another_drive_and_documents_moved_away(tmp_path: Path) -> None:
    machine = Machine("windows", tmp_path)
    program(tmp_path / "F" / "Apps" / "Adobe Premiere Pro.exe", "26.0.2")
    folders = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"
    paths = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\Adobe Premiere Pro.exe"
    machine.registry.values |= {
        (paths, ""): '"F:\\Apps\\Adobe Premiere Pro.exe"', (folders, "Personal"): "%USERPROFILE%\\OneDrive\\Documents",
    }  # fmt: skip
    (machine.home / "OneDrive" / "Documents" / "Adobe" / "Premiere Pro" / "26.0").mkdir(parents=True)
    (host,) = find_premiere(machine.system)
    assert host.version == (26, 0, 2, 0) and host.started


def test_what_adobes_installer_and_premieres_lists_say(studio: Machine) -> None:
    said = " Status   Extension Name   Version\n Enabled  AIPROD   1.2.0\n Enabled  AIPRODUCER  9.0.0\n"
    assert listed_version(said, "AIPROD") == (1, 2, 0)
    assert listed_version(said, "PROD") is None and listed_version("Enabled AIPROD", "AIPROD") == ()
    row = '{"plugins": [{"pluginId": "org.example.aiprod", "versionString": "1.1.0"}, "torn"]}'
    mac = "Library/Application Support/Adobe/UXP/PluginsInfo/v1/premierepro.json"
    windows = "AppData/Roaming/Adobe/UXP/PluginsInfo/v1/premierepro.json"
    path = write(studio.home / (mac if studio.platform == "macos" else windows), row)
    assert registered_version(studio.system, "org.example.aiprod") == (1, 1, 0)
    path.write_text("{torn")
    assert registered_version(studio.system, "org.example.aiprod") is None


# The machine itself


@pytest.mark.parametrize("text", ["C:\\Users\\Zoé\\x", "D:\\", "C:\\"])
def test_windows_paths_there_and_back(tmp_path: Path, text: str) -> None:
    system = System("windows", {}, tmp_path, tmp_path)
    assert system.shown(system.path(text)) == text


def test_this_machine_is_itself() -> None:
    system = this_system()
    assert system.path("/tmp/x") == Path("/tmp/x") and system.shown(Path("/tmp/x")) == "/tmp/x"
    assert system.running(), "ps names at least itself"


def test_a_program_that_hangs_is_ended_and_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert run_program((sys.executable, "-c", "print('é')"), FAST) == Ran(0, "é\n")
    assert run_program((sys.executable, "-c", "import time; time.sleep(60)"), 0.3).code is None
    assert run_program((str(tmp_path / "none"),), FAST).code == -1


def test_processes_are_named_alike_on_all_systems(tmp_path: Path) -> None:
    listed = 'C:\\x\\Resolve.exe","12","Console"', "/opt/resolve/bin/resolve", "fuscript"
    told = System("windows", {}, tmp_path, run=lambda _command, _s: Ran(0, "\n".join(f'"{line}' for line in listed)))
    assert told.running() == ("resolve", "resolve", "fuscript")


def test_a_file_without_a_version_has_none(tmp_path: Path) -> None:
    assert of_windows_program(write(tmp_path / "x.exe", "MZ")) == () == of_windows_program(tmp_path / "none.exe")
    assert of_windows_program(write(tmp_path / "empty.exe", "")) == ()
    (tmp_path / "cut.exe").write_bytes(b"MZ\xbd\x04\xef\xfe")
    assert of_windows_program(tmp_path / "cut.exe") == ()


def test_the_written_down_registry_behaves_like_one() -> None:
    registry = Registered({("HKLM\\A\\one\\x", ""): "1", ("HKLM\\A\\two", "v"): "2"})
    assert registry.keys("HKLM\\A") == ("one", "two") and registry.value("HKLM\\A\\two", "v") == "2"
