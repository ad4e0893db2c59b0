# SPDX-License-Identifier: Apache-2.0
"""The panel goes into DaVinci Resolve and out again, and nothing else is touched."""

import ast
import os
import stat
from pathlib import Path

import pytest
from tests.unit.production.panels.machines import USER, Machine, everything_below, resolve_panel, write

from aiprod.film.errors import EngineError
from aiprod.production.panels.actions import Report
from aiprod.production.panels.resolve_install import install_resolve, panel_folder, token_file, uninstall_resolve
from aiprod.production.panels.sources import is_our_launcher, package_files
from aiprod.production.panels.sources import resolve_source as shipped


def done(report: Report) -> list[str]:
    return [action.done for action in report.actions]


def test_one_launcher_and_one_package(machine: Machine, resolve_source: Path) -> None:
    machine.with_resolve()
    report = install_resolve(machine.system, resolve_source)
    assert report.ok and done(report) == ["installed", "installed"]
    assert is_our_launcher(machine.launcher)
    assert not machine.everybodys_scripts.exists()
    assert package_files(panel_folder(machine.system) / "aiprod_resolve") == package_files(resolve_source / "aiprod_resolve")
    assert not list(machine.scripts.rglob("aiprod_resolve")), "Resolve's menu would list every module"
    assert USER in report.actions[0].path


def test_the_launcher_is_told_where_the_data_is_that_lies_elsewhere(machine: Machine, resolve_source: Path) -> None:
    install_resolve(machine.with_resolve().system, resolve_source)
    assert 'HOME = ""' in machine.launcher.read_text("ascii")
    machine.environment["AIPROD_HOME"] = str(machine.data_home)
    install_resolve(machine.system, resolve_source)
    text = machine.launcher.read_text("ascii")
    (line,) = [line for line in text.splitlines() if line.startswith("HOME = ")]
    assert Path(ast.literal_eval(line.partition(" = ")[2])) == machine.data_home


def test_twice_is_once(machine: Machine, resolve_source: Path) -> None:
    install_resolve(machine.with_resolve().system, resolve_source)
    before = everything_below(machine.root)
    report = install_resolve(machine.system, resolve_source)
    assert report.ok and done(report) == ["unchanged", "unchanged"]
    assert everything_below(machine.root) == before


def test_a_new_version_takes_the_place_of_the_old(machine: Machine, resolve_source: Path, tmp_path: Path) -> None:
    install_resolve(machine.with_resolve().system, resolve_source)
    write(panel_folder(machine.system) / "aiprod_resolve" / "__pycache__" / "x.pyc", "")
    newer = resolve_panel(tmp_path / "newer", "2.0")
    (newer / "aiprod_resolve" / "deep" / "more.py").unlink()
    report = install_resolve(machine.system, newer)
    assert done(report) == ["updated", "updated"]
    assert package_files(panel_folder(machine.system) / "aiprod_resolve") == package_files(newer / "aiprod_resolve")
    assert [path.name for path in panel_folder(machine.system).parent.iterdir()] == ["resolve"], "nothing half-made stays"


def test_a_damaged_package_is_made_whole(machine: Machine, resolve_source: Path) -> None:
    install_resolve(machine.with_resolve().system, resolve_source)
    (panel_folder(machine.system) / "aiprod_resolve" / "deep" / "more.py").write_text("torn")
    assert done(install_resolve(machine.system, resolve_source)) == ["updated", "unchanged"]
    assert (panel_folder(machine.system) / "aiprod_resolve" / "deep" / "more.py").read_text() == "MORE = 1\n"


def test_old_copies_go_wherever_they_are_and_nothing_else(machine: Machine, resolve_source: Path) -> None:
    machine.with_resolve()
    old = "# AIPROD launcher\nprint('old')\n"
    stale = [
        machine.scripts / "Utility" / "AIPROD (1).py", machine.scripts / "Edit" / "AIPROD.py", machine.scripts / "aiprod.py",
        machine.everybodys_scripts / "Utility" / "AIPROD.py",
    ]  # fmt: skip
    if machine.platform == "windows":
        wrong = machine.home / "AppData/Roaming/Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion/Scripts/Utility"
        stale.append(wrong / "AIPROD.py")
    for path in stale:
        write(path, old)
    write(machine.scripts / "Utility" / "aiprod_resolve" / "__init__.py", '"""AIPROD in Resolve."""')
    theirs = [
        write(machine.scripts / "Utility" / "AIPROD helper.py", "print('# AIPROD launcher')\n"),
        write(machine.scripts / "Utility" / "autosubs.lua", "-- # AIPROD launcher"),
        write(machine.scripts / "Comp" / "aiprod_resolve" / "__init__.py", '"""Somebody else."""'),
    ]
    report = install_resolve(machine.system, resolve_source)
    assert report.ok and done(report).count("removed") == len(stale) + 1
    assert not any(path.exists() for path in stale) and machine.launcher.exists()
    assert all(path.exists() for path in theirs)


def test_a_script_of_somebody_else_with_our_name_is_left_alone(machine: Machine, resolve_source: Path) -> None:
    machine.with_resolve()
    write(machine.launcher, "print('mine')\n")
    report = install_resolve(machine.system, resolve_source)
    assert not report.ok and report.actions[-1].remedy == "Rename it, and run this again."
    assert machine.launcher.read_text() == "print('mine')\n"
    uninstall_resolve(machine.system)
    assert machine.launcher.read_text() == "print('mine')\n"


def test_out_again_leaves_the_machine_as_it_was(machine: Machine, resolve_source: Path) -> None:
    machine.with_resolve()
    write(machine.scripts / "Utility" / "mine.py", "print('mine')\n")
    before = everything_below(machine.root)
    install_resolve(machine.system, resolve_source)
    write(token_file(machine.system), "{}")
    write(machine.data_home / "panels" / "resolve-calibration.json", "{}")
    write(machine.data_home / "panels" / "frames" / "frame 1.png", "")
    report = uninstall_resolve(machine.system)
    assert report.ok and set(done(report)) == {"removed"}
    assert everything_below(machine.root) == before
    assert done(uninstall_resolve(machine.system)) == ["absent"]


def test_a_launcher_that_is_a_link_becomes_a_file_and_its_target_stays(tmp_path: Path, resolve_source: Path) -> None:
    machine = Machine("linux", tmp_path / "m").with_resolve()
    linked = write(tmp_path / "checkout" / "AIPROD.py", "# AIPROD launcher\nprint('from a checkout')\n")
    machine.launcher.parent.mkdir(parents=True)
    machine.launcher.symlink_to(linked)
    assert install_resolve(machine.system, resolve_source).ok
    assert not machine.launcher.is_symlink() and "from a checkout" in linked.read_text()


def test_a_scripts_folder_that_is_a_link_is_followed(tmp_path: Path, resolve_source: Path) -> None:
    machine = Machine("linux", tmp_path / "m").with_resolve()
    (tmp_path / "cloud" / "Utility").mkdir(parents=True)
    machine.scripts.parent.mkdir(parents=True, exist_ok=True)
    machine.scripts.symlink_to(tmp_path / "cloud")
    assert install_resolve(machine.system, resolve_source).ok
    assert is_our_launcher(tmp_path / "cloud" / "Utility" / "AIPROD.py")
    assert done(install_resolve(machine.system, resolve_source)) == ["unchanged", "unchanged"]


def test_a_machine_without_resolve_says_so(machine: Machine, resolve_source: Path) -> None:
    report = install_resolve(machine.system, resolve_source)
    assert not report.ok and done(report) == ["failed"]
    assert everything_below(machine.root) == {}


def test_a_free_resolve_that_lists_no_scripts_gets_none_and_loses_the_old(machine: Machine, resolve_source: Path) -> None:
    machine.with_resolve("21.0.4", studio=False)
    install_resolve(machine.system, resolve_source)
    machine.with_resolve("21.1.0", studio=False)
    report = install_resolve(machine.system, resolve_source)
    assert report.ok and done(report) == ["left", "removed"]
    assert "hand-off folder" in report.actions[0].remedy and not machine.launcher.exists()


def test_resolve_of_the_app_store_is_explained_and_its_neighbour_served(tmp_path: Path, resolve_source: Path) -> None:
    machine = Machine("macos", tmp_path / "m").with_store_resolve()
    write(machine.container_scripts / "Utility" / "AIPROD.py", "# AIPROD launcher\n")
    alone = install_resolve(machine.system, resolve_source)
    assert alone.ok and done(alone) == ["left", "removed"]
    both = install_resolve(machine.with_resolve().system, resolve_source)
    assert done(both) == ["left", "installed", "installed"]


def test_everybodys_folder_is_taken_where_the_users_own_can_not_be_written(as_user: Path) -> None:
    machine = Machine("linux", as_user / "m").with_resolve()
    source = resolve_panel(as_user / "source")
    machine.scripts.parent.chmod(0o555)
    assert install_resolve(machine.system, source).ok
    assert is_our_launcher(machine.everybodys_scripts / "Utility" / "AIPROD.py")


def test_where_nothing_can_be_written_it_is_said_and_the_rest_is_done(as_user: Path) -> None:
    machine = Machine("linux", as_user / "m").with_resolve()
    source = resolve_panel(as_user / "source")
    old = write(machine.scripts / "Edit" / "AIPROD.py", "# AIPROD launcher\n")
    machine.everybodys_scripts.parent.parent.chmod(0o555)
    machine.scripts.chmod(0o555)
    report = install_resolve(machine.system, source)
    assert not report.ok and done(report) == ["installed", "failed", "removed"]
    assert "no right to write" in report.actions[1].sentence and report.actions[1].path.endswith("Utility/AIPROD.py")
    assert "administers" in report.actions[1].remedy
    assert not old.exists() and panel_folder(machine.system).is_dir()


def test_a_package_that_can_not_be_replaced_stays_as_it_was(as_user: Path) -> None:
    machine = Machine("linux", as_user / "m").with_resolve()
    install_resolve(machine.system, resolve_panel(as_user / "source"))
    before = everything_below(panel_folder(machine.system))
    panel_folder(machine.system).parent.chmod(0o555)
    report = install_resolve(machine.system, resolve_panel(as_user / "newer", "2.0"))
    panel_folder(machine.system).parent.chmod(0o755)
    assert not report.ok and report.actions[0].done == "failed"
    assert everything_below(panel_folder(machine.system)) == before


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_the_panels_folder_is_its_users_alone(tmp_path: Path, resolve_source: Path) -> None:
    machine = Machine("linux", tmp_path / "m").with_resolve()
    earlier = os.umask(0)
    try:
        install_resolve(machine.system, resolve_source)
    finally:
        os.umask(earlier)
    assert stat.S_IMODE((machine.data_home / "panels").stat().st_mode) == 0o700


def test_an_installation_without_panels_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no panel"):
        shipped(tmp_path)
