# SPDX-License-Identifier: Apache-2.0
"""Where Premiere is on a machine, Adobe's installer of plug-ins, and what Adobe's own lists say is installed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiprod.production.panels.system import Ran, System
from aiprod.production.panels.versions import Version, of_bundle, of_windows_program, parsed

UPIA_S = 240.0
"""How long Adobe's installer may take: it waits for minutes while Premiere starts."""
LIST_S = 60.0
_UPIA = "RemoteComponents/UPI/UnifiedPluginInstallerAgent"
_MAC_UPIA = (
    f"/Library/Application Support/Adobe/Adobe Desktop Common/{_UPIA}/UnifiedPluginInstallerAgent.app/Contents/macOS/"
    "UnifiedPluginInstallerAgent"
)
_WINDOWS_UPIA = f"C:/Program Files/Common Files/Adobe/Adobe Desktop Common/{_UPIA}/UnifiedPluginInstallerAgent.exe"
_NOT_PREMIERE = re.compile(r"Elements|Rush", re.IGNORECASE)
_PERSONAL = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"
_APP_PATHS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths"


@dataclass(frozen=True)
class PremiereHost:
    """An installed Premiere.

    Attributes:
        started: whether it was started once; Adobe's installer wants that.
    """

    program: Path
    version: Version
    started: bool


def find_premiere(system: System) -> list[PremiereHost]:
    """Every Premiere of this machine, the newest first. On Linux there is none."""
    finders = {"macos": _mac_programs, "windows": _windows_programs}
    find = finders.get(system.platform)
    programs = dict(find(system)) if find else {}
    hosts = [PremiereHost(program, version, _was_started(system, version)) for program, version in programs.items()]
    return sorted(hosts, key=lambda host: host.version, reverse=True)


def installer_agent(system: System) -> Path | None:
    """Adobe's installer of plug-ins, which comes with Creative Cloud; None where it is absent."""
    places = {"macos": _MAC_UPIA, "windows": _WINDOWS_UPIA.replace("/", "\\")}
    place = places.get(system.platform)
    path = system.path(place) if place else None
    return path if path is not None and path.is_file() else None


def ask_agent(system: System, agent: Path, verb: str, *what: str) -> Ran:
    """Have Adobe's installer do something: "install" with a file, "remove" with a panel's displayed name, "list" with "all"."""
    switch = f"/{verb}" if system.platform == "windows" else f"--{verb}"
    return system.run((str(agent), switch, *what), LIST_S if verb == "list" else UPIA_S)


def listed_version(said: str, name: str) -> Version | None:
    """The version of a panel in what Adobe's installer lists; () where it is listed without one, None where it isn't."""
    for line in said.splitlines():
        if re.search(rf"(^|\s){re.escape(name)}(\s|$)", line):
            return parsed(next(iter(re.findall(r"\d+\.\d+\.\d+", line)), ""))
    return None


def registered_version(system: System, panel_id: str) -> Version | None:
    """The version of a panel in the lists that Premiere itself reads; None where it is in none. Only read."""
    found = [parsed(str(row.get("versionString", ""))) for row in _rows(system) if row.get("pluginId") == panel_id]
    return max(found) if found else None


def _rows(system: System) -> Iterator[dict[str, object]]:
    for path in _lists(system):
        try:
            rows = json.loads(path.read_text("utf-8-sig"))["plugins"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        yield from (row for row in rows if isinstance(row, dict))


def _lists(system: System) -> Iterator[Path]:
    """For everybody since Premiere 26, for the user before."""
    below = ("Adobe", "UXP", "PluginsInfo", "v1", "premierepro.json")
    if system.platform == "macos":
        yield system.path("/Library/Application Support").joinpath(*below)
        yield system.below_home("Library", "Application Support", *below)
    elif system.platform == "windows":
        yield system.path("C:\\Program Files\\Common Files").joinpath(*below)
        yield system.path(system.variable("APPDATA") or f"{system.home}\\AppData\\Roaming").joinpath(*below)


def _mac_programs(system: System) -> Iterator[tuple[Path, Version]]:
    for app in sorted(system.path("/Applications").glob("Adobe Premiere*/Adobe Premiere*.app")):
        identifier, version = of_bundle(app)
        if identifier.startswith("com.adobe.PremierePro") and not _NOT_PREMIERE.search(app.name):
            yield app, version


def _windows_programs(system: System) -> Iterator[tuple[Path, Version]]:
    """At the usual place of every drive, and where Windows was told that it is."""
    places = [
        path for drive in system.drives()
        for path in sorted(system.path(f"{drive}\\Program Files\\Adobe").glob("Adobe Premiere*/Adobe Premiere*.exe"))
    ]  # fmt: skip
    for name in system.registry.keys(_APP_PATHS):
        if name.startswith("Adobe Premiere"):
            places.append(system.path(system.registry.value(f"{_APP_PATHS}\\{name}", "").strip('"')))
    for path in dict.fromkeys(places):
        if path.is_file() and not _NOT_PREMIERE.search(path.name):
            yield path, of_windows_program(path)


def _was_started(system: System, version: Version) -> bool:
    """Premiere makes its settings folder, named after its version, at its first start."""
    folder = _documents(system) / "Adobe" / "Premiere Pro"
    if not version:
        return folder.is_dir()
    return any(parsed(path.name)[:1] == version[:1] for path in folder.glob("*") if path.is_dir())


def _documents(system: System) -> Path:
    """The user's documents, which Windows may have elsewhere (OneDrive, another drive)."""
    if system.platform == "windows":
        moved = system.registry.value(_PERSONAL, "Personal").replace("%USERPROFILE%", system.home)
        return system.path(moved) if moved else system.below_home("Documents")
    return system.below_home("Documents")
