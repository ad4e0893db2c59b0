# SPDX-License-Identifier: Apache-2.0
"""Putting the panel into Premiere with Adobe's own installer, and taking it out; or saying the two clicks that do it."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path

from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors
from aiprod.production.panels.actions import Action, Report
from aiprod.production.panels.premiere_hosts import (
    PremiereHost,
    ask_agent,
    find_premiere,
    installer_agent,
    listed_version,
    registered_version,
)  # fmt: skip
from aiprod.production.panels.sources import PanelManifest, premiere_manifest, premiere_source
from aiprod.production.panels.system import Ran, System
from aiprod.production.panels.versions import Version, parsed, written

_BUILD_S = 60


def package_file(system: System, manifest: PanelManifest) -> Path:
    """Where the panel's package is put for Adobe's installer, and for the user's own double-click."""
    return system.data_home / "panels" / manifest.file_name


def build_premiere(target: Path, source: Path | None = None) -> Path:
    """Build the panel's package. Raises EngineError where that fails, UserError where it can't be written."""
    source = source or premiere_source()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}.ccx")
    command = [sys.executable, str(source / "build_ccx.py"), str(partial)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_BUILD_S, check=False)
        if done.returncode != 0 or not partial.is_file():
            raise EngineError("Premiere's panel can't be packed", (done.stderr or done.stdout).strip()[-500:])
        with disk_errors(target):
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def install_premiere(system: System, source: Path | None = None) -> Report:
    """Put the panel into Premiere. Raises EngineError where this installation has no panel, or it can't be packed."""
    report, source = Report(system), source or premiere_source()
    manifest = premiere_manifest(source)
    if not _may_install(report, manifest):
        return report
    package = package_file(system, manifest)
    with report.trying(package):
        build_premiere(package, source)
        _hand_over(report, manifest, package)
    return report


def uninstall_premiere(system: System, source: Path | None = None) -> Report:
    """Take the panel out of Premiere."""
    report, manifest = Report(system), premiere_manifest(source or premiere_source())
    agent = installer_agent(system)
    if installed_version(system, manifest) is None:
        report.add(Action("absent", "No panel of AIPROD is in Premiere."))
    elif agent is None:
        report.add(Action("failed", "Adobe's installer of plug-ins is absent.", "", _by_hand_out()))
    else:
        ran = ask_agent(system, agent, "remove", manifest.name)
        report.add(_removed(ran, gone=installed_version(system, manifest) is None))
    package = package_file(system, manifest)
    if package.is_file():
        with report.trying(package):
            package.unlink()
            report.add(Action("removed", "This was the panel's package."), package)
    return report


def _by_hand_out() -> str:
    return "In the Creative Cloud program: Stock & Marketplace > Plugins > Manage plugins > AIPROD > Uninstall."


def _by_hand_in() -> str:
    return "Install Creative Cloud, then double-click the package and choose Install."


def installed_version(system: System, manifest: PanelManifest) -> Version | None:
    """The version of our panel in Premiere, as Adobe's installer or Premiere's own lists have it; None where it isn't there."""
    agent = installer_agent(system)
    if agent is not None:
        ran = ask_agent(system, agent, "list", "all")
        if ran.code == 0:
            return listed_version(ran.said, manifest.name)
    return registered_version(system, manifest.id)


def newest(hosts: list[PremiereHost]) -> PremiereHost:
    return hosts[0]


def _may_install(report: Report, manifest: PanelManifest) -> bool:
    """Whether there is a Premiere for the panel; says what is in the way."""
    if report.system.platform == "linux":
        report.add(Action("failed", "Premiere does not exist for Linux.", "", "The panel for DaVinci Resolve does."))
        return False
    hosts = find_premiere(report.system)
    if not hosts:
        report.add(Action("failed", "Premiere was not found on this machine.", "", "Install it with Creative Cloud."))
        return False
    host = newest(hosts)
    if host.version and host.version < parsed(manifest.least_premiere):
        report.add(_too_old(host, manifest), host.program)
        return False
    if not host.started:
        start_once = "Start it once if the panel isn't listed afterwards."
        report.add(Action("left", "Premiere was never started here.", "", start_once), host.program)
    return True


def _too_old(host: PremiereHost, manifest: PanelManifest) -> Action:
    return Action(
        "failed", f"Premiere {written(host.version)} is too old for the panel, which needs {manifest.least_premiere}.", "",
        "Update Premiere, or use the hand-off folder (in the desktop: Editors).",
    )  # fmt: skip


def _hand_over(report: Report, manifest: PanelManifest, package: Path) -> None:
    """Let Adobe's installer install the package, and look whether it did."""
    agent = installer_agent(report.system)
    if agent is None:
        absent = "Creative Cloud is absent, and with it Adobe's installer of plug-ins."
        report.add(Action("failed", absent, "", _by_hand_in()), package)
        return
    before = installed_version(report.system, manifest)
    if before == parsed(manifest.version):
        report.add(Action("unchanged", f"The panel {manifest.version} is in Premiere."), package)
        return
    ran = ask_agent(report.system, agent, "install", str(package))
    after = installed_version(report.system, manifest)
    if after == parsed(manifest.version):
        said = "Restart Premiere if it runs. The panel is in Window > UXP Plugins > AIPROD."
        report.add(Action("installed" if before is None else "updated", said), package)
    else:
        report.add(_not_installed(ran), package)


def _not_installed(ran: Ran) -> Action:
    if ran.code is None:
        return Action(
            "failed", "Adobe's installer did not come to an end.", "",
            "It waits while Premiere starts. Let Premiere finish starting, or quit it, and run this again.",
        )  # fmt: skip
    why = ran.said.strip().splitlines()[-1:] or [str(ran.code)]
    return Action(
        "failed", f"Adobe's installer did not install the panel: {why[0][:200]}", "",
        "Start Premiere once and quit it, and run this again as an administrator; or double-click the package.",
    )  # fmt: skip


def _removed(ran: Ran, *, gone: bool) -> Action:
    if gone:
        return Action("removed", "The panel is out of Premiere. Restart Premiere if it runs.")
    why = "it did not come to an end" if ran.code is None else (ran.said.strip().splitlines()[-1:] or [str(ran.code)])[0][:200]
    return Action("failed", f"Adobe's installer did not remove the panel: {why}", "", _by_hand_out())
