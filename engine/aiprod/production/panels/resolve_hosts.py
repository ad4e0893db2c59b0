# SPDX-License-Identifier: Apache-2.0
"""Where DaVinci Resolve is on a machine: its programs and editions, and every folder that its menu takes scripts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiprod.production.panels.system import System
from aiprod.production.panels.versions import Edition, Logged, Version, last_start, of_bundle, of_windows_program, parsed

Scope = Literal["user", "everybody", "container", "never read"]
_VENDOR = ("Blackmagic Design", "DaVinci Resolve")
_SCRIPTS = ("Fusion", "Scripts")
_LINUX_PROGRAMS = ("/opt/resolve", "/home/resolve")
_MAC_PROGRAMS = (
    "/Applications/DaVinci Resolve/DaVinci Resolve.app", "/Applications/DaVinci Resolve Studio.app",
    "/Applications/DaVinci Resolve.app", "/Applications/DaVinci Resolve Studio/DaVinci Resolve Studio.app",
)  # fmt: skip
_UNINSTALL = ("HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall",)
_LOGS = ("davinci_resolve.log", "ResolveDebug.txt", "rollinglog.txt")


@dataclass(frozen=True)
class ScriptsFolder:
    """A folder with a `Utility` folder in it, or where one may be made.

    Attributes:
        path: the `Scripts` folder.
        scope: whose menu reads it. "never read": a wrong place that guides name; nothing is put there, but cleaned up.
    """

    path: Path
    scope: Scope

    @property
    def utility(self) -> Path:
        """What is in here is listed on every page."""
        return self.path / "Utility"


@dataclass(frozen=True)
class ResolveHost:
    """An installed Resolve.

    Attributes:
        program: what is started; None where only its folders were found.
        version, edition: as far as its files tell.
        folders: where its menu reads scripts, the best place first.
    """

    program: Path | None
    version: Version
    edition: Edition
    folders: tuple[ScriptsFolder, ...]


def find_resolve(system: System) -> list[ResolveHost]:
    """Every Resolve of this machine; those of the Mac App Store last."""
    logged = last_start(_logs(system))
    folders = tuple(_distinct(_folders(system)))
    programs = list(dict.fromkeys(_programs(system)))
    found = [_host(system, program, logged, folders) for program in programs if not _is_store(program)]
    if not found and any(_is_used(folder) for folder in folders):
        found = [ResolveHost(None, logged.version, logged.edition, folders)]
    return [*found, *_store_hosts(system, [program for program in programs if _is_store(program)])]


def every_folder(system: System) -> list[ScriptsFolder]:
    """All places where a panel of ours may lie, also wrong and old ones."""
    containers = [folder for container in _containers(system) for folder in _container_folders(container)]
    return list(_distinct([*_folders(system), *containers, *_wrong_folders(system)]))


def _host(system: System, program: Path, logged: Logged, folders: tuple[ScriptsFolder, ...]) -> ResolveHost:
    version = _program_version(system, program)
    same = not version or version[:2] == logged.version[:2]
    return ResolveHost(program, version or logged.version, logged.edition if same else "unknown", folders)


def _program_version(system: System, program: Path) -> Version:
    if system.platform == "macos":
        return of_bundle(program)[1]
    if system.platform == "windows":
        return of_windows_program(program) or _registered_version(system, program)
    return ()


def _is_store(program: Path) -> bool:
    """Programs of the Mac App Store carry its receipt."""
    return (program / "Contents" / "_MASReceipt" / "receipt").is_file()


def _store_hosts(system: System, programs: list[Path]) -> Iterator[ResolveHost]:
    containers = list(_containers(system))
    folders = tuple(folder for container in containers for folder in _container_folders(container))
    for program in programs:
        yield ResolveHost(program, of_bundle(program)[1], "store", folders)
    if containers and not programs:
        yield ResolveHost(None, (), "store", folders)


def _is_used(folder: ScriptsFolder) -> bool:
    """Whether Resolve has been here: its own folder is there, with or without the one for scripts."""
    return folder.path.is_dir() or folder.path.parents[1].is_dir()


# Folders


def _folders(system: System) -> Iterator[ScriptsFolder]:
    """The user's own first: it can always be written, and one launcher is enough."""
    yield from _FOLDERS[system.platform](system)


def _windows_folders(system: System) -> Iterator[ScriptsFolder]:
    roaming = system.variable("APPDATA") or f"{system.home}\\AppData\\Roaming"
    everybody = system.variable("PROGRAMDATA") or "C:\\ProgramData"
    yield ScriptsFolder(system.path(roaming).joinpath(*_VENDOR, "Support", *_SCRIPTS), "user")
    yield ScriptsFolder(system.path(everybody).joinpath(*_VENDOR, *_SCRIPTS), "everybody")


def _mac_folders(system: System) -> Iterator[ScriptsFolder]:
    yield ScriptsFolder(system.below_home("Library", "Application Support", *_VENDOR, *_SCRIPTS), "user")
    yield ScriptsFolder(system.path("/Library/Application Support").joinpath(*_VENDOR, *_SCRIPTS), "everybody")


def _linux_folders(system: System) -> Iterator[ScriptsFolder]:
    yield ScriptsFolder(system.below_home(".local", "share", "DaVinciResolve", *_SCRIPTS), "user")
    for place in _LINUX_PROGRAMS:
        yield ScriptsFolder(system.path(place).joinpath(*_SCRIPTS), "everybody")


_FOLDERS = {"windows": _windows_folders, "macos": _mac_folders, "linux": _linux_folders}


def _wrong_folders(system: System) -> Iterator[ScriptsFolder]:
    """Where Blackmagic's own README sends people on Windows, one `Roaming` too deep, and the place without `Support`."""
    if system.platform != "windows":
        return
    roaming = system.path(system.variable("APPDATA") or f"{system.home}\\AppData\\Roaming")
    for parts in (("Roaming", *_VENDOR, "Support"), ("Roaming", *_VENDOR), _VENDOR):
        yield ScriptsFolder(roaming.joinpath(*parts, *_SCRIPTS), "never read")
    everybody = system.path(system.variable("PROGRAMDATA") or "C:\\ProgramData")
    yield ScriptsFolder(everybody.joinpath(*_VENDOR, "Support", *_SCRIPTS), "never read")


def _containers(system: System) -> Iterator[Path]:
    """The sandboxes of the Mac App Store's editions."""
    if system.platform == "macos":
        yield from sorted(system.below_home("Library", "Containers").glob("com.blackmagic-design.DaVinciResolve*"))


def _container_folders(container: Path) -> Iterator[ScriptsFolder]:
    support = container / "Data" / "Library" / "Application Support"
    for parts in ((), _VENDOR):
        folder = ScriptsFolder(support.joinpath(*parts, *_SCRIPTS), "container")
        if folder.path.is_dir():
            yield folder


def _distinct(folders: Iterator[ScriptsFolder] | list[ScriptsFolder]) -> Iterator[ScriptsFolder]:
    """Each folder once, also where one is a link to another."""
    seen: set[Path] = set()
    for folder in folders:
        real = folder.path.resolve()
        if real not in seen:
            seen.add(real)
            yield folder


# Programs


def _programs(system: System) -> Iterator[Path]:
    if system.platform == "macos":
        yield from filter(Path.is_dir, map(system.path, _MAC_PROGRAMS))
    elif system.platform == "linux":
        yield from (system.path(place) for place in _LINUX_PROGRAMS if (system.path(place) / "bin" / "resolve").exists())
    else:
        yield from _windows_programs(system)


def _windows_programs(system: System) -> Iterator[Path]:
    """By the registry, which knows other drives too, and at the usual place of every drive."""
    places = [system.path(entry["InstallLocation"]) for entry in _registered(system) if entry["InstallLocation"]]
    for drive in system.drives():
        places.append(system.path(f"{drive}\\Program Files").joinpath(*_VENDOR))
    yield from (place / "Resolve.exe" for place in places if (place / "Resolve.exe").is_file())


def _registered(system: System) -> Iterator[Mapping[str, str]]:
    for root in _UNINSTALL:
        for name in system.registry.keys(root):
            key = f"{root}\\{name}"
            if system.registry.value(key, "DisplayName").startswith("DaVinci Resolve"):
                yield {field: system.registry.value(key, field) for field in ("InstallLocation", "DisplayVersion")}


def _registered_version(system: System, program: Path) -> Version:
    return next(
        (parsed(entry["DisplayVersion"]) for entry in _registered(system)
         if entry["InstallLocation"] and system.path(entry["InstallLocation"]) == program.parent), (),
    )  # fmt: skip


def _logs(system: System) -> Iterator[Path]:
    """Where Resolve writes of its starts. Only read."""
    if system.platform == "windows":
        roaming = system.path(system.variable("APPDATA") or f"{system.home}\\AppData\\Roaming")
        places = [roaming.joinpath(*_VENDOR, "Support", "logs")]
    elif system.platform == "macos":
        places = [system.below_home("Library", "Application Support", *_VENDOR, "logs")]
    else:
        places = [system.below_home(".local", "share", "DaVinciResolve", "logs")]
        places += [system.path(place) / "logs" for place in _LINUX_PROGRAMS]
    yield from (place / name for place in places for name in _LOGS)
